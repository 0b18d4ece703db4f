"""What sources do not agree about: one figure with different values, and what one tells and another denies."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from typing import Any

from kg.model.ids import ENT, EVIDENCE, KG, STATEMENT
from kg.ontology.schema import Ontology
from kg.query.agree import Range, meet, one_time, room
from kg.query.browsing import ConflictsView, ConflictView
from kg.query.edges import Edges
from kg.query.filters import Filters
from kg.query.load import fill
from kg.query.paging import pages, place
from kg.query.present import Presenter
from kg.query.views import EdgeView, EntityView, ObservationView, Piece
from kg.store import terms as t
from kg.store.base import Reader

FIGURES, DENIED = "figures", "denied"
_TELLING, _DENYING = "asserted", "denied"
#: Answers to so many questions are kept: who looks at one page looks at the next.
_KEPT = 8
#: Of the whole store the figures of so many entities are looked at: a large store has too many for one answer.
_MOST = 200


@dataclass(slots=True)
class _Figure:
    """An observation with what decides whether it agrees with others."""

    id: str
    metric: str
    value: Decimal
    unit: str
    when: str | None
    benchmark: str | None
    pieces: list[Piece] = field(default_factory=list)
    rooms: set[Range] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Found:
    """A conflict before its evidence is read."""

    kind: str
    subject: str
    statements: tuple[str, ...]
    sources: int


class Conflicts:
    """Looks for conflicts about one entity or in the whole store."""

    def __init__(self, reader: Reader, presenter: Presenter, ontology: Ontology, edges: Edges) -> None:
        self._reader = reader
        self._presenter = presenter
        self._ontology = ontology
        self._edges = edges
        self._lasting = ontology.groups.get("Technology", frozenset())
        self._kept = lru_cache(_KEPT)(self._find)

    def page(self, entity: EntityView | None, page: int, size: int, filters: Filters) -> ConflictsView:
        """A page of conflicts, those first that most sources take part in."""
        on_page = place(page, size)
        found, complete = self._kept(None if entity is None else entity.id, filters)
        views = tuple(filter(None, (self._view(one, filters) for one in found[on_page])))
        return ConflictsView(entity, page, pages(len(found), size), size, len(found), complete, views)

    def _find(self, entity: str | None, filters: Filters) -> tuple[Sequence[_Found], bool]:
        """All conflicts, and whether everything was looked at."""
        complete = True
        if entity is None:
            subjects = self._differing()
            complete = len(subjects) <= _MOST
            found = [one for subject in subjects[:_MOST] for one in self._figures(subject, filters)]
            found += self._contradicted(self._both_told_and_denied(), filters)
        else:
            found = list(self._figures(entity, filters))
            found += self._contradicted(self._denied_about(entity), filters)
        return sorted(found, key=lambda one: (-one.sources, one.kind, one.subject, one.statements)), complete

    # --- figures

    def _differing(self) -> list[str]:
        """Entities that may have figures which do not agree, those with most differing values first."""
        found: Counter[str] = Counter()
        for metric in self._ontology.metrics.values():
            name = "differing_ever" if metric.domain <= self._lasting else "differing"
            rows: Any = self._reader.query(fill(name, metric=[t.kg(metric.name)]))
            for row in rows:
                found[t.local(row["subject"], ENT)] += int(row["n"].value)
        return sorted(found, key=lambda name: (-found[name], name))

    def _figures(self, entity: str, filters: Filters) -> Iterator[_Found]:
        groups: dict[tuple[str, str | None, str], list[_Figure]] = defaultdict(list)
        for figure in self._read(entity, filters):
            groups[figure.metric, figure.benchmark, figure.unit].append(figure)
        for (metric, _, _), figures in groups.items():
            lasting = metric in self._ontology.metrics and self._ontology.metrics[metric].domain <= self._lasting
            for together in _joined(figures, lasting=lasting):
                names = tuple(sorted(figure.id for figure in together))
                told = (piece for figure in together for piece in figure.pieces)
                yield _Found(FIGURES, entity, names, len({piece.publisher or piece.document for piece in told}))

    def _read(self, entity: str, filters: Filters) -> list[_Figure]:
        modalities = [t.kg(name) for name in sorted(filters.modalities)]
        rows: Any = self._reader.query(fill("figures", entity=[t.node(ENT, entity)], modalities=modalities))
        found: dict[str, _Figure] = {}
        for row in rows:
            name = t.local(row["statement"], STATEMENT)
            if name not in found:
                metric, value = t.local(row["metric"], KG), Decimal(row["value"].value)
                about = (_text(row["when"]), _text(row["benchmark"]))
                found[name] = _Figure(name, metric, value, row["unit"].value, *about)
            piece = Piece(
                t.local(row["evidence"], EVIDENCE),
                t.local(row["modality"], KG),
                row["document"].value,
                _text(row["publisher"]),
                _text(row["published"]),
                _text(row["told"]),
                _text(row["by"]),
            )
            if filters.passes(piece):
                found[name].pieces.append(piece)
                found[name].rooms.add(room(found[name].value, _text(row["comparator"])))
        return [figure for figure in found.values() if filters.keep(figure.pieces)]

    # --- told and denied

    def _both_told_and_denied(self) -> list[str]:
        rows: Any = self._reader.query(fill("contradicted"))
        return sorted(t.local(row["statement"], STATEMENT) for row in rows)

    def _denied_about(self, entity: str) -> list[str]:
        here = t.node(ENT, entity)
        found: set[str] = set()
        for link in (t.SUBJECT, t.OBJECT):
            rows: Any = self._reader.query(fill("contradicted_about", entity=[here], link=[link]))
            found.update(t.local(row["statement"], STATEMENT) for row in rows)
        return sorted(found)

    def _contradicted(self, statements: Iterable[str], filters: Filters) -> Iterator[_Found]:
        for name in statements:
            view = self._edges.statement(name, _both(filters))
            if view is not None and _is_contradicted(view):
                sources = len({item.publisher or item.document for item in view.evidence})
                yield _Found(DENIED, view.subject.id, (name,), sources)

    def _view(self, one: _Found, filters: Filters) -> ConflictView | None:
        wanted = _both(filters) if one.kind == DENIED else filters
        views = [view for name in one.statements if (view := self._edges.statement(name, wanted)) is not None]
        edge = next((view for view in views if isinstance(view, EdgeView)), None)
        figures = [view for view in views if isinstance(view, ObservationView)]
        figures.sort(key=lambda view: (view.when or "", Decimal(view.quantity.value)), reverse=True)
        return ConflictView(one.kind, self._presenter.entity(one.subject), edge, tuple(figures))


def _joined(figures: list[_Figure], *, lasting: bool) -> list[list[_Figure]]:
    """Groups of figures of which each one does not agree with some other of its group."""
    speakers = {figure.id: {(piece.document, piece.attribution) for piece in figure.pieces} for figure in figures}
    agreed = {name: set(told) for name, told in speakers.items()}
    differing: list[tuple[_Figure, _Figure]] = []
    for a, b in combinations(figures, 2):
        if not one_time(a.when, b.when, lasting=lasting):
            continue
        if any(meet(one, other) for one in a.rooms for other in b.rooms):
            agreed[a.id] |= speakers[b.id]
            agreed[b.id] |= speakers[a.id]
        else:
            differing.append((a, b))
    groups: list[list[_Figure]] = []
    for a, b in differing:
        if agreed[a.id] & agreed[b.id]:  # who tells both values means two different things
            continue
        touched = [group for group in groups if any(one is a or one is b for one in group)]
        merged = list({one.id: one for group in (*touched, [a, b]) for one in group}.values())
        groups = [group for group in groups if all(group is not other for other in touched)] + [merged]
    return groups


def _is_contradicted(view: EdgeView | ObservationView) -> bool:
    """True when it is told as fact by one source and denied by another."""
    telling, denying = (
        {(item.publisher or item.document, item.attribution) for item in view.evidence if item.modality == modality}
        for modality in (_TELLING, _DENYING)
    )
    return any(one != other for one in telling for other in denying)


def _both(filters: Filters) -> Filters:
    return replace(filters, modalities=frozenset((_TELLING, _DENYING)))


def _text(term: Any) -> str | None:
    return None if term is None else str(term.value)
