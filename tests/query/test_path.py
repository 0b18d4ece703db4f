"""Shortest chains are those that NetworkX finds."""

from __future__ import annotations

from collections import defaultdict

import networkx
from hypothesis import given
from hypothesis import strategies as st

from kg.query.path import shortest

_NAMES = "abcdefghijkl"
_LINKS = st.sets(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES)), max_size=24)


@given(_LINKS, st.sampled_from(_NAMES), st.sampled_from(_NAMES))
def test_every_shortest_chain_is_found_once(links: set[tuple[str, str]], start: str, goal: str) -> None:
    around: dict[str, set[str]] = defaultdict(set)
    for one, other in links:
        around[one].add(other)
        around[other].add(one)
    graph = networkx.Graph(links)
    graph.add_nodes_from(_NAMES)
    expected = []
    if networkx.has_path(graph, start, goal) and networkx.shortest_path_length(graph, start, goal) <= 8:
        expected = sorted(networkx.all_shortest_paths(graph, start, goal))
    assert sorted(shortest(start, goal, lambda name: around[name])) == expected
