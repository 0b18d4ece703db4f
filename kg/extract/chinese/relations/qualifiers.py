"""Qualifiers of Chinese relations: amounts, stakes, rounds, who led, posts, open source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from kg.extract.candidate import Candidate
from kg.extract.chinese.figures.numbers import find_amounts
from kg.extract.chinese.text import Sentence
from kg.extract.quantities import Amount
from kg.model import Document, QualifierValue, Span
from kg.ontology.schema import Ontology

_ROUND = re.compile(r"(?:Pre-?|pre-?)?[A-H](?:[1-9]|\+){0,3}轮|天使\+?轮|种子\+?轮|战略(?:融资|轮)|首轮|Pre-IPO轮?")
_STAKE_BEHIND = re.compile(r"\s?(?:的)?(?:股权|股份|股|权益|表决权|控股权)")
_STAKE_BEFORE = re.compile(r"(?:持股|持有|股比|占股|持股比例|比例|控股)(?:比例)?(?:约|为|达|降至|升至|增至)?\s?$")
_OPEN = re.compile(r"开源|开放(?:模型)?权重")
_LEAD = re.compile(r"领投|独家投资|独投")
#: Of several sums the one nearest to the trigger counts, if no farther than this.
_NEAR = 40
#: How words before a post begin that tell it over, or still to come.
_FORMER = re.compile("曾|卸|已卸|辞|已辞|离|不再|历|生前|此前|早年|原|前|已故")
_INCOMING = re.compile("将|即将|拟|候")


def qualify(candidate: Candidate, document: Document, sentence: Sentence, ontology: Ontology) -> Candidate:
    """The candidate with the qualifiers that its relation takes and its sentence tells near the trigger."""
    takes = ontology.relations[candidate.predicate].qualifiers
    told: dict[str, QualifierValue] = dict(candidate.qualifiers)
    text = sentence.text
    at = candidate.trigger - sentence.span.start
    clause = sentence.clauses[sentence.clause_at(candidate.trigger)]
    if "round" in takes and (rounds := list(_ROUND.finditer(text))):
        told.setdefault("round", min(rounds, key=lambda m: abs(m.start() - at)).group())
    if "lead" in takes and _LEAD.search(sentence.words(clause)):
        told.setdefault("lead", True)
    if "openSource" in takes and _OPEN.search(text):
        told.setdefault("openSource", True)
    if "amount" in takes or "stake" in takes:
        told |= _sums(document, sentence, at, takes)
    return replace(candidate, qualifiers={k: v for k, v in told.items() if k in takes})


def _sums(document: Document, sentence: Sentence, at: int, takes: tuple[str, ...]) -> Mapping[str, QualifierValue]:
    base, text = sentence.span.start, sentence.text
    names = [a.span for a in sentence.arguments if not a.anaphor]
    shifted = [Span(s.start - base, s.end - base) for s in names]
    amounts = sorted(find_amounts(text, Span(0, len(text)), shifted), key=lambda a: abs(a.span.start - at))
    found: dict[str, QualifierValue] = {}
    for amount in amounts:
        if abs(amount.span.start - at) > _NEAR:
            break
        placed = replace(amount, span=Span(amount.span.start + base, amount.span.end + base))
        if amount.kind == "money" and "amount" in takes and not _per_share(text, amount):
            found.setdefault("amount", placed.quantity(document.text))
        staked = _STAKE_BEHIND.match(text, amount.span.end) or _STAKE_BEFORE.search(text[: amount.span.start])
        if amount.kind == "percent" and "stake" in takes and staked:
            found.setdefault("stake", placed.quantity(document.text))
    return found


def _per_share(text: str, amount: Amount) -> bool:
    return bool(re.search(r"(?:每股|估值|市值|报价|股价)[^，。；]{0,6}$", text[: amount.span.start]))


def role(groups: Mapping[str, str], name: str | None) -> str | None:
    """The post that a frame read in its group `name`, after `former` or `incoming` where groups Q and N tell so."""
    told = groups.get(name or "")
    if not told:
        return None
    before = groups.get("Q", "")
    over = groups.get("N") or _FORMER.match(before)
    return ("former " if over else "incoming " if _INCOMING.match(before) else "") + told.strip("，、的 ")
