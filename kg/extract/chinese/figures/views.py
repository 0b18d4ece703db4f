"""Who figures are told of where their sentence names nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from kg.extract.chinese.figures.leading import fits, leader, leads
from kg.extract.chinese.figures.roles import Part
from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import THINGS

#: Before the text of a list's line, and before that of a live report's.
_LABEL = re.compile(r"[”’\"」』》]?(?:（[^（）]{0,24}）)?\s?[：:|｜]")
_CLOCK = re.compile(r"\s*\d{1,2}[:：]\d{2}")
#: At the head of a house's report about a firm.
_REPORT = re.compile(r"首次覆盖|投资要点|点评|评级|目标价")
#: The label of a list's line, whatever it names; how many lines make a list; how long its mark may be.
_UNKNOWN = re.compile(r"[^，。；：（(]{2,12}(?:（[^（）]{0,24}）)?：")
_LIST, _MARKED = 3, 6
#: How many sentences a subject of figures stays in view.
_REACH = 3


class Views:
    """Keeps in mind whose the figures of a document were, and finds whose the next may be.

    `parts` gives the names of a sentence with their parts; `houses` only rate others.
    """

    def __init__(
        self, sentences: Sequence[Sentence], houses: frozenset[str], parts: Callable[[Sentence], list[Part]]
    ) -> None:
        self._sentences = sentences
        self._houses = houses
        self._parts = parts
        self.topics = Topics(sentences)
        head = [a for s in sentences[:2] for a in s.arguments if a.type == "Company"]
        self._report = any(a.entity in houses for a in head) or any(_REPORT.search(s.text) for s in sentences[:2])
        self._lines = self._count_lines()
        self._last: list[tuple[int, Argument, str]] = []

    def tell(self, sentence: Sentence, argument: Argument, metric: str) -> None:
        """Keeps in mind whose the last figure was."""
        self._last.append((sentence.index, argument, metric))

    def in_view(self, sentence: Sentence, types: Sequence[str], metric: str) -> Argument | None:
        """The subject of the figures just before, else the block's label, else what the text keeps in view."""
        label = self._label(sentence, types)
        if label is None and self._labelled_unknown(sentence):
            return None
        for index, argument, told in reversed(self._last):
            if sentence.index - index > _REACH:
                break
            near = self._sentences[index].block == sentence.block or told == metric
            if argument.type in types and near and not self._named_since(index, sentence.index, types, argument):
                return argument
        if label:
            return label
        rated = self._rated(types)
        if rated:
            return rated
        before = self.sentence_before(sentence, types)
        if before:
            return before
        obliques = {p.argument.entity for p in self._parts(sentence) if p.tells or p.invests} | self._houses
        if _CLOCK.match(sentence.text):
            title = [
                a for s in self._sentences[:1] for a in s.arguments if a.type in types and a.entity not in obliques
            ]
            if title:
                return title[0]
        first = [t for t in types if t in THINGS] if types[0] in THINGS else types[:1]
        for wanted in (first, types):
            topic = self.topics.of(sentence.index, wanted, obliques, sentence.span.start)
            if topic:
                return topic
        return None

    def sentence_before(self, sentence: Sentence, types: Sequence[str]) -> Argument | None:
        """Who the sentence before in the same block is about."""
        if "Company" not in types or not sentence.index or self._sentences[sentence.index - 1].block != sentence.block:
            return None
        told = self._sentences[sentence.index - 1]
        fitting = [p for p in self._parts(told) if p.argument.type in types[:1] and fits(p, types, "fundingRaised")]
        first = [p for p in fitting if p.clause == fitting[0].clause and leads(told, p, types)] if fitting else []
        return leader(told, first, types) if first else None

    def _rated(self, types: Collection[str]) -> Argument | None:
        """The firm that a house's report is about: the first in its title, else in its text, that is no house."""
        if not self._report or "Company" not in types:
            return None
        for sentence in self._sentences[:3]:
            for part in self._parts(sentence):
                if part.argument.type == "Company" and not part.tells:
                    return part.argument
        return None

    def _label(self, sentence: Sentence, types: Collection[str]) -> Argument | None:
        """The name before the colon that begins the sentence's block."""
        for back in range(sentence.index, max(-1, sentence.index - 8), -1):
            first = self._sentences[back]
            if first.block != sentence.block:
                return None
            for argument in first.arguments[:1]:
                end = argument.span.end - first.span.start
                if argument.span.start - first.block.span.start <= _MARKED and _LABEL.match(first.text, end):
                    fits = argument.type in types and argument.entity not in self._houses
                    return argument if fits else None
        return None

    def _labelled_unknown(self, sentence: Sentence) -> bool:
        """True in a line of a list of firms whose own firm is not known: no other one's figures stand there."""
        if self._lines < _LIST:
            return False
        for back in range(sentence.index, -1, -1):
            first = self._sentences[back]
            if first.block != sentence.block:
                return False
            if first.span.start - first.block.span.start <= _MARKED:
                label = _UNKNOWN.match(first.text)
                return bool(label) and not any(
                    a.span.start - first.span.start < label.end() for a in first.arguments if label
                )
        return False

    def _count_lines(self) -> int:
        """How many blocks begin with a name and a colon."""
        return sum(
            bool(s.arguments)
            and s.arguments[0].span.start - s.block.span.start <= _MARKED
            and bool(_LABEL.match(s.text, s.arguments[0].span.end - s.span.start))
            for s in self._sentences
        )

    def _named_since(self, index: int, now: int, types: Collection[str], argument: Argument) -> bool:
        """True where a sentence in between has a subject of its own."""
        return any(
            p.argument.entity != argument.entity and p.argument.type == argument.type and not p.oblique and not p.tells
            for s in self._sentences[index + 1 : now]
            for p in self._parts(s)[:1]
        )
