"""Observations: a subject, a metric, a value, read from English sentences with their names known.

Each sentence is read as spec sheet, benchmark scores, token prices, and then by the frames for numbers; what one of
them takes is not read again by those behind it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.english.figures.learned import Choice, Place, Settler
from kg.extract.english.figures.lists import sharers
from kg.extract.english.figures.masked import Masked
from kg.extract.english.figures.memory import Memory
from kg.extract.english.figures.merging import unified
from kg.extract.english.figures.metric_frames import load
from kg.extract.english.figures.numbers import GRAMMAR
from kg.extract.english.figures.owners import is_measure, judge_of, measured_against, unit_of
from kg.extract.english.figures.prices import PriceState, read_free, read_prices, tokens_priced
from kg.extract.english.figures.scores import read_scores
from kg.extract.english.figures.settling import doubt, settled
from kg.extract.english.figures.sheets import Header, header_of, read_sheet
from kg.extract.english.figures.subjects import Question, find_subject
from kg.extract.english.figures.telling import telling
from kg.extract.english.figures.times import Times
from kg.extract.english.figures.topics import Reading, read_topics
from kg.extract.english.figures.views import Views
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount, find_amounts, plain
from kg.extract.trace import Trace, Why
from kg.model import Document, Entity, Quantity, Span, When

#: A paragraph that tells results: there a change of "sales" is one of revenue.
_RESULTS = re.compile(
    r"\b(?:revenues?|net (?:profit|income|loss)|(?:profit|loss)(?:es)? of|quarterly|(?:first|second)-half"
    r"|(?:first|second|third|fourth)-quarter|results|earnings|guidance)\b",
    re.IGNORECASE,
)
_COUNTED = {
    "shipmentCount": re.compile(r" (?:more |of the )?(?=<(?:chip|product)>)"),
    "parameterCount": re.compile(r"[ -]parameter (?:[\w-]+ )?(?=<model>)"),
}


def extract_observations(
    document: Document,
    sentences: Sequence[Sentence],
    entities: Mapping[str, Entity],
    published: When | None,
    settle: Callable[[Sequence[Candidate]], Sequence[Candidate]] = list,
    trace: Trace | None = None,
    choice: Choice | None = None,
) -> list[Candidate]:
    """What the numbers of a document say, in reading order.

    `sentences` are parsed, with their arguments (names and resolved anaphors) in place; `entities` gives the names of
    benchmarks; `published` resolves times that name no year; `settle` has the last word on times; `trace` hears of the
    numbers that tell nothing; `choice` has the last word on metric and subject. Modality and attribution are not
    decided here.
    """
    return unified(settle(_Reader(document, sentences, entities, published, trace, choice).read()), sentences, trace)


class _Reader:
    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        published: When | None,
        trace: Trace | None,
        choice: Choice | None = None,
    ) -> None:
        self.document, self.sentences, self.entities, self.trace = document, sentences, entities, trace
        self.frames = load()
        self.memory = Memory.of(document, sentences)
        self.views = Views(document, sentences, published)
        self.times = Times(document, sentences, self.views, published)
        self.found: list[Candidate] = []
        self.header: Header | None = None
        self.last_row: list[Argument] = []
        self.test: tuple[Argument, Span] | None = None
        self.results: dict[int, bool] = {}
        self.prices = PriceState()
        self.price_unit = self._price_unit()
        self.choice = choice

    def _price_unit(self) -> str | None:
        """The currency in which the document tells most token prices."""
        units: Counter[str] = Counter()
        for index in range(len(self.sentences)):
            if tokens_priced(self.views[index]) is not None:
                units.update(p.amount.unit for p in self.views[index].amounts if p.amount.kind == "money")
        return min(units, key=lambda unit: (-units[unit], unit), default=None)

    def read(self) -> list[Candidate]:
        settler = (
            Settler(self.choice, self.views, self.memory, self.entities, self._candidate, self._quantity)
            if self.choice
            else None
        )
        carried: Reading | None = None
        for index, sentence in enumerate(self.sentences):
            view = self.views[index]
            new_block = index > 0 and sentence.block.span != self.sentences[index - 1].block.span
            if new_block and sentence.block.kind != "item":
                carried = None
            subjects: list[Argument] = []
            first = len(self.found)
            self.named_funds(index, sentence)
            taken = self.sheet(index, sentence, view, subjects)
            taken |= self.scores(index, sentence, view, subjects, taken)
            taken |= self.token_prices(index, sentence, view, subjects, taken)
            readings = (
                read_topics(view, sentence, self.frames, carried, self.views.context(index)) if view.amounts else []
            )
            readings = [r for r in readings if r.piece.start not in taken]
            if self.trace is not None:
                self._unclaimed(self.trace, view, taken.union(r.piece.start for r in readings))
            likely = self._settled(index, view, readings)
            for reading in likely:
                subject = self.observe(index, sentence, view, reading)
                if subject is not None:
                    subjects.append(subject)
            if settler is not None:
                test = self.test[0] if self.test else None
                place = Place(index, sentence, view)
                told, subjects = settler.settle(place, self.found[first:], likely, test, self.prices)
                self.found[first:] = told
            self.memory.note(index, subjects)
            carried = readings[-1] if readings else carried if not view.amounts else None
        return self.found

    def _settled(self, index: int, view: Masked, readings: Sequence[Reading]) -> list[Reading]:
        if not readings:
            return []
        context = self.views.context(index)
        levels = {r.frame.name for r in readings if r.amount.kind == "money"}
        results = "revenue" in levels or self._tells_results(self.sentences[index].block.span)
        kept = []
        for reading in readings:
            why = doubt(reading, view)
            if why is None:
                kept.append(settled(reading, view, context, self.frames, results=results))
            else:
                self._reject(why, reading)
        return kept

    def _tells_results(self, block: Span) -> bool:
        """True for a paragraph that tells results, looked for once."""
        if block.start not in self.results:
            self.results[block.start] = bool(_RESULTS.search(self.document.text, block.start, block.end))
        return self.results[block.start]

    def _unclaimed(self, trace: Trace, view: Masked, claimed: Collection[int]) -> None:
        """Tells the numbers that no topic claims; "two" and "a third of" are hardly ever a figure."""
        for piece in view.amounts:
            amount = piece.amount
            if piece.start not in claimed and (amount.scaled or not amount.words):
                trace.figure(Why.NO_METRIC, amount.span, self.document.quote(amount.span))

    def _reject(self, why: Why, reading: Reading) -> None:
        if self.trace is not None:
            span = reading.amount.span
            self.trace.figure(why, span, self.document.quote(span), reading.metric, f"metric.{reading.rule}")

    def observe(self, index: int, sentence: Sentence, view: Masked, reading: Reading) -> Argument | None:
        """Adds what a reading says, once for each subject that shares it; returns the first."""
        frame = reading.frame
        if reading.metric is None:
            return None
        subject = reading.changed or self._counted(view, reading)
        if frame.subjects == ("AIModel",) and is_measure(view, reading):
            subject = measured_against(view, reading, index, self.sentences, self._told(index))
            if subject is None:
                self._reject(Why.NO_SUBJECT, reading)
                return None
        if subject is None or subject.type not in frame.subjects:
            asked = Question(
                view, sentence, index, reading.piece, reading.cue, frame.subjects, frame.givers, frame.brokers
            )
            subject = find_subject(asked, self.memory)
        if subject is None:
            self._reject(Why.NO_SUBJECT, reading)
            return None
        subject = unit_of(view, reading, subject, self.sentences, self.entities)
        for one in sharers(view, index, reading.piece, subject, frame.subjects, self.memory, plain_lists=frame.shared):
            self.found.append(self._candidate(index, sentence, view, reading, reading.metric, one))
        return subject

    def _told(self, index: int) -> str | None:
        """Whom the last number of that sentence was given to."""
        last = self.found[-1] if self.found else None
        return last.subject if last is not None and last.sentence == index else None

    def _counted(self, view: Masked, reading: Reading) -> Argument | None:
        """What a number counts or describes right behind it: "700,000 Ascend dies", "the 671-billion-parameter R1"."""
        pattern = _COUNTED.get(reading.metric or "")
        match = pattern.match(view.text[reading.piece.end :]) if pattern else None
        piece = view.name_at(reading.piece.end + match.end()) if match else None
        return piece.argument if piece is not None else None

    def _candidate(
        self, index: int, sentence: Sentence, view: Masked, reading: Reading, metric: str, subject: Argument
    ) -> Candidate:
        amount, frame = reading.amount, reading.frame
        value, unit = amount.value, frame.unit if amount.kind == "count" else amount.unit
        if amount.kind == "times":
            value, unit = (amount.value - 1) * 100, "percent"
        elif frame.signs(amount.kind):
            value = abs(amount.value) * (reading.sign or 1)
        others = (a.value if value >= 0 else -abs(a.value) for a in amount.also)
        return Candidate(
            predicate=metric,
            subject=subject.entity,
            object=self._quantity(amount, value, unit),
            sentence=index,
            trigger=telling(sentence, amount.span.start),
            span=sentence.span,
            rule=f"metric.{reading.rule}",
            told=frame.modality,
            source=judge_of(view, reading, subject, self.entities, self.document.publisher) if frame.brokers else None,
            when=self.times.when(frame.time, sentence.span, amount.span, self.views.dates(index)),
            alternatives=tuple(self._quantity(a, v, a.unit) for a, v in zip(amount.also, others, strict=True)),
            anchor=amount.span,
        )

    def _quantity(self, amount: Amount, value: Decimal, unit: str) -> Quantity:
        return Quantity(plain(value), unit, amount.comparator, self.document.quote(amount.span))

    def named_funds(self, index: int, sentence: Sentence) -> None:
        """Adds the size of a fund that is known by it: "a $100 billion green AI fund"."""
        for argument in (a for a in sentence.arguments if a.type == "Fund" and not a.anaphor):
            for amount in find_amounts(self.document.text, argument.span, GRAMMAR):
                if amount.kind == "money" and amount.scaled:
                    quantity = self._quantity(amount, amount.value, amount.unit)
                    told = self.times.when("", sentence.span, argument.span, self.views.dates(index))
                    rule = "metric.fundName"
                    made = Candidate(
                        "fundSize", argument.entity, quantity, index, argument.head, sentence.span, rule, told
                    )
                    self.found.append(made)

    def sheet(self, index: int, sentence: Sentence, view: Masked, subjects: list[Argument]) -> set[int]:
        """Adds the cells of a spec sheet; returns the places of their numbers."""
        taken: set[int] = set()
        for cell in read_sheet(view, sentence, self.header, self.last_row):
            quantity = self._quantity(cell.amount, cell.value, cell.unit)
            trigger = sentence.token_at(cell.amount.span.start)
            made = Candidate(
                cell.metric,
                cell.subject.entity,
                quantity,
                index,
                trigger,
                sentence.span,
                "metric.sheet",
                anchor=cell.amount.span,
            )
            self.found.append(made)
            taken.add(cell.piece.start)
            subjects.append(cell.subject)
        if subjects:
            self.last_row = list({a.entity: a for a in subjects}.values())
        if sentence.block.kind in ("heading", "item", "title"):
            kept = self.header if sentence.block.kind == "item" or taken else None
            self.header = header_of(view.text) or kept
        else:
            self.header = None
        return taken

    def scores(
        self, index: int, sentence: Sentence, view: Masked, subjects: list[Argument], done: set[int]
    ) -> set[int]:
        """Adds the benchmark scores of a sentence; returns the places of their numbers."""
        if self.test is not None and self.test[1] != sentence.block.span:
            self.test = None
        taken: set[int] = set()
        for score in read_scores(view, sentence, index, self.memory, self.test[0] if self.test else None):
            if score.piece.start in done:
                continue
            entity = self.entities.get(score.test.entity)
            self.found.append(
                Candidate(
                    predicate="benchmarkScore",
                    subject=score.model.entity,
                    object=self._quantity(score.amount, score.amount.value, score.unit),
                    sentence=index,
                    trigger=telling(sentence, score.amount.span.start),
                    span=sentence.span,
                    rule="metric.score",
                    benchmark=entity.label() if entity else self.document.quote(score.test.span),
                    anchor=score.amount.span,
                )
            )
            self.test = (score.test, sentence.block.span)
            subjects.append(score.model)
            taken.add(score.piece.start)
        named = [a for a in sentence.arguments if a.type == "Benchmark"]
        if named:
            self.test = (named[-1], sentence.block.span)
        return taken

    def token_prices(
        self, index: int, sentence: Sentence, view: Masked, subjects: list[Argument], done: set[int]
    ) -> set[int]:
        """Adds the token prices of a sentence; returns the places of their numbers."""
        taken: set[int] = set()
        found = read_prices(view, sentence, index, self.memory, self.prices)
        found += read_free(view, sentence, index, self.memory, self.prices, self.price_unit)
        for price in found:
            if price.piece is not None and price.piece.start in done:
                continue
            amount = price.amount
            at = view.origin(price.place)
            anchor = amount.span if amount else Span(at, at + 1)
            factor = price.value / amount.value if amount else Decimal(1)
            quantity = (
                self._quantity(amount, price.value, price.unit)
                if amount
                else Quantity(Decimal(0), price.unit, None, "free")
            )
            made = Candidate(
                predicate="tokenPrice",
                subject=price.model.entity,
                object=quantity,
                sentence=index,
                trigger=telling(sentence, anchor.start),
                span=sentence.span,
                rule="metric.price" if amount else "metric.free",
                when=self.times.when("", sentence.span, anchor, self.views.dates(index)),
                alternatives=tuple(
                    self._quantity(a, a.value * factor, a.unit) for a in (amount.also if amount else ())
                ),
                anchor=anchor,
            )
            self.found.append(made)
            subjects.append(price.model)
            if price.piece is not None:
                taken.add(price.piece.start)
        return taken
