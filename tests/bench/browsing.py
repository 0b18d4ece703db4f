"""Measures going from one thing to the next in a large store: pages of neighbours, paths, search.

    python tests/bench/browsing.py [STORE] [--statements 400000]

Over 200 entities taken by chance and the 50 that most is told of, each asked afresh. Without STORE one is generated
first. Times are of the processor. Exit status 1 when one in 20 answers takes longer than the bar of its kind.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generate import TYPES, given_or_made

import kg
from kg.model.ids import ENT
from kg.query.graph import Graph
from kg.store import terms as t

SOME, HUBS = 200, 50
_Question = Callable[[Graph, str, str], object]


def _neighbours(graph: Graph, name: str, _: str) -> object:
    """Totals, then the first page of the relation that has most."""
    relations = graph.relations_of(name)
    if not relations:
        return None
    most = max(relations, key=lambda item: item.total)
    return graph.neighbours(name, most.predicate, most.direction)


#: What is asked → how, and the bar in milliseconds. A page of all relations puts hundreds of a hub's in order.
QUESTIONS: dict[str, tuple[_Question, float]] = {
    "neighbours, one relation": (_neighbours, 30),
    "neighbours, all": (lambda graph, name, _: graph.neighbours(name), 60),
    "paths": (lambda graph, name, other: graph.paths(name, other), 30),
    "search": (lambda graph, name, _: graph.search(graph.entity(name).label), 30),
    "search, begun": (lambda graph, name, _: graph.search(graph.entity(name).label[:4]), 30),
    "search, misspelt": (lambda graph, name, _: graph.search(graph.entity(name).label[1:]), 30),
}


def entities(store: Path, chance: random.Random) -> list[str]:
    """Ids by chance, then those of the most connected."""
    with kg.open(store) as graph:
        found = {
            t.local(triple.subject, ENT): 0
            for type_ in set(TYPES.values())
            for triple in graph._reader.match(None, t.TYPE, t.kg(type_))
        }
        degrees = {name: graph._reader.count(None, t.SUBJECT, t.node(ENT, name)) for name in found}
        for name in found:
            degrees[name] += graph._reader.count(None, t.OBJECT, t.node(ENT, name))
    ranked = sorted(degrees, key=lambda name: (-degrees[name], name))
    print(f"{len(found):,} entities; the hubs have {degrees[ranked[0]]:,} to {degrees[ranked[HUBS - 1]]:,} relations")
    return [*chance.sample(sorted(found), SOME), *ranked[:HUBS]]


def measured(store: Path, names: Sequence[str], question: _Question, others: Sequence[str]) -> list[float]:
    """Milliseconds of each answer, sorted."""
    taken = []
    with kg.open(store) as graph:
        for name, other in zip(names, others, strict=True):
            began = time.process_time()
            question(graph, name, other)
            taken.append((time.process_time() - began) * 1000)
    return sorted(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", nargs="?", type=Path)
    parser.add_argument("--statements", type=int, default=400_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        store = given_or_made(options.store, Path(scratch), options.statements)
        chance = random.Random(1)
        names = entities(store, chance)
        others = chance.sample(names, len(names))
        missed = 0
        for about, (question, bar) in QUESTIONS.items():
            taken = measured(store, names, question, others)
            middle, high = taken[len(taken) // 2], taken[len(taken) * 95 // 100]
            missed += high > bar
            print(f"{about:26} p50 {middle:6.1f}  p95 {high:6.1f}  most {taken[-1]:6.1f} ms  (bar {bar:.0f})")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
