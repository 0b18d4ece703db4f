"""Other people's SPARQL: run in a process that can be killed, its answer read back."""

from __future__ import annotations

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
from kg.query.formats import GRAPHS, TABLES, for_xml
from kg.query.runner import Runner
from kg.query.views import SparqlResult, TermView


def run(runner: Runner, query: str, timeout: float) -> SparqlResult:
    """Runs a query; the usual prefixes are known to it.

    Raises QueryError where it is invalid (with its line), an update, calls another endpoint, or takes more than
    `timeout` seconds or too much memory.
    """
    kind, _, content = runner.run(worker.Request(query), timeout)
    if kind not in (worker.SELECT, worker.ASK, worker.GRAPH):
        raise QueryError(content.decode("utf-8", "replace"))
    if kind == worker.ASK:
        answer = parse_query_results(content, format=QueryResultsFormat.JSON)
        return SparqlResult("ask", boolean=isinstance(answer, QueryBoolean) and bool(answer), raw=content)
    if kind == worker.GRAPH:
        triples = [quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES)]
        parts = tuple((_term(found.subject), _term(found.predicate), _term(found.object)) for found in triples)
        return SparqlResult("graph", ("subject", "predicate", "object"), parts, raw=content)
    solutions = parse_query_results(content, format=QueryResultsFormat.JSON)
    if not isinstance(solutions, QuerySolutions):
        raise QueryError("The query's answer cannot be read.")
    variables = tuple(variable.value for variable in solutions.variables)
    rows = tuple(tuple(None if value is None else _term(value) for value in solution) for solution in solutions)
    return SparqlResult("select", variables, rows, raw=content)


def formats(result: SparqlResult) -> tuple[str, ...]:
    """The names of the formats that an answer can be written in."""
    return tuple(GRAPHS if result.kind == "graph" else TABLES if result.kind == "select" else ("json", "xml"))


def write(result: SparqlResult, format: str) -> bytes:  # noqa: A002 - the word that users write
    """The answer in a standard format: json, csv, tsv or xml; for a graph turtle, ntriples, jsonld or rdfxml.

    Raises QueryError where the answer has no such form.
    """
    if format not in formats(result):
        known = ", ".join(formats(result))
        raise QueryError(f"The answer of this kind of query ({result.kind}) has no form {format!r}; choose {known}.")
    if result.kind == "graph":
        triples = [quad.triple for quad in parse(result.raw, format=RdfFormat.N_TRIPLES)]
        content = serialize(triples, format=GRAPHS[format], prefixes=PREFIXES) or b""
    else:
        table = parse_query_results(result.raw, format=QueryResultsFormat.JSON)
        content = table.serialize(format=TABLES[format]) or b""
    return for_xml(content) if format in ("xml", "rdfxml") else content


def _term(term: NamedNode | BlankNode | Literal | Triple) -> TermView:
    if isinstance(term, NamedNode):
        return TermView("iri", term.value)
    if isinstance(term, BlankNode):
        return TermView("bnode", term.value)
    if isinstance(term, Literal):
        plain = term.datatype.value in (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")
        return TermView("literal", term.value, None if plain else term.datatype.value, term.language)
    return TermView("literal", str(term))
