"""Learning what a number tells and of whom: two logistic models over the options of each number.

One probability is shared out among the metrics that a number may tell, none at all being one of them, and another among
those who may bear it; the weights are those that make the annotated ones likeliest. How likely a figure must be is set
on documents that the weights had not read.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extract.document_json import DocumentJson, ObservationJson, from_json
from kg.extract.english.figures.bearers import Bearer
from kg.extract.english.figures.choosing import FigureModel, none_of
from kg.extract.english.figures.masked import AmountPiece
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.figures.signs import NONE
from kg.extract.english.parse import Sentence
from kg.extract.english.reader import EnglishReader, Reading
from kg.extract.quantities import Amount
from kg.learn import conditional
from kg.learn.examples import gold_ids
from kg.model import Document

FOLDS = 5
#: A sign seen in fewer numbers tells nothing general.
LEAST_COUNT = 3
_METRICS_HELD, _SUBJECTS_HELD = 4.0, 4.0
_LIMITS = tuple(step / 50 for step in range(6, 33))
_TOLERANCE = 0.01
#: A weight smaller than this is left out.
_LEAST_WEIGHT = 0.015
_STEPS = 150
#: What separates the parts of a metric model's feature.
_JOINT = "\t"


@dataclass(frozen=True)
class NumberExample:
    """A number with the signs of its metric, the annotated one, and those who may bear it, with the annotated one.

    `bearers` is empty for a number that tells nothing; `right` is the place of the annotated one, -1 where none is it.
    """

    kind: str
    options: Sequence[str]
    signs: Sequence[str]
    metric: str
    bearers: Sequence[Sequence[str]] = ()
    right: int = -1


@dataclass
class DocumentFigures:
    """The numbers of one document. `missed` counts annotated figures at no number that the reader finds."""

    document: str
    examples: list[NumberExample] = field(default_factory=list)
    missed: int = 0


@dataclass
class _Teacher:
    """Chooses what the annotation tells, and keeps each choice as an example.

    A number that tells what is annotated of another place is passed by: the rules' reading stands, and nothing is
    learned from it.
    """

    told: Mapping[int, list[ObservationJson]]
    doubtful: frozenset[int]
    gold: Mapping[str, str]
    examples: list[NumberExample] = field(default_factory=list)

    def metric(
        self, index: int, piece: AmountPiece, kind: str, options: Sequence[str], signs: Sequence[str]
    ) -> tuple[str, float]:
        """The annotated metric."""
        start = piece.span.start
        told = [o["metric"] for o in self.told.get(start, []) if o["metric"] in options]
        metric = told[0] if told else NONE
        if told or start not in self.doubtful:
            self.examples.append(NumberExample(kind, options, list(signs), metric))
        return metric, 1.0

    def subject(
        self, index: int, piece: AmountPiece, metric: str, likely: float, found: Sequence[Bearer]
    ) -> Bearer | None:
        """The annotated subject."""
        wanted = {o["subject"] for o in self.told.get(piece.span.start, []) if o["metric"] == metric}
        right = [i for i, b in enumerate(found) if self.gold.get(b.argument.entity) in wanted]
        last = self.examples.pop()
        kept = [i for i in range(len(found)) if i not in right[1:]]
        place = kept.index(right[0]) if right else -1
        self.examples.append(
            NumberExample(last.kind, last.options, last.signs, metric, [found[i].signs for i in kept], place)
        )
        return found[right[0]] if right else None


def read_figures(annotated: DocumentJson, reader: EnglishReader) -> DocumentFigures:
    """The numbers of a document that the reader finds, with what the annotation tells of them."""
    document = from_json(annotated)
    reading = reader.read(document)
    return document_figures(annotated, document, reading.sentences, reading, gold_ids(annotated, reading))


def document_figures(
    annotated: DocumentJson,
    document: Document,
    sentences: Sequence[Sentence],
    reading: Reading,
    gold: Mapping[str, str],
) -> DocumentFigures:
    """The same for a document that is read already; `gold` gives the annotated entity of a found one."""
    spotter = _Spotter()
    extract_observations(document, sentences, reading.entities, document.published, choice=spotter)
    told, doubtful, missed = _aligned(annotated, document, spotter.amounts)
    teacher = _Teacher(told, doubtful, gold)
    extract_observations(document, sentences, reading.entities, document.published, choice=teacher)
    return DocumentFigures(annotated["id"], teacher.examples, missed)


@dataclass
class _Spotter:
    """Chooses nothing and keeps the numbers."""

    amounts: list[tuple[Amount, Sequence[str]]] = field(default_factory=list)

    def metric(
        self, index: int, piece: AmountPiece, kind: str, options: Sequence[str], signs: Sequence[str]
    ) -> tuple[str, float]:
        """None."""
        self.amounts.append((piece.amount, options))
        return NONE, 1.0

    def subject(
        self, index: int, piece: AmountPiece, metric: str, likely: float, found: Sequence[Bearer]
    ) -> Bearer | None:
        """Nobody."""
        return None


def _aligned(
    annotated: DocumentJson, document: Document, amounts: Sequence[tuple[Amount, Sequence[str]]]
) -> tuple[dict[int, list[ObservationJson]], frozenset[int], int]:
    """Offsets of numbers with what is annotated there; those that repeat an annotated figure; how many have none."""
    told: dict[int, list[ObservationJson]] = defaultdict(list)
    doubtful: set[int] = set()
    missed = 0
    for figure in annotated["observations"]:
        start = document.text.find(figure["evidence"])
        end = start + len(figure["evidence"])
        fitting = [a.span.start for a, metrics in amounts if figure["metric"] in metrics and _fits(figure, a)]
        inside = [at for at in fitting if start >= 0 and start <= at < end]
        doubtful.update(fitting)
        free = [at for at in inside if all(o["metric"] != figure["metric"] for o in told[at])]
        chosen = next(iter(free), next(iter(inside), None))
        if chosen is None:
            missed += 1
        else:
            told[chosen].append(figure)
    return dict(told), frozenset(doubtful), missed


def _fits(figure: ObservationJson, amount: Amount) -> bool:
    value = abs(float(figure["value"]))
    scales = (1.0, 10.0, 100.0, 1000.0) if figure["metric"] == "tokenPrice" else (1.0,)
    told = [abs(float(a.value)) * scale for a in (amount, *amount.also) for scale in scales]
    if amount.kind == "times":
        told = [abs(float(amount.value) - 1) * 100]
    return any(abs(v - value) <= _TOLERANCE * max(value, 1e-9) for v in told)


def train_figures(documents: Sequence[DocumentFigures], about: Mapping[str, Any]) -> FigureModel | None:
    """The model; None where there are too few documents with figures to learn from.

    Raises MissingExtraError without SciPy.
    """
    kept = [d for d in documents if d.examples]
    if len(kept) < FOLDS or not any(e.right >= 0 for d in kept for e in d.examples):
        return None
    unread: list[tuple[DocumentFigures, FigureModel]] = []
    for number in range(FOLDS):
        model = fit([d for i, d in enumerate(kept) if i % FOLDS != number])
        unread += [(d, model) for i, d in enumerate(kept) if i % FOLDS == number]
    limit, figures = _choose_limit(unread)
    learned = fit(kept)
    return FigureModel(learned.metrics, learned.subjects, limit, {**about, "unread_figures": figures})


def fit(documents: Sequence[DocumentFigures]) -> FigureModel:
    """Both models, with no limit yet."""
    examples = [e for d in documents for e in d.examples]
    groups, right = [], []
    for example in examples:
        names = (none_of(example.kind), *example.options)
        groups.append([[sign + _JOINT + name for sign in example.signs] for name in names])
        right.append(names.index(example.metric) if example.metric != NONE else 0)
    flat = _fit(groups, right, _METRICS_HELD)
    metrics: dict[str, dict[str, float]] = {}
    for name, weight in flat.items():
        sign, _, metric = name.partition(_JOINT)
        metrics.setdefault(sign, {})[metric] = weight
    chosen = [e for e in examples if e.right >= 0]
    subjects = _fit([e.bearers for e in chosen], [e.right for e in chosen], _SUBJECTS_HELD)
    return FigureModel(metrics, subjects, 0.4)


def _choose_limit(unread: Sequence[tuple[DocumentFigures, FigureModel]]) -> tuple[float, dict[str, float]]:
    """The limit that gives the best F1 on unread documents."""
    told: list[tuple[float, bool]] = []
    wanted = 0
    for document, model in unread:
        wanted += document.missed
        for example in document.examples:
            wanted += example.metric != NONE
            likely = model.scores(example.kind, example.options, example.signs)
            most = max(likely[1:])
            best = example.options[likely.index(most, 1) - 1]
            sure = math.exp(most) / sum(math.exp(v) for v in likely)
            right = best == example.metric
            if right and example.bearers:
                scores = [sum(model.subjects.get(s, 0.0) for s in signs) for signs in example.bearers]
                place = scores.index(max(scores))
                sure /= sum(math.exp(s - max(scores)) for s in scores)
                right = place == example.right
            told.append((sure, right))
    best_limit, best_figures = _LIMITS[0], {"f1": -1.0}
    for limit in _LIMITS:
        kept = [right for sure, right in told if sure >= limit]
        hits = sum(kept)
        f1 = 2 * hits / max(len(kept) + wanted, 1)
        if f1 > best_figures["f1"]:
            best_limit = limit
            best_figures = {"precision": hits / max(len(kept), 1), "recall": hits / max(wanted, 1), "f1": f1}
    return best_limit, {name: round(value, 3) for name, value in best_figures.items()}


def _fit(groups: Sequence[Sequence[Sequence[str]]], right: Sequence[int], held: float) -> dict[str, float]:
    """Weights by feature: each group holds the features of its options, one of which is right."""
    marked = [[place == one for place in range(len(group))] for group, one in zip(groups, right, strict=True)]
    return dict(
        conditional.fit(groups, marked, least_count=LEAST_COUNT, held=held, least_weight=_LEAST_WEIGHT, steps=_STEPS)
    )
