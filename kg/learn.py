"""Training of the judge from annotated documents: `kg learn GOLD_DIR… -o FILE`.

Every document is read by the real pipeline up to its pairs; a pair is labelled by aligning the entities that were found
with the annotated ones. The text model's probabilities that the trees learn from are made by cross-validation over
documents, so that the second step sees the first as it behaves on unread text. Seeds are fixed; one thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.errors import MissingExtraError, UsageError
from kg.extract.evidence_table import RowMaker
from kg.extract.judge import Judge, TextModel, Trees, fitting
from kg.ontology.schema import Ontology

SEED = 20250307
FOLDS = 5
#: A feature seen in fewer pairs tells nothing general.
LEAST_COUNT = 3
_REGULARISATION = 0.3
#: Trees: small steps, small trees, wide leaves.
_TREES = {
    "objective": "binary",
    "learning_rate": 0.06,
    "num_leaves": 12,
    "min_data_in_leaf": 15,
    "lambda_l2": 3.0,
    "feature_fraction": 0.7,
    "seed": SEED,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}
_ROUNDS = 250


@dataclass(frozen=True)
class Example:
    """One pair of one document: types, features, and the relations that the annotation tells."""

    document: str
    kinds: tuple[str, str]
    features: Mapping[str, Sequence[int]]
    told: frozenset[str]


def train(
    examples: Sequence[Example], ontology: Ontology, threshold: Mapping[str, float] | float, about: Mapping[str, Any]
) -> Judge:
    """Both steps. Raises MissingExtraError without scikit-learn and LightGBM, UsageError without examples."""
    if not any(e.told for e in examples):
        raise UsageError("The documents hold no annotated relation to learn from.")
    scores = _out_of_fold(examples, ontology)
    maker = RowMaker(ontology)
    rows, labels = [], []
    for example, told in zip(examples, scores, strict=True):
        names, made = maker.rows(example.kinds, example.features, told)
        rows += made
        labels += [name in example.told for name in names]
    trees = _fit_trees(np.asarray(rows, dtype=np.float64), np.asarray(labels, dtype=np.float64))
    limits = {p: threshold if isinstance(threshold, float) else threshold[p] for p in maker.predicates}
    return Judge(_fit_text(examples, ontology), trees, limits, about)


def _out_of_fold(examples: Sequence[Example], ontology: Ontology) -> list[dict[str, float]]:
    documents = sorted({e.document for e in examples})
    fold = {d: i % FOLDS for i, d in enumerate(documents)}
    found: list[dict[str, float]] = [{} for _ in examples]
    for number in range(FOLDS):
        model = _fit_text([e for e in examples if fold[e.document] != number], ontology)
        for i, example in enumerate(examples):
            if fold[example.document] == number:
                found[i] = {
                    p: model.probability(p, example.features)
                    for p in fitting(ontology, example.kinds)
                    if p in model.weights
                }
    return found


def _fit_text(examples: Sequence[Example], ontology: Ontology) -> TextModel:
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    counts: dict[str, int] = {}
    for example in examples:
        for feature in example.features:
            counts[feature] = counts.get(feature, 0) + 1
    names = sorted(f for f, n in counts.items() if n >= LEAST_COUNT)
    column = {f: i for i, f in enumerate(names)}
    weights, bias = {}, {}
    for predicate in sorted(ontology.relations):
        chosen = [e for e in examples if predicate in fitting(ontology, e.kinds)]
        labels = np.array([predicate in e.told for e in chosen])
        if labels.sum() < FOLDS:
            continue
        indices = [sorted(column[f] for f in e.features if f in column) for e in chosen]
        ends = np.cumsum([0, *map(len, indices)])
        matrix = csr_matrix(
            (np.ones(ends[-1]), np.array([i for row in indices for i in row]), ends), shape=(len(chosen), len(names))
        )
        model = LogisticRegression(C=_REGULARISATION, solver="liblinear", random_state=SEED, max_iter=300)
        model.fit(matrix, labels)
        bias[predicate] = round(float(model.intercept_[0]), 4)
        told = model.coef_[0]
        weights[predicate] = {names[i]: round(float(told[i]), 3) for i in np.nonzero(np.abs(told) >= 0.005)[0]}
    return TextModel(weights, bias)


def _fit_trees(rows: np.ndarray[Any, Any], labels: np.ndarray[Any, Any]) -> Trees:
    try:
        import lightgbm
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    booster = lightgbm.train(dict(_TREES), lightgbm.Dataset(rows, labels), num_boost_round=_ROUNDS)
    flat: list[tuple[int, float, int, int, float]] = []

    def add(node: Mapping[str, Any]) -> int:
        at = len(flat)
        flat.append((-1, 0.0, 0, 0, 0.0))
        if "split_feature" in node:
            left, right = add(node["left_child"]), add(node["right_child"])
            flat[at] = (node["split_feature"], float(node["threshold"]), left, right, 0.0)
        else:
            flat[at] = (-1, 0.0, 0, 0, round(float(node["leaf_value"]), 6))
        return at

    roots = [add(tree["tree_structure"]) for tree in booster.dump_model()["tree_info"]]
    column, threshold, left, right, value = (np.asarray(part) for part in zip(*flat, strict=True))
    return Trees(roots, column, threshold, left, right, value)
