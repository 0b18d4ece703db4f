"""When two figures can both be right."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.query.agree import meet, one_time, room


@pytest.mark.parametrize(
    ("a", "b", "agree"),
    [
        ("3500000000", "3480000000", True),  # rounded to two digits
        ("3500000000", "3580000000", False),
        ("~3500000000", "3700000000", True),
        ("~3500000000", "4000000000", False),
        ("5576000", "5600000", True),
        ("5576000", "294000", False),
        ("3000000000", "3300000000", False),  # a large number is told to two digits at least
        ("8", "8.1", True),  # a small one may be told to one
        ("8", "9", False),
        ("8.1", "8.4", False),
        (">5500", "9000", True),
        (">5500", "4200", False),
        ("<5500", "4200", True),
        ("<5500", "9000", False),
        (">5", "<5", True),
        ("0", "0", True),
        ("0", "66", False),
        ("-1040000000", "1040000000", False),
        ("0.0005", "0.5", False),
    ],
)
def test_values(a: str, b: str, agree: bool) -> None:
    def meant(told: str) -> tuple[Decimal, Decimal]:
        return room(Decimal(told.lstrip("<>~")), told[0] if told[0] in "<>~" else None)

    assert meet(meant(a), meant(b)) is agree
    assert meet(meant(b), meant(a)) is agree


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("2025-03-06", "2025-03", True),
        ("2025-03-06", "2025-03-07", False),
        ("2024", "2024-Q4", False),  # a quarter is no part of what the year tells
        ("2024", "2024-01/2024-12", True),
        ("2024-Q4", "2024-Q4", True),
        ("2024-04/2025-03", "2024", False),
    ],
)
def test_times(a: str, b: str, same: bool) -> None:
    assert one_time(a, b, lasting=False) is same
    assert one_time(b, a, lasting=True) is same


def test_without_a_time_only_what_lasts_is_of_one_time() -> None:
    assert one_time(None, "2024", lasting=True)
    assert not one_time(None, "2024", lasting=False)
    assert not one_time(None, None, lasting=False)
