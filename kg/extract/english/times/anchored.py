"""Times that hang on another time of the text: "the next day", "a week later", "on the 16th", "that month"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from kg.extract.english.figures.date_readers import month_when, shift_years
from kg.model import Precision, Span, When

_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_LATER = re.compile(
    r"(?<!\w)(?:(?:the\s)?(?P<next>next|following|same|previous)\s(?P<unit>day|week|month|year)"
    r"|(?:the|that)\s(?P<same>day|month|year)(?!\s(?:before|earlier|after|later))"
    r"|(?P<n>a|an|one|two|three|four|five|six|ten|the)\s(?P<unit2>day|week|month|year)s?\s"
    r"(?P<way>later|after|earlier|before)"
    r"|the\s(?P<day>\d{1,2})(?:st|nd|rd|th))(?!\w)",
    re.IGNORECASE,
)
_HINTS = ("next", "following", "same", "previous", "that", "later", "after", "earlier", "before", "the ")


def anchored(text: str, span: Span, last: Callable[[int], When], published: When) -> Iterator[tuple[Span, When]]:
    """The times of a span that hang on another one; `last` gives the time told before an offset."""
    part = text[span.start : span.end]
    if not any(hint in part for hint in _HINTS):
        return
    for match in _LATER.finditer(part):
        at = Span(span.start + match.start(), span.start + match.end())
        when = _resolved(match, last(at.start), published)
        if when is not None:
            yield at, when


def _resolved(match: re.Match[str], last: When, published: When) -> When | None:
    if match["day"]:
        base = last if last.precision in (Precision.DAY, Precision.MONTH) else published
        try:
            return When.parse(f"{base.start:%Y-%m}-{int(match['day']):02d}")
        except ValueError:
            return None
    if match["same"]:
        return _unit_of(match["same"].lower(), last)
    if match["next"]:
        step = {"next": 1, "following": 1, "previous": -1}.get(match["next"].lower(), 0)
        return _moved(last, match["unit"].lower(), step)
    word = match["n"].lower()
    if word == "the" and match["way"].lower() in ("later", "earlier"):
        return None
    step = _NUMBERS.get(word, 1) * (1 if match["way"].lower() in ("later", "after") else -1)
    return _moved(last, match["unit2"].lower(), step)


def _unit_of(unit: str, when: When) -> When | None:
    """The day, month or year that a time lies in."""
    if unit == "day":
        return when if when.precision is Precision.DAY else None
    if unit == "week":
        monday = when.start - timedelta(when.start.weekday())
        return When.parse(f"{monday}/{monday + timedelta(6)}") if when.precision is Precision.DAY else None
    if when.start.year < 1900:
        return None
    return month_when(when.start.year, when.start.month) if unit == "month" else When.parse(f"{when.start:%Y}")


def _moved(when: When, unit: str, step: int) -> When | None:
    """The time so many units later, as fine as the coarser of the two."""
    if step == 0:
        return _unit_of(unit, when)
    if when.start.year < 1900:
        return None
    match unit:
        case "day" | "week":
            days = step * (7 if unit == "week" else 1)
            return When.day(when.start + timedelta(days)) if when.precision is Precision.DAY else None
        case "month":
            return month_when(when.start.year, when.start.month + step)
    if when.precision is Precision.INTERVAL:
        return None
    return shift_years(
        when if when.precision is not Precision.DAY else month_when(when.start.year, when.start.month), step
    )
