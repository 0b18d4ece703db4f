"""All triples that say something about one entity, document or statement."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Triple

from kg.model.ids import DOCUMENT, ENT, EVIDENCE, STATEMENT
from kg.store import terms as t
from kg.store.base import Reader

#: Kind of a resource → the beginning of its IRI.
KINDS = {"entity": ENT, "document": DOCUMENT, "statement": STATEMENT}


def about(reader: Reader, kind: str, name: str) -> list[Triple]:
    """Its own triples and those of what hangs from it; none for a name that the store does not have.

    Of an entity, the statements at either end of which it stands, and the names of the other ends; of a document, its
    evidence; of a statement, its evidence. Evidence comes with its quote, sentence and quantities.
    """
    here = t.node(KINDS[kind], name)
    found = dict.fromkeys(reader.match(here, None, None))
    if not found:
        return []
    if kind == "entity":
        for link in (t.SUBJECT, t.OBJECT):
            for triple in reader.match(None, link, here):
                found.update(dict.fromkeys(_statement(reader, triple.subject)))
    elif kind == "document":
        for triple in reader.match(None, t.IN_DOCUMENT, here):
            if _local(triple.subject).startswith(EVIDENCE):
                found.update(dict.fromkeys(_evidence(reader, triple.subject)))
    else:
        found.update(dict.fromkeys(_statement(reader, here)))
        for triple in reader.match(here, t.DERIVED_FROM, None):
            if _local(triple.object).startswith(EVIDENCE):
                found.update(dict.fromkeys(_evidence(reader, triple.object)))
    return list(found)


def _statement(reader: Reader, statement: object) -> Iterator[Triple]:
    if not isinstance(statement, NamedNode):
        return
    for triple in reader.match(statement, None, None):
        yield triple
        if triple.predicate in (t.SUBJECT, t.OBJECT) and isinstance(triple.object, NamedNode):
            yield from reader.match(triple.object, t.PREF_LABEL, None)


def _evidence(reader: Reader, evidence: object) -> Iterator[Triple]:
    if not isinstance(evidence, NamedNode):
        return
    for triple in reader.match(evidence, None, None):
        yield triple
        below = triple.object
        if isinstance(below, NamedNode) and (below.value.startswith(EVIDENCE) or triple.predicate == t.IN_SENTENCE):
            yield from reader.match(below, None, None)


def _local(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
