"""SPARQL 1.1 Protocol, its query operation, as a table of requests and expected answers.

Written from https://www.w3.org/TR/sparql11-protocol/ (sections named in the rows), with the requests of the W3C's own
protocol tests among them, run against a real server on loopback.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode
from xml.etree import ElementTree

import endpoint_server
import pytest
import rdflib
import serving
from endpoint_server import publish

DATA = """
<http://x/a> <http://x/p> "default", "中文"@zh .
GRAPH <http://g/1> { <http://x/a> <http://x/p> "one" }
GRAPH <http://g/2> { <http://x/a> <http://x/p> "two" }
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
ASK, SELECT = "ASK {}", "SELECT ?o { ?s ?p ?o } ORDER BY ?o"
CONSTRUCT, DESCRIBE = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "DESCRIBE <http://x/a>"
EVERYWHERE = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?o"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SRJ, SRX = "application/sparql-results+json", "application/sparql-results+xml"
Check = Callable[[bytes], None]


@pytest.fixture(scope="module", params=["alone", "site"])
def base(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server: of the endpoint alone, and of `kg serve` with all that stands before it."""
    folder = tmp_path_factory.mktemp("protocol") / "store"
    publish(folder, DATA)
    if request.param == "alone":
        with endpoint_server.serving(folder) as server:
            yield server.base
    else:
        with serving.serving(folder, folder.with_name("log")) as site:
            yield site.address


@dataclass
class Case:
    """A request, and what must come back."""

    name: str
    method: str = "GET"
    target: str = "/sparql"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | str | None = None
    status: int = 200
    type: str | None = None
    check: Check | None = None
    told: dict[str, str] = field(default_factory=dict)


def url(**parameters: str | list[str]) -> str:
    return "/sparql?" + urlencode({name.replace("_", "-"): value for name, value in parameters.items()}, doseq=True)


def form(**parameters: str | list[str]) -> str:
    return url(**parameters).partition("?")[2]


def yes(content: bytes) -> None:
    assert json.loads(content)["boolean"] is True


def values(*expected: str) -> Check:
    def check(content: bytes) -> None:
        assert sorted(row["o"]["value"] for row in json.loads(content)["results"]["bindings"]) == sorted(expected)

    return check


def xml_values(content: bytes) -> None:
    found = ElementTree.fromstring(content)
    space = "{http://www.w3.org/2005/sparql-results#}"
    assert [element.text for element in found.iter(space + "literal")] == ["default", "中文"]


def rows(delimiter: str, *expected: list[str]) -> Check:
    def check(content: bytes) -> None:
        text = io.StringIO(content.decode(), newline="")
        found = csv.reader(
            text, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
        )
        assert list(found) == list(expected)

    return check


def triples(syntax: str, count: int = 2) -> Check:
    def check(content: bytes) -> None:
        assert len(rdflib.Graph().parse(data=content, format=syntax)) == count

    return check


def says(*words: str) -> Check:
    def check(content: bytes) -> None:
        assert all(word in content.decode() for word in words), content
        assert content.decode().endswith("\n")

    return check


def described(syntax: str) -> Check:
    def check(content: bytes) -> None:
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        graph = rdflib.Graph().parse(data=content, format=syntax)
        service = graph.value(predicate=rdflib.RDF.type, object=sd.Service)
        assert str(graph.value(service, sd.endpoint)).endswith("/sparql")
        assert (service, sd.supportedLanguage, sd.SPARQL11Query) in graph
        assert len(list(graph.objects(service, sd.resultFormat))) == 8
        assert graph.value(graph.value(service, sd.defaultDataset), sd.defaultGraph) is not None

    return check


def empty(content: bytes) -> None:
    assert content == b""


CASES = [
    # 2.1.1 query via GET
    Case("GET", target=url(query=ASK), type=SRJ, check=yes),
    Case("GET, no Accept", target=url(query=SELECT), type=SRJ, check=values("default", "中文")),
    Case("GET, query with spaces as plus", target="/sparql?query=ASK+%7B%7D", type=SRJ, check=yes),
    Case("GET, query with spaces as %20", target="/sparql?query=ASK%20%7B%7D", type=SRJ, check=yes),
    Case("GET, UTF-8", target=url(query="ASK { ?s ?p '中文'@zh }"), type=SRJ, check=yes),
    Case("GET, other parameters are ignored", target=url(query=ASK, _="1"), type=SRJ, check=yes),
    Case("HEAD", "HEAD", url(query=ASK), type=SRJ, check=empty),
    # 2.1.2 query via URL-encoded POST
    Case("form POST", "POST", headers=FORM, body=form(query=ASK), type=SRJ, check=yes),
    Case(
        "form POST with charset", "POST", headers={"Content-Type": FORM["Content-Type"] + "; charset=UTF-8"},
        body=form(query=ASK), type=SRJ, check=yes,
    ),
    Case("form POST, UTF-8", "POST", headers=FORM, body=form(query="ASK { ?s ?p '中文'@zh }"), type=SRJ, check=yes),
    # 2.1.3 query via POST directly
    Case("direct POST", "POST", headers=DIRECT, body=ASK, type=SRJ, check=yes),
    Case(
        "direct POST with charset", "POST", headers={"Content-Type": 'application/sparql-query;charset="utf-8"'},
        body="ASK { ?s ?p '中文'@zh }".encode(), type=SRJ, check=yes,
    ),
    Case("direct POST, media type in capitals", "POST", headers={"Content-Type": "Application/SPARQL-Query"},
         body=ASK, type=SRJ, check=yes),
    Case("direct POST, byte order mark", "POST", headers=DIRECT, body="\ufeffASK {}".encode(), type=SRJ, check=yes),
    # 2.1.4 the data that is asked
    Case("default graph, GET", target=url(query=SELECT, default_graph_uri="http://g/1"), check=values("one")),
    Case("default graph, form POST", "POST", headers=FORM,
         body=form(query=SELECT, default_graph_uri="http://g/1"), check=values("one")),
    Case("default graph, direct POST", "POST", url(default_graph_uri="http://g/1"), DIRECT, SELECT,
         check=values("one")),
    Case("several default graphs, GET", target=url(query=SELECT, default_graph_uri=["http://g/1", "http://g/2"]),
         check=values("one", "two")),
    Case("several default graphs, form POST", "POST", headers=FORM,
         body=form(query=SELECT, default_graph_uri=["http://g/1", "http://g/2"]), check=values("one", "two")),
    Case("named graph, GET", target=url(query=EVERYWHERE, named_graph_uri="http://g/2"), check=values("two")),
    Case("named graphs, form POST", "POST", headers=FORM,
         body=form(query=EVERYWHERE, named_graph_uri=["http://g/1", "http://g/2"]), check=values("one", "two")),
    Case("default and named graphs", target=url(query=EVERYWHERE, default_graph_uri="http://g/1",
         named_graph_uri="http://g/2"), check=values("one", "two")),
    Case("the protocol's graphs stand before the query's",
         target=url(query="SELECT ?o FROM <http://g/2> { ?s ?p ?o }", default_graph_uri="http://g/1"),
         check=values("one")),
    Case("the query's own graphs", target=url(query="SELECT ?o FROM <http://g/2> { ?s ?p ?o }"), check=values("two")),
    Case("a graph that is not in the store", target=url(query=SELECT, default_graph_uri="http://g/9"), check=values()),
    Case("a graph that is no IRI", target=url(query=SELECT, default_graph_uri="g9"), status=400),
    # 2.1.5 to 2.1.7 and content negotiation
    *(
        Case(f"{name}, Accept {accept}", target=url(query=query), headers={"Accept": accept}, type=media, check=check)
        for name, query, accept, media, check in [
            ("SELECT", SELECT, SRJ, SRJ, values("default", "中文")),
            ("SELECT", SELECT, SRX, SRX, xml_values),
            ("SELECT", SELECT, "text/csv", "text/csv; charset=utf-8", rows(",", ["o"], ["default"], ["中文"])),
            ("SELECT", SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8",
             rows("\t", ["?o"], ['"default"'], ['"中文"@zh'])),
            ("SELECT", SELECT, "application/json", "application/json", values("default", "中文")),
            ("SELECT", SELECT, "application/xml", "application/xml", xml_values),
            ("SELECT", SELECT, "*/*", SRJ, values("default", "中文")),
            ("SELECT", SELECT, "text/*", "text/csv; charset=utf-8", None),
            ("SELECT", SELECT, f"{SRJ};q=0.2, {SRX};q=0.7", SRX, xml_values),
            ("SELECT", SELECT, f"*/*;q=0.9, {SRJ};q=0.1", SRX, xml_values),
            ("SELECT", SELECT, f"{SRJ};q=0, */*", SRX, xml_values),
            ("SELECT", SELECT, HTML, "application/xml", xml_values),
            ("ASK", ASK, SRX, SRX, lambda content: ElementTree.fromstring(content)),
            ("ASK", ASK, "text/csv", "text/csv; charset=utf-8", None),
            ("CONSTRUCT", CONSTRUCT, "*/*", "text/turtle; charset=utf-8", triples("turtle")),
            ("CONSTRUCT", CONSTRUCT, "text/turtle", "text/turtle; charset=utf-8", triples("turtle")),
            ("CONSTRUCT", CONSTRUCT, "application/rdf+xml", "application/rdf+xml", triples("xml")),
            ("CONSTRUCT", CONSTRUCT, "application/n-triples", "application/n-triples", triples("nt")),
            ("CONSTRUCT", CONSTRUCT, "application/ld+json", "application/ld+json", triples("json-ld")),
            ("CONSTRUCT", CONSTRUCT, f"{SRJ}, application/ld+json;q=0.5", "application/ld+json", triples("json-ld")),
            ("DESCRIBE", DESCRIBE, "application/rdf+xml, */*;q=0.1", "application/rdf+xml", triples("xml")),
        ]
    ),
    *(
        Case(f"{name}={value} of {query[:8]}", target=f"{url(query=query)}&{name}={value}",
             headers={"Accept": "text/html"}, type=media)
        for query, name, value, media in [
            (SELECT, "format", "json", SRJ),
            (SELECT, "format", "xml", SRX),
            (SELECT, "output", "csv", "text/csv; charset=utf-8"),
            (SELECT, "format", "tsv", "text/tab-separated-values; charset=utf-8"),
            (SELECT, "format", "application/sparql-results+xml", SRX),
            (SELECT, "format", "application/sparql-results%2Bjson", SRJ),
            (DESCRIBE, "format", "turtle", "text/turtle; charset=utf-8"),
            (DESCRIBE, "format", "nt", "application/n-triples"),
            (DESCRIBE, "output", "json", "application/ld+json"),
            (DESCRIBE, "format", "xml", "application/rdf+xml"),
        ]
    ),
    Case("Accept that nothing suits", target=url(query=SELECT), headers={"Accept": "image/png"}, status=406,
         check=says("application/sparql-results+json", "text/turtle")),
    Case("Accept of a table for a graph", target=url(query=DESCRIBE), headers={"Accept": SRX}, status=406,
         check=says("a graph", "text/turtle")),
    Case("Accept of a graph for a table", target=url(query=SELECT), headers={"Accept": "text/turtle"}, status=406,
         check=says("a table", SRJ)),
    Case("an unknown format", target=url(query=ASK, format="pdf"), status=400, check=says("'pdf'", "json")),
    Case("a graph's format for a table", target=url(query=ASK, format="turtle"), status=406, check=says("a table")),
    # 2.1.6 failure
    Case("no syntax", target=url(query="SELECT *\n{ ?s ?p }"), status=400, check=says("invalid at line 2")),
    Case("no prefix", target=url(query="ASK { ?s no:such ?o }"), status=400, check=says("line 1", "prefix")),
    Case("an empty query", target=url(query=""), status=400, check=says("invalid at line 1")),
    Case("two queries", target=url(query=[ASK, "SELECT * {}"]), status=400, check=says("one query, not 2")),
    Case("two queries in a form", "POST", headers=FORM, body=form(query=[ASK, ASK]), status=400),
    Case("one query in the address and one in the body", "POST", url(query=ASK), DIRECT, ASK, status=400),
    Case("no query in a form", "POST", headers=FORM, body="x=1", status=400, check=says("no query")),
    Case("graphs but no query", target=url(default_graph_uri="http://g/1"), status=400, check=says("no query")),
    Case("an unknown function", target=url(query="ASK { FILTER(<http://x/f>(1)) }"), status=400, check=says("x/f")),
    Case("other endpoints", target=url(query="ASK { SERVICE <http://x/> {} }"), status=400, check=says("SERVICE")),
    Case("direct POST, not UTF-8", "POST", headers=DIRECT, body=b"ASK { ?s ?p '\xe9' }", status=400),
    Case("direct POST, UTF-16", "POST", headers={"Content-Type": "application/sparql-query; charset=UTF-16"},
         body=ASK.encode("utf-16"), status=415, check=says("UTF-8")),
    Case("GET, not UTF-8", target="/sparql?query=ASK%20%7B%20?s%20?p%20'%E9'%20%7D", status=400),
    Case("form POST, not UTF-8", "POST", headers=FORM, body="query=%E9", status=400),
    Case("form POST, bytes outside ASCII", "POST", headers=FORM, body=b"query=\xc3\xa9", status=400),
    Case("form POST, too many parameters", "POST", headers=FORM, body="&".join(["a=1"] * 600), status=400),
    Case("POST of plain text", "POST", headers={"Content-Type": "text/plain"}, body=ASK, status=415,
         told={"accept-post": "application/x-www-form-urlencoded, application/sparql-query"}),
    Case("POST without a type", "POST", body=ASK, status=415),
    Case("form without its type", "POST", headers={"Content-Type": ""}, body=form(query=ASK), status=415),
    Case("too large", "POST", headers=DIRECT, body="#" * 1_000_001 + "\nASK {}", status=413),
    *(
        Case(method, method, url(query=ASK), status=405, told={"allow": "GET, HEAD, POST, OPTIONS"})
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "QUERY")
    ),
    Case("OPTIONS", "OPTIONS", status=204, check=empty, told={"allow": "GET, HEAD, POST, OPTIONS"}),
    # 2.2 update, which is not here
    Case("update by GET", target=url(update="DROP ALL"), status=400, check=says("Updates are refused")),
    Case("update by form", "POST", headers=FORM, body=form(update="CLEAR ALL"), status=400),
    Case("update and query", "POST", headers=FORM, body=form(update="CLEAR ALL", query=ASK), status=400),
    Case("update by POST", "POST", headers={"Content-Type": "application/sparql-update"}, body="DROP ALL", status=415),
    Case("update as a query", target=url(query="INSERT DATA { <x:a> <x:b> 1 }"), status=400, check=says("INSERT")),
    # Service description
    *(
        Case(f"description, Accept {accept}", headers={"Accept": accept}, type=media, check=described(syntax))
        for accept, media, syntax in [
            ("*/*", "text/turtle; charset=utf-8", "turtle"),
            ("text/turtle", "text/turtle; charset=utf-8", "turtle"),
            ("application/rdf+xml", "application/rdf+xml", "xml"),
            ("application/n-triples", "application/n-triples", "nt"),
            ("application/ld+json", "application/ld+json", "json-ld"),
        ]
    ),
    Case("description, no Accept", type="text/turtle; charset=utf-8", check=described("turtle")),
    Case("description by format", target="/sparql?format=rdfxml", type="application/rdf+xml", check=described("xml")),
    Case("description that nothing suits", headers={"Accept": "image/png"}, status=406),
    Case("a browser", headers={"Accept": HTML}, status=303, told={"location": "/query"}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_protocol(base: str, case: Case) -> None:
    body = case.body.encode() if isinstance(case.body, str) else case.body
    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    connection.request(case.method, case.target, body, case.headers)
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    assert answer.status == case.status, content
    if answer.status >= 400:
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert b"Traceback" not in content
    if case.type is not None:
        assert answer.headers["content-type"] == case.type
    for name, value in case.told.items():
        assert answer.headers[name] == value
    assert "Accept" in answer.headers["vary"].split(", ")
    if case.method != "HEAD":
        assert int(answer.headers.get("content-length", 0)) == len(content)
    if case.check is not None:
        case.check(content)


def test_enough_cases() -> None:
    assert len(CASES) >= 90
    assert len({case.name for case in CASES}) == len(CASES)


def test_one_connection_for_all(base: str) -> None:
    """Answers of every status leave the connection in order."""
    connection = http.client.HTTPConnection(base.removeprefix("http://"))
    for case in [case for case in CASES if case.status != 413] * 2:
        body = case.body.encode() if isinstance(case.body, str) else case.body
        connection.request(case.method, case.target, body, case.headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == case.status
    connection.close()
