"""Answers of the graph as pages: what a reader sees, with the same as JSON and as rows.

A page speaks the language of the wording it is given, which is that of the graph; messages and notes are English.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.cli import say
from kg.cli.plain import clean
from kg.cli.render import Block, Page, Table
from kg.cli.tongue import of as tongue_of
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
    from kg.cli.tongue import Tongue
    from kg.ontology.wording import Wording
    from kg.query.graph import Filters

_ONLY_FACTS = (
    "Only what is told as fact was asked for: --modality all also shows what is planned, speculated or denied."
)


def answer(found: Answer, wording: Wording, filters: Filters) -> Page:
    """The answer to rivals, who or what: one block a relation."""
    tongue = tongue_of(wording)
    return Page(
        parts=[say.edge_block(edge, tongue) for edge in found.edges],
        json=to_dict(found, wording),
        columns=say.EDGE_COLUMNS,
        rows=say.edge_rows(found.edges),
        note=_note(found, tongue),
        empty=empty(filters, None if found.family else found.entity),
    )


def card(found: CardView, wording: Wording, filters: Filters) -> Page:
    """All about one entity: names, relations both ways, figures."""
    entity, tongue = found.entity, tongue_of(wording)
    parts: list[str | Block | Table] = [Block(say.entity(entity, tongue), _card_lines(found, tongue))]
    if found.outgoing:
        parts.append(_relations(found.outgoing, tongue, outgoing=True))
    if found.incoming:
        parts.append(_relations(found.incoming, tongue, outgoing=False))
    if found.observations:
        parts.append(_figures(found.observations, tongue))
    if len(parts) == 1:
        parts.append("")
        parts.append(empty(filters, entity))
    rows = list(say.statement_rows((*found.outgoing, *found.incoming), found.observations))
    return Page(parts, to_dict(found, wording), say.STATEMENT_COLUMNS, rows)


def evidence(
    found: Sequence[EvidenceView],
    edges: Sequence[EdgeView],
    observations: Sequence[ObservationView],
    wording: Wording,
    filters: Filters,
) -> Page:
    """Sentences, newest first, below what they tell."""
    tongue = tongue_of(wording)
    told: dict[str, EdgeView | ObservationView] = {edge.id: edge for edge in edges}
    told.update((view.id, view) for view in observations)
    parts: list[str | Block | Table] = []
    listed: list[dict[str, Any]] = []
    rows: list[list[object]] = []
    for item in found:
        view = told.get(item.statement)
        if view is None:  # not told of this pair
            continue
        parts.append(Block(claim(view, tongue), say.telling(item, tongue)))
        listed.append({**_claim_json(view, wording), "evidence": to_dict(item, wording)})
        name, target = _ends(view)
        rows.append([view.subject.label, name, target, *say.evidence_cells(item)])
    columns = ("subject", "predicate", "object", *say.EVIDENCE_COLUMNS)
    return Page(parts, listed, columns, rows, empty=empty(filters))


def timeline(found: Sequence[TimelineItem], wording: Wording, filters: Filters) -> Page:
    """What is told, by its time. A time in brackets is the day of publication, where the text tells none."""
    tongue = tongue_of(wording)
    parts: list[str | Block | Table] = []
    rows: list[list[object]] = []
    for item in found:
        view = item.edge or item.observation
        if view is None:
            continue
        when = item.when if item.dated == "told" else f"({item.when})"
        lines = say.telling(item.evidence, tongue)
        parts.append(Block(f"{when} · {claim(view, tongue)}", lines))
        name, target = _ends(view)
        rows.append([item.when, item.dated, view.subject.label, name, target, *say.evidence_cells(item.evidence)])
    columns = ("time", "dated", "subject", "predicate", "object", *say.EVIDENCE_COLUMNS)
    footer = ("A time in brackets is the publication date: the text tells none.",)
    bracketed = any(item.dated != "told" for item in found)
    return Page(parts, to_dict(found, wording), columns, rows, empty=empty(filters), footer=footer if bracketed else ())


def path(found: PathView | None, a: str, b: str, wording: Wording, filters: Filters) -> Page:
    """A chain, one block a step."""
    tongue = tongue_of(wording)
    if found is None:
        return Page([], None, say.EDGE_COLUMNS, [], empty=f"Nothing joins {clean(a)} and {clean(b)}. {_hint(filters)}")
    chain = " — ".join(node.label for node in found.nodes)
    steps = [say.edge_block(edge, tongue, indent=1) for edge in found.edges]
    return Page([Block(chain), *steps], to_dict(found, wording), say.EDGE_COLUMNS, list(say.edge_rows(found.edges)))


def stats(found: StatsView, wording: Wording) -> Page:
    """Counts of the store. JSON and CSV keep the names of the ontology, which are the same in every language."""
    tongue = tongue_of(wording)
    totals = ("documents", "entities", "relations", "observations", "evidence", "triples")
    overall: list[tuple[str, object]] = [(name, getattr(found, name)) for name in totals]
    if found.first:
        span = tongue.say("between", first=found.first, last=found.last)
        overall.append(("published", found.first if found.first == found.last else span))
    groups = {
        "entity_types": (found.entity_types, wording.type),
        "predicates": (found.predicates, wording.relation),
        "metrics": (found.metrics, wording.metric),
        "modalities": (found.modalities, wording.modality),
        "publishers": (found.publishers, clean),
    }
    heads = (tongue.say("in_store"), tongue.say("count"))
    totalled = [(tongue.say(name), value) for name, value in overall]
    parts: list[str | Block | Table] = [Table(heads, totalled, right=frozenset(heads[1:]))]
    for key, (numbers, called) in groups.items():
        if numbers:
            listed = [(called(name), value) for name, value in numbers.items()]
            parts.append(Table((tongue.say("name"), heads[1]), listed, tongue.say(key), frozenset(heads[1:])))
    rows: list[list[object]] = [["total", name, value] for name, value in overall]
    rows += [[key, name, value] for key, (numbers, _) in groups.items() for name, value in numbers.items()]
    return Page(parts, to_dict(found, wording), ("group", "name", "count"), rows)


def _note(found: Answer, tongue: Tongue) -> str | None:
    notes: list[str] = []
    if found.entity and found.entity.others:
        others = "; ".join(f"{say.entity(other, tongue)}, id {other.id}" for other in found.entity.others)
        notes.append(f"Read as {say.entity(found.entity, tongue)}. Of that name too: {others}.")
    return " ".join((*notes, *([found.note] if found.note else []))) or None


def empty(filters: Filters, entity: EntityView | None = None) -> str:
    """What is said where nothing was found."""
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


def claim(view: EdgeView | ObservationView, tongue: Tongue) -> str:
    """A statement as one line."""
    if isinstance(view, ObservationView):
        return say.measured(view, tongue)
    relation = tongue.wording.relation(view.predicate)
    if tongue.wording.symmetric(view.predicate):
        return f"{view.subject.label} — {relation} — {view.object.label}"
    return say.heading(view, relation)


def _claim_json(view: EdgeView | ObservationView, wording: Wording) -> dict[str, Any]:
    plain: dict[str, Any] = to_dict(view, wording)
    del plain["evidence"]
    return {"kind": "relation" if isinstance(view, EdgeView) else "observation", "statement": plain}


def _ends(view: EdgeView | ObservationView) -> tuple[str, str]:
    if isinstance(view, EdgeView):
        return view.predicate, view.object.label
    return view.metric, f"{view.quantity.value} {view.quantity.unit}"


def _card_lines(found: CardView, tongue: Tongue) -> list[str]:
    entity = found.entity
    names = {language: label for language, label in say.labels(entity).items() if label != entity.label}
    lines = [tongue.pair(language, label) for language, label in names.items()]
    for key, forms in (("aliases", entity.aliases), ("identifiers", entity.identifiers)):
        if forms:
            lines.append(tongue.pair(tongue.say(key), tongue.listed(map(clean, forms))))
    origin = tongue.say("registry" if entity.known else "articles")
    named = tongue.say("named", count=f"{found.documents:,}", s="" if found.documents == 1 else "s")
    lines.append(f"{tongue.pair('id', entity.id)} · {origin} · {named}")
    return lines + [tongue.say("namesake", entity=say.entity(other, tongue), id=other.id) for other in entity.others]


def _relations(edges: Sequence[EdgeView], tongue: Tongue, *, outgoing: bool) -> Table:
    """Grouped by relation, whose name stands in the first row of its group."""
    ordered = sorted(edges, key=lambda edge: edge.predicate)
    called = tongue.wording.relation if outgoing else tongue.wording.inverse
    rows: list[Sequence[object]] = []
    for predicate, group in groupby(ordered, key=lambda edge: edge.predicate):
        for place, edge in enumerate(group):
            other = edge.object if outgoing else edge.subject
            rows.append(("" if place else called(predicate), *_relation_cells(edge, other, tongue)))
    heads = [tongue.say(word) for word in ("relation", "other", "told", "source")]
    return Table(heads, rows, tongue.say("outgoing" if outgoing else "incoming"))


def _relation_cells(edge: EdgeView, other: EntityView, tongue: Tongue) -> tuple[object, ...]:
    if not edge.evidence:
        return other.label, f"[{tongue.say('derived')}]", ""
    best, marked = say.best(edge.evidence, tongue)
    told = [*say.qualifiers(best, tongue), *([best.when] if best.when else [])]
    return other.label, marked + tongue.listed(told, "semicolon"), _sources(best, edge.evidence, tongue)


def _figures(observations: Sequence[ObservationView], tongue: Tongue) -> Table:
    rows: list[Sequence[object]] = []
    for view in observations:
        best, marked = say.best(view.evidence, tongue)
        benchmark = tongue.say("benchmark", name=clean(view.benchmark)) if view.benchmark else ""
        told = say.quantity(view.quantity, tongue, best.comparator)
        values = (told, *(say.quantity(value, tongue) for value in best.alternatives))
        when = view.when or best.when or ""
        figure = tongue.wording.metric(view.metric) + benchmark
        rows.append((figure, marked + tongue.listed(values, "semicolon"), when, _sources(best, view.evidence, tongue)))
    heads = [tongue.say(word) for word in ("figure", "value", "time", "source")]
    return Table(heads, rows, tongue.say("figures"))


def _sources(best: EvidenceView, evidence: Sequence[EvidenceView], tongue: Tongue) -> str:
    """The source of the evidence that is shown, and how many more pieces there are."""
    more = len(evidence) - 1
    return say.source(best, tongue) + (f" (+{more})" if more else "")
