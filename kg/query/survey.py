"""The graph in bulk, as rows of ids: what a map of it is made from.

A question about every statement is answered by the library as CSV in one go and split here: a tenth of the time that
term after term would take. Its cells are IRIs, in which no comma, quote or line break can stand.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, QueryResultsFormat

from kg.labels import LANGUAGES
from kg.model import Modality
from kg.model.ids import DOCUMENT, ENT, KG, PROP_VALUE, STATEMENT
from kg.ontology.schema import Ontology
from kg.store import terms as t
from kg.store.base import Reader

_ASSERTED = t.kg(Modality.ASSERTED.value)
_BATCH = 5000  # values in one query


class Relation(NamedTuple):
    """A statement between two entities, as ids."""

    id: str
    subject: str
    predicate: str
    object: str


class Telling(NamedTuple):
    """Who tells a statement, how, of when, and when it was published; None where that is not told."""

    modality: str
    publisher: str | None
    when: str | None
    published: str | None


@dataclass(frozen=True)
class Sketch:
    """The asserted graph: pairs of entities that a relation joins, and how many relations there are."""

    pairs: list[tuple[str, str]]
    relations: int


@dataclass(frozen=True, slots=True)
class Named:
    """An entity's type, and its label in each language."""

    type: str | None
    labels: Mapping[str, str]


class Survey:
    """Reads a published copy."""

    def __init__(self, reader: Reader, ontology: Ontology) -> None:
        self._reader = reader
        self._ontology = ontology

    def sketch(self) -> Sketch:
        """The asserted graph, with what was concluded, without loops."""
        pairs: list[tuple[str, str]] = []
        once: dict[str, str] = {}
        count = 0
        implied = {parent for relation in self._ontology.relations.values() for parent in relation.parents}
        for name in sorted(self._ontology.relations):
            found = [
                (once.setdefault(start, start), once.setdefault(end, end))
                for start, end in self._rows(f"SELECT ?s ?o {{ ?s {t.kg(name)} ?o }}", ENT, ENT)
                # a symmetric relation stands both ways
                if start < end or (start > end and not self._ontology.relations[name].symmetric)
            ]
            pairs += found
            # A direct triple stands for one relation, unless another one implies it.
            count += self._told_or_derived(name) if name in implied else len(found)
        return Sketch(pairs, count)

    def relations(self) -> Iterator[Relation]:
        """Every statement between two entities, of any modality."""
        once: dict[str, str] = {}
        for name in sorted(self._ontology.relations):
            query = f"SELECT ?x ?s ?o {{ ?x {t.node(PROP_VALUE, name)} ?o . ?x {t.SUBJECT} ?s }}"
            for statement, start, end in self._rows(query, STATEMENT, ENT, ENT):
                yield Relation(statement, once.setdefault(start, start), name, once.setdefault(end, end))

    def among(self, entities: Collection[str]) -> list[Relation]:
        """Every statement between two of some entities, of any modality."""
        ends = " ".join(str(t.node(ENT, name)) for name in sorted(entities))
        query = (
            f"SELECT ?x ?s ?p ?o {{ VALUES ?s {{ {ends} }} ?x {t.SUBJECT} ?s . ?x {t.OBJECT} ?o . "
            f"?x {t.PREDICATE} ?p . VALUES ?o {{ {ends} }} }}"
        )
        return [Relation(*row) for row in self._rows(query, STATEMENT, ENT, KG, ENT)]

    def often(self) -> dict[str, int]:
        """How often each statement is told that is told more than once."""
        query = (
            f"SELECT ?x (COUNT(?e) AS ?n) {{ ?x {t.DERIVED_FROM} ?e . ?e {t.MODALITY} ?m }} "
            "GROUP BY ?x HAVING (COUNT(?e) > 1)"
        )
        return {name: int(count) for name, count in self._rows(query, STATEMENT, "")}

    def derived(self) -> set[str]:
        """The statements that nobody tells and a rule concluded."""
        return {name for (name,) in self._rows(f"SELECT ?x {{ ?x {t.DERIVED} {t.TRUE} }}", STATEMENT)}

    def told(self, statements: Iterable[str]) -> dict[str, set[Telling]]:
        """Who tells each of some statements; equal tellings once."""
        found: dict[str, set[Telling]] = {}
        documents: dict[str, tuple[str | None, str | None]] = {}
        for values in _batches(statements, STATEMENT):
            query = (
                f"SELECT ?x ?m ?d ?w {{ VALUES ?x {{ {values} }} ?x {t.DERIVED_FROM} ?e . ?e {t.MODALITY} ?m . "
                f"?e {t.IN_DOCUMENT} ?d . OPTIONAL {{ ?e {t.WHEN} ?w }} }}"
            )
            rows = list(self._solutions(query))
            named = {t.local(row["d"], DOCUMENT) for row in rows}
            documents.update(self._documents(sorted(named - documents.keys())))
            for row in rows:
                publisher, published = documents[t.local(row["d"], DOCUMENT)]
                when = t.text_of(row["w"]) if row["w"] is not None else None
                telling = Telling(t.local(row["m"], KG), publisher, when, published)
                found.setdefault(t.local(row["x"], STATEMENT), set()).add(telling)
        return found

    def named(self, entities: Sequence[str]) -> dict[str, Named]:
        """Types and labels of some entities; those that the store does not describe are missing."""
        labels: dict[str, dict[str, str]] = {}
        types: dict[str, str] = {}
        for values in _batches(entities, ENT):
            for row in self._solutions(f"SELECT ?s ?l {{ VALUES ?s {{ {values} }} ?s {t.PREF_LABEL} ?l }}"):
                label = row["l"]
                if isinstance(label, Literal) and label.language in LANGUAGES:
                    # of several in one language always the same
                    held = labels.setdefault(t.local(row["s"], ENT), {})
                    held[label.language] = min(label.value, held.get(label.language, label.value))
            for row in self._solutions(f"SELECT ?s ?t {{ VALUES ?s {{ {values} }} ?s {t.TYPE} ?t }}"):
                if isinstance(row["t"], NamedNode) and row["t"].value.startswith(KG):
                    types[t.local(row["s"], ENT)] = t.local(row["t"], KG)
        return {name: Named(types.get(name), labels.get(name, {})) for name in sorted(labels.keys() | types.keys())}

    def _documents(self, names: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
        """Publisher and date of some documents."""
        found: dict[str, tuple[str | None, str | None]] = {}
        for values in _batches(names, DOCUMENT):
            query = (
                f"SELECT ?d ?p ?w {{ VALUES ?d {{ {values} }} OPTIONAL {{ ?d {t.PUBLISHER} ?p }} "
                f"OPTIONAL {{ ?d {t.PUBLISHED} ?w }} }}"
            )
            for row in self._solutions(query):
                publisher, published = (t.text_of(row[key]) if row[key] is not None else None for key in "pw")
                found[t.local(row["d"], DOCUMENT)] = publisher, published
        return found

    def _told_or_derived(self, name: str) -> int:
        relation = f"?x {t.node(PROP_VALUE, name)} ?o . ?x {t.SUBJECT} ?s . FILTER (?s != ?o)"
        # Modality is filtered, not joined: the store would start from all evidence.
        told = f"{relation} ?x {t.DERIVED_FROM} ?e . ?e {t.MODALITY} ?m . FILTER (?m = {_ASSERTED})"
        return sum(
            int(t.text_of(row["n"]))
            for pattern in (told, f"{relation} ?x {t.DERIVED} {t.TRUE}")
            for row in self._solutions(f"SELECT (COUNT(DISTINCT ?x) AS ?n) {{ {pattern} }}")
        )

    def _solutions(self, query: str) -> Any:
        return self._reader.query(query)

    def _rows(self, query: str, *spaces: str) -> Iterator[list[str]]:
        """The rows of a query whose columns are ids of these namespaces; others are passed over."""
        text: str = self._solutions(query).serialize(format=QueryResultsFormat.CSV).decode()
        lengths = tuple(map(len, spaces))
        for line in text.split("\r\n")[1:]:
            cells = line.split(",")
            if len(cells) == len(spaces) and all(map(str.startswith, cells, spaces)):
                row = [cell[length:] for cell, length in zip(cells, lengths, strict=True)]
                yield [unquote(cell) for cell in row] if "%" in line else row


def _batches(names: Iterable[str], space: str) -> Iterator[str]:
    terms = [str(t.node(space, name)) for name in names]
    for low in range(0, len(terms), _BATCH):
        yield " ".join(terms[low : low + _BATCH])
