"""One sentence with its numbers and topics, as the readers of figures see it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.figures.cues import NAME, Cue, find_cues
from kg.extract.chinese.figures.metrics import Frame, FrameSet
from kg.extract.chinese.figures.signs import growth_of, sign_of
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.quantities import TIMES, Amount
from kg.model import When

#: Behind a count: it counts something of which no metric tells.
_COUNTERS = re.compile(
    r"\s?[余多几]?(?:[次家元款台辆颗条篇种项天年秒倍层级卡字岁页起例集座期股手份笔单只吨张块片套部枚架副名位人户个瓦成折比点场轮周代线号强城国省市所间"
    r"门道题支艘]|小时|月(?!活)|分(?!别)|汉字|平方|公里|千瓦|赫兹|纳米|英寸|毫米|词元|万(?!亿)|GPU|MW|GW|nm|Hz|GB|TB|MB|tokens?)",
    re.IGNORECASE,
)
#: A change against another time: 同比, 环比.
COMPARED = re.compile(r"同比|按年|年增|月增|季增|环比|按季|按月|较上|较去年|比去年|比上年|YoY|yoy|QoQ")


@dataclass(frozen=True, slots=True)
class Topic:
    """Why a number is read: its frame, where the words stand in the sentence, whether they tell a loss.

    `subject` is whose it is, where the words tell; `carried` is true for the next of a list.
    """

    frame: Frame
    start: int
    negative: bool = False
    subject: Argument | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A number that was read: its frame, kind and place (sentence, offset there), and whose it is."""

    frame: Frame
    kind: str
    sentence: int
    start: int
    holder: Argument
    when: When | None = None


class Line:
    """A sentence with its numbers, its topics, and its words with names blotted out (`masked`).

    `base` is the document offset of its first character; all other offsets are of the sentence. `heading` is the topic
    that a heading tells of the lines behind it.
    """

    def __init__(
        self, sentence: Sentence, nearby: str, amounts: Sequence[Amount], frames: FrameSet, subjects: Subjects,
        heading: Frame | None = None,
    ) -> None:  # fmt: skip
        self.sentence = sentence
        self.text = sentence.text
        self.base = sentence.span.start
        self.amounts = amounts
        self.masked = sentence.masked(NAME)
        self.cues: list[Cue] = find_cues(self.masked, nearby, frames)
        self.frames = frames
        self.subjects = subjects
        self.heading = heading

    def clause(self, offset: int) -> int:
        """Where the clause of an offset begins."""
        return max(0, self.sentence.clauses[self.sentence.clause_at(self.base + offset)].start - self.base)

    def kind_of(self, amount: Amount) -> str:
        """The kind of a number, a multiple that tells what was added being a percent."""
        if amount.unit == TIMES and growth_of(self.text, amount.span.start - self.base):
            return "percent"
        return amount.kind

    def sign(self, amount: Amount) -> int:
        """1 for a rise, -1 for a fall, 0 where none is told."""
        if amount.signed:
            return 1 if amount.value >= 0 else -1
        return sign_of(self.text, amount.span.start - self.base, amount.span.end - self.base, self.frames)

    def counts(self, frame: Frame, kind: str, end: int) -> bool:
        """True where what stands behind a count is what the frame counts."""
        if kind != "count" or self.uncounted(end):
            return True
        return bool("count" in frame.gives and frame.counter and frame.counter.match(self.masked, end))

    def uncounted(self, end: int) -> bool:
        """True where no counter (台, 次, 元) stands behind a number that ends at an offset."""
        return not _COUNTERS.match(self.masked, end)

    def compares(self, start: int, end: int) -> bool:
        """True where a part tells of a change against another time."""
        return bool(COMPARED.search(self.text, start, end))
