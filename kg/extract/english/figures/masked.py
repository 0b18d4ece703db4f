"""A sentence as surface frames see it: names, numbers and times replaced by tags, all else in lower case.

`Xpeng's revenue rose 8% to 20.4 billion yuan` reads `<company>'s revenue rose <percent> to <money>`. Every tag knows
what it stands for, every place in the tagged text its place in the document.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass

from kg.extract.date_mention import DateMention
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount
from kg.model import Span

_TAGS = {
    "Company": "company", "Fund": "fund", "ResearchInstitute": "institute", "GovernmentBody": "government",
    "MediaOutlet": "media", "Person": "person", "AIModel": "model", "Product": "product", "Chip": "chip",
    "StockIndex": "index", "Exchange": "exchange", "Benchmark": "benchmark", "Place": "place", "Event": "event",
    "Policy": "policy",
}  # fmt: skip
_PLAIN = str.maketrans(
    {
        "\n": " ",
        "\t": " ",
        "\u00a0": " ",
        "’": "'",
        "‘": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "<": "(",
        ">": ")",
    }
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One tag: where it stands in the tagged text, and which characters of the document it stands for."""

    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class NamePiece(Piece):
    """The tag of a name, or of an expression that stands for one."""

    argument: Argument


@dataclass(frozen=True, slots=True)
class AmountPiece(Piece):
    """The tag of a number."""

    amount: Amount


@dataclass(frozen=True)
class Masked:
    """The tagged text of a sentence with its pieces in order."""

    text: str
    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin(self, place: int) -> int:
        """Document offset of a place in the tagged text (inside a tag: its start)."""
        at = max(0, bisect_right(self.starts, place) - 1)
        tagged = any(p.start == self.starts[at] for p in self.pieces)
        return self.origins[at] if tagged else self.origins[at] + place - self.starts[at]

    def place_of(self, offset: int) -> int:
        """Place in the tagged text of a document offset (inside a tag: its start)."""
        at = max(0, bisect_right(self.origins, offset) - 1)
        start = self.starts[at]
        return start if any(p.start == start for p in self.pieces) else start + offset - self.origins[at]

    def name_at(self, place: int) -> NamePiece | None:
        """The name whose tag starts there."""
        return next((p for p in self.names if p.start == place), None)

    def amount_at(self, place: int) -> AmountPiece | None:
        """The number whose tag starts there."""
        return next((p for p in self.amounts if p.start == place), None)

    def piece_of(self, argument: Argument) -> NamePiece | None:
        """The tag of an argument."""
        return next((p for p in self.names if p.argument is argument), None)

    @functools.cached_property
    def amounts(self) -> list[AmountPiece]:
        """The numbers, in order."""
        return [p for p in self.pieces if isinstance(p, AmountPiece)]

    @functools.cached_property
    def names(self) -> list[NamePiece]:
        """The names, in order."""
        return [p for p in self.pieces if isinstance(p, NamePiece)]

    def last_name(self, end: int, types: Collection[str] | None = None) -> NamePiece | None:
        """The last name of one of these types that ends at or before a place."""
        before = (p for p in reversed(self.names) if p.end <= end)
        return next((p for p in before if types is None or p.argument.type in types), None)


def mask_sentence(text: str, sentence: Sentence, amounts: list[Amount], dates: list[DateMention]) -> Masked:
    """Tags a sentence. Where items overlap, a name goes before a number and a number before a time."""
    items: list[tuple[Span, str, Argument | Amount | DateMention]] = []
    for argument in sentence.arguments:
        owner = argument.anaphor and text[argument.span.start : argument.span.end].lower() in (
            "its",
            "their",
            "his",
            "her",
            "our",
        )
        items.append(
            (argument.span, f"<{_TAGS.get(argument.type, 'other')}>{chr(39) + 's' if owner else ''}", argument)
        )
    for amount in amounts:
        end = max([amount.span.end, *(a.span.end for a in amount.also)])
        if amount.also and text[end : end + 1] == ")":
            end += 1
        items.append((Span(amount.span.start, end), f"<{amount.kind}>", amount))
    items.extend((told.span, "<date>", told) for told in dates)
    kept: list[tuple[Span, str, Argument | Amount | DateMention]] = []
    for entry in items:
        if not any(entry[0].overlaps(other[0]) for other in kept):
            kept.append(entry)
    kept.sort(key=lambda entry: entry[0])
    out: list[str] = []
    pieces: list[Piece] = []
    starts: list[int] = []
    origins: list[int] = []
    at, length = sentence.span.start, 0
    for span, tag, item in kept:
        if span.start > at:
            starts.append(length)
            origins.append(at)
            out.append(_lower(text[at : span.start]))
            length += span.start - at
        starts.append(length)
        origins.append(span.start)
        out.append(tag)
        pieces.append(_piece(length, length + len(tag), span, item))
        length += len(tag)
        at = span.end
    if at < sentence.span.end:
        starts.append(length)
        origins.append(at)
        out.append(_lower(text[at : sentence.span.end]))
    return Masked("".join(out), tuple(pieces), tuple(starts), tuple(origins))


def _piece(start: int, end: int, span: Span, item: Argument | Amount | DateMention) -> Piece:
    match item:
        case Argument():
            return NamePiece(start, end, span, item)
        case Amount():
            return AmountPiece(start, end, span, item)
    return Piece(start, end, span)


def _lower(text: str) -> str:
    """Same length, lower case, plain quotes and dashes; angle brackets are no tags."""
    plain = text.translate(_PLAIN)
    low = plain.lower()
    return low if len(low) == len(plain) else "".join(c if len(c.lower()) > 1 else c.lower() for c in plain)
