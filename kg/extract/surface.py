"""Surface frames: regular expressions over a sentence in which every name is one marker. For any language.

In a pattern `{S}` and `{O}` stand for the subject and object, each a name or a list of names ("A, B and C"), `{X}` for any
name that takes no part, `{wN}` for up to N words between, and a group `(?P<T>…)` marks the trigger word.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Span

_FIRST = 0xE000
_M = "[\ue000-\uf8ff]"
_LIST = rf"{_M}(?:(?:\s*,\s*(?:and |or |as well as )?|\s+(?:and|or|&|plus|as well as|along with)\s+|\s*/\s*)(?:(?:both|the|its|rivals?|peers?|start-?ups?|fellow) ){{0,2}}{_M})*"
_ZH_LIST = rf"{_M}(?:(?:、|，|和|与|及|以及|或|跟|同){_M})*"


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence as markers and plain text: `back[i]` is the document offset of character i."""

    text: str
    back: tuple[int, ...]


def mark(text: str, start: int, names: Sequence[Span], possessive: Callable[[int], bool] = lambda _: False) -> Marked:
    """Replaces names (sorted, disjoint document spans) by markers in `text`, which begins at document offset `start`.

    `possessive(i)` is true when name i is a word such as "its", which then reads as a name with 's.
    """
    out: list[str] = []
    back: list[int] = []

    def put(piece: str, at: int, fixed: bool = False) -> None:
        for i, character in enumerate(piece):
            folded = _FOLD.get(character, character)
            if folded == " " and out and out[-1] == " ":
                continue
            out.append(folded)
            back.append(at if fixed else at + i)

    at = start
    for i, span in enumerate(names):
        put(text[at - start : span.start - start], at)
        put(chr(_FIRST + i), span.start, fixed=True)
        if possessive(i):
            put("'s", span.start, fixed=True)
        at = span.end
    put(text[at - start :], at)
    return Marked("".join(out), tuple(back))


_FOLD = {"\n": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u3000": " "}


@functools.cache
def compile_pattern(pattern: str, language: str = "en") -> re.Pattern[str]:
    """A frame's pattern with its macros filled in."""
    listed = _LIST if language == "en" else _ZH_LIST
    filled = pattern.replace("{S}", f"(?P<S>{listed})").replace("{O}", f"(?P<O>{listed})")
    filled = filled.replace("{S1}", f"(?P<S>{_M})").replace("{O1}", f"(?P<O>{_M})")
    filled = filled.replace("{X}", _M).replace("{XL}", listed)
    word = r"(?:[^\s,;:\ue000-\uf8ff]+\s+)"
    filled = re.sub(r"\{w(\d+)\}", lambda m: word + "{0," + m.group(1) + "}?", filled)
    filled = re.sub(r"\{c(\d+)\}", lambda m: "[^。；！？\ue000-\uf8ff]{0," + m.group(1) + "}?", filled)
    return re.compile(filled, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """Indices of names in the subject and object, the document offset of the trigger, and the expression's groups."""

    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    trigger: int
    groups: dict[str, str]


def find(pattern: re.Pattern[str], marked: Marked) -> Iterator[Match]:
    """All matches; one that starts inside another is found too, since sentences chain."""
    at = 0
    while match := pattern.search(marked.text, at):
        names = {
            key: tuple(ord(c) - _FIRST for c in match.groupdict().get(key) or "" if _FIRST <= ord(c) <= 0xF8FF)
            for key in ("S", "O")
        }
        groups = {k: v for k, v in match.groupdict().items() if v is not None and k not in {"S", "O", "T"}}
        where = match.start("T") if "T" in match.groupdict() and match.group("T") else match.start()
        yield Match(names["S"], names["O"], marked.back[where], groups)
        at = match.start() + 1
