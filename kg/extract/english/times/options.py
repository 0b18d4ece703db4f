"""The times that a statement may have, each with the features that speak for or against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.times.grammar import Grammar, tells, tense_of
from kg.extract.english.times.timetable import Timetable, Told, constants
from kg.model import Document, Span, When

#: Kinds of statements whose times behave alike.
GROUPS = {
    name: group
    for group, names in {
        "price": "stockChange indexChange",
        "result": "revenue profit revenueGrowth profitGrowth salesGrowth",
        "count": "shipmentCount marketShare headcount userCount downloadCount marketCap",
        "money": "fundingRaised valuation fundSize investmentPlanned investsIn acquires",
        "event": "released listedOn founded regulates partnersWith",
        "state": "holdsRole adopts supplies subsidiaryOf basedIn outperforms targetPrice tokenPrice",
    }.items()
    for name in names.split()
}
#: Relations and metrics that the annotation gives no time.
TIMELESS = frozenset(
    "rivals developed basedOn versionOf activeParameterCount parameterCount contextLength trainingCost".split()
)
_COMPARING = re.compile(r"\b(?:from|than|compared|against|versus|vs|times|below|above|over that)\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:highest|lowest|biggest|best|worst|largest|most|steepest|record|first) [^;.]{0,30}$")
_CLAUSE = re.compile(r", (?:and|but|while|after|as)\b|\b(?:while|after|before|when|and|but)\b")
#: How many sentences back a time may be told, and how many on.
_BACK, _ON = 12, 2


@dataclass
class Options:
    """Candidate times by their text, with their features; `none` are the features for no time at all."""

    none: list[str]
    times: dict[str, list[str]] = field(default_factory=dict)
    whens: dict[str, When] = field(default_factory=dict)

    def add(self, when: When, features: Iterable[str]) -> None:
        """Adds a source of a time; what several sources say of it is taken together."""
        self.whens.setdefault(when.text, when)
        self.times.setdefault(when.text, []).extend(features)


class OptionReader:
    """Makes the options of a document's statements."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], table: Timetable) -> None:
        self.document, self.sentences, self.table = document, sentences, table
        self.published = document.published
        self.constants = list(constants(self.published, table.period))
        self._grammar: dict[int, Grammar] = {}

    def grammar(self, index: int) -> Grammar:
        """The grammar of a sentence, made once."""
        if index not in self._grammar:
            self._grammar[index] = Grammar(self.sentences[index])
        return self._grammar[index]

    def options(self, one: Candidate, anchor: Span | None = None) -> Options:
        """All candidates for one statement; its own `when` is what the rules say."""
        sentence, grammar = self.sentences[one.sentence], self.grammar(one.sentence)
        at = anchor or sentence.range(one.trigger, one.trigger + 1)
        name, group = one.predicate, GROUPS.get(one.predicate, "other")
        verb = grammar.doc[grammar.verb(one.trigger)]
        tense = tense_of(verb)
        here = self.table.told[one.sentence]
        kind = sentence.block.kind
        rule = one.when.text if one.when else None
        links = [grammar.relation(one.trigger, t.token) for t in here]
        linked = "linked" if "verb" in links or "below" in links else "loose" if here else "bare"
        both = _both(one, sentence)
        state = (linked, "rule" if rule else "no rule")
        told = Options(_none(one, name, group, tense, kind, state, verb.lemma_, grammar.doc[one.trigger].pos_, both))
        context = (name, group, tense)
        nearest = self._nearest(here, at)
        for place, time in enumerate(here):
            slots = self._slots(one, sentence, grammar, time, links[place], at, nearest, len(here))
            self._add(told, time, slots, context, rule)
        for index, slot in self._around(one.sentence):
            times = self.table.told[index]
            shared = self._shared(one, index)
            for place, time in enumerate(times):
                slots = [slot, f"{slot}:{shared}", f"{slot}:bare:{not here}", f"{slot}:{linked}"]
                slots.append(f"{slot}:only:{len(times) == 1}")
                if place == 0:
                    slots.append(f"{slot}:first")
                if place == len(times) - 1:
                    slots.append(f"{slot}:last")
                self._add(told, time, slots, context, rule)
        for label, when in self.constants:
            slots = [f"now:{label}", f"now:{label}:{linked}", f"now:{label}:{kind}"]
            slots.append(f"now:{label}:{'told' if when.text in told.times else 'untold'}")
            told.add(when, [*slots, *self._crossed(slots, when, "now", context, rule)])
        if rule and one.when is not None and rule not in told.times:
            told.add(one.when, self._crossed(["rule only"], one.when, "rule", context, rule))
        return told

    def _add(
        self, told: Options, time: Told, slots: Sequence[str], context: tuple[str, str, str], rule: str | None
    ) -> None:
        for label, when in time.meanings:
            told.add(when, self._crossed(slots, when, f"{time.role}:{label}", context, rule))

    def _crossed(
        self, slots: Sequence[str], when: When, label: str, context: tuple[str, str, str], rule: str | None
    ) -> list[str]:
        """Features of one meaning: each slot alone, with how fine it is, and with what is told."""
        name, group, tense = context
        fine, age = when.precision.value, self._age(when)
        made = [f"is:{label}", f"is:{label}|{name}", f"is:{label}|{tense}", f"fine:{fine}|{name}", f"age:{age}|{name}"]
        made += [f"age:{age}|{tense}", f"age:{age}|{group}|{fine}", f"age:{age}|{label}", f"fine:{fine}|{label}|{group}"]
        for slot in slots:
            made += [slot, f"{slot}|{name}", f"{slot}|{group}", f"{slot}|{fine}", f"{slot}|{label}"]
        made.append(f"{slots[0]}|{fine}|{name}")
        made.append(f"{slots[0]}|{tense}")
        made.append(f"{slots[0]}|{age}")
        if when.text == rule:
            made += ["rule", f"rule|{name}", f"rule|{slots[0]}", f"rule|{fine}"]
        return made

    def _age(self, when: When) -> str:
        """Where a time lies against publication."""
        if self.published is None:
            return "unknown"
        today = self.published.end
        if when.start > today:
            return "coming near" if (when.start - today).days < 45 else "coming"
        if when.end >= today:
            return "now"
        gone = (today - when.end).days
        return "days" if gone <= 7 else "weeks" if gone <= 45 else "months" if gone <= 366 else "years"

    def _nearest(self, here: Sequence[Told], anchor: Span) -> Told | None:
        return min(here, key=lambda t: (max(t.span.start - anchor.end, anchor.start - t.span.end), t.span), default=None)

    def _slots(
        self,
        one: Candidate,
        sentence: Sentence,
        grammar: Grammar,
        time: Told,
        link: str,
        anchor: Span,
        nearest: Told | None,
        count: int,
    ) -> list[str]:
        """How a time of the statement's own sentence stands to it."""
        text = self.document.text
        after = time.span.start >= anchor.end
        order = "after" if after else "in" if time.span.overlaps(anchor) else "before"
        between = text[anchor.end : time.span.start] if after else text[time.span.end : anchor.start]
        lead = text[sentence.span.start : time.span.start]
        word = lead.rsplit(None, 1)[-1].lower() if lead.strip() else "^"
        words = text[time.span.start : time.span.end].lower()
        near = "near" if time is nearest else "far"
        verb = grammar.doc[grammar.verb(time.token)]
        slots = [
            f"same:{link}",
            f"same:{link}:{order}",
            f"same:{near}:{order}",
            f"same:{near}:{link}",
            f"same:only:{count == 1}:{link}",
            f"same:word:{word if word.isalpha() or word == '^' else '-'}",
            f"same:gap:{min(len(between) // 20, 6)}:{order}",
            f"same:tense:{tense_of(verb)}",
            f"same:says:{tells(verb)}:{link}",
            f"same:verb:{verb.lemma_}",
            f"same:says:{words.split()[-1] if words else ''}",
        ]
        if not lead.strip() or len(lead) < 5:
            slots.append("same:opens")
        if ";" in between or ": " in between:
            slots.append("same:break")
        commas = between.count(",")
        slots.append(f"same:commas:{min(commas, 3)}")
        if _CLAUSE.search(between):
            slots.append(f"same:clause:{order}")
        if after and _COMPARING.search(between):
            slots.append("same:compared")
        if _COMPARING.search(lead[-12:]):
            slots.append(f"same:comparing:{time.role}")
        if _RECORD.search(lead):
            slots.append("same:record")
        if "(" in between and ")" not in between:
            slots.append("same:bracket")
        ends = [a.span.start for a in sentence.arguments if a.entity in (one.subject, one.object)]
        if ends and time.span.start < min(ends):
            slots.append("same:before both")
        elif ends and time.span.start > max(ends):
            slots.append("same:behind both")
        return slots

    def _around(self, index: int) -> list[tuple[int, str]]:
        """Other sentences whose times may count, with their place."""
        mine = self.sentences[index].block
        found: list[tuple[int, str]] = []
        back = 0
        for at in range(index - 1, max(-1, index - 1 - _BACK), -1):
            if not self.table.told[at]:
                continue
            block = self.sentences[at].block
            if block.span == mine.span:
                slot = f"back {min(index - at, 3)}"
            elif block.kind in ("heading", "title"):
                slot = block.kind
            else:
                slot = "earlier"
            back += 1
            found.append((at, slot if back > 1 or slot in ("heading", "title") else f"{slot} next"))
        for at in range(index + 1, min(len(self.sentences), index + 1 + _ON)):
            same = self.sentences[at].block.span == mine.span
            found.append((at, "on" if same else "on other"))
        first = [at for at in range(min(4, max(0, index - _BACK))) if self.table.told[at]]
        found += [(at, "opening") for at in first]
        return found

    def _shared(self, one: Candidate, index: int) -> str:
        """Which ends of a statement another sentence names."""
        named = {a.entity for a in self.sentences[index].arguments}
        return f"{'s' if one.subject in named else '-'}{'o' if one.object in named else '-'}"


def _both(one: Candidate, sentence: Sentence) -> str:
    named = {a.entity for a in sentence.arguments if not a.anaphor}
    return f"{'s' if one.subject in named else '-'}{'o' if one.object in named else '-'}"


def _none(
    one: Candidate,
    name: str,
    group: str,
    tense: str,
    kind: str,
    state: tuple[str, str],
    lemma: str,
    pos: str,
    both: str,
) -> list[str]:
    """Features for telling no time."""
    linked, rule = state
    return [
        "none",
        f"none|{name}",
        f"none|{group}|{linked}",
        f"none|{name}|{linked}",
        f"none|{name}|{tense}",
        f"none|{group}|{tense}|{linked}",
        f"none|{name}|{kind}",
        f"none|{name}|{pos}",
        f"none|{group}|{pos}|{linked}",
        f"none|{lemma}",
        f"none|{name}|{lemma}",
        f"none|{rule}",
        f"none|{name}|{rule}",
        f"none|{name}|{both}",
        f"none|{one.rule.split(':')[0]}",
    ]
