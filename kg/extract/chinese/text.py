"""A Chinese document in blocks, sentences and clauses, in simplified script at the offsets of the text itself."""

from __future__ import annotations

import re
from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.segment import Block, sentences
from kg.model import Document, Mention, Span

#: No sentence is longer, in characters.
_LONGEST = 400
#: Ends a clause; a comma inside a number does not.
_CLAUSE = re.compile(r"[，；：;:]|,(?![0-9]{3}(?![0-9]))|——|…+")


@dataclass(eq=False, slots=True)
class Argument:
    """A name, or an expression that stands for one (该公司, 其, 前者), as frames see it.

    `entity` is the id of the document's entity, `span` its place in the document.
    """

    entity: str
    type: str
    span: Span
    anaphor: bool = False

    @property
    def head(self) -> int:
        """Where it stands: the document offset of its first character."""
        return self.span.start


@dataclass(eq=False, slots=True)
class Sentence:
    """One sentence: where it is, its words in simplified script (as long as its span), and its arguments in order.

    `index` is its place in the document's list, `clauses` are document spans between commas, colons and dashes.
    """

    span: Span
    text: str
    block: Block
    index: int
    clauses: list[Span]
    arguments: list[Argument] = field(default_factory=list)

    def words(self, span: Span) -> str:
        """The words of a document span inside this sentence, in simplified script."""
        return self.text[span.start - self.span.start : span.end - self.span.start]

    def masked(self, mark: str) -> str:
        """The sentence's words, as long as they are, with `mark` for each character of a name."""
        pieces: list[str] = []
        at = 0
        for argument in self.arguments:
            start, end = argument.span.start - self.span.start, argument.span.end - self.span.start
            if not argument.anaphor and start >= at:
                pieces += [self.text[at:start], mark * (end - start)]
                at = end
        return "".join([*pieces, self.text[at:]])

    def clause_at(self, offset: int) -> int:
        """The index of the clause that holds a document offset, or comes last before it."""
        return max(0, bisect_right(self.clauses, offset, key=lambda c: c.start) - 1)

    def add(self, entity: str, type_name: str, span: Span, *, anaphor: bool = False) -> Argument:
        """Adds an argument for a document span inside this sentence and returns it."""
        made = Argument(entity, type_name, span, anaphor)
        insort(self.arguments, made, key=lambda a: (a.span.start, a.span.end))
        return made


def split(document: Document, plain: str, kept: Sequence[Block], mentions: Iterable[Mention]) -> list[Sentence]:
    """The sentences of the blocks that speak, with their mentions as arguments. Mentions must not overlap.

    `plain` is the document's text in simplified script.
    """
    text = document.text
    ordered = sorted(mentions, key=lambda m: m.span)
    names = [m.span for m in ordered]
    made: list[Sentence] = []
    at = 0
    for block in kept:
        for span in (part for one in sentences(text, block, names) for part in _bounded(plain, one, names)):
            while at < len(ordered) and ordered[at].span.start < span.start:
                at += 1
            until = at
            while until < len(ordered) and ordered[until].span.start < span.end:
                until += 1
            inside = [m for m in ordered[at:until] if m.span.within(span)]
            clauses = _clauses(plain, span, [m.span for m in inside])
            sentence = Sentence(span, plain[span.start : span.end], block, len(made), clauses)
            sentence.arguments += [Argument(m.entity, m.type, m.span) for m in inside]
            made.append(sentence)
    return made


def _bounded(plain: str, span: Span, names: Sequence[Span]) -> Iterator[Span]:
    """A sentence of any length in parts of at most `_LONGEST` characters, cut behind a comma where there is one.

    No writer makes such a sentence; a text without stops must not take time that grows faster than its length.
    """
    start = span.start
    while span.end - start > _LONGEST:
        cut = max(plain.rfind(comma, start + _LONGEST // 2, start + _LONGEST) for comma in "，；、,;") + 1
        cut = cut or start + _LONGEST
        at = bisect_right(names, cut, key=lambda n: n.start) - 1
        if at >= 0 and start < names[at].start < cut < names[at].end:
            cut = names[at].start
        yield Span(start, cut)
        start = cut
    yield Span(start, span.end)


def _clauses(plain: str, span: Span, names: Sequence[Span]) -> list[Span]:
    """The clauses of a sentence; nothing inside one of `names`, in order of place, parts two."""
    found: list[Span] = []
    start, at = span.start, 0
    for end in _CLAUSE.finditer(plain, span.start, span.end):
        while at < len(names) and names[at].end <= end.start():
            at += 1
        if at < len(names) and names[at].start <= end.start():
            continue
        if end.start() > start:
            found.append(Span(start, end.start()))
        start = end.end()
    if start < span.end:
        found.append(Span(start, span.end))
    return found
