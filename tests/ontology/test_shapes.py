"""The shapes over graphs: a sound one passes, and each planted fault is told in plain words."""

from __future__ import annotations

import pytest
import rdflib

from kg.errors import OntologyError
from kg.model.ids import PREFIXES
from kg.ontology.shapes import Violation, short, validate

SOUND = (
    "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    + """
ent:a a kg:Company ; skos:prefLabel "Aster"@en, "阿斯特"@zh ; skos:altLabel "Aster Ltd" ;
    p:rivals st:1 ; kg:rivals ent:b .
ent:b a kg:Fund ; skos:prefLabel "Birch"@en ; p:rivals st:1 ; kg:rivals ent:a .
ent:m a kg:AIModel ; skos:prefLabel "Maple 2"@en .
st:1 a kg:Statement ; kg:subject ent:a ; kg:predicate kg:rivals ; kg:object ent:b ; ps:rivals ent:b ;
    prov:wasDerivedFrom ev:1 .
ent:a p:revenue st:2 .
st:2 a kg:Statement ; kg:subject ent:a ; kg:predicate kg:revenue ; ps:revenue 20.0 ; kg:value 20.0 ; kg:unit "CNY" ;
    kg:when "2025-Q1" ; kg:whenStart "2025-01-01"^^xsd:date ; kg:whenEnd "2025-03-31"^^xsd:date ;
    prov:wasDerivedFrom ev:2 .
ent:a p:developed st:3 ; kg:developed ent:m .
st:3 a kg:Statement ; kg:subject ent:a ; kg:predicate kg:developed ; kg:object ent:m ; ps:developed ent:m ;
    kg:derived true ; prov:wasDerivedFrom st:1 .
ev:1 a kg:Evidence ; kg:modality kg:asserted ; kg:document doc:d ; kg:sentence sent:s ; kg:extractor "x 1" ;
    kg:attribution "Wire" ; oa:hasSelector ev:1.selector .
ev:1.selector a oa:TextQuoteSelector, oa:TextPositionSelector ; oa:exact "Aster" ; oa:start 6 ; oa:end 11 .
ev:2 a kg:Evidence ; kg:modality kg:planned ; kg:document doc:d ; kg:comparator ">" ; oa:hasSelector ev:2.selector ;
    kg:lead true ; kg:amount ev:2.amount .
ev:2.amount a kg:Quantity ; kg:value 3.0 ; kg:unit "USD" .
ev:2.selector a oa:TextQuoteSelector, oa:TextPositionSelector ; oa:exact "takes" ; oa:start 0 ; oa:end 5 .
sent:s a kg:Sentence, oa:TextPositionSelector ; kg:document doc:d ; kg:text "Aster rivals Birch." ;
    oa:start 0 ; oa:end 19 .
doc:d a schema:NewsArticle ; schema:headline "Title" ; schema:inLanguage "en" ; schema:publisher "Wire" ;
    schema:datePublished "2025-03-06"^^xsd:date .
nm:1 a kg:Naming ; kg:entity ent:m ; kg:document doc:d ; kg:preferredName "Maple 2"@en ; kg:otherName "Maple" .
"""
)


def graph(text: str = SOUND) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def test_a_sound_graph_passes_in_every_form() -> None:
    found = graph()
    assert validate(found) == []
    assert validate(found.serialize(format="nt")) == []
    assert validate(found.serialize(format="nt").encode()) == []
    dataset = rdflib.Dataset()
    for triple in found:
        dataset.add(triple)
    assert validate(dataset) == []
    assert validate("") == []


def test_the_graph_stays_as_it_was() -> None:
    found = graph()
    before = set(found)
    validate(found)
    assert set(found) == before


@pytest.mark.parametrize(
    ("old", "new", "focus", "message"),
    [
        ("ent:b a kg:Fund", "ent:b a kg:Person", "st:1", "The object of 'rivals' is an organisation"),
        ("ent:b a kg:Fund", "ent:b a kg:Person", "ent:a", "What 'rivals' leads to is an organisation"),
        ("ent:b a kg:Fund", "ent:b a kg:Chip", "st:1", "The two ends of 'rivals' are of the same kind."),
        ("ent:b a kg:Fund ;", "ent:b", "st:1", "The object of 'rivals' is an organisation"),
        ("ent:m a kg:AIModel", "ent:m a kg:Place", "st:3", "The object of 'developed' is a model, product or chip."),
        ("ent:b a kg:Fund", "ent:b a kg:Fund, kg:Company", "ent:b", "An entity has exactly one type."),
        ('skos:prefLabel "Birch"@en ;', "", "ent:b", "An entity has a preferred name"),
        ('"Birch"@en', '"Birch"@en, "Beech"@en', "ent:b", "An entity has a preferred name"),
        ('"Birch"@en', '"Birch"', "ent:b", "An entity has a preferred name"),
        ('"Birch"@en', '"Birch"@en ; kg:gender "male"', "ent:b", "Only a person has an affiliation or a gender."),
        ("kg:object ent:b ; ps:rivals ent:b", "kg:object ent:b ; ps:rivals ent:a", "st:1", "is the object of its"),
        ("kg:object ent:b ; ps:rivals ent:b", "kg:object ent:a ; ps:rivals ent:a", "st:1", "link an entity to itself"),
        ("kg:predicate kg:rivals", "kg:predicate kg:adopts", "st:1", "has it as its predicate"),
        ("kg:predicate kg:rivals", "kg:predicate kg:hates", "st:1", "a relation or metric of the ontology"),
        ("st:1 a kg:Statement ; kg:subject ent:a ;", "st:1 a kg:Statement ;", "st:1", "exactly one subject"),
        ("    prov:wasDerivedFrom ev:1 .", "    kg:unit 1 .", "st:1", "A statement has at least one piece of evidence"),
        ("kg:derived true ;", "", "st:3", "A statement comes from evidence, or is marked as derived"),
        ("kg:value 20.0", "kg:value 20", "st:2", "The value of 'revenue' is a decimal number"),
        ("kg:value 20.0 ;", "", "st:2", "The value of 'revenue' is a decimal number"),
        ("kg:value 20.0", "kg:object ent:b ; kg:value 20.0", "st:2", "either an object or a value"),
        ('kg:unit "CNY"', 'kg:unit "percent"', "st:2", "The unit of 'revenue' is the code of a currency."),
        ('kg:when "2025-Q1"', 'kg:when "spring"', "st:2", "A time is a day, month, quarter"),
        ('"2025-01-01"', '"2025-05-01"', "st:2", "A time has one first day"),
        ("kg:modality kg:asserted", "kg:modality kg:sworn", "ev:1", "asserted, planned, speculated or denied"),
        ("kg:modality kg:asserted ;", "", "ev:1", "asserted, planned, speculated or denied"),
        ("kg:document doc:d ; kg:sentence", "kg:sentence", "ev:1", "Evidence stands in exactly one document."),
        ('oa:exact "Aster" ;', "", "ev:1", "Evidence quotes its words."),
        ("oa:start 6 ;", "", "ev:1", "Evidence tells where its words start."),
        ("oa:start 6 ; oa:end 11", "oa:start 11 ; oa:end 11", "ev:1.selector", "A span starts before it ends."),
        ("oa:start 6", "oa:start -6", "ev:1.selector", "A span starts at a whole number of characters."),
        ("oa:end 11", 'oa:end "11"', "ev:1.selector", "A span ends at a whole number of characters."),
        ("prov:wasDerivedFrom ev:2", "prov:wasDerivedFrom ev:1", "ev:1", "Evidence belongs to exactly one statement."),
        ('kg:comparator ">"', 'kg:comparator ">="', "ev:2", "A comparator is >, < or ~."),
        ("kg:lead true", 'kg:lead "yes"', "ev:2", "Lead and open source are true or false."),
        ("ev:2.amount a kg:Quantity", "ev:2.amount a kg:Sum", "ev:2", "is a quantity."),
        ('kg:value 3.0 ; kg:unit "USD"', "kg:value 3.0", "ev:2.amount", "A quantity has one unit."),
        ('kg:text "Aster rivals Birch."', 'kg:text ""', "sent:s", "A sentence has its characters."),
        ('schema:inLanguage "en"', 'schema:inLanguage "fr"', "doc:d", "A document is in English or Chinese."),
        ('schema:headline "Title"', 'schema:headline "A", "B"', "doc:d", "at most one title"),
        ("kg:entity ent:m", "kg:entity ent:nobody", "nm:1", "A naming is for exactly one entity."),
    ],
)
def test_a_planted_fault_is_told(old: str, new: str, focus: str, message: str) -> None:
    assert SOUND.count(old) >= 1
    found = validate(graph(SOUND.replace(old, new, 1)))
    assert any(item.focus == focus and message in item.message for item in found), [str(item) for item in found]


def test_a_finding_reads_well() -> None:
    found = validate(graph(SOUND.replace("kg:modality kg:asserted", "kg:modality kg:sworn")))
    assert [str(item) for item in found] == [
        "ev:1 (kg:modality): Evidence is told as asserted, planned, speculated or denied. Found: kg:sworn."
    ]
    assert found == [
        Violation(
            "ev:1",
            "kg:modality",
            "Evidence is told as asserted, planned, speculated or denied. Found: kg:sworn.",
        )
    ]


def test_paths_read_as_in_a_query() -> None:
    found = validate(graph(SOUND.replace('oa:exact "Aster" ;', "")))
    assert [item.path for item in found] == ["oa:hasSelector/oa:exact"]
    found = validate(graph(SOUND + "ev:3 a kg:Evidence ."))
    assert "^prov:wasDerivedFrom" in {item.path for item in found}
    found = validate(graph(SOUND.replace("kg:value 20.0", "kg:object ent:b ; kg:value 20.0")))
    assert "kg:object|kg:value" in {item.path for item in found}


def test_a_long_value_is_cut_and_holds_no_line_break() -> None:
    text = SOUND.replace("kg:modality kg:asserted", 'kg:modality "' + "x\\n" * 400 + '"')
    (found,) = validate(graph(text))
    assert "\n" not in str(found)
    assert len(str(found)) < 250


def test_hostile_text_is_no_syntax() -> None:
    text = SOUND.replace('"Birch"@en', '"\\" ; } DROP ALL <script>"@en').replace('"Wire"', '"?x {"')
    assert validate(graph(text)) == []


def test_text_that_is_no_graph() -> None:
    with pytest.raises(OntologyError, match="no valid N-Triples"):
        validate("this is no triple")


def test_findings_come_in_one_order() -> None:
    text = SOUND.replace("ent:b a kg:Fund", "ent:b a kg:Person").replace('kg:when "2025-Q1"', 'kg:when "x"')
    first = validate(graph(text))
    assert first == sorted(first) == validate(graph(text))


def test_short() -> None:
    assert short(PREFIXES["ps"] + "rivals") == "ps:rivals"
    assert short(PREFIXES["kg"]) == PREFIXES["kg"]
    assert short("plain") == "plain"
