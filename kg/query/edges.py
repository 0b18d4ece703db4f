"""Relations and observations out of the store, with the evidence that passes the filters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import NamedNode

from kg.model import Quantity, Statement
from kg.model.ids import ENT, EVIDENCE, KG, PROP, PROP_VALUE, STATEMENT
from kg.ontology.schema import Ontology
from kg.query.filters import ASSERTED, Filters
from kg.query.load import fill
from kg.query.order import best_told, newest_first
from kg.query.present import Presenter, quantity_view
from kg.query.views import EdgeView, EvidenceView, ObservationView
from kg.store import terms as t
from kg.store.base import Reader
from kg.store.rdf import derived_id


@dataclass(slots=True)
class Found:
    """A relation that the store holds, before its evidence is read. Without evidence it is a derived one."""

    id: str
    subject: str
    predicate: str
    object: str
    evidence: list[str] = field(default_factory=list)


class Edges:
    """Finds relations, then reads the evidence of those that are wanted."""

    def __init__(self, reader: Reader, presenter: Presenter, ontology: Ontology) -> None:
        self._reader = reader
        self._presenter = presenter
        self._ontology = ontology

    def predicates(self, name: str | None) -> list[str]:
        """A relation and those it follows from (released, of developed), or all of the ontology."""
        relations = self._ontology.relations
        if name is None:
            return sorted(relations)
        return sorted(other for other in relations if other == name or name in relations[other].parents)

    def starting(self, ends: Collection[str], predicate: str | None, filters: Filters) -> list[Found]:
        """Relations with one of the ends as subject, by statement id.

        Of a named predicate that is symmetric, with one of the ends at either end.
        """
        if predicate is None:
            return self._rows("edges_to", filters, ("link", [t.SUBJECT]), ends=_ends(ends))
        links = [t.node(PROP, name) for name in self.predicates(predicate)]
        return self._rows("edges_from", filters, ("link", links), ends=_ends(ends))

    def ending(self, ends: Collection[str], predicate: str | None, filters: Filters) -> list[Found]:
        """Relations with one of the ends as object, by statement id."""
        links = [t.OBJECT] if predicate is None else [t.node(PROP_VALUE, name) for name in self.predicates(predicate)]
        return self._rows("edges_to", filters, ("link", links), ends=_ends(ends))

    def touching(self, ends: Collection[str], predicate: str | None, filters: Filters) -> list[Found]:
        """Relations with one of the ends at either end, by statement id."""
        both = {row.id: row for row in self.starting(ends, predicate, filters)}
        both.update((row.id, row) for row in self.ending(ends, predicate, filters))
        return [both[name] for name in sorted(both)]

    def all(self, predicate: str | None, filters: Filters) -> list[Found]:
        """All relations, of one predicate or of any, by statement id."""
        predicates = [t.kg(name) for name in self.predicates(predicate)]
        return self._rows("edges_all", filters, ("predicate", predicates))

    def views(self, rows: Iterable[Found], filters: Filters, facing: Collection[str] = ()) -> list[EdgeView]:
        """The relations whose evidence passes, best-told first; a symmetric one starts from an id in `facing`."""
        found = [edge for row in rows if (edge := self.view(row, filters, facing)) is not None]
        return sorted(found, key=best_told)

    def observations(self, ends: Collection[str] | None, filters: Filters) -> list[ObservationView]:
        """Observations of some entities or of all, with evidence that passes: by subject, metric, latest time."""
        modalities = _modalities(filters)
        if ends is None:
            metrics = [t.kg(name) for name in sorted(self._ontology.metrics)]
            queries = [fill("observations_all", metric=[metric], modalities=modalities) for metric in metrics]
        else:
            queries = [fill("observations_of", ends=_ends(ends), modalities=modalities)]
        told: dict[str, set[str]] = {}
        for solution in (solution for query in queries for solution in self._select(query)):
            statement, evidence = solution["statement"], solution["evidence"]
            told.setdefault(t.local(statement, STATEMENT), set()).add(t.local(evidence, EVIDENCE))
        found = [view for name in sorted(told) if (view := self._observation(name, told[name], filters)) is not None]
        latest = sorted(found, key=lambda view: view.when or "", reverse=True)
        return sorted(latest, key=lambda view: (view.subject.rank, view.metric, view.benchmark or ""))

    def statement(
        self, name: str, filters: Filters, evidence: Collection[str] | None = None, facing: Collection[str] = ()
    ) -> EdgeView | ObservationView | None:
        """A statement by its id with its evidence that passes; None without any, or where there is no such statement.

        `evidence` holds the ids of the pieces to look at, where not all are wanted.
        """
        here = t.node(STATEMENT, name)
        parts = {triple.predicate: triple.object for triple in self._reader.match(here, None, None)}
        if t.PREDICATE not in parts:
            return None
        told = self.evidence(name) if evidence is None else sorted(evidence)
        if t.OBJECT not in parts:
            return self._observation(name, set(told), filters)
        subject, object_ = t.local(parts[t.SUBJECT], ENT), t.local(parts[t.OBJECT], ENT)
        row = Found(name, subject, t.local(parts[t.PREDICATE], KG), object_, list(told))
        return self.view(row, filters, facing)

    def evidence(self, statement: str) -> list[str]:
        """Ids of all evidence of a statement, sorted; none of a derived one."""
        found = (triple.object for triple in self._reader.match(t.node(STATEMENT, statement), t.DERIVED_FROM, None))
        return sorted(t.local(node, EVIDENCE) for node in found if t.text_of(node).startswith(EVIDENCE))

    def between(self, a: str, b: str, filters: Filters) -> list[EdgeView]:
        """Relations that join two entities, either way round, best told first; a symmetric one starts from `a`.

        Their ids follow from their ends, so that nothing is searched for, however much is told of the two.
        """
        found: dict[str, EdgeView] = {}
        for subject, object_ in dict.fromkeys(((a, b), (b, a))):
            for predicate in self._joining(subject, object_, filters):
                for row in self._rows_of(subject, predicate, object_):
                    if row.id not in found and (edge := self.view(row, filters, facing=[a])) is not None:
                        found[row.id] = edge
        return sorted(found.values(), key=best_told)

    def _rows_of(self, subject: str, predicate: str, object_: str) -> Iterator[Found]:
        """A relation between two ends as it is told, and as it is derived."""
        symmetric = self._ontology.relations[predicate].symmetric
        statement = Statement.relation(subject, predicate, object_, symmetric=symmetric)
        if evidence := self.evidence(statement.id):
            yield Found(statement.id, statement.subject, predicate, str(statement.object), evidence)
        derived = derived_id(subject, predicate, object_)
        if any(self._reader.match(t.node(STATEMENT, derived), t.DERIVED, t.TRUE)):
            yield Found(derived, subject, predicate, object_)

    def _joining(self, subject: str, object_: str, filters: Filters) -> list[str]:
        """Relations that may lead from one entity to another: those asserted, or where more is asked for, all."""
        if filters.modalities != ASSERTED:
            return sorted(self._ontology.relations)
        found = self._reader.match(t.node(ENT, subject), None, t.node(ENT, object_))
        names = {triple.predicate.value.removeprefix(KG) for triple in found}
        return sorted(names.intersection(self._ontology.relations))

    def _select(self, query: str) -> Any:
        return self._reader.query(query)

    def _rows(
        self, name: str, filters: Filters, each: tuple[str, Sequence[NamedNode]], **slots: Sequence[NamedNode]
    ) -> list[Found]:
        """Asks once for each value of the slot that `each` names, since the store plans a constant best."""
        found: dict[str, Found] = {}
        slot, values = each
        modalities = _modalities(filters)
        queries = (fill(name, modalities=modalities, **{slot: [value]}, **slots) for value in values)
        for solution in (solution for query in queries for solution in self._select(query)):
            statement = t.local(solution["statement"], STATEMENT)
            row = found.get(statement)
            if row is None:
                subject, object_ = t.local(solution["subject"], ENT), t.local(solution["object"], ENT)
                row = found[statement] = Found(statement, subject, t.local(solution["predicate"], KG), object_)
            if solution["evidence"] is not None:
                row.evidence.append(t.local(solution["evidence"], EVIDENCE))
        return [found[key] for key in sorted(found)]

    def view(self, row: Found, filters: Filters, facing: Collection[str] = ()) -> EdgeView | None:
        """A relation with the evidence that passes, or None without any; see `views`."""
        evidence: tuple[EvidenceView, ...] = ()
        premises: tuple[str, ...] = ()
        if row.evidence:
            statement = Statement(row.subject, row.predicate, row.object)
            read = [self._presenter.evidence(name, row.id, statement) for name in sorted(set(row.evidence))]
            evidence = filters.keep(newest_first(read))
            if not evidence:
                return None
        else:
            # Nobody tells a derived relation: it is asserted, and undated.
            if filters.bounded or "asserted" not in filters.modalities:
                return None
            found = self._reader.match(t.node(STATEMENT, row.id), t.DERIVED_FROM, None)
            premises = tuple(sorted(t.local(triple.object, STATEMENT) for triple in found))
        subject, object_ = row.subject, row.object
        if object_ in facing and subject not in facing and self._ontology.relations[row.predicate].symmetric:
            subject, object_ = object_, subject
        ends = self._presenter.entity(subject), self._presenter.entity(object_)
        return EdgeView(row.id, ends[0], row.predicate, ends[1], evidence, not row.evidence, premises)

    def _observation(self, name: str, told: set[str], filters: Filters) -> ObservationView | None:
        read = [self._presenter.evidence(item, name) for item in sorted(told)]
        evidence = filters.keep(newest_first(read))
        if not evidence:
            return None
        statement = self._presenter.rebuilder.statement(name)
        if not isinstance(statement.object, Quantity):
            return None
        # The comparator is how a text tells the value; the newest text decides.
        value = replace(quantity_view(statement.object), comparator=evidence[0].comparator)
        when = statement.when.text if statement.when else None
        subject = self._presenter.entity(statement.subject)
        return ObservationView(name, subject, statement.predicate, value, when, statement.benchmark, evidence)


def _ends(ends: Iterable[str]) -> list[NamedNode]:
    return [t.node(ENT, name) for name in sorted(set(ends))]


def _modalities(filters: Filters) -> list[NamedNode]:
    return [t.kg(name) for name in sorted(filters.modalities)]
