"""Known names of a Chinese document, each with the version that follows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.chinese.names import tails
from kg.extract.chinese.names.lexicon import words
from kg.extract.chinese.names.spots import Scene, Spot
from kg.extract.chinese.names.tails import counted, counts
from kg.extract.gazetteer import Gazetteer, Hit, Meaning
from kg.extract.kinds import THINGS
from kg.extract.segment import Block
from kg.model import Span
from kg.model.ids import minted_entity_id
from kg.ontology.registry import Known

#: The mark of a share class: 商汤-W.
_CLASS = re.compile(r"-(?:SW|W|B|R|P|S)(?![A-Za-z0-9])")
_NUMBERED = re.compile(r"[\u3400-\u9fff]\d\Z")
_LATIN = re.compile(r"[A-Za-z0-9]")
#: A word that begins with the last character of a name, and so shows that none stands here: 商务部 in 商务部门.
_CROSSED = re.compile(r"部门|通胀|通缩")


def scan(scene: Scene, gazetteer: Gazetteer) -> list[Spot]:
    """Every known name of the blocks that speak, in order, without overlaps."""
    hits = [h for h in gazetteer.find(scene.text) if not _broken(scene, h)]
    out: list[Spot] = []
    at = 0
    for block in scene.blocks:
        while at < len(hits) and hits[at].span.start < block.span.start:
            at += 1
        inside: list[Hit] = []
        while at < len(hits) and hits[at].span.start < block.span.end:
            if hits[at].span.end <= block.span.end:
                inside.append(hits[at])
            at += 1
        chosen = _longest([part for hit in inside for part in _parted(scene, hit, gazetteer)])
        starts = {h.span.start for h in chosen}
        end = -1
        for hit in chosen:
            if hit.span.start >= end:  # no part of a version that the name before it has
                out.append(read_on(scene, block, hit, gazetteer, starts))
                end = out[-1].span.end
    return out


def _longest(hits: Sequence[Hit]) -> list[Hit]:
    """A choice without overlaps, in order of place: the longest first, of equals the one with a plain meaning."""
    chosen: list[Hit] = []
    taken: set[int] = set()
    for hit in sorted(hits, key=lambda h: (-len(h.span), h.cue, h.span.start)):
        if hit.span.start not in taken and hit.span.end - 1 not in taken:  # none before it is shorter
            taken.update(range(hit.span.start, hit.span.end))
            chosen.append(hit)
    return sorted(chosen, key=lambda h: h.span.start)


def _minted(scene: Scene, span: Span, block: Block, type_name: str) -> Spot:
    name = scene.text[span.start : span.end]
    known = Known(minted_entity_id(type_name, name), type_name, {"zh": name})
    return Spot(span, block, (), (Meaning(known, name, cue=False),))


#: Words for a family as a whole: Yi系列.
_GROUPS = ("系列", "家族")
_APP = re.compile(r"(?:App|APP)(?![A-Za-z])")
#: What makes another name of a known one in Latin letters: WPS 365, HealthBench Hard, GLM Coding Plan.
_MORE = re.compile(r"(?: (?!AI |API|App|APP|CEO|GPU|Agent)(?:[A-Z][A-Za-z]*|\d{1,3}(?:\.\d)?)){1,3}(?![A-Za-z0-9.%])")


def _parted(scene: Scene, hit: Hit, gazetteer: Gazetteer) -> Iterator[Hit]:
    """A model with its maker before it and a space between is two names: OpenAI o1."""
    start, end = hit.span.start, hit.span.end
    name = scene.text[start:end]
    if " " in name and all(m.known.type == "AIModel" for m in hit.meanings):
        maker, rest = name.split(" ", 1)
        owners = tuple(m for m in gazetteer.lookup(maker) if m.known.type == "Company" and not m.cue)
        if (
            owners
            and all(m.known.type not in {"AIModel", "Product"} for m in gazetteer.lookup(maker))
            and len(rest) > 1
        ):
            yield Hit(Span(start, start + len(maker)), owners)
            yield Hit(Span(start + len(maker) + 1, end), hit.meanings)
            return
    yield hit


def _broken(scene: Scene, hit: Hit) -> bool:
    """True where the characters are part of a longer everyday word: 大连 in 大连接, 小米 in 小米粥."""
    start, end = hit.span.start, hit.span.end
    if _NUMBERED.search(scene.plain, end - 2, end) and counts(scene.plain, end):
        return True  # 千问3 in 千问3月
    if _CROSSED.match(scene.plain, end - 1):
        return True
    if _LATIN.match(scene.plain, start) or end - start > 3:
        return False
    known = words()
    if end - start == 2 and scene.plain[start - 1 : start + 1] in known and scene.plain[end - 1 : end + 1] in known:
        return True  # 建行 in 共建行业
    if any(scene.plain[start : end + n] in known for n in (1, 2)) and not _listed(hit, scene.plain, start, end):
        return True
    return hit.cue and any(scene.plain[start - n : end] in known for n in (1, 2) if start >= n)


def _listed(hit: Hit, plain: str, start: int, end: int) -> bool:
    return any(m.known.type not in {"Place"} and not m.cue for m in hit.meanings)


def read_on(scene: Scene, block: Block, hit: Hit, gazetteer: Gazetteer, starts: set[int]) -> Spot:
    """The hit, with the version or the share class that follows it."""
    start, end, limit = hit.span.start, hit.span.end, block.span.end
    if scene.plain.endswith(_GROUPS, start, end) and end - start > 3:
        end -= 2
        hit = Hit(Span(start, end), hit.meanings)
    lines = tuple(m for m in hit.meanings if m.known.type in {"AIModel", "Chip"})
    grown = end
    if any(m.known.type == "AIModel" for m in lines):
        grown = tails.model_end(scene.plain, scene.latin, end, limit)
    if grown == end and any(m.known.type == "Chip" for m in lines) and not scene.plain[end - 1].isdigit():
        grown = tails.chip_end(scene.plain, end, limit)
    if grown == end:
        if any(m.known.type == "Company" for m in hit.meanings) and (mark := _CLASS.match(scene.plain, end, limit)):
            return Spot(Span(start, mark.end()), block, hit.meanings)
        if (app := _APP.match(scene.plain, end, limit)) and hit.meanings[0].known.type in {"Company", "Product"}:
            return _minted(scene, Span(start, app.end()), block, "Product")
        if (more := _MORE.match(scene.plain, end, limit)) and _LATIN.match(scene.plain[end - 1]):
            types = {m.known.type for m in hit.meanings}
            figure = any(c.isdigit() for c in more.group())
            if figure and (types != {"Product"} or "." in more.group() or scene.plain[end - 1].isdigit()):
                types = set()
            if (
                end + 1 not in starts
                and not counted(scene.plain, more)
                and types & {"Product", "Benchmark", "AIModel"}
                and "Company" not in types
            ):
                kind = "Benchmark" if "Benchmark" in types else "Product"
                return _minted(scene, Span(start, more.end()), block, kind)
        return Spot(hit.span, block, hit.meanings)
    name = scene.text[start:grown]
    listed = gazetteer.lookup(name) or gazetteer.lookup(tails.short(scene.plain[start:grown]))
    things = tuple(m for m in listed if m.known.type in THINGS)
    return Spot(Span(start, grown), block, things, () if things else lines)
