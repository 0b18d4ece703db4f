"""From whom a Chinese text has what it tells, where it is not plain narration."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property

from kg.extract.candidate import Candidate
from kg.extract.chinese.stance.quotes import Quotes
from kg.extract.chinese.stance.sources import FILE, Cue, cues_of
from kg.extract.chinese.stance.turns import turns_of
from kg.extract.chinese.stance.words import expressions, masked
from kg.extract.chinese.text import Sentence
from kg.model import Document, Entity, Modality

#: Figures and comparisons that a paper goes on to tell in the sentences after it is named.
_GOES_ON = frozenset({"outperforms", "rivals"})
#: Told of a name in passing, not by whoever tells the rest.
_PASSING = frozenset({"developed", "subsidiaryOf", "versionOf", "basedIn", "founded"})
#: Of a sentence without an end no more cues are weighed, and no farther, in characters, a denial is looked for.
_MANY, _FAR = 40, 300
#: Prices that the market tells.
_QUOTED = frozenset({"stockChange", "indexChange"})
#: With these somebody takes up what is asked or rumoured before.
_REPLIES = frozenset({"回应", "回答", "回复", "答复"})
#: A paper denies nothing.
_PAPERS = frozenset({"据", "根据", "按", "按照"})


class Attributor:
    """The sources of one document, read when first asked for. The sentences must have their anaphors."""

    def __init__(self, document: Document, sentences: Sequence[Sentence], entities: Mapping[str, Entity]) -> None:
        self._document = document
        self._sentences = sentences
        self._entities = entities

    @cached_property
    def _cues(self) -> list[list[Cue]]:
        return cues_of(self._sentences)

    @cached_property
    def _turns(self) -> list[tuple[bool, str] | None]:
        return turns_of(self._sentences, self._entities)

    @cached_property
    def _quotes(self) -> Quotes:
        return Quotes(self._document, self._sentences, self._cues)

    def of(self, candidate: Candidate, modality: Modality) -> str | None:
        """The Chinese name of whoever the text says it from; None for plain narration and sources without a name."""
        if candidate.source is not None:
            return candidate.source
        entity = self._source(candidate, modality)
        return self._entities[entity].label("zh") if entity is not None and entity in self._entities else None

    def _source(self, candidate: Candidate, modality: Modality) -> str | None:
        if candidate.predicate in _QUOTED and modality is not Modality.SPECULATED:
            return None
        turn = self._turns[candidate.sentence]
        if turn is not None:
            asked, speaker = turn
            inner, _ = self._here(candidate, modality)
            if inner and not asked and not self._in_passing(candidate, modality):
                return inner
            return speaker if not asked or modality in (Modality.DENIED, Modality.SPECULATED) else None
        if modality is Modality.DENIED and (denier := self._denier(candidate)):
            return denier
        if self._in_passing(candidate, modality):
            return None
        quoted = self._quotes.speaker(candidate.sentence, candidate.trigger)
        if quoted:
            return quoted
        entity, kind = self._told(candidate, modality)
        if entity is None or self._own(entity, kind, candidate, modality):
            return None
        return entity

    def _in_passing(self, candidate: Candidate, modality: Modality) -> bool:
        """True for what is told of a name in passing: whoever tells the rest does not tell it."""
        if modality is not Modality.ASSERTED:
            return False
        if candidate.predicate == "holdsRole":
            sentence = self._sentences[candidate.sentence]
            return not expressions(FILE)["role_change"].search(sentence.text)
        if candidate.predicate == "released":
            sentence = self._sentences[candidate.sentence]
            at = candidate.trigger - sentence.span.start
            return bool(expressions(FILE)["relative"].match(sentence.text, at))
        return candidate.predicate in _PASSING

    def _own(self, entity: str, kind: str, candidate: Candidate, modality: Modality) -> bool:
        """True for an organisation that speaks of itself."""
        if entity not in self._entities:
            return True
        if self._entities[entity].type == "Person":
            return entity == candidate.subject and candidate.predicate == "holdsRole"
        if kind == "announced":
            return True
        if modality is Modality.DENIED:
            return False
        if kind == "side":
            return False
        if (candidate.predicate == "listedOn" or kind == "data") and entity == candidate.object:
            return True
        return entity == candidate.subject

    def _told(self, candidate: Candidate, modality: Modality) -> tuple[str | None, str]:
        """The source that covers the trigger, and how it was told of."""
        found = self._here(candidate, modality)
        return found if found[1] else self._before(candidate, modality)

    def _here(self, candidate: Candidate, modality: Modality) -> tuple[str | None, str]:
        """The source that its own sentence names, and how; no kind where it names none."""
        index, trigger = candidate.sentence, candidate.trigger
        sentence = self._sentences[index]
        cues = self._cues[index]
        at = bisect_left(cues, trigger, key=lambda c: c.start)
        before = [c for c in cues[max(0, at - _MANY) : at] if c.end <= trigger and c.kind != "after"]
        before = [c for c in before if self._covers(c, candidate, modality)]
        if before:
            said = [c for c in before if c.kind == "said"]
            cue = said[-1] if before[-1].kind == "broker" and said and said[-1].entity else before[-1]
            return cue.entity, cue.kind
        clause = sentence.clauses[sentence.clause_at(trigger)]
        for cue in cues[at : at + _MANY]:
            if cue.kind == "after" and cue.start > clause.end:
                return cue.entity, cue.kind
            if modality is Modality.SPECULATED and cue.word in _REPLIES and cue.start > trigger and cue.entity:
                return cue.entity, cue.kind
        return None, ""

    def _before(self, candidate: Candidate, modality: Modality) -> tuple[str | None, str]:
        """The source of the sentences before in its block that goes on to tell this one."""
        index = candidate.sentence
        sentence = self._sentences[index]
        joined = True
        for back in range(index - 1, max(-1, index - 6), -1):
            other = self._sentences[back]
            if other.block != sentence.block:
                break
            joined = joined and other.text.endswith(("；", ";"))
            cues = [c for c in self._cues[back][-_MANY:] if c.kind != "after" and self._covers(c, candidate, modality)]
            if not cues:
                continue
            last = cues[-1]
            data = any(c.kind == "data" and c.entity == last.entity for c in cues)
            if joined and (data or not self._opens_with_name(sentence)):
                return last.entity, last.kind
            if last.word == "registers" and candidate.predicate == "holdsRole":
                return last.entity, "data"
            if data and self._goes_on(candidate) and not expressions(FILE)["leaving"].match(sentence.text):
                return last.entity, "data"
            if last.kind == "broker":
                return last.entity, last.kind
            return None, ""
        return self._headed(candidate)

    def _opens_with_name(self, sentence: Sentence) -> bool:
        """True where a sentence has a subject of its own."""
        return any(not a.anaphor and a.span.start - sentence.span.start <= 2 for a in sentence.arguments[:2])

    def _covers(self, cue: Cue, candidate: Candidate, modality: Modality) -> bool:
        if cue.kind == "broker":
            return self._brokered(candidate, modality) and cue.entity != candidate.subject
        named = self._entities.get(cue.entity) if cue.entity else None
        return cue.kind != "announced" or (named is not None and named.type == "Person")

    def _brokered(self, candidate: Candidate, modality: Modality) -> bool:
        return candidate.predicate in {"targetPrice", "valuation"} or (
            modality is Modality.SPECULATED and not isinstance(candidate.object, str)
        )

    def _goes_on(self, candidate: Candidate) -> bool:
        text = self._sentences[candidate.sentence].text
        figure = not isinstance(candidate.object, str) or candidate.predicate in _GOES_ON
        return figure or bool(expressions(FILE)["joining"].match(text))

    def _headed(self, candidate: Candidate) -> tuple[str | None, str]:
        """A list item has the source of the line before the list that ends with a colon."""
        index = candidate.sentence
        block = self._sentences[index].block
        for back in range(index - 1, max(-1, index - 14), -1):
            other = self._sentences[back]
            if other.block == block:
                continue
            if other.text.endswith(("：", ":")):
                named = [c for c in self._cues[back][-_MANY:] if c.entity and c.kind in {"data", "said"}]
                return (named[-1].entity, "data") if named and self._goes_on(candidate) else (None, "")
            if other.block.kind == "heading" and block.kind != "text" and self._goes_on(candidate):
                data = [c for c in self._cues[back][-_MANY:] if c.entity and c.kind == "data"]
                if data:
                    return data[-1].entity, "data"
            if other.text.endswith("。") and other.block.kind == "text":
                return None, ""
        return None, ""

    def _denier(self, candidate: Candidate) -> str | None:
        """Who takes back what is denied: in the sentence itself or one of the next two."""
        words = expressions(FILE)
        index = candidate.sentence
        for ahead in range(index, min(len(self._sentences), index + 3)):
            sentence = self._sentences[ahead]
            text, base = masked(sentence), sentence.span.start
            cues = self._cues[ahead]
            at = bisect_left(cues, candidate.trigger - _FAR, key=lambda c: c.start)
            for cue in cues[at : at + _MANY]:
                if cue.entity is None or cue.kind in {"data", "broker"} or cue.word in _PAPERS:
                    continue
                if words["denying"].search(text, cue.start - base, cue.end - base + _FAR):
                    return cue.entity
        return None
