"""Settings → the parts of the program, as plain functions."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from kg.config import Settings
from kg.ontology import schema
from kg.query.graph import Graph
from kg.store.rdf import Shape
from kg.store.reader import OxigraphReader
from kg.store.writer import OxigraphWriter

if TYPE_CHECKING:
    from kg.extract.rules import RuleExtractor
    from kg.ontology.registry import Registry


def shape() -> Shape:
    """What the ontology decides about triples."""
    return Shape.of(schema.load())


def registry() -> Registry:
    """The shipped registry; most look-ups never need it."""
    from kg.ontology.registry import load

    return load()


def open_graph(path: Path | str | None = None, settings: Settings | None = None, language: str | None = None) -> Graph:
    """The store at `path`, or the one of the settings, for reading, with labels in `language` or that of the settings.

    Raises StoreError where there is none or it cannot be read.
    """
    settings = settings or Settings()
    reader = OxigraphReader(Path(path) if path is not None else settings.store, shape)
    return Graph(reader, schema.load(), registry, settings.query_timeout, language or settings.language)


def open_writer(path: Path | str | None = None, settings: Settings | None = None) -> OxigraphWriter:
    """The store at `path`, or the one of the settings, for writing; made where there is none.

    Raises StoreLockedError where another process writes, StoreError where it cannot be used.
    """
    if path is None:
        path = (settings or Settings()).store
    return OxigraphWriter(Path(path), shape())


@functools.cache
def extractor() -> RuleExtractor:
    """The extractor that reads without a language model, made once a process."""
    from kg.extract.rules import RuleExtractor

    return RuleExtractor(schema.load(), registry())
