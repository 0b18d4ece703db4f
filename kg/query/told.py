"""What is told about one entity, read quickly: as much of its evidence as filters and orders look at.

A page shows a few of what may be thousands of relations; only theirs is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.model.ids import ENT, EVIDENCE, KG, STATEMENT
from kg.ontology.schema import Ontology
from kg.query.filters import Filters
from kg.query.load import fill
from kg.query.views import Piece
from kg.store import terms as t
from kg.store.base import Reader

#: Answers about so many entities are kept: who looks at one page of a list looks at the next.
_KEPT = 16
_REST = ("publisher", "published", "when", "by")


@dataclass(frozen=True, slots=True)
class Line:
    """A relation seen from one of its ends, with the evidence that passes; a derived one has none.

    `direction` is `out`, `in`, or `both` for a symmetric relation.
    """

    id: str
    predicate: str
    direction: str
    other: str
    pieces: tuple[Piece, ...]

    @property
    def rank(self) -> tuple[object, ...]:
        """Key that puts a line first that more publishers, then more pieces of evidence tell, then the latest."""
        publishers = len({piece.publisher or piece.document for piece in self.pieces})
        latest = max((piece.published or "" for piece in self.pieces), default="")
        return (
            -publishers,
            -len(self.pieces),
            tuple(-ord(char) for char in latest),
            self.other,
            self.predicate,
            self.id,
        )


class Told:
    """Asks for the lines of an entity, and keeps the last few answers."""

    def __init__(self, reader: Reader, ontology: Ontology) -> None:
        self._reader = reader
        self._ontology = ontology
        self._kept = lru_cache(_KEPT)(self._read)

    def about(self, entity: str, filters: Filters) -> tuple[Line, ...]:
        """All relations of an entity that pass, best told first."""
        return self._kept(entity, filters)

    def _read(self, entity: str, filters: Filters) -> tuple[Line, ...]:
        found: dict[str, Line] = {}
        for direction in ("out", "in"):
            found.update((line.id, line) for line in self._lines(entity, direction, filters))
        return tuple(sorted(found.values(), key=lambda line: line.rank))

    def _lines(self, entity: str, direction: str, filters: Filters) -> Iterable[Line]:
        near, far = (t.SUBJECT, t.OBJECT) if direction == "out" else (t.OBJECT, t.SUBJECT)
        here = t.node(ENT, entity)
        modalities = [t.kg(name) for name in sorted(filters.modalities)]
        query = fill("told", entity=[here], near=[near], far=[far], modalities=modalities)
        ends: dict[str, tuple[str, str]] = {}
        pieces: dict[str, list[Piece]] = {}
        rows: Any = self._reader.query(query)
        for row in rows:
            statement = t.local(row["statement"], STATEMENT)
            ends[statement] = (t.local(row["predicate"], KG), t.local(row["other"], ENT))
            ids = t.local(row["evidence"], EVIDENCE), t.local(row["modality"], KG), row["document"].value
            rest = (None if (term := row[name]) is None else term.value for name in _REST)
            pieces.setdefault(statement, []).append(Piece(*ids, *rest))
        for statement, (predicate, other) in ends.items():
            told = filters.keep(sorted(pieces[statement], key=lambda piece: piece.id))
            if told:
                yield Line(statement, predicate, self._direction(predicate, direction), other, told)
        if not filters.bounded and "asserted" in filters.modalities:
            yield from self._derived(entity, direction)

    def _derived(self, entity: str, direction: str) -> Iterable[Line]:
        near, far = (t.SUBJECT, t.OBJECT) if direction == "out" else (t.OBJECT, t.SUBJECT)
        query = fill("derived", entity=[t.node(ENT, entity)], near=[near], far=[far])
        rows: Any = self._reader.query(query)
        for row in rows:
            predicate = t.local(row["predicate"], KG)
            statement, other = t.local(row["statement"], STATEMENT), t.local(row["other"], ENT)
            yield Line(statement, predicate, self._direction(predicate, direction), other, ())

    def _direction(self, predicate: str, direction: str) -> str:
        return "both" if self._ontology.relations[predicate].symmetric else direction
