"""When a relation of a Chinese text holds, as its own sentence tells it.

The date of its clause, else of the clauses before it, else of a later one that is told for it. What the sentences
around it add is `timetable.py`'s.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.extract.candidate import Candidate
from kg.extract.chinese.stance.words import arguments_between
from kg.extract.chinese.text import Sentence
from kg.extract.date_mention import DateMention
from kg.model import Precision, Span, When

#: What happens at a time; the rest holds as long as the text does not tell a change.
_EVENTS = frozenset({"released", "listedOn", "partnersWith", "acquires", "regulates", "founded"})
#: These keep "from then on"; of an event it is the day itself.
_LASTING = frozenset({"adopts", "supplies", "partnersWith"})
#: A run of years to come is the time of these.
_PROMISED = frozenset({"partnersWith", "supplies", "investsIn"})
#: Of the dates of a sentence so many on each side are weighed.
_MANY = 24
#: No farther, in characters, a clause or sentence without an end is read.
_REACH = 240


@cache
def words_of_time() -> dict[str, re.Pattern[str]]:
    """The expressions of `times.yaml`; those of a group by "group.name"."""
    told: dict[str, Any] = data_file.load(Path(__file__).with_suffix(".yaml"))
    found: dict[str, re.Pattern[str]] = {}
    for name, row in told.items():
        for inner, pattern in row.items() if isinstance(row, dict) else [("", row)]:
            found[f"{name}.{inner}" if inner else name] = re.compile(pattern)
    return found


def when_of(candidate: Candidate, sentence: Sentence, dates: Sequence[DateMention]) -> When | None:
    """The time that a sentence tells of a relation, among its `dates`; None where it tells none, or of a state."""
    if not dates or not timed(candidate, sentence):
        return None
    if len(dates) > _MANY:
        at = bisect_left(dates, candidate.trigger, key=lambda d: d.span.start)
        dates = dates[max(0, at - _MANY) : at + _MANY]
    fitting = [d for d in dates if fits(d, sentence, candidate.predicate)]
    if not fitting:
        return None
    chosen = _of_object(candidate, sentence, fitting) or _inside(candidate, sentence, candidate.trigger, fitting)
    if chosen is None and candidate.predicate not in {"founded", "investsIn"}:
        near = arguments_between(sentence, candidate.trigger - _REACH, candidate.trigger + _REACH)
        for end in (candidate.object, candidate.subject):
            for argument in near:
                if argument.entity == end and not argument.anaphor:
                    chosen = chosen or _inside(candidate, sentence, argument.span.start, fitting)
    if chosen is None:
        chosen = _around(candidate, sentence, sentence.clause_at(candidate.trigger), fitting)
    return _shaped(chosen, candidate.predicate, sentence) if chosen else None


def clause_near(sentence: Sentence, offset: int) -> Span:
    """The clause of a document offset; of one without an end, what is near."""
    clause = sentence.clauses[sentence.clause_at(offset)]
    start = max(clause.start, offset - _REACH)
    return Span(start, max(start, min(clause.end, offset + _REACH)))


def _of_object(candidate: Candidate, sentence: Sentence, dates: Sequence[DateMention]) -> DateMention | None:
    """The time in the clause of what is released, where that is not the trigger's: M100定在明年，M300要等2027年."""
    if candidate.predicate != "released":
        return None
    clause = clause_near(sentence, candidate.trigger)
    near = arguments_between(sentence, candidate.trigger - _REACH, candidate.trigger + _REACH)
    named = [a for a in near if a.entity == candidate.object and not a.anaphor]
    if not named or any(clause.start <= a.span.start < clause.end for a in named):
        return None
    return _inside(candidate, sentence, named[0].span.start, dates)


def _inside(candidate: Candidate, sentence: Sentence, at: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The last time before a place in its clause, else the first behind it there."""
    clause = clause_near(sentence, at)
    inside = [d for d in dates if clause.start <= d.span.start < clause.end]
    if candidate.predicate == "founded":
        inside = [d for d in inside if d.when.precision is not Precision.DAY or not _announced(sentence, at)]
    elif not clause.start <= candidate.trigger < clause.end:
        inside = [d for d in inside if not spoken(d, sentence)]
        if words_of_time()["foreign.other"].search(sentence.words(clause)):
            return None
    before = [d for d in inside if d.span.end <= at]
    after = [d for d in inside if d.span.end > at]
    return before[-1] if before else after[0] if after else None


def _announced(sentence: Sentence, at: int) -> bool:
    """True where the clause goes on to what a firm announces: 由李某创办的公司宣布."""
    clause = clause_near(sentence, at)
    return bool(
        words_of_time()["notice"].search(sentence.text, at - sentence.span.start, clause.end - sentence.span.start)
    )


def spoken(told: DateMention, sentence: Sentence) -> bool:
    """True for the day on which somebody said it: X14日报道，…"""
    clause = clause_near(sentence, told.span.start)
    return bool(words_of_time()["speaking"].search(sentence.words(clause)))


def timed(candidate: Candidate, sentence: Sentence) -> bool:
    """True where the words around the trigger tell what happens at a time."""
    words, at = words_of_time(), candidate.trigger - sentence.span.start
    text = sentence.text[max(0, at - _REACH) : at + _REACH]
    at = min(at, _REACH)
    if candidate.predicate == "holdsRole" and words["former"].search(text[max(0, at - 14) : at]):
        return bool(words["events.holdsRole"].match(text, at))
    if candidate.predicate in {"acquires", "subsidiaryOf"} and not words["later"].search(text, at):
        return not (words["planned"].search(text) and words["notice"].search(text))
    return _dated(candidate.predicate, text)


def holding(candidate: Candidate, sentence: Sentence) -> bool:
    """True where an investor is told of as one, not a deal."""
    clause = clause_near(sentence, candidate.trigger)
    return candidate.predicate == "investsIn" and bool(words_of_time()["holding"].search(sentence.words(clause)))


def _dated(predicate: str, text: str) -> bool:
    """True where a relation of this kind, told in these words, has a time at all."""
    if predicate in _EVENTS:
        return True
    told = words_of_time().get(f"events.{predicate}")
    return bool(told and told.search(text))


def fits(told: DateMention, sentence: Sentence, predicate: str) -> bool:
    """True for a time of what is told, not of the report or of a count."""
    text, base = sentence.text, sentence.span.start
    if told.role == "through" and predicate not in _PROMISED:
        return False
    if words_of_time()["dateline"].match(text, told.span.end - base):
        return False
    return not words_of_time()["counted"].search(text[max(0, told.span.start - base - 8) : told.span.start - base])


def _around(candidate: Candidate, sentence: Sentence, here: int, dates: Sequence[DateMention]) -> DateMention | None:
    """The time of an earlier clause that holds for the rest, or of a later one that is told for it."""
    words = words_of_time()
    foreign = words["foreign.founded" if candidate.predicate == "founded" else "foreign.other"]
    clause = clause_near(sentence, candidate.trigger)
    if candidate.predicate == "founded" and _announced(sentence, candidate.trigger):
        return None
    held = holding(candidate, sentence)
    earlier = candidate.predicate != "founded" and words["earlier"].search(sentence.words(clause))
    for told in reversed([d for d in dates if d.span.end <= clause.start]):
        its = clause_near(sentence, told.span.start)
        alone = len(sentence.words(its)) <= told.span.end - told.span.start + 2
        if held and not (alone and sentence.clause_at(told.span.start) == here - 1):
            continue
        if (alone or not earlier) and not foreign.search(sentence.words(its)) and not spoken(told, sentence):
            return told
    for told in (d for d in dates if d.span.start >= clause.end and not held):
        index = sentence.clause_at(told.span.start)
        if index - here <= 2 and words["later"].match(
            sentence.text, sentence.clauses[index].start - sentence.span.start
        ):
            return told
    return None


def _shaped(told: DateMention, predicate: str, sentence: Sentence) -> When:
    """From then on for what lasts, the plain time for what happens."""
    text = told.when.text
    if predicate not in _LASTING:
        return When.parse(text[:-1]) if text.endswith("/") else told.when
    if words_of_time()["begun"].search(sentence.text, told.span.end - sentence.span.start):
        return When.parse(text[:-1]) if text.endswith("/") else told.when
    begins = sentence.text.startswith("起", told.span.end - sentence.span.start)
    if begins and "/" not in text and told.when.precision is not Precision.DAY:
        return When.parse(f"{text}/")
    return told.when
