"""Unknown models, products, chips and policies by quotes and type nouns: 引擎“溪流”, 视频模型“蜃楼”, 山海大模型."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterator

from kg.extract.chinese.names import tails
from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.firms import plausible
from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.senses import around
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.kinds import BODIES, THINGS
from kg.extract.segment import Block
from kg.model import Span

_QUOTED = re.compile(r"[“「『\"]([^“”「」『』\"，。；：！？、\n（）]{1,16})[”」』\"]")
_TITLED = re.compile(r"《([^《》\n]{2,60})》")
_POLICY = re.compile(
    r"(?:办法|条例|法|法案|措施|意见|意见稿|规定|规划|纲要|通知|方案|行动|计划|指南|指引|决定|草案|规则|目录|清单|战略|宣言|协定|暂行规定|白皮书)(?:[（(][^（）()]{1,8}[）)])?\Z"
)
_MEDIA = re.compile(
    r"(?:报|网|社|周刊|月刊|杂志|新闻|财经|评论|时报|邮报|日报|人|亚洲|观察|Post|Times|News|Journal|Review|Daily)\Z"
)
_PLAN = re.compile(r"(?:专项)?(?:行动|倡议|战略|法案|政策)(?:计划)?(?![\u3400-\u9fff]{0,2}(?:者|家))")
_CALLED = re.compile(
    r"(?:名为|名叫|叫做|叫|命名为|取名|取名为|代号|品牌|推出|发布|上线|自研|开源|旗下|新作|打造的?|研发的?|的|以|用|将)\Z"
)
_NO_NAME = re.compile(r"[的了是在吗呢吧啊哪谁没不就都很你我他她它越会要能]|我们|[!?%]|\d{3,}")
_BEFORE_REACH = 8


@functools.cache
def _noun_before() -> re.Pattern[str]:
    return re.compile(rf"({alternatives(lexicon().nouns)})(?:[——：]{{1,2}}|名为|名叫|叫做|“|「)?\Z")


@functools.cache
def _noun_after() -> re.Pattern[str]:
    return re.compile(
        rf"(?:AI|全|多模态|通用|垂类|行业|农业|医疗|法律|金融|教育|\d+(?:\.\d+)*)?({alternatives(lexicon().nouns)})"
    )


def noun_before(plain: str, at: int, floor: int) -> str | None:
    """The type that a noun right before an offset tells: AIModel behind 视频模型."""
    low = max(floor, at - _BEFORE_REACH)
    if not any(plain.endswith(last, low, at) for last in _last_characters()):
        return None
    for begin in range(low, at):
        match = _noun_before().match(plain, begin, at)
        if match:
            return lexicon().nouns[match.group(1)][0]
    return None


@functools.cache
def _last_characters() -> tuple[str, ...]:
    return tuple(sorted({w[-1] for w in lexicon().nouns} | set("—：为叫做“「")))


def noun_after(plain: str, at: int, ceiling: int) -> str | None:
    """The type that a noun right behind an offset tells: AIModel before 大模型."""
    match = _noun_after().match(plain, at, ceiling)
    return lexicon().nouns[match.group(1)][0] if match else None


def things(scene: Scene, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    """Stretches that quotes or nouns make names of things."""
    versioned: dict[str, bool] = {}
    for block in scene.blocks:
        yield from _quoted(scene, block, ground, versioned)
        yield from _titled(scene, block, ground)
        yield from _large_models(scene, block, ground, edges)
        yield from _behind_nouns(scene, block, ground, edges)


def _quoted(scene: Scene, block: Block, ground: Ground, versioned: dict[str, bool]) -> Iterator[Proposal]:
    plain, floor, ceiling = scene.plain, block.span.start, block.span.end
    for match in _QUOTED.finditer(plain, floor, ceiling):
        start, end = match.span(1)
        name = match.group(1)
        plan = _PLAN.match(plain, match.end(), ceiling)
        if plan and len(name) <= 12:
            yield Proposal(Span(match.start(), plan.end()), "Policy", 3.6, "quoted plan")
            continue
        told = noun_before(plain, match.start(), floor)
        free = ground.free(start, end)
        if len(name) > 10 or (_NO_NAME.search(name) and not (told and len(name) < 7 and name[-1] not in "了吗呢的")):
            continue
        if not free:
            partly = ground.free(start, start + 1) or ground.free(end - 1, end)
            if told in _THINGS and partly and len(name) < 9:
                yield Proposal(Span(start, end), told, 4.0, "quoted whole")
            continue
        votes: dict[str, float] = defaultdict(float)
        before = told
        after = noun_after(plain, match.end(), ceiling)
        for type_name in ("AIModel", "Product", "Chip"):
            votes[type_name] += min(2.0, around(plain, match.start(), match.end(), floor, ceiling).get(type_name, 0.0))
        if _NAMED.search(plain, max(floor, match.start() - 4), match.start()):
            votes["Product"] += 3.0
        if name not in versioned:
            versioned[name] = any(_VERSIONED.match(plain, s.end) for s in scene.places(name))
        if versioned[name]:
            votes["AIModel"] += 3.2
        votes = defaultdict(float, {t: w for t, w in votes.items() if w > 0})
        if before:
            votes[before] += 4.0
        if after in _THINGS:
            votes[after] += 3.5
        if plain.startswith(("系列", "家族"), match.end()):
            votes["AIModel"] += 2.0
        called = _CALLED.search(plain, max(floor, match.start() - 4), match.start())
        if called and (votes or match.end() < ceiling):
            votes[max(sorted(votes), key=lambda t: votes[t]) if votes else "Product"] += 1.0
        version = tails.model_end(plain, scene.latin, match.end(), ceiling)
        if version > match.end() and plain[match.end()].isdigit():
            yield Proposal(Span(match.start(), version), "AIModel", 4.0, "quoted version")
            continue
        if not votes:
            continue
        top = max(sorted(votes), key=lambda t: votes[t])
        if top in BODIES and plausible(name) < 0:
            continue
        if name in words() and votes[top] < 3:
            continue
        if len(name) == 1:
            continue
        for type_name, weight in sorted(votes.items()):
            yield Proposal(
                Span(start, end),
                type_name,
                weight - (1.0 if len(name) > 6 and name.isalpha() and not name.isascii() else 0.0),
                "quoted",
            )


#: A version behind a name.
_VERSIONED = re.compile(r"[ -]?[VvXx]?\d(?:\.\d)?(?![\d%亿万元月日年个])")
_NAMED = re.compile(r"(?:名为|名叫|叫做|取名|取名为|命名为)\Z")


_THINGS = frozenset({"AIModel", "Product", "Chip", "Benchmark"})


def _titled(scene: Scene, block: Block, ground: Ground) -> Iterator[Proposal]:
    """Names in 《》: policies and news outlets."""
    plain = scene.plain
    for match in _TITLED.finditer(plain, block.span.start, block.span.end):
        name, span = match.group(1), Span(*match.span(1))
        if _POLICY.search(name) and len(name) > 3:
            yield Proposal(span, "Policy", 5.0, "titled")
        elif (
            ground.free(span.start, span.end)
            and len(name) <= 12
            and (_MEDIA.search(name) or _REPORTED.match(plain, match.end(), block.span.end))
        ):
            yield Proposal(span, "MediaOutlet", 3.6, "titled")


_REPORTED = re.compile(r"(?:记者|网站)?(?:\d{1,2}[月日号]\S{0,6}?)?(?:独家)?(?:报道|报导|援引|引述|披露|消息|称|讯)")
_LARGE = re.compile(r"大模型(?:体系|系列)?")


def _large_models(scene: Scene, block: Block, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    """A short stem before 大模型: 山海大模型, 问隼法律大模型."""
    plain, known = scene.plain, words()
    for match in _LARGE.finditer(plain, block.span.start, block.span.end):
        start = match.start()
        field = next((n for n in (2, 4) if plain[start - n : start] in lexicon()["fields"]), 0)
        low_end = start - field
        for size, fitting in ((2, 2.7), (3, 1.6), (4, 0.4)):
            low = low_end - size
            if low < block.span.start or not ground.free(low, start):
                break
            stem = plain[low:low_end]
            if not all("\u3400" <= c <= "\u9fff" for c in stem) or _NO_NAME.search(stem):
                break
            if (
                stem in known
                or stem in lexicon()["fields"]
                or stem in lexicon()["stems"]
                or stem[-2:] in lexicon()["fields"]
                or stem[-2:] in known
            ):
                continue
            left = edges.left(low)
            if left == 0.0 or plain[max(0, low - 1) : low + 1] in known:
                continue
            yield Proposal(
                Span(low, start + 3),
                "AIModel",
                left * 2 / 3 + fitting - (1.5 if stem[0] in _WEAK else 0),
                "large model",
            )


_WEAK = frozenset("该本其此这那各多新大小一两三首个款类为用和与及由对的在")


def _behind_nouns(scene: Scene, block: Block, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    """A name of two or three characters right behind a noun: 视频模型蜃楼已上线."""
    plain, known = scene.plain, words()
    for match in _plain_nouns().finditer(plain, block.span.start, block.span.end):
        start = match.end()
        type_name = lexicon().nouns[match.group()][0]
        for size, fitting in ((2, 1.0), (3, 0.6), (4, 0.4)):
            end = start + size
            name = plain[start:end]
            if end > block.span.end or not ground.free(start, end) or not all("\u3400" <= c <= "\u9fff" for c in name):
                break
            right = edges.right(end)
            if right < 1 or name in known or name[:2] in known or name[-2:] in known or _NO_NAME.search(name):
                continue
            if name[0] in lexicon()["edge_after"] or plain[end - 1 : end + 1] in known:
                continue
            yield Proposal(Span(start, end), type_name, fitting + right / 2.5, "behind noun")


@functools.cache
def _plain_nouns() -> re.Pattern[str]:
    nouns = lexicon().nouns
    return re.compile(alternatives(w for w in nouns if nouns[w][0] in THINGS and len(w) > 1 and not w.isascii()))
