"""Expressions that stand for a name: 该公司, 其, 他, 前者, 双方, 这款模型."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.chinese.reference.pairs import OF_TWO, both
from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import ORGANISATIONS, THINGS
from kg.model import Span

_FIRM = frozenset({"Company"})
_INSTITUTE = frozenset({"ResearchInstitute"})
_MAKER = _FIRM | _INSTITUTE
_PERSON = frozenset({"Person"})
#: Nouns for a firm behind 这家, 该.
_FIRMS = (
    "公司|企业|厂商|集团|初创|创企|独角兽|巨头|大厂|龙头|车企|车厂|芯片商|芯片厂|晶圆厂|代工厂|开发商|制造商|供应商|运营商|服务商|新锐|"
    "券商|投行|银行|电商|团队|新创|连锁"
)
#: What stands before a bare 公司 that means the one that the text is about: no word that makes it part of a longer one.
_LEAD_WORDS = (
    "目前 此前 随后 同时 预计 因此 表示 显示 认为 当天 今年 去年 未来 不过 持有 取得 成为 参与过 参与了 参与 加入 入股 "
    "投资 收购 指出 披露 创立 创办 本轮 其中"
)
_LEAD = (
    r"(?:^|(?<=[，；：。！？、“\"「（(年月日底初末而但并由与和向对为给被把将是在于称说时后及）)  ])|"
    + "|".join(f"(?<={word})" for word in _LEAD_WORDS.split())
    + ")"
)
_BETWEEN = r"[^，。；：、的了在是和与\s]"


@dataclass(frozen=True)
class _Kind:
    """Expressions of one kind: how they read, what they may stand for, and how much the whole text's topic counts.

    `nearer` says that it stands for nothing named before it in its own clause.
    """

    told: str
    types: frozenset[str]
    general: float
    nearer: bool = False


_NEAR, _WHOLE, _OWN = 0.3, 1.0, 4.0
_KINDS = (
    _Kind(
        rf"(?:这家|那家|该|这间|这)(?![些个款种])(?:{_BETWEEN}{{0,8}}?)(?:{_FIRMS})(?!的?(?:名单|法))",
        _MAKER,
        _NEAR,
        True,
    ),
    # 这家 stands alone where a place or a clause tells more of the firm: 这家上海公司.
    _Kind(rf"(?:这家|那家|这间)(?=[^，。；：！？、]{{0,40}}?(?:{_FIRMS}|店))", _MAKER, _NEAR, True),
    _Kind(r"(?:本公司|我司|我们公司|本集团|该司|我公司|贵公司|贵司|你们|我们)", _FIRM, _OWN),
    _Kind(r"(?:该|这家)(?:行|投行|大行)(?!业|动|为|程|情|政)", _FIRM, _NEAR),
    _Kind(r"(?:该|这家|这只|这支|这个)(?:母?基金|风投|创投|资本)", frozenset({"Fund"}), _NEAR),
    _Kind(r"(?:该|这家|这所)(?:机构|组织|媒体|部门|机关|局|委|会(?=[^议上]))", ORGANISATIONS, _NEAR),
    _Kind(
        r"(?:(?:该|这所|这家)(?:院|校|所|中心|大学|高校|研究院|研究所|实验室|医院)(?!士|长|谓|有|在))|院方|院内|校方",
        _INSTITUTE,
        _NEAR,
    ),
    _Kind(
        rf"{_LEAD}(?:公司|集团)(?!债|法|章程|治理|类|化|股东大会|们|制|名|间|与个人|名称|注册)", _MAKER, _WHOLE, True
    ),
    _Kind(
        rf"(?:该|这一|这款|这个|那款|上述)(?:款)?(?:{_BETWEEN}{{0,4}}?)(?:模型|大模型|系列|家族|底座|基座)(?!的?(?:公司|厂商|名单))",
        frozenset({"AIModel"}),
        _NEAR,
    ),
    _Kind(
        rf"(?:该|这款|这颗|这枚|该款)(?:{_BETWEEN}{{0,5}}?)(?:芯片|处理器|加速卡|GPU|加速器|显卡|PPU|NPU|TPU)",
        frozenset({"Chip"}),
        _NEAR,
    ),
    _Kind(
        rf"(?:该|这款|这个|该款|这台|这套|这一)(?:{_BETWEEN}{{0,4}}?)"
        r"(?:产品|应用|App|软件|机器人|助手|平台|系统|引擎|框架|工具|服务|眼镜|手机|智能体|功能|程序|车型|设备)(?!商|打造|而)",
        frozenset({"Product"}),
        _NEAR,
    ),
    _Kind(r"(?<![其吉])(?:他|她)(?!们|人|国|家|山|律|乡|日)", _PERSON, _NEAR),
    _Kind(r"(?:该|这位)(?:分析师|高管|创始人|负责人|研究员|教授|人士|\d0后|[八九]零后|科学家)|此人", _PERSON, _NEAR),
    _Kind(
        r"(?<![尤极若与莫何反])其(?![中他它余实间次后所一二三乐貌名妙身旁道]|本人)", _MAKER | THINGS | {"Fund"}, _NEAR
    ),
    _Kind(r"(?<![它其])它(?!们)", THINGS | _MAKER, _NEAR),
    _Kind(OF_TWO, frozenset(), _NEAR),
)
_ALL = re.compile("|".join(f"(?P<e{i}>{kind.told})" for i, kind in enumerate(_KINDS)), re.IGNORECASE)
_THIS_FIRM = re.compile("这家|那家|这间")
_BANK, _LAST = 3, len(_KINDS) - 1
#: Behind such a word 其 or 它 is another one than who does it.
_OTHER_ONE = re.compile(
    r"(?:持有|预测|预计|预期|[称指对将把向给与跟是从]|要求|认为|估计|指控|批准|支持|收购|入股|投资|起诉|约谈|监管|禁止)$"
)
_POINTS_AWAY = frozenset("其它")
#: A bare noun stands for what was named last of the names that end so.
_NOUN = re.compile(
    r"(?:^|(?<=[，；：。！？、“\"「（(而但由与和向对为将在称说]))(?:中心|实验室|研究院|基金|医院|大学|学院)(?![A-Za-z0-9的]{0,2}(?:类|型|类型|们|里|经理|规模))"
)


def resolve(sentences: Sequence[Sentence]) -> None:
    """Adds what each expression stands for to its sentence as an argument; one of two entities gives two of one span.

    An expression for which the text keeps nothing in view gives none.
    """
    topics = Topics(sentences)
    ending = _ending(sentences)
    for sentence in sentences:
        places = [(m.start(), m.end(), int((m.lastgroup or "e0")[1:])) for m in _ALL.finditer(sentence.text)]
        places += [(m.start(), m.end(), -1) for m in _NOUN.finditer(sentence.text)]
        for start, end, which in sorted(places):
            span = Span(sentence.span.start + start, sentence.span.start + end)
            if _taken(span, sentence):
                # 这家上海公司 holds a name, but its first word stands for the firm.
                if not _THIS_FIRM.match(sentence.text, start):
                    continue
                end = start + 2
                span = Span(span.start, span.start + 2)
                if _taken(span, sentence):
                    continue
            if which == _LAST:
                found = list(both(sentence.text[start:end], span, sentence, sentences, topics))
            elif which == -1:
                found = list(_noun(span, sentence, topics, ending.get(sentence.text[start:end], ())))
            else:
                found = list(_single(_KINDS[which], which == _BANK, span, sentence, topics))
            if found:
                sentence.arguments += found
                sentence.arguments.sort(key=lambda a: (a.span.start, a.span.end, a.entity))


def _single(kind: _Kind, bank: bool, span: Span, sentence: Sentence, topics: Topics) -> Iterator[Argument]:
    told = sentence.words(span)
    before = sentence.text[max(0, span.start - sentence.span.start - 4) : span.start - sentence.span.start]
    clause = sentence.clauses[sentence.clause_at(span.start)]
    here = [a for a in sentence.arguments if clause.start <= a.span.start < span.start]
    exclude: set[str] = set()
    if kind.nearer:
        exclude = {a.entity for a in here if not a.anaphor or a.type in kind.types}
    elif told in _POINTS_AWAY and _OTHER_ONE.search(before):
        exclude = _acting(sentence, span.start)
    among = topics.brokers if bank and topics.brokers else None
    topic = topics.of(sentence.index, kind.types, exclude, span.start, general=kind.general, among=among)
    # An expression seldom stands for what comes after it.
    if topic is not None and topics.first(topic.entity).span.start < sentence.span.end:
        yield Argument(topic.entity, topic.type, span, anaphor=True)


def _taken(span: Span, sentence: Sentence) -> bool:
    return any(a.span.overlaps(span) for a in sentence.arguments)


def _acting(sentence: Sentence, before: int) -> set[str]:
    """Who does what the clause of an offset tells: the first organisation of the nearest clause that names one."""
    for clause in reversed(sentence.clauses[: sentence.clause_at(before) + 1]):
        for argument in sentence.arguments:
            if clause.start <= argument.span.start < min(clause.end, before) and argument.type in ORGANISATIONS:
                return {argument.entity}
    return set()


def _ending(sentences: Sequence[Sentence]) -> dict[str, set[str]]:
    """Bare noun → the entities whose names end so."""
    found: dict[str, set[str]] = {}
    for sentence in sentences:
        for argument in sentence.arguments:
            name = sentence.words(argument.span)
            for size in (2, 3):
                if len(name) > size and argument.type in ORGANISATIONS:
                    found.setdefault(name[-size:], set()).add(argument.entity)
    return found


def _noun(span: Span, sentence: Sentence, topics: Topics, among: Collection[str]) -> Iterator[Argument]:
    topic = topics.of(sentence.index, ORGANISATIONS, (), span.start, among=among) if among else None
    if topic is not None and topics.first(topic.entity).span.start < span.start:
        yield Argument(topic.entity, topic.type, span, anaphor=True)
