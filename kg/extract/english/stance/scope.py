"""Which words of an English sentence bear on how surely a clause is told.

Scope follows the parse: from the trigger up through complements, conjuncts and the nouns they belong to, but not out of
a relative clause, an apposition or a finite adverbial clause, since "X, which bought Y, plans to list" tells the
purchase as a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.extract.english.parse import Sentence
from kg.extract.english.stance.arcs import denies_nothing, last_object, presupposed, tells_content
from kg.extract.forces import Lexicon, combine
from kg.model import Modality

_COMPLEMENT = frozenset({"xcomp", "ccomp", "pcomp", "csubj", "csubjpass", "acomp", "oprd"})
_NOMINAL = frozenset({"dobj", "pobj", "nsubj", "nsubjpass", "attr", "dative"})
_CLASSES = (("planned", Modality.PLANNED), ("speculated", Modality.SPECULATED), ("denied", Modality.DENIED))
_VERBAL = frozenset({"VERB", "AUX"})


class Reader:
    """Walks from one trigger to the root and collects what bears on it."""

    def __init__(self, sentence: Sentence, words: Lexicon) -> None:
        self.sentence = sentence
        self.words = words
        self.telling = False  # a verb of telling stands above the trigger
        self.path: set[int] = set()  # the trigger and the words above it
        self.rooted = False  # the trigger belongs to the main clause
        self.question = sentence.text.rstrip("\"'”’) ").endswith("?")

    def holds(self, name: str, token: Any) -> bool:
        """True when a token is one of a named set of words."""
        return token.lemma_.lower() in self.words.words[name] or token.lower_ in self.words.words[name]

    def read(self, token: Any) -> Modality:
        """How surely the sentence tells what hangs on a token."""
        self.path = {token.i} | {head.i for _, _, head in self._way_up(token)}
        told = self._own(token)
        told = self._around(token, told)
        for arc, child, head in self._way_up(token):
            if arc == "conj":
                told = self._shared(child, head, told)
                continue
            told = self._governed(told, arc, child, head)
            told = self._around(head, told)
        self.rooted = self._at_root(token)
        return Modality.SPECULATED if self.question and self.rooted and told is Modality.ASSERTED else told

    def _at_root(self, token: Any) -> bool:
        last = token
        for _, _, head in self._way_up(token):
            last = head
        return bool(last.head.i == last.i and last.pos_ in _VERBAL)

    def _way_up(self, token: Any) -> Iterator[tuple[str, Any, Any]]:
        """(arc, child, head) from the token upward, while the head still bears on it."""
        eventive = token.pos_ in _VERBAL or self.holds("event_nouns", token)
        while token.head.i != token.i:
            arc, head = token.dep_, token.head
            if arc in _COMPLEMENT:
                if arc == "ccomp" and self._run_on(token, head):
                    return
            elif arc == "advcl":
                if not any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children) and token.tag_ != "VBG":
                    return
            elif arc == "acl":
                bare = not any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in token.children)
                if bare and token.tag_ in {"VBN", "VBG"} and not self._classed(head, clause=True):
                    return
            elif arc == "compound":
                if not (self.holds("planned_nouns", head) or self.holds("speculated_nouns", head)):
                    return
            elif arc == "prep" or arc in _NOMINAL:
                if arc in {"nsubj", "nsubjpass"} and presupposed(token):
                    return
                predicate = arc in {"attr", "dobj"} and self.holds("becoming_verbs", head)
                if not (eventive or predicate or head.pos_ not in _VERBAL):
                    return
            elif arc == "relcl" and self.holds("content_nouns", head) and tells_content(token):
                arc = "acl"
            elif arc != "conj":
                return
            yield arc, token, head
            eventive = eventive or head.pos_ in _VERBAL
            token = head

    def _run_on(self, token: Any, head: Any) -> bool:
        """True for a clause that the parser hangs on the next one without a verb of telling ("A did; B does")."""
        low, high = sorted((token.i, head.i))
        if any(t.text in {";", ":"} for t in self.sentence.doc[low:high]):
            return True
        if token.i > head.i or self.holds("telling_verbs", head):
            return False
        return self._classed(head, clause=True) in {None, Modality.DENIED}

    def _own(self, token: Any) -> Modality:
        """What the trigger's own meaning tells: "plans a listing", "denies"."""
        if token.pos_ in _VERBAL:
            if token.tag_ in {"VBN", "VBD"} and token.dep_ in {"amod", "acl"}:
                return Modality.ASSERTED
            return self._verb_class(token, clause=False) or Modality.ASSERTED
        if token.pos_ == "ADJ" and token.lower_ in self.words.words["planned_words"]:
            return Modality.PLANNED
        if token.pos_ == "NOUN" and not self.holds("planned_nouns_clause_only", token):
            return self._noun_class(token) or Modality.ASSERTED
        return Modality.ASSERTED

    def _classed(self, head: Any, *, clause: bool) -> Modality | None:
        return self._verb_class(head, clause=clause) if head.pos_ in _VERBAL else self._noun_class(head)

    def _verb_class(self, verb: Any, *, clause: bool) -> Modality | None:
        lemma = verb.lemma_.lower()
        for name, modality in _CLASSES:
            if lemma not in self.words.words[f"{name}_verbs"]:
                continue
            needed = self.words.only_with.get(f"{name}_verbs", {}).get(lemma)
            if needed and not self._has_beside(verb, needed):
                continue
            if modality is Modality.DENIED and not clause and lemma in self.words.words["denied_only_clause"]:
                continue
            return modality
        return None

    def _has_beside(self, verb: Any, needed: frozenset[str]) -> bool:
        """`needed` lists words of which one follows in the clause or, each with "!", words that do not follow."""
        if any(word.startswith("!") for word in needed):
            following = self.sentence.doc[verb.i + 1].lower_ if verb.i + 1 < len(self.sentence.doc) else ""
            return f"!{following}" not in needed
        return any(self._beside(t, needed) for t in verb.subtree if t.i > verb.i)

    def _beside(self, token: Any, needed: frozenset[str]) -> bool:
        argument = self.sentence.argument_at(token.i)
        return f"@{argument.type}" in needed if argument else token.lower_ in needed

    def _noun_class(self, noun: Any) -> Modality | None:
        for name, modality in _CLASSES:
            if noun.lemma_.lower() in self.words.words[f"{name}_nouns"]:
                return modality
        return None

    def _governed(self, told: Modality, arc: str, child: Any, head: Any) -> Modality:
        """The force of a head over its complement."""
        lemma = head.lemma_.lower()
        if head.pos_ in _VERBAL:
            if lemma in self.words.words["telling_verbs"] or lemma in self.words.words["hearsay_passive"]:
                self.telling = True
                passive = any(c.dep_ in {"auxpass", "nsubjpass"} for c in head.children) or head.dep_ in {"acl", "amod"}
                if passive and arc in {"xcomp", "ccomp"} and lemma in self.words.words["hearsay_passive"]:
                    return combine(told, Modality.SPECULATED)
                if arc == "ccomp" and self._unnamed(next((c for c in head.children if c.dep_ == "nsubj"), None)):
                    return combine(told, Modality.SPECULATED)
            if (
                arc == "xcomp"
                and lemma in {"be", "have"}
                and any(c.lower_ == "to" for c in child.children if c.dep_ == "aux")
            ):
                late = any(c.lower_ in {"yet", "still"} for c in head.children)
                return combine(told, Modality.DENIED if late else Modality.PLANNED) if late or lemma == "be" else told
            if arc in {"dobj", "ccomp"} and self._called_false(head):
                return Modality.DENIED
            force = self._verb_class(head, clause=arc in _COMPLEMENT or arc == "advcl")
            if arc == "advcl" and force is Modality.DENIED:
                return told
            return combine(told, force) if force else told
        if head.pos_ in {"NOUN", "PROPN"}:
            if lemma in self.words.words["planned_nouns_clause_only"] and arc != "acl":
                return told
            if arc in {"acl", "prep", "compound", "ccomp"} and (force := self._noun_class(head)):
                return combine(told, force)
            return told
        for name, modality in _CLASSES:
            if lemma in self.words.words[f"{name}_words"]:
                return combine(told, modality)
        return told

    def _called_false(self, verb: Any) -> bool:
        """True for "called the report false", "dismissed as fiction"."""
        marks = [c for c in verb.children if c.dep_ in {"oprd", "acomp", "ccomp", "xcomp"}]
        marks += [g for c in verb.children if c.dep_ == "prep" and c.lower_ == "as" for g in c.children]
        return any(self.holds("denied_words", word) for mark in marks for word in (mark, *mark.children))

    def _unnamed(self, subject: Any) -> bool:
        """True for a source without a name: "two people familiar with the matter"."""
        if subject is None or self.sentence.argument_at(subject.i):
            return False
        if subject.lower_ in {"one", "some", "several", "two", "three", "many"}:  # "one of the people"
            subject = next(
                (g for c in subject.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"), subject
            )
        return self.holds("unnamed_sources", subject)

    def _shared(self, child: Any, head: Any, told: Modality) -> Modality:
        """What a conjunct takes from the first of its row: auxiliaries and negation, when it has none itself."""
        kinds = {c.dep_ for c in child.children}
        if kinds & {"nsubj", "nsubjpass", "aux", "neg"} or child.tag_ != head.tag_ or child.pos_ not in _VERBAL:
            return told
        contrast = any(c.dep_ == "cc" and c.lower_ in {"but", "yet"} for c in head.children)
        return self._around(head, told, negated=not contrast)

    def _around(self, token: Any, told: Modality, *, negated: bool = True) -> Modality:
        """The words that hang on a clause's verb, or on a noun, in the order of their scope."""
        words = self.words.words
        negative = open_modal = False
        for child in token.children:
            low = child.lower_
            if child.dep_ in {"aux", "auxpass"}:
                if low in words["planned_auxiliaries"]:
                    told = combine(told, Modality.PLANNED)
                elif low in words["speculated_auxiliaries"]:
                    told, open_modal = combine(told, Modality.SPECULATED), low in {"may", "might"}
                elif low in words["reported_future"] and not self._conditional(token):
                    told = combine(told, Modality.PLANNED)
                elif low in words["reported_future"]:
                    told = combine(told, Modality.SPECULATED)
            elif (
                child.dep_ in {"advmod", "amod", "acomp"}
                and low in words["speculated_adverbs"] | words["speculated_words"]
            ):
                told = combine(told, Modality.SPECULATED)
            elif child.dep_ in {"amod", "acomp", "advmod", "prt"} and self._adjective(token, child) is not None:
                told = combine(told, self._adjective(token, child) or told)
            elif (
                (child.dep_ == "mark" and low in {"if", "whether", "unless"})
                or (child.dep_ == "prep" and low == "according" and self._unnamed(last_object(child)))
                or (
                    child.dep_ == "parataxis"
                    and self._unnamed(next((c for c in child.children if c.dep_ == "nsubj"), None))
                )
            ):
                told = combine(told, Modality.SPECULATED)
            elif child.dep_ == "neg" or (low in words["denied_adverbs"] and child.dep_ in {"advmod", "preconj", "cc"}):
                negative = negative or not denies_nothing(token, child)
            elif child.dep_ == "det" and low in words["denied_determiners"] and token.pos_ == "NOUN":
                negative = negative or not self.holds("no_denial_nouns", token)
            elif child.i in self.path:
                continue  # its own negation has been counted on the way up
            elif child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "expl"} and self._negative_noun(child):
                negative = True
        if token.pos_ in _VERBAL and told is Modality.ASSERTED and self._future(token):
            told = Modality.PLANNED
        if negative and negated:
            if told is Modality.DENIED:
                return Modality.SPECULATED
            return told if open_modal else Modality.DENIED
        return told

    def _adjective(self, token: Any, word: Any) -> Modality | None:
        if token.pos_ not in _VERBAL and word.dep_ != "amod":
            return None
        if word.dep_ in {"advmod", "prt"} and not (word.lower_ == "off" and token.lemma_ == "be"):
            return None
        for name, modality in _CLASSES:
            if word.lower_ in self.words.words[f"{name}_words"]:
                return modality
        return None

    def _negative_noun(self, noun: Any) -> bool:
        words = self.words.words["denied_determiners"]
        if noun.dep_ in {"nsubj", "nsubjpass"} and noun.lower_ in words:
            return True
        if self.holds("no_denial_nouns", noun):
            return False
        return any(c.dep_ in {"det", "neg", "preconj", "cc"} and c.lower_ in words for c in noun.children)

    def _conditional(self, verb: Any) -> bool:
        """True where "would" is no reported future: no verb of telling above it."""
        above = verb
        for _, _, head in self._way_up(verb):
            above = head
            if self.holds("telling_verbs", head):
                return False
        return above is not None

    def _future(self, verb: Any) -> bool:
        """True for a clause that is told in the present of a time to come, or as a headline's infinitive."""
        auxiliaries = {c.lower_ for c in verb.children if c.dep_ in {"aux", "auxpass"}}
        named = (
            any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.children)
            or self.sentence.argument_at(verb.head.i) is not None
        )
        if "to" in auxiliaries and named and verb.dep_ in {"ROOT", "acl", "relcl"}:
            return True
        if verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "'re"} and self.holds("progressive_plans", verb):
            return True
        if verb.tag_ not in {"VBZ", "VBP", "VBG"} or any(
            c.tag_ == "VBD" for c in verb.children if c.dep_ in {"aux", "auxpass"}
        ):
            return False
        near = [c for c in verb.children if c.dep_ in {"prep", "npadvmod", "advmod", "acomp"}]
        text = " | ".join(" ".join(t.text for t in c.subtree) for c in near)
        return bool(self.words.patterns["future"].search(text))
