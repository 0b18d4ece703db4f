"""Spans and documents."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Span
from kg.model.document import text_digest


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 30))
    return Span(start, start + draw(st.integers(1, 12)))


def places(span: Span) -> set[int]:
    return set(range(span.start, span.end))


@given(spans(), spans())
@settings(deadline=None, max_examples=300)
def test_spans_are_sets_of_places(one: Span, other: Span) -> None:
    assert len(one) == len(places(one))
    assert one.overlaps(other) == bool(places(one) & places(other))
    assert one.overlaps(other) == other.overlaps(one)
    assert one.within(other) == (places(one) <= places(other))
    assert (one.within(other) and other.within(one)) == (one == other)
    assert (one < other) == ((one.start, one.end) < (other.start, other.end))


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_an_empty_or_negative_span_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="a span needs"):
        Span(start, end)


@given(st.text(max_size=30), st.none() | st.text(max_size=15))
@settings(deadline=None, max_examples=150)
def test_the_body_follows_the_title(body: str, title: str | None) -> None:
    document = Document("d", body, title)
    assert document.text[document.body_start :] == body
    assert document.text[: document.body_start] == (f"{title}\n" if title else "")


def test_a_quote_is_the_characters_of_the_span() -> None:
    document = Document("d", "阿里 🚀 rises", "T")
    assert document.quote(Span(2, 4)) == "阿里"
    assert document.quote(Span(5, 6)) == "🚀"
    assert document.quote(Span(0, len(document.text))) == document.text
    with pytest.raises(ValueError, match="reaches past the text of d"):
        document.quote(Span(2, len(document.text) + 1))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Z", "Cc")), min_size=1, max_size=6), max_size=6))
@settings(deadline=None, max_examples=150)
def test_white_space_and_composition_do_not_change_the_digest(words: list[str]) -> None:
    plain = " ".join(words)
    digest = text_digest(plain)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert text_digest("\n \t".join(["", *words, ""])) == digest
    assert text_digest(unicodedata.normalize("NFD", plain)) == digest
    assert text_digest(plain + " more") != digest


def test_the_digest_is_of_title_and_body() -> None:
    assert Document("a", "two", "one").digest == Document("b", "one\ntwo").digest
    assert Document("a", "two", "one").digest != Document("a", "two").digest
