"""What each number of a sentence measures: a topic behind it, before it, or carried on from the number before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.chinese.figures.cues import NAME, Cue, find_cues, masked
from kg.extract.chinese.figures.metrics import Frame, FrameSet
from kg.extract.chinese.figures.signs import growth_of, sign_of
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.quantities import TIMES, Amount
from kg.model import When

#: No topic reaches farther from an earlier clause, in characters.
_FAR = 42
#: Behind a count: it counts something of which no metric tells.
_COUNTERS = re.compile(
    r"\s?(?:[余多几]?(?:次|家|元|款|台|辆|颗|条|篇|种|项|天|年|月(?!活)|小时|分钟|分(?!别)|秒|倍|层|级|GPU|卡|字|汉字|岁|页|平方|公里|千瓦|MW|GW|亿元|起|例|集|座|期|股"
    r"|手|份|笔|单|只|吨|张|块|片|套|部|枚|架|副|名|位|人|户|个|小时|nm|纳米|英寸|毫米|瓦|赫兹|Hz|GB|TB|MB|tokens?|词元|成|折|比|点|场|轮|周|代|线|号|强|城|国|省|市|所|间|门|道|题|支|艘|万(?!亿)))",
    re.IGNORECASE,
)
#: Right before a value that is told only to be compared with, or that is no more.
_SUPERSEDED = re.compile(
    r"(?:由|从|较|比|自|原(?:来|先)?的?|此前的?|(?<!不)[高低]于|不及|不如|优于|对比|相比|前值|预期的?|原为|原定|曾)(?:约|每股|每年|逾|近)?\s?$"
)
_FROM = re.compile(r"[由从自](?:[^，。；、由从自至到]{0,14})$")
_LIKE = re.compile(r"(?:较|相比|相较|(?<![占对百同环])比)(?!例|重|如|赛|特)[^，。；、：\d]{0,10}$")
_TOWARD = re.compile(
    r"[^。；！？]{0,12}?(?:增至|增加至|增长至|增加到|增长到|升至|上调至|下调至|下调到|上调到|调至|调升至|调降至|降至|降到|升到|提高到|提高至|提升到|提升至|扩大至|收窄至|缩至|缩窄至"
    r"|减至|减少至|减少到|调高至|调低至|改为|扩至|扩到|至|到|提至|涨至|跌至|涨到|调整为)"
)
_COMPARED_RATE = re.compile(r"同比|按年|年增|月增|季增|环比|按季|按月|较上|较去年|比去年|比上年|YoY|yoy|QoQ")
_ADDED = re.compile(r"(?:合计|共计|一共|共|总计|合共|累计|总额)(?:为|达|约|近|逾|超|超过|有)?$")


_YEAR_BEFORE = re.compile(r"(?:而|较)?(?:上年|去年|前一年|上一年)(?:同期)?(?:则)?(?:为|是|同期)?")
#: No model has fewer parameters where nothing but the number tells that it is theirs.
_LARGE = 500_000_000
_LABELLED = re.compile(r"(?:（[^（）]{0,16}）)?[\s　：:|（(-]{1,3}(?:约|逾|超)?")
_WINDOW = re.compile(r"[^，。；\d]{0,4}\d+(?:\.\d+)?[KkM万]")
_HEDGE = re.compile(r"(?:[为达约近逾超共仅]|超过|不到|不足|约为|将近|\d)?")
_MARKET = re.compile(r"(?:市场|行业|全行业|产业)[^，。；]{0,8}$")
_THEN = re.compile(
    r"(?:到|而|至)?(?:今年|明年|后年|去年|20\d\d年|年底|明年底|今年底|上年|全年|上半年|下半年|[一二三四]季度|第[一二三四]季度?)(?:底|末|全年)?"
    r"(?:则|或|将|要|仍|又|还|可|预计|有望|计划|目标|力争|预期|预估|估计|为|是|达|到|约|近|逾|超|突破|增至|升至|降至|扩大到|扩至|增长到|上看|财测){0,5}"
)
_ONLY = re.compile(r"(?:[为达至约近逾超共有]|约为|达到|超过){0,3}")
_SLASH = re.compile(r"(?:台|辆|颗|片|套|部|名|人|次)?[、/／](?:约|近|逾|超)?")


@dataclass(frozen=True, slots=True)
class Topic:
    """Why a number is read: the frame, where its words stand in the sentence, a loss or not, a name that tells whose."""

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


class Scan:
    """One sentence with its numbers and topics. `earlier` are the numbers read in the document so far."""

    def __init__(
        self, sentence: Sentence, nearby: str, amounts: Sequence[Amount], frames: FrameSet, subjects: Subjects,
        heading: Frame | None = None,
    ) -> None:  # fmt: skip
        self.sentence = sentence
        self.text = sentence.text
        self.amounts = amounts
        self._masked = masked(sentence)
        self.cues = find_cues(self._masked, nearby, frames)
        self._frames = frames
        self._heading = heading
        self._subjects = subjects
        self._base = sentence.span.start

    def kind_of(self, amount: Amount) -> str:
        """The kind of a number, a multiple that tells what was added being a percent."""
        if amount.unit == TIMES and growth_of(self.text, amount.span.start - self._base):
            return "percent"
        return amount.kind

    def sign(self, amount: Amount) -> int:
        """1 for a rise, -1 for a fall, 0 where none is told."""
        if amount.signed:
            return 1 if amount.value >= 0 else -1
        return sign_of(self.text, amount.span.start - self._base, amount.span.end - self._base, self._frames)

    def superseded(self, amount: Amount) -> bool:
        """True for the first of 由6元降至3.2元 and for what a value is compared with, where no name says whose."""
        start, end = amount.span.start - self._base, amount.span.end - self._base
        before = self.text[max(0, start - 24) : start]
        if amount.kind != "percent" and _LIKE.search(before):
            return True
        if _SUPERSEDED.search(before):
            if amount.signed or (amount.kind == "percent" and _COMPARED_RATE.search(before)):
                return False
            return bool(before[-1:] not in "由从自" or _TOWARD.match(self.text, end))
        origin = _FROM.search(before[-16:])
        if origin is None or not _TOWARD.match(self.text, end):
            return False
        return NAME not in self._masked[start - len(origin.group()) : start]

    def topic(self, amount: Amount, earlier: Sequence[Read]) -> Topic | None:
        """What a number measures, or None."""
        start, end = amount.span.start - self._base, amount.span.end - self._base
        kind = self.kind_of(amount)
        behind = self._behind(amount, kind, start, end)
        if behind is not None:
            return behind if behind.frame.gives else None
        clause = self.sentence.clauses[self.sentence.clause_at(amount.span.start)].start - self._base
        cue = self._before(kind, max(0, clause), start, amount)
        if cue is not None and not cue.weak:
            return None if self._of_all(cue, max(0, clause)) else self._told(cue, kind, end)
        if cue is None and self._then(kind, max(0, clause), start, earlier):
            return Topic(earlier[-1].frame, earlier[-1].start, subject=earlier[-1].holder)
        carried = self._carried(amount, kind, max(0, clause), start, cue, earlier)
        if carried is not None:
            return carried
        if cue is not None:
            return self._told(cue, kind, end)
        far = self._far(kind, max(0, clause), start, amount)
        return self._told(far, kind, end) if far else None

    def _of_all(self, cue: Cue, clause: int) -> bool:
        """True for the figure of a whole market: 中国市场出货量897万台."""
        return bool(_MARKET.search(self._masked, clause, cue.start)) and NAME not in self._masked[clause : cue.start]

    def _then(self, kind: str, clause: int, start: int, earlier: Sequence[Read]) -> bool:
        """True for the same of another time: 营收3.2亿元，今年预计突破10亿元."""
        last = earlier[-1] if earlier else None
        if last is None or last.sentence != self.sentence.index or kind != last.kind or kind == "percent":
            return False
        return bool(_THEN.fullmatch(self.text, clause, start))

    def _told(self, cue: Cue, kind: str, end: int) -> Topic | None:
        if not cue.frame.gives or not self._counts(cue.frame, kind, end):
            return None
        owner = self._owner(cue, end)
        return Topic(cue.frame, cue.start, cue.negative, owner)

    def _owner(self, cue: Cue, end: int) -> Argument | None:
        """A name that only this number is told of: 由GLM-4.5的3550亿扩至…, 规模300亿元的X基金."""
        following = self._subjects.following(self.sentence, self._base + end, cue.frame.subjects)
        if following:
            return following
        start = max((a.span.start for a in self.amounts if a.span.end - self._base <= end), default=0) - self._base
        origin = _FROM.search(self.text[:start][-24:])
        if origin and _TOWARD.match(self.text, end):
            return self._subjects.beside(self.sentence, self._base + start, cue.frame.subjects)
        return None

    def _counts(self, frame: Frame, kind: str, end: int) -> bool:
        """True where what stands behind a count is what the frame counts."""
        if kind != "count" or (frame.bare and "count" not in frame.gives):
            return kind != "count" or not _COUNTERS.match(self._masked, end)
        return not _COUNTERS.match(self._masked, end) or bool(frame.counter and frame.counter.match(self._masked, end))

    def _holds(self, frame: Frame, kind: str, amount: Amount) -> bool:
        if frame.holds(kind):
            return True
        return kind == "count" and frame.bare and amount.scaled and "money" in frame.gives

    def _behind(self, amount: Amount, kind: str, start: int, end: int) -> Topic | None:
        best: tuple[int, Frame] | None = None
        for frame in self._frames.frames:
            if frame.behind and self._holds(frame, kind, amount):
                match = frame.behind.match(self._masked, end)
                if match and (best is None or match.end() > best[0]):
                    best = (match.end(), frame)
        if best is None:
            return None
        after, frame = best
        if frame.gives and any(self._right_before(c, kind, start) for c in self.cues):
            return None
        self.cues = [c for c in self.cues if not (end <= c.start < after)]
        following = self._subjects.following(self.sentence, self._base + after, frame.subjects) if frame.gives else None
        return Topic(frame, start, subject=following)

    def _right_before(self, cue: Cue, kind: str, start: int) -> bool:
        """True for a topic that stands at the number itself, which then is not the one behind it: 激活37B参数."""
        if cue.weak or cue.end > start or start - cue.end > 4 or not cue.frame.holds(kind):
            return False
        return bool(_HEDGE.fullmatch(self.text, cue.end, start))

    def _before(self, kind: str, clause: int, start: int, amount: Amount) -> Cue | None:
        """The nearest topic in the clause before a number; a sure one goes before a weak one."""
        best: Cue | None = None
        for cue in self.cues:
            if clause <= cue.start and cue.end <= start and self._holds(cue.frame, kind, amount):
                if best is None or (cue.weak, -cue.end) <= (best.weak, -best.end):
                    best = cue
        return best

    def _far(self, kind: str, clause: int, start: int, amount: Amount) -> Cue | None:
        """A topic in an earlier clause that no number of its kind has used: 收入方面，今年为…."""
        if kind == "percent" and not self.sign(amount):
            return None
        best: Cue | None = None
        for cue in self.cues:
            near = cue.end <= clause and start - cue.end <= _FAR
            if near and not cue.weak and self._holds(cue.frame, kind, amount):
                best = cue
        if best is None or not best.frame.gives:
            return best
        opens = self.sentence.clauses[self.sentence.clause_at(self._base + best.start)].start - self._base
        if self._of_all(best, max(0, opens)):
            return None
        between = [
            a for a in self.amounts
            if best.end <= a.span.start - self._base < start and self.kind_of(a) == kind
        ]  # fmt: skip
        summed = _ADDED.search(self.text[:start][-6:])
        return None if between and not summed else best

    def _carried(
        self, amount: Amount, kind: str, clause: int, start: int, weak: Cue | None, earlier: Sequence[Read]
    ) -> Topic | None:
        """The topic of a number before: its growth, or the same of another name in a list."""
        last = earlier[-1] if earlier else None
        named = [p for p in self._subjects.parts(self.sentence) if clause <= p.argument.span.start - self._base < start]
        if last is not None and last.sentence == self.sentence.index and kind == "percent" and self.sign(amount):
            grows = last.frame.gives.get("percent")
            fresh = [
                p for p in named if p.argument.entity != last.holder.entity and p.argument.type in last.frame.subjects
            ]
            if grows and last.frame.name != "stock" and not fresh and last.frame.direction:
                if weak is None or weak.frame.name != "stock" or not named or self._compares(clause, start):
                    return Topic(last.frame, last.start, subject=None, carried=True)
        if last is not None and last.sentence == self.sentence.index and kind == last.kind:
            if _YEAR_BEFORE.match(self.text, clause, start):
                return Topic(last.frame, last.start, subject=last.holder)
        beside = self._subjects.beside(self.sentence, amount.span.start, _ANYONE)
        specs = self._specs(amount, kind, clause, start, beside, earlier)
        if specs is not None:
            return specs
        if beside is None:
            fund = self._subjects.following(self.sentence, amount.span.end, ("Fund",)) if kind == "money" else None
            if fund is not None:
                return Topic(self._frames.named("fund-size"), start, subject=fund)
            return self._joined(kind, clause, start, earlier)
        if kind == "percent" and weak is not None and weak.frame.name == "stock" and not self._compares(clause, start):
            return None
        headed = self._headed(kind, end=amount.span.end - self._base, beside=beside)
        for read in () if headed else reversed(earlier[-12:]):
            if self.sentence.index - read.sentence > 4:
                break
            same = read.kind == kind or (kind == "count" and read.kind == "count")
            if (
                same
                and beside.type in read.frame.subjects
                and self._counts(read.frame, kind, amount.span.end - self._base)
            ):
                if read.frame.direction and kind == "percent" and not self.sign(amount):
                    continue
                return Topic(read.frame, start, subject=beside, carried=True)
        if headed is not None:
            return Topic(headed, start, subject=beside, carried=True)
        if kind == "percent" and amount.signed and beside.type in ("Company", "StockIndex"):
            return Topic(self._frames.named("stock"), start, subject=beside)
        if kind in ("money", "count") and beside.type == "Fund" and amount.scaled:
            return Topic(self._frames.named("fund-size"), start, subject=beside)
        return None

    def _headed(self, kind: str, end: int, beside: Argument) -> Frame | None:
        """The topic that a heading or the words before a list tell of its lines: AI应用月活榜."""
        frame = self._heading
        if frame is None or frame.direction or kind not in frame.gives or beside.type not in frame.subjects:
            return None
        return frame if self._counts(frame, kind, end) else None

    def _specs(
        self, amount: Amount, kind: str, clause: int, start: int, beside: Argument | None, earlier: Sequence[Read]
    ) -> Topic | None:
        """The numbers of a list of models: GLM-4.5：3550亿/320亿，128K."""
        if kind != "count" or not amount.scaled or _COUNTERS.match(self._masked, amount.span.end - self._base):
            return None
        labelled = beside is not None and _LABELLED.fullmatch(self.text, beside.span.end - self._base, start)
        if beside is not None and labelled and beside.type == "AIModel" and amount.value >= _LARGE:
            return Topic(self._frames.named("parameters"), start, subject=beside)
        last = earlier[-1] if earlier else None
        if last is None or last.sentence != self.sentence.index or not last.frame.name.startswith("parameters"):
            return None
        if self.text[start - 1] in "/／" and last.frame.name == "parameters":
            return Topic(self._frames.named("parameters-active"), start, subject=last.holder)
        if _WINDOW.fullmatch(self.text, clause, amount.span.end - self._base):
            return Topic(self._frames.named("context"), start, subject=last.holder)
        return None

    def _joined(self, kind: str, clause: int, start: int, earlier: Sequence[Read]) -> Topic | None:
        """A number right behind another one of the same name: 4200台、32%; 下降8.4%，为67886辆."""
        last = earlier[-1] if earlier else None
        if last is None or last.sentence != self.sentence.index:
            return None
        if kind in last.frame.gives and kind != last.kind and _ONLY.fullmatch(self.text, clause, start):
            return Topic(last.frame, last.start, subject=last.holder)
        ends = [a.span.end - self._base for a in self.amounts if a.span.end - self._base <= start]
        if not ends or not _SLASH.fullmatch(self.text, ends[-1], start):
            return None
        for read in reversed(earlier[-12:]):
            if self.sentence.index - read.sentence > 1:
                break
            if read.kind == kind and read.holder.entity != last.holder.entity and not read.frame.direction:
                return Topic(read.frame, last.start, subject=last.holder)
        return None

    def _compares(self, clause: int, start: int) -> bool:
        return bool(_COMPARED_RATE.search(self.text, clause, start))


_ANYONE = frozenset(
    {"Company", "Product", "AIModel", "Chip", "StockIndex", "Fund", "ResearchInstitute", "GovernmentBody"}
)
