"""Which nodes belong together: Louvain's method, whole rounds at a time in NumPy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray

Numbers = NDArray[numpy.intp]
Weights = NDArray[numpy.float64]

_SEED = 7
_ROUNDS = 40
_MOVING = 0.5  # share of nodes that may move in a round: if all did, neighbours would change places for ever
_SETTLED = 0.002  # a level ends when fewer nodes than this share have moved in two rounds


@dataclass(frozen=True)
class Communities:
    """The community of each node (the largest is 0), and its group: a part of the community, found on the way to it.

    Communities and groups that no link joins stay apart.
    """

    community: Numbers
    group: Numbers


def communities(count: int, pairs: Numbers, weights: Weights) -> Communities:
    """The communities of nodes 0 … count-1.

    `pairs` has a row for each two nodes that are linked (once, no loops), `weights` how much. The same rows in the same
    order give the same communities.
    """
    rng = numpy.random.default_rng(_SEED)
    # Both directions, and a node's links to itself at the end: none yet, later those within what it stands for.
    starts = numpy.concatenate([pairs[:, 0], pairs[:, 1]])
    ends = numpy.concatenate([pairs[:, 1], pairs[:, 0]])
    both = numpy.concatenate([weights, weights])
    strength: Weights = numpy.bincount(starts, both, minlength=count).astype(numpy.float64)
    found = numpy.arange(count)
    first: Numbers | None = None
    while len(starts):
        home = _moved(starts, ends, both, strength, rng)
        names, home = numpy.unique(home, return_inverse=True)
        if len(names) == len(strength):
            break
        found = home[found]
        first = found if first is None else first
        strength = numpy.bincount(home, strength).astype(numpy.float64)
        starts, ends, both = _joined(home[starts], home[ends], both, len(names))
    largest_first = _ranked(found)
    return Communities(largest_first, _ranked(largest_first if first is None else first))


def _moved(starts: Numbers, ends: Numbers, weights: Weights, strength: Weights, rng: numpy.random.Generator) -> Numbers:
    """Where each node goes when all have moved to the community, of their own and their neighbours', that gains most.

    Gain is modularity's: the links to a community less those that chance would give.
    """
    count = len(strength)
    home = numpy.arange(count)
    total = strength.sum()
    before = count
    for _ in range(_ROUNDS):
        may = rng.random(count) < _MOVING
        taken = may[starts]
        node, community, links = _sums(starts[taken], home[ends[taken]], weights[taken], count)
        if not len(node):
            continue
        size = numpy.bincount(home, strength, minlength=count)
        own = community == home[node]
        gain = links - strength[node] * (size[community] - numpy.where(own, strength[node], 0)) / total
        # What a node has where it is, also when nothing links it there.
        stay = -strength * (size[home] - strength) / total
        stay[node[own]] = gain[own]
        edge = numpy.flatnonzero(numpy.diff(node, prepend=-1))
        best = numpy.maximum.reduceat(gain, edge)
        each = numpy.repeat(best, numpy.diff(numpy.append(edge, len(node))))
        chosen = numpy.minimum.reduceat(numpy.where(gain == each, community, count), edge)
        movers = best > stay[node[edge]] + 1e-9 * total
        home[node[edge][movers]] = chosen[movers]
        now = int(movers.sum())
        if before + now <= _SETTLED * count:
            break
        before = now
    return home


def _sums(left: Numbers, right: Numbers, weights: Weights, count: int) -> tuple[Numbers, Numbers, Weights]:
    """The weights summed by pair, with the pairs in order."""
    key = left * count + right
    order = numpy.argsort(key, kind="stable")
    key = key[order]
    edge = numpy.flatnonzero(numpy.diff(key, prepend=-1))
    if not len(edge):
        return key, key, weights
    return key[edge] // count, key[edge] % count, numpy.add.reduceat(weights[order], edge)


def _joined(starts: Numbers, ends: Numbers, weights: Weights, count: int) -> tuple[Numbers, Numbers, Weights]:
    starts, ends, weights = _sums(starts, ends, weights, count)
    across = starts != ends
    return starts[across], ends[across], weights[across]


def _ranked(found: Numbers) -> Numbers:
    """Numbered anew by size, then by the first member."""
    _, first, home, sizes = numpy.unique(found, return_index=True, return_inverse=True, return_counts=True)
    rank = numpy.empty(len(sizes), dtype=numpy.intp)
    rank[numpy.lexsort((first, -sizes))] = numpy.arange(len(sizes))
    return rank[home]
