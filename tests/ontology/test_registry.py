"""The registry: loading, looking up, and the faults that its check finds."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.config import data_path
from kg.errors import OntologyError
from kg.ontology import registry, schema
from kg.ontology.check import check_registry, errors
from kg.ontology.registry import Known, Registry, fold

HEAD = """@prefix kg: <https://w3id.org/china-ai-kg/ontology#> .
@prefix ent: <https://w3id.org/china-ai-kg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
SOUND = """
ent:aster a kg:Company ;
    skos:prefLabel "Aster"@en, "阿斯特"@zh ;
    skos:altLabel "Aster Group"@en, "阿斯特集团"@zh ;
    skos:hiddenLabel "ASTR" ;
    kg:cueLabel "斯特"@zh ;
    kg:ticker "NYSE:ASTR" ;
    kg:wikidata "Q42" ;
    kg:basedIn ent:hangzhou .

ent:aster-cloud a kg:Company ;
    skos:prefLabel "Aster Cloud"@en ;
    kg:subsidiaryOf ent:aster .

ent:hangzhou a kg:Place ;
    skos:prefLabel "Hangzhou"@en .

ent:maple a kg:AIModel ;
    skos:prefLabel "Maple"@en ;
    skos:altLabel "Aster"@en ;
    kg:cueLabel "Aster"@en ;
    kg:developedBy ent:aster .

ent:maple-2 a kg:AIModel ;
    skos:prefLabel "Maple-2"@en ;
    kg:versionOf ent:maple .

ent:wu-lan a kg:Person ;
    skos:prefLabel "Wu Lan"@en, "吴兰"@zh ;
    kg:affiliation ent:aster ;
    kg:gender "female" .
"""


def write(folder: Path, text: str = SOUND, name: str = "a.ttl") -> Path:
    (folder / name).write_text(HEAD + text, "utf-8")
    return folder


def ids(found: list[Known]) -> list[str]:
    return [known.id for known in found]


def test_fields(tmp_path: Path) -> None:
    found = registry.load(write(tmp_path))
    assert list(found.entities) == ["aster", "aster-cloud", "hangzhou", "maple", "maple-2", "wu-lan"]
    assert found.entities["aster"] == Known(
        id="aster",
        type="Company",
        labels={"en": "Aster", "zh": "阿斯特"},
        aliases=("Aster Group", "阿斯特集团"),
        hidden=("ASTR",),
        cue_labels=("斯特",),
        tickers=("NYSE:ASTR",),
        wikidata="Q42",
        based_in=("hangzhou",),
    )
    assert found.entities["wu-lan"].gender == "female"
    assert found.entities["wu-lan"].affiliation == ("aster",)
    assert found.entities["maple"].needs_cue("Aster")
    assert not found.entities["maple"].needs_cue("Maple")
    assert found.entities["maple"].forms == ("Maple", "Aster")
    assert found.entities["maple"].label("zh") == "Maple"
    assert found.children("maple", "version_of") == ("maple-2",)
    assert found.children("aster", "developed_by") == ("maple",)
    assert found.children("maple-2", "version_of") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ASTER", ["aster", "maple"]),
        ("aster  cloud", ["aster-cloud"]),
        ("Maple 2", ["maple-2"]),
        ("maple2", ["maple-2"]),
        ("astr", ["aster"]),
        ("nyse:astr", ["aster"]),
        ("阿斯特集團", ["aster"]),
        ("斯特", ["aster"]),
        ("ＡＳＴＥＲ　Ｇｒｏｕｐ", ["aster"]),
        ("nothing", []),
        ("", []),
        ("无此", []),
    ],
)
def test_by_form(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert ids(registry.load(write(tmp_path)).by_form(text)) == expected


def test_a_sound_registry_is_clean(tmp_path: Path) -> None:
    assert check_registry(write(tmp_path)) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("ent:wu-lan a", "ent:Wu_Lan a", "Wu_Lan: the id must be lower-case letters"),
        ("ent:wu-lan a", "ent:wu--lan a", "wu--lan: the id must be lower-case letters"),
        ("ent:wu-lan a kg:Person", "ent:wu-lan a kg:Human", "wu-lan (rdf:type): Human is no entity type"),
        ("ent:wu-lan a kg:Person", "ent:wu-lan a kg:Organisation", "Organisation is no entity type"),
        ("a kg:Place ;", "", "hangzhou (rdf:type): nothing is no entity type"),
        ("a kg:Place ;", "a kg:Place, kg:Event ;", "hangzhou (rdf:type): An entity has exactly one type."),
        ('skos:prefLabel "Hangzhou"@en', 'skos:altLabel "Hangzhou"@en', "hangzhou (skos:prefLabel): there is no name"),
        ('"Hangzhou"@en', '"Hangzhou"@en, "Hang"@en', "hangzhou (skos:prefLabel): An entity has a preferred name"),
        ('"Hangzhou"@en', '"Hangzhou"@de', "hangzhou (skos:prefLabel): An entity has a preferred name"),
        ('"Aster Group"@en', '"Aster Group"', "aster (skos:altLabel): An other name is tagged"),
        ("kg:basedIn ent:hangzhou", "kg:basedIn ent:atlantis", "aster (kg:basedIn): there is no entity 'atlantis'"),
        ("kg:basedIn ent:hangzhou", "kg:basedIn ent:wu-lan", "aster (kg:basedIn): What 'based in' leads to is a place"),
        ("kg:developedBy ent:aster", "kg:developedBy ent:hangzhou", "maple (kg:developedBy): The maker is an organ"),
        ("kg:affiliation ent:aster", "kg:affiliation ent:maple", "wu-lan (kg:affiliation): A person is affiliated"),
        ("kg:versionOf ent:maple", "kg:versionOf ent:aster", "maple-2 (kg:versionOf): What 'version of' leads to is"),
        ("kg:versionOf ent:maple", "kg:versionOf ent:maple-2", "maple-2 (kg:versionOf): leads back to itself"),
        ("kg:basedIn ent:hangzhou", "kg:subsidiaryOf ent:aster-cloud", "leads back to itself among aster, aster-cloud"),
        ('"NYSE:ASTR"', '"ASTR"', "aster (kg:ticker): A ticker is written EXCHANGE:CODE"),
        ('"Q42"', '"42"', "aster (kg:wikidata): A Wikidata id is a Q and a number"),
        ('"female"', '"f"', "wu-lan (kg:gender): A gender is female or male"),
        ('"female"', '"female" ; kg:ticker "NYSE:WU"', "wu-lan (kg:ticker): Only an organisation or an exchange"),
        ('"female"', '"female" ; kg:age 40', "wu-lan (kg:age): The registry has no such property."),
        ('"Aster Cloud"@en', '"ASTER group"@en', "the name 'ASTER group' is also one of aster; give it to one of them"),
        ('"Aster Cloud"@en', '"Aster Cloud"@en, "…"@zh', "holds neither letter nor digit"),
        ('"Maple-2"@en', '"Maple-2"@en ; kg:wikidata "Q42"', "maple-2 (kg:wikidata): Q42 belongs to aster too"),
        ("kg:subsidiaryOf ent:aster", 'kg:ticker "NYSE:ASTR"', "aster-cloud (kg:ticker): NYSE:ASTR belongs to aster"),
    ],
)
def test_a_planted_fault_is_found(tmp_path: Path, old: str, new: str, finding: str) -> None:
    assert old in SOUND
    found = [str(item) for item in errors(check_registry(write(tmp_path, SOUND.replace(old, new, 1))))]
    assert any(finding in item for item in found), found


def test_a_name_of_two_types_without_cue_is_a_warning(tmp_path: Path) -> None:
    found = check_registry(write(tmp_path, SOUND.replace('    kg:cueLabel "Aster"@en ;\n', "")))
    assert [(item.focus, item.severity) for item in found] == [("maple", "warning")]


def test_one_fault_is_told_once(tmp_path: Path) -> None:
    found = check_registry(write(tmp_path, SOUND.replace("kg:basedIn ent:hangzhou", "kg:basedIn ent:atlantis")))
    assert [str(item) for item in found] == ["aster (kg:basedIn): there is no entity 'atlantis'"]


def test_an_entity_told_in_two_places(tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, '\nent:aster skos:altLabel "Aster Corp"@en .\n', "b.ttl")
    assert [str(item) for item in check_registry(tmp_path)] == ["aster: b.ttl tells of it, and it stands in a.ttl too"]
    write(tmp_path, SOUND + '\nent:aster skos:altLabel "Aster Corp"@en .\n')
    (tmp_path / "b.ttl").unlink()
    assert [str(item) for item in check_registry(tmp_path)] == ["aster: a.ttl tells of it, and it stands twice"]


def test_something_that_is_no_entity(tmp_path: Path) -> None:
    found = check_registry(write(tmp_path, SOUND + '\nkg:odd skos:prefLabel "Odd"@en .\n'))
    assert any("may only tell of entities under ent:" in item.message for item in found)


def test_faulty_folders(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="there is no folder 'none'"):
        registry.load(tmp_path / "none")
    with pytest.raises(OntologyError, match=r"a\.ttl: is no valid Turtle"):
        registry.load(write(tmp_path, "ent:x a"))
    with pytest.raises(OntologyError, match="x has no name"):
        registry.load(write(tmp_path / ".", "ent:x a kg:Chip ."))


def test_fold() -> None:
    assert fold("Qwen 2.5-VL") == fold("qwen2.5vl") == fold("QWEN2.5 vl")
    assert fold("Qwen2.5") != fold("Qwen2")


shipped = pytest.mark.skipif(
    not any(data_path("seeds", "registry").glob("*.ttl")), reason="the registry's files are not there"
)


@shipped
def test_the_shipped_registry_is_clean() -> None:
    assert [str(item) for item in errors(check_registry())] == []


@shipped
def test_the_shipped_registry_loads_fast() -> None:
    """In a few times what the bare parser takes for the same files."""
    folder = data_path("seeds", "registry")

    def least(work: Callable[[], object]) -> float:
        took = []
        for _ in range(5):
            start = time.process_time()
            work()
            took.append(time.process_time() - start)
        return min(took)

    def parsed() -> None:
        for path in sorted(folder.glob("*.ttl")):
            list(parse(path.read_bytes(), format=RdfFormat.TURTLE))

    assert least(lambda: registry.read(folder)) < 15 * least(parsed)


@shipped
def test_every_form_of_the_shipped_registry_finds_its_entity() -> None:
    found = registry.load()
    for known in found.entities.values():
        for form in (*known.forms, *known.hidden, *known.tickers):
            assert known in found.by_form(form)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=10))
def test_circles_are_found_where_there_are_any(edges: list[tuple[int, int]]) -> None:
    entities = {
        f"e{node}": Known(
            f"e{node}",
            "Company",
            {"en": f"E{node}"},
            subsidiary_of=tuple(f"e{end}" for start, end in edges if start == node),
        )
        for node in range(7)
    }
    told = [item for item in registry.check(Registry(entities), schema.load()) if "leads back" in item.message]
    graph = nx.DiGraph(edges)
    assert bool(told) == (not nx.is_directed_acyclic_graph(graph))
