"""When a figure holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.chinese.dates import find_dates
from kg.extract.chinese.text import Sentence
from kg.extract.date_mention import DateMention, main_period
from kg.model import Document, Precision, Span, When

#: For how many sentences the day of a share price holds where no other is told.
_TRADED = 6
_PERIODS = (Precision.QUARTER, Precision.HALF, Precision.INTERVAL, Precision.YEAR)
#: Behind a time that tells of a founding, or before one that is only compared with.
_FOUNDED = re.compile(r"[^，。；]{0,30}?(?:成立|创立|创办|创建|设立|注册|起家|毕业|出任|加入|上市(?!首))")
_FOUNDED_BEFORE = re.compile(r"(?:成立于|创立于|创办于|始于|建于|设立于|自)$")
_COMPARED = re.compile(r"(?:由|从|自|较|比|相比|对比|低于|高于|同)(?:上年|去年)?$")
_YEAR_BEFORE = re.compile(r"上年(?!末|底)|去年同期|一年前|前一年同期|去年同一")
_WHOLE_YEAR = re.compile(r"全年")
_SAME_MONTH = re.compile(r"单月|当月")
#: Of a day the one that was told last.
_SAME_DAY = re.compile(r"当[日天]|同[日一]天?")
_NOW = re.compile(r"现有|目前|眼下|如今|现在|迄今|累计|最新|今天")
_AVERAGE = re.compile(r"平均|日均|月均")
_UNSURE = re.compile(r"或(?=[达超将为升涨跌可再继会])|可能|料|有望|预计|预期|对应|可望|恐|将(?!近|至)|若|如果")
_LISTING = re.compile(r"首日|挂牌|上市|全球发售|招股|登陆|敲钟|敲锣")
_LISTED = re.compile(r"首日|挂牌|敲钟|敲锣|收报")
_COMING = re.compile(r"拟|计划|将|预计|申请|递表|受理|获批|过会")
_REPORTED = re.compile(r"(?:消息|讯|电|报道|显示|确认|证实)")
#: A change over a longer time: 今年以来, 上周累计.
_SPAN = re.compile(r"^(?:年内|今年|年初|[上本]周(?![一二三四五六日])|[上本]月)")
#: A report by the time it is of: 二季报, 半年报, 年报.
_REPORT = re.compile(r"(?P<q>[一二三四])季(?:度)?(?:财|业绩)?报|(?P<h>半年报|半年度业绩|中期业绩|中报|中期报告)")


class Times:
    """The times of one document by sentence."""

    def __init__(self, document: Document, plain_text: str, sentences: Sequence[Sentence]) -> None:
        self._published = document.published
        self._plain = plain_text
        self._sentences = sentences
        self._dates = [
            find_dates(plain_text, s.span, document.published, [a.span for a in s.arguments if not a.anaphor])
            for s in sentences
        ]
        self._same_days()
        self._period = main_period([d for found in self._dates for d in found]) or self._reported()
        self._traded: tuple[int, When | None] = (-_TRADED - 1, None)
        self._last: tuple[int, When | None] | None = None

    def of(self, index: int) -> list[DateMention]:
        """The times told in a sentence, in order."""
        return self._dates[index]

    def near(self, sentence: Sentence, anchor: Span, *, behind: bool = True) -> DateMention | None:
        """The time of `anchor` in its sentence: the last before it, else the first behind it in its clause."""
        dates = [d for d in self._dates[sentence.index] if not self._aside(sentence, d)]
        before = [d for d in dates if d.span.end <= anchor.start]
        if before:
            return before[-1]
        clause = sentence.clause_at(anchor.start)
        after = [d for d in dates if d.span.start >= anchor.end and sentence.clause_at(d.span.start) == clause]
        return after[0] if after and behind else None

    def when(self, sentence: Sentence, anchor: Span, kind: str, before: When | None = None) -> When | None:
        """The time of a figure whose frame asks for a `kind` of time; `before` is that of the list it goes on with."""
        if not kind:
            return None
        if kind in ("day", "close"):
            found = self._day(sentence, anchor, over=kind == "day")
            self._traded = (sentence.index, found)
            return found
        if kind in ("period", "share", "shipped"):
            found = self._of_period(sentence, anchor, kind, before)
            if not _YEAR_BEFORE.search(self._lead(sentence, anchor)):
                self._last = (sentence.index, found)
            return found
        if kind == "deal":
            return self._deal(sentence, anchor)
        return self._survey(sentence, anchor, kind, before)

    def _survey(self, sentence: Sentence, anchor: Span, kind: str, before: When | None) -> When | None:
        told = self.near(sentence, anchor)
        lead = self._lead(sentence, anchor)
        if kind == "month" and _AVERAGE.search(lead) and told is None:
            return self._of_period(sentence, anchor, "share", before)
        if told is None:
            return before
        if kind in ("month", "survey") and _NOW.search(lead):
            return None
        if kind == "month" and told.when.precision is Precision.DAY:
            return When.parse(told.when.text[:7])
        return told.when

    def _day(self, sentence: Sentence, anchor: Span, *, over: bool) -> When | None:
        """The day of a share price; with `over` a change may be told of a longer time."""
        told = self.near(sentence, anchor)
        lead = self._lead(sentence, anchor)
        if told is not None and told.when.precision is Precision.DAY:
            return told.when
        if _UNSURE.search(lead):
            return None
        if (
            over
            and told is not None
            and told.span.end <= anchor.start
            and _SPAN.search(self._plain[told.span.start : anchor.start])
        ):
            return told.when
        index, day = self._traded
        if day is not None and sentence.index - index <= _TRADED and day.precision is Precision.DAY:
            return day
        return self._earlier(sentence, (Precision.DAY,), 4) or self._published

    def _of_period(self, sentence: Sentence, anchor: Span, kind: str, before: When | None) -> When | None:
        lead = self._lead(sentence, anchor)
        periods = [
            d for d in self._dates[sentence.index]
            if d.when.precision is not Precision.DAY and d.span.end <= anchor.start and not self._aside(sentence, d)
        ]  # fmt: skip
        told = periods[-1] if periods else None
        if kind == "shipped" and "累计" in lead:
            return told.when if told else None
        if told is None:
            near = self.near(sentence, anchor)
            told = near if near is not None and near.when.precision is not Precision.DAY else None
        if _SAME_MONTH.search(lead) and (told is None or told.when.precision is not Precision.MONTH):
            return self._earlier(sentence, (Precision.MONTH,), 5)
        when = told.when if told is not None else before or self._carried(sentence)
        if when is None and kind == "period":
            when = self._period
        if _YEAR_BEFORE.search(lead):
            return _shifted(before or self._carried(sentence) or when)
        if _WHOLE_YEAR.search(lead) and (told is None or told.when.precision is not Precision.YEAR):
            return (
                When.parse((when or self._published or When.parse("2000")).text[:4])
                if when or self._published
                else None
            )
        return when

    def _carried(self, sentence: Sentence) -> When | None:
        """The time of the last figure of a period in the same block, else the last period told there."""
        if self._last is not None and self._sentences[self._last[0]].block == sentence.block and self._last[1]:
            return self._last[1]
        return self._earlier(sentence, _PERIODS, 5, inside=True)

    def _deal(self, sentence: Sentence, anchor: Span) -> When | None:
        told = self.near(sentence, anchor, behind=False)
        text = sentence.text
        planned = bool(_COMING.search(text))
        if told is not None:
            day = told.when.precision is Precision.DAY
            if day and _LISTING.search(text) and not planned:
                return When.parse(told.when.text[:7])
            after = self._plain[told.span.end : told.span.end + 3]
            listing = planned and _LISTING.search(text)
            return None if day and (listing or _REPORTED.match(after)) else told.when
        first = max(0, sentence.index - 3)
        context = "".join(s.text for s in (*self._sentences[:1], *self._sentences[first : sentence.index + 1]))
        if self._published and _LISTING.search(context) and _LISTED.search(context) and not planned:
            return When.parse(self._published.text[:7])
        weekly = [d.when for d in self._dates[0] if d.when.precision is Precision.INTERVAL] if self._dates else []
        return weekly[0] if weekly and self._sentences[0].block.kind == "title" else None

    def _lead(self, sentence: Sentence, anchor: Span) -> str:
        """The words of the clause before a number."""
        clause = sentence.clauses[sentence.clause_at(anchor.start)]
        return self._plain[clause.start : anchor.start]

    def _aside(self, sentence: Sentence, told: DateMention) -> bool:
        """True for the time of a founding, and for one that is only compared with."""
        before = self._plain[max(sentence.span.start, told.span.start - 6) : told.span.start]
        after = self._plain[told.span.end : min(sentence.span.end, told.span.end + 36)]
        if _COMPARED.search(before) or _FOUNDED_BEFORE.search(before):
            return True
        return bool(_FOUNDED.match(after)) and not re.match(r"[^，。；]{0,30}?\d", after)

    def _earlier(
        self, sentence: Sentence, precisions: Sequence[Precision], reach: int, *, inside: bool = False
    ) -> When | None:
        """The last fitting time told before a sentence, with `inside` only in its block."""
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - reach), -1):
            if inside and self._sentences[index].block != sentence.block:
                return None
            fitting = [
                d.when for d in self._dates[index]
                if d.when.precision in precisions and d.role == "at" and not self._aside(self._sentences[index], d)
            ]  # fmt: skip
            if fitting:
                return fitting[-1]
        return None

    def _same_days(self) -> None:
        """Gives 当日 and 同日 the day that was told last."""
        last: When | None = None
        for index, sentence in enumerate(self._sentences):
            taken = self._dates[index]
            spans = [
                Span(sentence.span.start + m.start(), sentence.span.start + m.end())
                for m in _SAME_DAY.finditer(sentence.text)
            ]
            named = [a.span for a in sentence.arguments]
            kept = [d for d in taken if not any(d.span.overlaps(s) for s in spans)]
            for span in spans:
                before = [d.when for d in kept if d.span.end <= span.start and d.when.precision is Precision.DAY]
                day = before[-1] if before else last or self._published
                if day is not None and not any(span.overlaps(n) for n in named):
                    kept.append(DateMention(span, day))
            self._dates[index] = sorted(kept, key=lambda d: d.span)
            days = [d.when for d in self._dates[index] if d.when.precision is Precision.DAY]
            last = days[-1] if days else last

    def _reported(self) -> When | None:
        """The period of the report that the document is about."""
        for match in _REPORT.finditer(self._plain):
            words = f"{match['q']}季度" if match["q"] else "上半年"
            found = find_dates(words, Span(0, len(words)), self._published)
            if found:
                return found[0].when
        return None


def _shifted(when: When | None) -> When | None:
    """The same period a year earlier."""
    if when is None:
        return None
    return When.parse(re.sub(r"\d{4}", lambda m: f"{int(m.group()) - 1:04d}", when.text))
