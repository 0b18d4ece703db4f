"""Small questions to the parse that several readers ask."""

from __future__ import annotations

from typing import Any


def presupposed(noun: Any) -> bool:
    """True for "Meta's purchase" as a subject: it has happened, whatever is asked or guessed about it."""
    owned = any(c.dep_ == "poss" for c in noun.children)
    open_words = {"proposed", "planned", "possible", "potential", "would-be", "rumoured", "rumored", "intended"}
    hedged = any(c.dep_ == "amod" and c.lower_ in open_words for c in noun.children)
    return bool(owned and not hedged and noun.dep_ in {"nsubj", "nsubjpass"} and noun.head.lemma_ != "be")


def last_object(prep: Any) -> Any:
    """What stands after a preposition, whatever other prepositions stand between; None when nothing does."""
    found = None
    for child in prep.children:
        if child.dep_ == "pobj":
            found = child
        elif child.dep_ == "prep":
            found = last_object(child) or found
    return found


def tells_content(verb: Any) -> bool:
    """True for a clause that "that" opens and that has a subject of its own: what a report says."""
    kinds = {c.dep_: c.lower_ for c in verb.children}
    if kinds.get("mark") == "that":
        return True
    return kinds.get("nsubj", "that") not in {"which", "who", "that"} and "dobj" in kinds


def denies_nothing(verb: Any, word: Any) -> bool:
    """True for a negation that denies nothing: "not only", "not the first", "never before"."""
    doc, at = verb.doc, word.i + 1
    if at + 1 < len(doc) and doc[at].lower_ == "the":
        at += 1
    following = doc[at].lower_ if at < len(doc) else ""
    return (
        following in {"only", "just", "least", "merely", "simply", "before", "until", "first"} or word.head.i != verb.i
    )
