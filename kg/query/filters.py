"""Which evidence counts for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TypeVar

from kg.model.statement import Modality
from kg.model.when import When
from kg.query.views import EvidenceView, Piece

ASSERTED = frozenset({Modality.ASSERTED.value})
EVERY_MODALITY = frozenset(item.value for item in Modality)


_Item = TypeVar("_Item", EvidenceView, Piece)


@dataclass(frozen=True, slots=True)
class Filters:
    """Bounds on evidence; a statement without evidence inside them is left out.

    `since` and `until` bound the time of what is told, else the publication date: evidence counts when its interval
    touches [since.start, until.end]; undated evidence counts only where neither is set. `source` is part of a
    publisher's or attribution's name, ignoring case; `publishers` are whole names, none for any. `min_sources` is the
    number of distinct publishers that tell it. With `published` the bounds are on the publication date alone.
    """

    since: When | None = None
    until: When | None = None
    modalities: frozenset[str] = ASSERTED
    source: str | None = None
    min_sources: int = 1
    publishers: frozenset[str] = frozenset()
    published: bool = False

    @property
    def bounded(self) -> bool:
        """True when anything beyond modality is asked for; a derived edge, which no source tells, then drops out."""
        return bool(self.since or self.until or self.source or self.publishers or self.min_sources > 1)

    @property
    def plain(self) -> bool:
        """True where all that is told as fact is asked for: the direct triples then tell what passes."""
        return self.modalities == ASSERTED and not self.bounded

    def passes(self, evidence: EvidenceView | Piece) -> bool:
        """True when this piece of evidence is inside every bound but `min_sources`."""
        return evidence.modality in self.modalities and self._in_time(evidence) and self._from_source(evidence)

    def keep(self, evidence: Sequence[_Item]) -> tuple[_Item, ...]:
        """The evidence that counts, or none where too few publishers tell it."""
        if not self.bounded:
            return tuple([item for item in evidence if item.modality in self.modalities])
        kept = tuple(item for item in evidence if self.passes(item))
        if self.min_sources > 1 and len({item.publisher or item.document for item in kept}) < self.min_sources:
            return ()
        return kept

    def any_modality(self) -> Filters:
        """The same bounds for every modality."""
        return replace(self, modalities=EVERY_MODALITY)

    def _in_time(self, evidence: EvidenceView | Piece) -> bool:
        if self.since is None and self.until is None:
            return True
        told = evidence.published if self.published else evidence.when or evidence.published
        if told is None:
            return False
        start, end = bounds(told)
        return (self.since is None or end >= self.since.start) and (self.until is None or start <= self.until.end)

    def _from_source(self, evidence: EvidenceView | Piece) -> bool:
        if self.publishers and evidence.publisher not in self.publishers:
            return False
        if self.source is None:
            return True
        wanted = self.source.casefold()
        return any(wanted in name.casefold() for name in (evidence.publisher, evidence.attribution) if name)


#: Asserted facts of any time and source.
DEFAULT = Filters()
#: All that is told, in whatever way.
EVERYTHING = Filters(modalities=EVERY_MODALITY)


@lru_cache(10_000)
def bounds(text: str) -> tuple[date, date]:
    """First and last day of a time in the form of `When`."""
    when = When.parse(text)
    return when.start, when.end
