"""Clusters: the forms by which a document calls one thing that the registry does not know, or a known one anew."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.chinese.names import tails
from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.lexicon import lexicon, words
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.kinds import THINGS
from kg.model import Span
from kg.ontology.registry import Known

_LEGAL_END = re.compile(
    r"(?:[（(][\u3400-\u9fff]{2,6}[）)])?(?:股份|控股|集团|责任|投资|管理){0,3}有限(?:责任)?公司$|(?:合伙)?企业[（(]有限合伙[）)]$|[（(]有限合伙[）)]$"
)
_GENERIC = re.compile(
    r"(?:(?:信息|智能|网络|数字|电子|数据|生物|新能源|人工智能|感知|软件|医疗|文化|教育|通信|计算机|半导体|微电子)?(?:科技|技术|集团|股份|控股|传媒|系统|服务|管理|投资|软件|信息技术|信息科技))$"
)


@dataclass(eq=False, slots=True)
class Cluster:
    """Places of one thing. `known` is set where it is an entity of the registry; then `name` and `type` are its own."""

    name: str
    type: str
    spans: dict[Span, str] = field(default_factory=dict)
    known: Known | None = None

    def take(self, other: Cluster) -> None:
        """Adds the places of another cluster, which is another form of the same thing."""
        self.spans |= other.spans
        other.spans = {}
        if self.known is None and other.known is not None:
            self.known, self.name, self.type = other.known, other.name, other.type


def core(name: str) -> str:
    """A firm's legal name without place, legal form and general words.

    >>> core("合肥声谷元信息技术有限公司")
    '合肥声谷元'
    """
    bare = _LEGAL_END.sub("", name)
    while (shorter := _GENERIC.sub("", bare)) != bare and len(shorter) > 1:
        bare = shorter
    return bare


def stem(name: str) -> str | None:
    """The short form of a firm's name that ends in a suffix: 沛星 of 沛星互动科技; None where there is none."""
    bare = core(name)
    for size in (4, 3, 2):
        tail = bare[-size:]
        if len(bare) - size >= 2 and tail in lexicon().suffixes and len(tail) > 1:
            return bare[:-size]
    return bare if bare != name and len(bare) > 1 else None


def grown(scene: Scene, cluster: Cluster, ground: Ground) -> Iterator[Cluster]:
    """Versions of an unknown family, found where its name stands: 纸鸢2-V of 纸鸢."""
    found: dict[str, Cluster] = {}
    for span in list(cluster.spans):
        block = next((b for b in scene.blocks if span.within(b.span)), None)
        if block is None:
            continue
        end = tails.model_end(scene.plain, scene.latin, span.end, block.span.end)
        if cluster.type == "Chip" and end == span.end:
            end = tails.chip_end(scene.plain, span.end, block.span.end)
        if end == span.end or not ground.free(span.end, end):
            continue
        del cluster.spans[span]
        longer = Span(span.start, end)
        ground.take(longer)
        name = scene.plain[span.start : end]
        found.setdefault(tails.short(name).casefold(), Cluster(name, cluster.type)).spans[longer] = "version"
    yield from found.values()


def joined(clusters: Sequence[Cluster], places: Iterable[str]) -> list[Cluster]:
    """The clusters with those made one whose names tell that they are the same."""
    prefixes = sorted(set(places), key=lambda p: (-len(p), p))
    ordered = sorted(clusters, key=lambda c: (c.known is None, -len(c.name), c.name))
    for at, longer in enumerate(ordered):
        if not longer.spans:
            continue
        for other in ordered[at + 1 :]:
            if other.spans and other.known is None and _same(longer, other, prefixes):
                longer.take(other)
    return [c for c in ordered if c.spans]


def _same(longer: Cluster, other: Cluster, places: Sequence[str]) -> bool:
    if longer.type in THINGS and other.type == longer.type:
        one, two = tails.short(longer.name).casefold(), tails.short(other.name).casefold()
        return one == two or re.sub(r"[\s-]", "", one) == re.sub(r"[\s-]", "", two)
    firm = {"Company", "Fund", "ResearchInstitute"}
    if longer.type not in firm or other.type not in firm | {"AIModel"}:
        return False
    if other.type == "AIModel" or len(other.name) < 2:
        return False
    name = _LEGAL_END.sub("", longer.name)
    for place in ("", *places):
        rest = name.removeprefix(place) if place else name
        if place and rest == name:
            continue
        if other.name in {rest, core(rest), stem(rest)} and len(rest) >= 2:
            return True
    return False


def shortened(scene: Scene, clusters: Sequence[Cluster], ground: Ground, edges: Edges, places: Iterable[str]) -> None:
    """Gives clusters of firms the places where the text calls them by their short form."""
    prefixes = sorted(set(places), key=lambda p: (-len(p), p))
    for cluster in sorted(clusters, key=lambda c: c.name):
        if cluster.type not in {"Company", "Fund"}:
            continue
        names = [cluster.name] if cluster.known is None else [scene.plain[s.start : s.end] for s in cluster.spans]
        for name in dict.fromkeys(names):
            bare = next((name.removeprefix(p) for p in prefixes if name.startswith(p) and len(name) > len(p) + 2), name)
            short = stem(bare)
            if short is None or len(short) < 2 or short in words() or short in prefixes or short in lexicon()["stems"]:
                continue
            for span in scene.places(short):
                if ground.free(span.start, span.end) and edges.left(span.start) > 0 and edges.right(span.end) > 0:
                    ground.take(span)
                    cluster.spans[span] = "short form"
