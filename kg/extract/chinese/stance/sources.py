"""The places of a Chinese text that name who tells it: 据X报道, X称, X数据显示, "……"X说, the turns of an interview."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.chinese.stance.words import arguments_between, expressions, masked
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import SPEAKERS

FILE = "attribution.yaml"
#: Who can tell something; of things, only a service or leaderboard that shows data.
SHOWING = SPEAKERS | {"Product", "Benchmark"}
#: Nothing but an end behind a verb of telling.
_LAST = re.compile(r"[^@，：“「]{0,3}[。！？」”』）)]*$")
_SHOWN = frozenset({"显示", "表明"})
#: No telling where nobody is named that does it.
_REPORTING = frozenset({"显示", "表明", "列为", "预计", "预测", "预估", "估计", "估算"})
_BREAK = re.compile(r"[，。；：]")
#: No farther, in characters, a clause without an end is read.
_NEAR = 120
_MAKERS = frozenset({"Company", "ResearchInstitute"})
_BACK = 3


@dataclass(frozen=True, slots=True)
class Cue:
    """One place that tells of a source.

    `start` and `end` are the document span of the word that tells. `kind` is `said` (of what follows; `side` for
    X方面), `after` (of what stands before), `data` (of what follows, and of the next sentences), `announced`, or
    `broker`. `entity` is the source, or None for one without a name.
    """

    start: int
    end: int
    kind: str
    word: str
    entity: str | None


def cues_of(sentences: Sequence[Sentence]) -> list[list[Cue]]:
    """The cues of each sentence in the order of its words."""
    found: list[list[Cue]] = []
    last: str | None = None
    firm: str | None = None
    for index, sentence in enumerate(sentences):
        before = sentences[index - 1] if index and sentences[index - 1].block == sentence.block else None
        cues = sorted(_cues(sentence, before, last, firm), key=lambda c: (c.start, c.kind))
        found.append(cues)
        for cue in cues:
            if cue.entity and cue.kind in {"data", "broker", "said"}:
                last = cue.entity
        firm = next((a.entity for a in sentence.arguments if a.type in _MAKERS), firm)
    return found


def _cues(sentence: Sentence, before: Sentence | None, last: str | None, firm: str | None) -> Iterator[Cue]:
    words, text, base = expressions(FILE), masked(sentence), sentence.span.start
    for m in words["telling"].finditer(text):
        if text.startswith("据", m.start() - 1) or words["unsaid"].search(text, max(0, m.start() - 8), m.start()):
            continue
        entity = _speaker(sentence, text, m.start(), SHOWING if m.group() in _SHOWN else SPEAKERS, before, last)
        if entity is None and words["official"].search(text, max(0, m.start() - 4), m.start()):
            entity = _maker(sentence, base + m.start(), firm)
        if entity is None and m.group() in _REPORTING:
            continue
        kind = "said"
        if m.group() in _SHOWN:
            kind = "data"
        elif _LAST.match(text, m.end()):
            kind = "after"
        elif "方面" in text[max(0, m.start() - 6) : m.start()]:
            kind = "side"
        word = m.group()
        if kind == "data" and words["registers"].search(sentence.text, max(0, m.start() - _NEAR), m.start()):
            word = "registers"
        yield Cue(base + m.start(), base + m.end(), kind, word, entity)
    for m in words["announcing"].finditer(text):
        entity = _speaker(sentence, text, m.start(), SPEAKERS, before, None)
        kind = "side" if text.endswith("方面", 0, m.start()) else "announced"
        yield Cue(base + m.start(), base + m.end(), kind, m.group(), entity)
    for m in words["according"].finditer(text):
        entity = _behind(sentence, text, m.end())
        if entity or text.startswith(("介绍", "了解", "报道", "透露"), m.end()):
            end = text.find("，", m.end())
            yield Cue(base + m.start(), base + (end if end >= 0 else m.end()), "said", m.group(), entity)
    for m in words["paper"].finditer(text):
        owner = _owner(sentence, text, m.start())
        if owner:
            yield Cue(base + m.start(), base + m.end(), "data", m.group(), owner)
    for m in words["own_test"].finditer(text):
        owner = _owner(sentence, text, m.start()) or _maker(sentence, base + m.start(), firm)
        yield Cue(base + m.start(), base + m.end(), "data", m.group(), owner)
    for argument in sentence.arguments:
        if argument.type in SHOWING and not argument.anaphor and words["houses"].search(sentence.words(argument.span)):
            yield Cue(argument.span.start, argument.span.end, "data", "", argument.entity)
    for m in words["broker"].finditer(text):
        entity = _speaker(sentence, text, m.start(), frozenset({"Company", "Person"}), None, None)
        if entity:
            yield Cue(base + m.start(), base + m.end(), "broker", m.group(), entity)
    opening = sentence.arguments[0] if sentence.arguments else None
    if opening and (told := words["news"].match(text, opening.span.end - base)):
        yield Cue(opening.span.end, base + told.end(), "said", "消息", opening.entity)


def _speaker(
    sentence: Sentence, text: str, verb: int, types: frozenset[str], before: Sentence | None, last: str | None
) -> str | None:
    """Who is the subject of a verb of telling: in its clause, else in the clauses before it where it has none."""
    words, base = expressions(FILE), sentence.span.start
    index = sentence.clause_at(base + verb)
    start = max(sentence.clauses[index].start, base + verb - _NEAR)
    inside = _speakers(sentence, types, start, base + verb)
    if inside:
        if words["paper_alone"].search(text, start - base, inside[0].span.start - base):
            return last
        people = [a for a in inside if a.type == "Person"]
        houses = [a for a in inside if a.type != "Exchange"] or inside
        chosen = people[-1] if people else houses[0]
        between = text[chosen.span.end - base : verb]
        if words["citing"].search(text, chosen.span.end - base, verb + 2):
            return chosen.entity
        if words["unnamed"].search(between) and not words["voice"].search(between):
            return None
        return chosen.entity
    head = text[start - base : verb]
    if words["paper_alone"].search(head):
        return last
    if words["own_paper"].search(head) or words["unnamed"].search(head):
        return None
    if not words["filler"].match(head):
        return None
    for back in range(index - 1, max(-1, index - 1 - _BACK), -1):
        clause = sentence.clauses[back]
        named = _speakers(sentence, types, max(clause.start, clause.end - _NEAR), clause.end)
        if named:
            people = [a for a in named if a.type == "Person"]
            return (people[-1] if people else named[0]).entity
        if words["unnamed"].search(text, clause.start - base, clause.end - base):
            return None
    if index == 0 and before is not None:
        named = _speakers(before, types, max(before.span.start, before.span.end - 2 * _NEAR), before.span.end)
        people = [a for a in named if a.type == "Person"]
        return people[-1].entity if people else named[0].entity if named else None
    return None


def _speakers(sentence: Sentence, types: frozenset[str], start: int, end: int) -> list[Argument]:
    """Names in a document span, and what stands for them, that can be a subject: none behind a preposition."""
    words, base, text = expressions(FILE), sentence.span.start, sentence.text
    found: list[Argument] = []
    for argument in arguments_between(sentence, start, end):
        at = argument.span.start - base
        if argument.type not in types or (argument.anaphor and text.startswith("其", at)):
            continue
        near = max(0, at - 60)
        if argument.type != "MediaOutlet" and text.rfind("《", near, at) > text.rfind("》", near, at):
            continue
        if argument.type == "Person" and words["describing"].match(text, argument.span.end - base):
            continue
        if not words["oblique"].search(text[max(0, at - 5) : at]):
            found.append(argument)
    return found


def _behind(sentence: Sentence, text: str, at: int) -> str | None:
    """The source right behind 据: within a few characters, before the clause ends."""
    words, base = expressions(FILE), sentence.span.start
    near = [a for a in arguments_between(sentence, base + at, base + at + 60) if a.type in SHOWING]
    if not near or near[0].span.start > base + at + 8 or _BREAK.search(text, at, near[0].span.start - base):
        return None
    end = near[0].span.end - base
    stop = _BREAK.search(text, end, end + _NEAR)
    close = stop.start() if stop else min(len(text), end + _NEAR)
    if words["ruling"].search(text, end, close):
        return None
    people = [a for a in near if a.type == "Person" and end <= a.span.start - base < min(close, end + 12)]
    return (people[0] if people else near[0]).entity


def _owner(sentence: Sentence, text: str, at: int) -> str | None:
    """Whose paper it is: the house named before it in its clause."""
    base = sentence.span.start
    start = max(sentence.clauses[sentence.clause_at(base + at)].start, base + at - _NEAR)
    inside = [a for a in arguments_between(sentence, start, base + at) if a.type in SPEAKERS or a.type == "Benchmark"]
    if not inside:
        return None
    between = text[inside[-1].span.end - base : at]
    if len(between) > 14 or re.search(r"[于对比]", between) or "在" in between[:-1]:
        return None
    return inside[-1].entity


def _maker(sentence: Sentence, at: int, firm: str | None) -> str | None:
    """The firm named last before a document offset, else `firm`: whose official figures these are."""
    firms = [a for a in arguments_between(sentence, at - 4 * _NEAR, at) if a.type in _MAKERS]
    return firms[-1].entity if firms else firm
