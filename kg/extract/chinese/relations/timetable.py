"""The times of a Chinese document, for relations whose own sentence may tell none.

What 同日, 会上 and 次日 refer to, the same two told elsewhere with a date, the head of the paragraph, the line before a
list, the year in which a firm was set up.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from functools import cache, cached_property

from kg.extract import frameset
from kg.extract.candidate import Candidate
from kg.extract.chinese.dates import find_dates
from kg.extract.chinese.numerals import value_of
from kg.extract.chinese.relations.times import clause_near, fits, holding, spoken, timed, when_of, words_of_time
from kg.extract.chinese.text import Sentence
from kg.extract.date_mention import DateMention
from kg.model import Document, Precision, When

#: A time is told of each of these in the paragraph or list that follows it.
_GOVERNED = frozenset({"released", "listedOn", "partnersWith", "investsIn", "acquires", "regulates"})
_FINE = frozenset({Precision.DAY, Precision.MONTH, Precision.INTERVAL})
#: So many sentences back a paragraph's time is looked for, a day, and the line before a list.
_BACK, _DAYS, _LIST = 3, 12, 16
#: These are not set up by anybody.
_UNFOUNDED = frozenset({"Person", "Place", "MediaOutlet", "Event"})
#: A firm stands no farther behind 成立于, in characters.
_BEHIND = 24


@cache
def _triggers(predicate: str) -> re.Pattern[str]:
    """The words of two characters and more that speak of a predicate."""
    words = sorted(w for w, kinds in frameset.triggers("zh").items() if predicate in kinds and len(w) > 1)
    return re.compile("|".join(re.escape(w) for w in words) or r"(?!)")


class Timetable:
    """The times of one document, by sentence; read when first asked for. `plain` is its text in simplified script."""

    def __init__(self, document: Document, plain: str, sentences: Sequence[Sentence]) -> None:
        self._document = document
        self._sentences = sentences
        self._plain = plain
        self._dates: list[list[DateMention]] = []

    def of(self, candidate: Candidate) -> When | None:
        """The time of a relation; None where the text tells none."""
        sentence = self._sentences[candidate.sentence]
        found = when_of(candidate, sentence, self.dates(candidate.sentence))
        if found is not None:
            return found
        if candidate.predicate == "founded":
            return self._founding.get(str(candidate.object))
        if not timed(candidate, sentence) or holding(candidate, sentence):
            return None
        found = (
            self._referred(candidate, sentence) or self._elsewhere(candidate) or self._governing(candidate, sentence)
        )
        if found is None and candidate.predicate == "listedOn" and words_of_time()["first_day"].search(sentence.text):
            return self._document.published
        return found

    def dates(self, index: int) -> list[DateMention]:
        """The times told in a sentence, in order; 当日 is the day told before it where there is one."""
        for i in range(len(self._dates), index + 1):
            sentence = self._sentences[i]
            names = [a.span for a in sentence.arguments if not a.anaphor]
            kept: list[DateMention] = []
            for told in find_dates(self._plain, sentence.span, self._document.published, names):
                day: When | None = None
                if self._plain[told.span.start : told.span.end] in {"当日", "当天"}:
                    days = [d.when for d in kept if d.when.precision is Precision.DAY]
                    day = days[-1] if days else self._day_before(i)
                kept.append(DateMention(told.span, day, told.role) if day else told)
            self._dates.append(kept)
        return self._dates[index]

    def _day_before(self, index: int) -> When | None:
        """The last day, not one to come, told before a sentence: in its block, else in the blocks before."""
        for back in range(index - 1, max(-1, index - _DAYS), -1):
            days = [d.when for d in self.dates(back) if d.when.precision is Precision.DAY and not self._ahead(d.when)]
            if days:
                return days[-1]
        return None

    def _ahead(self, when: When) -> bool:
        published = self._document.published
        return published is not None and when.start > published.end

    def _referred(self, candidate: Candidate, sentence: Sentence) -> When | None:
        """What 同日, 会上 and 次日 refer to."""
        words = words_of_time()
        at = candidate.trigger - sentence.span.start
        head = sentence.text[max(0, at - 120) : at + 8]
        later = words["afterwards"].search(head)
        if later and (day := self._day_before(candidate.sentence)):
            count = int(later["n"]) if later["n"].isdigit() else value_of(later["n"]) or 0
            return When.day(day.start + timedelta(days=count * (7 if later["k"] == "周" else 1)))
        if words["next_day"].search(head) and (day := self._day_before(candidate.sentence)):
            return When.day(day.start + timedelta(days=1))
        return self._day_before(candidate.sentence) if words["same_day"].search(head) else None

    def _governing(self, candidate: Candidate, sentence: Sentence) -> When | None:
        """The time at the head of the paragraph, or of the line before a list."""
        if candidate.predicate == "outperforms":
            return self._listed(sentence)
        if candidate.predicate not in _GOVERNED and candidate.predicate != "holdsRole":
            return None
        words = words_of_time()
        if words["earlier"].search(sentence.words(clause_near(sentence, candidate.trigger))):
            return None
        for back in range(candidate.sentence - 1, max(-1, candidate.sentence - 1 - _BACK), -1):
            other = self._sentences[back]
            if other.block != sentence.block:
                break
            if words["same_day"].search(other.text[:12]) and (day := self._day_before(back)):
                return day
            told = [d for d in self.dates(back) if d.when.precision in _FINE and d.role == "at" and fits(d, other, "")]
            told = [d for d in told if not spoken(d, other) and not self._ahead(d.when)]
            if told and not words["long_ago"].search(other.text):
                days = [d for d in told if d.when.precision is Precision.DAY]
                return None if words["foreign.other"].search(other.text) else (days or told)[0].when
        return self._listed(sentence)

    def _listed(self, sentence: Sentence) -> When | None:
        """The time of the block before a list, or of a heading that tells from when to when."""
        above: list[DateMention] = []
        for back in range(sentence.index - 1, max(-1, sentence.index - _LIST), -1):
            other = self._sentences[back]
            if other.block == sentence.block:
                continue
            told = [d for d in self.dates(back) if d.when.precision in _FINE and fits(d, other, "")]
            if other.text.endswith(("：", ":")):
                above = told
                for more in range(back - 1, max(-1, back - 4), -1):
                    if self._sentences[more].block == other.block and not above:
                        above = [d for d in self.dates(more) if d.when.precision in _FINE]
                return above[0].when if above else None
            spans = [d.when for d in told if d.when.precision is Precision.INTERVAL]
            if other.block.kind in {"heading", "title"} and spans:
                return spans[-1]
            if other.text.endswith("。") and other.block.kind == "text":
                return None
        return None

    def _elsewhere(self, candidate: Candidate) -> When | None:
        """The same two told in another sentence with a date."""
        if candidate.predicate not in _GOVERNED:
            return None
        ends = {candidate.subject, candidate.object}
        if candidate.predicate == "investsIn":
            ends = {candidate.object}
        found: When | None = None
        for index in self._naming.get(str(candidate.object), ()):
            sentence = self._sentences[index]
            if index == candidate.sentence or (len(ends) > 1 and index not in self._naming.get(candidate.subject, ())):
                continue
            dates = self.dates(index)
            if not dates:
                continue
            word = _triggers(candidate.predicate).search(sentence.text)
            if word is None:
                continue
            other = Candidate(
                candidate.predicate, candidate.subject, candidate.object, sentence.index,
                sentence.span.start + word.start(), sentence.span, candidate.rule,
            )  # fmt: skip
            found = when_of(other, sentence, dates)
            if found:
                return found
        return None

    @cached_property
    def _naming(self) -> dict[str, dict[int, None]]:
        """Entity → the sentences that name it, in order."""
        found: dict[str, dict[int, None]] = {}
        for sentence in self._sentences:
            for argument in sentence.arguments:
                found.setdefault(argument.entity, {})[sentence.index] = None
        return found

    @cached_property
    def _founding(self) -> dict[str, When]:
        """Organisation → when it was set up, wherever the text says so."""
        found: dict[str, When] = {}
        word = words_of_time()["founding"]
        for sentence in self._sentences:
            dates = self.dates(sentence.index)
            named = [a for a in sentence.arguments if a.type not in _UNFOUNDED]
            if not dates or not named:
                continue
            for m in word.finditer(sentence.text):
                at = sentence.span.start + m.start()
                clause = clause_near(sentence, at)
                told = [d.when for d in dates if clause.start <= d.span.start < clause.end]
                firms = [a for a in named if a.span.start <= at + _BEHIND]
                if told and firms:
                    start = clause.start
                    near = min(firms, key=lambda a: (a.span.start < start, abs(a.span.start - start)))
                    text = told[0].text
                    found.setdefault(near.entity, When.parse(text[:-1]) if text.endswith("/") else told[0])
        return found
