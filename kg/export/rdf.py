"""Turtle, TriG and N-Quads: the store's triples in one fixed order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.model.ids import DOCUMENT, EVIDENCE, PREFIXES
from kg.query.graph import Graph

#: What a resource says about the document it was taken from.
_IN_DOCUMENT = NamedNode(PREFIXES["kg"] + "document")
_GRAPHS = dict[str, NamedNode]


def ordered(graph: Graph) -> list[Triple]:
    """Every triple, sorted by the text of its terms."""
    return in_order(graph.triples())


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Triples sorted by the text of their terms."""
    return sorted(triples, key=lambda triple: (str(triple.subject), str(triple.predicate), str(triple.object)))


def write_turtle(graph: Graph, out: IO[bytes]) -> None:
    """Turtle with the usual prefixes."""
    serialize(ordered(graph), out, format=RdfFormat.TURTLE, prefixes=PREFIXES)


def write_trig(graph: Graph, out: IO[bytes]) -> None:
    """TriG: what a document brought stands in the graph of its name, what is common to all in the default graph."""
    serialize(by_document(ordered(graph)), out, format=RdfFormat.TRIG, prefixes=PREFIXES)


def write_nquads(graph: Graph, out: IO[bytes]) -> None:
    """N-Quads with the same graphs as TriG."""
    serialize(by_document(ordered(graph)), out, format=RdfFormat.N_QUADS)


def by_document(triples: list[Triple]) -> Iterator[Quad]:
    """The triples with their graphs, graph by graph, the default graph first.

    A document's graph holds its own description, its evidence with quotes and quantities, its sentences, what it calls
    entities, and the links from statements to its evidence. Statements, entities and direct triples are common.
    """
    graphs = _graphs(triples)
    common: list[Triple] = []
    parts: dict[str, list[Triple]] = {}
    for triple in triples:
        home = graphs.get(_name(triple.subject))
        if home is None and not _is_document(triple.object):  # a statement's link to its evidence
            home = graphs.get(_name(triple.object))
        (common if home is None else parts.setdefault(home.value, [])).append(triple)
    default = DefaultGraph()
    for triple in common:
        yield Quad(triple.subject, triple.predicate, triple.object, default)
    for name in sorted(parts):
        graph = NamedNode(name)
        for triple in parts[name]:
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _graphs(triples: Iterable[Triple]) -> _GRAPHS:
    """Resource → the document that it comes from."""
    found: _GRAPHS = {}
    below: dict[str, list[str]] = {}
    for triple in triples:
        if triple.predicate == _IN_DOCUMENT and isinstance(triple.object, NamedNode):
            found[_name(triple.subject)] = triple.object
        elif _is_document(triple.subject) and isinstance(triple.subject, NamedNode):
            found[triple.subject.value] = triple.subject
        elif _name(triple.subject).startswith(EVIDENCE) and _name(triple.object).startswith(EVIDENCE):
            below.setdefault(_name(triple.subject), []).append(_name(triple.object))
    for owner, parts in below.items():  # selectors and quantities hang from their evidence
        if owner in found:
            found.update(dict.fromkeys(parts, found[owner]))
    return found


def _is_document(term: object) -> bool:
    return isinstance(term, NamedNode) and term.value.startswith(DOCUMENT)


def _name(term: object) -> str:
    return term.value if isinstance(term, NamedNode | BlankNode) else ""
