"""Candidates become evidence: what the ontology forbids goes, the same thing in one sentence stays once."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pytest
from marked import marked

from kg.extract.assemble import evidence, mentioned
from kg.extract.attribution import Attributor
from kg.extract.candidate import Candidate
from kg.extract.english.parse import parse
from kg.extract.modality import told_modality
from kg.model import Entity, Evidence, Mention, Modality, Quantity, Span, When
from kg.ontology import schema

ONTOLOGY = schema.load()
BODY = (
    "[Lingyun|Company] rivals [Baisha|Company] and sells [Kestrel|AIModel] in [Hangzhou|Place]. "
    "[Reuters|MediaOutlet] reported that [Lingyun|Company] plans to buy [Baisha|Company].\n"
    "[Mei Lan|Person] denied that [Lingyun|Company] would buy [Baisha|Company]. "
    "[Lingyun|Company] bought [Baisha|Company]."
)


def told(*found: Candidate) -> list[Evidence]:
    return assembled(found)


def assembled(found: Iterable[Candidate], publisher: str | None = None) -> list[Evidence]:
    document, mentions, entities = marked(BODY)
    found, sentences = list(found), parse(document, mentions)
    told = Attributor(document, sentences, entities, found, None)
    items = list(
        evidence(found, document, entities, ONTOLOGY, "test/1", lambda one: told_modality(one, sentences), told.of)
    )
    assert all(document.quote(item.span) == item.quote for item in items)
    return items


def candidate(
    predicate: str, subject: str, object_: str | Quantity, sentence: int = 0, word: str = "", **more: object
) -> Candidate:
    document, mentions, _ = marked(BODY)
    parsed = parse(document, mentions)[sentence]
    trigger = next((t.i for t in parsed.doc if t.text == word), 0)
    return Candidate(predicate, subject, object_, sentence, trigger, parsed.span, "test.rule", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("predicate", "subject", "object_"),
    [
        ("rivals", "Lingyun", "Kestrel"),
        ("acquires", "Lingyun", "Hangzhou"),
        ("basedIn", "Hangzhou", "Lingyun"),
        ("developed", "Kestrel", "Lingyun"),
        ("holdsRole", "Lingyun", "Mei Lan"),
        ("outperforms", "Kestrel", "Lingyun"),
    ],
)
def test_what_the_ontology_does_not_allow_is_dropped(predicate: str, subject: str, object_: str) -> None:
    good = candidate("acquires", "Lingyun", "Baisha", 3, "bought")
    (kept,) = told(candidate(predicate, subject, object_), good)
    assert kept.statement.predicate == "acquires"


@pytest.mark.parametrize(
    ("metric", "subject", "unit", "kept"),
    [
        ("revenue", "Lingyun", "CNY", True),
        ("revenue", "Lingyun", "percent", False),
        ("revenue", "Hangzhou", "CNY", False),
        ("parameterCount", "Kestrel", "parameters", True),
        ("parameterCount", "Lingyun", "parameters", False),
    ],
)
def test_a_figure_fits_its_metric(metric: str, subject: str, unit: str, kept: bool) -> None:
    amount = Quantity(Decimal(5), unit)
    found = told(candidate(metric, subject, amount, when=When.parse("2024"), benchmark=None))
    assert [item.statement.object for item in found] == ([amount] if kept else [])
    assert all(item.statement.when == When.parse("2024") for item in found)


def test_one_sentence_tells_a_statement_once() -> None:
    there, back = (
        candidate("rivals", "Lingyun", "Baisha", 0, "rivals"),
        candidate("rivals", "Baisha", "Lingyun", 0, "rivals"),
    )
    (item,) = told(back, there)
    assert (item.statement.subject, item.statement.object) == ("Baisha", "Lingyun")
    directed = [candidate("acquires", a, b, 3, "bought") for a, b in (("Lingyun", "Baisha"), ("Baisha", "Lingyun"))]
    assert len(told(*directed)) == 2
    assert len(told(candidate("acquires", "Lingyun", "Baisha", 1, "buy"), *directed)) == 3


def test_evidence_comes_in_order_of_place_whatever_the_order_of_candidates() -> None:
    found = [
        candidate("acquires", "Lingyun", "Baisha", 3, "bought"),
        candidate("acquires", "Lingyun", "Baisha", 1, "buy"),
        candidate("rivals", "Lingyun", "Baisha", 0, "rivals"),
        candidate("basedIn", "Lingyun", "Hangzhou", 0, "sells"),
    ]
    there, back = told(*found), told(*reversed(found))
    assert there == back
    assert [item.span for item in there] == sorted(item.span for item in there)
    assert len(there) == 4


def test_each_sentence_tells_in_its_own_way() -> None:
    planned, denied, asserted = (
        told(candidate("acquires", "Lingyun", "Baisha", sentence, word))[0]
        for sentence, word in ((1, "buy"), (2, "buy"), (3, "bought"))
    )
    assert [item.modality for item in (planned, denied, asserted)] == ["planned", "denied", "asserted"]
    assert [item.attribution for item in (planned, denied, asserted)] == ["Reuters", "Mei Lan", None]


def test_what_the_topic_tells_goes_before_the_word_but_not_before_a_denial() -> None:
    (expected,) = told(candidate("acquires", "Lingyun", "Baisha", 3, "bought", told=Modality.SPECULATED))
    assert expected.modality is Modality.SPECULATED
    (fact,) = told(candidate("acquires", "Lingyun", "Baisha", 1, "buy", told=Modality.ASSERTED))
    assert fact.modality is Modality.ASSERTED
    (denied,) = told(candidate("acquires", "Lingyun", "Baisha", 2, "buy", told=Modality.ASSERTED))
    assert denied.modality is Modality.DENIED


def test_a_source_of_the_topic_counts_where_no_word_of_telling_does() -> None:
    (item,) = told(candidate("acquires", "Lingyun", "Baisha", 3, "bought", source="IDC"))
    assert item.attribution == "IDC"
    (other,) = told(candidate("acquires", "Lingyun", "Baisha", 1, "buy", source="IDC"))
    assert other.attribution == "Reuters"


def test_what_a_candidate_holds_goes_into_its_evidence() -> None:
    one = candidate(
        "acquires",
        "Lingyun",
        "Baisha",
        3,
        "bought",
        when=When.parse("2024"),
        qualifiers={"stake": Quantity(Decimal(51), "percent")},
        score=0.75,
    )
    (item,) = told(one)
    assert (item.document, item.extractor, item.rule, item.score) == ("t", "test/1", "test.rule", 0.75)
    assert item.when == When.parse("2024")
    assert item.statement.when is None, "a relation is the same at any time"
    assert item.qualifiers == {"stake": Quantity(Decimal(51), "percent")}
    assert item.quote == "Lingyun bought Baisha."


def test_entities_come_in_order_of_mention_without_those_that_are_not_named() -> None:
    entities = {n: Entity(n, "Company", {"en": n}) for n in ("a", "b", "c")}
    mentions = [Mention(Span(i, i + 1), n, "Company", n, "t") for i, n in enumerate("bcbx")]
    assert [e.id for e in mentioned(mentions, entities)] == ["b", "c"]
