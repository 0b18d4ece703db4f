"""All times that a document tells, sentence by sentence, each with the ways in which it can be meant."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from kg.extract.date_mention import DateMention, main_period
from kg.extract.english.dates import find_dates, plan_period
from kg.extract.english.figures.date_readers import interval, month_when, quarter_when, shift_years
from kg.extract.english.parse import Sentence
from kg.extract.english.times.anchored import anchored
from kg.model import Document, Precision, Span, When

_YEAR_TOLD = re.compile(r"\d{4}|'\d\d|[HQ]\s?\d\d|FY|year|ago", re.IGNORECASE)
_END = re.compile(r"\b(?:end(?: of|-)?|close of)(?: the)? ?$", re.IGNORECASE)
_DAYS = re.compile(r"\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d")
_MONTHS = re.compile(r"\d{4}-\d\d/\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class Told:
    """A time at a place: the token of its first word, the part it plays, and what it may mean, with the way by name."""

    sentence: int
    span: Span
    token: int
    role: str
    meanings: tuple[tuple[str, When], ...]

    @property
    def when(self) -> When:
        """What its words alone say."""
        return self.meanings[0][1]


class Timetable:
    """The times of a document by sentence. `period` is the one that it reports about, if it is a report."""

    def __init__(self, document: Document, sentences: Sequence[Sentence]) -> None:
        self.document, self.sentences, self.published = document, sentences, document.published
        text, published = document.text, document.published
        self.dates = [
            find_dates(text, s.span, published, [a.span for a in s.arguments if a.type != "Place" and not a.anaphor])
            for s in sentences
        ]
        self.period = main_period([told for dates in self.dates for told in dates])
        self.told: list[list[Told]] = []
        last = self.published
        for index, sentence in enumerate(sentences):
            made: list[Told] = []
            spans = [d.span for d in self.dates[index]]
            if last is not None and published is not None:
                fixed = [s for s in spans if not document.quote(s).endswith(("earlier", "before"))]
                for span, when in anchored(text, sentence.span, partial(self._before, index, last), published):
                    if not any(span.overlaps(s) for s in fixed):
                        made.append(Told(index, span, sentence.token_at(span.start), "anchored", (("told", when),)))
            for told in self.dates[index]:
                meanings = tuple(self._meanings(told, index, last))
                made.append(Told(index, told.span, sentence.token_at(told.span.start), told.role, meanings))
            made.sort(key=lambda t: (t.span, t.role))
            self.told.append(made)
            for one in made:
                if one.role != "before":
                    last = one.when

    def _before(self, index: int, last: When, offset: int) -> When:
        """The time told before an offset of this sentence; where none is, a day told behind it, or `last`."""
        here = [d for d in self.dates[index] if d.role != "before"]
        ahead = [d.when for d in here if d.span.end <= offset]
        days = [d.when for d in here if d.when.precision is Precision.DAY and d.span.start > offset]
        return ahead[-1] if ahead else days[0] if days else last

    def _meanings(self, told: DateMention, index: int, last: When | None) -> Iterator[tuple[str, When]]:
        """What a time may mean, each value once, its plain one first."""
        seen: set[str] = set()
        for name, when in self._ways(told, index, last):
            if when is not None and when.text not in seen:
                seen.add(when.text)
                yield name, when

    def _ways(self, told: DateMention, index: int, last: When | None) -> Iterator[tuple[str, When | None]]:
        when, words, today = told.when, self.document.quote(told.span), self.published
        if told.role == "before":
            yield "told", when
            yield from self._year_earlier(told, index, last)
            return
        if told.role == "since":
            yield from _since(when, today)
            return
        yield "told", when
        if told.role == "by":
            yield "plan", plan_period(told, today)
        if today is None:
            return
        if when.precision in (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.HALF):
            if words.lower().endswith("day") and when.precision is Precision.DAY:
                week = timedelta(7 if when.end <= today.end else -7)
                yield "week on" if when.end <= today.end else "week back", When.day(when.start + week)
            elif not _YEAR_TOLD.search(words):
                other = shift_years(when, 1 if when.end <= today.end else -1)
                near = other is not None and _gap(other, today) < _gap(when, today)
                yield "side near" if near else "side", other
        lead = self.document.text[max(told.span.start - 12, self.sentences[index].span.start) : told.span.start]
        if when.precision is Precision.DAY and when.text.endswith("-12-31") and "31" not in words:
            yield "year", When.parse(when.text[:4])
            yield "month", When.parse(when.text[:7])
        elif (when.precision is Precision.MONTH and ("end" in words.lower()[:4] or _END.search(lead))) or (
            when.precision is Precision.YEAR and _END.search(lead)
        ):
            yield "last day", When.day(when.end)
        elif when.precision is Precision.INTERVAL:
            yield from _wider(when, today)
            if _DAYS.fullmatch(when.text) and not _YEAR_TOLD.search(words) and words[-1] not in "ks":
                yield "side", shift_years(when, 1 if when.end <= today.end else -1)

    def _year_earlier(self, told: DateMention, index: int, last: When | None) -> Iterator[tuple[str, When | None]]:
        """The period that is talked about, one year back (or in the year that is told), and the month a year back."""
        own = [d.when for d in self.dates[index] if d.role == "at" and d.span != told.span]
        for name, base in (("own", own[0] if own else None), ("period", self.period), ("last", last)):
            if base is not None and base.precision is not Precision.DAY and base.start.year > 1900:
                step = (
                    told.when.start.year - base.start.year
                    if re.search(r"\d{4}", self.document.quote(told.span))
                    else -1
                )
                yield name, shift_years(base, step)
        if self.published is not None:
            today = self.published.end
            yield "month", month_when(today.year - 1, today.month)


def _gap(when: When, today: When) -> int:
    return max((when.start - today.end).days, (today.end - when.end).days, 0)


def _since(when: When, today: When | None) -> Iterator[tuple[str, When | None]]:
    """What began then: the start, or all the time from then to publication."""
    start = When.parse(when.text.partition("/")[0])
    yield "start", start
    if today is None:
        return
    if when.precision is Precision.INTERVAL:
        yield "through", when
    now = today.end
    if start.precision is Precision.YEAR and start.start.year < now.year:
        yield "years", When.parse(f"{start.text}/{now.year:04d}")
    if start.start < now:
        yield "days", interval(When.day(start.start), When.day(now))
    if (start.start.month, start.start.day) == (1, 1) and start.start.year == now.year:
        yield "year", When.parse(f"{now.year:04d}")


def _wider(when: When, today: When) -> Iterator[tuple[str, When | None]]:
    """A week as working days, or whole; a season as its year."""
    if when.precision is not Precision.INTERVAL or when.start.year < 1900:
        return
    days = (when.end - when.start).days
    if "-" in when.text and days <= 7 and when.start.weekday() == 0:
        yield "working", interval(When.day(when.start), When.day(when.start + timedelta(4)))
        yield "whole", interval(When.day(when.start), When.day(when.start + timedelta(6)))
    elif _MONTHS.fullmatch(when.text) and 80 < days < 100:
        yield "year", When.parse(f"{when.start:%Y}")
        other = 1 if when.end <= today.end else -1
        yield "side", shift_years(when, other)
        yield "side year", When.parse(f"{when.start.year + other:04d}")


def constants(published: When | None, period: When | None) -> Iterator[tuple[str, When]]:
    """The times that a text need not tell: the day it came out, its week, month and year; the period reported about."""
    if published is not None:
        today: date = published.end
        monday = today - timedelta(today.weekday())
        yield "day", published
        yield "eve", When.day(today - timedelta(1))
        yield "week", interval(When.day(monday), When.day(today))
        yield "whole week", When.parse(f"{monday}/{monday + timedelta(6)}")
        yield "month", month_when(today.year, today.month)
        yield "month before", month_when(today.year, today.month - 1)
        yield "year", When.parse(f"{today.year:04d}")
        yield "year before", When.parse(f"{today.year - 1:04d}")
        quarter, half = (today.month - 1) // 3, (today.month - 1) // 6
        yield "last quarter", quarter_when(today.year, quarter)
        yield "last half", When.parse(f"{today.year - (half == 0):04d}-H{2 - half}")
    if period is not None:
        yield "period", period
        before = shift_years(period, -1)
        if before is not None:
            yield "period before", before
        if period.precision in (Precision.QUARTER, Precision.HALF):
            yield "period end", When.day(period.end)
