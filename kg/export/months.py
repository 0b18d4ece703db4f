"""Times as months, the unit of the time slider."""

from __future__ import annotations

from datetime import date

from kg.model import When


def months(told: str | None) -> tuple[int, int]:
    """First and last month of a time, counted from the year 0; (-1, -1) for none. An open end is the other one.

    >>> months("2025-Q1"), months("2025/")
    ((24300, 24302), (24300, 24300))
    """
    if told is None:
        return (-1, -1)
    try:
        when = When.parse(told)
    except ValueError:
        return (-1, -1)
    first = when.end if when.start == date.min else when.start
    last = when.start if when.end == date.max else when.end
    return (first.year * 12 + first.month - 1, last.year * 12 + last.month - 1)
