"""Amounts that lean on others: parts of a whole, prices without a currency, signed numbers, cells of a line."""

from __future__ import annotations

import pytest

from kg.extract.english.figures.numbers import GRAMMAR
from kg.extract.english.figures.units import adopt_units
from kg.extract.quantities import find_amounts, plain
from kg.model import Span


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It uses 7 of its 90 billion parameters.", ["7000000000 ", "90000000000 "]),
        (
            "Ninety billion? No: 90 billion parameters, 7 of them at work.",
            ["90000000000 ", "90000000000 ", "7000000000 "],
        ),
        ("Input costs 3 yuan, output 12.", ["3 CNY", "12 CNY"]),
        ("The index: +1.2.", ["1.2 percent"]),
        ("Size 70B/7B, price $0.5/$2.", ["70000000000 ", "7000000000 ", "0.5 USD", "2 USD"]),
        ("Kite,106 billion parameters,12 billion active.", ["106000000000 ", "12000000000 "]),
        ("Profit of T$4bn.", ["4000000000 TWD"]),
        ("It eased a quarter of a per cent.", ["0.25 percent"]),
        ("A value of 1.3 trillion won.", ["1300000000000 KRW"]),
        ("On 5/12 it shipped 3 of its 9 robots.", ["3 ", "9 "]),
    ],
)
def test_amounts_that_lean_on_others(text: str, told: list[str]) -> None:
    span = Span(0, len(text))
    found = adopt_units(text, span, find_amounts(text, span, GRAMMAR), [], None)
    assert [f"{plain(a.value)} {a.unit}" for a in found] == told
