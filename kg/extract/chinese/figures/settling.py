"""One figure where a text tells it twice: the title rounds, the body is exact; 刚过一千人，为1016人."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.candidate import Candidate
from kg.extract.chinese.text import Sentence
from kg.model import Quantity, When

#: How far a rounded value may be from the exact one, as a part of it.
_ROUNDED = 0.12
#: No text that people write tells more figures of one metric and one subject.
_MOST = 200


def settled(found: Sequence[Candidate], sentences: Sequence[Sentence]) -> list[Candidate]:
    """The candidates without those that only repeat another one, in the order in which they came."""
    in_title = {i for i, c in enumerate(found) if sentences[c.sentence].block.kind == "title"}
    alike: dict[tuple[str, str], list[int]] = {}
    for i, candidate in enumerate(found):
        alike.setdefault((candidate.subject, candidate.predicate), []).append(i)
    kept: list[Candidate] = []
    for i, one in enumerate(found):
        others = range(len(found)) if i in in_title else alike[one.subject, one.predicate][:_MOST]
        if not any(j != i and _repeats(one, i, found[j], j, sentences) for j in others):
            kept.append(one)
    return kept


def _repeats(one: Candidate, i: int, other: Candidate, j: int, sentences: Sequence[Sentence]) -> bool:
    """True where `one` says no more than `other`."""
    if one.predicate != other.predicate or one.benchmark != other.benchmark:
        return False
    a, b = one.object, other.object
    if not isinstance(a, Quantity) or not isinstance(b, Quantity):
        return False
    titled = sentences[one.sentence].block.kind == "title" and sentences[other.sentence].block.kind != "title"
    near = abs(a.number - b.number) <= _ROUNDED * max(abs(a.number), abs(b.number))
    if titled and near and (a.unit == b.unit or _same_subject(one, other)):
        return True
    if not _same_subject(one, other) or a.unit != b.unit:
        return False
    if titled:
        return a.number != 0 or b.number == 0
    if sentences[other.sentence].block.kind == "title":
        return False
    if a.number == b.number:
        return _poorer(one, i, other, j)
    vaguer = a.comparator is not None and b.comparator is None
    beside = (
        abs(one.sentence - other.sentence) <= 1 and sentences[one.sentence].block == sentences[other.sentence].block
    )
    return near and vaguer and beside and _same_time(one.when, other.when)


def _same_subject(one: Candidate, other: Candidate) -> bool:
    return one.subject == other.subject


def _same_time(one: When | None, other: When | None) -> bool:
    return one is None or other is None or one == other


def _poorer(one: Candidate, i: int, other: Candidate, j: int) -> bool:
    """Of two equal values of one time the first stands; of two times both do."""
    if one.when is not None and other.when is not None and one.when != other.when:
        return False
    if (one.when is None) != (other.when is None):
        return one.when is None
    return j < i
