"""What somebody who goes from one thing to the next is answered with: totals, pages, comparisons, conflicts, documents.

Frozen records of plain values like those of `views`, which `views.to_dict` writes the same way.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.query.views import EdgeView, EntityView, EvidenceView, ObservationView, PathView, TimelineItem


@dataclass(frozen=True, slots=True)
class RelationTotal:
    """How many relations of one kind an entity has.

    `direction` is `out` where it is the subject, `in` where it is the object, `both` for a symmetric relation.
    """

    predicate: str
    direction: str
    total: int


@dataclass(frozen=True, slots=True)
class ProfileView:
    """An entity with what there is to see of it: totals by relation, its observations, how many documents name it."""

    entity: EntityView
    documents: int
    relations: tuple[RelationTotal, ...]
    observations: tuple[ObservationView, ...]


@dataclass(frozen=True, slots=True)
class NeighboursView:
    """A page of an entity's relations, best told first.

    `predicate` and `direction` are those that were asked for, None for any. `page` counts from 1, `total` counts the
    relations on all `pages`.
    """

    entity: EntityView
    predicate: str | None
    direction: str | None
    page: int
    pages: int
    size: int
    total: int
    edges: tuple[EdgeView, ...]


@dataclass(frozen=True, slots=True)
class TimelineView:
    """A page of what is told about an entity, in the order of its time."""

    entity: EntityView
    page: int
    pages: int
    size: int
    total: int
    items: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True)
class PathsView:
    """The shortest chains between two entities, or the first few of them; none where nothing joins the two."""

    a: EntityView
    b: EntityView
    paths: tuple[PathView, ...]


@dataclass(frozen=True, slots=True)
class StatementView:
    """One statement with all its evidence of every modality; exactly one of the two is set."""

    edge: EdgeView | None
    observation: ObservationView | None


@dataclass(frozen=True, slots=True)
class SharedView:
    """An entity that two others have relations with: those of the one, and those of the other."""

    entity: EntityView
    a: tuple[EdgeView, ...]
    b: tuple[EdgeView, ...]


@dataclass(frozen=True, slots=True)
class FiguresView:
    """One figure of two entities side by side, the latest value first; one side may be empty."""

    metric: str
    benchmark: str | None
    a: tuple[ObservationView, ...]
    b: tuple[ObservationView, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two entities: what joins them, whom both have relations with, and their figures.

    `shared` holds the best told of `total_shared` entities; entities that both stand in the same relation to come
    first.
    """

    a: EntityView
    b: EntityView
    direct: tuple[EdgeView, ...]
    shared: tuple[SharedView, ...]
    figures: tuple[FiguresView, ...]
    total_shared: int


@dataclass(frozen=True, slots=True)
class ConflictView:
    """What sources do not agree about.

    `kind` is `figures`: the `observations` give one figure of the subject for the same time with different values; or
    `denied`: the `edge` or the observation is told as fact by some evidence and denied by other.
    """

    kind: str
    subject: EntityView
    edge: EdgeView | None = None
    observations: tuple[ObservationView, ...] = ()


@dataclass(frozen=True, slots=True)
class ConflictsView:
    """A page of conflicts; `entity` is the one that was asked about, None for the whole store.

    `complete` is false where the store has more entities with differing figures than were looked at.
    """

    entity: EntityView | None
    page: int
    pages: int
    size: int
    total: int
    complete: bool
    conflicts: tuple[ConflictView, ...]


@dataclass(frozen=True, slots=True)
class MentionView:
    """A place where a document names an entity. `span` is half-open, in code points of the document's text."""

    span: tuple[int, int]
    entity: str
    label: str
    type: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document with its text, what it names, and what it tells.

    `text` is title, line break and body: the text that spans point into. The statements hold only the evidence of this
    document, of every modality; they stand in the order in which the text tells them.
    """

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str
    url: str | None
    text: str
    mentions: tuple[MentionView, ...]
    statements: tuple[EdgeView | ObservationView, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in a list, with how many statements it tells and how many pieces of evidence it has for them."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str
    url: str | None
    statements: int
    evidence: int


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """A page of documents, newest first."""

    page: int
    pages: int
    size: int
    total: int
    documents: tuple[DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """A page of sentences, newest first, each as its statement with this one piece of evidence."""

    page: int
    pages: int
    size: int
    total: int
    told: tuple[EdgeView | ObservationView, ...]


@dataclass(frozen=True, slots=True)
class FoundView:
    """Entities that a text names, best first."""

    query: str
    entities: tuple[EntityView, ...]


@dataclass(frozen=True, slots=True)
class SentencesView:
    """Evidence in sentences that hold the words of a text, best first."""

    query: str
    evidence: tuple[EvidenceView, ...]
