"""Whose a figure is: the name at the number, in its clause, in a clause before, or what the text keeps in view."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from kg.extract.chinese.figures.leading import fits, leader, leads
from kg.extract.chinese.figures.roles import Part, parts_of, rating_houses
from kg.extract.chinese.figures.views import Views
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import THINGS
from kg.model import Entity

#: May stand between a name and its number where nothing else tells the topic: 豆包则为5130万, 百度智能云（19.3%）.
_FILLER = re.compile(
    r"(?:[\s　”’」』》\"：:*|]|（[^（）]{0,20}）|[（(的为是则占以约达有仅只也还亦各共逾超近与得取在上要卖收再又大微急"
    r"续暴重劲涨跌升挫飙插高低幅年月增降减]"
    r"|不足|接近|大约|突破|达到|超过|低至|低到|收费|标价|维持|保持|月均|日均|最终|其后|分别|得分|取得|拿到|拿下|录得|排名|股价|盘前|盘后|美股|港股"
    r"|A股|H股|收盘|收市|一度|逆势|同比|环比|按年|按季|增长|下降|下滑|规模){0,8}"
)
_ALL = re.compile(
    r"分别|各(?!类|种|地|界|项)|均(?!价|线|值)|都|双双|皆|齐|依次|同步|集体|[两三四五]款|[两三四五]家|两者|二者"
)
_IN_ORDER = re.compile(r"分别|依次")
_TOGETHER = re.compile(r"合计|合共|共计|总共|加起来|总和|一共|总计|之和")
#: Between a number with its topic and the name that they describe.
_DESCRIBED = re.compile(r"的?(?:自家|自研|新|新款|开源|国产|旗下|大模型|模型|基金|[^，。；、]{0,3}的)?[“「《]?")
_TOWARD = re.compile(r"[向对给为]")
_NAMED_AS = re.compile(r"是[^，。；]{0,8}$")


class Subjects:
    """Finds the subjects of figures in one document."""

    def __init__(self, sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> None:
        self._houses = rating_houses(sentences, entities)
        self._known: dict[int, list[Part]] = {}
        self._views = Views(sentences, self._houses, self.parts)

    def parts(self, sentence: Sentence) -> list[Part]:
        """The names of a sentence with the part that each plays."""
        if sentence.index not in self._known:
            self._known[sentence.index] = parts_of(sentence, self._houses)
        return self._known[sentence.index]

    def tell(self, sentence: Sentence, argument: Argument, metric: str) -> None:
        """Keeps in mind whose the last figure was."""
        self._views.tell(sentence, argument, metric)

    def beside(self, sentence: Sentence, at: int, types: Collection[str]) -> Argument | None:
        """The name of one of `types` right before a number at document offset `at`, but for fillers."""
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
        return group if len(group) > 1 and _ALL.search(between) and not _IN_ORDER.search(between) else [beside]

    def following(self, sentence: Sentence, at: int, types: Collection[str]) -> Argument | None:
        """The name that a number and its topic describe: 擁有6710亿参数的DeepSeek, 600亿参数的山海大模型."""
        base = sentence.span.start
        for argument in sentence.arguments:
            if argument.span.start >= at:
                between = sentence.text[at - base : argument.span.start - base]
                owned = _DESCRIBED.fullmatch(between)
                return argument if owned and between[:1] in ("的", "“", "「") and argument.type in types else None
        return None

    def of(
        self, sentence: Sentence, at: int, types: Sequence[str], metric: str, *, giver: bool = False
    ) -> list[Argument]:
        """Who a figure is told of whose topic stands at document offset `at`; several where a list shares it.

        `types` are in order of likelihood. With `giver`, who stands before the topic only pays.
        """
        fitting = [p for p in self.parts(sentence) if fits(p, types, metric)]
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
        found = self._earlier_clause(sentence, clause, fitting, types)
        if found:
            return [found]
        fallback = self._views.in_view(sentence, types, metric)
        return [fallback] if fallback else []

    def _earlier_clause(
        self, sentence: Sentence, clause: int, fitting: Sequence[Part], types: Sequence[str]
    ) -> Argument | None:
        """Who the last clause before one is about: a firm before its products, a subject before an object."""
        firms = [p for p in fitting if p.argument.type == types[0]] if types[0] == "Company" else []
        for parts, sure in ((firms, True), (fitting, True), (fitting, False)):
            for back in range(clause - 1, -1, -1):
                before = [p for p in parts if p.clause == back and (not sure or leads(sentence, p, types))]
                if before:
                    return leader(sentence, before, types)
        return None

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
            if last.argument.type not in THINGS:
                return []
            owner = [p for p in here if p.group != last.group and p.argument.type == "Company"]
            if owner:
                return [owner[-1].argument]
            firms = [p for p in self.parts(sentence) if fits(p, ("Company",), "")]
            view = self._earlier_clause(sentence, last.clause, firms, ("Company",)) or self._views.in_view(
                sentence, ("Company",), ""
            )
            return [view] if view else []
        joined = sentence.text[group[0].span.end - base : group[1].span.start - base]
        if _ALL.search(tail) or "、" in joined or group[0].span == group[1].span:
            return group
        return group[:1]

    def _receiver(self, sentence: Sentence, at: int, types: Sequence[str], fitting: Sequence[Part]) -> list[Argument]:
        clause = sentence.clause_at(at)
        for part in self.parts(sentence):
            start = part.argument.span.start - sentence.span.start
            toward, before = sentence.text[max(0, start - 2) : start], sentence.text[max(0, start - 9) : start]
            if part.argument.type in types and part.clause == clause and _TOWARD.search(toward):
                return [part.argument]
            if part.argument.type in types and part.clause < clause and _NAMED_AS.search(before):
                return [part.argument]
        givers = {p.argument.entity for p in self.parts(sentence) if p.clause == clause or p.invests}
        for back in range(clause - 1, -1, -1):
            others = [p.argument for p in fitting if p.clause == back and p.argument.entity not in givers]
            if others:
                return others[:1]
        for argument in self.parts(sentence):
            if argument.argument.span.start > at and argument.argument.type in types and argument.clause == clause:
                return []
        topic = self._views.sentence_before(sentence, types) or self._views.topics.of(
            sentence.index, types, givers | self._houses, sentence.span.start
        )
        return [topic] if topic else []
