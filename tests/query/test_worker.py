"""What a worker answers: the same as the library and rdflib would, in each form, and no more than is wanted."""

from __future__ import annotations

import csv
import io
import json
from xml.dom import minidom

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store, parse

from kg.query.formats import GRAPHS, TABLES, for_xml
from kg.query.worker import Request, answer

XSD = "http://www.w3.org/2001/XMLSchema#"
ROWS = "SELECT ?s ?o { ?s <http://x/p> ?o } ORDER BY ?s"

texts = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=8)
terms = st.one_of(
    texts.map(Literal),
    st.builds(lambda text, tag: Literal(text, language=tag), texts, st.sampled_from(["en", "zh-Hans", "en-GB"])),
    st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(XSD + kind)),
        st.sampled_from(["05", "+5", "5.", ".5", "1E3", "1e3", "INF", "true", "1", "", " 5", "-0.0", "2024-02-30"]),
        st.sampled_from(["integer", "decimal", "double", "boolean", "date", "gYear", "string"]),
    ),
    st.sampled_from([BlankNode("b"), NamedNode("http://x/é€"), NamedNode("http://x/service")]),
)


def _store(values: list[object]) -> Store:
    store = Store()
    for number, value in enumerate(values):
        store.add(Quad(NamedNode(f"http://x/{number:02d}"), NamedNode("http://x/p"), value))  # type: ignore[arg-type]
    return store


@given(st.lists(terms, max_size=6), st.sampled_from(list(TABLES)))
@settings(max_examples=200, deadline=None)
def test_a_table_is_what_the_library_writes(values: list[object], form: str) -> None:
    """An answer with a bound goes through another form on its way; nothing of it is lost."""
    store = _store(values)
    for query in (ROWS, "SELECT * {}", "SELECT ?x {}", "SELECT ?x { {} UNION { BIND('' AS ?x) } UNION {} }"):
        expected = store.query(query).serialize(format=TABLES[form])
        if form == "xml":
            expected = for_xml(expected or b"")
            minidom.parseString(expected)
        for rows in (0, 50):
            assert tuple(answer(store, Request(query, table=form, rows=rows))) == (b"S", b".", expected)


@given(st.lists(terms, max_size=6), st.sampled_from(list(GRAPHS)))
@settings(max_examples=100, deadline=None)
def test_a_graph_holds_what_the_library_constructs(values: list[object], form: str) -> None:
    store = _store(values)
    query = "CONSTRUCT { ?s <http://x/q> ?o } { ?s <http://x/p> ?o }"
    found = answer(store, Request(query, graph=form, rows=50))
    if form == "rdfxml":
        minidom.parseString(found.content)
        return
    triples = {quad.triple for quad in parse(found.content, format=GRAPHS[form])}
    assert triples == set(store.query(query))  # type: ignore[arg-type]
    assert (found.kind, found.extent) == (b"G", b".")


@given(st.lists(terms, max_size=6))
@settings(max_examples=50, deadline=None)
def test_rdflib_finds_the_same(values: list[object]) -> None:
    store = _store(values)
    graph = rdflib.Graph().parse(data=store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()), format="nt")
    found = json.loads(answer(store, Request(ROWS, rows=50)).content)["results"]["bindings"]
    wanted = json.loads(graph.query(ROWS).serialize(format="json") or b"")["results"]["bindings"]

    def plain(rows: list[dict[str, dict[str, str]]]) -> list[tuple[str, str, str]]:
        return sorted(
            (row["s"]["value"], row["o"]["type"], "" if row["o"]["type"] == "bnode" else row["o"]["value"])
            for row in rows
        )

    if all(str(value).isprintable() for value in values):  # rdflib normalises some of the others
        assert [row[:2] for row in plain(found)] == [row[:2] for row in plain(wanted)]
    assert len(found) == len(wanted) == len(values)


@pytest.mark.parametrize("form", list(TABLES))
def test_no_more_rows_than_wanted(form: str) -> None:
    store = _store([Literal(f"line\nof {number}") for number in range(20)])
    whole = answer(store, Request(ROWS, table=form, rows=20))
    cut = answer(store, Request(ROWS, table=form, rows=7))
    assert (whole.extent, cut.extent) == (b".", b"r")
    assert (_count(whole.content, form), _count(cut.content, form)) == (20, 7)


@pytest.mark.parametrize("form", list(TABLES))
def test_no_more_bytes_than_wanted(form: str) -> None:
    store = _store([Literal("x" * 1000 + "\n") for _ in range(20)])
    cut = answer(store, Request(ROWS, table=form, rows=20, size=5000))
    assert (cut.extent, _count(cut.content, form)) == (b"s", 4)


def _count(content: bytes, form: str) -> int:
    if form == "json":
        return len(json.loads(content)["results"]["bindings"])
    if form == "xml":
        return len(minidom.parseString(content).getElementsByTagName("result"))
    if form == "csv":
        return len(list(csv.reader(io.StringIO(content.decode(), newline="")))) - 1
    return content.count(b"\n") - 1


@pytest.mark.parametrize("form", list(GRAPHS))
def test_no_more_triples_than_wanted(form: str) -> None:
    store = _store([Literal(f"line\nof {number}") for number in range(20)])
    query = "CONSTRUCT { ?s <http://x/p> ?o } { ?s <http://x/p> ?o }"
    for rows, extent, count in ((20, b".", 20), (7, b"r", 7)):
        found = answer(store, Request(query, graph=form, rows=rows))
        assert found.extent == extent
        assert len(list(parse(found.content, format=GRAPHS[form]))) == count


def test_graphs_are_sorted_and_without_repetition() -> None:
    store = _store([Literal("a"), Literal("b")])
    found = answer(store, Request("CONSTRUCT { ?s <x:b> 1 . <x:a> <x:a> <x:a> } { ?s ?p ?o }"))
    lines = found.content.decode().splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == 3


@pytest.mark.parametrize(
    ("request_", "kind", "message"),
    [
        (Request("SELECT *\n{ ?s ?p }"), b"I", "invalid at line 2"),
        (Request("SELECT * { ?s no:such ?o }"), b"I", "prefix is not declared"),
        (Request("ASK { FILTER(<x:f>(1)) }"), b"I", "not supported"),
        (Request("SELECT * { ?s ?p '\ud800' }"), b"I", "failed"),
        (Request("ASK {}", graphs=(("relative",), ())), b"I", "failed"),
        (Request("ASK {}", table=None), b"U", "a table: accept one of application/sparql-results+json"),
        (Request("DESCRIBE <x:a>", graph=None), b"U", "a graph: accept one of text/turtle"),
        (Request("CONSTRUCT { <x:a> <x:1> 1 } {}", graph="rdfxml"), b"U", "RDF/XML cannot hold this"),
        (Request("CONSTRUCT { <x:a> <x:b> <<( <x:a> <x:b> 1 )>> } {}", graph="jsonld"), b"U", "JSON-LD cannot hold"),
        (Request("DELETE WHERE { ?s ?p ?o }"), b"I", "DELETE is refused"),
    ],
)
def test_refusals_say_why(request_: Request, kind: bytes, message: str) -> None:
    store = Store()
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("c")))
    found = answer(store, request_)
    assert found.kind == kind
    assert message in found.content.decode()


def test_the_data_that_is_asked() -> None:
    store = Store()
    one, two = NamedNode("http://g/1"), NamedNode("http://g/2")
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("default")))
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("one"), one))
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("two"), two))

    def values(query: str, default: tuple[str, ...], named: tuple[str, ...]) -> list[str]:
        found = answer(store, Request(query, "csv", graphs=(default, named))).content
        return sorted(found.decode().split()[1:])

    everywhere = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert values(everywhere, (one.value, two.value), ()) == ["one", "two"]
    assert values(everywhere, (), (two.value,)) == ["two"]
    assert values(everywhere, (one.value,), (two.value,)) == ["one", "two"]
    assert values(everywhere, ("http://no/such",), ()) == []
    assert values("SELECT ?o FROM <http://g/2> { ?s ?p ?o }", (one.value,), ()) == ["one"]


def test_formats_have_media_types() -> None:
    assert TABLES["json"] == QueryResultsFormat.from_media_type("application/sparql-results+json")
