"""Unknown organisations, events and tests by the last part of their names: 溪山智算, 观澜湾资本."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from kg.extract.chinese.names.anchored import ORDINAL, PLACED, Anchors, anchored
from kg.extract.chinese.names.edges import HARD, PARTICLE, WORD, Edges
from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.persons import Cues
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.senses import around
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.kinds import BODIES
from kg.extract.segment import Block
from kg.model import Span

_LEGAL = re.compile(
    r"(?:[（(][\u3400-\u9fff]{2,6}[）)])?(?:股份|控股|集团|责任|投资|管理){0,3}有限(?:责任)?公司(?!名称)"
    r"|(?:合伙)?企业[（(]有限合伙[）)]|[（(]有限合伙[）)]"
)
#: What an edge before a stem says.
_LEFT: Mapping[float, float] = {HARD: 2.0, WORD: 1.5, PARTICLE: 1.2}
#: How well a stem of so many characters fits before a suffix.
_LENGTHS: Mapping[int, float] = {1: -1.2, 2: 1.4, 3: 0.8, 4: 0.2, 5: -0.3, 6: -0.6}


@functools.cache
def _suffix() -> re.Pattern[str]:
    return re.compile(f"(?=({alternatives(lexicon().suffixes)}))")


@functools.cache
def _blocked_words() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["blockers"]))


def organisations(scene: Scene, ground: Ground, edges: Edges, anchors: Anchors, cues: Cues) -> Iterator[Proposal]:
    """Stretches that end in a suffix of organisations, or in a legal form."""
    for block in scene.blocks:
        yield from _legal(scene, block, edges, anchors)
        yield from _suffixed(scene, block, ground, edges, anchors, cues)


def _legal(scene: Scene, block: Block, edges: Edges, anchors: Anchors) -> Iterator[Proposal]:
    plain, floor = scene.plain, block.span.start
    for match in _LEGAL.finditer(plain, floor, block.span.end):
        start = match.start()
        while (
            start > floor
            and match.start() - start < 24
            and ("\u3400" <= plain[start - 1] <= "\u9fff" or plain[start - 1] in "（）()")
        ):
            start -= 1
        if plain[start] in "（）()":
            start += 1
        for block_word in _blocked_words().finditer(plain, start, match.start()):
            start = block_word.end()
        if match.start() - start < 2 or plain[match.start() - 1] == "之":
            continue
        low = start
        inside = [s for s in anchors.before(match.start(), 24, low) if anchors.types[s] == "Place"]
        if inside:
            start = inside[-1].start
        else:
            fitting = [i for i in range(low, match.start() - 1) if edges.left(i) >= 1.2]
            free = [i for i in fitting if match.start() - i >= 3]
            start = low if edges.left(low) == HARD and match.start() - low <= 14 else free[0] if free else low
        if match.end() - start > 7:
            fund = "投资基金" in plain[start : match.end()] or "有限合伙" in match.group()
            yield Proposal(Span(start, match.end()), "Fund" if fund else "Company", 9.0, "legal form")


def _suffixed(
    scene: Scene, block: Block, ground: Ground, edges: Edges, anchors: Anchors, cues: Cues
) -> Iterator[Proposal]:
    plain, floor, ceiling = scene.plain, block.span.start, block.span.end
    data = lexicon()
    for match in _suffix().finditer(plain, floor, ceiling):
        suffix, start = match.group(1), match.start()
        end = start + len(suffix)
        if end > ceiling or cues.starts.get(start, 0) > end or not ground.free(start, end):
            continue
        following = _suffix().match(plain, end)
        role = following and cues.starts.get(end, 0) > end + len(following.group(1))
        if following and not role and end + len(following.group(1)) <= ceiling:
            continue
        if plain.startswith(("有限", "股份有限", "公司"), end) and not plain.startswith("公司", end):
            continue
        crossing = plain[end - 1 : end + 1] in words() or plain[end - 2 : end + 1] in words()
        if crossing and edges.right(end) < WORD:
            continue  # 投资者, 部署
        types = data.suffixes[suffix]
        yield from anchored(scene, block, start, end, suffix, types, edges, anchors)
        yield from _stemmed(scene, block, start, end, suffix, types, ground, edges, anchors, cues)


def _stemmed(
    scene: Scene,
    block: Block,
    start: int,
    end: int,
    suffix: str,
    types: tuple[str, ...],
    ground: Ground,
    edges: Edges,
    anchors: Anchors,
    cues: Cues,
) -> Iterator[Proposal]:
    """A short stem and the suffix."""
    plain, data, known = scene.plain, lexicon(), words()
    weak = suffix in data["weak_suffixes"]
    single = len(suffix) == 1
    if types[0] == "Exchange" or (single and types[0] == "GovernmentBody"):
        return
    right = edges.right(end)
    if weak and right == 0.0:
        return
    for size, fitting in _LENGTHS.items():
        low = start - size
        if low < block.span.start or not ground.free(low, start):
            break
        stem = plain[low:start]
        if not "\u3400" <= stem[0] <= "\u9fff" or stem[0] in _NEVER:
            break
        left = edges.left(low)
        if (
            left == 0.0
            or stem in data["stems"]
            or (size > 2 and (stem[-2:] in data["stems"] or stem[-3:] in data["stems"]))
        ):
            continue
        weight = _LEFT[left] + right / 2.5 + fitting - (1.0 if weak else 0.0)
        weight -= 2.2 if stem in known else 0.0
        weight -= 1.2 if stem + suffix in known or stem[-1] + suffix in known else 0.0
        if size > 2:
            weight -= 0.8 * (stem[:2] in known) + 0.8 * (stem[-2:] in known)
        if size == 1 and suffix not in {"科技", "股份", "证券", "资本", "集团"}:
            continue
        weight -= 0.7 if plain[max(0, low - 1) : low + 1] in known else 0.0
        begin = low
        place = anchors.ends.get(low)
        if place is not None and anchors.types[place] == "Place" and suffix in PLACED:
            begin, weight = place.start, weight + 0.5
        begin = _latin_start(plain, begin, block.span.start) if types[0] in {"Benchmark", "Event"} else begin
        weight += 1.5 if plain[begin].isascii() else 0.0
        if types[0] == "Event" and (ordinal := ORDINAL.search(plain, max(block.span.start, begin - 6), begin)):
            begin, weight = ordinal.start(), weight + 1.5
        votes = around(plain, low, end, block.span.start, block.span.end)
        weight += min(2.5, votes.get(types[0], 0.0) + (votes.get("Organisation", 0.0) if types[0] in BODIES else 0.0))
        weight += 1.2 if types[0] in BODIES and end in cues.starts else 0.0
        if single and votes.get(types[0], 0.0) < 1.5 and suffix != "云":
            continue
        if weight > 0.5:
            yield Proposal(Span(begin, end), types[0], weight, "suffix")


def _latin_start(plain: str, at: int, floor: int) -> int:
    """Where the Latin word that ends at an offset begins; the offset itself where none does."""
    while at > floor and plain[at - 1].isascii() and (plain[at - 1].isalnum() or plain[at - 1] in "-."):
        at -= 1
    return at


_NEVER = frozenset("的了是在和与及或等着过也很就都个们他她它这那此该不")
