"""Writing the embedded store: an Oxigraph graph on disk with the ledger beside it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from kg.errors import StoreDamagedError, StoreError
from kg.model.ids import DOCUMENT, ENT
from kg.store import terms as t
from kg.store.base import Record
from kg.store.changes import Editor
from kg.store.files import StoreFolder, translated
from kg.store.ledger import Changes, Ledger, Row
from kg.store.matching import match
from kg.store.rdf import Shape
from kg.store.rdf_read import Rebuilder
from kg.store.staging import Staging

#: A transaction above this many triples is written as files of its own instead (design: reopening stays fast).
_BULK = 100_000


class OxigraphWriter:
    """The one writer of a store, from opening until `close`.

    Raises StoreLockedError where another process writes, StoreLayoutError, StoreDamagedError, and StoreError where the
    disk is full or read-only. What a killed writer left unfinished is put right on opening.
    """

    def __init__(self, path: Path, shape: Shape) -> None:
        self._folder = StoreFolder(path)
        self._shape = shape
        self._folder.create()
        self._folder.check()
        self._lock: IO[str] | None = self._folder.lock()
        self._ledger: Ledger | None = None
        self._store: Store | None = None
        try:
            restored = self._folder.restore()
            self._folder.tidy()
            with translated(path, self._folder.way_back):
                self._store = Store(str(self._folder.live))
            self._ledger = self._open_ledger()
            if restored:
                self.rebuild()
            self._settle()
            if not self._folder.points() or self._folder.unpublished.exists():
                self.publish()
        except BaseException:
            self._release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None or not issubclass(kind, StoreError):
            self.close()
        else:
            self._release()

    @property
    def ledger(self) -> Ledger:
        """Which documents are in."""
        if self._ledger is None:
            raise StoreError("The store is closed.")
        return self._ledger

    def put(self, records: Iterable[Record], replacing: Iterable[str] = ()) -> None:
        """Writes documents in one transaction, in place of those of the same ids and of those in `replacing`.

        Raises StoreError; then the store is as it was before.
        """
        batch = list(records)
        editor = Editor(Staging(self.match), self._shape)
        ids = {record.extraction.document.id for record in batch}
        gone = sorted(set(replacing) - ids)
        for document in gone:
            editor.delete(document)
        for record in batch:
            editor.put(record)
        self._commit(editor, [*map(_planned, batch), *self._rows(gone)])

    def delete(self, document: str) -> bool:
        """Takes back exactly what a document brought, a statement with its last evidence. False where it is not in."""
        rows = self._rows([document])
        if not rows:
            return False
        editor = Editor(Staging(self.match), self._shape)
        editor.delete(document)
        self._commit(editor, rows)
        return True

    def publish(self) -> None:
        """Makes what is written readable for others."""
        store = self._open_store()
        with translated(self._folder.path):
            store.flush()
        self._folder.publish(lambda target: store.backup(str(target)))

    def compact(self) -> bool:
        """Puts what many transactions wrote in order, where that is worth its time; True where it did."""
        store = self._open_store()
        with translated(self._folder.path):
            store.flush()
        return self._folder.compact(store.optimize)

    def rebuild(self) -> None:
        """Writes the ledger anew from the graph."""
        reader = Rebuilder(self.match)
        documents = sorted(t.local(found.subject, DOCUMENT) for found in self.match(None, t.TYPE, t.ARTICLE))
        entities = sorted({t.local(found.object, ENT) for found in self.match(None, t.MENTIONS, None)})
        self.ledger.replace_all(
            (row for row in map(reader.document_row, documents) if row is not None),
            (row for entity in entities for row in reader.name_rows(entity)),
            (row for document in documents for row in reader.document_sentences(document)),
        )

    def close(self) -> None:
        """Publishes what is not yet, and lets the lock go. Nothing happens the second time."""
        if self._lock is None:
            return
        try:
            if self._folder.unpublished.exists():
                self.publish()
        finally:
            self._release()

    def match(
        self, subject: t.Subject | None, predicate: NamedNode | None, object_: t.Term | None, /
    ) -> Iterator[Triple]:
        """The triples of the graph that fit; None matches everything."""
        return match(self._open_store(), subject, predicate, object_)

    def _open_store(self) -> Store:
        if self._store is None:
            raise StoreError("The store is closed.")
        return self._store

    def _open_ledger(self) -> Ledger:
        try:
            return Ledger(self._folder.ledger, write=True)
        except StoreDamagedError:
            for suffix in ("", "-wal", "-shm"):
                self._folder.ledger.with_name(self._folder.ledger.name + suffix).unlink(missing_ok=True)
            return Ledger(self._folder.ledger, write=True)

    def _rows(self, documents: list[str]) -> list[Row]:
        return [row for row in map(self.ledger.row, documents) if row is not None]

    def _commit(self, editor: Editor, rows: list[Row]) -> None:
        store = self._open_store()
        path = self._folder.path
        changes = editor.changes()
        with translated(path):
            self._folder.unpublished.touch()
        self.ledger.begin(rows)
        try:
            with translated(path):
                _write(store, editor.staging)
        except StoreError:
            self._settle()
            raise
        self.ledger.finish(changes)

    def _settle(self) -> None:
        """Brings the ledger to what the graph holds, where a transaction may have been cut off."""
        unfinished = self.ledger.unfinished()
        if any(row.state == "changing" for row in unfinished) or self._differs():
            self.rebuild()
        elif unfinished:
            reader = Rebuilder(self.match)
            found = {row.id: reader.document_row(row.id) for row in unfinished}
            entities = {
                t.local(triple.object, ENT)
                for name in found
                for triple in self.match(t.node(DOCUMENT, name), t.MENTIONS, None)
            }
            self.ledger.finish(
                Changes(
                    rows=tuple(row for row in found.values() if row is not None),
                    gone=tuple(name for name, row in found.items() if row is None),
                    names={entity: reader.name_rows(entity) for entity in sorted(entities)},
                    sentences=tuple(row for name in found for row in reader.document_sentences(name)),
                )
            )

    def _differs(self) -> bool:
        """True when, after an unclean end, the ledger does not even count the documents that the graph has."""
        if not self._folder.unpublished.exists() and self.ledger.count():
            return False
        unfinished = len(self.ledger.unfinished())
        documents = sum(1 for _ in self.match(None, t.TYPE, t.ARTICLE))
        return not self.ledger.count() - unfinished <= documents <= self.ledger.count()

    def _release(self) -> None:
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        self._store = None
        gc.collect()  # Oxigraph's own lock goes with the last result iterator
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _planned(record: Record) -> Row:
    document = record.extraction.document
    return Row(document.id, document.digest, record.version, document.url, document.title, 0, 0)


def _write(store: Store, staging: Staging) -> None:
    """One transaction with all that is staged."""
    added, removed = _n_triples(staging.added), _n_triples(staging.removed)
    if removed:
        store.update(f"DELETE DATA {{\n{removed.decode()}}} ;\nINSERT DATA {{\n{added.decode()}}}")
    elif len(staging.added) > _BULK:
        store.bulk_load(added, format=RdfFormat.N_TRIPLES)
    else:
        store.load(added, format=RdfFormat.N_TRIPLES)


def _n_triples(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
