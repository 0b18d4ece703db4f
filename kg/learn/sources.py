"""Learning who tells what: a logistic regression over the candidates for the source of each annotated statement.

The threshold is chosen on documents that the weights have not seen, so that as many statements as can be have the
annotated source, counted over those where the annotation or the choice names one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from kg.errors import MissingExtraError
from kg.evaluate import normalised
from kg.extract.attribution import Attributor
from kg.extract.candidate import Candidate
from kg.extract.document_json import DocumentJson, RelationJson, from_json
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.parse import Sentence
from kg.extract.english.reader import EnglishReader, Reading
from kg.extract.english.stance.choice import SourceModel
from kg.extract.english.stance.voices import HOUSE
from kg.extract.modality import told_modality
from kg.extract.relations.pairs import Pair
from kg.learn.examples import figures_told, gold_ids
from kg.model import Document

SEED = 20250307
FOLDS = 5
#: A feature seen with fewer candidates tells nothing general.
LEAST_COUNT = 20
_REGULARISATION = 0.1
#: Least probabilities that are tried; below, more sources would be wrong than the annotation asks for.
_THRESHOLDS = tuple(step / 40 for step in range(12, 17))
#: Training alone knows no features yet: this model only makes the attributor collect them.
_BLANK = SourceModel.of({}, 0.0, 1.0, {})


@dataclass(frozen=True)
class Choice:
    """One annotated statement: the features of each candidate, which candidates are right, and whether one is told."""

    document: str
    candidates: Sequence[Sequence[str]]
    right: Sequence[bool]
    told: bool


def train_sources(documents: Iterable[DocumentJson], reader: EnglishReader) -> SourceModel | None:
    """Learns from annotated documents, read by `reader`; None where too few of them name a source.

    Raises MissingExtraError without scikit-learn.
    """
    return fit_sources([choice for document in documents for choice in read_choices(document, reader)])


def fit_sources(choices: Sequence[Choice]) -> SourceModel | None:
    """The same for documents that are read already."""
    fold = {d: i % FOLDS for i, d in enumerate(sorted({c.document for c in choices}))}
    if len({fold[c.document] for c in choices if any(c.right)}) < FOLDS:
        return None
    unread: list[list[float]] = [[] for _ in choices]
    for number in range(FOLDS):
        weights, bias = _fit([c for c in choices if fold[c.document] != number])
        model = SourceModel.of(weights, bias, 1.0, {})
        for i, choice in enumerate(choices):
            if fold[choice.document] == number:
                unread[i] = [model.probability(features) for features in choice.candidates]
    reached = {limit: agreement(choices, unread, limit) for limit in _THRESHOLDS}
    best = max(_THRESHOLDS, key=lambda limit: reached[limit])
    weights, bias = _fit(choices)
    about = {"documents": len(fold), "statements": len(choices), "seed": SEED, "unread": round(reached[best], 3)}
    return SourceModel.of(weights, bias, best, about)


def agreement(choices: Sequence[Choice], probabilities: Sequence[Sequence[float]], limit: float) -> float:
    """The share of statements with the right source, among those where the annotation or the choice names one."""
    counted = right = 0
    for choice, told in zip(choices, probabilities, strict=True):
        place = int(np.argmax(told)) if len(told) else -1
        chosen = place >= 0 and told[place] >= limit
        counted += chosen or choice.told
        right += chosen and choice.right[place]
    return right / counted if counted else 0.0


def read_choices(annotated: DocumentJson, reader: EnglishReader) -> list[Choice]:
    """The annotated statements of a document where the reader would tell them, and where the annotation does."""
    document = from_json(annotated)
    reading = reader.read(document)
    found = reader.relations.read(reading.sentences, reading.entities)
    return document_choices(annotated, document, reading, found, reader)


def document_choices(
    annotated: DocumentJson,
    document: Document,
    reading: Reading,
    found: Sequence[Candidate],
    reader: EnglishReader,
) -> list[Choice]:
    """The same for a document that is read already; `found` are its relations."""
    gold = gold_ids(annotated, reading)
    figures = extract_observations(
        document, reading.sentences, reading.entities, document.published, choice=reader.figures
    )
    attributor = Attributor(document, reading.sentences, reading.entities, [*found, *figures], _BLANK)
    names = {normalised(form): e["id"] for e in annotated["entities"] for form in (*e.get("mentions", ()), e["name"])}
    choices = []
    for one, told in (
        *_relations(annotated, reader, reading, document, gold, found),
        *((one, told.get("attribution")) for one, told in figures_told(annotated, figures, gold)),
    ):
        modality = told_modality(one, reading.sentences)
        candidates = attributor.candidates(one, modality)
        who = names.get(normalised(told)) if told else None
        house = attributor.house_name
        own = bool(told and house and normalised(house).startswith(normalised(told)))
        right = [own if source == HOUSE else who is not None and gold.get(source) == who for source, _ in candidates]
        choices.append(Choice(annotated["id"], [features for _, features in candidates], right, bool(told)))
    return choices


def _relations(
    annotated: DocumentJson,
    reader: EnglishReader,
    reading: Reading,
    document: Document,
    gold: Mapping[str, str],
    found: Sequence[Candidate],
) -> Iterator[tuple[Candidate, str | None]]:
    """Annotated relations as found, and at the annotated evidence where that is another sentence."""
    pairs = {pair.ends: pair for pair in reader.relations.pairs(reading.sentences, reading.entities)}
    ends: dict[str, list[str]] = {}
    for own, theirs in gold.items():
        ends.setdefault(theirs, []).append(own)
    told = {(c.predicate, gold.get(c.subject), gold.get(str(c.object))): c for c in reversed(found)}
    for relation in annotated["relations"]:
        predicate, subject, target = relation["predicate"], relation["subject"], relation["object"]
        one = told.get((predicate, subject, target))
        if one is None and reader.ontology.relations[predicate].symmetric:
            one = told.get((predicate, target, subject))
        if one is not None:
            yield one, relation.get("attribution")
        index = _sentence_of(relation, reading.sentences, document)
        if index is None or (one is not None and one.sentence == index):
            continue
        fitting = ((s, o) for s in ends.get(subject, ()) for o in ends.get(target, ()))
        pair = next((pairs[both] for both in fitting if both in pairs), None)
        if pair is not None:
            yield _at(pair, predicate, index, reading.sentences[index]), relation.get("attribution")


def _at(pair: Pair, predicate: str, index: int, sentence: Sentence) -> Candidate:
    """The relation as the sentence tells it."""
    fired = [hit.trigger for i, hit in pair.hits if i == index and hit.frame.predicate == predicate]
    named = {a.entity: a.head for a in sentence.arguments}
    head = named.get(pair.object, named.get(pair.subject, 0))
    trigger = fired[0] if fired else pair.triggers.get(index, head)
    return Candidate(predicate, pair.subject, pair.object, index, trigger, sentence.span, "annotated")


def _sentence_of(relation: RelationJson, sentences: Sequence[Sentence], document: Document) -> int | None:
    """The sentence that holds most of the annotated evidence."""
    start = document.text.find(relation["evidence"])
    if start < 0:
        return None
    end = start + len(relation["evidence"])
    shared = [min(s.span.end, end) - max(s.span.start, start) for s in sentences]
    best = max(range(len(shared)), key=lambda i: shared[i])
    return best if shared[best] > 0 else None


def _fit(choices: Sequence[Choice]) -> tuple[dict[str, float], float]:
    """Weights by feature, and the bias."""
    try:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression
    except ImportError as error:
        raise MissingExtraError("Training", "learn") from error
    rows = [features for choice in choices for features in choice.candidates]
    labels = np.array([right for choice in choices for right in choice.right])
    counts = Counter(feature for row in rows for feature in row)
    names = sorted(f for f, n in counts.items() if n >= LEAST_COUNT)
    column = {f: i for i, f in enumerate(names)}
    indices = [sorted(column[f] for f in row if f in column) for row in rows]
    ends = np.cumsum([0, *map(len, indices)])
    flat = np.array([i for row in indices for i in row])
    matrix: Any = csr_matrix((np.ones(ends[-1]), flat, ends), shape=(len(rows), len(names)))
    model = LogisticRegression(C=_REGULARISATION, solver="liblinear", random_state=SEED, max_iter=400)
    model.fit(matrix, labels)
    told = model.coef_[0]
    weights = {names[i]: round(float(told[i]), 3) for i in np.nonzero(np.abs(told) >= 0.005)[0]}
    return weights, round(float(model.intercept_[0]), 4)
