"""Prices of tokens: 输入每百万tokens 3元、输出12元, 每千tokens 0.0006元, 限时免费."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.chinese.figures.subjects import Subjects
from kg.extract.chinese.figures.times import Times
from kg.extract.chinese.text import Sentence
from kg.extract.quantities import Amount, plain
from kg.model import Document, Entity, Quantity, Span

_PER = re.compile(
    r"(?:(?:每|/|／|一)\s?(?P<n>百万|千|万|1M|M|1K|K|100万|1000|1百万)|(?P<m>百万))\s?(?:个)?\s?(?:输入|输出)?\s?(?:tokens?|token|词元|字)",
    re.IGNORECASE,
)
_EACH = {"百万": 1, "1M": 1, "M": 1, "100万": 1, "1百万": 1, "千": 1000, "1K": 1000, "K": 1000, "1000": 1000, "万": 100}
_FREE = re.compile(r"免费(?!版|用户|试用|午餐|送|领|听|看|咨询|赠|向学生|套餐|额度|政策|模式|策略)")
_FREE_OF = re.compile(r"API|接口|调用|tokens?|模型|定价|价格|版|开放|使用", re.IGNORECASE)
_NOT_FREE = re.compile(r"(?:不|非|并非|未|没有|不再|取消|停止|结束)[^，。；]{0,4}$")
_FROM = re.compile(r"(?:由|从|原|自)[^，。；]{0,16}$")
_TO = re.compile(r"[^，。；]{0,10}?(?:降至|降到|下调至|调至|调整为|改为|至|到|涨至|上调至)")
_VERSION = re.compile(r"([A-Za-z][A-Za-z0-9.]+)\s?版")
_SIDE = re.compile(r"(?:输入|输出)(?:价格?|端)?(?:为|仅|则|约|降至|降到)?$")
_THEN = re.compile(r"[、和及与，/]?(?:输出|输入)?(?:价格?)?(?:为|约|则)?")
_TYPES = ("AIModel", "Product")


class Prices:
    """Reads the prices of one document."""

    def __init__(self, document: Document, subjects: Subjects, times: Times, entities: Mapping[str, Entity]) -> None:
        self._document = document
        self._subjects = subjects
        self._times = times
        self._models = [(e.label("zh"), e.id) for e in entities.values() if e.type in _TYPES]
        self._unit = "CNY"
        self._factor, self._sentence = 1, -9

    def read(self, sentence: Sentence, amounts: Sequence[Amount]) -> tuple[list[Candidate], list[Amount]]:
        """The prices of a sentence, and the amounts that it leaves to others."""
        text, base = sentence.text, sentence.span.start
        per = list(_PER.finditer(text))
        found: list[Candidate] = []
        left: list[Amount] = []
        factor = self._before(sentence)
        for amount in amounts:
            start, end = amount.span.start - base, amount.span.end - base
            if any(p.start() <= start and end <= p.end() for p in per):
                continue
            near = [p for p in per if abs(p.start() - start) <= 60]
            beside = self._subjects.beside(sentence, amount.span.start, _TYPES)
            if not near and factor and beside and amount.kind == "money" and abs(amount.value) <= 10_000:
                found += self._candidates(sentence, amount, plain(amount.value * factor))
                continue
            if not near and factor and amount.kind == "money" and _SIDE.search(text[max(0, start - 8) : start]):
                found += self._candidates(sentence, amount, plain(amount.value * factor))
                continue
            last = found[-1].anchor if found else None
            if not near and factor and last and _THEN.fullmatch(text, last.end - base, start):
                found += self._candidates(sentence, amount, plain(amount.value * factor), found[-1].subject)
                continue
            if amount.kind != "money" or not near or abs(amount.value) > 10_000:
                left.append(amount)
                continue
            if _FROM.search(text[max(0, start - 24) : start]) and _TO.match(text, end):
                continue
            unit = min(near, key=lambda p: abs(p.start() - start))
            each = _EACH.get((unit["n"] or unit["m"]).upper(), 1)
            self._unit = amount.unit
            self._factor, self._sentence = each, sentence.index
            found += self._candidates(
                sentence, amount, plain(amount.value * each), self._shared(sentence, amount, amounts)
            )
        if "免费" in text and (per or found or _FREE_OF.search(text)):
            found += self._free(sentence)
        return found, left

    def _before(self, sentence: Sentence) -> int:
        """What the prices of the sentences just before are multiplied by; 0 where none was told."""
        return self._factor if sentence.index - self._sentence <= 2 else 0

    def _free(self, sentence: Sentence) -> list[Candidate]:
        """What is told to be free; in a title only what it names."""
        text, base = sentence.text, sentence.span.start
        for match in _FREE.finditer(text):
            if _NOT_FREE.search(text[max(0, match.start() - 8) : match.start()]):
                continue
            span = Span(base + match.start(), base + match.end())
            made = self._candidates(sentence, Amount(span, Decimal(0), self._unit), Decimal(0))
            named = {a.entity for a in sentence.arguments}
            if sentence.block.kind == "title":
                made = [c for c in made if c.subject in named]
            return [replace(c, rule="zh.free") for c in made]
        return []

    def _candidates(self, sentence: Sentence, amount: Amount, value: Decimal, whose: str = "") -> list[Candidate]:
        quantity = Quantity(value, amount.unit, amount.comparator, self._document.quote(amount.span))
        told = self._times.near(sentence, amount.span)
        day = told is not None and not self._document.text.startswith("即日", told.span.start)
        return [
            Candidate(
                "tokenPrice",
                subject,
                quantity,
                sentence.index,
                amount.span.start,
                sentence.span,
                "zh.token-price",
                when=told.when if told and day else None,
                alternatives=tuple(a.quantity(self._document.text) for a in amount.also),
                anchor=amount.span,
            )
            for subject in ([whose] if whose else self._holders(sentence, amount.span.start))
        ]

    def _shared(self, sentence: Sentence, amount: Amount, amounts: Sequence[Amount]) -> str:
        """Whose a price is where each of several models has its own in order: A与B的价格分别为8元和60元."""
        base = sentence.span.start
        each = re.search(r"分别|依次", sentence.text)
        if each is None or amount.span.start < base + each.end():
            return ""
        models = [a for a in sentence.arguments if a.type == "AIModel" and a.span.end <= base + each.start()]
        behind = [a for a in amounts if a.kind == "money" and a.span.start >= base + each.end()]
        if len(models) < 2 or len(models) != len(behind):
            return ""
        return models[behind.index(amount)].entity

    def _holders(self, sentence: Sentence, at: int) -> list[str]:
        """Whose a price is: the version named in its clause (Pro版), else the model, else the product."""
        clause = sentence.clauses[sentence.clause_at(at)]
        versions = list(_VERSION.finditer(sentence.words(Span(clause.start, at)))) if clause.start < at else []
        if versions:
            fitting = [i for name, i in self._models if name.endswith(versions[-1][1])]
            if len(fitting) == 1:
                return fitting
        beside = self._subjects.beside(sentence, at, _TYPES)
        if beside:
            return [beside.entity]
        for types in (_TYPES[:1], _TYPES):
            told = self._subjects.of(sentence, at, types, "tokenPrice")
            if told:
                for argument in told:
                    self._subjects.tell(sentence, argument, "tokenPrice")
                return [a.entity for a in told]
        return []


def priced_alike(found: Sequence[Candidate]) -> list[Candidate]:
    """Gives what is free the money of the document's other prices, the subject's own first."""
    priced = [c for c in found if c.predicate == "tokenPrice" and c.rule != "zh.free"]
    out: list[Candidate] = []
    for candidate in found:
        if candidate.rule == "zh.free" and priced and isinstance(candidate.object, Quantity):
            like = next((c for c in priced if c.subject == candidate.subject), priced[0])
            unit = like.object.unit if isinstance(like.object, Quantity) else candidate.object.unit
            candidate = replace(candidate, object=replace(candidate.object, unit=unit))
        out.append(candidate)
    return out
