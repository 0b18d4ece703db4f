"""No query makes the program ask anybody: a real server listens, and must hear nothing."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import QueryError
from kg.query.guard import safe
from kg.query.worker import Request, answer

PATTERN = "{ ?s ?p ?o }"


class Listener:
    """A server on loopback that counts who calls, and answers nobody."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.calls += 1
                caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture(scope="module")
def store(listener: Listener) -> Store:
    """Something for each pattern to match, and an address in the data."""
    found = Store()
    for value in (Literal("a service"), NamedNode(listener.address), Literal(True), Literal(5)):
        found.add(Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), value))
    return found


#: Each is a pattern that calls out, or might where a reader of ours and Oxigraph's differ. U stands for the address.
ATTACKS = [
    "SERVICE <U> {P}",
    "SERVICE SILENT <U> {P}",
    "service silent<U>{P}",
    "SERVICEsilent<U>{P}",
    "SERVICESILENT <U> {P}",
    "SERVICE ex: {P}",
    "SERVICE ex:a {P}",
    "SERVICEex: {P}",
    "SERVICEex:a {P}",
    "SERVICE:a {P}",
    "SERVICESILENTex:a {P}",
    "?s ?p ?x . SERVICE ?x {P}",
    "?s ?p ?x . SERVICE?x{P}",
    "?s ?p ?x . SERVICE$x{P}",
    "{ SELECT * { SERVICE <U> {P} } }",
    "{ SELECT * { SERVICEex:a {P} } LIMIT 1 }",
    "OPTIONAL { SERVICE <U> {P} }",
    "OPTIONAL{SERVICE<U>{P}}",
    "MINUS { SERVICE <U> {P} }",
    "{} UNION { SERVICE <U> {P} }",
    "GRAPH ?g { SERVICE <U> {P} }",
    "FILTER EXISTS { SERVICE <U> {P} }",
    "FILTER NOT EXISTS { SERVICE SILENT <U> {P} }",
    "BIND(EXISTS { SERVICE <U> {P} } AS ?e)",
    "?s ?p true.SERVICE<U>{P}",
    "?s ?p trueSERVICE<U>{P}",
    "?s ?p trueSERVICEex:a{P}",
    "?s ?p 5SERVICE<U>{P}",
    "?s ?p 1e0SERVICE<U>{P}",
    "?s ?p 5.SERVICE<U>{P}",
    "?s ?p ?o.SERVICE<U>{P}",
    "?s ?p 'a service'SERVICE<U>{P}",
    "?s ?p 'a service'@enSERVICE<U>{P}",
    "?s ?p 'a service'@en-SERVICE<U>{P}",
    "?s ?p 'a service'@en--SERVICE<U>{P}",
    "?s ?p ex:\u0300SERVICE<U>{P}",
    # an IRI to one reader, an operator and a comment to the other
    "?s ?p ?o FILTER(?s<?p||true)SERVICE#>\n:a{P}",
    "?s ?p ?o FILTER(?s<?p||true)SERVICEex:a#>\n{P}",
    "?s ?p ?o FILTER(1<2)SERVICE#>\n<U>{P}",
    # a string to one reader, the end of a name to the other
    "?s ex:a\u0300\\'b ?o. SERVICE <U> {P} #'",
    "?s ex:\u00b7\\'b ?o. SERVICE <U> {P} #'",
    "?s ?p '\\u0027 . SERVICE <U> {P} #'",
    '?s ?p """a"""" . SERVICE <U> {P} #"',
    "?s ?p ''' ' '''' . SERVICE <U> {P} #'",
    "VALUES ?v { '' ''' } SERVICE <U> {P} #''' }",
    "?s ?p '\f' . SERVICE <U> {P}",
    # a comment that ends early for one
    "# \\u000A SERVICE <U> {P}\n",
    "# \\n SERVICE <U> {P}\n",
    "# \f SERVICE <U> {P}\n",
    "# \u0085 SERVICE <U> {P}\n",
    "# \u2028 SERVICE <U> {P}\n",
    "# \r SERVICE <U> {P}\n",
    "\\u0053ERVICE <U> {P}",
    "SERV\\U00000049CE <U> {P}",
    "SERV\u0131CE <U> {P}",
    "\u017fERVICE <U> {P}",
    "_SERVICE <U> {P}",
    "?SERVICE <U> {P}",
    "ex:SERVICE <U> {P}",
    "ex:p?SERVICE <U> {P}",
    "?s ex:p?SERVICE <U> {P}",
    "?s a:SERVICE <U> {P}",
    "GRAPH <U> {P}",
    "BIND(<U>('x') AS ?y)",
]


def _ask(store: Store, query: str) -> bytes:
    return answer(store, Request(query, rows=10)).content


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_is_asked(store: Store, listener: Listener, attack: str) -> None:
    text = attack.replace("U>", listener.address + ">").replace("{P}", PATTERN)
    prologue = f"PREFIX ex: <{listener.address}> PREFIX : <{listener.address}> "
    for query in (f"SELECT * {{ {text} }}", f"ASK {{ {text} }}", f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {text} }}"):
        _ask(store, prologue + query)
    assert listener.calls == 0


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <U> { ?s ?p ?o }",
        "SELECT * FROM NAMED <U> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * FROM <FILE> { ?s ?p ?o }",
        "SELECT * FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH <FILE> { ?s ?p ?o } }",
        "DESCRIBE <FILE>",
        "DESCRIBE <U>",
        "LOAD <U>",
        "LOAD <FILE>",
        "ASK {} ; LOAD <U>",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "CREATE GRAPH <U>",
    ],
)
def test_nothing_is_read_or_written(store: Store, listener: Listener, tmp_path: Path, query: str) -> None:
    file = tmp_path / "secret.nt"
    file.write_text("<x:a> <x:b> 'opensesame' .\n")
    size = len(store)
    found = _ask(store, query.replace("U>", listener.address + ">").replace("FILE>", file.as_uri() + ">"))
    assert b"opensesame" not in found
    graphs = ((listener.address, file.as_uri()), (listener.address, file.as_uri()))
    for asked in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
        assert b"opensesame" not in answer(store, Request(asked, graphs=graphs)).content
    assert (listener.calls, len(store)) == (0, size)


FRAGMENTS = st.sampled_from(
    ["SERVICE", "service ", "SERVICEex:a", "SILENT", "<U>", "ex:a", ":a", "?o", "$x", "{ ?s ?p ?o }", " . ", "{", "}",
     "FILTER(?s<?p)", "FILTER(1<2)", "BIND(1 AS ?q)", "?s ?p ", "true", "1e0", "5", "'", '"', "'''", '"""', "\\", "#",
     ">", "<", "\n", "\r", "@en", "@en-", "^^", "\u0300", "\u00b7", "_:b", "VALUES ?v { 1 }", "UNION", "OPTIONAL", "a"]
)  # fmt: skip


@given(st.lists(FRAGMENTS, min_size=1, max_size=12))
@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_nothing_is_asked_by_any_mixture(store: Store, listener: Listener, parts: list[str]) -> None:
    text = "".join(parts).replace("U>", listener.address + ">")
    _ask(store, f"PREFIX ex: <{listener.address}> PREFIX : <{listener.address}> SELECT * {{ {text} }}")
    assert listener.calls == 0


def test_the_server_would_hear(store: Store, listener: Listener) -> None:
    """Without the guard it is called: the tests above would notice."""
    calls = Listener()
    store.query(f"SELECT * {{ SERVICE SILENT <{calls.address}> {{ ?s ?p ?o }} }}").serialize(format=_json())
    assert calls.calls == 1
    calls.close()


def _json() -> object:
    from pyoxigraph import QueryResultsFormat

    return QueryResultsFormat.JSON


@pytest.mark.parametrize(
    "text",
    ["a service", "SERVICE", "self-service, Service\tand \\u0073ervice", "\u017fervice"],
)
def test_words_keep_their_meaning(text: str) -> None:
    """A string or an IRI with the word in it is asked for as it stands."""
    store = Store()
    subject = NamedNode("http://x/service/SERVICE")
    store.add(Quad(subject, NamedNode("http://x/service"), Literal(text)))
    written = str(Literal(text))
    for query in (
        f"ASK {{ ?service <http://x/service> {written} }}",
        f"ASK {{ ?s ?p ?o FILTER(STR(?o) = '''{written[1:-1]}''') }} # service",
        "BASE <http://x/service/> ASK { <SERVICE> ?p ?o }",
        "PREFIX s: <http://x/service/> ASK { s:SERVICE ?service ?o }",
    ):
        assert b"true" in answer(store, Request(query)).content, query


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p '\\service' }", "SELECT * { ?s ?p '\\\\\\service' }"])
def test_a_wrong_escape_stays_wrong(query: str) -> None:
    assert answer(Store(), Request(query)).kind == b"I"


def test_a_prefix_that_could_be_read_as_service_is_refused() -> None:
    with pytest.raises(QueryError, match=r"Line 2: the prefix 'myservice' is refused"):
        safe("# one\nPREFIX myservice: <http://x/> ASK {}")
