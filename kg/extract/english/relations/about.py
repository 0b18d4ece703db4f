"""What a frame may ask about the text around a sentence."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.extract.english.parse import Argument
from kg.extract.english.relations.makers import Makers
from kg.extract.english.relations.topic import Topics
from kg.extract.frameset import Frame


@functools.cache
def searched(pattern: str) -> re.Pattern[str]:
    """A frame's pattern for the words of a sentence, whatever their case."""
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True)
class About:
    """Where a sentence stands, and what is looked up for it once."""

    topics: Topics
    index: int
    makers: Makers | None
    _worded: dict[str, bool] = field(default_factory=dict)

    def fits(self, frame: Frame, text: str) -> bool:
        """Whether the sentence holds what a frame requires and nothing that it forbids; looked up once."""
        if not frame.requires and not frame.forbids:
            return True
        if frame.id not in self._worded:
            self._worded[frame.id] = bool(
                (not frame.requires or searched(frame.requires).search(text))
                and not (frame.forbids and searched(frame.forbids).search(text))
            )
        return self._worded[frame.id]

    def maker(self, types: frozenset[str], products: Sequence[Argument]) -> list[Argument]:
        """Who made each product, where the document tells it."""
        if self.makers is None:
            return []
        found = [self.makers.of(p, types) for p in products]
        return [f for f in found if f]

    def family(self, types: frozenset[str], products: Sequence[Argument]) -> list[Argument]:
        """Who made the family of each product, where the document tells no maker of the product."""
        if self.makers is None:
            return []
        found = [self.makers.family(p, types) for p in products]
        return [f for f in found if f]

    def topic(self, types: frozenset[str], told: Sequence[Argument], trigger: int) -> list[Argument]:
        """What the text around is about, one of `types` and none of `told`; an empty list where nothing fits."""
        found = self.topics.of(self.index, types, {a.entity for a in told}, trigger)
        return [found] if found else []
