"""Whose number it is: the owner of the topic's words, the subject of the clause, or whom the text has been about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.english.figures.masked import AmountPiece, Masked, NamePiece
from kg.extract.english.figures.memory import GIVER_AFTER, GIVER_BEFORE, Memory
from kg.extract.english.figures.ownership import compared, governors_of, judges, owns_another, source, surface, syntax
from kg.extract.english.figures.unnamed import of_nobody, unnamed_subject, within
from kg.extract.english.parse import Argument, Sentence

#: Costs and bounds of the score by which names compete; a name straight before a number with its verb has about 80.
_SOURCE, _SURE, _GIVER, _NEVER, _OTHER_TYPE, _STAND_IN = 80.0, 60.0, 60.0, 1000.0, 6.0, 10.0
_NOBODY_BELOW, _LEAST, _LATE_BELOW = 45.0, -30.0, 12.0


@dataclass(frozen=True, slots=True)
class Question:
    """What a subject is looked for: the number and the place range of its topic's words, in a sentence.

    `types` are the types that fit, the likeliest first. `givers`: those who give money (investors) are no subjects;
    `brokers`: those who judge shares are none.
    """

    view: Masked
    sentence: Sentence
    index: int
    piece: AmountPiece
    cue: tuple[int, int] | None
    types: Sequence[str]
    givers: bool = False
    brokers: bool = False


def find_subject(asked: Question, memory: Memory) -> Argument | None:
    """The subject of a number, or None where nobody fits."""
    if tuple(asked.types) == ("AIModel",):
        owned = _by_maker(asked, memory)
        if owned is not None:
            return owned
    governors = governors_of(asked.sentence, asked.piece)
    names = [p for p in asked.view.names if p.argument.type in asked.types]
    scored = [(_score(asked, name, governors, memory), -order, name.argument) for order, name in enumerate(names)]
    score, _, best = max(scored, default=(_LEAST, 0, None), key=lambda s: s[:2])
    types = asked.types
    unnamed = None if asked.brokers else unnamed_subject(asked.sentence, asked.view, asked.cue, governors)
    if unnamed is not None:
        if unnamed.type in types and memory.antecedent(asked.index, (unnamed.type,)) is not None:
            types = (unnamed.type,)
        inner = within(asked.sentence, asked.types, unnamed.token) if unnamed.token is not None else None
        stand_in = inner or memory.antecedent(asked.index, types, givers=asked.givers)
        if stand_in is not None and (best is None or score < unnamed.strength):
            return stand_in
    if best is not None and score < _NOBODY_BELOW and of_nobody(asked.sentence, governors):
        return None
    before = memory.antecedent(asked.index, types, givers=asked.givers, brokers=asked.brokers)
    if best is None or score <= _LEAST:
        return before
    topic = memory.lead_in(asked.index) if asked.givers else frozenset()
    if before is not None and before.entity in topic and _gives(asked, best):
        return before  # "Moonshot AI. In February Alibaba led a round of $1 billion"
    late = best.span.start >= asked.piece.span.end and score < _LATE_BELOW
    return before if late and before and asked.index and asked.sentence.block.kind != "title" else best


def _gives(asked: Question, argument: Argument) -> bool:
    """True for one who puts money in: "led by X", "X joined"."""
    name, text = asked.view.piece_of(argument), asked.view.text
    return name is not None and bool(GIVER_BEFORE.search(text[: name.start]) or GIVER_AFTER.match(text[name.end :]))


def _score(asked: Question, name: NamePiece, governors: list[int], memory: Memory) -> float:
    view, argument = asked.view, name.argument
    score = surface(view, name, asked.piece, asked.cue) + syntax(asked.sentence, argument, governors)
    score -= _STAND_IN if argument.anaphor else 0.0
    score -= source(view, asked.sentence, name)
    if argument.entity in memory.sources and score < _SURE:
        score -= _SOURCE
    score -= _OTHER_TYPE * asked.types.index(argument.type)
    score -= owns_another(view, name, asked.types)
    score -= compared(view, name, asked.piece)
    if asked.givers and _gives(asked, argument):
        score -= _GIVER
    if asked.brokers and (argument.entity in memory.sources or judges(view, asked.sentence, name)):
        score -= _NEVER
    return score


_MAKER_GAP = re.compile(r"(?:'s|')?(?:,|:| with| at)* ?(?:about |some |around |roughly )?")


def _by_maker(asked: Question, memory: Memory) -> Argument | None:
    """The model of a firm that stands straight before the number: "DeepSeek's 671 billion"."""
    maker = asked.view.last_name(asked.piece.start)
    if maker is None or maker.argument.type != "Company":
        return None
    if not _MAKER_GAP.fullmatch(asked.view.text[maker.end : asked.piece.start]):
        return None
    return memory.model_of(maker.argument.entity)
