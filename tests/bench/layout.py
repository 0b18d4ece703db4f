"""Measures the layout: processor seconds for graphs of a few thousand to 50,000 nodes, and how they turned out.

    python tests/bench/layout.py [--store DIR]

The graphs are invented: communities of uneven size, few nodes with most of the links, some of no link at all; with a
store, its own graph as well. Exits with 1 when a figure misses its bar: 3 s for 10,000 nodes, 60 s for 50,000.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import numpy
from numpy.typing import NDArray

from kg.assembly import open_graph
from kg.export.layout import arrange
from kg.query.filters import EVERY_MODALITY, Filters

SIZES = ((1000, 3000, 30, None), (10_000, 30_000, 80, 3.0), (50_000, 150_000, 200, 60.0))  # nodes, links, groups, bar

Pairs = NDArray[numpy.intp]


def invented(count: int, links: int, groups: int, seed: int = 1) -> Pairs:
    """Three links of four stay inside a group; the sizes of groups and the links of nodes follow power laws."""
    chance = numpy.random.default_rng(seed)
    size = chance.zipf(1.6, groups).clip(1, 200) + 3.0
    home = numpy.sort(chance.choice(groups, count, p=size / size.sum()))
    fame = chance.pareto(1.6, count) + 0.3
    first = numpy.searchsorted(home, numpy.arange(groups + 1))
    total = numpy.concatenate([[0.0], numpy.cumsum(fame)])
    start = chance.choice(count, links, p=fame / fame.sum())
    far = chance.random(links) < 0.25
    low = numpy.where(far, 0.0, total[first[home[start]]])
    high = numpy.where(far, total[-1], total[first[home[start] + 1]])
    end = numpy.searchsorted(total, low + (high - low) * chance.random(links), side="right") - 1
    return numpy.stack([start, end.clip(0, count - 1)], axis=1)


def of_store(folder: Path) -> tuple[int, Pairs]:
    """The entities of a store that stand in a relation, and their relations."""
    with open_graph(folder) as graph:
        view = graph.subgraph([], filters=Filters(modalities=EVERY_MODALITY))
    where = {node.id: index for index, node in enumerate(view.nodes)}
    return len(where), numpy.array([(where[edge.subject.id], where[edge.object.id]) for edge in view.edges])


def measured(count: int, pairs: Pairs) -> tuple[float, str]:
    """Processor seconds, and a line about the result."""
    begun = time.process_time()
    found = arrange(count, pairs)
    seconds = time.process_time() - begun
    spots = numpy.array(found.places, dtype=float)
    home = numpy.array(found.communities)
    inside = (home[pairs[:, 0]] == home[pairs[:, 1]]).mean()
    length = numpy.hypot(*(spots[pairs[:, 0]] - spots[pairs[:, 1]]).T)
    wide, high = spots.max(axis=0) - spots.min(axis=0)
    told = (
        f"{count:>6,} nodes {len(pairs):>8,} links {seconds:6.2f} s; {home.max() + 1:,} communities hold {inside:.0%} "
        f"of the links; {wide:,.0f} × {high:,.0f}, a link {numpy.median(length):,.0f} long"
    )
    return seconds, told


def main() -> int:
    """Prints the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path)
    options = parser.parse_args()
    missed = False
    if options.store is not None:
        print(measured(*of_store(options.store))[1])
    for count, links, groups, bar in SIZES:
        seconds, told = measured(count, invented(count, links, groups))
        print(told if bar is None else f"{told} (bar {bar:.0f} s, {seconds / bar:.2f} of it)")
        missed |= bar is not None and seconds > bar
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
