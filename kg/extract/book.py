"""Collects the mentions of a document and makes its entities."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container

from kg.model import Document, Entity, Mention, Span
from kg.ontology.registry import Known


class Book:
    """Mentions without overlaps and the entities that they name; `listed` holds the ids of the registry.

    What is told first keeps its place.
    """

    def __init__(self, document: Document, listed: Container[str]) -> None:
        self.document = document
        self._text = document.text
        self._listed = listed
        self.mentions: list[Mention] = []
        self.entities: dict[str, Entity] = {}
        self._forms: dict[str, dict[str, None]] = defaultdict(dict)
        self._taken: list[Span] = []

    def known(self, span: Span, known: Known, how: str) -> None:
        """A name of a known entity; `how` tells which rule found it."""
        if known.id not in self.entities:
            identifiers = (*known.tickers, *([known.wikidata] if known.wikidata else []))
            listed = known.id in self._listed
            self.entities[known.id] = Entity(known.id, known.type, known.labels, (), identifiers, listed)
        self.put(span, known.type, known.id, how)

    def put(self, span: Span, type_name: str, entity: str, how: str) -> None:
        """A place of one of `entities`, unless a mention has a character of it."""
        at = bisect_left(self._taken, span)
        if at and self._taken[at - 1].end > span.start:
            return
        if at < len(self._taken) and self._taken[at].start < span.end:
            return
        self._taken.insert(at, span)
        text = self._text[span.start : span.end]
        self._forms[entity].setdefault(text)
        self.mentions.append(Mention(span, text, type_name, entity, how))

    def close(self) -> tuple[list[Mention], dict[str, Entity]]:
        """Mentions in order of place and the entities that have one."""
        entities = {
            i: Entity(
                e.id,
                e.type,
                e.labels,
                tuple(f for f in self._forms[i] if f not in e.labels.values()),
                e.identifiers,
                e.known,
            )
            for i, e in sorted(self.entities.items())
            if i in self._forms
        }
        return sorted(self.mentions, key=lambda m: m.span), entities
