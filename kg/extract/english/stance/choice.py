"""The learned choice of a source: a weight for each feature of a candidate, learned by `kg learn` from annotations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.extract import model_file
from kg.extract.judge import TextModel

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
_NAME = "source"
MODEL = model_file.FOLDER / "sources-en.json.gz"


@dataclass(frozen=True)
class SourceModel:
    """Weights of features, and the least probability with which a candidate is taken for the source."""

    text: TextModel
    threshold: float
    about: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, weights: Mapping[str, float], bias: float, threshold: float, about: Mapping[str, Any]) -> SourceModel:
        """A model from plain weights."""
        return cls(TextModel({_NAME: weights}, {_NAME: bias}), threshold, about)

    def probability(self, features: Iterable[str]) -> float:
        """How likely a candidate with these features is the source."""
        total = self._bias
        weigh = self._weights.get
        for feature in features:
            total += weigh(feature, 0.0)
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        return self.text.weights[_NAME]

    @cached_property
    def _bias(self) -> float:
        return self.text.bias[_NAME]

    def choose(self, candidates: Iterable[tuple[str, Sequence[str]]]) -> str | None:
        """The likeliest candidate, the first of equals; None when the text itself tells it."""
        best, found = self.threshold, None
        for source, features in candidates:
            if (told := self.probability(features)) >= best and (found is None or told > best):
                best, found = told, source
        return found


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
