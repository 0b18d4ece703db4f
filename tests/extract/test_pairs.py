"""What a document shows about two entities, on texts that are parsed for real."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from marked import marked

from kg.extract.english.parse import parse
from kg.extract.english.relations.finder import RelationFinder
from kg.extract.relations.pairs import WHOLE, Pair, bit_of, sentences_of
from kg.extract.relations.reader import RelationReader
from kg.ontology import schema
from kg.ontology.registry import Known, Registry

ONTOLOGY = schema.load()
FINDER = RelationFinder(ONTOLOGY)


def read(body: str, title: str = "", *known: Known) -> dict[tuple[str, str], Pair]:
    document, mentions, entities = marked(body, title)
    reader = RelationReader(ONTOLOGY, Registry({k.id: k for k in known}), FINDER, None)
    pairs = reader.pairs(parse(document, mentions), entities)
    assert [(p.subject, p.object) for p in pairs] == sorted({(p.subject, p.object) for p in pairs})
    return {(p.subject, p.object): p for p in pairs}


BOUGHT = "[Lingyun|Company] acquired [Baisha|Company] in May."


def test_both_directions_are_told_apart() -> None:
    pairs = read(BOUGHT)
    there, back = pairs["Lingyun", "Baisha"], pairs["Baisha", "Lingyun"]
    assert there.features["frames:acquires"] == bit_of(0)
    assert back.features["reverse:acquires"] == bit_of(0)
    assert "frames:acquires" not in back.features
    assert there.features["so:word:acquire"] == bit_of(0)
    assert back.features["os:word:acquire"] == bit_of(0)
    assert "so:word:acquire" not in back.features
    assert [hit.frame.predicate for _, hit in there.hits].count("acquires") >= 1
    assert not back.hits


def test_the_path_leads_over_the_verb() -> None:
    there = read(BOUGHT)["Lingyun", "Baisha"]
    assert there.features["top:acquire"] == bit_of(0)
    assert there.features["path:nsubj^dobj"] == bit_of(0)
    assert there.features["path:length:2"] == bit_of(0)
    assert there.features["so:top:class:acquires"] == bit_of(0)
    assert there.triggers[0] == 1


def test_passive_voice_has_a_path_of_its_own_and_the_same_frame() -> None:
    there = read("[Baisha|Company] was acquired by [Lingyun|Company].")["Lingyun", "Baisha"]
    assert there.features["frames:acquires"] == bit_of(0)
    assert there.features["path:pobj>agent^nsubjpass"] == bit_of(0)
    assert "os:gap:2" in there.features


def test_sentences_add_up() -> None:
    pairs = read(f"{BOUGHT} [Lingyun|Company] paid. [Lingyun|Company] competes with [Baisha|Company].")
    there = pairs["Lingyun", "Baisha"]
    assert there.features["frames:acquires"] == bit_of(0)
    assert there.features["frames:rivals"] == bit_of(2)
    assert there.features["together:2"] == WHOLE
    assert there.features["s:count:3"] == WHOLE
    assert there.features["o:count:2"] == WHOLE
    assert there.features["s:gov:nsubj:pay"] == bit_of(1)


def test_what_is_said_of_one_end_is_shared_by_its_pairs() -> None:
    pairs = read("[Lingyun|Company] beat [Baisha|Company] and [Torrent|Company]. [Baisha|Company] paid.")
    one, other = pairs["Lingyun", "Baisha"], pairs["Torrent", "Baisha"]
    assert one.features["o:gov:nsubj:pay"] == bit_of(1)
    assert one.sides[1] is other.sides[1]
    assert not set(one.own) & (set(one.sides[0]) | set(one.sides[1]))


def test_two_that_nothing_joins_are_no_pair() -> None:
    text = "[Lingyun|Company] grew last year. [Kestrel|AIModel] shone on Monday."
    assert read(text) == {}
    known = (
        Known("Lingyun", "Company", {"en": "Lingyun"}),
        Known("Kestrel", "AIModel", {"en": "Kestrel"}, developed_by=("Lingyun",)),
    )
    there = read(text, "", *known)["Lingyun", "Kestrel"]
    assert there.features["together:0"] == WHOLE
    assert there.features["known:~developed_by:apart"] == WHOLE


@given(st.sets(st.integers(0, 80)))
def test_bits_stand_for_sentences(sentences: set[int]) -> None:
    where = WHOLE
    for index in sentences:
        where |= bit_of(index)
    assert sentences_of(where) == tuple(sorted(sentences))


def test_a_list_of_names_between_is_counted_and_masked() -> None:
    text = "[Lingyun|Company] beat [Baisha|Company] and [Kestrel|AIModel] at [Torrent|Company]."
    there = read(text)["Lingyun", "Torrent"]
    assert there.features["so:names-between:2"] == bit_of(0)
    assert {"so:between:Company", "so:between:AIModel", "so:word:Company", "so:word:AIModel"} <= set(there.features)
    assert not any("baisha" in f.casefold() for f in there.features)


def test_pairs_that_no_relation_joins_are_left_out() -> None:
    pairs = read("[Hangzhou|Place] met [Summit|Event] and [Nasdaq|StockIndex] and [Lingyun|Company].")
    kinds = {"Hangzhou": "Place", "Summit": "Event", "Nasdaq": "StockIndex", "Lingyun": "Company"}
    assert ("Lingyun", "Hangzhou") in pairs
    for subject, target in ((s, o) for s in kinds for o in kinds if s != o):
        joined = any(ONTOLOGY.accepts(name, kinds[subject], kinds[target]) for name in ONTOLOGY.relations)
        assert ((subject, target) in pairs) == joined
    assert ("Hangzhou", "Nasdaq") not in pairs


def test_what_the_registry_knows_is_told_with_its_direction() -> None:
    known = (
        Known("Lingyun", "Company", {"en": "Lingyun"}),
        Known("Kestrel", "AIModel", {"en": "Kestrel"}, developed_by=("Lingyun",)),
        Known("Torrent", "Company", {"en": "Torrent"}, subsidiary_of=("Lingyun",)),
    )
    text = (
        "[Lingyun|Company] and [Torrent|Company] grew. [Baisha|Company] likes [Kestrel|AIModel] and [Lingyun|Company]."
    )
    pairs = read(text, "", *known)
    assert "known:~developed_by" in pairs["Lingyun", "Kestrel"].features
    assert "known:subsidiary_of" in pairs["Torrent", "Lingyun"].features
    assert "known:~subsidiary_of" in pairs["Lingyun", "Torrent"].features
    assert "known:-" in pairs["Baisha", "Kestrel"].features


def test_a_title_and_names_alike_are_seen() -> None:
    pairs = read("[Ping An Bank|Company] grew with [Baisha|Company] and [Ping An|Company].", "[Ping An|Company] rises")
    there = pairs["Ping An Bank", "Ping An"]
    assert "name:subject-begins-with-object" in there.features
    assert "name:same-first-word" in there.features
    assert "o:title:True" in there.features
    assert "name:same-first-word" not in pairs["Ping An Bank", "Baisha"].features


def test_a_text_without_names_has_no_pairs() -> None:
    assert read("It rained in May.") == {}
    assert read("[Lingyun|Company] grew. [Lingyun|Company] shrank.") == {}
