"""The file of neighbours says what the graph says."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_extractor import document, ingest

from kg.assembly import open_graph
from kg.ontology.schema import load
from kg.query import adjacency
from kg.query.adjacency import Adjacency
from kg.query.filters import EVERY_MODALITY, Filters
from kg.store.files import map_of
from kg.web import mapmaker

_IDS = st.lists(st.text("abz.é里阿\U0001f600", min_size=1, max_size=6), unique=True, max_size=12)


@given(_IDS, st.data())
def test_what_is_packed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, ids: list[str], data: st.DataObject
) -> None:
    names = sorted(ids)
    each = [data.draw(st.sets(st.integers(0, len(names) - 1), max_size=5)) for _ in names]
    begins = [sum(map(len, each[:place])) for place in range(len(each) + 1)]
    copy = tmp_path_factory.mktemp("store") / "000001"
    path = adjacency.path_of(copy, load())
    path.parent.mkdir()
    path.write_bytes(adjacency.packed(names, begins, [place for near in each for place in sorted(near)]))
    found = Adjacency.beside(copy, load())
    assert found is not None
    for name, near in zip(names, each, strict=True):
        assert found.around(name) == {names[place] for place in near}
    assert found.around("nobody") == found.around("") == frozenset()


def test_paths_are_the_same_with_and_without_it(sample_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    for folder in (store / "published").glob("*.map"):
        shutil.rmtree(folder)
    with open_graph(store) as graph:
        assert Adjacency.beside(graph.copy, load()) is None
        edges = graph.subgraph([]).edges
        ids = sorted({end.id for edge in edges for end in (edge.subject, edge.object)})
        before = [graph.paths(one, other) for one, other in pairwise(ids)]
    mapmaker.make(store, tmp_path)
    with open_graph(store) as graph:
        found = Adjacency.beside(graph.copy, load())
        assert found is not None
        pairs = {(edge.subject.id, edge.object.id) for edge in edges}
        pairs |= {pair[::-1] for pair in pairs}
        for name in ids:
            assert found.around(name) == {end for start, end in pairs if start == name}
        assert [graph.paths(one, other) for one, other in pairwise(ids)] == before


def test_what_is_only_planned_is_asked_of_the_graph(tmp_path: Path) -> None:
    ingest(tmp_path, document("one", "(A*:Company) rivals (B*:Company) {planned}. (B*:Company) rivals (C*:Company)."))
    mapmaker.make(tmp_path, tmp_path)
    with open_graph(tmp_path) as graph:
        assert graph.paths("a", "c").paths == ()
        (path,) = graph.paths("a", "c", Filters(modalities=EVERY_MODALITY)).paths
        assert [node.id for node in path.nodes] == ["a", "b", "c"]


def test_a_file_that_is_not_whole_is_none(tmp_path: Path) -> None:
    ingest(tmp_path, document("one", "(A*:Company) rivals (B*:Company). (B*:Company) rivals (C*:Company)."))
    mapmaker.make(tmp_path, tmp_path)
    with open_graph(tmp_path) as graph:
        copy = graph.copy
    path = adjacency.path_of(copy, load())
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert Adjacency.beside(copy, load()) is None
    with open_graph(tmp_path) as graph:
        assert len(graph.paths("a", "c").paths) == 1


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path: Path) -> None:
    ingest(tmp_path, document("one", "(A*:Company) rivals (B*:Company)."))
    with open_graph(tmp_path) as graph:
        map_of(graph.copy).write_text("in the way", encoding="utf-8")
        spare = tmp_path / "spare"
        spare.mkdir()
        mapmaker.make(tmp_path, spare)
        assert list(spare.glob("*/top-*"))
        assert Adjacency.beside(graph.copy, load()) is None
        assert len(graph.paths("a", "b").paths) == 1
