"""Where the entities stand: communities first, then forces within them; what hangs on nothing is packed around.

The same graph always gives the same places: the seed is fixed and nodes are numbered before anything is drawn by lot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy
from numpy.typing import NDArray

from kg.export.circles import apart, huddled, outline, packed
from kg.export.communities import Communities, Numbers, Weights, communities
from kg.export.forces import Places, middles, settle, summed

_SEED = 7
_SPACING = 70.0  # units between neighbours; a node is drawn 20 to 70 units wide
_LEAST = 44.0  # and two are never closer than this
_WIDER = 1.12  # a screen is wider than it is high
_ROOM = 1.2  # for a node without links in its community, in squares of the spacing
_GAP = 0.4  # half the gap between two communities
_LEANING = 0.6  # how far a node goes to the side of its community that its other links point to
_DRAWN_IN = 0.3  # 0 leaves the outermost of a community where they are, 1 puts all on a circle
_HUB = 0.6  # how much more a node with many links pushes
_HUB_WIDER, _MOST_HUB_WIDER = 0.12, 1.5
_ENOUGH_KNOWN = 0.6  # share of nodes with an earlier place; below it, all is laid out anew
_FEW = 8  # the forces of others do not bend a smaller community

Links = Sequence[tuple[int, int]] | NDArray[numpy.integer]


@dataclass(frozen=True)
class Arrangement:
    """Whole coordinates of each node, no two the same, and its community: the largest is 0."""

    places: list[tuple[int, int]]
    communities: list[int]


def places(count: int, links: Links) -> list[tuple[int, int]]:
    """Whole coordinates for the nodes 0 … count-1. Links may repeat; a repeated one pulls more."""
    return arrange(count, links).places


def arrange(count: int, links: Links, start: Sequence[tuple[int, int] | None] | None = None) -> Arrangement:
    """Places and communities of the nodes 0 … count-1. Links may repeat; a repeated one pulls more.

    `start` holds earlier places, None for a node that has none: the others then stay about where they were, and new
    ones stand beside those they are linked to. It counts for nothing where most nodes are new.
    """
    if count == 0:
        return Arrangement([], [])
    pairs, weights = _pairs(count, links)
    pulls = 1 + numpy.log(weights)
    found = communities(count, pairs, weights)
    known = numpy.array([place is not None for place in start or ()], dtype=bool)
    if len(known) == count and known.mean() > _ENOUGH_KNOWN:
        before = numpy.array([place or (0, 0) for place in start or ()], dtype=numpy.float64)
        spots = _continued(pairs, pulls, found, before / (_WIDER * _SPACING, _SPACING), known)
        ease = numpy.where(known, 0.3, 1.0)
    else:
        spots, ease = _laid_out(count, pairs, pulls, found), numpy.ones(count)
    spots = apart(spots * _SPACING, _LEAST / 2 * _widths(count, pairs), ease)
    if (ease == 1).all():
        spots -= (spots.max(axis=0) + spots.min(axis=0)) / 2
    return Arrangement(_whole(spots * (_WIDER, 1)), found.community.tolist())


def _widths(count: int, pairs: Numbers) -> Weights:
    """How much wider than one without links each node is, with its name."""
    links = numpy.bincount(pairs.ravel(), minlength=count)
    return 1 + numpy.minimum(_HUB_WIDER * numpy.sqrt(links), _MOST_HUB_WIDER)


def _whole(spots: Places) -> list[tuple[int, int]]:
    found: dict[tuple[int, int], None] = {}
    for x, y in numpy.rint(spots).astype(int).tolist():
        while (x, y) in found:
            x += 1
        found[x, y] = None
    return list(found)


def _pairs(count: int, links: Links) -> tuple[Numbers, Weights]:
    """Each linked pair once, in order, with how often it is linked."""
    ends = numpy.asarray(links, dtype=numpy.intp).reshape(-1, 2)
    ends = ends[ends[:, 0] != ends[:, 1]]
    keys, times = numpy.unique(ends.min(axis=1) * count + ends.max(axis=1), return_counts=True)
    return numpy.stack([keys // count, keys % count], axis=1), times.astype(numpy.float64)


def _joined(ends: Numbers, pulls: Weights) -> tuple[Numbers, Weights]:
    """Each pair of different ends once, in order, with all that pulls them together."""
    across = ends[:, 0] != ends[:, 1]
    low, high = ends[across].min(axis=1), ends[across].max(axis=1)
    number = int(ends.max(initial=0)) + 1
    keys, which = numpy.unique(low * number + high, return_inverse=True)
    total = numpy.bincount(which, pulls[across], minlength=len(keys)).astype(numpy.float64)
    return numpy.stack([keys // number, keys % number], axis=1), total


def _components(count: int, pairs: Numbers) -> list[Numbers]:
    """The nodes that links join, for each such part: the largest first, then by the first node."""
    root = numpy.arange(count)
    while True:
        before = root.copy()
        least = numpy.minimum(root[pairs[:, 0]], root[pairs[:, 1]])
        numpy.minimum.at(root, before[pairs[:, 0]], least)
        numpy.minimum.at(root, before[pairs[:, 1]], least)
        root = root[root]
        if (before == root).all():
            break
    order = numpy.argsort(root, kind="stable")
    parts = numpy.split(order, numpy.flatnonzero(numpy.diff(root[order])) + 1)
    return sorted(parts, key=lambda part: -len(part))


def _disc(rng: numpy.random.Generator, count: int) -> Places:
    """Places by chance within 1 of the origin."""
    radius, angle = numpy.sqrt(rng.random(count)), rng.random(count) * 2 * numpy.pi
    return numpy.stack([radius * numpy.cos(angle), radius * numpy.sin(angle)], axis=1)


def _laid_out(count: int, pairs: Numbers, pulls: Weights, found: Communities) -> Places:
    """Places for a neighbour's distance of 1."""
    rng = numpy.random.default_rng(_SEED)
    home, group = found.community, found.group
    room = numpy.sqrt(_ROOM * numpy.bincount(home, 0.7 + 0.3 * _widths(count, pairs) ** 2) / numpy.pi)
    centres = _centres(room, *_joined(home[pairs], pulls), rng)
    lean = _lean(count, pairs, pulls, home, centres) * (room * _LEANING)[home, None]
    inside = home[pairs[:, 0]] == home[pairs[:, 1]]
    # The groups of a community first; then the nodes, from where their group is.
    _, first, sizes = numpy.unique(group, return_index=True, return_counts=True)
    above = home[first]
    among, pull = _joined(group[pairs[inside]], pulls[inside])
    start = _disc(rng, len(first)) * room[above, None]
    groups = _within(above, centres, among, numpy.sqrt(pull), sizes.astype(float), start, middles(lean, group), 60)
    start = groups[group] + _disc(rng, count) * numpy.sqrt(sizes / numpy.pi)[group, None]
    mass = 1 + _HUB * numpy.sqrt(numpy.bincount(pairs.ravel(), minlength=count))
    local = _within(home, centres, pairs[inside], pulls[inside], mass, start, lean, 100)
    return _even(local, home, room) + centres[home]


def _centres(room: Weights, pairs: Numbers, pulls: Weights, rng: numpy.random.Generator) -> Places:
    """Centres of the communities: near where they are linked, not on top of one another, parts apart."""
    radii = room + _GAP
    centres = numpy.zeros((len(room), 2))
    parts: list[tuple[float, Numbers]] = []
    position = numpy.empty(len(room), dtype=numpy.intp)
    whole = _components(len(room), pairs)
    part_of = numpy.empty(len(room), dtype=numpy.intp)
    for number, members in enumerate(whole):
        part_of[members] = number
    for number, members in enumerate(whole):
        if len(members) == 1:
            parts.append((float(radii[members[0]]), members))
            continue
        position[members] = numpy.arange(len(members))
        inside = part_of[pairs[:, 0]] == number
        # how strongly two communities are linked spans orders of magnitude
        pull = 1 + numpy.log1p(pulls[inside] / numpy.median(pulls[inside]))
        start = _disc(rng, len(members)) * numpy.sqrt(len(members))
        one = numpy.zeros(len(members), dtype=numpy.intp)
        spread = settle(
            start,
            position[pairs[inside]],
            pull,
            mass=numpy.ones(len(members)),
            home=one,
            held=lambda at: -0.1 * at,
            rounds=150,
        )
        area = radii[members] ** 2
        spread *= numpy.sqrt(area.sum()) / max(float(numpy.hypot(*spread.T).max()), 1e-9)
        spread = huddled(spread, radii[members])
        spread -= (spread * area[:, None]).sum(axis=0) / area.sum()
        centres[members] = spread
        parts.append((float((numpy.hypot(*spread.T) + radii[members]).max()), members))
    parts.sort(key=lambda part: -part[0])
    main = parts[0][1]
    around = packed(outline(centres[main], radii[main]), numpy.array([radius for radius, _ in parts[1:]]))
    for spot, (_, members) in zip(around, parts[1:], strict=True):
        centres[members] += spot
    return centres


def _lean(count: int, pairs: Numbers, pulls: Weights, home: Numbers, centres: Places) -> Places:
    """Whither its links to other communities draw each node: 1 long where it has no others, and all point one way."""
    way = centres[home[pairs[:, 1]]] - centres[home[pairs[:, 0]]]
    way *= (pulls / numpy.maximum(numpy.hypot(*way.T), 1e-9))[:, None]
    total = numpy.bincount(pairs.ravel(), numpy.repeat(pulls, 2), minlength=count)
    drawn = summed(way, pairs[:, 0], count) - summed(way, pairs[:, 1], count)
    return drawn / numpy.maximum(total, 1)[:, None]


def _within(
    home: Numbers,
    centres: Places,
    pairs: Numbers,
    pulls: Weights,
    mass: Weights,
    start: Places,
    lean: Places,
    rounds: int,
) -> Places:
    """Places from the middle of the community, of which each feels little but its own forces."""
    middle = centres * 2  # further off than they will stand, so that the others push less
    off, along = _bent(home, middle, mass)

    def held(at: Places) -> Places:
        local = at - middle[home]
        force = lean - local
        force[:, 0] -= off[home] * local[:, 0] + along[home] * local[:, 1]
        force[:, 1] -= along[home] * local[:, 0] - off[home] * local[:, 1]
        return force

    start = start - middles(start, home)[home] + middle[home]
    return settle(start, pairs, pulls, mass=mass, home=home, held=held, rounds=rounds) - middle[home]


def _bent(home: Numbers, middle: Places, mass: Weights) -> tuple[Weights, Weights]:
    """How the other communities, each as if all stood in its middle, would stretch this one.

    The push of a mass m at a distance z in the complex plane is m/z̄; its slope, -m/z̄², takes x + yi to x - yi.
    """
    weight = numpy.bincount(home, mass)
    large = numpy.flatnonzero(numpy.bincount(home) > _FEW)
    z = middle[large, 0] - 1j * middle[large, 1]
    distance = z[:, None] - z[None]
    numpy.fill_diagonal(distance, 1)
    each = -weight[large] / distance**2
    numpy.fill_diagonal(each, 0)
    slope = numpy.zeros(len(middle), dtype=numpy.complex128)
    slope[large] = each.sum(axis=1)
    return slope.real, slope.imag


def _even(local: Places, home: Numbers, room: Weights) -> Places:
    """Each community scaled to fill its circle evenly, with what lies far out drawn in."""
    distance = numpy.hypot(*local.T)
    usual = numpy.sqrt(numpy.bincount(home, distance**2) / numpy.bincount(home))
    usual = numpy.maximum(usual, 1e-9)
    outside = numpy.maximum(distance, 1e-6) / usual[home]
    # of a full disc the root of the mean square is its radius by √2
    return cast(Places, local * ((room * 0.71 / usual)[home] * outside**-_DRAWN_IN)[:, None])


def _continued(
    pairs: Numbers, pulls: Weights, found: Communities, before: Places, known: NDArray[numpy.bool_]
) -> Places:
    """The places from before; new nodes beside their neighbours, new parts around all."""
    count = len(known)
    spots, placed = before.copy(), known.copy()
    beside = _disc(numpy.random.default_rng(_SEED), count)
    both = numpy.concatenate([pairs, pairs[:, ::-1]])
    while True:
        to = both[~placed[both[:, 0]] & placed[both[:, 1]]]
        if not len(to):
            break
        new = numpy.unique(to[:, 0])
        times = numpy.bincount(to[:, 0], minlength=count)
        spots[new] = (summed(spots[to[:, 1]], to[:, 0], count) / numpy.maximum(times, 1)[:, None] + beside)[new]
        placed[new] = True
    if placed.all():
        return spots
    centre = (spots[placed].max(axis=0) + spots[placed].min(axis=0)) / 2
    alone = _laid_out(count, pairs, pulls, found)
    parts = [part for part in _components(count, pairs) if not placed[part[0]]]
    middle = [(alone[part].max(axis=0) + alone[part].min(axis=0)) / 2 for part in parts]
    radii = [float(numpy.hypot(*(alone[part] - at).T).max()) + 0.6 for part, at in zip(parts, middle, strict=True)]
    edge = outline(spots[placed] - centre, numpy.full(int(placed.sum()), 1.0))
    around = packed(edge, numpy.array(radii))
    for part, at, spot in zip(parts, middle, around, strict=True):
        spots[part] = alone[part] - at + spot + centre
    return spots
