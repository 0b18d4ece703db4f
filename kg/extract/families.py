"""Families told by names: Qwen3-32B is a version of Qwen3, and that of Qwen, where the text names them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set

from kg.extract.kinds import THINGS
from kg.model import Entity
from kg.ontology.registry import Registry

#: The relation that names tell; the judge has no part in it.
FAMILY = "versionOf"
_GLUED = re.compile(r"(?<=[a-z]) (?=\d)")
_SEPARATORS = re.compile(r"[\s\-_‐–]+")


def families(entities: Mapping[str, Entity], registry: Registry) -> dict[str, str]:
    """Entity id → id of the nearest family among the document's entities.

    A family's name begins the version's name and ends at a digit, hyphen or space; digits never run on, so Qwen2.5 is
    no version of Qwen2. What the registry knows counts before the names.
    """
    found: dict[str, str] = {}
    technology = [e for e in entities.values() if e.type in THINGS]
    forms = {e.id: _forms(e) for e in technology}
    for one in technology:
        known = _ancestor(one.id, entities, registry)
        if known:
            found[one.id] = known
            continue
        fitting = [
            (len(prefix), other.id)
            for other in technology
            if other.id != one.id and other.type == one.type and (prefix := _begins(forms[one.id], forms[other.id]))
        ]
        if fitting:
            found[one.id] = max(fitting)[1]
    return found


def _ancestor(entity: str, entities: Mapping[str, Entity], registry: Registry) -> str | None:
    seen = {entity}
    queue = [entity]
    while queue:
        known = registry.entities.get(queue.pop(0))
        for parent in known.version_of if known else ():
            if parent in seen:
                continue
            if parent in entities:
                return parent
            seen.add(parent)
            queue.append(parent)
    return None


def _begins(one: Set[str], other: Set[str]) -> str:
    """The longest of the forms of `other` that begins one of `one`, or nothing."""
    best = ""
    for name in one:
        for prefix in other:
            rest = name[len(prefix) :]
            if name.startswith(prefix) and rest and len(prefix) > max(1, len(best)) and _breaks(prefix[-1], rest):
                best = prefix
    return best


def _forms(entity: Entity) -> set[str]:
    spaced = {_SEPARATORS.sub(" ", name).strip().casefold() for name in (*entity.labels.values(), *entity.aliases)}
    return spaced | {_GLUED.sub("", name) for name in spaced}


def _breaks(last: str, rest: str) -> bool:
    if rest[0] == " ":
        return True
    if rest[0] == ".":
        return False
    return last.isalpha() != rest[0].isalpha() and not (last.isdigit() and rest[0].isdigit())
