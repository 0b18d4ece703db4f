"""Files that other programs read: the same counts there as here, and the same bytes each time."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import networkx
import pytest
import rdflib

from kg.config import data_path
from kg.errors import UsageError
from kg.export import FORMATS, write
from kg.model.ids import DOCUMENT
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph

EVERYTHING = Filters(modalities=EVERY_MODALITY)


def _lines(triples: object) -> set[str]:
    return {" ".join(term.n3() for term in triple) for triple in triples}


@pytest.fixture(scope="module")
def expected(sample_graph: Graph) -> set[str]:
    return _lines(sample_graph.dataset().default_graph)


@pytest.fixture(scope="module")
def files(sample_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("exports")
    found = {name: folder / f"graph.{name}" for name in FORMATS}
    for name, path in found.items():
        write(sample_graph, name, path)
    return found


@pytest.mark.parametrize("name", ["turtle", "json-ld"])
def test_triples_are_the_same_in_rdflib(name: str, files: dict[str, Path], expected: set[str]) -> None:
    graph = rdflib.Graph().parse(files[name.replace("-", "")], format=name)
    assert _lines(graph) == expected
    assert len(graph) == len(expected) > 200


@pytest.mark.parametrize("name", ["trig", "nquads"])
def test_quads_are_the_same_in_rdflib(name: str, files: dict[str, Path], expected: set[str]) -> None:
    dataset = rdflib.Dataset().parse(files[name], format=name)
    quads = list(dataset.quads())
    assert _lines(quad[:3] for quad in quads) == expected
    assert len(quads) == len(expected)


def test_a_documents_graph_holds_what_it_brought(files: dict[str, Path]) -> None:
    dataset = rdflib.Dataset().parse(files["trig"], format="trig")
    graphs = {str(graph.identifier) for graph in dataset.graphs() if len(graph)} - {
        str(dataset.default_graph.identifier)
    }
    assert graphs == {DOCUMENT + name for name in ("a1", "a2", "a3%20%3Cx%3E")}
    told = rdflib.URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    exact = rdflib.URIRef("http://www.w3.org/ns/oa#exact")
    first = dataset.graph(rdflib.URIRef(DOCUMENT + "a1"))
    assert len(list(first.subject_objects(told))) == len(list(first.objects(None, exact))) == 10
    assert rdflib.Literal("Alibaba released Qwen2.5") in set(first.objects(None, exact))
    rivals = rdflib.URIRef("https://w3id.org/china-ai-kg/ontology#rivals")
    assert len(list(dataset.default_graph.subject_objects(rivals))) == 2


def test_turtle_has_the_usual_prefixes(files: dict[str, Path]) -> None:
    text = files["turtle"].read_text(encoding="utf-8")
    assert "@prefix kg: <https://w3id.org/china-ai-kg/ontology#>" in text
    assert "ent:alibaba" in text
    assert "kg:rivals" in text


def test_jsonld_uses_the_terms_of_the_context(files: dict[str, Path]) -> None:
    found = json.loads(files["jsonld"].read_text(encoding="utf-8"))
    assert (
        found["@context"] == json.loads(data_path("ontology", "context.jsonld").read_text(encoding="utf-8"))["@context"]
    )
    nodes = {node["id"]: node for node in found["@graph"]}
    assert nodes["ent:alibaba"]["label"] == {"en": "Alibaba", "zh": "阿里巴巴"}
    assert nodes["ent:alibaba"]["type"] == "Company"
    assert nodes["ent:alibaba"]["rivals"] == {"id": "ent:deepseek"}
    modalities = {node["modality"] for node in nodes.values() if "modality" in node}
    assert modalities == {"asserted", "planned", "speculated", "denied"}


def test_gexf_has_the_same_counts_in_networkx(sample_graph: Graph, files: dict[str, Path]) -> None:
    graph = networkx.read_gexf(files["gexf"])
    view = sample_graph.subgraph(filters=EVERYTHING)
    assert (len(graph.nodes), graph.number_of_edges()) == (len(view.nodes), len(view.edges))
    assert "lastmodified" not in files["gexf"].read_text(encoding="utf-8")


def test_graphml_has_the_same_counts_in_networkx(sample_graph: Graph, files: dict[str, Path]) -> None:
    graph = networkx.read_graphml(files["graphml"], force_multigraph=True)
    view = sample_graph.subgraph(filters=EVERYTHING)
    assert graph.is_directed()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(view.nodes), len(view.edges))
    assert {data["predicate"] for _, _, data in graph.edges(data=True)} == {edge.predicate for edge in view.edges}
    assert {key for _, _, key in graph.edges(keys=True)} == {edge.id for edge in view.edges}
    node = graph.nodes["alibaba"]
    assert (node["label"], node["label_en"], node["label_zh"]) == ("Alibaba", "Alibaba", "阿里巴巴")


def test_csv_tables_hold_everything_and_run_nothing(sample_graph: Graph, files: dict[str, Path]) -> None:
    tables = {}
    with zipfile.ZipFile(files["csv"]) as archive:
        for name in archive.namelist():
            tables[name] = list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8"), newline="")))
    view = sample_graph.subgraph(filters=EVERYTHING)
    assert sorted(tables) == ["edges.csv", "evidence.csv", "nodes.csv", "observations.csv"]
    assert {row["id"] for row in tables["edges.csv"]} == {edge.id for edge in view.edges}
    assert {row["id"] for row in tables["nodes.csv"]} == {node.id for node in view.nodes}
    assert len(tables["observations.csv"]) == 2
    statements = {row["id"] for name in ("edges.csv", "observations.csv") for row in tables[name]}
    assert {row["statement"] for row in tables["evidence.csv"]} <= statements
    assert len(tables["evidence.csv"]) == sample_graph.stats().evidence == 18
    for row in tables["evidence.csv"]:
        assert row["quote"] in row["sentence"]
    fall = next(row for row in tables["observations.csv"] if row["metric"] == "stockChange")
    assert fall["value"] == "-3.5"
    amounts = [row["qualifiers"] for row in tables["evidence.csv"] if "amount" in row["qualifiers"]]
    assert amounts == ["amount=~1000000000 USD; lead=true; round=B+"]


def test_a_cell_that_a_spreadsheet_would_run_is_kept_from_it() -> None:
    from kg.export.tables import _cell

    assert [_cell(text) for text in ("=1+1", "@x", "+1", "plain", None)] == ["'=1+1", "'@x", "'+1", "plain", ""]


@pytest.mark.parametrize("name", FORMATS)
def test_writing_again_gives_the_same_bytes(
    name: str, sample_graph: Graph, files: dict[str, Path], tmp_path: Path
) -> None:
    write(sample_graph, name, tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == files[name].read_bytes()


def test_another_process_gives_the_same_bytes(files: dict[str, Path], tmp_path: Path) -> None:
    """Hash seeds and the order of writing differ there; the store is built again, too."""
    conftest = Path(__file__).parents[1] / "conftest.py"
    script = f"""
import hashlib, importlib.util, pathlib
spec = importlib.util.spec_from_file_location("made", {str(conftest)!r})
made = importlib.util.module_from_spec(spec)
spec.loader.exec_module(made)
from kg.assembly import open_graph, open_writer
from kg.export import FORMATS, write
from kg.export.html import write_page
folder = pathlib.Path({str(tmp_path)!r})
with open_writer(folder / "store") as writer:
    for record in reversed(made.sample_records()):
        writer.put([record])
with open_graph(folder / "store") as graph:
    for name in FORMATS:
        write(graph, name, folder / name)
    write_page(graph, [], folder / "page")
for name in (*FORMATS, "page"):
    print(name, hashlib.sha256((folder / name).read_bytes()).hexdigest())
"""
    told = [
        subprocess.run(
            [sys.executable, "-c", script.replace('"store"', f'"store{seed}"')],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    here = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}
    assert dict(line.split() for line in told[0].splitlines()).items() >= here.items()


def test_an_unknown_format_is_told(sample_graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"'rtf'.*turtle"):
        write(sample_graph, "rtf", tmp_path / "x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/out.ttl", "."])
def test_a_place_that_cannot_be_written_is_told(place: str, sample_graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Cannot write"):
        write(sample_graph, "turtle", tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_the_old_file(tmp_path: Path) -> None:
    from kg.export.atomic import replacing

    path = tmp_path / "graph.ttl"
    path.write_text("old")

    def fail() -> None:
        with replacing(path) as out:
            out.write(b"half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail()
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["graph.ttl"]
