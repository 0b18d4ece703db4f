from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli.plain import clean, csv_safe, escaped, width, wrap


@given(st.text())
def test_clean_lets_nothing_through_that_steers(text: str) -> None:
    shown = clean(text)
    assert all(char.isprintable() for char in shown if char != " " and not _unassigned(char))
    shown.encode("utf-8")


def _unassigned(char: str) -> bool:
    import unicodedata

    return unicodedata.category(char) in ("Cn", "Co", "Zs")


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_wrapping_keeps_every_character_and_the_width(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())


def test_wraps_chinese_between_characters_but_not_before_a_full_stop() -> None:
    assert wrap("阿里巴巴发布通义千问。", 20) == ["阿里巴巴发布通义千", "问。"]


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_escaped_json_reads_back_the_same(text: str) -> None:
    written = escaped(json.dumps([text], ensure_ascii=False))
    assert json.loads(written) == [text]
    written.encode("utf-8")
    assert not any(char in written for char in "\x1b\x9b\x7f\u202e\x00")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "\t=", " =", "\x1b=", "\u200b@"])
def test_a_formula_is_disarmed(start: str) -> None:
    assert csv_safe(f"{start}cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("number", ["-12.5", "+3", "42", "-0"])
def test_a_number_stays_a_number(number: str) -> None:
    assert csv_safe(number) == number
