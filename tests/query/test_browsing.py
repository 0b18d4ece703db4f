"""From one thing to the next: totals, pages, documents, statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg import assembly
from kg.errors import UnknownIdError, UnknownNameError, UsageError
from kg.ontology import schema
from kg.ontology.registry import Registry
from kg.query.filters import EVERYTHING, Filters
from kg.query.graph import Graph
from kg.query.views import EdgeView, ObservationView, to_dict
from kg.store.reader import OxigraphReader

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


def test_an_id_is_found_without_the_registry(store: Path) -> None:
    def never() -> Registry:
        raise AssertionError("the registry was loaded")

    reader = OxigraphReader(store, assembly.shape)
    with Graph(reader, schema.load(), never) as found:
        assert found.id_of("company.firm-03") == "company.firm-03"
        with pytest.raises(AssertionError):
            found.id_of("Firm 03")


def test_an_id_or_a_name(graph: Graph) -> None:
    assert [graph.id_of(name) for name in ("company.firm-03", "firm 03", "HUB")] == ["company.firm-03"] * 2 + ["hub"]
    for name in ("nobody at all", "hub\ud800", "<hub>"):
        with pytest.raises(UnknownNameError):
            graph.id_of(name)


def test_an_id_stands_before_a_name(tmp_path: Path) -> None:
    text = "(Momo*:Company) rivals (A*:Company). " + "".join(
        f"(Hello Group|Momo*:Company) rivals ({other}*:Company). " for other in "ABC"
    )
    ingest(tmp_path / "store", document("one", text))
    with kg.open(tmp_path / "store") as graph:
        assert graph.find("momo").id == "hello-group"
        assert graph.id_of("momo") == "momo"


def test_a_profile(graph: Graph) -> None:
    found = graph.profile("hub")
    assert (found.entity.label, found.documents, len(found.relations)) == ("Hub", 33, 4)
    assert [view.quantity.value for view in found.observations] == ["120"]
    json.dumps(to_dict(found, graph.wording))


class TestPaths:
    def test_all_shortest_chains_with_their_sentences(self, graph: Graph) -> None:
        found = graph.paths("company.firm-03", "rival")
        (path,) = found.paths
        assert [node.id for node in path.nodes] == ["company.firm-03", "hub", "rival"]
        assert [len(edge.evidence) for edge in path.edges] == [2, 2]
        assert graph.path("Firm 03", "Rival") == path

    def test_no_more_than_are_wanted(self, tmp_path: Path) -> None:
        lines = [f"(A*:Company) supplies (M{i}*:Company). (M{i}*:Company) supplies (B*:Company)." for i in range(9)]
        ingest(tmp_path / "store", document("many", " ".join(lines)))
        with kg.open(tmp_path / "store") as graph:
            ways = [path.nodes[1].id for path in graph.paths("a", "b").paths]
            assert ways == ["m0", "m1", "m2", "m3", "m4"]
            assert len(graph.paths("a", "b", limit=20).paths) == 9

    def test_other_bounds(self, graph: Graph) -> None:
        assert graph.paths("other", "rival").paths == ()
        (path,) = graph.paths("other", "rival", EVERYTHING).paths
        assert len(path.nodes) == 3
        assert graph.paths("company.firm-03", "rival", Filters(source="harbour")).paths == ()

    def test_over_what_is_derived_though_a_plan_is_told_too(self, tmp_path: Path) -> None:
        text = (
            "(A*:Company) developed (M*:AIModel). (M2*:AIModel) versionOf (M*:AIModel). "
            "(A*:Company) developed (M2*:AIModel) {planned}."
        )
        ingest(tmp_path / "store", document("one", text))
        with kg.open(tmp_path / "store") as graph:
            (path,) = graph.paths("a", "m2").paths
            assert [edge.derived for edge in path.edges] == [True]

    def test_to_itself(self, graph: Graph) -> None:
        (path,) = graph.paths("hub", "hub").paths
        assert (len(path.nodes), path.edges) == (1, ())


class TestTimeline:
    def test_pages_are_the_whole(self, graph: Graph) -> None:
        whole = graph.timeline("Hub", EVERYTHING)
        pages = [graph.story("hub", page, 10, EVERYTHING) for page in (1, 2, 3, 4)]
        assert {page.total for page in pages} == {len(whole)}
        assert [item.evidence.id for page in pages for item in page.items] == [item.evidence.id for item in whole]
        assert pages[0].items == tuple(whole[:10])


class TestQuotes:
    def test_newest_first(self, graph: Graph) -> None:
        whole = graph.evidence("Hub")
        page = graph.quotes("hub", size=100)
        assert sorted(view.evidence[0].id for view in page.told) == sorted(item.id for item in whole)
        days = [view.evidence[0].published or "" for view in page.told]
        assert days == sorted(days, reverse=True)

    def test_of_two(self, graph: Graph) -> None:
        page = graph.quotes("hub", "rival")
        assert [view.evidence[0].document for view in page.told] == ["mixed", "undated"]
        assert graph.quotes("rival", "model-one").total == 0


class TestCompare:
    def test_what_joins_them_and_what_they_share(self, tmp_path: Path) -> None:
        text = (
            "(A*:Company) rivals (B*:Company). (A*:Company) supplies (X*:Company). (B*:Company) supplies (X*:Company). "
            "(A*:Company) supplies (Y*:Company). (B*:Company) partnersWith (Y*:Company). "
            "(A*:Company) supplies (Z*:Company). (A*:Company) revenue 5 CNY {when 2024}. "
            "(B*:Company) revenue 7 CNY {when 2023}. (B*:Company) headcount 9 people {when 2023}."
        )
        ingest(tmp_path / "store", document("one", text), document("two", "(B*:Company) revenue 8 CNY {when 2024}."))
        with kg.open(tmp_path / "store") as graph:
            found = graph.compare("a", "b")
            assert told(found.direct) == ["A rivals B"]
            assert [view.entity.id for view in found.shared] == ["x", "y"]
            assert (told(found.shared[1].a), told(found.shared[1].b)) == (["A supplies Y"], ["B partnersWith Y"])
            assert found.total_shared == 2
            sides = [
                (view.metric, [[item.when for item in side] for side in (view.a, view.b)]) for view in found.figures
            ]
            assert sides == [("revenue", [["2024"], ["2024", "2023"]]), ("headcount", [[], ["2023"]])]
            assert len(graph.compare("a", "b", limit=1).shared) == 1
            assert told(graph.compare("b", "a").direct) == ["B rivals A"]
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
