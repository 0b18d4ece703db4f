"""What stands next to an entity: its relations counted and page by page, its timeline, its profile."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

from kg.model.ids import ENT, KG
from kg.ontology.schema import Ontology
from kg.query.adjacency import Adjacency
from kg.query.browsing import NeighboursView, ProfileView, RelationTotal
from kg.query.edges import Edges, Found
from kg.query.filters import DEFAULT, Filters
from kg.query.load import fill
from kg.query.paging import pages, place
from kg.query.present import Presenter
from kg.query.told import BOTH, IN, OUT, Line, Told
from kg.query.views import EdgeView, EntityView, PathView
from kg.store import terms as t
from kg.store.base import Reader


class Near:
    """Asks for what is next to an entity."""

    def __init__(self, reader: Reader, presenter: Presenter, ontology: Ontology, edges: Edges) -> None:
        self._reader = reader
        self._presenter = presenter
        self._ontology = ontology
        self._edges = edges
        self.told = Told(reader, ontology)
        self._adjacency: Adjacency | None = None

    def profile(self, entity: EntityView, filters: Filters) -> ProfileView:
        """Totals by relation, observations, and how many documents name it."""
        here = t.node(ENT, entity.id)
        documents = self._reader.count(None, t.MENTIONS, here)
        observations = tuple(self._edges.observations([entity.id], filters))
        return ProfileView(entity, documents, tuple(self.totals(entity.id, filters)), observations)

    def totals(self, entity: str, filters: Filters) -> list[RelationTotal]:
        """How many relations of each kind and direction pass, by name."""
        if filters.plain:
            found = self._asserted(entity)
        else:
            found = Counter((line.predicate, line.direction) for line in self.told.about(entity, filters))
        return [RelationTotal(*kind, found[kind]) for kind in sorted(found)]

    def neighbours(
        self, entity: EntityView, predicate: str | None, direction: str | None, page: int, size: int, filters: Filters
    ) -> NeighboursView:
        """A page of relations; evidence is read only for these."""
        bounds = place(page, size)
        lines = self.told.about(entity.id, filters, predicate, direction)
        edges = tuple(self.views(entity.id, lines[bounds], filters))
        return NeighboursView(entity, predicate, direction, page, pages(len(lines), size), size, len(lines), edges)

    def around(self, entity: str, filters: Filters) -> frozenset[str]:
        """Ids of all entities that a relation joins with this one."""
        if not filters.plain:
            lines = self.told.about(entity, filters)
            return frozenset(end for line in lines for end in (line.subject, line.object_)) - {entity}
        self._adjacency = self._adjacency or Adjacency.beside(self._reader.path, self._ontology)
        if self._adjacency is not None:
            return self._adjacency.around(entity)
        relations = [t.kg(name) for name in sorted(self._ontology.relations)]
        rows: Any = self._reader.query(fill("joined", entity=[t.node(ENT, entity)], relations=relations))
        return frozenset(t.local(row["other"], ENT) for row in rows) - {entity}

    def chains(self, found: Iterable[Sequence[str]], filters: Filters) -> Iterator[PathView]:
        """Chains of entities with the best told relation of each step."""
        best = cache(lambda left, right: self._edges.between(left, right, filters)[0])
        for ids in found:
            steps = tuple(best(left, right) for left, right in pairwise(ids))
            yield PathView(tuple(map(self._presenter.entity, ids)), steps)

    def _asserted(self, entity: str) -> Counter[tuple[str, str]]:
        """Counted by the direct triples, of which there is one a relation."""
        found: Counter[tuple[str, str]] = Counter()
        for name in (OUT, IN):
            rows: Any = self._reader.query(fill(f"direct_{name}", entity=[t.node(ENT, entity)]))
            for row in rows:
                predicate = row["predicate"].value.removeprefix(KG)
                if predicate in self._ontology.relations:
                    direction = BOTH if self._ontology.relations[predicate].symmetric else name
                    found[predicate, direction] = int(row["n"].value)
        for predicate, direction in list(found):
            if len(self._edges.predicates(predicate)) > 1:  # what follows from another has no statement of its own
                told = len(self.told.about(entity, DEFAULT, predicate, direction))
                found[predicate, direction] = told
        return +found

    def views(self, entity: str, lines: Iterable[Line], filters: Filters) -> Iterator[EdgeView]:
        """Lines about an entity with their evidence; a symmetric relation starts from the entity."""
        for line in lines:
            row = Found(line.id, line.subject, line.predicate, line.object_, [piece.id for piece in line.pieces])
            if (edge := self._edges.view(row, filters, facing=[entity])) is not None:
                yield edge
