"""Amounts: how a number is written, and when two are the same."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Quantity

_VALUES = st.decimals(
    allow_nan=False, allow_infinity=False, min_value=Decimal("-1e18"), max_value=Decimal("1e18"), places=None
)


@given(_VALUES)
@settings(deadline=None, max_examples=300)
def test_the_plain_form_means_the_value(value: Decimal) -> None:
    plain = Quantity(value, "CNY").plain
    assert Decimal(plain) == value
    assert "e" not in plain.lower()
    if "." in plain:
        assert plain[-1] not in "0."


@given(st.integers(-(10**15), 10**15), st.integers(0, 6), st.integers(0, 4))
@settings(deadline=None, max_examples=200)
def test_one_value_has_one_plain_form(digits: int, places: int, zeros: int) -> None:
    value = Decimal(digits).scaleb(-places)
    longer = Decimal(digits * 10**zeros).scaleb(-places - zeros)
    one, other = Quantity(value, "CNY"), Quantity(longer, "CNY")
    assert one.plain == other.plain
    assert one.same(other)
    assert one.number == other.number


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("3.50E9", "3500000000"), ("100", "100"), ("0.10", "0.1"), ("-3.500", "-3.5"), ("1E-7", "0.0000001"),
        ("-0", "0"), ("-0.00", "0"), ("0E3", "0"), ("120.0", "120"),
    ],
)  # fmt: skip
def test_plain_forms(value: str, plain: str) -> None:
    assert Quantity(Decimal(value), "percent").plain == plain


@given(_VALUES)
@settings(deadline=None, max_examples=200)
def test_the_number_is_whole_where_the_value_is(value: Decimal) -> None:
    number = Quantity(value, "CNY").number
    assert isinstance(number, int) == (value == value.to_integral_value())
    assert number == (value if isinstance(number, int) else float(value))


def test_unit_and_value_make_amounts_the_same() -> None:
    amount = Quantity(Decimal(5), "USD", "~", "about $5")
    assert amount.same(Quantity(Decimal("5.0"), "USD", ">", "over five dollars"))
    assert not amount.same(Quantity(Decimal(5), "CNY", "~", "about $5"))
    assert not amount.same(Quantity(Decimal(6), "USD"))
