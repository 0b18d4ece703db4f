"""The times of the statements before: the next of a kind often has the same."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.times.options import GROUPS, Option

#: How signs begin that tell of the statements before.
_CHAIN = "as before: "


class Chain:
    """The times given to the statements before, in reading order: the next of a kind often has the same."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._last: dict[str, tuple[int, str | None]] = {}

    @staticmethod
    def is_sign(sign: str) -> bool:
        """True for a sign that a chain adds."""
        return sign.startswith(_CHAIN)

    def mark(self, one: Candidate, options: Sequence[Option]) -> None:
        """Adds to the options how they stand to the statement before of the same kind."""
        for kind, name in _chains(one):
            if name not in self._last:
                options[0].signs[f"{_CHAIN}none, {kind} is first"] = None
                continue
            at, text = self._last[name]
            same = self.sentences[at].block.span == self.sentences[one.sentence].block.span
            place = "sentence" if at == one.sentence else "paragraph" if same else "before"
            for option in options:
                if option.when is None:
                    option.signs[f"{_CHAIN}none, {kind} in {place} {'none' if text is None else 'told'}"] = None
                elif option.when.text == text:
                    option.signs[f"{_CHAIN}{kind} in {place}"] = None

    def note(self, one: Candidate, text: str | None) -> None:
        """Keeps the time that a statement was given."""
        for _, name in _chains(one):
            self._last[name] = (one.sentence, text)


def _chains(one: Candidate) -> tuple[tuple[str, str], ...]:
    """What a statement follows on: those of its relation or metric, and those of its kind."""
    sort = "relation" if isinstance(one.object, str) else "metric"
    return ("last", one.predicate), ("kind", f"{GROUPS.get(one.predicate, 'other')} {sort}")
