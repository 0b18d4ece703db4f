"""From one thing to the next: totals, pages, documents, statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg.errors import UnknownIdError, UsageError
from kg.query.filters import EVERYTHING, Filters
from kg.query.graph import Graph
from kg.query.views import EdgeView, ObservationView, to_dict

#: A hub with 30 customers; the later ones are told of more, and one by two papers.
MANY = tuple(
    document(f"m{i:02}", f"(Hub*:Company) supplies (Firm {i:02}:Company).", published=f"2025-01-{i + 1:02}")
    for i in range(30)
)
DOCUMENTS = (
    *MANY,
    document("two", "(Hub*:Company) supplies (Firm 03:Company).", publisher="Harbour Daily", published="2024-05-01"),
    document(
        "mixed",
        "(Rival*:Company) rivals (Hub*:Company). (Firm 01:Company) supplies (Hub*:Company) {denied}. "
        "(Hub*:Company) released (Model One*:AIModel). (Model One B*:AIModel) versionOf (Model One*:AIModel). "
        "(Hub*:Company) revenue 120 CNY {when 2024}. (Other*:Company) supplies (Hub*:Company) {planned; by Reuters}.",
        publisher="Morning Dispatch",
        published="2025-06-01",
        title="A mixed story",
        url="https://example.org/mixed",
    ),
    document("undated", "(Rival*:Company) rivals (Hub*:Company).", published=None, publisher=None),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browsing") / "store"
    ingest(folder, *DOCUMENTS)
    return folder


@pytest.fixture
def graph(store: Path) -> Iterator[Graph]:
    with kg.open(store) as opened:
        yield opened


def told(edges: tuple[EdgeView, ...]) -> list[str]:
    return [f"{edge.subject.label} {edge.predicate} {edge.object.label}" for edge in edges]


class TestTotals:
    def test_by_relation_and_direction(self, graph: Graph) -> None:
        found = {(item.predicate, item.direction): item.total for item in graph.relations_of("hub")}
        assert found == {
            ("developed", "out"): 1,  # concluded for the version
            ("released", "out"): 1,
            ("rivals", "both"): 1,
            ("supplies", "out"): 30,
        }
        derived = {(item.predicate, item.direction): item.total for item in graph.relations_of("model-one-b")}
        assert derived == {("developed", "in"): 1, ("versionOf", "out"): 1}

    def test_of_every_modality(self, graph: Graph) -> None:
        found = {(item.predicate, item.direction): item.total for item in graph.relations_of("hub", EVERYTHING)}
        assert found[("supplies", "in")] == 2

    @pytest.mark.parametrize(
        ("filters", "total"),
        [(Filters(min_sources=2), 2), (Filters(source="harbour"), 1), (Filters(source="nobody"), 0)],
    )
    def test_inside_bounds(self, graph: Graph, filters: Filters, total: int) -> None:
        assert sum(item.total for item in graph.relations_of("hub", filters)) == total

    @pytest.mark.parametrize("filters", [Filters(), EVERYTHING, Filters(source="wire")], ids=("told", "all", "wire"))
    @pytest.mark.parametrize("name", ["hub", "rival", "model-one", "model-one-b", "company.firm-01"])
    def test_they_are_what_the_edges_are(self, graph: Graph, name: str, filters: Filters) -> None:
        edges = graph.edges(either=name, filters=filters)
        assert sum(item.total for item in graph.relations_of(name, filters)) == len(edges)
        page = graph.neighbours(name, size=100, filters=filters)
        assert sorted(page.edges, key=lambda edge: edge.id) == sorted(edges, key=lambda edge: edge.id)


class TestNeighbours:
    def test_pages_go_through_all_of_them_once(self, graph: Graph) -> None:
        first = graph.neighbours("hub", "supplies", "out")
        second = graph.neighbours("hub", "supplies", "out", page=2)
        assert (first.total, first.pages, first.size, len(first.edges), len(second.edges)) == (30, 2, 25, 25, 5)
        assert len({edge.id for edge in (*first.edges, *second.edges)}) == 30
        assert graph.neighbours("hub", "supplies", "out", page=3).edges == ()

    def test_the_best_told_stand_first(self, graph: Graph) -> None:
        first = graph.neighbours("hub", "supplies", size=3)
        assert told(first.edges) == ["Hub supplies Firm 03", "Hub supplies Firm 29", "Hub supplies Firm 28"]
        assert [item.published for item in first.edges[0].evidence] == ["2025-01-04", "2024-05-01"]

    def test_a_symmetric_relation_starts_from_the_one_asked_about(self, graph: Graph) -> None:
        assert told(graph.neighbours("hub", "rivals").edges) == ["Hub rivals Rival"]
        assert told(graph.neighbours("rival", "rivals", "both").edges) == ["Rival rivals Hub"]
        assert graph.neighbours("hub", "rivals", "out").total == 0

    def test_without_a_relation_all_are_listed(self, graph: Graph) -> None:
        assert graph.neighbours("hub").total == 33
        assert graph.neighbours("hub", direction="in", filters=EVERYTHING).total == 2

    def test_what_is_derived_says_so(self, graph: Graph) -> None:
        (edge,) = graph.neighbours("model-one-b", "developed").edges
        assert (edge.derived, edge.evidence, len(edge.premises)) == (True, (), 2)

    def test_only_what_there_can_be(self, graph: Graph) -> None:
        with pytest.raises(UnknownIdError, match="The store has no entity 'nobody'"):
            graph.neighbours("nobody")
        with pytest.raises(UsageError, match="no page 0"):
            graph.neighbours("hub", page=0)
        with pytest.raises(UsageError, match="No relation is named"):
            graph.neighbours("hub", "likes")
        assert graph.neighbours("baidu").total == 0  # the registry knows it, and no document names it


def test_a_profile(graph: Graph) -> None:
    found = graph.profile("hub")
    assert (found.entity.label, found.documents, len(found.relations)) == ("Hub", 33, 4)
    assert [view.quantity.value for view in found.observations] == ["120"]
    json.dumps(to_dict(found, graph.wording))


class TestDocuments:
    def test_newest_first_undated_last(self, graph: Graph) -> None:
        page = graph.documents()
        assert (page.total, page.pages, len(page.documents)) == (33, 2, 25)
        assert [row.id for row in page.documents[:3]] == ["mixed", "m29", "m28"]
        last = graph.documents(page=2).documents
        assert [row.id for row in last[-2:]] == ["two", "undated"]
        row = page.documents[0]
        assert (row.title, row.publisher, row.language, row.url) == (
            "A mixed story", "Morning Dispatch", "en", "https://example.org/mixed",
        )  # fmt: skip
        assert (row.statements, row.evidence) == (6, 6)

    def test_text_mentions_and_what_it_tells(self, graph: Graph) -> None:
        found = graph.document("mixed")
        assert found.text.startswith("A mixed story\n(Rival*:Company) rivals (Hub*:Company).")
        named = {(item.label, found.text[slice(*item.span)]) for item in found.mentions}
        assert named == {(name, name) for name in ("Rival", "Hub", "Firm 01", "Model One", "Model One B", "Other")}
        assert len([item for item in found.mentions if item.entity == "hub"]) == 5
        assert [type(view) for view in found.statements] == [*[EdgeView] * 4, ObservationView, EdgeView]
        for view in found.statements:
            assert {item.document for item in view.evidence} == {"mixed"}
            assert all(found.text[slice(*item.span)] == item.quote for item in view.evidence)
        assert [item.modality for view in found.statements for item in view.evidence][1] == "denied"
        json.dumps(to_dict(found, graph.wording))

    def test_one_that_is_not_there(self, graph: Graph) -> None:
        with pytest.raises(UnknownIdError, match="The store has no document 'x y'"):
            graph.document("x y")


class TestStatements:
    def test_with_all_its_evidence(self, graph: Graph) -> None:
        edge = graph.neighbours("hub", "supplies", "in", filters=EVERYTHING).edges[0]
        found = graph.statement(edge.id)
        assert found.observation is None
        assert found.edge == edge
        figure = graph.observations("hub")[0]
        assert graph.statement(figure.id).observation == figure

    def test_a_derived_one(self, graph: Graph) -> None:
        (edge,) = graph.neighbours("model-one-b", "developed").edges
        assert graph.statement(edge.id).edge == edge

    def test_one_that_is_not_there(self, graph: Graph) -> None:
        with pytest.raises(UnknownIdError, match="no statement 'x'"):
            graph.statement("x")
