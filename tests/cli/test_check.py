from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from kg import assembly
from kg.config import data_path

Kg = Any
HERE = Path(__file__).parent


def test_a_good_graph_is_valid(kg: Kg) -> None:
    done = kg("validate")
    assert (done.status, done.out) == (0, "The graph is valid.\n")
    assert kg("validate", "--format", "json").json == []


def test_a_bad_graph_is_told_with_exit_status_1(kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.query.graph import Graph

    whole = Graph.triples

    def without_modality(graph: Graph) -> Any:
        return (found for found in whole(graph) if not found.predicate.value.endswith("#modality"))

    monkeypatch.setattr(Graph, "triples", without_modality)
    done = kg("validate")
    assert done.status == 1
    assert "ev:" in done.out
    assert "violations" in done.out.splitlines()[-1]
    told = json.loads(kg("validate", "--format", "json").out)
    assert {item["severity"] for item in told} == {"violation"}


@pytest.mark.parametrize("what", ["ontology", "registry"])
def test_what_ships_is_sound(bare: Kg, what: str) -> None:
    done = bare(what, "check")
    assert (done.status, done.out) == (0, f"The {what} is sound.\n"), done.out


def test_a_faulty_ontology_is_told(bare: Kg, tmp_path: Path) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(data_path("ontology"), folder)
    text = (folder / "kg.ttl").read_text(encoding="utf-8")
    (folder / "kg.ttl").write_text(text + '\nkg:orphan a owl:ObjectProperty, kg:Relation ; rdfs:label "orphan"@en .\n')
    done = bare("ontology", "check", folder)
    assert done.status == 1
    assert "kg:orphan" in done.out
    rows = bare("ontology", "check", folder, "--format", "csv")
    assert "kg:orphan" in rows.out


def test_a_missing_folder_is_told(bare: Kg, tmp_path: Path) -> None:
    for what in ("ontology", "registry"):
        done = bare(what, "check", tmp_path / "none")
        assert done.status == 1
        assert done.err.startswith("Error: ")


GOLD = {
    "id": "g1",
    "lang": "en",
    "published": "2025-03-06",
    "title": "The race",
    "publisher": "Wire",
    "text": "Alibaba rivals DeepSeek. Baidu makes Ernie.",
    "entities": [
        {"id": "a", "type": "Company", "name": "Alibaba", "mentions": ["Alibaba"]},
        {"id": "d", "type": "Company", "name": "DeepSeek", "mentions": ["DeepSeek"]},
        {"id": "b", "type": "Company", "name": "Baidu", "mentions": ["Baidu"]},
        {"id": "e", "type": "AIModel", "name": "Ernie", "mentions": ["Ernie"]},
    ],
    "relations": [
        {"subject": "a", "predicate": "rivals", "object": "d", "modality": "asserted", "evidence": "rivals"},
        {"subject": "b", "predicate": "developed", "object": "e", "modality": "asserted", "evidence": "Baidu makes"},
    ],
    "observations": [],
}


class TestEvaluate:
    @pytest.fixture
    def gold(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        spec = importlib.util.spec_from_file_location("small_extractor", HERE / "extractor.py")
        assert spec and spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        monkeypatch.setattr(assembly, "extractor", module.maker())
        (tmp_path / "gold").mkdir()
        (tmp_path / "gold" / "g1.json").write_text(json.dumps(GOLD), encoding="utf-8")
        return tmp_path / "gold"

    def test_prints_the_figures(self, bare: Kg, gold: Path) -> None:
        shown = bare("evaluate", gold)
        assert shown.status == 0
        (line,) = (line for line in shown.out.splitlines() if line.startswith("relations  "))
        assert line.split() == ["relations", "1.000", "0.500", "0.667", "1", "0", "1"]

    def test_as_json_and_csv(self, bare: Kg, gold: Path) -> None:
        told = bare("evaluate", gold, "--format", "json").json
        assert told["scores"]["relations"]["recall"] == 0.5
        assert told["agreement"]["evidence in text"] == 1.0
        rows = {row["what"]: row for row in bare("evaluate", gold, "--format", "csv").rows}
        assert rows["relations/rivals"]["F1"] == "1.000"

    def test_lists_mistakes(self, bare: Kg, gold: Path) -> None:
        assert "Baidu developed Ernie" not in bare("evaluate", gold).out
        assert (
            "missed relation in g1: Baidu developed Ernie\n  “Baidu makes”\n" in bare("evaluate", gold, "--errors").out
        )

    @pytest.mark.parametrize(
        ("floor", "status"),
        [
            (["--min-relations", "0.66"], 0),
            (["--min-relations", "0.67"], 1),
            (["--min-precision", "1"], 0),
            (["--min-entities", "0.9"], 1),
            (["--min-observations", "0.1"], 1),
            (["--min-evidence", "1"], 0),
            (["--min-modality", "1"], 0),
            (["--min-when", "0.5"], 1),
            (["--min-attribution", "0.5"], 1),
            (["--max-overheard", "0"], 0),
            (["--min-relations", "60"], 2),
        ],
    )
    def test_floors(self, bare: Kg, gold: Path, floor: list[str], status: int) -> None:
        done = bare("evaluate", gold, *floor)
        assert done.status == status
        assert ("below" in done.err) == (status == 1)

    def test_a_silent_document_that_is_given_relations(self, bare: Kg, gold: Path) -> None:
        text = "Alibaba rivals DeepSeek. DeepSeek rivals Baidu. Baidu rivals Alibaba."
        (gold / "g2.jsonl").write_text(
            json.dumps({**GOLD, "id": "g2", "text": text, "relations": []}), encoding="utf-8"
        )
        shown = bare("evaluate", gold, "--max-overheard", "0", "--errors")
        assert shown.status == 1
        assert "More than one relation was found in g2, where none is annotated." in shown.err
        assert "Documents without a relation: 1; more than one found in 1." in shown.out
        assert bare("evaluate", gold, "--max-overheard", "1").status == 0
        told = bare("evaluate", gold, "--errors", "--format", "json").json
        assert (told["silent"], told["overheard"]) == (1, ["g2"])
        assert all(m["rule"] for m in told["mistakes"] if m["kind"] == "wrong")

    def test_a_folder_without_gold(self, bare: Kg, tmp_path: Path) -> None:
        done = bare("evaluate", tmp_path / "none")
        assert (done.status, done.out) == (2, "")
        (tmp_path / "bad.json").write_text("{", encoding="utf-8")
        assert bare("evaluate", tmp_path).status == 1
