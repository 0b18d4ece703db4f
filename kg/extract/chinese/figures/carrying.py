"""Topics carried on from the numbers before: growth behind a sum, the next name of a list, the next time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kg.extract.chinese.figures.cues import Cue
from kg.extract.chinese.figures.line import Line, Read, Topic
from kg.extract.chinese.figures.metrics import Frame
from kg.extract.chinese.text import Argument
from kg.extract.quantities import Amount

#: What may stand in a clause before the figure of the same a year ago, and of another time.
_YEAR_BEFORE = re.compile(r"(?:而|较)?(?:上年|去年|前一年|上一年)(?:同期)?(?:则)?(?:为|是|同期)?")
_ANOTHER_TIME = re.compile(
    r"(?:到|而|至)?(?:今年|明年|后年|去年|20\d\d年|年底|明年底|今年底|上年|全年|上半年|下半年|第?[一二三四]季度?)(?:底|末|全年)?"
    r"(?:则|或|将|要|仍|又|还|可|预计|有望|计划|目标|力争|预期|预估|估计|为|是|达|到|约|近|逾|超|突破|增至|升至|降至|扩大到|扩至"
    r"|增长到|上看|财测){0,5}"
)
#: No model has fewer parameters where nothing but the number tells that it is theirs.
_LARGE = 500_000_000
#: Between the name of a list's line and its number.
_LABELLED = re.compile(r"(?:（[^（）]{0,16}）)?[\s　：:|（(-]{1,3}(?:约|逾|超)?")
_WINDOW = re.compile(r"[^，。；\d]{0,4}\d+(?:\.\d+)?[KkM万]")
_ONLY = re.compile(r"(?:[为达至约近逾超共有]|约为|达到|超过){0,3}")
_SLASH = re.compile(r"(?:台|辆|颗|片|套|部|名|人|次)?[、/／](?:约|近|逾|超)?")
_ANYONE = frozenset(
    {"Company", "Product", "AIModel", "Chip", "StockIndex", "Fund", "ResearchInstitute", "GovernmentBody"}
)
#: How many numbers, and how many sentences back, a list goes on from.
_NUMBERS, _SENTENCES = 12, 4


def goes_on(line: Line, kind: str, clause: int, start: int, earlier: Sequence[Read]) -> bool:
    """True for the same of another time: 营收3.2亿元，今年预计突破10亿元."""
    last = _last_here(line, earlier)
    return bool(last and kind == last.kind != "percent" and _ANOTHER_TIME.fullmatch(line.text, clause, start))


def carried_topic(
    line: Line, amount: Amount, kind: str, clause: int, weak: Cue | None, earlier: Sequence[Read]
) -> Topic | None:
    """The topic that a number without a sure one of its own takes from the numbers before, or from a list's heading.

    `clause` is where the number's clause begins; `weak` is what else might tell its topic.
    """
    start = amount.span.start - line.base
    last = _last_here(line, earlier)
    if last is not None:
        grown = _growth(line, amount, kind, clause, weak, last)
        if grown is not None:
            return grown
        if kind == last.kind and _YEAR_BEFORE.match(line.text, clause, start):
            return Topic(last.frame, last.start, subject=last.holder)
    beside = line.subjects.beside(line.sentence, amount.span.start, _ANYONE)
    specified = _specification(line, amount, kind, clause, beside, last)
    if specified is not None:
        return specified
    if beside is not None:
        return _of_list(line, amount, kind, clause, weak, beside, earlier)
    fund = line.subjects.following(line.sentence, amount.span.end, ("Fund",)) if kind == "money" else None
    if fund is not None:
        return Topic(line.frames.named("fund-size"), start, subject=fund)
    return _joined(line, kind, clause, start, last, earlier)


def _last_here(line: Line, earlier: Sequence[Read]) -> Read | None:
    """The number read last, where it stands in this sentence."""
    return earlier[-1] if earlier and earlier[-1].sentence == line.sentence.index else None


def _growth(line: Line, amount: Amount, kind: str, clause: int, weak: Cue | None, last: Read) -> Topic | None:
    """The growth of the sum before: 营收1845亿元，同比增长15%; 涨 and 跌 alone behind a name are of shares."""
    if kind != "percent" or "percent" not in last.frame.gives or not last.frame.direction or not line.sign(amount):
        return None
    start = amount.span.start - line.base
    named = [
        p.argument for p in line.subjects.parts(line.sentence) if clause <= p.argument.span.start - line.base < start
    ]
    fresh = any(a.entity != last.holder.entity and a.type in last.frame.subjects for a in named)
    of_shares = weak is not None and weak.frame.name == "stock" and named and not line.compares(clause, start)
    if fresh or of_shares or last.frame.name == "stock":
        return None
    return Topic(last.frame, last.start, subject=None if named else last.holder)


def _of_list(
    line: Line, amount: Amount, kind: str, clause: int, weak: Cue | None, beside: Argument, earlier: Sequence[Read]
) -> Topic | None:
    """The same of the next name: 豆包月活1.72亿，元宝3286万."""
    start, end = amount.span.start - line.base, amount.span.end - line.base
    if kind == "percent" and weak is not None and weak.frame.name == "stock" and not line.compares(clause, start):
        return None
    headed = _headed(line, kind, end, beside)
    if headed is not None:
        return Topic(headed, start, subject=beside, carried=True)
    labelled = _LABELLED.fullmatch(line.text, beside.span.end - line.base, start)
    reads: Iterable[Read] = _of_last_line(earlier) if labelled else reversed(earlier[-_NUMBERS:])
    for read in reads:
        if line.sentence.index - read.sentence > _SENTENCES:
            break
        told = kind != "percent" or not read.frame.direction or line.sign(amount)
        if read.kind == kind and told and beside.type in read.frame.subjects and line.counts(read.frame, kind, end):
            return Topic(read.frame, start, subject=beside, carried=True)
    if kind == "percent" and amount.signed and beside.type in ("Company", "StockIndex"):
        return Topic(line.frames.named("stock"), start, subject=beside)
    if kind in ("money", "count") and beside.type == "Fund" and amount.scaled:
        return Topic(line.frames.named("fund-size"), start, subject=beside)
    return None


def _headed(line: Line, kind: str, end: int, beside: Argument) -> Frame | None:
    """The topic that a heading or the words before a list tell of its lines: AI应用月活榜."""
    frame = line.heading
    if frame is None or frame.direction or kind not in frame.gives or beside.type not in frame.subjects:
        return None
    return frame if line.counts(frame, kind, end) else None


def _specification(
    line: Line, amount: Amount, kind: str, clause: int, beside: Argument | None, last: Read | None
) -> Topic | None:
    """The numbers of a list of models: GLM-4.5：3550亿/320亿，128K."""
    start, end = amount.span.start - line.base, amount.span.end - line.base
    if kind != "count" or not amount.scaled or not line.uncounted(end):
        return None
    labelled = beside is not None and _LABELLED.fullmatch(line.text, beside.span.end - line.base, start)
    if beside is not None and labelled and beside.type == "AIModel" and amount.value >= _LARGE:
        return Topic(line.frames.named("parameters"), start, subject=beside)
    if last is None or not last.frame.name.startswith("parameters"):
        return None
    if line.text[start - 1] in "/／" and last.frame.name == "parameters":
        return Topic(line.frames.named("parameters-active"), start, subject=last.holder)
    if _WINDOW.fullmatch(line.text, clause, end):
        return Topic(line.frames.named("context"), start, subject=last.holder)
    return None


def _joined(line: Line, kind: str, clause: int, start: int, last: Read | None, earlier: Sequence[Read]) -> Topic | None:
    """A number right behind another one of the same name: 4200台、32%; 下降8.4%，为67886辆."""
    if last is None:
        return None
    if kind in last.frame.gives and kind != last.kind and _ONLY.fullmatch(line.text, clause, start):
        return Topic(last.frame, last.start, subject=last.holder)
    ends = [a.span.end - line.base for a in line.amounts if a.span.end - line.base <= start]
    if not ends or not _SLASH.fullmatch(line.text, ends[-1], start):
        return None
    for read in reversed(earlier[-_NUMBERS:]):
        if line.sentence.index - read.sentence > 1:
            break
        if read.kind == kind and read.holder.entity != last.holder.entity and not read.frame.direction:
            return Topic(read.frame, last.start, subject=last.holder)
    return None


def _of_last_line(earlier: Sequence[Read]) -> list[Read]:
    """The numbers read last of one name, in order: what a list's line told first, the next line tells first as well."""
    found: list[Read] = []
    for read in reversed(earlier[-_NUMBERS:]):
        if found and read.holder.entity != found[0].holder.entity:
            break
        found.insert(0, read)
    return found
