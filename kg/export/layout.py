"""Where the entities stand: communities first, then forces within and between them.

The same graph always gives the same places: the seed is fixed and nodes are numbered before anything is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import networkx
import numpy
from numpy.typing import NDArray

Places = NDArray[numpy.float64]

_SEED = 7
_SPACING = 70.0  # units between neighbours; a node is drawn 20 to 70 units wide
_LEAST = 44.0  # and never closer than this
_WIDER = 1.12  # a screen is wider than it is high
_BLOCK = 512  # rows of the table of distances at a time: 5,000 nodes would need 200 MB at once
_STRIP = 64
_ROUNDS = 120
_DRAWN_IN = 0.3  # 0 leaves the outermost where they are, 1 puts all on a circle
_SETTLE_UP_TO = 1500


def places(count: int, links: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Whole coordinates for the nodes 0 … count-1. Links may repeat; a repeated one pulls more."""
    if count == 0:
        return []
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(count))
    for start, end in links:
        if start != end:
            _strengthen(graph, start, end, 1)
    communities = _communities(graph)
    rng = numpy.random.default_rng(_SEED)
    inside = [_within(graph, members, rng) for members in communities]
    centres = _between(graph, communities, inside, rng)
    found = numpy.zeros((count, 2))
    for members, local, centre in zip(communities, inside, centres, strict=True):
        found[members] = local + centre
    if count <= _SETTLE_UP_TO:
        found = _settle(found, graph)
    found = _apart(_even(found), _LEAST)
    found -= (found.max(axis=0) + found.min(axis=0)) / 2
    return [(round(x * _WIDER), round(y)) for x, y in found.tolist()]


def _strengthen(graph: networkx.Graph[int], start: int, end: int, by: int) -> None:
    before = graph.edges[start, end]["weight"] if graph.has_edge(start, end) else 0
    graph.add_edge(start, end, weight=before + by)


def _communities(graph: networkx.Graph[int]) -> list[list[int]]:
    found = networkx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    ordered = (sorted(members) for members in cast("list[set[int]]", found))
    return sorted(ordered, key=lambda members: (-len(members), members))


def _links(graph: networkx.Graph[int], members: Sequence[int]) -> tuple[NDArray[numpy.intp], Places]:
    """The links among the members, as pairs of positions in `members`, with the pull of each."""
    position = {member: index for index, member in enumerate(members)}
    pairs, pulls = [], []
    weight: int
    for start, end, weight in graph.subgraph(members).edges(data="weight"):
        pairs.append((position[start], position[end]))
        pulls.append(1 + numpy.log(weight))
    order = sorted(range(len(pairs)), key=pairs.__getitem__)
    return (
        numpy.array([pairs[i] for i in order], dtype=numpy.intp).reshape(-1, 2),
        numpy.array([pulls[i] for i in order], dtype=numpy.float64),
    )


def _within(graph: networkx.Graph[int], members: list[int], rng: numpy.random.Generator) -> Places:
    size = len(members)
    if size == 1:
        return numpy.zeros((1, 2))
    start = rng.normal(size=(size, 2)) * numpy.sqrt(size)
    pairs, pulls = _links(graph, members)
    local = _forces(start, pairs, pulls, rounds=_ROUNDS, gravity=0.02) * _SPACING
    return cast(Places, local - local.mean(axis=0))


def _between(
    graph: networkx.Graph[int], communities: list[list[int]], inside: list[Places], rng: numpy.random.Generator
) -> Places:
    """Centres of the communities: near where they are linked, never on top of one another."""
    home = {member: index for index, members in enumerate(communities) for member in members}
    whole: networkx.Graph[int] = networkx.Graph()
    whole.add_nodes_from(range(len(communities)))
    weight: int
    for start, end, weight in graph.edges(data="weight"):
        a, b = home[start], home[end]
        if a != b:
            _strengthen(whole, a, b, weight)
    radii = numpy.array([numpy.hypot(*local.T).max() + _SPACING * 0.7 for local in inside])
    pairs, pulls = _links(whole, range(len(communities)))
    centres = rng.normal(size=(len(communities), 2)) * numpy.sqrt(len(communities))
    centres = _forces(centres, pairs, pulls, rounds=_ROUNDS, gravity=0.05)
    spread = numpy.hypot(*centres.T).max() or 1.0
    centres *= numpy.sqrt((radii**2).sum()) / spread
    for _ in range(300):  # circles push one another away and are drawn to the middle
        centres *= 0.985
        if not _push(centres, radii):
            break
    for _ in range(200):
        if not _push(centres, radii):
            break
    return centres


def _push(centres: Places, radii: Places) -> bool:
    """Moves overlapping circles half of their overlap apart; True when any overlapped."""
    delta = centres[:, None] - centres[None]
    distance = numpy.hypot(delta[..., 0], delta[..., 1])
    overlap = radii[:, None] + radii[None] - distance
    numpy.fill_diagonal(overlap, 0)
    overlap = numpy.maximum(overlap, 0)
    if overlap.max() < 1:
        return False
    # The larger circle moves less.
    share = radii[None] ** 2 / (radii[:, None] ** 2 + radii[None] ** 2)
    step = overlap * share / numpy.maximum(distance, 1e-6)
    centres += 0.5 * (delta * step[..., None]).sum(axis=1)
    return True


def _forces(
    start: Places, pairs: NDArray[numpy.intp], pulls: Places, *, rounds: int, gravity: float, heat: float = 1.0
) -> Places:
    """Fruchterman and Reingold's forces for an ideal distance of 1, cooling down."""
    found = start.copy()
    warmth = heat * numpy.sqrt(len(found)) / 4
    for round_ in range(rounds):
        move = -gravity * found
        for low in range(0, len(found), _BLOCK):
            delta = found[low : low + _BLOCK, None] - found[None]
            square = (delta**2).sum(axis=2) + 1e-4
            move[low : low + _BLOCK] += (delta / square[..., None]).sum(axis=1)
        if len(pairs):
            delta = found[pairs[:, 0]] - found[pairs[:, 1]]
            pull = delta * (numpy.hypot(*delta.T) * pulls)[:, None]
            numpy.add.at(move, pairs[:, 0], -pull)
            numpy.add.at(move, pairs[:, 1], pull)
        length = numpy.maximum(numpy.hypot(*move.T), 1e-9)
        limit = warmth * (1 - round_ / rounds) + 0.01
        found += move * (numpy.minimum(length, limit) / length)[:, None]
    return found


def _settle(found: Places, graph: networkx.Graph[int]) -> Places:
    """A few cool rounds over the whole: what is linked across communities turns towards each other."""
    pairs, pulls = _links(graph, range(len(found)))
    return _forces(found / _SPACING, pairs, pulls * 0.3, rounds=30, gravity=0.01, heat=0.12) * _SPACING


def _even(found: Places) -> Places:
    """Scaled to `_SPACING` squared for each node, with what lies far out drawn in."""
    found = found - found.mean(axis=0)
    distance = numpy.hypot(*found.T)
    wanted = _SPACING * numpy.sqrt(len(found)) * 0.4  # of a disc that is filled evenly
    usual = numpy.sqrt((distance**2).mean())
    if not usual:
        return found
    return cast(Places, found * (wanted / usual * (numpy.maximum(distance, 1e-6) / usual) ** -_DRAWN_IN)[:, None])


def _apart(found: Places, least: float) -> Places:
    """Pushes nodes that are closer than `least` away from each other."""
    found = found.copy()
    for _ in range(60):
        moved = False
        order = numpy.argsort(found[:, 0], kind="stable")
        for low in range(0, len(order), _STRIP):
            block = order[low : low + _STRIP]
            reach = found[block, 0].max() + least
            near = order[low:][found[order[low:], 0] <= reach]
            delta = found[block, None] - found[None, near]
            distance = numpy.hypot(delta[..., 0], delta[..., 1])
            close = (distance < least) & (block[:, None] != near[None])
            if close.any():
                moved = True
                # Two on one spot part along a line that their numbers decide.
                angle = (block[:, None] * 2.4 + near[None] * 0.7) % 6.283
                away = numpy.where(
                    (distance < 1e-6)[..., None],
                    numpy.stack([numpy.cos(angle), numpy.sin(angle)], axis=-1),
                    delta / numpy.maximum(distance, 1e-6)[..., None],
                )
                push = numpy.where(close, (least - distance) * 0.35, 0.0)[..., None] * away
                found[block] += push.sum(axis=1)
                numpy.add.at(found, near, -numpy.where(close[..., None], push, 0).sum(axis=0) * 0.5)
        if not moved:
            break
    return found
