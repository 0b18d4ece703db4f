"""Which of many regular expressions may match a text, told in one pass over it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from operator import itemgetter, or_

import ahocorasick

from kg.extract.literals import folded, needed, telling

#: So many conditions of an expression are looked at; each must be met.
_CONDITIONS = 4
#: The place of a string, of what a look-up tells.
_PLACE = itemgetter(1)


class Sieve:
    """Expressions by the letters that they need. A set of them is an integer with a bit for each, by its place.

    In one integer more, a bit stands for each condition of each expression: all first conditions, then all second
    ones, and so on; a string of a condition has the bits of all conditions that it meets.
    """

    def __init__(self, patterns: Sequence[str], parts: Sequence[str] = ()) -> None:
        """`parts` are those of `literals.needed`."""
        size = len(patterns)
        self._all = (1 << size) - 1
        self._shifts = [place * size for place in range(1, _CONDITIONS)]
        self._free = 0
        met: dict[str, int] = defaultdict(int)
        for i, pattern in enumerate(patterns):
            conditions = sorted(set(needed(pattern, parts)), key=lambda c: (-telling(c), len(c), sorted(c)))
            for place in range(_CONDITIONS):
                bit = 1 << place * size + i
                if place >= len(conditions):
                    self._free |= bit
                else:
                    for string in conditions[place]:
                        met[string] |= bit
        self._met = list(met.values())
        self._strings = ahocorasick.Automaton()
        for place, string in enumerate(met):
            self._strings.add_word(string, place)
        self._strings.make_automaton()

    def likely(self, text: str) -> int:
        """The expressions that may match, whatever the case; none of the others does."""
        told = set(map(_PLACE, self._strings.iter(folded(text)))) if self._met else ()
        found = met = reduce(or_, map(self._met.__getitem__, told), self._free)
        for shift in self._shifts:
            found &= met >> shift
        return found & self._all


class Screened:
    """An expression that is tried only on a text with the letters that it needs."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern, self._sieve = pattern, Sieve([pattern.pattern])

    def search(self, text: str) -> re.Match[str] | None:
        """The first match, as the expression itself finds it."""
        return self._pattern.search(text) if self._sieve.likely(text) else None

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        """All matches, as the expression itself finds them."""
        return self._pattern.finditer(text) if self._sieve.likely(text) else ()


def places(bits: int) -> Iterator[int]:
    """The places of a set, in order."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
