"""Long names that begin with a known one: 成都市经济和信息化局, 中国互联网投资基金, 清华大学知识工程实验室."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.spots import Scene
from kg.extract.kinds import BODIES
from kg.extract.segment import Block
from kg.model import Span

_LONG = frozenset({"GovernmentBody", "ResearchInstitute", "Fund", "Event", "MediaOutlet"})


@functools.cache
def _blocked() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["blockers"]) + r"|(?!AI)[^\u3400-\u9fff]")


class Anchors:
    """The known names of a document that a longer name may begin with, by where they end."""

    def __init__(self, known: Mapping[Span, str]) -> None:
        self.types = dict(known)
        self.ends = {s.end: s for s in known}
        self._anchors = sorted(s for s, t in known.items() if t in {"Place", "Product", "Benchmark", *BODIES})

    def before(self, offset: int, reach: int, floor: int) -> list[Span]:
        """Known places and organisations that start within `reach` characters before an offset, the nearest first."""
        low = max(floor, offset - reach)
        first = bisect_left(self._anchors, low, key=lambda s: s.start)
        last = bisect_left(self._anchors, offset, key=lambda s: s.start)
        return [s for s in reversed(self._anchors[first:last]) if s.end <= offset]


def anchored(
    scene: Scene,
    block: Block,
    start: int,
    end: int,
    suffix: str,
    types: tuple[str, ...],
    edges: Edges,
    anchors: Anchors,
) -> Iterator[Proposal]:
    """A place or an organisation, some words, and the suffix."""
    plain, data, kind_of = scene.plain, lexicon(), types[0]
    right = edges.right(end)
    if kind_of not in _ANCHORS or (right == 0.0 and len(suffix) == 1):
        return
    if kind_of in {"Company", "Fund"} and suffix not in PLACED | _UNITS:
        return
    if len(suffix) == 1 and plain[end - 2 : end] in words():
        return  # 总部, 内部, 签署, 举办
    best: Span | None = None
    for span in anchors.before(start, 18, block.span.start):
        middle = plain[span.end : start]
        if _blocked().search(middle):
            break
        kind = anchors.types[span]
        if kind not in _ANCHORS[kind_of] or (
            kind == "Place" and _WIDE.fullmatch(plain, span.start, span.end) and kind_of == "Company"
        ):
            continue
        if kind_of == "Company" and kind == "Company" and middle not in {"", "智能"}:
            continue
        if not middle and kind == "Place" and suffix not in data["place_suffixes"]:
            continue
        if (
            not middle
            and kind != "Place"
            and kind_of not in {"Event", "Benchmark"}
            and not (kind == "Company" and suffix in _UNITS)
        ):
            continue
        reach = 12 if suffix == "医院" else 8 if kind_of == "Benchmark" else 6
        if kind_of in {"Company", "MediaOutlet", "Benchmark"} and not (len(middle) <= reach and len(middle) != 1):
            continue
        best = span
    if best is None:
        return
    middle = plain[best.end : start]
    weight = 2.6 + min(right, 2.0) / 2 + (0.8 if kind_of in _LONG else 0.0) - 0.08 * len(middle)
    weight -= 1.5 if middle in data["stems"] or (middle in words() and kind_of in {"Company", "MediaOutlet"}) else 0.0
    if suffix == "医院" and ("大学" in middle or "学院" in middle):
        kind_of = "ResearchInstitute"
    start = best.start
    if kind_of == "Event" and (ordinal := ORDINAL.search(plain, max(block.span.start, start - 6), start)):
        start = ordinal.start()
    yield Proposal(Span(start, end), kind_of, weight, "anchored")


ORDINAL = re.compile(r"第[一二三四五六七八九十\d]{1,3}届\Z")
#: Type of the whole → types of the name that it may begin with.
_ANCHORS: Mapping[str, frozenset[str]] = {
    "GovernmentBody": frozenset({"Place", "GovernmentBody"}),
    "ResearchInstitute": frozenset({"Place", "ResearchInstitute", "Company", "GovernmentBody"}),
    "Fund": frozenset({"Place", "Company", "Fund"}),
    "Company": frozenset({"Place", "Company"}),
    "MediaOutlet": frozenset({"Place"}),
    "Event": frozenset({"Place", "Company", "Product"}),
    "Benchmark": frozenset({"Product", "Company", "ResearchInstitute", "Benchmark"}),
}
#: What a unit of a firm is called behind the firm's own name: 华为云, 海尔资本.
_UNITS = frozenset(
    [
        "云",
        "资本",
        "创投",
        "产投",
        "投资",
        "基金",
        "风投",
        "数科",
        "金融",
        "证券",
        "人寿",
        "健康",
        "汽车",
        "国际",
        "股份",
        "电子",
        "物流",
        "影业",
        "研究",
    ]
)
_WIDE = re.compile("中国|美国|日本|韩国|英国|法国|德国|欧洲|亚洲|全球|国内|内地|大陆|台湾")


#: Suffixes before which a place belongs to the name.
PLACED = frozenset(
    [
        "集团",
        "控股",
        "投资",
        "银行",
        "医院",
        "证券",
        "信托",
        "产投",
        "国投",
        "科创投",
        "地铁",
        "机场",
        "律师事务所",
        "联通",
        "电信",
        "移动",
        "实业",
        "基金",
        "母基金",
        "产业基金",
        "投资基金",
        "引导基金",
    ]
)
