"""Where a frame's pattern matches a marked sentence, and which names fill its ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.chinese.relations.marks import indices
from kg.extract.chinese.relations.patterns import OWNER
from kg.extract.surface import Marked

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


def find(pattern: re.Pattern[str], marked: Marked) -> Iterator[Match]:
    """All matches; one that starts inside another is found too, since clauses chain, but no part of a whole list."""
    at = 0
    whole: dict[int, list[set[int]]] = {}
    named = [key for key in pattern.groupindex if key not in _OWN]
    while match := pattern.search(marked.lowered, at):
        at = match.start() + 1
        told = match.groupdict("")
        subjects, objects, thirds = (_ends(told.get(key, "")) for key in ("S", "O", "P"))
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


def _ends(group: str) -> tuple[int, ...]:
    """The names of a group, without those that only own another one."""
    owners = {m.start() for m in OWNER.finditer(group)}
    return tuple(index for i, c in enumerate(group) if i not in owners for index in indices(c))
