"""Which patterns of the frames for numbers may match a text at all, told by one pass over its words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from re import Pattern

import ahocorasick

from kg.extract.english.figures.literals import needed
from kg.extract.english.figures.metric_frames import Frame, FrameSet


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern with its frame and its name. A `weak` one counts only where the frame's topic stands in the text."""

    pattern: Pattern[str]
    frame: Frame
    rule: str
    weak: bool


class Triggers:
    """The patterns for one kind of number, in the order of their frames."""

    def __init__(self, frames: FrameSet, kind: str) -> None:
        self._all = [
            Trigger(pattern, frame, f"{frame.name}.{label}{kind}.{number}", bool(label))
            for frame in frames.frames
            for label, patterns in (("", frame.patterns), ("weak.", frame.weak if frame.context else {}))
            for number, pattern in enumerate(patterns.get(kind, ()))
        ]
        #: Those that can do without any one word, and all others by the words of which they need one.
        self._always: list[int] = []
        self._by_word: dict[str, list[int]] = {}
        for place, trigger in enumerate(self._all):
            words = needed(trigger.pattern.pattern)
            if not words:
                self._always.append(place)
            for word in words:
                self._by_word.setdefault(word, []).append(place)
        self._automaton = ahocorasick.Automaton()
        for word in sorted(self._by_word):
            self._automaton.add_word(word, word)
        if self._by_word:
            self._automaton.make_automaton()

    def possible(self, text: str) -> Sequence[Trigger]:
        """The patterns that the words of a text allow, in order."""
        places = set(self._always)
        if self._by_word:
            for word in {word for _, word in self._automaton.iter(text)}:
                places.update(self._by_word[word])
        return [self._all[place] for place in sorted(places)]


@functools.cache
def triggers(frames: FrameSet, kind: str) -> Triggers:
    """The patterns of a set of frames for one kind of number."""
    return Triggers(frames, kind)
