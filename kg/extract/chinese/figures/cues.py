"""Where the topics of numbers stand in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.figures.metrics import Frame, FrameSet
from kg.extract.chinese.text import Sentence

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


def masked(sentence: Sentence) -> str:
    """The words of a sentence, as long as they were, with its names blotted out."""
    text, base, at = sentence.text, sentence.span.start, 0
    pieces: list[str] = []
    for argument in sentence.arguments:
        start, end = argument.span.start - base, argument.span.end - base
        if not argument.anaphor and start >= at:
            pieces += [text[at:start], NAME * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


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
