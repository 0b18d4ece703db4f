"""What a reader has in mind at a place of a document: who was named, how prominently, and what was told about them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.reference.anaphors import words
from kg.extract.english.reference.weights import comments, coordinated, role_weight, tells_of_another
from kg.extract.kinds import ORGANISATIONS, THINGS
from kg.model import Entity
from kg.ontology.registry import Registry

_MAKING = frozenset(
    [
        "release",
        "launch",
        "unveil",
        "develop",
        "make",
        "build",
        "introduce",
        "open",
        "create",
        "publish",
        "own",
        "run",
        "operate",
        "train",
        "debut",
        "roll",
    ]
)
_TITLE = 0.8
#: Sentences after which a mention is forgotten.
_MEMORY = 25


class Discourse:
    """Grows sentence by sentence; asked for the salience of entities and for what is known about them."""

    def __init__(self, entities: Mapping[str, Entity], registry: Registry) -> None:
        self.entities = entities
        self.registry = registry
        self.types: dict[str, str] = {i: e.type for i, e in entities.items()}
        self.mentions: dict[str, list[tuple[int, int, float]]] = defaultdict(list)  # (sentence, token, weight)
        self.described: dict[str, set[str]] = defaultdict(set)
        self.places: dict[str, set[str]] = defaultdict(set)
        self.gender: dict[str, str] = {}
        self.makers: dict[str, set[str]] = defaultdict(set)
        self.present: dict[int, set[str]] = defaultdict(set)
        self._trades: dict[str, frozenset[str]] = {}
        self._most: dict[frozenset[str], int] = {}
        self.named: list[int] = []  # sentences that name somebody or something
        self.titled: set[str] = set()
        self.counts: dict[str, int] = defaultdict(int)  # names in the whole document
        self.groups: list[tuple[int, int, tuple[str, ...]]] = []  # coordinated names: (sentence, token, ids)

    def learn(self, sentence: Sentence) -> None:
        """Takes in what a sentence tells about its named entities; called for all sentences before any is resolved."""
        for argument in sentence.arguments:
            if argument.anaphor:
                continue
            self.types.setdefault(argument.entity, argument.type)
            self.counts[argument.entity] += 1
            self._descriptions(sentence, argument)
            self._makers(sentence, argument)
            self._title_of_person(sentence, argument)

    def mention(self, index: int, sentence: Sentence, argument: Argument) -> None:
        """Counts one mention, a name or a resolved anaphor."""
        head = sentence.doc[argument.head]
        weight = role_weight(head)
        if head.dep_ == "nsubj" and head.head.lemma_ in words().sets["backing_verbs"]:
            weight *= 0.2
        if head.dep_ == "nsubj" and comments(head.head):
            weight *= 0.4
        if not argument.anaphor and argument.span.start == sentence.block.span.start:
            weight = max(weight, 3.0)  # "SiliconFlow, Beijing: ...": what an item begins with, it is about
        if sentence.block.kind == "title":
            self.titled.add(argument.entity)
            weight = min(weight, 1.5)
        if not argument.anaphor and coordinated(sentence, argument):
            weight *= 0.6  # one of a row is seldom what "it" means
        if head.dep_ == "nsubj" and tells_of_another(sentence, argument):
            weight *= 0.6
        if argument.type not in {"Place", "Benchmark"} and (not self.named or self.named[-1] != index):
            self.named.append(index)
        self.present[index].add(argument.entity)
        self.mentions[argument.entity].append((index, argument.head, weight))

    def salience(self, entity: str, index: int, token: int, decay: float) -> float:
        """How present an entity is just before a token of a sentence; 0 when it was not named before."""
        best: dict[int, float] = {}
        for at, place, weight in reversed(self.mentions.get(entity, ())):
            if index - at > _MEMORY:
                break
            if (at, place) < (index, token):
                best[at] = max(best.get(at, 0.0), weight)
        if not best:
            return 0.0
        total = sum(weight * decay ** self.distance(at, index) for at, weight in best.items())
        return total + (_TITLE * decay if entity in self.titled else 0.0)

    def near(self, index: int, reach: int) -> set[str]:
        """Entities named in a sentence or in the `reach` sentences before it."""
        return {e for at in range(max(0, index - reach), index + 1) for e in self.present.get(at, ())}

    def distance(self, at: int, index: int) -> int:
        """How many sentences lie between two; those that name nobody count for nothing."""
        between = bisect_left(self.named, index) - bisect_right(self.named, at)
        return between + 1 if at < index else 0

    def topicality(self, entity: str, types: frozenset[str]) -> float:
        """How much of the document's naming of such types falls on an entity, from 0 to 1 for the most named."""
        if types not in self._most:
            self._most[types] = max((n for e, n in self.counts.items() if self.types[e] in types), default=0)
        most = self._most[types]
        return self.counts.get(entity, 0) / most if most else 0.0

    def last(self, entity: str, index: int, token: int) -> int:
        """Index of the last sentence that names the entity before a place, -1 when none does."""
        found = (at for at, place, _ in reversed(self.mentions.get(entity, ())) if (at, place) < (index, token))
        return next(found, -1)

    def gender_of(self, person: str) -> str | None:
        """`female`, `male` or None."""
        known = self.registry.entities.get(person)
        if known and known.gender:
            return known.gender
        if person not in self.gender and (entity := self.entities.get(person)):
            given = {form.split()[0].lower() for form in (*entity.labels.values(), *entity.aliases) if " " in form}
            male, female = given & words().sets["male_names"], given & words().sets["female_names"]
            return "male" if male and not female else "female" if female and not male else None
        return self.gender.get(person)

    def name_words(self, entity: str) -> frozenset[str]:
        """Words of its names that tell what it is: university, ministry."""
        lexicon, found = words(), self.entities.get(entity)
        forms = (*found.labels.values(), *found.aliases) if found else ()
        split = {w.lower().strip(".,") for form in forms for w in form.split()}
        return frozenset(lexicon.same.get(w, w) for w in split & lexicon.sets["name_words"])

    def is_unit(self, entity: str) -> bool:
        """True for an organisation that the text or the registry tells to belong to another."""
        known = self.registry.entities.get(entity)
        told = self.makers.get(entity) or self.described[entity] & (words().sets["units"] | words().sets["offspring"])
        return bool(told or (known and known.subsidiary_of))

    def places_of(self, entity: str) -> frozenset[str]:
        """Ids of the places that the text or the registry give an entity."""
        known = self.registry.entities.get(entity)
        return frozenset(self.places[entity]) | frozenset(known.based_in if known else ())

    def domains_of(self, entity: str) -> frozenset[str]:
        """Trades of an entity, from its descriptions in the text and from what the registry knows that it makes."""
        if entity in self._trades:
            return self._trades[entity]
        lexicon = words()
        found = {lexicon.domains[w] for w in self.described[entity] if w in lexicon.domains}
        made = [self.types.get(i) for i, orgs in self.makers.items() if entity in orgs]
        made += [self.registry.entities[i].type for i in self.registry.children(entity, "developed_by")]
        if "Chip" in made:
            found.add("chips")
        self._trades[entity] = frozenset(found)
        return self._trades[entity]

    def makers_of(self, thing: str) -> list[str]:
        """Organisations of this document that made, own or run a thing; from the text first, else from the registry."""
        told = sorted(self.makers.get(thing, ()))
        if told:
            return told
        known = self.registry.entities.get(thing)
        chain = list(known.developed_by) if known else []
        if known and not chain:
            chain = [
                m for family in known.version_of if (f := self.registry.entities.get(family)) for m in f.developed_by
            ]
        return [m for m in chain if m in self.mentions or m in self.types]

    def units_of(self, owner: str) -> list[str]:
        """Units of an organisation that this document names."""
        told = [i for i, orgs in self.makers.items() if owner in orgs and self.types.get(i) in ORGANISATIONS]
        return [
            *told,
            *(i for i in self.registry.children(owner, "subsidiary_of") if i in self.types and i not in told),
        ]

    def _descriptions(self, sentence: Sentence, argument: Argument) -> None:
        head = sentence.doc[argument.head]
        nouns = [
            c
            for c in head.children
            if c.dep_ in {"appos", "compound", "amod", "nmod"} and not sentence.argument_at(c.i)
        ]
        if (
            head.dep_ in {"appos", "conj"}
            and head.head.pos_ == "NOUN"
            and head.dep_ == "appos"
            and not sentence.argument_at(head.head.i)
        ):
            nouns.append(head.head)
        if head.dep_ == "nsubj" and head.head.lemma_ in {"be", "become"}:
            nouns.extend(c for c in head.head.children if c.dep_ == "attr")
        for noun in nouns:
            for word in noun.subtree if noun.dep_ != "attr" else [noun, *noun.lefts]:
                if abs(word.i - noun.i) > 6:
                    continue
                inner = sentence.argument_at(word.i)
                if inner is None:
                    self.described[argument.entity].update({word.lower_, word.lemma_.lower()})
                elif inner.type == "Place":
                    self.places[argument.entity].add(inner.entity)
        for child in head.children:
            inner = sentence.argument_at(child.i)
            if child.dep_ in {"poss", "compound", "amod", "nmod"} and inner and inner.type == "Place":
                self.places[argument.entity].add(inner.entity)
            if child.dep_ == "prep" and child.lower_ in {"of", "in", "from"}:
                self.places[argument.entity].update(
                    a.entity for g in child.children if (a := sentence.argument_at(g.i)) and a.type == "Place"
                )

    def _makers(self, sentence: Sentence, argument: Argument) -> None:
        head = sentence.doc[argument.head]
        if argument.type in THINGS or argument.type == "Company":
            top = head
            while top.dep_ in {"compound", "nmod", "conj"} and not (top.dep_ == "conj" and argument.type == "Company"):
                owner = self._owner(sentence, top)
                if owner:
                    break
                top = top.head
            owner = self._owner(sentence, top)
            if owner and owner != argument.entity:
                self.makers[argument.entity].add(owner)
        if argument.type in THINGS and head.dep_ == "dobj" and head.head.lemma_ in _MAKING:
            for child in head.head.children:
                subject = sentence.argument_at(child.i) if child.dep_ == "nsubj" else None
                if subject and subject.type in ORGANISATIONS:
                    self.makers[argument.entity].add(subject.entity)
        if argument.type in THINGS and head.dep_ == "pobj" and head.head.lower_ in {"of", "behind"}:
            noun = head.head.head
            if noun.lemma_.lower() in words().sets["makers"] and noun.dep_ == "appos":
                owned = sentence.argument_at(noun.head.i)
                if owned and owned.type in ORGANISATIONS:
                    self.makers[argument.entity].add(owned.entity)

    @staticmethod
    def _owner(sentence: Sentence, head: Any) -> str | None:
        for child in head.children:
            owner = sentence.argument_at(child.i) if child.dep_ == "poss" else None
            if owner and owner.type in ORGANISATIONS:
                return owner.entity
        return None

    def _title_of_person(self, sentence: Sentence, argument: Argument) -> None:
        if argument.type != "Person" or not argument.tokens[0]:
            return
        before = sentence.doc[argument.tokens[0] - 1].lower_.rstrip(".")
        if before in {"mr", "mrs", "ms", "miss", "mister", "sir", "madam"}:
            self.gender[argument.entity] = "male" if before in {"mr", "mister", "sir"} else "female"
