"""Other people's SPARQL: checked, run in a process that can be killed, its answer read back."""

from __future__ import annotations

import re

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)

from kg.errors import QueryError
from kg.model.ids import PREFIXES
from kg.query import worker
from kg.query.guard import check
from kg.query.views import SparqlResult, TermView

_PLACE = re.compile(r"error at (\d+):(\d+)")
_TABLES = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
_GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
}


def run(runner: worker.Worker, query: str, timeout: float) -> SparqlResult:
    """Runs a query; the usual prefixes are known to it.

    Raises QueryError where it is invalid (with its line), an update, calls another endpoint, or takes more than
    `timeout` seconds or too much memory.
    """
    check(query)
    kind, content = runner.run(query, timeout)
    if kind == worker.INVALID:
        raise QueryError(_explain(query, content.decode("utf-8", "replace")))
    if kind == worker.FAILED:
        raise QueryError(f"The query failed: {content.decode('utf-8', 'replace')}")
    if kind == worker.ASK:
        answer = parse_query_results(content, format=QueryResultsFormat.JSON)
        return SparqlResult("ask", boolean=isinstance(answer, QueryBoolean) and bool(answer), raw=content)
    if kind == worker.GRAPH:
        triples = sorted({quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES)}, key=str)
        parts = tuple((_term(found.subject), _term(found.predicate), _term(found.object)) for found in triples)
        raw = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
        return SparqlResult("graph", ("subject", "predicate", "object"), parts, raw=raw)
    solutions = parse_query_results(content, format=QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise QueryError("The query's answer cannot be read.")
    variables = tuple(variable.value for variable in solutions.variables)
    rows = tuple(tuple(None if value is None else _term(value) for value in solution) for solution in solutions)
    return SparqlResult("select", variables, rows, raw=content)


def formats(result: SparqlResult) -> tuple[str, ...]:
    """The names of the formats that an answer can be written in."""
    return tuple(_GRAPHS if result.kind == "graph" else _TABLES if result.kind == "select" else ("json", "xml"))


def write(result: SparqlResult, format: str) -> bytes:  # noqa: A002 - the word that users write
    """The answer in a standard format: json, csv, tsv or xml; for a graph turtle, ntriples, jsonld or rdfxml.

    Raises QueryError where the answer has no such form.
    """
    if format not in formats(result):
        known = ", ".join(formats(result))
        raise QueryError(f"The answer of this kind of query ({result.kind}) has no form {format!r}; choose {known}.")
    if result.kind == "graph":
        triples = [quad.triple for quad in parse(result.raw, format=RdfFormat.N_TRIPLES)]
        return serialize(triples, format=_GRAPHS[format], prefixes=PREFIXES) or b""
    return parse_query_results(result.raw, format=QueryResultsFormat.JSON).serialize(format=_TABLES[format]) or b""


def _term(term: NamedNode | BlankNode | Literal | Triple) -> TermView:
    if isinstance(term, NamedNode):
        return TermView("iri", term.value)
    if isinstance(term, BlankNode):
        return TermView("bnode", term.value)
    if isinstance(term, Literal):
        plain = term.datatype.value in (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")
        return TermView("literal", term.value, None if plain else term.datatype.value, term.language)
    return TermView("literal", str(term))


def _explain(query: str, message: str) -> str:
    found = _PLACE.search(message)
    if found is None:
        return f"The query is invalid: {message.splitlines()[0] if message else 'it cannot be read'}"
    line, column = int(found.group(1)), int(found.group(2))
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].strip()
    why = " (a prefix is not declared)" if "Prefix not found" in message else ""
    return f"The query is invalid at line {line}, column {column}{why}: {shown}"
