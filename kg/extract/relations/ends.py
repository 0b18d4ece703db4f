"""What may stand at the two ends of each frame."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.frameset import Frame, types_of
from kg.extract.relations.language import Argument, Hit
from kg.ontology.schema import Ontology


class Ends:
    """The types of the ends of some frames: as a frame tells them, else as its relation does."""

    def __init__(self, frames: Iterable[Frame], ontology: Ontology) -> None:
        self._relations, self._groups = ontology.relations, ontology.groups
        #: For each frame, by id, the types of subject and object.
        self.types = {
            f.id: (
                types_of(f.subject_type, ontology) or ontology.relations[f.predicate].domain,
                types_of(f.object_type, ontology) or ontology.relations[f.predicate].range,
            )
            for f in frames
        }

    def fit(self, hit: Hit[Argument]) -> bool:
        """True where the ends are two, each of a type that the frame takes, and not a pair that it says nothing of."""
        subject, target, frame = hit.subject, hit.object, hit.frame
        if subject.entity == target.entity or f"{subject.type} > {target.type}" in frame.never:
            return False
        subjects, objects = self.types[frame.id]
        if subject.type not in subjects or target.type not in objects:
            return False
        return not self._relations[frame.predicate].same_kind or self._same_kind(subject.type, target.type)

    def beside(self, frame: Frame, side: int, told: str) -> frozenset[str]:
        """The types of an end left out, subject (0) or object (1), where the other one has type `told`."""
        types = self.types[frame.id][side]
        if not self._relations[frame.predicate].same_kind:
            return types
        return frozenset(t for t in types if self._same_kind(t, told))

    def _same_kind(self, one: str, other: str) -> bool:
        if one == other:
            return True
        return any(one in group and other in group for name, group in self._groups.items() if name != "Entity")
