"""The judge: how likely a pair of entities stands in a relation, given all that the document shows about the two.

Two learned steps, both trained by `kg learn` on annotated documents: a logistic regression a predicate over readable
features of the text, and boosted trees over the rows of `evidence_table`, with the first step's probability as one
column. The model is one small file of names and numbers; a decision is told as its score and the features that spoke
loudest.
"""

from __future__ import annotations

import gzip
import json
import math
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from kg.errors import OntologyError
from kg.extract.evidence_table import RowMaker
from kg.ontology.schema import Ontology

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 1
#: See `Judge.trusts`: frames are written with care, about 85 of 100 firings of a new one are right.
_PRIOR_SHARE, _PRIOR_FIRINGS, _TRUSTED = 0.85, 6, 0.8
#: A pair that the judge gives less than this is no relation, whatever fires.
_EXCLUDED = 0.1


@dataclass(frozen=True)
class TextModel:
    """Weights by predicate and feature, with a bias."""

    weights: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]

    @cached_property
    def _tables(self) -> dict[tuple[str, ...], dict[str, list[tuple[int, float]]]]:
        return {}

    def _table(self, predicates: tuple[str, ...]) -> dict[str, list[tuple[int, float]]]:
        """Feature → (place in `predicates`, weight); made once for each set of predicates that is asked for."""
        if predicates not in self._tables:
            table: dict[str, list[tuple[int, float]]] = {}
            for place, predicate in enumerate(predicates):
                for feature, weight in self.weights[predicate].items():
                    table.setdefault(feature, []).append((place, weight))
            self._tables[predicates] = table
        return self._tables[predicates]

    def probabilities(self, features: Iterable[str], predicates: Iterable[str]) -> dict[str, float]:
        """Between 0 and 1 for each of `predicates` that was trained; `features` in a fixed order give the same bits."""
        names = tuple(p for p in predicates if p in self.weights)
        table = self._table(names)
        total = [self.bias[p] for p in names]
        for feature in features:
            for place, weight in table.get(feature, ()):
                total[place] += weight
        return {p: 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, s)))) for p, s in zip(names, total, strict=True)}

    def reasons(self, predicate: str, features: Iterable[str], limit: int = 5) -> list[tuple[str, float]]:
        """The features that spoke loudest for and against, strongest first."""
        weights = self.weights.get(predicate, {})
        told = [(f, weights[f]) for f in set(features) if f in weights]
        return sorted(told, key=lambda item: (-abs(item[1]), item[0]))[:limit]


@dataclass(frozen=True)
class Trees:
    """Boosted trees as flat arrays: for node i the column, the threshold, and the next nodes; leaves have column -1."""

    roots: Sequence[int]
    column: np.ndarray[Any, Any]
    threshold: np.ndarray[Any, Any]
    left: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    value: np.ndarray[Any, Any]

    def probabilities(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """One probability a row."""
        total = np.zeros(len(rows))
        everyone = np.arange(len(rows))
        for root in self.roots:
            node = np.full(len(rows), root)
            while (inner := self.column[node] >= 0).any():
                at = node[inner]
                low = rows[everyone[inner], self.column[at]] <= self.threshold[at]
                node[inner] = np.where(low, self.left[at], self.right[at])
            total += self.value[node]
        return np.asarray(1.0 / (1.0 + np.exp(-total)))


@dataclass(frozen=True)
class Judge:
    """`predicates` and `types` are those it was trained on, in the order of its columns.

    `threshold` is the least probability that counts, by predicate; `about` tells data, seed and figures. `frames` tells
    for each frame how often it fired in training and how often rightly.
    """

    predicates: Sequence[str]
    types: Sequence[str]
    text: TextModel
    trees: Trees
    threshold: Mapping[str, float]
    about: Mapping[str, Any]
    frames: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def trusts(self, frame: str) -> bool:
        """True for a frame that counts although the judge is unsure: trusted until documents speak against it.

        The share of right firings, with the weight of `_PRIOR_FIRINGS` firings of which `_PRIOR_SHARE` were right.
        """
        fired, right = self.frames.get(frame, (0, 0))
        return (right + _PRIOR_SHARE * _PRIOR_FIRINGS) / (fired + _PRIOR_FIRINGS) >= _TRUSTED

    def counts(self, predicate: str, probability: float, frames: Iterable[str]) -> bool:
        """True when a pair stands in the relation: sure enough, or told by a trusted frame and not all but excluded."""
        if probability >= self.threshold[predicate]:
            return True
        return probability >= _EXCLUDED and any(self.trusts(frame) for frame in frames)

    def judge(
        self,
        ontology: Ontology,
        pairs: Sequence[tuple[tuple[str, str], Mapping[str, Collection[int]]]],
    ) -> list[dict[str, float]]:
        """For each pair (types, features) the probability of each predicate that was trained."""
        maker = RowMaker(self.predicates, self.types)
        allowed = {kinds: fitting(ontology, kinds) for kinds in {kinds for kinds, _ in pairs}}
        rows: list[list[float]] = []
        at: list[tuple[int, str]] = []
        for i, (kinds, features) in enumerate(pairs):
            names, made = maker.rows(kinds, features, self.text.probabilities(features, allowed[kinds]))
            rows += made
            at += [(i, name) for name in names]
        found: list[dict[str, float]] = [{} for _ in pairs]
        if rows:
            for (i, name), p in zip(at, self.trees.probabilities(np.asarray(rows, dtype=np.float64)), strict=True):
                found[i][name] = float(p)
        return found


def fitting(ontology: Ontology, kinds: tuple[str, str]) -> list[str]:
    """The relations that may hold between two types, by name."""
    return [name for name in sorted(ontology.relations) if ontology.accepts(name, *kinds)]


def save(judge: Judge, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    trees = judge.trees
    content = {
        "layout": LAYOUT,
        "about": dict(judge.about),
        "predicates": list(judge.predicates),
        "types": list(judge.types),
        "bias": dict(judge.text.bias),
        "frames": {frame: list(told) for frame, told in judge.frames.items()},
        "threshold": dict(judge.threshold),
        "weights": {p: dict(w) for p, w in judge.text.weights.items()},
        "trees": {
            "roots": list(trees.roots),
            **{name: getattr(trees, name).tolist() for name in ("column", "threshold", "left", "right", "value")},
        },
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))


def load(path: Path) -> Judge:
    """Reads a model file. Raises OntologyError when it is none of this layout."""
    try:
        content = json.loads(gzip.decompress(path.read_bytes()))
        if content["layout"] != LAYOUT:
            raise OntologyError(f"{path.name}: layout {content['layout']}; this version reads {LAYOUT}: train it again")
        t = content["trees"]
        trees = Trees(t["roots"], *(np.asarray(t[n]) for n in ("column", "threshold", "left", "right", "value")))
        text = TextModel(content["weights"], content["bias"])
        names = content["predicates"], content["types"]
        return Judge(*names, text, trees, content["threshold"], content["about"], content["frames"])
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
        raise OntologyError(f"{path.name}: not a model file ({error})") from error
