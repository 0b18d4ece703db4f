"""What a sentence's characters show of its arguments, as readable features.

`s` and `o` stand for subject and object, `so` and `os` for the order in which they come. Without a parse, words are
those of `triggers-zh.yaml` and pairs of characters, and grammar is how many commas part two names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import ahocorasick

from kg.extract import frameset
from kg.extract.chinese.text import Argument, Sentence

#: Characters further apart than this say nothing of one another.
_FAR = 40
#: Upper ends of the steps in which a distance in characters is told.
_STEPS = (0, 2, 5, 12, 24)
#: So many characters between two names are told as they are.
_WHOLE = 6
#: No word reaches farther.
_NEAR = 26


@cache
def _automaton() -> ahocorasick.Automaton:
    found = ahocorasick.Automaton()
    for word in sorted(frameset.triggers("zh")):
        found.add_word(word, word)
    found.make_automaton()
    return found


class Clues:
    """A sentence's words with their places and classes, read once."""

    def __init__(self, sentence: Sentence) -> None:
        table = frameset.triggers("zh")
        self.sentence = sentence
        self._start = sentence.span.start
        text = sentence.text
        names = [(a.span.start - self._start, a.span.end - self._start) for a in sentence.arguments if not a.anaphor]
        lowered = list(text.casefold()) if len(text.casefold()) == len(text) else list(text)
        for start, end in names:
            lowered[start:end] = "\0" * (end - start)
        self._text = "".join(lowered)
        found: dict[int, tuple[int, str]] = {}
        for last, word in _automaton().iter(self._text):
            start = last - len(word) + 1
            if start not in found or found[start][0] < last + 1:
                found[start] = (last + 1, word)
        #: (start, end, word, classes) in order, the longest at each place.
        self.words: list[tuple[int, int, str, tuple[str, ...]]] = []
        reach = 0
        for start in sorted(found):
            end, word = found[start]
            if end > reach:
                self.words.append((start, end, word, tuple(sorted(table[word]))))
                reach = end
        self.about = sorted({k for *_, classes in self.words for k in classes})
        self._clauses = [c.start - self._start for c in sentence.clauses]
        #: What the sentence shows of any two of its arguments.
        self.around = [f"with:{w}" for w in sorted({w for _, _, w, _ in self.words})]
        self.around += [f"with:class:{k}" for k in self.about]
        self.around.append(f"block:{sentence.block.kind}")
        self._said: dict[int, list[str]] = {}

    def said(self, argument: Argument) -> list[str]:
        """What is said of one argument: the characters beside it, the words of its clause."""
        if id(argument) not in self._said:
            self._said[id(argument)] = list(self._saying(argument))
        return self._said[id(argument)]

    def _saying(self, argument: Argument) -> Iterator[str]:
        start, end = argument.span.start - self._start, argument.span.end - self._start
        yield f"prev:{self._at(start - 1, start)}"
        yield f"prev2:{self._at(start - 2, start)}"
        yield f"next:{self._at(end, end + 1)}"
        yield f"next2:{self._at(end, end + 2)}"
        clause = self._clause(start)
        here = [w for w in self.words if self._clause(w[0]) == clause]
        after = next((w for w in here if w[0] >= end), None)
        before = next((w for w in reversed(here) if w[1] <= start), None)
        for name, word in (("governor", after), ("gov-before", before)):
            if word:
                yield f"{name}:{word[2]}"
                for kind in word[3]:
                    yield f"gov:class:{'after' if word is after else 'before'}:{kind}"
        for kind in self.about:
            yield f"in:class:{kind}"
        yield f"clause:{'first' if clause == 0 else 'later'}:{'head' if not self._named(clause, start) else 'in'}"

    def between(self, one: Argument, other: Argument) -> Iterator[str]:
        """What the characters between, before and after two arguments of this sentence show."""
        order, left, right = _ordered(one, other)
        start = left.span.end - self._start
        end = max(start, right.span.start - self._start)
        distance = end - start
        yield f"{order}:gap:{sum(distance > step for step in _STEPS)}"
        if distance <= _WHOLE:
            yield f"{order}:is:{self._mask(start, end)}"
        names = {a.span: a for a in self.sentence.arguments if a.span.start >= left.span.end}
        names = {s: a for s, a in names.items() if s.end <= right.span.start}
        yield f"{order}:names-between:{min(len(names), 3)}"
        for kind in sorted({a.type for a in names.values()}):
            yield f"{order}:between:{kind}"
        if distance <= _FAR:
            inside = [w for w in self.words if w[0] >= start and w[1] <= end]
            for word in sorted({w for _, _, w, _ in inside}):
                yield f"{order}:word:{word}"
            for kind in sorted({k for *_, classes in inside for k in classes}):
                yield f"{order}:class:{kind}"
            text = self._mask(start, end)
            for pair in sorted({text[i : i + 2] for i in range(len(text) - 1)}):
                yield f"{order}:words:{pair}"
        before, after = left.span.start - self._start, right.span.end - self._start
        yield f"{order}:before:{self._at(before - 1, before)}"
        yield f"{order}:before2:{self._at(before - 2, before)}"
        yield f"{order}:after:{self._at(after, after + 1)}"
        yield f"{order}:after2:{self._at(after, after + 2)}"
        yield f"{order}:inner-left:{self._at(start, min(start + 2, end))}"
        yield f"{order}:inner-right:{self._at(max(start, end - 2), end)}"
        behind = next((w for w in self.words if w[0] >= after and self._clause(w[0]) == self._clause(after - 1)), None)
        if behind and behind[0] - after <= _NEAR:
            yield f"{order}:behind:{behind[2]}"
            for kind in behind[3]:
                yield f"{order}:behind:class:{kind}"
        if one.anaphor:
            yield "s:anaphor"
        if other.anaphor:
            yield "o:anaphor"

    def path(self, one: Argument, other: Argument) -> tuple[int | None, list[str]]:
        """The document offset of the word that most likely joins two arguments, and its features."""
        order, left, right = _ordered(one, other)
        start, end = left.span.end - self._start, right.span.start - self._start
        steps = self._clause(end) - self._clause(start - 1)
        out = [f"path:length:{min(steps, 7)}"]
        top = self._top(left, right)
        if top is None:
            return None, out
        at, _, word, classes = top
        place = "in" if start <= at < end else "behind" if at >= end else "before"
        out += [f"top:{word}", f"{order}:top:{word}", f"{order}:top:{place}:{word}"]
        for kind in classes:
            out += [f"{order}:top:class:{kind}", f"top:class:{kind}:{place}"]
        for kind in sorted({k for w in self._inside(left, right) for k in w[3]}):
            out.append(f"path:class:{kind}")
        return self._start + at, out

    def _top(self, left: Argument, right: Argument) -> tuple[int, int, str, tuple[str, ...]] | None:
        """The longest word between the two, the last of them; else behind the right one in its clause, else before."""
        inside = self._inside(left, right)
        if inside:
            return max(inside, key=lambda w: (len(w[2]) > 1, w[0]))
        end = right.span.end - self._start
        clause = self._clause(end - 1)
        behind = [w for w in self.words if w[0] >= end and self._clause(w[0]) == clause]
        if behind:
            return behind[0]
        start = left.span.start - self._start
        before = [w for w in self.words if w[1] <= start and self._clause(w[0]) == self._clause(start)]
        return before[-1] if before else None

    def _inside(self, left: Argument, right: Argument) -> Sequence[tuple[int, int, str, tuple[str, ...]]]:
        start, end = left.span.end - self._start, right.span.start - self._start
        return [w for w in self.words if start <= w[0] and w[1] <= end]

    def _clause(self, at: int) -> int:
        return max(0, sum(c <= at for c in self._clauses) - 1)

    def _named(self, clause: int, before: int) -> bool:
        """True where another name stands earlier in the clause."""
        return any(
            self._clause(a.span.start - self._start) == clause and a.span.start - self._start < before
            for a in self.sentence.arguments
        )

    def _at(self, start: int, end: int) -> str:
        if end <= 0:
            return "^"
        return self._mask(max(0, start), end) or "$"

    def _mask(self, start: int, end: int) -> str:
        """Characters of the sentence; a name is one mark, a run of digits one 0."""
        out: list[str] = []
        for char in self._text[start:end]:
            shown = "0" if char.isdigit() else char
            if not (out and shown == out[-1] and shown in "0\0"):
                out.append(shown)
        return "".join(out).replace("\0", "@")


def _ordered(one: Argument, other: Argument) -> tuple[str, Argument, Argument]:
    return ("so", one, other) if one.span.start < other.span.start else ("os", other, one)
