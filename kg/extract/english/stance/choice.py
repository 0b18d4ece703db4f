"""The learned choice of a source: a weight for each feature of a candidate, learned by `kg learn` from annotations."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.extract import model_file
from kg.extract.english.stance.signs import Shown, Sign
from kg.extract.judge import TextModel

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
_NAME = "source"
#: Of so many records of each kind the weight is remembered.
_REMEMBERED = 20_000
MODEL = model_file.FOLDER / "sources-en.json.gz"


@dataclass(frozen=True)
class SourceModel:
    """Weights of features, and the least probability with which a candidate is taken for the source."""

    text: TextModel
    threshold: float
    about: Mapping[str, Any] = field(default_factory=dict)
    _known: defaultdict[type, dict[Shown, float]] = field(
        default_factory=lambda: defaultdict(dict), repr=False, compare=False
    )

    @classmethod
    def of(cls, weights: Mapping[str, float], bias: float, threshold: float, about: Mapping[str, Any]) -> SourceModel:
        """A model from plain weights."""
        return cls(TextModel({_NAME: weights}, {_NAME: bias}), threshold, about)

    def probability(self, features: Iterable[str]) -> float:
        """How likely a candidate with these features is the source."""
        weigh = self.text.weights[_NAME].get
        return _likelihood(sum((weigh(feature, 0.0) for feature in features), self.text.bias[_NAME]))

    @cached_property
    def _rows(self) -> dict[str, _Row]:
        """The weights by sign and context."""
        rows: dict[str, _Row] = {}
        for feature, weight in self.text.weights[_NAME].items():
            sign, stroke, context = feature.partition("/")
            rows.setdefault(sign, _Row())[context if stroke else None] = weight
        return rows

    def choose(self, same: Iterable[Shown], candidates: Iterable[tuple[str, Iterable[Shown]]]) -> str | None:
        """The likeliest candidate, the first of equals; None when the text itself tells it.

        Each comes with what is its own; `same` is what all share.
        """
        best, found, start = self.threshold, None, sum(map(self._weight, same), self.text.bias[_NAME])
        for source, own in candidates:
            if (told := _likelihood(sum(map(self._weight, own), start))) >= best and (found is None or told > best):
                best, found = told, source
        return found

    def _weight(self, shown: Shown) -> float:
        """What all signs of some facts weigh."""
        known = self._known[type(shown)]  # records of two kinds may be equal
        weight = known.get(shown)
        if weight is None:
            if len(known) >= _REMEMBERED:
                known.clear()
            weight = known[shown] = self._sum(shown.signs())
        return weight

    def _sum(self, signs: Iterable[Sign]) -> float:
        total, rows = 0.0, self._rows
        for sign, contexts in signs:
            if row := rows.get(sign):
                for context in contexts:
                    total += row[context]
        return total


class _Row(dict[str | None, float]):
    """A sign's weights by context; most that are asked for are there, the others weigh nothing."""

    def __missing__(self, context: str | None) -> float:
        return 0.0


def _likelihood(total: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def save(model: SourceModel, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    content = {
        "about": dict(model.about),
        "threshold": model.threshold,
        "bias": model.text.bias[_NAME],
        "weights": dict(model.text.weights[_NAME]),
    }
    model_file.save(content, LAYOUT, path)


def load(path: Path = MODEL) -> SourceModel | None:
    """Reads a model file; None when there is none. Raises OntologyError when it is none of this layout."""
    if not path.exists():
        return None
    return model_file.load(
        path, LAYOUT, lambda told: SourceModel.of(told["weights"], told["bias"], told["threshold"], told["about"])
    )
