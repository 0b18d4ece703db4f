"""A text in pieces, each with the name that stands there and the statements that it tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text. `name` is the number of the mention around it, `told` the numbers of the quotes around it.

    `begins` holds the numbers of the quotes whose first piece this is.
    """

    text: str
    name: int | None = None
    told: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def pieces(text: str, names: Sequence[Span], quotes: Sequence[Span]) -> list[Piece]:
    """The text cut at every end of a span; joined, the pieces are the text.

    Spans are half-open, in code points; what reaches out of the text is cut off. Of two mentions that overlap the
    earlier counts, of two that begin together the longer.

    >>> [(piece.text, piece.name, piece.told) for piece in pieces("Kimi is new", [(0, 4)], [(0, 7)])]
    [('Kimi', 0, (0,)), (' is', None, (0,)), (' new', None, ())]
    """
    size = len(text)
    names_at = {start: (number, end) for number, start, end in _apart(names, size)}
    opens: dict[int, list[int]] = {}
    closes: dict[int, list[int]] = {}
    cuts = {0, size, *names_at, *(end for _, end in names_at.values())}
    for number, (start, end) in enumerate(quotes):
        low, high = max(0, start), min(end, size)
        if low < high:
            opens.setdefault(low, []).append(number)
            closes.setdefault(high, []).append(number)
            cuts |= {low, high}
    found: list[Piece] = []
    around: set[int] = set()
    name: tuple[int, int] | None = None
    for start, end in pairwise(sorted(cuts)):
        around.difference_update(closes.get(start, ()))
        around.update(opens.get(start, ()))
        name = names_at.get(start, name)
        inside = name[0] if name is not None and start < name[1] else None
        found.append(Piece(text[start:end], inside, tuple(sorted(around)), tuple(opens.get(start, ()))))
    return found


def paragraphs(found: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces line by line; lines without text are left out."""
    line: list[Piece] = []
    for piece in found:
        parts = piece.text.split("\n")
        for place, part in enumerate(parts):
            if place and any(item.text.strip() for item in line):
                yield line
            line = [] if place else line
            begins = piece.begins if not place else ()
            if part or begins:
                line.append(Piece(part, piece.name, piece.told, begins))
    if any(item.text.strip() for item in line):
        yield line


def _apart(spans: Sequence[Span], size: int) -> Iterator[tuple[int, int, int]]:
    last = 0
    for number, (start, end) in sorted(enumerate(spans), key=lambda item: (item[1][0], -item[1][1], item[0])):
        if last <= start < end <= size:
            yield number, start, end
            last = end
