"""Unknown firms and investors by cue alone: X创始人, 由X领投, X（688256）, 初创公司X, and by lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence

from kg.extract.chinese.names.edges import Edges
from kg.extract.chinese.names.lexicon import alternatives, lexicon, words
from kg.extract.chinese.names.proposals import Proposal
from kg.extract.chinese.names.spots import Ground, Scene
from kg.extract.segment import Block
from kg.model import Span

_CODE = re.compile(
    r"[（(](?:HKEX|NYSE|NASDAQ|Nasdaq|纳斯达克|纽交所|港交所|上交所|深交所|SEHK)?[:：]?\s?(?:\d{4,6}(?:\.(?:HK|SH|SZ|TW|SS))?|[A-Z]{2,5}(?:\.(?:US|O|N|HK))?)[）)]"
)
_ROUND = re.compile(
    r"(?:宣布|已|近日|日前|昨日|今日|正式|再度|再次|率先|连续|接连|刚刚|本月|上月|\d{1,2}月\d{1,2}日|\d{1,2}日)*(?:完成|获得?|拿到|获逾)[^，。；\n]{0,18}?(?:轮|融资|投资|注资|战略投资)"
)
_INVESTS = re.compile(r"(?:共同|联合|独家|继续|战略|先后|等)?(?:领投|跟投|参投|独投|投资|持股|加注|追投|领衔)")
_MOVES = re.compile(
    r"(?:股价)?(?:收|大|暴|劲|微|重|跟|现|再|则|一度|早盘|午后|盘初|盘中|一字|续|急|逆市|低开|高开)*(?:涨|跌|升|挫|飙升|下挫|上扬|报|涨停|跌停)[^，。；\n]{0,4}?\d"
)
_FUNDISH = re.compile(r"(?:领投|跟投|参投|独投|老股东|基石)")
_LIST = re.compile(r"、|和|与|及|以及|或|／")
_SIZES: Mapping[int, float] = {2: 0.5, 3: 0.7, 4: 1.0, 5: 0.3, 6: 0.0}


@functools.cache
def _after() -> re.Pattern[str]:
    data = lexicon()
    return re.compile(f"({alternatives(data['firm_after_strong'])})|({alternatives(data['firm_after_medium'])})")


@functools.cache
def _before() -> re.Pattern[str]:
    data = lexicon()
    return re.compile(f"({alternatives(data['firm_before_strong'])})|({alternatives(data['firm_before_medium'])})")


def plausible(name: str) -> float:
    """How little a stretch looks like everyday words: 1 is clean, below 0 is none."""
    data, known = lexicon(), words()
    if name in data["not_firms"] or name[0] in data["firm_first_no"] or name[-1] in data["firm_last_no"]:
        return -9.0
    if name in known or name in data["stems"] or name in lexicon().suffixes:
        return -2.0
    inside = sum(name[i : i + n] in known for n in (2, 3) for i in range(len(name) - n + 1))
    if _spelled(name) or any(w in data["not_firms"] for w in (name[:2], name[:3], name[-2:], name[-3:])):
        return -2.0
    return 1.0 - 0.8 * inside - (1.5 if not _FUNCTION.isdisjoint(name[1:]) else 0.0)


_FUNCTION = frozenset("的了在是和与及或被把将给于让着不没上下")


@functools.lru_cache(maxsize=8192)
def _spelled(name: str) -> bool:
    """True when the whole is made of everyday words."""
    if not name:
        return True
    known, suffixes = words(), lexicon().suffixes
    return any((name[:n] in known or name[:n] in suffixes) and _spelled(name[n:]) for n in (2, 3, 4) if n <= len(name))


def firms(scene: Scene, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    """Stretches of two to six characters beside the words that firms have about them."""
    for block in scene.blocks:
        yield from _ending(scene, block, ground, edges)
        yield from _beginning(scene, block, ground, edges)


def _han(text: str) -> bool:
    return all("\u3400" <= c <= "\u9fff" for c in text)


def _ending(scene: Scene, block: Block, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    plain, floor, ceiling = scene.plain, block.span.start, block.span.end
    ends: dict[int, float] = {}
    for match in _after().finditer(plain, floor, ceiling):
        ends[match.start()] = 2.0 if match.group(1) else 0.7
    for match in _CODE.finditer(plain, floor, ceiling):
        ends[match.start()] = 4.0
    for match in _COLON.finditer(plain, floor, ceiling):
        ends.setdefault(match.start(), 0.8)
    for end in sorted(ends):
        if end <= floor or ground.taken(end - 1):
            continue
        cue, type_name = ends[end], "Company"
        if _ROUND.match(plain, end, ceiling):
            cue += 2.5
        if _INVESTS.match(plain, end, ceiling):
            cue, type_name = cue + 1.0, "Fund"
        elif _MOVES.match(plain, end, ceiling):
            cue += 1.5
        for size, fitting in _SIZES.items():
            low = end - size
            if low < floor or not ground.free(low, end):
                break
            name = plain[low:end]
            if not _han(name):
                break
            left = edges.left(low)
            if left == 0.0:
                continue
            clean = plausible(name)
            if clean <= -1:
                continue
            weight = cue + fitting + clean + left * 0.7 - 2.6
            weight -= 0.8 if plain[max(0, low - 1) : low + 1] in words() else 0.0
            if weight > 0:
                yield Proposal(Span(low, end), type_name, weight, "firm")


_COLON = re.compile(r"[：:]")


def _beginning(scene: Scene, block: Block, ground: Ground, edges: Edges) -> Iterator[Proposal]:
    plain, floor, ceiling = scene.plain, block.span.start, block.span.end
    for match in _before().finditer(plain, floor, ceiling):
        start = match.end()
        if start >= ceiling or ground.taken(start):
            continue
        cue = 1.6 if match.group(1) else 0.4
        for size, fitting in _SIZES.items():
            end = start + size
            if end > ceiling or not ground.free(start, end):
                break
            name = plain[start:end]
            if not _han(name):
                break
            right = edges.right(end)
            if right == 0.0:
                continue
            clean = plausible(name)
            if clean <= -1:
                continue
            type_name = "Fund" if _INVESTS.match(plain, end, ceiling) or _FUNDISH.search(match.group()) else "Company"
            weight = cue + fitting + clean + right * 0.7 - 2.4
            weight -= 0.8 if plain[end - 1 : end + 1] in words() else 0.0
            if weight > 0:
                yield Proposal(Span(start, end), type_name, weight, "firm")


def listed(scene: Scene, ground: Ground, edges: Edges, proven: Sequence[tuple[Span, str]]) -> Iterator[Proposal]:
    """Names beside a proven organisation or thing in a list: 腾讯、X和百度."""
    plain = scene.plain
    for span, type_name in proven:
        joint = _LIST.match(plain, span.end)
        if joint:
            yield from _member(plain, joint.end(), 1, ground, edges, type_name, joint.group())
        if span.start and plain[span.start - 1] in "、和与及／":
            yield from _member(plain, span.start - 1, -1, ground, edges, type_name, plain[span.start - 1])


def _member(
    plain: str, at: int, step: int, ground: Ground, edges: Edges, type_name: str, joint: str
) -> Iterator[Proposal]:
    cue = 2.2 if joint == "、" else 1.3
    for size, fitting in _SIZES.items():
        start, end = (at, at + size) if step > 0 else (at - size, at)
        if start < 0 or end > len(plain) or not ground.free(start, end) or not _han(plain[start:end]):
            return
        edge = edges.right(end) if step > 0 else edges.left(start)
        if edge == 0.0:
            continue
        name = plain[start:end]
        clean = plausible(name)
        if clean <= -1:
            continue
        crossing = plain[end - 1 : end + 1] if step > 0 else plain[max(0, start - 1) : start + 1]
        weight = cue + fitting + clean + edge * 0.6 - 1.8 - (0.8 if crossing in words() else 0.0)
        closed = plain[end : end + 1] in "、和与及等，。）" if step > 0 else plain[start - 1 : start] in "、：，。（"
        if weight > 0:
            yield Proposal(Span(start, end), type_name, weight + (0.5 if closed else 0.0), "list")
