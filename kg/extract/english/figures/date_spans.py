"""What a match of a time expression that spans days, months or years means: readers like those of `date_readers`."""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.extract.english.figures.date_readers import counted, group, interval, month_number, month_when, year_for
from kg.model import When

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def read_days(m: re.Match[str], today: date, ahead: bool) -> When:
    """From a day of a month to a day of the same month."""
    last = int(m["day2"])
    month = month_number(m["month"])
    year = int(m["year"]) if group(m, "year") else year_for(today, month, last, ahead)
    return interval(When.day(date(year, month, int(m["day"]))), When.day(date(year, month, last)))


def read_season(m: re.Match[str], today: date, ahead: bool) -> When:
    """A season by its months."""
    which, month = group(m, "which").lower(), _SEASONS[m["season"].lower()]
    year = int(m["year"]) if group(m, "year") else year_for(today, month, 0, ahead or which == "next")
    if which == "this" and not group(m, "year"):
        year = today.year
    return interval(month_when(year, month), month_when(year, month + 2))


def _months_on(today: date, count: int) -> When:
    return month_when(today.year, today.month + count)


def read_coming(m: re.Match[str], today: date, ahead: bool) -> When:
    """The weeks, months or years from today's on."""
    if group(m, "unit3"):
        return interval(When.day(today), When.day(today + timedelta(14)))
    count = counted(group(m, "n") or group(m, "n2"))
    match (group(m, "unit") or group(m, "unit2")).lower().rstrip("s"):
        case "week":
            return interval(When.day(today), When.day(today + timedelta(7 * count)))
        case "month":
            return interval(_months_on(today, 0), _months_on(today, count))
    return When.parse(f"{today.year:04d}/{today.year + count:04d}")


def read_past(m: re.Match[str], today: date, ahead: bool) -> When:
    """The weeks, months or years up to today's."""
    count = counted(group(m, "n") or "two")
    match m["unit"].lower().rstrip("s"):
        case "week":
            return interval(When.day(today - timedelta(7 * count)), When.day(today))
        case "month":
            return interval(_months_on(today, -count), _months_on(today, 0))
    return When.parse(f"{today.year - count:04d}/{today.year:04d}")


def read_years(m: re.Match[str], today: date, ahead: bool) -> When:
    """From a year to a year."""
    first, last = int(m["year1"]), m["year2"]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if not first < end < first + 40:
        raise ValueError(m.group())
    return When.parse(f"{first:04d}/{end:04d}")
