"""How well an entity fits as what a pronoun or description stands for; 0 where grammar or knowledge rules it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.extract.english.parse import Sentence
from kg.extract.english.reference.anaphors import Anaphor, words
from kg.extract.english.reference.discourse import Discourse
from kg.extract.english.reference.leads import lead_in
from kg.extract.kinds import ORGANISATIONS, THINGS

_VERBAL = frozenset({"VERB", "AUX"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_RELATIVE = frozenset({"which", "who", "that"})
_MADE = frozenset(
    {"release", "train", "build", "launch", "unveil", "price", "base", "open", "sell", "download", "install"}
)
#: By kind of expression: how much salience is left after one sentence, and how many sentences back one may reach.
_DECAY = {"pronoun": 0.45, "description": 0.5}
REACH = 12
_REACH = {"pronoun": 4, "description": REACH}
#: Up to here the words around an expression count in full; farther off, salience must do more.
_NEAR = 2
#: What stands in the words that a paragraph opens with gains.
_LEAD_IN = 1.5
#: What a description gains by standing for what the document names most.
_TOPIC = 1.0


class Scorer:
    """Scores candidates for the expressions of one sentence."""

    def __init__(self, index: int, sentence: Sentence, sentences: Sequence[Sentence], discourse: Discourse) -> None:
        self.index, self.sentence, self.sentences, self.discourse = index, sentence, sentences, discourse
        self.lead_in = lead_in(index, sentences)
        self._acts: dict[int, tuple[bool, bool]] = {}

    def score(self, anaphor: Anaphor, entity: str) -> float:
        """A positive number for a candidate, the higher the likelier; 0 for none."""
        kind = self.discourse.types.get(entity)
        if kind not in anaphor.types or self.forbidden(anaphor, entity):
            return 0.0
        pronoun = anaphor.kind == "pronoun"
        last = self.discourse.last(entity, self.index, anaphor.tokens[0])
        ahead = pronoun and self._announced(anaphor, entity)
        if not ahead and (last < 0 or self.index - last > _REACH[anaphor.kind]):
            return 0.0
        score = self.discourse.salience(entity, self.index, anaphor.tokens[0], _DECAY[anaphor.kind])
        score += _LEAD_IN * (entity in self.lead_in)
        if not pronoun:
            return self._described(anaphor, entity, score)
        if anaphor.gender:
            gender = self.discourse.gender_of(entity)
            if gender and gender != anaphor.gender:
                return 0.0
            score += 0.5 if gender else 0.0
        if kind == "MediaOutlet":
            score *= 0.4  # a paper is named for what it tells, seldom as the topic
        if 0 <= last < self.index and self.sentences[last].block != self.sentence.block:
            score *= 0.7
        score += 3.0 if ahead else self._governing_subject(anaphor, entity)
        near = ahead or self.discourse.distance(last, self.index) <= _NEAR
        return score + self._fit(anaphor, kind) * (1.0 if near else 0.3)

    def forbidden(self, anaphor: Anaphor, entity: str) -> bool:
        """Grammar: subject and object of one verb differ, members of a row differ, nobody owns himself."""
        head = self.sentence.doc[anaphor.head]
        for argument in self.sentence.arguments:
            if argument.entity != entity:
                continue
            other = self.sentence.doc[argument.head]
            if _inside_apposition(head, other):
                return True
            if head.dep_ == "poss":
                owned = head.head.i in (other.i, *(t.i for t in other.ancestors))
                if owned and other.i > head.i and _inside(other, head.head):
                    return True
                continue
            if (head.dep_ == "conj" and head.head.i == other.i) or (other.dep_ == "conj" and other.head.i == head.i):
                return True
            mine, theirs = _clause(head), _clause(other)
            if mine is not None and theirs is not None and mine.i == theirs.i and _core(head) and _core(other):
                return True
            if anaphor.kind != "pronoun" and head.left_edge.i <= argument.head <= head.right_edge.i:
                return True
            if anaphor.kind == "description" and _acts_on(other, head):
                return True
        return False

    def _announced(self, anaphor: Anaphor, entity: str) -> bool:
        """True in "In its report, Alibaba said": a phrase before the subject of the clause that it belongs to."""
        head = self.sentence.doc[anaphor.head]
        for above in head.ancestors:
            if above.pos_ not in _VERBAL:
                continue
            for child in above.children:
                if child.dep_ in _SUBJECTS and child.i > head.i and not child.is_ancestor(head):
                    argument = self.sentence.argument_at(child.i)
                    return argument is not None and argument.entity == entity and not argument.anaphor
        return False

    def _governing_subject(self, anaphor: Anaphor, entity: str) -> float:
        """A bonus for the subject of the clause that holds or governs the pronoun."""
        head = self.sentence.doc[anaphor.head]
        bonus = 2.0
        own = _core(head)
        for above in head.ancestors:
            if above.pos_ not in _VERBAL:
                continue
            subject = next((c for c in above.children if c.dep_ in _SUBJECTS), None)
            if subject is None or subject.i >= head.i or (own and _clause(head) == above):
                bonus *= 1.0 if subject is None else 0.6
                continue
            if subject.lower_ in _RELATIVE and above.dep_ == "relcl":
                subject = above.head
            for argument in self.sentence.arguments:
                if argument.entity != entity:
                    continue
                if argument.head == subject.i:
                    return bonus
                word = self.sentence.doc[argument.head]
                if word.dep_ in {"poss", "conj"} and word.head.i == subject.i:
                    return bonus * 0.4
            bonus *= 0.6
        return 0.0

    def _fit(self, anaphor: Anaphor, kind: str | None) -> float:
        """How well the words around a pronoun fit an organisation or a technology."""
        if anaphor.head not in self._acts:
            self._acts[anaphor.head] = self._acting(self.sentence.doc[anaphor.head])
        organisation, technology = self._acts[anaphor.head]
        if organisation == technology or kind not in ORGANISATIONS | THINGS:
            return 0.0
        return 1.5 if kind in (ORGANISATIONS if organisation else THINGS) else -2.0

    def _acting(self, head: Any) -> tuple[bool, bool]:
        """Whether an organisation, and whether a technology, owns or does what a pronoun is told to."""
        if head.dep_ == "poss":
            return self._owns(head.head)
        return self._does(head) if head.dep_ in _SUBJECTS else (False, False)

    def _owns(self, noun: Any) -> tuple[bool, bool]:
        argument = self.sentence.argument_at(noun.i)
        if argument is not None and argument.type in THINGS | ORGANISATIONS | {"Person"}:
            return True, False
        lemmas = {noun.lemma_.lower(), noun.lower_} | {
            c.lower_ for c in noun.children if c.dep_ in {"compound", "amod"}
        }
        sets = words().sets
        return bool(lemmas & sets["organisation_nouns"]), bool(lemmas & sets["technology_nouns"])

    def _does(self, subject: Any) -> tuple[bool, bool]:
        verb, sets = subject.head, words().sets
        lemma = verb.lemma_.lower()
        inside = {t.i for t in verb.subtree}
        tested = any(a.type == "Benchmark" and a.head in inside for a in self.sentence.arguments)
        measured = any(t.lower_ in {"tokens", "parameters"} for t in verb.subtree if t.i > verb.i)
        if subject.dep_ == "nsubjpass":
            return False, tested or measured or lemma in _MADE
        return lemma in sets["organisation_verbs"], tested or measured or lemma in sets["technology_verbs"]

    def _described(self, anaphor: Anaphor, entity: str, score: float) -> float:
        """The score of a candidate for a description, 0 when what is known about it contradicts the words."""
        if not score:
            return 0.0
        lexicon, told = words(), self.discourse
        noun = lexicon.same.get(anaphor.modifiers[-1], anaphor.modifiers[-1])
        if noun in lexicon.sets["name_words"]:
            called = told.name_words(entity)
            institute = told.types[entity] != "Company" or noun in told.described[entity]
            institute = institute or "ResearchInstitute" not in told.types.values()
            if (called and noun not in called) or not (called or institute):
                return 0.0
            score += 2.0 if called else 0.0
        if noun in lexicon.sets["units"] | lexicon.sets["offspring"] and not told.is_unit(entity):
            return 0.0
        if noun in lexicon.sets["parents"] and not told.units_of(entity):
            return 0.0
        score += 0.25 * min(4, len(told.mentions[entity])) + _TOPIC * told.topicality(entity, anaphor.types)
        if anaphor.places:
            if told.places_of(entity) & set(anaphor.places):
                score += 3.0
            elif any(told.places_of(other) & set(anaphor.places) for other in told.mentions):
                return 0.0
            else:
                score -= 0.5
        trades = {lexicon.domains[w] for w in anaphor.modifiers if w in lexicon.domains}
        known, described = told.domains_of(entity), told.described[entity]
        score += sum(1.0 for w in anaphor.modifiers if w in described and w not in lexicon.sets["empty_modifiers"])
        if trades & known:
            score += 2.0
        elif trades and (
            known or any(trades & told.domains_of(o) for o in told.mentions) or not self.alone(anaphor, entity)
        ):
            return 0.0
        if any(w not in lexicon.domains and w not in described for w in anaphor.modifiers[:-1]):
            score *= 0.6
        return score

    def alone(self, anaphor: Anaphor, entity: str) -> bool:
        """True when no other entity that may be meant was named in the last sentences."""
        for other in self.discourse.near(self.index, 3):
            last = self.discourse.last(other, self.index, anaphor.tokens[0])
            if other != entity and self.discourse.types[other] in anaphor.types and last >= max(0, self.index - 3):
                return False
        return True


def _acts_on(subject: Any, head: Any) -> bool:
    """True for a subject whose own clause holds the other word: whoever pays for "the start-up" is another one."""
    verb = next((t for t in head.ancestors if t.pos_ in _VERBAL), None)
    return verb is not None and subject.dep_ in _SUBJECTS and subject.head.i == verb.i and subject.i < head.i


def _clause(token: Any) -> Any:
    """The verb whose clause a phrase belongs to as subject, object or agent, or None."""
    while token.dep_ == "conj" and token.pos_ not in _VERBAL:
        token = token.head
    if token.dep_ == "pobj" and token.head.dep_ in {"prep", "agent", "dative"}:
        token = token.head
    return token.head if token.head.pos_ in _VERBAL else None


def _core(token: Any) -> bool:
    """True for a subject, object or complement of a verb."""
    while token.dep_ == "conj" and token.pos_ not in _VERBAL:
        token = token.head
    oblique = token.dep_ == "pobj" and token.head.dep_ in {"prep", "agent"}
    return bool(token.dep_ in {"nsubj", "nsubjpass", "dobj", "dative", "attr"} or oblique)


def _inside(token: Any, noun: Any) -> bool:
    """True when a name is part of the noun phrase that a possessive begins ("its Qwen model")."""
    while token.i != noun.i and token.dep_ in {"compound", "nmod", "amod", "appos", "conj", "pobj", "prep", "poss"}:
        token = token.head
    return bool(token.i == noun.i)


def _inside_apposition(head: Any, name: Any) -> bool:
    """True in "Light Year, the venture that its co-founder began": "its" is not Light Year.

    But "Light Year, the venture that says its model" is: there the relative pronoun takes the place of the name.
    """
    relative = False
    for token in (head, *head.ancestors):
        if token.dep_ == "relcl":
            subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
            relative = relative or (subject is not None and subject.lower_ in _RELATIVE)
        if token.dep_ == "appos" and token.head.i == name.i:
            return not relative
    return False
