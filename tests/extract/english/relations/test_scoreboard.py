"""Scores of two names on one test are compared, in a sentence and from one to the next."""

from __future__ import annotations

import pytest

from kg.extract.english.parse import parse
from kg.extract.english.relations.scoreboard import compared
from kg.model import Document, Mention, Span

_NAMES = {"Orrery 2": "AIModel", "Kestrel": "AIModel", "Plover": "AIModel", "MathBoard": "Benchmark"}


def pairs(text: str) -> set[tuple[str, str]]:
    """Better and worse of a text, by name."""
    names = [
        Mention(Span(at, at + len(name)), name, kind, name, "test")
        for name, kind in _NAMES.items()
        for at in range(len(text))
        if text.startswith(name, at)
    ]
    sentences = parse(Document("d", text), names)
    return {(b.entity, w.entity) for i in range(len(sentences)) for b, w, _ in compared(sentences, i)}


@pytest.mark.parametrize(
    "text",
    [
        "On MathBoard Orrery 2 got 44.9, Kestrel 41.7.",
        "Orrery 2 (71.2%) and Kestrel (70.8%) were tested by us.",
        "It scored 44.9 points for Orrery 2 and 41.7 for Kestrel.",
        "Orrery 2 solved 61.5% of the tasks. Kestrel solved 50.2%.",
        "Gold, Orrery 2; silver, Kestrel.",
    ],
)
def test_the_higher_score_is_better(text: str) -> None:
    assert pairs(text) == {("Orrery 2", "Kestrel")}


@pytest.mark.parametrize(
    "text",
    [
        "Orrery 2 has 44.9 billion parameters, Kestrel 41.7 billion.",
        "Orrery 2 costs $44.9 a month on the test, Kestrel $41.7.",
        "Orrery 2 scored after 44.9 seconds, Kestrel after 41.7 seconds.",
        "Orrery 2 came out in 2024, and Kestrel in 2025, say the points.",
        "Orrery 2 got 44.9 on MathBoard.",
    ],
)
def test_other_numbers_are_no_scores(text: str) -> None:
    assert not pairs(text)


def test_those_that_one_is_measured_against_are_not_compared() -> None:
    found = pairs("Orrery 2 scored 83.1, against 71.4 for Kestrel and 69.9 for Plover.")
    assert found == {("Orrery 2", "Kestrel"), ("Orrery 2", "Plover")}
