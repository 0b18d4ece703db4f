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
from itertools import pairwise

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
        self._words = [_Words(s) for s in sentences]
        self._count = Counter(a.entity for s in sentences for a in s.arguments)
        self._types = {e.id: e.type for e in entities.values()}
        self._mates = _compatible(ontology)
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._entity_features: dict[str, list[str]] = {}
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
        words = self._words[index]
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
            top, path = words.path(one, other)
            for feature in (*words.between(one, other), *path):
                pair.features[feature].add(index)
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
                    for feature in self._words[index].said(argument):
                        pair.features[f"{name}:{side}:{feature}"].add(index)
                    pair.triggers.setdefault(index, self._words[index].head[argument.head])

    def _single(self, index: int, sentence: Sentence) -> None:
        for argument in sentence.arguments:
            for feature in self._words[index].said(argument):
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
            told += [f"{side}:{feature}" for feature in self._entity(entity)]
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

    def _entity(self, entity: str) -> list[str]:
        """What the document as a whole shows of one entity."""
        if entity not in self._entity_features:
            same = [n for e, n in self._count.items() if self._types.get(e) == self._types[entity]]
            title = any(a.entity == entity for s in self._sentences[:1] for a in s.arguments)
            self._entity_features[entity] = [
                f"rank:{min(sum(n > self._count[entity] for n in same), 3)}",
                f"count:{min(self._count[entity], 4)}",
                f"known:{entity in self._registry.entities}",
                f"same:{min(len(same), 5)}",
                f"title:{title}",
            ]
        return self._entity_features[entity]

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
    """The pairs of types that some relation joins."""
    return frozenset(
        (subject, target)
        for subject in ontology.types
        for target in ontology.types
        if any(ontology.accepts(name, subject, target) for name in ontology.relations)
    )


class _Words:
    """A sentence's tokens as plain lists, read once: `word`, `dep`, `pos`, `head`, and the classes of each word."""

    def __init__(self, sentence: Sentence) -> None:
        table = frameset.triggers("en")
        none: frozenset[str] = frozenset()
        sorts: dict[frozenset[str], tuple[str, ...]] = {}
        self.sentence = sentence
        self.word: list[str] = []
        self.dep: list[str] = []
        self.pos: list[str] = []
        self.head: list[int] = []
        self.classes: list[tuple[str, ...]] = []
        self.children: dict[int, list[int]] = defaultdict(list)
        for i, token in enumerate(sentence.doc):
            pos, head = token.pos_, token.head.i
            lemma = token.lemma_.lower()
            self.word.append(lemma if pos != "NUM" else "0")
            self.dep.append(token.dep_)
            self.pos.append(pos)
            self.head.append(head)
            found = table.get(lemma, none) | table.get(token.lower_, none)
            self.classes.append(sorts.setdefault(found, tuple(sorted(found))))
            if head != i:
                self.children[head].append(i)
        self.about = sorted({k for found in self.classes for k in found})
        names = {i for a in sentence.arguments for i in range(*a.tokens)}
        kept = {"VERB", "NOUN", "ADJ"}
        self.bag = sorted({w for i, w in enumerate(self.word) if self.pos[i] in kept and i not in names})
        self._said: dict[int, list[str]] = {}

    def at(self, i: int) -> str:
        """The word at a place, `^` before the first and `$` behind the last."""
        return "^" if i < 0 else "$" if i >= len(self.word) else self.word[i]

    def climb(self, i: int) -> list[int]:
        """From a token up to the root."""
        found = [i]
        while self.head[i] != i:
            i = self.head[i]
            found.append(i)
        return found

    def said(self, argument: Argument) -> list[str]:
        """What is said of one argument: its governor, its modifiers, the words beside it."""
        if id(argument) not in self._said:
            self._said[id(argument)] = list(self._saying(argument))
        return self._said[id(argument)]

    def _saying(self, argument: Argument) -> Iterator[str]:
        at = argument.head
        governor = self.head[at]
        yield f"gov:{self.dep[at]}:{self.word[governor]}"
        yield f"governor:{self.word[governor]}"
        for kind in self.classes[governor]:
            yield f"gov:class:{kind}"
            yield f"gov:class:{self.dep[at]}:{kind}"
        for kind in self.about:
            yield f"in:class:{kind}"
        if self.head[governor] != governor:
            yield f"gov2:{self.word[self.head[governor]]}"
        for child in self.children.get(at, ()):
            if not argument.tokens[0] <= child < argument.tokens[1] and self.pos[child] in _CONTENT:
                yield f"mod:{self.dep[child]}:{self.word[child]}"
        before, after = argument.tokens[0] - 1, argument.tokens[1]
        yield f"prev:{self.at(before)}"
        yield f"next:{self.at(after)}"
        if after + 1 < len(self.word):
            yield f"next2:{self.word[after]} {self.word[after + 1]}"

    def between(self, one: Argument, other: Argument) -> Iterator[str]:
        """What the words between, before and after two arguments of this sentence show."""
        order = "so" if one.tokens[0] < other.tokens[0] else "os"
        left, right = (one, other) if order == "so" else (other, one)
        start, end = left.tokens[1], max(left.tokens[1], right.tokens[0])
        distance = end - start
        yield f"{order}:gap:{0 if distance == 0 else 1 if distance == 1 else 2 if distance <= 3 else 3 if distance <= 8 else 4 if distance <= 16 else 5}"
        if distance <= 4:
            yield f"{order}:is:{' '.join(self.word[start:end])}"
        names = [a for a in self.sentence.arguments if a.tokens[0] >= left.tokens[1] and a.tokens[1] <= right.tokens[0]]
        masked = {i: a.type for a in names for i in range(*a.tokens)}
        yield f"{order}:names-between:{min(len(names), 3)}"
        for kind in sorted({a.type for a in names}):
            yield f"{order}:between:{kind}"
        if distance <= _FAR:
            words = [masked.get(i) or self.word[i] for i in range(start, end)]
            for word in words:
                yield f"{order}:word:{word}"
            for kind in sorted({k for found in self.classes[start:end] for k in found}):
                yield f"{order}:class:{kind}"
            for first, second in pairwise(words):
                yield f"{order}:words:{first} {second}"
        before, after = left.tokens[0] - 1, right.tokens[1]
        yield f"{order}:before:{self.at(before)}"
        yield f"{order}:after:{self.at(after)}"
        if after + 1 < len(self.word):
            yield f"{order}:after2:{self.word[after]} {self.word[after + 1]}"
        if before > 0:
            yield f"{order}:before2:{self.word[before - 1]} {self.word[before]}"
        yield f"{order}:inner-left:{self.at(left.tokens[1])}"
        yield f"{order}:inner-right:{self.at(right.tokens[0] - 1)}"
        if one.anaphor:
            yield "s:anaphor"
        if other.anaphor:
            yield "o:anaphor"
        for word in self.bag:
            yield f"with:{word}"
        for kind in self.about:
            yield f"with:class:{kind}"
        yield f"block:{self.sentence.block.kind}"

    def path(self, one: Argument, other: Argument) -> tuple[int | None, list[str]]:
        """The top of the dependency path between two arguments, and its features."""
        order = "so" if one.tokens[0] < other.tokens[0] else "os"
        up, down = self.climb(one.head), self.climb(other.head)
        positions = {i: k for k, i in enumerate(down)}
        meet = next((k for k, i in enumerate(up) if i in positions), None)
        if meet is None:
            return None, ["path:none"]
        top = up[meet]
        left, right = up[: meet + 1], down[: positions[top] + 1]
        length = len(left) + len(right) - 2
        ends = f"{self.dep[left[-2]] if len(left) > 1 else '='}:{self.dep[right[-2]] if len(right) > 1 else '='}"
        word = self.word[top]
        out = [f"path:length:{min(length, 7)}", f"top:{word}:{ends}", f"top:{word}", f"{order}:top:{word}"]
        if length <= _LONGEST_PATH:
            steps = ">".join(self.dep[i] for i in left[:-1]) + "^" + "<".join(self.dep[i] for i in reversed(right[:-1]))
            out += [f"path:{steps}", f"path:{steps}:{word}"]
        for kind in self.classes[top]:
            out += [f"{order}:top:class:{kind}", f"top:class:{kind}:{ends}"]
        for kind in sorted({k for i in (*left[1:], *right[1:]) for k in self.classes[i]}):
            out.append(f"path:class:{kind}")
        out += [f"path:s:{self.word[i]}" for i in left[1:-1]] + [f"path:o:{self.word[i]}" for i in right[1:-1]]
        if len(left) > 1:
            out.append(f"path:s:{self.dep[left[0]]}:{self.word[left[1]]}")
        if len(right) > 1:
            out.append(f"path:o:{self.dep[right[0]]}:{self.word[right[1]]}")
        return top, out
