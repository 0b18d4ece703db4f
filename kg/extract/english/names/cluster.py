"""A cluster: the places where a text speaks of one thing that the registry does not know."""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass, field

from kg.extract.english.names.cues import Votes
from kg.extract.english.names.lexicon import lexicon
from kg.extract.english.names.persons import titled
from kg.extract.english.names.spots import Spot


@dataclass(eq=False, slots=True)
class Cluster:
    """Spots that name one unknown thing. `name` is its fullest form, `type` is None until decided or where rejected.

    `known` is set when the cluster turns out to be another form of a known entity.
    """

    name: str
    spots: list[Spot] = field(default_factory=list)
    votes: Votes = field(default_factory=lambda: defaultdict(float))
    type: str | None = None
    known: str | None = None

    @property
    def words(self) -> list[str]:
        """Words of the name without its legal form."""
        return list(_words(self.name))


@functools.lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(titled(bare(name)).split())


def bare(name: str) -> str:
    """A firm's name without "Inc.", "Co., Ltd." and the like; the name itself when nothing would be left.

    >>> bare("Baiyun Truck Co., Ltd.")
    'Baiyun Truck'
    """
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,") in _legal():
        words.pop()
    return " ".join(words).rstrip(",")


@functools.cache
def _legal() -> frozenset[str]:
    return frozenset(w.strip(".") for w in lexicon()["legal"])
