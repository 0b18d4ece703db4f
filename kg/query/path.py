"""Shortest chains between two entities, from both ends at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Neighbours = Callable[[str], Iterable[str]]


def shortest(start: str, goal: str, neighbours: Neighbours, longest: int = 8) -> list[str] | None:
    """Ids along a shortest chain of at most `longest` steps, both ends included; None where there is none.

    The smaller rim grows first. Among equally short chains it is always the same one: neighbours are taken in order.

    >>> steps = {"a": "bc", "b": "ad", "c": "ad", "d": "bce", "e": "d"}
    >>> shortest("a", "e", lambda name: steps[name])
    ['a', 'b', 'd', 'e']
    """
    if start == goal:
        return [start]
    behind: tuple[dict[str, str | None], dict[str, str | None]] = ({start: None}, {goal: None})
    rims = [[start], [goal]]
    for _ in range(longest):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        mine, other = behind[side], behind[1 - side]
        grown: list[str] = []
        met: list[str] = []
        for name in rims[side]:
            for near in sorted(neighbours(name)):
                if near not in mine:
                    mine[near] = name
                    grown.append(near)
                    if near in other:
                        met.append(near)
        if met:
            middle = min(met)
            return [*reversed(_back(middle, behind[0])), *_back(middle, behind[1])[1:]]
        if not grown:
            return None
        rims[side] = grown
    return None


def _back(name: str, behind: dict[str, str | None]) -> list[str]:
    chain = [name]
    while (before := behind[chain[-1]]) is not None:
        chain.append(before)
    return chain
