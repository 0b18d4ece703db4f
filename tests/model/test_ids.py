"""Slugs and hashes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model.ids import digest, minted_entity_id, slug, statement_id

_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
_PART = st.text(st.sampled_from("ab\x1e\x1f0 1阿"), max_size=4)


@given(_TEXT)
@settings(deadline=None, max_examples=400)
def test_the_slug_of_a_slug_is_itself(text: str) -> None:
    once = slug(text)
    assert slug(once) == once


@given(_TEXT)
@settings(deadline=None, max_examples=300)
def test_a_slug_is_words_between_hyphens(text: str) -> None:
    made = slug(text)
    assert not re.search(r"^-|-$|--|[^\w-]|_", made)
    assert made == made.casefold()


@given(st.lists(st.sampled_from(["Qwen", "2.5", "Max", "千问", "é"]), min_size=1, max_size=5))
@settings(deadline=None, max_examples=60)
def test_separators_and_case_do_not_change_a_slug(words: list[str]) -> None:
    assert len({slug(joint.join(words)) for joint in (" ", "-", "_", " / ", "\u00a0")}) == 1
    assert slug(" ".join(words).upper()) == slug(" ".join(words).lower())


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Qwen2.5-VL (72B)", "qwen2-5-vl-72b"), ("通义千问", "通义千问"), ("Škoda Auto a.s.", "skoda-auto-a-s"),
        ("ＡＩ　Lab", "ai-lab"), ("!!!", ""), ("../../etc", "etc"), ("Straße", "strasse"),
    ],
)  # fmt: skip
def test_slugs(text: str, made: str) -> None:
    assert slug(text) == made


def test_an_entity_without_letters_still_has_an_id() -> None:
    assert minted_entity_id("AIModel", "Qwen 3") == "aimodel.qwen-3"
    first, second = minted_entity_id("Company", "???"), minted_entity_id("Company", "!!!")
    assert first != second
    assert re.fullmatch(r"company\.[0-9a-f]{16}", first)


@given(st.lists(_PART, min_size=1, max_size=3), st.lists(_PART, min_size=1, max_size=3))
@settings(deadline=None, max_examples=300)
def test_the_parts_of_a_digest_do_not_run_into_one_another(one: list[str], other: list[str]) -> None:
    assert (digest(*one) == digest(*other)) == (one == other)


def test_separators_inside_a_part_count() -> None:
    assert len({digest("a", "b"), digest("a\x1fb"), digest("a\x1e1b"), digest("a\x1e", "b"), digest("ab")}) == 5


def test_hashes_stay_as_they_are() -> None:
    """Stores hold them: a change would tell every statement twice."""
    assert digest("a", "b") == "f04cdced9736a69d"
    assert statement_id("alibaba", "rivals", "deepseek") == "9e8215678c75af5aa40a"
