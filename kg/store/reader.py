"""Reading the embedded store: a published copy of the Oxigraph graph, and the ledger beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, Triple

from kg.errors import StoreDamagedError, StoreError, StoreLockedError
from kg.model.ids import PREFIXES
from kg.store import terms as t
from kg.store.files import ANEW, StoreFolder, translated
from kg.store.ledger import Ledger
from kg.store.matching import match
from kg.store.rdf import Shape
from kg.store.writer import OxigraphWriter

_ANY = ("?s", "?p", "?o")


class OxigraphReader:
    """The published copy of a store, unchanging while it is open.

    Raises StoreError where there is no store, StoreLayoutError, StoreDamagedError. After a writer was killed, the first
    reader puts right what it left, where nobody writes and the folder can be written.
    """

    def __init__(self, path: Path, shape: Callable[[], Shape]) -> None:
        self._folder = folder = StoreFolder(path)
        folder.check()
        if folder.unpublished.exists() or not folder.current.exists():
            _recover(path, shape)
        self._path, self._lock = folder.open_current()
        self._ledger_path = folder.ledger
        self._ledger: Ledger | None = None
        try:
            with translated(path, f"Remove the folder {folder.published}: the next `kg ingest` makes the copy anew."):
                self._store: Store | None = Store.read_only(str(self._path))
        except StoreError:
            self._lock.close()
            raise

    def match(
        self, subject: t.Subject | None, predicate: NamedNode | None, object_: t.Term | None, /
    ) -> Iterator[Triple]:
        """The triples that fit; None matches everything."""
        return match(self._opened(), subject, predicate, object_)

    def count(self, subject: t.Subject | None, predicate: NamedNode | None, object_: t.Term | None, /) -> int:
        """How many triples fit."""
        given = zip((subject, predicate, object_), _ANY, strict=True)
        pattern = " ".join(str(term) if term is not None else name for term, name in given)
        found: Any = self.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
        return int(next(found)["n"].value)

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """Runs one of the program's own queries. Raises SyntaxError, StoreDamagedError."""
        try:
            return self._opened().query(sparql, prefixes=PREFIXES)
        except (OSError, RuntimeError) as error:
            raise StoreDamagedError(f"The store is damaged: {error}. {ANEW}") from error

    def triples(self) -> Iterator[Triple]:
        """Every triple, in no defined order."""
        return self.match(None, None, None)

    def __len__(self) -> int:
        return len(self._opened())

    @property
    def path(self) -> Path:
        """Where the copy lies, for another process to open."""
        self._opened()
        return self._path

    @property
    def outdated(self) -> bool:
        """True where a newer copy has been published."""
        return self._folder.newer_than(self._path.name)

    @property
    def ledger(self) -> Ledger:
        """The ledger, opened on first use. It may run ahead of this copy: check what it names against the copy."""
        self._opened()
        if self._ledger is None:
            self._ledger = Ledger(self._ledger_path)
        return self._ledger

    def close(self) -> None:
        """Lets the copy go, so that it may be removed once a newer one is published."""
        if self._ledger is not None:
            self._ledger.close()
            self._ledger = None
        self._store = None
        self._lock.close()

    def _opened(self) -> Store:
        if self._store is None:  # the copy may be removed under whoever reads on
            raise StoreError("The store is closed.")
        return self._store


def _recover(path: Path, shape: Callable[[], Shape]) -> None:
    try:
        OxigraphWriter(path, shape()).close()
    except StoreLockedError:
        return  # a writer is at work: what it published last is there
    except StoreError:
        if not StoreFolder(path).current.exists():
            raise
