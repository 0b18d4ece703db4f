"""Observations of a Chinese document: a subject, a metric, a value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.chinese.figures.cues import NAME, Cue, find_cues
from kg.extract.chinese.figures.line import Line, Read, Topic
from kg.extract.chinese.figures.lists import runs_of, shared_out
from kg.extract.chinese.figures.metrics import Frame, FrameSet
from kg.extract.chinese.figures.numbers import find_amounts
from kg.extract.chinese.figures.places import Home
from kg.extract.chinese.figures.prices import Prices, priced_alike
from kg.extract.chinese.figures.readings import superseded, topic_of
from kg.extract.chinese.figures.scores import Scores
from kg.extract.chinese.figures.settling import settled
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.figures.times import Times
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.quantities import TIMES, Amount, plain
from kg.extract.segment import Block
from kg.model import Document, Entity, When

#: A longer line is none of a list.
_LINE = 60
#: Before a price that an investor pays for a share.
_AT_PRICE = re.compile(r"[以按](?:约|近|逾|超)?$")
_INVESTS = re.compile(r"[^。；]{0,30}?(?:认购|投资|入股|参投|注资|换取|收购)")


def extract_observations(
    document: Document,
    plain_text: str,
    sentences: Sequence[Sentence],
    entities: Mapping[str, Entity],
    frames: FrameSet,
) -> list[Candidate]:
    """What the numbers of a document say, in reading order.

    `plain_text` is the document's text in simplified script, of the same length; sentences have their arguments;
    `frames` are those of `metrics.load`.
    """
    reader = _Reader(document, plain_text, sentences, entities, frames)
    found: list[Candidate] = []
    for sentence in sentences:
        found += reader.read(sentence)
    return settled(priced_alike(found), sentences)


class _Reader:
    """Reads one document, sentence by sentence, and keeps in mind what it has read."""

    def __init__(
        self,
        document: Document,
        plain_text: str,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        frames: FrameSet,
    ) -> None:
        self._document = document
        self._masked = _without_names(plain_text, sentences)
        self._sentences = sentences
        self._frames = frames
        self._subjects = Subjects(sentences, entities)
        self._times = Times(document, plain_text, sentences)
        self._prices = Prices(document, self._subjects, self._times, entities)
        self._scores = Scores(document, self._subjects, self._times, entities, sentences)
        self._home = Home(document, plain_text)
        self._reads: list[Read] = []
        self._heading: Frame | None = None
        self._block: Block | None = None

    def read(self, sentence: Sentence) -> list[Candidate]:
        """The figures of one sentence."""
        skip = [d.span for d in self._times.of(sentence.index)]
        amounts = find_amounts(self._masked, sentence.span, skip)
        prices, amounts = self._prices.read(sentence, amounts)
        scores, amounts = self._scores.read(sentence, amounts) if amounts else ([], amounts)
        if not amounts:
            self._head(sentence, find_cues(sentence.masked(NAME), "", self._frames))
            return prices + scores
        line = Line(sentence, self._nearby(sentence), amounts, self._frames, self._subjects, self._heading)
        self._head(sentence, line.cues)
        found: list[Candidate] = []
        taken: set[int] = set()
        runs = runs_of(line)
        for amount in amounts:
            run = runs.get(amount.span.start)
            for share in shared_out(line, run, self._subjects, self._times, self._reads) if run else ():
                taken.add(share.amount.span.start)
                found += self._candidates(line, share.amount, share.topic, share.subject, share.when)
            if amount.span.start in taken or amount.bound == "high" or superseded(line, amount):
                continue
            topic = topic_of(line, amount, self._reads)
            if topic is not None:
                found += self._candidates(line, amount, topic)
        found.sort(key=lambda c: c.trigger)
        return prices + scores + found

    def _head(self, sentence: Sentence, cues: Sequence[Cue]) -> None:
        """Keeps the topic of a heading, or of words that end in a colon, for the lines of the list behind it."""
        if sentence.block.kind in ("title", "heading") or sentence.text.rstrip()[-1:] in ("：", ":"):
            giving = [c.frame for c in cues if "count" in c.frame.gives and not c.weak]
            self._heading = giving[-1] if giving else self._heading
        elif sentence.block != self._block:
            self._heading = self._heading if len(sentence.text) < _LINE else None
        self._block = sentence.block

    def _nearby(self, sentence: Sentence) -> str:
        """A sentence with the one before it in its block."""
        before = self._sentences[sentence.index - 1] if sentence.index else None
        same = before is not None and before.block == sentence.block
        return (before.text if before is not None and same else "") + sentence.text

    def _candidates(
        self, line: Line, amount: Amount, topic: Topic, subject: Argument | None = None, when: When | None = None
    ) -> list[Candidate]:
        """A number with its topic as observations, one for each name that it is told of."""
        sentence, frame = line.sentence, topic.frame
        kind = line.kind_of(amount)
        kind = kind if kind in frame.gives else "money"
        value = _value(line, amount, topic, kind)
        if value is None:
            return []
        metric = frame.gives[kind]
        found: list[Candidate] = []
        for holder in self._holders(sentence, amount, topic, metric, subject):
            told = frame.by_type.get(holder.type, metric)
            unit = "percent" if kind == "percent" else frame.unit if kind == "count" else ""
            unit = unit or self._home.currency(sentence, amount, told)
            before = self._reads[-1].when if topic.carried and topic.subject and self._reads else None
            time = when or self._times.when(sentence, amount.span, frame.time, before)
            found.append(
                Candidate(
                    told,
                    holder.entity,
                    amount.quantity(self._document.text, unit, plain(value)),
                    sentence.index,
                    amount.span.start,
                    sentence.span,
                    f"zh.{frame.name}",
                    when=time,
                    alternatives=tuple(a.quantity(self._document.text) for a in amount.also),
                    anchor=amount.span,
                )
            )
            if not self._reads or self._reads[-1].sentence != sentence.index:
                self._subjects.tell(sentence, holder, told)
            self._reads.append(Read(frame, kind, sentence.index, topic.start, holder, time))
        return found

    def _holders(
        self, sentence: Sentence, amount: Amount, topic: Topic, metric: str, subject: Argument | None
    ) -> list[Argument]:
        frame, start = topic.frame, amount.span.start
        whose = subject or topic.subject
        if whose is None and metric == "valuation":
            whose = self._valued(sentence, amount)
        if whose is not None:
            return self._subjects.all_beside(sentence, start, whose) if topic.carried else [whose]
        return self._subjects.of(sentence, start, frame.subjects, metric, giver=frame.receiver)

    def _valued(self, sentence: Sentence, amount: Amount) -> Argument | None:
        """Who is valued where an investor names the price (以100亿美元估值投资X), or who the round before was for."""
        base = sentence.span.start
        start = amount.span.start - base
        if _AT_PRICE.search(sentence.text[max(0, start - 4) : start]):
            after = [a for a in sentence.arguments if a.span.start > amount.span.end and a.type == "Company"]
            if after and _INVESTS.match(sentence.text, amount.span.end - base):
                return after[0]
        last = self._reads[-1] if self._reads else None
        if last is not None and last.sentence == sentence.index and last.frame.gives.get("money") == "fundingRaised":
            return last.holder
        return None


def _without_names(plain_text: str, sentences: Sequence[Sentence]) -> str:
    """The text with its names blotted out, so that no number is found in one, nor a sign missed behind one."""
    pieces: list[str] = []
    at = 0
    for sentence in sentences:
        pieces += [plain_text[at : sentence.span.start], sentence.masked(NAME)]
        at = sentence.span.end
    return "".join([*pieces, plain_text[at:]])


def _value(line: Line, amount: Amount, topic: Topic, kind: str) -> Decimal | None:
    """The number with its sign, a multiple as a percent; None where the topic takes no such number."""
    frame = topic.frame
    value = amount.value * 100 if amount.unit == TIMES else amount.value
    if kind == "percent":
        if not frame.direction:
            return value
        sign = 0 if topic.negative else line.sign(amount)
        return abs(value) * sign if sign else None
    if not frame.least <= abs(value) <= frame.most:
        return None
    return -value if topic.negative and value > 0 else value
