"""Subjects that no name tells: pronouns, descriptions, and the unnamed many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.english.figures.masked import Masked
from kg.extract.english.figures.memory import is_subject
from kg.extract.english.figures.metric_frames import load
from kg.extract.english.parse import Argument, Sentence

_OWNER = re.compile(
    r"(?:\bits|\btheir|\bthe (?:company|group|firm|start-?up|chipmaker|unit|maker)'s) (?:[\w-]+ ){0,3}$"
)
_OWNER_INSIDE = re.compile(r"its (?:[\w-]+ ){0,3}")
_PRICED = re.compile(
    r"\b(?:valu(?:es?|ed|ing)|pric(?:es?|ed|ing)|leaving) "
    r"(?:it|(?:the|a) (?:[\w-]+ )?(?:company|firm|business|start-?up|group|lab|unit|maker))\b"
)
_PRONOUNS = frozenset({"it", "they", "he", "she", "we"})
_SUBJECTS = ("nsubj", "nsubjpass")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """An expression that asks for whom the text was about.

    `strength` competes with the scores of names, `token` is where it stands if names before it in the sentence may be
    meant, `type` the type that its noun names.
    """

    strength: float
    token: int | None = None
    type: str = ""


def unnamed_subject(
    sentence: Sentence, view: Masked, cue: tuple[int, int] | None, governors: Sequence[int]
) -> Unnamed | None:
    """The pronoun or description that owns the topic's words or is the subject of the clause, if any."""
    if cue is not None:
        owner = _OWNER.search(view.text[: cue[0]])
        if owner is not None:
            return Unnamed(40, sentence.token_at(view.origin(owner.start())))
        if _OWNER_INSIDE.match(view.text[cue[0] : cue[1]]):
            return Unnamed(40, sentence.token_at(view.origin(cue[0])))
        if _PRICED.search(view.text[max(0, cue[0] - 25) : cue[1]]):
            return Unnamed(42)
    for depth, verb in enumerate(governors[:3]):
        subject = _subject_of(sentence.doc[verb])
        if subject is None or sentence.argument_at(subject.i) is not None:
            continue
        if subject.lower_ in _PRONOUNS:
            return Unnamed(34.0 - 7 * depth, int(subject.i))
        noun = subject.lemma_.lower()
        definite = any(c.lower_ in ("the", "this", "its") for c in subject.lefts)
        if definite and noun in load().organisations:
            return Unnamed(33.0 - 7 * depth, None, load().types.get(noun, ""))
    return None


def _subject_of(verb: Any) -> Any:
    """The subject of a verb, or of the verb that it is joined to."""
    while True:
        subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
        if subject is not None or verb.dep_ != "conj" or verb.head is verb:
            return subject
        verb = verb.head


def of_nobody(sentence: Sentence, governors: Sequence[int]) -> bool:
    """True where the clause is about unnamed many: "foreign brands", "models made in China"."""
    for verb in governors[:2]:
        subject = next((c for c in sentence.doc[verb].lefts if c.dep_ in _SUBJECTS), None)
        if subject is None:
            continue
        noun = subject.lemma_.lower()
        words = load()
        if subject.tag_ != "NNS" or sentence.argument_at(subject.i) is not None:
            return False
        if noun in words.vocabulary["things"] or noun in words.organisations:
            return False
        named = (t for t in subject.subtree if t.dep_ in ("poss", "compound") or _is_member(t))
        return not any(sentence.argument_at(t.i) is not None for t in named)
    return False


def _is_member(token: Any) -> bool:
    """True for "Pop Mart" in "adopters like Pop Mart"."""
    return bool(token.dep_ == "pobj" and token.head.lower_ in ("like", "as", "including"))


def within(sentence: Sentence, types: Sequence[str], token: int) -> Argument | None:
    """The name before a token that "its" or "it" may mean: a subject before anything else."""
    before = [a for a in sentence.arguments if a.tokens[1] <= token and a.type in types]
    return next((a for a in before if is_subject(sentence, a)), before[0] if before else None)
