from __future__ import annotations

import json

from kg.query.graph import Graph
from kg.web.links import links


def test_an_entity_comes_with_all_its_lines(sample_graph: Graph) -> None:
    found = links(sample_graph, ["moonshot-ai"])
    assert found["nodes"] == {
        "id": ["moonshot-ai"],
        "en": ["Moonshot AI"],
        "zh": ["月之暗面"],
        "type": [sorted(sample_graph.ontology.types).index("Company")],
        "degree": [1],
    }
    edges, ends, names = found["edges"], found["ends"], sorted(sample_graph.ontology.relations)
    told = {
        (ends[first], names[relation], ends[second])
        for first, relation, second in zip(edges["from"], edges["relation"], edges["to"], strict=True)
    }
    assert told == {
        ("alibaba", "investsIn", "moonshot-ai"),
        ("alibaba", "acquires", "moonshot-ai"),
        ("deepseek", "acquires", "moonshot-ai"),
        ("moonshot-ai", "adopts", "qwen"),
    }
    assert len(edges["told"]) == len(edges["id"]) + 1
    assert edges["told"][-1] == len(found["told"]["modality"]) == 4
    assert json.dumps(found)


def test_rows_tell_modality_publisher_and_both_times(sample_graph: Graph) -> None:
    found = links(sample_graph, ["moonshot-ai", "moonshot-ai"])
    names = sorted(sample_graph.ontology.relations)
    edge = found["edges"]["relation"].index(names.index("investsIn"))
    row = found["edges"]["told"][edge]
    month = 2025 * 12 + 5
    assert {key: column[row] for key, column in found["told"].items()} == {
        "modality": 0,
        "publisher": found["publishers"].index("Harbour Daily"),
        "from": 2024 * 12 + 1,
        "to": 2024 * 12 + 1,
        "published": month,
        "published_to": month,
    }


def test_a_line_between_two_that_are_asked_for_stands_once(sample_graph: Graph) -> None:
    found = links(sample_graph, ["alibaba", "deepseek"])
    assert len(found["edges"]["id"]) == len(set(found["edges"]["id"]))


def test_what_a_rule_concluded_has_no_row(sample_graph: Graph) -> None:
    edges = links(sample_graph, ["alibaba"])["edges"]
    derived = [place for place, flag in enumerate(edges["derived"]) if flag]
    assert derived
    assert all(edges["told"][place] == edges["told"][place + 1] for place in derived)


def test_an_id_that_nobody_has_is_left_out(sample_graph: Graph) -> None:
    found = links(sample_graph, ["nobody", "<script>"])
    assert found["nodes"]["id"] == []
    assert found["edges"] == {"id": [], "from": [], "to": [], "relation": [], "derived": [], "told": [0]}
