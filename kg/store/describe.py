"""How the store describes entities: the registry's words where it knows them, else the words of all documents."""

from __future__ import annotations

from collections import defaultdict

from pyoxigraph import Literal, Triple

from kg.model import Entity
from kg.model.ids import ENT, KG
from kg.store import terms as t
from kg.store.rdf import entity_triples
from kg.store.staging import Staging

_PARTS = (t.TYPE, t.PREF_LABEL, t.ALT_LABEL, t.TICKER, t.WIKIDATA, t.KNOWN, t.NAME_KEY)


def describe(staging: Staging, entity: Entity) -> bool:
    """Brings the description of an entity, whose naming is staged, up to date. True where it changed."""
    if entity.known:
        return _set(staging, entity.id, entity_triples(entity))
    present = _present(staging, entity.id)
    labels = (t.PREF_LABEL, t.ALT_LABEL)
    forms = {t.text_of(triple.object) for triple in present if triple.predicate in labels}
    if present and forms.issuperset((*entity.labels.values(), *entity.aliases)):
        return False
    return _set(staging, entity.id, entity_triples(_gathered(staging, entity.id, entity.type)))


def forget(staging: Staging, entity_id: str) -> bool:
    """Takes back of a description what no document says any more. True where it changed."""
    here = t.node(ENT, entity_id)
    if not any(staging.match(None, t.MENTIONS, here)):
        return _set(staging, entity_id, [])
    if any(staging.match(here, t.KNOWN, t.TRUE)):
        return False
    type_ = next(iter(staging.match(here, t.TYPE, None)))
    name = t.local(type_.object, KG)
    return _set(staging, entity_id, entity_triples(_gathered(staging, entity_id, name)))


def _present(staging: Staging, entity_id: str) -> set[Triple]:
    here = t.node(ENT, entity_id)
    return {triple for part in _PARTS for triple in staging.match(here, part, None)}


def _set(staging: Staging, entity_id: str, wanted: list[Triple]) -> bool:
    present = _present(staging, entity_id)
    if present == set(wanted):
        return False
    staging.remove(sorted(present.difference(wanted), key=str))
    staging.add(wanted)
    return True


def _gathered(staging: Staging, entity_id: str, type_name: str) -> Entity:
    """The entity as all documents call it.

    The order of documents does not matter: the least name of a language is its label.
    """
    labels: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for naming in list(staging.match(None, t.NAMED_ENTITY, t.node(ENT, entity_id))):
        for triple in staging.match(naming.subject, t.PREFERRED_NAME, None):
            if isinstance(triple.object, Literal):
                labels[triple.object.language or "en"].add(triple.object.value)
        others |= {t.text_of(triple.object) for triple in staging.match(naming.subject, t.OTHER_NAME, None)}
    chosen = {language: min(found) for language, found in sorted(labels.items())}
    others |= {name for found in labels.values() for name in found}
    return Entity(entity_id, type_name, chosen, tuple(sorted(others.difference(chosen.values()))))
