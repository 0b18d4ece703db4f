"""The maps: what they hold, that they are made beside the copy, and that the server always has the newest."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path
from typing import Any

import looped
import numpy
import pytest

from kg.assembly import open_graph, open_writer
from kg.model import Document, Entity, Evidence, Extraction, Modality, Span, Statement, When
from kg.ontology.schema import load
from kg.query.filters import EVERY_MODALITY, Filters
from kg.store.base import Record
from kg.web.atlas import Atlas, Map
from kg.web.mapmaker import file_name, make, most_connected

_MODALITIES = [item.value for item in Modality]


def _record(
    name: str, statements: Iterable[tuple[str, str, str]], entities: Iterable[Entity] = (), publisher: str = "Wire"
) -> Record:
    rows = [Statement.relation(start, predicate, end) for start, predicate, end in statements]
    body = "\n".join(f"{row.subject} {row.predicate} {row.object}." for row in rows) or "Nothing."
    document = Document(name, body, "A title", publisher, When.parse("2025-03-06"))
    evidence, at = [], document.body_start
    for row, line in zip(rows, body.split("\n"), strict=False):
        evidence.append(Evidence(row, name, Span(at, at + len(line)), line, extractor="made 1", rule="made"))
        at += len(line) + 1
    known = {entity.id: entity for entity in entities}
    ends = {end for row in rows for end in (row.subject, str(row.object))}
    described = [known.get(end) or Entity(end, "Company", {"en": end.title()}) for end in sorted(ends)]
    return Record(Extraction(document, tuple(described), (), tuple(evidence)), {}, "made 1")


def _put(store: Path, *records: Record) -> None:
    with open_writer(store) as writer:
        writer.put(records)


def _read(content: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(gzip.decompress(content))
    return found


def _made(store: Path, scope: str = "top") -> dict[str, Any]:
    make(store, store.parent / "spare")
    copy = (store / "CURRENT").read_text().strip()
    return _read((store / "published" / f"{copy}.map" / file_name(scope, load())).read_bytes())


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_store, tmp_path / "store"))


@pytest.mark.parametrize("scope", ["top", "all"])
def test_a_small_graph_is_shown_whole(store: Path, scope: str) -> None:
    found = _made(store, scope)
    with open_graph(store) as graph:
        whole = graph.subgraph([], filters=Filters(modalities=EVERY_MODALITY))
        asserted = graph.subgraph([])
    nodes, edges = found["nodes"], found["edges"]
    assert nodes["id"] == sorted(node.id for node in whole.nodes)
    assert edges["id"] == sorted(edge.id for edge in whole.edges)
    assert found["total"] == {"nodes": len(asserted.nodes), "edges": len(asserted.edges)}
    assert found["left_out"] == 0
    types, relations = sorted(load().types), sorted(load().relations)
    for view in whole.nodes:
        at = nodes["id"].index(view.id)
        assert (nodes["en"][at], nodes["zh"][at]) == (view.labels.get("en"), view.labels.get("zh"))
        assert types[nodes["type"][at]] == view.type
    for edge in whole.edges:
        at = edges["id"].index(edge.id)
        assert nodes["id"][edges["from"][at]] == edge.subject.id
        assert nodes["id"][edges["to"][at]] == edge.object.id
        assert relations[edges["relation"][at]] == edge.predicate
        assert edges["derived"][at] == edge.derived
        rows = range(edges["told"][at], edges["told"][at + 1])
        told = {(found["told"]["modality"][row], found["publishers"][found["told"]["publisher"][row]]) for row in rows}
        assert told == {(_MODALITIES.index(item.modality), item.publisher) for item in edge.evidence}
    assert all(len(column) == len(nodes["id"]) for column in nodes.values())
    assert len(set(zip(nodes["x"], nodes["y"], strict=True))) == len(nodes["id"])


def test_times_are_months_of_what_is_told_and_of_publication(store: Path) -> None:
    found = _made(store)
    with open_graph(store) as graph:
        edge = next(edge for edge in graph.subgraph([]).edges if edge.predicate == "founded")
    row = found["edges"]["told"][found["edges"]["id"].index(edge.id)]
    told = found["told"]
    assert (told["from"][row], told["to"][row]) == (1999 * 12, 1999 * 12 + 11)
    assert (told["published"][row], told["published_to"][row]) == (2025 * 12 + 2, 2025 * 12 + 2)
    with open_graph(store) as graph:
        edge = next(edge for edge in graph.subgraph([]).edges if edge.predicate == "basedIn")
    row = found["edges"]["told"][found["edges"]["id"].index(edge.id)]
    assert (told["from"][row], told["to"][row]) == (-1, -1)


def test_the_same_store_gives_the_same_bytes(sample_store: Path, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        copy = Path(shutil.copytree(sample_store, tmp_path / name))
        make(copy, tmp_path / "spare")
        made.append({path.name: path.read_bytes() for path in copy.glob("published/*.map/*")})
    assert made[0] == made[1]
    assert len(made[0]) == 3


def test_an_empty_store_has_an_empty_map(tmp_path: Path) -> None:
    _put(tmp_path / "store")
    found = _made(tmp_path / "store")
    assert found["total"] == {"nodes": 0, "edges": 0}
    assert found["nodes"]["id"] == found["edges"]["id"] == []
    assert found["edges"]["told"] == [0]


def test_entities_without_label_and_loops_do_no_harm(tmp_path: Path) -> None:
    store = tmp_path / "store"
    nameless = Entity('x"> y, z\r\n%', "Company", {})
    _put(store, _record("d1", [(nameless.id, "rivals", "b"), ("b", "partnersWith", "b")], [nameless]))
    found = _made(store)
    assert found["nodes"]["id"] == ["b", nameless.id]
    assert found["nodes"]["en"] == ["B", None]
    assert len(found["edges"]["id"]) == 1


def test_equal_tellings_of_one_statement_stand_once(tmp_path: Path) -> None:
    store = tmp_path / "store"
    same = [_record(f"d{i}", [("a", "rivals", "b")]) for i in range(3)]
    _put(store, *same, _record("d3", [("a", "rivals", "b")], publisher="Other"))
    found = _made(store)
    assert found["edges"]["told"] == [0, 2]
    assert [found["publishers"][index] for index in found["told"]["publisher"]] == ["Other", "Wire"]


def test_of_very_many_statements_the_best_told_stay(tmp_path: Path) -> None:
    store = tmp_path / "store"
    relations = sorted(load().relations)
    rows = [(a, name, b) for name in relations for a, b in combinations("abc", 2)]
    often = [("a", relations[-1], "b"), ("b", relations[-2], "c")]
    _put(store, _record("d1", rows), _record("d2", often, publisher="Other"))
    found = _made(store)
    assert len(found["edges"]["id"]) == 18
    assert found["left_out"] == found["total"]["edges"] - 18
    assert {Statement.relation(*row).id for row in often} <= set(found["edges"]["id"])


def test_a_known_map_is_not_made_again(store: Path) -> None:
    _made(store)
    before = {path: path.stat().st_mtime_ns for path in store.glob("published/*.map/*")}
    _made(store)
    assert before == {path: path.stat().st_mtime_ns for path in store.glob("published/*.map/*")}


def test_a_map_goes_with_its_copy(store: Path) -> None:
    _made(store)
    (old,) = store.glob("published/*.map")
    _put(store, _record("new", [("alibaba", "rivals", "baidu")]))
    assert not old.exists()
    _made(store)
    assert len(list(store.glob("published/*.map"))) == 1


def test_most_connected_is_no_star_and_leaves_nobody_alone() -> None:
    star = [(0, leaf) for leaf in range(1, 400)]
    ring = [(400 + i, 400 + (i + 1) % 50) for i in range(50)]
    lonely = [(450 + 2 * i, 451 + 2 * i) for i in range(25)]
    ends = numpy.array(star + ring + lonely)
    degree = numpy.bincount(ends.ravel())
    chosen = set(most_connected(degree, ends, 70).tolist())
    assert set(range(400, 450)) <= chosen
    assert sum(1 for leaf in range(1, 400) if leaf in chosen) == 6
    assert len(chosen) == 69
    assert all(any(a in chosen and b in chosen for a, b in ends if node in (a, b)) for node in chosen)


def _served(store: Path, walk: Callable[[Atlas], Any]) -> Any:
    async def run() -> Any:
        atlas = Atlas(store, every=0.02)
        await atlas.start()
        try:
            return await walk(atlas)
        finally:
            await atlas.close()

    return looped.run(run())


async def _newest(atlas: Atlas, scope: str, unlike: Map | None = None) -> Map:
    while (found := await atlas.map(scope)) is None or (unlike and found.copy == unlike.copy):
        await asyncio.sleep(0.02)
    return found


def test_the_server_has_both_maps_and_then_those_of_a_newer_copy(store: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def walk(atlas: Atlas) -> tuple[Map, Map, Map]:
        first = await _newest(atlas, "top")
        whole = await _newest(atlas, "all")
        record = _record("new", [("baidu", "rivals", "alibaba"), ("baidu", "partnersWith", "deepseek")])
        with open_graph(store):  # as a server does: the old copy stays, and its map with it
            await asyncio.to_thread(_put, store, record)
            second = await _newest(atlas, "top", first)
        await _newest(atlas, "all", whole)
        await asyncio.sleep(0.2)  # the process has ended, and how is looked at
        return first, whole, second

    first, whole, second = _served(store, walk)
    assert not caplog.records
    assert _read(first.content)["scope"] == "top" and _read(whole.content)["scope"] == "all"
    assert _read(first.content)["copy"] == first.copy != second.copy == _read(second.content)["copy"]
    assert len({first.tag, whole.tag, second.tag}) == 3
    before, after = _read(first.content)["nodes"], _read(second.content)["nodes"]
    assert set(after["id"]) == {*before["id"], "baidu"}
    now = dict(zip(after["id"], zip(after["x"], after["y"], strict=True), strict=True))
    for name, x, y in zip(before["id"], before["x"], before["y"], strict=True):
        assert math.dist(now[name], (x, y)) < 70


def test_the_process_ends_well_and_with_its_parent(store: Path) -> None:
    command = [sys.executable, "-P", "-m", "kg.web.mapmaker", str(store), str(store.parent)]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:
        assert process.wait() == 0
        assert process.stdout is not None and len(process.stdout.readlines()) == 2
        assert process.stderr is not None and process.stderr.read() == b""
    os.mkfifo(store.parent / "fifo")
    (store / "LAYOUT").unlink()
    (store / "LAYOUT").symlink_to(store.parent / "fifo")  # reading it takes for ever
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait() == 0


def test_where_the_store_cannot_be_written_the_map_lies_elsewhere(store: Path) -> None:
    copy = (store / "CURRENT").read_text().strip()
    place = store / "published" / f"{copy}.map"
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("in the way")

    async def walk(atlas: Atlas) -> Map:
        await _newest(atlas, "all")
        return await _newest(atlas, "top")

    assert "alibaba" in _read(_served(store, walk).content)["nodes"]["id"]


def test_a_store_that_cannot_be_read_has_no_map_and_the_server_goes_on(
    store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (store / "LAYOUT").write_text("another\n")

    async def walk(atlas: Atlas) -> Map | None:
        while not caplog.records:
            await asyncio.sleep(0.02)
        return await atlas.map("top")

    assert _served(store, walk) is None
    assert "another" in caplog.text
