"""Who is joined with whom by an asserted or concluded relation, in one file beside a published copy.

A search for paths asks for the neighbours of hubs again and again: here that takes microseconds, in the graph
milliseconds. The file is made with the maps of a copy; without it the graph is asked.

The file holds numbers of 32 bits in the machine's order: how many names and how many neighbours, where each name
begins, where the neighbours of each begin, the neighbours; then the names in UTF-8, sorted.
"""

from __future__ import annotations

import hashlib
import mmap
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self

from kg.ontology.schema import Ontology
from kg.store.files import map_of

_HEAD = 2
_WIDTH = 4


def path_of(copy: Path, ontology: Ontology) -> Path:
    """Where the file of a copy lies. Another ontology has other relations, and a file of its own."""
    meant = "\n".join(("1", sys.byteorder, *sorted(ontology.relations)))
    return map_of(copy) / f"neighbours-{hashlib.sha256(meant.encode()).hexdigest()[:8]}"


def packed(names: Sequence[str], begins: Iterable[int], neighbours: Iterable[int]) -> bytes:
    """The content of a file.

    `names` are sorted by code point; the neighbours of the name `i` are those from `begins[i]` to `begins[i + 1]`.
    """
    told = [name.encode() for name in names]
    ends = array("I", [0])
    for name in told:
        ends.append(ends[-1] + len(name))
    numbers = array("I", neighbours)
    head = array("I", [len(told), len(numbers)])
    return b"".join((head.tobytes(), ends.tobytes(), array("I", begins).tobytes(), numbers.tobytes(), *told))


class Adjacency:
    """An open file, which may be removed from the disk while it is read. Raises ValueError where it is not whole."""

    def __init__(self, content: mmap.mmap) -> None:
        if len(content) < _HEAD * _WIDTH:
            raise ValueError("the head is missing")
        count, links = memoryview(content)[: _HEAD * _WIDTH].cast("I")
        length = (_HEAD + 2 * (count + 1) + links) * _WIDTH
        if len(content) < length:
            raise ValueError("numbers are missing")
        numbers = memoryview(content)[:length].cast("I")
        self._count = count
        self._names = numbers[_HEAD : _HEAD + count + 1]
        self._begins = numbers[_HEAD + count + 1 : _HEAD + 2 * (count + 1)]
        self._neighbours = numbers[_HEAD + 2 * (count + 1) :]
        self._text = memoryview(content)[length:]
        if len(self._text) != self._names[-1]:
            raise ValueError("names are missing")

    @classmethod
    def beside(cls, copy: Path, ontology: Ontology) -> Self | None:
        """That of a published copy; None where there is none (yet), or it is not whole."""
        try:
            with path_of(copy, ontology).open("rb") as file:
                return cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):
            return None

    def around(self, entity: str) -> frozenset[str]:
        """Ids of the entities that a relation joins with this one."""
        wanted = entity.encode("utf-8", "replace")
        place = bisect_left(range(self._count), wanted, key=self._name)
        if place == self._count or self._name(place) != wanted:
            return frozenset()
        found = self._neighbours[self._begins[place] : self._begins[place + 1]]
        return frozenset(self._name(number).decode() for number in found)

    def _name(self, number: int) -> bytes:
        return bytes(self._text[self._names[number] : self._names[number + 1]])
