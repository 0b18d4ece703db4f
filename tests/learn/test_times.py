"""Learning which time a statement tells, from the first annotated documents."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("scipy")

from kg.config import data_path
from kg.errors import MissingExtraError
from kg.extract.english.reader import EnglishReader
from kg.extract.english.times import chooser
from kg.extract.english.times.chooser import TimeModel
from kg.extract.gold import read_gold
from kg.learn import read_times, train_times
from kg.learn.times import DocumentTimes
from kg.ontology import registry, schema

GOLD = data_path("seeds", "gold", "train", "en")
DOCUMENTS = 12

if not GOLD.is_dir():
    pytest.skip("the annotated documents are not here", allow_module_level=True)


@pytest.fixture(scope="module")
def documents() -> list[DocumentTimes]:
    found = read_gold(GOLD)
    reader = EnglishReader(schema.load(), registry.load(), judged=False)
    timed = [n for n, d in sorted(found.items()) if sum(bool(r.get("when")) for r in d["relations"]) > 4]
    return [read_times(found[name], reader) for name in timed[:DOCUMENTS]]


@pytest.fixture(scope="module")
def learned(documents: list[DocumentTimes]) -> TimeModel:
    model = train_times(documents, {"documents": DOCUMENTS})
    assert model is not None
    return model


def test_examples_hold_the_annotated_times(documents: list[DocumentTimes]) -> None:
    told = [example for document in documents for example in document.examples if example.told]
    assert len(told) > 20
    found = [any(o.when and o.when.text == e.told for o in e.options) for e in told]
    assert sum(found) > 0.9 * len(found), "nearly every annotated time is an option"


def test_each_example_has_one_option_for_no_time(documents: list[DocumentTimes]) -> None:
    for document in documents:
        for example in document.examples:
            assert [o.when for o in example.options].count(None) == 1


def test_the_model_tells_what_it_reaches_and_what_has_times(learned: TimeModel) -> None:
    assert set(learned.about["unread_times"]) == {"agreement", "spurious"}
    assert learned.about["documents"] == DOCUMENTS
    assert "rivals" not in learned.timed
    assert "none" in learned.weights


def test_the_same_documents_give_the_same_file(
    documents: list[DocumentTimes], learned: TimeModel, tmp_path: Path
) -> None:
    again = train_times(documents, {"documents": DOCUMENTS})
    assert again is not None
    chooser.save(learned, tmp_path / "one.gz")
    chooser.save(again, tmp_path / "other.gz")
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "other.gz").read_bytes()


def test_too_few_documents_give_no_model(documents: list[DocumentTimes]) -> None:
    assert train_times(documents[:2], {}) is None
    assert train_times([], {}) is None


def test_a_missing_package_is_told_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, documents: list[DocumentTimes]
) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(MissingExtraError, match=r"Training needs .*china-ai-kg\[learn\]"):
        train_times(documents, {})
