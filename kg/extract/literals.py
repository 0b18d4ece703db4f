"""What a text must hold for a regular expression to match it: letters that can be looked up before it is tried.

`needed("(?:has |had )?(?:bought|sold) [A-Z]")` is `[{"bought ", "sold "}]`: each set is a condition, and a text that
holds none of its strings has no match. Strings are in lower case, and a private-use character stands for all of them
(see `folded`), since such characters mark names whichever they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

_FIRST, _LAST = 0xE000, 0xF8FF
_PRIVATE = chr(_FIRST)
_MARKS = re.compile(f"[{_PRIVATE}-{chr(_LAST)}]")
#: Strings that stand in nearly every text, so that asking for them is of no use.
_COMMON = frozenset(("", " ", _PRIVATE))
#: The first of the characters that stand for parts.
_PART = 0xF0000
#: So many characters of a class, and so many strings that follow one another, are still spelt out.
_CHARACTERS, _STRINGS = 4, 64
# The parser of the standard library: what a pattern means is told by who runs it.
_parser: Any = re._parser  # type: ignore[attr-defined]
_op: Any = re._constants  # type: ignore[attr-defined]

#: All that an expression can match, where that is a few strings; and else what it needs.
_Told = tuple[frozenset[str] | None, list[frozenset[str]]]
_ANYTHING: _Told = (None, [])
_NOTHING: _Told = (frozenset(("",)), [])


def folded(text: str) -> str:
    """A text as it is looked up: in lower case, with one character for all of private use."""
    low = text.lower()
    return low if low.isascii() else _MARKS.sub(_PRIVATE, low)


def needed(pattern: str, parts: Sequence[str] = ()) -> list[frozenset[str]]:
    """Sets of strings; a text whose `folded` form lacks all strings of one of them has no match, in whatever case.

    `parts` are expressions in parentheses or brackets that stand in many patterns: each is taken apart only once.
    """
    for number, part in enumerate(parts):
        pattern = pattern.replace(part, chr(_PART + number))
    exact, needs = _sequence(_parser.parse(pattern), tuple(parts))
    return needs if exact is None else _condition(exact)


@cache
def _part(part: str) -> _Told:
    return _sequence(_parser.parse(part), ())


def _condition(strings: frozenset[str]) -> list[frozenset[str]]:
    """The strings as a condition, without those that hold another one; none where each text would meet it."""
    kept: list[str] = []
    for one in sorted(strings, key=lambda s: (len(s), s)):
        if not any(other in one for other in kept):
            kept.append(one)
    return [] if _COMMON.intersection(kept) else [frozenset(kept)]


def telling(condition: Iterable[str]) -> int:
    """How much a condition tells: the length of its shortest string."""
    return min(map(len, condition))


def _sequence(items: Iterable[tuple[Any, Any]], parts: tuple[str, ...]) -> _Told:
    run, needs, whole = frozenset(("",)), [], True
    for operation, argument in items:
        exact, inner = _one(operation, argument, parts)
        needs += inner
        if exact is not None and (len(run) == 1 or len(exact) == 1 or len(run) * len(exact) <= _STRINGS):
            run = frozenset(a + b for a in run for b in exact)
            continue
        needs += _condition(run)
        run, whole = exact or frozenset(("",)), False
    return (run, []) if whole and not needs else (None, needs + _condition(run))


def _one(operation: Any, argument: Any, parts: tuple[str, ...]) -> _Told:
    if operation is _op.LITERAL:
        if 0 <= argument - _PART < len(parts):
            return _part(parts[argument - _PART])
        return frozenset((folded(chr(argument)),)), []
    if operation is _op.IN:
        return _class(argument), []
    if operation in (_op.AT, _op.ASSERT, _op.ASSERT_NOT):
        return _NOTHING
    if operation is _op.SUBPATTERN:
        return _sequence(argument[-1], parts)
    if operation is _op.ATOMIC_GROUP:
        return _sequence(argument, parts)
    if operation is _op.BRANCH:
        return _branches([_sequence(branch, parts) for branch in argument[1]])
    if operation in (_op.MAX_REPEAT, _op.MIN_REPEAT, _op.POSSESSIVE_REPEAT):
        least, most, inner = argument
        return _repeat(least, most, inner, parts)
    return _ANYTHING


def _class(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    """The characters of a class, where they are few."""
    found: set[str] = set()
    for operation, argument in members:
        if operation is _op.LITERAL:
            found.add(folded(chr(argument)))
        elif operation is _op.RANGE and argument[0] >= _FIRST and argument[1] <= _LAST:
            found.add(_PRIVATE)
        else:
            return None
    return frozenset(found) if len(found) <= _CHARACTERS else None


def _branches(told: list[_Told]) -> _Told:
    """One of several: all their strings, or one of the conditions of each."""
    spelt = [strings for strings, _ in told if strings is not None]
    if len(spelt) == len(told):
        return frozenset().union(*spelt), []
    needs = [needs if strings is None else _condition(strings) for strings, needs in told]
    if not all(needs):
        return _ANYTHING
    return None, _condition(frozenset().union(*(max(conditions, key=telling) for conditions in needs)))


def _repeat(least: int, most: int, inner: Iterable[tuple[Any, Any]], parts: tuple[str, ...]) -> _Told:
    exact, needs = _sequence(inner, parts)
    if (least, most) == (1, 1):
        return exact, needs
    if least == 0:
        return (exact | {""}, []) if exact is not None and most == 1 else _ANYTHING
    return None, needs if exact is None else _condition(exact)
