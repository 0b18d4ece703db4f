"""Observations: a subject, a metric, a value, read from English sentences with their names known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.dates import DateMention, find_dates, plan_period, when_for, year_before
from kg.extract.english.masked import Masked, mask_sentence
from kg.extract.english.numbers import GRAMMAR
from kg.extract.english.memory import Memory
from kg.extract.english.metric_frames import FrameSet, load
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.prices import PriceState, read_free, read_prices, tokens_priced
from kg.extract.english.scores import read_scores
from kg.extract.english.sheets import header_of, read_sheet
from kg.extract.english.subjects import find_subject, sharers
from kg.extract.english.topics import Reading, read_topics
from kg.extract.quantities import Amount, find_amounts, plain
from kg.model import Document, Entity, Precision, Quantity, Span, When

_COUNT_UNITS = {
    "parameterCount": "parameters", "activeParameterCount": "parameters", "contextLength": "tokens", "userCount": "users",
    "downloadCount": "downloads", "shipmentCount": "units", "headcount": "people",
}  # fmt: skip
_DAILY = frozenset({"stockChange", "indexChange", "marketCap", "targetPrice"})
_PERIODIC = frozenset({"revenue", "revenueGrowth", "profit", "profitGrowth", "salesGrowth", "shipmentCount", "marketShare"})
#: What two subjects of one verb each do by the same number ("Tencent and Baidu rose 2%").
_SHARED = frozenset({"stockChange", "indexChange", "contextLength"})
_FLOAT = re.compile(r"\b(?:debut|ipo|flotation|float|offer(?:ing)? price|share sale|size of the deal|first day|rounds?|series [a-e])\b")
_EARNED = re.compile(r"\b(?:a year|subscriptions?|customers|quarter|third quarter|last year|annually|in <date>|sales)\b")
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?=\s)")
_TRADED = re.compile(r"\b(?:shares|stocks?|adrs?|adss?|closed?|closing|bell|trading|opened|offer price|ipo|listed|debut|equity is|now worth|meanwhile, is worth|range)\b")
_PRIVATE = re.compile(r"\b(?:rounds?|financing|raised|raises|investors?|funding|private|talks|post-money|pre-money|series [a-e]|backers|stake|hopes to be)\b")
_SUPERSEDED = re.compile(r"(?:\bfrom|\(was|\bpreviously|\bfrom the|\bfrom about|\bfrom some|\bfrom around|\bformerly|\(from|\bold target of|\binstead of|\brather than)(?: a| the| its)?(?: [\w-]+ of)? $")


_MONEY_TOPIC = re.compile(r"\b(?:revenues?|sales|loss(?:es)?|profits?|income|earned|lost|post-money|valuation)\b[^;]{0,60}$", re.IGNORECASE)
_NO_NOUN = re.compile(
    r"\s*(?:$|[,.;:)|–—-]\s|[,.;:)]$|(?:and|or|in|on|from|against|for|last|this|next|a year|while|to|by|at|before|after|but|as|when|with|if|versus|compared|the|that|profit|loss|so|yesterday|per|is)\b|[A-Z(])"
)


def adopt_units(text: str, span: Span, amounts: list[Amount], names: Sequence[Span], currency: str | None = None) -> list[Amount]:
    """Gives a bare number the unit of the one before it: "RMB7.2bn against 10.9bn", "33 per cent, Huawei Cloud 18"."""
    out: list[Amount] = []
    for amount in amounts:
        tail = text[amount.span.end : span.end]
        previous = next((a for a in reversed(out) if a.kind == "money" or (a.kind == "percent" and not a.fraction)), None)
        if amount.kind == "count" and not amount.words and previous is not None and _NO_NOUN.match(tail):
            between = text[previous.span.end : amount.span.start]
            straight = any(n.start >= previous.span.end and n.end <= amount.span.start and amount.span.start - n.end < 6 for n in names)
            if previous.kind == "money" and amount.scaled and not re.search(r"parameters|tokens|users|downloads|units|vehicles", between):
                amount = replace(amount, unit=previous.unit)
            elif previous.kind == "percent" and not amount.scaled and 0 < amount.value < 100 and straight and out[-1] is previous:
                amount = replace(amount, unit="percent")
        elif amount.kind == "count" and amount.scaled and not amount.words and currency and _NO_NOUN.match(tail) and _MONEY_TOPIC.search(text[span.start : amount.span.start]):
            amount = replace(amount, unit=currency)
        out.append(amount)
    return out


def extract_observations(
    document: Document, sentences: Sequence[Sentence], entities: Mapping[str, Entity], published: When | None
) -> list[Candidate]:
    """What the numbers of a document say, in reading order. `sentences` are parsed, with their arguments in place."""
    return _Reader(document, sentences, entities, published).read()


class _Reader:
    def __init__(
        self, document: Document, sentences: Sequence[Sentence], entities: Mapping[str, Entity], published: When | None
    ) -> None:
        self.document, self.sentences, self.entities, self.published = document, sentences, entities, published
        self.frames: FrameSet = load()
        self.memory = Memory.of(document, sentences)
        self.period: When | None = None
        money = Counter(a.unit for a in find_amounts(document.text, Span(0, len(document.text)), GRAMMAR) if a.kind == "money" and a.scaled) if document.text else Counter()
        self.currency = min(money, key=lambda u: (-money[u], u), default=None)
        self.found: list[Candidate] = []
        self.header: tuple[tuple[str, ...], str] | None = None
        self.last_row: list[Argument] = []
        self.reports = bool(re.search(r"\b(?:revenues?|net profit|net income|quarterly|first-half|results|earnings)\b", document.text, re.IGNORECASE))
        self.test: tuple[Argument, Span] | None = None
        self.prices = PriceState()
        self.price_unit = self.main_price_unit()

    def main_price_unit(self) -> str | None:
        """The currency in which the document tells most token prices."""
        units: Counter[str] = Counter()
        for sentence in self.sentences:
            view, _ = self.view(sentence)
            if tokens_priced(view) is not None:
                units.update(p.item.unit for p in view.amounts if isinstance(p.item, Amount) and p.item.kind == "money")
        return min(units, key=lambda u: (-units[u], u), default=None)

    def named_funds(self, index: int, sentence: Sentence) -> set[int]:
        """Adds the size of a fund that is known by it: "a $100 billion green AI fund"."""
        for argument in sentence.arguments:
            if argument.type != "Fund" or argument.anaphor:
                continue
            for amount in find_amounts(self.document.text, argument.span, GRAMMAR):
                if amount.kind == "money" and amount.scaled:
                    quantity = self.quantity(amount, amount.value, amount.unit)
                    told = self.when(sentence, argument.span, "fundSize", self.view(sentence)[1])
                    self.found.append(
                        Candidate("fundSize", argument.entity, quantity, index, argument.head, sentence.span, "metric.fundName", told)
                    )
        return set()

    def sheet(self, index: int, sentence: Sentence, view: Masked, subjects: list[Argument]) -> set[int]:
        """Adds the cells of a spec sheet; returns the places of their numbers."""
        taken: set[int] = set()
        for cell in read_sheet(view, sentence, self.header, self.last_row):
            self.found.append(
                Candidate(
                    predicate=cell.metric,
                    subject=cell.subject.entity,
                    object=self.quantity(cell.amount, cell.value, cell.unit),
                    sentence=index,
                    trigger=sentence.token_at(cell.amount.span.start),
                    span=sentence.span,
                    rule="metric.sheet",
                )
            )
            taken.add(cell.piece.start)
            subjects.append(cell.subject)
        if subjects:
            self.last_row = list({a.entity: a for a in subjects}.values())
        if sentence.block.kind in ("heading", "item", "title"):
            self.header = header_of(view.text) or (self.header if sentence.block.kind == "item" or taken else None)
        else:
            self.header = None
        return taken

    def scores(
        self, index: int, sentence: Sentence, view: Masked, dates: Sequence[DateMention], subjects: list[Argument], done: set[int]
    ) -> set[int]:
        """Adds the benchmark scores of a sentence; returns the places of their numbers."""
        taken: set[int] = set()
        for score in read_scores(view, sentence, index, self.memory, self.test[0] if self.test else None):
            if score.piece.start in done:
                continue
            entity = self.entities.get(score.test.entity)
            self.found.append(
                Candidate(
                    predicate="benchmarkScore",
                    subject=score.model.entity,
                    object=self.quantity(score.amount, score.amount.value, score.unit),
                    sentence=index,
                    trigger=sentence.token_at(score.amount.span.start),
                    span=sentence.span,
                    rule="metric.score",
                    benchmark=entity.label() if entity else self.document.quote(score.test.span),
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
        self, index: int, sentence: Sentence, view: Masked, dates: Sequence[DateMention], subjects: list[Argument], done: set[int]
    ) -> set[int]:
        """Adds the token prices of a sentence; returns the places of their numbers."""
        taken: set[int] = set()
        found = read_prices(view, sentence, index, self.memory, self.prices)
        found += read_free(view, sentence, index, self.memory, self.prices, self.price_unit)
        for price in found:
            if price.piece is not None and price.piece.start in done:
                continue
            anchor = price.amount.span if price.amount else Span(view.origin(price.place), view.origin(price.place) + 1)
            quantity = self.quantity(price.amount, price.value, price.unit) if price.amount else Quantity(Decimal(0), price.unit, None, "free")
            told = when_for(self.document, sentence.span, anchor, dates)
            self.found.append(
                Candidate(
                    predicate="tokenPrice",
                    subject=price.model.entity,
                    object=quantity,
                    sentence=index,
                    trigger=sentence.token_at(anchor.start),
                    span=sentence.span,
                    rule="metric.price" if price.amount else "metric.free",
                    when=told.when if told else None,
                    alternatives=tuple(self.quantity(a, a.value * (price.value / price.amount.value), a.unit) for a in price.amount.also) if price.amount else (),
                )
            )
            subjects.append(price.model)
            if price.piece is not None:
                taken.add(price.piece.start)
        return taken

    def read(self) -> list[Candidate]:
        carried: Reading | None = None
        for index, sentence in enumerate(self.sentences):
            view, dates = self.view(sentence)
            if index and sentence.block.span != self.sentences[index - 1].block.span and sentence.block.kind != "item":
                carried = None
            block = sentence.block.span
            if self.test is not None and self.test[1] != block:
                self.test = None
            subjects: list[Argument] = []
            taken = self.sheet(index, sentence, view, subjects)
            taken |= self.scores(index, sentence, view, dates, subjects, taken)
            taken |= self.token_prices(index, sentence, view, dates, subjects, taken)
            readings = read_topics(view, sentence, self.frames, carried, self.context(index)) if view.amounts else []
            readings = [r for r in readings if r.piece.start not in taken]
            taken |= self.named_funds(index, sentence)
            told_money = {r.frame.name for r in readings if r.amount.kind == "money"}
            for reading in readings:
                reading = self.settled(index, view, reading)
                if reading.metric == "revenueGrowth" and not self.reports and "revenue" not in told_money and reading.cue and view.text[slice(*reading.cue)] == "sales":
                    reading = replace(reading, metric="salesGrowth")
                subject = self.observe(index, sentence, view, reading, dates)
                if subject is not None:
                    subjects.append(subject)
            self.memory.note(index, subjects)
            carried = readings[-1] if readings else carried if not view.amounts else None
        return unified(self.found, self.sentences)

    def view(self, sentence: Sentence) -> tuple[Masked, list[DateMention]]:
        text = self.document.text
        names = [a.span for a in sentence.arguments]
        dates = find_dates(text, sentence.span, self.published, names)
        clock = _CLOCK.match(text, sentence.span.start)
        clocks = [Span(*clock.span())] if clock and sentence.span.start == sentence.block.span.start else []
        amounts = find_amounts(text, sentence.span, GRAMMAR, [*names, *clocks, *(d.span for d in dates)])
        amounts = adopt_units(text, sentence.span, amounts, names, self.currency)
        return mask_sentence(text, sentence, amounts, dates), dates

    def observe(self, index: int, sentence: Sentence, view: Masked, reading: Reading, dates: Sequence[DateMention]) -> Argument | None:
        frame, amount = reading.frame, reading.amount
        metric = reading.metric
        if metric is None or not self.plausible(metric, view, reading):
            return None
        if metric == "valuation" and self.is_listed(index, view):
            metric = "marketCap"
        subject = reading.changed
        if subject is None or subject.type not in frame.subjects:
            subject = find_subject(
                view, sentence, index, reading.piece, reading.cue, frame.subjects, self.memory,
                givers=metric in ("fundingRaised", "valuation"), brokers=metric == "targetPrice",
            )  # fmt: skip
        if subject is None:
            return None
        for one in sharers(view, sentence, index, reading.piece, subject, frame.subjects, self.memory, plain_lists=metric in _SHARED):
            self.found.append(self.candidate(index, sentence, view, reading, metric, one, dates))
        return subject

    def context(self, index: int) -> str:
        """The text before a sentence that tells what its numbers are about."""
        sentence = self.sentences[index]
        before = ""
        if index and (self.sentences[index - 1].block.span == sentence.block.span or self.sentences[index - 1].block.kind == "heading"):
            before = self.view(self.sentences[index - 1])[0].text
        if sentence.block.kind == "item" and self.sentences[0].block.kind == "title":
            before = f"{self.view(self.sentences[0])[0].text} {before}"
        return before

    def settled(self, index: int, view: Masked, reading: Reading) -> Reading:
        """Tells money taken in by selling shares from money taken in by selling goods."""
        words = view.text[slice(*reading.cue)] if reading.cue else ""
        if reading.metric == "revenue" and re.match(r"(?:took|take|taking|takes|taken) in", words) and _FLOAT.search(f"{self.context(index)} {view.text}"):
            return replace(reading, metric="fundingRaised", frame=self.frames.frame("fundingRaised"))
        if reading.metric == "fundingRaised" and re.match(r"(?:brought|bring|bringing|brings|pulled|collected|gathered) in", words) and _EARNED.search(view.text):
            return replace(reading, metric="revenue", frame=self.frames.frame("revenue"))
        return reading

    def is_listed(self, index: int, view: Masked) -> bool:
        """True where a worth is told of a firm whose shares trade."""
        if _PRIVATE.search(view.text):
            return False
        before = self.context(index)
        return bool(_TRADED.search(view.text)) or bool(_TRADED.search(before) and not _PRIVATE.search(before))

    def plausible(self, metric: str, view: Masked, reading: Reading) -> bool:
        amount = reading.amount
        left = view.text[: reading.piece.start]
        if amount.bound == "origin" or _SUPERSEDED.search(left):
            return False
        if metric in ("parameterCount", "activeParameterCount") and amount.value < 1_000_000:
            return False
        if metric == "contextLength" and not 1000 <= amount.value <= 100_000_000:
            return False
        if metric in ("revenue", "profit", "marketCap", "valuation", "fundingRaised", "fundSize", "investmentPlanned") and abs(amount.value) < 10_000:
            return False
        if metric == "investmentPlanned" and amount.value < 1_000_000:
            return False
        if metric == "headcount" and amount.value < 5:
            return False
        if metric == "targetPrice" and amount.value >= 100_000:
            return False
        if metric in ("userCount", "downloadCount") and amount.value < 1000:
            return False
        return not (metric in ("shipmentCount",) and amount.value < 20)

    def candidate(
        self, index: int, sentence: Sentence, view: Masked, reading: Reading, metric: str, subject: Argument, dates: Sequence[DateMention]
    ) -> Candidate:
        amount = reading.amount
        value = abs(amount.value) * (reading.sign or 1) if metric in ("stockChange", "indexChange", "revenueGrowth", "profitGrowth", "salesGrowth", "profit") else amount.value
        unit = _COUNT_UNITS.get(metric, amount.unit)
        if amount.kind == "times":
            value, unit = (amount.value - 1) * 100, "percent"
        quantity = self.quantity(amount, value, unit)
        others = tuple(self.quantity(a, a.value * (-1 if value < 0 and a.value > 0 and amount.value > 0 else 1), a.unit) for a in amount.also)
        return Candidate(
            predicate=metric,
            subject=subject.entity,
            object=quantity,
            sentence=index,
            trigger=sentence.token_at(view.origin(reading.cue[0]) if reading.cue else amount.span.start),
            span=sentence.span,
            rule=f"metric.{reading.rule}",
            when=self.when(sentence, amount.span, metric, dates),
            alternatives=others,
        )

    def quantity(self, amount: Amount, value: Decimal, unit: str) -> Quantity:
        return Quantity(plain(value), unit, amount.comparator, self.document.quote(amount.span))

    def when(self, sentence: Sentence, anchor: Span, metric: str, dates: Sequence[DateMention]) -> When | None:
        fitting = [d for d in dates if not (metric in _PERIODIC and d.when.precision is Precision.DAY)]
        told = when_for(self.document, sentence.span, anchor, fitting)
        if told is None:
            return self.period if metric in _PERIODIC else self.published if metric in ("stockChange", "indexChange") else None
        if told.is_relative:
            return year_before(self.period) if self.period else told.when
        when = plan_period(told, self.published) if metric == "investmentPlanned" else told.when
        if metric in _PERIODIC:
            self.period = when
        return when


def unified(found: Sequence[Candidate], sentences: Sequence[Sentence]) -> list[Candidate]:
    """One observation told several times gets one time and, where a title rounds, one value.

    The first in the body that tells a time sets it; candidates that differ in value by less than 1 % and in time only
    by being vaguer are dropped.
    """
    groups: dict[tuple[str, str, str, str], list[Candidate]] = {}
    for candidate in found:
        assert isinstance(candidate.object, Quantity)
        groups.setdefault((candidate.subject, candidate.predicate, candidate.object.unit, candidate.benchmark or ""), []).append(candidate)
    kept: list[Candidate] = []
    for group in groups.values():
        group.sort(key=lambda c: (c.when is None, sentences[c.sentence].block.kind == "title", c.sentence))
        chosen: list[Candidate] = []
        for candidate in group:
            if sentences[candidate.sentence].block.kind == "title" and any(_rounded(candidate, c) for c in group):
                continue
            twin = next((c for c in chosen if _same(c, candidate)), None)
            if twin is None:
                chosen.append(candidate)
            elif candidate.sentence != twin.sentence and candidate.object == twin.object:
                chosen.append(replace(candidate, when=twin.when))
        kept.extend(chosen)
    return sorted(kept, key=lambda c: (c.sentence, c.trigger, found.index(c) if c in found else 0))


def _rounded(title: Candidate, body: Candidate) -> bool:
    """True where a title tells a rounded form of what the body tells exactly."""
    assert isinstance(title.object, Quantity) and isinstance(body.object, Quantity)
    if body.sentence == title.sentence or title.object.value == body.object.value:
        return False
    return abs(title.object.value - body.object.value) <= abs(body.object.value) / 10


def _same(one: Candidate, other: Candidate) -> bool:
    assert isinstance(one.object, Quantity) and isinstance(other.object, Quantity)
    if abs(one.object.value - other.object.value) > abs(one.object.value) * Decimal("0.006"):
        return False
    if one.when is None or other.when is None:
        return True
    return one.when.start <= other.when.end and other.when.start <= one.when.end
