"""Time expressions of English news, resolved against the publication date."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kg.extract.date_mention import DateMention
from kg.extract.english.figures.date_readers import interval, month_when
from kg.extract.english.figures.date_rules import RULES
from kg.extract.sieve import Sieve, places
from kg.model import Document, Precision, Span, When

_SIEVE = Sieve([rule.pattern.pattern for rule in RULES])
#: Words behind a past, before a coming time.
_FUTURE = re.compile(
    r"\b(?:will|would|shall|plans?|planned|due|aims?|expects?|expected|intends?|is to|are to|until"
    r"|next|set to|going to|means to|hopes?|coming|starting|forecasts?)\b[^.;]*$|\b(?:by|through) "
    r"(?:the )?(?:end of )?$",
    re.IGNORECASE,
)


def find_dates(text: str, span: Span, published: When | None, skip: Sequence[Span] = ()) -> list[DateMention]:
    """The times told in a span of the text, in order.

    Without a publication date only full dates can be resolved; the others are left out. `skip` holds spans (names)
    inside which nothing is a date.

    >>> told = find_dates("shares rose on Thursday", Span(0, 23), When.parse("2025-03-07"))
    >>> [(d.when.text, d.role) for d in told]
    [('2025-03-06', 'at')]
    """
    return list(_found(text[span.start : span.end], span.start, published, tuple(skip)))


@functools.lru_cache(maxsize=2048)
def _found(part: str, offset: int, published: When | None, skip: tuple[Span, ...]) -> tuple[DateMention, ...]:
    """The times of a part of a text that begins at an offset. Several readers ask for the same sentence."""
    today = published.end if published else date(1, 1, 1)
    taken: list[tuple[int, int]] = []
    found: list[DateMention] = []
    for place in places(_SIEVE.likely(part)):
        pattern, read, role = RULES[place]
        for match in pattern.finditer(part):
            start = match.start() + len(match.group()) - len(match.group().lstrip(" -"))
            end = match.end()
            here = Span(offset + start, offset + end)
            if any(s < end and start < e for s, e in taken) or any(s.overlaps(here) for s in skip):
                continue
            when = _resolved(match, read, part, today)
            if when is None or (published is None and not re.search(r"\d{4}", match.group())):
                continue
            taken.append((start, end))
            found.append(_with_role(DateMention(here, when, role), part[:start], today))
    return tuple(sorted(found, key=lambda d: d.span))


def _resolved(
    match: re.Match[str], read: Callable[[re.Match[str], date, bool], When], part: str, today: date
) -> When | None:
    ahead = bool(_FUTURE.search(re.split(r"[;:]", part[: match.start()])[-1][-60:]))
    try:
        return read(match, today, ahead)
    except (ValueError, KeyError, OverflowError):
        return None


def _with_role(told: DateMention, before: str, today: date) -> DateMention:
    """Makes "since 2023" and "by June" spans of time that begin or end with publication."""
    if told.role == "since" or (told.role == "at" and re.search(r"\bsince\s(?:the\s)?$", before, re.IGNORECASE)):
        now = month_when(today.year, today.month)
        if told.when.end < today and told.when.precision is not Precision.INTERVAL:
            close = When.day(today) if told.when.precision is Precision.DAY else now
            return replace(told, when=interval(told.when, close), role="since")
        return replace(told, role="since")
    if (
        told.role == "at"
        and re.search(r"\b(?:by|until|before|through)\s(?:the\s(?:end\sof\s)?)?$", before, re.IGNORECASE)
        and told.when.end >= today
    ):
        return replace(told, role="by")
    return told


def plan_period(told: DateMention, published: When | None) -> When:
    """The time of a plan: "by 2030" told in 2025 is 2025/2030."""
    if told.role != "by" or published is None or told.when.start.year <= published.end.year:
        return told.when
    return When.parse(f"{published.end.year:04d}/{told.when.end.year:04d}")


_COMPARING = re.compile(
    r"\b(?:from|than|compared (?:with|to)|against|versus|vs|times|below|above|over that)\b", re.IGNORECASE
)
_RECORD = re.compile(
    r"\b(?:highest|lowest|biggest|best|worst|largest|most|steepest|record|first)\b[^;.]{0,30}$", re.IGNORECASE
)
_COMPARED_HERE = re.compile(
    r"\b(?:from|than|compared (?:with|to)|against|versus|vs|had been|was|were)\b[^,;]{0,40}$", re.IGNORECASE
)
_HEAD = frozenset({"", "in", "on", "for", "at", "by", "during", "since", "over", "from"})


def when_for(document: Document, clause: Span, anchor: Span, dates: Sequence[DateMention]) -> DateMention | None:
    """The time that belongs to what is told at `anchor`, among the dates of its sentence or clause.

    The nearest, with a cost for each break between; a date at the head holds for the whole. A date behind a comparison
    ("up 8 % from last year") or a record ("the highest since 2022") is none.
    """
    text = document.text
    best: tuple[float, int] | None = None
    for i, told in enumerate(dates):
        if told.span.overlaps(anchor) and told.span != anchor:
            continue
        after = told.span.start >= anchor.end
        between = text[anchor.end : told.span.start] if after else text[told.span.end : anchor.start]
        before = text[clause.start : told.span.start]
        if after and (";" in between or (_COMPARING.search(between) and told.role != "since")):
            continue
        if after and told.is_relative and not _COMPARED_HERE.search(text[clause.start : anchor.start]):
            continue
        if told.role == "since" and _RECORD.search(before):
            continue
        cost = len(between) + 8.0 * between.count(",") + 70 * between.count(";")
        cost += 40 * len(re.findall(r"\bwhile\b|, (?:and|but)\b|\bagainst\b|\bcompared\b|\bversus\b", between))
        if not after and re.search(r"\b(?:than|from|since|against) (?:in |on )?(?:the )?$", before):
            cost += 60
        if not after and before.strip().lower() in _HEAD:
            cost = min(cost, 40.0 + 70 * between.count(";"))
        if best is None or cost < best[0]:
            best = (cost, i)
    return dates[best[1]] if best is not None and best[0] < 150 else None
