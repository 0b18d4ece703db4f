"""Conditional logistic regression: which option of each group is the right one, by readable features.

The options of a group share out one probability (McFadden 1974, Conditional logit analysis of qualitative choice
behavior). SciPy's L-BFGS finds the weights; the same examples give the same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import numpy as np

from kg.errors import MissingExtraError

Feature = TypeVar("Feature", str, tuple[str, str])


def fit(
    groups: Sequence[Sequence[Sequence[Feature]]],
    right: Sequence[Sequence[bool]],
    *,
    least_count: int,
    held: float,
    least_weight: float,
    steps: int,
) -> Iterator[tuple[Feature, float]]:
    """Each feature with its weight, in order; each group holds the features of its options, `right` marks one of them.

    A feature of fewer than `least_count` options, or with a weight below `least_weight`, is left out; `held` is how
    much weights are held back. Raises MissingExtraError without SciPy.
    """
    try:
        from scipy.optimize import minimize
        from scipy.sparse import csr_matrix
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    counts: Counter[Feature] = Counter()
    for group in groups:
        counts.update({feature for option in group for feature in option})
    names = sorted(f for f, n in counts.items() if n >= least_count)
    column = {f: i for i, f in enumerate(names)}
    rows: list[list[int]] = [sorted({column[f] for f in option if f in column}) for group in groups for option in group]
    ends = np.cumsum([0, *map(len, rows)])
    flat = np.fromiter((i for row in rows for i in row), dtype=np.int32, count=int(ends[-1]))
    table: Any = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names)))
    turned: Any = table.T.tocsr()
    truth = np.array([told for group in right for told in group], dtype=np.float64)
    sizes: list[int] = [len(group) for group in groups]
    starts = np.cumsum([0, *sizes[:-1]])
    place = np.repeat(np.arange(len(groups)), sizes)

    def loss(weights: np.ndarray[Any, Any]) -> tuple[float, np.ndarray[Any, Any]]:
        """Minus the logarithm of the likelihood, regularised, and its slope."""
        scores = table @ weights
        scores = scores - np.maximum.reduceat(scores, starts)[place]
        total = np.add.reduceat(np.exp(scores), starts)
        likely = scores - np.log(total)[place]
        slope = turned @ (np.exp(likely) - truth)
        return 0.5 * held * float(weights @ weights) - float(truth @ likely), slope + held * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": steps})
    for name, weight in zip(names, found.x, strict=True):
        if abs(weight) >= least_weight:
            yield name, round(float(weight), 3)
