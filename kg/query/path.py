"""Shortest chains between two entities, from both ends at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

Neighbours = Callable[[str], Iterable[str]]
#: Entity → those before it, one step nearer to the end that a search started from.
_Behind = dict[str, list[str]]


def shortest(start: str, goal: str, neighbours: Neighbours, longest: int = 8) -> Iterator[list[str]]:
    """Every shortest chain of at most `longest` steps, as ids with both ends included; none where nothing joins them.

    The smaller rim grows first. The chains come always in the same order: neighbours are taken in order.

    >>> steps = {"a": "bc", "b": "ad", "c": "ad", "d": "bce", "e": "d"}
    >>> list(shortest("a", "e", lambda name: steps[name]))
    [['a', 'b', 'd', 'e'], ['a', 'c', 'd', 'e']]
    """
    behind: tuple[_Behind, _Behind] = ({start: []}, {goal: []})
    rims = [[start], [goal]]
    met = [start] if start == goal else []
    for _ in range(longest):
        if met:
            break
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        mine, other = behind[side], behind[1 - side]
        grown: _Behind = {}
        for name in rims[side]:
            for near in sorted(neighbours(name)):
                if near not in mine:
                    grown.setdefault(near, []).append(name)
        mine.update(grown)
        met = sorted(other.keys() & grown.keys())
        rims[side] = list(grown)
    for middle in met:
        for head in _chains(middle, behind[0]):
            for tail in _chains(middle, behind[1]):
                yield [*reversed(head), *tail[1:]]


def _chains(name: str, behind: _Behind) -> Iterator[list[str]]:
    """All ways from an entity back to where the search started."""
    if not behind[name]:
        yield [name]
    for before in behind[name]:
        for chain in _chains(before, behind):
            yield [name, *chain]
