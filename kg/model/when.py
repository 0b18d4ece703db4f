"""Time as the news tells it: an interval of days with the precision of its words."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How finely a time is told."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    INTERVAL = "interval"


_FORMS = (
    (Precision.DAY, re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")),
    (Precision.MONTH, re.compile(r"([0-9]{4})-([0-9]{2})")),
    (Precision.QUARTER, re.compile(r"([0-9]{4})-Q([1-4])")),
    (Precision.HALF, re.compile(r"([0-9]{4})-H([12])")),
    (Precision.YEAR, re.compile(r"([0-9]{4})")),
)


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class When:
    """A time: `text` in the annotation form, `start` and `end` its first and last day (both inclusive).

    An open end is `date.min` or `date.max`.

    >>> When.parse("2025-Q3").start
    datetime.date(2025, 7, 1)
    >>> When.parse("2025/2028").end
    datetime.date(2028, 12, 31)
    """

    text: str
    start: date
    end: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> When:
        """Reads `2025-03-06`, `2025-03`, `2025-Q1`, `2025-H1`, `2025` or `start/end`; either end may be open (`2024/`).

        Raises ValueError when the text is none of these or no such day exists.
        """
        if "/" in text:
            left, _, right = text.partition("/")
            if not left and not right:
                raise ValueError(f"{text!r} is no interval: one of its ends must be told")
            if "/" in right:
                raise ValueError(f"{text!r} is no interval: it has more than two ends")
            start = cls.parse(left).start if left else date.min
            end = cls.parse(right).end if right else date.max
            if start > end:
                raise ValueError(f"the interval {text!r} ends before it starts")
            return cls(text, start, end, Precision.INTERVAL)
        for precision, form in _FORMS:
            match = form.fullmatch(text)
            if match:
                numbers = [int(group) for group in match.groups()]
                return cls(text, *_bounds(precision, numbers), precision)
        raise ValueError(f"{text!r} is no date: write 2025-03-06, 2025-03, 2025-Q1, 2025-H1, 2025 or start/end")

    @classmethod
    def day(cls, day: date) -> When:
        """The one day."""
        return cls(day.isoformat(), day, day, Precision.DAY)

    def __str__(self) -> str:
        return self.text


def _bounds(precision: Precision, numbers: list[int]) -> tuple[date, date]:
    year = numbers[0]
    match precision:
        case Precision.DAY:
            day = date(year, numbers[1], numbers[2])
            return day, day
        case Precision.MONTH:
            return date(year, numbers[1], 1), _month_end(year, numbers[1])
        case Precision.QUARTER:
            last = numbers[1] * 3
            return date(year, last - 2, 1), _month_end(year, last)
        case Precision.HALF:
            last = numbers[1] * 6
            return date(year, last - 5, 1), _month_end(year, last)
        case _:
            return date(year, 1, 1), date(year, 12, 31)
