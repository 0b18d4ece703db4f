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
    from kg.extract.chinese.reader import ChineseReader
    from kg.extract.english.reader import EnglishReader
    from kg.extract.explanation import Explanation

#: Endings of the files that decide what is read.
_PARTS = frozenset({".py", ".yaml", ".txt", ".gz", ".ttl"})
#: Garbage is collected when so many more objects were made than freed.
_GARBAGE = 50_000


class RuleExtractor:
    """Chooses the reader by the document's language: Chinese, else English."""

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
        # what is loaded stays, and a document leaves no garbage behind: the collector need not look through the one
        # again and again, nor come several times while the other is read
        gc.collect()
        gc.freeze()
        gc.set_threshold(_GARBAGE)
        return reader

    @cached_property
    def _chinese(self) -> ChineseReader:
        from kg.extract.chinese.reader import ChineseReader

        return ChineseReader(self.ontology, self.registry)

    def _reader(self, document: Document) -> EnglishReader | ChineseReader:
        return self._chinese if document.language == "zh" else self._english

    def extract(self, document: Document) -> Extraction:
        """All that the document says."""
        return self._reader(document).extract(document, f"{self.name}/{self.version}")

    def explain(self, document: Document) -> Explanation:
        """How the document is read, sentence by sentence."""
        from kg.extract.explain import explain

        return explain(self._reader(document), document, f"{self.name}/{self.version}")
