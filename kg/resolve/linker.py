"""Entities of one document → entities of the graph.

Entities of the registry keep their id. For the others the id is made from type and name, so that two documents that
name the same type and name mean one entity. Persons are the exception: of one name at different firms, they are two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kg.model import Entity, Evidence, Extraction, Modality, Statement
from kg.model.ids import minted_entity_id, slug

#: Relations that tie a person to an organisation, the stronger tie first.
_TIES = ("holdsRole", "founded")


def link(extraction: Extraction, symmetric: frozenset[str]) -> Extraction:
    """The same extraction with the graph's ids; `symmetric` names the symmetric relations.

    Entities of a document that get one id become one, with the labels and aliases of both; a relation that then joins
    an entity with itself is dropped.
    """
    ties = _ties(extraction)
    ids = {entity.id: _id(entity, ties.get(entity.id)) for entity in extraction.entities}
    entities: dict[str, Entity] = {}
    for entity in extraction.entities:
        name = ids[entity.id]
        entities[name] = _joined(entities[name], entity) if name in entities else replace(entity, id=name)
    return replace(
        extraction,
        entities=tuple(entities.values()),
        mentions=tuple(replace(item, entity=ids.get(item.entity, item.entity)) for item in extraction.mentions),
        evidence=tuple(item for told in extraction.evidence if (item := _evidence(told, ids, symmetric)) is not None),
    )


def _id(entity: Entity, tie: str | None) -> str:
    if entity.known:
        return entity.id
    name = minted_entity_id(entity.type, entity.label())
    return f"{name}.{tie}" if tie else name


def _ties(extraction: Extraction) -> dict[str, str]:
    """For each unknown person the slug of the organisation it belongs to, where one is told."""
    entities = {entity.id: entity for entity in extraction.entities}
    found: dict[str, tuple[tuple[int, bool, int], str]] = {}
    for place, told in enumerate(extraction.evidence):
        statement = told.statement
        person, firm = entities.get(statement.subject), entities.get(str(statement.object))
        if statement.predicate not in _TIES or told.modality is Modality.DENIED or person is None or firm is None:
            continue
        if person.type == "Person" and not person.known:
            # A past post says less about who somebody is than a present one.
            former = str(told.qualifiers.get("role", "")).casefold().startswith("former")
            rank = (_TIES.index(statement.predicate), former, place)
            name = firm.id if firm.known else slug(firm.label())
            found[person.id] = min(found.get(person.id, (rank, name)), (rank, name))
    return {person: name for person, (_, name) in found.items()}


def _joined(first: Entity, second: Entity) -> Entity:
    labels = {**second.labels, **first.labels}
    forms = dict.fromkeys((*first.aliases, *second.labels.values(), *second.aliases))
    aliases = tuple(form for form in forms if form not in labels.values())
    identifiers = tuple(dict.fromkeys((*first.identifiers, *second.identifiers)))
    return replace(first, labels=labels, aliases=aliases, identifiers=identifiers)


def _evidence(told: Evidence, ids: Mapping[str, str], symmetric: frozenset[str]) -> Evidence | None:
    statement = told.statement
    subject = ids.get(statement.subject, statement.subject)
    if not isinstance(statement.object, str):
        return replace(told, statement=replace(statement, subject=subject))
    object_ = ids.get(statement.object, statement.object)
    if subject == object_:
        return None
    is_symmetric = statement.predicate in symmetric
    return replace(told, statement=Statement.relation(subject, statement.predicate, object_, symmetric=is_symmetric))
