"""What an extractor is."""

from __future__ import annotations

from typing import Protocol

from kg.model import Document, Extraction


class Extractor(Protocol):
    """Turns a document into what it says.

    `name` and `version` go into every piece of evidence; a new version reads documents again.
    """

    @property
    def name(self) -> str:
        """The extractor's name."""
        ...

    @property
    def version(self) -> str:
        """Changes with everything that decides a reading."""
        ...

    def extract(self, document: Document) -> Extraction:
        """Reads one document; never raises for what its text holds."""
        ...
