"""The index of the shipped ontology, and of ontologies that differ from it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kg.config import data_path
from kg.errors import OntologyError, UsageError
from kg.ontology import schema
from kg.ontology.turtle import Terms

ORGANISATIONS = {"Company", "Fund", "ResearchInstitute", "GovernmentBody", "MediaOutlet"}
NEW_RELATION = """
kg:sponsors a owl:ObjectProperty, kg:Relation ;
    rdfs:label "sponsors"@en, "赞助"@zh ;
    skos:definition "Pays for it to take place."@en, "出资支持其举办。"@zh ;
    rdfs:domain kg:Organisation ;
    rdfs:range kg:Event ;
    kg:mayCarry kg:when, kg:amount ;
    owl:inverseOf kg:sponsoredBy .

kg:sponsoredBy a owl:ObjectProperty ;
    rdfs:label "sponsored by"@en, "由…赞助"@zh ;
    skos:definition "Is paid for by it."@en, "由其出资举办。"@zh ;
    rdfs:domain kg:Event ;
    rdfs:range kg:Organisation ;
    owl:inverseOf kg:sponsors .
"""


@pytest.fixture(scope="module")
def ontology() -> schema.Ontology:
    return schema.load()


def test_counts(ontology: schema.Ontology) -> None:
    assert (len(ontology.types), len(ontology.relations), len(ontology.metrics)) == (15, 17, 24)
    assert set(ontology.modalities) == {"asserted", "planned", "speculated", "denied"}
    assert set(ontology.groups["Organisation"]) == ORGANISATIONS
    assert set(ontology.groups["Technology"]) == {"AIModel", "Product", "Chip"}
    assert ontology.groups["Entity"] == frozenset(ontology.types)
    assert ontology.leaves("Chip") == {"Chip"}
    assert ontology.leaves("Nothing") == frozenset()


def test_relation_facts(ontology: schema.Ontology) -> None:
    released = ontology.relations["released"]
    assert released.domain == ORGANISATIONS
    assert released.range == {"AIModel", "Product", "Chip"}
    assert released.parents == ("developed",)
    assert released.inverse == "releasedBy"
    assert released.qualifiers == ("openSource", "when")
    assert released.inverse_labels == {"en": "released by", "zh": "由…发布"}
    assert {name for name, found in ontology.relations.items() if found.symmetric} == {"rivals", "partnersWith"}
    assert ontology.relations["rivals"].inverse is None
    assert ontology.relations["investsIn"].command == "invests-in"


@pytest.mark.parametrize(
    ("text", "name", "backward"),
    [
        ("investsIn", "investsIn", False),
        ("invests-in", "investsIn", False),
        ("INVESTS IN", "investsIn", False),
        ("投资于", "investsIn", False),
        ("backed", "investsIn", False),
        ("backed by", "investsIn", True),
        ("released-by", "released", True),
        ("由…发布", "released", True),
        ("由发布", "released", True),
        ("holds-role", "holdsRole", False),
    ],
)
def test_names_of_a_relation(ontology: schema.Ontology, text: str, name: str, backward: bool) -> None:
    found, inverse = ontology.read_relation(text)
    assert (found.name, inverse) == (name, backward)
    assert ontology.relation(text).name == name


def test_every_name_and_label_finds_its_relation(ontology: schema.Ontology) -> None:
    for relation in ontology.relations.values():
        for text in (relation.name, relation.command, *relation.labels.values()):
            assert ontology.read_relation(text) == (relation, False)
        if relation.inverse:
            for text in (relation.inverse, schema.kebab(relation.inverse), *relation.inverse_labels.values()):
                assert ontology.read_relation(text) == (relation, True)


def test_unknown_relation_names_near_ones(ontology: schema.Ontology) -> None:
    with pytest.raises(UsageError, match="Did you mean invests-in"):
        ontology.relation("inwests-in")
    with pytest.raises(UsageError, match="Known: acquires, adopts"):
        ontology.relation("§§§")


def test_accepts(ontology: schema.Ontology) -> None:
    assert ontology.accepts("rivals", "Company", "Fund")
    assert ontology.accepts("rivals", "Chip", "Chip")
    assert not ontology.accepts("rivals", "Chip", "AIModel")
    assert not ontology.accepts("rivals", "Person", "Person")
    assert ontology.accepts("outperforms", "StockIndex", "StockIndex")
    assert not ontology.accepts("released", "Person", "AIModel")


def test_what_may_join_two_types_is_what_is_accepted(ontology: schema.Ontology) -> None:
    for pair in (("Company", "Company"), ("Person", "Company"), ("AIModel", "AIModel"), ("Place", "Event")):
        names = ontology.joinable.get(pair, ())
        assert list(names) == sorted(name for name in ontology.relations if ontology.accepts(name, *pair))
        assert (pair in ontology.joinable) == bool(names)
    assert "rivals" in ontology.joinable["Company", "Company"]


def test_metric_units(ontology: schema.Ontology) -> None:
    assert ontology.metrics["revenue"].takes("CNY")
    assert not ontology.metrics["revenue"].takes("percent")
    assert ontology.metrics["benchmarkScore"].units == ("percent", "points")
    assert not ontology.metrics["stockChange"].takes("USD")
    for metric in ontology.metrics.values():
        assert metric.domain
        assert set(metric.units) <= set(ontology.units)


def test_qualifiers(ontology: schema.Ontology) -> None:
    kinds = {name: found.datatype for name, found in ontology.qualifiers.items()}
    assert kinds == {
        "when": "when",
        "amount": "quantity",
        "stake": "quantity",
        "round": "string",
        "role": "string",
        "benchmark": "string",
        "action": "string",
        "lead": "boolean",
        "openSource": "boolean",
    }
    for relation in ontology.relations.values():
        assert set(relation.qualifiers) <= set(kinds)


def test_parents_are_closed_upward(tmp_path: Path) -> None:
    text = data_path("ontology", "kg.ttl").read_text("utf-8")
    text += "kg:sponsors a kg:Relation ; rdfs:subPropertyOf kg:released .\n"
    (tmp_path / "kg.ttl").write_text(text, "utf-8")
    assert schema.load(tmp_path).relations["sponsors"].parents == ("released", "developed")


def test_a_new_relation_needs_no_python(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").write_text(data_path("ontology", "kg.ttl").read_text("utf-8") + NEW_RELATION, "utf-8")
    found = schema.load(tmp_path)
    assert found.relation("sponsored by").name == "sponsors"
    assert found.relations["sponsors"].qualifiers == ("amount", "when")
    assert found.accepts("sponsors", "Company", "Event")


def test_loading_twice_gives_the_same_object() -> None:
    assert schema.load() is schema.load()


def test_faulty_files(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"kg\.ttl: cannot be read"):
        schema.load(tmp_path)
    (tmp_path / "kg.ttl").write_text("kg:a a kg:b", "utf-8")
    with pytest.raises(OntologyError, match="no valid Turtle"):
        schema.load(tmp_path)
    (tmp_path / "kg.ttl").write_text("", "utf-8")
    with pytest.raises(OntologyError, match="no entity type"):
        schema.load(tmp_path)


def test_a_broken_union_ends(tmp_path: Path) -> None:
    path = tmp_path / "kg.ttl"
    path.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
        "<x:a> owl:unionOf <x:l> . <x:l> rdf:first <x:c> ; rdf:rest <x:l> .",
        "utf-8",
    )
    assert Terms(path).members("x:a") == ["x:c"]


def test_a_look_up_needs_no_graph_library() -> None:
    code = (
        "import sys; from kg.ontology import schema, registry, check\n"
        "schema.load(); registry.load().by_form('Alibaba')\n"
        "print([m for m in ('rdflib', 'pyshacl', 'networkx', 'spacy', 'opencc') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
