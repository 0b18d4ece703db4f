"""Who made a product, as the document tells it elsewhere: "K2 came out in July" leaves the maker to the reader."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence

from kg.extract.english.parse import Argument, Sentence

#: A name shorter than this is no family that a longer name could belong to.
_LEAST = 2
_MAKERS = frozenset({"Company", "ResearchInstitute"})


class Makers:
    """Product → organisation, from the pairs (maker, product) that frames found in the document."""

    def __init__(self, sentences: Sequence[Sentence], found: Iterable[tuple[Argument, Argument]]) -> None:
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._arguments: dict[str, Argument] = {}
        self._here: dict[Argument, Argument] = {}
        for maker, product in found:
            self._here.setdefault(product, maker)
            self._counts[product.entity][maker.entity] += 1
            if maker.entity not in self._arguments or self._arguments[maker.entity].anaphor:
                self._arguments[maker.entity] = maker
        self._names: dict[str, set[str]] = defaultdict(set)
        self._organisations: dict[str, Argument] = {}
        for sentence in sentences:
            for argument in sentence.arguments:
                if not argument.anaphor:
                    if argument.type in _MAKERS:
                        self._organisations.setdefault(argument.entity, argument)
                    at = argument.span.start - sentence.span.start
                    self._names[argument.entity].add(sentence.text[at : at + len(argument.span)])

    def of(self, product: Argument, types: Collection[str]) -> Argument | None:
        """The maker told right there, else most often, else of the family that the name begins with; None if untold."""
        if (here := self._here.get(product)) and here.type in types:
            return here
        told = self._best(product.entity, types)
        if told:
            return told
        return self.family(product, types)

    def family(self, product: Argument, types: Collection[str]) -> Argument | None:
        """The maker of the family, or the firm, that the product's name begins with, where the text tells no maker."""
        if self._best(product.entity, types):
            return None
        mine = self._names.get(product.entity, set())
        families = [
            (len(name), entity)
            for entity in self._counts
            if entity != product.entity
            for name in self._names.get(entity, ())
            if len(name) >= _LEAST and any(_begins(longer, name) for longer in mine)
        ]
        for _, family in sorted(families, key=lambda f: (-f[0], f[1])):
            if told := self._best(family, types):
                return told
        return self._namesake(mine, types)

    def _namesake(self, names: Collection[str], types: Collection[str]) -> Argument | None:
        """The organisation whose name a product's name begins with, as in "MiniMax-M2"; the longest such name."""
        found = [
            (len(name), organisation.span.start, organisation)
            for entity, organisation in self._organisations.items()
            if organisation.type in types
            for name in self._names[entity]
            if len(name) > _LEAST and any(_begins(longer, name) for longer in names)
        ]
        return max(found, key=lambda f: (f[0], -f[1]))[2] if found else None

    def _best(self, product: str, types: Collection[str]) -> Argument | None:
        fitting = [(n, m) for m, n in self._counts.get(product, Counter()).items() if self._arguments[m].type in types]
        return self._arguments[min(fitting, key=lambda f: (-f[0], f[1]))[1]] if fitting else None


def _begins(name: str, family: str) -> bool:
    return name.startswith(family) and name != family and not name[len(family)].islower()
