"""Learning from whom statements are told."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from kg.learn.sources import Choice, agreement, fit_sources


def _choices(documents: int, each: int = 12) -> list[Choice]:
    found = []
    for number in range(documents):
        for i in range(each):
            told = i % 2 == 0
            rows = [["any", "near" if told else "far"], ["any", "far"]]
            found.append(Choice(f"d{number}", rows, [told, False], told))
    return found


def test_what_speaks_for_a_source_is_learned() -> None:
    model = fit_sources(_choices(10))
    assert model is not None
    assert model.probability(["any", "near"]) >= model.threshold > model.probability(["any", "far"])
    assert model.about["unread"] == 1.0
    assert model == fit_sources(_choices(10))


def test_too_few_documents_teach_nothing() -> None:
    assert fit_sources(_choices(3)) is None


def test_agreement_counts_missed_spurious_and_other_sources() -> None:
    rows = [["a"], ["b"]]
    choices = [
        Choice("d", rows, [True, False], True),  # right
        Choice("d", rows, [False, True], True),  # other
        Choice("d", rows, [True, False], True),  # missed
        Choice("d", rows, [False, False], False),  # spurious
        Choice("d", rows, [False, False], False),  # neither
    ]
    told = [[0.9, 0.1], [0.9, 0.1], [0.1, 0.2], [0.8, 0.0], [0.1, 0.1]]
    assert agreement(choices, told, 0.5) == 0.25
