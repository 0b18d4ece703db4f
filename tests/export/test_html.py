"""The page as a file: what is in it, what can never be in it, and when it is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.errors import UnknownNameError, UsageError
from kg.export.html import embedded, render, write_page
from kg.export.palette import lines, looks
from kg.ontology.schema import load
from kg.query.filters import EVERY_MODALITY, Filters
from kg.query.graph import Graph
from kg.query.views import EntityView, EvidenceView, SubgraphView

_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)


@pytest.fixture(scope="module")
def page(sample_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "page.html"
    write_page(sample_graph, [], path)
    return path.read_text(encoding="utf-8")


def _data(page: str) -> dict[str, Any]:
    return next(json.loads(found["text"]) for found in _SCRIPT.finditer(page) if "json" in found["attributes"])


def test_the_policy_allows_these_scripts_and_this_style_only(page: str) -> None:
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)[1].replace("&#39;", "'")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy

    def digest(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    scripts = [found["text"] for found in _SCRIPT.finditer(page) if "json" not in found["attributes"]]
    assert rules["script-src"].split() == [digest(text) for text in scripts]
    assert rules["style-src"] == digest(re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1])
    assert not re.search(r"<[a-z][^<>]*\s(on[a-z]+|style)=", page.replace("".join(scripts), ""))


def test_nothing_is_asked_of_anybody(page: str) -> None:
    """No element of the page names an address, and no style loads one."""
    outside = _SCRIPT.sub("", page)
    assert not re.search(r"\b(src|href|action|data)=\"(?!#)", outside)
    assert "url(" not in outside
    assert "@import" not in outside
    assert "sourceMappingURL" not in page


def test_vis_network_comes_with_its_licence(page: str) -> None:
    assert "@copyright (c) 2017-2019 visjs contributors" in page
    assert "Apache 2.0 License" in page


def test_hostile_texts_stand_in_the_data_only(page: str) -> None:
    outside = _SCRIPT.sub("", page)
    assert "harmed" not in outside
    texts = json.dumps(_data(page))
    assert "window.harmed='script'" in texts
    block = next(found["text"] for found in _SCRIPT.finditer(page) if "json" in found["attributes"])
    assert not re.search("[<>&\u2028\u2029]", block)


@pytest.mark.parametrize("text", ["</script>", "<!--", "]]>", "&amp;", "\u2028", "\u2029", "\ud800"])
def test_embedded_text_reads_back(text: str) -> None:
    assert json.loads(embedded({"a": text})) == {"a": text}
    assert not re.search("[<>&\u2028\u2029]", embedded(text))


def test_every_statement_is_there_and_parallel_ones_stay(page: str, sample_graph: Graph) -> None:
    data = _data(page)
    view = sample_graph.subgraph(filters=Filters(modalities=EVERY_MODALITY))
    assert len(data["edges"]) == len(view.edges)
    assert all(any(edge.id.startswith(row["key"]) for edge in view.edges) for row in data["edges"])
    ends = [frozenset((edge["from"], edge["to"])) for edge in data["edges"]]
    assert len(ends) > len(set(ends))
    assert any(edge.get("derived") for edge in data["edges"])
    assert [data["tables"]["modalities"][index]["name"] for index in data["tables"]["shown"]] == ["asserted"]


def test_a_quote_is_found_by_the_positions_of_javascript(page: str) -> None:
    tables = _data(page)["tables"]
    row = next(row for row in tables["evidence"] if "🚀" in tables["sentences"][row[1]])
    units = tables["sentences"][row[1]].encode("utf-16-le")
    assert units[2 * row[2] : 2 * (row[2] + row[3])].decode("utf-16-le") == "Alibaba released Qwen2.5"


def test_names_narrow_the_page(sample_graph: Graph, tmp_path: Path) -> None:
    view = write_page(sample_graph, ["月之暗面"], tmp_path / "page.html", filters=Filters(modalities=EVERY_MODALITY))
    assert {node.id for node in view.nodes} == {"moonshot-ai", "alibaba", "deepseek", "qwen"}
    data = _data((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert data["heading"] == "Moonshot AI"
    assert [data["nodes"][index]["key"] for index in data["tables"]["focus"]] == ["moonshot-ai"]
    assert len(data["tables"]["shown"]) == 4
    assert {figure["metric"] for figure in data["tables"]["figures"]} == {"revenue", "stockChange"}


def test_an_unknown_name_is_told_and_nothing_is_written(sample_graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError):
        write_page(sample_graph, ["Nobody at all"], tmp_path / "page.html")
    assert list(tmp_path.iterdir()) == []


def test_too_many_entities_are_refused() -> None:
    nodes = tuple(EntityView(f"n{i}", "Company", {"en": f"N {i}"}) for i in range(5001))
    with pytest.raises(UsageError, match=r"5,001 entities; 5,000.*Narrow"):
        render(SubgraphView(nodes, ()))


def test_evidence_is_cut_where_it_would_make_the_page_too_large(sample_graph: Graph) -> None:
    view = sample_graph.subgraph()
    edge = next(edge for edge in view.edges if edge.predicate == "rivals")
    told = edge.evidence[0]
    many = tuple(replace(told, id=f"e{i}", sentence=f"{i} {told.quote} " + "word " * 4000) for i in range(200))
    whole = tuple(replace(other, evidence=many) if other.id == edge.id else other for other in view.edges)
    page, _ = render(replace(view, edges=whole))
    row = next(row for row in _data(page)["edges"] if edge.id.startswith(row["key"]))
    assert len(row["evidence"]) == 12
    assert row["more"] == 188
    assert len(page.encode()) < 1_500_000
    large = tuple(replace(item, sentence=item.sentence * 6) for item in many)
    whole = tuple(replace(other, evidence=large) if other.id == edge.id else other for other in view.edges)
    page, _ = render(replace(view, edges=whole))
    row = next(row for row in _data(page)["edges"] if edge.id.startswith(row["key"]))
    assert len(row["evidence"]) < 12
    assert len(page.encode()) < 1_500_000


def test_of_too_many_lines_the_best_told_stay(sample_graph: Graph) -> None:
    edge = next(edge for edge in sample_graph.subgraph().edges if edge.predicate == "rivals")
    nodes = tuple(EntityView(f"n{i:02}", "Company", {"en": f"N {i}"}) for i in range(40))
    pairs = [(a, b) for a in range(40) for b in range(a)]
    edges = tuple(
        replace(
            edge,
            id=f"{a:02}{b:02}" + "0" * 16,
            subject=nodes[a],
            object=nodes[b],
            evidence=edge.evidence if a % 10 == 9 else edge.evidence[:1],
        )
        for a, b in pairs
    )
    page, drawn = render(SubgraphView(nodes, edges), focus=["n07"])
    assert len(edges) == 780
    assert len(drawn.edges) == 400
    assert drawn.truncated
    assert {end.id for item in drawn.edges for end in (item.subject, item.object)} == {node.id for node in nodes}
    assert sum("n07" in (item.subject.id, item.object.id) for item in drawn.edges) == 39
    assert sum(len(item.evidence) > 1 for item in drawn.edges) == sum(len(item.evidence) > 1 for item in edges)
    assert _data(page)["tables"]["left_out"] == 380


def test_a_time_that_cannot_be_read_counts_as_undated(sample_graph: Graph) -> None:
    view = sample_graph.subgraph()
    edge = view.edges[0]
    odd: EvidenceView = replace(edge.evidence[0], published="in spring", when=None)
    page, _ = render(replace(view, edges=(replace(edge, evidence=(odd,)),)))
    assert _data(page)["tables"]["evidence"][0][5:7] == [-1, -1]


def test_every_type_and_relation_has_a_look_of_its_own() -> None:
    ontology = load()
    found = looks(ontology)
    assert set(found) == set(ontology.types)
    assert len({(look.shape, look.light) for look in found.values()}) == len(found)
    assert set(lines(list(ontology.relations))) == set(ontology.relations)


@pytest.mark.parametrize(("ground", "index"), [("#fbfbf9", 1), ("#14181d", 2)])
def test_marks_stand_out_from_their_ground(ground: str, index: int) -> None:
    def light(color: str) -> float:
        parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    ontology = load()
    colors = [(look.shape, look.light, look.dark)[index] for look in looks(ontology).values()]
    colors += [line[index - 1] for line in lines(list(ontology.relations)).values()]
    for color in colors:
        high, low = sorted((light(color), light(ground)), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3, color
