"""The columns of the map that tell how a statement is told: one row for each different way."""

from __future__ import annotations

from collections.abc import Callable

from kg.export.months import months
from kg.model import Modality
from kg.query.survey import Telling
from kg.query.views import Piece

#: Their names, in the order of a row.
TOLD = ("modality", "publisher", "from", "to", "published", "published_to")
MODALITIES = tuple(item.value for item in Modality)


def row_of(told: Telling | Piece, number: Callable[[str], int]) -> tuple[int, ...]:
    """Numbers of modality and publisher (-1 for none, else as `number` gives it), and the months of both times."""
    publisher = -1 if told.publisher is None else number(told.publisher)
    return (MODALITIES.index(told.modality), publisher, *months(told.when), *months(told.published))
