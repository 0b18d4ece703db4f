"""What the endpoint says about itself: a service description (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.namespaces import PREFIXES
from kg.query.formats import GRAPHS, TABLES, for_xml
from kg.web.fleet import Limits

_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_FORMATS = "http://www.w3.org/ns/formats/"
#: Names of the formats at https://www.w3.org/ns/formats/.
_FORMAT_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}


def describe(endpoint: str, limits: Limits, form: str) -> bytes:
    """The description of the endpoint at that address, in a form of kg.query.formats.GRAPHS.

    It names no feature: none of those that the vocabulary knows is there. The bounds are told in words.
    """
    service, dataset, graph = NamedNode(endpoint), BlankNode("dataset"), BlankNode("graph")
    words = (
        f"Queries only. A query has {limits.deadline:g} s; an answer holds at most {limits.rows:,} rows or triples and "
        f"{limits.size:,} bytes. One that ends there is well-formed, and the header Result-Truncated tells the bound. "
        "SERVICE is refused; graphs that are not in the store are empty. The usual prefixes need no declaration."
    )
    forms = [NamedNode(_FORMATS + _FORMAT_NAMES[name]) for name in (*TABLES, *GRAPHS)]
    triples = [
        Triple(service, _TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), service),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        *(Triple(service, _sd("resultFormat"), found) for found in forms),
        Triple(service, NamedNode(PREFIXES["rdfs"] + "comment"), Literal(words, language="en")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), graph),
        Triple(graph, _TYPE, _sd("Graph")),
    ]
    prefixes = {"sd": _SD, "rdfs": PREFIXES["rdfs"], "formats": _FORMATS}
    content = serialize(triples, format=GRAPHS[form], prefixes=prefixes) or b""
    return for_xml(content) if GRAPHS[form] == RdfFormat.RDF_XML else content


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
