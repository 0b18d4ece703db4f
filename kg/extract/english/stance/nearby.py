"""What one sentence shows of sources, whichever statement of it is asked about: who is named around it, and how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.cues import Cue
from kg.extract.english.stance.place import Place

#: So many sentences before and after are asked for a source.
_BEFORE, _AFTER = 6, 2


class Way(NamedTuple):
    """How a candidate's nearest cue lies to the statement, the cue's kind and its word."""

    way: str
    kind: str = ""
    word: str = ""


def sources_around(here: int, sentences: Sequence[Sentence], cues: Sequence[Sequence[Cue]]) -> Iterator[str]:
    """The sources told of in a sentence and those around it, and those only named in the same block."""
    block = sentences[here].block
    for i in range(max(0, here - _BEFORE), min(len(sentences), here + _AFTER + 1)):
        same = sentences[i].block == block
        yield from (c.source for c in cues[i] if c.source and (same or c.kind != "named"))


def ways_around(here: int, sentences: Sequence[Sentence], cues: Sequence[Sequence[Cue]]) -> dict[str, Way]:
    """The nearest cue of each source told of in the sentences around one."""
    found: dict[str, Way] = {}
    block = sentences[here].block
    for distance in range(1, _BEFORE + 1):
        for i in (here - distance, here + distance):
            if not 0 <= i < len(sentences) or i > here + _AFTER:
                continue
            side = "before" if i < here else "after"
            told = [c for c in cues[i] if c.source and c.kind != "named" and c.source not in found]
            if told:
                inner = "in" if sentences[i].block == block else "out"
                for cue in reversed(told):
                    found[cue.source or ""] = Way(f"{side}{min(distance, 4)}{inner}", cue.kind, cue.word)
    return found


def ways_within(place: Place, cues: Sequence[Cue]) -> dict[str, Way]:
    """The closest cue of each source of the statement's own sentence."""
    rows: dict[str, list[tuple[int, str, str, str]]] = {}
    for cue in cues:
        if cue.source:
            rows.setdefault(cue.source, []).append((*place.way(cue), cue.kind, cue.word))
    return {source: Way(*min(row)[1:]) for source, row in rows.items()}
