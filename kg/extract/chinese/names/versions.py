"""Versions told without their family: R2 in a text on DeepSeek is DeepSeek-R2, M2 beside Baichuan-M2 is that one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract.chinese.names.clusters import Cluster
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.gazetteer import Gazetteer
from kg.extract.names import BARE, canonical
from kg.model import Span
from kg.ontology.registry import Registry

_PREFIXED = re.compile(r"(.*?[A-Za-z0-9\u3400-\u9fff])[- ]?([A-Za-z])\d+(?:\.\d+)?(?:[- ].*)?")
_PART = re.compile(r"(?<=[-\s])[A-Za-z]\d{1,2}(?:\.\d)?(?: (?:Thinking|Turbo|Max|Pro|Mini|Lite))?\Z")
_NOT_MODEL = re.compile(r"(?:系列)?(?:手机|轮|座|车型|区|层|口|出口|航站楼|级|项目)")


def settle(
    scene: Scene, clusters: list[Cluster], ground: Ground, registry: Registry, gazetteer: Gazetteer
) -> list[Cluster]:
    """The clusters, with bare versions given to the model that they stand for."""
    full: dict[str, Cluster] = {}
    for cluster in clusters:
        if cluster.type == "AIModel":
            for span in cluster.spans:
                if tail := _PART.search(scene.plain[span.start : span.end]):
                    full.setdefault(tail.group(), cluster)
    for cluster in clusters:
        for span in list(cluster.spans):
            owner = full.get(scene.plain[span.start : span.end])
            if owner is not None and owner is not cluster and cluster.type == "AIModel":
                owner.spans[span] = cluster.spans.pop(span)
    made: dict[str, Cluster | None] = {}
    makers = sorted(
        ((s.start, c) for c in clusters for s in c.spans if c.known is not None and c.type in _MAKERS),
        key=lambda p: p[0],
    )
    for block in scene.blocks:
        for match in BARE.finditer(scene.latin, block.span.start, block.span.end):
            span = Span(*match.span())
            if not ground.free(span.start, span.end) or _NOT_MODEL.match(scene.plain, span.end):
                continue
            name = match.group()
            owner = full.get(name)
            if owner is None and name not in made:
                last = bisect_left(makers, span.start, key=lambda p: p[0])
                before = list(dict.fromkeys(c for _, c in reversed(makers[:last])))
                made[name] = _maker(before, clusters, name, registry, gazetteer)
            owner = owner or made.get(name)
            if owner is None:
                continue
            ground.take(span)
            owner.spans[span] = "bare version"
    return [*clusters, *(c for c in made.values() if c is not None and c not in clusters)]


_MAKERS = frozenset({"Company", "AIModel", "ResearchInstitute"})


def _maker(
    before: Sequence[Cluster], clusters: Sequence[Cluster], name: str, registry: Registry, gazetteer: Gazetteer
) -> Cluster | None:
    """The model of this version by the family, or the maker, named last before it."""
    for cluster in before:
        known = cluster.known
        if known is None:
            continue
        families = [known.label()] if known.type == "AIModel" else []
        made = [registry.entities[child] for child in registry.children(known.id, "developed_by")]
        families += [child.label() for child in made if child.type == "AIModel"]
        letters = {m.group(2).upper(): m.group(1) for f in sorted(families) if (m := _PREFIXED.fullmatch(f))}
        family = letters.get(name[0].upper())
        if family is None:
            continue
        whole = canonical(family, name)
        listed = [m.known for m in gazetteer.lookup(whole) if m.known.type == "AIModel"]
        if listed:
            same = next((c for c in clusters if c.known is listed[0]), None)
            return same or Cluster(listed[0].label("zh"), "AIModel", known=listed[0])
        return Cluster(whole, "AIModel")
    return None
