"""Time expressions of Chinese news, resolved against the publication date."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from datetime import date

from kg.extract.chinese import date_readers as readers
from kg.extract.chinese.date_readers import NUMBER, OF_YEAR, YEAR, Read
from kg.extract.chinese.numerals import NUMERAL
from kg.extract.date_mention import DateMention
from kg.model import Precision, Span, When

#: Expressions in the order in which they are tried; what one has taken is not read again.
_RULES: tuple[tuple[re.Pattern[str], Read, str], ...] = tuple(
    (re.compile(pattern), read, role)
    for pattern, read, role in (
        (
            rf"(?:截至|截止)?{OF_YEAR}(?P<m>{NUMBER})月(?:{NUMBER}日|底)?止(?:的)?(?P<n>{NUMBER})?(?P<k>个月|季度|半年|中期|年度|财年)",
            readers.ended,
            "at",
        ),
        (r"(?P<y>20\d\d)[-/.年](?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?![\d.])", readers.full, "at"),
        (
            rf"截至{OF_YEAR}(?P<m>{NUMBER})月(?:{NUMBER}日|底|末)?的?(?P<n>(?!))?(?:第?[一二三四])?(?P<k>财季|季度)",
            readers.ended,
            "at",
        ),
        (r"(?P<a>20\d\d)年?(?:至|到|—|-|~|～)(?P<b>20\d\d)年", readers.years, "at"),
        (rf"{OF_YEAR}(?P<a>{NUMBER})月?(?:至|到|—|-|~|～)(?P<b>{NUMBER})月(?!\d)", readers.months, "at"),
        (
            r"(?<![\d.])(?P<m>\d{1,2})[./月](?P<d>\d{1,2})日?(?:至|—|–|-|~)(?P<n>\d{1,2})[./月](?P<e>\d{1,2})日?(?![\d.%％])",
            readers.days_of,
            "at",
        ),
        (rf"{OF_YEAR}(?P<m>{NUMBER})月(?P<d>{NUMBER})[日号]", readers.full, "at"),
        (r"(?P<r>[昨今前明])[日天]?[（(]\d{1,2}[日号]?[）)][日天]?", readers.relative_day, "at"),
        (rf"{OF_YEAR}(?:的)?前(?P<n>{NUMBER})(?:个)?(?P<k>季|月)(?:度)?", readers.first_months, "at"),
        (
            rf"{OF_YEAR}(?:财年)?(?:第)?(?<![上下这某每])(?P<q>[首一二三四1234])(?:财)?季(?:度)?(?!报)",
            readers.of_quarter,
            "at",
        ),
        (rf"{OF_YEAR}\s?Q(?P<q>[1234])(?!\d)", readers.of_quarter, "at"),
        (rf"{OF_YEAR}\s?(?P<h>上半年|下半年|H[12](?![\d])|上半财年|下半财年)", readers.half_of, "at"),
        (rf"{OF_YEAR}(?P<m>{NUMBER})月(?:份|初|中旬|下旬|上旬|底|末|中)?(?!\d)", readers.of_month, "at"),
        (r"(?P<w>本|这个|这一|上一|上个|上|下个|下一|下)(?:财)?季(?:度)?", readers.this_quarter, "at"),
        (r"(?P<w>本|这个|这|当|上个|上|下个|下)月(?:初|中旬|下旬|上旬|底|末|中)?", readers.this_month, "at"),
        (
            r"(?P<w>上上|上个|上一|上|本|这个|这|下个|下)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])(?![家个位度年款批名])",
            readers.weekday,
            "at",
        ),
        (r"(?P<w>上个|上一|上|本|这个|这一|这|下个|下)(?:周|星期|礼拜)(?!末)", readers.week, "at"),
        (
            r"(?P<r>今天|今日|今早|今晚|今晨|昨天|昨日|昨晚|昨夜|前天|前日|明天|明日|后天|当日|当天|即日"
            r"|隔夜|昨(?=[收起跌涨升挫报盘宣公发披开（])|今(?=[早晚晨午][^，。]{0,2}[收跌涨升挫报高低]))",
            readers.relative_day,
            "at",
        ),
        (rf"(?P<n>{NUMERAL}|半|\d+)(?:个)?(?P<k>年|月|周|星期|天)(?:半)?(?:之)?前(?!后)", readers.ago, "at"),
        (r"(?:未来|今后|接下来的?)(?:几|数|两三)(?:个)?(?P<k>周|星期|月)", readers.coming_weeks, "at"),
        (rf"(?:未来|今后|接下来的?|此后)(?P<n>{NUMBER})(?:至{NUMBER})?年", readers.coming, "through"),
        (rf"(?P<n>{NUMBER})年(?:之)?内", readers.coming, "through"),
        (rf"{OF_YEAR}(?P<s>[春夏秋])[季天]", readers.season, "at"),
        (rf"{OF_YEAR}(?<=年)(?:底|末)(?!前)", readers.end_of_year, "at"),
        (
            rf"(?:{YEAR})(?![万亿元多余个家人名台只张款分次点颗倍块套%\d,.])(?:度|财年|初|底|末|内|全年|中)?",
            readers.of_year,
            "at",
        ),
        (r"(?P<y>今年)|(?<![\d一二两三四五六七八九十])(?:年内|年初(?!的)|年底前|年末前)", readers.of_year, "at"),
        (
            r"(?<![\d月.])(?P<d>\d{1,2})(?:日(?!线|均|元|本|内|游)|号(?!线|楼|院|机|文|馆|厅|店|车|[一二三四五]))",
            readers.of_day,
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
