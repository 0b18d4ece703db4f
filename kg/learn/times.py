"""Learning which time a statement tells: a logistic model over the options of each annotated statement.

One probability is shared out among the options of a statement, no time at all being one of them; the weights are those
that make the annotated ones likeliest. How readily no time is chosen is set on documents that the weights had not read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extract.candidate import Candidate
from kg.extract.document_json import DocumentJson, from_json
from kg.extract.english.figures.observations import extract_observations
from kg.extract.english.parse import Sentence
from kg.extract.english.reader import EnglishReader, Reading
from kg.extract.english.relations.qualifiers import qualify
from kg.extract.english.times.chain import Chain
from kg.extract.english.times.chooser import TimeModel, in_reading_order
from kg.extract.english.times.options import Option, OptionReader
from kg.extract.english.times.timetable import Timetable
from kg.learn import conditional
from kg.learn.examples import figures_told, gold_ids
from kg.model import Document
from kg.ontology.schema import Ontology

FOLDS = 5
#: A feature seen in fewer statements tells nothing general.
LEAST_COUNT = 3
#: A relation or metric with fewer annotated times has none.
LEAST_TIMED = 2
#: No time at all is chosen so readily that at most this share of the statements without a time is given one.
SPURIOUS = 0.145
_REGULARISATION = 25.0
#: Smaller weights are left out.
_LEAST_WEIGHT = 0.01
_STEPS = 200
_SHIFTS = tuple(step / 10 for step in range(-30, 11))
_NONE = "none"
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class TimeExample:
    """A statement that the reader finds, with its options in their order and the annotated time."""

    one: Candidate
    options: Sequence[Option]
    told: str | None


@dataclass(frozen=True)
class DocumentTimes:
    """The statements of one document: its relations in reading order, then its observations."""

    document: str
    sentences: Sequence[Sentence]
    examples: Sequence[TimeExample] = field(default_factory=list)


def read_times(annotated: DocumentJson, reader: EnglishReader) -> DocumentTimes:
    """The statements of a document that the reader finds and the annotation tells too."""
    document = from_json(annotated)
    reading = reader.read(document)
    found = reader.relations.read(reading.sentences, reading.entities)
    return document_times(annotated, document, reading, found, reader)


def document_times(
    annotated: DocumentJson, document: Document, reading: Reading, found: Iterable[Candidate], reader: EnglishReader
) -> DocumentTimes:
    """The same for a document that is read already; `found` are its relations."""
    ontology = reader.ontology
    options = OptionReader(document, reading.sentences, Timetable(document, reading.sentences))
    gold = gold_ids(annotated, reading)
    labels = {i: e.label("en") for i, e in reading.entities.items()}
    relations = [
        qualify(c, document, reading.sentences, ontology, labels)
        for c in found
        if "when" in ontology.relations[c.predicate].qualifiers
    ]
    figures = extract_observations(
        document, reading.sentences, reading.entities, document.published, choice=reader.figures
    )
    examples: list[TimeExample] = []
    for told in (
        list(_relations(annotated, ontology, relations, gold)),
        [(one, told.get("when")) for one, told in figures_told(annotated, figures, gold)],
    ):
        order = in_reading_order([one for one, _ in told], reading.sentences)
        examples += [TimeExample(told[i][0], options.options(told[i][0]), told[i][1]) for i in order]
    return DocumentTimes(annotated["id"], reading.sentences, examples)


def train_times(documents: Sequence[DocumentTimes], about: Mapping[str, Any]) -> TimeModel | None:
    """The model; None where the annotation tells too few times to learn from.

    Raises MissingExtraError without SciPy.
    """
    told = Counter(e.one.predicate for d in documents for e in d.examples if e.told)
    timed = frozenset(name for name, count in told.items() if count >= LEAST_TIMED)
    kept = [
        DocumentTimes(d.document, d.sentences, [e for e in d.examples if e.one.predicate in timed]) for d in documents
    ]
    if len([d for d in kept if d.examples]) < FOLDS:
        return None
    for document in kept:
        _follow(document)
    unread: list[tuple[DocumentTimes, Weights]] = []
    for number in range(FOLDS):
        weights = _fit([d for i, d in enumerate(kept) if i % FOLDS != number])
        unread += [(d, weights) for i, d in enumerate(kept) if i % FOLDS == number]
    shift, figures = _choose_shift(unread)
    learned = {sign: dict(row) for sign, row in _fit(kept).items()}
    row = learned.setdefault(_NONE, {})
    row[""] = round(row.get("", 0.0) + shift, 3)
    return TimeModel(learned, timed, {**about, "unread_times": figures})


def _follow(document: DocumentTimes) -> None:
    """Adds to the options what the statements before were annotated with."""
    chain = Chain(document.sentences)
    for example in document.examples:
        chain.mark(example.one, example.options)
        chain.note(example.one, example.told)


def _choose_shift(unread: Sequence[tuple[DocumentTimes, Weights]]) -> tuple[float, dict[str, float]]:
    """What to add to no time at all: the agreement is best, with no more spurious times than `SPURIOUS`."""
    best: tuple[float, float, dict[str, float]] | None = None
    for shift in _SHIFTS:
        count: Counter[str] = Counter()
        for document, weights in unread:
            count.update(_outcomes(document, weights, shift))
        with_time = count["right"] + count["wrong"] + count["missed"]
        agreement = count["right"] / max(with_time, 1)
        spurious = count["spurious"] / max(count["spurious"] + count["none"], 1)
        figures = {"agreement": round(agreement, 3), "spurious": round(spurious, 3)}
        if (spurious <= SPURIOUS or best is None) and (best is None or agreement > best[0]):
            best = agreement, shift, figures
        if best is None or (best[2]["spurious"] > SPURIOUS and spurious < best[2]["spurious"]):
            best = agreement, shift, figures
    return (best[1], best[2]) if best is not None else (0.0, {})


def _outcomes(document: DocumentTimes, weights: Weights, shift: float) -> Iterator[str]:
    """How each statement of an unread document would come out, each following on the choice before."""
    chain = Chain(document.sentences)
    for example in document.examples:
        options = [
            Option(o.when, o.contexts, {s: None for s in o.signs if not Chain.is_sign(s)}) for o in example.options
        ]
        chain.mark(example.one, options)
        chosen = max(options, key=lambda o: o.score(weights) + (shift if o.when is None else 0.0)).when
        text = chosen.text if chosen else None
        chain.note(example.one, text)
        if text == example.told:
            yield "right" if text else "none"
        else:
            yield "spurious" if not example.told else "wrong" if text else "missed"


def _fit(documents: Sequence[DocumentTimes]) -> dict[str, dict[str, float]]:
    """Weights by sign and context."""
    examples = [e for d in documents for e in d.examples if any(_text(o) == e.told for o in e.options)]
    found = conditional.fit(
        [[list(o.features()) for o in e.options] for e in examples],
        [[_text(o) == e.told for o in e.options] for e in examples],
        least_count=LEAST_COUNT,
        held=_REGULARISATION,
        least_weight=_LEAST_WEIGHT,
        steps=_STEPS,
    )
    learned: dict[str, dict[str, float]] = {}
    for (sign, context), weight in found:
        learned.setdefault(sign, {})[context] = weight
    return learned


def _text(option: Option) -> str | None:
    return option.when.text if option.when else None


def _relations(
    annotated: DocumentJson, ontology: Ontology, found: Iterable[Candidate], gold: Mapping[str, str]
) -> Iterator[tuple[Candidate, str | None]]:
    told = {(r["subject"], r["predicate"], r["object"]): r.get("when") for r in annotated["relations"]}
    for one in found:
        ends = gold.get(one.subject), gold.get(str(one.object))
        for subject, target in (ends, ends[::-1]) if ontology.relations[one.predicate].symmetric else (ends,):
            if subject and target and (subject, one.predicate, target) in told:
                yield one, told.pop((subject, one.predicate, target))
                break
