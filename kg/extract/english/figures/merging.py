"""One observation told several times becomes one: same time, no rounded doubles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.english.parse import Sentence
from kg.extract.trace import Trace, Why
from kg.model import Quantity

#: Two values as near as this are one, told more or less exactly.
_SAME = Decimal("0.006")
#: A title may round as far as this.
_TITLE = Decimal("0.1")


def unified(found: Sequence[Candidate], sentences: Sequence[Sentence], trace: Trace | None = None) -> list[Candidate]:
    """The candidates in reading order without doubles; those that tell one observation again get its time.

    The first in the body that tells a time sets it. A rounded value in a title, and a sum that another candidate tells
    in brackets, are dropped.
    """
    groups: dict[tuple[str, str, str, str], list[Candidate]] = {}
    for candidate in found:
        key = (candidate.subject, candidate.predicate, _value(candidate).unit, candidate.benchmark or "")
        groups.setdefault(key, []).append(candidate)
    kept: list[tuple[int, Candidate]] = []
    order = {id(candidate): i for i, candidate in enumerate(found)}
    for group in groups.values():
        group.sort(key=lambda c: (c.when is None, sentences[c.sentence].block.kind == "title", c.sentence))
        chosen: list[Candidate] = []
        for candidate in group:
            if sentences[candidate.sentence].block.kind == "title" and any(_rounded(candidate, c) for c in group):
                _drop(trace, Why.ROUNDED, candidate)
                continue
            if any(_in_brackets(candidate, c) for c in found):
                _drop(trace, Why.ALTERNATIVE, candidate)
                continue
            twin = next((c for c in chosen if _same(c, candidate)), None)
            if twin is None:
                made = candidate
            elif candidate.sentence != twin.sentence and _value(candidate).same(_value(twin)):
                made = replace(candidate, when=twin.when)
            else:
                _drop(trace, Why.TOLD_AGAIN, candidate)
                continue
            chosen.append(made)
            kept.append((order[id(candidate)], made))
    return [candidate for _, candidate in sorted(kept, key=lambda k: k[0])]


def _drop(trace: Trace | None, why: Why, candidate: Candidate) -> None:
    if trace is not None:
        trace.candidate(why, candidate)


def _value(candidate: Candidate) -> Quantity:
    if not isinstance(candidate.object, Quantity):
        raise TypeError(f"{candidate.predicate} has no number")
    return candidate.object


def _in_brackets(candidate: Candidate, other: Candidate) -> bool:
    """True where another candidate tells the same sum with this one's currency as the alternative."""
    if (other.subject, other.predicate) != (candidate.subject, candidate.predicate):
        return False
    return other.sentence != candidate.sentence and any(a.same(_value(candidate)) for a in other.alternatives)


def _rounded(title: Candidate, body: Candidate) -> bool:
    """True where a title tells a rounded form of what the body tells exactly."""
    one, other = _value(title).value, _value(body).value
    return body.sentence != title.sentence and one != other and abs(one - other) <= abs(other) * _TITLE


def _same(one: Candidate, other: Candidate) -> bool:
    if abs(_value(one).value - _value(other).value) > abs(_value(one).value) * _SAME:
        return False
    if one.when is None or other.when is None:
        return True
    return one.when.start <= other.when.end and other.when.start <= one.when.end
