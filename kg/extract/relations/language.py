"""What a language brings along, so that its relations can be read."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from kg.extract.frameset import Frame
from kg.extract.segment import Block
from kg.model import Entity, Mention, QualifierValue, Span


class Argument(Protocol):
    """A name in a sentence, or an expression that stands for one."""

    @property
    def entity(self) -> str:
        """The id of the document's entity."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def span(self) -> Span:
        """Its place in the document."""

    @property
    def anaphor(self) -> bool:
        """True for an expression that only stands for a name."""

    @property
    def head(self) -> int:
        """Where it stands in its sentence: the number of a word, or an offset."""


class Sentence(Protocol):
    """One sentence with its arguments in order."""

    @property
    def span(self) -> Span:
        """Its place in the document."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def block(self) -> Block:
        """The block that it stands in."""

    @property
    def arguments(self) -> Sequence[Argument]:
        """The names and the expressions that stand for one."""


A_co = TypeVar("A_co", bound=Argument, covariant=True)


@dataclass(frozen=True)
class Hit(Generic[A_co]):
    """A frame that fired: its ends, where the telling word stands as the language counts places, and a post it read."""

    frame: Frame
    subject: A_co
    object: A_co
    trigger: int
    role: str | None = None

    @property
    def qualifiers(self) -> dict[str, QualifierValue]:
        """What the frame itself tells beside the ends, with the post that it read."""
        told: dict[str, QualifierValue] = dict(self.frame.qualifiers)
        return told if self.role is None else {**told, "role": self.role}


class Topics(Protocol):
    """What a text keeps in view."""

    def of(
        self, index: int, types: Collection[str], exclude: Collection[str] = (), before: int | None = None
    ) -> Argument | None:
        """The best argument of one of `types` at a sentence, not in `exclude`, left of a place `before` in it."""


class Clues(Protocol):
    """What one sentence shows of its arguments, as readable features."""

    @property
    def around(self) -> Sequence[str]:
        """What it shows of any two of them."""

    def said(self, argument: Any) -> Sequence[str]:
        """What it says of one."""

    def between(self, one: Any, other: Any) -> Iterable[str]:
        """What stands between, before and behind two."""

    def path(self, one: Any, other: Any) -> tuple[int | None, Iterable[str]]:
        """The place of the word that joins two, and what the way between them shows."""


class Language(Protocol):
    """Finds frames, topics and clues in the sentences of one language."""

    def topics(self, sentences: Sequence[Any]) -> Topics:
        """The topics of a document."""

    def find(self, sentences: Sequence[Any], index: int, topics: Any) -> Sequence[Hit[Argument]]:
        """The frames that fire in a sentence."""

    def clues(self, sentence: Any) -> Clues:
        """What a sentence shows of its arguments."""

    def trigger(self, sentence: Any, hit: Any) -> Span:
        """The telling word of a hit."""


class Reading(Protocol):
    """A document with its names and sentences."""

    @property
    def mentions(self) -> Sequence[Mention]:
        """The names."""

    @property
    def entities(self) -> Mapping[str, Entity]:
        """What they name."""

    @property
    def sentences(self) -> Sequence[Sentence]:
        """The sentences, names and anaphors in place."""
