"""The questions of somebody who goes from one thing to the next: they take ids, and long answers come in pages."""

from __future__ import annotations

from itertools import islice

from kg.errors import UnknownIdError
from kg.ontology.schema import Ontology
from kg.query import documents
from kg.query.browsing import (
    CompareView,
    ConflictsView,
    DocumentsView,
    DocumentView,
    EvidencePage,
    NeighboursView,
    PathsView,
    ProfileView,
    RelationTotal,
    StatementView,
    TimelineView,
)
from kg.query.compare import compare
from kg.query.conflicts import Conflicts
from kg.query.edges import Edges
from kg.query.filters import DEFAULT, EVERYTHING, Filters
from kg.query.find import Finder
from kg.query.near import Near
from kg.query.paging import SIZE
from kg.query.path import shortest
from kg.query.present import Presenter
from kg.query.stream import Stream
from kg.query.told import Line
from kg.query.views import EdgeView
from kg.store.base import Reader


class ById:
    """The part of `Graph` that is asked by id.

    What is not there raises UnknownIdError; an entity that only the registry knows is there, with nothing told of it.
    Pages count from 1; one that there cannot be raises UsageError.
    """

    def __init__(self, reader: Reader, ontology: Ontology, presenter: Presenter, finder: Finder, edges: Edges) -> None:
        self._reader = reader
        self._ontology = ontology
        self._presenter = presenter
        self._finder = finder
        self._edges = edges
        self._near = Near(reader, presenter, ontology, edges)
        self._stream = Stream(self._near.told, edges)
        self._conflicts = Conflicts(reader, presenter, ontology, edges)

    def profile(self, id: str, filters: Filters = DEFAULT) -> ProfileView:  # noqa: A002
        """What there is to see of an entity."""
        return self._near.profile(self._finder.by_id(id), filters)

    def relations_of(self, id: str, filters: Filters = DEFAULT) -> list[RelationTotal]:  # noqa: A002
        """How many relations of each kind and direction an entity has."""
        return self._near.totals(id, filters)

    def neighbours(
        self,
        id: str,  # noqa: A002
        relation: str | None = None,
        direction: str | None = None,
        page: int = 1,
        size: int = SIZE,
        filters: Filters = DEFAULT,
    ) -> NeighboursView:
        """A page of the relations of an entity, best told first, with how many there are.

        `relation` is one of the ontology (without those that it follows from), `direction` is `out`, `in` or `both`.
        """
        name = self._ontology.relation(relation).name if relation is not None else None
        return self._near.neighbours(self._finder.by_id(id), name, direction, page, size, filters)

    def paths(self, a: str, b: str, filters: Filters = DEFAULT, limit: int = 5) -> PathsView:
        """The shortest chains between two entities, at most `limit` of them, always the same ones."""
        ends = self._finder.by_id(a), self._finder.by_id(b)
        found = islice(shortest(a, b, lambda name: self._near.around(name, filters)), limit)
        return PathsView(*ends, tuple(self._near.chains(found, filters)))

    def lines(self, id: str, filters: Filters = DEFAULT) -> tuple[Line, ...]:  # noqa: A002
        """All relations of an entity with what filters look at, best told first; none for an id that nobody has."""
        return self._near.told.about(id, filters, whole=True)

    def story(self, id: str, page: int = 1, size: int = SIZE, filters: Filters = DEFAULT) -> TimelineView:  # noqa: A002
        """A page of the timeline of an entity."""
        return self._stream.timeline(self._finder.by_id(id), page, size, filters)

    def quotes(
        self, a: str, b: str | None = None, page: int = 1, size: int = SIZE, filters: Filters = DEFAULT
    ) -> EvidencePage:
        """A page of the sentences about one entity, or about two together, newest first."""
        first = self._finder.by_id(a)
        if b is None:
            return self._stream.newest(first, page, size, filters)
        return self._stream.between(first, self._finder.by_id(b), page, size, filters)

    def compare(self, a: str, b: str, filters: Filters = DEFAULT, limit: int = SIZE) -> CompareView:
        """Two entities side by side, with at most `limit` of those that both have relations with."""
        ends = self._finder.by_id(a), self._finder.by_id(b)
        return compare(*ends, filters, limit, self._near, self._edges, self._presenter)

    def conflicts(
        self,
        id: str | None = None,  # noqa: A002
        page: int = 1,
        size: int = SIZE,
        filters: Filters = DEFAULT,
    ) -> ConflictsView:
        """A page of what sources do not agree about, of one entity or of the whole store."""
        entity = None if id is None else self._finder.by_id(id)
        return self._conflicts.page(entity, page, size, filters)

    def document(self, id: str) -> DocumentView:  # noqa: A002
        """A document with its text, what it names and what it tells."""
        return documents.document(id, self._reader, self._presenter, self._edges)

    def documents(self, page: int = 1, size: int = SIZE) -> DocumentsView:
        """A page of all documents, newest first. Raises UsageError for no possible page."""
        return documents.documents(page, size, self._reader, self._presenter)

    def statement(self, id: str) -> StatementView:  # noqa: A002
        """A statement with all its evidence of every modality."""
        found = self._edges.statement(id, EVERYTHING)
        if found is None:
            raise UnknownIdError("statement", id)
        return StatementView(found, None) if isinstance(found, EdgeView) else StatementView(None, found)
