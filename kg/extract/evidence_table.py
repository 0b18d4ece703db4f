"""A pair and a predicate as a row of numbers that mean the same for every predicate.

The words of one relation are rare; what they do is not. "A word of its class stands between the two", "a frame of it
fired", "the registry knows it" are counted alike for all relations, so that the rare ones learn from the common ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from kg.ontology.schema import Ontology

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
    """Makes rows; `columns` names them in order."""

    def __init__(self, ontology: Ontology) -> None:
        self.predicates = tuple(sorted(ontology.relations))
        self.types = tuple(sorted(ontology.types))
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
        numbers = dict.fromkeys(NUMBERS, 0.0)
        between, about = set(), set()
        for feature, where in features.items():
            head, _, rest = feature.partition(":")
            if head == "frames":
                self.frames[rest] = len(where)
            elif head == "reverse":
                self.reverse[rest] = len(where)
            elif head == "frame":
                self.kinds[rest.partition(".")[0]] += 1
            elif head == "nearest":
                self.nearest += 1
            elif head == "first-topic":
                self.first_topic += 1
            elif head == "known" and ":" not in rest:
                self.known = rest
            if ":class:" in feature:
                place, _, word = feature.partition(":class:")
                predicate = word.rpartition(":")[2] if place != "top" else word.split(":")[0]
                self.classes[place][predicate] += len(where) if place.endswith(("in", "gov")) or place == "with" else 1
                if place in ("so", "os"):
                    between.add(predicate)
                elif place == "with":
                    about.add(predicate)
                continue
            tail = rest if head in ("so", "os") else feature
            for i, prefix in enumerate(LEAST):
                if tail.startswith(prefix):
                    least[i] = min(least[i], float(tail[len(prefix) :]))
                    if prefix == "gap:":
                        orders.add(head)
            for prefix in NUMBERS:
                if feature.startswith(prefix) and (value := feature[len(prefix) :].split(":")[0]).isdigit():
                    numbers[prefix] = float(value)
        self.all_frames = sum(self.frames.values())
        self.between, self.about = len(between), len(about)
        self.least: Sequence[float] = least
        self.order = 2.0 if len(orders) == 2 else 1.0 if "so" in orders else -1.0 if "os" in orders else 0.0
        self.numbers = [numbers[p] for p in NUMBERS]
        self.flags = [len(features.get(f, ())) for f in FLAGS]


def _known(told: str, predicate: str) -> float:
    """2 where the registry tells this relation, -2 its reverse, 1 or -1 another one of the two, else 0."""
    if told == "-":
        return 0.0
    relation, backward = KNOWN[told.lstrip("~")]
    sign = -1.0 if told.startswith("~") != backward else 1.0
    return sign * (2.0 if relation in (predicate, _ALSO.get(predicate)) else 1.0)
