"""Reads marked Chinese sentences: "[Company 云岭智能]营收{7.22亿元}。" has a name and a number that is to be read."""

from __future__ import annotations

import re

from kg.extract.candidate import Candidate
from kg.extract.chinese.boilerplate import content
from kg.extract.chinese.figures.metrics import load
from kg.extract.chinese.figures.observations import extract_observations
from kg.extract.chinese.reference.anaphors import resolve
from kg.extract.chinese.script import simplified
from kg.extract.chinese.text import split
from kg.model import Document, Entity, Mention, Quantity, Span, When
from kg.ontology import schema

FRAMES = load(schema.load())
_MARK = re.compile(r"\[(?P<type>[A-Z]\w+) (?P<name>[^\]]+)\]|\{(?P<number>[^}]+)\}")


def unmarked(told: str) -> tuple[str, list[Mention], dict[str, Entity], list[Span]]:
    """The text without its marks, its names (an entity's id is its name), the entities and the marked numbers."""
    text, at = "", 0
    mentions: list[Mention] = []
    entities: dict[str, Entity] = {}
    numbers: list[Span] = []
    for mark in _MARK.finditer(told):
        text += told[at : mark.start()]
        at = mark.end()
        word = mark["name"] or mark["number"]
        span = Span(len(text), len(text) + len(word))
        text += word
        if mark["name"]:
            mentions.append(Mention(span, word, mark["type"], word, "test"))
            entities[word] = Entity(word, mark["type"], {"zh": word})
        else:
            numbers.append(span)
    return text + told[at:], mentions, entities, numbers


def candidates(told: str, title: str = "", published: str = "2025-11-21") -> list[Candidate]:
    """What is read of marked text; the title is marked as well."""
    head = len(unmarked(title)[0]) if title else 0
    text, mentions, entities, _ = unmarked(f"{title}\n{told}" if title else told)
    body = text[head + 1 :] if title else text
    document = Document("d", body, text[:head] or None, None, When.parse(published), "zh")
    sentences = split(document, content(document), mentions)
    resolve(sentences)
    return extract_observations(document, simplified(document.text), sentences, entities, FRAMES)


def observed(told: str, title: str = "", published: str = "2025-11-21") -> list[str]:
    """`subject metric value unit when` of each, the time only where one is told."""
    out: list[str] = []
    for c in candidates(told, title, published):
        assert isinstance(c.object, Quantity)
        time = f" {c.when.text}" if c.when else ""
        out.append(f"{c.subject} {c.predicate} {c.object.plain} {c.object.unit}{time}")
    return out
