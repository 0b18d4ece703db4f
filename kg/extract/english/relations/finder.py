"""Relations from sentences: every frame tried where its trigger stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from weakref import proxy

from kg.extract import frameset
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations.about import About, Wordings
from kg.extract.english.relations.makers import Makers
from kg.extract.english.relations.patterns import Patterns
from kg.extract.english.relations.roles import noun_roles, roles
from kg.extract.english.relations.scoreboard import compared
from kg.extract.english.relations.tokens import Tokens
from kg.extract.english.relations.topic import Topics
from kg.extract.english.words import Word
from kg.extract.frameset import Frame
from kg.extract.kinds import THINGS
from kg.extract.relations.ends import Ends
from kg.extract.relations.language import Hit
from kg.model import Span
from kg.ontology.schema import Ontology

#: The relations whose frames tell who made a product.
_MAKING = frozenset({"developed", "released"})
#: Subjects that such a frame takes from elsewhere, so that it tells nothing of a maker itself.
_UNTOLD = frozenset({"topic", "maker", "family"})
#: Parts of speech of triggers, and what a verb may have beside it.
_VERBS, _NOUNS = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN", "ADJ"})
_PARTICLES = frozenset({"prt", "prep", "advmod", "acomp", "dobj", "oprd"})
#: Some frames: their ids, and the set of their patterns.
_Part = tuple[frozenset[str], int]


class RelationFinder:
    """Holds the frames of English, indexed by trigger lemma."""

    def __init__(self, ontology: Ontology, frames: Sequence[Frame] | None = None) -> None:
        self.ontology = ontology
        self.frames = tuple(frames) if frames is not None else frameset.relation_frames("en", ontology)
        self._verbs: dict[str, list[tuple[Frame, tuple[str, ...]]]] = defaultdict(list)
        self._nouns: dict[str, list[Frame]] = defaultdict(list)
        for frame in self.frames:
            for entry in frame.verb:
                lemma, *particles = entry.split()
                self._verbs[lemma].append((frame, tuple(particles)))
            for entry in frame.noun:
                self._nouns[entry].append(frame)
        self._ends = Ends(self.frames, ontology)
        self._comparing = [f for f in self.frames if f.scores]
        self._wordings = Wordings(self.frames)
        self._patterns = Patterns(self.frames, self._ends.types)
        making = frozenset(f.id for f in self.frames if _tells_makers(f))
        rest = frozenset(f.id for f in self.frames) - making
        self._making, self._rest = ((only, self._patterns.of(only)) for only in (making, rest))

    def topics(self, sentences: Sequence[Sentence]) -> Topics:
        """What the document keeps in view."""
        return Topics(sentences)

    def clues(self, sentence: Sentence) -> Tokens:
        """What a sentence shows of its arguments."""
        return Tokens(sentence)

    def trigger(self, sentence: Sentence, hit: Hit[Argument]) -> Span:
        """The telling word of a hit."""
        return sentence.range(hit.trigger, hit.trigger + 1)

    def find(self, sentences: Sequence[Sentence], index: int, topics: Topics | None = None) -> list[Hit[Argument]]:
        """All frames that fire in a sentence, dependency frames first; the same pair may come more than once."""
        sentence = sentences[index]
        if not sentence.arguments:
            return []
        topics = topics or Topics(sentences)
        topics.told = topics.told or self._about(sentences, topics)
        about = topics.told[index]
        hits = [*about.making, *self._hits(about, self._rest)]
        for frame in self._comparing:
            if about.fits(frame):
                hits += [Hit(frame, better, worse, token) for better, worse, token in compared(sentences, index)]
        return [h for h in hits if self._ends.fit(h)]

    def _about(self, sentences: Sequence[Sentence], topics: Topics) -> list[About]:
        """What frames may ask about each sentence; who made what in the document is read first."""
        told: list[About] = []
        known: Topics = proxy(topics)  # which keeps what is told here
        for i, sentence in enumerate(sentences):
            before = told[-1] if told and told[-1].sentence.block == sentence.block else None
            told.append(About(sentence, i, known, before, self._wordings, self._patterns))
            if sentence.arguments:
                told[-1].triggers += self._triggers(sentence)
                told[-1].making += self._hits(told[-1], self._making)
        found = [(h.subject, h.object) for one in told for h in one.making if self._ends.fit(h)]
        makers = Makers(sentences, found)
        for one in told:
            one.makers = makers
        return told

    def _hits(self, about: About, only: _Part) -> Iterator[Hit[Argument]]:
        yield from self._dependency(about, only[0])
        yield from self._surface(about, only[1])

    def _triggers(self, sentence: Sentence) -> list[tuple[Word, list[Frame], bool]]:
        """The verbs and nouns of a sentence that frames know, each with those frames, and whether it is a verb."""
        found = []
        for token in sentence.doc:
            lemma = token.lemma_.lower()
            if token.pos_ in _VERBS and lemma in self._verbs:
                particles = {c.lower_ for c in token.children if c.dep_ in _PARTICLES}
                fitting = [frame for frame, needed in self._verbs[lemma] if particles.issuperset(needed)]
                found.append((token, fitting, True))
            if token.pos_ in _NOUNS and lemma in self._nouns:
                found.append((token, self._nouns[lemma], False))
        return found

    def _dependency(self, about: About, only: frozenset[str]) -> Iterator[Hit[Argument]]:
        for token, frames, verb in about.triggers:
            fitting = [f for f in frames if f.id in only and about.fits(f)]
            if fitting:
                filled = (roles if verb else noun_roles)(about.sentence, token)
                yield from self._filled(fitting, filled, token.i, about)

    def _filled(
        self, frames: Iterable[Frame], filled: dict[str, list[Argument]], trigger: int, about: About
    ) -> Iterator[Hit[Argument]]:
        for frame in frames:
            subject_types, object_types = self._ends.types[frame.id]
            subjects = _first(frame.subject, filled, subject_types)
            objects = _first(frame.object, filled, object_types)
            if any(a.type in subject_types | object_types for role in frame.without for a in filled.get(role, [])):
                continue
            yield from (
                Hit(frame, s, o, trigger) for s, o in self._pairs(frame, subjects, objects, filled, trigger, about)
            )

    def _pairs(
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
        types = self._ends.beside(frame, side, told.type)
        for name in (frame.subject, frame.object)[side]:
            found: list[Argument] = []
            if name == "others":
                found = [a for a in listed if a is not told]
            elif name.startswith("maker:"):
                role = name.removeprefix("maker:")
                products = about.topic(THINGS, listed, trigger) if role == "topic" else filled.get(role, [])
                found = about.maker(types, [told] if told in products else products)
            elif name.startswith("family:"):
                products = filled.get(name.removeprefix("family:"), [])
                found = about.family(types, [told] if told in products else products)
            elif name == "topic":
                found = about.topic(types, listed, trigger)
            if found:
                return found
        return []

    def _surface(self, about: About, only: int) -> Iterator[Hit[Argument]]:
        for found in self._patterns.find(about.sentence, about.marks, only, about.fits):
            subjects, objects = found.subjects, found.objects
            filled = {"P": found.thirds, "S": subjects, "O": objects}
            ends = self._pairs(found.frame, subjects, objects, filled, found.trigger, about)
            yield from (Hit(found.frame, s, o, found.trigger, found.role) for s, o in ends)


def _first(names: tuple[str, ...], filled: dict[str, list[Argument]], types: frozenset[str]) -> list[Argument]:
    for name in names:
        fitting = [a for a in filled.get(name, []) if a.type in types]
        if fitting:
            return fitting
    return []


def _tells_makers(frame: Frame) -> bool:
    """True for a frame that tells who made what and asks for nothing beyond its sentence; those are read first."""
    if frame.predicate not in _MAKING or frame.before:
        return False
    return not any(role.partition(":")[0] in _UNTOLD for role in (*frame.subject, *frame.object))
