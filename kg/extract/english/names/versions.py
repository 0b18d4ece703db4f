"""Versions told without their family: "R1" in a text on DeepSeek is DeepSeek-R1."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.extract.english.names.cluster import Cluster
from kg.extract.english.names.spots import Spot
from kg.extract.names import BARE, canonical
from kg.ontology.registry import Known

if TYPE_CHECKING:
    from kg.extract.english.names.mentions import Names

_PREFIXED = re.compile(r"(.*?[A-Za-z0-9])[- ]([A-Za-z])\d+(?:\.\d+)?(?:[- ].*)?")


def settle(text: str, clusters: Sequence[Cluster], known: Sequence[tuple[Spot, Known]], names: Names) -> None:
    """Gives clusters that are bare versions their family's name and the type of a model, or takes their type away."""
    bare = [c for c in clusters if BARE.fullmatch(c.name) and c.known is None]
    if not bare:
        return
    prefixes = _prefixes(clusters, known)
    for cluster in bare:
        spot = cluster.spots[0]
        family = _nearest(prefixes.get(cluster.name[0].upper(), []), spot.span.start)
        models = cluster.votes.get("AIModel", 0.0)
        if family is None and models >= 3:
            family = _maker(spot.span.start, known, names)
        if family is None:
            if (
                names.types is None
                and models < 3
                and max(cluster.votes.get("Chip", 0.0), cluster.votes.get("Product", 0.0)) < 4
            ):
                cluster.type = None
            continue
        cluster.name, cluster.type = canonical(family, cluster.name), "AIModel"
        listed = [m.known for m in names.gazetteer.lookup(cluster.name) if m.known.type == "AIModel"]
        if listed:
            cluster.known = listed[0].id


def _prefixes(clusters: Iterable[Cluster], known: Iterable[tuple[Spot, Known]]) -> dict[str, list[tuple[int, str]]]:
    """For each version letter, the families that the document writes out with it, with their places."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for spot, entity in known:
        if entity.type == "AIModel":
            for name in (spot.text, entity.label()):
                if match := _PREFIXED.fullmatch(name):
                    found[match.group(2).upper()].append((spot.span.start, match.group(1)))
                    break
    for cluster in clusters:
        if cluster.type == "AIModel" and (match := _PREFIXED.fullmatch(cluster.name)):
            found[match.group(2).upper()].extend((s.span.start, match.group(1)) for s in cluster.spots)
    return found


def _nearest(places: Sequence[tuple[int, str]], start: int) -> str | None:
    before = [p for p in places if p[0] < start]
    return max(before)[1] if before else min(places)[1] if places else None


def _maker(start: int, known: Sequence[tuple[Spot, Known]], names: Names) -> str | None:
    """The family of the maker named last before an offset: the shortest name among its models."""
    before = [
        (s.span.start, k)
        for s, k in known
        if s.span.start < start and k.type in {"Company", "ResearchInstitute", "AIModel"}
    ]
    for _, entity in sorted(before, key=lambda p: -p[0]):
        if entity.type == "AIModel":
            return entity.label()
        made = [names.registry.entities[i] for i in names.registry.children(entity.id, "developed_by")]
        families = [k.label() for k in made if k.type == "AIModel" and not k.version_of]
        if families:
            return min(families, key=lambda f: (len(f), f))
    return None
