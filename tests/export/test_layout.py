"""Places of entities: the same each time, apart from one another, communities together."""

from __future__ import annotations

import math
import random
from itertools import combinations

from kg.export.layout import places


def _cliques(count: int, size: int) -> list[tuple[int, int]]:
    """Groups that are fully linked within and by one link to the next."""
    links = [pair for group in range(count) for pair in combinations(range(group * size, (group + 1) * size), 2)]
    return links + [(group * size, (group + 1) % count * size) for group in range(count)]


def test_nothing_and_little() -> None:
    assert places(0, []) == []
    assert places(1, [(0, 0)]) == [(0, 0)]
    assert len(set(places(3, []))) == 3


def test_the_same_graph_gets_the_same_places() -> None:
    links = _cliques(6, 8)
    assert places(48, links) == places(48, list(links))


def test_no_two_stand_on_one_another() -> None:
    chance = random.Random(3)
    links = [(chance.randrange(300), int(chance.random() ** 3 * 300)) for _ in range(900)]
    found = places(300, links)
    nearest = [min(math.dist(a, b) for b in found if b is not a) for a in found]
    assert min(nearest) > 25


def test_communities_stand_together() -> None:
    found = places(48, _cliques(6, 8))
    within = [math.dist(found[a], found[b]) for a, b in combinations(range(48), 2) if a // 8 == b // 8]
    across = [math.dist(found[a], found[b]) for a, b in combinations(range(48), 2) if a // 8 != b // 8]
    assert sum(within) / len(within) < 0.5 * sum(across) / len(across)
