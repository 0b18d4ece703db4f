"""A spot: a place in a Chinese text where a known name, or the version of a known family, stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.extract.gazetteer import Meaning
from kg.extract.segment import Block
from kg.model import Span


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A place where a known name stands.

    `meanings` is what the registry knows of it. `family` is the known family or line of which the name is a version
    that the registry does not list; then `meanings` is empty.
    """

    span: Span
    block: Block
    meanings: tuple[Meaning, ...]
    family: tuple[Meaning, ...] = ()

    @property
    def plain(self) -> bool:
        """True when some meaning counts without a cue."""
        return bool(self.family) or any(not m.cue for m in self.meanings)

    def types(self) -> set[str]:
        """The types of all that the name may mean."""
        return {m.known.type for m in (*self.meanings, *self.family)}


@dataclass(frozen=True, slots=True)
class Scene:
    """A document as the readers of names see it.

    `text` is as written, `plain` the same in simplified script, `latin` the same with a comma for every character that
    is not ASCII, `spoken` the same as `plain` with line breaks for all that does not speak; all have one length.
    `blocks` are those that speak.
    """

    text: str
    plain: str
    latin: str
    spoken: str
    blocks: tuple[Block, ...]

    @classmethod
    def of(cls, text: str, plain: str, blocks: Iterable[Block]) -> Scene:
        """The scene of a text, its simplified form and the blocks that speak."""
        ordered = tuple(sorted(blocks, key=lambda b: b.span))
        parts: list[str] = []
        at = 0
        for block in ordered:
            parts += ["\n" * (block.span.start - at), plain[block.span.start : block.span.end]]
            at = block.span.end
        parts.append("\n" * (len(plain) - at))
        return cls(text, plain, _NOT_ASCII.sub(",", plain), "".join(parts), ordered)

    def places(self, name: str) -> Iterator[Span]:
        """Every place of a form, in simplified script, in the blocks that speak; a Latin one is not part of a word."""
        spoken, size = self.spoken, len(name)
        at = spoken.find(name)
        while at >= 0:
            end = at + size
            if not (_latin(name[0]) and _latin(spoken[at - 1 : at])) and not (
                _latin(name[-1]) and _latin(spoken[end : end + 1])
            ):
                yield Span(at, end)
            at = spoken.find(name, end)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


class Ground:
    """Which characters of a text names have taken, and where names begin and end."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._taken: set[int] = set()
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        for span in spans:
            self.take(span)

    def take(self, span: Span) -> None:
        """Marks a span."""
        self._taken.update(range(span.start, span.end))
        self.starts.add(span.start)
        self.ends.add(span.end)

    def free(self, start: int, end: int) -> bool:
        """True when no name has a character of [start, end)."""
        return not any(i in self._taken for i in range(start, end))

    def taken(self, offset: int) -> bool:
        """True when a name has this character."""
        return offset in self._taken
