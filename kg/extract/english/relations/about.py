"""What a frame may ask about a sentence and the text around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations.makers import Makers
from kg.extract.english.relations.patterns import Marks, Patterns
from kg.extract.english.relations.topic import Topics
from kg.extract.english.words import Word
from kg.extract.frameset import Frame
from kg.extract.relations.language import Hit
from kg.extract.sieve import Sieve
from kg.extract.surface import lowered


class Wordings:
    """What frames require of the words of a sentence, or forbid, or ask of the sentence before: all expressions."""

    def __init__(self, frames: Iterable[Frame]) -> None:
        asked = {e for f in frames for e in (f.requires, f.forbids, f.before) if e}
        self._places = {expression: i for i, expression in enumerate(sorted(asked))}
        self._compiled = [re.compile(lowered(expression)) for expression in self._places]
        self._sieve = Sieve(list(self._places))

    def likely(self, text: str) -> int:
        """The expressions that a text may hold."""
        return self._sieve.likely(text)

    def holds(self, text: str, likely: int, expression: str) -> bool:
        """Whether a text, in lower case, holds an expression."""
        place = self._places[expression]
        return bool(likely >> place & 1 and self._compiled[place].search(text))


@dataclass
class About:
    """A sentence and where it stands; what is asked of it often is looked up once.

    `before` is the one before it in its block, `triggers` are its verbs and nouns that frames know, with those frames
    and whether it is a verb, `making` what frames tell of makers in it, `makers` what they tell in the whole document,
    where that is known.
    """

    sentence: Sentence
    index: int
    topics: Topics
    before: About | None
    wordings: Wordings
    patterns: Patterns
    triggers: list[tuple[Word, list[Frame], bool]] = field(default_factory=list)
    making: list[Hit[Argument]] = field(default_factory=list)
    makers: Makers | None = None
    _told: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def marks(self) -> Marks:
        """The sentence as surface frames see it."""
        return self.patterns.marks(self.sentence)

    @cached_property
    def _text(self) -> str:
        return self.sentence.text.lower()

    @cached_property
    def _likely(self) -> int:
        return self.wordings.likely(self._text)

    def holds(self, expression: str) -> bool:
        """Whether the sentence holds an expression of a frame."""
        if expression not in self._told:
            self._told[expression] = self.wordings.holds(self._text, self._likely, expression)
        return self._told[expression]

    def fits(self, frame: Frame) -> bool:
        """Whether the sentence holds what a frame requires and nothing that it forbids, and so for the one before."""
        if frame.before and not (self.before and self.before.holds(frame.before)):
            return False
        if frame.requires and not self.holds(frame.requires):
            return False
        return not (frame.forbids and self.holds(frame.forbids))

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
