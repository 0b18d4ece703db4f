"""Every Chinese frame finds what its sentences tell, with the right ends, and stays silent on the others.

"[S:Company 月之暗面]" is a name, "{S:Company 该公司}" an expression that stands for the name marked S or O.
"""

from __future__ import annotations

from collections.abc import Iterator

import marked
import pytest
from frame_checks import check_ends, check_examples
from marked import Marked, chinese

from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.relations.finder import RelationFinder
from kg.extract.chinese.text import Sentence
from kg.extract.frameset import Frame
from kg.ontology import schema

ONTOLOGY = schema.load()
FINDER = RelationFinder(ONTOLOGY)
FRAMES = {f.id: f for f in FINDER.frames}


def read(text: str) -> tuple[Marked, list[Sentence]]:
    """What is marked, and the sentences with the expressions that stand for a name."""
    told = marked.read(text, "zh")
    sentences = chinese(text)[1]
    told.put(sentences)
    return told, sentences


def fired(frame: Frame, sentences: list[Sentence]) -> set[tuple[str, str]]:
    """The pairs that a frame finds."""
    topics = Topics(sentences)
    hits = [h for i in range(len(sentences)) for h in FINDER.find(sentences, i, topics)]
    return {(h.subject.entity, h.object.entity) for h in hits if h.frame.id == frame.id}


def examples(wanted: bool) -> Iterator[tuple[str, str]]:
    for frame in FINDER.frames:
        yield from ((frame.id, one) for one in (frame.match if wanted else frame.no_match))


@pytest.mark.parametrize("frame_id", sorted(FRAMES))
def test_frame_carries_examples(frame_id: str) -> None:
    check_examples(FRAMES[frame_id])


@pytest.mark.parametrize(("frame_id", "text"), list(examples(True)), ids=lambda value: str(value)[:60])
def test_frame_fires_with_the_right_ends(frame_id: str, text: str) -> None:
    frame, (told, sentences) = FRAMES[frame_id], read(text)
    check_ends(frame, told, fired(frame, sentences), ONTOLOGY)


@pytest.mark.parametrize(("frame_id", "text"), list(examples(False)), ids=lambda value: str(value)[:60])
def test_frame_does_not_fire(frame_id: str, text: str) -> None:
    assert not fired(FRAMES[frame_id], read(text)[1])
