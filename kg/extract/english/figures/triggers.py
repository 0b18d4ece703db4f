"""Which patterns of the frames for numbers may match a text at all, told by one pass over its words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from re import Pattern

import ahocorasick

from kg.extract.english.figures.literals import needed
from kg.extract.english.figures.metric_frames import Cue, Frame, FrameSet


class Screen:
    """Some patterns, and which of them the words of a text allow: one pass over the text for all of them."""

    def __init__(self, patterns: Sequence[Pattern[str]]) -> None:
        #: Those that can do without any one word, and all others by the words of which they need one.
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for place, pattern in enumerate(patterns):
            words = needed(pattern.pattern)
            if not words:
                self._always.append(place)
            for word in words:
                self._by_word.setdefault(word, []).append(place)
        self._automaton = ahocorasick.Automaton()
        for word in sorted(self._by_word):
            self._automaton.add_word(word, word)
        if self._by_word:
            self._automaton.make_automaton()

    def possible(self, text: str) -> list[int]:
        """The places of the patterns that may match, in order."""
        places = set(self._always)
        if self._by_word:
            for word in {word for _, word in self._automaton.iter(text)}:
                places.update(self._by_word[word])
        return sorted(places)


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
        self._patterns: dict[str, tuple[list[Trigger], Screen]] = {}
        self._cues = [(frame, frame.cues) for frame in frames.frames if frame.cues]
        self._cued = Screen([cues for _, cues in self._cues])

    def patterns(self, kind: str, text: str) -> list[Trigger]:
        """The patterns for a kind of number that may match a text."""
        if kind not in self._patterns:
            made = [
                Trigger(pattern, frame, f"{frame.name}.{label}{kind}.{number}", bool(label))
                for frame in self._frames.frames
                for label, patterns in (("", frame.patterns), ("weak.", frame.weak if frame.context else {}))
                for number, pattern in enumerate(patterns.get(kind, ()))
            ]
            self._patterns[kind] = made, Screen([trigger.pattern for trigger in made])
        triggers, screen = self._patterns[kind]
        return [triggers[place] for place in screen.possible(text)]

    def cues(self, text: str) -> list[Cue]:
        """Where a text has the words of a topic."""
        likely = (self._cues[place] for place in self._cued.possible(text))
        return [Cue(frame, m.start(), m.end()) for frame, cues in likely for m in cues.finditer(text)]


@functools.cache
def triggers(frames: FrameSet) -> Triggers:
    """The patterns and cues of a set of frames, made ready once."""
    return Triggers(frames)
