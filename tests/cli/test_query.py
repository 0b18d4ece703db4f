from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Kg = Any
RIVALS = "SELECT ?who WHERE { ent:alibaba kg:rivals ?who }"


def test_select_in_every_form(kg: Kg) -> None:
    assert "ent:deepseek" in kg("query", RIVALS).out
    bindings = kg("query", RIVALS, "--format", "json").json["results"]["bindings"]
    assert bindings == [{"who": {"type": "uri", "value": "https://w3id.org/china-ai-kg/id/deepseek"}}]
    assert kg("query", RIVALS, "--format", "csv").rows == [{"who": "https://w3id.org/china-ai-kg/id/deepseek"}]
    assert kg("query", RIVALS, "--format", "tsv").out == "?who\n<https://w3id.org/china-ai-kg/id/deepseek>\n"


def test_ask(kg: Kg) -> None:
    ask = "ASK { ent:alibaba kg:rivals ent:deepseek }"
    assert kg("query", ask).out == "yes\n"
    assert kg("query", ask, "--format", "json").json == {"head": {}, "boolean": True}
    assert kg("query", ask, "--format", "csv").rows == [{"answer": "true"}]
    assert kg("query", "ASK { ent:nobody a kg:Company }").out == "no\n"


def test_construct_and_describe(kg: Kg) -> None:
    import pyoxigraph as ox

    construct = "CONSTRUCT { ?a kg:rivals ?b } WHERE { ?a kg:rivals ?b . FILTER (?a = ent:alibaba) }"
    turtle = kg("query", construct, "--format", "turtle").out
    (quad,) = ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)
    assert quad.object == ox.NamedNode("https://w3id.org/china-ai-kg/id/deepseek")
    (row,) = kg("query", construct, "--format", "csv").rows
    assert row["predicate"].endswith("#rivals")
    assert kg("query", construct, "--format", "json").json[0]["object"]["type"] == "uri"
    tsv = kg("query", "DESCRIBE doc:t3", "--format", "tsv").out
    assert all(line.count("\t") == 2 for line in tsv.splitlines())


def test_no_rows(kg: Kg) -> None:
    nothing = "SELECT ?x WHERE { ?x kg:rivals ent:nobody }"
    assert kg("query", nothing).out == "No rows.\n"
    assert kg("query", nothing, "--format", "csv").out == "x\r\n"


def test_from_a_file_and_from_standard_input(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "rivals.rq"
    path.write_text(RIVALS, encoding="utf-8-sig")
    assert "ent:deepseek" in kg("query", path).out
    assert "ent:deepseek" in kg("query", "-", stdin=RIVALS.encode()).out
    assert "ent:deepseek" in kg("query", stdin=RIVALS.encode()).out


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC ?x {}", "invalid at line 1"),
        ("SELECT ?x WHERE { ?x a nope:Thing }", "prefix is not declared"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?a ?b ?c } }", "SERVICE is refused"),
        ("LOAD <http://localhost:1/>", "LOAD is refused"),
        ("DELETE WHERE { ?a ?b ?c }", "DELETE is refused"),
        ("nothing.rq", "cannot be read"),
        ("", "no query"),
    ],
)
def test_bad_queries_are_told(kg: Kg, query: str, message: str) -> None:
    done = kg("query", query)
    assert (done.status, done.out) == (2, "")
    assert message in done.err


def test_a_query_that_takes_too_long_is_stopped(kg: Kg) -> None:
    done = kg("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--timeout", "0.5")
    assert done.status == 2
    assert "0.5 s" in done.err


@pytest.mark.parametrize(("query", "form"), [(RIVALS, "turtle"), ("ASK {}", "turtle"), ("ASK {}", "tsv")])
def test_a_form_that_does_not_fit(kg: Kg, query: str, form: str) -> None:
    done = kg("query", query, "--format", form)
    assert done.status == 2
    assert "choose" in done.err


@pytest.mark.parametrize("form", ["table", "json", "csv", "tsv", "turtle"])
def test_no_form_steers_the_terminal(kg: Kg, form: str) -> None:
    query = "DESCRIBE doc:t3" if form == "turtle" else "SELECT ?title WHERE { doc:t3 schema:headline ?title }"
    shown = kg("query", query, "--format", form).out
    assert "owned" in shown
    assert all(char.isprintable() or char in "\r\n\t" for char in shown)
    if form == "json":
        (row,) = json.loads(shown)["results"]["bindings"]
        assert row["title"]["value"] == "Title \x1b]0;owned\x07 [link=x]"
