"""What is told about one entity, read quickly: as much of its evidence as filters and orders look at.

A page shows a few of what may be thousands of relations; only theirs is read as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from kg.model.ids import ENT, EVIDENCE, KG, PROP, PROP_VALUE, STATEMENT
from kg.ontology.schema import Ontology
from kg.query.filters import Filters
from kg.query.load import fill
from kg.query.views import Piece
from kg.store import terms as t
from kg.store.base import Reader
from kg.store.direct import CONCLUDED

OUT, IN, BOTH = "out", "in", "both"
#: So many answers are kept: who looks at one page of a list looks at the next.
_KEPT = 16
#: Turns the order of texts in ASCII round.
_COMPLEMENT = {code: 127 - code for code in range(128)}


class Line(NamedTuple):
    """A relation with the evidence that passes; a derived one has none.

    `direction` is how it looks from the entity that was asked about.
    """

    id: str
    subject: str
    predicate: str
    object_: str
    direction: str
    pieces: tuple[Piece, ...]

    @property
    def rank(self) -> tuple[object, ...]:
        """Key that puts a line first that more publishers, then more pieces of evidence tell, then the latest."""
        publishers = len({piece.publisher or piece.document for piece in self.pieces})
        latest = max([piece.published or "" for piece in self.pieces], default="")
        age = latest.translate(_COMPLEMENT)
        return (-publishers, -len(self.pieces), age, self.predicate, self.subject, self.object_, self.id)


class Told:
    """Asks for the lines of an entity, and keeps the last few answers."""

    def __init__(self, reader: Reader, ontology: Ontology) -> None:
        self._reader = reader
        self._ontology = ontology
        self._kept = lru_cache(_KEPT)(self._read)

    def about(
        self,
        entity: str,
        filters: Filters,
        predicate: str | None = None,
        direction: str | None = None,
        *,
        whole: bool = False,
    ) -> tuple[Line, ...]:
        """The relations of an entity that pass, best told first; those of one predicate, or in one direction.

        The pieces of evidence tell their time and speaker where the filters look at them, or where `whole` asks.
        """
        return self._kept(entity, filters, predicate, direction, whole or filters.bounded)

    def _read(
        self, entity: str, filters: Filters, predicate: str | None, direction: str | None, whole: bool
    ) -> tuple[Line, ...]:
        found: dict[str, Line] = {}
        for name, slots in self._questions(predicate, direction):
            for line in self._lines(name, slots, entity, filters, whole):
                if direction in (None, line.direction):
                    found[line.id] = line
        if not filters.bounded and "asserted" in filters.modalities and predicate in (None, CONCLUDED):
            for line in self._derived(entity):
                if direction in (None, line.direction):
                    found[line.id] = line
        return tuple(sorted(found.values(), key=lambda line: line.rank))

    def _questions(self, predicate: str | None, direction: str | None) -> list[tuple[str, dict[str, NamedNode]]]:
        """Queries that together find what is asked for, each with what stands in its slots."""
        found = []
        if predicate is not None and direction != IN:
            found.append(("told_from", {"link": t.node(PROP, predicate)}))
        elif direction != IN:
            found.append(("told_to", {"link": t.SUBJECT, "other": t.OBJECT}))
        if direction != OUT and not (predicate is not None and self._ontology.relations[predicate].symmetric):
            link = t.OBJECT if predicate is None else t.node(PROP_VALUE, predicate)
            found.append(("told_to", {"link": link, "other": t.SUBJECT}))
        return found

    def _lines(
        self, name: str, slots: dict[str, NamedNode], entity: str, filters: Filters, whole: bool
    ) -> Iterable[Line]:
        modalities = [t.kg(modality) for modality in sorted(filters.modalities)]
        given = {slot: [value] for slot, value in slots.items()}
        rows: Any = self._reader.query(fill(name, entity=[t.node(ENT, entity)], modalities=modalities, **given))
        found: dict[str, tuple[tuple[str, str, str], list[Piece]]] = {}
        for row in rows:
            statement = row["statement"].value
            if statement not in found:
                found[statement] = _ends(row, entity, slots.get("other")), []
            found[statement][1].append(self._piece(row, whole))
        for statement, (ends, pieces) in found.items():
            if told := filters.keep(sorted(pieces, key=lambda piece: piece.id)):
                yield Line(statement.removeprefix(STATEMENT), *ends, self._direction(ends, entity), told)

    def _derived(self, entity: str) -> Iterable[Line]:
        links = {"from": [t.node(PROP, CONCLUDED)], "to": [t.node(PROP_VALUE, CONCLUDED)]}
        rows: Any = self._reader.query(fill("derived", entity=[t.node(ENT, entity)], **links))
        for row in rows:
            ends = _ends(row)
            yield Line(t.local(row["statement"], STATEMENT), *ends, self._direction(ends, entity), ())

    def _piece(self, row: Any, whole: bool) -> Piece:
        """The time and the speaker, which few pieces have, are looked for only where they are asked for."""
        evidence = row["evidence"]
        return Piece(
            evidence.value.removeprefix(EVIDENCE),
            row["modality"].value.removeprefix(KG),
            row["document"].value,
            _value(row["publisher"]),
            _value(row["published"]),
            self._text(evidence, t.WHEN) if whole else None,
            self._text(evidence, t.ATTRIBUTION) if whole else None,
        )

    def _text(self, subject: NamedNode, predicate: NamedNode) -> str | None:
        return next((t.text_of(triple.object) for triple in self._reader.match(subject, predicate, None)), None)

    def _direction(self, ends: tuple[str, str, str], entity: str) -> str:
        subject, predicate, _ = ends
        if self._ontology.relations[predicate].symmetric:
            return BOTH
        return OUT if subject == entity else IN


def _ends(row: Any, entity: str = "", other: NamedNode | None = None) -> tuple[str, str, str]:
    """Subject, predicate and object; a row may tell only the entity at the `other` end."""
    predicate = t.local(row["predicate"], KG)
    if other is None:
        return t.local(row["subject"], ENT), predicate, t.local(row["object"], ENT)
    end = t.local(row["other"], ENT)
    return (entity, predicate, end) if other == t.OBJECT else (end, predicate, entity)


def _value(term: Any) -> str | None:
    return None if term is None else str(term.value)
