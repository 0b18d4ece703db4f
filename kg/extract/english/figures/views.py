"""The tagged sentences of one document, each made once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.extract.dates import DateMention, find_dates
from kg.extract.english.figures.masked import Masked, mask_sentence
from kg.extract.english.figures.numbers import GRAMMAR
from kg.extract.english.figures.units import adopt_units
from kg.extract.english.parse import Sentence
from kg.extract.quantities import find_amounts
from kg.model import Document, Span, When

#: The time of day that opens an entry of a live report.
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?=\s)")


class Views:
    """Tagged text and times of every sentence. `currency` is the one in which the document tells most large sums."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], published: When | None) -> None:
        self.document, self.sentences, self.published = document, sentences, published
        whole = find_amounts(document.text, Span(0, len(document.text)), GRAMMAR) if document.text else []
        money = Counter(a.unit for a in whole if a.kind == "money" and a.scaled)
        self.currency: str | None = min(money, key=lambda unit: (-money[unit], unit), default=None)
        self._made = [self._make(sentence) for sentence in sentences]

    def __getitem__(self, index: int) -> Masked:
        return self._made[index][0]

    def dates(self, index: int) -> list[DateMention]:
        """The times told in a sentence."""
        return self._made[index][1]

    def _make(self, sentence: Sentence) -> tuple[Masked, list[DateMention]]:
        text = self.document.text
        names = [a.span for a in sentence.arguments]
        named = [a.span for a in sentence.arguments if a.type != "Place" and not a.anaphor]
        dates = find_dates(text, sentence.span, self.published, named)
        clock = _CLOCK.match(text, sentence.span.start) if sentence.span.start == sentence.block.span.start else None
        skip = [*names, *(d.span for d in dates), *([Span(*clock.span())] if clock else [])]
        amounts = adopt_units(
            text, sentence.span, find_amounts(text, sentence.span, GRAMMAR, skip), names, self.currency
        )
        return mask_sentence(text, sentence, amounts, dates), dates

    def context(self, index: int) -> str:
        """The tagged text before a sentence that tells what its numbers are about: paragraph, heading, title."""
        sentence = self.sentences[index]
        before = ""
        if index:
            previous = self.sentences[index - 1].block
            if previous.span == sentence.block.span or previous.kind == "heading":
                before = self[index - 1].text
        if sentence.block.kind == "item" and self.sentences[0].block.kind == "title":
            before = f"{self[0].text} {before}"
        return before
