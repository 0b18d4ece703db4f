"""The figures that are read of texts with marked names."""

from __future__ import annotations

from marked import chinese, marked

from kg.extract.candidate import Candidate
from kg.model import Quantity
from kg.ontology import schema


def candidates(told: str, title: str = "", published: str = "2025-11-21") -> list[Candidate]:
    """What is read of an English text."""
    from kg.extract.english.figures.observations import extract_observations
    from kg.extract.english.parse import parse

    document, mentions, entities = marked(told, title, published)
    return extract_observations(document, parse(document, mentions), entities, document.published)


def chinese_candidates(told: str, title: str = "", published: str = "2025-11-21") -> list[Candidate]:
    """What is read of a Chinese text."""
    from kg.extract.chinese.figures.metrics import load
    from kg.extract.chinese.figures.observations import extract_observations
    from kg.extract.chinese.reference.anaphors import resolve
    from kg.extract.chinese.script import simplified

    document, sentences, entities = chinese(told, title, published)
    resolve(sentences)
    return extract_observations(document, simplified(document.text), sentences, entities, load(schema.load()))


def observed(told: str, title: str = "", published: str = "2025-11-21") -> list[str]:
    """`subject metric value unit` of each figure of an English text."""
    return [_line(one) for one in candidates(told, title, published)]


def chinese_observed(told: str, title: str = "", published: str = "2025-11-21") -> list[str]:
    """`subject metric value unit when` of each of a Chinese text, the time only where one is told."""
    found = chinese_candidates(told, title, published)
    return [f"{_line(one)} {one.when.text}" if one.when else _line(one) for one in found]


def _line(one: Candidate) -> str:
    assert isinstance(one.object, Quantity)
    return f"{one.subject} {one.predicate} {one.object.plain} {one.object.unit}"
