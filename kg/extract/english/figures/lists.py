"""Lists: numbers and names that belong to one another in order, or one number that several share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.english.figures.masked import AmountPiece, Masked, NamePiece
from kg.extract.english.figures.memory import Memory
from kg.extract.english.parse import Argument

_JOINT_NAMES = re.compile(r"(?:'s)?(?:, and|,| and| &|'s and) (?:[\w-]+'s )?(?:the )?")
_EACH_BEHIND = re.compile(r" (?:[\w-]+ ){0,2}(?:apiece|each)\b")
_EACH_BEFORE = re.compile(r"\b(?:each|both)\b[^;]{0,40}$")
_NUMBER = re.compile(r"<(?:percent|count|money)>")
_JOINT_AMOUNTS = re.compile(r"(?:, and|,| and) (?:up |down |by )?")


def sharers(
    view: Masked,
    index: int,
    piece: AmountPiece,
    subject: Argument,
    types: Sequence[str],
    memory: Memory,
    *,
    plain_lists: bool,
) -> list[Argument]:
    """All whom one number is told of.

    By "respectively" the one in its place, by "each" or (`plain_lists`) a shared verb the whole list, else the subject.
    """
    names = [p for p in view.names if p.argument.type in types]
    run = [p.argument for p in _name_run(view, names, subject)]
    amounts = _amount_run(view, piece)
    place = amounts.index(piece)
    if len(amounts) > 1 and "respectively" in view.text:
        pool = run if len(run) == len(amounts) else memory.recent(index, (subject.type,), len(amounts))
        if len(pool) == len(amounts):
            return [pool[place]]
    if len(run) > 2 and len(run) == len(amounts):
        return [run[place]]
    each = _EACH_BEHIND.match(view.text[piece.end :]) or _EACH_BEFORE.search(view.text[: piece.start])
    if each and not names and view.text.startswith("both "):
        return memory.recent(index, (subject.type,), 2) or [subject]
    if len(run) < 2:
        return [subject]
    last = view.piece_of(run[-1])
    alone = len(amounts) == 1 and last is not None and not _NUMBER.search(view.text[last.end : piece.start])
    return run if each or (plain_lists and alone) else [subject]


def _name_run(view: Masked, names: Sequence[NamePiece], subject: Argument) -> list[NamePiece]:
    """The list of names ("A, B and C") that holds the subject."""
    at = next((i for i, p in enumerate(names) if p.argument is subject), None)
    if at is None:
        return []
    first = last = at
    while first > 0 and _JOINT_NAMES.fullmatch(view.text[names[first - 1].end : names[first].start]):
        first -= 1
    while last + 1 < len(names) and _JOINT_NAMES.fullmatch(view.text[names[last].end : names[last + 1].start]):
        last += 1
    return list(names[first : last + 1])


def _amount_run(view: Masked, piece: AmountPiece) -> list[AmountPiece]:
    """The list of numbers of one kind ("5%, 4% and 3%") that holds this one."""
    amounts = view.amounts
    at = amounts.index(piece)
    first = last = at
    while first > 0 and _JOINT_AMOUNTS.fullmatch(view.text[amounts[first - 1].end : amounts[first].start]):
        first -= 1
    while last + 1 < len(amounts) and _JOINT_AMOUNTS.fullmatch(view.text[amounts[last].end : amounts[last + 1].start]):
        last += 1
    return amounts[first : last + 1]
