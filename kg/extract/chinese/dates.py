"""Time expressions of Chinese news, resolved against the publication date."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta

from kg.extract.chinese.numerals import NUMERAL, value_of
from kg.extract.dates import DateMention
from kg.model import Precision, Span, When

_N = rf"(?:\d{{1,2}}|{NUMERAL})"
_YEAR = (
    r"(?P<y>(?:19|20)\d\d|[一二][零〇九][零〇一二三四五六七八九]{2}|民国\d{2,3}|[今去前明后]年|(?<!\d)\d\d(?=年))年?"
)
_Y = rf"(?:{_YEAR})?"
_NUMBERS = {"首": 1, "一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六")} | {"日": 6, "天": 6} | {str(i + 1): i for i in range(7)}
_SHIFTS = {"今": 0, "去": -1, "前": -2, "明": 1, "后": 2}

Read = Callable[[re.Match[str], date], When | None]


def _month(year: int, month: int) -> When:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return When.parse(f"{year:04d}-{month:02d}")


def _quarter(year: int, quarter: int) -> When:
    return When.parse(f"{year + (quarter - 1) // 4:04d}-Q{(quarter - 1) % 4 + 1}")


def _year(match: re.Match[str], today: date) -> int | None:
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


def _number(told: str) -> int:
    return int(told) if told.isdigit() else value_of(told) or 0


def _full(match: re.Match[str], today: date) -> When | None:
    """A month and day, with the year that is told, else the last such day (or the next, where a plan is told)."""
    month, day = _number(match["m"]), _number(match["d"])
    year = _year(match, today)
    if year is None:
        year = today.year
        if date(year, month, day) > today + timedelta(days=150):
            year -= 1
        elif date(year, month, day) < today - timedelta(days=330):
            year += 1
    return When.day(date(year, month, day))


def _of_month(match: re.Match[str], today: date) -> When | None:
    month, year = _number(match["m"]), _year(match, today)
    if not 1 <= month <= 12:
        return None
    if year is None:
        year = today.year - (month > today.month + 5) + (month < today.month - 10)
    return _month(year, month)


def _of_day(match: re.Match[str], today: date) -> When | None:
    day = _number(match["d"])
    month = today.month if day <= today.day + 3 else today.month - 1
    year = today.year if month else today.year - 1
    return When.day(date(year, month or 12, day))


def _relative_day(match: re.Match[str], today: date) -> When:
    steps = {"今": 0, "昨": -1, "前": -2, "明": 1, "后": 2, "当": 0, "即": 0, "隔": -1}
    return When.day(today + timedelta(days=steps[match["r"][0]]))


def _weekday(match: re.Match[str], today: date) -> When:
    wanted, week = _WEEKDAYS[match["d"]], match["w"] or ""
    monday = today - timedelta(days=today.weekday())
    if week.startswith("上"):
        return When.day(monday + timedelta(days=wanted - 7 * len(week.replace("个", "").replace("一", ""))))
    if week.startswith("下"):
        return When.day(monday + timedelta(days=wanted + 7))
    if week.startswith(("本", "这")):
        return When.day(monday + timedelta(days=wanted))
    return When.day(today - timedelta(days=(today.weekday() - wanted) % 7))


def _span(start: date, end: date) -> When:
    return When.parse(f"{start.isoformat()}/{end.isoformat()}")


def _week(match: re.Match[str], today: date) -> When:
    monday = today - timedelta(days=today.weekday())
    told = match["w"]
    if told.startswith(("上", "前")):
        return _span(monday - timedelta(days=7), monday - timedelta(days=1))
    if told.startswith("下"):
        return _span(monday + timedelta(days=7), monday + timedelta(days=13))
    return _span(monday, today if today > monday else monday + timedelta(days=6))


def _this_month(match: re.Match[str], today: date) -> When:
    step = {"上": -1, "下": 1}.get(match["w"][0], 0)
    return _month(today.year, today.month + step)


def _of_quarter(match: re.Match[str], today: date) -> When | None:
    quarter, year = _NUMBERS[match["q"]], _year(match, today)
    if year is None:
        to_come = _TO_COME.search(match.string, max(0, match.start() - 12), match.start())
        year = today.year if quarter * 3 - 2 <= today.month or to_come else today.year - 1
    return _quarter(year, quarter)


#: Before a time that is still to come.
_TO_COME = re.compile(r"预计|预期|将|计划|拟|有望|目标|料|最快|定于|定在|放在|要等|要到")


def _this_quarter(match: re.Match[str], today: date) -> When:
    now = (today.month + 2) // 3
    step = {"上": -1, "下": 1}.get(match["w"][0], 0)
    year, quarter = today.year, now + step
    return _quarter(year - 1, 4) if quarter < 1 else _quarter(year, quarter)


def _half(match: re.Match[str], today: date) -> When | None:
    second, year = match["h"][0] in "下2", _year(match, today)
    if year is None:
        year = today.year - 1 if second and today.month < 4 else today.year
    return When.parse(f"{year:04d}-H{2 if second else 1}")


def _first_months(match: re.Match[str], today: date) -> When | None:
    """前三季度, 前九个月, 1至9月."""
    year = _year(match, today) or (today.year if today.month > 1 else today.year - 1)
    months = _number(match["n"]) * (3 if match["k"] == "季" else 1)
    if months in (3, 6):
        return _quarter(year, 1) if months == 3 else When.parse(f"{year:04d}-H1")
    return When.parse(f"{year:04d}-01/{year:04d}-{months:02d}") if 0 < months <= 12 else None


def _months(match: re.Match[str], today: date) -> When | None:
    first, last, year = _number(match["a"]), _number(match["b"]), _year(match, today)
    year = year or (today.year if last <= today.month else today.year - 1)
    if (last - first, first % 3) == (2, 1):
        return _quarter(year, (last + 2) // 3)
    if (first, last) in ((1, 6), (7, 12)):
        return When.parse(f"{year:04d}-H{1 if first == 1 else 2}")
    return When.parse(f"{year:04d}-{first:02d}/{year:04d}-{last:02d}")


def _ended(match: re.Match[str], today: date) -> When | None:
    """截至6月30日止三个月."""
    month, year, length = _number(match["m"]), _year(match, today), _number(match["n"] or "0")
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
        return _quarter(year, month // 3)
    if length == 6 and month in (6, 12):
        return When.parse(f"{year:04d}-H{month // 6}")
    first = month - length + 1
    return When.parse(f"{_month(year - (first < 1), first + 12 * (first < 1)).text}/{_month(year, month).text}")


def _end_of_year(match: re.Match[str], today: date) -> When | None:
    year = _year(match, today) or (today.year if today.month > 10 else today.year - 1)
    return _month(year, 12)


def _of_year(match: re.Match[str], today: date) -> When | None:
    year = _year(match, today) or today.year
    return When.parse(f"{year:04d}") if 1950 <= year <= 2060 else None


def _years(match: re.Match[str], today: date) -> When:
    return When.parse(f"{_number(match['a']):04d}/{_number(match['b']):04d}")


def _coming(match: re.Match[str], today: date) -> When | None:
    count = _number(match["n"])
    return When.parse(f"{today.year:04d}/{today.year + count:04d}") if 0 < count <= 30 else None


def _coming_weeks(match: re.Match[str], today: date) -> When:
    months = 1 if match["k"] == "周" else 3
    return When.parse(f"{_month(today.year, today.month).text}/{_month(today.year, today.month + months).text}")


def _range(match: re.Match[str], today: date) -> When | None:
    """7.7—7.13: some days of this year, or of the last where they are still to come."""
    first, last = (int(match["m"]), int(match["d"])), (int(match["n"]), int(match["e"]))
    year = today.year - (date(today.year, *last) > today + timedelta(days=60))
    return _span(date(year, *first), date(year, *last)) if first < last else None


def _ago(match: re.Match[str], today: date) -> When | None:
    count, kind = 0 if match["n"] == "半" else _number(match["n"]), match["k"]
    if kind.startswith("年"):
        return When.parse(f"{today.year - count:04d}")
    if "月" in kind:
        return _month(today.year - (count >= today.month), (today.month - count - 1) % 12 + 1)
    days = count * 7 if kind[0] in "周星" else count
    return When.day(today - timedelta(days=days))


def _season(match: re.Match[str], today: date) -> When | None:
    year = _year(match, today) or today.year
    first = {"春": 3, "夏": 6, "秋": 9}.get(match["s"])
    return When.parse(f"{year:04d}-{first:02d}/{year:04d}-{first + 2:02d}") if first else None


#: Expressions in the order in which they are tried; what one has taken is not read again.
_RULES: tuple[tuple[re.Pattern[str], Read, str], ...] = tuple(
    (re.compile(pattern), read, role)
    for pattern, read, role in (
        (
            rf"(?:截至|截止)?{_Y}(?P<m>{_N})月(?:{_N}日|底)?止(?:的)?(?P<n>{_N})?(?P<k>个月|季度|半年|中期|年度|财年)",
            _ended,
            "at",
        ),
        (r"(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?![\d.])", _full, "at"),
        (
            rf"截至{_Y}(?P<m>{_N})月(?:{_N}日|底|末)?的?(?P<n>(?!))?(?:第?[一二三四])?(?P<k>财季|季度)",
            _ended,
            "at",
        ),
        (r"(?P<a>20\d\d)年?(?:至|到|—|-|~|～)(?P<b>20\d\d)年", _years, "at"),
        (rf"{_Y}(?P<a>{_N})月?(?:至|到|—|-|~|～)(?P<b>{_N})月(?!\d)", _months, "at"),
        (
            r"(?<![\d.])(?P<m>\d{1,2})[./月](?P<d>\d{1,2})日?(?:至|—|–|-|~)(?P<n>\d{1,2})[./月](?P<e>\d{1,2})日?(?![\d.%％])",
            _range,
            "at",
        ),
        (rf"{_Y}(?P<m>{_N})月(?P<d>{_N})[日号]", _full, "at"),
        (r"(?P<r>[昨今前明])[日天]?[（(]\d{1,2}[日号]?[）)][日天]?", _relative_day, "at"),
        (rf"{_Y}(?:的)?前(?P<n>{_N})(?:个)?(?P<k>季|月)(?:度)?", _first_months, "at"),
        (rf"{_Y}(?:财年)?(?:第)?(?<![上下这某每])(?P<q>[首一二三四1234])(?:财)?季(?:度)?(?!报)", _of_quarter, "at"),
        (rf"{_Y}\s?Q(?P<q>[1234])(?!\d)", _of_quarter, "at"),
        (rf"{_Y}\s?(?P<h>上半年|下半年|H[12](?![\d])|上半财年|下半财年)", _half, "at"),
        (rf"{_Y}(?P<m>{_N})月(?:份|初|中旬|下旬|上旬|底|末|中)?(?!\d)", _of_month, "at"),
        (r"(?P<w>本|这个|这一|上一|上个|上|下个|下一|下)(?:财)?季(?:度)?", _this_quarter, "at"),
        (r"(?P<w>本|这个|这|当|上个|上|下个|下)月(?:初|中旬|下旬|上旬|底|末|中)?", _this_month, "at"),
        (
            r"(?P<w>上上|上个|上一|上|本|这个|这|下个|下)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])(?![家个位度年款批名])",
            _weekday,
            "at",
        ),
        (r"(?P<w>上个|上一|上|本|这个|这一|这|下个|下)(?:周|星期|礼拜)(?!末)", _week, "at"),
        (
            r"(?P<r>今天|今日|今早|今晚|今晨|昨天|昨日|昨晚|昨夜|前天|前日|明天|明日|后天|当日|当天|即日"
            r"|隔夜|昨(?=[收起跌涨升挫报盘宣公发披开（])|今(?=[早晚晨午][^，。]{0,2}[收跌涨升挫报高低]))",
            _relative_day,
            "at",
        ),
        (rf"(?P<n>{NUMERAL}|半|\d+)(?:个)?(?P<k>年|月|周|星期|天)(?:半)?(?:之)?前(?!后)", _ago, "at"),
        (r"(?:未来|今后|接下来的?)(?:几|数|两三)(?:个)?(?P<k>周|星期|月)", _coming_weeks, "at"),
        (rf"(?:未来|今后|接下来的?|此后)(?P<n>{_N})(?:至{_N})?年", _coming, "through"),
        (rf"(?P<n>{_N})年(?:之)?内", _coming, "through"),
        (rf"{_Y}(?P<s>[春夏秋])[季天]", _season, "at"),
        (rf"{_Y}(?<=年)(?:底|末)(?!前)", _end_of_year, "at"),
        (
            rf"(?:{_YEAR})(?![万亿元多余个家人名台只张款分次点颗倍块套%\d,.])(?:度|财年|初|底|末|内|全年|中)?",
            _of_year,
            "at",
        ),
        (r"(?P<y>今年)|(?<![\d一二两三四五六七八九十])(?:年内|年初(?!的)|年底前|年末前)", _of_year, "at"),
        (
            r"(?<![\d月.])(?P<d>\d{1,2})(?:日(?!线|均|元|本|内|游)|号(?!线|楼|院|机|文|馆|厅|店|车|[一二三四五]))",
            _of_day,
            "at",
        ),
    )
)
_HINT = re.compile(r"[年月日号周季天昨晨晚夜]|星期|礼拜|H[12]|Q[1-4]|20\d\d")
#: Behind a time, from then on.
_SINCE = re.compile(r"(?:起|以来|至今|以后|开始)")
_BY = re.compile(r"(?:年)?(?:之)?(?:前|底前|以前|末前)")


def find_dates(text: str, span: Span, published: When | None, skip: Sequence[Span] = ()) -> list[DateMention]:
    """The times told in a span of a text in simplified script, in order; nothing inside a span of `skip` is one.

    Without a publication date only times with a year can be resolved; the others are left out.

    >>> told = "3月6日，去年四季度"
    >>> [d.when.text for d in find_dates(told, Span(0, len(told)), When.parse("2025-03-07"))]
    ['2025-03-06', '2024-Q4']
    """
    return list(_found(text[span.start : span.end], span.start, published, tuple(skip)))


@functools.lru_cache(maxsize=2048)
def _found(part: str, offset: int, published: When | None, skip: tuple[Span, ...]) -> tuple[DateMention, ...]:
    if not _HINT.search(part):
        return ()
    today = published.end if published else date(1, 6, 15)
    # A mark for each character that a name or an earlier rule holds.
    taken = bytearray(len(part))
    for name in skip:
        start, end = max(0, name.start - offset), min(len(part), name.end - offset)
        if start < end:
            taken[start:end] = b"\1" * (end - start)
    found: list[DateMention] = []
    for pattern, read, role in _RULES:
        for match in pattern.finditer(part):
            start, end = match.span()
            here = Span(offset + start, offset + end)
            if taken.find(1, start, end) >= 0:
                continue
            try:
                when = read(match, today)
            except (ValueError, KeyError, OverflowError):
                continue
            if when is None or (published is None and when.start.year < 1950):
                continue
            taken[start:end] = b"\1" * (end - start)
            found.append(_with_role(DateMention(here, when, role), part[end : end + 3], today))
    return tuple(sorted(found, key=lambda d: d.span))


def _with_role(told: DateMention, after: str, today: date) -> DateMention:
    """Tells "起" and "以来" from a time that is simply told, and "2030年前" from one that is over."""
    if _SINCE.match(after) and told.when.end < today and told.when.precision in (Precision.YEAR, Precision.MONTH):
        return DateMention(told.span, When.parse(f"{told.when.text}/"), "since")
    if told.role == "at" and _BY.match(after) and told.when.start.year > today.year:
        return DateMention(told.span, When.parse(f"{today.year:04d}/{told.when.end.year:04d}"), "by")
    return told
