"""Rises and falls: the sign of a percent, and multiples as percents."""

from __future__ import annotations

import re

from kg.extract.chinese.figures.metrics import FrameSet

_STOP = re.compile(r"[。；！？，]")
#: Between a word of a rise and its multiple nothing makes it a ratio of the two: 增长两倍, not 增至三倍.
_RISE = re.compile(
    r"(?:增长|大增|激增|劲增|猛增|暴增|增加|增|涨|上涨|大涨|飙升|飙涨|上升|提升|增幅|升|跃升)(?:了|近|逾|超|超过|约|达|高达|将近|\s)*$"
)
_TO = re.compile(
    r"(?:增至|升至|涨至|增长至|增长到|涨到|升到|扩大至|变为|是[^，。；]{0,12}的?|为[^，。；]{0,8}的)(?:了|近|逾|超|约)*$"
)


def growth_of(text: str, start: int) -> bool:
    """True where the multiple at an offset tells how much was added (增长两倍)."""
    before = text[max(0, start - 12) : start]
    return bool(_RISE.search(before)) and not _TO.search(before)


def sign_of(text: str, start: int, end: int, frames: FrameSet) -> int:
    """1 after the nearest word of a rise, -1 of a fall, 0 where neither stands beside the number in its clause."""
    if text[start] in "翻倍":
        return 1
    before = text[max(0, start - 16) : start]
    stops = list(_STOP.finditer(before))
    clause = before[stops[-1].end() :] if stops else before
    if frames.down_noun.search(clause):
        return -1
    if frames.up_noun.search(clause):
        return 1
    up = max((m.end() for m in frames.up.finditer(clause)), default=-1)
    down = max((m.end() for m in frames.down.finditer(clause)), default=-1)
    if max(up, down) >= 0:
        return 1 if up > down else -1
    after = _STOP.split(text[end : end + 6], maxsplit=1)[0]
    if frames.down.search(after):
        return -1
    return 1 if frames.up.search(after) else 0
