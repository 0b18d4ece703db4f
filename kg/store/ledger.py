"""The ledger beside the graph: which documents are in, and an index of names and sentences for search.

SQLite. The graph is the truth, and everything here can be written again from it. From before its transaction in the
graph until after it a new document is `pending`, one that is replaced or deleted `changing`: a killed process leaves a
trace to look at.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from kg.errors import StoreDamagedError, StoreError
from kg.store import search
from kg.store.files import translate
from kg.store.names import fold

_SCHEMA = """
CREATE TABLE IF NOT EXISTS document (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, version TEXT NOT NULL, url TEXT, title TEXT,
    statements INTEGER NOT NULL, evidence INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'changing', 'done')), published TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS document_digest ON document (digest);
CREATE INDEX IF NOT EXISTS document_url ON document (url) WHERE url IS NOT NULL;
CREATE INDEX IF NOT EXISTS document_newest ON document (published DESC, id) WHERE state = 'done';
CREATE INDEX IF NOT EXISTS document_open ON document (id) WHERE state <> 'done';

CREATE TABLE IF NOT EXISTS name (
    number INTEGER PRIMARY KEY, entity TEXT NOT NULL, form TEXT NOT NULL, folded TEXT NOT NULL,
    preferred INTEGER NOT NULL, known INTEGER NOT NULL, UNIQUE (folded, entity, form)
);
CREATE INDEX IF NOT EXISTS name_entity ON name (entity);
CREATE VIRTUAL TABLE IF NOT EXISTS name_text USING fts5 (
    folded, content = 'name', content_rowid = 'number', tokenize = 'trigram'
);
CREATE TRIGGER IF NOT EXISTS name_in AFTER INSERT ON name BEGIN
    INSERT INTO name_text (rowid, folded) VALUES (new.number, new.folded);
END;
CREATE TRIGGER IF NOT EXISTS name_out AFTER DELETE ON name BEGIN
    INSERT INTO name_text (name_text, rowid, folded) VALUES ('delete', old.number, old.folded);
END;

CREATE TABLE IF NOT EXISTS sentence (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS sentence_document ON sentence (document);
CREATE VIRTUAL TABLE IF NOT EXISTS sentence_text USING fts5 (
    text, content = 'sentence', content_rowid = 'number', tokenize = 'trigram'
);
CREATE TRIGGER IF NOT EXISTS sentence_in AFTER INSERT ON sentence BEGIN
    INSERT INTO sentence_text (rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER IF NOT EXISTS sentence_out AFTER DELETE ON sentence BEGIN
    INSERT INTO sentence_text (sentence_text, rowid, text) VALUES ('delete', old.number, old.text);
END;
"""
_ANEW = "The next `kg ingest` makes it anew from the graph."
_COLUMNS = "id, digest, version, url, title, statements, evidence, state, published"


@dataclass(frozen=True, slots=True)
class Row:
    """A document in the ledger: what it was when it was read, by which extractor, and how much it brought.

    `published` is a date in the form of `kg.model.When`.
    """

    id: str
    digest: str
    version: str
    url: str | None
    title: str | None
    statements: int
    evidence: int
    state: str = "done"
    published: str | None = None


@dataclass(frozen=True, slots=True)
class NameRow:
    """A written form of an entity; `preferred` for its label in some language, `known` for a registry entity."""

    entity: str
    form: str
    preferred: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """What one transaction changes. `names` holds all names of the entities touched, none for those gone."""

    rows: tuple[Row, ...] = ()
    gone: tuple[str, ...] = ()
    names: Mapping[str, tuple[NameRow, ...]] | None = None
    sentences: tuple[tuple[str, str, str], ...] = ()


@contextlib.contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.OperationalError as error:
        found = translate(error, path.parent)
        if isinstance(found, StoreDamagedError):  # one of many things that are no damage
            found = StoreError(f"{path}: cannot be used: {error}. {_ANEW}")
        raise found from error
    except sqlite3.DatabaseError as error:
        raise StoreDamagedError(f"{path}: is damaged: {error}. {_ANEW}") from error


class Ledger:
    """An open ledger. Raises StoreError where the file cannot be used, StoreDamagedError where it cannot be read."""

    def __init__(self, path: Path, *, write: bool = False) -> None:
        self._path = path
        with _translated(path):
            if write:
                self._db = sqlite3.connect(path, isolation_level=None)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = NORMAL")
                self._db.executescript(_SCHEMA)
            else:
                self._db = _open_read_only(path)

    def close(self) -> None:
        """Closes the file; nothing that was committed is lost."""
        with _translated(self._path):
            self._db.close()

    # --- documents

    def row(self, document: str) -> Row | None:
        """The row of a document, whatever its state."""
        return next(iter(self._rows("WHERE id = ?", document)), None)

    def with_digest(self, digest: str) -> list[Row]:
        """The documents of that text, by id."""
        return self._rows("WHERE digest = ? ORDER BY id", digest)

    def with_url(self, url: str) -> list[Row]:
        """The documents from that address, by id."""
        return self._rows("WHERE url = ? ORDER BY id", url)

    def unfinished(self) -> list[Row]:
        """Documents whose transaction may or may not have happened."""
        return self._rows("WHERE state <> 'done' ORDER BY id")

    def documents(self) -> list[Row]:
        """All finished documents, by id."""
        return self._rows("WHERE state = 'done' ORDER BY id")

    def newest(self, start: int, count: int) -> list[Row]:
        """So many finished documents from a place on, by date of publication from the latest; undated ones last."""
        return self._rows("WHERE state = 'done' ORDER BY published DESC, id LIMIT ? OFFSET ?", count, start)

    def count(self) -> int:
        """How many documents are in."""
        with _translated(self._path):
            return int(self._db.execute("SELECT count(*) FROM document").fetchone()[0])

    def _rows(self, condition: str, *values: str | int) -> list[Row]:
        with _translated(self._path):
            found = self._db.execute(f"SELECT {_COLUMNS} FROM document {condition}", values)  # noqa: S608 - fixed text
            return [Row(*row) for row in found]

    # --- writing

    def begin(self, rows: Iterable[Row]) -> None:
        """Marks documents as about to change."""
        with self._transaction():
            self._put((replace(row, state="pending") for row in rows), keep=True)

    def finish(self, changes: Changes) -> None:
        """Writes what the graph's transaction did."""
        with self._transaction():
            touched = [row.id for row in changes.rows] + list(changes.gone)
            self._db.executemany("DELETE FROM sentence WHERE document = ?", ((name,) for name in touched))
            self._db.executemany("DELETE FROM document WHERE id = ?", ((name,) for name in changes.gone))
            self._put(changes.rows, keep=False)
            names = changes.names or {}
            self._db.executemany("DELETE FROM name WHERE entity = ?", ((name,) for name in names))
            self._names(row for entity in names for row in names[entity])
            self._sentences(changes.sentences)

    def replace_all(
        self, rows: Iterable[Row], names: Iterable[NameRow], sentences: Iterable[tuple[str, str, str]]
    ) -> None:
        """Writes everything anew."""
        with self._transaction():
            for table in ("document", "name", "sentence"):
                self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - fixed text
            self._put(rows, keep=False)
            self._names(names)
            self._sentences(sentences)

    def _put(self, rows: Iterable[Row], *, keep: bool) -> None:
        # A row that is changing keeps what the document was: if the transaction does not happen, it still is that.
        conflict = (
            "UPDATE SET state = 'changing'"
            if keep
            else (
                "UPDATE SET (digest, version, url, title, statements, evidence, state, published) = "
                "(excluded.digest, excluded.version, excluded.url, excluded.title, "
                "excluded.statements, excluded.evidence, excluded.state, excluded.published)"
            )
        )
        self._db.executemany(
            f"INSERT INTO document ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO {conflict}",  # noqa: S608
            ((r.id, r.digest, r.version, r.url, r.title, r.statements, r.evidence, r.state, r.published) for r in rows),
        )

    def _names(self, rows: Iterable[NameRow]) -> None:
        self._db.executemany(
            "INSERT OR IGNORE INTO name (entity, form, folded, preferred, known) VALUES (?, ?, ?, ?, ?)",
            ((row.entity, row.form, fold(row.form), row.preferred, row.known) for row in rows),
        )

    def _sentences(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO sentence (id, document, text) VALUES (?, ?, ?)", rows)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        with _translated(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    # --- search

    def near_names(self, text: str, limit: int) -> list[NameRow]:
        """Names that start with, hold or resemble the text, best first; one a form."""
        with _translated(self._path):
            rows = search.names(self._db, text, limit)
        return [NameRow(entity, form, bool(preferred), bool(known)) for entity, form, preferred, known in rows]

    def sentences(self, text: str, limit: int) -> list[str]:
        """Ids of sentences that hold every word of the text (of three or more characters), best first."""
        with _translated(self._path):
            return search.sentences(self._db, text, limit)


def _open_read_only(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise StoreDamagedError(f"{path}: is missing. {_ANEW}")
    address = "file:" + quote(str(path.absolute()))
    try:
        database = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
        database.execute("SELECT 1 FROM name LIMIT 1").fetchone()
    except sqlite3.OperationalError:
        # On a read-only disk a write-ahead log cannot be opened; nobody writes there either.
        database = sqlite3.connect(f"{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
        database.execute("SELECT 1 FROM name LIMIT 1").fetchone()
    return database
