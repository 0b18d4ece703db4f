"""What a sentence's words and grammar show of its arguments, as readable features.

`s` and `o` stand for subject and object, `so` and `os` for the order in which they come. Words and dependency labels
are read once from the parse into plain lists.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, product

from kg.extract import frameset
from kg.extract.english.parse import Argument, Sentence

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "AUX", "PRON", "PROPN", "NUM", "SCONJ", "PART"})
#: The longest dependency path that is still told step by step.
_LONGEST_PATH = 6
#: Words further apart than this say nothing of one another.
_FAR = 25
#: Upper ends of the steps in which a distance in words is told.
_STEPS = (0, 1, 3, 8, 16)
#: So many words are remembered with each of their prefixes.
_REMEMBERED = 20_000


class _Prefixed(dict[str, str]):
    """Words with a prefix. Each is made once, and is the very string that the model has: so it is found sooner."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix

    def __missing__(self, word: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[word] = made = sys.intern(self._prefix + word)
        return made


_PREFIXED = {
    (first, second): _Prefixed(f"{first}:{second}:").__getitem__
    for first, second in (
        *product(("so", "os"), ("word", "class", "before", "after", "inner-left", "inner-right", "top")),
        *product(("path",), ("class", "s", "o")),
    )
}
_WITH, _TOP = _Prefixed("with:").__getitem__, _Prefixed("top:").__getitem__


class Tokens:
    """A sentence's tokens as plain lists, read once: `word`, `dep`, `pos`, `head`, and the classes of each word."""

    def __init__(self, sentence: Sentence) -> None:
        kinds = {i: f"<{a.type}>" for a in sentence.arguments if not a.anaphor for i in range(*a.tokens)}
        self.sentence = sentence
        doc = sentence.doc
        lemmas = [token.lemma_.lower() for token in doc]
        self.dep = [token.dep_ for token in doc]
        self.pos = [token.pos_ for token in doc]
        self.head = [token.head.i for token in doc]
        self.word = [lemma if pos != "NUM" else "0" for lemma, pos in zip(lemmas, self.pos, strict=True)]
        # a stand-in must not teach the judge; what counts is the kind of name it stands for
        for i, kind in kinds.items():
            self.word[i] = kind
        self.classes = [_classes(lemma, token.lower_) for lemma, token in zip(lemmas, doc, strict=True)]
        self.about = sorted({k for found in self.classes for k in found})
        names = {i for a in sentence.arguments for i in range(*a.tokens)}
        kept = {"VERB", "NOUN", "ADJ"}
        bag = sorted({w for i, w in enumerate(self.word) if self.pos[i] in kept and i not in names})
        #: What the sentence shows of any two of its arguments.
        self.around = [*map(_WITH, bag), *(f"with:class:{k}" for k in self.about)]
        self.around.append(f"block:{sentence.block.kind}")
        self._said: dict[int, list[str]] = {}

    def at(self, i: int) -> str:
        """The word at a place, `^` before the first and `$` behind the last."""
        return "^" if i < 0 else "$" if i >= len(self.word) else self.word[i]

    def climb(self, i: int) -> list[int]:
        """From a token up to the root."""
        found = [i]
        while self.head[i] != i:
            i = self.head[i]
            found.append(i)
        return found

    def said(self, argument: Argument) -> list[str]:
        """What is said of one argument: its governor, its modifiers, the words beside it."""
        if id(argument) not in self._said:
            self._said[id(argument)] = list(self._saying(argument))
        return self._said[id(argument)]

    def _saying(self, argument: Argument) -> Iterator[str]:
        at = argument.head
        governor = self.head[at]
        yield f"gov:{self.dep[at]}:{self.word[governor]}"
        yield f"governor:{self.word[governor]}"
        for kind in self.classes[governor]:
            yield f"gov:class:{kind}"
            yield f"gov:class:{self.dep[at]}:{kind}"
        for kind in self.about:
            yield f"in:class:{kind}"
        if self.head[governor] != governor:
            yield f"gov2:{self.word[self.head[governor]]}"
        for child in (token.i for token in self.sentence.doc[at].children):
            if not argument.tokens[0] <= child < argument.tokens[1] and self.pos[child] in _CONTENT:
                yield f"mod:{self.dep[child]}:{self.word[child]}"
        before, after = argument.tokens[0] - 1, argument.tokens[1]
        yield f"prev:{self.at(before)}"
        yield f"next:{self.at(after)}"
        if after + 1 < len(self.word):
            yield f"next2:{self.word[after]} {self.word[after + 1]}"

    def between(self, one: Argument, other: Argument) -> list[str]:
        """What the words between, before and after two arguments of this sentence show."""
        order = "so" if one.tokens[0] < other.tokens[0] else "os"
        left, right = (one, other) if order == "so" else (other, one)
        start, end = left.tokens[1], max(left.tokens[1], right.tokens[0])
        distance = end - start
        told = [f"{order}:gap:{bisect_left(_STEPS, distance)}"]
        if distance <= 4:
            told.append(f"{order}:is:{' '.join(self.word[start:end])}")
        names = [a for a in self.sentence.arguments if a.tokens[0] >= left.tokens[1] and a.tokens[1] <= right.tokens[0]]
        told.append(f"{order}:names-between:{min(len(names), 3)}")
        told += [f"{order}:between:{kind}" for kind in sorted({a.type for a in names})]
        if distance <= _FAR:
            told += self._words(order, start, end, names)
        before, after = left.tokens[0] - 1, right.tokens[1]
        told.append(_PREFIXED[order, "before"](self.at(before)))
        told.append(_PREFIXED[order, "after"](self.at(after)))
        if after + 1 < len(self.word):
            told.append(f"{order}:after2:{self.word[after]} {self.word[after + 1]}")
        if before > 0:
            told.append(f"{order}:before2:{self.word[before - 1]} {self.word[before]}")
        told.append(_PREFIXED[order, "inner-left"](self.at(left.tokens[1])))
        told.append(_PREFIXED[order, "inner-right"](self.at(right.tokens[0] - 1)))
        if one.anaphor:
            told.append("s:anaphor")
        if other.anaphor:
            told.append("o:anaphor")
        return told

    def _words(self, order: str, start: int, end: int, names: Sequence[Argument]) -> list[str]:
        """The words of a range, their classes, and each two that follow one another; names by their types."""
        masked = {i: a.type for a in names for i in range(*a.tokens)}
        words = [masked.get(i) or self.word[i] for i in range(start, end)]
        kinds = sorted({k for found in self.classes[start:end] for k in found})
        told = [*map(_PREFIXED[order, "word"], words), *map(_PREFIXED[order, "class"], kinds)]
        return told + [f"{order}:words:{first} {second}" for first, second in pairwise(words)]

    def path(self, one: Argument, other: Argument) -> tuple[int | None, list[str]]:
        """The top of the dependency path between two arguments, and its features."""
        order = "so" if one.tokens[0] < other.tokens[0] else "os"
        up, down = self.climb(one.head), self.climb(other.head)
        positions = {i: k for k, i in enumerate(down)}
        meet = next((k for k, i in enumerate(up) if i in positions), None)
        if meet is None:
            return None, ["path:none"]
        top = up[meet]
        left, right = up[: meet + 1], down[: positions[top] + 1]
        length = len(left) + len(right) - 2
        ends = f"{self.dep[left[-2]] if len(left) > 1 else '='}:{self.dep[right[-2]] if len(right) > 1 else '='}"
        word = self.word[top]
        out = [f"path:length:{min(length, 7)}", f"top:{word}:{ends}", _TOP(word), _PREFIXED[order, "top"](word)]
        if length <= _LONGEST_PATH:
            steps = ">".join(self.dep[i] for i in left[:-1]) + "^" + "<".join(self.dep[i] for i in reversed(right[:-1]))
            out += [f"path:{steps}", f"path:{steps}:{word}"]
        for kind in self.classes[top]:
            out += [f"{order}:top:class:{kind}", f"top:class:{kind}:{ends}"]
        out += map(_PREFIXED["path", "class"], sorted({k for i in (*left[1:], *right[1:]) for k in self.classes[i]}))
        out += map(_PREFIXED["path", "s"], [self.word[i] for i in left[1:-1]])
        out += map(_PREFIXED["path", "o"], [self.word[i] for i in right[1:-1]])
        if len(left) > 1:
            out.append(f"path:s:{self.dep[left[0]]}:{self.word[left[1]]}")
        if len(right) > 1:
            out.append(f"path:o:{self.dep[right[0]]}:{self.word[right[1]]}")
        return top, out


@lru_cache(maxsize=1 << 15)
def _classes(lemma: str, form: str) -> tuple[str, ...]:
    """The relations that a word speaks for, by its lemma and its form in lower case."""
    table = frameset.triggers("en")
    return tuple(sorted(table.get(lemma, frozenset()) | table.get(form, frozenset())))
