"""A sentence as surface frames see it: names, numbers and times replaced by tags, all else in lower case.

`Xpeng's revenue rose 8% to 20.4 billion yuan` reads `<company>'s revenue rose <percent> to <money>`. Every tag knows
what it stands for, every place in the tagged text its place in the document.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.extract.dates import DateMention
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
    """One tag: where it stands in the tagged text, and what it stands for."""

    start: int
    end: int
    span: Span
    item: Argument | Amount | DateMention


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
        piece = next((p for p in self.pieces if p.start == self.starts[at]), None)
        return self.origins[at] if piece is not None else self.origins[at] + place - self.starts[at]

    def piece_at(self, place: int) -> Piece | None:
        """The piece whose tag starts there."""
        return next((p for p in self.pieces if p.start == place), None)

    def piece_of(self, item: object) -> Piece | None:
        """The piece that stands for an item."""
        return next((p for p in self.pieces if p.item is item), None)

    @property
    def amounts(self) -> list[Piece]:
        """The numbers, in order."""
        return [p for p in self.pieces if isinstance(p.item, Amount)]

    @property
    def names(self) -> list[Piece]:
        """The names, in order."""
        return [p for p in self.pieces if isinstance(p.item, Argument)]


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
        pieces.append(Piece(length, length + len(tag), span, item))
        length += len(tag)
        at = span.end
    if at < sentence.span.end:
        starts.append(length)
        origins.append(at)
        out.append(_lower(text[at : sentence.span.end]))
    return Masked("".join(out), tuple(pieces), tuple(starts), tuple(origins))


def _lower(text: str) -> str:
    """Same length, lower case, plain quotes and dashes; angle brackets are no tags."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text.translate(_PLAIN))
