"""Views that gather: cards, timelines, statistics, and parts of the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import NamedNode

from kg.model import Modality
from kg.model.ids import ENT, KG
from kg.ontology.schema import Ontology
from kg.query.edges import Edges, Found
from kg.query.filters import Filters, bounds
from kg.query.present import Presenter
from kg.query.views import CardView, EntityView, StatsView, SubgraphView, TimelineItem
from kg.store import terms as t
from kg.store.base import Reader


def card(entity: EntityView, edges: Edges, reader: Reader, filters: Filters) -> CardView:
    """All about an entity that passes the filters."""
    found = edges.views(edges.touching([entity.id], None, filters), filters, facing=[entity.id])
    documents = sum(1 for _ in reader.match(None, t.MENTIONS, t.node(ENT, entity.id)))
    return CardView(
        entity,
        tuple(edge for edge in found if edge.subject.id == entity.id),
        tuple(edge for edge in found if edge.subject.id != entity.id),
        tuple(edges.observations([entity.id], filters)),
        documents,
    )


def timeline(entity: EntityView, edges: Edges, filters: Filters) -> list[TimelineItem]:
    """What is told about an entity in the order of its time; what has no time at all is left out."""
    items: list[TimelineItem] = []
    for edge in edges.views(edges.touching([entity.id], None, filters), filters, facing=[entity.id]):
        for told in edge.evidence:
            if (when := told.when or told.published) is not None:
                dated = "told" if told.when else "published"
                items.append(TimelineItem(when, dated, replace(edge, evidence=(told,)), None, told))
    for view in edges.observations([entity.id], filters):
        for told in view.evidence:
            if (when := view.when or told.when or told.published) is not None:
                dated = "told" if view.when or told.when else "published"
                items.append(TimelineItem(when, dated, None, replace(view, evidence=(told,)), told))
    return sorted(items, key=in_time)


def in_time(item: TimelineItem) -> tuple[object, ...]:
    """Key that puts items in the order of their time."""
    told = item.evidence
    return (*bounds(item.when), item.dated, told.document, told.span, told.id)


def stats(reader: Reader, ontology: Ontology) -> StatsView:
    """Counts of the whole store. A derived relation, which nobody tells, is not counted."""

    def count(predicate: NamedNode, names: Iterable[str]) -> dict[str, int]:
        found = {name: sum(1 for _ in reader.match(None, predicate, t.kg(name))) for name in sorted(names)}
        return {name: number for name, number in found.items() if number}

    derived = Counter(
        t.local(link.object, KG)
        for triple in reader.match(None, t.DERIVED, t.TRUE)
        for link in reader.match(triple.subject, t.PREDICATE, None)
    )
    predicates = Counter(count(t.PREDICATE, ontology.relations))
    predicates.subtract(derived)
    metrics = count(t.PREDICATE, ontology.metrics)
    modalities = count(t.MODALITY, (item.value for item in Modality))
    types = count(t.TYPE, ontology.types)
    published = sorted(t.text_of(triple.object) for triple in reader.match(None, t.PUBLISHED, None))
    publishers = Counter(t.text_of(triple.object) for triple in reader.match(None, t.PUBLISHER, None))
    return StatsView(
        documents=sum(1 for _ in reader.match(None, t.TYPE, t.ARTICLE)),
        entities=sum(types.values()),
        relations=sum(predicates.values()),
        observations=sum(metrics.values()),
        evidence=sum(modalities.values()),
        triples=len(reader),
        entity_types=types,
        predicates={name: number for name, number in sorted(predicates.items()) if number},
        metrics=metrics,
        modalities=modalities,
        publishers=dict(sorted(publishers.items(), key=lambda item: (-item[1], item[0]))),
        first=published[0] if published else None,
        last=published[-1] if published else None,
    )


def subgraph(
    edges: Edges,
    presenter: Presenter,
    starts: Mapping[str, EntityView] | None,
    hops: int,
    filters: Filters,
    limit: int | None,
) -> SubgraphView:
    """Everything within `hops` steps of the starts (None: the whole graph), by id, and the edges among it.

    A start that no document names is shown as it was found, from the registry.
    At most `limit` entities: the starts, then the nearest, and of equally near ones those with most links.
    """
    if starts is None:
        rows = _passing(edges, edges.all(None, filters), filters)
        links = _links(rows)
        chosen = sorted(links, key=lambda name: (-links[name], name))
    else:
        chosen = _around(edges, list(starts), hops, filters)
        rows = _passing(edges, edges.starting(chosen[:limit], None, filters), filters)
    truncated = limit is not None and len(chosen) > limit
    inside = set(chosen[:limit])
    kept = [row for row in rows if row.subject in inside and row.object in inside]
    links = _links(kept)
    views = ((starts or {}).get(name) or presenter.entity(name) for name in sorted(inside))
    nodes = [replace(view, degree=links[view.id], others=()) for view in views]
    return SubgraphView(tuple(nodes), tuple(edges.views(kept, filters)), truncated)


def among(edges: Edges, presenter: Presenter, ids: Iterable[str], filters: Filters) -> SubgraphView:
    """Some entities, by id, and the edges between them."""
    inside = set(ids)
    rows = [row for row in edges.starting(inside, None, filters) if row.object in inside]
    found = edges.views(rows, filters)
    links = Counter(end.id for edge in found for end in (edge.subject, edge.object))
    nodes = (replace(presenter.entity(name), degree=links[name]) for name in sorted(inside))
    return SubgraphView(tuple(nodes), tuple(found))


def _around(edges: Edges, starts: Sequence[str], hops: int, filters: Filters) -> list[str]:
    found = dict.fromkeys(starts)
    rim = list(found)
    for _ in range(hops):
        rows = _passing(edges, edges.touching(rim, None, filters), filters)
        links = _links(rows)
        rim = sorted((name for name in links if name not in found), key=lambda name: (-links[name], name))
        if not rim:
            break
        found.update(dict.fromkeys(rim))
    return list(found)


def _passing(edges: Edges, rows: list[Found], filters: Filters) -> list[Found]:
    """The rows that pass all filters; without bounds, modality has been looked at already."""
    if not filters.bounded:
        return rows
    kept = {edge.id for edge in edges.views(rows, filters)}
    return [row for row in rows if row.id in kept]


def _links(rows: Iterable[Found]) -> Counter[str]:
    return Counter(end for row in rows for end in (row.subject, row.object))
