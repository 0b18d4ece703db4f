"""Where the topics of numbers stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.figures.metrics import Frame, FrameSet

#: Stands for each character of a name, so that no topic is found in one.
NAME = "\ue000"


@dataclass(frozen=True, slots=True)
class Cue:
    """A topic's words: offsets in the sentence, whether they tell a loss, whether they are weak."""

    frame: Frame
    start: int
    end: int
    negative: bool = False
    weak: bool = False


def find_cues(text: str, nearby: str, frames: FrameSet) -> list[Cue]:
    """The topics in a masked sentence, in order; one inside a longer one is none.

    `nearby` is where the contexts of weak topics are looked for.
    """
    found: list[Cue] = []
    for frame in frames.frames:
        found += [Cue(frame, m.start(), m.end(), m.lastgroup == "negative") for m in frame.cues.finditer(text)]
        if frame.weak and (frame.context is None or frame.context.search(nearby)):
            found += [Cue(frame, m.start(), m.end(), weak=True) for m in frame.weak.finditer(text)]
    return _longest(found)


def _longest(found: Sequence[Cue]) -> list[Cue]:
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start, -c.end, c.weak)):
        if any(k.start <= cue.start and cue.end <= k.end and k.end - k.start > cue.end - cue.start for k in kept[-6:]):
            continue
        kept.append(cue)
    return kept
