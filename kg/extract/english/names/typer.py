"""The learned typing of names that the registry does not list: weights of `traits`, learned by `kg learn`.

It also decides what is no name at all, so that it drops what only looks like one and keeps everyday words that are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract import model_file
from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.traits import Scene, traits

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
MODEL = model_file.FOLDER / "types-en.json.gz"
#: The class of what names nothing.
NOTHING = ""


@dataclass(frozen=True)
class TypeModel:
    """For each feature, pairs of a place in `types` and a weight; `bias` has one for each type."""

    types: Sequence[str]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[tuple[int, float]]]
    about: Mapping[str, Any] = field(default_factory=dict)

    def choose(self, features: Iterable[str]) -> str | None:
        """The likeliest type, the first of equals; None for what names nothing."""
        rows, table = self._table
        total = np.add.reduce(table.take([0, *filter(None, map(rows.get, features))], axis=0)).tolist()
        return self.types[total.index(max(total))] or None

    @cached_property
    def _table(self) -> tuple[dict[str, int], NDArray[np.float64]]:
        """The row of each feature, and the rows: weights by type. The first row is the bias."""
        table = np.zeros((len(self.weights) + 1, len(self.types)))
        table[0] = self.bias
        for row, told in enumerate(self.weights.values(), 1):
            for place, weight in told:
                table[row, place] = weight
        return {feature: row for row, feature in enumerate(self.weights, 1)}, table

    def settle(self, clusters: Iterable[Cluster], scene: Scene) -> None:
        """Sets the type of each unknown name; all are looked at as the rules left them before one is changed."""
        told = [(c, self.choose(traits(c, scene))) for c in clusters if c.known is None and c.spots]
        for cluster, type_name in told:
            cluster.type = type_name


def save(model: TypeModel, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    content = {
        "about": dict(model.about),
        "types": list(model.types),
        "bias": list(model.bias),
        "weights": {feature: [x for pair in row for x in pair] for feature, row in model.weights.items()},
    }
    model_file.save(content, LAYOUT, path)


def load(path: Path = MODEL) -> TypeModel | None:
    """Reads a model file; None when there is none. Raises OntologyError when it is none of this layout."""
    if not path.exists():
        return None
    return model_file.load(path, LAYOUT, _read)


def _read(told: Mapping[str, Any]) -> TypeModel:
    weights = {f: tuple(zip(row[::2], row[1::2], strict=True)) for f, row in told["weights"].items()}
    return TypeModel(told["types"], told["bias"], weights, told["about"])
