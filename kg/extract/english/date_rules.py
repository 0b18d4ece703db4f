"""What the words of time in English mean: one pattern and one reader each."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.model import When

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?"
    r"|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember"
    r"|\.)?)(?![A-Za-z])"
)
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_YEAR = r"(?P<year>20[0-4]\d)(?![\d%])"
_ORDINAL = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "opening": 1,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
}
_ORD = r"(?P<ord>first|second|third|fourth|final|opening|1st|2nd|3rd|4th)"
_NUMBERS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {"a": 1, "an": 1, "couple": 2, "several": 3}
_COUNT = r"(?P<n>a\scouple\sof|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2})"
_LAST_YEAR_MONTH = re.compile(_MONTH + r",?\s(?:of\s)?last\syear")


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return next(i for i, m in enumerate(_MONTHS, 1) if m[:3] == word.lower()[:3])


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


def _shift(when: When, years: int) -> When | None:
    """The same period that many years later."""
    try:
        return When.parse(re.sub(r"\b(\d{4})(?=-|/|$)", lambda m: f"{int(m[1]) + years:04d}", when.text))
    except ValueError:
        return None


def year_before(when: When) -> When | None:
    """The same period one year back: 2025-Q3 gives 2024-Q3."""
    return _shift(when, -1)


def _year_for(today: date, month: int, day: int, ahead: bool) -> int:
    """The year of a month (and day; 0: none) that names none: the last that has begun, or the coming one."""
    if ahead:
        return today.year + (1 if (month, day) < (today.month, 0 if day == 0 else today.day) else 0)
    return today.year - (1 if (month, day) > (today.month, 31 if day == 0 else today.day) else 0)


def _group(match: re.Match[str], name: str) -> str:
    return match.groupdict().get(name) or ""


def _day_month(m: re.Match[str], today: date, ahead: bool) -> When:
    month, day = month_number(m["month"]), int(m["day"])
    year = int(m["year"]) if _group(m, "year") else _year_for(today, month, day, ahead)
    return When.day(date(year, month, day))


def _month_of(m: re.Match[str], today: date, ahead: bool) -> When:
    month = month_number(m["month"])
    if _LAST_YEAR_MONTH.fullmatch(m.group()):
        return month_when(today.year - 1, month)
    last = _group(m, "which").lower()
    if _group(m, "year"):
        year = int(m["year"])
    elif last == "last":
        year = today.year - 1 if month >= today.month else today.year
    else:
        year = _year_for(today, month, 0, ahead or last in ("next", "coming"))
    return month_when(year, month)


def _weekday(m: re.Match[str], today: date, ahead: bool) -> When:
    number = _DAYS.index(m["weekday"].lower())
    which = _group(m, "which").lower()
    back = (today.weekday() - number) % 7
    if which in ("next", "coming"):
        return When.day(today + timedelta((number - today.weekday()) % 7 or 7))
    if which == "last" and back == 0:
        back = 7
    return When.day(today - timedelta(back))


def _relative_day(m: re.Match[str], today: date, ahead: bool) -> When:
    word = m.group().lower()
    return When.day(today + timedelta(-1 if word == "yesterday" else 1 if word == "tomorrow" else 0))


def _week(m: re.Match[str], today: date, ahead: bool) -> When:
    monday = today - timedelta(today.weekday())
    which = _group(m, "which").lower()
    if which in ("last", "previous", "past"):
        monday -= timedelta(7)
        return interval(When.day(monday), When.day(monday + timedelta(4)))
    if which in ("next", "coming"):
        return interval(When.day(monday + timedelta(7)), When.day(monday + timedelta(11)))
    return interval(When.day(monday), When.day(today))


def _this(m: re.Match[str], today: date, ahead: bool) -> When:
    step = {"last": -1, "previous": -1, "past": -1, "next": 1, "coming": 1, "following": 1}.get(m["which"].lower(), 0)
    match m["unit"].lower():
        case "month":
            return month_when(today.year, today.month + step)
        case "quarter":
            return quarter_when(today.year, (today.month - 1) // 3 + 1 + step)
        case "half" | "half-year":
            half = today.year * 2 + (today.month > 6) + step
            return When.parse(f"{half // 2:04d}-H{half % 2 + 1}")
        case "spring" | "summer" | "autumn" | "fall" | "winter":
            return When.parse(f"{today.year + step:04d}")
    return When.parse(f"{today.year + step:04d}")


def _base_year(m: re.Match[str], today: date, number: int, parts: int, ahead: bool) -> int:
    """The year of a quarter or half that names none: the last that has begun, or the coming one."""
    if _group(m, "year"):
        year = int(m["year"])
        return year + 2000 if year < 100 else year
    which = _group(m, "rel").lower()
    if which:
        return today.year + {"last": -1, "previous": -1, "next": 1}.get(which.split()[0], 0)
    current = (today.month - 1) * parts // 12 + 1
    if ahead:
        return today.year + (1 if number < current else 0)
    return today.year - (1 if number > current else 0)


def _quarter_of(m: re.Match[str], today: date, ahead: bool) -> When:
    number = _ORDINAL[m["ord"].lower()]
    return quarter_when(_base_year(m, today, number, 4, ahead), number)


def _half_of(m: re.Match[str], today: date, ahead: bool) -> When:
    number = min(_ORDINAL[m["ord"].lower()], 2)
    return When.parse(f"{_base_year(m, today, number, 2, ahead):04d}-H{number}")


def _year(m: re.Match[str], today: date, ahead: bool) -> When:
    year = int(m["year"])
    return When.parse(f"{year + 2000 if year < 100 else year:04d}")


def _months_to(m: re.Match[str], today: date, ahead: bool) -> When:
    """Reads "the three months to June", "the quarter ended September 30, 2025", "the year ended March"."""
    end_month = month_number(m["month"])
    year = int(m["year"]) if _group(m, "year") else _year_for(today, end_month, 0, ahead)
    word = (_group(m, "len") or _group(m, "unit")).lower()
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


def _month_to_month(m: re.Match[str], today: date, ahead: bool) -> When:
    first, last = month_number(m["month"]), month_number(m["month2"])
    year = int(m["year"]) if _group(m, "year") else _year_for(today, last, 0, ahead)
    return _run(year, last, (last - first) % 12 + 1)


def _named_quarter(m: re.Match[str], today: date, ahead: bool) -> When:
    month = month_number(m["month"])
    year = int(m["year"]) if _group(m, "year") else _year_for(today, month, 0, ahead)
    return _run(year, month, 3)


def _first_months(m: re.Match[str], today: date, ahead: bool) -> When:
    length = int(m["n"]) if m["n"].isdigit() else _NUMBERS[m["n"].lower()]
    if _group(m, "year"):
        year = int(m["year"]) % 100 + 2000
    else:
        rel = _group(m, "rel").lower()
        year = today.year - (1 if rel.startswith("last") or (not rel and today.month <= length and length < 12) else 0)
    return _run(year, length, length)


def _edge_of(m: re.Match[str], today: date, ahead: bool) -> When:
    """Reads "the end of last year", "year-end": its last day."""
    text = m.group().lower()
    year = int(m["year"]) if _group(m, "year") else today.year
    if not _group(m, "year"):
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


def _ago(m: re.Match[str], today: date, ahead: bool) -> When:
    word = m["n"].lower().removesuffix(" of").split()[-1]
    count = int(word) if word.isdigit() else _NUMBERS[word]
    match m["unit"].lower().rstrip("s"):
        case "day":
            return When.day(today - timedelta(count))
        case "week":
            return When.day(today - timedelta(7 * count)) if count else When.day(today)
        case "month":
            return month_when(today.year, today.month - count)
    return When.parse(f"{today.year - count:04d}")


def _coming_years(m: re.Match[str], today: date, ahead: bool) -> When:
    word = (_group(m, "n") or _group(m, "n2")).lower().removesuffix(" of").split()[-1]
    count = int(word) if word.isdigit() else _NUMBERS[word]
    return When.parse(f"{today.year:04d}/{today.year + count:04d}")


def _this_year(m: re.Match[str], today: date, ahead: bool) -> When:
    return When.parse(f"{today.year:04d}")


def _year_ago(m: re.Match[str], today: date, ahead: bool) -> When:
    return When.parse(_group(m, "year") or f"{today.year - 1:04d}")


def _iso(m: re.Match[str], today: date, ahead: bool) -> When:
    return When.day(date(int(m["year"]), int(m["mm"]), int(m["day"])))


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date, bool], When], str]
_REL = r"(?:\sof\s(?P<rel>this|last|next|the\sprevious)\syear|,?\s(?:of\s|in\s)?" + _YEAR + r")?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|\.\d|,\d{3})"


def _rule(
    pattern: str, read: Callable[[re.Match[str], date, bool], When], role: str = "at", flags: int = re.IGNORECASE
) -> Rule:
    return re.compile(r"(?<![\w$])(?:" + pattern + r")(?!\w)", flags), read, role


#: In order: a rule that stands earlier takes its words from those behind it.
RULES: tuple[Rule, ...] = (
    _rule(r"(?P<year>20\d\d)-(?P<mm>\d\d)-(?P<day>\d\d)", _iso),
    _rule(
        r"(?:the\s)?(?:(?P<len>three|six|nine|twelve|\d+)[\s-]months?|(?P<unit>quarter|half-year|half"
        r"|(?:fiscal\s|financial\s)?year))\s(?:ended|ending|to|through|that\sended|which\sended"
        r"|up\sto)(?:\sin)?\s(?:\d{1,2}\s)?" + _MONTH + r"(?:\s\d{1,2}(?!\d))?(?:,?\s" + _YEAR + ")?",
        _months_to,
    ),
    _rule(
        r"(?:from\s|between\s)?" + _MONTH + r"\s?(?:to|through|and|-|–)\s?" + _MONTH2 + r"(?:\s" + _YEAR + ")?",
        _month_to_month,
        flags=0,
    ),
    _rule(_MONTH + r"[\s-](?:quarter|period)" + r"(?:\s(?:of\s)?" + _YEAR + ")?", _named_quarter),
    _rule(_DAY + r"\s" + _MONTH + r"(?:,?\s" + _YEAR + ")?", _day_month, flags=0),
    _rule(_MONTH + r"\s" + _DAY + r"(?:,?\s" + _YEAR + ")?", _day_month, flags=0),
    _rule(r"(?:the\s)?" + _ORD + r"[\s-](?:fiscal\s)?quarter" + _REL, _quarter_of),
    _rule(
        r"Q(?P<ord>[1-4])(?:\s(?:of\s)?(?:FY)?'?"
        + r"(?P<year>20\d\d|\d\d(?!\d|%|\.|,|\s?(?:per|million|billion|yuan))))?"
        + r"(?:\sof\s(?P<rel>this|last|next)\syear)?",
        _quarter_of,
        flags=0,
    ),
    _rule(r"(?P<ord>[1-4])Q\s?'?(?P<year>\d\d|20\d\d)?", _quarter_of, flags=0),
    _rule(r"(?P<year>20\d\d)\s?Q(?P<ord>[1-4])", _quarter_of, flags=0),
    _rule(
        r"(?:the\s)?(?:first|opening)\s(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|\d+)\smonths" + _REL,
        _first_months,
    ),
    _rule(r"(?P<n>nine|six|three)-month", _first_months),
    _rule(r"(?P<n>9|6|3)M\s?'?(?P<year>\d\d|20\d\d)?", _first_months, flags=0),
    _rule(r"(?:the\s)?(?P<ord>first|second|1st|2nd|opening|final)[\s-]half(?:-year)?" + _REL, _half_of),
    _rule(r"(?P<ord>[12])H\s?'?(?P<year>\d\d|20\d\d)?", _half_of, flags=0),
    _rule(r"H(?P<ord>[12])(?:\s'?(?P<year>20\d\d))?", _half_of, flags=0),
    _rule(r"(?:the\s)?(?:very\s)?(?:end|close)\sof\s(?:(?:the|last|this|next)\syear|" + _YEAR + ")", _edge_of),
    _rule(r"(?:last\s)?year[\s-]end(?:\s" + _YEAR + r")?|before\sthe\syear\sis\sout", _edge_of),
    _rule(r"(?:FY|fiscal\s(?:year\s)?|financial\syear\s)'?(?P<year>20\d\d|\d\d)E?", _year),
    _rule(
        r"(?:so\sfar\s(?:this\syear|in\s20\d\d)|(?:the\s)?year[\s-]to[\s-]date|YTD"
        r"|since\s(?:the\s)?(?:start|beginning|turn)\sof\s(?:the|this)\syear|in\sthe\syear\sto\sdate"
        r"|for\sthe\syear\sso\sfar)",
        _this_year,
    ),
    _rule(
        r"since\s(?:early\s|late\s|mid-|last\s|the\s(?:end|start)\sof\s)?" + _MONTH + r"(?:\s" + _YEAR + ")?",
        _month_of,
        "since",
    ),
    _rule(r"(?:by|before|until)\s(?:the\send\sof\s)?" + _YEAR, _year, "by"),
    _rule(
        r"(?P<which>next|last|this|coming|the\scoming)?\s?"
        + r"(?:the\s)?(?:early|late|mid|end)?[\s-]?"
        + r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
        _weekday,
    ),
    _rule(r"today|yesterday|tomorrow|this\smorning|this\safternoon|this\sevening|tonight", _relative_day),
    _rule(
        r"(?:earlier\s|later\s)?(?P<which>this|last|next|coming|the\scoming|the\spast|previous)\sweek"
        r"|for\s(?P<which2>the)\sweek",
        _week,
    ),
    _rule(
        r"(?:(?:the|over\sthe|over|in\sthe|for\sthe)\s)?(?:next|coming|following)\s"
        + _COUNT
        + r"\syears|over\s"
        + _COUNT.replace("<n>", "<n2>")
        + r"\syears",
        _coming_years,
        "through",
    ),
    _rule(
        r"(?:a|one)\syear\s(?:earlier|ago|before)|(?:a\s)?year-(?:earlier|ago)|the\s(?:same|year-earlier"
        r"|corresponding|prior-year)\s(?:period|quarter|months|stretch|half|months|time)(?:\s(?:of"
        r"|in))?(?:\s(?:last\syear|the\sprevious\syear|a\syear\s(?:earlier|ago|before)|the\syear\sbefore"
        r"|(?:in\s)?(?P<year>20\d\d)))?|the\s(?:year|quarter)\sbefore",
        _year_ago,
        "before",
    ),
    _rule(_COUNT + r"\s(?P<unit>days?|weeks?|months?|years?)\s(?:ago|earlier|before)", _ago),
    _rule(
        r"(?:earlier\s|later\s)?(?P<which>this|last|next|coming|the\scoming|previous|the\sfollowing"
        r"|the\sprevious)\s(?P<unit>month|quarter|half-year|half|year|spring|summer|autumn|winter)",
        _this,
    ),
    _rule(
        r"(?:early|late|mid)?[\s-]?(?:in\s)?(?P<which>last|this|next|early|late|mid|of)[\s-]"
        + _MONTH
        + r"(?:,?\s"
        + _YEAR
        + ")?",
        _month_of,
        flags=0,
    ),
    _rule(_MONTH + r",?\s(?:of\s)?(?:last\syear|" + _YEAR + ")", _month_of, flags=0),
    _rule(
        r"(?:(?<=in\s)|(?<=since\s)|(?<=by\s)|(?<=until\s)|(?<=from\s)|(?<=for\s)|(?<=end-)|(?<=mid-)"
        r"|(?<=before\s)|(?<=during\s)|(?<=through\s)|(?<=to\s)|(?<=of\s)|(?<=and\s))" + _MONTH,
        _month_of,
        flags=0,
    ),
    _rule(
        r"(?P<month>January|February|April|June|July|August|September|October|November"
        r"|December)(?!\s\d)",
        _month_of,
        flags=0,
    ),
    _rule(_YEAR.replace(r"(?![\d%])", r"(?![\d%]|,\d|\.\d)") + "E?", _year),
)
