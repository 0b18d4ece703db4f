"""`kg query`: SPARQL on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import Positive, formats, open_graph
from kg.cli.render import Page, Table, show, write_bytes
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.query.views import SparqlResult, TermView

_MOST_BYTES = 1_000_000


@click.command(epilog="Example: kg query 'SELECT ?who WHERE { ent:alibaba kg:rivals ?who }'")
@click.argument("query", required=False)
@click.option("--timeout", type=Positive(), metavar="SECONDS", help="Stop after. Default: KG_QUERY_TIMEOUT, else 30.")
@formats("table", "json", "csv", "tsv", "turtle")
@click.pass_context
def query(ctx: click.Context, query: str | None, timeout: float | None, form: str) -> None:
    """Run SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE.

    QUERY is the query itself, the name of a file that holds it, or - for standard input. The usual prefixes are known:
    kg, ent, p, ps, st, ev, doc, schema, skos, prov, rdf, rdfs, xsd and more. SERVICE and updates are refused.
    """
    text = _text(query)
    with open_graph(ctx) as graph:
        found = graph.sparql(text, timeout)
    if form == "turtle" and found.kind != "graph":
        raise UsageError("Turtle is for CONSTRUCT and DESCRIBE; choose table, json, csv or tsv.")
    if form == "tsv" and found.kind == "ask":
        raise UsageError("An ASK has no rows; choose table, json or csv.")
    if form in ("turtle", "tsv") or (form == "json" and found.kind != "graph"):
        _standard(found, form)
    else:
        show(_page(found), form)


def _text(given: str | None) -> str:
    """The query: as given, out of a file, or from standard input."""
    if given is None or given == "-":
        if given is None and sys.stdin.isatty():
            raise click.UsageError("Missing argument 'QUERY': give a query, a file, or - for standard input.")
        return _decoded(sys.stdin.buffer.read(_MOST_BYTES + 1), "standard input")
    path = Path(given)
    named = "\n" not in given and "{" not in given
    if named and (path.suffix in (".rq", ".sparql") or _is_there(path)):
        try:
            with path.open("rb") as file:
                return _decoded(file.read(_MOST_BYTES + 1), str(path))
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    return _decoded(given.encode("utf-8", "surrogateescape"), "QUERY")


def _is_there(path: Path) -> bool:
    try:
        return bool(path.name) and path.exists()
    except (OSError, ValueError):  # too long for a name
        return False


def _decoded(content: bytes, where: str) -> str:
    if len(content) > _MOST_BYTES:
        raise UsageError(f"{where}: is larger than {_MOST_BYTES:,} bytes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{where}: is not UTF-8; save it as UTF-8.") from error
    if not text.strip():
        raise UsageError(f"{where}: holds no query; write one.")
    return text


def _standard(found: SparqlResult, form: str) -> None:
    from kg.cli.plain import escaped
    from kg.query import sparql

    if form == "tsv" and found.kind == "graph":
        rows = ("\t".join(_turtle_term(term) for term in row) for row in found.rows)
        content = "\n".join(("\t".join(f"?{name}" for name in found.variables), *rows)).encode("utf-8", "replace")
    else:
        content = sparql.write(found, form)
    text = escaped(content.decode("utf-8", "replace"))
    write_bytes((text if text.endswith("\n") else text + "\n").encode("utf-8", "replace"))


def _page(found: SparqlResult) -> Page:
    if found.boolean is not None:
        answer = "yes" if found.boolean else "no"
        return Page([answer], found.boolean, ("answer",), [[found.boolean]])
    rows = [[_short(term) for term in row] for row in found.rows]
    plain = [[None if term is None else term.value for term in row] for row in found.rows]
    table = [Table(found.variables, rows)] if rows else []
    listed = [
        {name: _json(term) for name, term in zip(found.variables, row, strict=True) if term is not None}
        for row in found.rows
    ]
    return Page(table, listed, found.variables, plain, empty="No rows.")


def _short(term: TermView | None) -> str:
    """A term as a reader likes it: IRIs with their prefixes, literals without quotes, the language after an @."""
    if term is None:
        return ""
    if term.kind == "iri":
        from kg.ontology.shapes import short

        return short(term.value)
    if term.kind == "bnode":
        return f"_:{term.value}"
    return f"{term.value}@{term.language}" if term.language else term.value


def _json(term: TermView) -> dict[str, Any]:
    """A term as SPARQL's own JSON writes it."""
    plain: dict[str, Any] = {"type": "uri" if term.kind == "iri" else term.kind, "value": term.value}
    if term.language:
        plain["xml:lang"] = term.language
    elif term.datatype:
        plain["datatype"] = term.datatype
    return plain


def _turtle_term(term: TermView | None) -> str:
    import pyoxigraph as ox

    if term is None:
        return ""
    if term.kind == "iri":
        return str(ox.NamedNode(term.value))
    if term.kind == "bnode":
        return f"_:{term.value}"
    if term.language:
        return str(ox.Literal(term.value, language=term.language))
    datatype = ox.NamedNode(term.datatype) if term.datatype else None
    return str(ox.Literal(term.value, datatype=datatype)).replace("\t", "\\t")
