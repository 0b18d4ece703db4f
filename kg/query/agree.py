"""Whether two figures can both be right: rounded, told as "about" or "more than", for another time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kg.query.filters import bounds

Range = tuple[Decimal, Decimal]
#: "About" leaves so much room, as a share of the value.
_ABOUT = Decimal("0.1")
#: From here on a number may be told in round thousands, millions or billions; two of its digits count at the least.
_LARGE = 1000
_NO_END = Decimal("Infinity")


def room(value: Decimal, comparator: str | None) -> Range:
    """The values that are meant, from the least to the greatest.

    >>> room(Decimal(3500000000), None) == (Decimal(3450000000), Decimal(3550000000))
    True
    """
    half = _step(value) / 2
    if comparator == "~":
        half = max(half, abs(value) * _ABOUT)
    least, most = value - half, value + half
    return (least if comparator != "<" else -_NO_END, most if comparator != ">" else _NO_END)


def meet(a: Range, b: Range) -> bool:
    """True when some value is meant by both."""
    return a[0] < b[1] and b[0] < a[1]


def one_time(a: str | None, b: str | None, *, lasting: bool) -> bool:
    """True when two figures hold for one time, each in the form of `kg.model.When`.

    Times inside a month are one where they overlap; longer ones, such as a quarter and its year, only where they are
    the same. A figure without a time holds always where it is `lasting`, a property of a thing, and else at no time
    that is known.
    """
    if a is None or b is None:
        return lasting
    first, second = bounds(a), bounds(b)
    if first == second:
        return True
    return _in_month(first) and _in_month(second) and first[0] <= second[1] and second[0] <= first[1]


def _step(value: Decimal) -> Decimal:
    """What the last digit that counts stands for."""
    _, digits, last = value.normalize().as_tuple()
    exponent = int(last)
    if abs(value) < _LARGE:
        exponent = min(exponent, 0)
    elif len(digits) == 1:
        exponent -= 1
    return Decimal(1).scaleb(exponent)


def _in_month(time: tuple[date, date]) -> bool:
    return (time[0].year, time[0].month) == (time[1].year, time[1].month)
