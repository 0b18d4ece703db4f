"""How much a mention of an entity makes it what a text is about."""

from __future__ import annotations

from typing import Any

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.reference.anaphors import words
from kg.extract.kinds import ORGANISATIONS

#: How much a mention counts by the arc of its head word.
_ROLES = {
    "nsubj": 3.0,
    "nsubjpass": 3.0,
    "ROOT": 2.0,
    "dobj": 1.6,
    "agent": 1.6,
    "dative": 1.4,
    "poss": 1.5,
    "attr": 1.4,
    "pobj": 1.1,
}
_OTHER_ROLE = 0.9
_PART_ROLE = 0.5  # part of another word's phrase: "a Tsinghua professor"


def coordinated(sentence: Sentence, argument: Argument) -> bool:
    """True for one of a row of names."""
    head = sentence.doc[argument.head]
    row = [*head.conjuncts]
    return any(o is not argument and o.head in {t.i for t in row} for o in sentence.arguments)


def tells_of_another(sentence: Sentence, argument: Argument) -> bool:
    """True for "JPMorgan expects Baidu's revenue to grow": the other one is the topic."""
    verb = sentence.doc[argument.head].head
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    subject = (
        next((c for c in clause.children if c.dep_ in {"nsubj", "nsubjpass"}), None) if clause is not None else None
    )
    if subject is None:
        return False
    inside = {t.i for t in subject.subtree}
    return any(a.head in inside and a.type in ORGANISATIONS and a.entity != argument.entity for a in sentence.arguments)


def comments(verb: Any) -> bool:
    """True for "lifted its price target": the subject speaks about somebody else."""
    return any(c.dep_ == "dobj" and c.lemma_.lower() in words().sets["comment_nouns"] for c in verb.children)


def role_weight(head: Any) -> float:
    """How much a mention with that head word counts."""
    arc = head.dep_
    if arc == "conj":
        return role_weight(head.head) * 0.8 if head.head.i < head.i else _OTHER_ROLE
    if arc == "pobj" and head.head.i == 0 and head.head.head.dep_ in {"ROOT", "ccomp"}:
        return 2.2  # "For BMW, China is ...": the topic
    if arc == "poss" and head.head.dep_ in {"nsubj", "nsubjpass"}:
        return 2.2
    weight = _ROLES.get(arc, _PART_ROLE if arc in {"compound", "nmod", "amod"} else _OTHER_ROLE)
    subordinate = arc.startswith("nsubj") and head.head.dep_ in {"relcl", "advcl", "acl"}
    return weight * 0.7 if subordinate else weight
