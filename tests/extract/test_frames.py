"""Every frame of English fires on its `match` sentences, with the right ends, and on no `no_match` sentence."""

from __future__ import annotations

import pytest
from frame_checks import check_ends, check_examples
from marked import Marked, read

from kg.errors import OntologyError
from kg.extract import frameset, surface
from kg.extract.english.parse import parse
from kg.extract.english.relations import macros
from kg.extract.english.relations.finder import RelationFinder
from kg.extract.english.relations.topic import Topics
from kg.extract.frameset import Frame
from kg.model import Document, Span
from kg.ontology import schema

ONTOLOGY = schema.load()
FINDER = RelationFinder(ONTOLOGY)
FRAMES = {f.id: f for f in FINDER.frames}


def fired(frame: Frame, told: Marked) -> set[tuple[str, str]]:
    """The pairs that a frame finds in an example, its expressions resolved as marked."""
    found = parse(Document("d", told.text), told.mentions)
    told.put(found)
    topics = Topics(found)
    hits = [h for i in range(len(found)) for h in FINDER.find(found, i, topics)]
    return {(h.subject.entity, h.object.entity) for h in hits if h.frame.id == frame.id}


@pytest.mark.parametrize("frame_id", sorted(FRAMES))
def test_frame_carries_examples(frame_id: str) -> None:
    check_examples(FRAMES[frame_id])


@pytest.mark.parametrize(
    ("frame_id", "marked"), [(f.id, m) for f in FINDER.frames for m in f.match], ids=lambda value: str(value)[:60]
)
def test_frame_fires_with_the_right_ends(frame_id: str, marked: str) -> None:
    frame, told = FRAMES[frame_id], read(marked)
    check_ends(frame, told, fired(frame, told), ONTOLOGY)


@pytest.mark.parametrize(
    ("frame_id", "marked"), [(f.id, m) for f in FINDER.frames for m in f.no_match], ids=lambda value: str(value)[:60]
)
def test_frame_does_not_fire(frame_id: str, marked: str) -> None:
    assert not fired(FRAMES[frame_id], read(marked))


def test_every_relation_but_families_has_frames() -> None:
    assert {f.predicate for f in FINDER.frames} == set(ONTOLOGY.relations)


def test_triggers_speak_of_relations_of_the_ontology() -> None:
    told = {p for predicates in frameset.triggers("en").values() for p in predicates}
    assert told <= set(ONTOLOGY.relations)


@pytest.mark.parametrize(
    "broken",
    [
        "- {id: a.b, predicate: rivals, verb: [rival], noun: [rival]}",
        "- {id: a.b, predicate: likes, verb: [like]}",
        "- {id: a.b, predicate: rivals, verb: [rival], subject_type: [Firm]}",
        "- {id: a.b, predicate: rivals, verb: [rival], subjekt: subj}",
        "- {id: a.b, predicate: rivals, verb: [x]}\n- {id: a.b, predicate: rivals, verb: [y]}",
        "- [",
    ],
)
def test_broken_frame_file_is_refused(tmp_path, broken: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "relations-x-en.yaml"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(OntologyError, match=r"relations-x-en\.yaml"):
        frameset.load(path, ONTOLOGY)


def marked_text(text: str, names: list[str]) -> surface.Marked:
    spans = [Span(text.index(n), text.index(n) + len(n)) for n in names]
    return surface.mark(text, 0, spans)


def test_list_with_shares_gives_every_member() -> None:
    marked = marked_text("Holders are Ann (4.3%), Bob with 3.9 per cent and Cid's Dan.", ["Ann", "Bob", "Cid", "Dan"])
    (match,) = surface.find(macros.compile_pattern("Holders are {S}"), marked, macros.ends)
    assert match.subjects == (0, 1, 3)


def test_owner_is_not_the_end_of_a_pattern() -> None:
    marked = marked_text("They bought Ann's chips.", ["Ann"])
    assert not list(surface.find(macros.compile_pattern("bought {O}"), marked, macros.ends))
    assert list(surface.find(macros.compile_pattern("bought {O}'s chips"), marked, macros.ends))


def test_gap_crosses_decimals_but_no_stop() -> None:
    pattern = macros.compile_pattern("{S} {g40}in {O}")
    assert list(surface.find(pattern, marked_text("Ann rose 2.9 per cent in Rome.", ["Ann", "Rome"]), macros.ends))
    assert not list(surface.find(pattern, marked_text("Ann rose. It is hot in Rome.", ["Ann", "Rome"]), macros.ends))


def test_every_pattern_compiles() -> None:
    for pattern in (pattern for frame in FINDER.frames for pattern in frame.pattern):
        macros.compile_pattern(pattern)


@pytest.mark.parametrize("frame", [f for f in FINDER.frames if f.pattern], ids=lambda f: f.id)
def test_pattern_does_not_run_away(frame: Frame) -> None:
    """A pattern takes steps in proportion to the text: long runs of names and words stay cheap."""
    import time

    names = "".join(f"\ue000{', ' if i % 2 else ' and '}word 3.5% of the new large {i} " for i in range(40))
    for pattern in frame.pattern:
        started = time.perf_counter()
        marked = surface.Marked(names, tuple(range(len(names))))
        list(surface.find(macros.compile_pattern(pattern), marked, macros.ends))
        assert time.perf_counter() - started < 1.0
