"""SPARQL 1.1 Protocol: what a request asks, and in which form its answer is wanted."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request

from kg.web.negotiate import best

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
METHODS = {"allow": "GET, HEAD, POST, OPTIONS"}
#: Media type → form of kg.query.formats; the first of those that a client likes equally is what it gets.
TABLE_TYPES = {
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "text/plain": "ntriples",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/xml": "rdfxml",
}
#: What else `format` may say: the media types of a table and of a graph.
_NAMES: dict[str, tuple[str | None, str | None]] = {
    "json": ("application/sparql-results+json", "application/ld+json"),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "csv": ("text/csv", None),
    "tsv": ("text/tab-separated-values", None),
    "turtle": (None, "text/turtle"),
    "ttl": (None, "text/turtle"),
    "ntriples": (None, "application/n-triples"),
    "nt": (None, "application/n-triples"),
    "jsonld": (None, "application/ld+json"),
    "rdfxml": (None, "application/rdf+xml"),
    "rdf": (None, "application/rdf+xml"),
}
_MOST_BYTES = 1_000_000
_MOST_PARAMETERS = 500


class RefusedError(Exception):
    """A request that gets no answer: its status, why, and headers that belong to it."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Asked:
    """A query (None: what the endpoint is), the graphs to ask, and the format named beside it."""

    query: str | None
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None
    format: str | None


async def read(request: Request) -> Asked:
    """What the request asks. Raises RefusedError (400, 405, 413, 415) where that is nothing this endpoint can do."""
    if request.method not in ("GET", "HEAD", "POST"):
        raise RefusedError(405, f"{request.method} is not for queries: use GET or POST.", METHODS)
    given = _parameters(request.scope["query_string"])
    if request.method == "POST":
        kind = _media_type(request)
        body = await _body(request)
        given += _parameters(body) if kind == FORM else [("query", _text(body))]
    if any(name == "update" for name, _ in given):
        raise RefusedError(400, "Updates are refused: this endpoint is for queries.")
    queries = _all(given, "query")
    if len(queries) > 1:
        raise RefusedError(400, f"A request holds one query, not {len(queries)}.")
    default, named = tuple(_all(given, "default-graph-uri")), tuple(_all(given, "named-graph-uri"))
    if not queries and (request.method == "POST" or default or named):
        raise RefusedError(400, "The request holds no query: give it in the parameter “query”.")
    formats = [*_all(given, "format"), *_all(given, "output")]
    return Asked(
        queries[0] if queries else None, (default, named) if default or named else None, formats[0] if formats else None
    )


def wanted(request: Request, named: str | None) -> tuple[str | None, str | None]:
    """The media types for a table and for a graph; one of them may be None.

    `named` is what the parameter `format` says; without it the Accept header decides. Raises RefusedError (400, 406).
    """
    if named is not None:
        name = named.strip().lower().replace(" ", "+")  # a plus sign in an address stands for a space
        found = _NAMES.get(name) or (name if name in TABLE_TYPES else None, name if name in GRAPH_TYPES else None)
        if found == (None, None):
            raise RefusedError(400, f"There is no format {named[:40]!r}: choose one of {', '.join(_NAMES)}.")
        return found
    table, graph = _liked(accepted(request))
    if table is None and graph is None:
        offered = ", ".join(dict.fromkeys((*TABLE_TYPES, *GRAPH_TYPES)))
        raise RefusedError(406, f"No answer has a form that the Accept header names. There are: {offered}.")
    return table, graph


@functools.lru_cache(100)
def _liked(accept: str | None) -> tuple[str | None, str | None]:
    return best(accept, list(TABLE_TYPES)), best(accept, list(GRAPH_TYPES))


def accepted(request: Request) -> str | None:
    """The Accept header, of however many lines."""
    return ", ".join(request.headers.getlist("accept")) or None


def _media_type(request: Request) -> str:
    """Raises RefusedError where a query cannot come as that type, or in another charset than UTF-8."""
    kind, *parameters = (part.strip() for part in request.headers.get("content-type", "").lower().split(";"))
    offered = {"accept-post": f"{FORM}, {DIRECT}"}
    if kind == "application/sparql-update":
        raise RefusedError(415, "Updates are refused: this endpoint is for queries.", offered)
    if kind not in (FORM, DIRECT):
        raise RefusedError(415, f"A query comes as {FORM} or as {DIRECT}, not as {kind[:60] or 'nothing'}.", offered)
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise RefusedError(415, "A query comes in UTF-8.", offered)
    return kind


async def _body(request: Request) -> bytes:
    content = bytearray()
    async for part in request.stream():
        content += part
        if len(content) > _MOST_BYTES:
            raise RefusedError(413, f"The request is larger than {_MOST_BYTES:,} bytes.")
    return bytes(content)


def _parameters(content: bytes) -> list[tuple[str, str]]:
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError:
        raise RefusedError(400, "Parameters are percent-encoded UTF-8.") from None
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise RefusedError(400, "A parameter is not UTF-8.") from None
    except ValueError:
        raise RefusedError(400, f"The request has more than {_MOST_PARAMETERS} parameters.") from None


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RefusedError(400, "The query is not UTF-8.") from None


def _all(given: list[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in given if key == name]
