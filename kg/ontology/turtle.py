"""Turtle files as a plain index of subjects: enough to read an ontology or a registry without a graph library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.model.ids import KG, PREFIXES

RDF = PREFIXES["rdf"]
RDFS = PREFIXES["rdfs"]
OWL = PREFIXES["owl"]
SKOS = PREFIXES["skos"]
XSD = PREFIXES["xsd"]
TYPE = RDF + "type"
LABEL = RDFS + "label"
DEFINITION = SKOS + "definition"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def read_triples(path: Path) -> list[tuple[str, str, Term]]:
    """Subject, predicate and object of every triple of a Turtle file, in its order; a blank subject is `_:x`.

    Raises OntologyError when the file cannot be read or is no Turtle.
    """
    try:
        data = path.read_bytes()
        return [
            (key(quad.subject), quad.predicate.value, quad.object)
            for quad in ox.parse(data, format=ox.RdfFormat.TURTLE)
        ]
    except OSError as error:
        raise OntologyError(f"{path.name}: cannot be read: {error.strerror}") from error
    except (SyntaxError, ValueError) as error:
        raise OntologyError(f"{path.name}: is no valid Turtle: {error}") from error


def key(term: object) -> str:
    """A term as the index writes it: the IRI, `_:x` for a blank node, the text of a literal."""
    return f"_:{term.value}" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", ""))


class Terms:
    """Subject → predicate → objects of one Turtle file, and the few walks over them that an ontology needs."""

    def __init__(self, path: Path) -> None:
        self._terms: dict[str, dict[str, list[Term]]] = {}
        self._children: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, value in read_triples(path):
            self._terms.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if predicate == RDFS + "subClassOf":
                self._children[key(value)].add(subject)

    def subjects(self) -> list[str]:
        """All subjects, in the file's order."""
        return list(self._terms)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """The objects of a property, in the file's order."""
        return self._terms.get(subject, {}).get(predicate, [])

    def properties(self, subject: str) -> Mapping[str, list[Term]]:
        """All that is said of a subject."""
        return self._terms.get(subject, {})

    def named(self, subject: str, predicate: str) -> list[str]:
        """IRIs (and blank node keys) of a property, in the file's order."""
        found = self.objects(subject, predicate)
        return [key(term) for term in found if not isinstance(term, ox.Literal)]

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        """Language → text, sorted by language; the first of a language stands."""
        found: dict[str, str] = {}
        for term in self.objects(subject, predicate):
            if isinstance(term, ox.Literal) and term.language:
                found.setdefault(term.language, term.value)
        return dict(sorted(found.items()))

    def aliases(self, subject: str) -> tuple[str, ...]:
        """Its alternative labels, in the file's order."""
        found = self.objects(subject, SKOS + "altLabel")
        return tuple(term.value for term in found if isinstance(term, ox.Literal))

    def true(self, subject: str, predicate: str) -> bool:
        """True when the property is given as true."""
        found = self.objects(subject, predicate)
        return any(isinstance(term, ox.Literal) and term.value in ("true", "1") for term in found)

    def instances(self, class_name: str) -> list[str]:
        """Subjects that are given that class of the vocabulary as a type."""
        return [subject for subject in self._terms if KG + class_name in self.named(subject, TYPE)]

    def below(self, class_iri: str) -> set[str]:
        """A class and all its subclasses."""
        seen: set[str] = set()
        open_ = [class_iri]
        while open_:
            current = open_.pop()
            if current not in seen:
                seen.add(current)
                open_.extend(sorted(self._children.get(current, ())))
        return seen

    def above(self, subject: str, predicate: str) -> list[str]:
        """All that a property leads to, nearest first, without the subject itself."""
        found: list[str] = []
        open_ = self.named(subject, predicate)
        while open_:
            current = open_.pop(0)
            if current not in found and current != subject:
                found.append(current)
                open_.extend(self.named(current, predicate))
        return found

    def members(self, node: str) -> list[str]:
        """Classes of an owl:unionOf, or the class itself."""
        union = self.named(node, OWL + "unionOf")
        if not union:
            return [node]
        found: list[str] = []
        cell = union[0]
        seen: set[str] = set()
        while cell != RDF + "nil" and cell not in seen:
            seen.add(cell)
            first = self.named(cell, RDF + "first")
            rest = self.named(cell, RDF + "rest")
            if not first or not rest:
                break
            found += first
            cell = rest[0]
        return found
