"""Amounts with their units, as read from text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit.

    `value` is the plain number (30亿元 is 3000000000), `unit` an ISO 4217 code or a unit of the ontology
    (`percent`, `parameters`, ...), `comparator` one of `>`, `<`, `~` or None, `text` the words it was read from
    (not part of its meaning).
    """

    value: Decimal
    unit: str
    comparator: str | None = None
    text: str = ""

    def same(self, other: Quantity) -> bool:
        """True when value and unit agree."""
        return self.value == other.value and self.unit == other.unit

    @property
    def plain(self) -> str:
        """The value without exponent or trailing zeros.

        >>> Quantity(Decimal("3.50E9"), "CNY").plain
        '3500000000'
        """
        text = format(self.value or abs(self.value), "f")  # zero has no sign
        return text.rstrip("0").rstrip(".") if "." in text else text

    @property
    def number(self) -> int | float:
        """The value as a JSON number: an int where it is whole."""
        return int(self.value) if self.value == self.value.to_integral_value() else float(self.value)
