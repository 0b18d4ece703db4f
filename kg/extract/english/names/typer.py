"""The learned typing of names that the registry does not list: weights of `traits`, learned by `kg learn`.

It also decides what is no name at all, so that it drops what only looks like one and keeps an everyday word that is one.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched
from pathlib import Path
from typing import Any

from kg.errors import OntologyError
from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.traits import Scene, traits

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
MODEL = Path(__file__).parents[2] / "models" / "types-en.json.gz"
#: The class of what names nothing.
NOTHING = ""


@dataclass(frozen=True)
class TypeModel:
    """For each feature, pairs of a place in `types` and a weight, one after the other; `bias` has one for each type."""

    types: Sequence[str]
    bias: Sequence[float]
    weights: Mapping[str, Sequence[float]]
    about: Mapping[str, Any] = field(default_factory=dict)

    def choose(self, features: Iterable[str]) -> str | None:
        """The likeliest type, the first of equals; None for what names nothing."""
        total = list(self.bias)
        weights = self.weights
        for feature in features:
            if row := weights.get(feature):
                for place, weight in row:
                    total[place] += weight
        return self.types[total.index(max(total))] or None

    def settle(self, clusters: Iterable[Cluster], scene: Scene) -> None:
        """Sets the type of each unknown name; all are looked at as the rules left them before one is changed."""
        told = [(c, self.choose(traits(c, scene))) for c in clusters if c.known is None and c.spots]
        for cluster, type_name in told:
            cluster.type = type_name
