"""The sample corpus as a whole: its graph is valid, its evidence exact, and building it twice gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import CORPUS, run

import kg
from kg.config import Settings
from kg.ingest.source import read
from kg.model import Document
from kg.query.graph import EVERY_MODALITY, Filters
from kg.query.views import EvidenceView


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    found = list(read(CORPUS, settings=Settings()))
    assert all(isinstance(item, Document) for item in found)
    return {item.id: item for item in found if isinstance(item, Document)}


@pytest.fixture(scope="module")
def evidence(corpus_store: Path) -> list[EvidenceView]:
    everything = Filters(modalities=EVERY_MODALITY)
    with kg.open(corpus_store) as graph:
        told = [item for edge in graph.edges(filters=everything) for item in edge.evidence]
        told += [item for view in graph.observations(filters=everything) for item in view.evidence]
    return told


def test_every_article_is_in_and_says_something(documents: dict[str, Document], evidence: list[EvidenceView]) -> None:
    assert len(documents) >= 24
    assert {item.document for item in evidence} == set(documents)


def test_articles_say_that_they_were_written_for_the_project() -> None:
    for path in sorted(CORPUS.glob("[0-9]*.md")):
        assert "note: Written for this project" in path.read_text(encoding="utf-8"), path.name


def test_evidence_is_its_span(documents: dict[str, Document], evidence: list[EvidenceView]) -> None:
    for item in evidence:
        start, end = item.span
        assert documents[item.document].text[start:end] == item.quote
        assert item.quote in item.sentence


def test_the_graph_is_valid(corpus_store: Path) -> None:
    done = run(corpus_store, "validate")
    assert (done.returncode, done.stdout) == (0, "The graph is valid.\n")


def test_a_second_build_gives_the_same_bytes(corpus_store: Path, tmp_path: Path) -> None:
    """Built by one process from the files in reverse order, against two processes in order."""
    again = tmp_path / "store"
    files = sorted(CORPUS.glob("[0-9]*.md"), reverse=True)
    assert run(again, "ingest", *files).returncode == 0
    for form in ("turtle", "graphml"):
        first, second = tmp_path / f"1.{form}", tmp_path / f"2.{form}"
        assert run(corpus_store, "export", "--format", form, "-o", first).returncode == 0
        assert run(again, "export", "--format", form, "-o", second).returncode == 0
        assert first.read_bytes() == second.read_bytes()
