"""Which queries may run: SELECT, ASK, CONSTRUCT and DESCRIBE that ask nobody else.

Oxigraph does go out for SERVICE, and reads keywords without a boundary after them (`SERVICEex:a {}` calls out), so no
reading of ours decides alone: what is handed on does not hold these letters where they could be a keyword.
"""

from __future__ import annotations

import re

from kg.errors import QueryError

#: SPARQL's tokens as far as telling keywords from everything else goes. Order matters: longest forms first.
_TOKEN = re.compile(
    r"""
      (?P<space>  \s+ )
    | (?P<string> \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<iri>      <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<comment>  \#[^\n\r]* )
    | (?P<variable> [?$]\w+ )
    | (?P<tag>      @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<name>     (?P<prefix>(?:[^\W\d_](?:[\w.-]*[\w-])?|_)?) :
                    (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])
                    (?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*
                       (?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]))?)? )
    | (?P<word>     [A-Za-z_]\w* )
    | (?P<other>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"))
_SERVICE = re.compile("(s)(e)(rvice)", re.IGNORECASE)


def safe(query: str) -> str:
    r"""The query in a form that asks nobody else: what may be run in its place, with the same meaning and lines.

    In strings, IRIs and comments an escape takes the place of a letter of "service": should Oxigraph read a keyword
    there after all, it finds none. Variables, tags and the part of a name behind its colon cannot be taken for one.
    Raises QueryError for an update, LOAD, SERVICE, and a prefix with "service" in it.

    >>> safe("SELECT * { ?service kg:service 'SERVICE' } # LOAD <x>")
    "SELECT * { ?service kg:service 'S\\u0045RVICE' } # LOAD <x>"
    >>> safe("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    kg.errors.QueryError: Line 1: SERVICE is refused: a query stays inside this store.
    """
    queried = False
    parts: list[str] = []
    for token in _TOKEN.finditer(query):
        kind, text = token.lastgroup, token.group()
        if kind in ("string", "iri", "comment"):
            text = _SERVICE.sub(_escaped, text)
        elif kind == "name" and _SERVICE.search(token.group("prefix")):
            raise QueryError(
                f"Line {_line(query, token)}: the prefix {token.group('prefix')!r} is refused: it could be read as "
                "SERVICE; choose another."
            )
        elif kind == "word":
            word = text.upper()
            if word in _UPDATES and not queried:
                raise QueryError(
                    f"Line {_line(query, token)}: {word} is refused: this is an update, and only queries run here."
                )
            if _SERVICE.search(text):
                raise QueryError(f"Line {_line(query, token)}: SERVICE is refused: a query stays inside this store.")
            queried = queried or word in _FORMS
        parts.append(text)
    return "".join(parts)


def _escaped(found: re.Match[str]) -> str:
    first, second, rest = found.groups()
    return f"{first}\\u{ord(second):04X}{rest}"


def _line(query: str, token: re.Match[str]) -> int:
    return query.count("\n", 0, token.start()) + 1
