"""Lists: numbers and names that belong to one another in order, or one number that several share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.memory import Memory
from kg.extract.english.parse import Argument

_JOINT_NAMES = re.compile(r"(?:'s)?(?:, and|,| and| &|'s and) (?:[\w-]+'s )?(?:the )?")
_JOINT_AMOUNTS = re.compile(r"(?:, and|,| and) (?:up |down |by )?")


def sharers(
    view: Masked,
    index: int,
    piece: Piece,
    subject: Argument,
    types: Sequence[str],
    memory: Memory,
    *,
    plain_lists: bool,
) -> list[Argument]:
    """All whom one number is told of: by "respectively" the one in its place, by "each" or a shared verb the whole list."""
    names = [p for p in view.names if isinstance(p.item, Argument) and p.item.type in types]
    run = _name_run(view, names, subject)
    if "respectively" in view.text:
        amounts = _amount_run(view, piece)
        pool = (
            [p.item for p in run] if len(run) == len(amounts) else memory.recent(index, (subject.type,), len(amounts))
        )
        if len(amounts) > 1 and len(pool) == len(amounts):
            chosen = pool[amounts.index(piece)]
            return [chosen] if isinstance(chosen, Argument) else [subject]
    amounts = _amount_run(view, piece)
    if len(run) > 2 and len(run) == len(amounts):
        chosen = run[amounts.index(piece)].item
        return [chosen] if isinstance(chosen, Argument) else [subject]
    each = re.match(r" (?:[\w-]+ ){0,2}(?:apiece|each)\b", view.text[piece.end :]) or re.search(
        r"\b(?:each|both)\b[^;]{0,40}$", view.text[: piece.start]
    )
    if each and not names and re.match(r"both\b", view.text):
        return memory.recent(index, (subject.type,), 2) or [subject]
    last = run[-1].end if run else 0
    if len(run) > 1 and (
        each
        or (
            plain_lists
            and len(amounts) == 1
            and not re.search(r"<(?:percent|count|money)>", view.text[last : piece.start])
        )
    ):
        return [p.item for p in run if isinstance(p.item, Argument)]
    return [subject]


def _name_run(view: Masked, names: Sequence[Piece], subject: Argument) -> list[Piece]:
    """The list of names ("A, B and C") that holds the subject."""
    at = next((i for i, p in enumerate(names) if p.item is subject), None)
    if at is None:
        return []
    first = last = at
    while first > 0 and _JOINT_NAMES.fullmatch(view.text[names[first - 1].end : names[first].start]):
        first -= 1
    while last + 1 < len(names) and _JOINT_NAMES.fullmatch(view.text[names[last].end : names[last + 1].start]):
        last += 1
    return list(names[first : last + 1])


def _amount_run(view: Masked, piece: Piece) -> list[Piece]:
    """The list of numbers of one kind ("5%, 4% and 3%") that holds this one."""
    amounts = view.amounts
    at = amounts.index(piece)
    first = last = at
    while first > 0 and _JOINT_AMOUNTS.fullmatch(view.text[amounts[first - 1].end : amounts[first].start]):
        first -= 1
    while last + 1 < len(amounts) and _JOINT_AMOUNTS.fullmatch(view.text[amounts[last].end : amounts[last + 1].start]):
        last += 1
    return amounts[first : last + 1]
