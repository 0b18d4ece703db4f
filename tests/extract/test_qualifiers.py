"""What belongs to a relation beside its ends, on sentences that are parsed for real."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import marked

from kg.extract.candidate import Candidate
from kg.extract.english.parse import parse
from kg.extract.english.relations.qualifiers import clause_of, qualify
from kg.model import Quantity, Span
from kg.ontology import schema

ONTOLOGY = schema.load()


def qualified(body: str, predicate: str, trigger: str, ends: tuple[str, str], **told: str | bool) -> Candidate:
    """The candidate of one sentence whose trigger is that word, qualified."""
    document, mentions, entities = marked(body)
    sentences = parse(document, mentions)
    at = document.text.index(trigger)
    index = next(i for i, s in enumerate(sentences) if s.span.start <= at < s.span.end)
    sentence = sentences[index]
    bare = Candidate(predicate, *ends, index, sentence.token_at(at), sentence.span, "test", qualifiers=told)
    return qualify(bare, document, sentences, ONTOLOGY, {i: e.label() for i, e in entities.items()})


LINGYUN = ("Lingyun", "Kestrel")


@pytest.mark.parametrize(
    ("body", "trigger", "when"),
    [
        ("[Lingyun|Company] released [Kestrel|AIModel] on March 3, 2025.", "released", "2025-03-03"),
        ("[Lingyun|Company] released [Kestrel|AIModel] in May.", "released", "2025-05"),
        ("[Lingyun|Company] released [Kestrel|AIModel].", "released", None),
        ("[Lingyun|Company], which listed in 2019, released [Kestrel|AIModel] in 2023.", "released", "2023"),
        ("[Lingyun|Company], which listed in 2019, released [Kestrel|AIModel].", "released", None),
        ("[Lingyun|Company], which released [Kestrel|AIModel] in 2023, will list in 2026.", "released", "2023"),
        ("[Lingyun|Company] released [Kestrel|AIModel] in 2023; it listed in 2024.", "released", "2023"),
    ],
)
def test_a_time_belongs_to_its_own_clause(body: str, trigger: str, when: str | None) -> None:
    told = qualified(body, "released", trigger, LINGYUN).when
    assert (str(told) if told else None) == when


def test_what_holds_since_began_then() -> None:
    body = "[Mei Lan|Person] has led [Lingyun|Company] since May 2024."
    assert str(qualified(body, "holdsRole", "led", ("Mei Lan", "Lingyun")).when) == "2024-05"


@pytest.mark.parametrize(
    ("tail", "open_source"),
    [
        ("under an MIT license", True), ("as open source", True), ("with open weights", True),
        (", which is proprietary", False), ("on Monday", None),
    ],
)  # fmt: skip
def test_openness(tail: str, open_source: bool | None) -> None:
    body = f"[Lingyun|Company] released [Kestrel|AIModel] {tail}."
    assert qualified(body, "released", "released", LINGYUN).qualifiers.get("openSource") is open_source


@pytest.mark.parametrize(
    ("body", "role"),
    [
        ("[Mei Lan|Person], the chief technology officer of [Lingyun|Company], left.", "chief technology officer"),
        ("[Mei Lan|Person] is vice president of [Lingyun|Company].", "vice president"),
        ("[Mei Lan|Person], former CEO of [Lingyun|Company], left.", "former CEO"),
        ("[Mei Lan|Person] is head of speech research at [Lingyun|Company].", "head of speech research"),
        ("[Mei Lan|Person] works at [Lingyun|Company].", None),
        (
            "[Lingyun|Company] sold cars for years and years and years to someone; a CEO met [Mei Lan|Person].",
            "CEO",
        ),
    ],
)
def test_a_role_is_a_post_without_the_employer(body: str, role: str | None) -> None:
    trigger = "Mei Lan"
    assert qualified(body, "holdsRole", trigger, ("Mei Lan", "Lingyun")).qualifiers.get("role") == role


def test_a_role_that_a_frame_read_stays_and_loses_its_article() -> None:
    body = "[Mei Lan|Person], CEO of [Lingyun|Company], left."
    told = qualified(body, "holdsRole", "CEO", ("Mei Lan", "Lingyun"), role="the  acting CTO,")
    assert told.qualifiers["role"] == "acting CTO"


ROUND = "[Lingyun|Company] raised $30 million in a Series B+ round led by [Mirador|Fund], with [Baisha|Company] in."


def test_a_round_has_a_name() -> None:
    told = qualified(ROUND, "investsIn", "led", ("Mirador", "Lingyun"), lead=True)
    assert told.qualifiers["round"] == "Series B+"
    assert told.qualifiers["lead"] is True
    assert "amount" not in told.qualifiers, "the whole round is no investor's own sum"


def test_nobody_leads_where_no_word_says_so() -> None:
    body = "[Mirador|Fund] invested in [Lingyun|Company]."
    assert "lead" not in qualified(body, "investsIn", "invested", ("Mirador", "Lingyun"), lead=True).qualifiers


def sum_of(told: Candidate, name: str) -> tuple[str, str] | None:
    value = told.qualifiers.get(name)
    return (value.plain, value.unit) if isinstance(value, Quantity) else None


def test_a_sum_is_the_investors() -> None:
    told = qualified(
        "[Mirador|Fund] invested $30 million in [Lingyun|Company].", "investsIn", "invested", ("Mirador", "Lingyun")
    )
    assert sum_of(told, "amount") == ("30000000", "USD")
    assert sum_of(told, "stake") is None


def test_each_stake_is_its_holders() -> None:
    body = "[Torrent|Company] holds a 12.5% stake in [Lingyun|Company]; [Baisha|Company] owns 3% of [Lingyun|Company]."
    assert sum_of(qualified(body, "investsIn", "holds", ("Torrent", "Lingyun")), "stake") == ("12.5", "percent")
    assert sum_of(qualified(body, "investsIn", "owns", ("Baisha", "Lingyun")), "stake") == ("3", "percent")


def test_a_percentage_of_something_else_is_no_stake() -> None:
    body = "[Torrent|Company] invested in [Lingyun|Company] after sales rose 12%."
    assert sum_of(qualified(body, "investsIn", "invested", ("Torrent", "Lingyun")), "stake") is None


@pytest.mark.parametrize(
    ("verb", "action"),
    [("banned", "ban"), ("fined", "fine"), ("approved", "approve"), ("probed", "probe"), ("liked", None)],
)
def test_what_a_regulator_does(verb: str, action: str | None) -> None:
    told = qualified(
        f"The [Rail Ministry|GovernmentBody] {verb} [Kestrel|AIModel].", "regulates", verb, ("Rail Ministry", "Kestrel")
    )
    assert told.qualifiers.get("action") == action


def test_the_benchmark_that_stands_nearest() -> None:
    body = "[Kestrel|AIModel] lost on [GPQA|Benchmark] to many but outperforms [Orrery|AIModel] on [MMLU|Benchmark]."
    assert qualified(body, "outperforms", "outperforms", ("Kestrel", "Orrery")).qualifiers == {"benchmark": "MMLU"}


def test_a_relation_carries_only_what_the_ontology_lets_it() -> None:
    body = "[Lingyun|Company] led a 30% cheaper Series B round against [Baisha|Company] in 2024 under an MIT license."
    for name, relation in ONTOLOGY.relations.items():
        told = qualified(body, name, "led", ("Lingyun", "Baisha"), role="x", lead=True, invented="y")
        assert set(told.qualifiers) <= set(relation.qualifiers) or not relation.qualifiers
        if relation.qualifiers:
            assert "invented" not in told.qualifiers
        if "when" not in relation.qualifiers:
            assert told.when is None


@given(st.text(st.sampled_from("ab ;\n，"), min_size=1, max_size=30), st.data())
@settings(deadline=None, max_examples=150)
def test_a_clause_holds_its_anchor_and_no_break_of_its_own(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    sentence = Span(start, data.draw(st.integers(start + 1, len(text))))
    at = data.draw(st.integers(sentence.start, sentence.end - 1))
    clause = clause_of(text, sentence, Span(at, at + 1))
    assert clause.within(sentence)
    assert Span(at, at + 1).within(clause)
    told = text[clause.start : clause.end]
    assert all(cut.end() == len(told) for cut in re.finditer(r";\s", told))
