"""Whose a figure is: the name at the number, before its topic, in the clauses before, or what the text keeps in view."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from kg.extract.chinese.figures.roles import Part, parts_of, rating_houses
from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.text import Argument, Sentence
from kg.model import Entity, Span

#: May stand between a name and its number where nothing else tells the topic: 豆包则为5130万, 百度智能云（19.3%）.
_FILLER = re.compile(
    r"(?:[\s　”’」』》\"：:*|]|（[^（）]{0,20}）|[（(的为是则占以约达有仅只也还亦各共逾超近与得取在上]|不足|接近|大约|突破|达到|超过|低至|低到|要|卖|收|收费|标价|月均|日均|最终|其后|分别|得分|取得|拿到|拿下"
    r"|录得|排名|股价|盘前|盘后|美股|港股|A股|H股|再|又|大|微|急|收盘|收市|收|续|一度|暴|重|劲|涨|跌|升|挫|飙|插|高|低|幅|逆势|同比|环比|按年|按季|年|月|增长|增|下降|降|下滑|减|规模){0,8}"
)
_ALL = re.compile(
    r"分别|各(?!类|种|地|界|项)|均(?!价|线|值)|都|双双|皆|齐|依次|同步|集体|[两三四五]款|[两三四五]家|两者|二者"
)
_TOGETHER = re.compile(r"合计|合共|共计|总共|加起来|总和|一共|总计|之和|总市值合计")
_THINGS = frozenset({"AIModel", "Product", "Chip"})
#: Between an owner and what it owns, which then is the subject.
_OWNED = re.compile(
    r"[”’\"」』》]?(?:\s|的|旗下|旗下的|自研|自家|系|推出的|发布的|开发的|母公司|[^，。；、：]{0,8}?(?:旗下|推出|发布|开源|上线)[^，。；、：]{0,12})"
)
_LABEL = re.compile(r"[”’\"」』》]?(?:（[^（）]{0,24}）)?\s?[：:|｜]")
#: Between the beginning of a clause and its subject.
_LEAD = re.compile(r"(?:的|旗下|公司|企业|厂商|巨头|集团|机构|平台|龙头|月|日|年|把|将|，)[“「《]?$")
_VERB = re.compile(
    r"[了着过]|已|装|给|向|用于|支持|提供|采购|供货|完成|推出|发布|宣布|成为|包括|加入|进入|接入|列入|获得"
)
_REPORT = re.compile(r"首次覆盖|投资要点|点评|评级|目标价")
_CLOCK = re.compile(r"\s*\d{1,2}[:：]\d{2}")
#: How many sentences a subject of figures stays in view.
_REACH = 3


class Subjects:
    """Finds the subjects of figures in one document."""

    def __init__(self, sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> None:
        self._sentences = sentences
        self._topics = Topics(sentences)
        self._houses = rating_houses(sentences, entities)
        self._parts: dict[int, list[Part]] = {}
        head = [a for s in sentences[:2] for a in s.arguments if a.type == "Company"]
        self._report = any(a.entity in self._houses for a in head) or any(_REPORT.search(s.text) for s in sentences[:2])
        self._last: list[tuple[int, Argument, str]] = []

    def parts(self, sentence: Sentence) -> list[Part]:
        """The names of a sentence with the part that each plays."""
        if sentence.index not in self._parts:
            self._parts[sentence.index] = parts_of(sentence, self._houses)
        return self._parts[sentence.index]

    def tell(self, sentence: Sentence, argument: Argument, metric: str) -> None:
        """Keeps in mind whose the last figure was."""
        self._last.append((sentence.index, argument, metric))

    def beside(self, sentence: Sentence, at: int, types: Collection[str]) -> Argument | None:
        """The name of one of `types` that stands right before a number at document offset `at`, with fillers between."""
        base = sentence.span.start
        for part in reversed(self.parts(sentence)):
            argument = part.argument
            if argument.span.end > at:
                continue
            if at - argument.span.end > 24:
                return None
            if not _FILLER.fullmatch(sentence.text, argument.span.end - base, at - base):
                return None
            return argument if argument.type in types and not (part.tells and part.argument.type != "Company") else None
        return None

    def all_beside(self, sentence: Sentence, at: int, beside: Argument) -> list[Argument]:
        """A name beside a number, with those of its list where the number holds of each."""
        part = next(p for p in self.parts(sentence) if p.argument is beside)
        group = [p.argument for p in self.parts(sentence) if p.group == part.group]
        between = sentence.text[beside.span.end - sentence.span.start : at - sentence.span.start]
        return group if len(group) > 1 and _ALL.search(between) and not re.search("分别|依次", between) else [beside]

    def following(self, sentence: Sentence, at: int, types: Collection[str]) -> Argument | None:
        """The name that a number and its topic describe: 擁有6710亿参数的DeepSeek, 600亿参数的山海大模型."""
        base = sentence.span.start
        for argument in sentence.arguments:
            if argument.span.start >= at:
                between = sentence.text[at - base : argument.span.start - base]
                owned = re.fullmatch(
                    r"的?(?:自家|自研|新|新款|开源|国产|旗下|大模型|模型|基金|[^，。；、]{0,3}的)?[“「《]?", between
                )
                return argument if owned and between[:1] in ("的", "“", "「") and argument.type in types else None
        return None

    def of(
        self, sentence: Sentence, at: int, types: Sequence[str], metric: str, *, giver: bool = False
    ) -> list[Argument]:
        """Who a figure is told of whose topic stands at document offset `at`; several where a list shares it.

        `types` are in order of likelihood. With `giver`, who stands before the topic only pays.
        """
        fitting = [p for p in self.parts(sentence) if self._fits(p, types, metric)]
        clause = sentence.clause_at(at)
        if giver:
            return self._receiver(sentence, at, types, fitting)
        here = [p for p in fitting if p.clause == clause and p.argument.span.end <= at]
        if here:
            return self._group(sentence, here[-1], here, at)
        if _ALL.match(sentence.text[max(0, sentence.clauses[clause].start - sentence.span.start) :]):
            listed = self._last_list(fitting, clause)
            if listed:
                return listed
        for sure in (True, False):
            for back in range(clause - 1, -1, -1):
                before = [p for p in fitting if p.clause == back and (not sure or _leads(sentence, p, types))]
                if before:
                    return [_leader(sentence, before, types)]
        fallback = self._in_view(sentence, types, metric)
        return [fallback] if fallback else []

    def _fits(self, part: Part, types: Collection[str], metric: str) -> bool:
        if part.argument.type not in types:
            return False
        if metric in ("valuation", "targetPrice", "fundingRaised"):
            if part.invests and metric != "targetPrice":
                return False
            return not part.tells and (not part.oblique or part.judged)
        return not part.tells and not part.oblique

    def _last_list(self, fitting: Sequence[Part], clause: int) -> list[Argument]:
        """The names of the last list before a clause that tells something of all."""
        for part in reversed(fitting):
            group = [p.argument for p in fitting if p.group == part.group and p.clause < clause]
            if len(group) > 1:
                return group
        return []

    def _group(self, sentence: Sentence, last: Part, here: Sequence[Part], at: int) -> list[Argument]:
        group = [p.argument for p in here if p.group == last.group]
        if len(group) == 1:
            return group
        base = sentence.span.start
        tail = sentence.text[last.argument.span.end - base :][:20]
        if _TOGETHER.search(tail):
            if last.argument.type not in _THINGS:
                return []
            owner = [p for p in here if p.group != last.group and p.argument.type == "Company"]
            return [owner[-1].argument] if owner else [a for a in [self._in_view(sentence, ("Company",), "")] if a]
        joined = sentence.text[group[0].span.end - base : group[1].span.start - base]
        if _ALL.search(tail) or "、" in joined or group[0].span == group[1].span:
            return group
        return group[:1]

    def _receiver(self, sentence: Sentence, at: int, types: Collection[str], fitting: Sequence[Part]) -> list[Argument]:
        clause = sentence.clause_at(at)
        for part in self.parts(sentence):
            start = part.argument.span.start - sentence.span.start
            toward = sentence.text[max(0, start - 2) : start]
            if part.argument.type in types and part.clause == clause and re.search(r"[向对给为]", toward):
                return [part.argument]
            if (
                part.argument.type in types
                and part.clause < clause
                and re.search(r"是(?:[^，。；]{0,8})$", sentence.text[max(0, start - 9) : start])
            ):
                return [part.argument]
        givers = {p.argument.entity for p in self.parts(sentence) if p.clause == clause or p.invests}
        for back in range(clause - 1, -1, -1):
            before = [p.argument for p in fitting if p.clause == back and p.argument.entity not in givers]
            if before:
                return before[:1]
        for argument in self.parts(sentence):
            if argument.argument.span.start > at and argument.argument.type in types and argument.clause == clause:
                return []
        topic = self._topics.of(sentence.index, types, givers | self._houses, sentence.span.start)
        return [topic] if topic else []

    def _in_view(self, sentence: Sentence, types: Sequence[str], metric: str) -> Argument | None:
        """The subject of the figures just before, else the block's label, else what the text keeps in view."""
        label = self._label(sentence, types)
        for index, argument, told in reversed(self._last):
            if sentence.index - index > _REACH:
                break
            near = self._sentences[index].block == sentence.block or told == metric
            if argument.type in types and near and not self._named_since(index, sentence.index, types, argument):
                return argument
        if label:
            return label
        rated = self._rated(types)
        if rated:
            return rated
        obliques = {p.argument.entity for p in self.parts(sentence) if p.tells or p.invests} | self._houses
        if _CLOCK.match(sentence.text):
            title = [
                a for s in self._sentences[:1] for a in s.arguments if a.type in types and a.entity not in obliques
            ]
            if title:
                return title[0]
        first = [t for t in types if t in _THINGS] if types[0] in _THINGS else types[:1]
        for wanted in (first, types):
            topic = self._topics.of(sentence.index, wanted, obliques, sentence.span.start)
            if topic:
                return topic
        return None

    def _rated(self, types: Collection[str]) -> Argument | None:
        """The one firm that a report of a house is about: the first in its title, else in its text, that is no house."""
        if not self._report or "Company" not in types:
            return None
        for sentence in self._sentences[:3]:
            for part in self.parts(sentence):
                if part.argument.type == "Company" and not part.tells:
                    return part.argument
        return None

    def _label(self, sentence: Sentence, types: Collection[str]) -> Argument | None:
        """The name before the colon that begins the sentence's block."""
        for back in range(sentence.index, max(-1, sentence.index - 8), -1):
            first = self._sentences[back]
            if first.block != sentence.block:
                return None
            for argument in first.arguments[:1]:
                end = argument.span.end - first.span.start
                if argument.span.start - first.block.span.start <= 6 and _LABEL.match(first.text, end):
                    fits = argument.type in types and argument.entity not in self._houses
                    return argument if fits else None
        return None

    def _named_since(self, index: int, now: int, types: Collection[str], argument: Argument) -> bool:
        """True where a sentence in between has a subject of its own."""
        return any(
            p.argument.entity != argument.entity and p.argument.type == argument.type and not p.oblique and not p.tells
            for s in self._sentences[index + 1 : now]
            for p in self.parts(s)[:1]
        )


def _leads(sentence: Sentence, part: Part, types: Sequence[str]) -> bool:
    """True where a name stands where a subject does: at the beginning of its clause, but for times and descriptions."""
    if types[0] in _THINGS:
        return True
    clause = sentence.clauses[part.clause]
    before = (
        sentence.words(Span(clause.start, part.argument.span.start)) if clause.start < part.argument.span.start else ""
    )
    return len(before) <= 6 or bool(_LEAD.search(before)) or not _VERB.search(before)


def _leader(sentence: Sentence, before: Sequence[Part], types: Sequence[str]) -> Argument:
    """Who a clause is about: its first name, or what that one owns; of things the last."""
    if types[0] in _THINGS:
        things = [p for p in before if p.argument.type in _THINGS]
        if things:
            return things[-1].argument if things[-1].group != things[0].group else things[0].argument
    first = before[0]
    for part in before[1:]:
        between = sentence.text[
            first.argument.span.end - sentence.span.start : part.argument.span.start - sentence.span.start
        ]
        if part.group != first.group and _OWNED.fullmatch(between):
            first = part
    return first.argument
