"""Other people's queries: what runs, what is refused, and what is stopped."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from line_extractor import document, ingest

import kg
from kg.errors import QueryError, QueryStoppedError
from kg.query.graph import Graph
from kg.query.guard import safe
from kg.query.runner import Runner
from kg.query.sparql import formats, write
from kg.query.worker import Request

BODY = " ".join(f"(Firm {n}:Company) rivals (Firm {n + 1}:Company)." for n in range(60))


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("sparql") / "store"
    ingest(folder, document("a", "(Alibaba*:Company) rivals (DeepSeek*:Company)."), document("b", BODY))
    with kg.open(folder) as opened:
        yield opened


def test_select(graph: Graph) -> None:
    result = graph.sparql(
        "SELECT ?r ?l { ent:alibaba kg:rivals ?r . ?r skos:prefLabel ?l OPTIONAL { ?r kg:nothing ?n } }"
    )
    assert (result.kind, result.variables) == ("select", ("r", "l"))
    assert [(term.kind, term.value, term.language) for term in result.rows[0] if term] == [
        ("iri", "https://w3id.org/china-ai-kg/id/deepseek", None),
        ("literal", "DeepSeek", "en"),
    ]
    assert write(result, "csv").decode().splitlines() == ["r,l", "https://w3id.org/china-ai-kg/id/deepseek,DeepSeek"]
    for name in formats(result):
        assert b"DeepSeek" in write(result, name)
    with pytest.raises(QueryError, match="choose json, csv, tsv, xml"):
        write(result, "turtle")


def test_ask_construct_describe(graph: Graph) -> None:
    assert graph.sparql("ASK { ent:alibaba kg:rivals ent:deepseek }").boolean is True
    assert graph.sparql("ask { ent:alibaba kg:rivals ent:alibaba }").boolean is False
    made = graph.sparql("CONSTRUCT { ?b kg:rivals ?a } WHERE { ?a kg:rivals ?b } LIMIT 5")
    assert (made.kind, len(made.rows)) == ("graph", 5)
    assert b"kg:rivals" in write(made, "turtle")
    assert graph.sparql("DESCRIBE ent:alibaba").rows


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "Line 1: SERVICE is refused"),
        ("SELECT *\n{ ?s ?p ?o .\n service silent ?x { ?s ?p ?o } }", "Line 3: SERVICE is refused"),
        ("SELECT * { FILTER(?a<?b)SERVICE<http://x/>{}FILTER(?c>?d) }", "SERVICE is refused"),
        ("SELECT * { ?s ?p '''it's''' . SERVICE <x:> {} }", "SERVICE is refused"),
        ('SELECT * { ?s ?p "\\"" . SERVICE <x:> {} #" }', "SERVICE is refused"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD is refused"),
        ("PREFIX a: <b:>\nINSERT DATA { a:a a:b a:c }", "Line 2: INSERT is refused"),
        ("delete where { ?s ?p ?o }", "DELETE is refused"),
        ("DROP ALL", "DROP is refused"),
        ("SELECT * {\n  ?s ?p }", "invalid at line 2"),
        ("SELECT * { ?s nosuch:p ?o }", "a prefix is not declared"),
        ("", "invalid at line 1"),
        ("nonsense", "invalid at line 1"),
        ("SELECT * { ?s ?p '\udcff' }", "invalid|failed"),
    ],
)
def test_refused(graph: Graph, query: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        graph.sparql(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <x> {}' } # LOAD SERVICE",
        'SELECT * { ?s ?p """a "SERVICE" \n b""" }',
        "SELECT * { ?service ?p ?load . ?s <http://x/SERVICE> ?o }",
        "PREFIX s: <http://x/> SELECT * { ?s s:load s:SERVICE . _:service ?p 'x'@service }",
        "SELECT * { ?s kg:a.service ?o }",
        "SELECT (1 < 2 AS ?x) { }",
    ],
)
def test_words_that_are_no_keywords(graph: Graph, query: str) -> None:
    assert graph.sparql(query).kind == "select"


@given(st.text(alphabet="\"'\\<>#?:{}.SERVICE loadx\n@_", max_size=60))
def test_the_lexer_reads_anything(text: str) -> None:
    try:
        safe(text)
    except QueryError as error:
        assert "refused" in str(error)


def test_a_long_query_is_stopped_and_the_next_one_runs(graph: Graph) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(6)) + " }"
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"did not finish within 0.5 s"):
        graph.sparql(endless, timeout=0.5)
    assert time.monotonic() - started < 5
    assert graph.sparql("ASK {}").boolean is True


def test_a_hungry_query_is_stopped(graph: Graph) -> None:
    copy = graph._reader.path  # type: ignore[attr-defined]
    runner = Runner(copy, memory=1200 * 2**20)
    big = "SELECT * { " + " ".join(f"?a{i} kg:rivals ?c{i} ." for i in range(4)) + " } ORDER BY ?c3"
    try:
        with pytest.raises(QueryStoppedError, match="needs more memory"):
            runner.run(Request(big), 60)
        assert runner.run(Request("ASK {}"), 30).kind == b"A"
    finally:
        runner.close()
