"""Surface frames over a sentence: which of their patterns can match it, and what those find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from kg.extract import surface
from kg.extract.english.parse import Argument, Sentence
from kg.extract.english.relations import macros
from kg.extract.frameset import Frame
from kg.extract.sieve import Sieve, places

_POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my"})


@dataclass(frozen=True, slots=True)
class Marks:
    """A sentence ready for surface frames: the arguments behind each marker, and the patterns that can match."""

    marked: surface.Marked
    groups: list[list[Argument]]
    likely: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a pattern found: the frame, the arguments of either end and in the third place, where, and which post."""

    frame: Frame
    subjects: list[Argument]
    objects: list[Argument]
    thirds: list[Argument]
    trigger: int
    role: str | None


class Patterns:
    """The patterns of all frames; `types` tells for each frame the types of subject and object."""

    def __init__(self, frames: Sequence[Frame], types: Mapping[str, tuple[frozenset[str], frozenset[str]]]) -> None:
        told = [(frame, pattern) for frame in frames for pattern in frame.pattern]
        self._frames = [frame for frame, _ in told]
        #: Each is compiled when it is first tried: an article tries few.
        self._patterns = [pattern for _, pattern in told]
        self._types = types
        self._sieve = Sieve([macros.written(pattern) for pattern in self._patterns], macros.PARTS)
        #: For subject and object the patterns that name none, and those that name one of a type.
        self._open, self._named = [0, 0], (defaultdict[str, int](int), defaultdict[str, int](int))
        for i, (frame, pattern) in enumerate(told):
            for side, end in enumerate(("{S", "{O")):
                if end not in pattern:
                    self._open[side] |= 1 << i
                for kind in types[frame.id][side]:
                    self._named[side][kind] |= 1 << i

    def of(self, frames: Set[str]) -> int:
        """The patterns of some frames, by id."""
        return sum(1 << i for i, frame in enumerate(self._frames) if frame.id in frames)

    def marks(self, sentence: Sentence) -> Marks:
        """Made once a sentence; its arguments must be complete."""
        spans, groups = surface.disjoint(sentence.arguments)

        def possessive(i: int) -> bool:
            first = groups[i][0]
            return (
                first.anaphor
                and first.tokens[1] - first.tokens[0] == 1
                and sentence.doc[first.head].lower_ in _POSSESSIVES
            )

        marked = surface.mark(sentence.text, sentence.span.start, spans, possessive, lambda i: groups[i][0].anaphor)
        return Marks(marked, groups, self._sieve.likely(marked.text) & self._possible(groups))

    def _possible(self, groups: Sequence[Sequence[Argument]]) -> int:
        """The patterns for whose ends there are names, for two ends two names."""
        subjects = objects = both = 0
        for group in groups:
            subject = object_ = 0
            for kind in {a.type for a in group}:
                subject |= self._named[0].get(kind, 0)
                object_ |= self._named[1].get(kind, 0)
            both |= (subjects & object_) | (subject & objects)
            subjects |= subject
            objects |= object_
        no_subject, no_object = self._open
        return both | (no_subject & (objects | no_object)) | (no_object & subjects)

    def find(self, sentence: Sentence, marks: Marks, only: int, fits: Callable[[Frame], bool]) -> Iterator[Found]:
        """What the patterns of `only` find in a sentence, in order of frames; `fits` tells which frames count."""
        groups = marks.groups
        for i in places(marks.likely & only):
            frame = self._frames[i]
            if (frame.requires or frame.before) and not fits(frame):
                continue  # looked up sooner than the pattern is tried
            subject_types, object_types = self._types[frame.id]
            matches = surface.find(macros.compile_pattern(self._patterns[i]), marks.marked, macros.ends)
            if not matches or not fits(frame):
                continue
            for match in matches:
                subjects = [a for s in match.subjects for a in groups[s] if a.type in subject_types]
                objects = [a for o in match.objects for a in groups[o] if a.type in object_types]
                if (match.subjects and not subjects) or (match.objects and not objects):
                    continue
                thirds = [a for p in match.thirds for a in groups[p]]
                post = match.groups.get(frame.role_from or "")
                role = post.strip(" ,") if post else None
                yield Found(frame, subjects, objects, thirds, sentence.token_at(match.trigger), role)
