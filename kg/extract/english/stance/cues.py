"""The places of a text that name who tells it: each verb of telling with its speaker, "according to X", "X's count".

Read once a document, whatever hangs on them: which statement a source is told of is decided elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.reference.anaphors import words
from kg.extract.english.stance.sources import VERBAL, after, belongs, source_words, speaker
from kg.extract.kinds import SPEAKERS

#: So many words may stand between "according to" and a name.
_REACH = 7


@dataclass(frozen=True, slots=True)
class Cue:
    """One place that tells of a source.

    `token` is the word that tells in the sentence at index `sentence`, `word` its lemma. `kind` is `verb`, `according`,
    `account` ("by X's count"), `content` ("an X report that"), `comment` ("X cut its target"), `paper` ("X's filing")
    or `named` for a name alone; its `word` is then the arc on which the name hangs. `source` is the id of an entity, or
    None for one without a name.
    """

    sentence: int
    token: int
    kind: str
    word: str
    source: str | None


def cues_of(sentences: Sequence[Sentence]) -> list[list[Cue]]:
    """The cues of each sentence, in the order of its words."""
    return [sorted(set(_in(i, s)), key=lambda c: (c.token, c.kind, c.source or "")) for i, s in enumerate(sentences)]


def _in(index: int, sentence: Sentence) -> Iterator[Cue]:
    speakers = [a for a in sentence.arguments if a.type in SPEAKERS]
    according = source_words()["according"]
    for token in sentence.doc:
        if token.lower_ in according:
            if speakers and (found := after(sentence, token) or _next(sentence, token.i, speakers)):
                yield Cue(index, token.i, "according", token.lower_, found)
        elif token.pos_ in VERBAL:
            yield from _verb(index, sentence, token, token.lemma_.lower(), speakers)
        elif speakers and token.pos_ == "NOUN":
            lemma = token.lemma_.lower()
            if noun := _noun(sentence, token, lemma):
                yield Cue(index, token.i, noun[0], lemma, noun[1])
    for argument in speakers:
        yield Cue(index, argument.head, "named", _place(sentence, argument), argument.entity)


def _next(sentence: Sentence, token: int, speakers: Sequence[Argument]) -> str | None:
    """The name that follows "according to" within a few words, whatever the parser makes of it."""
    near = [a for a in speakers if token < a.tokens[0] <= token + _REACH]
    if not near or any(t.text in {",", ";", "."} for t in sentence.doc[token : near[0].tokens[0]]):
        return None
    return near[0].entity


def _beside(sentence: Sentence, verb: Any, speakers: Sequence[Argument]) -> str | None:
    """The name that touches a verb of telling: "X said", "said X"."""
    doc = sentence.doc
    for a in speakers:
        first, last = a.tokens
        if last == verb.i or (last == verb.i - 1 and doc[last].pos_ in {"ADV", "AUX"}):
            return a.entity
        if first == verb.i + 1 and verb.i and doc[verb.i - 1].is_punct:
            return a.entity
    return None


def _verb(index: int, sentence: Sentence, token: Any, lemma: str, speakers: Sequence[Argument]) -> Iterator[Cue]:
    if lemma in source_words()["telling"]:
        found = speaker(sentence, token) or (
            _beside(sentence, token, speakers) if lemma in source_words()["plain"] else None
        )
        if found or any(c.dep_ == "nsubj" and not sentence.argument_at(c.i) for c in token.children):
            yield Cue(index, token.i, "verb", lemma, found)
        return
    comments = words().sets["comment_nouns"]
    if any(c.dep_ == "dobj" and c.lemma_.lower() in comments for c in token.children) and (
        found := speaker(sentence, token)
    ):
        yield Cue(index, token.i, "comment", lemma, found)


def _noun(sentence: Sentence, token: Any, lemma: str) -> tuple[str, str] | None:
    lists = source_words()
    for kind, name in (("account", "accounts"), ("content", "contents"), ("paper", "voices")):
        if lemma in lists[name] and (found := belongs(sentence, token)):
            return kind, found
    return None


def _place(sentence: Sentence, argument: Argument) -> str:
    """How a name stands: in brackets, at the end or the head of the line, or on which arc."""
    doc, (first, last) = sentence.doc, argument.tokens
    before = doc[first - 1].text if first else ""
    following = doc[last].text if last < len(doc) else ""
    if before == "(" and following == ")":
        return "brackets"
    if before in {"-", "—", "–", "--"} and last >= len(doc) - 1:
        return "signature"
    if first == 0 and following == ":":
        return "label"
    return str(doc[argument.head].dep_)
