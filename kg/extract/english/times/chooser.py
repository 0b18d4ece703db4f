"""The learned choice of a time where the rules tell none: the option with the greatest sum of weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.extract import model_file
from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.times.chain import Chain
from kg.extract.english.times.options import Option, OptionReader, weight_of
from kg.extract.english.times.timetable import Timetable
from kg.model import Document, When

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
#: Of so many sets of contexts what signs weigh is remembered.
_REMEMBERED = 1000
MODEL = model_file.FOLDER / "times-en.json.gz"


@dataclass(frozen=True)
class TimeModel:
    """Weights by sign and context. `timed` are the relations and metrics that may have a time at all."""

    weights: Mapping[str, Mapping[str, float]]
    timed: frozenset[str]
    about: Mapping[str, Any] = field(default_factory=dict)
    _known: dict[tuple[str, ...], _Weighed] = field(default_factory=dict, compare=False, repr=False)

    def best(self, options: Sequence[Option]) -> When | None:
        """The time of the best option, the first of equals; None for no time at all."""
        return max(options, key=self._score).when

    def _score(self, option: Option) -> float:
        """As `Option.score`, with what signs weigh in the same contexts worked out once."""
        known = self._known.get(option.contexts)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[option.contexts] = _Weighed(self.weights, option.contexts)
        return sum(map(known.__getitem__, option.signs))


class _Weighed(dict[str, float]):
    """What each sign weighs in some contexts."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]], contexts: Sequence[str]) -> None:
        self._weights, self._contexts = weights, contexts

    def __missing__(self, sign: str) -> float:
        row = self._weights.get(sign)
        if row is None:
            return 0.0  # any word may be part of one
        self[sign] = weight = weight_of(row, self._contexts)
        return weight


class TimeChooser:
    """Chooses the times of a document's statements: of its relations first, then of its observations.

    What the rules read stands: on documents that neither had read, rules first and the model for the rest agreed with
    the annotation more often than either alone.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence], model: TimeModel) -> None:
        self.sentences, self.model = sentences, model
        self.chain = Chain(sentences)
        self.reader = OptionReader(document, sentences, Timetable(document, sentences))

    def choose(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The statements, in their order, each with its time; the times they come with are what the rules say."""
        chosen = list(found)
        for place in in_reading_order(found, self.sentences):
            one = found[place]
            if one.predicate not in self.model.timed:
                chosen[place] = replace(one, when=None) if one.when else one
                continue
            when = one.when or self._best(one)
            self.chain.note(one, when.text if when else None)
            if when != one.when:
                chosen[place] = replace(one, when=when)
        return chosen

    def _best(self, one: Candidate) -> When | None:
        options = self.reader.options(one)
        self.chain.mark(one, options)
        return self.model.best(options)


def in_reading_order(found: Sequence[Candidate], sentences: Sequence[Sentence]) -> list[int]:
    """Places of statements by where the text tells them."""

    def place(i: int) -> tuple[int, int, int]:
        one = found[i]
        return one.sentence, one.anchor.start if one.anchor else sentences[one.sentence].starts[one.trigger], i

    return sorted(range(len(found)), key=place)


def save(model: TimeModel, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    content = {
        "about": dict(model.about),
        "timed": sorted(model.timed),
        "weights": {sign: dict(row) for sign, row in model.weights.items()},
    }
    model_file.save(content, LAYOUT, path)


def load(path: Path = MODEL) -> TimeModel | None:
    """Reads a model file; None when there is none. Raises OntologyError when it is none of this layout."""
    if not path.exists():
        return None
    return model_file.load(
        path, LAYOUT, lambda told: TimeModel(told["weights"], frozenset(told["timed"]), told["about"])
    )
