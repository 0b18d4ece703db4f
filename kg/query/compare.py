"""Two entities side by side: what joins them, whom both have relations with, and their figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.query.browsing import CompareView, FiguresView, SharedView
from kg.query.edges import Edges
from kg.query.filters import Filters
from kg.query.near import Near
from kg.query.present import Presenter
from kg.query.told import Line
from kg.query.views import EntityView, ObservationView

_Both = tuple[list[Line], list[Line]]


def compare(
    a: EntityView, b: EntityView, filters: Filters, limit: int, near: Near, edges: Edges, presenter: Presenter
) -> CompareView:
    """The comparison with at most `limit` of the entities that both have relations with."""
    shared = _shared(a.id, b.id, near, filters)
    best = sorted(shared, key=lambda name: (*_rank(shared[name]), name))
    views = (
        SharedView(
            presenter.entity(name),
            tuple(near.views(a.id, shared[name][0], filters)),
            tuple(near.views(b.id, shared[name][1], filters)),
        )
        for name in best[:limit]
    )
    direct = edges.between(a.id, b.id, filters)
    return CompareView(a, b, tuple(direct), tuple(views), tuple(_figures(a, b, edges, filters)), len(shared))


def _shared(a: str, b: str, near: Near, filters: Filters) -> dict[str, _Both]:
    """Everybody else that both have relations with."""
    found: dict[str, _Both] = defaultdict(lambda: ([], []))
    for side, entity in enumerate((a, b)):
        for line in near.told.about(entity, filters):
            found[line.object_ if line.subject == entity else line.subject][side].append(line)
    return {name: both for name, both in found.items() if all(both) and name not in (a, b)}


def _rank(both: _Both) -> tuple[bool, int]:
    """First those that both stand in the same relation to, then those that are most told of with either."""
    kinds = [{(line.predicate, line.direction) for line in lines} for lines in both]
    told = min(sum(len(line.pieces) for line in lines) for lines in both)
    return (not kinds[0] & kinds[1], -told)


def _figures(a: EntityView, b: EntityView, edges: Edges, filters: Filters) -> list[FiguresView]:
    """What both have stands first."""
    found: dict[tuple[str, str | None], tuple[list[ObservationView], list[ObservationView]]] = {}
    for side, entity in enumerate((a, b)):
        for view in edges.observations([entity.id], filters):
            found.setdefault((view.metric, view.benchmark), ([], []))[side].append(view)
    order: Sequence[tuple[str, str | None]] = sorted(
        found, key=lambda kind: (not all(found[kind]), kind[0], kind[1] or "")
    )
    return [FiguresView(*kind, tuple(found[kind][0]), tuple(found[kind][1])) for kind in order]
