"""The graph in bulk says what the graph says one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ontology.schema import load
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph
from kg.query.survey import Survey, Telling
from kg.query.views import EdgeView
from kg.store.rdf import Shape
from kg.store.reader import OxigraphReader


@pytest.fixture
def survey(sample_store: Path) -> Iterator[Survey]:
    reader = OxigraphReader(sample_store, lambda: Shape.of(load()))
    yield Survey(reader, load())
    reader.close()


def _edges(graph: Graph) -> dict[str, EdgeView]:
    return {edge.id: edge for edge in graph.subgraph([], filters=Filters(modalities=EVERY_MODALITY)).edges}


def test_the_sketch_is_the_asserted_graph(survey: Survey, sample_graph: Graph) -> None:
    sketch, whole = survey.sketch(), sample_graph.subgraph([])
    assert sketch.relations == len(whole.edges)
    pairs = {frozenset((edge.subject.id, edge.object.id)) for edge in whole.edges}
    assert {frozenset(pair) for pair in sketch.pairs} == pairs


def test_relations_and_who_tells_them(survey: Survey, sample_graph: Graph) -> None:
    edges = _edges(sample_graph)
    rows = {row.id: row for row in survey.relations()}
    assert rows.keys() == edges.keys()
    for row in rows.values():
        edge = edges[row.id]
        assert (row.subject, row.predicate, row.object) == (edge.subject.id, edge.predicate, edge.object.id)
    assert survey.derived() == {edge.id for edge in edges.values() if edge.derived}
    assert survey.often() == {edge.id: len(edge.evidence) for edge in edges.values() if len(edge.evidence) > 1}
    told = survey.told(rows)
    for edge in edges.values():
        expected = {Telling(item.modality, item.publisher, item.when, item.published) for item in edge.evidence}
        assert told.get(edge.id, set()) == expected


def test_among_some_entities_only(survey: Survey, sample_graph: Graph) -> None:
    some = {"alibaba", "deepseek", "company.hostile"}
    expected = {edge.id for edge in _edges(sample_graph).values() if {edge.subject.id, edge.object.id} <= some}
    assert {row.id for row in survey.among(some)} == expected
    assert survey.among([]) == []


def test_names_and_types(survey: Survey, sample_graph: Graph) -> None:
    ids = ["alibaba", "company.hostile", "nobody"]
    found = survey.named(ids)
    assert found.keys() == set(ids[:2])
    for name in ids[:2]:
        view = sample_graph.entity(name)
        assert (found[name].type, found[name].labels) == (view.type, view.labels)
