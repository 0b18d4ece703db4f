"""Readers of Chinese time expressions: a match and the day of publication → a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from kg.extract.chinese.numerals import NUMERAL, value_of
from kg.model import When

NUMBER = rf"(?:\d{{1,2}}|{NUMERAL})"
YEAR = r"(?P<y>(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2}|民国\d{2,3}|[今去前明后]年|(?<!\d)\d\d(?=年))年?"
OF_YEAR = rf"(?:{YEAR})?"
_NUMBERS = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6} | {str(i + 1): i for i in range(7)}
_SHIFTS = {"今": 0, "去": -1, "前": -2, "明": 1, "后": 2}

Read = Callable[[re.Match[str], date], When | None]


def month_of(year: int, month: int) -> When:
    """A month; months before the first or behind the twelfth belong to the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return When.parse(f"{year:04d}-{month:02d}")


def quarter_of(year: int, quarter: int) -> When:
    """A quarter; one behind the fourth belongs to the next year."""
    return When.parse(f"{year + (quarter - 1) // 4:04d}-Q{(quarter - 1) % 4 + 1}")


def year_told(match: re.Match[str], today: date) -> int | None:
    """The year that is told: in figures, in numerals, of the Republic, or 今年 and its like; None where none is."""
    told = match["y"]
    if not told:
        return None
    if told.startswith("民国"):
        return 1911 + int(told[2:])
    if told[0] in _SHIFTS and told.endswith("年"):
        return today.year + _SHIFTS[told[0]]
    number = int(told) if told.isdigit() else value_of(told)
    if number is None:
        return None
    return number + 2000 if number < 100 else number


def number_of(told: str) -> int:
    """The number that digits or numerals tell; 0 where they tell none."""
    return int(told) if told.isdigit() else value_of(told) or 0


def full(match: re.Match[str], today: date) -> When | None:
    """A month and day, with the year that is told, else the last such day (or the next, where a plan is told)."""
    month, day = number_of(match["m"]), number_of(match["d"])
    year = year_told(match, today)
    if year is None:
        year = today.year
        if date(year, month, day) > today + timedelta(days=150):
            year -= 1
        elif date(year, month, day) < today - timedelta(days=330):
            year += 1
    return When.day(date(year, month, day))


def of_month(match: re.Match[str], today: date) -> When | None:
    """5月, 去年12月."""
    month, year = number_of(match["m"]), year_told(match, today)
    if not 1 <= month <= 12:
        return None
    if year is None:
        year = today.year - (month > today.month + 5) + (month < today.month - 10)
    return month_of(year, month)


def of_day(match: re.Match[str], today: date) -> When | None:
    """15日: of this month, or of the last where it would lie ahead."""
    day = number_of(match["d"])
    month = today.month if day <= today.day + 3 else today.month - 1
    year = today.year if month else today.year - 1
    return When.day(date(year, month or 12, day))


def relative_day(match: re.Match[str], today: date) -> When:
    """今日, 昨晚."""
    steps = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "当": 0, "即": 0, "隔": -1}
    return When.day(today + timedelta(days=steps[match["r"][0]]))


def weekday(match: re.Match[str], today: date) -> When:
    """上周五, 周三."""
    wanted, week = _WEEKDAYS[match["d"]], match["w"] or ""
    monday = today - timedelta(days=today.weekday())
    if week.startswith("上"):
        return When.day(monday + timedelta(days=wanted - 7 * len(week.replace("个", "").replace("一", ""))))
    if week.startswith("下"):
        return When.day(monday + timedelta(days=wanted + 7))
    if week.startswith(("本", "这")):
        return When.day(monday + timedelta(days=wanted))
    return When.day(today - timedelta(days=(today.weekday() - wanted) % 7))


def span_of(start: date, end: date) -> When:
    """From one day to another."""
    return When.parse(f"{start.isoformat()}/{end.isoformat()}")


def week(match: re.Match[str], today: date) -> When:
    """上周, 本周."""
    monday = today - timedelta(days=today.weekday())
    told = match["w"]
    if told.startswith(("上", "前")):
        return span_of(monday - timedelta(days=7), monday - timedelta(days=1))
    if told.startswith("下"):
        return span_of(monday + timedelta(days=7), monday + timedelta(days=13))
    return span_of(monday, today if today > monday else monday + timedelta(days=6))


def this_month(match: re.Match[str], today: date) -> When:
    """本月, 上个月."""
    step = {"上": -1, "下": 1}.get(match["w"][0], 0)
    return month_of(today.year, today.month + step)


def of_quarter(match: re.Match[str], today: date) -> When | None:
    """去年四季度, 2025Q1."""
    quarter, year = _NUMBERS[match["q"]], year_told(match, today)
    if year is None:
        to_come = _TO_COME.search(match.string, max(0, match.start() - 12), match.start())
        year = today.year if quarter * 3 - 2 <= today.month or to_come else today.year - 1
    return quarter_of(year, quarter)


#: Before a time that is still to come.
_TO_COME = re.compile(r"预计|预期|将|计划|拟|有望|目标|料|最快|定于|定在|放在|要等|要到")


def this_quarter(match: re.Match[str], today: date) -> When:
    """本季度, 上季."""
    now = (today.month + 2) // 3
    step = {"上": -1, "下": 1}.get(match["w"][0], 0)
    year, quarter = today.year, now + step
    return quarter_of(year - 1, 4) if quarter < 1 else quarter_of(year, quarter)


def half_of(match: re.Match[str], today: date) -> When | None:
    """上半年, 2025H1."""
    second, year = match["h"][0] in "下2", year_told(match, today)
    if year is None:
        year = today.year - 1 if second and today.month < 4 else today.year
    return When.parse(f"{year:04d}-H{2 if second else 1}")


def first_months(match: re.Match[str], today: date) -> When | None:
    """前三季度, 前九个月, 1至9月."""
    year = year_told(match, today) or (today.year if today.month > 1 else today.year - 1)
    months = number_of(match["n"]) * (3 if match["k"] == "季" else 1)
    if months in (3, 6):
        return quarter_of(year, 1) if months == 3 else When.parse(f"{year:04d}-H1")
    return When.parse(f"{year:04d}-01/{year:04d}-{months:02d}") if 0 < months <= 12 else None


def months(match: re.Match[str], today: date) -> When | None:
    """1至9月."""
    first, last, year = number_of(match["a"]), number_of(match["b"]), year_told(match, today)
    year = year or (today.year if last <= today.month else today.year - 1)
    if (last - first, first % 3) == (2, 1):
        return quarter_of(year, (last + 2) // 3)
    if (first, last) in ((1, 6), (7, 12)):
        return When.parse(f"{year:04d}-H{1 if first == 1 else 2}")
    return When.parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")


def ended(match: re.Match[str], today: date) -> When | None:
    """截至6月30日止三个月."""
    month, year, length = number_of(match["m"]), year_told(match, today), number_of(match["n"] or "0")
    if match["k"][0] in "半中":
        length = 6
    elif "季" in match["k"]:
        length = 3
    elif "年" in match["k"]:
        length = 12
    year = year or (today.year if month <= today.month else today.year - 1)
    if length == 12:
        return (
            When.parse(f"{year:04d}")
            if month == 12
            else When.parse(f"{year - 1:04d}-{month + 1:02d}/{year:04d}-{month:02d}")
        )
    if length == 3 and month % 3 == 0:
        return quarter_of(year, month // 3)
    if length == 6 and month in (6, 12):
        return When.parse(f"{year:04d}-H{month // 6}")
    first = month - length + 1
    return When.parse(f"{month_of(year - (first < 1), first + 12 * (first < 1)).text}/{month_of(year, month).text}")


def end_of_year(match: re.Match[str], today: date) -> When | None:
    """去年底."""
    year = year_told(match, today) or (today.year if today.month > 10 else today.year - 1)
    return month_of(year, 12)


def of_year(match: re.Match[str], today: date) -> When | None:
    """2024年, 今年."""
    year = year_told(match, today) or today.year
    return When.parse(f"{year:04d}") if 1950 <= year <= 2060 else None


def years(match: re.Match[str], today: date) -> When:
    """2024至2026年."""
    return When.parse(f"{number_of(match['a']):04d}/{number_of(match['b']):04d}")


def coming(match: re.Match[str], today: date) -> When | None:
    """未来三年."""
    count = number_of(match["n"])
    return When.parse(f"{today.year:04d}/{today.year + count:04d}") if 0 < count <= 30 else None


def coming_weeks(match: re.Match[str], today: date) -> When:
    """未来几周."""
    months = 1 if match["k"] == "周" else 3
    return When.parse(f"{month_of(today.year, today.month).text}/{month_of(today.year, today.month + months).text}")


def days_of(match: re.Match[str], today: date) -> When | None:
    """7.7—7.13: some days of this year, or of the last where they are still to come."""
    first, last = (int(match["m"]), int(match["d"])), (int(match["n"]), int(match["e"]))
    year = today.year - (date(today.year, *last) > today + timedelta(days=60))
    return span_of(date(year, *first), date(year, *last)) if first < last else None


def ago(match: re.Match[str], today: date) -> When | None:
    """两年前, 三个月前."""
    count, kind = 0 if match["n"] == "半" else number_of(match["n"]), match["k"]
    if kind.startswith("年"):
        return When.parse(f"{today.year - count:04d}")
    if "月" in kind:
        return month_of(today.year - (count >= today.month), (today.month - count - 1) % 12 + 1)
    days = count * 7 if kind[0] in "周星" else count
    return When.day(today - timedelta(days=days))


def season(match: re.Match[str], today: date) -> When | None:
    """去年夏天."""
    year = year_told(match, today) or today.year
    first = {"春": 3, "夏": 6, "秋": 9}.get(match["s"])
    return When.parse(f"{year:04d}-{first:02d}/{year:04d}-{first + 2:02d}") if first else None
