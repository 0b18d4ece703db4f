"""What speaks for a metric: signs of a number, its words, its sentence and the text around, read by the learned choice.

A sign is a short text such as `before:of` or `rule:revenue`; the model knows how much each speaks for which metric.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.extract import data_file
from kg.extract.english.figures.masked import AmountPiece, Masked
from kg.extract.english.parse import Sentence
from kg.extract.english.words import Word

#: No metric at all.
NONE = "none"
_SUMS = (
    "revenue", "profit", "marketCap", "valuation", "fundingRaised", "investmentPlanned", "fundSize", "trainingCost",
)  # fmt: skip
_PRICES = ("targetPrice", "tokenPrice")
_SHARES = (
    "stockChange", "indexChange", "revenueGrowth", "profitGrowth", "salesGrowth", "marketShare", "benchmarkScore",
)  # fmt: skip
_COUNTS = ("userCount", "downloadCount", "shipmentCount", "headcount")
_SIZES = ("parameterCount", "activeParameterCount", "contextLength")
_GROWTHS = ("revenueGrowth", "profitGrowth", "salesGrowth")
#: Every metric that a kind of number may tell.
ALL_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "money": (*_PRICES, *_SUMS),
    "percent": _SHARES,
    "times": _GROWTHS,
    "count": (*_COUNTS, *_SIZES, "benchmarkScore", *_SUMS),
    "points": (),
}
#: A sum is at least as great, a price at most, a size of a model at least, a head or unit count at least.
_LEAST_SUM, _MOST_PRICE, _LEAST_SIZE, _LEAST_COUNT, _MOST_SCORE = 10_000, 100_000, 1000, 4, 12_000
_TOKEN = re.compile(r"<[a-z]+>(?:'s)?|[a-z][a-z'-]*|[^\s\w]")
_HEDGES = frozenset(
    {"about", "around", "roughly", "nearly", "almost", "some", "approximately", "just", "only", "over",
     "under", "than", "more", "less", "at", "least", "up", "to", "well", "as", "much", "many", "a", "an",
     "the", "another", "further", "by", "estimated"}
)  # fmt: skip
_WIDE, _NEAR = 10, 4
_VERBS = frozenset({"VERB", "AUX"})


def options(piece: AmountPiece, currency: str | None) -> tuple[str, ...]:
    """The metrics that a number may tell by its kind and size."""
    amount = piece.amount
    size = abs(amount.value)
    match amount.kind:
        case "money":
            prices = _PRICES if 0 < size <= _MOST_PRICE and not amount.scaled else ()
            return (*prices, *(_SUMS if size >= _LEAST_SUM else ()))
        case "percent":
            return _SHARES if size <= 2000 else ()
        case "times":
            return _GROWTHS if 1 < size <= 100 else ()
        case "count":
            counts: tuple[str, ...] = _COUNTS if size >= _LEAST_COUNT else ()
            counts += _SIZES if size >= _LEAST_SIZE else ()
            plain = size <= _MOST_SCORE and not (amount.scaled or amount.words)
            counts += ("benchmarkScore",) if plain else ()
            return counts + (_SUMS if amount.scaled and currency and size >= 1_000_000 else ())
    return ()


@dataclass
class Chain:
    """What was chosen so far: `last` for the number before in the sentence, `before` in the sentence before."""

    last: str = NONE
    before: str = NONE
    told: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def next_sentence(self) -> None:
        """Goes on to another sentence."""
        self.before = self.last if self.last != NONE else self.before
        self.last = NONE

    def note(self, kind: str, metric: str) -> None:
        """Keeps what was chosen for a number."""
        self.last = metric
        if metric != NONE:
            self.told[metric] = self.told.get(metric, 0) + 1
            self.kinds[kind] = metric


@dataclass
class SentenceSigns:
    """The words of a tagged sentence, and the signs that all its numbers share."""

    view: Masked
    sentence: Sentence
    shared: list[str]

    def __post_init__(self) -> None:
        found = list(_TOKEN.finditer(self.view.text))
        self.words = [m.group() for m in found]
        self.stems = [stem(w) for w in self.words]
        self.places = [m.start() for m in found]

    def signs(self, piece: AmountPiece, rule: str, after: str, sign: int, chain: Chain) -> list[str]:
        """The signs of one number.

        `rule` and `after` are the metrics that the rules read from it and from the number behind it, `sign` tells a
        rise or fall.
        """
        amount, words = piece.amount, self.words
        kind = amount.kind
        at = self.places.index(piece.start)
        size = int(math.log10(abs(amount.value))) if amount.value else -1
        out = [f"kind:{kind}", f"unit:{amount.unit}", f"size:{kind}:{size}", f"rule:{rule}"]
        out += [f"after:{after}", f"last:{chain.last}", f"sentence-before:{chain.before}", f"way:{kind}:{sign}"]
        out += [f"told:{metric}" for metric in chain.told]
        out.append(f"last-{kind}:{chain.kinds.get(kind, NONE)}")
        most = max(chain.told, key=lambda m: chain.told[m], default=NONE)
        out.append(f"most:{most}:{min(chain.told.get(most, 0), 4)}")
        if amount.signed:
            out.append("signed")
        if amount.bound:
            out.append(f"bound:{amount.bound}")
        if amount.fraction:
            out.append("fraction")
        elif amount.words:
            out.append("in-words")
        left = [w for w in words[max(0, at - _WIDE) : at] if w not in _HEDGES]
        right = words[at + 1 : at + 1 + _WIDE]
        out += [f"before{n}:{w}" for n, w in enumerate(reversed(left[-_NEAR:]), 1)]
        out += [f"behind{n}:{w}" for n, w in enumerate(right[:_NEAR], 1)]
        out.append(f"before-two:{' '.join(left[-2:])}")
        out.append(f"behind-two:{' '.join(right[:2])}")
        out.append(f"around:{left[-1] if left else ''}_{right[0] if right else ''}")
        out += sorted(self._senses(at))
        out += self._grammar(piece)
        out += self._names(at)
        return [*out, *self.shared]

    def _senses(self, at: int) -> set[str]:
        """The stems and senses of the words on either side, nearer ones apart; a number or semicolon ends a side."""
        out: set[str] = set()
        for side, places in (("left", range(at - 1, -1, -1)), ("right", range(at + 1, len(self.words)))):
            numbers = 0
            for far, place in enumerate(places):
                word = self.words[place]
                if far >= _WIDE or word == ";":
                    break
                if word[0] == "<":
                    numbers += not _is_name(word)
                    continue
                if not word[0].isalpha():
                    continue
                where = f"{side}{numbers}" if numbers else side
                if numbers < 2:
                    out.add(f"{where}:{self.stems[place]}")
                for sense in senses_of(word):
                    out.add(f"{where}-sense:{sense}")
                    if far < _NEAR:
                        out.add(f"{side}-near:{sense}")
                    if far == 0:
                        out.add(f"{side}-next:{sense}")
        return out

    def _grammar(self, piece: AmountPiece) -> list[str]:
        word: Word = self.sentence.doc[self.sentence.token_at(piece.span.start)]
        out: list[str] = []
        for _ in range(6):
            head = word.head
            if head is word:
                break
            if head.pos_ in _VERBS:
                out.append(f"verb:{head.lemma_.lower()}")
                out += [f"verb-sense:{s}" for s in senses_of(head.lemma_.lower())]
                out.append(f"arc:{word.dep_}")
                subject = next((c for c in head.children if c.dep_ in ("nsubj", "nsubjpass")), None)
                if subject is not None:
                    named = self.sentence.argument_at(subject.i)
                    out.append(f"subject:{named.type if named else subject.lemma_.lower()}")
                break
            if head.dep_ != "prep" and head.pos_ != "ADP":
                out.append(f"noun:{head.lemma_.lower()}")
                out += [f"noun-sense:{s}" for s in senses_of(head.lemma_.lower())]
            else:
                out.append(f"of:{head.lower_}")
            word = head
        return out

    def _names(self, at: int) -> list[str]:
        words = self.words
        before = next((w for w in reversed(words[:at]) if _is_name(w)), "no")
        behind = next((w for w in words[at + 1 :] if _is_name(w)), "no")
        return [f"name-before:{before}", f"name-behind:{behind}"]


def _is_name(word: str) -> bool:
    return word[0] == "<" and word not in ("<money>", "<percent>", "<count>", "<times>", "<points>", "<date>")


def shared_signs(view: Masked, sentence: Sentence, context: str, lead: str, title: str) -> list[str]:
    """The signs that all numbers of a sentence share: its words, the senses before it, in its lead, in the title."""
    out = [f"block:{sentence.block.kind}"]
    words = set(_TOKEN.findall(view.text))
    out += [f"word:{w}" for w in sorted({stem(w) for w in words if len(w) > 2})]
    out += [f"sense:{x}" for x in sorted({x for w in words for x in senses_of(w)})]
    if len(words) < 8:
        out.append("short")
    if not any(w.pos_ in _VERBS for w in sentence.doc):
        out.append("verbless")
    for place, text in (("context", context), ("lead", lead), ("title", title)):
        out += [f"{place}-sense:{x}" for x in _senses_in(text)]
    return out


@functools.lru_cache(maxsize=64)
def _senses_in(text: str) -> tuple[str, ...]:
    """The senses of all words of a tagged text; the same one surrounds several sentences."""
    return tuple(sorted({x for w in set(_TOKEN.findall(text)) for x in senses_of(w)}))


@functools.lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """A word without the ending of its form: "employs", "employed" and "employing" give one."""
    if len(word) > 4:
        for ending in ("ing", "ied", "ies", "ed", "es"):
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                cut = word[: -len(ending)]
                return cut + "y" if ending in ("ied", "ies") else cut.rstrip("e")
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return word.rstrip("e") if len(word) > 3 else word


@functools.lru_cache(maxsize=1 << 14)
def senses_of(word: str) -> tuple[str, ...]:
    """The senses of a word, by its stem."""
    return _lexicon().get(stem(word), ())


@functools.cache
def _lexicon() -> dict[str, tuple[str, ...]]:
    path = Path(__file__).parents[2] / "frames" / "senses-en.yaml"
    out: dict[str, tuple[str, ...]] = {}
    for sense, words in data_file.load(path).items():
        for word in dict.fromkeys(stem(w) for w in str(words).split()):
            out[word] = (*out.get(word, ()), sense)
    return out
