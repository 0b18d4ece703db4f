"""Which words a pattern cannot do without, so that a plain test can spare a search."""

from __future__ import annotations

_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz '-")
_REPEATS = frozenset("?*{")
#: Shorter words rule nothing out.
_LEAST = 3


def needed(pattern: str) -> tuple[str, ...]:
    r"""Words of which every match holds at least one; none where the pattern names none for sure.

    >>> needed(r"(?:raised|secured) ~(?:some )?<money>"), needed(r"(?:share)?\d+")
    (('raised', 'secured'), ())
    """
    best: tuple[str, ...] = ()
    run, at = "", 0
    while at <= len(pattern):
        char = pattern[at : at + 1]
        if char and char in _PLAIN:
            if pattern[at + 1 : at + 2] in _REPEATS and at + 1 < len(pattern):
                best, run = _better(best, (run,)), ""
                at += 1
            else:
                run += char
            at += 1
            continue
        best, run = _better(best, (run,)), ""
        if char == "|":
            return ()
        if char == "(":
            end = _closing(pattern, at)
            if pattern[at + 1 : at + 3] == "?:" and pattern[end + 1 : end + 2] not in _REPEATS:
                best = _better(best, _of_all(pattern[at + 3 : end]))
            at = end
        elif char == "[":
            at = pattern.index("]", at)
        elif char == "{":
            at = pattern.index("}", at)
        elif char == "\\":
            at += 1
        at += 1
    return best


def _of_all(body: str) -> tuple[str, ...]:
    """The needed words of every branch of a group; none where one branch needs none."""
    branches, depth, last = [], 0, 0
    for at, char in enumerate(body):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            branches.append(body[last:at])
            last = at + 1
    branches.append(body[last:])
    found = [needed(branch) for branch in branches]
    return tuple(word for words in found for word in words) if all(found) else ()


def _better(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """The words that rule more out: the longer shortest."""
    fits = other and min(map(len, other)) >= _LEAST and any(w.strip() for w in other)
    return other if fits and (not one or min(map(len, other)) > min(map(len, one))) else one


def _closing(pattern: str, at: int) -> int:
    depth = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            at = pattern.index("]", at)
        depth += (char == "(") - (char == ")")
        if not depth:
            return at
        at += 1
    return at
