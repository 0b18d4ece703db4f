"""Amounts in Chinese text: numbers with scales, currencies and signs (近5亿元, 三千八百亿, 29.1%, 100万tokens)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.chinese.numerals import fractions, value_of
from kg.extract.quantities import POINTS_OF_PERCENT, TIMES, Amount, told_once
from kg.model import Span

_SCALES = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4, "千": 3, "兆": 12,
    "B": 9, "M": 6, "K": 3, "k": 3, "T": 12, "bn": 9, "mn": 6,
}  # fmt: skip
#: Currency words behind a number; 元 and 块 are those of the place that the text tells, see `find_amounts`.
_AFTER = {
    "美元": "USD", "美金": "USD", "港元": "HKD", "港币": "HKD", "港纸": "HKD", "人民币": "CNY", "元人民币": "CNY",
    "元": "CNY", "块钱": "CNY", "块": "CNY", "新台币": "TWD", "元新台币": "TWD", "台币": "TWD", "台元": "TWD",
    "欧元": "EUR", "英镑": "GBP", "日元": "JPY", "日圆": "JPY", "韩元": "KRW", "韩圜": "KRW", "新加坡元": "SGD",
    "新元": "SGD", "坡币": "SGD", "澳元": "AUD", "加元": "CAD", "卢比": "INR", "林吉特": "MYR", "令吉": "MYR",
    "迪拉姆": "AED", "里亚尔": "SAR", "沙特里亚尔": "SAR", "瑞郎": "CHF", "瑞士法郎": "CHF", "卢布": "RUB",
    "泰铢": "THB", "印尼盾": "IDR", "越南盾": "VND", "雷亚尔": "BRL", "刀": "USD", "USD": "USD", "RMB": "CNY",
    "HKD": "HKD", "CNY": "CNY",
}  # fmt: skip
_BEFORE = {
    "US$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "$": "USD", "¥": "CNY", "￥": "CNY", "€": "EUR", "£": "GBP",
    "RMB": "CNY", "CNY": "CNY", "USD": "USD", "HKD": "HKD", "人民币": "CNY", "港币": "HKD", "新台币": "TWD",
    "美元": "USD",
}  # fmt: skip


def _choice(words: Sequence[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_HAN = r"[零一二两三四五六七八九十百千万亿兆]+"
_AMOUNT = re.compile(
    rf"(?P<sign>(?<![A-Za-z0-9\]）)%万亿千元])(?:[-+－−＋±]|负(?=\d)))?(?P<before>{_choice(list(_BEFORE))})?\s?(?P<sign2>(?<=[$¥￥€£])[-+－−])?"
    rf"(?:(?P<number>(?:(?<![A-Za-z0-9._:])(?<![A-Za-z]-)|(?<=token)|(?<=tokens))(?:{_DIGITS}))|(?P<han>{_HAN}))"
    rf"(?P<more>多|余|几|\+)?\s?"
    rf"(?P<scale>{_choice([s for s in _SCALES if not s.isascii()])}|(?:B|M|K|k|T|bn|mn)(?![A-Za-z]))?"
    rf"(?P<more2>多|余|几|\+)?(?P<gap>个)?\s?(?:(?P<points>个?百分点|个?pct|pcts?)|(?P<percent>[%％]|个点(?!儿))|(?P<times>倍(?:多|有余)?)"
    rf"|(?P<after>{_choice(list(_AFTER))})(?!年代|宵|旦|素)?)?"
)
_BELOW = re.compile(
    r"(?:将近|接近|逼近|近|不足|不到|不超过|(?<!不)低于|(?<!不)少于|至多|最多|最高|上限为?|小于|未到|难超|不会超过|勉强够到)(?:达|为|约)?\s?$"
)
_ABOVE = re.compile(
    r"(?:超过|超出|超|逾|突破|大于|高于|不低于|不少于|至少|最少|起码|多达|高达|跨过|迈过|刚过|站上|破|冲破|越过|不下|上看|溢)(?:了|达|约|过)?(?:人民币|港币)?\s?$"
)
_NEAR = re.compile(
    r"(?:大约|大概|约为|约合|约|大致|估计|左右|差不多|大体|概|~|～|≈)(?:为|有|达|合)?(?:人民币|港币)?\s?$"
)
_ABOVE_AFTER = re.compile(r"\s?(?:以上|有余|之多|开外|往上)")
_NEAR_AFTER = re.compile(r"\s?(?:左右|上下(?!文|游)|出头|附近|许)")
_BELOW_AFTER = re.compile(r"\s?(?:以下|以内)")
#: Twice as much, where the base is told (同比翻倍); alone it has none.
_DOUBLED = re.compile(
    r"(?<=比)(?:增长|实现|接近|大幅)?(?:翻了?(?:一|两)?[番倍]|倍增)|(?:(?<=按年)|(?<=年))翻(?:一)?[倍番]|(?<=比)大?增一倍"
)
_RANGE = re.compile(r"\s?(?:至|到|-|–|—|~|～)\s?$")
#: In brackets behind a sum, the same in another currency.
_ALSO = re.compile(
    r"\s?[（(](?:约合?|折合|合|相当于|约为|即|约折合)?(?:人民币)?\s?$|，?(?:约合|折合|合|相当于)(?:人民币)?$"
)
#: Behind digits that are no number of their own: letters, times, dates, versions.
_GLUED = re.compile(r"[A-Za-z_]|\.\d|:\d|/\d")
_TOKENS = re.compile(r"\s?(?:tokens?|B\b)", re.IGNORECASE)
#: A stock's code in brackets.
_CODE = re.compile(r"(?:[.\-][A-Z]{1,2})?\s?[）)]")
#: Letters are scales only of tokens and parameters: 512K上下文, 671B参数.
_OF_MODELS = re.compile(
    r"\s?(?:(?:个|的)?(?:tokens?|参数|总参|激活|上下文|模型|次|用户|下载)|[，。；、）)/]|$)", re.IGNORECASE
)
#: Behind a bare scale that only tells a size: 千亿市值, 百亿级.
_SIZE = re.compile(r"级|规模|市值|估值|身家|俱乐部|大关|体量|参数")
_WHOLE = re.compile(r"总?参|参数")
_MORE_THAN = re.compile(r"(?:逾|超|达|破|近|超过)$")
#: A numeral without a unit counts nothing here: 一家, 两款, 三星.
_PLACES = "十百千万亿兆"
#: Before a bare scale no number is told: 数十亿, 上千万.
_VAGUE = ("数", "几", "上", "好")


def find_amounts(text: str, span: Span, skip: Sequence[Span] = ()) -> list[Amount]:
    """Every number in a span of a text in simplified script, in order, but for those that touch a span of `skip`.

    A bare 元 is the yuan. A sum told again in another currency is folded into the first.

    >>> told = "营收近5.2亿元，同比增长29.1%"
    >>> [(int(a.value), a.unit, a.comparator) for a in find_amounts(told, Span(0, len(told)))]
    [(520000000, 'CNY', '<'), (29, 'percent', None)]
    """
    part = text[span.start : span.end]
    found: list[Amount] = []
    for start, end, value in fractions(part):
        here = Span(span.start + start, span.start + end)
        found.append(Amount(here, value, "percent", fraction=True, words=True))
    for doubled in _DOUBLED.finditer(part):
        here = Span(span.start + doubled.start(), span.start + doubled.end())
        found.append(
            Amount(here, Decimal(300 if "两" in doubled.group() else 100), "percent", fraction=True, words=True)
        )
    for match in _AMOUNT.finditer(part):
        made = _read(match, part, span.start)
        if made is not None and not any(made.span.overlaps(a.span) for a in found):
            found.append(made)
    found = sorted((a for a in found if not any(a.span.overlaps(s) for s in skip)), key=lambda a: a.span)
    return told_once(text, [_hedged(text, span, a) for a in _ranges(text, found)], _ALSO.fullmatch)


def _read(match: re.Match[str], part: str, offset: int) -> Amount | None:
    start, end = match.span()
    unit = _unit(match)
    if match["han"]:
        value = _in_words(match, part, unit)
    elif (
        (
            _CODE.match(part, end)
            and not unit
            and not match["scale"]
            and match["number"].isdigit()
            and part[max(0, start - 1) : start] in ("（", "(", ":", "：")
        )
        or (_GLUED.match(part, end) and not unit and not match["scale"] and not _TOKENS.match(part, end))
        or (match["scale"] in ("T", "B", "M") and not unit and not _OF_MODELS.match(part, end))
    ):
        return None
    else:
        value = Decimal(match["number"].replace(",", ""))
    if value is None:
        return None
    if match["scale"]:
        value = value.scaleb(_SCALES[match["scale"]])
    sign = match["sign"] or match["sign2"] or ""
    if sign in {"-", "－", "−", "负"}:
        value = -value
    above = ">" if match["more"] or match["more2"] or (match["times"] or "倍") != "倍" else None
    scaled = bool(match["scale"]) or abs(value) >= 10_000
    start += len(match.group()) - len(match.group().lstrip())
    end -= len(match.group()) - len(match.group().rstrip())
    return Amount(
        Span(offset + start, offset + end), value, unit, above, bool(sign), scaled=scaled, words=bool(match["han"])
    )


def _in_words(match: re.Match[str], part: str, unit: str) -> Decimal | None:
    """The value of a numeral; None where it counts nothing (一家, 三星) or tells only a size (千亿市值, 数十亿)."""
    told, (start, end) = match["han"], match.span()
    number = value_of(told)
    if number is None or (not unit and not any(c in _PLACES for c in told)):
        return None
    if part[max(0, start - 1) : start] in _VAGUE and told[0] in _PLACES:
        return None
    if all(c in _PLACES for c in told) and not match["more"]:
        whole = unit and unit != "percent" and not _SIZE.match(part, end)
        if not whole and not (told == "万亿" and (_WHOLE.match(part, end) or _MORE_THAN.search(part[:start][-3:]))):
            return None
    return Decimal(number)


def _unit(match: re.Match[str]) -> str:
    if match["points"]:
        return POINTS_OF_PERCENT
    if match["percent"]:
        return "percent"
    if match["times"]:
        return TIMES
    after, before = match["after"], match["before"]
    if before and after in (None, "元", "块", "块钱"):
        return _BEFORE[before]
    if after:
        return "CNY" if after in ("元", "块", "块钱") else _AFTER[after]
    return _BEFORE[before] if before else ""


def _ranges(text: str, found: list[Amount]) -> list[Amount]:
    """Marks the ends of ranges; the first end takes unit and scale from the second where it has none."""
    out = list(found)
    for i in range(len(out) - 1):
        low, high = out[i], out[i + 1]
        if not _RANGE.fullmatch(text[low.span.end : high.span.start]) or (low.unit and low.unit != high.unit):
            continue
        value = low.value
        if high.scaled and not low.scaled and value < 10_000:
            shown = re.search(_DIGITS, text[high.span.start : high.span.end])
            if shown:
                value *= abs(high.value) / Decimal(shown.group().replace(",", ""))
        if value < high.value:
            out[i] = replace(low, value=value, unit=high.unit, bound="low", comparator=">")
            out[i + 1] = replace(high, bound="high", comparator="<")
    return out


def _hedged(text: str, span: Span, amount: Amount) -> Amount:
    if amount.bound or amount.comparator:
        return amount
    lead = text[max(span.start, amount.span.start - 12) : amount.span.start]
    tail = text[amount.span.end : min(span.end, amount.span.end + 4)]
    for sign, pattern in (("<", _BELOW), (">", _ABOVE), ("~", _NEAR)):
        if pattern.search(lead):
            return replace(amount, comparator=sign)
    for sign, pattern in ((">", _ABOVE_AFTER), ("~", _NEAR_AFTER), ("<", _BELOW_AFTER)):
        if pattern.match(tail):
            return replace(amount, comparator=sign)
    return amount
