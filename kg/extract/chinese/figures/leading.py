"""Which of the names of a clause it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg.extract.chinese.figures.roles import Part
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.kinds import THINGS
from kg.model import Span

#: Types of which a clause names what it tells of last: 腾讯推出混元, 参数….
#: Between an owner and what it owns, which then is the subject.
_OWNED = re.compile(
    r"[”’\"」』》]?(?:\s|的|旗下|旗下的|自研|自家|系|推出的|发布的|开发的|母公司"
    r"|[^，。；、：]{0,8}?(?:旗下|推出|发布|开源|上线)[^，。；、：]{0,12})"
)
#: Between the beginning of a clause and its subject.
_LEAD = re.compile(r"(?:的|旗下|公司|企业|厂商|巨头|集团|机构|平台|龙头|月|日|年|把|将|，)[“「《]?$")
_VERB = re.compile(
    r"[了着过]|已|装|给|向|用于|支持|提供|采购|供货|完成|推出|发布|宣布|成为|包括|加入|进入|接入|列入|获得"
)
#: Judged by others: a preposition may stand before the subject of such a figure (给商汤…目标价).
_JUDGED = frozenset({"valuation", "targetPrice", "fundingRaised"})


def fits(part: Part, types: Collection[str], metric: str) -> bool:
    """True for a name that may be the subject of a figure of `metric` which is told of one of `types`."""
    if part.argument.type not in types:
        return False
    if metric in _JUDGED:
        if part.invests and metric != "targetPrice":
            return False
        return not part.tells and (not part.oblique or part.judged)
    return not part.tells and not part.oblique


def leads(sentence: Sentence, part: Part, types: Sequence[str]) -> bool:
    """True where a name stands where a subject does: at the beginning of its clause, but for times and descriptions."""
    if types[0] in THINGS:
        return True
    clause = sentence.clauses[part.clause]
    start = part.argument.span.start
    before = sentence.words(Span(clause.start, start)) if clause.start < start else ""
    return len(before) <= 6 or bool(_LEAD.search(before)) or not _VERB.search(before)


def leader(sentence: Sentence, before: Sequence[Part], types: Sequence[str]) -> Argument:
    """Who a clause is about: its first name, or what that one owns; of things the last."""
    if types[0] in THINGS:
        things = [p for p in before if p.argument.type in THINGS]
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
