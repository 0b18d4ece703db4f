"""The questions, over a small store with known answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg.errors import UnknownNameError, UsageError
from kg.model import When
from kg.query.graph import DEFAULT, EVERY_MODALITY, Filters, Graph
from kg.query.views import Answer, to_dict

DOCUMENTS = (
    document("a", "(Alibaba*:Company) rivals (DeepSeek*:Company). (Alibaba*:Company) released (Qwen*:AIModel)."),
    document(
        "b",
        "(DeepSeek*:Company) rivals (Alibaba*:Company) {by Reuters}. "
        "(Baidu*:Company) rivals (Alibaba*:Company) {speculated}.",
        publisher="Harbour Daily",
        published="2025-09-01",
    ),
    document("c", "(Qwen 2.5*:AIModel) versionOf (Qwen*:AIModel). (Pop Mart:Company) adopts (Qwen 2.5*:AIModel)."),
    document("d", "(Xiaomi*:Company) adopts (Qwen*:AIModel). (Pop Mart:Company) adopts (Qwen*:AIModel) {planned}."),
    document(
        "e",
        "(Alibaba*:Company) revenue 100.5 CNY {when 2024}. (Alibaba*:Company) revenue 120 CNY {when 2025; planned}.",
    ),
    document(
        "f",
        "(Hill Fund:Fund) investsIn (Pop Mart:Company) {amount >5000000 USD; round A; lead true; when 2023}.",
        published=None,
    ),
    document("g", "(DeepSeek:AIModel) rivals (Qwen*:AIModel). (DeepSeek*:Company) released (DeepSeek:AIModel)."),
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph") / "store"
    ingest(folder, *DOCUMENTS)
    return folder


@pytest.fixture
def graph(store: Path) -> Iterator[Graph]:
    with kg.open(store) as opened:
        yield opened


def told(answer: Answer) -> list[str]:
    return [f"{edge.subject.label} {edge.predicate} {edge.object.label}" for edge in answer.edges]


def test_rivals_both_ways_with_all_their_evidence(graph: Graph) -> None:
    answer = graph.rivals("alibaba")
    assert told(answer) == ["Alibaba rivals DeepSeek"]
    assert [(item.publisher, item.published, item.attribution) for item in answer.edges[0].evidence] == [
        ("Harbour Daily", "2025-09-01", "Reuters"),
        ("Lakeside Wire", "2025-03-06", None),
    ]
    item = answer.edges[0].evidence[1]
    assert item.sentence == "(Alibaba*:Company) rivals (DeepSeek*:Company)."
    assert item.quote == "(Alibaba*:Company) rivals (DeepSeek*:Company)"
    assert (item.document, item.title, item.modality, item.rule) == ("a", "Title of a", "asserted", "line")
    assert told(graph.rivals("DeepSeek"))[0] == "DeepSeek rivals Alibaba"


def test_all_pairs(graph: Graph) -> None:
    assert told(graph.rivals()) == ["Alibaba rivals DeepSeek", "DeepSeek rivals Qwen"]


def test_other_modalities_only_when_asked_for(graph: Graph) -> None:
    maybe = graph.rivals("Alibaba", Filters(modalities=frozenset({"speculated"})))
    assert told(maybe) == ["Alibaba rivals Baidu"]
    assert maybe.edges[0].evidence[0].modality == "speculated"
    every = graph.rivals("Alibaba", Filters(modalities=EVERY_MODALITY))
    assert sorted(told(every)) == ["Alibaba rivals Baidu", "Alibaba rivals DeepSeek"]


@pytest.mark.parametrize(
    ("filters", "evidence"),
    [
        (Filters(since=When.parse("2025-06")), ["b"]),
        (Filters(until=When.parse("2025-03")), ["a"]),
        (Filters(since=When.parse("2026")), []),
        (Filters(source="lakeSIDE"), ["a"]),
        (Filters(source="reuters"), ["b"]),
        (Filters(source="nobody"), []),
        (Filters(min_sources=2), ["b", "a"]),
        (Filters(min_sources=3), []),
        (Filters(min_sources=2, source="lakeside"), []),
        (Filters(publishers=frozenset({"Lakeside Wire"})), ["a"]),
        (Filters(publishers=frozenset({"Lakeside Wire", "Harbour Daily"})), ["b", "a"]),
        (Filters(publishers=frozenset({"Lakeside"})), []),
        (Filters(since=When.parse("2025-06"), published=True), ["b"]),
    ],
)
def test_filters(graph: Graph, filters: Filters, evidence: list[str]) -> None:
    found = graph.rivals("Alibaba", filters).edges
    assert [item.document for edge in found for item in edge.evidence] == evidence


def test_what_is_told_for_a_time_counts_by_that_time(graph: Graph) -> None:
    assert graph.who("invests-in", "Pop Mart", Filters(until=When.parse("2023-05"))).edges
    assert not graph.who("invests-in", "Pop Mart", Filters(since=When.parse("2024"))).edges
    assert not graph.who("invests-in", "Pop Mart", Filters(until=When.parse("2023-05"), published=True)).edges


def test_who_includes_the_versions_of_a_family(graph: Graph) -> None:
    answer = graph.who("adopts", "Qwen")
    assert sorted(told(answer)) == ["Pop Mart adopts Qwen 2.5", "Xiaomi adopts Qwen"]
    assert answer.note == "Includes versions of Qwen: Qwen 2.5."
    assert told(graph.who("adopts", "qwen2.5")) == ["Pop Mart adopts Qwen 2.5"]


def test_a_name_that_can_only_stand_on_the_other_side_is_read_there(graph: Graph) -> None:
    answer = graph.who("released", "Alibaba")
    assert told(answer) == ["Alibaba released Qwen"] == told(graph.what("Alibaba", "released"))
    assert answer.note is not None
    assert "read as 'what Alibaba released'" in answer.note
    assert told(graph.what("Qwen", "released"))[0] == "Alibaba released Qwen"


def test_an_inverse_name_turns_the_question(graph: Graph) -> None:
    assert told(graph.what("Qwen", "released-by")) == ["Alibaba released Qwen"]
    assert told(graph.who("released by", "Alibaba")) == ["Alibaba released Qwen"]


def test_the_meaning_that_fits_is_taken(graph: Graph) -> None:
    assert told(graph.who("released", "DeepSeek")) == ["DeepSeek released DeepSeek"]
    assert graph.who("released", "DeepSeek").entity.type == "AIModel"  # type: ignore[union-attr]
    found = graph.find("DeepSeek")
    assert (found.type, found.known, [other.type for other in found.others]) == ("Company", True, ["AIModel"])
    assert graph.find("DeepSeek", "Technology").type == "AIModel"


def test_all_of_a_relation_and_what_follows_from_another(graph: Graph) -> None:
    assert len(graph.who("adopts").edges) == 2
    developed = graph.who("developed", "Qwen 2.5")
    assert [(edge.derived, edge.evidence) for edge in developed.edges] == [(True, ())]
    assert len(developed.edges[0].premises) == 2
    assert told(graph.who("developed", "Qwen"))[0] == "Alibaba released Qwen"
    assert not graph.who("developed", "Qwen 2.5", Filters(min_sources=1, source="wire")).edges


def test_qualifiers_come_back(graph: Graph) -> None:
    item = graph.who("invests-in", "Pop Mart").edges[0].evidence[0]
    assert to_dict(item.qualifiers) == {
        "amount": {"value": "5000000", "unit": "USD", "comparator": ">", "number": 5000000},
        "lead": True,
        "round": "A",
    }
    assert (item.when, item.published) == ("2023", None)


def test_names(graph: Graph) -> None:
    assert graph.find("ALIBABA").id == graph.find("ali-baba").id == "alibaba"
    assert graph.find("QWEN2.5").label == "Qwen 2.5"
    assert graph.find("company.pop-mart").label == "Pop Mart"
    with pytest.raises(UnknownNameError, match=r"No entity is named 'Alibba'. Did you mean Alibaba"):
        graph.find("Alibba")
    with pytest.raises(UnknownNameError):
        graph.find("Alibaba", "Person")
    with pytest.raises(UsageError, match=r"No relation is named 'rivls'. Did you mean rivals"):
        graph.who("rivls", "Alibaba")
    for odd in ("", " ", '"', "%", "' OR 1=1 --", "\0", "a" * 5000, "a\nb", "AND OR NOT", "🙂"):
        with pytest.raises(UnknownNameError):
            graph.find(odd)
        assert isinstance(graph.search(odd), list)
        assert isinstance(graph.sentences(odd), list)


def test_an_entity_that_only_the_registry_knows(graph: Graph) -> None:
    found = graph.find("阿里巴巴")
    assert found.id == "alibaba"
    huawei = graph.find("华为")
    assert (huawei.id, huawei.known, huawei.degree) == ("huawei", True, 0)
    assert graph.rivals("Huawei").edges == ()


def test_search(graph: Graph) -> None:
    assert [found.label for found in graph.search("Qwen")] == ["Qwen", "Qwen 2.5"]
    assert graph.search("martt")[:1] == [] or graph.search("pop")[0].label == "Pop Mart"
    assert graph.search("pop")[0].label == "Pop Mart"
    assert [item.document for item in graph.sentences("Xiaomi adopts")] == ["d"]


def test_observations(graph: Graph) -> None:
    found = graph.observations("alibaba")
    assert [(view.metric, view.quantity.value, view.quantity.unit, view.when) for view in found] == [
        ("revenue", "100.5", "CNY", "2024")
    ]
    every = graph.observations(None, Filters(modalities=EVERY_MODALITY))
    assert [view.when for view in every] == ["2025", "2024"]


def test_a_card(graph: Graph) -> None:
    card = graph.card("Qwen", Filters(modalities=EVERY_MODALITY))
    assert [edge.predicate for edge in card.outgoing] == ["rivals"]
    assert sorted(edge.predicate for edge in card.incoming) == ["adopts", "adopts", "released", "versionOf"]
    assert card.documents == 4
    json.dumps(to_dict(card))


def test_evidence(graph: Graph) -> None:
    assert [item.document for item in graph.evidence("Alibaba")] == ["b", "a", "a", "e"]
    assert [item.document for item in graph.evidence("DeepSeek", "Alibaba")] == ["b", "a"]
    assert graph.evidence("Xiaomi", "Alibaba") == []


def test_a_timeline(graph: Graph) -> None:
    found = [(item.when, item.dated, item.evidence.document) for item in graph.timeline("Alibaba")]
    assert found == [
        ("2024", "told", "e"),
        ("2025-03-06", "published", "a"),
        ("2025-03-06", "published", "a"),
        ("2025-09-01", "published", "b"),
    ]


def test_paths(graph: Graph) -> None:
    path = graph.path("Hill Fund", "DeepSeek")
    assert path is not None
    assert [node.label for node in path.nodes] == ["Hill Fund", "Pop Mart", "Qwen 2.5", "Alibaba", "DeepSeek"]
    assert [edge.predicate for edge in path.edges] == ["investsIn", "adopts", "developed", "rivals"]
    assert graph.path("Baidu", "Alibaba") is None
    maybe = graph.path("Baidu", "Alibaba", Filters(modalities=EVERY_MODALITY))
    assert maybe is not None
    assert len(maybe.edges) == 1
    same = graph.path("Qwen", "qwen")
    assert same is not None
    assert same.edges == ()


def test_statistics(graph: Graph) -> None:
    stats = graph.stats()
    assert (stats.documents, stats.relations, stats.observations, stats.evidence) == (7, 10, 2, 13)
    assert stats.modalities == {"asserted": 10, "planned": 2, "speculated": 1}
    assert stats.predicates["adopts"] == 3
    assert stats.publishers == {"Lakeside Wire": 6, "Harbour Daily": 1}
    assert (stats.first, stats.last) == ("2025-03-06", "2025-09-01")
    assert sum(stats.entity_types.values()) == stats.entities == 9


def test_parts_of_the_graph(graph: Graph) -> None:
    whole = graph.subgraph()
    assert len(whole.edges) == len(graph.edges()) == 9
    around = graph.subgraph(["Alibaba"], hops=1)
    assert {node.label for node in around.nodes} == {"Alibaba", "DeepSeek", "Qwen", "Qwen 2.5"}
    small = graph.subgraph(["Alibaba"], hops=2, limit=3)
    assert small.truncated
    assert len(small.nodes) == 3
    assert all({edge.subject.id, edge.object.id} <= {node.id for node in small.nodes} for edge in small.edges)


def test_edges_by_their_ends(graph: Graph) -> None:
    def ends(**wanted: str) -> list[str]:
        return sorted(f"{edge.subject.id} {edge.predicate} {edge.object.id}" for edge in graph.edges(**wanted))  # type: ignore[arg-type]

    assert ends(subject="deepseek", predicate="rivals") == ["deepseek rivals alibaba"]
    assert ends(object="deepseek", predicate="rivals") == ["alibaba rivals deepseek"]
    assert ends(subject="alibaba", object="deepseek") == ["alibaba rivals deepseek"]
    assert ends(subject="qwen", object="alibaba") == []
    assert len(ends(either="alibaba")) == 3


def test_networkx_and_rdflib_see_the_same(graph: Graph) -> None:
    network = graph.network(Filters(modalities=EVERY_MODALITY))
    assert network.number_of_edges() == graph.stats().relations + 1  # and one derived
    keys = {key for *_, key in network.edges(keys=True)}
    assert keys == {edge.id for edge in graph.edges(filters=Filters(modalities=EVERY_MODALITY))}
    dataset = graph.dataset()
    assert len(dataset) == graph.stats().triples
    rows = list(dataset.query("SELECT ?r { ent:alibaba kg:rivals ?r }"))
    assert [str(row[0]) for row in rows] == ["https://w3id.org/china-ai-kg/id/deepseek"]


def test_default_filters_are_asserted() -> None:
    assert Filters() == DEFAULT
    assert DEFAULT.modalities == {"asserted"}


def test_answers_do_not_depend_on_when_they_are_asked(store: Path) -> None:
    def answers() -> str:
        with kg.open(store) as graph:
            return json.dumps(
                [
                    to_dict(graph.rivals()),
                    to_dict(graph.card("Alibaba")),
                    to_dict(graph.subgraph()),
                    to_dict(graph.stats()),
                ]
            )

    assert answers() == answers()
