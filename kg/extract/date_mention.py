"""A time told in a text, in whichever language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Precision, Span, When


@dataclass(frozen=True, slots=True)
class DateMention:
    """A time told at a place in the text.

    `role` is `at`, `since` (from then until publication), `by` (from publication until then), `through` (a plan's
    length), or `before` ("a year earlier": the same period one year back; `when` is then relative to publication).
    """

    span: Span
    when: When
    role: str = "at"

    @property
    def is_relative(self) -> bool:
        """True for "a year earlier", whose period depends on the one it is compared with."""
        return self.role == "before"


def main_period(dates: Sequence[DateMention]) -> When | None:
    """The quarter, half or run of months that a report is about: the first that its text tells."""
    fine = (Precision.QUARTER, Precision.HALF)
    for told in dates:
        months = told.when.precision is Precision.INTERVAL and re.fullmatch(r"\d{4}-\d\d/\d{4}-\d\d", told.when.text)
        if told.role == "at" and (told.when.precision in fine or months):
            return told.when
    return None
