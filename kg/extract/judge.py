"""The judge: how likely a pair of entities stands in a relation, given all that the document shows about the two.

Two learned steps, both trained by `kg learn` on annotated documents: a logistic regression a predicate over readable
features of the text, and boosted trees over the rows of `evidence_table`, with the first step's probability as one
column. The model is one small file of names and numbers; a decision is told as its score and the features that spoke
loudest.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from kg.extract import model_file
from kg.extract.evidence_table import Asked, Part, RowMaker
from kg.ontology.schema import Ontology

#: The layout of the model file; raised when its meaning changes.
LAYOUT = 2
#: See `Judge.trusts`: frames are written with care, about 85 of 100 firings of a new one are right.
_PRIOR_SHARE, _PRIOR_FIRINGS, _TRUSTED = 0.85, 6, 0.8
#: A pair that the judge gives less than this is no relation, whatever fires.
_EXCLUDED = 0.1
#: What the text model gives less than this is not looked at again; the second step hardly ever finds a relation there.
PLAUSIBLE = 0.02
#: So many rows are walked at once; more would only cost memory.
_AT_ONCE = 512


class Evidenced(Protocol):
    """A pair of entities with what its document shows of it: ids, types, and features in parts, its own first."""

    @property
    def ends(self) -> tuple[str, str]:
        """Ids of subject and object."""

    @property
    def kinds(self) -> tuple[str, str]:
        """Their types."""

    @property
    def parts(self) -> Sequence[Part]:
        """Features, the pair's own first."""


@dataclass(frozen=True)
class TextModel:
    """Weights by predicate and feature, with a bias."""

    weights: Mapping[str, Mapping[str, float]]
    bias: Mapping[str, float]

    @cached_property
    def _names(self) -> tuple[str, ...]:
        return tuple(sorted(self.weights))

    @cached_property
    def _table(self) -> tuple[dict[str, int], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """The row of each feature, the weights by row and predicate, and the biases. The first row is of no feature."""
        features = sorted({feature for told in self.weights.values() for feature in told})
        row = {sys.intern(feature): i for i, feature in enumerate(features, 1)}
        table = np.zeros((len(features) + 1, len(self._names)))
        for place, name in enumerate(self._names):
            for feature, weight in self.weights[name].items():
                table[row[feature], place] = weight
        return row, table, np.array([self.bias[name] for name in self._names])

    def _sums(self, parts: Sequence[Iterable[str]]) -> np.ndarray[Any, Any]:
        """The weights of each part's features added up, a row a part and a number a predicate."""
        row, table, _ = self._table
        rows: list[int] = []
        starts = []
        for part in parts:
            starts.append(len(rows))
            rows.append(0)
            rows += filter(None, map(row.get, part))
        return np.asarray(np.add.reduceat(table.take(rows, axis=0), starts))

    def probabilities(self, features: Iterable[str], predicates: Iterable[str]) -> dict[str, float]:
        """Between 0 and 1 for each of `predicates` that was trained; `features` in a fixed order give the same bits."""
        told = dict(zip(self._names, _logistic(self._sums([features])[0] + self._table[2]).tolist(), strict=True))
        return {name: told[name] for name in predicates if name in told}

    def plausible(self, pairs: Iterable[tuple[Collection[str], Sequence[Part]]]) -> list[dict[str, float]]:
        """For each pair (predicates, features in as many parts each) the probabilities of at least `PLAUSIBLE`.

        A part that several pairs share is added up once.
        """
        asked: list[Collection[str]] = []
        shown: list[list[int]] = []
        distinct: dict[int, tuple[int, Part]] = {}
        for predicates, parts in pairs:
            asked.append(predicates)
            shown.append([distinct.setdefault(id(part), (len(distinct), part))[0] for part in parts])
        found: list[dict[str, float]] = [{} for _ in asked]
        if not asked:
            return found
        sums = self._sums([part for _, part in distinct.values()])
        own, *sides = np.array(shown).T
        total = sums[own] + self._table[2]
        for side in sides:
            total += sums[side]
        told = _logistic(total)
        for i, place in zip(*(axis.tolist() for axis in np.nonzero(told >= PLAUSIBLE)), strict=True):
            if (name := self._names[place]) in asked[i]:
                found[i][name] = float(told[i, place])
        return found

    def reasons(self, predicate: str, features: Iterable[str], limit: int = 5) -> list[tuple[str, float]]:
        """The features that spoke loudest for and against, strongest first."""
        weights = self.weights.get(predicate, {})
        told = sorted((-abs(weights[f]), f) for f in weights.keys() & features)
        return [(f, weights[f]) for _, f in told[:limit]]


@dataclass(frozen=True)
class Trees:
    """Boosted trees as flat arrays: for node i the column, the threshold, and the next nodes; leaves have column -1."""

    roots: Sequence[int]
    column: np.ndarray[Any, Any]
    threshold: np.ndarray[Any, Any]
    left: np.ndarray[Any, Any]
    right: np.ndarray[Any, Any]
    value: np.ndarray[Any, Any]

    @cached_property
    def _steps(self) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], int]:
        """For each node the column, for each node twice where it leads, and the depth; a leaf leads to itself."""
        leaf = self.column < 0
        itself = np.arange(len(leaf))
        after = np.stack([np.where(leaf, itself, self.left), np.where(leaf, itself, self.right)], axis=1)
        depth, level = 0, np.unique(np.asarray(self.roots))
        while not leaf[level].all():
            level = np.unique(after[level])
            depth += 1
        return np.maximum(self.column, 0), after.ravel(), depth

    def probabilities(self, rows: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """One probability a row. All trees are walked at once, one level a step."""
        columns, after, depth = self._steps
        total = np.empty(len(rows))
        for start in range(0, len(rows), _AT_ONCE):
            part = np.ascontiguousarray(rows[start : start + _AT_ONCE])
            node = np.tile(np.asarray(self.roots), (len(part), 1))
            flat, offset = part.ravel(), (np.arange(len(part)) * part.shape[1])[:, None]
            for _ in range(depth):
                told = flat.take(columns.take(node) + offset)
                node = after.take(2 * node + (told > self.threshold.take(node)))
            total[start : start + _AT_ONCE] = self.value.take(node).sum(axis=1)
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

    @cached_property
    def _maker(self) -> RowMaker:
        return RowMaker(self.predicates, self.types)

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

    def judge(self, ontology: Ontology, document: Sequence[Evidenced]) -> list[dict[str, float]]:
        """For each pair of one document the probability of each predicate that the text model finds plausible."""
        allowed = ontology.joinable
        scores = self.text.plausible((allowed.get(pair.kinds, ()), pair.parts) for pair in document)
        asked = [Asked(p.ends, p.kinds, p.parts, told) for p, told in zip(document, scores, strict=True)]
        at, rows = self._maker.table(asked)
        found: list[dict[str, float]] = [{} for _ in document]
        if at:
            for (i, name), p in zip(at, self.trees.probabilities(rows), strict=True):
                found[i][name] = float(p)
        return found


def _logistic(sums: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(sums, -30.0, 30.0))))


def save(judge: Judge, path: Path) -> None:
    """Writes a model; the same model gives the same bytes."""
    trees = judge.trees
    content = {
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
    model_file.save(content, LAYOUT, path)


def load(path: Path) -> Judge:
    """Reads a model file. Raises OntologyError when it is none of this layout."""
    return model_file.load(path, LAYOUT, _read)


def _read(told: Mapping[str, Any]) -> Judge:
    t = told["trees"]
    trees = Trees(t["roots"], *(np.asarray(t[n]) for n in ("column", "threshold", "left", "right", "value")))
    text = TextModel(told["weights"], told["bias"])
    names = told["predicates"], told["types"]
    return Judge(*names, text, trees, told["threshold"], told["about"], told["frames"])
