"""What belongs to a relation beside its two ends: when, amount, stake, round, lead, role, benchmark, action …

The words are data (`qualifiers.yaml`).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.extract import data_file
from kg.extract.candidate import Candidate
from kg.extract.english.dates import find_dates, plan_period, when_for
from kg.extract.english.figures.numbers import GRAMMAR
from kg.extract.english.parse import Sentence
from kg.extract.quantities import Amount, find_amounts
from kg.model import Document, QualifierValue, Span, When
from kg.ontology.schema import Ontology


@dataclass(frozen=True)
class _Vocabulary:
    round: re.Pattern[str]
    lead: re.Pattern[str]
    open: re.Pattern[str]
    closed: re.Pattern[str]
    stake: re.Pattern[str]
    worth: re.Pattern[str]
    change: re.Pattern[str]
    role: re.Pattern[str]
    actions: Mapping[str, str]


@functools.cache
def _vocabulary() -> _Vocabulary:
    """The words of `qualifiers.yaml` as patterns."""
    raw = data_file.load(Path(__file__).with_suffix(".yaml"))

    def any_of(*names: str) -> str:
        return "|".join(piece for name in names for piece in raw[name])

    letters = r"(?:pre-)?(?:[Ss]eries )?[A-H](?:\d|\+{1,2})*"
    rounds = any_of("round_words")
    ending = r"(?=,| at\b| of\b| in\b| with\b| said|\.|$)"
    role = (
        rf"\b(?P<role>(?:(?:{any_of('role_openers')})[ -]?)*(?:{any_of('role_heads')})"
        rf"(?: (?:of|for) (?!the company|the firm)(?:the )?[a-z][\w&' -]{{2,40}}?{ending})?)"
    )
    return _Vocabulary(
        re.compile(
            rf"\b(?:{letters}(?= (?:{rounds}))|(?:pre-)?[Ss]eries [A-H](?:\d|\+{{1,2}})?"
            rf"|(?:{any_of('round_kinds')})(?= (?:{rounds}))|{any_of('round_names')})"
        ),
        re.compile(rf"\b(?:{any_of('lead')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of('open_source')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of('closed_source')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of('stake')})\b|%|per ?cent", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of('worth')})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{any_of('change')})(?: [a-z]+){{0,2}} ?$", re.IGNORECASE),
        re.compile(role, re.IGNORECASE),
        {word: action for action, words in raw["actions"].items() for word in words},
    )


def qualify(
    candidate: Candidate,
    document: Document,
    sentences: Sequence[Sentence],
    ontology: Ontology,
    names: Mapping[str, str],
) -> Candidate:
    """The candidate with the qualifiers that its relation may carry and its sentence tells.

    `names` are labels by id.
    """
    words = _vocabulary()
    allowed = ontology.relations[candidate.predicate].qualifiers
    if not allowed:
        return candidate
    sentence = sentences[candidate.sentence]
    found: dict[str, QualifierValue] = {k: v for k, v in candidate.qualifiers.items() if k in allowed}
    when = _when(candidate, document, sentence) if "when" in allowed else None
    anchor = sentence.range(candidate.trigger, candidate.trigger + 1)
    clause = clause_of(document.text, sentence.span, anchor)
    text = document.quote(clause)
    if "round" in allowed and (match := words.round.search(sentence.text)):
        found.setdefault("round", match.group().strip())
    if "lead" in allowed and candidate.qualifiers.get("lead") is True and not words.lead.search(text):
        found.pop("lead", None)
    if "openSource" in allowed:
        if words.open.search(sentence.text):
            found["openSource"] = True
        elif words.closed.search(sentence.text):
            found["openSource"] = False
    if "role" in allowed:
        role = found.get("role") or _role(candidate, sentence)
        if role:
            found["role"] = _normal(str(role))
    if "benchmark" in allowed:
        named = [a for a in sentence.arguments if a.type == "Benchmark" and not a.anaphor]
        if named:
            found["benchmark"] = names.get(min(named, key=lambda a: abs(a.head - candidate.trigger)).entity, "")
    if "action" in allowed:
        token = sentence.doc[candidate.trigger]
        action = words.actions.get(token.lemma_.lower()) or words.actions.get(token.lower_)
        if action:
            found["action"] = action
    if "stake" in allowed or "amount" in allowed:
        found |= _sums(candidate, document, sentence, clause, allowed)
    return replace(candidate, when=when, qualifiers=found)


def _when(candidate: Candidate, document: Document, sentence: Sentence) -> When | None:
    """The time that the trigger's own clause tells; one that hangs on another verb is not its time."""
    names = [a.span for a in sentence.arguments if not a.anaphor and a.type != "Place"]
    dates = [d for d in find_dates(document.text, sentence.span, document.published, names) if not d.is_relative]
    near = [d for d in dates if _belongs(sentence, candidate.trigger, sentence.token_at(d.span.start))]
    if not near and len(dates) == 1 and sentence.doc[candidate.trigger].tag_ in {"VBD", "VBN"}:
        # the only time that is told, and something that happened
        near = [d for d in dates if not _aside(sentence, candidate.trigger, sentence.token_at(d.span.start))]
    if not near:
        return None
    anchor = sentence.range(candidate.trigger, candidate.trigger + 1)
    told = when_for(document, clause_of(document.text, sentence.span, anchor), anchor, near)
    if told is None:
        return None
    if told.role == "since":
        # what holds since May began in May
        return When.parse(str(told.when).partition("/")[0])
    return plan_period(told, document.published) if told.role == "by" else told.when


def _belongs(sentence: Sentence, trigger: int, date: int) -> bool:
    """True when a date hangs below the trigger, or on the verb that the trigger is or directly depends on."""
    token, told = sentence.doc[trigger], sentence.doc[date]
    if _aside(sentence, trigger, date):
        return False
    if any(t.i == trigger for t in (told, *told.ancestors)):
        return True
    if token.pos_ not in {"VERB", "AUX"} and token.dep_ not in {
        "dobj",
        "attr",
        "nsubj",
        "nsubjpass",
        "ROOT",
        "pobj",
        "acl",
    }:
        return False
    if (
        token.pos_ in {"PROPN", "NOUN"}
        and sentence.argument_at(trigger) is None
        and token.dep_ in {"appos", "compound", "nsubj"}
    ):
        return False
    return _verb(token) == _verb(told)


def _aside(sentence: Sentence, trigger: int, date: int) -> bool:
    """True for a date of a relative clause that the trigger is no part of: "X, which listed in 2019, bought Y"."""
    within = {t.i for t in sentence.doc[trigger].ancestors} | {trigger}
    return any(t.dep_ == "relcl" and t.i not in within for t in sentence.doc[date].ancestors)


def _verb(token: Any) -> int:
    """Index of the verb that governs a token; a chain of verbs that share one event counts as its first."""
    while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
        token = token.head
    while token.dep_ in {"xcomp", "pcomp"} and token.head.pos_ in {"VERB", "AUX"}:
        token = token.head
    return int(token.i)


def _sums(
    candidate: Candidate, document: Document, sentence: Sentence, clause: Span, allowed: Sequence[str]
) -> dict[str, QualifierValue]:
    amounts = find_amounts(document.text, clause, GRAMMAR, [a.span for a in sentence.arguments if not a.anaphor])
    subject = [a.span for a in sentence.arguments if a.entity == candidate.subject and a.span.within(clause)]
    out: dict[str, QualifierValue] = {}
    if not amounts or not subject:
        return out
    givers = [a for a in sentence.arguments if a.type in {"Company", "Fund", "Person"} and a.entity != candidate.object]
    rivals = [a.span for a in givers]
    alone = len({a.entity for a in givers if a.span.within(clause) and a.type != "Person"}) <= 1

    def mine(amount: Amount) -> bool:
        """No other possible investor stands nearer to the amount."""
        near = min(rivals, key=lambda s: _gap(s, amount.span), default=None)
        return near is not None and near in subject

    for amount in amounts:
        if "stake" in allowed and amount.kind == "percent" and "stake" not in out and mine(amount):
            start = max(clause.start, amount.span.start - 40)
            around, before = document.text[start : amount.span.end + 30], document.text[start : amount.span.start]
            # a fraction in words, "half", needs the word of a share; a percentage only that nothing rose by it
            if _vocabulary().stake.search(around) and not _vocabulary().change.search(before):
                out["stake"] = amount.quantity(document.text)
        lead_in = document.text[max(clause.start, amount.span.start - 30) : amount.span.start]
        worth = _vocabulary().worth.search(lead_in)
        if (
            "amount" in allowed
            and amount.kind == "money"
            and "amount" not in out
            and alone
            and not worth
            and mine(amount)
        ):
            out["amount"] = amount.quantity(document.text)
    return out


def clause_of(text: str, span: Span, anchor: Span) -> Span:
    """The part of a sentence between semicolons that holds the anchor."""
    cuts = [span.start, *(span.start + m.end() for m in re.finditer(r";\s", text[span.start : span.end])), span.end]
    for start, end in pairwise(cuts):
        if start <= anchor.start < end:
            return Span(start, end)
    return span


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _role(candidate: Candidate, sentence: Sentence) -> str | None:
    people = [a.span for a in sentence.arguments if a.entity == candidate.subject]
    if not people:
        return None
    base = sentence.span.start
    employer = [a.span.start - base for a in sentence.arguments if a.entity == candidate.object]
    roles = [
        (
            min(_gap(p, Span(base + m.start(), base + m.end())) for p in people),
            # "chief executive of Alibaba": the employer is no part of the post
            sentence.text[m.start() : min((e for e in employer if m.start() < e < m.end()), default=m.end())],
        )
        for m in _vocabulary().role.finditer(sentence.text)
        if m.group("role")
    ]
    nearest = min(roles, default=None)
    return nearest[1] if nearest and nearest[0] <= 60 else None


def _normal(role: str) -> str:
    plain = re.sub(r"(?: (?:of|for|at|the))+$", "", " ".join(role.split()).strip(" ,"))
    return re.sub(r"^(?:an?|the|its|now|currently|then) ", "", plain, flags=re.IGNORECASE)
