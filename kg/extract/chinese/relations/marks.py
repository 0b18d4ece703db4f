"""A sentence ready for frames: each name one marker that tells its type, without quotes around it.

A marker is a private character: 2,048 of them for each type, names and expressions that stand for names apart, so
that a pattern asks for a name of some types and a gap leaves out names of others.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.extract import surface
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import TYPES

#: In this order types have their markers.
_ORDER = sorted(TYPES)
_BASE, _EACH = 0xF0000, 2048
#: Behind all names come the expressions that stand for one, in the same order of types.
_STANDING = len(TYPES) * _EACH
_FOREIGN = re.compile("[\U000f0000-\U0010ffff]")
_PLAIN_MARK = re.compile(f"[{surface.NAMES}]")


def any_of(types: Collection[str], *, names: bool = True, standing: bool = True) -> str:
    """The inside of a character class for markers of these types: of `names`, of `standing` expressions or of both."""
    if TYPES.issubset(types) and names and standing:
        return f"{chr(_BASE)}-{chr(_BASE + 2 * _STANDING - 1)}"
    found = []
    for slot, name in enumerate(_ORDER):
        starts = (_BASE + slot * _EACH,) * names + (_BASE + _STANDING + slot * _EACH,) * standing
        found += [f"{chr(start)}-{chr(start + _EACH - 1)}" for start in starts if name in types]
    return "".join(found)


NAMES = any_of(TYPES)
_NAME = f"[{NAMES}]"
#: Quotes around one name, or brackets behind it that hold another name for it, a ticker or an age.
_DROPPED = re.compile(
    rf"[\"《「『〈【]+(?={_NAME}[\"》」』〉】])|(?<={_NAME})[\"》」』〉】]+"
    rf"|(?<={_NAME})[（(](?:[A-Za-z0-9 .,:：、，/&'\-]{{1,40}}|股票代码[^（）()]{{0,20}}|[\d０-９]+岁"
    rf"|以下(?:简)?称[^（）()]{{0,24}})[）)]"
    rf"|(?<={_NAME}) (?={_NAME})"
)


@dataclass(frozen=True)
class Marks:
    """The marked text, and the arguments behind each marker with their types."""

    marked: surface.Marked
    groups: list[list[Argument]]
    kinds: frozenset[str]


def indices(text: str) -> tuple[int, ...]:
    """Which groups the markers in a piece of marked text stand for, in order."""
    return tuple((code - _BASE) % _EACH for code in map(ord, text) if code >= _BASE)


@functools.lru_cache(maxsize=512)
def marks(sentence: Sentence) -> Marks:
    """Made once a sentence; its arguments must be complete."""
    kept, groups = surface.disjoint(sentence.arguments)
    text = _FOREIGN.sub(surface.STRANGE, sentence.text)
    marked = surface.mark(text, sentence.span.start, kept, anaphor=lambda i: groups[i][0].anaphor)
    return Marks(_plain(_typed(marked, groups)), groups, frozenset(a.type for group in groups for a in group))


def _typed(marked: surface.Marked, groups: Sequence[Sequence[Argument]]) -> surface.Marked:
    def typed(match: re.Match[str]) -> str:
        (index,) = surface.indices(match.group())
        told = groups[index][0]
        slot = _ORDER.index(told.type)
        return chr(_BASE + (_STANDING if told.anaphor else 0) + slot * _EACH + index)

    return surface.Marked(_PLAIN_MARK.sub(typed, marked.text), marked.back)


def _plain(marked: surface.Marked) -> surface.Marked:
    pieces: list[str] = []
    back: list[int] = []
    at = 0
    for match in _DROPPED.finditer(marked.text):
        pieces.append(marked.text[at : match.start()])
        back.extend(marked.back[at : match.start()])
        at = match.end()
    pieces.append(marked.text[at:])
    back.extend(marked.back[at:])
    return surface.Marked("".join(pieces), tuple(back))
