"""A pair and a predicate as a row of numbers that mean the same for every predicate.

The words of one relation are rare; what they do is not. "A word of its class stands between the two", "a frame of it
fired", "the registry knows it" are counted alike for all relations, so that the rare ones learn from the common ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

#: Where a class word may stand; each is one column.
PLACES = (
    "so", "os", "so:top", "os:top", "top", "path", "with",
    "s:gov", "o:gov", "s:in", "o:in",
    "topic:s:in", "topic:o:in", "before:s:in", "before:o:in",
    "topic:s:gov", "topic:o:gov", "before:s:gov", "before:o:gov",
)  # fmt: skip
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
_ALSO = {"released": "developed", "founded": "holdsRole"}


class RowMaker:
    """Makes rows for a model that was trained on these predicates and types; `columns` names them in order."""

    def __init__(self, predicates: Sequence[str], types: Sequence[str]) -> None:
        self.predicates = tuple(predicates)
        self.types = tuple(types)
        self.columns = (
            *(f"predicate:{p}" for p in self.predicates),
            *(f"subject:{t}" for t in self.types),
            *(f"object:{t}" for t in self.types),
            "frames", "reverse frames", "other frames", "kinds of frame", "classes between", "classes about",
            *PLACES, *LEAST, "order", *NUMBERS, "nearest", "first topic", "known", *FLAGS, "text score", "rival score",
        )  # fmt: skip

    def rows(
        self, kinds: tuple[str, str], features: Mapping[str, Collection[int]], scores: Mapping[str, float]
    ) -> tuple[list[str], list[list[float]]]:
        """The predicates of `scores` in order, with a row each. `scores` are the text model's probabilities."""
        view = _View(features)
        names = sorted(scores)
        return names, [self._row(name, kinds, view, scores) for name in names]

    def _row(self, name: str, kinds: tuple[str, str], view: _View, scores: Mapping[str, float]) -> list[float]:
        rival = max((v for p, v in scores.items() if p != name), default=0.0)
        numbers = [
            view.frames.get(name, 0),
            view.reverse.get(name, 0),
            view.all_frames - view.frames.get(name, 0),
            view.kinds.get(name, 0),
            view.between,
            view.about,
            *(view.classes[place].get(name, 0) for place in PLACES),
            *view.least,
            view.order,
            *view.numbers,
            view.nearest,
            view.first_topic,
            _known(view.known, name),
            *view.flags,
            scores[name],
            rival,
        ]
        return [
            *(float(p == name) for p in self.predicates),
            *(float(t == kinds[0]) for t in self.types),
            *(float(t == kinds[1]) for t in self.types),
            *(float(n) for n in numbers),
        ]


class _View:
    """One pass over a pair's features, sorted into what the rows ask for."""

    def __init__(self, features: Mapping[str, Collection[int]]) -> None:
        self.frames: dict[str, int] = {}
        self.reverse: dict[str, int] = {}
        self.kinds: dict[str, int] = defaultdict(int)
        self.classes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.known = "-"
        self.nearest = self.first_topic = 0
        least = [9.0] * len(LEAST)
        orders = set()
        numbers = [0.0] * len(NUMBERS)
        between, about = set(), set()
        for feature, where in features.items():
            for what, key, value in _parsed(feature):
                if what == "class":
                    counted = key.endswith(("in", "gov")) or key == "with"
                    self.classes[key][value] += len(where) if counted else 1
                    if key in ("so", "os"):
                        between.add(value)
                    elif key == "with":
                        about.add(value)
                elif what == "least":
                    least[int(key)] = min(least[int(key)], float(value))
                elif what == "order":
                    orders.add(key)
                elif what == "number":
                    numbers[int(key)] = float(value)
                elif what == "frames":
                    self.frames[key] = len(where)
                elif what == "reverse":
                    self.reverse[key] = len(where)
                elif what == "frame":
                    self.kinds[key] += 1
                elif what == "nearest":
                    self.nearest += 1
                elif what == "first-topic":
                    self.first_topic += 1
                elif what == "known":
                    self.known = key
        self.all_frames = sum(self.frames.values())
        self.between, self.about = len(between), len(about)
        self.least: Sequence[float] = least
        self.order = 2.0 if len(orders) == 2 else 1.0 if "so" in orders else -1.0 if "os" in orders else 0.0
        self.numbers = numbers
        self.flags = [len(features.get(f, ())) for f in FLAGS]


@lru_cache(maxsize=1 << 17)
def _parsed(feature: str) -> tuple[tuple[str, str, str], ...]:
    """What a feature means for a row: (kind of column, key, value)."""
    head, _, rest = feature.partition(":")
    if head in ("frames", "reverse"):
        return ((head, rest, ""),)
    if head == "frame":
        return ((head, rest.partition(".")[0], ""),)
    if head in ("nearest", "first-topic"):
        return ((head, "", ""),)
    if head == "known":
        return () if ":" in rest else ((head, rest, ""),)
    if ":class:" in feature:
        place, _, word = feature.partition(":class:")
        return (("class", place, word.split(":")[0] if place == "top" else word.rpartition(":")[2]),)
    out: list[tuple[str, str, str]] = []
    tail = rest if head in ("so", "os") else feature
    for i, prefix in enumerate(LEAST):
        if tail.startswith(prefix):
            out.append(("least", str(i), tail[len(prefix) :]))
            if prefix == "gap:":
                out.append(("order", head, ""))
    for i, prefix in enumerate(NUMBERS):
        if feature.startswith(prefix) and (value := feature[len(prefix) :].split(":")[0]).isdigit():
            out.append(("number", str(i), value))
    return tuple(out)


def _known(told: str, predicate: str) -> float:
    """2 where the registry tells this relation, -2 its reverse, 1 or -1 another one of the two, else 0."""
    if told == "-":
        return 0.0
    relation, backward = KNOWN[told.lstrip("~")]
    sign = -1.0 if told.startswith("~") != backward else 1.0
    return sign * (2.0 if relation in (predicate, _ALSO.get(predicate)) else 1.0)
