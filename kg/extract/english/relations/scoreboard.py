"""Which of two is better by the scores that a text tells of them: "X got 44.9 on AIME, Y 41.7"; "first, X; second, Y".

Scores are read in a sentence and kept for the next sentences of its block, until another test is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.english.parse import Argument, Sentence
from kg.extract.kinds import THINGS

#: A sentence (or the one before) must speak of a test, and of no quantity that is better when smaller.
_TEST = re.compile(
    r"\b(?:scor(?:e[sd]?|ing)|points?|bench|arena|elo|leaderboard|rank(?:s|ed|ing)?|exam|marks?|test(?:s|ed)?|accuracy"
    r"|pass rate|solv(?:e[sd]?|ing)|t(?:era)?flops|petaflops|pflops|[gt]b/s|bandwidth|index|tasks|tickets|questions"
    r"|win rate|gold|silver|per ?cent|league|suite|task|place|podium|out of)\b|%|bench\b|\d/1?0+\b",
    re.IGNORECASE,
)
_LESS = re.compile(
    r"\b(?:latency|milliseconds?|seconds?|hours?|minutes|errors?|error rates?|hallucinat\w+|cheaper|pric(?:e[sd]?|ing)"
    r"|costs?"
    r"|yuan|dollars?|watts?|loss|perplexity|refus\w+|parameters|active|market share|shipments?|users|downloads|revenue"
    r"|shares?|growth|WER|CER|days|weeks|grams|kg|faults|mistakes|failures|tokens a)\b|[$€£¥]",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?<![\w.$€£¥/,-])(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?!\d)(?P<unit>%| ?per ?cent\b| ?points?\b|/1?0+| out of \d+"
    r"| ?(?:TFLOPS|teraflops|tickets|tasks|problems|questions|marks)\b)?"
    r"(?!\s?(?:[a-z]+ (?=tokens))?(?:billion|million|bn|m\b|b\b|k\b|trillion|parameters|tokens|users|yuan|dollars"
    r"|years?|months?|weeks?|days?|hours?|"
    r"minutes?|seconds?|ms\b|GB\b|times|x\b|nm\b|cards|chips|GPUs|people|of them|languages|-|:\d|st\b|nd\b|rd\b|th\b|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|places?\b|ahead|behind|"
    r"points? (?:ahead|behind|above|below|clear|more|better|short|lower|higher)))",
    re.IGNORECASE,
)
_RANKS = {
    w: n
    for n, words in enumerate(
        (
            "first gold 1st winner",
            "second silver 2nd runner-up",
            "third bronze 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ),
        1,
    )
    for w in words.split()
}
_RANK = re.compile(
    r"\b(?:" + "|".join(sorted(_RANKS, key=len, reverse=True)) + r")\b(?! (?:time|half|quarter|of \w+,))", re.I
)
#: Of the name that follows: "71.4 for Y".
_AFTER = re.compile(r"^ ?,? ?\(?(?:for|from|by|of|to) (?:[\w'-]+ ){0,3}?(?=[\ue000-\uf8ff])")
#: Between a name and its score stand few words and no other name.
_BETWEEN = re.compile(r"^(?:'s)?[^.;\ue000-\uf8ff]{0,60}$")
#: Words that bring in the one that is measured against, and those that add another one.
_AGAINST = re.compile(
    r"\b(?:against|ahead of|compared|over|above|versus|vs|than|past|to|behind|below|left|beating)\b", re.I
)
_MORE = re.compile(r"^\)?[,;]? ?(?:and|or)\b", re.I)
#: How far apart two values of one test may lie.
_SPREAD = 4.0
_MOST = 8
#: So many sentences back a score is still compared.
_REACH = 2
#: So long a row of a list may be.
_ROW = 60


@dataclass(frozen=True)
class Score:
    """A value told of one argument; ranks are negative, so that more is always better.

    `other` is true of one that another is measured against: "against 71.4 for Y and 69.9 for Z" compares no Y and Z.
    """

    argument: Argument
    value: float
    rank: bool
    token: int
    other: bool = False


def compared(sentences: Sequence[Sentence], index: int) -> Iterator[tuple[Argument, Argument, int]]:
    """Better, worse, and the token that tells it: in a sentence, or in it and one before on the same test."""
    sentence = sentences[index]
    here = scores(sentence)
    if not here:
        return
    before: list[Score] = []
    told = _told_of_test(sentence)
    for earlier in reversed(sentences[max(0, index - _REACH) : index]):
        if _tests(sentence) - _tests(earlier) or not _goes_on(earlier, sentence):
            break
        before = before or scores(earlier)
        told = told or bool(before and _told_of_test(earlier))
    if not told and len(here) + len(before) <= 2:
        return
    for i, one in enumerate(here):
        for other in (*here[i + 1 :], *before):
            if one.rank != other.rank or one.argument.type != other.argument.type:
                continue
            if one.other and other.other:
                continue
            if one.argument.entity == other.argument.entity or one.value == other.value:
                continue
            best, worst = (one, other) if one.value > other.value else (other, one)
            if one.rank or best.value <= _SPREAD * worst.value:
                yield best.argument, worst.argument, one.token


def _goes_on(earlier: Sentence, sentence: Sentence) -> bool:
    """True for sentences of one block, and for the rows of one list."""
    if earlier.block == sentence.block:
        return True
    return earlier.block.kind == sentence.block.kind and max(len(earlier.text), len(sentence.text)) <= _ROW


def scores(sentence: Sentence) -> list[Score]:
    """The scores of a sentence, one for each argument: the first told of it."""
    named = [a for a in sentence.arguments if a.type in THINGS]
    if not named or _LESS.search(sentence.text):
        return []
    start = sentence.span.start
    text = list(sentence.text)
    at: dict[int, Argument] = {}
    for argument in sentence.arguments:
        a, b = argument.span.start - start, argument.span.end - start
        text[a:b] = "\ue000" + "\ue001" * (b - a - 1) if argument.type in THINGS else "x" * (b - a)
        if argument.type in THINGS:
            at[a] = argument
    plain = "".join(text).replace("\ue001", "")
    # Offsets of the shortened text: where each marker stands, and the way back to the sentence.
    back = [i for i, c in enumerate(text) if c != "\ue001"]
    markers = [(i, at[back[i]]) for i, c in enumerate(plain) if c == "\ue000" and back[i] in at]
    found: dict[str, Score] = {}
    taken: set[int] = set()
    last, other = 0, False
    for number in _NUMBER.finditer(plain):
        value = float(number[1].replace(",", "") + (number[2] or ""))
        if not number["unit"] and not number[2] and (value < 5 or 1990 <= value <= 2035):
            continue
        told = _whose(plain, number.start(), number.end(), markers, taken)
        if told is not None and told.entity not in found:
            between = plain[last : number.end()]
            other = bool(_AGAINST.search(between)) or (other and bool(_MORE.match(between)))
            found[told.entity] = Score(told, value, False, sentence.token_at(start + back[number.start()]), other)
            last = max(number.end(), 1 + next(i for i, a in markers if a is told))
    if len(found) < 2:
        ranked: dict[str, Score] = {}
        taken = set()
        for word in _RANK.finditer(plain):
            told = _whose(plain, word.start(), word.end(), markers, taken, after=True)
            if told is not None and told.entity not in ranked:
                rank = -float(_RANKS[word.group().lower()])
                ranked[told.entity] = Score(told, rank, True, sentence.token_at(start + back[word.start()]))
        if len(ranked) > len(found):
            return list(ranked.values())[:_MOST]
    return list(found.values())[:_MOST]


def _whose(
    text: str, start: int, end: int, markers: Sequence[tuple[int, Argument]], taken: set[int], after: bool = False
) -> Argument | None:
    """The argument that a number belongs to: the one after "for", else the last one before it that has none yet."""
    following = next((m for m in markers if m[0] >= end), None)
    if following and following[0] not in taken and (_AFTER.match(text[end:]) or (after and following[0] - end <= 3)):
        taken.add(following[0])
        return following[1]
    previous = [m for m in markers if m[0] < start]
    if not previous or previous[-1][0] in taken or not _BETWEEN.match(text[previous[-1][0] + 1 : start]):
        return None
    taken.add(previous[-1][0])
    return previous[-1][1]


def _tests(sentence: Sentence) -> set[str]:
    return {a.entity for a in sentence.arguments if a.type == "Benchmark"}


def _told_of_test(sentence: Sentence) -> bool:
    return bool(_tests(sentence)) or bool(_TEST.search(sentence.text))
