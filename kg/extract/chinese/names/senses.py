"""What a known form means in this document: one of several things of that name, or an ordinary word."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.spots import Scene, Spot
from kg.extract.gazetteer import Meaning, fold
from kg.extract.kin import Kin
from kg.extract.kinds import BODIES, THINGS

_REACH = 16
_QUOTE = r"[“”‘’「」『』《》\"]"


@functools.cache
def _after() -> tuple[tuple[re.Pattern[str], Mapping[str, float]], ...]:
    nouns = lexicon().nouns
    by_type: dict[str, list[str]] = defaultdict(list)
    for word, types in nouns.items():
        by_type[types[0]].append(word)
    things = rf"{_QUOTE}?(?:AI|全)?(?:系列)?"
    told = [
        (rf"{things}{alternatives(by_type['AIModel'])}", {"AIModel": 4.0}),
        (rf"{things}(?:{alternatives(by_type['Chip'])})", {"Chip": 4.0}),
        (
            rf"{_QUOTE}?(?:应用|App|APP|app|网页[端版]|客户端|小程序|助手|软件|平台|浏览器|对话框|机器人|智能体)",
            {"Product": 3.0},
        ),
        (rf"{_QUOTE}?的?(?:全球|月均?|日均?|周)?(?:用户|活跃|月活|日活|周活|下载|新增下载|装机)", {"Product": 2.5}),
        (r"(?:、[^，。、]{1,6})?上(?![市线架涨月周半个年传])|平台|[热直]播|热搜", {"Product": 3.0}),
        (r"(?:作)?为(?:底座|基座|基础模型|基础)", {"AIModel": 3.0}),
        (rf"{_QUOTE}?(?:全)?系列", {"AIModel": 1.5, "Chip": 1.5, "Product": 1.0}),
        (
            r"的?(?:总?参数|权重|底座|训练|推理|API|开源版|预训练|后训练|技术负责人|多模态|上下文|输入|输出|得分)",
            {"AIModel": 1.5},
        ),
        (
            r"[（(](?:\d{4,6}|[A-Z]{1,5}[.:：]|NYSE|NASDAQ|HKEX)|(?:集团|公司|方面|官网)?(?:\d{1,2}[月日].{0,8}?)?(?:今日|昨日|今天|昨天|近日|日前|当日|同日|随后|正式|亦|也|还|则|已)?"
            r"(?:宣布|公告|披露|发布|推出|开源|上线|表示|回应|称|否认|证实|官宣|完成|成立|总部|旗下|内部|创始人|联合创始人|创办人|CEO|CTO|COO|CFO|董事|总裁|副总裁|首席|高管|首次|股价|股份"
            r"|市值|估值|营收|净利|收入|员工|收购|入股|持有|持股|领投|跟投|投资|与.{1,8}(?:合作|签署)|拟|计划|不予置评|未予?|收报|收涨|收跌|早盘|盘中|涨|跌|升|挫|采购|供货|提名|获|宣佈|的(?:员工|工程师|股东|股价|芯片|产品)|上市|内部|负责|发言人|新闻|部长|就|给出|削|调|维持|重申|会否|均|都|交卷|早年)",
            {"Organisation": 2.0},
        ),
        (r"(?:报道|报导|記者|记者|援引|引述|披露|消息|讯|电|称)", {"MediaOutlet": 1.5}),
        (r"(?:指数)?(?:[^，。；\n]{0,6}?)(?:\d+(?:\.\d+)?%|点)", {"StockIndex": 1.0}),
        (r"(?:上市|挂牌|敲钟|递表|上的|IPO|盘前|盘后|主板)", {"Exchange": 2.0}),
    ]
    return tuple((re.compile(pattern), votes) for pattern, votes in told)


@functools.cache
def _before() -> tuple[tuple[re.Pattern[str], Mapping[str, float]], ...]:
    by_type: dict[str, list[str]] = defaultdict(list)
    for word, types in lexicon().nouns.items():
        by_type[types[0]].append(word)
    gap = rf"(?:—|：|名为|叫做?|是)?{_QUOTE}?\Z"
    told = [
        (rf"{alternatives(by_type['AIModel'])}{gap}", {"AIModel": 3.0}),
        (rf"{alternatives(by_type['Chip'])}{gap}", {"Chip": 3.0}),
        (rf"(?:{alternatives(by_type['Product'])}){gap}", {"Product": 2.5}),
        (rf"(?:{alternatives(by_type['Company'])}|前|原|对手|股东|客户|伙伴|旗下的?公司){gap}", {"Company": 2.0}),
        (
            r"(?:接入|搭载|部署|调用|基于|采用|使用|选用|改用|换成|微调|蒸馏|训练|开源|内置|集成|适配|跑通|超越|超过|高于|低于|优于|击败|逊于|不敌|对标|以)(?:了|到|的|在|其|自家)?"
            rf"(?:[^，。；、]{{1,6}}[、和与及]){{0,2}}{_QUOTE}?\Z",
            {"AIModel": 1.6, "Chip": 0.8, "Product": 0.3},
        ),
        (
            r"(?:下载|打开|登录|安装|使用|上架|挂上|上传至?|网民|应用|登上|晒)(?:了|到|至|在)?(?:[^，。；]{1,12}[、和与])?\Z",
            {"Product": 2.5},
        ),
        (r"参数的\Z", {"AIModel": 2.5}),
        (r"(?:由|被|向|与|和|对|给|投资|入股|收购|加入|加盟|离开|任职|出身|来自|供货|起诉)\Z", {"Organisation": 1.0}),
        (r"(?:据|援引|引述|接受|告诉|对)《?\Z", {"MediaOutlet": 1.5}),
        (r"(?:登陆|在|于|赴|向|从|至)\Z", {"Exchange": 1.0}),
        (r"[《]\Z", {"MediaOutlet": 2.0}),
        (r"[“「『]\Z", {"AIModel": 0.6, "Product": 0.6, "Chip": 0.6}),
    ]
    return tuple((re.compile(pattern), votes) for pattern, votes in told)


def around(plain: str, start: int, end: int, floor: int, ceiling: int) -> dict[str, float]:
    """Votes for types by the words right before and behind a name. `Organisation` stands for all of their kinds."""
    found: dict[str, float] = defaultdict(float)
    before, after = plain[max(floor, start - _REACH) : start], plain[end : min(ceiling, end + _REACH * 2)]
    for pattern, votes in _before():
        if pattern.search(before):
            for type_name, weight in votes.items():
                found[type_name] += weight
    for pattern, votes in _after():
        if pattern.match(after):
            for type_name, weight in votes.items():
                found[type_name] += weight
    if before.endswith(("在", "于", "通过")) and _POSTED.match(after):
        found["Product"] += 3.0
    return found


_POSTED = re.compile(r"(?:上|平台)*(?:回应|发文|发帖|辟谣|表示|宣布|发布|晒|写道|披露|流传|走红|疯传|开源|开放)")


class Senses:
    """Chooses a meaning for every known form of a document; one form has one meaning in it."""

    def __init__(self, scene: Scene, spots: Sequence[Spot], kin: Kin) -> None:
        self.scene, self.kin = scene, kin
        self.here: set[str] = set()
        self.groups: dict[str, list[Spot]] = defaultdict(list)
        for spot in spots:
            self.groups[fold(scene.plain[spot.span.start : spot.span.end])[0]].append(spot)
            sure = [m for m in spot.meanings if not m.cue]
            if len(spot.meanings) == 1 and sure:
                self.here.add(sure[0].known.id)
            for meaning in spot.family:
                self.here.add(meaning.known.id)
        self.beside = _beside(scene, spots)
        self.lean = _lean(scene.plain)

    def choose(self) -> dict[Spot, Meaning]:
        """The meaning of every spot that is a name here."""
        chosen: dict[Spot, Meaning] = {}
        waiting = sorted(self.groups.items(), key=lambda g: (all(m.cue for m in g[1][0].meanings), g[0]))
        for _ in range(2):
            left = []
            for key, group in waiting:
                meaning = self._of(group)
                if meaning is None:
                    left.append((key, group))
                    continue
                self.here.add(meaning.known.id)
                for spot in group:
                    chosen[spot] = meaning
            waiting = left
        return chosen

    def _opens(self, spot: Spot) -> bool:
        """True at the beginning of a clause."""
        before = self.scene.plain[spot.span.start - 1 : spot.span.start]
        return spot.span.start == spot.block.span.start or before in "，。；：！？、　 ·|｜"

    def _of(self, group: Sequence[Spot]) -> Meaning | None:
        first = group[0]
        options = first.meanings or first.family
        if len(options) == 1 and (not options[0].cue or first.family):
            return options[0]
        votes: dict[str, float] = defaultdict(float)
        listed = 0.0
        for spot in group:
            block = spot.block.span
            for type_name, weight in around(
                self.scene.plain, spot.span.start, spot.span.end, block.start, block.end
            ).items():
                votes[type_name] = min(8.0, votes[type_name] + weight)
            told = self.beside.get(spot)
            if told is not None:
                listed += 1
                votes[told] += 1.0 if len(options) > 1 else 0.0
        best: Meaning | None = None
        most = 0.99
        for meaning in options:
            weight = self._weight(meaning, first, votes, listed)
            if weight > most:
                best, most = meaning, weight
        return best

    def _weight(self, meaning: Meaning, spot: Spot, votes: Mapping[str, float], listed: float) -> float:
        known = meaning.known
        form = self.scene.plain[spot.span.start : spot.span.end]
        weight = 0.0 if meaning.cue and not spot.family else 2.0
        weight += votes.get(known.type, 0.0)
        weight += 0.8 if known.type == self.lean else 0.0
        if known.type in BODIES:
            weight += min(3.0, votes.get("Organisation", 0.0)) * (1.0 if known.type == "Company" else 0.6)
        if known.id in self.here:
            weight += 2.0
        close = self.kin.close(known.id)
        if any(k in self.here for k in close):
            weight += 1.2
        elif known.type in THINGS and any(k in self.here for k in self.kin.far(known.id)):
            weight += 0.8
        if meaning.cue:
            if known.type == "Person":
                return weight if weight >= 1.2 and not spot.plain else weight - 0.5
            if known.type in {"Company", "AIModel", "Product", "Chip", "Fund"}:
                weight += 0.7 if form not in words() else 0.0
                weight += 1.0 if listed else 0.0
                weight += 0.5 if self._opens(spot) else 0.0
            elif form in {"内地", "大陆"}:
                weight += 1.0
            else:
                weight += 0.4 if form not in words() else 0.0
        return weight


_LIST = re.compile(r"[”」』》]?(?:[、,，]|和|与|及|以及|或)[“「『《]?")


def _beside(scene: Scene, spots: Sequence[Spot]) -> dict[Spot, str]:
    """Spots that stand in a list beside another known name, with the type of that one."""
    found: dict[Spot, str] = {}
    for left, right in pairwise(spots):
        gap = scene.plain[left.span.end : right.span.start]
        if left.block is right.block and len(gap) <= 4 and _LIST.fullmatch(gap):
            for spot, other in ((left, right), (right, left)):
                sure = {m.known.type for m in other.meanings if not m.cue} or other.types()
                if len(sure) == 1:
                    found[spot] = min(sure)
                else:
                    found.setdefault(spot, "")
    return found


_APPS = re.compile(r"App|APP|应用|月活|日活|下载量?|用户")
_MODELS = re.compile(r"模型|参数|开源|训练|推理|权重")


def _lean(plain: str) -> str:
    """What a name that is both an app and a model rather is in this text."""
    return "Product" if len(_APPS.findall(plain)) > len(_MODELS.findall(plain)) else "AIModel"
