"""The extractor that needs no language model: names, grammar, frames and a small judge; offline and deterministic."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Document, Extraction
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

if TYPE_CHECKING:
    from kg.extract.english.reader import EnglishReader


class RuleExtractor:
    """Chooses the reader by the document's language. A language without a reader yields an empty extraction."""

    name = "rules"
    version = "1"

    def __init__(self, ontology: Ontology, registry: Registry) -> None:
        self.ontology = ontology
        self.registry = registry

    @cached_property
    def _english(self) -> EnglishReader:
        from kg.extract.english.reader import EnglishReader

        return EnglishReader(self.ontology, self.registry)

    def extract(self, document: Document) -> Extraction:
        """All that the document says."""
        if document.language == "en":
            return self._english.extract(document, f"{self.name}/{self.version}")
        return Extraction(document, (), (), ())
