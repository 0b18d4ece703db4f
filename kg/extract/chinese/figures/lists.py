"""Numbers that are told together for several: A、B分别涨6.1%和13.2%; 营收、净利分别为X和Y; 增幅依次为…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.figures.line import Line, Read, Topic
from kg.extract.chinese.figures.readings import topic_of
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.figures.times import Times
from kg.extract.chinese.text import Argument
from kg.extract.quantities import Amount
from kg.model import When

_EACH = re.compile(r"分别|依次|各自")
_JOIN = re.compile(r"\s?(?:[、和及与，,/]|以及|，和)\s?(?:约|近|逾|超|超过|-)?\s?")
_MOST_YEARS = 6
_TYPES = frozenset({"Company", "Product", "AIModel", "Chip", "StockIndex", "Fund", "ResearchInstitute"})


@dataclass(frozen=True, slots=True)
class Share:
    """One number of a list with its topic, and with the subject or time that the list gives it."""

    amount: Amount
    topic: Topic
    subject: Argument | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers that stand like a list behind 分别, which begins at an offset of the sentence."""

    start: int
    amounts: list[Amount]


def runs_of(line: Line) -> dict[int, Run]:
    """The lists of numbers behind 分别 in a sentence, by the document offset of their first number."""
    found: dict[int, Run] = {}
    for each in _EACH.finditer(line.text):
        run = _run(line, line.sentence.span.start + each.end())
        if len(run) > 1:
            found[run[0].span.start] = Run(each.start(), run)
    return found


def shared_out(line: Line, told: Run, subjects: Subjects, times: Times, earlier: Sequence[Read]) -> list[Share]:
    """The numbers of a list, shared out in order among topics, names or times; none where no such list is named."""
    base, run, at = line.sentence.span.start, told.amounts, told.start
    kind = line.kind_of(run[0])
    clause = line.sentence.clauses[line.sentence.clause_at(base + at)].start - base
    topics = [c for c in line.cues if clause - 30 <= c.start and c.end <= at and kind in c.frame.gives and not c.weak]
    topics = [c for i, c in enumerate(topics) if not i or c.frame is not topics[i - 1].frame]
    names = _names(line, subjects, base + at, len(run))
    dates = [d for d in times.of(line.sentence.index) if clause - 30 <= d.span.start - base < at]
    if len(topics) == len(run) and len(names) != len(run):
        return [Share(a, Topic(c.frame, c.start, c.negative)) for a, c in zip(run, topics, strict=True)]
    topic = topic_of(line, run[0], earlier)
    if topic is None:
        return []
    if len(names) == len(run):
        return [Share(a, topic, n) for a, n in zip(run, names, strict=True)]
    years = [w for d in dates for w in _years(d.when)]
    if len(years) != len(run):
        told_before = [d for d in times.of(line.sentence.index) if d.span.start - base < at]
        years = [w for d in told_before for w in _years(d.when)]
    same = [r.when for r in earlier[-len(run) :] if r.when is not None]
    if len(years) != len(run) and "同期" in line.text[max(0, clause) : at]:
        years = same
    if len(years) == len(run):
        return [Share(a, topic, None, y) for a, y in zip(run, years, strict=True)]
    return []


def _years(when: When) -> list[When]:
    """The years of an interval (2022年至2024年), any other time as it is."""
    years = re.fullmatch(r"(\d{4})/(\d{4})", when.text)
    if not years or not 0 < int(years[2]) - int(years[1]) < _MOST_YEARS:
        return [when]
    return [When.parse(f"{year:04d}") for year in range(int(years[1]), int(years[2]) + 1)]


def _run(line: Line, at: int) -> list[Amount]:
    """The numbers of one kind that follow a place, joined like a list."""
    found: list[Amount] = []
    for amount in line.amounts:
        if amount.span.start < at:
            continue
        if not found:
            if amount.span.start - at > 16:
                break
            found.append(amount)
            continue
        between = line.text[
            found[-1].span.end - line.sentence.span.start : amount.span.start - line.sentence.span.start
        ]
        between = re.sub(r"^\s?[^，。；、和及与\d]{0,3}?(?=[、和及与])", "", between)
        if line.kind_of(amount) != line.kind_of(found[0]) or not _JOIN.fullmatch(between):
            break
        found.append(amount)
    return found


def _names(line: Line, subjects: Subjects, at: int, count: int) -> list[Argument]:
    """The last list of as many names before a place."""
    groups: dict[int, list[Argument]] = {}
    for part in subjects.parts(line.sentence):
        if part.argument.span.end <= at and part.argument.type in _TYPES:
            groups.setdefault(part.group, []).append(part.argument)
    fitting = [g for g in groups.values() if len(g) == count]
    return fitting[-1] if fitting else []
