"""Finds expressions that may stand for an entity: pronouns and descriptions. Nothing is resolved here."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.extract.english.parse import Argument, Sentence
from kg.extract.kinds import ORGANISATIONS, THINGS

_NEUTER = frozenset({"it", "its"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})
_PLURAL = frozenset({"they", "their"})
_GENDER = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
_THINGS = ORGANISATIONS | THINGS | {"Exchange", "StockIndex", "Policy"}


@dataclass(frozen=True, slots=True)
class Words:
    """The lexicon of `coreference.yaml`: types by head noun, trades by word, and named word sets."""

    types: dict[str, frozenset[str]]
    domains: dict[str, str]
    sets: dict[str, frozenset[str]]
    same: dict[str, str]


@functools.cache
def words() -> Words:
    """Reads the lexicon, once."""
    raw: dict[str, Any] = data_file.load(Path(__file__).parent / "coreference.yaml")
    types: dict[str, frozenset[str]] = {}
    for names, nouns in raw["nouns"].items():
        for noun in nouns:
            types[noun] = types.get(noun, frozenset()) | frozenset(names.split())
    domains = {word: domain for domain, members in raw["domains"].items() for word in members}
    sets = {key: frozenset(value) for key, value in raw.items() if isinstance(value, list)}
    return Words(types, domains, sets, dict(raw["same_word"]))


@dataclass(frozen=True, slots=True)
class Anaphor:
    """An expression that may stand for an entity.

    `kind` is `pronoun`, `description`, `maker` ("the Kimi maker"), `unit` ("its cloud arm"), `rival`, `pair`, `former`
    or `latter`; `tokens` the half-open token range, `head` its head token, `types` what may be meant, `modifiers` the
    words before the head, `places` ids of places among them, `anchor` the named entity that it is told by, `owner` the
    index of a possessive pronoun before it, `belongs` true for a unit or spin-off of the anchor.
    """

    kind: str
    tokens: tuple[int, int]
    head: int
    types: frozenset[str]
    plural: bool = False
    gender: str | None = None
    modifiers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    anchor: Argument | None = None
    owner: int | None = None
    belongs: bool = False


def find(sentence: Sentence) -> Iterator[Anaphor]:
    """All candidates of a sentence, from left to right."""
    named = {i for a in sentence.arguments for i in range(*a.tokens)}
    types, pairs = words().types, words().sets["pair_words"]
    joined = any(word.text == "-" for word in sentence.doc)
    for token in sentence.doc:
        if token.i in named:
            continue
        low = token.lower_
        if low in _NEUTER and token.dep_ != "expl" and not _expletive(token):
            yield Anaphor("pronoun", (token.i, token.i + 1), token.i, _THINGS)
        elif low in _PLURAL:
            yield Anaphor("pronoun", (token.i, token.i + 1), token.i, _THINGS | {"Person"}, plural=True)
        elif low in _GENDER and token.pos_ == "PRON":
            yield Anaphor("pronoun", (token.i, token.i + 1), token.i, frozenset({"Person"}), gender=_GENDER[low])
        elif (
            low in {"former", "latter"}
            and token.i
            and sentence.doc[token.i - 1].lower_ == "the"
            and token.dep_ not in {"amod", "compound"}
        ):
            yield Anaphor(low, (token.i - 1, token.i + 1), token.i, _THINGS | {"Person"})
        elif low in pairs and (pair := _pair(token)):
            yield pair
        elif (token.pos_ in _NOMINAL or (_hyphened(token) if joined else low) in types) and (
            described := _description(sentence, token)
        ):
            yield described


def _hyphened(token: Any) -> str:
    """The word that a token ends, with the parts before its hyphens: tokenizers split "start-up" and "e-commerce"."""
    doc, first = token.doc, token.i
    if not first or doc[first - 1].text != "-":
        return str(token.lower_)
    while (
        first >= 2 and doc[first - 1].text == "-" and not doc[first - 1].whitespace_ and not doc[first - 2].whitespace_
    ):
        first -= 2
    return "".join(word.lower_ for word in doc[first : token.i + 1])


def _expletive(token: Any) -> bool:
    """True for an "it" that stands for a clause: "it is clear that", "it takes years to", "makes it hard to"."""
    verb = token.head
    if token.dep_ not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    clause = any(c.dep_ in {"ccomp", "xcomp", "csubj", "advcl"} and c.i > token.i for c in verb.children)
    if verb.lemma_ == "be" and clause and any(c.dep_ in {"acomp", "attr"} for c in verb.children):
        return True
    if verb.lemma_ == "be" and any(
        c.dep_ == "attr" and any(g.dep_ == "relcl" for g in c.children) for c in verb.children
    ):
        return bool(token.i < verb.i)  # a cleft: "it was Huawei that"
    return bool(verb.lemma_ in {"seem", "appear", "turn", "rain", "emerge"} and clause)


def _pair(token: Any) -> Anaphor | None:
    low, head = token.lower_, token.head
    described = (
        low in {"two", "both"} and token.dep_ in {"nummod", "det", "predet"} and head.lemma_.lower() in words().types
    )
    definite = any(c.lower_ in {"the", "these", "those"} for c in (head if described else token).children)
    if low in {"two", "pair", "duo"} and not definite:
        return None
    if described and head.i > token.i:
        if any(c.dep_ in {"prep", "relcl", "appos"} and c.i > head.i for c in head.children):
            return None
        first = min(token.i, *(c.i for c in head.children if c.dep_ in {"det", "predet"})) if definite else token.i
        return Anaphor("pair", (first, head.i + 1), head.i, words().types[head.lemma_.lower()], plural=True)
    if token.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "poss", "appos"} and not any(
        c.dep_ in {"prep", "conj"} for c in token.children
    ):
        first = token.i - 1 if definite else token.i
        return Anaphor("pair", (first, token.i + 1), token.i, _THINGS | {"Person"}, plural=True)
    return None


def _description(sentence: Sentence, head: Any) -> Anaphor | None:
    lexicon = words()
    whole = _hyphened(head)
    lemma = whole if whole in lexicon.types else head.lower_ if head.lower_ in lexicon.types else head.lemma_.lower()
    parts = whole.count("-") * 2
    rival = lemma in lexicon.sets["rivals"]
    types = lexicon.types.get(lemma) or (ORGANISATIONS if rival else None)
    if (
        types is None
        or head.tag_ in {"NNS", "NNPS"}
        or head.dep_ in {"appos", "attr", "compound", "amod", "nmod", "oprd"}
    ):
        return None
    if head.i + 1 < len(sentence.doc) and sentence.argument_at(head.i + 1):
        return None  # "the carmaker BMW"
    left = [c for c in head.children if c.i < head.i - parts]
    for part in sentence.doc[head.i - parts : head.i]:  # "the" may hang on "start" of "start-up"
        left.extend(c for c in part.children if c.i < head.i - parts)
    if any(sentence.argument_at(c.i) for c in head.children if c.dep_ in {"appos", "flat"}):
        return None
    if (
        any(c.dep_ == "relcl" or (c.dep_ == "acl" and c.tag_ != "VBG") for c in head.children if c.i > head.i)
        and lemma != "spin-off"
    ):
        return None
    if any(c.dep_ == "prep" and c.lower_ in {"of", "behind", "in", "for"} and c.i == head.i + 1 for c in head.children):
        return None
    determiner = next((c for c in left if c.dep_ == "det" and c.lower_ in lexicon.sets["determiners"]), None)
    owner = next((c for c in left if c.dep_ == "poss" and c.lower_ in {"its", "their"}), None)
    named = next((a for c in left if c.dep_ == "poss" and (a := sentence.argument_at(c.i))), None)
    if determiner is None and owner is None and named is None:
        return None
    inside = range(min(c.left_edge.i for c in left), head.i - parts)
    arguments = [a for a in sentence.arguments if not a.anaphor and a.head in inside]
    places = tuple(a.entity for a in arguments if a.type == "Place")
    others = [a for a in arguments if a.type != "Place"]
    loose = [
        sentence.doc[i]
        for i in inside
        if not sentence.argument_at(i) and sentence.doc[i].dep_ not in {"det", "poss", "punct", "case"}
    ]
    modifiers = tuple(
        w
        for t in loose
        for w in dict.fromkeys((t.lower_, _hyphened(t)))
        if w not in lexicon.sets["empty_modifiers"] and not t.like_num
    )
    first = max((a.tokens[1] for a in arguments), default=(owner or determiner or head).i + (1 if owner else 0))
    first = min(first, head.i - parts)
    while first < head.i - parts and sentence.doc[first].text in {"'s", "-", "'"}:
        first += 1
    if owner is not None or named is not None:
        kind = "unit" if lemma in lexicon.sets["units"] else "rival" if rival else ""
        if not kind:
            return None
        return Anaphor(
            kind, (first, head.i + 1), head.i, types, False, None, modifiers, places, named, owner.i if owner else None
        )
    if rival:
        return None
    if others:
        maker = lemma in lexicon.sets["makers"] or lemma in lexicon.sets["offspring"] or lemma in lexicon.sets["units"]
        if not maker or len(others) > 1:
            return None
        belongs = lemma in lexicon.sets["offspring"] or lemma in lexicon.sets["units"]
        return Anaphor(
            "maker", (first, head.i + 1), head.i, types, False, None, modifiers, places, others[0], belongs=belongs
        )
    return Anaphor("description", (first, head.i + 1), head.i, types, False, None, (*modifiers, lemma), places)
