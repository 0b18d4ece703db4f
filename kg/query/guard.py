"""Which queries may run: SELECT, ASK, CONSTRUCT and DESCRIBE that ask nobody else."""

from __future__ import annotations

import re

from kg.errors import QueryError

#: SPARQL's tokens as far as telling keywords from everything else goes. Order matters: longest forms first.
_TOKEN = re.compile(
    r"""
      (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri>      <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment>  \#[^\n\r]* )
    | (?P<variable> [?$]\w+ )
    | (?P<tag>      @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name>     (?:[^\W\d_](?:[\w.-]*[\w-])?|_)? : (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                    (?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
                       (?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)? )
    | (?P<word>     [A-Za-z_]\w* )
    | (?P<other>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"))


def check(query: str) -> None:
    """Raises QueryError for an update, LOAD, or a query that would call another endpoint with SERVICE.

    Words inside strings, comments, IRIs and names are no keywords.

    >>> check('SELECT * { ?s ?p "SERVICE" } # LOAD <x>')
    >>> check("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: Line 1: SERVICE is refused: a query stays inside this store.
    """
    form = None
    for token in _TOKEN.finditer(query):
        if token.lastgroup != "word":
            continue
        word = token.group().upper()
        if word in _UPDATES and form is None:
            raise QueryError(
                f"Line {_line(query, token)}: {word} is refused: this is an update, and only queries run here."
            )
        if word == "SERVICE":
            raise QueryError(f"Line {_line(query, token)}: SERVICE is refused: a query stays inside this store.")
        if word in _FORMS:
            form = form or word


def _line(query: str, token: re.Match[str]) -> int:
    return query.count("\n", 0, token.start()) + 1
