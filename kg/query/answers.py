"""rivals, who, what: how a question is read, and its answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from kg.model.ids import ENT
from kg.ontology.schema import Relation
from kg.ontology.wording import Wording
from kg.query.edges import Edges
from kg.query.filters import Filters
from kg.query.find import Finder
from kg.query.present import Presenter
from kg.query.views import Answer, EntityView
from kg.store import terms as t
from kg.store.base import Reader

_VERSION, _RIVALS = "versionOf", "rivals"
_NAMED_VERSIONS = 4


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question as understood: the entity, whether it is the subject, and what is not plain about it."""

    entity: EntityView
    is_subject: bool
    note: str | None


class Questions:
    """Asks for relations by name."""

    def __init__(self, reader: Reader, presenter: Presenter, finder: Finder, edges: Edges, wording: Wording) -> None:
        self._reader = reader
        self._presenter = presenter
        self._finder = finder
        self._edges = edges
        self._ontology = wording.ontology
        self._wording = wording

    def rivals(self, name: str | None, filters: Filters) -> Answer:
        """Who rivals that entity or one of its versions, or all pairs."""
        return self.who(_RIVALS, name, filters)

    def who(self, predicate: str, name: str | None, filters: Filters) -> Answer:
        """The subjects of a relation to the named one and its versions, or all of the relation."""
        relation, inverse = self._ontology.read_relation(predicate)
        if name is None:
            return Answer(
                relation.name, None, tuple(self._edges.views(self._edges.all(relation.name, filters), filters))
            )
        return self._answer(relation, self._read(name, relation, as_subject=inverse), filters)

    def what(self, name: str, predicate: str, filters: Filters) -> Answer:
        """The objects of a relation from the named one and its versions."""
        relation, inverse = self._ontology.read_relation(predicate)
        return self._answer(relation, self._read(name, relation, as_subject=not inverse), filters)

    def family(self, entity: EntityView) -> list[str]:
        """Ids of all versions of a family, direct and further down, sorted."""
        relation = self._ontology.relations.get(_VERSION)
        if relation is None or entity.type not in relation.range:
            return []
        seen = {entity.id}
        open_ = [entity.id]
        while open_:
            for triple in self._reader.match(None, t.kg(_VERSION), t.node(ENT, open_.pop())):
                version = t.local(triple.subject, ENT)
                if version not in seen:
                    seen.add(version)
                    open_.append(version)
        return sorted(seen - {entity.id})

    def _read(self, name: str, relation: Relation, *, as_subject: bool) -> _Reading:
        wanted, other = (relation.domain, relation.range) if as_subject else (relation.range, relation.domain)
        found = self._finder.candidates(name)
        if not found:
            self._finder.find(name)  # raises, with suggestions
        for types, turned in ((wanted, False), (other, True)):
            fitting = [view for view in found if view.type in types]
            if fitting:
                entity = replace(fitting[0], others=tuple(view for view in found if view.id != fitting[0].id))
                is_subject = as_subject != turned
                note = self._turned(entity, relation, is_subject) if turned else None
                return _Reading(entity, is_subject, note)
        entity = replace(found[0], others=tuple(found[1:]))
        return _Reading(entity, as_subject, self._misfit(entity, relation, wanted))

    def _answer(self, relation: Relation, reading: _Reading, filters: Filters) -> Answer:
        family = self.family(reading.entity)
        ends = [reading.entity.id, *family]
        if reading.is_subject or relation.symmetric:
            rows = self._edges.starting(ends, relation.name, filters)
        else:
            rows = self._edges.ending(ends, relation.name, filters)
        edges = self._edges.views(rows, filters, facing=ends)
        told = {end.id for edge in edges for end in (edge.subject, edge.object)}
        notes = [reading.note, self._included([name for name in family if name in told], reading.entity)]
        note = " ".join(part for part in notes if part) or None
        return Answer(relation.name, reading.entity, tuple(edges), note, tuple(family))

    def _turned(self, entity: EntityView, relation: Relation, is_subject: bool) -> str:
        kind = self._wording.type(entity.type)
        label, command = entity.label, relation.command
        end, reading = ("object", f"what {label} {command}") if is_subject else ("subject", f"who {command} {label}")
        return f"{label} ({kind}) cannot be the {end} of {command!r}: read as {reading!r}."

    def _misfit(self, entity: EntityView, relation: Relation, wanted: Collection[str]) -> str:
        kinds = ", ".join(self._wording.type(name) for name in sorted(wanted))
        return f"{entity.label} is a {self._wording.type(entity.type)}; {relation.command!r} takes here: {kinds}."

    def _included(self, versions: list[str], entity: EntityView) -> str | None:
        if not versions:
            return None
        named = sorted(map(self._presenter.entity, versions), key=lambda view: view.rank)
        labels = [view.label for view in named]
        more = f" and {len(labels) - _NAMED_VERSIONS} more" if len(labels) > _NAMED_VERSIONS else ""
        return f"Includes versions of {entity.label}: {', '.join(labels[:_NAMED_VERSIONS])}{more}."
