"""Whom a document is about at each place: who an unnamed subject stands for, and who only reports or judges."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.reference.leads import lead_in
from kg.extract.sieve import Sieve
from kg.model import Document

_SOURCE_BEFORE = re.compile(

        r"(?:according to|per|citing|quoting|cited by|data from|figures from|compiled by|polled by"
        r"|analysts? (?:at|from|with|for)|researchers? (?:at|from)|economists? at|by the reckoning of"

        r"|reported by|estimates? (?:by|from)|head of [\w ]+ at|tracked by|strategists? at|trader at"
        r"|surveyed by) ?(?:[\w&-]+ ){0,3}$",
    re.IGNORECASE,
)  # fmt: skip
_SOURCE_AFTER = re.compile(

        r"(?:['’]s?)?,? ?(?:[\w-]+ ){0,3}?(?:says|said|estimates?|estimated|data|figures|analysts?"
        r"|reckons|reported|reports|expects|forecasts?|predicts|calculates|calculated|survey|numbers show"

        r"|researchers?|economists?|wrote|writes|notes|thinks|supposes|puts|counted|shows?|showed|values?"
        r"|looks for|sees|rates|poll|tracks)\b",
    re.IGNORECASE,
)  # fmt: skip
_JUDGING = (
    r"\b(?:(?:cut|cuts|rais\w+|lift\w+|trim\w+|keeps?|kept|lower\w+|sets?|doubles|doubled|bumped|hiked|nudged|adjust\w+"
    r"|maintain\w+|reiterat\w+)\s(?:\w+\s){0,2}(?:targets?|tp|pt|rating|buy|hold|sell|neutral|outperform)"
    r"|(?:stays?|stayed|goes|went|trims|lifts|cuts|raises) (?:it )?(?:to|at)\b|initiat\w+|upgrad\w+|downgrad\w+|rates)"
)
_OWN_TARGET = r"['’]s (?:price )?(?:target|tp|fair value)"
_JUDGES = re.compile(
    rf"(?:['’]s? (?:[A-Z][\w.-]+ ){{1,3}})?,? ?(?:which|who)? ?[^.;]{{0,40}}?{_JUDGING}|{_OWN_TARGET}", re.IGNORECASE
)
#: What `_JUDGES` cannot do without, quicker to look for.
_MAY_JUDGE = re.compile(rf"{_JUDGING}|{_OWN_TARGET}", re.IGNORECASE)
#: Words in a firm's own name that say what it lives on: judging others.
HOUSES = re.compile(
    r"\b(?:Securities|Research|Brokerage|Analytics|Advisory|Consulting|Consultancy|Ratings"
    r"|Insights?)\b"
)
GIVER_BEFORE = re.compile(

        r"(?:led by|from|by|backed by|with|joined by|investors?(?: including| such as)?|including"
        r"|alongside|followed by|lead:|follow:|headed by|under|anchored by|hired|backers?(?: include)?) "
        r"(?:the )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)  # fmt: skip
_GIVING = (
    r"\b(?:bought in|co-?led|led|leads|leading|was lead|invested|invests|headed|joined|backed|wrote|has put|put"
    r"|injected|contributed|took part|poured|pumped|participated|to anchor|came in)\b"
)
GIVER_AFTER = re.compile(rf"(?:,? [^;.]{{0,60}})?(?: and| also|,)*(?: which)? ?{_GIVING}", re.IGNORECASE)
#: What `GIVER_AFTER` cannot do without, quicker to look for.
_MAY_GIVE = re.compile(_GIVING, re.IGNORECASE)


#: Which of these a sentence may hold at all, in the order of their bits.
_LIKELY = Sieve([one.pattern for one in (_MAY_JUDGE, _SOURCE_AFTER, _SOURCE_BEFORE, GIVER_BEFORE, _MAY_GIVE)])

_POSSESSED = re.compile(r"['’]s? (?:[\w-]+ ){0,3}")
_DESCRIBED = re.compile(r" (?:[\w-]+ ){0,3}")

#: So many characters before a name tell what part it has.
_LOOK_BACK = 80
#: So many behind it.
_LOOK_ON = 90
#: How many sentences back a stand-in may point.
_REACH = 12


@dataclass
class _Weights:
    """How much each sign speaks for an entity; found on training documents."""

    subject: float = 2.2
    other: float = 0.45
    order: float = 0.15
    fade: float = 0.72
    same: float = 2.0
    opens: float = 1.4
    heading: float = 1.6
    lead: float = 6.0
    told: float = 1.2
    salience: float = 1.6
    titled: float = 1.0
    type: float = 1.8
    source: float = 4.0
    giver: float = 2.0


W = _Weights()


def is_subject(sentence: Sentence, argument: Argument) -> bool:
    """True when the argument is the subject of a verb."""
    return sentence.doc[argument.head].dep_ in ("nsubj", "nsubjpass")


@dataclass
class Memory:
    """Whom the document has been about so far. Filled sentence by sentence, in order."""

    document: Document
    sentences: Sequence[Sentence]
    counts: Mapping[str, int]
    titled: frozenset[str]
    sources: frozenset[str]
    givers: frozenset[str]
    told: dict[int, list[Argument]] = field(default_factory=dict)
    _most: dict[tuple[str, ...], int] = field(default_factory=dict)
    _main: dict[tuple[str, ...], Argument | None] = field(default_factory=dict)
    _leads: dict[int, frozenset[str]] = field(default_factory=dict)
    _stands_for: dict[tuple[int, tuple[str, ...], bool, bool], Argument | None] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document, sentences: Sequence[Sentence]) -> Memory:
        """Counts names, and finds those that mostly report or judge (sources) or mostly give money (givers)."""
        counts: Counter[str] = Counter()
        reporting: Counter[str] = Counter()
        giving: Counter[str] = Counter()
        judging: Counter[str] = Counter()
        titled: set[str] = set()
        houses: set[str] = set()
        text = document.text
        for sentence in sentences:
            starts = [a.span.start for a in sentence.arguments]
            likely = _LIKELY.likely(sentence.text) if starts else 0
            for argument in sentence.arguments:
                if argument.anaphor:
                    continue
                counts[argument.entity] += 1
                if sentence.block.kind == "title":
                    titled.add(argument.entity)
                before = text[max(sentence.span.start, argument.span.start - _LOOK_BACK) : argument.span.start]
                following = bisect_left(starts, argument.span.end)
                limit = starts[following] if following < len(starts) else sentence.span.end
                after = text[argument.span.end : min(limit, argument.span.end + _LOOK_ON)]
                bracketed = before.endswith("(") and after.startswith(")")
                judges = bool(likely & 1 and _MAY_JUDGE.search(after) and _JUDGES.match(after))
                reporting[argument.entity] += (
                    judges
                    or bracketed
                    or bool(likely & 2 and _SOURCE_AFTER.match(after))
                    or bool(likely & 4 and _SOURCE_BEFORE.search(before) and not after.startswith(("'s", "’s")))
                )
                judging[argument.entity] += judges
                giving[argument.entity] += bool(
                    (likely & 8 and GIVER_BEFORE.search(before))
                    or (likely & 16 and _MAY_GIVE.search(after) and GIVER_AFTER.match(after))
                )
                name = document.quote(argument.span)
                if argument.type == "Company" and (HOUSES.search(name) or (document.publisher or "").startswith(name)):
                    houses.add(argument.entity)
        sources = (
            {e for e, n in reporting.items() if n * 2 >= counts[e] and e not in titled}
            | {e for e, n in judging.items() if n and n * 4 >= counts[e]}
            | houses
        )
        givers = {e for e, n in giving.items() if n * 2 >= counts[e] and e not in titled}
        return cls(document, sentences, counts, frozenset(titled), frozenset(sources), frozenset(givers))

    def note(self, index: int, subjects: Sequence[Argument]) -> None:
        """Keeps the arguments of a sentence that numbers were given to."""
        self.told[index] = list(subjects)
        self._stands_for.clear()

    def lead_in(self, index: int) -> frozenset[str]:
        """The entity that opens the paragraph of sentence `index` in a sentence of its own, if any."""
        if index not in self._leads:
            self._leads[index] = lead_in(index, self.sentences)
        return self._leads[index]

    def antecedent(
        self, index: int, types: Sequence[str], *, givers: bool = False, brokers: bool = False
    ) -> Argument | None:
        """Whom an unnamed subject in sentence `index` stands for, among entities of some types, the likeliest first.

        `givers`: those who give money are none, `brokers`: those who only report or judge are none.
        """
        asked = index, tuple(types), givers, brokers
        if asked not in self._stands_for:
            self._stands_for[asked] = self._antecedent(*asked)
        return self._stands_for[asked]

    def _antecedent(self, index: int, types: Sequence[str], givers: bool, brokers: bool) -> Argument | None:
        weights, last = self._recent_weights(index, types)
        for sentence in self.sentences[: max(index, 1)]:
            for argument in sentence.arguments:
                if argument.type in types:
                    last.setdefault(argument.entity, argument)
        if brokers:
            last = {entity: argument for entity, argument in last.items() if entity not in self.sources}
        if not last:
            return None if brokers else self.main(types)
        top = max(self.counts[entity] for entity in last)
        for entity, argument in last.items():
            weights[entity] += W.salience * self.counts[entity] / top - W.type * types.index(argument.type)
            weights[entity] += W.titled * (entity in self.titled) - W.source * (entity in self.sources)
            weights[entity] -= W.giver * (givers and entity in self.givers)
        return last[max(last, key=lambda e: (weights[e], -last[e].span.start))]

    def _recent_weights(self, index: int, types: Sequence[str]) -> tuple[defaultdict[str, float], dict[str, Argument]]:
        """What the sentences before speak for each entity: role, paragraph, heading, distance."""
        weights: defaultdict[str, float] = defaultdict(float)
        last: dict[str, Argument] = {}
        block = self.sentences[index].block
        opens = True
        topic = self.lead_in(index)
        for at in range(max(0, index - _REACH), index):
            sentence = self.sentences[at]
            same = sentence.block.span == block.span
            fade = W.fade ** (index - at) * (W.same if same else 1.0)
            for order, argument in enumerate(a for a in sentence.arguments if a.type in types and not a.anaphor):
                role = W.subject if is_subject(sentence, argument) else W.other - W.order * min(order, 3)
                weights[argument.entity] += role * fade
                if same and opens:
                    weights[argument.entity] += W.opens
                    opens = False
                if order == 0 and sentence.block.kind == "heading":
                    weights[argument.entity] += W.heading * 0.9 ** (index - at)
                last[argument.entity] = argument
            for argument in self.told.get(at, []):
                if argument.type in types:
                    weights[argument.entity] += W.told * fade
        for entity in topic:
            weights[entity] += W.lead
        return weights, last

    def model_of(self, company: str) -> Argument | None:
        """The model that the text joins most with a firm: "Moonshot's Kimi K2", "K2, which Moonshot put out".

        One that another firm owns by the text ("its new QwQ-32B", of Alibaba) is none of it.
        """
        counts: Counter[str] = Counter()
        first: dict[str, Argument] = {}
        others: set[str] = set()
        for sentence in self.sentences:
            models = [a for a in sentence.arguments if a.type == "AIModel"]
            for owner in (a for a in sentence.arguments if a.type == "Company" and models):
                for model in models:
                    owned = self._owns(owner, model)
                    if owner.entity != company:
                        others |= {model.entity} if owned else set()
                        continue
                    gap = max(model.span.start - owner.span.end, owner.span.start - model.span.end)
                    first.setdefault(model.entity, model)
                    counts[model.entity] += 6 if owned or 0 <= gap <= 4 else 3 if gap <= 40 else 1
        fitting = [entity for entity in counts if entity not in others] or list(counts)
        best = max(fitting, key=lambda k: (counts[k], self.counts[k], k), default=None)
        return first[best] if best is not None else None

    def _owns(self, owner: Argument, model: Argument) -> bool:
        """True for "DeepSeek's acclaimed R1" and "its R1"."""
        between = self.document.text[owner.span.end : model.span.start]
        word = owner.anaphor and self.document.quote(owner.span).lower() in {"its", "their", "our"}
        return bool((_POSSESSED if not word else _DESCRIBED).fullmatch(between))

    def main(self, types: Sequence[str]) -> Argument | None:
        """The entity of a fitting type that the document names most, sources last."""
        key = tuple(types)
        if key not in self._main:
            self._main[key] = self._find_main(types)
        return self._main[key]

    def _find_main(self, types: Sequence[str]) -> Argument | None:
        best: tuple[float, Argument] | None = None
        for sentence in self.sentences:
            for argument in sentence.arguments:
                if argument.type in types:
                    weight = (
                        self.counts[argument.entity]
                        + (3 if argument.entity in self.titled else 0)
                        - (50 if argument.entity in self.sources else 0)
                    )
                    if best is None or weight > best[0]:
                        best = (weight, argument)
        return best[1] if best else None

    def most(self, types: Sequence[str]) -> int:
        """How often the most named entity of these types is named."""
        key = tuple(types)
        if key not in self._most:
            named = {a.entity for s in self.sentences for a in s.arguments if a.type in types}
            self._most[key] = max((self.counts[e] for e in named), default=0)
        return self._most[key]

    def named(self, entity: str, index: int) -> Argument | None:
        """Where an entity is named last at or before a sentence, else where it is named first."""
        found: Argument | None = None
        for at, sentence in enumerate(self.sentences):
            for argument in sentence.arguments:
                if argument.entity == entity and (found is None or at <= index):
                    found = argument
        return found

    def recent(self, index: int, types: Sequence[str], count: int) -> list[Argument]:
        """The last `count` different entities of a type named before a sentence, in the order of the text."""
        found: list[Argument] = []
        for at in range(index, -1, -1):
            for argument in reversed(self.sentences[at].arguments):
                if at < index and argument.type in types and argument.entity not in {a.entity for a in found}:
                    found.append(argument)
                    if len(found) == count:
                        return found[::-1]
        return []
