"""How a document was read, sentence by sentence, as plain values: the form in which an explanation is given.

All offsets are half-open ranges of code points in title + line break + text, or in the text alone where there is no
title. Entities are told by id; `entities` gives their names.
"""

from __future__ import annotations

from typing import TypedDict


class EntityTold(TypedDict):
    """An entity of the document; `known` says that the registry holds it."""

    id: str
    type: str
    name: str
    known: bool


class MentionTold(TypedDict):
    """A name in the text; `how` tells which rule found it."""

    text: str
    start: int
    end: int
    type: str
    entity: str
    known: bool
    how: str


class LinkTold(TypedDict):
    """Whom a name or an expression such as "it" stands for; without an entity, nobody was found."""

    text: str
    start: int
    end: int
    anaphor: bool
    entity: str | None


class FrameTold(TypedDict):
    """A frame that fired, with the words that filled its ends and the word that told it."""

    frame: str
    predicate: str
    subject: str
    subject_text: str
    object: str
    object_text: str
    trigger: str


class StatementTold(TypedDict):
    """What the sentence is evidence for; `object` is an entity, or of an `observation` its value with the unit."""

    observation: bool
    subject: str
    predicate: str
    object: str
    modality: str
    rule: str
    score: float | None


class SpokeTold(TypedDict):
    """A feature with its weight."""

    feature: str
    weight: float


class InsteadTold(TypedDict):
    """The statement that was preferred."""

    subject: str
    predicate: str
    object: str


class RejectedTold(TypedDict):
    """Something left out; `reason` is one of `kg.extract.trace.Why`, `words` says it for a reader."""

    kind: str
    reason: str
    words: str
    text: str
    start: int
    end: int
    subject: str | None
    predicate: str | None
    object: str | None
    rules: list[str]
    score: float | None
    threshold: float | None
    favour: list[SpokeTold]
    against: list[SpokeTold]
    instead: InsteadTold | None


class SentenceTold(TypedDict):
    """One sentence. `silent` is true in a part that says nothing of its own, such as a subscribe line."""

    start: int
    end: int
    kind: str
    text: str
    silent: bool
    mentions: list[MentionTold]
    links: list[LinkTold]
    frames: list[FrameTold]
    told: list[StatementTold]
    rejected: list[RejectedTold]


class Explanation(TypedDict):
    """A document's reading; `outside` are the names that stand in no sentence, as in a dateline."""

    id: str
    lang: str
    title: str | None
    publisher: str | None
    published: str | None
    entities: list[EntityTold]
    sentences: list[SentenceTold]
    outside: list[MentionTold]
