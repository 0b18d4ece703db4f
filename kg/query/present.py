"""What the store holds, as views."""

from __future__ import annotations

from functools import lru_cache

from kg.model import Entity, Quantity, Statement
from kg.query.views import EntityView, EvidenceView, QuantityView
from kg.store.base import StoredEvidence
from kg.store.rdf_read import Rebuilder
from kg.store.terms import Match

#: So many entities are kept, those that were wanted last: a server runs for long.
_KEPT = 20_000


class Presenter:
    """Makes views, labelled in one language."""

    def __init__(self, match: Match, language: str) -> None:
        self.language = language
        self.rebuilder = Rebuilder(match)
        self._entity = lru_cache(_KEPT)(self._read)

    def entity(self, name: str) -> EntityView:
        """An entity by its id; one that the store does not describe has the type "Entity" and no labels."""
        return self._entity(name)

    def _read(self, name: str) -> EntityView:
        return self.view(self.rebuilder.entity(name) or Entity(name, "Entity", {}))

    def view(self, entity: Entity) -> EntityView:
        """An entity without what depends on a question."""
        about = (entity.id, entity.type, entity.labels, entity.aliases, entity.identifiers, entity.known)
        return EntityView(*about, language=self.language)

    def evidence(self, name: str, statement_id: str, statement: Statement | None = None) -> EvidenceView:
        """Evidence by its id."""
        return evidence_view(self.rebuilder.evidence(name, statement), statement_id)


def quantity_view(value: Quantity) -> QuantityView:
    """A quantity with its exact value as text."""
    return QuantityView(value.plain, value.unit, value.comparator)


def evidence_view(stored: StoredEvidence, statement_id: str) -> EvidenceView:
    """Evidence with its document's title, publisher, date and address."""
    item = stored.evidence
    value = item.statement.object
    return EvidenceView(
        id=stored.id,
        statement=statement_id,
        quote=item.quote,
        sentence=stored.sentence,
        publisher=stored.publisher,
        published=stored.published,
        document=item.document,
        title=stored.title,
        url=stored.url,
        modality=item.modality.value,
        attribution=item.attribution,
        when=item.when.text if item.when else None,
        qualifiers={
            key: quantity_view(told) if isinstance(told, Quantity) else told for key, told in item.qualifiers.items()
        },
        rule=item.rule,
        extractor=item.extractor,
        span=(item.span.start, item.span.end),
        comparator=value.comparator if isinstance(value, Quantity) else None,
        alternatives=tuple(map(quantity_view, item.alternatives)),
        score=item.score,
    )
