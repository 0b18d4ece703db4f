"""Whose turn of an interview, or of questions to a firm, each sentence belongs to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kg.extract.chinese.stance.sources import FILE
from kg.extract.chinese.stance.words import expressions
from kg.extract.chinese.text import Sentence
from kg.model import Entity

_SPEAKING = frozenset({"Person", "Company"})


def turns_of(sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> list[tuple[bool, str] | None]:
    """Of each sentence whether it asks, and the entity that speaks or answers; None outside an interview."""
    words = expressions(FILE)
    firsts: dict[int, Sentence] = {}
    for sentence in sentences:
        firsts.setdefault(sentence.block.span.start, sentence)
    asked = {at for at, s in firsts.items() if words["question"].match(s.text)}
    named = {at: entity for at, s in firsts.items() if (entity := _label(s))}
    talking = [e for e in named.values() if entities[e].type == "Person"]
    if not asked and len(talking) < 2:
        return [None] * len(sentences)
    if not asked:
        named = {at: e for at, e in named.items() if entities[e].type == "Person"}
    guest = Counter(named.values()).most_common(1)[0][0] if named else _guest(sentences, entities)
    told: dict[int, str | None] = {}
    for at, sentence in firsts.items():
        if at in named:
            told[at] = named[at]
        elif words["answer"].match(sentence.text):
            told[at] = guest
    order = sorted(firsts)
    for i, at in enumerate(order):
        if at in asked and at not in told:
            told[at] = next((told[later] for later in order[i + 1 : i + 3] if told.get(later)), None)
    found: list[tuple[bool, str] | None] = []
    for sentence in sentences:
        at = sentence.block.span.start
        speaker = told.get(at)
        found.append((at in asked, speaker) if speaker else None)
    return found


def _label(sentence: Sentence) -> str | None:
    """Who is named before the colon that opens a block."""
    for argument in sentence.arguments:
        if argument.span.start == sentence.span.start and argument.type in _SPEAKING and not argument.anaphor:
            end = argument.span.end - sentence.span.start
            if sentence.text[end : end + 1] in {"：", ":"}:
                return argument.entity
    return None


def _guest(sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> str | None:
    """The person of the title, else the one whom the first sentences name as the guest."""
    title = [a.entity for s in sentences if s.block.kind == "title" for a in s.arguments if a.type == "Person"]
    if title:
        return title[0]
    hosting = expressions(FILE)["hosting"]
    opening = [s for s in sentences[:8] if hosting.search(s.text)]
    count = Counter(a.entity for s in opening for a in s.arguments if a.type == "Person" and a.entity in entities)
    return count.most_common(1)[0][0] if count else None
