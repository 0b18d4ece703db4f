"""Places of entities: the same each time, apart from one another, communities together."""

from __future__ import annotations

import math
import random
from itertools import combinations

import numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.layout import arrange, places


def _cliques(count: int, size: int) -> list[tuple[int, int]]:
    """Groups that are fully linked within and by one link to the next."""
    links = [pair for group in range(count) for pair in combinations(range(group * size, (group + 1) * size), 2)]
    return links + [(group * size, (group + 1) % count * size) for group in range(count)]


def _skewed(count: int, links: int) -> list[tuple[int, int]]:
    """A few nodes have many links, most have few."""
    chance = random.Random(3)
    return [(chance.randrange(count), int(chance.random() ** 3 * count)) for _ in range(links)]


@st.composite
def _graphs(draw: st.DrawFn) -> tuple[int, list[tuple[int, int]]]:
    count = draw(st.integers(1, 60))
    node = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(node, node), max_size=150))


def test_nothing_and_little() -> None:
    assert places(0, []) == []
    assert places(1, [(0, 0)]) == [(0, 0)]
    assert len(set(places(3, []))) == 3


@settings(deadline=None)
@given(_graphs(), st.randoms(use_true_random=False))
def test_any_graph_has_distinct_places_whatever_the_order_of_its_links(
    graph: tuple[int, list[tuple[int, int]]], chance: random.Random
) -> None:
    count, links = graph
    found = arrange(count, links)
    assert len(set(found.places)) == len(found.places) == len(found.communities) == count
    assert all(abs(x) < 5000 and abs(y) < 5000 for x, y in found.places)
    mixed = [(b, a) if chance.random() < 0.5 else (a, b) for a, b in links]
    chance.shuffle(mixed)
    assert arrange(count, mixed) == found


def test_the_same_graph_gets_the_same_places() -> None:
    links = _skewed(2000, 6000)
    assert arrange(2000, links) == arrange(2000, numpy.array(links))


def test_no_two_stand_on_one_another() -> None:
    found = places(300, _skewed(300, 900))
    nearest = [min(math.dist(a, b) for b in found if b is not a) for a in found]
    assert min(nearest) > 25


def test_communities_stand_together() -> None:
    found = arrange(48, _cliques(6, 8))
    within = [math.dist(found.places[a], found.places[b]) for a, b in combinations(range(48), 2) if a // 8 == b // 8]
    across = [math.dist(found.places[a], found.places[b]) for a, b in combinations(range(48), 2) if a // 8 != b // 8]
    assert sum(within) / len(within) < 0.5 * sum(across) / len(across)
    assert len(set(found.communities)) == 6
    assert all(len(set(found.communities[low : low + 8])) == 1 for low in range(0, 48, 8))


def test_communities_of_a_large_graph_stand_apart() -> None:
    """The sum over a grid keeps what the sum over all pairs gives."""
    found = arrange(1200, _cliques(24, 50))
    spots = numpy.array(found.places, dtype=float)
    apart = numpy.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    numpy.fill_diagonal(apart, numpy.inf)
    home = numpy.array(found.communities)
    assert (home[apart.argmin(axis=1)] == home).mean() > 0.95


def test_those_with_many_links_have_room_for_their_names() -> None:
    links = _skewed(300, 900)
    found = places(300, links)
    degree = numpy.bincount(numpy.array(links).ravel(), minlength=300)
    most = numpy.argsort(-degree)[:10]
    assert min(math.dist(found[a], found[b]) for a, b in combinations(most, 2)) > 75


def test_parts_that_hang_on_nothing_are_packed_around() -> None:
    links = _cliques(4, 10) + [(40 + 2 * i, 41 + 2 * i) for i in range(10)]
    found = places(62, links)
    main = max(math.dist((0, 0), spot) for spot in found[:40])
    for i in range(10):
        a, b = found[40 + 2 * i], found[41 + 2 * i]
        assert math.dist(a, b) < 160
        assert min(math.dist(a, spot) for spot in found[:40]) > 60
        assert math.dist((0, 0), a) < 2.5 * main


def test_who_was_there_stays_and_new_ones_stand_beside_their_neighbours() -> None:
    links = _cliques(6, 8)
    before = places(48, links)
    more = [*links, (48, 3), (49, 3), (50, 48), (51, 52)]
    after = arrange(53, more, start=[*before, *[None] * 5]).places
    moved = [math.dist(old, new) for old, new in zip(before, after, strict=False)]
    assert max(moved) < 70
    assert sum(moved) / len(moved) < 10
    assert all(math.dist(after[new], after[3]) < 250 for new in (48, 49, 50))
    assert math.dist(after[51], after[52]) < 160
    assert min(math.dist(after[51], spot) for spot in after[:51]) > 40
    assert after == arrange(53, list(reversed(more)), start=[*before, *[None] * 5]).places


def test_earlier_places_of_few_do_not_bind_the_many() -> None:
    links = _cliques(6, 8)
    assert arrange(48, links, start=[(0, 0), *[None] * 47]) == arrange(48, links)
