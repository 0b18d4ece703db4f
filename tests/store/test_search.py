"""Names in the ledger are found by their beginning, by a part, and in spite of a wrong letter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.store.ledger import Changes, Ledger, NameRow

NAMES = ("Firm 1", "Firm 2", "Firm 17", "Firm 3903", "Lingyun Firm", 'Acme " OR *', "阶跃星辰科技")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "ledger.sqlite", write=True)
    rows = {name: (NameRow(f"company.{number}", name, True, False),) for number, name in enumerate(NAMES)}
    found.finish(Changes(names={row.entity: (row,) for (row,) in rows.values()}))
    yield found
    found.close()


def forms(ledger: Ledger, text: str) -> list[str]:
    return [row.form for row in ledger.near_names(text, 10)]


@pytest.mark.parametrize("common", [0, 2, 10_000])
def test_names_are_found_however_common_their_trigrams_are(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, common: int
) -> None:
    monkeypatch.setattr("kg.store.search._COMMON", common)
    assert forms(ledger, "Firm")[:2] == ["Firm 1", "Firm 2"]
    assert forms(ledger, "Frim 3903") == ["Firm 3903"]
    assert forms(ledger, "gyun") == ["Lingyun Firm"]
    assert forms(ledger, "跃星辰") == ["阶跃星辰科技"]
    assert forms(ledger, '" or *') == ['Acme " OR *']
    assert forms(ledger, "nobody") == []


def test_rare_trigrams_decide_before_common_ones(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    assert forms(ledger, "un Firm") == ["Lingyun Firm", "Firm 1", "Firm 2", "Firm 17"]
    monkeypatch.setattr("kg.store.search._COMMON", 2)
    assert forms(ledger, "un Firm") == ["Lingyun Firm"]


def test_a_wrong_letter_that_other_names_hold_hides_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.search._COMMON", 2)
    assert forms(ledger, "firmyun") == forms(ledger, "Firmyun") != []
    assert forms(ledger, "xfir ") == ["Firm 1", "Firm 2", "Firm 17"]
