"""Putting documents into a staging and taking them out, with all that follows from it."""

from __future__ import annotations

from pyoxigraph import NamedNode, Triple

from kg.model import Statement
from kg.model.ids import DOCUMENT, ENT, EVIDENCE, STATEMENT
from kg.store import terms as t
from kg.store.base import Record
from kg.store.describe import describe, forget
from kg.store.direct import Direct, Relation, is_asserted
from kg.store.ledger import Changes
from kg.store.rdf import Shape, record_triples
from kg.store.rdf_read import Rebuilder
from kg.store.staging import Staging


class Editor:
    """Edits a staging document by document and keeps account for the ledger."""

    def __init__(self, staging: Staging, shape: Shape) -> None:
        self.staging = staging
        self._shape = shape
        self._direct = Direct(staging, shape)
        self._entities: set[str] = set()
        self._documents: dict[str, bool] = {}

    def put(self, record: Record) -> None:
        """Puts a document in, in place of what the store has under its id."""
        document = record.extraction.document.id
        old = self._statements_in(document)
        new = {item.statement.id: item.statement for item in record.extraction.evidence}
        touched = _relations(old | new)
        before = self._asserted(touched)
        mentioned = self._take_out(document)
        self.staging.add(record_triples(record, self._shape))
        for entity in record.extraction.entities:
            mentioned.discard(entity.id)
            if describe(self.staging, entity):
                self._entities.add(entity.id)
        self._forget(mentioned)
        self._follow(touched, before)
        self._documents[document] = True

    def delete(self, document: str) -> None:
        """Takes out all that a document brought."""
        touched = _relations(self._statements_in(document))
        before = self._asserted(touched)
        self._forget(self._take_out(document))
        self._follow(touched, before)
        self._documents[document] = False

    def changes(self) -> Changes:
        """What the ledger must write once the staging is in the graph."""
        reader = Rebuilder(self.staging.match)
        present = [document for document, there in self._documents.items() if there]
        rows = [reader.document_row(document) for document in present]
        return Changes(
            rows=tuple(row for row in rows if row is not None),
            gone=tuple(document for document, there in self._documents.items() if not there),
            names={entity: reader.name_rows(entity) for entity in sorted(self._entities)},
            sentences=tuple(row for document in present for row in reader.document_sentences(document)),
        )

    def _statements_in(self, document: str) -> dict[str, Statement]:
        reader = Rebuilder(self.staging.match)
        found = {}
        for evidence in self._brought(document, EVIDENCE):
            for link in self.staging.match(None, t.DERIVED_FROM, evidence):
                name = t.local(link.subject, STATEMENT)
                if name not in found:
                    found[name] = reader.statement(name)
        return found

    def _brought(self, document: str, namespace: str = "") -> list[NamedNode]:
        found = self.staging.match(None, t.IN_DOCUMENT, t.node(DOCUMENT, document))
        return [
            triple.subject
            for triple in found
            if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(namespace)
        ]

    def _take_out(self, document: str) -> set[str]:
        """Removes a document's triples and the statements that nobody tells any more; the entities it named."""
        here = t.node(DOCUMENT, document)
        mentioned = {t.local(triple.object, ENT) for triple in self.staging.match(here, t.MENTIONS, None)}
        gone: list[Triple] = list(self.staging.match(here, None, None))
        untold: dict[t.Subject, None] = {}
        for node in self._brought(document):
            for triple in list(self.staging.match(node, None, None)):
                gone.append(triple)
                # Selectors and quantities are parts of their evidence: their ids start with its id and a dot.
                if isinstance(triple.object, NamedNode) and triple.object.value.startswith(f"{node.value}."):
                    gone += self.staging.match(triple.object, None, None)
            for link in self.staging.match(None, t.DERIVED_FROM, node):
                gone.append(link)
                untold[link.subject] = None
        self.staging.remove(gone)
        for statement in untold:
            if not any(self.staging.match(statement, t.DERIVED_FROM, None)):
                self.staging.remove(list(self.staging.match(statement, None, None)))
                self.staging.remove(list(self.staging.match(None, None, statement)))
        return mentioned

    def _forget(self, entities: set[str]) -> None:
        for entity in sorted(entities):
            if forget(self.staging, entity):
                self._entities.add(entity)

    def _asserted(self, touched: dict[str, Relation]) -> set[str]:
        return {name for name in touched if is_asserted(self.staging, t.node(STATEMENT, name))}

    def _follow(self, touched: dict[str, Relation], before: set[str]) -> None:
        after = self._asserted(touched)
        appeared = [touched[name] for name in sorted(after - before)]
        vanished = [touched[name] for name in sorted(before - after)]
        if appeared or vanished:
            self._direct.update(appeared, vanished)


def _relations(statements: dict[str, Statement]) -> dict[str, Relation]:
    return {
        name: (statement.subject, statement.predicate, statement.object)
        for name, statement in statements.items()
        if isinstance(statement.object, str)
    }
