"""Relations from Chinese sentences: every frame tried where its trigger stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.extract import frameset, surface
from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.relations import patterns
from kg.extract.chinese.relations.clues import Clues
from kg.extract.chinese.relations.marks import Marks, marks
from kg.extract.chinese.relations.qualifiers import role
from kg.extract.chinese.text import Argument, Sentence
from kg.extract.frameset import Frame
from kg.extract.relations.ends import Ends
from kg.extract.relations.language import Hit
from kg.extract.sieve import Sieve, places
from kg.model import Span
from kg.ontology.schema import Ontology

#: So many entries of a list and so long ones still follow what leads to it.
_LIST, _ITEM = 30, 40


@dataclass(frozen=True)
class _Pattern:
    """One expression of a frame, and whether it always names each end."""

    frame: Frame
    whole: re.Pattern[str]
    subject: bool
    object: bool


class RelationFinder:
    """Holds the frames of Chinese."""

    def __init__(self, ontology: Ontology, frames: Sequence[Frame] | None = None) -> None:
        self.ontology = ontology
        self.frames = tuple(frames) if frames is not None else frameset.relation_frames("zh", ontology)
        self._ends = Ends(self.frames, ontology)
        self._patterns = [
            _Pattern(
                frame,
                patterns.compile_pattern(pattern, *self._ends.types[frame.id]),
                re.search(r"\{S[^?]?\}", pattern) is not None,
                re.search(r"\{O[^?]?\}", pattern) is not None,
            )
            for frame in self.frames
            for pattern in frame.pattern
        ]
        self._sieve = Sieve([one.whole.pattern for one in self._patterns])

    def topics(self, sentences: Sequence[Sentence]) -> Topics:
        """What the document keeps in view."""
        return Topics(sentences)

    def clues(self, sentence: Sentence) -> Clues:
        """What a sentence shows of its arguments."""
        return Clues(sentence)

    def trigger(self, sentence: Sentence, hit: Hit[Argument]) -> Span:
        """The first character of the telling word of a hit."""
        return Span(hit.trigger, hit.trigger + 1)

    def find(self, sentences: Sequence[Sentence], index: int, topics: Topics) -> list[Hit[Argument]]:
        """All frames that fire in a sentence; the same pair may come more than once."""
        sentence = sentences[index]
        if not sentence.arguments:
            return []
        before = _before(sentences, index)
        made = marks(sentence)
        hits: list[Hit[Argument]] = []
        for place in places(self._sieve.likely(made.marked.lowered)):
            one = self._patterns[place]
            if self._possible(one, made) and _allowed(one.frame, sentence.text, before):
                hits += self._matches(one, made, topics, index)
        return [h for h in hits if self._ends.fit(h)]

    def _possible(self, one: _Pattern, made: Marks) -> bool:
        """True where the sentence names something that may fill each end which the pattern names."""
        subjects, objects = self._ends.types[one.frame.id]
        if one.subject and one.object and len(made.groups) < 2:
            return False
        return not (one.subject and made.kinds.isdisjoint(subjects)) and not (
            one.object and made.kinds.isdisjoint(objects)
        )

    def _matches(self, one: _Pattern, made: Marks, topics: Topics, index: int) -> Iterator[Hit[Argument]]:
        subject_types, object_types = self._ends.types[one.frame.id]
        for match in surface.find(one.whole, made.marked, patterns.ends):
            subjects = [a for s in match.subjects for a in made.groups[s] if a.type in subject_types]
            objects = [a for o in match.objects for a in made.groups[o] if a.type in object_types]
            if (match.subjects and not subjects) or (match.objects and not objects):
                continue
            turned = _turned(match.groups)
            if turned is None:
                continue
            filled = {"P": [a for p in match.thirds for a in made.groups[p]], "S": subjects, "O": objects}
            post = role(match.groups, one.frame.role_from)
            for s, o in self._pairs(one.frame, filled, match, topics, index):
                better, worse = (o, s) if turned else (s, o)
                yield Hit(one.frame, better, worse, match.trigger, post)

    def _pairs(
        self, frame: Frame, filled: Mapping[str, list[Argument]], match: surface.Match, topics: Topics, index: int
    ) -> Iterator[tuple[Argument, Argument]]:
        """All pairs of the two ends, one by one where 分别 pairs two lists; an end left out is understood."""
        subjects, objects = filled["S"], filled["O"]
        if subjects and objects:
            if "Z" in match.groups and len(subjects) == len(objects):
                yield from zip(subjects, objects, strict=True)
            else:
                yield from ((s, o) for s in subjects for o in objects if s is not o)
        for told in subjects if not objects else ():
            yield from ((told, o) for o in self._understood(frame, 1, filled, told, match, topics, index))
        for told in objects if not subjects else ():
            yield from ((s, told) for s in self._understood(frame, 0, filled, told, match, topics, index))

    def _understood(
        self,
        frame: Frame,
        side: int,
        filled: Mapping[str, list[Argument]],
        told: Argument,
        match: surface.Match,
        topics: Topics,
        index: int,
    ) -> list[Argument]:
        types = self._ends.beside(frame, side, told.type)
        pairs = ((t, told.type) if side == 0 else (told.type, t) for t in types)
        types = frozenset(pair[side] for pair in pairs if " > ".join(pair) not in frame.never)
        for name in (frame.subject, frame.object)[side]:
            found: list[Argument] = []
            if name == "others":
                found = [a for a in (*filled["S"], *filled["O"]) if a is not told]
            elif name == "topic":
                taken = {a.entity for group in filled.values() for a in group}
                topic = topics.of(index, types, taken, match.trigger)
                found = [topic] if topic else []
            if found:
                return found
        return []


def _before(sentences: Sequence[Sentence], index: int) -> str:
    """The sentence before in the block; for the first of a block, where a list may begin, what leads to the list."""
    for back in range(index - 1, max(-1, index - 1 - _LIST), -1):
        text = sentences[back].text
        if sentences[back].block == sentences[index].block or text.endswith("：") or len(text) > _ITEM:
            return text
    return ""


def _turned(groups: Mapping[str, str]) -> bool | None:
    """True where the object has the higher score of the two that are told, None where both have the same."""
    if "A" not in groups or "B" not in groups:
        return False
    one, other = float(groups["A"]), float(groups["B"])
    return None if one == other else other > one


def _allowed(frame: Frame, text: str, before: str) -> bool:
    if frame.requires and not re.search(frame.requires, text):
        return False
    if frame.forbids and re.search(frame.forbids, text):
        return False
    return not frame.before or bool(re.search(frame.before, before))
