"""What a document says, in the JSON form of annotated documents, with character offsets added.

All offsets are half-open ranges of code points in title + line break + text, or in the text alone where there is no
title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict

from kg.model import Document, Evidence, Extraction, Modality, QualifierValue, Quantity, Span, When


class EntityJson(TypedDict):
    """One entity. `mentions` holds every distinct written form, `spans` every place, both in reading order."""

    id: str
    type: str
    name: str
    mentions: list[str]
    spans: NotRequired[list[list[int]]]


class RelationJson(TypedDict):
    """One relation; `start` and `end` bound `evidence`, `rule` names what decided."""

    subject: str
    predicate: str
    object: str
    modality: str
    attribution: str | None
    when: str | None
    qualifiers: dict[str, Any]
    evidence: str
    start: NotRequired[int]
    end: NotRequired[int]
    rule: NotRequired[str]


class ObservationJson(TypedDict):
    """One measured value; `alternatives` holds the same sum in other units."""

    subject: str
    metric: str
    value: int | float
    unit: str
    comparator: str | None
    when: str | None
    modality: str
    attribution: str | None
    alternatives: list[dict[str, Any]]
    benchmark: str | None
    evidence: str
    start: NotRequired[int]
    end: NotRequired[int]
    rule: NotRequired[str]


class DocumentJson(TypedDict):
    """One annotated document."""

    id: str
    lang: str
    published: str | None
    title: str | None
    publisher: str | None
    text: str
    entities: list[EntityJson]
    relations: list[RelationJson]
    observations: list[ObservationJson]


#: Where a text tells one thing twice, what it tells as fact goes before what it only expects.
_ORDER = {Modality.ASSERTED: 0, Modality.DENIED: 1, Modality.PLANNED: 2, Modality.SPECULATED: 3}


def to_json(extraction: Extraction) -> DocumentJson:
    """The annotated document of an extraction; each relation and observation stands once, with its best evidence."""
    document = extraction.document
    best = _best(extraction.evidence)
    names = _names(extraction)
    return {
        "id": document.id,
        "lang": document.language,
        "published": str(document.published) if document.published else None,
        "title": document.title,
        "publisher": document.publisher,
        "text": document.body,
        "entities": _entities(extraction),
        "relations": [_relation(item, names) for item in best if not item.statement.is_observation],
        "observations": [
            _observation(item, value, names) for item in best if isinstance(value := item.statement.object, Quantity)
        ],
    }


def from_json(annotated: DocumentJson) -> Document:
    """The document that was annotated, without what is said about it. Raises ValueError for a date that is none."""
    published = annotated.get("published")
    return Document(
        id=annotated["id"],
        body=annotated["text"],
        title=annotated.get("title"),
        publisher=annotated.get("publisher"),
        published=When.parse(published) if published else None,
        language=annotated.get("lang", "en"),
    )


def _entities(extraction: Extraction) -> list[EntityJson]:
    language = extraction.document.language
    found: dict[str, EntityJson] = {
        entity.id: {
            "id": entity.id,
            "type": entity.type,
            "name": entity.label(language),
            "mentions": [],
            "spans": [],
        }
        for entity in extraction.entities
    }
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        entity = found.get(mention.entity)
        if entity is None:
            continue
        entity["spans"].append([mention.span.start, mention.span.end])
        if mention.text not in entity["mentions"]:
            entity["mentions"].append(mention.text)
    return list(found.values())


def _names(extraction: Extraction) -> dict[str, str]:
    """Label → how the document itself names the entity, for those whose label it does not use.

    That is the fullest form of a person's name, and the first form of any other.
    """
    language = extraction.document.language
    forms: dict[str, list[str]] = {}
    for mention in sorted(extraction.mentions, key=lambda mention: mention.span):
        forms.setdefault(mention.entity, []).append(mention.text)
    found = {}
    for entity in extraction.entities:
        own, label = forms.get(entity.id, []), entity.label(language)
        if own and label.casefold() not in {form.casefold() for form in own}:
            found[label] = max(own, key=len) if entity.type == "Person" else own[0]
    return found


def _best(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence that tells each statement most plainly, in the order of the text."""
    chosen: dict[str, Evidence] = {}
    for item in sorted(evidence, key=_rank):
        chosen.setdefault(item.statement.id, item)
    return sorted(chosen.values(), key=lambda item: (item.span, item.statement.id))


def _rank(item: Evidence) -> tuple[int, int, Span, str]:
    told = len(item.qualifiers) + (item.when is not None) + (item.attribution is not None)
    return _ORDER[item.modality], -told, item.span, item.rule


def _relation(item: Evidence, names: Mapping[str, str]) -> RelationJson:
    statement = item.statement
    return {
        "subject": statement.subject,
        "predicate": statement.predicate,
        "object": str(statement.object),
        "modality": item.modality.value,
        "attribution": names.get(item.attribution or "", item.attribution),
        "when": str(item.when) if item.when else None,
        "qualifiers": {name: _qualifier(item.qualifiers[name]) for name in sorted(item.qualifiers)},
        "evidence": item.quote,
        "start": item.span.start,
        "end": item.span.end,
        "rule": item.rule,
    }


def _observation(item: Evidence, value: Quantity, names: Mapping[str, str]) -> ObservationJson:
    statement = item.statement
    when = item.when or statement.when
    return {
        "subject": statement.subject,
        "metric": statement.predicate,
        "value": value.number,
        "unit": value.unit,
        "comparator": value.comparator,
        "when": str(when) if when else None,
        "modality": item.modality.value,
        "attribution": names.get(item.attribution or "", item.attribution),
        "alternatives": [_quantity(other) for other in item.alternatives],
        "benchmark": statement.benchmark,
        "evidence": item.quote,
        "start": item.span.start,
        "end": item.span.end,
        "rule": item.rule,
    }


def _qualifier(value: QualifierValue) -> Any:
    return _quantity(value) if isinstance(value, Quantity) else value


def _quantity(value: Quantity) -> dict[str, Any]:
    return {"value": value.number, "unit": value.unit, "comparator": value.comparator}
