"""Training of the judge from examples.

The text model's probabilities that the trees learn from are made by cross-validation over documents, so that the second
step sees the first as it behaves on unread text; the threshold is chosen in the same way. Seeds are fixed; one thread.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from kg.errors import MissingExtraError, UsageError
from kg.extract.evidence_table import Asked, RowMaker
from kg.extract.families import FAMILY
from kg.extract.judge import Judge, TextModel, Trees
from kg.learn.examples import Example
from kg.ontology.schema import Ontology

SEED = 20250307
FOLDS = 5
#: A feature seen in fewer pairs tells nothing general.
LEAST_COUNT = 3
#: The precision on pairs of unread folds that a user can count on, with a little to spare. There are few Chinese
#: documents, so that a judge learned from all of them is better than those learned from folds.
PRECISION = {"en": 0.81, "zh": 0.77}
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
#: How many trees.
ROUNDS = 250


def train(
    examples: Sequence[Example],
    ontology: Ontology,
    about: Mapping[str, Any],
    *,
    rounds: int = ROUNDS,
    wanted: float = PRECISION["en"],
) -> Judge:
    """Both steps and the threshold; `rounds` is the number of trees, `wanted` the precision on pairs of unread folds.

    Raises MissingExtraError without scikit-learn and LightGBM, UsageError without enough examples.
    """
    if not any(e.told for e in examples):
        raise UsageError("The documents hold no annotated relation to learn from.")
    maker = RowMaker(sorted(ontology.relations), sorted(ontology.types))
    tables: list[np.ndarray[Any, Any]] = []
    labels: list[bool] = []
    fold: list[int] = []
    counted: list[bool] = []
    folds = _folds(examples)
    scored = zip(examples, _out_of_fold(examples, ontology), strict=True)
    for document, group in itertools.groupby(scored, key=lambda pair: pair[0].document):
        told = list(group)
        at, rows = maker.table([Asked(e.ends, e.kinds, e.parts, scores) for e, scores in told])
        tables.append(rows)
        for i, name in at:
            example = told[i][0]
            implied = {parent for other in example.told for parent in ontology.relations[other].parents}
            labels.append(name in example.told)
            counted.append(name != FAMILY and name not in implied)
        fold += [folds[document]] * len(at)
    if len(set(fold)) < 2:
        raise UsageError("The documents hold too few annotated relations to learn from.")
    table, truth, part = np.concatenate(tables), np.asarray(labels, dtype=np.float64), np.asarray(fold)
    unread = np.zeros(len(truth))
    for number in range(FOLDS):
        grown = _fit_trees(table[part != number], truth[part != number], rounds)
        unread[part == number] = grown.probabilities(table[part == number])
    kept = np.asarray(counted)
    relations = sum(len(e.told - {FAMILY}) for e in examples)
    limit, figures = _choose_threshold(unread[kept], truth[kept], relations, wanted)
    limits = dict.fromkeys(maker.predicates, limit)
    return Judge(
        maker.predicates,
        maker.types,
        _fit_text(examples, ontology),
        _fit_trees(table, truth, rounds),
        limits,
        {**about, "seed": SEED, **figures},
        _tally_frames(examples, ontology),
    )


def _tally_frames(examples: Sequence[Example], ontology: Ontology) -> dict[str, tuple[int, int]]:
    """Frame → in how many pairs it fired, and in how many rightly."""
    told: dict[str, tuple[int, int]] = {}
    for example in examples:
        right = example.told | {parent for name in example.told for parent in ontology.relations[name].parents}
        for feature in example.features:
            kind, _, frame = feature.partition(":")
            if kind == "frame":
                fired, true = told.get(frame, (0, 0))
                told[frame] = (fired + 1, true + (frame.partition(".")[0] in right))
    return dict(sorted(told.items()))


def _folds(examples: Sequence[Example]) -> dict[str, int]:
    return {d: i % FOLDS for i, d in enumerate(sorted({e.document for e in examples}))}


def _choose_threshold(
    probabilities: np.ndarray[Any, Any], truth: np.ndarray[Any, Any], told: int, wanted: float
) -> tuple[float, dict[str, Any]]:
    """The probability that gives the best F1 over pairs with at least the precision `wanted`, on unread documents."""
    order = np.argsort(-probabilities, kind="stable")
    right = np.cumsum(truth[order])
    precision = right / np.arange(1, len(order) + 1)
    recall = right / max(told, 1)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    best = int(np.argmax(np.where(precision >= wanted, f1, 0.0)))
    reached = {"precision": precision[best], "recall": recall[best], "f1": f1[best]}
    return round(float(probabilities[order[best]]), 4), {
        "unread_pairs": {k: round(float(v), 3) for k, v in reached.items()}
    }


def _out_of_fold(examples: Sequence[Example], ontology: Ontology) -> list[dict[str, float]]:
    """For each example the plausible relations, by a text model that has not read its document."""
    fold = _folds(examples)
    found: list[dict[str, float]] = [{} for _ in examples]
    for number in range(FOLDS):
        model = _fit_text([e for e in examples if fold[e.document] != number], ontology)
        unread = [i for i, e in enumerate(examples) if fold[e.document] == number]
        asked = ((ontology.joinable.get(examples[i].kinds, ()), examples[i].parts) for i in unread)
        for i, told in zip(unread, model.plausible(asked), strict=True):
            found[i] = told
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
    allowed = ontology.joinable
    weights, bias = {}, {}
    for predicate in sorted(ontology.relations):
        chosen = [e for e in examples if predicate in allowed.get(e.kinds, ())]
        labels = np.array([predicate in e.told for e in chosen])
        if labels.sum() < FOLDS or labels.all():
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


def _fit_trees(rows: np.ndarray[Any, Any], labels: np.ndarray[Any, Any], rounds: int) -> Trees:
    try:
        import lightgbm
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    booster = lightgbm.train(dict(_TREES), lightgbm.Dataset(rows, labels), num_boost_round=rounds)
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
