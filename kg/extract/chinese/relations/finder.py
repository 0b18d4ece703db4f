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
from kg.extract.sieve import Sieve, places
from kg.model import QualifierValue, Span
from kg.ontology.schema import Ontology

#: How words before a post begin that tell it over, or still to come.
_PAST = re.compile("曾|卸|已卸|辞|已辞|离|不再|历|生前|此前|早年|原|前|已故")
_COMING = re.compile("将|即将|拟|候")
#: So many entries of a list and so long ones still follow what leads to it.
_LIST, _ITEM = 30, 40


@dataclass(frozen=True)
class Hit:
    """A frame that fired: which arguments, at which document offset, and what its named groups read."""

    frame: Frame
    subject: Argument
    object: Argument
    trigger: int
    groups: tuple[tuple[str, str], ...] = ()

    @property
    def qualifiers(self) -> dict[str, QualifierValue]:
        """What the frame itself tells beside the ends, with the post that it read."""
        return {**self.frame.qualifiers, **role(dict(self.groups), self.frame.role_from)}


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
        self._types = {
            f.id: (
                frameset.types_of(f.subject_type, ontology) or ontology.relations[f.predicate].domain,
                frameset.types_of(f.object_type, ontology) or ontology.relations[f.predicate].range,
            )
            for f in self.frames
        }
        self._patterns = [
            _Pattern(
                frame,
                patterns.compile_pattern(pattern, *self._types[frame.id]),
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

    def trigger(self, sentence: Sentence, hit: Hit) -> Span:
        """The first character of the telling word of a hit."""
        return Span(hit.trigger, hit.trigger + 1)

    def find(self, sentences: Sequence[Sentence], index: int, topics: Topics) -> list[Hit]:
        """All frames that fire in a sentence; the same pair may come more than once."""
        sentence = sentences[index]
        if not sentence.arguments:
            return []
        before = _before(sentences, index)
        made = marks(sentence)
        hits: list[Hit] = []
        for place in places(self._sieve.likely(made.marked.lowered)):
            one = self._patterns[place]
            if self._possible(one, made) and _allowed(one.frame, sentence.text, before):
                hits += self._matches(one, made, topics, index)
        return [h for h in hits if self._fits(h)]

    def _possible(self, one: _Pattern, made: Marks) -> bool:
        """True where the sentence names something that may fill each end which the pattern names."""
        subjects, objects = self._types[one.frame.id]
        if one.subject and one.object and len(made.groups) < 2:
            return False
        return not (one.subject and made.kinds.isdisjoint(subjects)) and not (
            one.object and made.kinds.isdisjoint(objects)
        )

    def _matches(self, one: _Pattern, made: Marks, topics: Topics, index: int) -> Iterator[Hit]:
        subject_types, object_types = self._types[one.frame.id]
        for match in surface.find(one.whole, made.marked, patterns.ends):
            subjects = [a for s in match.subjects for a in made.groups[s] if a.type in subject_types]
            objects = [a for o in match.objects for a in made.groups[o] if a.type in object_types]
            if (match.subjects and not subjects) or (match.objects and not objects):
                continue
            filled = {"P": [a for p in match.thirds for a in made.groups[p]], "S": subjects, "O": objects}
            read = tuple(sorted(_timed(match.groups).items()))
            turned = _turned(match.groups)
            for s, o in self._ends(one.frame, filled, match, topics, index):
                if turned is None:
                    continue
                yield Hit(one.frame, o, s, match.trigger, read) if turned else Hit(one.frame, s, o, match.trigger, read)

    def _ends(
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
        types, names = self._types[frame.id][side], (frame.subject, frame.object)[side]
        if self.ontology.relations[frame.predicate].same_kind:
            types = frozenset(t for t in types if self._same_kind(t, told.type))
        pairs = ((t, told.type) if side == 0 else (told.type, t) for t in types)
        types = frozenset(pair[side] for pair in pairs if " > ".join(pair) not in frame.never)
        for name in names:
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

    def _fits(self, hit: Hit) -> bool:
        if f"{hit.subject.type} > {hit.object.type}" in hit.frame.never or hit.subject.entity == hit.object.entity:
            return False
        subjects, objects = self._types[hit.frame.id]
        if hit.subject.type not in subjects or hit.object.type not in objects:
            return False
        relation = self.ontology.relations[hit.frame.predicate]
        return not relation.same_kind or self._same_kind(hit.subject.type, hit.object.type)

    def _same_kind(self, one: str, other: str) -> bool:
        if one == other:
            return True
        return any(one in group and other in group for name, group in self.ontology.groups.items() if name != "Entity")


def _before(sentences: Sequence[Sentence], index: int) -> str:
    """The sentence before in the block; for the first of a block, where a list may begin, what leads to the list."""
    for back in range(index - 1, max(-1, index - 1 - _LIST), -1):
        text = sentences[back].text
        if sentences[back].block == sentences[index].block or text.endswith("：") or len(text) > _ITEM:
            return text
    return ""


def _timed(groups: Mapping[str, str]) -> dict[str, str]:
    """The groups, with 前 in group Q where it or group N tells of a past post, and 候任 where of a coming one."""
    told = {key: value for key, value in groups.items() if key not in {"Q", "N"}}
    if groups.get("N") or _PAST.match(groups.get("Q", "")):
        told["Q"] = "前"
    elif _COMING.match(groups.get("Q", "")):
        told["Q"] = "候任"
    return told


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
