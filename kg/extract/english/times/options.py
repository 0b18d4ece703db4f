"""The times that a statement may have, each with the features that speak for or against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
        "price": "stockChange indexChange marketCap",
        "result": "revenue profit revenueGrowth profitGrowth salesGrowth",
        "count": "shipmentCount marketShare headcount userCount downloadCount",
        "money": "fundingRaised valuation fundSize investmentPlanned investsIn acquires",
        "event": "released listedOn founded regulates partnersWith",
        "state": "holdsRole adopts supplies subsidiaryOf basedIn outperforms targetPrice tokenPrice benchmarkScore",
    }.items()
    for name in names.split()
}
_COMPARING = re.compile(r"\b(?:from|than|compared|against|versus|vs|times|below|above|over that)\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:highest|lowest|biggest|best|worst|largest|most|steepest|record|first) [^;.]{0,30}$")
_CLAUSE = re.compile(r", (?:and|but|while|after|as)\b|\b(?:while|after|before|when|and|but)\b")
#: How many sentences with times back a time may be told, and how many sentences on.
_BACK, _ON = 4, 2
#: How many sentences that name both ends, anywhere.
_ELSEWHERE = 4


@dataclass
class Option:
    """A time that a statement may have. Its features are all pairs of a sign and a context."""

    when: When | None
    contexts: tuple[str, ...]
    signs: dict[str, None] = field(default_factory=dict)

    def features(self) -> Iterator[tuple[str, str]]:
        """Each sign in each context."""
        for sign in self.signs:
            for context in self.contexts:
                yield sign, context

    def score(self, weights: Mapping[str, Mapping[str, float]]) -> float:
        """The sum of the weights of all features; `weights` by sign and context."""
        return sum(weight_of(weights.get(sign), self.contexts) for sign in self.signs)


def weight_of(row: Mapping[str, float] | None, contexts: Iterable[str]) -> float:
    """What a sign weighs in some contexts; `row` has its weights, None where it has none."""
    return sum(filter(None, map(row.get, contexts))) if row else 0.0


class _Options:
    """Gathers the options of one statement: what several sources say of one time is taken together."""

    def __init__(self, name: str, rule: When | None, published: When | None) -> None:
        self.name, self.rule, self.published = name, rule, published
        self.group = GROUPS.get(name, "other")
        self.found: dict[str, Option] = {}

    def add(self, when: When, signs: Iterable[str]) -> None:
        option = self.found.get(when.text)
        if option is None:
            fine, age = when.precision.value, _age(when, self.published)
            contexts = ("", self.name, self.group, fine, f"{self.group} {fine}", age)
            option = self.found[when.text] = Option(when, contexts, {"any": None, f"age {age}": None})
            if self.rule is not None and when.text == self.rule.text:
                option.signs["rule"] = None
        option.signs.update(dict.fromkeys(signs))


class OptionReader:
    """Makes the options of a document's statements."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], table: Timetable) -> None:
        self.document, self.sentences, self.table = document, sentences, table
        self.published = document.published
        self.constants = list(constants(self.published, table.period))
        self._grammar: dict[int, Grammar] = {}
        self._named: dict[str, list[int]] = {}
        for index, sentence in enumerate(sentences):
            for entity in {a.entity for a in sentence.arguments}:
                self._named.setdefault(entity, []).append(index)

    def grammar(self, index: int) -> Grammar:
        """The grammar of a sentence, made once."""
        if index not in self._grammar:
            self._grammar[index] = Grammar(self.sentences[index])
        return self._grammar[index]

    def options(self, one: Candidate) -> list[Option]:
        """All options of a statement, no time at all first; its own `when` is what the rules say."""
        sentence, grammar = self.sentences[one.sentence], self.grammar(one.sentence)
        at = one.anchor or sentence.range(one.trigger, one.trigger + 1)
        verb = grammar.doc[grammar.verb(one.trigger)]
        tense = tense_of(verb)
        here = self.table.told[one.sentence]
        links = [grammar.relation(one.trigger, t.token) for t in here]
        linked = "linked" if "verb" in links or "below" in links else "loose" if here else "bare"
        told = _Options(one.predicate, one.when, self.published)
        near = min(here, key=lambda t: (max(t.span.start - at.end, at.start - t.span.end), t.span), default=None)
        for time, link in zip(here, links, strict=True):
            signs = list(self._beside(one, sentence, grammar, time, link, at, len(here), near=time is near))
            tense_there = tense_of(grammar.doc[grammar.verb(time.token)])
            hints = (f"after {self._word(sentence, time)}", tense_there, f"{one.predicate} {tense_there}")
            self._add(told, time, signs, f"same {link}", hints)
        for index, place in self._around(one.sentence):
            times = self.table.told[index]
            signs = [
                place,
                f"{place} {linked}",
                f"{place} {self._shared(one, index)}",
                f"{place} of {min(len(times), 3)}",
            ]
            for number, time in enumerate(times):
                more = [f"{place} first"] if number == 0 else []
                more += [f"{place} last"] if number == len(times) - 1 else []
                self._add(told, time, [*signs, *more], place)
        self._elsewhere(told, one)
        for label, when in self.constants:
            known = "told" if when.text in told.found else "untold"
            signs = [
                f"now {label}",
                f"now {label} {linked}",
                f"now {label} {sentence.block.kind}",
                f"now {label} {known}",
            ]
            told.add(when, signs)
        if one.when is not None:
            told.add(one.when, [f"rule {linked}"])
        return [self._none(one, told, sentence, verb, tense, linked), *told.found.values()]

    def _add(self, told: _Options, time: Told, signs: Sequence[str], place: str, hints: Sequence[str] = ()) -> None:
        for label, when in time.meanings:
            kind = f"{time.role} {label}"
            more = [f"{kind} {hint}" for hint in hints] if len(time.meanings) > 1 else []
            told.add(when, [*signs, kind, f"{place}: {kind}", f"{place}: {when.precision.value}", *more])

    def _beside(
        self,
        one: Candidate,
        sentence: Sentence,
        grammar: Grammar,
        time: Told,
        link: str,
        anchor: Span,
        count: int,
        *,
        near: bool,
    ) -> Iterator[str]:
        """How a time of the statement's own sentence stands to it."""
        text = self.document.text
        after = time.span.start >= anchor.end
        order = "after" if after else "in" if time.span.overlaps(anchor) else "before"
        between = text[anchor.end : time.span.start] if after else text[time.span.end : anchor.start]
        lead = text[sentence.span.start : time.span.start]
        word = self._word(sentence, time)
        verb = grammar.doc[grammar.verb(time.token)]
        distance = "near" if near else "far"
        yield from (f"same {link}", f"same {link} {order}", f"same {distance} {order}", f"same {distance} {link}")
        yield f"same {'only' if count == 1 else 'one of many'} {link}"
        yield f"same after {word}"
        yield f"same gap {min(len(between) // 20, 6)} {order}"
        yield f"same tense {tense_of(verb)}"
        if tells(verb):
            yield f"same told by {link}"
        if len(lead) < 5:
            yield "same opens"
        if ";" in between or ": " in between:
            yield "same break"
        yield f"same commas {min(between.count(','), 3)}"
        if _CLAUSE.search(between):
            yield f"same clause {order}"
        if (after and _COMPARING.search(between)) or _COMPARING.search(lead[-14:]):
            yield f"same compared {order}"
            yield f"same compared {time.role}"
        if _RECORD.search(lead):
            yield "same record"
        for side, entity in (("subject", one.subject), ("object", one.object)):
            heads = [a.head for a in sentence.arguments if a.entity == entity]
            if heads:
                head = min(heads, key=lambda h: abs(h - time.token))
                yield f"same {side} {grammar.relation(head, time.token)}"
                yield f"same {side} {'before' if head < time.token else 'after'}"

    def _word(self, sentence: Sentence, time: Told) -> str:
        """The word before a time: `^` at the head of the sentence, `-` where it is none."""
        lead = self.document.text[sentence.span.start : time.span.start].rsplit(None, 1)
        word = lead[-1].lower() if lead else "^"
        return word if word.isalpha() or word == "^" else "-"

    def _around(self, index: int) -> Iterator[tuple[int, str]]:
        """Sentences before and behind that tell times, with their place."""
        mine = self.sentences[index].block
        found = 0
        for at in range(index - 1, -1, -1):
            if not self.table.told[at]:
                continue
            block = self.sentences[at].block
            same = block.span == mine.span
            kind = "paragraph" if same else block.kind if block.kind in ("heading", "title") else "earlier"
            yield at, f"{kind} {found}" if found < 2 else kind
            found += 1
            if found == _BACK:
                break
        for at in range(index + 1, min(len(self.sentences), index + 1 + _ON)):
            if self.table.told[at]:
                yield at, "on" if self.sentences[at].block.span == mine.span else "on other"
        opening = next((at for at in range(min(5, index)) if self.table.told[at]), None)
        if opening is not None:
            yield opening, "opening"

    def _shared(self, one: Candidate, index: int) -> str:
        """Which ends of a statement a sentence names."""
        return ("s" if index in self._named.get(one.subject, ()) else "-") + (
            "o" if isinstance(one.object, str) and index in self._named.get(one.object, ()) else "-"
        )

    def _elsewhere(self, told: _Options, one: Candidate) -> None:
        """Times of other sentences that name both ends of a relation, and how they stand to the ends."""
        if not isinstance(one.object, str):
            return
        mine = set(self._named.get(one.subject, ()))
        named = [i for i in self._named.get(one.object, ()) if i != one.sentence and self.table.told[i]]
        both = [(i, "both") for i in named if i in mine]
        alone = [(i, "object") for i in named if i not in mine]
        for index, who in (*both[:_ELSEWHERE], *alone[:_ELSEWHERE]):
            sentence, grammar = self.sentences[index], self.grammar(index)
            heads = [a.head for a in sentence.arguments if a.entity == one.object]
            for time in self.table.told[index]:
                head = min(heads, key=lambda h: abs(h - time.token))
                link = grammar.relation(head, time.token)
                self._add(told, time, [who, f"{who} {link}", f"{who} alone {len(both) == 1}"], f"{who} {link}")

    def _none(
        self, one: Candidate, told: _Options, sentence: Sentence, verb: object, tense: str, linked: str
    ) -> Option:
        """No time at all."""
        name, group = one.predicate, told.group
        option = Option(None, ("", name, group, f"{group} {linked}"))
        pos = sentence.doc[one.trigger].pos_
        lemma = getattr(verb, "lemma_", "")
        for sign in (
            "none",
            f"none {linked}",
            f"none {tense}",
            f"none {tense} {linked}",
            f"none {sentence.block.kind}",
            f"none {pos}",
            f"none verb {lemma}",
            f"none {'rule' if one.when else 'no rule'}",
            f"none {self._shared(one, one.sentence)}",
            f"none by {one.rule.split(':')[0]}",
        ):
            option.signs[sign] = None
        return option


def _age(when: When, published: When | None) -> str:
    """Where a time lies against publication."""
    if published is None:
        return "unknown"
    today = published.end
    if when.start > today:
        return "coming near" if (when.start - today).days < 45 else "coming"
    if when.end >= today:
        return "now"
    gone = (today - when.end).days
    return "days" if gone <= 7 else "weeks" if gone <= 45 else "months" if gone <= 366 else "years"
