"""A document and the places in it."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from kg.model.when import When


class _Range(NamedTuple):
    start: int
    end: int


class Span(_Range):
    """A half-open range [start, end) of code points of `Document.text`; they come in the order of their places."""

    __slots__ = ()

    def __new__(cls, start: int, end: int) -> Self:
        """Raises ValueError unless 0 <= start < end."""
        if not 0 <= start < end:
            raise ValueError(f"a span needs 0 <= start < end, not [{start}, {end})")
        return tuple.__new__(cls, (start, end))

    def __len__(self) -> int:
        return self.end - self.start

    def overlaps(self, other: Span) -> bool:
        """True when the two share a character."""
        return self.start < other.end and other.start < self.end

    def within(self, other: Span) -> bool:
        """True when no character lies outside `other`."""
        return other.start <= self.start and self.end <= other.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article, as read; nothing changes it afterwards.

    `body` is the article without its title, `text` title, line break and body: what every span points into. `published`
    may be a day, month or year. `language` is `en` or `zh`.
    """

    id: str
    body: str
    title: str | None = None
    publisher: str | None = None
    published: When | None = None
    language: str = "en"
    url: str | None = None
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", f"{self.title}\n{self.body}" if self.title else self.body)

    @property
    def body_start(self) -> int:
        """Offset of the body in `text`."""
        return len(self.title) + 1 if self.title else 0

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the text with white space folded: equal for the same text however it came."""
        return text_digest(self.text)

    def quote(self, span: Span) -> str:
        """The characters of a span. Raises ValueError when it reaches past the end."""
        if span.end > len(self.text):
            raise ValueError(f"span [{span.start}, {span.end}) reaches past the text of {self.id}")
        return self.text[span.start : span.end]


def text_digest(text: str) -> str:
    """SHA-256 (hex) of NFC text with runs of white space folded to one space."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(folded.encode("utf-8")).hexdigest()
