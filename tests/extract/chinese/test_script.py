"""Traditional text as simplified, at the same offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.chinese.script import simplified


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("輝達發布新晶片", "辉达发布新晶片"),
        ("聯交所主板", "联交所主板"),
        ("ＡＩ２０２５", "AI2025"),
        ("阿里云（Qwen）", "阿里云（Qwen）"),
    ],
)
def test_traditional_characters_and_wide_letters_are_folded(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected


@given(st.text())
def test_offsets_stay_and_twice_is_once(text: str) -> None:
    once = simplified(text)
    assert len(once) == len(text)
    assert simplified(once) == once
