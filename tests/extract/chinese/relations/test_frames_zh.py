"""Every Chinese frame finds what its sentences tell, with the right ends, and stays silent on the others.

"[S:Company 月之暗面]" is a name, "{S:Company 该公司}" an expression that stands for the name marked S or O.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.relations.finder import RelationFinder
from kg.extract.chinese.text import Sentence, split
from kg.extract.frameset import Frame
from kg.extract.segment import blocks
from kg.model import Document, Mention, Span
from kg.ontology import schema

ONTOLOGY = schema.load()
FINDER = RelationFinder(ONTOLOGY)
FRAMES = {f.id: f for f in FINDER.frames}
_MARK = re.compile(
    r"\[(?:(?P<end>[SO]):)?(?P<type>[A-Z]\w+) (?P<text>[^\]]+)\]|\{(?P<end2>[SO]):(?P<type2>\w+) (?P<text2>[^}]+)\}"
)


def read(marked: str) -> tuple[list[Sentence], dict[str, set[str]]]:
    """The marked sentences, and the names marked as ends. The same text names the same entity."""
    text, at = "", 0
    names: list[Mention] = []
    standing: list[tuple[str, str, Span]] = []
    ends: dict[str, set[str]] = {"S": set(), "O": set()}
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        told = mark["text"] or mark["text2"]
        span = Span(len(text), len(text) + len(told))
        text += told
        if mark["text"]:
            names.append(Mention(span, told, mark["type"], told, "test"))
            if mark["end"]:
                ends[mark["end"]].add(told)
        else:
            standing.append((mark["end2"], mark["type2"], span))
    document = Document("d", text + marked[at:], language="zh")
    found = split(document, blocks(document.text), names)
    for end, kind, span in standing:
        (entity,) = ends[end]
        next(s for s in found if span.within(s.span)).add(entity, kind, span, anaphor=True)
    return found, ends


def fired(frame: Frame, sentences: list[Sentence]) -> set[tuple[str, str]]:
    """The pairs that a frame finds."""
    topics = Topics(sentences)
    hits = [h for i in range(len(sentences)) for h in FINDER.find(sentences, i, topics)]
    return {(h.subject.entity, h.object.entity) for h in hits if h.frame.id == frame.id}


def marked(wanted: bool) -> Iterator[tuple[str, str]]:
    for frame in FINDER.frames:
        yield from ((frame.id, one) for one in (frame.match if wanted else frame.no_match))


@pytest.mark.parametrize("frame_id", sorted(FRAMES))
def test_frame_carries_examples(frame_id: str) -> None:
    frame = FRAMES[frame_id]
    assert len(frame.match) >= 2, "a frame has at least two sentences that it matches"
    assert len(frame.no_match) >= 1, "a frame has at least one sentence that it does not match"


@pytest.mark.parametrize(("frame_id", "text"), list(marked(True)), ids=lambda value: str(value)[:60])
def test_frame_fires_with_the_right_ends(frame_id: str, text: str) -> None:
    frame, (sentences, ends) = FRAMES[frame_id], read(text)
    assert ends["S"] and ends["O"], "the marks S: and O: tell what is to be found"
    pairs = fired(frame, sentences)
    wanted = {(s, o) for s in ends["S"] for o in ends["O"]}
    if any("(?P<Z>" in p for p in frame.pattern) and len(ends["S"]) > 1:
        assert len(pairs) == len(ends["S"]), f"found {sorted(pairs)}"
        return
    assert wanted <= pairs, f"found {sorted(pairs)}"
    if "others" not in frame.object:
        told = wanted | ({(o, s) for s, o in wanted} if ONTOLOGY.relations[frame.predicate].symmetric else set())
        named = ends["S"] | ends["O"]
        assert {p for p in pairs if set(p) <= named} <= told, "an end is taken for the other"


@pytest.mark.parametrize(("frame_id", "text"), list(marked(False)), ids=lambda value: str(value)[:60])
def test_frame_does_not_fire(frame_id: str, text: str) -> None:
    assert not fired(FRAMES[frame_id], read(text)[0])
