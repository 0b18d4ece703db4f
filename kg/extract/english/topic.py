"""What a sentence is about when it does not say so: the entity that the text around it keeps in view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from kg.extract.english.parse import Argument, Sentence

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "ROOT"})


class Topics:
    """Looks back from a sentence: its own subject, the sentences before in its block, its heading, the title."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._count = Counter(a.entity for s in sentences for a in s.arguments)

    def of(self, index: int, types: Collection[str], exclude: Collection[str] = (), before: int | None = None) -> Argument | None:
        """The best argument of one of `types`, not in `exclude`; in the sentence itself only those left of token `before`."""
        here = self._sentences[index]
        own = [a for a in here.arguments if before is not None and a.head < before]
        if found := self._best(here, own, types, exclude):
            return found
        for back in range(index - 1, -1, -1):
            sentence = self._sentences[back]
            same = sentence.block == here.block
            heads = sentence.block.kind in {"heading", "item"} and not any(
                s.block.kind in {"heading"} for s in self._sentences[back + 1 : index]
            )
            if not same and not heads and index - back > 4:
                break
            if found := self._best(sentence, sentence.arguments, types, exclude):
                return found
        title = [s for s in self._sentences[:2] if s.block.kind == "title"]
        for sentence in title:
            if found := self._best(sentence, sentence.arguments, types, exclude):
                return found
        fitting = [a for s in self._sentences for a in s.arguments if a.type in types and a.entity not in exclude]
        return max(fitting, key=lambda a: (self._count[a.entity], -a.span.start), default=None)

    def _best(
        self, sentence: Sentence, arguments: Sequence[Argument], types: Collection[str], exclude: Collection[str]
    ) -> Argument | None:
        fitting = [a for a in arguments if a.type in types and a.entity not in exclude]
        return max(
            fitting,
            key=lambda a: (sentence.doc[a.head].dep_ in _SUBJECTS, self._count[a.entity], -a.span.start),
            default=None,
        )
