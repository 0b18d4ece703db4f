"""Learning the types of unknown names: a multinomial logistic regression over what a text shows about each of them.

Names that the registry lists serve too: the documents are read again with a part of the registry hidden, each part in
its turn, so that every known name is an unknown one once, with the annotation's type.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.errors import MissingExtraError
from kg.evaluate import normalised
from kg.extract.boilerplate import content
from kg.extract.document_json import DocumentJson, from_json
from kg.extract.english.names.mentions import Names, gathered
from kg.extract.english.names.traits import traits
from kg.extract.english.names.typer import NOTHING, TypeModel
from kg.ontology.registry import Registry

FOLDS = 5
#: A feature seen with fewer names tells nothing general.
LEAST_COUNT = 3
#: How many parts of the registry are hidden in turn, and what a name found so counts.
_PARTS, _HIDDEN_WEIGHT = 3, 0.5
#: Their names are a closed list; hiding them would only teach that an unknown name may be a famous place.
_NEVER_HIDDEN = frozenset({"Place", "Exchange", "StockIndex"})
_REGULARISATION = 0.5
#: Smaller weights are left out.
_LEAST_WEIGHT = 0.03


@dataclass(frozen=True)
class Named:
    """A name of a document that its reader did not know, with its annotated type (`NOTHING` when it names nothing)."""

    document: str
    features: Sequence[str]
    rules: str
    type: str
    weight: float


def read_names(documents: Sequence[DocumentJson], registry: Registry) -> list[Named]:
    """The unknown names of each document, and then those that are unknown where a part of the registry is hidden."""
    found = [(form, one) for form, one in _unknown(documents, registry, 1.0)]
    seen = {(one.document, form) for form, one in found}
    for part in range(_PARTS):
        for form, one in _unknown(documents, _without(registry, part), _HIDDEN_WEIGHT):
            if (one.document, form) not in seen:
                found.append((form, one))
    return [one for _, one in found]


def train_types(names: Sequence[Named], about: Mapping[str, Any]) -> TypeModel | None:
    """The model, and in its `about` how well it types names of documents that it has not read; None for too few.

    Raises MissingExtraError without scikit-learn.
    """
    fold = {d: i % FOLDS for i, d in enumerate(sorted({n.document for n in names}))}
    if len(fold) < FOLDS or len({n.type for n in names if n.weight == 1.0}) < 2:
        return None
    counts: Counter[str] = Counter()
    for number in range(FOLDS):
        model = fit([n for n in names if fold[n.document] != number])
        for one in names:
            if fold[one.document] == number and one.weight == 1.0:
                for who, told in (("rules", one.rules), ("model", model.choose(one.features) or NOTHING)):
                    counts[f"{who} right"] += told == one.type != NOTHING
                    counts[f"{who} told"] += told != NOTHING
                counts["wanted"] += one.type != NOTHING
    unread = {
        who: round(2 * counts[f"{who} right"] / max(1, counts[f"{who} told"] + counts["wanted"]), 3)
        for who in ("rules", "model")
    }
    model = fit(names)
    return TypeModel(model.types, model.bias, model.weights, {**about, "names": len(names), "unread_f1": unread})


def fit(names: Sequence[Named]) -> TypeModel:
    """Weights learned from all of these names. Raises MissingExtraError without scikit-learn."""
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    seen = Counter(feature for one in names for feature in one.features)
    features = sorted(f for f, n in seen.items() if n >= LEAST_COUNT)
    column = {f: i for i, f in enumerate(features)}
    rows = [sorted(column[f] for f in one.features if f in column) for one in names]
    ends = np.cumsum([0, *map(len, rows)])
    table = csr_matrix(
        (np.ones(ends[-1]), np.array([i for row in rows for i in row], dtype=np.int64), ends),
        shape=(len(rows), len(features)),
    )
    model = LogisticRegression(C=_REGULARISATION, max_iter=400)
    model.fit(table, np.array([n.type for n in names]), sample_weight=np.array([n.weight for n in names]))
    types = [str(t) for t in model.classes_]
    coefficients, bias = (model.coef_, model.intercept_)
    if len(types) == 2:  # one row for the second of two
        coefficients, bias = np.vstack([-model.coef_, model.coef_]) / 2, np.concatenate([-bias, bias]) / 2
    kept = np.abs(coefficients) >= _LEAST_WEIGHT
    weights = {
        features[i]: tuple((int(k), round(float(coefficients[k, i]), 2)) for k in np.nonzero(kept[:, i])[0])
        for i in np.nonzero(kept.any(axis=0))[0]
    }
    return TypeModel(types, [round(float(b), 3) for b in bias], weights)


def _unknown(documents: Iterable[DocumentJson], registry: Registry, weight: float) -> Iterator[tuple[str, Named]]:
    names = Names(registry)
    for annotated in documents:
        document = from_json(annotated)
        types = _forms(annotated)
        _, clusters, scene = gathered(document.text, content(document), names)
        for cluster in clusters:
            if cluster.known is None and cluster.spots:
                told = Counter(types[f] for f in {normalised(s.text) for s in cluster.spots} if f in types)
                right = max(sorted(told), key=lambda t: told[t]) if told else NOTHING
                named = Named(annotated["id"], traits(cluster, scene), cluster.type or NOTHING, right, weight)
                yield cluster.name, named


def _forms(annotated: DocumentJson) -> dict[str, str]:
    """Written form → annotated type; the first of two entities of one name."""
    found: dict[str, str] = {}
    for entity in annotated["entities"]:
        for form in (*entity.get("mentions", ()), entity["name"]):
            found.setdefault(normalised(form), entity["type"])
    return found


def _without(registry: Registry, part: int) -> Registry:
    return Registry(
        {
            i: known
            for i, known in registry.entities.items()
            if known.type in _NEVER_HIDDEN or zlib.crc32(i.encode()) % _PARTS != part
        }
    )
