"""Sentences parsed with their names masked by familiar stand-ins.

A parser trained on other news reads "Google" better than "Zhipu AI": arcs that matter rise from 89 % to 97 %. Offsets
of the masked text are mapped back, so that everything outside this module speaks of the document's own characters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.english.pipeline import pipeline
from kg.extract.english.words import Word, root_of
from kg.extract.segment import Block, blocks, sentences
from kg.model import Document, Mention, Span

#: What stands for a name of each type. One capitalised word that every English parser has seen in that place.
STAND_INS = {
    "Person": "Smith",
    "AIModel": "Windows",
    "Product": "Windows",
    "Chip": "Windows",
    "Place": "France",
    "StockIndex": "Nasdaq",
}
_ORGANISATION = "Google"


@dataclass(eq=False, slots=True)
class Argument:
    """A name, or an expression that stands for one, as frames see it.

    `entity` is the id of the document's entity, `tokens` the half-open token range in `Sentence.doc`, `head` the index
    of its head token, `anaphor` true for a pronoun or description ("the company").
    """

    entity: str
    type: str
    span: Span
    tokens: tuple[int, int]
    head: int
    anaphor: bool = False


@dataclass(eq=False, slots=True)
class Sentence:
    """One sentence: where it is, its parse, and its arguments in order.

    `doc` are the words of the masked text; `starts` and `ends` give for each token its range in the document.
    """

    span: Span
    text: str
    block: Block
    doc: list[Word]
    starts: list[int]
    ends: list[int]
    arguments: list[Argument] = field(default_factory=list)

    def range(self, first: int, last: int) -> Span:
        """Document span of the half-open token range [first, last)."""
        return Span(self.starts[first], self.ends[last - 1])

    def token_at(self, offset: int) -> int:
        """Index of the token that holds, or comes last before, a document offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def argument_at(self, token: int) -> Argument | None:
        """The argument whose tokens hold that index."""
        return next((a for a in self.arguments if a.tokens[0] <= token < a.tokens[1]), None)

    def add(self, entity: str, type_name: str, span: Span, *, anaphor: bool = False) -> Argument:
        """Adds an argument for a document span inside this sentence and returns it."""
        first, last = self.token_at(span.start), self.token_at(span.end - 1) + 1
        head = root_of(self.doc[first:last]).i
        made = Argument(entity, type_name, span, (first, last), head, anaphor)
        self.arguments.append(made)
        self.arguments.sort(key=lambda a: (a.span.start, a.span.end))
        return made


def mask(text: str, span: Span, mentions: Sequence[Mention]) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The sentence with each mention replaced, and pieces (masked start, masked end, start, end) for the way back."""
    out: list[str] = []
    pieces: list[tuple[int, int, int, int]] = []
    at, length = span.start, 0

    def put(replacement: str, start: int, end: int) -> None:
        nonlocal length
        if replacement:
            out.append(replacement)
            pieces.append((length, length + len(replacement), start, end))
            length += len(replacement)

    for mention in mentions:
        put(_plain(text[at : mention.span.start]), at, mention.span.start)
        keep = mention.type == "Place" and " " not in mention.text
        put(mention.text if keep else STAND_INS.get(mention.type, _ORGANISATION), mention.span.start, mention.span.end)
        at = mention.span.end
    put(_plain(text[at : span.end]), at, span.end)
    return "".join(out), pieces


def _plain(text: str) -> str:
    """Same length, one kind of quote, space and dash, so that the tokenizer knows them."""
    return text.translate(_PLAIN)


_PLAIN = str.maketrans({"\n": " ", "\t": " ", "\u00a0": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-"})


def parse(document: Document, mentions: Iterable[Mention]) -> list[Sentence]:
    """All sentences of a document, parsed, with their mentions as arguments. Mentions must not overlap."""
    text = document.text
    ordered = sorted(mentions, key=lambda m: m.span)
    names = [m.span for m in ordered]
    places = [(b, s) for b in blocks(text, document.body_start) for s in sentences(text, b, names)]
    inside = [[m for m in ordered if m.span.within(s)] for _, s in places]
    masked = [mask(text, s, found) for (_, s), found in zip(places, inside, strict=True)]
    docs = pipeline().pipe([m for m, _ in masked])
    made = []
    for (block, span), found, (_, pieces), doc in zip(places, inside, masked, docs, strict=True):
        sentence = Sentence(span, document.quote(span), block, doc, *_token_ranges(doc, pieces))
        for mention in found:
            sentence.add(mention.entity, mention.type, mention.span)
        made.append(sentence)
    return made


def _token_ranges(doc: Sequence[Word], pieces: list[tuple[int, int, int, int]]) -> tuple[list[int], list[int]]:
    """Where each token begins and ends in the document."""
    starts: list[int] = []
    ends: list[int] = []
    piece = 0
    masked_start, masked_end, start, end = pieces[0] if pieces else (0, 0, 0, 0)
    for word in doc:
        at, length = word.idx, len(word.text)
        while at >= masked_end and piece + 1 < len(pieces):
            piece += 1
            masked_start, masked_end, start, end = pieces[piece]
        kept = masked_end - masked_start == end - start
        starts.append(start + at - masked_start if kept else start)
        last, upto = at + length - 1, piece
        while last >= pieces[upto][1] and upto + 1 < len(pieces):
            upto += 1
        masked, until, begin, stop = pieces[upto]
        ends.append(begin + last - masked + 1 if until - masked == stop - begin else stop)
    return starts, ends
