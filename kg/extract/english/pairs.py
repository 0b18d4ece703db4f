"""What a document shows about two of its entities: features of an ordered pair, over all its sentences.

A relation is often told over several sentences ("The model went up on Monday"), so a pair is described by the union of
what each sentence shows: the frames that fire, the words and the grammar between the two, what is said of either one where
the other is only understood, and what the registry knows. Every feature is a readable string; the judge's weights over
them are the explanation of its decision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extract import frameset
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations import Hit
from kg.extract.english.topic import Topics
from kg.model import Entity
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "AUX", "PRON", "PROPN", "NUM", "SCONJ", "PART"})
#: The longest dependency path that is still told step by step.
_LONGEST_PATH = 6
_FAR = 25


@dataclass
class Pair:
    """An ordered pair of entities: features, each with the sentences that showed it (-1: the document as a whole)."""

    subject: str
    object: str
    features: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    triggers: dict[int, int] = field(default_factory=dict)
    hits: list[tuple[int, Hit]] = field(default_factory=list)


class PairBuilder:
    """Builds the pairs of one document."""

    def __init__(
        self,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        hits: Sequence[Sequence[Hit]],
        ontology: Ontology,
        registry: Registry,
    ) -> None:
        self._sentences = sentences
        self._entities = entities
        self._hits = hits
        self._ontology = ontology
        self._registry = registry
        self._topics = Topics(sentences)
        self._count = Counter(a.entity for s in sentences for a in s.arguments)
        self._types = {e.id: e.type for e in entities.values()}
        self._mates = _compatible(ontology)
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._alone: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))

    def build(self) -> list[Pair]:
        """All pairs that stand together somewhere, in a fixed order."""
        for index, sentence in enumerate(self._sentences):
            self._within(index, sentence)
            self._across(index, sentence)
            self._single(index, sentence)
            for hit in self._hits[index]:
                pair = self._pair(hit.subject.entity, hit.object.entity)
                if pair:
                    pair.features[f"frame:{hit.frame.id}"].add(index)
                    pair.features[f"frames:{hit.frame.predicate}"].add(index)
                    pair.hits.append((index, hit))
                back = self._pair(hit.object.entity, hit.subject.entity)
                if back:
                    back.features[f"reverse:{hit.frame.predicate}"].add(index)
        for pair in self._pairs.values():
            self._whole(pair)
        return [self._pairs[key] for key in sorted(self._pairs)]

    def _pair(self, subject: str, target: str) -> Pair | None:
        if subject == target or (self._types.get(subject), self._types.get(target)) not in self._mates:
            return None
        key = (subject, target)
        if key not in self._pairs:
            self._pairs[key] = Pair(subject, target)
        return self._pairs[key]

    def _within(self, index: int, sentence: Sentence) -> None:
        best: dict[tuple[str, str], tuple[int, Argument, Argument]] = {}
        for one in sentence.arguments:
            for other in sentence.arguments:
                if one.entity != other.entity:
                    gap = abs(one.head - other.head) + (2 if one.anaphor else 0) + (2 if other.anaphor else 0)
                    key = (one.entity, other.entity)
                    if key not in best or gap < best[key][0]:
                        best[key] = (gap, one, other)
        for (subject, target), (_, one, other) in best.items():
            pair = self._pair(subject, target)
            if pair is None:
                continue
            top = None
            for feature, token in _between(sentence, one, other):
                pair.features[feature].add(index)
                top = token if token is not None else top
            pair.triggers[index] = top if top is not None else other.head

    def _across(self, index: int, sentence: Sentence) -> None:
        """What a sentence says of one entity while the other is what the text is about."""
        here = {a.entity for a in sentence.arguments}
        before = self._sentences[index - 1] if index and self._sentences[index - 1].block == sentence.block else None
        neighbours = {a.entity: a for a in before.arguments} if before is not None else {}
        topics = [self._topics.of(index, {kind}, here) for kind in sorted(set(self._types.values()) & _ACTORS)]
        for argument in sentence.arguments:
            for other, name in [(t, "topic") for t in topics] + [(a, "before") for a in neighbours.values()]:
                if other is None or other.entity in here:
                    continue
                for subject, target, side in ((other.entity, argument.entity, "o"), (argument.entity, other.entity, "s")):
                    pair = self._pair(subject, target)
                    if pair is None:
                        continue
                    for feature in _saying(sentence, argument):
                        pair.features[f"{name}:{side}:{feature}"].add(index)
                    pair.triggers.setdefault(index, sentence.doc[argument.head].head.i)

    def _single(self, index: int, sentence: Sentence) -> None:
        for argument in sentence.arguments:
            for feature in _saying(sentence, argument):
                self._alone[argument.entity][feature].add(index)

    def _whole(self, pair: Pair) -> None:
        whole = {-1}
        subject, target = pair.subject, pair.object
        kinds = f"{self._types[subject]}>{self._types[target]}"
        told = [f"kinds:{kinds}", f"known:{self._known(subject, target) or '-'}"]
        known = self._known(subject, target)
        if known:
            told += [f"known:{kinds}:{known}", f"known:{known}:{'together' if any(k >= 0 for k in pair.triggers) else 'apart'}"]
        for side, entity in (("s", subject), ("o", target)):
            rank = sum(1 for e, n in self._count.items() if self._types.get(e) == self._types[entity] and n > self._count[entity])
            told.append(f"{side}:rank:{min(rank, 3)}")
            told.append(f"{side}:count:{min(self._count[entity], 4)}")
            told.append(f"{side}:known:{entity in self._registry.entities}")
            same = sum(1 for e in self._count if self._types.get(e) == self._types[entity])
            told.append(f"{side}:same:{min(same, 5)}")
            title = any(a.entity == entity for s in self._sentences[:1] for a in s.arguments)
            told.append(f"{side}:title:{title}")
        together = len({i for f, where in pair.features.items() if not f.startswith(("topic", "before")) for i in where})
        told.append(f"together:{min(together, 4)}")
        told.append(f"together:{min(together, 2)}:{kinds}")
        told += [f"name:{feature}" for feature in self._names(subject, target)]
        told += self._nearest(subject, target)
        for feature in told:
            pair.features[feature] |= whole
        for side, entity in (("s", subject), ("o", target)):
            for feature, where in self._alone[entity].items():
                pair.features[f"{side}:{feature}"] |= where

    def _known(self, subject: str, target: str) -> str | None:
        """What the registry says of the two, either way round."""
        for one, other, sign in ((subject, target, ""), (target, subject, "~")):
            entry = self._registry.entities.get(one)
            if entry is None:
                continue
            for name in ("subsidiary_of", "version_of", "developed_by", "affiliation", "based_in"):
                value = getattr(entry, name)
                if value and other in (value if isinstance(value, (tuple, list, set, frozenset)) else (value,)):
                    return sign + name
        return None

    def _names(self, subject: str, target: str) -> Iterator[str]:
        one, other = (self._entities[e].label().casefold() for e in (subject, target))
        if one.startswith(other):
            yield "subject-begins-with-object"
        if other.startswith(one):
            yield "object-begins-with-subject"
        if one.split()[0] == other.split()[0]:
            yield "same-first-word"

    def _nearest(self, subject: str, target: str) -> Iterator[str]:
        """Whether no other entity of the subject's type stands nearer to the object, anywhere."""
        kind = self._types[subject]
        for index, sentence in enumerate(self._sentences):
            for argument in sentence.arguments:
                if argument.entity != target:
                    continue
                same = [a for a in sentence.arguments if self._types.get(a.entity) == kind and a.entity != target]
                if same:
                    nearest = min(same, key=lambda a: abs(a.head - argument.head))
                    if nearest.entity == subject:
                        yield f"nearest:{kind}"
                        return
        first = next(((i, s, a) for i, s in enumerate(self._sentences) for a in s.arguments if a.entity == target), None)
        if first is not None:
            topic = self._topics.of(first[0], {kind}, {target}, first[2].head)
            if topic is not None and topic.entity == subject:
                yield f"first-topic:{kind}"


_ACTORS = frozenset({"Company", "ResearchInstitute", "AIModel", "Product", "Chip", "Person", "Fund"})


def _compatible(ontology: Ontology) -> frozenset[tuple[str, str]]:
    return frozenset((d, r) for relation in ontology.relations.values() for d in relation.domain for r in relation.range)


def _word(token: Any) -> str:
    return str(token.lemma_.lower()) if token.pos_ != "NUM" else "0"


def _classes(token: Any) -> frozenset[str]:
    """The relations that a word may speak of."""
    table = frameset.triggers("en")
    return table.get(token.lemma_.lower(), frozenset()) | table.get(token.lower_, frozenset())


def _between(sentence: Sentence, one: Argument, other: Argument) -> Iterator[tuple[str, int | None]]:
    """Features of two arguments in one sentence; the token beside a feature is the top of their path."""
    doc = sentence.doc
    order = "so" if one.tokens[0] < other.tokens[0] else "os"
    left, right = (one, other) if order == "so" else (other, one)
    gap = doc[left.tokens[1] : right.tokens[0]] if left.tokens[1] < right.tokens[0] else doc[0:0]
    distance = len(gap)
    yield f"{order}:gap:{0 if distance == 0 else 1 if distance == 1 else 2 if distance <= 3 else 3 if distance <= 8 else 4 if distance <= 16 else 5}", None
    if distance <= 4:
        yield f"{order}:is:{' '.join(_word(t) for t in gap)}", None
    names = [a for a in sentence.arguments if a.tokens[0] >= left.tokens[1] and a.tokens[1] <= right.tokens[0]]
    masked = {i: a.type for a in names for i in range(*a.tokens)}
    yield f"{order}:names-between:{min(len(names), 3)}", None
    for kind in {a.type for a in names}:
        yield f"{order}:between:{kind}", None
    if distance <= _FAR:
        words = [masked.get(t.i) or _word(t) for t in gap]
        for word in set(words):
            yield f"{order}:word:{word}", None
        for kind in {k for t in gap for k in _classes(t)}:
            yield f"{order}:class:{kind}", None
        for first, second in zip(words, words[1:], strict=False):
            yield f"{order}:words:{first} {second}", None
    before, after = left.tokens[0] - 1, right.tokens[1]
    yield f"{order}:before:{_word(doc[before]) if before >= 0 else '^'}", None
    yield f"{order}:after:{_word(doc[after]) if after < len(doc) else '$'}", None
    if after + 1 < len(doc):
        yield f"{order}:after2:{_word(doc[after])} {_word(doc[after + 1])}", None
    if before > 0:
        yield f"{order}:before2:{_word(doc[before - 1])} {_word(doc[before])}", None
    if left.tokens[1] < len(doc):
        yield f"{order}:inner-left:{_word(doc[left.tokens[1]])}", None
    if right.tokens[0] > 0:
        yield f"{order}:inner-right:{_word(doc[right.tokens[0] - 1])}", None
    if one.anaphor:
        yield "s:anaphor", None
    if other.anaphor:
        yield "o:anaphor", None
    yield from _path(sentence, one, other, order)
    for feature in _bag(sentence):
        yield f"with:{feature}", None
    for kind in {k for t in doc for k in _classes(t)}:
        yield f"with:class:{kind}", None
    yield f"block:{sentence.block.kind}", None


def _path(sentence: Sentence, one: Argument, other: Argument, order: str) -> Iterator[tuple[str, int | None]]:
    doc = sentence.doc
    up = _climb(doc[one.head])
    down = _climb(doc[other.head])
    positions = {t.i: k for k, t in enumerate(down)}
    meet = next((k for k, t in enumerate(up) if t.i in positions), None)
    if meet is None:
        yield "path:none", None
        return
    top = up[meet]
    left = up[: meet + 1]
    right = down[: positions[top.i] + 1]
    length = len(left) + len(right) - 2
    steps = ">".join(t.dep_ for t in left[:-1]) + "^" + "<".join(t.dep_ for t in reversed(right[:-1]))
    yield f"path:length:{min(length, 7)}", top.i
    if length <= _LONGEST_PATH:
        yield f"path:{steps}", top.i
        yield f"path:{steps}:{_word(top)}", top.i
    yield f"top:{_word(top)}:{left[-2].dep_ if len(left) > 1 else '='}:{right[-2].dep_ if len(right) > 1 else '='}", top.i
    yield f"top:{_word(top)}", top.i
    for kind in _classes(top):
        yield f"{order}:top:class:{kind}", top.i
        yield f"top:class:{kind}:{left[-2].dep_ if len(left) > 1 else '='}:{right[-2].dep_ if len(right) > 1 else '='}", top.i
    for kind in {k for t in (*left[1:], *right[1:]) for k in _classes(t)}:
        yield f"path:class:{kind}", None
    for token in left[1:-1]:
        yield f"path:s:{_word(token)}", None
    for token in right[1:-1]:
        yield f"path:o:{_word(token)}", None
    if len(left) > 1:
        yield f"path:s:{left[0].dep_}:{_word(left[1])}", None
    if len(right) > 1:
        yield f"path:o:{right[0].dep_}:{_word(right[1])}", None
    yield f"{order}:top:{_word(top)}", None


def _climb(token: Any) -> list[Any]:
    found = [token]
    while token.head.i != token.i:
        token = token.head
        found.append(token)
    return found


def _saying(sentence: Sentence, argument: Argument) -> Iterator[str]:
    """What is said of one argument: its governor, its modifiers, the words beside it."""
    doc = sentence.doc
    head = doc[argument.head]
    yield f"gov:{head.dep_}:{_word(head.head)}"
    yield f"governor:{_word(head.head)}"
    for kind in _classes(head.head):
        yield f"gov:class:{kind}"
        yield f"gov:class:{head.dep_}:{kind}"
    for kind in {k for t in sentence.doc for k in _classes(t)}:
        yield f"in:class:{kind}"
    if head.head.head.i != head.head.i:
        yield f"gov2:{_word(head.head.head)}"
    for child in head.children:
        if not argument.tokens[0] <= child.i < argument.tokens[1] and child.pos_ in _CONTENT:
            yield f"mod:{child.dep_}:{_word(child)}"
    before, after = argument.tokens[0] - 1, argument.tokens[1]
    yield f"prev:{_word(doc[before]) if before >= 0 else '^'}"
    yield f"next:{_word(doc[after]) if after < len(doc) else '$'}"
    if after + 1 < len(doc):
        yield f"next2:{_word(doc[after])} {_word(doc[after + 1])}"


def _bag(sentence: Sentence) -> set[str]:
    names = {i for a in sentence.arguments for i in range(*a.tokens)}
    return {_word(t) for t in sentence.doc if t.pos_ in {"VERB", "NOUN", "ADJ"} and t.i not in names}
