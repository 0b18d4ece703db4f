"""Sources that an English sentence names: "according to X", "X reported", "by X's count"."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.extract.english.parse import Sentence
from kg.extract.english.reference.anaphors import words
from kg.extract.kinds import SPEAKERS

VERBAL = frozenset({"VERB", "AUX"})
#: Arcs that a source does not reach through: "X, the maker of Y, said" tells on its own account that X makes Y.
STOP = frozenset({"appos", "poss", "compound", "nmod", "amod", "relcl"})


@functools.cache
def source_words() -> dict[str, frozenset[str]]:
    """Reads `attribution.yaml`, once."""
    path = Path(__file__).parent / "attribution.yaml"
    raw: dict[str, list[str]] = data_file.load(path)
    return {key: frozenset(value) for key, value in raw.items()}


def in_sentence(sentence: Sentence, trigger: Any, ends: frozenset[str]) -> str | None:
    """The source told in the sentence; `ends` are the subject and object, who judge nobody."""
    lists = source_words()
    token, child = trigger, None
    while True:
        if (beside := _beside(sentence, token)) is not None:
            return beside
        if token.pos_ in VERBAL and token.lemma_.lower() in lists["telling"]:
            told = child is not None and child.dep_ in {
                "ccomp",
                "xcomp",
                "advcl",
                "dobj",
                "acl",
                "prep",
                "oprd",
                "pcomp",
            }
            judged = child is None and token.lemma_.lower() in lists["judging"] and _judges(token)
            if (told or judged) and _reaches(sentence, token, child) and not _run_on(token, child):
                found = speaker(sentence, token)
                if judged and found in ends:
                    found = None
                if found is not None or _unnamed(sentence, token):
                    return found
        elif token.pos_ in VERBAL and any(
            c.dep_ == "dobj" and c.lemma_.lower() in words().sets["comment_nouns"] for c in token.children
        ):
            if (found := speaker(sentence, token)) and found not in ends:
                return found  # "Goldman Sachs lifted its target"
        elif (
            token.lemma_ == "have"
            and child is not None
            and child.dep_ == "dobj"
            and any(c.dep_ == "acl" for c in child.children)
        ):
            if (found := speaker(sentence, token)) and found not in ends:
                return found  # "Reuters has the two asking about it"
        elif token.lemma_.lower() in lists["contents"] and child is not None and (found := belongs(sentence, token)):
            return found
        reported = token.dep_ == "relcl" and token.head.lemma_.lower() in lists["contents"]
        if token.head.i == token.i or (token.dep_ in STOP and not reported and not infinitive(token)):
            return None
        if token.dep_ == "conj" and token.pos_ in VERBAL and any(c.dep_ == "nsubj" for c in token.children):
            child, token = token, token.head
            if token.dep_ == "ROOT" and token.lemma_.lower() in lists["telling"]:
                return None  # "X said A and B did C": the second clause is the text's own
            continue
        child, token = token, token.head


def infinitive(token: Any) -> bool:
    """True for "ways to permit", which the parser may call a relative clause."""
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


_FORESEES = frozenset(
    {"foresee", "envisage", "expect", "forecast", "predict", "project", "estimate", "count", "reckon", "see"}
)


def _judges(verb: Any) -> bool:
    """True for "ranks A above B", "puts its share at 8%"."""
    return (
        any(
            c.dep_ in {"oprd", "xcomp", "ccomp"}
            or c.lower_ in {"at", "above", "ahead", "behind", "below", "as", "among", "with"}
            for c in verb.children
        )
        or verb.lemma_ in _FORESEES
    )


def _run_on(verb: Any, child: Any) -> bool:
    """True for "A offers the model, B has put it on its platform": the verb tells what B does."""
    if child is None or child.dep_ != "ccomp" or child.i > verb.i or verb.lemma_.lower() in source_words()["plain"]:
        return False
    return any(c.dep_ == "dobj" for c in verb.children)


def _reaches(sentence: Sentence, verb: Any, child: Any) -> bool:
    """False when a semicolon parts the verb of telling from the clause."""
    if child is None:
        return True
    low, high = sorted((verb.i, child.i))
    return not any(t.text == ";" for t in sentence.doc[low:high])


def _beside(sentence: Sentence, token: Any) -> str | None:
    """A source that hangs on the clause itself: "according to X", "by X's count", ", X said,"."""
    lists = source_words()
    row = [
        c.i for c in token.children if c.dep_ == "conj" and any(g.dep_ in {"nsubj", "nsubjpass"} for g in c.children)
    ]
    for child in token.children:
        low = child.lower_
        if row and child.i > row[0] and child.dep_ in {"prep", "parataxis"}:
            continue  # "A shipped, and B put aside, according to X": told of the last clause
        if child.dep_ == "prep" and low in lists["according"]:
            if found := after(sentence, child):
                return found
        elif child.dep_ == "prep" and low in lists["account_prepositions"]:
            for noun in child.children:
                if (
                    noun.dep_ == "pobj"
                    and noun.lemma_.lower() in lists["accounts"]
                    and (found := belongs(sentence, noun))
                ):
                    return found
        elif child.dep_ == "prep" and (found := _ranking(sentence, child)):
            return found
        elif child.dep_ == "advcl" and child.lemma_ == "believe" and any(c.lower_ == "you" for c in child.children):
            for thing in child.children:  # "if you believe Bloomberg"
                argument = sentence.argument_at(thing.i) if thing.dep_ == "dobj" else None
                if argument and argument.type in SPEAKERS:
                    return argument.entity
        elif (
            child.dep_ in {"parataxis", "ccomp", "advcl"}
            and child.lemma_.lower() in lists["telling"]
            and token.pos_ in VERBAL
        ):
            if child.lemma_.lower() in lists["denying"]:
                continue
            bare = not any(c.dep_ in {"ccomp", "dobj", "mark"} for c in child.children)
            if bare and (found := speaker(sentence, child)):
                return found
    return None


def _ranking(sentence: Sentence, preposition: Any) -> str | None:
    """Whose index or leaderboard a place in a ranking is told of."""
    for noun in preposition.subtree:
        if (
            noun.lemma_.lower() in source_words()["rankings"]
            and not sentence.argument_at(noun.i)
            and (found := belongs(sentence, noun))
        ):
            return found
    return None


def after(sentence: Sentence, preposition: Any) -> str | None:
    """The source after "according to", whatever prepositions stand between."""
    for child in preposition.children:
        if child.dep_ == "prep" and (found := after(sentence, child)):
            return found
        if child.dep_ == "pobj":
            argument = sentence.argument_at(child.i)
            return argument.entity if argument and argument.type == "Benchmark" else _who(sentence, child)
    return None


def speaker(sentence: Sentence, verb: Any) -> str | None:
    """Who a verb of telling has as its subject; datelines that the parser takes for subjects are passed over."""
    passive = any(c.dep_ == "auxpass" for c in verb.children) and not any(c.dep_ == "agent" for c in verb.children)
    if passive and verb.lemma_.lower() not in source_words()["quoting"]:
        return None
    subjects = [c for c in verb.children if c.dep_ == "nsubj" or (passive and c.dep_ == "nsubjpass")]
    if not subjects and verb.i and verb.nbor(-1).text in {'"', "”", ","}:
        subjects = [c for c in verb.children if c.dep_ == "dobj" and _person(sentence, c)]  # "…," said CEO Eddie Wu
    subjects += [g for c in verb.children if c.dep_ == "agent" for g in c.children if g.dep_ == "pobj"]
    for noun in sorted(subjects, key=lambda t: abs(t.i - verb.i)):
        if found := _who(sentence, noun):
            return found
        if source_words()["nobody"] & {
            noun.lemma_.lower(),
            *(g.lemma_.lower() for g in noun.subtree if g.dep_ == "pobj"),
        }:
            return _told_to(sentence, verb)
    inherits = verb.dep_ == "conj" or (verb.dep_ in {"advcl", "xcomp"} and verb.tag_ == "VBG")
    if not subjects and inherits and verb.head.pos_ in VERBAL:
        return speaker(sentence, verb.head)
    return None


def _person(sentence: Sentence, noun: Any) -> bool:
    argument = sentence.argument_at(noun.i)
    return argument is not None and argument.type == "Person"


def _told_to(sentence: Sentence, verb: Any) -> str | None:
    """The paper is the source in "two people told Reuters"."""
    for child in verb.children:
        if child.dep_ in {"dobj", "dative"}:
            argument = sentence.argument_at(child.i)
            if argument and argument.type == "MediaOutlet":
                return argument.entity
    return None


def _who(sentence: Sentence, noun: Any) -> str | None:
    """The entity behind the subject of a verb of telling."""
    here = [a for a in sentence.arguments if a.tokens[0] <= noun.i < a.tokens[1]]
    if len({a.entity for a in here}) == 1 and here[0].type in SPEAKERS:
        if any(c.dep_ == "conj" and sentence.argument_at(c.i) for c in noun.children):
            return None  # two speakers
        return here[0].entity
    for child in noun.children:  # "chief executive, Tang Lijun, said"
        if child.dep_ == "appos" and (argument := sentence.argument_at(child.i)) and argument.type in SPEAKERS:
            return argument.entity
    if noun.lemma_.lower() not in source_words()["voices"] | source_words()["accounts"]:
        return None
    for child in noun.children:  # "figures that QuestMobile published"
        if child.dep_ in {"relcl", "acl"}:
            for inner in child.children:
                published = sentence.argument_at(inner.i) if inner.dep_ == "nsubj" else None
                if published and published.type in SPEAKERS:
                    return published.entity
            if found := belongs(sentence, child):
                return found
    return belongs(sentence, noun)


def belongs(sentence: Sentence, noun: Any) -> str | None:
    """The entity that a report, table or spokeswoman belongs to."""
    for child in noun.children:
        if child.dep_ in {"poss", "compound", "nmod", "amod"} and (argument := sentence.argument_at(child.i)):
            if argument.type in SPEAKERS:
                return argument.entity
        elif child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "for", "from", "of", "in", "at"}:
            for part in child.children:
                argument = sentence.argument_at(part.i) if part.dep_ == "pobj" else None
                if argument and argument.type in SPEAKERS:
                    return argument.entity
        elif (child.dep_ == "compound" or _participle(child)) and (found := belongs(sentence, child)):
            return found
    return None


def _participle(token: Any) -> bool:
    """True for "run" in "the arena run by X"."""
    return bool(
        token.dep_ == "acl"
        and token.tag_ == "VBN"
        and not any(c.dep_ in {"mark", "nsubj", "nsubjpass"} for c in token.children)
    )


def _unnamed(sentence: Sentence, verb: Any) -> bool:
    """True when the verb has a speaker, so that no other one further out is meant."""
    return any(c.dep_ == "nsubj" and not sentence.argument_at(c.i) for c in verb.children)
