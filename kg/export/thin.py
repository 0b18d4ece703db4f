"""Fewer lines where there are too many to see any: the best told stay."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from kg.query.views import EdgeView, SubgraphView

#: A drawing of few entities may have so many lines at any rate.
_AT_LEAST = 400


def thinned(view: SubgraphView, focus: Collection[str], each: float) -> SubgraphView:
    """The view with at most `each` edges for a node on average.

    Those of the entities in `focus` go first, then those that most publishers tell; every node keeps its best edge.
    Degrees stay those of the whole.
    """
    most = max(round(each * len(view.nodes)), _AT_LEAST)
    if len(view.edges) <= most:
        return view
    wanted = frozenset(focus)

    def rank(edge: EdgeView) -> tuple[int, int, int, str]:
        near = len(wanted & {edge.subject.id, edge.object.id})
        sources = len({item.publisher or item.document for item in edge.evidence})
        return (-near, -sources, -len(edge.evidence), edge.id)

    ranked = sorted(view.edges, key=rank)
    kept: set[str] = set()
    linked: set[str] = set()
    for edge in ranked:
        if not {edge.subject.id, edge.object.id} <= linked:
            kept.add(edge.id)
            linked |= {edge.subject.id, edge.object.id}
    for edge in ranked:
        if len(kept) >= most:
            break
        kept.add(edge.id)
    return replace(view, edges=tuple(edge for edge in view.edges if edge.id in kept), truncated=True)
