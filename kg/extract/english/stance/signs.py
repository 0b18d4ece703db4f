"""What speaks for or against one candidate for a source, as readable signs, by the few facts that decide them.

The facts are records of words. The same ones come again and again, so that what a record weighs is worth keeping.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from kg.extract.english.stance.sources import source_words

#: A sign with the contexts in which it weighs, None for the sign alone; "way:over" in "act" is the feature
#: "way:over/act".
Sign = tuple[str, Iterable[str | None]]
_BARE = (None,)


class Shown(Protocol):
    """Facts, comparable and hashable, with the signs that they make."""

    def signs(self) -> Sequence[Sign]:
        """All signs, in a fixed order."""


class Common(NamedTuple):
    """What all candidates for the source of a statement share.

    `predicate`, `modality` and `group` are the statement's, `place` is the kind of its place, `ends` how the names of
    its ends lie, `carried` whether another name carries one of them along, `first` and `unsigned` are the sentence's,
    `block` is the kind of its block, and `nobody` tells of a verb of telling whose speaker has no name.
    """

    predicate: str
    modality: str
    group: str
    place: str
    ends: str
    carried: str
    first: str
    unsigned: str
    block: str
    nobody: str

    def signs(self) -> list[Sign]:
        """What weighs alike for all."""
        made: list[Sign] = [
            ("any", _BARE),
            (f"told:{self.predicate}", _BARE),
            (f"told:{self.modality}", (None, self.group)),
            (f"place:{self.place}", (None, self.group)),
        ]
        shared = zip(self._fields[4:], self[4:], strict=True)
        return made + [_split(f"{name}:{value}", (self.group,)) for name, value in shared]


class Tied(NamedTuple):
    """What a candidate, its cue and the statement are to one another.

    `says` is what the rules say of the candidate; `way`, `kind` and `word` are those of its nearest cue, `type` its
    type, `tie` what it is to the statement, `quoted` whether that stands in quotation marks, `within` which ends the
    expression for the candidate holds; the others are those of `Common`.
    """

    predicate: str
    modality: str
    group: str
    place: str
    quoted: bool
    says: str
    way: str
    kind: str
    word: str
    type: str
    tie: str
    within: str

    def signs(self) -> list[Sign]:
        """Those of the candidate's cue, type and tie."""
        way, type_name, tie, group = self.way, self.type, self.tie, self.group
        sort = _sort(self.kind, self.word)
        told_so, typed = f"{tie}/{self.modality}", f"{type_name}/{group}"
        detailed = (None, self.kind, self.word, type_name, group, self.predicate, self.place, tie, typed)
        return [
            (f"rules:{self.says}", (None, group, type_name, self.place, told_so)),
            (f"way:{way}", dict.fromkeys(detailed)),
            (f"type:{type_name}", (None, group)),
            (f"tie:{tie}", (None, group, self.modality, f"{type_name}/{self.modality}")),
            (f"sort:{sort}", (way, tie, told_so, type_name, group, f"{way}/{group}")),
            (f"quoted:{self.quoted}", (type_name, way)),
            (f"within:{self.within}", (way, f"{tie}/{group}")),
        ]


class Seen(NamedTuple):
    """How the sentence looks from a candidate's cue; the fields are those of `Common` and `Tied`."""

    way: str
    type: str
    tie: str
    predicate: str
    group: str
    ends: str
    carried: str
    first: str
    unsigned: str
    block: str
    nobody: str

    def signs(self) -> list[Sign]:
        """What the sentence shows, with the way of the cue."""
        way, here = self.way, f"{self.way}/{self.group}"
        shared = zip(self._fields[6:], self[6:], strict=True)
        made: list[Sign] = [(f"{name}:{value}", (way,)) for name, value in shared]
        return [
            *made,
            (f"carried:{self.carried}", (here, f"{way}/{self.predicate}", f"{way}/{self.tie}")),
            _split(f"ends:{self.ends}", (way, here)),
            (f"first:{self.first}", (self.type,)),
            (f"unsigned:{self.unsigned}", (self.tie, f"{self.tie}/{self.group}")),
        ]


class Known(NamedTuple):
    """What the rest of the document makes of a candidate.

    `detail` is the word or the kind of its cue, `also` how another sentence has it tell the statement, `rivals` whether
    others tell it strongly, `share` how much of all that is told is the candidate's, `outside` that no statement is
    about it, `main` and `lead` that it is told of most or is the first person named; `house` tells of the house that
    writes whether it has estimates of its own, with the statement's predicate and modality, and is empty for others.
    """

    way: str
    detail: str
    type: str
    tie: str
    group: str
    first: str
    also: str | None
    rivals: bool
    share: str
    outside: bool
    main: bool
    lead: bool
    house: tuple[str, ...]

    def signs(self) -> list[Sign]:
        """What the other sentences say of it."""
        way, type_name, first = self.way, self.type, self.first
        here, typed = f"{way}/{self.group}", f"{type_name}/{self.group}"
        made: list[Sign] = [
            (f"also:{self.also}", (None, way, type_name)),
            (f"rivals:{self.rivals}", (None, way)),
            (f"share:{self.share}", (None, way, typed)),
            (f"outside:{self.outside}", (way, self.group, f"{way}/{self.detail}", here, type_name)),
        ]
        if self.main:
            made.append(("main", (way, self.group, type_name, f"{self.tie}/{self.group}")))
        if self.lead:
            made.append(("lead", (way, first)))
        if self.house:
            report, predicate, modality = self.house
            made.append((f"house:{report}", (first, predicate, modality, f"{self.group}/{first}")))
        return made


def _split(sign: str, contexts: Sequence[str]) -> Sign:
    """A sign whose own text may hold a stroke, as weights are kept: by what stands before the first."""
    first, stroke, rest = sign.partition("/")
    return (first, [f"{rest}/{context}" for context in contexts]) if stroke else (sign, contexts)


@functools.cache
def _sort(kind: str, word: str) -> str:
    """The class of a cue's word."""
    if kind != "verb":
        return kind or "none"
    lists = source_words()
    return next((name for name in ("denying", "claiming", "foreseeing", "counting") if word in lists[name]), "saying")
