"""A sentence in which every name is one marker, and what a frame's regular expression finds in it.

Which macros a pattern may hold, and which names of a group are ends, each language tells for itself.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeVar

from kg.extract.relations.language import Argument
from kg.model import Span

_FIRST, _FIRST_ANAPHOR, _LAST = 0xE000, 0xF000, 0xF8FF
#: The insides of character classes for all markers, and for those of expressions that stand for a name.
NAMES = f"{chr(_FIRST)}-{chr(_LAST)}"
ANAPHORS = f"{chr(_FIRST_ANAPHOR)}-{chr(_LAST)}"
#: So many names of a sentence have a marker of their own; the others stay text.
_MOST = _LAST - _FIRST_ANAPHOR + 1
#: What stands for a character of the text that would read as a marker.
STRANGE = "\ufffd"


A = TypeVar("A", bound=Argument)


@dataclass(frozen=True)
class Marked:
    """A sentence as markers and plain text: `back[i]` is the document offset of character i."""

    text: str
    back: tuple[int, ...]

    @functools.cached_property
    def lowered(self) -> str:
        """The text in lower case, character for character."""
        lowered = self.text.lower()
        if len(lowered) == len(self.text):
            return lowered
        return "".join(low if len(low := character.lower()) == 1 else character for character in self.text)


def disjoint(arguments: Iterable[A]) -> tuple[list[Span], list[list[A]]]:
    """The places of arguments in order, with those that stand there; of two that overlap a name before an anaphor."""
    at: dict[Span, list[A]] = {}
    for argument in arguments:
        at.setdefault(argument.span, []).append(argument)
    kept: list[Span] = []
    for span in sorted(at, key=lambda s: (at[s][0].anaphor, s.start, -len(s))):
        if not any(span.overlaps(other) for other in kept):
            kept.append(span)
    kept.sort(key=attrgetter("start"))
    return kept, [at[span] for span in kept]


def mark(
    text: str,
    start: int,
    names: Sequence[Span],
    possessive: Callable[[int], bool] = lambda _: False,
    anaphor: Callable[[int], bool] = lambda _: False,
) -> Marked:
    """Replaces names (sorted, disjoint document spans) by markers in `text`, which begins at document offset `start`.

    `possessive(i)` is true when name i is a word such as "its", which then reads as a name with 's; `anaphor(i)` when
    it is no name but stands for one.
    """
    out: list[str] = []
    back: list[int] = []

    def put(piece: str, at: int, fixed: bool = False) -> None:
        folded = piece if fixed else piece.translate(_PLAIN)
        if not fixed and ("  " in folded or (folded[:1] == " " and out and out[-1][-1:] == " ")):
            for i, character in enumerate(folded):
                if character != " " or not out or out[-1][-1:] != " ":
                    out.append(character)
                    back.append(at + i)
        elif folded:
            out.append(folded)
            back.extend([at] * len(folded) if fixed else range(at, at + len(folded)))

    at = start
    for i, span in enumerate(names[:_MOST]):
        put(text[at - start : span.start - start], at)
        put(chr((_FIRST_ANAPHOR if anaphor(i) else _FIRST) + i), span.start, fixed=True)
        if possessive(i):
            put("'s", span.start, fixed=True)
        at = span.end
    put(text[at - start :], at)
    return Marked("".join(out), tuple(back))


_PLAIN = str.maketrans(
    {"\n": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u3000": " "}
    | dict.fromkeys(map(chr, range(_FIRST, _LAST + 1)), STRANGE)
)


_CASED = re.compile(r"\\.|\(\?P<\w+>|[A-Z]")


def lowered(pattern: str) -> str:
    """A pattern for text in lower case: twice as fast as one for either case."""
    return _CASED.sub(lambda m: m.group().lower() if len(m.group()) == 1 else m.group(), pattern)


def indices(text: str) -> tuple[int, ...]:
    """Which names the markers in a piece of marked text stand for, in order."""
    codes = [code for code in map(ord, text) if _FIRST <= code <= _LAST]
    return tuple(code - (_FIRST_ANAPHOR if code >= _FIRST_ANAPHOR else _FIRST) for code in codes)


#: Groups that mean something here.
_OWN = frozenset(("S", "O", "P", "T"))


@dataclass(frozen=True, slots=True)
class Match:
    """Indices of names in the subject, object and third place, the document offset of the trigger, and the groups."""

    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    thirds: tuple[int, ...]
    trigger: int
    groups: dict[str, str]


def find(pattern: re.Pattern[str], marked: Marked, ends: Callable[[str], tuple[int, ...]]) -> Iterable[Match]:
    """All matches; one that starts inside another is found too, since sentences chain, but no part of a whole list.

    `ends` tells which names of a subject, object or third place count.
    """
    match = pattern.search(marked.lowered)
    return _from(match, marked, ends) if match else ()


def _from(first: re.Match[str], marked: Marked, ends: Callable[[str], tuple[int, ...]]) -> Iterator[Match]:
    """A match and those behind it."""
    pattern = first.re
    whole: dict[int, list[set[int]]] = {}
    named = [key for key in pattern.groupindex if key not in _OWN]
    following: re.Match[str] | None = first
    while match := following:
        following = pattern.search(marked.lowered, match.start() + 1)
        told = match.groupdict("")
        subjects, objects, thirds = (ends(told.get(key, "")) for key in ("S", "O", "P"))
        where = match.start("T") if "T" in told else -1
        found = {*subjects, *objects, *thirds}
        before = whole.setdefault(where if where >= 0 else match.end(), [])
        if any(found <= other for other in before):
            continue
        before.append(found)
        # the words of a group as they are written
        groups = {key: marked.text[slice(*match.span(key))] for key in named if match.start(key) >= 0}
        place = marked.back[min(where if where >= 0 else match.start(), len(marked.back) - 1)]
        yield Match(subjects, objects, thirds, place, groups)
