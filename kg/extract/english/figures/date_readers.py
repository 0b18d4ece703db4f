"""What a match of a time expression means, told on a day: one reader for each kind.

Every reader takes the match, the publication date, and whether the clause looks ahead. A reader raises ValueError for
what is no date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from kg.model import When

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_DAYS = "mon tue wed thu fri sat sun"
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "opening": 1}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "couple": 2, "three": 3, "several": 3, "four": 4, "five": 5, "six": 6}
_NUMBERS |= {"seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15}
_NUMBERS |= {"eighteen": 18, "twenty-four": 24}


def _ordinal(word: str) -> int:
    return int(word[0]) if word[0].isdigit() else _ORDINAL[word.lower()]


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return _MONTHS.split().index(word.lower()[:3]) + 1


def month_when(year: int, month: int) -> When:
    """The month; numbers below 1 and above 12 run into other years."""
    years, rest = divmod(month - 1, 12)
    return When.parse(f"{year + years:04d}-{rest + 1:02d}")


def quarter_when(year: int, number: int) -> When:
    """The quarter; numbers below 1 and above 4 run into other years."""
    years, rest = divmod(number - 1, 4)
    return When.parse(f"{year + years:04d}-Q{rest + 1}")


def interval(start: When, end: When) -> When:
    """From the first to the second; the first alone where they are the same."""
    return start if start.text == end.text else When.parse(f"{start.text}/{end.text}")


def shift_years(when: When, years: int) -> When | None:
    """The same period that many years later; None where there is no such day."""
    try:
        return When.parse(re.sub(r"\b(\d{4})(?=-|/|$)", lambda m: f"{int(m[1]) + years:04d}", when.text))
    except ValueError:
        return None


def year_before(when: When) -> When | None:
    """The same period one year back: 2025-Q3 gives 2024-Q3."""
    return shift_years(when, -1)


def year_for(today: date, month: int, day: int, ahead: bool) -> int:
    """The year of a month (and day; 0: none) that names none: the last that has begun, or the coming one."""
    if ahead:
        return today.year + (1 if (month, day) < (today.month, 0 if day == 0 else today.day) else 0)
    return today.year - (1 if (month, day) > (today.month, 31 if day == 0 else today.day) else 0)


def group(match: re.Match[str], name: str) -> str:
    """What a named group holds; empty where it is missing."""
    return match.groupdict().get(name) or ""


def counted(word: str) -> int:
    """The number that a word or figure tells."""
    word = word.lower().removesuffix(" of").split()[-1]
    return int(word) if word.isdigit() else _NUMBERS[word]


def read_day_month(m: re.Match[str], today: date, ahead: bool) -> When:
    """A day of a month, with or without its year."""
    month, day = month_number(m["month"]), int(m["day"])
    year = int(m["year"]) if group(m, "year") else year_for(today, month, day, ahead)
    return When.day(date(year, month, day))


def read_named_day(m: re.Match[str], today: date, ahead: bool) -> When:
    """New Year's Day and the like; Christmas without "Day" is its month."""
    name = m.group().lower()
    if name == "christmas":
        return month_when(year_for(today, 12, 0, ahead), 12)
    month, day = (1, 1) if "year" in name else (2, 14) if "valentine" in name else (12, 25)
    year = year_for(today, month, day, ahead)
    told = date(year, month, day)
    return When.day(told - timedelta(1) if name.endswith("eve") else told)


def read_month_of(m: re.Match[str], today: date, ahead: bool) -> When:
    """A month; without a year the last that has begun, or the coming one."""
    month = month_number(m["month"])
    told = m.group().lower()
    if told.endswith(("last year", "previous year", "year before")):
        return month_when(today.year - 1, month)
    if told.endswith(("this year", "next year")):
        return month_when(today.year + told.endswith("next year"), month)
    last = group(m, "which").lower()
    if group(m, "year"):
        year = int(m["year"])
    elif last == "last":
        year = today.year - 1 if month >= today.month else today.year
    else:
        year = year_for(today, month, 0, ahead or last in ("next", "coming"))
    return month_when(year, month)


def read_weekday(m: re.Match[str], today: date, ahead: bool) -> When:
    """A weekday: the last on or before today; "last" and "next" go to the week before and the week behind."""
    number = _DAYS.split().index(m["weekday"].lower()[:3])
    which = group(m, "which").lower().removeprefix("the ")
    monday = today - timedelta(today.weekday())
    if which == "last":
        return When.day(monday + timedelta(number - 7))
    if which == "next":
        return When.day(monday + timedelta(number + 7))
    if which == "coming":
        return When.day(today + timedelta((number - today.weekday()) % 7 or 7))
    return When.day(today - timedelta((today.weekday() - number) % 7))


def read_relative_day(m: re.Match[str], today: date, ahead: bool) -> When:
    """Today, yesterday, tomorrow."""
    word = m.group().lower()
    step = -1 if word in ("yesterday", "overnight", "last night") else 1 if word == "tomorrow" else 0
    return When.day(today + timedelta(step))


def read_week(m: re.Match[str], today: date, ahead: bool) -> When:
    """Weeks: this is Monday to today; last and next week run from Monday to Sunday."""
    monday = today - timedelta(today.weekday())
    which = group(m, "which").lower()
    if which in ("last", "previous", "past"):
        monday -= timedelta(7)
        return interval(When.day(monday), When.day(monday + timedelta(6)))
    if which in ("next", "coming"):
        return interval(When.day(monday + timedelta(7)), When.day(monday + timedelta(13)))
    return interval(When.day(monday), When.day(today))


def read_this(m: re.Match[str], today: date, ahead: bool) -> When:
    """Last, present or next month, quarter, half or year."""
    step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "following": 1}.get(
        (group(m, "which") or group(m, "which2")).lower().removeprefix("the "), 0
    )
    match (group(m, "unit") or group(m, "unit2")).lower():
        case "month":
            return month_when(today.year, today.month + step)
        case "quarter":
            return quarter_when(today.year, (today.month - 1) // 3 + 1 + step)
        case "half" | "half-year":
            half = today.year * 2 + (today.month > 6) + step
            return When.parse(f"{half // 2:04d}-H{half % 2 + 1}")
    return When.parse(f"{today.year + step:04d}")


def _base_year(m: re.Match[str], today: date, number: int, parts: int, ahead: bool) -> int:
    """The year of a quarter or half that names none: the last that has begun, or the coming one."""
    if group(m, "year"):
        year = int(m["year"])
        return year + 2000 if year < 100 else year
    which = group(m, "rel").lower()
    if which:
        return today.year + {"last": -1, "previous": -1, "next": 1}.get(which.removeprefix("the ").split()[0], 0)
    current = (today.month - 1) * parts // 12 + 1
    if ahead:
        return today.year + (1 if number < current else 0)
    return today.year - (1 if number > current else 0)


def read_quarter_of(m: re.Match[str], today: date, ahead: bool) -> When:
    """A quarter."""
    number = _ordinal(m["ord"])
    return quarter_when(_base_year(m, today, number, 4, ahead), number)


def read_half_of(m: re.Match[str], today: date, ahead: bool) -> When:
    """A half-year."""
    number = min(_ordinal(m["ord"]), 2)
    return When.parse(f"{_base_year(m, today, number, 2, ahead):04d}-H{number}")


def read_year(m: re.Match[str], today: date, ahead: bool) -> When:
    """A year in two or four digits."""
    year = int(m["year"])
    return When.parse(f"{year + 2000 if year < 100 else year:04d}")


def read_months_to(m: re.Match[str], today: date, ahead: bool) -> When:
    """Reads "the three months to June", "the quarter ended September 30, 2025", "the year ended March"."""
    end_month = month_number(m["month"])
    year = int(m["year"]) if group(m, "year") else year_for(today, end_month, 0, ahead)
    word = (group(m, "len") or group(m, "unit")).lower()
    length = (
        {"quarter": 3, "half": 6, "half-year": 6, "year": 12}.get(word)
        or _NUMBERS.get(word)
        or (int(word) if word.isdigit() else 3)
    )
    return _run(year, end_month, length)


def _run(year: int, end_month: int, length: int) -> When:
    """The months up to and with `end_month`, by the shortest name."""
    if length == 3 and end_month % 3 == 0:
        return quarter_when(year, end_month // 3)
    if length == 6 and end_month % 6 == 0:
        return When.parse(f"{year:04d}-H{end_month // 6}")
    if length == 12 and end_month == 12:
        return When.parse(f"{year:04d}")
    return interval(month_when(year, end_month - length + 1), month_when(year, end_month))


def read_month_to_month(m: re.Match[str], today: date, ahead: bool) -> When:
    """From a month to a month."""
    first, last = month_number(m["month"]), month_number(m["month2"])
    if group(m, "year1"):
        start = int(m["year1"])
        return interval(month_when(start, first), month_when(int(group(m, "year") or start), last))
    year = int(m["year"]) if group(m, "year") else year_for(today, last, 0, ahead)
    return _run(year, last, (last - first) % 12 + 1)


def read_named_quarter(m: re.Match[str], today: date, ahead: bool) -> When:
    """The quarter that ends with a month."""
    month = month_number(m["month"])
    year = int(m["year"]) if group(m, "year") else year_for(today, month, 0, ahead)
    return _run(year, month, 3)


def read_first_months(m: re.Match[str], today: date, ahead: bool) -> When:
    """The first months, or quarters, of a year."""
    length = counted(group(m, "n") or group(m, "n2"))
    length *= 3 if group(m, "unit").lower() == "quarters" else 1
    if group(m, "year"):
        year = int(m["year"]) % 100 + 2000
    else:
        rel = group(m, "rel").lower()
        year = today.year - (1 if rel.startswith("last") or (not rel and today.month <= length and length < 12) else 0)
    return _run(year, length, length)


def read_edge_of(m: re.Match[str], today: date, ahead: bool) -> When:
    """Reads "the end of last year", "year-end": its last day."""
    text = m.group().lower()
    year = int(m["year"]) if group(m, "year") else today.year
    if not group(m, "year"):
        year += -1 if "last" in text or "previous" in text else 1 if "next" in text else 0
        if (
            "this" not in text
            and "last" not in text
            and "next" not in text
            and not ahead
            and (today.month, today.day) < (12, 25)
        ):
            year -= 1
    return When.day(date(year, 12, 31))


def read_ago(m: re.Match[str], today: date, ahead: bool) -> When:
    """So many days, weeks, months or years ago."""
    count = counted(m["n"])
    match m["unit"].lower().rstrip("s"):
        case "day":
            return When.day(today - timedelta(count))
        case "week":
            return When.day(today - timedelta(7 * count)) if count else When.day(today)
        case "month":
            return month_when(today.year, today.month - count)
    return When.parse(f"{today.year - count:04d}")


def read_this_year(m: re.Match[str], today: date, ahead: bool) -> When:
    """Today's year."""
    return When.parse(f"{today.year:04d}")


def read_year_ago(m: re.Match[str], today: date, ahead: bool) -> When:
    """The year before today's, or the one that is told."""
    return When.parse(group(m, "year") or f"{today.year - 1:04d}")


def read_iso(m: re.Match[str], today: date, ahead: bool) -> When:
    """A day in figures."""
    return When.day(date(int(m["year"]), int(m["mm"]), int(m["day"])))
