"""The learned typing: what it reads, how it decides, its file, and the rules around it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.extract.boilerplate import content
from kg.extract.english.names import places, typer
from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.mentions import Names, find_mentions, gathered
from kg.extract.english.names.persons import titled
from kg.extract.english.names.traits import Scene, traits
from kg.extract.english.names.typer import NOTHING, TypeModel
from kg.model import Document
from kg.ontology.registry import load

MODEL = TypeModel([NOTHING, "Chip", "Fund"], [0.5, 0.0, 0.0], {"a": ((1, 1.0),), "b": ((1, -2.0), (2, 1.5))})


def unknown(text: str) -> tuple[dict[str, Cluster], Scene]:
    document = Document("d", text)
    _, clusters, scene = gathered(document.text, content(document), Names(load()))
    return {c.name: c for c in clusters}, scene


def named(text: str) -> set[tuple[str, str]]:
    return {(m.text, m.type) for m in find_mentions(Document("d", text), load())[0]}


def test_weights_decide_and_too_little_is_nothing() -> None:
    assert MODEL.choose(["a"]) == "Chip"
    assert MODEL.choose(["a", "b"]) == "Fund"
    assert MODEL.choose(["unheard of"]) is None


def test_traits_tell_the_words_and_names_beside_a_name() -> None:
    clusters, scene = unknown("Tencent led the round, and so did Zhuravl of Riga.")
    told = traits(clusters["Zhuravl"], scene)
    assert {"<did", ">of", "words:1", "right:Place:of", "count:1"} <= set(told)
    assert len(told) == len(set(told))
    assert told == traits(clusters["Zhuravl"], scene)


def test_a_model_changes_unknown_names_only() -> None:
    clusters, scene = unknown("Tencent bought Zhuravl. Zhuravl makes sensors.")
    TypeModel([NOTHING, "Fund"], [0.0, 1.0], {}).settle(clusters.values(), scene)
    assert clusters["Zhuravl"].type == "Fund"
    known = Cluster("Tencent", type="Company", known="tencent")
    TypeModel([NOTHING], [0.0], {}).settle([known], scene)
    assert known.type == "Company"


def test_a_saved_model_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "types.gz"
    typer.save(MODEL, file)
    first = file.read_bytes()
    assert typer.load(file) == MODEL
    typer.save(MODEL, file)
    assert file.read_bytes() == first
    assert typer.load(tmp_path / "none.gz") is None


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", gzip.compress(b"[]", mtime=0), gzip.compress(b'{"layout": 99}', mtime=0)]
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "types.gz"
    file.write_bytes(content)
    with pytest.raises(OntologyError, match=r"types\.gz"):
        typer.load(file)


@pytest.mark.parametrize(
    ("text", "name", "type_name"),
    [
        ("The centre was opened with King Aldric University in March.", "King Aldric University", "ResearchInstitute"),
        ("A spokesman for Sanming Maritime University said so.", "Sanming Maritime University", "ResearchInstitute"),
        ("Yu Jun, its chief executive, declined to comment.", "Yu Jun", "Person"),
        ("The STAR 50 fell 2% on Tuesday.", "STAR 50", "StockIndex"),
        ("The Nikkei 225 rose 1%.", "Nikkei 225", "StockIndex"),
        ("They are Germans, and the plant is not.", "Germans", "Place"),
        ("The Canadian plant halved its output.", "Canadian", "Place"),
        ("Tallinn and Ljubljana want the data centre.", "Ljubljana", "Place"),
    ],
)
def test_names_by_their_words(text: str, name: str, type_name: str) -> None:
    assert (name, type_name) in named(text)


def test_a_firm_and_its_part_are_two_names() -> None:
    clusters, _ = unknown("The camera sits on an Nvidia ZX770 and a lens.")
    assert "ZX770" in clusters
    assert ("Nvidia", "Company") in named("The camera sits on an Nvidia ZX770 and a lens.")


def test_a_place_that_opens_the_sentence_is_no_part_of_the_name() -> None:
    assert ("Jakarta", "Place") in named("In Jakarta Zhuravl Holdings raised $30 million from investors.")


def test_a_licence_is_no_university() -> None:
    assert not named("Weights are up, licence: MIT, and that is all.")


@pytest.mark.parametrize(("rest", "passing"), [(" characters", True), (".", True), (" plant", False), (" and", True)])
def test_words_of_origin_in_passing(rest: str, passing: bool) -> None:
    assert places.passing("Chinese" + rest, len("Chinese")) is passing


@pytest.mark.parametrize(
    ("name", "plain"), [("THOMAS CHONG", "Thomas Chong"), ("WANG", "Wang"), ("SMIC", "SMIC"), ("Wang", "Wang")]
)
def test_a_person_in_capitals(name: str, plain: str) -> None:
    assert titled(name) == plain
