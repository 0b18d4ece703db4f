"""Relations from sentences: every frame tried where its trigger stands."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract import frameset, surface
from kg.extract.candidate import Candidate
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations.about import About, searched
from kg.extract.english.relations.makers import Makers
from kg.extract.english.relations.roles import noun_roles, roles
from kg.extract.english.relations.scoreboard import compared
from kg.extract.english.relations.topic import Topics
from kg.extract.frameset import Frame
from kg.model import Span
from kg.ontology.schema import Ontology

_POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my"})
#: The relations whose frames tell who made a product.
_MAKING = frozenset({"developed", "released"})
#: What may be the topic in `maker:topic`, whose maker is understood.
_PRODUCTS = frozenset({"AIModel", "Product", "Chip"})
#: Subjects that such a frame takes from elsewhere, so that it tells nothing of a maker itself.
_UNTOLD = frozenset({"topic", "maker", "family"})


@dataclass(frozen=True)
class Hit:
    """A frame that fired: which arguments, at which token."""

    frame: Frame
    subject: Argument
    object: Argument
    trigger: int
    groups: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class _Pattern:
    """A surface frame ready to run: its expression, the trigger alone, how that may begin, and which ends it names."""

    frame: Frame
    whole: re.Pattern[str]
    trigger: re.Pattern[str] | None
    heads: frozenset[str] | None
    subject: bool
    object: bool


class _Index:
    """Patterns by the beginnings of the words that their trigger may begin with."""

    def __init__(self, patterns: Sequence[_Pattern]) -> None:
        self._patterns = patterns
        self._always = [i for i, p in enumerate(patterns) if p.heads is None]
        self._by_head: dict[str, list[int]] = defaultdict(list)
        for i, one in enumerate(patterns):
            for head in one.heads or ():
                self._by_head[head].append(i)

    def likely(self, beginnings: frozenset[str]) -> list[_Pattern]:
        """The patterns whose trigger may stand in a sentence with these beginnings of words, in the order of frames."""
        found = set(self._always)
        for head in beginnings & self._by_head.keys():
            found.update(self._by_head[head])
        return [self._patterns[i] for i in sorted(found)]


class RelationFinder:
    """Holds the frames of English, indexed by trigger lemma."""

    def __init__(self, ontology: Ontology, frames: Sequence[Frame] | None = None) -> None:
        self.ontology = ontology
        self.frames = tuple(frames) if frames is not None else frameset.relation_frames("en", ontology)
        self._verbs: dict[str, list[tuple[Frame, tuple[str, ...]]]] = defaultdict(list)
        self._nouns: dict[str, list[Frame]] = defaultdict(list)
        self._patterns: list[_Pattern] = []
        for frame in self.frames:
            for entry in frame.verb:
                lemma, *particles = entry.split()
                self._verbs[lemma].append((frame, tuple(particles)))
            for entry in frame.noun:
                self._nouns[entry].append(frame)
            for pattern in frame.pattern:
                trigger = surface.compile_trigger(pattern)
                heads = surface.heads(trigger.pattern) if trigger else None
                whole = surface.compile_pattern(pattern)
                self._patterns.append(_Pattern(frame, whole, trigger, heads, "{S" in pattern, "{O" in pattern))
        self._comparing = [f for f in self.frames if f.scores]
        #: Frames that tell who made what and ask for nothing beyond their sentence; they are read first.
        self._making = frozenset(
            f.id
            for f in self.frames
            if f.predicate in _MAKING
            and not f.before
            and not any(role.partition(":")[0] in _UNTOLD for role in (*f.subject, *f.object))
        )
        self._rest = frozenset(f.id for f in self.frames) - self._making
        self._indexes = {
            only: _Index([p for p in self._patterns if p.frame.id in only]) for only in (self._making, self._rest)
        }
        self._types = {
            f.id: (
                frameset.types_of(f.subject_type, ontology) or ontology.relations[f.predicate].domain,
                frameset.types_of(f.object_type, ontology) or ontology.relations[f.predicate].range,
            )
            for f in self.frames
        }

    def find(self, sentences: Sequence[Sentence], index: int, topics: Topics | None = None) -> list[Hit]:
        """All frames that fire in a sentence, dependency frames first; the same pair may come more than once."""
        sentence = sentences[index]
        if not sentence.arguments:
            return []
        topics = topics or Topics(sentences)
        about = About(topics, index, self._makers(sentences, topics))
        before = sentences[index - 1] if index and sentences[index - 1].block == sentence.block else None
        hits = [*topics.making[index], *self._hits(sentence, about, before, self._rest)]
        for frame in self._comparing:
            if about.fits(frame, sentence.text):
                hits += [Hit(frame, better, worse, token) for better, worse, token in compared(sentences, index)]
        return [h for h in hits if self._fits(h)]

    def _makers(self, sentences: Sequence[Sentence], topics: Topics) -> Makers:
        """Who made what in the document; read once for each `topics`."""
        if topics.makers is None:
            topics.making = [
                self._hits(s, About(topics, i, None), None, self._making) if s.arguments else []
                for i, s in enumerate(sentences)
            ]
            found = [(h.subject, h.object) for hits in topics.making for h in hits if self._fits(h)]
            topics.makers = Makers(sentences, found)
        return topics.makers

    def _hits(self, sentence: Sentence, about: About, before: Sentence | None, only: frozenset[str]) -> list[Hit]:
        hits = (*self._dependency(sentence, about, only), *self._surface(sentence, about, only))
        return [
            h
            for h in hits
            if not h.frame.before or (before is not None and searched(h.frame.before).search(before.text))
        ]

    def candidates(self, sentences: Sequence[Sentence]) -> Iterator[Candidate]:
        """One candidate a hit, with the sentence as evidence."""
        topics = Topics(sentences)
        for index, sentence in enumerate(sentences):
            for hit in self.find(sentences, index, topics):
                yield Candidate(
                    hit.frame.predicate,
                    hit.subject.entity,
                    hit.object.entity,
                    index,
                    hit.trigger,
                    sentence.span,
                    hit.frame.id,
                    qualifiers={**hit.frame.qualifiers, **role_of(hit)},
                )

    def _fits(self, hit: Hit) -> bool:
        relation = self.ontology.relations[hit.frame.predicate]
        if f"{hit.subject.type} > {hit.object.type}" in hit.frame.never:
            return False
        subjects, objects = self._types[hit.frame.id]
        if hit.subject.entity == hit.object.entity:
            return False
        if hit.subject.type not in subjects or hit.object.type not in objects:
            return False
        return not relation.same_kind or self._same_kind(hit.subject.type, hit.object.type)

    def _same_kind(self, one: str, other: str) -> bool:
        if one == other:
            return True
        return any(one in group and other in group for name, group in self.ontology.groups.items() if name != "Entity")

    def _dependency(self, sentence: Sentence, about: About, only: frozenset[str]) -> Iterator[Hit]:
        for token in sentence.doc:
            lemma = token.lemma_.lower()
            if token.pos_ in {"VERB", "AUX"} and lemma in self._verbs:
                particles = {
                    c.lower_ for c in token.children if c.dep_ in {"prt", "prep", "advmod", "acomp", "dobj", "oprd"}
                }
                fitting = [f for f, needed in self._verbs[lemma] if all(p in particles for p in needed)]
                fitting = [f for f in fitting if f.id in only and about.fits(f, sentence.text)]
                if fitting:
                    filled = roles(sentence, token)
                    yield from self._filled(fitting, filled, token.i, about)
            if token.pos_ in {"NOUN", "PROPN", "ADJ"} and lemma in self._nouns:
                named = [f for f in self._nouns[lemma] if f.id in only and about.fits(f, sentence.text)]
                if named:
                    yield from self._filled(named, noun_roles(sentence, token), token.i, about)

    def _filled(
        self, frames: Iterable[Frame], filled: dict[str, list[Argument]], trigger: int, about: About
    ) -> Iterator[Hit]:
        for frame in frames:
            subject_types, object_types = self._types[frame.id]
            subjects = _first(frame.subject, filled, subject_types)
            objects = _first(frame.object, filled, object_types)
            if any(a.type in subject_types | object_types for role in frame.without for a in filled.get(role, [])):
                continue
            yield from (
                Hit(frame, s, o, trigger) for s, o in self._ends(frame, subjects, objects, filled, trigger, about)
            )

    def _ends(
        self,
        frame: Frame,
        subjects: Sequence[Argument],
        objects: Sequence[Argument],
        filled: dict[str, list[Argument]],
        trigger: int,
        about: About,
    ) -> Iterator[tuple[Argument, Argument]]:
        """All pairs of the two ends; one that the sentence leaves out is understood, for each told one on its own."""
        if subjects and objects:
            yield from ((s, o) for s in subjects for o in objects if s is not o)
        for told in subjects if not objects else ():
            yield from ((told, o) for o in self._understood(frame, 1, filled, told, subjects, trigger, about))
        for told in objects if not subjects else ():
            yield from ((s, told) for s in self._understood(frame, 0, filled, told, objects, trigger, about))

    def _understood(
        self,
        frame: Frame,
        side: int,
        filled: dict[str, list[Argument]],
        told: Argument,
        listed: Sequence[Argument],
        trigger: int,
        about: About,
    ) -> list[Argument]:
        """An end that the sentence leaves out: the topic, the maker of what fills a role, or the others of a list."""
        types, names = self._types[frame.id][side], (frame.subject, frame.object)[side]
        if self.ontology.relations[frame.predicate].same_kind:
            types = frozenset(t for t in types if self._same_kind(t, told.type))
        for name in names:
            found: list[Argument] = []
            if name == "others":
                found = [a for a in listed if a is not told]
            elif name.startswith("maker:"):
                role = name.removeprefix("maker:")
                products = about.topic(_PRODUCTS, listed, trigger) if role == "topic" else filled.get(role, [])
                found = about.maker(types, [told] if told in products else products)
            elif name.startswith("family:"):
                products = filled.get(name.removeprefix("family:"), [])
                found = about.family(types, [told] if told in products else products)
            elif name == "topic":
                found = about.topic(types, listed, trigger)
            if found:
                return found
        return []

    def _surface(self, sentence: Sentence, about: About, only: frozenset[str]) -> Iterator[Hit]:
        marks = _marks(sentence)
        groups, marked = marks.groups, marks.marked
        for one in self._indexes[only].likely(marks.beginnings):
            frame = one.frame
            subject_types, object_types = self._types[frame.id]
            if one.subject and marks.kinds.isdisjoint(subject_types):
                continue
            if one.object and marks.kinds.isdisjoint(object_types):
                continue
            if one.subject and one.object and len(groups) < 2:
                continue
            if (one.trigger and not one.trigger.search(marks.lowered)) or not about.fits(frame, sentence.text):
                continue
            for match in surface.find(one.whole, marked):
                trigger = sentence.token_at(match.trigger)
                subjects = [a for s in match.subjects for a in groups[s] if a.type in subject_types]
                objects = [a for o in match.objects for a in groups[o] if a.type in object_types]
                thirds = {"P": [a for p in match.thirds for a in groups[p]], "S": subjects, "O": objects}
                if (match.subjects and not subjects) or (match.objects and not objects):
                    continue
                read = tuple(sorted(match.groups.items()))
                ends = self._ends(frame, subjects, objects, thirds, trigger, about)
                yield from (Hit(frame, s, o, trigger, read) for s, o in ends)


@dataclass(frozen=True)
class _Marks:
    """A sentence ready for surface frames: the arguments behind each marker, their types, and its words."""

    marked: surface.Marked
    groups: list[list[Argument]]
    kinds: frozenset[str]
    lowered: str
    beginnings: frozenset[str]


@functools.lru_cache(maxsize=512)
def _marks(sentence: Sentence) -> _Marks:
    """Made once a sentence; its arguments must be complete."""
    spans = sorted({a.span for a in sentence.arguments})
    at = [[a for a in sentence.arguments if a.span == s] for s in spans]
    disjoint, groups = _disjoint(spans, at)

    def possessive(i: int) -> bool:
        first = groups[i][0]
        return (
            first.anaphor and first.tokens[1] - first.tokens[0] == 1 and sentence.doc[first.head].lower_ in _POSSESSIVES
        )

    marked = surface.mark(sentence.text, sentence.span.start, disjoint, possessive, lambda i: groups[i][0].anaphor)
    lowered = marked.text.lower()
    kinds = frozenset(a.type for group in groups for a in group)
    return _Marks(marked, groups, kinds, lowered, surface.beginnings(lowered))


def _first(names: tuple[str, ...], filled: dict[str, list[Argument]], types: frozenset[str]) -> list[Argument]:
    for name in names:
        fitting = [a for a in filled.get(name, []) if a.type in types]
        if fitting:
            return fitting
    return []


def _disjoint(spans: Sequence[Span], at: Sequence[list[Argument]]) -> tuple[list[Span], list[list[Argument]]]:
    """Keeps names before anaphors where two overlap, in order of place."""
    order = sorted(range(len(spans)), key=lambda i: (at[i][0].anaphor, spans[i].start, -len(spans[i])))
    kept: list[int] = []
    for i in order:
        if not any(spans[i].overlaps(spans[k]) for k in kept):
            kept.append(i)
    kept.sort(key=lambda i: spans[i].start)
    return [spans[i] for i in kept], [at[i] for i in kept]


def role_of(hit: Hit) -> dict[str, str]:
    """The role that a frame read, as a qualifier."""
    name = hit.frame.role_from
    told = dict(hit.groups).get(name) if name else None
    return {"role": told.strip(" ,")} if told else {}
