"""Collects the mentions of a document and makes its entities."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container

from kg.extract.chinese.script import simplified
from kg.model import Document, Entity, Mention, Span
from kg.model.ids import minted_entity_id
from kg.ontology.registry import Known

_HAN = re.compile(r"[\u3400-\u9fff]")


class Book:
    """Mentions without overlaps and the entities that they name; `listed` holds the ids of the registry."""

    def __init__(self, document: Document, listed: Container[str]) -> None:
        self.document = document
        self._listed = listed
        self.mentions: list[Mention] = []
        self.entities: dict[str, Entity] = {}
        self._forms: dict[str, dict[str, None]] = defaultdict(dict)
        self._taken: list[Span] = []

    def known(self, span: Span, known: Known, how: str) -> None:
        """A name of the registry's entity."""
        identifiers = (*known.tickers, *([known.wikidata] if known.wikidata else []))
        listed = known.id in self._listed
        self.entities.setdefault(known.id, Entity(known.id, known.type, known.labels, (), identifiers, listed))
        self._put(span, known.type, known.id, how)

    def minted(self, name: str, type_name: str, span: Span, how: str) -> None:
        """A place of an entity that the registry does not have; `name` is its fullest form in simplified script.

        The id is that of the simplified name, the label is the name as the document writes it.
        """
        entity = minted_entity_id(type_name, name)
        written = self.document.text[span.start : span.end]
        label = written if simplified(written) == name else name
        if entity not in self.entities or label == written != self.entities[entity].label("zh"):
            language = "zh" if _HAN.search(name) else "en"
            self.entities[entity] = Entity(entity, type_name, {language: label})
        self._put(span, type_name, entity, how)

    def free(self, span: Span) -> bool:
        """True when no mention has a character of the span."""
        at = bisect_left(self._taken, span)
        return not (
            (at and self._taken[at - 1].end > span.start)
            or (at < len(self._taken) and self._taken[at].start < span.end)
        )

    def _put(self, span: Span, type_name: str, entity: str, how: str) -> None:
        if not self.free(span):
            return
        self._taken.insert(bisect_left(self._taken, span), span)
        text = self.document.text[span.start : span.end]
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
