"""Spec sheets: a header, then a name and its numbers a line ("Total / active parameters • GLM-4.5 355B / 32B")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kg.extract.english.masked import Masked, Piece
from kg.extract.english.parse import Argument, Sentence
from kg.extract.quantities import Amount

_ROW = re.compile(
    r"<(?P<type>model|company|product|chip)>(?:[:,|]| -)? ?(?P<first><(?:count|money)>)(?: "
    r"tokens)?(?: ?[/|] ?(?P<second><(?:count|money)>))?(?= ?(?:[•|;,.]|$|<|-))"
)
_HEADERS = (
    (re.compile(r"\bparam(?:eter)?s?\b"), ("parameterCount", "activeParameterCount")),
    (re.compile(r"\bcontext\b"), ("contextLength",)),
    (
        re.compile(
            r"\b(?:per (?:million|1m|m|mn)|/m)\b.*\btokens?|tokens?\b.*\b(?:per (?:million|1m|m|mn)|/m)\b"
            r"|price per (?:<count>|million)"
        ),
        ("tokenPrice", "tokenPrice"),
    ),
)
_CURRENCY = (
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


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of a sheet with its row and column."""

    piece: Piece
    amount: Amount
    subject: Argument
    metric: str
    unit: str
    value: Decimal


def header_of(text: str) -> tuple[tuple[str, ...], str] | None:
    """The metrics of a header's columns and its currency, when the text is one: short, with no number of its own."""
    head = text.split("•")[0]
    if len(head) > 90:
        return None
    for pattern, metrics in _HEADERS:
        if pattern.search(head):
            currency = next((code for sign, code in _CURRENCY if sign in head), "")
            return metrics, currency
    return None


def read_sheet(
    view: Masked, sentence: Sentence, header: tuple[tuple[str, ...], str] | None, recent: Sequence[Argument]
) -> list[Cell]:
    """The cells of a line under a header, or of a line that carries its header in front."""
    own = header_of(view.text)
    rows = list(_ROW.finditer(view.text))
    if own is not None and (not rows or rows[0].start() > 90):
        return _shared(view, own, recent)
    header = own or header
    if header is None or (
        own is None and sentence.block.kind not in ("item", "heading") and not re.match(r"<", view.text)
    ):
        return []
    found = []
    for row in rows:
        owner = view.piece_at(row.start())
        for column, group in enumerate(("first", "second")):
            if row[group] is None or owner is None or column >= len(header[0]) or not isinstance(owner.item, Argument):
                continue
            cell = _cell(view.piece_at(row.start(group)), owner.item, header[0][column], header[1])
            if cell is not None:
                found.append(cell)
    return found


def _cell(piece: Piece | None, subject: Argument, metric: str, currency: str) -> Cell | None:
    if piece is None or not isinstance(piece.item, Amount):
        return None
    amount = piece.item
    unit = {"contextLength": "tokens", "tokenPrice": amount.unit if amount.kind == "money" else currency}.get(
        metric, "parameters"
    )
    large = amount.value >= (1_000_000 if unit == "parameters" else 1000)
    if not unit or (metric == "tokenPrice") == large or (metric != "tokenPrice" and amount.kind != "count"):
        return None
    return Cell(piece, amount, subject, metric, unit, amount.value)


def _shared(view: Masked, header: tuple[tuple[str, ...], str], recent: Sequence[Argument]) -> list[Cell]:
    """ "Context window: 128K for each": one number for all that were just named."""
    match = re.search(r"(<count>)(?: tokens)?(?: for| on| in)? (?:each|both|all)\b", view.text)
    if match is None:
        return []
    cells = (_cell(view.piece_at(match.start(1)), subject, header[0][0], header[1]) for subject in recent)
    return [cell for cell in cells if cell is not None]
