"""What a document shows about two of its entities: features of an ordered pair, over all its sentences.

A relation is often told over several sentences ("The model went up on Monday"), so a pair is described by the union of
what each sentence shows: the frames that fire, the words and the grammar between the two, what is said of either one
where the other is only understood, and what the registry knows. Every feature is a readable string; the judge's weights
over them are the explanation of its decision.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations.finder import Hit
from kg.extract.english.relations.tokens import Tokens
from kg.extract.english.relations.topic import Topics
from kg.model import Entity
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology


@dataclass
class Pair:
    """An ordered pair of entities: features, each with the sentences that showed it (-1: the document as a whole)."""

    subject: str
    object: str
    features: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    triggers: dict[int, int] = field(default_factory=dict)
    hits: list[tuple[int, Hit]] = field(default_factory=list)

    @property
    def ends(self) -> tuple[str, str]:
        """Subject and object."""
        return self.subject, self.object


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
        self._tokens = [Tokens(s) for s in sentences]
        self._count = Counter(a.entity for s in sentences for a in s.arguments)
        self._types = {e.id: e.type for e in entities.values()}
        self._mates = ontology.joinable
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
        tokens = self._tokens[index]
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
            top, path = tokens.path(one, other)
            for feature in (*tokens.between(one, other), *path):
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
                for subject, target, side in (
                    (other.entity, argument.entity, "o"),
                    (argument.entity, other.entity, "s"),
                ):
                    pair = self._pair(subject, target)
                    if pair is None:
                        continue
                    for feature in self._tokens[index].said(argument):
                        pair.features[f"{name}:{side}:{feature}"].add(index)
                    pair.triggers.setdefault(index, self._tokens[index].head[argument.head])

    def _single(self, index: int, sentence: Sentence) -> None:
        for argument in sentence.arguments:
            for feature in self._tokens[index].said(argument):
                self._alone[argument.entity][feature].add(index)

    def _whole(self, pair: Pair) -> None:
        whole = {-1}
        subject, target = pair.subject, pair.object
        kinds = f"{self._types[subject]}>{self._types[target]}"
        told = [f"kinds:{kinds}", f"known:{self._known(subject, target) or '-'}"]
        known = self._known(subject, target)
        if known:
            told += [
                f"known:{kinds}:{known}",
                f"known:{known}:{'together' if any(k >= 0 for k in pair.triggers) else 'apart'}",
            ]
        for side, entity in (("s", subject), ("o", target)):
            told += [f"{side}:{feature}" for feature in self._entity(entity)]
        together = len(
            {i for f, where in pair.features.items() if not f.startswith(("topic", "before")) for i in where}
        )
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
        for sentence in self._sentences:
            for argument in sentence.arguments:
                if argument.entity != target:
                    continue
                same = [a for a in sentence.arguments if self._types.get(a.entity) == kind and a.entity != target]
                if same:
                    nearest = min(same, key=lambda a: abs(a.head - argument.head))
                    if nearest.entity == subject:
                        yield f"nearest:{kind}"
                        return
        first = next(
            ((i, s, a) for i, s in enumerate(self._sentences) for a in s.arguments if a.entity == target), None
        )
        if first is not None:
            topic = self._topics.of(first[0], {kind}, {target}, first[2].head)
            if topic is not None and topic.entity == subject:
                yield f"first-topic:{kind}"


_ACTORS = frozenset({"Company", "ResearchInstitute", "AIModel", "Product", "Chip", "Person", "Fund"})
