"""Measures the SPARQL endpoint under load, over HTTP on loopback.

    python tests/bench/endpoint.py [DIR] [--statements 100000] [--clients 50] [--seconds 30] [--runaway 0.05]

Without DIR a store is generated. First CLIENTS ask for SECONDS, each one query after the other; one in twenty never
ends by itself; now and then a worker is killed. Every request must end with a whole 200 or a 503, and quick ones with
200. Then the same queries are asked of the endpoint and of a route that answers them inside the server's process, in
turns: the throughputs are compared (bar 0.6). Last, the memory of the server with two workers is measured (bar 400 MB),
and that no killed worker is missing. Exit status 1 when a bar is missed.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

from generate import given_or_made

RATIO, MEGABYTES = 0.6, 400
#: No two of them alike.
ENDLESS = "SELECT (COUNT(*) + %d AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
QUICK = {
    "ask": "ASK { ent:alibaba kg:rivals ?r }",
    "rivals": "SELECT ?r ?l { ent:alibaba kg:rivals ?r . ?r skos:prefLabel ?l } LIMIT 100",
    "sentences": """SELECT ?o ?text {
      ent:alibaba p:rivals ?s . ?s kg:object ?o ; prov:wasDerivedFrom/kg:sentence/kg:text ?text
    } LIMIT 50""",
    "describe": "DESCRIBE ent:alibaba",
    "nothing": "SELECT * { <http://example.org/nothing> ?p ?o }",
}
#: What is compared: a look-up, and one with an answer of some size.
COMPARED = ("rivals", "sentences")


#: Of one request: name of the query, status (0: none), whether the answer was whole, seconds.
Outcome = tuple[str, int, bool, float]


async def client(port: int, path: str, stop: float, ask: Iterator[tuple[str, str]], done: list[Outcome]) -> None:
    """Asks one query after the other on one connection until `stop` (monotonic)."""
    reader = writer = None
    while time.monotonic() < stop:
        name, query = next(ask)
        began = time.monotonic()
        try:
            if writer is None or reader is None:
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(f"GET {path}?query={query} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            status, whole = await _answer(reader)
        except (OSError, EOFError, ValueError):
            status, whole, writer = 0, False, None
        done.append((name, status, whole, time.monotonic() - began))
    if writer is not None:
        writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bool]:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    # The ends of SPARQL's JSON for a table and for a yes or no, of Turtle, and of a message.
    return int(head[9:12]), body.endswith((b"]}}", b"}", b".\n", b"\n"))


def choices(share: float, seed: int) -> Iterator[tuple[str, str]]:
    """Quick queries, with that share of endless ones among them."""
    chance = random.Random(seed)
    encoded = {name: quote(query) for name, query in QUICK.items()}
    while True:
        if chance.random() < share:
            yield "endless", quote(ENDLESS % chance.randrange(10**9))
        else:
            name = chance.choice(list(QUICK))
            yield name, encoded[name]


async def load(port: int, server: int, clients: int, seconds: float, share: float) -> bool:
    """The first bar: nothing is lost. True where it is met."""
    stop = time.monotonic() + seconds
    done: list[Outcome] = []
    tasks = [asyncio.ensure_future(client(port, "/sparql", stop, choices(share, i), done)) for i in range(clients)]
    killed = 0
    while time.monotonic() < stop:
        await asyncio.sleep(min(seconds / 6, max(stop - time.monotonic(), 0)))
        workers = children(server)
        if workers and time.monotonic() < stop:
            with contextlib.suppress(ProcessLookupError):
                os.kill(random.Random(killed).choice(workers), signal.SIGKILL)
                killed += 1
    await asyncio.gather(*tasks)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for name, status, whole, _ in done:
        table[name][str(status) if whole or status == 0 else f"{status} cut"] += 1
    for name, counts in sorted(table.items()):
        times = sorted(took for other, _, _, took in done if other == name)
        shown = ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
        middle, late = statistics.median(times), times[int(0.95 * (len(times) - 1))]
        print(f"  {name:10} {shown}; median {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms, most {times[-1]:.1f} s")
    lost = [row for row in done if not row[2] or row[1] not in (200, 503)]
    refused = [row for row in done if row[0] != "endless" and row[1] != 200]
    print(f"  {len(done)} requests, {killed} workers killed, {len(lost)} lost, {len(refused)} quick ones refused")
    return not lost and not refused


async def throughput(port: int, server: int, clients: int, rounds: int = 5, seconds: float = 3.0) -> bool:
    """The second bar: the endpoint against the same query inside the server, in turns. True where it is met.

    Beside the throughput, which needs two processors without other work, stands the processor time of a request.
    """
    met = True
    for name in COMPARED:
        rates: dict[str, list[float]] = {"/inside": [], "/sparql": []}
        costs: dict[str, list[float]] = {"/inside": [], "/sparql": []}
        for _ in range(rounds):
            for path, found in rates.items():
                done: list[Outcome] = []
                ask = iter(lambda name=name: (name, quote(QUICK[name])), None)
                stop, before = time.monotonic() + seconds, _processor(server)
                await asyncio.gather(*(client(port, path, stop, ask, done) for _ in range(clients)))
                met = met and all(status == 200 and whole for _, status, whole, _ in done)
                found.append(len(done) / seconds)
                costs[path].append((_processor(server) - before) / len(done) * 1e6)
        inside, outside = (statistics.median(found) for found in rates.values())
        cost = " and ".join(f"{statistics.median(found):.0f}" for found in costs.values())
        ratio = outside / inside
        print(
            f"  {name:10} inside {inside:.0f}/s, endpoint {outside:.0f}/s, ratio {ratio:.2f} (bar {RATIO}); {cost} µs"
        )
        met = met and ratio >= RATIO
    return met


def memory(server: int, workers: int) -> bool:
    """The third bar: resident memory of the server and its workers, and that these are as many as they should be."""
    pids = [server, *children(server)]
    resident = sum(_kilobytes(pid, "VmRSS") for pid in pids) / 1000
    each = ", ".join(f"{_kilobytes(pid, 'VmRSS') / 1000:.0f}" for pid in pids)
    print(f"  resident {resident:.0f} MB ({each}) (bar {MEGABYTES}), {len(pids) - 1} workers")
    return resident < MEGABYTES and len(pids) - 1 == workers


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for listed in found for child in listed.read_text().split()]


def _processor(server: int) -> float:
    """Seconds of processor time of the server and its workers."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in (server, *children(server))]
    return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


def _kilobytes(pid: int, key: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(key):
            return int(line.split()[1])
    return 0


def serve(folder: Path) -> None:
    """The server: the endpoint, and one route that answers inside this process."""
    import uvicorn
    from pyoxigraph import QueryResultsFormat, Store
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from kg.namespaces import PREFIXES
    from kg.store.files import StoreFolder
    from kg.web.fleet import Fleet
    from kg.web.sparql import routes

    fleet = Fleet(folder)
    copy, _held = StoreFolder(folder).open_current()
    store = Store.read_only(str(copy))

    async def inside(request: Request) -> Response:
        found = store.query(request.query_params["query"], prefixes=PREFIXES)
        return Response(found.serialize(format=QueryResultsFormat.JSON), media_type="application/sparql-results+json")

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        async with fleet:
            yield

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[object] | None = None) -> None:
            await super().startup(sockets)  # type: ignore[arg-type]
            print(self.servers[0].sockets[0].getsockname()[1], flush=True)

    app = Starlette(routes=[*routes(fleet), Route("/inside", inside)], lifespan=life)
    Announced(uvicorn.Config(app, port=0, log_level="warning", access_log=False)).run()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--runaway", type=float, default=0.05)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.folder)
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        return measure(given_or_made(options.folder, Path(scratch), options.statements), options)


def measure(folder: Path, options: argparse.Namespace) -> int:
    command = [sys.executable, __file__, str(folder), "--serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        time.sleep(2)
        print("At rest:")
        memory(server.pid, 2)
        print(f"{options.clients} clients for {options.seconds:g} s, {options.runaway:.0%} endless queries:")
        met = [asyncio.run(load(port, server.pid, options.clients, options.seconds, options.runaway))]
        print("Throughput:")
        met.append(asyncio.run(throughput(port, server.pid, options.clients)))
        time.sleep(1)
        print("After it:")
        met.append(memory(server.pid, 2))
        server.terminate()
    print("All bars are met." if all(met) else "A bar is missed.")
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main())
