"""Chinese numerals: 三千八百亿, 二零二六, 两成五, 三分之一."""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "壹": 1, "贰": 2, "叁": 3}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
#: A numeral in simplified script.
NUMERAL = r"[零〇一二两三四五六七八九十百千万亿]+"


def value_of(numeral: str) -> int | None:
    """The number that a numeral tells, read by place (三千八百亿) or digit by digit (二零二六); None where it is none.

    >>> value_of("三千八百亿"), value_of("二零二六"), value_of("十二"), value_of("两万五千")
    (380000000000, 2026, 12, 25000)
    """
    if not numeral or any(c not in _DIGITS and c not in _SMALL and c not in _LARGE for c in numeral):
        return None
    if all(c in _DIGITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _SMALL:
            section += (digit or 1) * _SMALL[char]
            digit = 0
        else:
            total = (total + section + digit or 1) * _LARGE[char]
            section = digit = 0
    return total + section + digit


_TENTHS = re.compile(
    r"(?P<whole>[一二两三四五六七八九十半]|\d(?:\.\d)?)成(?P<half>半|[一二三四五六七八九])?(?![立为长熟功本员分都果])"
)
_PARTS = re.compile(rf"(?P<below>{NUMERAL})分之(?P<above>{NUMERAL})")
_HALF = re.compile(r"一半(?!导)|半数|过半")


def fractions(text: str) -> list[tuple[int, int, Decimal]]:
    """(start, end, percent) of each fraction in words: 三成, 两成五, 三分之一, 百分之二十, 一半.

    >>> fractions("占三成五，其余为三分之一")[0]
    (1, 4, Decimal('35'))
    """
    found: list[tuple[int, int, Decimal]] = []
    for match in _TENTHS.finditer(text):
        whole = match["whole"]
        tenths = (
            Decimal(whole) if whole[0].isdigit() else Decimal("0.5") if whole == "半" else Decimal(value_of(whole) or 0)
        )
        more = match["half"]
        extra = Decimal(5) if more == "半" else Decimal(value_of(more) or 0) if more else Decimal(0)
        found.append((match.start(), match.end(), tenths * 10 + extra))
    for match in _PARTS.finditer(text):
        below, above = value_of(match["below"]), value_of(match["above"])
        if below and above is not None:
            found.append((match.start(), match.end(), (Decimal(above) * 100 / below).quantize(Decimal("0.01"))))
    found += [(m.start(), m.end(), Decimal(50)) for m in _HALF.finditer(text)]
    return sorted(found)
