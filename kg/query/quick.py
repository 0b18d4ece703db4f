"""The commonest look-up, who rivals a firm, without the weight of the whole: no model, ontology, ledger or views.

It answers only where nothing about the question or the store is out of the ordinary, and the same as `Graph.rivals`
then; everywhere else it answers None, and the whole is asked. A test holds the two to the same answers.
"""

from __future__ import annotations

import os

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.labels import USUAL, named
from kg.namespaces import ENT, EVIDENCE, KG, PREFIXES, STATEMENT
from kg.query.order import best_told, newest_first
from kg.store.layout import sound_copy
from kg.store.names import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_GRAPH = DefaultGraph()
_SKOS = PREFIXES["skos"]
#: Properties of evidence that are read here.
_FIELDS = frozenset(
    KG + name
    for name in (
        "document", "modality", "attribution", "when", "whenStart", "whenEnd", "extractor", "rule", "score", "sentence",
    )
)  # fmt: skip


class Named:
    """An entity as an answer names and ranks it."""

    def __init__(self, labels: dict[str, str], language: str) -> None:
        self.label = named(labels, language)
        self.rank = named(labels)


class Told:
    """Evidence with the fields of `views.EvidenceView` that a table shows."""

    alternatives: tuple[Any, ...] = ()
    qualifiers: dict[str, Any] = {}  # noqa: RUF012 - it stays empty: the ontology allows a rivalry none
    modality = "asserted"
    attribution: str | None = None
    when: str | None = None

    def __init__(self, row: Any) -> None:
        self.id = row["evidence"].value.removeprefix(EVIDENCE)
        self.span = (int(row["start"].value), int(row["end"].value))
        self.sentence: str = row["sentence"].value
        self.document: str = row["document"].value
        self.title = _text(row["title"])
        self.publisher = _text(row["publisher"])
        self.published = _text(row["published"])


class Edge:
    """A relation with the fields of `views.EdgeView` that a table shows."""

    derived = False
    predicate = "rivals"

    def __init__(self, id: str, subject: Named, object: Named) -> None:  # noqa: A002 - the words of the view
        self.id = id
        self.subject = subject
        self.object = object
        self.evidence: list[Told] = []


def rivals(folder: str, name: str, language: str = USUAL) -> list[Edge] | None:
    """The asserted rivals of the one entity of that name, best-told first; None where the whole must be asked."""
    found = sound_copy(folder)
    if found is None:
        return None
    copy, held = found
    try:
        return _rivals(Store.read_only(copy), name, language)
    except (OSError, RuntimeError, SyntaxError, ValueError, KeyError):
        return None  # the whole says what is wrong
    finally:
        os.close(held)


def _rivals(store: Store, name: str, language: str) -> list[Edge] | None:
    entity = _only(store, name)
    if entity is None:
        return None
    with open(os.path.join(os.path.dirname(__file__), "rivals.rq"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123
        query = "".join(line for line in file if not line.startswith("#"))
    labels: dict[str, Named] = {}
    edges: dict[str, Edge] = {}
    rows: Any = store.query(query.replace("{{entity}}", str(entity)), prefixes=PREFIXES)
    for row in rows:
        subject, object_ = row["subject"], row["object"]
        if subject != entity:
            subject, object_ = object_, subject
        statement = row["statement"].value
        if statement not in edges:
            ends = [
                labels.get(end.value) or labels.setdefault(end.value, _named(store, end, language))
                for end in (subject, object_)
            ]
            edges[statement] = Edge(statement.removeprefix(STATEMENT), *ends)
        edges[statement].evidence.append(Told(row))
    for edge in edges.values():
        edge.evidence = newest_first(edge.evidence)
        for item in edge.evidence:
            if not _complete(store, item):
                return None
    return sorted(edges.values(), key=best_told) or None


def _only(store: Store, name: str) -> NamedNode | None:
    """The entity of that name where it is the only one, in the registry, and no family."""
    found = list(store.quads_for_pattern(None, NamedNode(KG + "nameKey"), Literal(fold(name)), _GRAPH))
    if len(found) != 1 or not isinstance(entity := found[0].subject, NamedNode) or not entity.value.startswith(ENT):
        return None
    known = any(store.quads_for_pattern(entity, NamedNode(KG + "known"), Literal(True), _GRAPH))
    family = any(store.quads_for_pattern(None, NamedNode(KG + "versionOf"), entity, _GRAPH))
    return entity if known and not family else None


def _named(store: Store, entity: NamedNode, language: str) -> Named:
    labels: dict[str, str] = {}
    for quad in store.quads_for_pattern(entity, NamedNode(_SKOS + "prefLabel"), None, _GRAPH):
        if isinstance(quad.object, Literal):
            labels[quad.object.language or ""] = quad.object.value
    if not labels:
        raise KeyError(entity.value)  # the whole calls it by its id
    return Named(labels, language)


def _complete(store: Store, item: Told) -> bool:
    """Reads what only some evidence has; False for what only the whole can read."""
    for quad in store.quads_for_pattern(NamedNode(EVIDENCE + item.id), None, None, _GRAPH):
        predicate, value = quad.predicate.value, quad.object
        if predicate == KG + "attribution" and isinstance(value, Literal):
            item.attribution = value.value
        elif predicate == KG + "when" and isinstance(value, Literal):
            item.when = value.value
        elif predicate.startswith(KG) and predicate not in _FIELDS:
            return False
    return True


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
