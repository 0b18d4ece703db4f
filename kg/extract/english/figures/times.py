"""The time of an observation: told in its sentence, or carried on from before."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.date_mention import DateMention, main_period
from kg.extract.english.dates import plan_period, when_for
from kg.extract.english.figures.date_readers import year_before
from kg.extract.english.figures.views import Views
from kg.extract.english.parse import Sentence
from kg.model import Document, Precision, Span, When

#: A report of a trading day that appears later than this is about another day.
_DAYS_BACK = 6
_HEAD = 6


class Times:
    """Follows a document's periods and trading days, sentence by sentence, in order.

    A frame's `time` says what to look for: `day` (share moves), `period` (results), `survey` (market figures), `plan`.
    """

    def __init__(self, document: Document, sentences: Sequence[Sentence], views: Views, published: When | None) -> None:
        self.document, self.published = document, published
        every = [told for index in range(len(sentences)) for told in views.dates(index)]
        self.period = main_period(every)
        self.survey: When | None = None
        self.day = self._first_day([told for index in range(min(_HEAD, len(sentences))) for told in views.dates(index)])

    def _first_day(self, dates: Sequence[DateMention]) -> When | None:
        """The trading day that the first sentences name; a weekday goes before a dateline."""
        found: list[tuple[bool, int, When]] = []
        for order, told in enumerate(dates):
            near = self.published is not None and 0 <= (self.published.end - told.when.end).days <= _DAYS_BACK
            if told.when.precision is Precision.DAY and told.role == "at" and near:
                found.append((not self.document.quote(told.span).lower().endswith("day"), order, told.when))
        return min(found, key=lambda f: f[:2])[2] if found else None

    def when(self, time: str, clause: Span, anchor: Span, dates: Sequence[DateMention]) -> When | None:
        """The time of what is told at `anchor`; None where the text tells none."""
        told = when_for(self.document, clause, anchor, [d for d in dates if self._fits(time, d)])
        match time:
            case "day":
                return self._trading_day(told)
            case "period" | "survey":
                return self._period(time, told)
            case "plan":
                return plan_period(told, self.published) if told else None
        return told.when if told else None

    def _fits(self, time: str, told: DateMention) -> bool:
        if time in ("period", "survey"):
            return told.when.precision is not Precision.DAY or told.when.text.endswith("-12-31")
        coming = self.published is not None and told.when.start > self.published.end
        return not (time == "day" and (coming or told.is_relative))

    def _trading_day(self, told: DateMention | None) -> When | None:
        if told is None:
            return self.day or self.published
        if told.when.precision is Precision.DAY:
            self.day = told.when
        return told.when

    def _period(self, time: str, told: DateMention | None) -> When | None:
        if time == "survey":
            if told is None:
                return self.survey or self.period
            self.survey = self.survey or told.when
        if told is None:
            return self.period
        if told.is_relative:
            return _in_year_of(self.period, told.when) if self.period else told.when
        if told.when.precision is not Precision.YEAR:
            self.period = told.when
        return told.when


def _in_year_of(period: When, told: When) -> When:
    """The period in the year of a comparison: 2025-Q3 against "the same period of 2024" is 2024-Q3."""
    shifted: When | None = period
    for _ in range(max(0, period.start.year - told.start.year)):
        shifted = year_before(shifted) if shifted else None
    return shifted or told
