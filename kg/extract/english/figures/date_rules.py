"""The words of time in English: which pattern is read how, and what part it plays."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from kg.extract.english.figures.date_readers import (
    read_ago,
    read_day_month,
    read_edge_of,
    read_first_months,
    read_half_of,
    read_iso,
    read_month_of,
    read_month_to_month,
    read_months_to,
    read_named_day,
    read_named_quarter,
    read_quarter_of,
    read_relative_day,
    read_this,
    read_this_year,
    read_week,
    read_weekday,
    read_year,
    read_year_ago,
)
from kg.extract.english.figures.date_spans import read_coming, read_days, read_past, read_season, read_years
from kg.model import When

_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
_MONTH2 = _MONTH.replace("<month>", "<month2>")
_YEAR = r"(?P<year>20[0-4]\d)(?![\d%])"
#: After "in" and the like, a year of long ago.
_OLD = r"(?P<year>(?:19[3-9]|20[0-4])\d)(?![\d%]|,\d|\.\d)"
_ORD = r"(?P<ord>first|second|third|fourth|final|opening|1st|2nd|3rd|4th)"
_WORDS = (
    r"a\scouple\sof|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen"
    r"|twenty-four|several|\d{1,2}"
)
_COUNT = rf"(?P<n>{_WORDS})"
_COUNT2 = _COUNT.replace("<n>", "<n2>")
Reader = Callable[[re.Match[str], date, bool], When]


class Rule(NamedTuple):
    """A pattern, how its match is read, and the part that it plays."""

    pattern: re.Pattern[str]
    read: Reader
    role: str


_REL = r"(?:\sof\s(?P<rel>this|last|next|the\sprevious)\syear|,?\s(?:of\s|in\s)?" + _YEAR + r")?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?!\d|\.\d|,\d{3})"
_RANGE = r"(?P<day>\d{1,2})\s?(?:[-–]|to|and)\s?(?P<day2>\d{1,2})"


def _rule(pattern: str, read: Reader, role: str = "at", *, case: bool = False) -> Rule:
    flags = re.NOFLAG if case else re.IGNORECASE
    return Rule(re.compile(r"(?<![\w$])(?:" + pattern + r")(?!\w)", flags), read, role)


#: In order: a rule that stands earlier takes its words from those behind it.
RULES: tuple[Rule, ...] = (
    _rule(r"(?P<year>20\d\d)-(?P<mm>\d\d)-(?P<day>\d\d)", read_iso),
    _rule(
        r"(?:the\s)?(?:(?P<len>three|six|nine|twelve|\d+)[\s-]months?|(?P<unit>quarter|half-year|half"
        r"|(?:fiscal\s|financial\s)?year))\s(?:ended|ending|to|through|that\sended|which\sended"
        r"|up\sto)(?:\sin)?\s(?:\d{1,2}\s)?" + _MONTH + r"(?:\s\d{1,2}(?!\d))?(?:,?\s" + _YEAR + ")?",
        read_months_to,
    ),
    _rule(
        r"(?:(?i:from|between)\s)?"
        + _MONTH
        + r"(?:\s(?P<year1>20\d\d))?\s?(?:to|through|until|and|-|–)\s?"
        + _MONTH2
        + r"(?:\s"
        + _YEAR
        + ")?(?!\\s\\d)",
        read_month_to_month,
        case=True,
    ),
    _rule(_MONTH + r"[\s-](?:quarter|period)" + r"(?:\s(?:of\s)?" + _YEAR + ")?", read_named_quarter),
    _rule(_RANGE + r"\s" + _MONTH + r"(?:,?\s" + _YEAR + ")?", read_days, case=True),
    _rule(_MONTH + r"\s" + _RANGE + r"(?!\d)(?:,?\s" + _YEAR + ")?", read_days, case=True),
    _rule(_DAY + r"(?:\sof)?\s" + _MONTH + r"(?:,?\s" + _YEAR + ")?", read_day_month, case=True),
    _rule(_MONTH + r"\s(?:the\s)?" + _DAY + r"(?:,?\s" + _YEAR + ")?", read_day_month, case=True),
    _rule(
        r"(?:New\sYear['’]s\s(?:Day|Eve)|Christmas(?:\s(?:Day|Eve))?|Valentine['’]s\sDay)",
        read_named_day,
        case=True,
    ),
    _rule(r"(?:the\s)?" + _ORD + r"[\s-](?:fiscal\s)?quarter" + _REL, read_quarter_of),
    _rule(
        r"Q(?P<ord>[1-4])(?:\s(?:of\s)?(?:FY)?'?"
        + r"(?P<year>20\d\d|\d\d(?!\d|%|\.|,|\s?(?:per|million|billion|yuan))))?"
        + r"(?:\sof\s(?P<rel>this|last|next)\syear)?",
        read_quarter_of,
        case=True,
    ),
    _rule(r"(?P<ord>[1-4])Q\s?'?(?P<year>\d\d|20\d\d)?", read_quarter_of, case=True),
    _rule(r"(?P<year>20\d\d)\s?Q(?P<ord>[1-4])", read_quarter_of, case=True),
    _rule(
        r"(?:the\s)?(?:first|opening)\s(?P<n>two|three|four|five|six|seven|eight|nine|ten|eleven"
        r"|\d+)\s(?P<unit>months|quarters)" + _REL,
        read_first_months,
    ),
    _rule(
        r"(?P<n>nine|six|three)-month|(?:for|in|over)\sthe\s(?P<n2>nine|six)\smonths"
        r"(?!\s(?:ago|earlier|before|later|after|to\b|ended|ending|through))",
        read_first_months,
    ),
    _rule(r"(?P<n>9|6|3)M\s?'?(?P<year>\d\d|20\d\d)?", read_first_months, case=True),
    _rule(r"(?:the\s)?(?P<ord>first|second|1st|2nd|opening|final)[\s-]half(?:-year)?" + _REL, read_half_of),
    _rule(r"(?P<ord>[12])H\s?'?(?P<year>\d\d|20\d\d)?", read_half_of, case=True),
    _rule(r"H(?P<ord>[12])(?:\s'?(?P<year>20\d\d))?", read_half_of, case=True),
    _rule(
        r"(?:the\s)?(?:very\s)?(?:end|close)\sof\s(?:(?:the|last|this|next)\syear|" + _YEAR + ")",
        read_edge_of,
    ),
    _rule(
        r"(?:last\s)?(?:year[\s-]end|end-(?=20))(?:\s?" + _YEAR + r")?|before\sthe\syear\sis\sout",
        read_edge_of,
    ),
    _rule(r"(?:FY|fiscal\s(?:year\s)?|financial\syear\s)'?(?P<year>20\d\d|\d\d)E?", read_year),
    _rule(
        r"(?:from\s)?(?P<year1>(?:19|20)\d\d)\s?(?:to|through|until|[-–]|(?<=between\s\d{4}\s)and)\s?"
        r"(?P<year2>20\d\d|\d\d)(?![\d%]|,\d|\.\d)",
        read_years,
    ),
    _rule(
        r"(?:so\sfar\s(?:this\syear|in\s20\d\d)|(?:the\s)?year[\s-]to[\s-]date|YTD"
        r"|since\s(?:the\s)?(?:start|beginning|turn)\sof\s(?:the|this)\syear|in\sthe\syear\sto\sdate"
        r"|for\sthe\syear\sso\sfar|since\sNew\sYear|(?:for\s)?the\s(?:full|whole|current)\syear|full[\s-]year)",
        read_this_year,
    ),
    _rule(
        r"since\s(?:early\s|late\s|mid-|last\s|the\s(?:end|start|beginning|middle)\sof\s)?"
        + _MONTH
        + r"(?:\s"
        + _YEAR
        + ")?",
        read_month_of,
        "since",
    ),
    _rule(r"(?:by|before|until)\s(?:the\send\sof\s)?" + _YEAR, read_year, "by"),
    _rule(
        r"(?P<which>next|last|this|coming|the\scoming)?\s?"
        + r"(?:the\s)?(?:early|late|mid|end)?[\s-]?"
        + r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)",
        read_weekday,
    ),
    _rule(
        r"today|yesterday|tomorrow|this\smorning|this\safternoon|this\sevening|tonight|overnight|last\snight",
        read_relative_day,
    ),
    _rule(
        r"(?:earlier\s|later\s)?(?P<which>this|last|next|coming|the\scoming|the\spast|previous)\sweek"
        r"|(?:for|over|on|in)\s(?P<which2>the)\sweek",
        read_week,
    ),
    _rule(
        r"(?:(?:the|over\sthe|over|in\sthe|for\sthe|within\sthe)\s)?(?:next|coming|following)\s"
        + _COUNT
        + r"\s(?P<unit>years|months|weeks)|(?:over|within|inside)\s"
        + _COUNT2
        + r"\s(?P<unit2>years?|months?|weeks?)|within\sa\s(?P<unit3>fortnight)",
        read_coming,
        "through",
    ),
    _rule(
        r"(?:(?:over|in|for|during)\s)?(?:the\s)?(?:past|last|previous)\s(?:"
        + _COUNT
        + r"\s)?(?P<unit>years|months|weeks)",
        read_past,
    ),
    _rule(
        r"(?:a|one)\syear\s(?:earlier|ago|before)|(?:a\s)?year-(?:earlier|ago)|the\s(?:same|year-earlier"
        r"|corresponding|prior-year)\s(?:period|quarter|months|stretch|half|months|time)(?:\s(?:of"
        r"|in))?(?:\s(?:last\syear|the\sprevious\syear|a\syear\s(?:earlier|ago|before)|the\syear\sbefore"
        r"|(?:in\s)?(?P<year>20\d\d)))?|the\s(?:year|quarter)\sbefore",
        read_year_ago,
        "before",
    ),
    _rule(_COUNT + r"\s(?P<unit>days?|weeks?|months?|years?)\s(?:ago|earlier|before)", read_ago),
    _rule(
        _MONTH + r",?\s(?:of\s)?(?:(?:last|this|next)\syear|the\s(?:previous\syear|year\sbefore)|" + _YEAR + ")",
        read_month_of,
        case=True,
    ),
    _rule(
        r"(?:earlier\s|later\s|early\s|late\s)?(?P<which>this|last|next|coming|the\scoming|previous|the\sfollowing"
        r"|the\sprevious|the\scurrent)\s(?P<unit>month|quarter|half-year|half|year)|(?:earlier|later)\sin\s(?P<which2>the)"
        r"\s(?P<unit2>month|quarter|year)",
        read_this,
    ),
    _rule(
        r"(?P<which>this|last|next|the|early|late|by|before|since|in|mid)[\s-]"
        r"(?P<season>spring|summer|autumn|winter|(?<=this\s)fall|(?<=last\s)fall|(?<=the\s)fall)"
        r"(?!\s(?:festival|break))(?:\s(?:of\s)?" + _YEAR + ")?",
        read_season,
    ),
    _rule(
        r"(?:early|late|mid)?[\s-]?(?:in\s)?(?P<which>last|this|next|early|late|mid|of)[\s-]"
        + _MONTH
        + r"(?:,?\s"
        + _YEAR
        + ")?",
        read_month_of,
        case=True,
    ),
    _rule(
        r"(?i:(?<=in\s)|(?<=since\s)|(?<=by\s)|(?<=until\s)|(?<=till\s)|(?<=from\s)|(?<=for\s)|(?<=end-)|(?<=mid-)"
        r"|(?<=before\s)|(?<=during\s)|(?<=through\s)|(?<=to\s)|(?<=of\s)|(?<=and\s)|(?<=since\slate\s)"
        r"|(?<=since\searly\s))" + _MONTH,
        read_month_of,
        case=True,
    ),
    _rule(
        r"(?P<month>January|February|April|June|July|August|September|October|November"
        r"|December)(?!\s\d)",
        read_month_of,
        case=True,
    ),
    _rule(r"(?:(?<=in\s)|(?<=since\s)|(?<=of\s))" + _OLD, read_year),
    _rule(_YEAR.replace(r"(?![\d%])", r"(?![\d%]|,\d|\.\d)") + "E?", read_year),
)
