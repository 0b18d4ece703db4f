"""Answers of the graph as pages: what a reader sees, with the same as JSON and as rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.cli import say
from kg.cli.plain import clean, counted
from kg.cli.render import Block, Page, Table, counts
from kg.query.views import (
    Answer,
    CardView,
    EdgeView,
    EntityView,
    EvidenceView,
    ObservationView,
    PathView,
    StatsView,
    TimelineItem,
    to_dict,
)

if TYPE_CHECKING:
    from kg.ontology.schema import Ontology
    from kg.query.graph import Filters

_ONLY_FACTS = (
    "Only what is told as fact was asked for: --modality all also shows what is planned, speculated or denied."
)


def answer(found: Answer, ontology: Ontology, filters: Filters) -> Page:
    """The answer to rivals, who or what: one block a relation."""
    return Page(
        parts=[say.edge_block(edge, _symmetric(edge, ontology)) for edge in found.edges],
        json=to_dict(found),
        columns=say.EDGE_COLUMNS,
        rows=say.edge_rows(found.edges),
        note=_note(found),
        empty=_empty(filters, None if found.family else found.entity),
    )


def card(found: CardView, ontology: Ontology, filters: Filters) -> Page:
    """All about one entity: names, relations both ways, figures."""
    entity = found.entity
    parts: list[str | Block | Table] = [Block(say.entity(entity), _card_lines(found))]
    if found.outgoing:
        parts.append(_relations("Relations", found.outgoing, ontology, outgoing=True))
    if found.incoming:
        parts.append(_relations("Relations to it", found.incoming, ontology, outgoing=False))
    if found.observations:
        parts.append(_figures(found.observations))
    if len(parts) == 1:
        parts.append("")
        parts.append(_empty(filters, entity))
    rows = list(say.statement_rows((*found.outgoing, *found.incoming), found.observations))
    return Page(parts, to_dict(found), say.STATEMENT_COLUMNS, rows)


def evidence(
    found: Sequence[EvidenceView],
    edges: Sequence[EdgeView],
    observations: Sequence[ObservationView],
    ontology: Ontology,
    filters: Filters,
) -> Page:
    """Sentences, newest first, below what they tell."""
    told: dict[str, EdgeView | ObservationView] = {edge.id: edge for edge in edges}
    told.update((view.id, view) for view in observations)
    parts: list[str | Block | Table] = []
    listed: list[dict[str, Any]] = []
    rows: list[list[object]] = []
    for item in found:
        view = told.get(item.statement)
        if view is None:  # not told of this pair
            continue
        parts.append(Block(_claim(view, ontology), say.telling(item)))
        listed.append({**_claim_json(view), "evidence": to_dict(item)})
        name, target = _ends(view)
        rows.append([view.subject.label, name, target, *say.evidence_cells(item)])
    columns = ("subject", "predicate", "object", *say.EVIDENCE_COLUMNS)
    return Page(parts, listed, columns, rows, empty=_empty(filters))


def timeline(found: Sequence[TimelineItem], ontology: Ontology, filters: Filters) -> Page:
    """What is told, by its time. A time in brackets is the day of publication, where the text tells none."""
    parts: list[str | Block | Table] = []
    rows: list[list[object]] = []
    for item in found:
        view = item.edge or item.observation
        if view is None:
            continue
        when = item.when if item.dated == "told" else f"({item.when})"
        lines = say.telling(item.evidence)
        parts.append(Block(f"{when} · {_claim(view, ontology)}", lines))
        name, target = _ends(view)
        rows.append([item.when, item.dated, view.subject.label, name, target, *say.evidence_cells(item.evidence)])
    columns = ("time", "dated", "subject", "predicate", "object", *say.EVIDENCE_COLUMNS)
    footer = ("A time in brackets is the publication date: the text tells none.",)
    bracketed = any(item.dated != "told" for item in found)
    return Page(parts, to_dict(found), columns, rows, empty=_empty(filters), footer=footer if bracketed else ())


def path(found: PathView | None, a: str, b: str, ontology: Ontology, filters: Filters) -> Page:
    """A chain, one block a step."""
    if found is None:
        return Page([], None, say.EDGE_COLUMNS, [], empty=f"Nothing joins {clean(a)} and {clean(b)}. {_hint(filters)}")
    chain = " — ".join(node.label for node in found.nodes)
    steps = [say.edge_block(edge, _symmetric(edge, ontology), indent=1) for edge in found.edges]
    return Page([Block(chain), *steps], to_dict(found), say.EDGE_COLUMNS, list(say.edge_rows(found.edges)))


def stats(found: StatsView) -> Page:
    """Counts of the store."""
    totals = ("documents", "entities", "relations", "observations", "evidence", "triples")
    overall: list[tuple[str, object]] = [(name, getattr(found, name)) for name in totals]
    if found.first:
        overall.append(("published", found.first if found.first == found.last else f"{found.first} to {found.last}"))
    groups = {
        "entity_types": ("Entities by type", found.entity_types),
        "predicates": ("Relations", found.predicates),
        "metrics": ("Observations", found.metrics),
        "modalities": ("Evidence by modality", found.modalities),
        "publishers": ("Documents by publisher", found.publishers),
    }
    parts: list[str | Block | Table] = [Table(("in the store", "count"), overall, right=frozenset(("count",)))]
    parts += [counts(title, "name", numbers) for title, numbers in groups.values() if numbers]
    rows: list[list[object]] = [["total", name, value] for name, value in overall]
    rows += [[key, name, value] for key, (_, numbers) in groups.items() for name, value in numbers.items()]
    return Page(parts, to_dict(found), ("group", "name", "count"), rows)


def _note(found: Answer) -> str | None:
    notes: list[str] = []
    if found.entity and found.entity.others:
        others = "; ".join(f"{say.entity(other)}, id {other.id}" for other in found.entity.others)
        notes.append(f"Read as {say.entity(found.entity)}. Of that name too: {others}.")
    return " ".join((*notes, *([found.note] if found.note else []))) or None


def _empty(filters: Filters, entity: EntityView | None = None) -> str:
    if entity is not None and not entity.degree:
        return f"No statement in the store is about {entity.label}."
    bounds = {
        "--since": filters.since,
        "--until": filters.until,
        "--source": filters.source,
        "--min-sources": filters.min_sources if filters.min_sources > 1 else None,
    }
    asked = " ".join(f"{name} {say.quoted(str(value))}" for name, value in bounds.items() if value)
    return f"Nothing found{f' with {asked}' if asked else ''}. {_hint(filters)}".strip()


def _hint(filters: Filters) -> str:
    from kg.query.graph import DEFAULT

    return _ONLY_FACTS if filters.modalities == DEFAULT.modalities else ""


def _symmetric(edge: EdgeView, ontology: Ontology) -> bool:
    relation = ontology.relations.get(edge.predicate)
    return relation is not None and relation.symmetric


def _claim(view: EdgeView | ObservationView, ontology: Ontology) -> str:
    if isinstance(view, EdgeView):
        if _symmetric(view, ontology):
            return f"{view.subject.label} — {say.words(view.predicate)} — {view.object.label}"
        return say.heading(view, symmetric=False)
    return say.measured(view)


def _claim_json(view: EdgeView | ObservationView) -> dict[str, Any]:
    plain: dict[str, Any] = to_dict(view)
    del plain["evidence"]
    return {"kind": "relation" if isinstance(view, EdgeView) else "observation", "statement": plain}


def _ends(view: EdgeView | ObservationView) -> tuple[str, str]:
    if isinstance(view, EdgeView):
        return view.predicate, view.object.label
    return view.metric, f"{view.quantity.value} {view.quantity.unit}"


def _card_lines(found: CardView) -> list[str]:
    entity = found.entity
    lines = [f"{language}: {label}" for language, label in say.labels(entity).items() if label != entity.label]
    if entity.aliases:
        lines.append(f"also: {', '.join(map(clean, entity.aliases))}")
    if entity.identifiers:
        lines.append(f"identifiers: {', '.join(map(clean, entity.identifiers))}")
    origin = "in the registry" if entity.known else "found in the articles, not in the registry"
    lines.append(f"id: {entity.id} · {origin} · named in {counted(found.documents, 'document')}")
    lines += [f"another of that name: {say.entity(other)}, id {other.id}" for other in entity.others]
    return lines


def _relations(title: str, edges: Sequence[EdgeView], ontology: Ontology, *, outgoing: bool) -> Table:
    """Grouped by relation, whose name stands in the first row of its group."""
    ordered = sorted(edges, key=lambda edge: edge.predicate)
    rows: list[Sequence[object]] = []
    for predicate, group in groupby(ordered, key=lambda edge: edge.predicate):
        for place, edge in enumerate(group):
            other = edge.object if outgoing else edge.subject
            rows.append(("" if place else _link(predicate, ontology, outgoing), *_relation_cells(edge, other)))
    return Table(("relation", "entity", "told", "source"), rows, title)


def _link(predicate: str, ontology: Ontology, outgoing: bool) -> str:
    relation = ontology.relations.get(predicate)
    if outgoing or relation is None or relation.inverse is None:
        return say.words(predicate)
    return relation.inverse_labels.get("en") or say.words(relation.inverse)


def _relation_cells(edge: EdgeView, other: EntityView) -> tuple[object, ...]:
    if not edge.evidence:
        return other.label, "[derived]", ""
    best, marked = say.best(edge.evidence)
    told = [*say.qualifiers(best), *([best.when] if best.when else [])]
    return other.label, marked + "; ".join(told), _sources(best, edge.evidence)


def _figures(observations: Sequence[ObservationView]) -> Table:
    rows: list[Sequence[object]] = []
    for view in observations:
        best, marked = say.best(view.evidence)
        name = say.words(view.metric) + (f" ({clean(view.benchmark)})" if view.benchmark else "")
        values = (say.quantity(view.quantity, best.comparator), *map(say.quantity, best.alternatives))
        rows.append((name, marked + "; ".join(values), view.when or best.when or "", _sources(best, view.evidence)))
    return Table(("figure", "value", "time", "source"), rows, "Figures")


def _sources(best: EvidenceView, evidence: Sequence[EvidenceView]) -> str:
    """The source of the evidence that is shown, and how many more pieces there are."""
    more = len(evidence) - 1
    return say.source(best) + (f" (+{more})" if more else "")
