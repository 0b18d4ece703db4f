"""What a document shows about who may tell a statement: candidate sources, each with readable features.

A source stands in the sentence, in one near by ("IDC said. ... Huawei sold 800,000"), in the label of a turn, or is the
house itself that writes as "we". Every feature is a string that weighs for or against one candidate.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.english.stance.cues import Cue, cues_of
from kg.extract.english.stance.sources import SPEAKERS, STOP, VERBAL, infinitive, source_words
from kg.extract.english.stance.speech import interview, quoted_ranges
from kg.extract.segment import Block
from kg.model import Document, Entity, Modality

#: So many sentences before and after are asked for a source.
_BEFORE, _AFTER = 6, 2
#: So many other sentences with both ends are asked.
_ALSO = 6
#: Stands for the publisher where it is no entity of the document.
HOUSE = "@house"
_FIRST = frozenset({"we", "our", "us", "i", "my", "me", "ours"})


@dataclass(frozen=True, slots=True)
class Told:
    """A statement as far as its source is concerned, and what the rules would say (an entity, or None)."""

    predicate: str
    subject: str
    object: str | None
    sentence: int
    trigger: int
    modality: Modality
    rules: str | None


class Telling:
    """The sources of one document. Reads it once; `features` is asked for each statement."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        entities: Mapping[str, Entity],
        found: Sequence[Candidate],
    ) -> None:
        self._sentences = sentences
        self._entities = entities
        self._cues = cues_of(sentences)
        self._blocks: dict[Block, int] = {}
        for sentence in sentences:
            self._blocks.setdefault(sentence.block, len(self._blocks))
        self._quotes = quoted_ranges(sentences)
        self._turns: dict[Block, str | None] = {}
        self._makers = _makers(found)
        self._ends = {e for c in found for e in (c.subject, c.object) if isinstance(e, str)}
        told = [c for row in self._cues for c in row if c.source and c.kind != "named"]
        self._count = Counter(c.source for c in told)
        self._words = {e: Counter(c.word for c in told if c.source == e) for e in self._count}
        self._main = self._count.most_common(1)[0][0] if self._count else None
        self.house, self.house_name = _house(document, entities)
        self._lead = next((a.entity for s in sentences for a in s.arguments if a.type == "Person"), None)
        self._outside = [(c.sentence, c.source) for c in told if c.source not in self._ends]
        self._made_by: dict[str, list[str]] = {}
        for maker in sorted(self._makers):
            for thing in sorted(self._makers[maker]):
                self._made_by.setdefault(thing, []).append(maker)
        self._where: dict[str, list[int]] = {}
        for i, sentence in enumerate(sentences):
            for argument in sentence.arguments:
                row = self._where.setdefault(argument.entity, [])
                if not row or row[-1] != i:
                    row.append(i)
        voices = source_words()["makers"]
        self._voices = [
            any(t.lemma_.lower() in voices and not s.argument_at(t.i) for t in s.doc) for s in sentences
        ]
        self._firsts = [
            any(t.lower_ in _FIRST and not self.quoted(i, t.i) for t in s.doc) for i, s in enumerate(sentences)
        ]
        self._report = bool(
            document.publisher and {w.strip(",.()").lower() for w in document.publisher.split()} & source_words()["houses"]
        )

    def quoted(self, index: int, token: int) -> bool:
        """True for a token inside quotation marks."""
        offset = self._sentences[index].starts[token]
        return any(a <= offset <= b for a, b in self._quotes)

    def turn(self, index: int) -> str | None:
        """Whose turn in an interview a sentence belongs to."""
        block = self._sentences[index].block
        if block not in self._turns:
            self._turns[block] = interview(self._sentences, index, self._entities)
        return self._turns[block]

    def candidates(self, told: Told) -> list[str]:
        """Who may have told it, in a fixed order."""
        found: dict[str, None] = {}
        here = self._sentences[told.sentence]
        for i in range(max(0, told.sentence - _BEFORE), min(len(self._sentences), told.sentence + _AFTER + 1)):
            for cue in self._cues[i]:
                if cue.source and (cue.kind != "named" or self._sentences[i].block == here.block):
                    found[cue.source] = None
        for cue in self._cues[0]:
            if cue.source and cue.kind != "named":
                found[cue.source] = None
        for source, _ in self._count.most_common(2):
            if source:
                found[source] = None
        outside = [s for at, s in self._outside if at <= told.sentence]
        known = (self.turn(told.sentence), told.rules, self.house, self._lead, *outside[-1:])
        for one in (*known, *self._made_by.get(told.subject, ()), *self._made_by.get(told.object or "", ())):
            if one:
                found[one] = None
        return [e for e in found if e == HOUSE or (e in self._entities and self._entities[e].type in SPEAKERS)]

    def features(self, told: Told) -> Iterator[tuple[str, list[str]]]:
        """Each candidate with what speaks for and against it."""
        who = self.candidates(told)
        if not who:
            return
        place = _Place(self._sentences[told.sentence], told.trigger, self.quoted(told.sentence, told.trigger))
        near = {e: self._nearest(e, told, place) for e in who}
        also = self._also(told)
        ends = place.ends(told)
        strong = sorted(e for e in who if near[e][0] in {"over", "beside", "turn"})
        for entity in who:
            yield entity, list(self._of(entity, told, place, near, strong, also.get(entity), ends))

    def _of(
        self,
        entity: str,
        told: Told,
        place: _Place,
        near: Mapping[str, tuple[str, str, str]],
        strong: Sequence[str],
        also: str | None,
        ends: str,
    ) -> Iterator[str]:
        way, kind, word = near[entity]
        group = _GROUPS.get(told.predicate, "figure" if told.object is None else "act")
        type_name = self._entities[entity].type if entity in self._entities else "House"
        if entity == self.house:
            type_name = "House"
        end = "subject" if entity == told.subject else "object" if entity == told.object else "other"
        maker = end == "other" and bool(self._makers.get(entity, frozenset()) & {told.subject, told.object})
        tie = "maker" if maker else end
        says = "this" if told.rules == entity else "none" if told.rules is None else "other"
        modality = told.modality.value
        yield "any"
        yield f"rules:{says}"
        yield f"rules:{says}/{group}"
        yield f"rules:{says}/{type_name}"
        yield f"rules:{says}/{place.kind}"
        yield f"rules:{says}/{tie}/{modality}"
        yield f"way:{way}"
        yield f"way:{way}/{kind}"
        yield f"way:{way}/{word}"
        yield f"way:{way}/{type_name}"
        yield f"way:{way}/{group}"
        yield f"way:{way}/{told.predicate}"
        yield f"way:{way}/{place.kind}"
        yield f"way:{way}/{tie}"
        yield f"way:{way}/{type_name}/{group}"
        sort = _sort(kind, word)
        yield f"sort:{sort}/{way}"
        yield f"sort:{sort}/{tie}"
        yield f"sort:{sort}/{tie}/{modality}"
        yield f"sort:{sort}/{type_name}"
        yield f"sort:{sort}/{group}"
        yield f"sort:{sort}/{way}/{group}"
        yield f"type:{type_name}"
        yield f"type:{type_name}/{group}"
        yield f"tie:{tie}"
        yield f"tie:{tie}/{modality}"
        yield f"tie:{tie}/{type_name}/{modality}"
        yield f"tie:{tie}/{group}"
        yield f"told:{told.predicate}"
        yield f"told:{modality}"
        yield f"told:{modality}/{group}"
        yield f"place:{place.kind}"
        yield f"place:{place.kind}/{group}"
        yield f"quoted:{place.quoted}/{type_name}"
        yield f"quoted:{place.quoted}/{way}"
        yield f"block:{self._sentences[told.sentence].block.kind}/{way}"
        first_here = self._firsts[told.sentence]
        yield f"ends:{ends}"
        yield f"ends:{ends}/{way}"
        yield f"ends:{ends}/{group}"
        yield f"ends:{ends}/{way}/{group}"
        yield f"also:{also}"
        yield f"also:{also}/{way}"
        yield f"also:{also}/{type_name}"
        voice = self._voices[told.sentence]
        yield f"voice:{voice}/{tie}"
        yield f"voice:{voice}/{tie}/{group}"
        within = place.within(self._cues[told.sentence], entity, told)
        yield f"within:{within}/{way}"
        yield f"within:{within}/{tie}/{group}"
        rivals = [e for e in strong if e != entity]
        yield f"rivals:{bool(rivals)}"
        yield f"rivals:{bool(rivals)}/{way}"
        count = self._count.get(entity, 0)
        share = count / max(1, sum(self._count.values()))
        bucket = "all" if share > 0.8 else "most" if share > 0.5 else "some" if share > 0.2 else "few"
        yield f"share:{bucket}"
        yield f"share:{bucket}/{way}"
        yield f"share:{bucket}/{type_name}/{group}"
        if entity == self._main:
            yield f"main/{way}"
            yield f"main/{tie}/{group}"
            yield f"main/{group}"
            yield f"main/{type_name}"
        if entity == self._lead:
            yield f"lead/{way}"
            yield f"lead/{first_here}"
        outside = entity not in self._ends
        yield f"outside:{outside}"
        yield f"outside:{outside}/{way}"
        yield f"outside:{outside}/{group}"
        yield f"outside:{outside}/{way}/{word if kind == 'named' else kind}"
        yield f"outside:{outside}/{way}/{group}"
        yield f"outside:{outside}/{type_name}"
        first = first_here
        yield f"first:{first}/{type_name}"
        yield f"first:{first}/{way}"
        if entity == self.house:
            yield f"house:{self._report}/{first}"
            yield f"house:{self._report}/{told.predicate}"
            yield f"house:{self._report}/{modality}"
            yield f"house:{self._report}/{group}/{first}"
        if any(c.kind == "verb" and c.source is None for c in self._cues[told.sentence]):
            yield f"nobody/{way}"

    def _also(self, told: Told) -> dict[str, str]:
        """Who tells it in another sentence that names both ends, and how."""
        found: dict[str, str] = {}
        if told.object is None:
            return found
        both = sorted(set(self._where.get(told.subject, ())) & set(self._where.get(told.object, ())))
        for i in both[:_ALSO]:
            if i == told.sentence:
                continue
            ends = {a.entity: a.head for a in self._sentences[i].arguments if a.entity in (told.subject, told.object)}
            place = _Place(self._sentences[i], ends[told.object], False)
            for cue in self._cues[i]:
                if cue.source and cue.kind != "named":
                    found.setdefault(cue.source, place.way(cue)[1].partition("-")[0])
        return found

    def _nearest(self, entity: str, told: Told, place: _Place) -> tuple[str, str, str]:
        """How the candidate's nearest cue lies to the statement: way, kind, word."""
        here = told.sentence
        best: tuple[int, tuple[str, str, str]] = (99, ("none", "", ""))
        if self.turn(here) == entity:
            return "turn", "", ""
        for cue in self._cues[here]:
            if cue.source != entity:
                continue
            rank, way = place.way(cue)
            best = min(best, (rank, (way, cue.kind, cue.word)))
        if best[0] < 99:
            return best[1]
        block = self._sentences[here].block
        for distance in range(1, _BEFORE + 1):
            for step in (-distance, distance):
                i = here + step
                if not 0 <= i < len(self._sentences) or step > _AFTER:
                    continue
                same = self._sentences[i].block == block
                for cue in self._cues[i]:
                    if cue.source == entity and cue.kind != "named":
                        side = "before" if step < 0 else "after"
                        inner = "in" if same else "out"
                        return f"{side}{min(distance, 4)}{inner}", cue.kind, cue.word
        if any(c.source == entity and c.kind != "named" for c in self._cues[0]):
            return "title", "", ""
        if self._count.get(entity):
            return "far", "", ""
        return "none", "", ""


class _Place:
    """Where in its sentence a statement stands."""

    def __init__(self, sentence: Sentence, trigger: int, quoted: bool) -> None:
        token = sentence.doc[trigger]
        self.sentence = sentence
        self.trigger = trigger
        self.doc = sentence.doc
        self.quoted = quoted
        self.above: dict[int, tuple[str, bool]] = {}
        barred = False
        child = token
        self.above[trigger] = ("self", False)
        while child.head.i != child.i:
            barred = barred or (child.dep_ in STOP and not infinitive(child))
            self.above[child.head.i] = (child.dep_, barred)
            child = child.head
        bars = [t.dep_ for t in (token, *token.ancestors) if t.dep_ in STOP]
        self.kind = bars[0] if bars else "clause" if token.pos_ in VERBAL else token.pos_

    def ends(self, told: Told) -> str:
        """Through which bars the names of subject and object hang on the clause: "clear/poss" in "A's B"."""
        return "/".join(self._bar(e) for e in (told.subject, told.object) if e)

    def _bar(self, entity: str) -> str:
        heads = [a.head for a in self.sentence.arguments if a.entity == entity]
        if not heads:
            return "away"
        token = self.doc[min(heads, key=lambda h: abs(h - self.trigger))]
        while token.head.i != token.i and token.pos_ not in VERBAL:
            if token.dep_ in STOP:
                return str(token.dep_)
            token = token.head
        while token.head.i != token.i:
            if token.dep_ == "relcl":
                return "relcl"
            token = token.head
        return "clear"

    def within(self, cues: Sequence[Cue], entity: str, told: Told) -> str:
        """Which ends of the statement belong to the expression for the source itself: "X, chairman of Y, said"."""
        for cue in cues:
            if cue.source == entity and cue.kind == "verb":
                subject = next((c for c in self.doc[cue.token].children if c.dep_ in {"nsubj", "nsubjpass"}), None)
                if subject is None:
                    return "none"
                low, high = subject.left_edge.i, subject.right_edge.i
                inside = [
                    name
                    for name, end in (("s", told.subject), ("o", told.object))
                    if any(a.entity == end and low <= a.head <= high for a in self.sentence.arguments)
                ]
                return "".join(inside) or "none"
        return "no"

    def way(self, cue: Cue) -> tuple[int, str]:
        """How a cue of the sentence lies to the trigger, the closest way first."""
        token = self.doc[cue.token]
        if cue.kind == "named":
            if (found := self.above.get(token.head.i)) is not None:
                return 5, "name-barred" if found[1] else "name-over"
            return 6, "name"
        if (found := self.above.get(cue.token)) is not None:
            arc, barred = found
            if barred:
                return 3, "over-barred"
            if arc == "self":
                return 0, "self"
            return (1, "over") if arc in _CONTENT else (2, f"over-{arc}")
        if (found := self.above.get(token.head.i)) is not None:
            return (3, "beside-barred") if found[1] else (1, "beside")
        low, high = sorted((cue.token, self.trigger))
        parted = any(t.text in {";", ":"} for t in self.doc[low:high])
        side = "left" if cue.token < self.trigger else "right"
        return 4, f"{side}{'-parted' if parted else ''}"


@functools.cache
def _sort(kind: str, word: str) -> str:
    """The class of a cue's word."""
    if kind != "verb":
        return kind or "none"
    lists = source_words()
    return next((name for name in ("denying", "claiming", "foreseeing", "counting") if word in lists[name]), "saying")


_CONTENT = frozenset({"ccomp", "xcomp", "advcl", "dobj", "acl", "prep", "oprd", "pcomp"})
_GROUPS = {
    **dict.fromkeys(("holdsRole", "founded", "basedIn", "listedOn", "subsidiaryOf", "developed", "versionOf"), "fact"),
    **dict.fromkeys(("outperforms", "rivals", "basedOn"), "claim"),
    **dict.fromkeys(("marketShare", "shipmentCount", "userCount", "downloadCount", "salesGrowth"), "count"),
    **dict.fromkeys(("revenue", "revenueGrowth", "profit", "profitGrowth", "targetPrice"), "results"),
    **dict.fromkeys(("benchmarkScore", "trainingCost", "valuation"), "claimed"),
    **dict.fromkeys(("stockChange", "indexChange", "marketCap", "tokenPrice"), "market"),
}


def _makers(found: Sequence[Candidate]) -> dict[str, frozenset[str]]:
    """Entity → what it has made or is employed by, as far as the document tells."""
    made: dict[str, set[str]] = {}
    for one in found:
        if isinstance(one.object, str):
            if one.predicate in {"released", "developed", "holdsRole", "founded"}:
                made.setdefault(one.subject, set()).add(one.object)
            elif one.predicate in {"subsidiaryOf", "versionOf"}:
                made.setdefault(one.object, set()).add(one.subject)
    return {e: frozenset(own | {g for o in own for g in made.get(o, ())}) for e, own in made.items()}


def _house(document: Document, entities: Mapping[str, Entity]) -> tuple[str | None, str | None]:
    """The publisher as a source: its entity, or HOUSE, and its name."""
    if not document.publisher:
        return None, None
    name = re.split(r"\s*[(,|]", document.publisher, maxsplit=1)[0].strip() or document.publisher
    low = name.casefold()
    fitting = [
        (len(form), i)
        for i, e in entities.items()
        if e.type in SPEAKERS
        for form in (*e.labels.values(), *e.aliases)
        if low == form.casefold() or low.startswith(form.casefold() + " ")
    ]
    return (max(fitting)[1], None) if fitting else (HOUSE, name)
