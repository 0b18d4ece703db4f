"""Collects the mentions of an English document and makes its entities."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract import book
from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.spots import Spot
from kg.extract.gazetteer import Meaning
from kg.extract.segment import Block
from kg.model import Entity, Span
from kg.model.ids import minted_entity_id
from kg.ontology.registry import Registry


class Book(book.Book):
    """Mentions and entities, with the versions of known families and the names that a text proves."""

    def named(self, spot: Spot, meaning: Meaning) -> None:
        """A known name, or the version of a known family that the registry does not list."""
        if spot.family:
            self._mint(spot.text, meaning.known.type, [spot.span], "version")
            return
        self.known(spot.span, meaning.known, "cue" if meaning.cue else "registry")

    def unknown(self, cluster: Cluster, registry: Registry) -> None:
        """A cluster that has a type: a form of a known entity, or an entity of its own."""
        if cluster.type is None:
            return
        spans = [s.span for s in cluster.spots]
        entity = registry.entities.get(cluster.known or "")
        if entity is None:
            self._mint(cluster.name, cluster.type, spans, "shape")
            return
        for span in spans:
            self.known(span, entity, "short form")

    def echoes(self, kept: Iterable[Block]) -> None:
        """Finds the names that cues have proven where no rule saw them, in headlines above all."""
        proven = sorted(
            (
                (form, m)
                for m in self.mentions
                if m.how in {"shape", "version", "short form"}
                for form in [m.text]
                if len(form) > 2
            ),
            key=lambda p: (-len(p[0]), p[0], p[1].span),
        )
        forms = dict(reversed(proven))
        if not forms:
            return
        pattern = re.compile(
            rf"(?<![\w-])(?:{'|'.join(re.escape(f) for f in sorted(forms, key=lambda f: (-len(f), f)))})(?![\w])"
        )
        for block in kept:
            for match in pattern.finditer(self._text, block.span.start, block.span.end):
                span = Span(match.start(), match.end())
                mention = forms[match.group()]
                self.put(span, mention.type, mention.entity, "echo")

    def _mint(self, name: str, type_name: str, spans: Iterable[Span], how: str) -> None:
        entity = minted_entity_id(type_name, name)
        self.entities.setdefault(entity, Entity(entity, type_name, {"en": name}))
        for span in spans:
            self.put(span, type_name, entity, how)
