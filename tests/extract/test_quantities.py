"""Numbers with units: what is written comes back, with sign, scale, currency and hedge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.english.figures.numbers import ENGLISH, GRAMMAR, read_words
from kg.extract.quantities import Amount, Lexicon, find_amounts, grammar, plain
from kg.model import Span


def amounts(text: str) -> list[Amount]:
    return find_amounts(text, Span(0, len(text)), GRAMMAR)


def one(text: str) -> Amount:
    found = amounts(text)
    assert len(found) == 1, found
    return found[0]


CODES = st.sampled_from(
    [("$", "USD"), ("HK$", "HKD"), ("RMB", "CNY"), ("CNY", "CNY"), ("€", "EUR"), ("S$", "SGD"), ("RM", "MYR")]
)
NAMES = st.sampled_from(
    [("yuan", "CNY"), ("dollars", "USD"), ("Hong Kong dollars", "HKD"), ("ringgit", "MYR"), ("yen", "JPY")]
)
SCALES = st.sampled_from(
    [("", 0), (" million", 6), (" billion", 9), (" trillion", 12), ("bn", 9), ("m", 6), ("k", 3), (" mn", 6)]
)
WRITTEN = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2)


@given(WRITTEN, CODES, SCALES)
def test_a_sum_with_a_sign_comes_back(value: Decimal, code: tuple[str, str], scale: tuple[str, int]) -> None:
    read = one(f"It took {code[0]}{value:,}{scale[0]} last time.")
    assert read.value == value.scaleb(scale[1])
    assert read.unit == code[1]
    assert read.kind == "money"


@given(WRITTEN, NAMES, SCALES)
def test_a_sum_with_a_name_comes_back(value: Decimal, name: tuple[str, str], scale: tuple[str, int]) -> None:
    read = one(f"It took {value:,}{scale[0]} {name[0]}.")
    assert (read.value, read.unit) == (value.scaleb(scale[1]), name[1])


@given(WRITTEN, st.sampled_from(["%", " percent", " per cent", " pct"]), st.sampled_from(["", "-", "−", "–", "+"]))
def test_a_percentage_keeps_its_sign(value: Decimal, unit: str, sign: str) -> None:
    read = one(f"The stock: {sign}{value}{unit}.")
    assert read.unit == "percent"
    assert read.value == (value if sign in ("", "+") else -value)
    assert read.signed == bool(sign)


@given(st.integers(1, 10**12))
def test_grouped_digits_are_one_number(value: int) -> None:
    assert one(f"all {value:,} of them").value == value


@given(st.decimals(min_value=1, max_value=10**6, places=3))
def test_the_span_is_the_text_that_was_read(value: Decimal) -> None:
    text = f"About RMB{value} million was paid."
    read = one(text)
    assert text[read.span.start : read.span.end] == f"RMB{value} million"
    assert read.comparator == "~"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=4))
def test_plain_numbers_print_alike(value: Decimal) -> None:
    assert plain(value) == value
    assert str(plain(value)) == str(plain(value * Decimal("1.0000")))
    assert "E" not in str(plain(value))


_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _spelled(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10 - 2] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    head = f"{_ONES[value // 100]} hundred"
    return head + (f" and {_spelled(value % 100)}" if value % 100 else "")


@given(st.integers(2, 999), st.sampled_from([("", 0), (" thousand", 3), (" million", 6), (" billion", 9)]))
def test_words_come_back(value: int, scale: tuple[str, int]) -> None:
    text = f"{_spelled(value)}{scale[0]}"
    assert [(s, e, v) for s, e, v in read_words(text)] == [(0, len(text), value * 10 ** scale[1])]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("one and a half trillion parameters", "1500000000000", ""),
        ("half a billion dollars", "500000000", "USD"),
        ("a billion yuan", "1000000000", "CNY"),
        ("three hundred million dollars", "300000000", "USD"),
        ("11 U.S. cents", "0.11", "USD"),
        ("40 sen", "0.4", "MYR"),
        ("a fifth of the market", "20", "percent"),
        ("two thirds of it", "66.7", "percent"),
        ("half of sales", "50", "percent"),
        ("half a per cent", "0.5", "percent"),
        ("grew sixfold", "6", "times"),
        ("44 times the figure", "44", "times"),
        ("256K tokens", "256000", ""),
        ("a 93-billion-yuan fund", "93000000000", "CNY"),
        ("the trillion-parameter model", "1000000000000", ""),
        ("US$85 Million", "85000000", "USD"),
    ],
)
def test_forms(text: str, value: str, unit: str) -> None:
    read = one(text)
    assert (read.value, read.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("more than 5 million", ">"),
        ("at least 5 million", ">"),
        ("5 million or more", ">"),
        ("$60M+", ">"),
        ("upward of $5 million", ">"),
        ("nearly 5 million", "<"),
        ("just under 5 million", "<"),
        ("less than 5 million", "<"),
        ("no more than 5 million", "<"),
        ("about 5 million", "~"),
        ("some 5 million", "~"),
        ("5 million or so", "~"),
        ("roughly 5 million", "~"),
        ("5 million", None),
    ],
)
def test_hedges(text: str, sign: str | None) -> None:
    assert one(text).comparator == sign


@pytest.mark.parametrize(
    "text",
    ["GPT-4 and A1000", "the 15th", "in 9M25", "at 18:40", "sits at #2", "Qwen2.5-VL", "5G phones", "model_3", "H20s"],
)
def test_names_ranks_and_clocks_hold_no_number(text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 3 billion and 3.5 billion yuan", "3000000000", "3500000000"),
        ("$4-5 billion", "4000000000", "5000000000"),
        ("18% to 24%", "18", "24"),
        ("RMB430 million to RMB450 million", "430000000", "450000000"),
    ],
)
def test_ranges(text: str, low: str, high: str) -> None:
    first, second = amounts(text)
    assert (first.value, first.comparator, first.bound) == (Decimal(low), ">", "low")
    assert (second.value, second.comparator, second.bound) == (Decimal(high), "<", "high")
    assert first.unit == second.unit


def test_from_a_to_b_is_no_range() -> None:
    first, second = amounts("from 2 billion to 3 billion yuan")
    assert (first.bound, second.bound) == ("origin", "target")
    assert second.comparator is None


def test_a_second_currency_in_brackets_is_an_alternative() -> None:
    read = one("380 billion yuan (about $53 billion)")
    assert (read.value, read.unit) == (Decimal(380_000_000_000), "CNY")
    assert [(a.value, a.unit) for a in read.also] == [(Decimal(53_000_000_000), "USD")]


def test_two_sums_in_one_currency_stay_two() -> None:
    assert len(amounts("$5 million ($3 million last year)")) == 2


def test_spans_to_skip_hold_no_number() -> None:
    assert find_amounts("Fund 3 has 5 units", Span(0, 18), GRAMMAR, [Span(0, 6)])[0].value == 5


def test_another_language_is_another_lexicon() -> None:
    chinese = Lexicon(
        scales={"亿": 8, "万": 4},
        letters={},
        before={},
        after={"元": "CNY", "美元": "USD"},
        minor={},
        percent="%",
        points="个百分点",
        times="倍",
        below="不到",
        above="超过",
        near="约",
        above_after="以上",
        near_after="左右",
        range="至|到",
        between="介乎",
        spaced=False,
    )
    text = "营收约30亿元，同比增长12%"
    money, percent = find_amounts(text, Span(0, len(text)), grammar(chinese))
    assert (money.value, money.unit, money.comparator) == (Decimal(3_000_000_000), "CNY", "~")
    assert (percent.value, percent.unit) == (Decimal(12), "percent")


def test_every_currency_is_an_iso_code() -> None:
    codes = {*ENGLISH.before.values(), *ENGLISH.after.values(), *(code for code, _ in ENGLISH.minor.values())}
    assert all(len(code) == 3 and code.isupper() and code.isalpha() for code in codes)
