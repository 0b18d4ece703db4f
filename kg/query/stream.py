"""What is told about an entity, piece by piece and page by page: in the order of its time, or the newest first.

The place of a piece in the list is found by what is quickly read of it; only the pieces on the page are read whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.errors import StoreDamagedError
from kg.query.browsing import EvidencePage, TimelineView
from kg.query.edges import Edges
from kg.query.filters import EVERYTHING, Filters, bounds
from kg.query.order import newest_first
from kg.query.overview import in_time
from kg.query.paging import pages, place
from kg.query.told import Line, Told
from kg.query.views import EdgeView, EntityView, EvidenceView, ObservationView, Piece, TimelineItem

#: A piece of evidence with the statement that it is for.
_Told = tuple[Line | ObservationView, Piece | EvidenceView]
_View = EdgeView | ObservationView


class Stream:
    """Asks for pieces of evidence about an entity."""

    def __init__(self, told: Told, edges: Edges) -> None:
        self._told = told
        self._edges = edges

    def timeline(self, entity: EntityView, page: int, size: int, filters: Filters) -> TimelineView:
        """A page of what is told, in the order of its time; what has no time at all is left out."""
        on_page = place(page, size)
        timed = [(when, told) for told in self._all(entity.id, filters) if (when := _when(*told)) is not None]
        timed.sort(key=lambda item: (*bounds(item[0][0]), item[0][1], item[1][1].document, item[1][1].id))
        items = [_item(*when, self._view(entity.id, *told)) for when, told in timed[on_page]]
        items.sort(key=in_time)
        return TimelineView(entity, page, pages(len(timed), size), size, len(timed), tuple(items))

    def newest(self, entity: EntityView, page: int, size: int, filters: Filters) -> EvidencePage:
        """A page of the sentences about an entity."""
        on_page = place(page, size)
        told = sorted(self._all(entity.id, filters), key=lambda item: (item[1].document, item[1].id))
        told.sort(key=lambda item: item[1].published or "", reverse=True)
        views = (self._view(entity.id, *item) for item in told[on_page])
        return EvidencePage(page, pages(len(told), size), size, len(told), tuple(views))

    def between(self, a: EntityView, b: EntityView, page: int, size: int, filters: Filters) -> EvidencePage:
        """A page of the sentences that tell of two entities together."""
        on_page = place(page, size)
        edges = self._edges.between(a.id, b.id, filters)
        of = {item.id: edge for edge in edges for item in edge.evidence}
        told = newest_first(item for edge in edges for item in edge.evidence)
        views = (replace(of[item.id], evidence=(item,)) for item in told[on_page])
        return EvidencePage(page, pages(len(told), size), size, len(told), tuple(views))

    def _all(self, entity: str, filters: Filters) -> Iterator[_Told]:
        for line in self._told.about(entity, filters, whole=True):
            for piece in line.pieces:
                yield line, piece
        for view in self._edges.observations([entity], filters):
            for item in view.evidence:
                yield view, item

    def _view(self, entity: str, told: Line | ObservationView, piece: Piece | EvidenceView) -> _View:
        """The statement with one piece of its evidence."""
        if isinstance(told, ObservationView):
            found: _View | None = replace(told, evidence=tuple(item for item in told.evidence if item.id == piece.id))
        else:
            found = self._edges.statement(told.id, EVERYTHING, [piece.id], facing=[entity])
        if found is None:
            raise StoreDamagedError(f"The store is damaged: statement {told.id} is incomplete.")
        return found


def _when(told: Line | ObservationView, piece: Piece | EvidenceView) -> tuple[str, str] | None:
    """The time of what is told, else the day it was published; and which of the two it is."""
    when = (told.when if isinstance(told, ObservationView) else None) or piece.when
    if when:
        return when, "told"
    return (piece.published, "published") if piece.published else None


def _item(when: str, dated: str, view: _View) -> TimelineItem:
    edge, observation = (view, None) if isinstance(view, EdgeView) else (None, view)
    return TimelineItem(when, dated, edge, observation, view.evidence[0])
