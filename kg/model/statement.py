"""What is extracted: mentions, entities, statements and the evidence for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kg.labels import USUAL, named
from kg.model.document import Document, Span
from kg.model.ids import statement_id
from kg.model.quantity import Quantity
from kg.model.when import When

#: A qualifier's value: a role, a round, a benchmark's name, an amount, a stake, lead or openSource.
QualifierValue = str | bool | Quantity


class Modality(StrEnum):
    """How surely something is told."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    SPECULATED = "speculated"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that statements are about.

    `id` is the local part of its IRI. `labels` maps a language tag to the preferred name, `aliases` are other written
    forms. `known` is true for an entity of the registry.
    """

    id: str
    type: str
    labels: Mapping[str, str]
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    known: bool = False

    def label(self, language: str = USUAL) -> str:
        """The preferred name in that language, else in English, else in any."""
        return named(self.labels, language) or self.id


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: `text` equals the characters of `span`; `how` tells which rule found it."""

    span: Span
    text: str
    type: str
    entity: str
    how: str


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, predicate and object: the meaning, told by one or more pieces of evidence.

    A relation's object is an entity id, an observation's a Quantity; an observation is also told apart by its time and
    benchmark. Make relations with `Statement.relation`, so that the ends of a symmetric one are sorted.
    """

    subject: str
    predicate: str
    object: str | Quantity
    when: When | None = None
    benchmark: str | None = None

    @classmethod
    def relation(cls, subject: str, predicate: str, object_: str, *, symmetric: bool = False) -> Statement:
        """A relation between two entities."""
        if symmetric and object_ < subject:
            subject, object_ = object_, subject
        return cls(subject, predicate, object_)

    @property
    def id(self) -> str:
        """A hash of the meaning: equal in every document that says the same."""
        value = self.object
        told = (
            (value,)
            if isinstance(value, str)
            else (value.plain, value.unit, str(self.when or ""), self.benchmark or "")
        )
        return statement_id(self.subject, self.predicate, *told)

    @property
    def is_observation(self) -> bool:
        """True when the object is a Quantity."""
        return isinstance(self.object, Quantity)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence or clause of one document that tells a statement, and how it tells it.

    `quote` equals the characters of `span`. `attribution` is the name of whoever the text says it from, `rule` the
    frame that fired, `score` a judge's figure or None, `when` the time of what is told, as this text tells it.
    """

    statement: Statement
    document: str
    span: Span
    quote: str
    modality: Modality = Modality.ASSERTED
    attribution: str | None = None
    when: When | None = None
    qualifiers: Mapping[str, QualifierValue] = field(default_factory=dict)
    alternatives: tuple[Quantity, ...] = ()
    extractor: str = ""
    rule: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document says. Checked when made: every span's characters equal its quote."""

    document: Document
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    evidence: tuple[Evidence, ...]

    def __post_init__(self) -> None:
        for mention in self.mentions:
            if self.document.quote(mention.span) != mention.text:
                raise ValueError(f"{self.document.id}: the mention {mention.text!r} is not at its span")
        for item in self.evidence:
            if self.document.quote(item.span) != item.quote:
                raise ValueError(f"{self.document.id}: the quote {item.quote[:40]!r} is not at its span")
