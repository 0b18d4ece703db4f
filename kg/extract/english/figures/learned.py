"""Numbers settled by a choice: what each tells and of whom, with what the rules read as one sign among others.

What the rules read stands where the choice agrees on the metric or finds nothing, and goes where the choice finds
another metric.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Protocol

from kg.extract.candidate import Candidate
from kg.extract.english.figures.bearers import Asked, Bearer, bearers, types_of
from kg.extract.english.figures.changes import direction
from kg.extract.english.figures.lists import sharers
from kg.extract.english.figures.masked import AmountPiece, Masked
from kg.extract.english.figures.memory import Memory
from kg.extract.english.figures.metric_frames import load
from kg.extract.english.figures.prices import PriceState, tokens_priced
from kg.extract.english.figures.signs import NONE, Chain, SentenceSigns, options, shared_signs
from kg.extract.english.figures.subjects import Question, find_subject
from kg.extract.english.figures.telling import telling
from kg.extract.english.figures.topics import Reading
from kg.extract.english.figures.views import Views
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount
from kg.model import Entity, Quantity

#: So many sentences back the subject chosen last still counts as such.
_RECENT = 7
#: The rules tell these two apart by the word "active", the choice less surely.
_TWINS = {"parameterCount", "activeParameterCount"}
#: So much behind a sum may tell that it is a loss.
_BEHIND = 20
_PAUSE = re.compile(r"[,;:.]")


class Choice(Protocol):
    """Chooses what a number tells, and of whom."""

    def metric(
        self, index: int, piece: AmountPiece, kind: str, options: Sequence[str], signs: Sequence[str]
    ) -> tuple[str, float]:
        """A metric of `options`, or `NONE`, with its likelihood."""
        ...

    def subject(
        self, index: int, piece: AmountPiece, metric: str, likely: float, found: Sequence[Bearer]
    ) -> Bearer | None:
        """One of those that may bear the number; None where nobody is likely enough."""
        ...


@dataclass(frozen=True)
class Place:
    """A sentence: its index, its parse, its tagged text."""

    index: int
    sentence: Sentence
    view: Masked


@dataclass(frozen=True)
class Told:
    """A number with what the rules made of it."""

    piece: AmountPiece
    rules: Sequence[Candidate]
    reading: Reading | None
    sign: int

    @property
    def metric(self) -> str:
        """The metric that the rules read."""
        if self.rules:
            return self.rules[0].predicate
        return (self.reading.metric or NONE) if self.reading else NONE


@dataclass
class Settler:
    """Settles the numbers of a document, sentence by sentence, in order.

    `observed` makes a candidate from a reading, `quantity` the value of a number with a unit.
    """

    choice: Choice
    views: Views
    memory: Memory
    entities: Mapping[str, Entity]
    observed: Callable[[int, Sentence, Masked, Reading, str, Argument], Candidate]
    quantity: Callable[[Amount, Decimal, str], Quantity]
    chain: Chain = field(default_factory=Chain)
    done: set[tuple[str, str]] = field(default_factory=set)

    def settle(
        self,
        place: Place,
        found: Sequence[Candidate],
        readings: Sequence[Reading],
        test: Argument | None,
        prices: PriceState,
    ) -> tuple[list[Candidate], list[Argument]]:
        """What the numbers of a sentence say, and of whom; `found` and `readings` are what the rules make of them."""
        by_rule: dict[int, list[Candidate]] = {}
        for one in found:
            if one.anchor is not None:
                by_rule.setdefault(one.anchor.start, []).append(one)
        read = {r.piece.start: r for r in readings}
        pieces = place.view.amounts
        starts = {p.span.start for p in pieces}
        out = [c for c in found if c.anchor is None or c.anchor.start not in starts]  # "free" stands at no number
        self.chain.next_sentence()
        subjects: list[Argument] = []
        signs: SentenceSigns | None = None
        for i, piece in enumerate(pieces):
            metrics = options(piece, self.views.currency)
            if not metrics or piece.amount.bound == "origin":
                out += by_rule.get(piece.span.start, [])
                continue
            signs = signs or self._signs(place)
            sign, _ = direction(place.view, piece, load())
            told = Told(piece, by_rule.get(piece.span.start, []), read.get(piece.start), sign)
            later = by_rule.get(pieces[i + 1].span.start, []) if i + 1 < len(pieces) else []
            after = later[0].predicate if later else NONE
            kind = piece.amount.kind
            said = signs.signs(piece, told.metric, after, sign, self.chain)
            metric, likely = self.choice.metric(place.index, piece, kind, metrics, said)
            subject = self._bearer(place, told, metric, likely, subjects) if metric != NONE else None
            if subject is not None and told.rules and {told.rules[0].predicate, metric} == _TWINS:
                out += told.rules
                metric, subject = NONE, None
            elif subject is not None:
                subjects.append(subject)
                self.done.add((subject.entity, metric))
                out += self._told(place, told, metric, subject, test, prices)
            else:
                out += told.rules
            self.chain.note(kind, metric if subject is not None else NONE)
        return out, subjects

    def _signs(self, place: Place) -> SentenceSigns:
        sentences = self.memory.sentences
        title = self.views[0].text if sentences[0].block.kind == "title" else ""
        context = self.views.context(place.index)
        shared = shared_signs(place.view, place.sentence, context, self.views.lead(place.index), title)
        return SentenceSigns(place.view, place.sentence, shared)

    def _bearer(
        self, place: Place, told: Told, metric: str, likely: float, subjects: Sequence[Argument]
    ) -> Argument | None:
        """The chosen subject of a number with a chosen metric."""
        frame = load().of_metric(metric)
        question = Question(
            place.view,
            place.sentence,
            place.index,
            told.piece,
            told.reading.cue if told.reading is not None else None,
            types_of(metric),
            frame is not None and frame.givers,
            frame is not None and frame.brokers,
        )
        agreed = told.rules and told.rules[0].predicate == metric
        rule = self.memory.named(told.rules[0].subject, place.index) if agreed else find_subject(question, self.memory)
        before = (self.memory.told.get(i) for i in range(place.index - 1, place.index - 1 - _RECENT, -1))
        last = next((chosen[-1] for chosen in before if chosen), None)
        found = bearers(Asked(question, metric, rule, subjects, last, self.done), self.memory)
        best = self.choice.subject(place.index, told.piece, metric, likely, found) if found else None
        return best.argument if best is not None else None

    def _told(
        self, place: Place, told: Told, metric: str, subject: Argument, test: Argument | None, prices: PriceState
    ) -> list[Candidate]:
        """What was chosen, as the rules told it where they agree on the metric."""
        same = [c for c in told.rules if c.predicate == metric]
        if same:
            return same
        index, sentence, view, piece = place.index, place.sentence, place.view, told.piece
        frame = load().of_metric(metric)
        if frame is None:
            return self._plain(place, piece, metric, subject, test, prices)
        reading = told.reading
        if reading is None or reading.metric != metric:
            bare = piece.amount.kind == "count" and "count" not in frame.gives
            unit = self.views.currency or ""
            read = replace(piece, amount=replace(piece.amount, unit=unit)) if bare else piece
            sign = told.sign or 1
            if read.amount.kind == "money" and frame.negative is not None:
                sign = -1 if frame.negative.search(_clause(view, piece)) else 1
            reading = Reading(read, frame, metric, None, sign, "learned")
        run = sharers(view, index, piece, subject, types_of(metric), self.memory, plain_lists=frame.shared)
        chosen = run if subject in run else [subject]
        return [self.observed(index, sentence, view, reading, metric, one) for one in chosen]

    def _plain(
        self,
        place: Place,
        piece: AmountPiece,
        metric: str,
        subject: Argument,
        test: Argument | None,
        prices: PriceState,
    ) -> list[Candidate]:
        """A score or a token price that no reader of its own found; `test` is the last named, for a score."""
        view, amount = place.view, piece.amount
        value, unit, benchmark = amount.value, amount.unit, None
        if metric == "benchmarkScore":
            named = [p for p in view.names if p.argument.type == "Benchmark"]
            nearest = view.last_name(piece.start, ("Benchmark",)) or next(iter(named), None)
            meant = nearest.argument if nearest else test or self.memory.main(("Benchmark",))
            entity = self.entities.get(meant.entity) if meant is not None else None
            if entity is None:
                return []
            unit, benchmark = unit or "points", entity.label()
        else:
            value *= tokens_priced(view) or prices.per or Decimal(1)
        made = Candidate(
            predicate=metric,
            subject=subject.entity,
            object=self.quantity(amount, value, unit),
            sentence=place.index,
            trigger=telling(place.sentence, amount.span.start),
            span=place.sentence.span,
            rule="metric.learned",
            benchmark=benchmark,
            anchor=amount.span,
        )
        return [made]


def _clause(view: Masked, piece: AmountPiece) -> str:
    """The words around a number, as far as the numbers and semicolons beside it."""
    first = max([p.end for p in view.amounts if p.end <= piece.start], default=0)
    last = min([p.start for p in view.amounts if p.start >= piece.end], default=len(view.text))
    behind = _PAUSE.split(view.text[piece.end : min(last, piece.end + _BEHIND)], maxsplit=1)[0]
    return view.text[first : piece.start].rsplit(";", 1)[-1] + " " + behind
