"""The ontology check: the shipped files are clean, and every planted fault is found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.config import data_path
from kg.errors import OntologyError
from kg.model.ids import KG
from kg.ontology.check import check_ontology, errors, require
from kg.ontology.shapes import Violation
from kg.ontology.turtle import DEFINITION, LABEL, Terms

NEW_RELATION = """
kg:sponsors a owl:ObjectProperty, kg:Relation ;
    rdfs:label "sponsors"@en, "赞助"@zh ;
    skos:definition "Pays for it to take place."@en, "出资支持其举办。"@zh ;
    rdfs:domain kg:Organisation ;
    rdfs:range kg:Event .
"""
ITS_SHAPES = """
kgsh:sponsors a sh:NodeShape ;
    sh:targetSubjectsOf ps:sponsors ;
    sh:property [ sh:path kg:subject ; sh:class kg:Organisation ], [ sh:path kg:object ; sh:class kg:Event ] .

kgsh:sponsorsDirect a sh:NodeShape ;
    sh:targetSubjectsOf kg:sponsors ;
    sh:class kg:Organisation ;
    sh:property [ sh:path kg:sponsors ; sh:class kg:Event ] .
"""


class Folder:
    """A copy of the ontology to plant faults in."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for name in ("kg.ttl", "shapes.ttl"):
            (path / name).write_bytes(data_path("ontology", name).read_bytes())

    def replace(self, name: str, old: str, new: str) -> None:
        path = self.path / name
        text = path.read_text("utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), "utf-8")

    def append(self, name: str, text: str) -> None:
        path = self.path / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    def drop(self, name: str, subject: str) -> None:
        """Takes the block of a subject out."""
        path = self.path / name
        text, count = re.subn(rf"(?ms)^{subject} a .*?\.\n(?=\n|\Z)", "", path.read_text("utf-8"), count=1)
        assert count, f"{subject} is not in {name}"
        path.write_text(text, "utf-8")

    def findings(self) -> list[str]:
        return [str(violation) for violation in check_ontology(self.path)]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_shipped_ontology_is_clean() -> None:
    assert check_ontology() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("kg.ttl", '"rivals"@en, "竞争"@zh', '"rivals"@en', "kg:rivals (rdfs:label): there is no label in 'zh'"),
        ("kg.ttl", '"rivals"@en, "竞争"@zh', '"竞争"@zh', "kg:rivals (rdfs:label): there is no label in 'en'"),
        ("kg.ttl", '"rivals"@en, ', '"rivals"@en, "contends"@en, ', "there are two labels in one language"),
        ("kg.ttl", '"Told as fact."@en,', "", "kg:asserted (skos:definition): there is no definition in 'en'"),
        ("kg.ttl", '"作为事实陈述。"@zh', '" "@zh', "kg:asserted (skos:definition): there is no definition in 'zh'"),
        ("kg.ttl", '"profit"@en, "利润"', '"revenue"@en, "利润"', "has the label 'revenue' too"),
        ("kg.ttl", "rdfs:range kg:Place", "rdfs:range kg:Plaice", "kg:basedIn (rdfs:range): kg:Plaice is no class"),
        ("kg.ttl", "rdfs:range kg:Place", "rdfs:range kg:rivals", "kg:basedIn (rdfs:range): kg:rivals is no class"),
        ("kg.ttl", "rdfs:range kg:Place", "rdfs:range xsd:string", "kg:basedIn (rdfs:range): xsd:string is no class"),
        ("kg.ttl", "rdfs:domain kg:Company", "rdfs:domain kg:Firm", "(rdfs:domain): kg:Firm is no class"),
        ("kg.ttl", "owl:unionOf ( kg:Person", "owl:unionOf ( kg:Persona", "kg:Persona is no class"),
        (
            "kg.ttl",
            "rdfs:range xsd:decimal",
            "rdfs:range kg:Chip",
            "kg:stockChange (rdfs:range): kg:Chip is no datatype",
        ),
        ("kg.ttl", "rdfs:range kg:Place", "rdfs:range kg:Place, kg:Event", "two values mean their intersection"),
        ("kg.ttl", "rdfs:subClassOf kg:Technology", "rdfs:subClassOf kg:Tech", "the parent kg:Tech is unknown"),
        ("kg.ttl", "rdfs:subClassOf kg:Technology", "rdfs:subClassOf schema:Thing", "stands below kg:Entity"),
        ("kg.ttl", "rdfs:subClassOf kg:Entity ", "rdfs:subClassOf kg:Chip, kg:Entity ", "go round in a circle"),
        ("kg.ttl", "rdfs:subPropertyOf kg:developed ", "rdfs:subPropertyOf kg:made ", "the parent kg:made is unknown"),
        (
            "kg.ttl",
            "rdfs:subPropertyOf kg:developed ",
            "rdfs:subPropertyOf kg:basedIn ",
            "reaches beyond that of kg:basedIn",
        ),
        ("kg.ttl", "owl:inverseOf kg:adoptedBy", "owl:inverseOf kg:adoptdBy", "the inverse kg:adoptdBy is unknown"),
        (
            "kg.ttl",
            "owl:inverseOf kg:adoptedBy",
            "owl:inverseOf kg:lists",
            "kg:lists does not name it as its one inverse",
        ),
        ("kg.ttl", "owl:inverseOf kg:adopts", "kg:sameKind false", "kg:adoptedBy does not name it as its one inverse"),
        (
            "kg.ttl",
            "    rdfs:domain kg:Place ;",
            "    rdfs:domain kg:Event ;",
            "its rdfs:range is not the rdfs:domain of",
        ),
        (
            "kg.ttl",
            "kg:rivals a owl:ObjectProperty",
            "kg:rivals owl:inverseOf kg:lists ; a owl:ObjectProperty",
            "symmetric",
        ),
        ("kg.ttl", "kg:mayCarry kg:when", "kg:mayCarry kg:wen", "kg:wen is no kg:Qualifier"),
        (
            "kg.ttl",
            "    kg:allowedUnit kg:parameters .",
            "    rdfs:comment 1 .",
            "(kg:allowedUnit): a metric names its unit",
        ),
        ("kg.ttl", "kg:allowedUnit kg:tokens", "kg:allowedUnit kg:bytes", "kg:bytes is no kg:Unit"),
        ("kg.ttl", "rdfs:range kg:Quantity", "rdfs:range kg:Entity", "a qualifier's range is one of xsd:string"),
        (
            "shapes.ttl",
            "targetSubjectsOf ps:rivals",
            "targetSubjectsOf ps:rival",
            "kg:rivals: no shape targets statements",
        ),
        ("shapes.ttl", "targetSubjectsOf kg:rivals", "targetSubjectsOf kg:rival", "kg:rivals: no shape targets direct"),
        (
            "shapes.ttl",
            "targetSubjectsOf ps:profit ",
            "targetSubjectsOf ps:gain ",
            "kg:profit: no shape targets statements",
        ),
        ("shapes.ttl", "targetClass kg:Chip", "targetClass kg:Chips", "kg:Chip: no shape targets this type"),
    ],
)
def test_a_planted_fault_is_found(folder: Folder, file: str, old: str, new: str, finding: str) -> None:
    folder.replace(file, old, new)
    assert any(finding in found for found in folder.findings()), folder.findings()


@pytest.mark.parametrize("subject", ["kgsh:rivals", "kgsh:rivalsDirect", "kgsh:revenue", "kgsh:Person"])
def test_a_missing_shape_is_found(folder: Folder, subject: str) -> None:
    folder.drop("shapes.ttl", subject)
    assert [found for found in folder.findings() if "no shape targets" in found]


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        (
            "kg:object ;\n        sh:class kg:Place",
            "kg:object ;\n        sh:class kg:Entity",
            "kg:basedIn: the shape lets through a statement",
        ),
        (
            "kg:object ;\n        sh:class kg:Place",
            "kg:object ;\n        sh:class kg:Event",
            "kg:basedIn: the shape refuses a statement",
        ),
        (
            "[ sh:path kg:subject ; sh:class kg:Chip ]",
            "[ sh:path kg:subject ; sh:class kg:Technology ]",
            "kg:rivals: the shape lets through a statement from AIModel to Chip",
        ),
        (
            'sh:in ( "percent" )',
            'sh:in ( "percent" "points" )',
            "kg:stockChange: the shape lets through a statement about Company in points",
        ),
        (
            'sh:pattern "^[A-Z]{3}$"',
            'sh:in ( "USD" )',
            "kg:marketCap: the shape refuses a statement about Company in EUR",
        ),
    ],
)
def test_a_shape_that_disagrees_is_found(folder: Folder, old: str, new: str, finding: str) -> None:
    folder.replace("shapes.ttl", old, new)
    assert any(finding in found for found in folder.findings()), folder.findings()


def test_a_new_relation_asks_for_shapes_and_nothing_else(folder: Folder) -> None:
    folder.append("kg.ttl", NEW_RELATION)
    assert len(folder.findings()) == 2
    assert all(found.startswith("kg:sponsors: no shape targets") for found in folder.findings())
    folder.append("shapes.ttl", ITS_SHAPES)
    assert folder.findings() == []


def test_missing_and_broken_files(folder: Folder) -> None:
    folder.append("shapes.ttl", "kgsh:x a")
    with pytest.raises(OntologyError, match=r"shapes\.ttl: is no valid Turtle"):
        check_ontology(folder.path)
    (folder.path / "shapes.ttl").unlink()
    with pytest.raises(OntologyError, match=r"shapes\.ttl: cannot be read"):
        check_ontology(folder.path)


def test_every_label_is_unique_in_its_language_and_every_term_has_both() -> None:
    terms = Terms(data_path("ontology", "kg.ttl"))
    labels: dict[tuple[str, str], str] = {}
    for subject in terms.subjects():
        if not subject.startswith(KG):
            continue
        for predicate in (LABEL, DEFINITION):
            texts = terms.texts(subject, predicate)
            assert set(texts) == {"en", "zh"}, subject
            assert re.search(r"[\u4e00-\u9fff]", texts["zh"]), subject
            assert not re.search(r"[\u4e00-\u9fff]", texts["en"]), subject
        for pair in terms.texts(subject, LABEL).items():
            assert labels.setdefault(pair, subject) == subject


def test_require_tells_the_first_faults_and_lets_warnings_pass() -> None:
    require([Violation("a", "", "odd", "warning")])
    many = [Violation(f"e{number}", "", "wrong") for number in range(5)]
    assert errors(many) == many
    with pytest.raises(OntologyError, match=r"e0: wrong; e1: wrong; e2: wrong \(and 2 more\)"):
        require(many)
