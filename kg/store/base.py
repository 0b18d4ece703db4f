"""What a store is: protocols for writing and reading, and the records that pass through them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Triple

from kg.model import Document, Evidence, Extraction, Span
from kg.store.ledger import Ledger
from kg.store.terms import Subject, Term


@dataclass(frozen=True, slots=True)
class Record:
    """A document as it goes into a store: what it says, and the sentence around each evidence span.

    A span that is missing from `sentences` is its own sentence. `version` names the extractor with its version.
    """

    extraction: Extraction
    sentences: Mapping[Span, Span]
    version: str


@dataclass(frozen=True, slots=True)
class StoredEvidence:
    """Evidence read back, with what its document tells about itself.

    `sentence` is the text of the sentence around it.
    """

    id: str
    evidence: Evidence
    sentence: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is told of a document beside its text. `extractor` names the one that read it with its version."""

    digest: str
    extractor: str
    language: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document read back, with the places where it names entities: id → spans in order."""

    document: Document
    mentions: Mapping[str, tuple[Span, ...]]


class Writer(Protocol):
    """The one that may write. Everything it did is readable by others after `publish`."""

    @property
    def ledger(self) -> Ledger:
        """Which documents are in."""
        ...

    def put(self, records: Iterable[Record], replacing: Iterable[str] = ()) -> None:
        """Writes documents in one transaction, in place of those of the same ids and of those in `replacing`."""
        ...

    def delete(self, document: str) -> bool:
        """Takes back all that a document brought; False where it is not there."""
        ...

    def compact(self) -> bool:
        """Puts what is written in order for quick reading, where it has grown enough to be worth it; True if so."""
        ...

    def publish(self) -> None:
        """Lets readers see what is written."""
        ...

    def close(self) -> None:
        """Publishes and lets the lock go."""
        ...


class Reader(Protocol):
    """A published copy, which does not change while it is open."""

    def match(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None, /) -> Iterator[Triple]:
        """The triples that fit; None matches everything."""
        ...

    def count(self, subject: Subject | None, predicate: NamedNode | None, object_: Term | None, /) -> int:
        """How many triples fit; quicker than to look at them."""
        ...

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Runs a trusted query (the program's own). Raises SyntaxError."""
        ...

    def triples(self) -> Iterator[Triple]:
        """Every triple, in no defined order."""
        ...

    def __len__(self) -> int:
        """How many triples."""
        ...

    @property
    def path(self) -> Path:
        """Where the copy lies, for another process to open."""
        ...

    @property
    def outdated(self) -> bool:
        """True where a newer copy has been published."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Names and sentences; it may run ahead of the copy."""
        ...

    def close(self) -> None:
        """Lets the copy go."""
        ...
