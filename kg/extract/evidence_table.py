"""A pair and a predicate as a row of numbers that mean the same for every predicate.

The words of one relation are rare; what they do is not. "A word of its class stands between the two", "a frame of it
fired", "the registry knows it" are counted alike for all relations, so that the rare ones learn from the common ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

#: Features, each with a bit for every sentence that shows it.
Part = Mapping[str, int]

#: Where a class word may stand; each is one column.
PLACES = ("so", "os", "so:top", "os:top", "top", "path", "with", "s:gov", "o:gov", "s:in", "o:in")
_SO, _OS, _WITH = map(PLACES.index, ("so", "os", "with"))
#: From this place on each sentence counts.
_COUNTED = _WITH
#: Features of the pair alone that count as they are.
FLAGS = (
    "s:title:True", "o:title:True", "s:anaphor", "o:anaphor",
    "name:subject-begins-with-object", "name:object-begins-with-subject", "name:same-first-word",
    "block:item", "block:heading", "block:title", "s:known:True", "o:known:True",
)  # fmt: skip
#: Features that end in a number; the least of them (or the most that is told) is the column.
LEAST = ("gap:", "names-between:", "path:length:")
NUMBERS = ("together:", "s:rank:", "o:rank:", "s:count:", "o:count:", "s:same:", "o:same:")
#: Registry field → the relation it means, and whether it reads from object to subject.
KNOWN = {
    "subsidiary_of": ("subsidiaryOf", False),
    "version_of": ("versionOf", False),
    "developed_by": ("developed", True),
    "affiliation": ("holdsRole", False),
    "based_in": ("basedIn", False),
}
_FLAG = {flag: place for place, flag in enumerate(FLAGS)}
#: What a feature means for a row: (kind of column, name, place, value), as far as the kind has them.
_Meaning = tuple[tuple[str, str, int, float], ...]
#: So many features are remembered with what they mean.
_REMEMBERED = 1 << 17
_NOWHERE = [0] * len(PLACES)
_ALSO = {"released": "developed", "founded": "holdsRole"}
#: What the other pairs of the document show of the same relation: the first step's probabilities of its rivals.
NEIGHBOURS = (
    "best other object", "sum of other objects", "best other subject", "sum of other subjects",
    "reverse score", "best reverse", "rivals ahead",
)  # fmt: skip
#: So many rivals add up in a sum.
_RIVALS = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """A pair as the table sees it: its ends, their types, its features in parts, and the first step's probabilities.

    Parts that several pairs share are the same objects. Only the predicates of `scores` get a row.
    """

    ends: tuple[str, str]
    kinds: tuple[str, str]
    parts: Sequence[Part]
    scores: Mapping[str, float]


class RowMaker:
    """Makes rows for a model that was trained on these predicates and types; `columns` names them in order."""

    def __init__(self, predicates: Sequence[str], types: Sequence[str]) -> None:
        self.predicates = tuple(predicates)
        self.types = tuple(types)
        self._heads: dict[tuple[str, str, str], tuple[int, ...]] = {}
        self.columns = (
            *(f"predicate:{p}" for p in self.predicates),
            *(f"subject:{t}" for t in self.types),
            *(f"object:{t}" for t in self.types),
            "frames", "reverse frames", "other frames", "kinds of frame", "classes between", "classes about",
            *PLACES, *LEAST, "order", *NUMBERS, "nearest", "first topic", "known", *FLAGS, "text score", "rival score",
            *NEIGHBOURS,
        )  # fmt: skip

    def table(self, document: Sequence[Asked]) -> tuple[list[tuple[int, str]], np.ndarray[Any, Any]]:
        """The rows of one document, and for each the place of its pair and its predicate."""
        at = [(i, name) for i, asked in enumerate(document) for name in sorted(asked.scores)]
        seen: dict[int, _Tally] = {}
        heads: list[tuple[int, ...]] = []
        rows: list[list[float]] = []
        for asked in document:
            if asked.scores:
                tallies = []
                for part in asked.parts:
                    if id(part) not in seen:
                        seen[id(part)] = _tally(part)
                    tallies.append(seen[id(part)])
                view = _View(tallies)
                for name in sorted(asked.scores):
                    heads.append(self._head(name, *asked.kinds))
                    rows.append(self._row(name, asked, view))
        found = np.zeros((len(rows), len(self.columns)))
        if rows:
            found[[i for i, columns in enumerate(heads) for _ in columns], [*chain.from_iterable(heads)]] = 1.0
            found[:, -len(rows[0]) - len(NEIGHBOURS) : -len(NEIGHBOURS)] = rows
            found[:, -len(NEIGHBOURS) :] = _neighbours(document, at)
        return at, found

    def _head(self, name: str, subject: str, target: str) -> tuple[int, ...]:
        """The columns of the predicate and the types that are asked about, as far as they have any."""
        key = (name, subject, target)
        if key not in self._heads:
            asked = (f"predicate:{name}", f"subject:{subject}", f"object:{target}")
            self._heads[key] = tuple(self.columns.index(one) for one in asked if one in self.columns)
        return self._heads[key]

    def _row(self, name: str, asked: Asked, view: _View) -> list[float]:
        own = view.own
        frames = own.frames.get(name, 0)
        return [
            frames,
            own.reverse.get(name, 0),
            view.all_frames - frames,
            own.kinds.get(name, 0),
            view.between,
            view.about,
            *view.class_words(name),
            *own.least,
            view.order,
            *view.numbers,
            own.nearest,
            own.first_topic,
            _known(own.known, name),
            *view.flags,
            asked.scores[name],
            max((v for p, v in asked.scores.items() if p != name), default=0.0),
        ]


def _neighbours(document: Sequence[Asked], at: Sequence[tuple[int, str]]) -> list[list[float]]:
    """For each row what the document's other pairs make of its relation (see `NEIGHBOURS`)."""
    objects: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    subjects: dict[tuple[str, str], list[tuple[float, str]]] = defaultdict(list)
    scores = {asked.ends: asked.scores for asked in document}
    for i, name in at:
        subject, target = document[i].ends
        objects[subject, name].append((document[i].scores[name], target))
        subjects[target, name].append((document[i].scores[name], subject))
    found = []
    for i, name in at:
        subject, target = document[i].ends
        own = document[i].scores[name]
        others = sorted((v for v, end in objects[subject, name] if end != target), reverse=True)
        rivals = sorted((v for v, end in subjects[target, name] if end != subject), reverse=True)
        back = scores.get((target, subject), {})
        found.append(
            [
                others[0] if others else 0.0,
                sum(others[:_RIVALS]),
                rivals[0] if rivals else 0.0,
                sum(rivals[:_RIVALS]),
                back.get(name, 0.0),
                max(back.values(), default=0.0),
                float(sum(v > own for v in others) + sum(v > own for v in rivals)),
            ]
        )
    return found


class _Tally:
    """What one part adds to the columns; numbers and flags by their place."""

    __slots__ = (
        "classes", "first_topic", "flags", "frames", "kinds", "known", "least", "nearest", "numbers", "orders",
        "reverse",
    )  # fmt: skip

    def __init__(self) -> None:
        self.frames: dict[str, int] = {}
        self.reverse: dict[str, int] = {}
        self.kinds: dict[str, int] = {}
        self.classes: dict[str, list[int]] = {}
        self.least = [9.0] * len(LEAST)
        self.orders: set[str] = set()
        self.numbers: dict[int, float] = {}
        self.flags: dict[int, int] = {}
        self.known = "-"
        self.nearest = 0
        self.first_topic = 0


def _tally(part: Part) -> _Tally:
    """One pass over a part's features, sorted into what the rows ask for."""
    told = _Tally()
    classes = told.classes
    for meaning, where in zip(map(_MEANINGS.__getitem__, part), part.values(), strict=True):
        for what, name, place, value in meaning:
            if what == "class":
                counts = classes.get(name)
                if counts is None:
                    counts = classes[name] = _NOWHERE.copy()
                counts[place] += where.bit_count() if place >= _COUNTED else 1
            elif what == "number":
                told.numbers[place] = value
            elif what == "least":
                told.least[place] = min(told.least[place], value)
            elif what == "flag":
                told.flags[place] = where.bit_count()
            elif what == "order":
                told.orders.add(name)
            elif what == "frames":
                told.frames[name] = where.bit_count()
            elif what == "reverse":
                told.reverse[name] = where.bit_count()
            elif what == "frame":
                told.kinds[name] = told.kinds.get(name, 0) + 1
            elif what == "nearest":
                told.nearest += 1
            elif what == "first-topic":
                told.first_topic += 1
            elif what == "known":
                told.known = name
    return told


class _View:
    """The tallies of a pair's parts as one; frames and distances are told by the first, the pair's own."""

    def __init__(self, tallies: Sequence[_Tally]) -> None:
        self.own = own = tallies[0]
        self.classes = [tally.classes for tally in tallies]
        # no two parts have a feature in common, so none tells what another does
        numbers = {place: value for tally in tallies for place, value in tally.numbers.items()}
        flags = {place: value for tally in tallies for place, value in tally.flags.items()}
        self.numbers = [numbers.get(place, 0.0) for place in range(len(NUMBERS))]
        self.flags = [flags.get(place, 0) for place in range(len(FLAGS))]
        self.all_frames = sum(own.frames.values())
        self.between = sum(1 for counts in own.classes.values() if counts[_SO] or counts[_OS])
        self.about = sum(1 for classes in self.classes for counts in classes.values() if counts[_WITH])
        orders = own.orders
        self.order = 2.0 if len(orders) == 2 else 1.0 if "so" in orders else -1.0 if "os" in orders else 0.0

    def class_words(self, name: str) -> list[int]:
        """How often words of a predicate's class stand in each of `PLACES`."""
        told = [classes[name] for classes in self.classes if name in classes]
        return told[0] if len(told) == 1 else [sum(counts) for counts in zip(*told, strict=True)] or _NOWHERE


class _Meanings(dict[str, _Meaning]):
    """What each feature means; told once."""

    def __missing__(self, feature: str) -> _Meaning:
        if len(self) >= _REMEMBERED:
            self.clear()
        self[feature] = meaning = _parsed(feature)
        return meaning


_MEANINGS = _Meanings()


def _parsed(feature: str) -> _Meaning:
    """What a feature means for a row."""
    head, _, rest = feature.partition(":")
    if head in ("frames", "reverse"):
        return ((head, rest, 0, 0.0),)
    if head == "frame":
        return ((head, rest.partition(".")[0], 0, 0.0),)
    if head in ("nearest", "first-topic"):
        return ((head, "", 0, 0.0),)
    if feature in _FLAG:
        return (("flag", "", _FLAG[feature], 0.0),)
    if head == "known":
        return () if ":" in rest else ((head, rest, 0, 0.0),)
    if ":class:" in feature:
        place, _, word = feature.partition(":class:")
        if place not in PLACES:
            return ()
        name = word.split(":")[0] if place == "top" else word.rpartition(":")[2]
        return (("class", name, PLACES.index(place), 0.0),)
    tail = rest if head in ("so", "os") else feature
    for i, prefix in enumerate(LEAST if tail.startswith(LEAST) else ()):
        if tail.startswith(prefix):
            least = ("least", "", i, float(tail[len(prefix) :]))
            return (least, ("order", head, 0, 0.0)) if prefix == "gap:" else (least,)
    for i, prefix in enumerate(NUMBERS if feature.startswith(NUMBERS) else ()):
        if feature.startswith(prefix) and (value := feature[len(prefix) :].split(":")[0]).isdigit():
            return (("number", "", i, float(value)),)
    return ()


def _known(told: str, predicate: str) -> float:
    """2 where the registry tells this relation, -2 its reverse, 1 or -1 another one of the two, else 0."""
    if told == "-":
        return 0.0
    relation, backward = KNOWN[told.lstrip("~")]
    sign = -1.0 if told.startswith("~") != backward else 1.0
    return sign * (2.0 if relation in (predicate, _ALSO.get(predicate)) else 1.0)
