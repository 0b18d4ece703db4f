"""Direct triples (`ent:a kg:rivals ent:b`), kept true for the statements that a change touches.

A direct triple stands for every asserted relation, both ways round for a symmetric one, and for the relations that
follow from it. Who developed a family also developed its versions, unless a version's own developer is told: those are
concluded, and marked so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.model import Modality, Statement
from kg.model.ids import ENT, KG, PROP_VALUE, STATEMENT
from kg.store import terms as t
from kg.store.rdf import Shape, derived_triples
from kg.store.staging import Staging

#: The rule is about these two relations and no other.
CONCLUDED, _VERSION = "developed", "versionOf"
_ASSERTED = t.kg(Modality.ASSERTED.value)
Relation = tuple[str, str, str]


def is_asserted(staging: Staging, statement: t.Subject) -> bool:
    """True when some evidence tells it as fact."""
    return any(
        isinstance(found.object, NamedNode) and any(staging.match(found.object, t.MODALITY, _ASSERTED))
        for found in staging.match(statement, t.DERIVED_FROM, None)
    )


class Direct:
    """Brings the direct triples of a staging up to date."""

    def __init__(self, staging: Staging, shape: Shape) -> None:
        self._staging = staging
        self._shape = shape
        self._owning = frozenset(shape.children(CONCLUDED))

    def update(self, appeared: Iterable[Relation], vanished: Iterable[Relation]) -> None:
        """`appeared` and `vanished` are the relations that became, or ceased to be, asserted."""
        families: set[str] = set()
        for relation in vanished:
            for triple in self._closure(relation):
                if not self._supported(triple):
                    self._staging.remove([triple])
            families |= self._families(relation)
        for relation in appeared:
            self._staging.add(self._closure(relation))
            families |= self._families(relation)
        for version in sorted({below for family in families for below in self._below(family)}):
            self._inherit(version)

    def _closure(self, relation: Relation) -> list[Triple]:
        subject, predicate, object_ = relation
        start, end = t.node(ENT, subject), t.node(ENT, object_)
        found = []
        for name in (predicate, *self._shape.parents.get(predicate, ())):
            found.append(Triple(start, t.kg(name), end))
            if name in self._shape.symmetric:
                found.append(Triple(end, t.kg(name), start))
        return found

    def _supported(self, triple: Triple) -> bool:
        """True when an asserted statement still says what a direct triple says."""
        name = t.local(triple.predicate, KG)
        subject, object_ = t.local(triple.subject, ENT), t.local(triple.object, ENT)
        ways = [(subject, object_), (object_, subject)] if name in self._shape.symmetric else [(subject, object_)]
        return any(self._asserted(child, *way) for child in self._shape.children(name) for way in ways)

    def _asserted(self, predicate: str, subject: str, object_: str) -> bool:
        symmetric = predicate in self._shape.symmetric
        statement = Statement.relation(subject, predicate, object_, symmetric=symmetric)
        return is_asserted(self._staging, t.node(STATEMENT, statement.id))

    def _families(self, relation: Relation) -> set[str]:
        subject, predicate, object_ = relation
        if predicate in self._owning:
            return {object_}
        return {subject} if predicate == _VERSION else set()

    def _below(self, family: str) -> set[str]:
        """A family and all its versions."""
        return set(_walk(family, self._versions))

    def _versions(self, name: str) -> list[str]:
        found = self._staging.match(None, t.kg(_VERSION), t.node(ENT, name))
        return sorted(t.local(triple.subject, ENT) for triple in found)

    def _developers(self, name: str) -> dict[str, str]:
        """Who is told to have developed it, with the id of the statement."""
        here = t.node(ENT, name)
        found: dict[str, str] = {}
        for predicate in sorted(self._owning, reverse=True):
            for triple in self._staging.match(None, t.node(PROP_VALUE, predicate), here):
                if self._is_derived(triple) or not is_asserted(self._staging, triple.subject):
                    continue
                for owner in self._staging.match(triple.subject, t.SUBJECT, None):
                    found[t.local(owner.object, ENT)] = t.local(triple.subject, STATEMENT)
        return found

    def _inherit(self, version: str) -> None:
        for node in list(self._derived(version)):
            self._staging.remove(list(self._staging.match(node, None, None)))
            self._staging.remove(list(self._staging.match(None, None, node)))
        here = t.node(ENT, version)
        told = self._developers(version)
        for old in list(self._staging.match(None, t.kg(CONCLUDED), here)):
            if t.local(old.subject, ENT) not in told:
                self._staging.remove([old])
        if told:
            return
        for owner, premises in sorted(self._inherited(version).items()):
            self._staging.add(derived_triples(owner, CONCLUDED, version, premises))
            self._staging.add([Triple(t.node(ENT, owner), t.kg(CONCLUDED), here)])

    def _derived(self, version: str) -> Iterator[t.Subject]:
        for triple in self._staging.match(None, t.OBJECT, t.node(ENT, version)):
            if self._is_derived(triple):
                yield triple.subject

    def _is_derived(self, triple: Triple) -> bool:
        return any(self._staging.match(triple.subject, t.DERIVED, t.TRUE))

    def _inherited(self, version: str) -> dict[str, tuple[str, ...]]:
        """The developers of the nearest family that has any, with the statements that lead there."""
        reached: dict[str, tuple[str, ...]] = {version: ()}
        level = [version]
        while level:
            above: list[str] = []
            found: dict[str, tuple[str, ...]] = {}
            for name in level:
                for triple in sorted(self._staging.match(t.node(ENT, name), t.kg(_VERSION), None), key=str):
                    family = t.local(triple.object, ENT)
                    if family in reached:
                        continue
                    reached[family] = (*reached[name], Statement(name, _VERSION, family).id)
                    above.append(family)
                    for owner, statement in self._developers(family).items():
                        found.setdefault(owner, (*reached[family], statement))
            if found:
                return found
            level = above
        return {}


def _walk(start: str, onward: Callable[[str], list[str]]) -> Iterator[str]:
    seen = {start}
    open_ = [start]
    while open_:
        name = open_.pop()
        yield name
        for further in onward(name):
            if further not in seen:
                seen.add(further)
                open_.append(further)
