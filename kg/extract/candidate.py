"""What a frame proposes, before modality and attribution are decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.model import Modality, QualifierValue, Quantity, Span, When


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation or observation read from one sentence.

    `object` is an entity id for a relation, a Quantity for an observation. `sentence` is the index of the sentence in
    the document's list, `trigger` the index of the token in it that told the thing (modality and attribution are read
    from there). `span` is the evidence. `rule` names the frame that fired, `score` is a judge's figure
    from 0 to 1, or None where frames alone decided. `told` is how surely the topic itself tells it, where a word
    such as "target" would mislead; `source` is who tells it where no word of telling does. `anchor` is where a number
    stands.
    """

    predicate: str
    subject: str
    object: str | Quantity
    sentence: int
    trigger: int
    span: Span
    rule: str
    when: When | None = None
    qualifiers: Mapping[str, QualifierValue] = field(default_factory=dict)
    benchmark: str | None = None
    alternatives: tuple[Quantity, ...] = ()
    score: float | None = None
    told: Modality | None = None
    source: str | None = None
    anchor: Span | None = None
