"""Unknown names in Latin letters inside Chinese text, by shape and by the words around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.extract.chinese.names.lexicon import lexicon
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.senses import around
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.chinese.names.things import noun_after, noun_before
from kg.extract.kinds import BODIES
from kg.extract.names import SIZE
from kg.extract.segment import Block
from kg.model import Span

_RUN = re.compile(
    r"(?<![A-Za-z0-9.@/_-])[A-Za-z][A-Za-z0-9]*(?:[.+&'-][A-Za-z0-9]+)*\+?"
    r"(?: (?:[A-Z][A-Za-z0-9]*|\d{1,3}(?:\.\d)?|of|and|for)"
    r"(?:[.+&'-][A-Za-z0-9]+)*){0,4}(?![A-Za-z0-9@]|\.[a-z])"
)
_SCORED_BEFORE = re.compile(r"(?:在|于|上|基准|榜单|测试|评测|数据集|榜|《)\Z")
_SCORED_AFTER = re.compile(
    r"(?:基准|测试|评测|榜单|榜|上|中|里)[^。；\n]{0,14}?"
    r"(?:\d+(?:\.\d+)?(?:%|分)|得分|取得|拿到|得到|超|领先|胜|第[一二三]|优于|高于|夺|刷新)|(?:得分|成绩)?\d+(?:\.\d+)?(?:分|%)"
)
_DATA = re.compile(
    r"(?:的)?(?:最新)?(?:数据|报告|统计|报表|榜单|研究|调查|发布的)(?:显示|指出|称|的数据)?|(?:首席)?(?:分析师|研究员)"
)
_MADE = re.compile(
    r"(?:发布|推出|上线|开源|亮相|揭晓|带来|公布|自研|自有|旗下|开发|研发|训练|推理|名为|叫做|产品|工具|及|和)(?:了|的)?(?:首款|新款|全新|新一代)?\Z"
)
#: Before the subject of a clause.
_OPEN = frozenset("，。；：！？\n　")
_DOMAIN = re.compile(r"[a-z0-9.-]+\.(?:com|cn|net|org|example)", re.IGNORECASE)


def latin(scene: Scene, ground: Ground, known: Mapping[Span, str]) -> Iterator[Proposal]:
    """Runs of Latin letters that the words around them make names. `known` gives the types of known names."""
    starts = {s.start: t for s, t in known.items()}
    ends = {s.end: t for s, t in known.items()}
    for block in scene.blocks:
        for match in _RUN.finditer(scene.plain, block.span.start, block.span.end):
            name = _trimmed(match.group())
            span = Span(match.start(), match.start() + len(name))
            if not ground.free(span.start, span.end) or _ordinary(name):
                continue
            votes = _votes(scene.plain, span, block, starts, ends)
            best = max(sorted(votes), key=lambda t: votes[t], default=None)
            if best and votes[best] > 0 and best not in {"Place", "Person", "StockIndex", "Exchange"}:
                mixed = 0.6 if _camel(name) else 0.0
                digits = 0.4 if any(c.isdigit() for c in name) and best not in BODIES else 0.0
                yield Proposal(span, best, min(votes[best], 6.0) + mixed + digits, "latin")


def _camel(name: str) -> bool:
    return any(c.isupper() for c in name[1:]) and not name.isupper()


def _trimmed(name: str) -> str:
    """The run without a role or a small word at its end: OpenAI CEO."""
    words = name.split(" ")
    while len(words) > 1 and (words[-1].islower() or (words[-1] in _ROLES and len(words) > 2) or words[-1] == "CEO"):
        words.pop()
    return " ".join(words)


_ROLES = frozenset({"CEO", "CTO", "CFO", "COO", "AI", "API"})


def _ordinary(name: str) -> bool:
    common = lexicon()["latin_common"]
    if len(name) < 2 or _DOMAIN.fullmatch(name) or (name.islower() and len(name) < 4):
        return True
    return all(w in common or w.isdigit() for w in name.split())


def _votes(
    plain: str, span: Span, block: Block, starts: Mapping[int, str], ends: Mapping[int, str]
) -> dict[str, float]:
    votes: dict[str, float] = defaultdict(float)
    start, end, floor, ceiling = span.start, span.end, block.span.start, block.span.end
    name = plain[start:end]
    for type_name, weight in around(plain, start, end, floor, ceiling).items():
        votes["Company" if type_name == "Organisation" else type_name] += weight
    if before := noun_before(plain, start, floor):
        votes[before] += 1.5 if before == "Company" else 2.0
    if (after := noun_after(plain, end, ceiling)) in {"AIModel", "Chip", "Product", "Event"}:
        votes[after or ""] += 1.5
    if SIZE.fullmatch(name):
        votes["AIModel"] += 3.0
    head, tail = plain[max(floor, start - 8) : start], plain[end : min(ceiling, end + 40)]
    if _SCORED_AFTER.match(tail) and (_SCORED_BEFORE.search(head) or "Bench" in name):
        votes["Benchmark"] += 3.4
    if "Bench" in name:
        votes["Benchmark"] += 2.5
    if _DATA.match(tail):
        votes["Company"] += 2.5
    if _TICKER.match(tail):
        votes["Company"] += 3.0
    if _MADE.search(head) or start in ends:
        votes["Product"] += 1.2
    for joint in ("、", "和", "与", "及"):
        told = ends.get(start - 1) if plain[start - 1 : start] == joint else None
        told = told or (starts.get(end + 1) if plain[end : end + 1] == joint else None)
        if told in _LISTED:
            votes[told or ""] += 2.6
    if votes and max(votes.values()) > 0 and name.isalpha():
        votes[max(sorted(votes), key=lambda t: votes[t])] += 1.2 if _camel(name) else 0.5 if name.isupper() else 0.0
    elif plain[start - 1 : start] in _OPEN and name[:1].isupper():
        votes["Company"] += 1.8
    return votes


_LISTED = frozenset({"Company", "Benchmark", "AIModel", "Product", "Chip", "Fund"})
_TICKER = re.compile(r"[（(](?:NYSE|NASDAQ|Nasdaq|HKEX|纳斯达克|纽交所|[0-9]{4,6})")
