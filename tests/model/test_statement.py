"""Statements, their identity, and extractions that check themselves."""

from __future__ import annotations

import string
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Document, Entity, Evidence, Extraction, Mention, Quantity, Span, Statement, When

_ID = st.text(string.ascii_lowercase + "-.", min_size=1, max_size=6)


@given(_ID, _ID)
@settings(deadline=None, max_examples=150)
def test_a_symmetric_relation_is_one_either_way(one: str, other: str) -> None:
    there = Statement.relation(one, "rivals", other, symmetric=True)
    back = Statement.relation(other, "rivals", one, symmetric=True)
    assert there == back
    assert there.id == back.id
    assert there.subject <= str(there.object)


@given(_ID, _ID)
@settings(deadline=None, max_examples=100)
def test_a_directed_relation_is_two(one: str, other: str) -> None:
    there, back = Statement.relation(one, "acquires", other), Statement.relation(other, "acquires", one)
    assert (there.subject, there.object) == (one, other)
    assert (there.id == back.id) == (one == other)


def revenue(value: str = "5", unit: str = "USD", when: str | None = "2024", benchmark: str | None = None) -> Statement:
    amount = Quantity(Decimal(value), unit, ">", f"over {value}")
    return Statement("a", "revenue", amount, When.parse(when) if when else None, benchmark)


def test_an_observation_is_told_apart_by_value_unit_time_and_benchmark() -> None:
    others = [revenue("6"), revenue(unit="CNY"), revenue(when="2025"), revenue(when=None), revenue(benchmark="MMLU")]
    assert len({one.id for one in (revenue(), *others)}) == 6
    assert all(one.is_observation for one in others)
    assert not Statement.relation("a", "rivals", "b").is_observation


def test_how_an_amount_was_written_is_no_part_of_its_meaning() -> None:
    told = Statement("a", "revenue", Quantity(Decimal("5.00"), "USD", None, "$5"), When.parse("2024"))
    assert told.id == revenue().id
    zero, minus = (Statement("a", "stockChange", Quantity(Decimal(v), "percent")) for v in ("0", "-0.0"))
    assert zero.id == minus.id


def test_a_label_is_told_in_the_language_asked_for_or_another() -> None:
    both = Entity("qwen", "AIModel", {"en": "Qwen", "zh": "通义千问"})
    assert (both.label(), both.label("zh"), both.label("fr")) == ("Qwen", "通义千问", "Qwen")
    assert Entity("x", "AIModel", {"zh": "千问"}).label() == "千问"
    assert Entity("x", "AIModel", {}).label() == "x"


DOCUMENT = Document("d", "Lingyun rivals Baisha.", "News")


def test_an_extraction_holds_what_stands_in_the_text() -> None:
    at = DOCUMENT.body_start
    mention = Mention(Span(at, at + 7), "Lingyun", "Company", "lingyun", "test")
    span = Span(at, len(DOCUMENT.text))
    told = Evidence(Statement.relation("lingyun", "rivals", "baisha"), "d", span, "Lingyun rivals Baisha.")
    assert Extraction(DOCUMENT, (), (mention,), (told,)).evidence == (told,)


def test_a_mention_that_is_not_at_its_span_is_refused() -> None:
    with pytest.raises(ValueError, match=r"d: the mention 'Lingyun' is not at its span"):
        Extraction(DOCUMENT, (), (Mention(Span(0, 7), "Lingyun", "Company", "lingyun", "test"),), ())


@pytest.mark.parametrize("span", [Span(0, 4), Span(0, 9), Span(20, 99)])
def test_a_quote_that_is_not_at_its_span_is_refused(span: Span) -> None:
    told = Evidence(Statement.relation("a", "rivals", "b"), "d", span, "Lingyun")
    with pytest.raises(ValueError, match=r"is not at its span|reaches past"):
        Extraction(DOCUMENT, (), (), (told,))
