"""The learned choice of what a number tells and of whom; what the rules read is one sign among others.

Both choices take the option with the greatest sum of weights, which `kg learn` finds. A number whose metric and subject
together are less likely than a limit tells nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract import model_file
from kg.extract.english.figures.bearers import Bearer
from kg.extract.english.figures.masked import AmountPiece
from kg.extract.english.figures.signs import ALL_OPTIONS, NONE

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
MODEL = model_file.FOLDER / "figures-en.json.gz"

_PLACES = {metric: i for i, metric in enumerate(sorted({m for ms in ALL_OPTIONS.values() for m in ms}), 1)}
_PLACES[NONE] = 0
#: The row of each sign, and the rows: the weights of a sign for each metric by its place. The first is of no sign.
_Rows = tuple[dict[str, int], NDArray[np.float64]]


@dataclass(frozen=True)
class FigureModel:
    """Weights of signs for metrics and for subjects. `limit` is the least likelihood of what is told."""

    metrics: Mapping[str, Mapping[str, float]]
    subjects: Mapping[str, float]
    limit: float
    about: Mapping[str, Any] = field(default_factory=dict)
    _rows: dict[str, _Rows] = field(default_factory=dict, compare=False, repr=False)

    def scores(self, kind: str, options: Sequence[str], signs: Sequence[str]) -> list[float]:
        """How much the signs speak for no metric, and for each option."""
        rows = self._rows.get(kind)
        if rows is None:
            rows = self._rows[kind] = self._of_kind(kind)
        places, weights = rows
        total = np.add.reduce(weights.take([0, *filter(None, map(places.get, signs))], axis=0)).tolist()
        return [total[0], *(total[_PLACES[m]] for m in options)]

    def _of_kind(self, kind: str) -> _Rows:
        """The weights that one kind of number asks for."""
        columns = {metric: _PLACES[metric] for metric in ALL_OPTIONS[kind]} | {none_of(kind): 0}
        signs = [sign for sign, row in self.metrics.items() if not columns.keys().isdisjoint(row)]
        weights = np.zeros((len(signs) + 1, len(_PLACES)))
        for place, sign in enumerate(signs, 1):
            for metric, weight in self.metrics[sign].items():
                if metric in columns:
                    weights[place, columns[metric]] = weight
        return {sign: place for place, sign in enumerate(signs, 1)}, weights

    def metric(
        self, index: int, piece: AmountPiece, kind: str, options: Sequence[str], signs: Sequence[str]
    ) -> tuple[str, float]:
        """The likeliest metric, with its likelihood; `NONE` where that cannot reach the limit."""
        told = self.scores(kind, options, signs)
        best = max(told[1:])
        top = max(best, told[0])
        likely = math.exp(best - top) / sum(math.exp(v - top) for v in told)
        return (options[told.index(best, 1) - 1], likely) if likely >= self.limit else (NONE, 1.0)

    def subject(
        self, index: int, piece: AmountPiece, metric: str, likely: float, found: Sequence[Bearer]
    ) -> Bearer | None:
        """The likeliest subject; None where metric and subject together do not reach the limit."""
        scores = [b.score(self.subjects) for b in found]
        top = max(scores)
        best = scores.index(top)
        return found[best] if likely / sum(math.exp(s - top) for s in scores) >= self.limit else None


def none_of(kind: str) -> str:
    """No metric, told of one kind of number: a percentage is idle more readily than a sum."""
    return f"{NONE}.{kind}"


def save(model: FigureModel, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    content = {
        "about": dict(model.about),
        "limit": model.limit,
        "metrics": {sign: dict(row) for sign, row in model.metrics.items()},
        "subjects": dict(model.subjects),
    }
    model_file.save(content, LAYOUT, path)


def load(path: Path = MODEL) -> FigureModel | None:
    """Reads a model file; None when there is none. Raises OntologyError when it is none of this layout."""
    if not path.exists():
        return None
    return model_file.load(
        path, LAYOUT, lambda told: FigureModel(told["metrics"], told["subjects"], told["limit"], told["about"])
    )
