"""What stands next to an entity: its relations counted and page by page, its timeline, its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from kg.model.ids import ENT
from kg.ontology.schema import Ontology
from kg.query.browsing import NeighboursView, ProfileView, RelationTotal
from kg.query.edges import Edges, Found
from kg.query.filters import Filters
from kg.query.paging import pages, place
from kg.query.told import Line, Told
from kg.query.views import EdgeView, EntityView
from kg.store import terms as t
from kg.store.base import Reader


class Near:
    """Asks for what is next to an entity."""

    def __init__(self, reader: Reader, ontology: Ontology, edges: Edges) -> None:
        self._reader = reader
        self._ontology = ontology
        self._edges = edges
        self.told = Told(reader, ontology)

    def profile(self, entity: EntityView, filters: Filters) -> ProfileView:
        """Totals by relation, observations, and how many documents name it."""
        here = t.node(ENT, entity.id)
        documents = self._reader.count(None, t.MENTIONS, here)
        observations = tuple(self._edges.observations([entity.id], filters))
        return ProfileView(entity, documents, tuple(self.totals(entity.id, filters)), observations)

    def totals(self, entity: str, filters: Filters) -> list[RelationTotal]:
        """How many relations of each kind and direction pass, by name."""
        found = Counter((line.predicate, line.direction) for line in self.told.about(entity, filters))
        return [RelationTotal(*kind, found[kind]) for kind in sorted(found)]

    def neighbours(
        self, entity: EntityView, predicate: str | None, direction: str | None, page: int, size: int, filters: Filters
    ) -> NeighboursView:
        """A page of relations; evidence is read only for these."""
        bounds = place(page, size)
        wanted = [
            line
            for line in self.told.about(entity.id, filters)
            if predicate in (None, line.predicate) and direction in (None, line.direction)
        ]
        edges = tuple(self._views(entity.id, wanted[bounds], filters))
        return NeighboursView(entity, predicate, direction, page, pages(len(wanted), size), size, len(wanted), edges)

    def _views(self, entity: str, lines: Iterable[Line], filters: Filters) -> Iterable[EdgeView]:
        for line in lines:
            ends = (line.other, entity) if line.direction == "in" else (entity, line.other)
            row = Found(line.id, ends[0], line.predicate, ends[1], [piece.id for piece in line.pieces])
            if (edge := self._edges.view(row, filters, facing=[entity])) is not None:
                yield edge
