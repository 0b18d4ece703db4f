"""Proposals: stretches of text that may be unknown names, with what speaks for a type; and which of them stand."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from kg.extract.chinese.names.spots import Ground, Scene
from kg.model import Span


@dataclass(frozen=True, slots=True)
class Proposal:
    """One stretch that may name something of one type; `weight` grows with the evidence, `how` names the rule."""

    span: Span
    type: str
    weight: float
    how: str


@dataclass(slots=True)
class Form:
    """A form with its votes by type and the places where it was proposed."""

    name: str
    votes: dict[str, float] = field(default_factory=dict)
    spans: dict[Span, float] = field(default_factory=dict)
    how: str = ""

    @property
    def weight(self) -> float:
        """The votes of the best type."""
        return max(self.votes.values(), default=0.0)

    @property
    def type(self) -> str:
        """The type with most votes; of equals the first by name."""
        return max(sorted(self.votes), key=lambda t: self.votes[t])


class Ballot:
    """Adds up proposals by form."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self.forms: dict[str, Form] = {}

    def add(self, proposals: Iterable[Proposal]) -> None:
        """Counts proposals."""
        for one in proposals:
            name = self._scene.plain[one.span.start : one.span.end]
            form = self.forms.setdefault(name, Form(name, how=one.how))
            form.votes[one.type] = min(12.0, form.votes.get(one.type, 0.0) + one.weight)
            form.spans[one.span] = max(one.weight, form.spans.get(one.span, 0.0))

    def strong(self, type_name: str, need: float) -> list[Form]:
        """Forms with at least `need` votes for a type."""
        return [f for f in self.forms.values() if f.votes.get(type_name, 0.0) >= need]

    def drop(self, type_name: str, names: Container[str]) -> None:
        """Takes away what speaks for a type of these names."""
        for name, form in self.forms.items():
            if name in names:
                form.votes.pop(type_name, None)

    def longer(self, need: float, rules: Container[str]) -> list[Form]:
        """Forms that these rules proposed with enough votes, the longest first, without those inside another."""
        found: list[Form] = []
        taken: set[int] = set()
        standing = (f for f in self.forms.values() if f.how in rules and f.weight >= need)
        for form in sorted(standing, key=lambda f: (-len(f.name), f.name)):
            if any(i in taken for s in form.spans for i in (s.start, s.end - 1)):
                continue
            taken.update(i for s in form.spans for i in range(s.start, s.end))
            found.append(form)
        return found

    def elected(self, need: float, ground: Ground, first: Container[str] = ()) -> Iterator[Form]:
        """Forms whose votes reach `need`, each with all its places.

        Those named in `first` come first, then the weightiest, of equals the longer. An elected form takes its places
        from `ground`; a form without a free place is left out.
        """
        standing = sorted(
            (f for f in self.forms.values() if f.weight >= need),
            key=lambda f: (f.name not in first, -f.weight, -len(f.name), f.name),
        )
        for form in standing:
            free = [s for s in sorted({*form.spans, *self._scene.places(form.name)}) if ground.free(s.start, s.end)]
            if not any(s in form.spans for s in free):
                continue
            form.spans = {s: form.spans.get(s, 0.0) for s in free}
            for span in free:
                ground.take(span)
            yield form
