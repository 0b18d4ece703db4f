"""Who is meant where a clause has no subject: the entity that the text around it keeps in view."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import ORGANISATIONS, THINGS

#: Types of which the first name in a clause makes its topic, whatever names of other types stand before it.
_GROUPS = (
    ORGANISATIONS,
    THINGS,
    frozenset({"Person"}),
)
_PERSONS = 2
_QUOTE = '[”"》」』）)]?'
#: A name behind such a word is no subject of its clause.
_OBLIQUE = re.compile(
    r"(?:[对与和向为由被在从以将把给于跟同按较比至到入用、及或借让像如靠拿获归]|包括|来自|作为)[“\"《「『（(]?$"
)
#: A former employer or a source.
_ASIDE = re.compile(
    r"(?:[^目日此以年月天之]前|^前|原|据|援引|引述|引用|按照|根据|曾任|任职|不同于|不像|除了|包括)[“\"《「『（(]?$"
)
#: What follows an owner, or a name that only tells whose the next one is.
_OWNING = re.compile(rf"{_QUOTE}(?:的|旗下|系|母公司|子公司|控股的|自研)")
#: What follows one who only tells or measures.
_SOURCE = re.compile(
    rf"{_QUOTE}(?:[^，。；：]{{0,6}}(?:报道|報導|报导|消息|讯|获悉|统计|测算|数据显示|的数据|研报|报告|分析师|预计|援引|记者|认为|截图|榜单)|(?:称|指出|引述))"
)
#: What follows one who puts money in.
_INVESTOR = re.compile(
    r"[^，。；：]{0,16}?(?:领投|跟投|参投|独投|入股|持股|持有|持[\d.]+%|加注|认购|投资方|股东|基石|参与)"
)
#: A name before a colon at the beginning of a block is what the block is about.
_HEADER = re.compile(rf"{_QUOTE}(?:[（(][^（）()]{{0,20}}[)）])?[：｜|]")
_NAME_OF_SOURCE = re.compile("(?:证券|證券|研究|咨询|顾问|资讯|律师事务所|会计师|通讯社|日报|新闻|财经)$")
#: What follows one who values shares for others.
_VALUING = re.compile(
    rf"{_QUOTE}(?:的)?(?:分析师|分析员|研报|研究报告|发布研报|维持|重申|首予|将目标价|[^，。；：]{{0,12}}目标价|首次覆盖)"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each way of being named tells of a topic."""

    subject: float = 2.0
    owner: float = 0.7
    other: float = 0.6
    oblique: float = 1.2
    aside: float = 0.15
    investor: float = 0.1
    header: float = 4.0
    #: In the sentence itself, and how much less for each clause back.
    here: float = 4.0
    clause: float = 0.95
    #: For each sentence back, for another block, for its heading.
    decay: float = 0.5
    block: float = 0.8
    heading: float = 2.0
    #: For a name in the title, and for each time (as a logarithm) that the document names it.
    title: float = 2.0
    count: float = 0.25
    media: float = 0.1


WEIGHTS = Weights()
#: How far back a sentence still counts.
_REACH = 8


class Topics:
    """Weighs the entities around a place: the clauses before it, the sentences before, its heading, the title."""

    def __init__(self, sentences: Sequence[Sentence], weights: Weights = WEIGHTS) -> None:
        self._sentences = sentences
        self._weights = weights
        self._count = Counter(a.entity for s in sentences for a in s.arguments)
        self._first: dict[str, Argument] = {}
        self._backstage: set[str] = set()
        #: Companies that value the shares of others here.
        self.brokers: set[str] = set()
        for sentence in sentences:
            for argument in sentence.arguments:
                known = self._first.get(argument.entity)
                if known is None or (known.anaphor and not argument.anaphor):
                    self._first[argument.entity] = argument
                if argument.type == "MediaOutlet" or _NAME_OF_SOURCE.search(sentence.words(argument.span)):
                    self._backstage.add(argument.entity)
                elif argument.type == "Company" and _VALUING.match(
                    sentence.text, argument.span.end - sentence.span.start
                ):
                    self.brokers.add(argument.entity)
        self._title = {a.entity for s in sentences[:2] if s.block.kind == "title" for a in s.arguments}
        self._context: dict[int, dict[str, float]] = {}
        self._roles: dict[int, dict[int, float]] = {}

    def of(
        self,
        index: int,
        types: Collection[str],
        exclude: Collection[str] = (),
        before: int | None = None,
        *,
        general: float = 1.0,
        among: Collection[str] | None = None,
    ) -> Argument | None:
        """The best argument of one of `types`, not in `exclude`; in the sentence itself only left of offset `before`.

        `general` is how much what the document is about counts against what was named last; only the entities `among`
        are looked at, where given. None where the document names nothing that fits.
        """
        told = self._weights
        weights = dict(self._around(index))
        here: dict[str, Argument] = {}
        if before is not None:
            sentence = self._sentences[index]
            clause = sentence.clause_at(before)
            roles = self._role(index)
            for argument in sentence.arguments:
                if argument.span.start < before:
                    here[argument.entity] = argument
                    back = clause - sentence.clause_at(argument.span.start)
                    weight = roles[argument.span.start] * told.here * (told.clause**back)
                    weights[argument.entity] = weights.get(argument.entity, 0.0) + weight
        fitting = [
            (
                (weights.get(e, 0.0) + general * (told.count * math.log(n) + told.title * (e in self._title)))
                * (told.media if e in self._backstage or (e in self.brokers and e not in self._title) else 1.0),
                -self._first[e].span.start,
                e,
            )
            for e, n in self._count.items()
            if self._first[e].type in types and e not in exclude and (among is None or e in among)
        ]
        if not fitting:
            return None
        best = max(fitting)[2]
        return here.get(best) or self._first[best]

    def first(self, entity: str) -> Argument:
        """Where an entity is named first; an expression for it where it is never named."""
        return self._first[entity]

    def _role(self, index: int) -> dict[int, float]:
        """Start of each argument of a sentence → what its place weighs."""
        sentence = self._sentences[index]
        found = self._roles.get(index)
        # Expressions that stand for a name come to a sentence while the document is read.
        if found is None or len(found) != len({a.span.start for a in sentence.arguments}):
            found = self._roles[index] = roles(sentence, self._weights)
        return found

    def _around(self, index: int) -> dict[str, float]:
        """Entity → how much the sentences before keep it in view."""
        if index in self._context:
            return self._context[index]
        told = self._weights
        found: dict[str, float] = {}
        block = self._sentences[index].block
        heading = False
        for back in range(index - 1, max(-1, index - 1 - _REACH), -1):
            sentence = self._sentences[back]
            weight = told.decay ** (index - back - 1) * (1.0 if sentence.block == block else told.block)
            if sentence.block.kind == "heading" and not heading:
                heading, weight = True, max(weight, told.heading)
            seen: set[str] = set()
            places = self._role(back)
            for argument in sentence.arguments:
                place = places[argument.span.start]
                held = 1.0 if sentence.block == block and place >= told.header else weight
                gained = place * held * (0.5 if argument.entity in seen else 1.0)
                found[argument.entity] = found.get(argument.entity, 0.0) + gained
                seen.add(argument.entity)
            if heading:
                break
        self._context[index] = found
        return found


def roles(sentence: Sentence, weights: Weights = WEIGHTS) -> dict[int, float]:
    """Start of each argument → how much its place makes a topic: most as the first of its kind in a clause."""
    found: dict[int, float] = {}
    taken: set[tuple[int, int]] = set()
    for argument in sentence.arguments:
        start = argument.span.start
        if start in found:
            continue
        clause = sentence.clause_at(start)
        group = next((i for i, g in enumerate(_GROUPS) if argument.type in g), -1)
        text, at = sentence.text, start - sentence.span.start
        opens = sentence.clauses[clause].start - sentence.span.start if sentence.clauses else 0
        before = text[max(opens, at - 12) : at]
        after = text[argument.span.end - sentence.span.start :][:28]
        if group != _PERSONS and start <= sentence.block.span.start + 6 and _HEADER.match(after):
            found[start] = weights.header
            continue
        if _ASIDE.search(before) or (group != _PERSONS and _SOURCE.match(after)):
            found[start] = weights.aside
            continue
        if _OWNING.match(after):
            found[start] = weights.owner
            continue
        if (clause, group) in taken:
            weight = weights.other
        elif group != _PERSONS and _OBLIQUE.search(before):
            weight = weights.oblique
        else:
            weight = weights.subject
            taken.add((clause, group))
        if group == 0 and _INVESTOR.match(after):
            weight = min(weight, weights.investor)
        found[start] = weight
    return found
