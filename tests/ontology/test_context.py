"""The JSON-LD context: the namespaces agree with the program's, and a graph comes back whole."""

from __future__ import annotations

import json

import rdflib
from rdflib.compare import isomorphic

from kg.config import data_path
from kg.model.ids import KG, PREFIXES
from kg.ontology import schema
from kg.ontology.turtle import Terms

TEXT = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + """
ent:a a kg:Company ; skos:prefLabel "Aster"@en, "阿斯特"@zh ; skos:altLabel "A" ; p:rivals st:1 ; kg:rivals ent:b .
st:1 a kg:Statement ; kg:subject ent:a ; kg:predicate kg:rivals ; kg:object ent:b ; prov:wasDerivedFrom ev:1 .
st:2 a kg:Statement ; kg:value 20000000000.0 ; kg:unit "CNY" ; kg:whenStart "2025-01-01"^^xsd:date .
ev:1 a kg:Evidence ; kg:modality kg:asserted ; kg:lead true ; oa:hasSelector ev:1.s ; kg:document doc:d .
ev:1.s a oa:TextQuoteSelector ; oa:exact "x" ; oa:start 3 ; oa:end 4 .
doc:d a schema:NewsArticle ; schema:url "https://example.org/"^^xsd:anyURI ; schema:mentions ent:a .
"""
)


def context() -> dict[str, object]:
    found = json.loads(data_path("ontology", "context.jsonld").read_text("utf-8"))
    inside = found["@context"]
    assert isinstance(inside, dict)
    return inside


def test_prefixes_are_those_of_the_program() -> None:
    told = context()
    assert {prefix: told.get(prefix) for prefix in PREFIXES} == PREFIXES
    assert told["@vocab"] == KG


def test_every_term_of_ours_is_in_the_ontology() -> None:
    terms = Terms(data_path("ontology", "kg.ttl"))
    for value in context().values():
        name = value.get("@id", "") if isinstance(value, dict) else ""
        if name.startswith("kg:"):
            assert terms.properties(KG + name.removeprefix("kg:")), name


def test_no_term_hides_a_type_relation_or_metric() -> None:
    ontology = schema.load()
    names = {*ontology.types, *ontology.relations, *ontology.metrics}
    assert not names & set(context())


def test_there_and_back() -> None:
    graph = rdflib.Graph().parse(data=TEXT, format="turtle")
    text = graph.serialize(format="json-ld", context=context())
    again = rdflib.Graph().parse(data=text, format="json-ld")
    assert isomorphic(graph, again)
    first = next(node for node in json.loads(text)["@graph"] if node["id"] == "ent:a")
    assert first["type"] == "Company"
    assert first["label"] == {"en": "Aster", "zh": "阿斯特"}
    assert first["rivals"] == {"id": "ent:b"}
