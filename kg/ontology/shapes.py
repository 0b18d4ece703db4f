"""SHACL: what a graph breaks of `shapes.ttl`, in words that a reader understands.

The SHACL engine and rdflib are imported when a graph is judged, and not before.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import data_path
from kg.errors import OntologyError
from kg.model.ids import PREFIXES

if TYPE_CHECKING:
    import rdflib

SHAPES = "https://w3id.org/china-ai-kg/shapes#"
_SH = PREFIXES["sh"]
_SHORT = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))


@dataclass(frozen=True, order=True)
class Violation:
    """One finding. `focus` is what it is about, `path` the property (or empty), `severity` `violation` or `warning`."""

    focus: str
    path: str
    message: str
    severity: str = "violation"

    def __str__(self) -> str:
        place = f"{self.focus} ({self.path})" if self.path else self.focus
        return f"{place}: {self.message}"


def validate(
    graph: str | bytes | rdflib.Graph, folder: Path | None = None, *, registry: bool = False
) -> list[Violation]:
    """What the graph breaks of the shapes in `folder` (None: those that ship), sorted; nothing when it is valid.

    `graph` is N-Triples text or an rdflib graph or dataset, whose default and named graphs are judged as one; it is
    not changed. `registry` adds what is asked of the registry's own files. Raises OntologyError when the text is no
    N-Triples or the shapes cannot be used.
    """
    import pyshacl
    import rdflib
    from pyshacl.errors import ReportableRuntimeError, ShapeLoadError

    folder = folder or data_path("ontology")
    data = _data(graph)
    for triple in _background(folder):
        data.add(triple)
    shapes = _shapes(folder)
    if registry:
        target = rdflib.URIRef(_SH + "targetClass")
        extra = rdflib.Graph()
        extra.add((rdflib.URIRef(SHAPES + "KnownEntity"), target, rdflib.URIRef(PREFIXES["kg"] + "Entity")))
        shapes = shapes + extra
    logger = logging.getLogger("pyshacl")
    logger.setLevel(logging.ERROR)
    try:
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none", allow_warnings=True)
    except (ShapeLoadError, ReportableRuntimeError) as error:
        raise OntologyError(f"shapes.ttl: cannot be used: {getattr(error, 'message', error)}") from error
    if not isinstance(report, rdflib.Graph):
        raise OntologyError(f"shapes.ttl: the validation failed: {report}")
    return sorted(set(_findings(report, data)))


def short(term: object) -> str:
    """An IRI with a known prefix, a literal as its characters.

    >>> short("https://w3id.org/china-ai-kg/ontology#rivals")
    'kg:rivals'
    """
    text = str(term)
    for iri, prefix in _SHORT:
        if text.startswith(iri) and len(text) > len(iri):
            return f"{prefix}:{text[len(iri) :]}"
    return text


def _data(graph: str | bytes | rdflib.Graph) -> rdflib.Graph:
    import rdflib

    data = rdflib.Graph()
    if isinstance(graph, str | bytes):
        try:
            data.parse(data=graph, format="nt")
        except Exception as error:  # rdflib's parsers raise many kinds
            raise OntologyError(f"the graph is no valid N-Triples: {error}") from error
        return data
    found = graph.quads() if isinstance(graph, rdflib.Dataset) else graph
    for quad in found:
        data.add((quad[0], quad[1], quad[2]))
    return data


@lru_cache(maxsize=4)
def _shapes(folder: Path) -> rdflib.Graph:
    return _read(folder / "shapes.ttl")


@lru_cache(maxsize=4)
def _background(folder: Path) -> tuple[tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef], ...]:
    """What the shapes need to know of the ontology: superclasses, and which properties are relations or metrics."""
    import rdflib

    ontology = _read(folder / "kg.ttl")
    kg = rdflib.Namespace(PREFIXES["kg"])
    found = [
        (subject, predicate, value)
        for predicate in (rdflib.RDFS.subClassOf, rdflib.RDF.type)
        for subject, value in ontology.subject_objects(predicate)
        if predicate == rdflib.RDFS.subClassOf or value in (kg.Relation, kg.Metric)
    ]
    return tuple(
        (subject, predicate, value)
        for subject, predicate, value in sorted(found)
        if isinstance(subject, rdflib.URIRef) and isinstance(value, rdflib.URIRef)
    )


def _read(path: Path) -> rdflib.Graph:
    import rdflib

    try:
        return rdflib.Graph().parse(data=path.read_bytes(), format="turtle")
    except OSError as error:
        raise OntologyError(f"{path.name}: cannot be read: {error.strerror}") from error
    except Exception as error:  # rdflib's parsers raise many kinds
        raise OntologyError(f"{path.name}: is no valid Turtle: {error}") from error


def _findings(report: rdflib.Graph, data: rdflib.Graph) -> Iterator[Violation]:
    import rdflib

    sh = rdflib.Namespace(_SH)
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        focus = report.value(result, sh.focusNode)
        value = report.value(result, sh.value)
        path = report.value(result, sh.resultPath)
        message = " ".join(sorted(str(text) for text in report.objects(result, sh.resultMessage)))
        if value is not None and value != focus:
            shown = " ".join(short(value).split())
            message += f" Found: {shown[:117] + '...' if len(shown) > 120 else shown}."
        severity = "violation" if report.value(result, sh.resultSeverity) == sh.Violation else "warning"
        yield Violation(short(focus), _path(report, path) if path is not None else "", message, severity)


def _path(report: rdflib.Graph, path: rdflib.term.Node) -> str:
    """A property path as SPARQL writes it."""
    import rdflib

    if not isinstance(path, rdflib.BNode):
        return short(path)
    sh = rdflib.Namespace(_SH)
    inverse = report.value(path, sh.inversePath)
    if inverse is not None:
        return "^" + _path(report, inverse)
    choices = report.value(path, sh.alternativePath)
    if choices is not None:
        return "|".join(_path(report, item) for item in report.items(choices))
    return "/".join(_path(report, item) for item in report.items(path))
