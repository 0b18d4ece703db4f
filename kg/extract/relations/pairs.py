"""What a document shows about two of its entities: features of an ordered pair, over all its sentences.

A relation is often told over several sentences ("The model went up on Monday"), so a pair is described by the union of
what each sentence shows: the frames that fire, the words and the grammar between the two, what is said of either one
anywhere, and what the registry knows. Two entities make a pair where a sentence holds both, a frame joins them, or the
registry does. Every feature is a readable string; the judge's weights over them are the explanation of its decision.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter

from kg.extract.evidence_table import KNOWN, Part
from kg.extract.relations.language import Argument, Clues, Hit, Sentence, Topics
from kg.extract.sieve import places
from kg.model import Entity
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

#: The bit of what the document as a whole shows; sentence i has the bit after the i-th.
WHOLE = 1


@dataclass(slots=True)
class Pair:
    """An ordered pair of entities.

    `kinds` are their types, `own` the features of the two together, `around` those of the sentences that name both,
    shared with all pairs named there, `sides` those of either one alone, shared with its other pairs; each feature has
    a bit for every sentence that shows it. `triggers` gives a sentence's telling token, `hits` the frames.
    """

    subject: str
    object: str
    kinds: tuple[str, str]
    own: dict[str, int] = field(default_factory=dict)
    around: Part = field(default_factory=dict)
    sides: tuple[Part, Part] = ({}, {})
    triggers: dict[int, int] = field(default_factory=dict)
    hits: list[tuple[int, Hit[Argument]]] = field(default_factory=list)

    @property
    def ends(self) -> tuple[str, str]:
        """Subject and object."""
        return self.subject, self.object

    @property
    def parts(self) -> tuple[Part, ...]:
        """All features, in parts that have none in common."""
        return self.own, self.around, *self.sides

    @property
    def features(self) -> dict[str, int]:
        """All features."""
        return {feature: where for part in self.parts for feature, where in part.items()}

    def add(self, feature: str, bit: int) -> None:
        """A sentence shows a feature."""
        self.own[feature] = self.own.get(feature, 0) | bit


def bit_of(index: int) -> int:
    """The bit of a sentence."""
    return 2 << index


@lru_cache(maxsize=1 << 12)
def sentences_of(where: int) -> tuple[int, ...]:
    """The sentences of a feature's bits, in order."""
    return tuple(places(where >> 1))


class PairBuilder:
    """Builds the pairs of one document."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        hits: Sequence[Sequence[Hit[Argument]]],
        topics: Topics,
        clues: Sequence[Clues | None],
        ontology: Ontology,
        registry: Registry,
    ) -> None:
        self._sentences = sentences
        self._entities = entities
        self._hits = hits
        self._registry = registry
        self._topics = topics
        self._clues = clues
        self._count = Counter(a.entity for s in sentences for a in s.arguments)
        self._types = {e.id: e.type for e in entities.values()}
        self._mates = ontology.joinable
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._places: dict[str, list[tuple[int, Argument]]] = defaultdict(list)
        self._named_in: dict[str, set[int]] = defaultdict(set)
        for index, sentence in enumerate(sentences):
            for argument in sentence.arguments:
                self._places[argument.entity].append((index, argument))
                self._named_in[argument.entity].add(index)
        self._known = self._joined()
        self._sides: dict[tuple[str, str], Part] = {}
        self._arounds: dict[tuple[int, ...], Part] = {}
        self._nearby: dict[tuple[str, str], tuple[frozenset[str], str | None]] = {}
        self._named: dict[str, str] = {}
        #: How often the entities of each type are named, the rarest first.
        self._counts: dict[str | None, list[int]] = defaultdict(list)
        for entity, count in sorted(self._count.items(), key=itemgetter(1)):
            self._counts[self._types.get(entity)].append(count)
        self._first = {a.entity for s in sentences[:1] for a in s.arguments}

    def build(self) -> list[Pair]:
        """All pairs, in a fixed order."""
        for index, sentence in enumerate(self._sentences):
            if len(sentence.arguments) > 1:
                self._within(index, sentence)
            for hit in self._hits[index]:
                self._framed(index, hit)
        for subject, target in self._known:
            self._pair(subject, target)
        for pair in self._pairs.values():
            self._whole(pair)
        return [self._pairs[key] for key in sorted(self._pairs)]

    def _pair(self, subject: str, target: str) -> Pair | None:
        if subject == target or subject not in self._types or target not in self._types:
            return None
        kinds = self._types[subject], self._types[target]
        if kinds not in self._mates:
            return None
        key = (subject, target)
        if key not in self._pairs:
            self._pairs[key] = Pair(subject, target, kinds)
        return self._pairs[key]

    def _within(self, index: int, sentence: Sentence) -> None:
        tokens = self._clues[index]
        if tokens is None:
            return
        best: dict[tuple[str, str], tuple[int, Argument, Argument]] = {}
        for one in sentence.arguments:
            for other in sentence.arguments:
                if one.entity != other.entity:
                    gap = abs(one.head - other.head) + (2 if one.anaphor else 0) + (2 if other.anaphor else 0)
                    key = (one.entity, other.entity)
                    if key not in best or gap < best[key][0]:
                        best[key] = (gap, one, other)
        bit = bit_of(index)
        for (subject, target), (_, one, other) in best.items():
            pair = self._pair(subject, target)
            if pair is None:
                continue
            top, path = tokens.path(one, other)
            shown = chain(tokens.between(one, other), path)
            if pair.own:
                own = pair.own
                for feature in shown:
                    own[feature] = own.get(feature, 0) | bit
            else:
                pair.own = dict.fromkeys(shown, bit)
            pair.triggers[index] = top if top is not None else other.head

    def _framed(self, index: int, hit: Hit[Argument]) -> None:
        bit = bit_of(index)
        pair = self._pair(hit.subject.entity, hit.object.entity)
        if pair:
            pair.add(f"frame:{hit.frame.id}", bit)
            pair.add(f"frames:{hit.frame.predicate}", bit)
            pair.hits.append((index, hit))
            pair.triggers.setdefault(index, hit.trigger)
        back = self._pair(hit.object.entity, hit.subject.entity)
        if back:
            back.add(f"reverse:{hit.frame.predicate}", bit)

    def _joined(self) -> dict[tuple[str, str], str]:
        """Pairs that the registry joins, with what it says; `~` before what it says the other way round."""
        found: dict[tuple[str, str], str] = {}
        for one in self._places:
            entry = self._registry.entities.get(one)
            for name in KNOWN if entry else ():
                for other in getattr(entry, name):
                    if other in self._places:
                        found.setdefault((one, other), name)
        for (one, other), name in list(found.items()):
            found.setdefault((other, one), f"~{name}")
        return found

    def _whole(self, pair: Pair) -> None:
        subject, target = pair.subject, pair.object
        kinds = f"{self._types[subject]}>{self._types[target]}"
        known = self._known.get((subject, target))
        together = sorted(self._named_in[subject] & self._named_in[target])
        told = [f"kinds:{kinds}", f"known:{known or '-'}"]
        if known:
            told += [f"known:{kinds}:{known}", f"known:{known}:{'together' if together else 'apart'}"]
        told += [f"together:{min(len(together), 4)}", f"together:{min(len(together), 2)}:{kinds}"]
        told += [f"name:{feature}" for feature in self._names(subject, target)]
        told += self._nearest(subject, target)
        pair.own.update(dict.fromkeys(told, WHOLE))
        pair.around = self._around(tuple(together))
        pair.sides = self._side("s", subject), self._side("o", target)

    def _around(self, together: tuple[int, ...]) -> Part:
        """What sentences show of any two that they name."""
        if together not in self._arounds:
            found: dict[str, int] = {}
            for index in together:
                tokens, bit = self._clues[index], bit_of(index)
                for feature in tokens.around if tokens else ():
                    found[feature] = found.get(feature, 0) | bit
            self._arounds[together] = found
        return self._arounds[together]

    def _side(self, side: str, entity: str) -> Part:
        """What the document shows of one entity as subject or object: as a whole, and what each sentence says of it."""
        if (side, entity) not in self._sides:
            found = {f"{side}:{feature}": WHOLE for feature in self._entity(entity)}
            for index, argument in self._places[entity]:
                tokens, bit = self._clues[index], bit_of(index)
                for feature in tokens.said(argument) if tokens else ():
                    name = f"{side}:{feature}"
                    found[name] = found.get(name, 0) | bit
            self._sides[side, entity] = found
        return self._sides[side, entity]

    def _entity(self, entity: str) -> list[str]:
        same = self._counts[self._types[entity]]
        return [
            f"rank:{min(len(same) - bisect_right(same, self._count[entity]), 3)}",
            f"count:{min(self._count[entity], 4)}",
            f"known:{entity in self._registry.entities}",
            f"same:{min(len(same), 5)}",
            f"title:{entity in self._first}",
        ]

    def _names(self, subject: str, target: str) -> Iterator[str]:
        one, other = self._name(subject), self._name(target)
        if one.startswith(other):
            yield "subject-begins-with-object"
        if other.startswith(one):
            yield "object-begins-with-subject"
        if one.split()[0] == other.split()[0]:
            yield "same-first-word"

    def _name(self, entity: str) -> str:
        if entity not in self._named:
            self._named[entity] = self._entities[entity].label().casefold()
        return self._named[entity]

    def _nearest(self, subject: str, target: str) -> Iterator[str]:
        """Whether nothing of the subject's type stands nearer to the object, anywhere; else whether it is the topic."""
        kind = self._types[subject]
        if (kind, target) not in self._nearby:
            self._nearby[kind, target] = self._neighbours(kind, target)
        nearest, topic = self._nearby[kind, target]
        if subject in nearest:
            yield f"nearest:{kind}"
        elif subject == topic:
            yield f"first-topic:{kind}"

    def _neighbours(self, kind: str, target: str) -> tuple[frozenset[str], str | None]:
        """What of a type stands nearest to `target` in some sentence, and the topic where it is first told."""
        nearest = set()
        for index, argument in self._places[target]:
            same = [
                a for a in self._sentences[index].arguments if self._types.get(a.entity) == kind and a.entity != target
            ]
            if same:
                nearest.add(min(same, key=lambda a: abs(a.head - argument.head)).entity)
        if not self._places[target]:
            return frozenset(nearest), None
        index, first = self._places[target][0]
        topic = self._topics.of(index, {kind}, {target}, first.head)
        return frozenset(nearest), topic.entity if topic else None
