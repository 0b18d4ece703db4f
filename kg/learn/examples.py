"""Annotated documents → examples: pairs as the reader sees them, labelled with what the annotation tells."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from kg.errors import DocumentError
from kg.evaluate import TOLERANCE, pair_entities
from kg.extract.candidate import Candidate
from kg.extract.document_json import DocumentJson, EntityJson, ObservationJson, from_json
from kg.extract.evidence_table import Part
from kg.extract.relations.language import Reading
from kg.extract.relations.reader import RelationReader
from kg.model import Document, Quantity
from kg.ontology.schema import Ontology


@dataclass(frozen=True)
class Example:
    """One pair of one document: its ends, types and features as the judge sees them, and the relations told of it."""

    document: str
    ends: tuple[str, str]
    kinds: tuple[str, str]
    parts: Sequence[Part]
    told: frozenset[str]

    @property
    def features(self) -> Iterator[str]:
        """All features, each once."""
        return itertools.chain.from_iterable(self.parts)


class Reader(Protocol):
    """What reads the documents of a language."""

    @property
    def ontology(self) -> Ontology:
        """The vocabulary."""

    @property
    def relations(self) -> RelationReader:
        """What reads relations."""

    def read(self, document: Document) -> Reading:
        """Names, sentences and coreference."""


def read_examples(documents: Iterable[DocumentJson], reader: Reader) -> Iterator[Example]:
    """The pairs of each document in order. Entities are found by the real pipeline, then aligned with the annotation.

    So the judge learns from the names, parses and anaphors that it will meet, with their faults. Raises DocumentError
    for an annotated relation that the ontology does not have.
    """
    for annotated in documents:
        reading = reader.read(from_json(annotated))
        told = _told(annotated, reader)
        gold = gold_ids(annotated, reading)
        for pair in reader.relations.pairs(reading.sentences, reading.entities):
            ends = (gold.get(pair.subject), gold.get(pair.object))
            yield Example(annotated["id"], pair.ends, pair.kinds, pair.parts, frozenset(told.get(ends, ())))


def _told(annotated: DocumentJson, reader: Reader) -> dict[tuple[str | None, str | None], set[str]]:
    told: dict[tuple[str | None, str | None], set[str]] = defaultdict(set)
    for relation in annotated["relations"]:
        known = reader.ontology.relations.get(relation["predicate"])
        if known is None:
            raise DocumentError(annotated["id"], f"the ontology has no relation {relation['predicate']!r}")
        told[relation["subject"], relation["object"]].add(relation["predicate"])
        if known.symmetric:
            told[relation["object"], relation["subject"]].add(relation["predicate"])
    return told


def gold_ids(annotated: DocumentJson, reading: Reading) -> dict[str, str]:
    """Found entity id → annotated entity id."""
    forms: dict[str, set[str]] = defaultdict(set)
    for mention in reading.mentions:
        forms[mention.entity].add(mention.text)
    found: list[EntityJson] = [
        {"id": e.id, "type": e.type, "name": e.label(), "mentions": sorted(forms[e.id])}
        for e in reading.entities.values()
    ]
    pairing = pair_entities(annotated["entities"], found)
    return {found[i]["id"]: annotated["entities"][j]["id"] for i, j in pairing.stands_for.items()}


def figures_told(
    annotated: DocumentJson, found: Iterable[Candidate], gold: Mapping[str, str]
) -> Iterator[tuple[Candidate, ObservationJson]]:
    """Each figure that was found as annotated, with its annotation; `gold` gives annotated ids by found ones."""
    left = list(found)
    for told in annotated["observations"]:
        for one in left:
            value = one.object
            if (
                isinstance(value, Quantity)
                and (gold.get(one.subject), one.predicate, value.unit)
                == (told["subject"], told["metric"], told["unit"])
                and abs(float(value.number) - told["value"]) <= TOLERANCE * max(abs(told["value"]), 1e-9)
            ):
                left.remove(one)
                yield one, told
                break
