"""The questions, over one published copy of a store. Everything that shows or exports asks here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from kg.errors import UnknownIdError
from kg.labels import USUAL
from kg.ontology.schema import Ontology
from kg.ontology.wording import Wording
from kg.query import overview
from kg.query.answers import Questions
from kg.query.by_id import ById
from kg.query.edges import Edges
from kg.query.filters import DEFAULT, EVERY_MODALITY, Filters
from kg.query.find import Finder
from kg.query.order import newest_first
from kg.query.present import Presenter
from kg.query.views import (
    Answer,
    CardView,
    EdgeView,
    EntityView,
    EvidenceView,
    ObservationView,
    PathView,
    SparqlResult,
    StatsView,
    SubgraphView,
    TimelineItem,
)
from kg.store import terms as t
from kg.store.base import Reader

if TYPE_CHECKING:
    from pathlib import Path

    import networkx
    import rdflib
    from pyoxigraph import Triple

    from kg.ontology.registry import Registry
    from kg.query.runner import Runner

__all__ = ["DEFAULT", "EVERY_MODALITY", "Filters", "Graph"]

Ids = str | Sequence[str] | None


class Graph(ById):
    """An open store, for reading. A context manager: leaving it lets the copy go.

    Names are found by label, alias, ticker or id in either script, ignoring case, spaces and hyphens. A name that
    nothing has raises UnknownNameError with near names; a relation that the ontology lacks raises UsageError.
    Answers are asserted facts unless `filters` asks for more; entities in them are labelled in `language`, or in the
    other where they have no name in it. The questions of `ById` take ids.
    """

    def __init__(
        self,
        reader: Reader,
        ontology: Ontology,
        registry: Callable[[], Registry],
        query_timeout: float = 30.0,
        language: str = USUAL,
    ) -> None:
        self._query_timeout = query_timeout
        self._wording = Wording(ontology, language)
        presenter = Presenter(reader.match, language)
        finder = Finder(reader, presenter, registry)
        super().__init__(reader, ontology, presenter, finder, Edges(reader, presenter, ontology))
        self._questions = Questions(reader, presenter, finder, self._edges, self._wording)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets the copy go; the graph cannot be asked afterwards."""
        if "_runner" in self.__dict__:
            self.__dict__.pop("_runner").close()
        self._reader.close()

    @property
    def copy(self) -> Path:
        """The published copy that is open; its name tells it from others of the same store."""
        return self._reader.path

    @property
    def outdated(self) -> bool:
        """True where a newer copy has been published since this one was opened."""
        return self._reader.outdated

    @property
    def ontology(self) -> Ontology:
        """The vocabulary that the graph is read with."""
        return self._ontology

    @property
    def wording(self) -> Wording:
        """The vocabulary's labels in the language of the answers."""
        return self._wording

    # --- entities

    def find(self, name: str, type: str | None = None) -> EntityView:  # noqa: A002 - the word of the ontology
        """The entity of that name; namesakes are in its `others`. `type` is a type or group (`Organisation`)."""
        return self._finder.find(name, self._ontology.leaves(type) if type is not None else None)

    def id_of(self, name: str) -> str:
        """The id of the entity of that id or name; an id is found sooner, and stands before a name."""
        return self._finder.id_of(name)

    def entity(self, id: str) -> EntityView:  # noqa: A002 - the word of the store
        """The entity of that id; one that the store does not describe has no labels."""
        return self._presenter.entity(id)

    def search(self, text: str, limit: int = 20, type: str | None = None) -> list[EntityView]:  # noqa: A002
        """Entities whose names start with, hold or resemble the text, best first; of `type` or group where given."""
        return self._finder.search(text, limit, self._ontology.leaves(type) if type is not None else None)

    def sentences(self, text: str, limit: int = 20) -> list[EvidenceView]:
        """Evidence in sentences that hold every word of the text, best first."""
        from kg.model.ids import EVIDENCE, SENTENCE, STATEMENT

        found: list[EvidenceView] = []
        for name in self._reader.ledger.sentences(text, limit):
            told = self._reader.match(None, t.IN_SENTENCE, t.node(SENTENCE, name))
            for evidence in sorted(t.local(triple.subject, EVIDENCE) for triple in told):
                link = next(self._reader.match(None, t.DERIVED_FROM, t.node(EVIDENCE, evidence)))
                found.append(self._presenter.evidence(evidence, t.local(link.subject, STATEMENT)))
        return found[:limit]

    # --- relations

    def edges(
        self,
        *,
        subject: Ids = None,
        predicate: str | None = None,
        object: Ids = None,  # noqa: A002 - the word of the model
        either: Ids = None,
        filters: Filters = DEFAULT,
    ) -> list[EdgeView]:
        """Relations by the ids of their ends, best-told first; `either` may stand at either end.

        A symmetric relation counts from both ends. `predicate` also brings the relations it follows from.
        """
        name = self._ontology.relation(predicate).name if predicate is not None else None
        starts, ends, any_end = _ids(subject), _ids(object), _ids(either)
        if starts is not None:
            rows = self._edges.starting(starts, name, filters)
            if name is None:
                rows += [row for row in self._edges.ending(starts, None, filters) if self._symmetric(row.predicate)]
        elif ends is not None:
            rows = self._edges.ending(ends, name, filters)
            rows += [row for row in self._edges.starting(ends, name, filters) if self._symmetric(row.predicate)]
        elif any_end is not None:
            rows = self._edges.touching(any_end, name, filters)
        else:
            rows = self._edges.all(name, filters)
        rows = list({row.id: row for row in rows}.values())
        if starts is not None and ends is not None:
            rows = [
                row
                for row in rows
                if (row.subject in starts and row.object in ends)
                or (self._symmetric(row.predicate) and row.object in starts and row.subject in ends)
            ]
        if any_end is not None and (starts is not None or ends is not None):
            rows = [row for row in rows if row.subject in any_end or row.object in any_end]
        return self._edges.views(rows, filters, facing=starts or any_end or ())

    def rivals(self, name: str | None = None, filters: Filters = DEFAULT) -> Answer:
        """Who rivals the named one, both ways, or all pairs."""
        return self._questions.rivals(name, filters)

    def who(self, predicate: str, name: str | None = None, filters: Filters = DEFAULT) -> Answer:
        """The subjects of a relation to the named one and its versions, or all of the relation.

        A name that cannot be the object is read as the subject; `note` then says so.
        """
        return self._questions.who(predicate, name, filters)

    def what(self, name: str, predicate: str, filters: Filters = DEFAULT) -> Answer:
        """The objects of a relation from the named one and its versions."""
        return self._questions.what(name, predicate, filters)

    def observations(self, entity_id: str | None = None, filters: Filters = DEFAULT) -> list[ObservationView]:
        """Measured values of an entity, or of all: by name, metric, latest first."""
        return self._edges.observations(None if entity_id is None else [entity_id], filters)

    # --- gathered

    def card(self, name: str, filters: Filters = DEFAULT) -> CardView:
        """All about one entity."""
        return overview.card(self.find(name), self._edges, self._reader, filters)

    def evidence(self, a: str, b: str | None = None, filters: Filters = DEFAULT) -> list[EvidenceView]:
        """The sentences about one entity, or about two together, newest first."""
        first = self.find(a).id
        if b is None:
            told = [item for edge in self.edges(either=first, filters=filters) for item in edge.evidence]
            told += [item for view in self.observations(first, filters) for item in view.evidence]
        else:
            told = [item for edge in self._edges.between(first, self.find(b).id, filters) for item in edge.evidence]
        return newest_first({item.id: item for item in told}.values())

    def timeline(self, name: str, filters: Filters = DEFAULT) -> list[TimelineItem]:
        """What is told about an entity, in the order of its time."""
        return overview.timeline(self.find(name), self._edges, filters)

    def path(self, a: str, b: str, filters: Filters = DEFAULT) -> PathView | None:
        """A shortest chain of relations between two entities, whichever way they point; None where there is none."""
        found = self.paths(self.find(a).id, self.find(b).id, filters, limit=1).paths
        return found[0] if found else None

    def stats(self) -> StatsView:
        """Counts of the whole store."""
        return overview.stats(self._reader, self._ontology)

    def subgraph(
        self, names: Sequence[str] = (), hops: int = 1, filters: Filters = DEFAULT, limit: int | None = None
    ) -> SubgraphView:
        """All within `hops` steps of the named ones, or the whole graph, with the edges among it.

        At most `limit` entities: the nearest, then those with most links.
        """
        starts = {view.id: view for view in map(self.find, names)} or None
        return overview.subgraph(self._edges, self._presenter, starts, hops, filters, limit)

    def among(self, ids: Sequence[str], filters: Filters = DEFAULT) -> SubgraphView:
        """The entities of those ids, and the edges between any two of them."""
        return overview.among(self._edges, self._presenter, ids, filters)

    # --- other languages

    def sparql(self, query: str, timeout: float | None = None) -> SparqlResult:
        """Runs a query in a process of its own. `timeout` is in seconds; None is the default of the settings.

        Raises QueryError where the query is invalid, an update, calls another endpoint, or takes too long.
        """
        from kg.query import sparql

        return sparql.run(self._runner, query, self._query_timeout if timeout is None else timeout)

    def about(self, kind: str, name: str) -> list[Triple]:
        """What the graph says about one `entity`, `document` or `statement`, by its id. Raises UnknownIdError."""
        from kg.query import resource

        found = resource.about(self._reader, kind, name)
        if not found:
            raise UnknownIdError(kind, name)
        return found

    def triples(self) -> Iterator[Triple]:
        """Every triple of the store, in no defined order."""
        return self._reader.triples()

    def network(self, filters: Filters = DEFAULT) -> networkx.MultiDiGraph[str]:
        """The relations as a NetworkX graph; an edge's key is its statement's id."""
        from kg.query import interop

        return interop.network(self.subgraph(filters=filters))

    def dataset(self) -> rdflib.Dataset:
        """The store's triples as an rdflib dataset (a copy in memory)."""
        from kg.query import interop

        return interop.dataset(list(self.triples()))

    @cached_property
    def _runner(self) -> Runner:
        from kg.query.runner import Runner

        return Runner(self._reader.path)

    def _symmetric(self, predicate: str) -> bool:
        return self._ontology.relations[predicate].symmetric


def _ids(value: Ids) -> list[str] | None:
    return [value] if isinstance(value, str) else None if value is None else list(value)
