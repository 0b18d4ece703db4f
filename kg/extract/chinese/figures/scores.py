"""Benchmark scores: 在MMLU-Pro上得分87.3, AIME 2025 上 92.5%, 高于Gemini的81.8, 以1501分登上榜首."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.candidate import Candidate
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.figures.times import Times
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.quantities import Amount, plain
from kg.model import Document, Entity, Quantity

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
_BY_SCORE = re.compile(r"以\s?$")
_EACH = re.compile(r"分别|依次")
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
        shared = self._shared(sentence, amounts, tests)
        for amount in amounts:
            own = [shared[amount.span.start]] if amount.span.start in shared else tests
            made = self._candidates(sentence, amount, own, ranked)
            found += made
            if not made:
                left.append(amount)
        return found, left

    def _candidates(
        self, sentence: Sentence, amount: Amount, tests: Sequence[Argument], ranked: bool
    ) -> list[Candidate]:
        text, base = sentence.text, sentence.span.start
        start, end = amount.span.start - base, amount.span.end - base
        pointed = _POINTS.match(text, end) or _SCORE_OF.search(text[:start])
        plainly = amount.kind in ("count", "percent") and 0 < amount.value <= 100 and not amount.scaled
        if (
            not (plainly or (pointed and 0 < amount.value <= 10_000))
            or amount.bound == "high"
            or _OTHER.match(text, end)
        ):
            return []
        if _GAP.search(text[max(0, start - 16) : start]) and not (pointed and _BY_SCORE.search(text[:start])):
            return []
        if re.match(r"\s?分之差|\s?分的?(?:优势|差距)", text[end:]):
            return []
        test = self._test(sentence, amount, tests)
        behind = amount.span.end + (len(pointed.group()) if pointed and pointed.start() == end else 0)
        beside = self._subjects.following(sentence, behind, _TYPES) or self._subjects.beside(
            sentence, amount.span.start, _TYPES
        )
        if test is None and not (pointed and ranked):
            return []
        if not tests and not pointed and beside is None:
            return []
        holders = [beside] if beside else self._holders(sentence, amount)
        if beside is None and holders:
            self._subjects.tell(sentence, holders[0], "benchmarkScore")
        if not pointed and amount.unit != "percent" and test is not None and beside is None and not tests:
            return []
        told = self._times.near(sentence, amount.span)
        unit = "percent" if amount.unit == "percent" else "points"
        quantity = Quantity(plain(amount.value), unit, amount.comparator, self._document.quote(amount.span))
        found: list[Candidate] = []
        for holder in holders:
            found.append(
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
            )
        return found

    def _shared(self, sentence: Sentence, amounts: Sequence[Amount], tests: Sequence[Argument]) -> dict[int, Argument]:
        """Where each of several tests has its score in order (在MMLU、GPQA上分别取得85.2分和71.3分): score → test."""
        each = _EACH.search(sentence.text)
        if each is None or len(tests) < 2:
            return {}
        at = sentence.span.start + each.start()
        before = [t for t in tests if t.span.end <= at]
        behind = [a for a in amounts if a.span.start >= at][: len(before)]
        if len(before) != len(behind) or any(self._subjects.beside(sentence, a.span.start, _TYPES) for a in behind):
            return {}
        return {a.span.start: t for a, t in zip(behind, before, strict=True)}

    def _holders(self, sentence: Sentence, amount: Amount) -> list[Argument]:
        for types in (_TYPES[:1], _TYPES):
            told = self._subjects.of(sentence, amount.span.start, types, "benchmarkScore")
            if told:
                return told
        return []

    def _test(self, sentence: Sentence, amount: Amount, tests: Sequence[Argument]) -> Argument | None:
        """The test that a score belongs to: the last before it, the first behind it in its clause, or the one before."""
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
