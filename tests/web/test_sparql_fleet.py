"""The endpoint's processes: time, memory and rows are bounded, nobody waits for others' endless queries, and a process
that is killed is no loss."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import http.client
import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import looped
import pytest
import rdflib
import serving
from endpoint_server import publish
from endpoint_server import serving as endpoint
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from kg.errors import QueryStoppedError, StoreError
from kg.query.worker import Answer, Request
from kg.store.files import StoreFolder
from kg.web.fleet import Fleet, Limits

ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
HUNGRY = "SELECT * { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(4)) + " } ORDER BY ?c3"
ASK = Request("ASK {}")
COUNT = Request("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "csv")
Test = Callable[[Path], Coroutine[Any, Any, None]]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet") / "store"
    publish(folder, "".join(f'<http://x/{n}> <http://x/p> "value {n}" .\n' for n in range(300)))
    return folder


def in_a_loop(test: Callable[..., Awaitable[None]]) -> Callable[..., None]:
    @functools.wraps(test)
    def run(**given: Any) -> None:
        looped.run(test(**given))  # type: ignore[arg-type]

    return run


async def until(true: Callable[[], object]) -> None:
    while not true():
        await asyncio.sleep(0.01)


def children() -> set[int]:
    """The processes that this one has started."""
    return {int(pid) for task in Path("/proc/self/task").glob("*/children") for pid in task.read_text().split()}


async def at_work(fleet: Fleet, count: int = 1) -> None:
    """Waits until that many queries run."""
    await until(lambda: fleet.running == count)


@in_a_loop
async def test_answers(store: Path) -> None:
    async with Fleet(store) as fleet:
        found = await asyncio.gather(*(fleet.ask(COUNT) for _ in range(20)))
        assert set(found) == {Answer(b"S", b".", b"n\r\n300\r\n")}
        await until(lambda: len(fleet.pids) == 2)


@in_a_loop
async def test_the_deadline(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=1.0)) as fleet:
        await fleet.ask(ASK)
        with pytest.raises(QueryStoppedError, match=r"did not finish within 1 s .* waited 0.0 s .* ran [01].\d s"):
            await fleet.ask(Request(ENDLESS))
        assert (await fleet.ask(ASK)).kind == b"A"


@in_a_loop
async def test_time_in_the_queue_counts(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=1.5)) as fleet:
        await fleet.ask(ASK)
        found = await asyncio.gather(*(fleet.ask(Request(ENDLESS)) for _ in range(4)), return_exceptions=True)
        assert all(isinstance(error, QueryStoppedError) for error in found)
        assert any("waited 1." in str(error) for error in found)
        assert (await fleet.ask(ASK)).kind == b"A"
        await until(lambda: len(fleet.pids) == 1)


@in_a_loop
async def test_the_memory(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, memory=900 * 2**20, deadline=60)) as fleet:
        with pytest.raises(QueryStoppedError, match="more memory"):
            await fleet.ask(Request(HUNGRY))
        assert (await fleet.ask(ASK)).kind == b"A"


@in_a_loop
async def test_endless_queries_let_others_pass(store: Path) -> None:
    """More endless queries than there are processes; quick ones are answered long before any of them ends."""
    async with Fleet(store, Limits(workers=2, deadline=30)) as fleet:
        endless = [asyncio.ensure_future(fleet.ask(Request(ENDLESS))) for _ in range(8)]
        for _ in range(3):
            await asyncio.gather(*(fleet.ask(COUNT) for _ in range(10)))
        assert not any(task.done() for task in endless)
        assert len(fleet.pids) <= 6  # two quick, two aside, and those that are just being replaced
        for task in endless:
            task.cancel()
        await asyncio.gather(*endless, return_exceptions=True)
        await until(lambda: len(fleet.pids) == 2 and fleet.running == 0)


@in_a_loop
async def test_a_longer_query_is_finished_aside(store: Path) -> None:
    """It takes longer than its moment and others push it aside; it still gets its answer, without beginning anew."""
    numbers = " ".join(map(str, range(20)))
    longer = f"SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f VALUES ?x {{ {numbers} }} FILTER(STRLEN(?c) > 1) }}"
    async with Fleet(store, Limits(workers=1, deadline=300)) as fleet:
        slow = asyncio.ensure_future(fleet.ask(Request(longer, "csv")))
        await at_work(fleet)
        while not slow.done():
            await fleet.ask(ASK)
        assert (await slow).content == b"n\r\n1800000\r\n"


@in_a_loop
async def test_the_queue_is_bounded(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, waiting=3, deadline=30)) as fleet:
        await fleet.ask(ASK)
        asked = [asyncio.ensure_future(fleet.ask(Request(ENDLESS))) for _ in range(4)]
        await asyncio.sleep(0)
        with pytest.raises(QueryStoppedError, match="3 queries wait already"):
            await fleet.ask(ASK)
        for task in asked:
            task.cancel()


@in_a_loop
async def test_an_idle_process_that_is_killed_is_replaced(store: Path) -> None:
    async with Fleet(store, Limits(workers=2)) as fleet:
        await fleet.ask(ASK)
        await until(lambda: len(fleet.pids) == 2)
        before = set(fleet.pids)
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        found = await asyncio.gather(*(fleet.ask(COUNT) for _ in range(6)))
        assert {answer.kind for answer in found} == {b"S"}
        await until(lambda: len(fleet.pids) == 2)
        assert not before & set(fleet.pids)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc")
@in_a_loop
async def test_a_process_that_is_killed_while_it_starts_is_replaced(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=60)) as fleet:
        before = children()
        asked = asyncio.ensure_future(fleet.ask(ASK))
        await until(lambda: children() - before)
        for pid in children() - before:
            os.kill(pid, signal.SIGKILL)
        assert (await asked).kind == b"A"


@in_a_loop
async def test_a_query_whose_process_is_killed_is_tried_once_more(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=60)) as fleet:
        await fleet.ask(ASK)
        slow = asyncio.ensure_future(fleet.ask(Request(ENDLESS)))
        for _ in range(2):
            assert not slow.done()
            await at_work(fleet)
            (pid,) = fleet.pids
            os.kill(pid, signal.SIGKILL)
            await until(lambda pid=pid: pid not in fleet.pids)
        with pytest.raises(QueryStoppedError):
            await slow
        assert (await fleet.ask(ASK)).kind == b"A"


@in_a_loop
async def test_who_stops_waiting_stops_the_query(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=60)) as fleet:
        await fleet.ask(ASK)
        slow = asyncio.ensure_future(fleet.ask(Request(ENDLESS)))
        waiting = asyncio.ensure_future(fleet.ask(Request(ENDLESS)))
        await at_work(fleet)
        (pid,) = fleet.pids
        for task in (waiting, slow):
            task.cancel()
        await until(lambda: fleet.running == 0)
        assert (await fleet.ask(ASK)).kind == b"A"
        await until(lambda: pid not in fleet.pids)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="no /proc")
@in_a_loop
async def test_a_process_that_has_grown_is_replaced(store: Path) -> None:
    async with Fleet(store, Limits(workers=1, deadline=60, kept=1)) as fleet:
        await fleet.ask(ASK)
        (pid,) = fleet.pids
        await fleet.ask(Request("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
        await until(lambda: fleet.pids and pid not in fleet.pids)
        assert (await fleet.ask(ASK)).kind == b"A"


@in_a_loop
async def test_a_newer_copy_is_answered_from(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    publish(folder, "<x:a> <x:b> 1 .")
    async with Fleet(folder, Limits(workers=2)) as fleet:
        assert (await fleet.ask(COUNT)).content == b"n\r\n1\r\n"
        await until(lambda: len(fleet.pids) == 2)
        pids = sorted(fleet.pids)
        for number in range(2, 6):
            publish(folder, f"<x:a> <x:b> {number} .")
            found = await asyncio.gather(*(fleet.ask(COUNT) for _ in range(4)))
            assert {answer.content for answer in found} == {f"n\r\n{number}\r\n".encode()}
        assert sorted(fleet.pids) == pids
        kept = [entry.name for entry in StoreFolder(folder).published.iterdir() if entry.is_dir()]
        assert len(kept) <= 3  # those that a worker still holds, and the newest


@in_a_loop
async def test_a_store_that_cannot_be_opened(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    publish(folder, "<x:a> <x:b> 1 .")
    async with Fleet(folder, Limits(workers=1)) as fleet:
        await fleet.ask(ASK)
        (copy,) = (entry for entry in StoreFolder(folder).published.iterdir() if entry.is_dir())
        shutil.rmtree(copy)
        (pid,) = fleet.pids
        os.kill(pid, signal.SIGKILL)
        await until(lambda: pid not in fleet.pids)
        with pytest.raises(StoreError):
            await fleet.ask(ASK)
        publish(folder, "<x:a> <x:b> 2 .")
        assert (await fleet.ask(COUNT)).content == b"n\r\n2\r\n"


@in_a_loop
async def test_closing_ends_everything(store: Path) -> None:
    fleet = Fleet(store, Limits(workers=2))
    async with fleet:
        await fleet.ask(ASK)
        tasks = [asyncio.ensure_future(fleet.ask(Request(ENDLESS))) for _ in range(5)]
        await at_work(fleet, 2)
        pids = fleet.pids
    found = await asyncio.gather(*tasks, return_exceptions=True)
    assert {str(error) for error in found} == {"The server is stopping."}
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    with pytest.raises(QueryStoppedError, match="stopping"):
        await fleet.ask(ASK)


# --- over HTTP


def get(base: str, **parameters: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    connection.request("GET", "/sparql?" + urlencode(parameters))
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, dict(answer.headers), content


def test_limits_over_http(store: Path) -> None:
    with endpoint(store, Limits(workers=1, deadline=1.0, rows=100, memory=900 * 2**20)) as server:
        status, headers, content = get(server.base, query=ENDLESS)
        assert (status, headers["retry-after"]) == (503, "1")
        assert b"did not finish within 1 s" in content
        status, headers, content = get(server.base, query="SELECT * { ?s ?p ?o }")
        assert (status, headers["result-truncated"]) == (200, "rows=100")
        assert len(json.loads(content)["results"]["bindings"]) == 100
        status, headers, content = get(server.base, query="DESCRIBE ?s { ?s ?p ?o }", format="nt")
        assert (status, headers["result-truncated"], content.count(b"\n")) == (200, "rows=100", 100)
        _, headers, _ = get(server.base, query="SELECT * { ?s ?p ?o } LIMIT 100")
        assert "result-truncated" not in headers


def test_bytes_over_http(store: Path) -> None:
    with endpoint(store, Limits(size=1000)) as server:
        status, headers, content = get(server.base, query="SELECT * { ?s ?p ?o }")
        assert (status, headers["result-truncated"]) == (200, "bytes=1000")
        assert 5 < len(json.loads(content)["results"]["bindings"]) < 50


def test_a_large_answer_is_whole(store: Path) -> None:
    """Plain and compressed, over `kg serve` with all that stands before the endpoint."""
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    with serving.serving(store, store.with_name("log")) as site:
        address = site.address + "/sparql?" + urlencode({"query": query})
        plain = httpx.get(address, headers={"Accept-Encoding": "identity"})
        packed = httpx.get(address, headers={"Accept-Encoding": "gzip"})
    assert int(plain.headers["content-length"]) == len(plain.content) > 10_000_000
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert len(plain.json()["results"]["bindings"]) == 90_000


def test_a_client_that_goes_away_frees_its_worker(store: Path) -> None:
    with endpoint(store, Limits(workers=1, deadline=60)) as server:
        get(server.base, query="ASK {}")
        connection = http.client.HTTPConnection(server.base.removeprefix("http://"))
        connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
        while server.fleet.running == 0:
            time.sleep(0.01)
        connection.close()
        while server.fleet.running:
            time.sleep(0.01)
        assert get(server.base, query="ASK {}")[0] == 200


def test_stopping_the_server_ends_the_processes(store: Path) -> None:
    with endpoint(store, Limits(workers=2)) as server:
        get(server.base, query="ASK {}")
        pids = server.fleet.pids
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_a_server_that_stops_tells_those_who_wait(store: Path) -> None:
    log = store.with_name("log")
    with serving.serving(store, log) as site, contextlib.ExitStack() as open_ones:
        get(site.address, query="ASK {}")
        waiting = []
        for _ in range(3):
            connection = http.client.HTTPConnection(site.address.removeprefix("http://"))
            open_ones.callback(connection.close)
            connection.request("GET", "/sparql?" + urlencode({"query": ENDLESS}))
            waiting.append(connection)
        get(site.address, query="ASK {}")  # it came after them
        site.stop()
        answers = [connection.getresponse() for connection in waiting]
        assert {(answer.status, answer.read()) for answer in answers} == {(503, b"The server is stopping.\n")}
    assert "Traceback" not in log.read_text(encoding="utf-8")


def test_sparqlwrapper(store: Path) -> None:
    with endpoint(store) as server:
        client = SPARQLWrapper(server.address)
        for method in ("GET", POST):
            client.setMethod(method)
            for form, requests in ((JSON, POSTDIRECTLY), (XML, "urlencoded"), (CSV, POSTDIRECTLY)):
                client.setRequestMethod(requests)
                client.setQuery("SELECT ?o { <http://x/7> <http://x/p> ?o }")
                client.setReturnFormat(form)
                found = client.queryAndConvert()
                text = found.toxml() if form == XML else str(found)
                assert "value 7" in text
        client.setReturnFormat(JSON)
        client.setQuery("ASK { <http://x/7> ?p ?o }")
        assert client.queryAndConvert()["boolean"] is True
        for form in (TURTLE, XML):
            client.setReturnFormat(form)
            client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 9")
            found = client.queryAndConvert()
            graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
            assert len(graph) == 9


def test_rdflib_store(store: Path) -> None:
    with endpoint(store) as server:
        remote = SPARQLStore(server.address)
        graph = rdflib.Graph(remote)
        assert len(graph) == 300
        assert str(graph.value(rdflib.URIRef("http://x/7"), rdflib.URIRef("http://x/p"))) == "value 7"
        rows = list(graph.query("SELECT ?s { ?s ?p 'value 8' }"))
        assert [str(row[0]) for row in rows] == ["http://x/8"]  # type: ignore[index]
        assert graph.query("ASK { ?s ?p 'value 8' }").askAnswer is True
        assert len(graph.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 3").graph or ()) == 3
        for method in ("GET", "POST", "POST_FORM"):
            with contextlib.closing(SPARQLStore(server.address, method=method)) as other:
                assert len(list(other.query("SELECT ?s { ?s ?p ?o } LIMIT 4"))) == 4


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_curl(store: Path) -> None:
    def curl(*arguments: str) -> str:
        command = ["curl", "-sS", "--fail-with-body", *arguments, server.address]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    query = "SELECT ?o { <http://x/7> ?p ?o }"
    with endpoint(store) as server:
        assert "value 7" in curl("-G", "--data-urlencode", f"query={query}")
        assert curl("--data-urlencode", f"query={query}", "-H", "Accept: text/csv").split() == ["o", "value", "7"]
        assert "value 7" in curl("-H", "Content-Type: application/sparql-query", "--data-binary", query)
        assert "sd:Service" in curl()
        assert "HTTP/1.1 200" in curl("-I")
