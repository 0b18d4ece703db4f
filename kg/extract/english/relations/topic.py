"""What a sentence is about when it does not say so: the entity that the text around it keeps in view."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from kg.extract.english.parse import Argument, Sentence

if TYPE_CHECKING:
    from kg.extract.english.relations.about import About

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})
#: How far back a sentence still counts, and how much less for each step.
_REACH, _DECAY = 8, 0.45
_SUBJECT, _OTHER, _OWNER = 2.0, 1.0, 1.3
_HEADING, _TITLE, _COUNT = 1.5, 0.8, 0.5
_OTHER_BLOCK = 0.4


class Topics:
    """Weighs the entities around a sentence: the part before it, its block, its heading, the title, the whole text."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        #: Filled by who reads the relations, which know it.
        self.told: list[About] = []
        self._first: dict[str, Argument] = {}
        for sentence in sentences:
            for argument in sentence.arguments:
                known = self._first.get(argument.entity)
                if known is None or (known.anaphor and not argument.anaphor):
                    self._first[argument.entity] = argument
        title = {a.entity for s in sentences[:2] if s.block.kind == "title" for a in s.arguments}
        #: The entities of each type: what each gains by its count and by the title, and where it comes first.
        self._ranked: dict[str, list[tuple[str, float, float, int]]] = {}
        for entity, count in Counter(a.entity for s in sentences for a in s.arguments).items():
            first = self._first[entity]
            told = entity, _COUNT * math.log(count), _TITLE * (entity in title), -first.span.start
            self._ranked.setdefault(first.type, []).append(told)
        self._context: dict[int, dict[str, float]] = {}

    def of(
        self, index: int, types: Collection[str], exclude: Collection[str] = (), before: int | None = None
    ) -> Argument | None:
        """The best argument of one of `types`, not in `exclude`; in the sentence itself only left of token `before`."""
        weights, limit = self._weights(index), before or 0
        here: dict[str, Argument] = {}
        for argument in self._sentences[index].arguments:
            if argument.head < limit and argument.type in types:
                weights = weights if here else dict(weights)
                here[argument.entity] = argument
                told = self._role(self._sentences[index], argument) * 1.5
                weights[argument.entity] = weights.get(argument.entity, 0.0) + told
        best = max(
            (
                (weights.get(entity, 0.0) + often + titled, place, entity)
                for kind in types
                for entity, often, titled, place in self._ranked.get(kind, ())
                if entity not in exclude
            ),
            default=None,
        )
        return None if best is None else here.get(best[2]) or self._first[best[2]]

    def _weights(self, index: int) -> dict[str, float]:
        """Entity → how much the sentences before keep it in view."""
        if index in self._context:
            return self._context[index]
        found: dict[str, float] = {}
        block = self._sentences[index].block
        heading = False
        for back in range(index - 1, max(-1, index - 1 - _REACH), -1):
            sentence = self._sentences[back]
            weight = _DECAY ** (index - back - 1) * (1.0 if sentence.block == block else _OTHER_BLOCK)
            if sentence.block.kind == "heading" and not heading:
                heading, weight = True, max(weight, _HEADING)
            seen: set[str] = set()
            for argument in sentence.arguments:
                told = self._role(sentence, argument) * weight * (0.5 if argument.entity in seen else 1.0)
                found[argument.entity] = found.get(argument.entity, 0.0) + told
                seen.add(argument.entity)
            if heading:
                break
        self._context[index] = found
        return found

    @staticmethod
    def _role(sentence: Sentence, argument: Argument) -> float:
        dep = sentence.doc[argument.head].dep_
        return _SUBJECT if dep in _SUBJECTS else _OWNER if dep == "poss" else _OTHER
