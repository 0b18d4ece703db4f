"""Measures `kg serve` over a large store: until it is ready, its memory, and how soon it answers.

    python tests/bench/serve.py [DIR] [--statements 1000000] [--times 200]

Without DIR a store is generated. Bars: ready within 2 s; server and two workers resident below 400 MB after all
questions; 95 of 100 questions answered within 50 ms, of random entities and of the most connected ones. Exit status 1
when a bar is missed.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import serving
from generate import given_or_made, pools

READY, MEGABYTES, ANSWER = 2.0, 400, 0.050


def resident(pid: int) -> int:
    """Megabytes of a process and its children; the maker of the map, which soon ends, does not count."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            told = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line)
            command = (status.parent / "cmdline").read_bytes()
        except OSError:  # it has ended
            continue
        if str(pid) in (told["Pid"].strip(), told["PPid"].strip()) and b"mapmaker" not in command:
            total += int(told.get("VmRSS", "0").split()[0])
    return total // 1024


def ready(store: Path, log: Path) -> float:
    """Seconds from the command to the first answer."""
    began = time.perf_counter()
    with serving.serving(store, log) as site:
        httpx.get(site.address + "/healthz").raise_for_status()
        return time.perf_counter() - began


def asked(client: httpx.Client, addresses: Iterator[str], times: int) -> float:
    """Seconds within which 95 of 100 questions are answered."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        client.get(next(addresses)).raise_for_status()
        took.append(time.perf_counter() - began)
    return statistics.quantiles(took, n=20)[-1]


def questions(statements: int, chance: random.Random) -> dict[str, Callable[[], str]]:
    """Name → what makes the address of one question."""
    known = pools(statements)
    firms = [entity for entity in known["firm"] if entity.id != "alibaba"]
    most = ["alibaba", *(entity.id for entity in firms[:50])]

    def some() -> str:
        return chance.choice(firms).id

    def hub() -> str:
        return chance.choice(most)

    return {
        "search": lambda: f"/api/search?q={chance.choice(firms).labels['en'][: chance.randint(4, 9)]}",
        "neighbours of any": lambda: f"/api/entities/{some()}/neighbours?page=1",
        "neighbours of the most connected": lambda: f"/api/entities/{hub()}/neighbours?page=2",
        "path between any two": lambda: f"/api/path?from={some()}&to={some()}",
        "path between the most connected": lambda: f"/api/path?from={hub()}&to={hub()}",
    }


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?", type=Path)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    given = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory() as scratch:
        store, log = given_or_made(given.store, Path(scratch), given.statements), Path(scratch, "log")
        first = statistics.median(ready(store, log) for _ in range(3))
        missed |= first > READY
        print(f"ready after                         {first * 1000:7.0f} ms  (bar {READY * 1000:.0f})")
        chance = random.Random(3)
        with serving.serving(store, log) as site, httpx.Client(base_url=site.address, timeout=60) as client:
            for _ in range(240):  # the maps are being made
                if client.get("/api/map").status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    break
                time.sleep(0.5)
            else:
                raise SystemExit("The maps are not made.")
            for name, question in questions(given.statements, chance).items():
                addresses = iter(question, None)
                asked(client, addresses, 20)
                found = asked(client, addresses, given.times)
                missed |= found > ANSWER
                print(f"{name:35s} {found * 1000:7.1f} ms  (p95, bar {ANSWER * 1000:.0f})")
            for _ in range(6):
                client.get("/sparql", params={"query": "SELECT * { ?s kg:rivals ?o } LIMIT 1000", "format": "json"})
            memory = resident(site.process.pid)
            missed |= memory > MEGABYTES
            print(f"server and workers resident         {memory:7d} MB  (bar {MEGABYTES})")
    sys.exit(missed)


if __name__ == "__main__":
    main()
