"""The tagged sentences of one document, each made once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from kg.extract.date_mention import DateMention
from kg.extract.english.dates import find_dates
from kg.extract.english.figures.masked import Masked, mask_sentence
from kg.extract.english.figures.numbers import GRAMMAR
from kg.extract.english.figures.units import adopt_units
from kg.extract.english.parse import Sentence
from kg.extract.quantities import Amount, find_amounts
from kg.model import Document, Span, When

_DIGIT = re.compile(r"\d")
#: A sentence without a digit or one of these tells no number.
_WORDS = """
    half dozen zero two three four five six seven eight nine ten eleven twelve teen twenty thirty forty fifty sixty
    seventy eighty ninety hundred thousand million billion trillion third quarter fifth tenth twentieth
"""
_COINS = [f"{one} {coin}" for one in ("a", "an") for coin in ("dollar", "yuan", "euro", "pound", "ringgit")]
_NUMBERS = (*_WORDS.split(), *_COINS)
#: The time of day that opens an entry of a live report.
_CLOCK = re.compile(r"\d{1,2}[.:]\d\d(?=\s)")


class Views:
    """Tagged text and times of every sentence. `currency` is the one in which the document tells most large sums."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], published: When | None) -> None:
        self.document, self.sentences, self.published = document, sentences, published
        self._dates = [self._find_dates(sentence) for sentence in sentences]
        found = [self._find_amounts(i, sentence) for i, sentence in enumerate(sentences)]
        money = Counter(a.unit for amounts in found for a in amounts if a.kind == "money" and a.scaled)
        self.currency: str | None = min(money, key=lambda unit: (-money[unit], unit), default=None)
        self._made = [self._make(i, sentence, found[i]) for i, sentence in enumerate(sentences)]

    def __getitem__(self, index: int) -> Masked:
        return self._made[index]

    def dates(self, index: int) -> list[DateMention]:
        """The times told in a sentence."""
        return self._dates[index]

    def _find_dates(self, sentence: Sentence) -> list[DateMention]:
        named = [a.span for a in sentence.arguments if a.type != "Place" and not a.anaphor]
        return find_dates(self.document.text, sentence.span, self.published, named)

    def _find_amounts(self, index: int, sentence: Sentence) -> list[Amount]:
        text = self.document.text
        if not _DIGIT.search(text, sentence.span.start, sentence.span.end):
            low = sentence.text.lower()
            if not any(map(low.__contains__, _NUMBERS)):
                return []
        clock = _CLOCK.match(text, sentence.span.start) if sentence.span.start == sentence.block.span.start else None
        skip = [a.span for a in sentence.arguments]
        skip += [d.span for d in self._dates[index]]
        skip += [Span(*clock.span())] if clock else []
        return find_amounts(text, sentence.span, GRAMMAR, skip)

    def _make(self, index: int, sentence: Sentence, amounts: list[Amount]) -> Masked:
        text = self.document.text
        if amounts:
            names = [a.span for a in sentence.arguments]
            amounts = adopt_units(text, sentence.span, amounts, names, self.currency)
        return mask_sentence(text, sentence, amounts, self._dates[index])

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

    def lead(self, index: int) -> str:
        """The last heading before a sentence, and what opens its paragraph."""
        block = self.sentences[index].block.span
        opening = ""
        for at in range(index - 1, -1, -1):
            one = self.sentences[at]
            if one.block.span == block:
                opening = self[at].text
            elif one.block.kind == "heading":
                return f"{self[at].text} {opening}"
        return opening
