"""The files of a view: chosen entities, what stands between them, and nothing else."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import networkx
import pytest

from kg.errors import UsageError
from kg.export.part import FORMATS, Part, write
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph

IDS = ("alibaba", "deepseek", "moonshot-ai", "company.hostile")
EVERYTHING = Filters(modalities=EVERY_MODALITY)


def test_a_part_holds_the_edges_between_the_chosen_and_no_others(sample_graph: Graph) -> None:
    plain = json.loads(write(sample_graph, Part(IDS, EVERYTHING), "json"))
    assert [node["id"] for node in plain["nodes"]] == sorted(IDS)
    whole = sample_graph.subgraph(filters=EVERYTHING)
    wanted = {edge.id for edge in whole.edges if {edge.subject.id, edge.object.id} <= set(IDS)}
    assert {edge["id"] for edge in plain["edges"]} == wanted
    assert {item["subject"]["id"] for item in plain["observations"]} <= set(IDS)


def test_relations_that_are_hidden_stay_out(sample_graph: Graph) -> None:
    plain = json.loads(write(sample_graph, Part(IDS, EVERYTHING, frozenset({"rivals"})), "json"))
    assert {edge["predicate"] for edge in plain["edges"]} == {"rivals"}


def test_the_bounds_hold(sample_graph: Graph) -> None:
    plain = json.loads(write(sample_graph, Part(IDS), "json"))
    assert {told["modality"] for edge in plain["edges"] for told in edge["evidence"]} == {"asserted"}


def test_the_table_has_the_same_edges(sample_graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(write(sample_graph, Part(IDS, EVERYTHING), "csv"))) as archive:
        rows = list(csv.DictReader(io.TextIOWrapper(archive.open("edges.csv"), encoding="utf-8")))
    plain = json.loads(write(sample_graph, Part(IDS, EVERYTHING), "json"))
    assert {row["id"] for row in rows} == {edge["id"] for edge in plain["edges"]}


def test_the_network_keeps_the_places(sample_graph: Graph) -> None:
    content = write(sample_graph, Part(IDS, EVERYTHING, places={"alibaba": (10, -20)}), "gexf")
    graph = networkx.read_gexf(io.BytesIO(content))
    assert graph.nodes["alibaba"]["viz"]["position"] == {"x": 10.0, "y": 20.0, "z": 0.0}
    assert set(graph.nodes) == set(IDS)


def test_the_page_is_whole_and_runs_nothing_of_the_texts(sample_graph: Graph) -> None:
    places = {name: (100 * number, 0) for number, name in enumerate(IDS)}
    page = write(sample_graph, Part(IDS, EVERYTHING, places=places, title="<script>x</script>"), "html").decode()
    assert page.startswith("<!DOCTYPE html>")
    assert "<script>x</script>" not in page
    assert '"x":300' in page


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_part_gives_the_same_bytes(sample_graph: Graph, form: str) -> None:
    assert write(sample_graph, Part(IDS), form) == write(sample_graph, Part(tuple(reversed(IDS))), form)
    assert write(sample_graph, Part(()), form)


def test_too_many_for_a_page_are_refused(sample_graph: Graph) -> None:
    with pytest.raises(UsageError, match="5,000"):
        write(sample_graph, Part([f"company.none-{number}" for number in range(5001)]), "html")
