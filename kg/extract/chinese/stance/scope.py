"""How far the words of stance reach in one Chinese sentence.

Each word of `modality.yaml` opens a stretch: hearsay all that follows, a plan or guess the rest of its clause and the
clauses that go on from it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache

from kg.extract.chinese.stance.words import expressions, masked
from kg.extract.chinese.text import Sentence
from kg.model import Modality, Span

FILE = "modality.yaml"
#: So far, in characters, a word reaches in a clause without an end.
_REACH = 240
#: So many clauses back one may go on from.
_BACK = 3
_FIGURE = re.compile(r"[-+±$¥€£]?\d|[零一二两三四五六七八九十百千万亿]+")
#: A noun behind it that leaves open whether it is so: 收购X的传闻.
_OPEN_NOUN = re.compile(r"[^，。；：]{0,24}?(?:的(?:可能|传闻|传言|消息|意向|猜测|说法)|可期|在望|在即)")
#: What is told of a name in passing.
_PASSING = frozenset({"developed", "subsidiaryOf", "versionOf", "basedIn", "holdsRole"})
_HEAD = re.compile(r"[^，。；：@的]{1,4}的(?=[^，。；：）” ])")
_AFTER = re.compile(r"(?:之?后|以来|之际|前夕|当日|当天|时)$")
_PRICE = re.compile(r"目标价[^，。；]{0,12}$")


class Scope:
    """One sentence, in simplified script with its names masked, and the places of its words of stance."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.text = masked(sentence)
        self.words = expressions(FILE)
        base = sentence.span.start
        self._clauses = [Span(c.start - base, c.end - base) for c in sentence.clauses] or [Span(0, len(self.text))]
        #: Where hearsay begins and where its word ends.
        self.hearsay = [m.span() for m in self.words["hearsay"].finditer(self.text)]
        found = [(m.start(), m.end(), Modality.PLANNED) for m in self.words["planned"].finditer(self.text)]
        found += [(m.start(), m.end(), Modality.SPECULATED) for m in self.words["speculated"].finditer(self.text)]
        self._cues = sorted(found, key=lambda cue: cue[:2])
        self._starts = [cue[0] for cue in self._cues]

    def clause(self, at: int) -> Span:
        """The clause that holds a place; of one without an end, what is near."""
        clause = self._clauses[self._index(at)]
        return Span(max(clause.start, at - _REACH), max(at, min(clause.end, at + _REACH)))

    def _index(self, at: int) -> int:
        return self.sentence.clause_at(self.sentence.span.start + at)

    def figure(self, at: int) -> bool:
        """True where a number stands."""
        return bool(_FIGURE.match(self.text, at))

    def done(self, at: int) -> bool:
        """True where the clause says that it has happened."""
        return bool(re.search("已|曾|刚", self.text[self.clause(at).start : at]))

    def standing(self, at: int, predicate: str = "") -> bool:
        """True where the word tells of a name in passing: an owner, an office, a relative clause."""
        if self.figure(at):
            return False
        clause = self.clause(at)
        if predicate in _PASSING:
            becoming = self.words["becoming"].search(self.text, clause.start, min(at + 2, clause.end))
            if not becoming:
                return True
        return bool(self.words["standing"].match(self.text, at) or _HEAD.match(self.text, at))

    def open(self, at: int, standing: bool, hearsay: bool) -> Modality | None:
        """SPECULATED or PLANNED by the words before a place and the turn of its clause; None where it is a fact.

        `standing` is what `standing` says of it; `hearsay` tells that the sentence goes on with hearsay before it.
        """
        clause = self.clause(at)
        given = self._presupposed(at)
        if not standing and not given and (hearsay or (self.hearsay and self.hearsay[0][1] <= at)):
            return Modality.SPECULATED
        if not standing and self._pending(at, clause):
            return Modality.PLANNED
        if _OPEN_NOUN.match(self.text, at, clause.end):
            return Modality.SPECULATED
        direct = self._direct(at, clause, standing)
        if direct is not None or standing or given:
            return direct
        behind = self.words["undecided"].search(self.text, at, clause.end)
        if behind:
            out = behind.group()[0] in "未不" and "必" not in behind.group()
            return Modality.DENIED if out else Modality.SPECULATED
        if self.text.endswith(("？", "?")) and self.words["question"].search(self.text, clause.start):
            return Modality.SPECULATED
        return self._carried(at)

    def _pending(self, at: int, clause: Span) -> bool:
        """True for a filing to list, a bidder chosen, a deal not yet closed."""
        words, here = self.words, self.text[clause.start : clause.end]
        if words["filing_word"].match(self.text, at) and words["filing"].search(here):
            return not words["listed"].search(here)
        if words["candidate"].search(here):
            return True
        return bool(words["deal"].match(self.text, at) and words["unclosed"].search(self.text, 0, at + _REACH))

    def _direct(self, at: int, clause: Span, standing: bool) -> Modality | None:
        """By a word before it in its clause."""
        found: Modality | None = None
        first, last = bisect_left(self._starts, clause.start), bisect_right(self._starts, at)
        for _, end, kind in self._cues[first:last]:
            if end > at + 2:
                continue
            if standing and end < at and not self.words["becoming"].search(self.text, end, at):
                continue
            if found is None or kind is Modality.SPECULATED:
                found = kind
        if found is Modality.PLANNED and self.words["talks"].search(self.text, max(0, at - _REACH), clause.start):
            return Modality.SPECULATED
        if found is None and not standing and self.words["ahead"].search(self.text, clause.start, at):
            found = Modality.PLANNED
        return self._forecast(found, at, clause) if found else None

    def _forecast(self, kind: Modality, at: int, clause: Span) -> Modality:
        """A target or plan for a figure is a forecast, except for money that is promised."""
        if kind is not Modality.PLANNED or not self.figure(at):
            return kind
        pledged = self.words["pledged"].search(self.text, max(0, clause.start - 12), at)
        return kind if pledged else Modality.SPECULATED

    def _presupposed(self, at: int) -> bool:
        """True in a clause of time: 推出R1后."""
        clause = self._clauses[self._index(at)]
        last = self.text[max(clause.start, clause.end - 4) : clause.end]
        return clause.end < len(self.text) and bool(_AFTER.search(last))

    def _carried(self, at: int) -> Modality | None:
        """What the clauses before it leave open, as long as each goes on from the last."""
        figure = self.figure(at)
        if figure and _PRICE.search(self.text[max(0, at - 16) : at]):
            return None
        index = self._index(at)
        for back in range(index, max(-1, index - _BACK - 1), -1):
            clause = self.clause(at) if back == index else self._clauses[back]
            end = min(at + 8, clause.end) if back == index else clause.end
            if back < index and (kind := self._opened(clause)):
                return self._forecast(kind, at, clause)
            if self.words["fact"].search(self.text, clause.start, end):
                return None
            if not (figure or self.words["going_on"].match(self.text, clause.start) or self._guessed(clause)):
                return None
        return None

    def _opened(self, clause: Span) -> Modality | None:
        last = bisect_left(self._starts, clause.end) - 1
        return self._cues[last][2] if last >= 0 and self._starts[last] >= clause.start else None

    def _guessed(self, clause: Span) -> bool:
        """True where a verb of guessing stands right before the clause and governs it whole."""
        return bool(self.words["guessing"].search(self.text[max(0, clause.start - 5) : clause.start]))


@lru_cache(maxsize=256)
def scope_of(sentence: Sentence) -> Scope:
    """The scope of a sentence, kept for a while: several statements ask for the same one."""
    return Scope(sentence)
