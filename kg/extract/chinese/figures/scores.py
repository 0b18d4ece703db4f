"""Benchmark scores: 在MMLU-Pro上得分87.3, AIME 2025 上 92.5%, 高于Gemini的81.8, 以1501分登上榜首."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.figures.times import Times
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.quantities import Amount, plain
from kg.model import Document, Entity, Quantity, Span

_TYPES = ("AIModel", "Product", "Chip")
_POINTS = re.compile(r"\s?(?:分(?![钟之别析布支部享红歧辨镜区层类手行])|点(?![评名击]))")
#: Behind a number that is no score.
_OTHER = re.compile(
    r"\s?(?:[项个道家款名位次倍年月天亿万元版种类题卡层台轮天人条]|$(?<=[%％成])|小时|分钟|的(?:参数|成本|价格|算力|训练|数据)|%以[上下]的|tokens?|B\b)",
    re.IGNORECASE,
)
#: Before a number that tells a rank or a distance.
_GAP = re.compile(
    r"(?:高出|领先|超出|多出|差|落后|相差|提升了?|提高了?|进步|胜出|差了?|拉开|涨|降低?|减少|节省|增加|增长)(?:约|了|近)?$|第\s?$|前\s?$|top\s?$|"
    r"(?:幻觉率|成本|价格|参数|速度|效率|开销|能耗|显存|时间)[^，。；]{0,10}$",
    re.IGNORECASE,
)
_MARGIN = re.compile(r"\s?分(?:之差|的?(?:优势|差距))")
#: No test gives more points.
_HIGHEST = 10_000
_BY_SCORE = re.compile(r"以\s?$")
_EACH = re.compile(r"分别|依次")
_JOIN = re.compile(r"分?\s?(?:[、和及与/]|以及)\s?")
_SCORE_OF = re.compile(r"(?:得分|总分|评分|跑分|分数)(?:为|是|达|约|高达)?$")
#: Told without the name of a test.
_SCORED = re.compile(r"榜|评测|测评|跑分|得分|总分|测试|排名|Arena|Elo", re.IGNORECASE)


class Scores:
    """Reads the scores of one document."""

    def __init__(
        self, document: Document, subjects: Subjects, times: Times, entities: Mapping[str, Entity],
        sentences: Sequence[Sentence],
    ) -> None:  # fmt: skip
        self._document = document
        self._subjects = subjects
        self._times = times
        self._entities = entities
        self._sentences = sentences

    def read(self, sentence: Sentence, amounts: Sequence[Amount]) -> tuple[list[Candidate], list[Amount]]:
        """The scores of a sentence, and the amounts that it leaves to others."""
        tests = [a for a in sentence.arguments if a.type == "Benchmark"]
        context = "".join(
            s.text for s in (*self._sentences[:1], *self._sentences[max(0, sentence.index - 4) : sentence.index + 1])
        )
        ranked = bool(_SCORED.search(context))
        if not tests and not (ranked and "分" in sentence.text) and not self._before(sentence):
            return [], list(amounts)
        found: list[Candidate] = []
        left: list[Amount] = []
        by_test, by_model = self._shared(sentence, amounts, tests)
        for amount in amounts:
            own = [by_test[amount.span.start]] if amount.span.start in by_test else tests
            made = self._candidates(sentence, amount, own, ranked, by_model.get(amount.span.start))
            found += made
            if not made:
                left.append(amount)
        return found, left

    def _candidates(
        self, sentence: Sentence, amount: Amount, tests: Sequence[Argument], ranked: bool, model: Argument | None
    ) -> list[Candidate]:
        text, base = sentence.text, sentence.span.start
        start, end = amount.span.start - base, amount.span.end - base
        pointed = _POINTS.match(text, end) or _SCORE_OF.search(text[max(0, start - 8) : start])
        if not _fits(amount, text, start, end, bool(pointed)):
            return []
        test = self._test(sentence, amount, tests)
        behind = amount.span.end + (len(pointed.group()) if pointed and pointed.start() == end else 0)
        beside = (
            model
            or self._subjects.following(sentence, behind, _TYPES)
            or self._subjects.beside(sentence, amount.span.start, _TYPES)
        )
        if (test is None and not (pointed and ranked)) or (not tests and not pointed and beside is None):
            return []
        holders = [beside] if beside else self._holders(sentence, amount)
        if beside is None and holders:
            self._subjects.tell(sentence, holders[0], "benchmarkScore")
        told = self._times.near(sentence, amount.span)
        unit = "percent" if amount.unit == "percent" else "points"
        quantity = Quantity(plain(amount.value), unit, amount.comparator, self._document.quote(amount.span))
        return [
            Candidate(
                "benchmarkScore",
                holder.entity,
                quantity,
                sentence.index,
                amount.span.start,
                sentence.span,
                "zh.score",
                when=told.when if told else None,
                benchmark=self._entities[test.entity].label("zh") if test else None,
                anchor=amount.span,
            )
            for holder in holders
        ]

    def _shared(
        self, sentence: Sentence, amounts: Sequence[Amount], tests: Sequence[Argument]
    ) -> tuple[dict[int, Argument], dict[int, Argument]]:
        """For runs of scores (96.1、88.7和91.2) their tests and their models, by the score's document offset."""
        by_test: dict[int, Argument] = {}
        by_model: dict[int, Argument] = {}
        base = sentence.span.start
        models = [a for a in sentence.arguments if a.type == "AIModel" and not a.anaphor]
        for run in _runs(sentence, amounts):
            before = [t for t in tests if t.span.end <= run[0].span.start]
            if len(before) == len(run):
                by_test |= {a.span.start: t for a, t in zip(run, before, strict=True)}
                continue
            each = _EACH.search(sentence.text[: run[0].span.start - base])
            listed = [m for m in models if each and m.span.end <= base + each.start()][-len(run) :]
            if len(listed) == len(run):
                by_model |= {a.span.start: m for a, m in zip(run, listed, strict=True)}
        return by_test, by_model

    def _holders(self, sentence: Sentence, amount: Amount) -> list[Argument]:
        for types in (_TYPES[:1], _TYPES):
            told = self._subjects.of(sentence, amount.span.start, types, "benchmarkScore")
            if told:
                return told
        return []

    def _test(self, sentence: Sentence, amount: Amount, tests: Sequence[Argument]) -> Argument | None:
        """The test of a score: the last before it, the first behind it in its clause, or the sentence before's."""
        before = [t for t in tests if t.span.end <= amount.span.start]
        if before:
            return before[-1]
        clause = sentence.clause_at(amount.span.start)
        after = [t for t in tests if sentence.clause_at(t.span.start) == clause]
        return after[0] if after else None if tests else self._before(sentence)

    def _before(self, sentence: Sentence) -> Argument | None:
        """The test of the sentence before in the same block."""
        if not sentence.index or self._sentences[sentence.index - 1].block != sentence.block:
            return None
        tests = [a for a in self._sentences[sentence.index - 1].arguments if a.type == "Benchmark"]
        return tests[-1] if tests else None


def _fits(amount: Amount, text: str, start: int, end: int, pointed: bool) -> bool:
    """True for a number that may be a score: up to 100, or more in points, and neither a rank nor a distance."""
    plainly = amount.kind in ("count", "percent") and 0 < amount.value <= 100 and not amount.scaled
    if not plainly and not (pointed and 0 < amount.value <= _HIGHEST):
        return False
    if amount.bound == "high" or _OTHER.match(text, end) or _MARGIN.match(text, end):
        return False
    by_score = pointed and _BY_SCORE.search(text[max(0, start - 3) : start])
    return bool(by_score) or not _GAP.search(text[max(0, start - 16) : start])


def _runs(sentence: Sentence, amounts: Sequence[Amount]) -> list[list[Amount]]:
    """The numbers that stand joined like a list, at least two each."""
    runs: list[list[Amount]] = []
    for amount in amounts:
        between = sentence.words(Span(runs[-1][-1].span.end, amount.span.start)) if runs else ""
        if runs and _JOIN.fullmatch(between):
            runs[-1].append(amount)
        else:
            runs.append([amount])
    return [r for r in runs if len(r) > 1]
