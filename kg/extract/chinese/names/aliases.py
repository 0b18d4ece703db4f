"""Other names that the text itself tells: 月之暗面（Moonshot AI）, （以下简称“X”）, 黎女士 for 黎咏诗."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from kg.extract.chinese.names.clusters import Cluster
from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.lexicon import alternatives, lexicon
from kg.extract.chinese.names.spots import Ground, Scene
from kg.model import Span

_CALLED = re.compile(
    r"[”」』》\"]?\s?(?:[（(](?:以下|下)?(?:简称|又称|英文名|原名|中文名|品牌名|股票简称|即)?(?:为|：|:)?\s?[“「『\"]?"
    r"([A-Za-z0-9][A-Za-z0-9 .&'·+-]{0,28}[A-Za-z0-9]|[\u3400-\u9fff]{2,8})[”」』\"]?(?:[，,；;][^（）()]{0,30})?[）)]"
    r"|[，,](?:英文名|简称|又称|也就是|即)(?:为|：|:)?[“「『\"]?"
    r"([A-Za-z][A-Za-z0-9 .&'-]{1,28}|[\u3400-\u9fff]{2,6})[”」』\"]?(?=[，。,]))"
)
_TOLD = re.compile(r"简称|又称|英文名|原名|中文名|即")
_TICKER = re.compile(
    r"(?:HKEX|NYSE|NASDAQ|SEHK|SSE|SZSE)?[:： ]?[0-9]{3,6}(?:\.[A-Z]{1,2})?"
    r"|[A-Z]{1,5}\.(?:US|HK|SH|SZ|O|N)|NYSE.*|NASDAQ.*",
    re.IGNORECASE,
)
_ORDINARY = re.compile(
    r"有限合伙|征求意见稿|试行|草案|上市公司|图|记者|编辑|如|注|下同|含|约|原|前|即|上图|左|右|中|见|即将|未|已|现|时任|北京时间|当地时间|同比|环比"
)


def parenthesised(scene: Scene, clusters: list[Cluster], ground: Ground) -> None:
    """Joins what stands in brackets behind a name with it, and gives it the other places of that form."""
    owners = {s.start: c for c in clusters for s in c.spans}
    for cluster in list(clusters):
        if cluster.type in {"Place", "StockIndex", "Exchange", "Event", "Policy", "GovernmentBody"}:
            continue
        for span in sorted(cluster.spans):
            match = _CALLED.match(scene.plain, span.end)
            if not match:
                continue
            group = 1 if match.group(1) else 2
            name, start = match.group(group), match.start(group)
            other = owners.get(start)
            if other is not None:
                _merge(cluster, other, Span(start, match.end(group)))
                continue
            if not _fits(cluster, name, bool(_TOLD.search(match.group())), scene, match.end()):
                continue
            for place in scene.places(name):
                if ground.free(place.start, place.end):
                    ground.take(place)
                    cluster.spans[place] = "alias"


def _merge(cluster: Cluster, other: Cluster, span: Span) -> None:
    if other is cluster or span not in other.spans or {cluster.type, other.type} & {"Place", "Exchange"}:
        return
    if cluster.known is not None and other.known is not None:
        return
    if cluster.type != other.type and not {cluster.type, other.type} <= {"Company", "Fund", "Product", "AIModel"}:
        return
    if other.known is not None:
        other.take(cluster)
    else:
        cluster.take(other)


def _fits(cluster: Cluster, name: str, told: bool, scene: Scene, end: int) -> bool:
    if _TICKER.fullmatch(name) or name in lexicon()["latin_common"] or _ORDINARY.match(name):
        return False
    if told:
        return True
    if not name[0].isascii():
        return False  # a remark, not a name
    latin = any("\u3400" <= c <= "\u9fff" for c in cluster.name)
    if cluster.type == "Person":
        return latin and " " in name and name[0].isupper()
    return latin and any(c.isupper() for c in name) and len(name) > 2 and not name.isdigit()


@functools.cache
def _titled() -> str:
    return alternatives({*lexicon()["titles"], "总", "董", "工", "博", "氏"})


def addressed(scene: Scene, clusters: Sequence[Cluster], ground: Ground, edges: Edges) -> None:
    """Gives persons the places where the text calls them by surname and title: 黎女士, 老闫, 王总."""
    people = [c for c in clusters if c.type == "Person" and c.spans]
    owners: dict[str, list[Cluster]] = {}
    for cluster in people:
        for span in cluster.spans:
            name = scene.plain[span.start : span.end]
            if 2 <= len(name) <= 4 and "\u3400" <= name[0] <= "\u9fff":
                long = name[:2] in lexicon()["surnames_long"]
                group = owners.setdefault(name[:2] if long else name[0], [])
                if cluster not in group:
                    group.append(cluster)
    for surname in sorted(owners):
        if len(owners[surname]) > 1:
            continue
        pattern = re.compile(f"{surname}{_titled()}|老{surname}(?![\u3400-\u9fff]{{0,2}}(?:板|师))")
        for block in scene.blocks:
            for match in pattern.finditer(scene.plain, block.span.start, block.span.end):
                span = Span(*match.span())
                if ground.free(span.start, span.end) and edges.left(span.start) > 0:
                    ground.take(span)
                    owners[surname][0].spans[span] = "title"
