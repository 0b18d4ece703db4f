"""Amounts in Chinese text: scales, currencies, signs, hedges, ranges, numerals."""

from __future__ import annotations

import pytest

from kg.extract.chinese.figures.numbers import find_amounts
from kg.extract.chinese.numerals import fractions, value_of
from kg.extract.quantities import plain
from kg.model import Span

READ = [
    ("营收近5.2亿元", ["520000000 CNY <"]),
    ("三千八百亿元", ["380000000000 CNY"]),
    ("净利-2.39亿元", ["-239000000 CNY"]),
    ("为负4.5亿元", ["-450000000 CNY"]),
    ("逾1.57亿", ["157000000  >"]),
    ("不低于550亿元", ["55000000000 CNY >"]),
    ("5000多人", ["5000  >"]),
    ("约200亿港元左右", ["20000000000 HKD ~"]),
    ("人民币12亿元", ["1200000000 CNY"]),
    ("12亿元人民币", ["1200000000 CNY"]),
    ("US$1.2亿", ["120000000 USD"]),
    ("2.5-3亿元", ["250000000 CNY >", "300000000 CNY <"]),
    ("两成五", ["25 percent"]),
    ("百分之三十", ["30 percent"]),
    ("提高2.3个百分点", ["2.3 percentage points"]),
    ("近两倍", ["2 times <"]),
    ("256K上下文", ["256000 "]),
    ("671B参数", ["671000000000 "]),
    ("1.6T产品", []),
    ("09:32敲锣", []),
    ("（688256）", []),
    ("上百亿元", []),
    ("千亿市值公司", []),
    ("逾万亿参数", ["1000000000000  >"]),
    ("一众百亿参数", []),
    ("一家公司", []),
    ("同比翻倍", ["100 percent"]),
]


@pytest.mark.parametrize(("text", "wanted"), READ)
def test_amounts(text: str, wanted: list[str]) -> None:
    found = find_amounts(text, Span(0, len(text)))
    assert [f"{plain(a.value)} {a.unit} {a.comparator or ''}".rstrip(" ") for a in found] == [
        w.rstrip(" ") for w in wanted
    ]


def test_numerals() -> None:
    assert [value_of(n) for n in ("三千八百亿", "二零二六", "两万五千", "十二", "")] == [
        380_000_000_000,
        2026,
        25_000,
        12,
        None,
    ]
    assert [int(f[2]) for f in fractions("三成五，三分之一，一半")] == [35, 33, 50]
