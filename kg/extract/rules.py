"""The extractor that needs no language model: names, grammar, frames and a small judge; offline and deterministic."""

from __future__ import annotations

import gc
import hashlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import data_path
from kg.model import Document, Extraction
from kg.ontology.registry import Registry
from kg.ontology.schema import Ontology

if TYPE_CHECKING:
    from kg.extract.english.reader import EnglishReader
    from kg.extract.explanation import Explanation

#: Endings of the files that decide what is read.
_PARTS = frozenset({".py", ".yaml", ".txt", ".gz", ".ttl"})


class RuleExtractor:
    """Chooses the reader by the document's language. A language without a reader yields an empty extraction."""

    name = "rules"

    def __init__(self, ontology: Ontology, registry: Registry) -> None:
        self.ontology = ontology
        self.registry = registry

    @cached_property
    def version(self) -> str:
        """A digest of all that decides a reading: code, frames, words, model, registry, ontology."""
        total = hashlib.sha256()
        for folder in (Path(__file__).parent, data_path("seeds", "registry"), data_path("ontology")):
            for path in sorted(p for p in folder.rglob("*") if p.suffix in _PARTS):
                total.update(path.relative_to(folder).as_posix().encode())
                total.update(path.read_bytes())
        return total.hexdigest()[:12]

    @cached_property
    def _english(self) -> EnglishReader:
        from kg.extract.english.reader import EnglishReader

        reader = EnglishReader(self.ontology, self.registry)
        reader.load()
        # what is loaded stays; the collector of garbage need not look through it again and again
        gc.collect()
        gc.freeze()
        return reader

    def extract(self, document: Document) -> Extraction:
        """All that the document says."""
        if document.language == "en":
            return self._english.extract(document, f"{self.name}/{self.version}")
        return Extraction(document, (), (), ())

    def explain(self, document: Document) -> Explanation | None:
        """How the document is read, sentence by sentence; None in a language without a reader."""
        if document.language != "en":
            return None
        from kg.extract.english.explain import explain

        return explain(self._english, document, f"{self.name}/{self.version}")
