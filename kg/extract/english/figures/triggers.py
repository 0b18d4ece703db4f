"""Which patterns of the frames for numbers may match a text at all, told by one pass over its words."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from re import Pattern

from kg.extract.english.figures.metric_frames import Cue, Frame, FrameSet
from kg.extract.sieve import Sieve, places


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern with its frame and its name. A `weak` one counts only where the frame's topic stands in the text."""

    pattern: Pattern[str]
    frame: Frame
    rule: str
    weak: bool


class Triggers:
    """The patterns and the cues of a set of frames, in the order of the frames."""

    def __init__(self, frames: FrameSet) -> None:
        self._frames = frames
        self._patterns: dict[str, tuple[list[Trigger], Sieve]] = {}
        self._cues = [(frame, frame.cues) for frame in frames.frames if frame.cues]
        self._cued = Sieve([cues.pattern for _, cues in self._cues])

    def patterns(self, kind: str, text: str) -> list[Trigger]:
        """The patterns for a kind of number that may match a text."""
        if kind not in self._patterns:
            made = [
                Trigger(pattern, frame, f"{frame.name}.{label}{kind}.{number}", bool(label))
                for frame in self._frames.frames
                for label, patterns in (("", frame.patterns), ("weak.", frame.weak if frame.context else {}))
                for number, pattern in enumerate(patterns.get(kind, ()))
            ]
            self._patterns[kind] = made, Sieve([trigger.pattern.pattern for trigger in made])
        triggers, sieve = self._patterns[kind]
        return [triggers[place] for place in places(sieve.likely(text))]

    def cues(self, text: str) -> list[Cue]:
        """Where a text has the words of a topic."""
        likely = (self._cues[place] for place in places(self._cued.likely(text)))
        return [Cue(frame, m.start(), m.end()) for frame, cues in likely for m in cues.finditer(text)]


@functools.cache
def triggers(frames: FrameSet) -> Triggers:
    """The patterns and cues of a set of frames, made ready once."""
    return Triggers(frames)
