"""Two sides of a thing as pages: two entities compared, and what sources do not agree about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.cli import say
from kg.cli.pages import claim, empty
from kg.cli.plain import clean
from kg.cli.render import Block, Page, Table
from kg.cli.tongue import of as tongue_of
from kg.query.browsing import CompareView, ConflictsView, ConflictView
from kg.query.views import EdgeView, EntityView, EvidenceView, ObservationView, to_dict

if TYPE_CHECKING:
    from kg.cli.tongue import Tongue
    from kg.ontology.wording import Wording
    from kg.query.graph import Filters

_COLUMNS = (*say.STATEMENT_COLUMNS, "statement")


def compare(found: CompareView, wording: Wording, filters: Filters) -> Page:
    """What joins two entities, whom both have relations with, and their figures side by side."""
    tongue = tongue_of(wording)
    ends = (found.a, found.b)
    parts: list[str | Block | Table] = [Block(" — ".join(say.entity(end, tongue) for end in ends))]
    parts += [say.edge_block(edge, tongue, indent=1) for edge in found.direct]
    heads = [end.label for end in ends]
    if found.shared:
        rows = [
            (view.entity.label, _relations(view.a, found.a, tongue), _relations(view.b, found.b, tongue))
            for view in found.shared
        ]
        parts.append(Table((tongue.say("other"), *heads), rows, tongue.say("shared", count=f"{found.total_shared:,}")))
    if found.figures:
        figures = [
            (_metric(view.metric, view.benchmark, tongue), _values(view.a, tongue), _values(view.b, tongue))
            for view in found.figures
        ]
        parts.append(Table((tongue.say("figure"), *heads), figures, tongue.say("figures")))
    if len(parts) == 1:
        parts += ["", empty(filters)]
    more = found.total_shared - len(found.shared)
    footer = (f"{more:,} more that both have relations with: --limit {found.total_shared}",) if more else ()
    columns = ("part", "with", *_COLUMNS)
    return Page(parts, to_dict(found, wording), columns, _compared_rows(found), footer=footer)


def conflicts(found: ConflictsView, wording: Wording, filters: Filters) -> Page:
    """One block a conflict: what is told, each way of telling it with its newest sentence."""
    tongue = tongue_of(wording)
    footer: list[str] = []
    if more := found.total - len(found.conflicts):
        footer.append(f"{more:,} more: --limit {found.total}")
    if not found.complete:
        footer.append("Only the entities with most differing figures were looked at: name one to look at it.")
    rows = (
        [number, view.kind, *row]
        for number, view in enumerate(found.conflicts, 1)
        for row in _rows([view.edge] if view.edge else [], view.observations)
    )
    return Page(
        [_conflict(view, tongue) for view in found.conflicts],
        to_dict(found, wording),
        ("conflict", "kind", *_COLUMNS),
        rows,
        empty=empty(filters),
        footer=footer,
    )


def _conflict(view: ConflictView, tongue: Tongue) -> Block:
    if view.kind == "denied":
        told = view.edge or view.observations[0]
        lines = [line for item in _each_modality(told.evidence) for line in say.telling(item, tongue)]
        return Block(claim(told, tongue), lines)
    first = view.observations[0]
    lines = []
    for figure in view.observations:
        when = tongue.say("when", time=figure.when) if figure.when else ""
        lines.append(say.quantity(figure.quantity, tongue) + when)
        lines += say.telling(figure.evidence[0], tongue)
    return Block(f"{view.subject.label} — {_metric(first.metric, first.benchmark, tongue)}", lines)


def _each_modality(evidence: Sequence[EvidenceView]) -> list[EvidenceView]:
    """The newest that tells it as fact, and the newest that denies it."""
    newest = {item.modality: item for item in reversed(evidence)}
    return [newest[name] for name in sorted(newest)]


def _metric(name: str, benchmark: str | None, tongue: Tongue) -> str:
    return tongue.wording.metric(name) + (tongue.say("benchmark", name=clean(benchmark)) if benchmark else "")


def _relations(edges: Sequence[EdgeView], entity: EntityView, tongue: Tongue) -> str:
    """The relations of one entity to another, seen from the first."""
    wording = tongue.wording
    called = (
        wording.relation(edge.predicate) if edge.subject.id == entity.id else wording.inverse(edge.predicate)
        for edge in edges
    )
    return tongue.listed(dict.fromkeys(called))


def _values(observations: Sequence[ObservationView], tongue: Tongue) -> str:
    """The latest values, and how many more there are."""
    told = (
        say.quantity(view.quantity, tongue) + (tongue.say("when", time=view.when) if view.when else "")
        for view in observations[: say.SHOWN]
    )
    more = len(observations) - say.SHOWN
    return tongue.listed(told, "semicolon") + (f" (+{more})" if more > 0 else "")


def _compared_rows(found: CompareView) -> Iterable[list[object]]:
    for row in _rows(found.direct, ()):
        yield ["direct", None, *row]
    for shared in found.shared:
        for row in _rows((*shared.a, *shared.b), ()):
            yield ["shared", shared.entity.label, *row]
    for figures in found.figures:
        for row in _rows((), (*figures.a, *figures.b)):
            yield ["figures", None, *row]


def _rows(edges: Sequence[EdgeView], observations: Sequence[ObservationView]) -> Iterable[list[object]]:
    """Rows of _COLUMNS."""
    for edge in edges:
        for row in say.statement_rows([edge], []):
            yield [*row, edge.id]
    for view in observations:
        for row in say.statement_rows([], [view]):
            yield [*row, view.id]
