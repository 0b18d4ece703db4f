"""What each number of a sentence measures: a topic behind it, before it, or carried on from the number before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.chinese.figures.carrying import carried_topic, goes_on
from kg.extract.chinese.figures.cues import NAME, Cue
from kg.extract.chinese.figures.line import COMPARED, Line, Read, Topic
from kg.extract.chinese.figures.metrics import Frame
from kg.extract.chinese.text import Argument
from kg.extract.quantities import Amount

#: No topic reaches farther from an earlier clause, in characters.
_FAR = 42
#: Right before a value that is told only to be compared with, or that is no more.
_SUPERSEDED = re.compile(
    r"(?:由|从|较|(?<![占对百])比|自|原(?:来|先)?的?|此前的?|(?<!不)[高低]于|不及|不如|优于|对比|相比|前值|预期的?|原为|原定|曾)"
    r"(?:约|每股|每年|逾|近)?\s?$"
)
#: The first end of a change, with some words before the number: 由去年底的1430人.
_FROM = re.compile(r"[由从自](?:[^，。；、由从自至到]{0,14})$")
#: Another value that this one is held against: 较上一轮的150亿美元.
_LIKE = re.compile(r"(?:较|相比|相较|(?<![占对百同环])比)(?!例|重|如|赛|特)[^，。；、：\d]{0,10}$")
_TOWARD = re.compile(r"[^。；！？]{0,12}?(?:至|到|改为|调整为)")
#: Before a sum of numbers that were told before.
_ADDED = re.compile(r"(?:合计|共计|一共|共|总计|合共|累计|总额)(?:为|达|约|近|逾|超|超过|有)?$")
#: Between a topic and its number, where nothing else stands there.
_HEDGE = re.compile(r"(?:[为达约近逾超共仅]|超过|不到|不足|约为|将近|\d)?")
#: Before a topic that is a whole market's.
_MARKET = re.compile(r"(?:市场|行业|产业)(?:的)?(?:总|整体|全年|年度|规模|累计){0,2}$")


def superseded(line: Line, amount: Amount) -> bool:
    """True for the first of 由6元降至3.2元 and for what a value is compared with, where no name says whose."""
    start, end = amount.span.start - line.base, amount.span.end - line.base
    before = line.text[max(0, start - 24) : start]
    if amount.kind != "percent" and _LIKE.search(before):
        return True
    if _SUPERSEDED.search(before):
        if amount.signed or (amount.kind == "percent" and COMPARED.search(before)):
            return False
        return bool(before[-1:] not in "由从自" or _TOWARD.match(line.text, end))
    origin = _FROM.search(before[-16:])
    if origin is None or not _TOWARD.match(line.text, end):
        return False
    return NAME not in line.masked[start - len(origin.group()) : start]


def topic_of(line: Line, amount: Amount, earlier: Sequence[Read]) -> Topic | None:
    """What a number measures, or None."""
    start, end = amount.span.start - line.base, amount.span.end - line.base
    kind = line.kind_of(amount)
    behind = _behind(line, amount, kind, start, end)
    if behind is not None:
        return behind if behind.frame.gives else None
    clause = line.clause(start)
    cue = _before(line, kind, clause, start, amount)
    if cue is not None and not cue.weak:
        return None if _of_all(line, cue, clause) else _told(line, cue, kind, end)
    if cue is None and goes_on(line, kind, clause, start, earlier):
        return Topic(earlier[-1].frame, earlier[-1].start, subject=earlier[-1].holder)
    carried = carried_topic(line, amount, kind, clause, cue, earlier)
    if carried is not None:
        return carried
    if cue is not None:
        return _told(line, cue, kind, end)
    far = _far(line, kind, clause, start, amount)
    return _told(line, far, kind, end) if far else None


def _of_all(line: Line, cue: Cue, clause: int) -> bool:
    """True for the figure of a whole market: 中国市场出货量897万台."""
    return bool(_MARKET.search(line.masked, clause, cue.start)) and NAME not in line.masked[clause : cue.start]


def _told(line: Line, cue: Cue, kind: str, end: int) -> Topic | None:
    """The topic of a cue before a number; None where it gives nothing, or the number counts something else."""
    if not cue.frame.gives or not line.counts(cue.frame, kind, end):
        return None
    owner = _owner(line, cue, end)
    return Topic(cue.frame, cue.start, cue.negative, owner)


def _owner(line: Line, cue: Cue, end: int) -> Argument | None:
    """A name that only this number is told of: 由GLM-4.5的3550亿扩至…, 规模300亿元的X基金."""
    following = line.subjects.following(line.sentence, line.base + end, cue.frame.subjects)
    if following:
        return following
    start = max((a.span.start for a in line.amounts if a.span.end - line.base <= end), default=0) - line.base
    origin = _FROM.search(line.text[max(0, start - 24) : start])
    if origin and _TOWARD.match(line.text, end):
        return line.subjects.beside(line.sentence, line.base + start, cue.frame.subjects)
    return None


def _holds(frame: Frame, kind: str, amount: Amount) -> bool:
    """True where a number may belong to a frame; a scaled one without a currency may be a sum (天使轮2000万)."""
    if frame.holds(kind):
        return True
    return kind == "count" and frame.bare and amount.scaled and "money" in frame.gives


def _behind(line: Line, amount: Amount, kind: str, start: int, end: int) -> Topic | None:
    """The topic right behind a number (4060亿参数), the longest where several stand there."""
    best: tuple[int, Frame] | None = None
    for frame in line.frames.frames:
        if frame.behind and _holds(frame, kind, amount):
            match = frame.behind.match(line.masked, end)
            if match and (best is None or match.end() > best[0]):
                best = (match.end(), frame)
    if best is None:
        return None
    after, frame = best
    if frame.gives and any(_right_before(line, c, kind, start) for c in line.cues):
        return None
    line.cues = [c for c in line.cues if not (end <= c.start < after)]
    following = line.subjects.following(line.sentence, line.base + after, frame.subjects) if frame.gives else None
    return Topic(frame, start, subject=following)


def _right_before(line: Line, cue: Cue, kind: str, start: int) -> bool:
    """True for a topic that stands at the number itself, which then is not the one behind it: 激活37B参数."""
    if cue.weak or cue.end > start or start - cue.end > 4 or not cue.frame.holds(kind):
        return False
    return bool(_HEDGE.fullmatch(line.text, cue.end, start))


def _before(line: Line, kind: str, clause: int, start: int, amount: Amount) -> Cue | None:
    """The nearest topic in the clause before a number; a sure one goes before a weak one."""
    best: Cue | None = None
    for cue in line.cues:
        if clause <= cue.start and cue.end <= start and _holds(cue.frame, kind, amount):
            nearer = best is None or (cue.weak, -cue.end) <= (best.weak, -best.end)
            best = cue if nearer else best
    return best


def _far(line: Line, kind: str, clause: int, start: int, amount: Amount) -> Cue | None:
    """A topic in an earlier clause that no number of its kind has used: 收入方面，今年为…."""
    if kind == "percent" and not line.sign(amount):
        return None
    best: Cue | None = None
    for cue in line.cues:
        near = cue.end <= clause and start - cue.end <= _FAR
        if near and not cue.weak and _holds(cue.frame, kind, amount):
            best = cue
    if best is None or not best.frame.gives:
        return best
    if _of_all(line, best, line.clause(best.start)):
        return None
    between = [
        a for a in line.amounts
        if best.end <= a.span.start - line.base < start and line.kind_of(a) == kind
    ]  # fmt: skip
    summed = _ADDED.search(line.text[max(0, start - 6) : start])
    return None if between and not summed else best
