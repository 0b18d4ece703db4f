"""Spec sheets: a header, then a name and its numbers a line ("Total / active parameters • GLM-4.5 355B / 32B")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.english.figures.masked import AmountPiece, Masked
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount

#: The metrics of a header's columns, and the currency it tells.
Header = tuple[tuple[str, ...], str]

_ROW = re.compile(
    r"<(?:model|company|product|chip)>(?:[:,|]| -)? ?(?P<first><(?:count|money)>)(?: tokens)?"
    r"(?: ?[/|] ?(?P<second><(?:count|money)>))?(?= ?(?:[•|;,.]|$|<|-))"
)
_SHARED = re.compile(r"(<count>)(?: tokens)?(?: for| on| in)? (?:each|both|all)\b")
_PER_TOKENS = re.compile(
    r"\b(?:per (?:million|1m|m|mn)|/m)\b.*\btokens?|tokens?\b.*\b(?:per (?:million|1m|m"
    r"|mn)|/m)\b|price per (?:<count>|million)"
)
_HEADERS = (
    (re.compile(r"\bparam(?:eter)?s?\b"), ("parameterCount", "activeParameterCount")),
    (re.compile(r"\bcontext\b"), ("contextLength",)),
    (_PER_TOKENS, ("tokenPrice", "tokenPrice")),
)
_CURRENCIES = (
    ("hk$", "HKD"),
    ("us$", "USD"),
    ("$", "USD"),
    ("usd", "USD"),
    ("rmb", "CNY"),
    ("yuan", "CNY"),
    ("cny", "CNY"),
    ("¥", "CNY"),
    ("€", "EUR"),
)
#: A header is no longer than this.
_HEADER_LENGTH = 90


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a sheet with its row and column."""

    piece: AmountPiece
    subject: Argument
    metric: str
    unit: str

    @property
    def amount(self) -> Amount:
        """The number."""
        return self.piece.amount

    @property
    def value(self) -> Decimal:
        """Its value."""
        return self.piece.amount.value


def header_of(text: str) -> Header | None:
    """The header that a tagged line is or begins with, if it is one."""
    head = text.split("•")[0]
    if len(head) > _HEADER_LENGTH:
        return None
    currency = next((code for sign, code in _CURRENCIES if sign in head), "")
    return next(((metrics, currency) for pattern, metrics in _HEADERS if pattern.search(head)), None)


def read_sheet(view: Masked, sentence: Sentence, header: Header | None, recent: Sequence[Argument]) -> list[Cell]:
    """The cells of a line under a header, or of a line that carries its header in front.

    `recent` are the rows just told, for a line that says something of all of them.
    """
    own = header_of(view.text)
    rows = list(_ROW.finditer(view.text))
    if own is not None and (not rows or rows[0].start() > _HEADER_LENGTH):
        return _shared(view, own, recent)
    header = own or header
    in_list = own is not None or sentence.block.kind in ("item", "heading") or view.text.startswith("<")
    if header is None or not in_list:
        return []
    found = []
    for row in rows:
        owner = view.name_at(row.start())
        for metric, group in zip(header[0], ("first", "second"), strict=False):
            piece = view.amount_at(row.start(group)) if row[group] is not None else None
            cell = _cell(piece, owner.argument, metric, header[1]) if owner is not None else None
            if cell is not None:
                found.append(cell)
    return found


def _cell(piece: AmountPiece | None, subject: Argument, metric: str, currency: str) -> Cell | None:
    if piece is None:
        return None
    amount = piece.amount
    if metric == "tokenPrice":
        unit = amount.unit if amount.kind == "money" else currency
        fits = bool(unit) and amount.value < 1000
    else:
        unit, least = ("tokens", 1000) if metric == "contextLength" else ("parameters", 1_000_000)
        fits = amount.kind == "count" and amount.value >= least
    return Cell(piece, subject, metric, unit) if fits else None


def _shared(view: Masked, header: Header, recent: Sequence[Argument]) -> list[Cell]:
    """A line that tells one number of all that were just named: "Context window: 128K for each"."""
    match = _SHARED.search(view.text)
    if match is None:
        return []
    piece = view.amount_at(match.start(1))
    cells = (_cell(piece, subject, header[0][0], header[1]) for subject in recent)
    return [cell for cell in cells if cell is not None]
