"""Answers other people's queries in a process of its own, since Oxigraph can be neither interrupted nor limited.

Run as `python -m kg.query.worker COPY BYTES`: the copy of the store to open at once, and the address space to keep
within. It says READY, then answers requests from standard input one after the other. Nothing that a query says makes it
ask or open anything else than the copy that a request names. A frame is a length (8 bytes, big-endian) and that many
bytes; an answer's first byte tells its kind, the second whether it is WHOLE, the rest is its content or a message.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple
from xml.parsers import expat

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
    serialize,
)

from kg.errors import QueryError
from kg.namespaces import PREFIXES
from kg.query import guard
from kg.query.formats import GRAPHS, TABLES, for_xml

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

LENGTH = struct.Struct(">Q")
READY = b"R"
SELECT, ASK, GRAPH = b"S", b"A", b"G"
#: The query's own fault; no form of the answer suits who asked; the store's fault; it took too much memory.
INVALID, UNSUITED, FAILED, FULL = b"I", b"U", b"F", b"M"
#: All of the answer, or as much as the bound of rows or that of bytes left.
WHOLE, ROWS, SIZE = b".", b"r", b"s"
#: Address space of a worker, in bytes; a query that needs more is refused.
MEMORY = 4 * 2**30

_PLACE = re.compile(r"error at (\d+):(\d+)")


@dataclass(frozen=True)
class Request:
    """A query and how its answer is wanted.

    `table` names the form (of kg.query.formats) of a SELECT's or ASK's answer, `graph` that of a CONSTRUCT's or
    DESCRIBE's, None where the asker can read no such form. An answer ends after `rows` solutions or triples, or after
    those that fit in `size` bytes as TSV or N-Triples; 0 is no bound. `graphs`, where there is one, is the data that is
    asked: the IRIs of the graphs that make up the default graph, and of the named graphs.
    """

    query: str
    table: str | None = "json"
    graph: str | None = "ntriples"
    rows: int = 0
    size: int = 0
    graphs: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def frame(self, copy: Path, timeout: float) -> bytes:
        """How a worker is asked for an answer from that copy of the store within `timeout` seconds."""
        content = json.dumps({"copy": str(copy), "timeout": timeout, **vars(self)}).encode("ascii")
        return LENGTH.pack(len(content)) + content


class Answer(NamedTuple):
    """A kind, the extent (WHOLE, or the bound that ended it), and the content as asked for or a message."""

    kind: bytes
    extent: bytes
    content: bytes

    @classmethod
    def read(cls, frame: bytes) -> Answer:
        """The answer in a frame (without its length)."""
        return cls(frame[:1], frame[1:2], frame[2:])


def answer(store: Store, request: Request) -> Answer:
    """The answer of a store. Raises nothing that a query can bring about."""
    try:
        default, named = request.graphs or (None, None)
        result = store.query(
            guard.safe(request.query),
            prefixes=PREFIXES,
            default_graph=None if default is None else [NamedNode(name) for name in default],
            named_graphs=None if named is None else [NamedNode(name) for name in named],
        )
        form = request.graph if isinstance(result, QueryTriples) else request.table
        if form is None:
            return _say(UNSUITED, "The answer of this query is " + _suited(result))
        if isinstance(result, QueryTriples):
            return _graph(result, form, request)
        if isinstance(result, QueryBoolean):
            return Answer(ASK, WHOLE, result.serialize(format=TABLES[form]) or b"")
        return _table(result, form, request)
    except QueryError as error:
        return _say(INVALID, str(error))
    except SyntaxError as error:
        return _say(INVALID, _explain(request.query, str(error)))
    except MemoryError:
        return _say(FULL, "The query was stopped: it needs more memory than it may have.")
    except (OSError, ValueError, RuntimeError) as error:
        # A function that is not known is told while the answer is made.
        kind = INVALID if "not supported" in str(error) or isinstance(error, ValueError) else FAILED
        return _say(kind, f"The query failed: {error}")


def _say(kind: bytes, message: str) -> Answer:
    return Answer(kind, WHOLE, message.encode("utf-8", "replace"))


def _suited(result: QuerySolutions | QueryBoolean | QueryTriples) -> str:
    if isinstance(result, QueryTriples):
        return "a graph: accept one of " + ", ".join(found.media_type for found in GRAPHS.values())
    return "a table: accept one of " + ", ".join(found.media_type for found in TABLES.values())


def _table(result: QuerySolutions, form: str, request: Request) -> Answer:
    wanted = TABLES[form]
    if not request.rows and not request.size:
        content = result.serialize(format=wanted) or b""
        return Answer(SELECT, WHOLE, for_xml(content) if form == "xml" else content)
    # In TSV a line is a row, whatever the values hold, and it can be read back without loss.
    lines = _Lines(request.rows + 1 if request.rows else 0, request.size)
    extent = lines.take(lambda: result.serialize(output=lines, format=QueryResultsFormat.TSV))
    content = lines.getvalue()
    if wanted != QueryResultsFormat.TSV:
        content = parse_query_results(content, format=QueryResultsFormat.TSV).serialize(format=wanted) or b""
    return Answer(SELECT, extent, for_xml(content) if form == "xml" else content)


def _graph(result: QueryTriples, form: str, request: Request) -> Answer:
    lines = _Lines(request.rows, request.size)
    extent = lines.take(lambda: result.serialize(output=lines, format=RdfFormat.N_TRIPLES))
    content = b"".join(sorted(set(lines.getvalue().splitlines(keepends=True))))
    if form == "ntriples":
        return Answer(GRAPH, extent, content)
    triples = (quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES))
    try:
        written = serialize(triples, format=GRAPHS[form], prefixes=PREFIXES) or b""
        if form == "rdfxml":
            written = for_xml(written)
            expat.ParserCreate(namespace_separator=" ").Parse(written, True)
    except (OSError, expat.ExpatError):  # a property that XML has no name for, a triple about a triple
        return _say(UNSUITED, f"{GRAPHS[form].name} cannot hold this answer: accept {RdfFormat.TURTLE.media_type}.")
    return Answer(GRAPH, extent, written)


def _explain(query: str, message: str) -> str:
    found = _PLACE.search(message)
    if found is None:
        return f"The query is invalid: {message.splitlines()[0] if message else 'it cannot be read'}"
    line, column = int(found.group(1)), int(found.group(2))
    lines = query.splitlines() or [""]
    shown = lines[min(line, len(lines)) - 1].strip()
    why = " (a prefix is not declared)" if "Prefix not found" in message else ""
    return f"The query is invalid at line {line}, column {column}{why}: {shown}"


class _Lines(io.BytesIO):
    """Keeps the first lines that are written to it, as many as wanted and as fit; 0 is no bound."""

    def __init__(self, most: int, size: int) -> None:
        super().__init__()
        self._most = most
        self._size = size
        self._count = 0
        self._extent = WHOLE

    def take(self, write: Callable[[], object]) -> bytes:
        """Lets `write` write here, and tells the extent; what is kept are whole lines."""
        with contextlib.suppress(_EnoughError):
            write()
        return self._extent

    def write(self, part: Buffer, /) -> int:
        """Called by Oxigraph with a part of what it writes; it may come again after it was told to stop."""
        if self._extent != WHOLE:
            raise _EnoughError
        content = bytes(part)
        super().write(content)
        self._count += content.count(b"\n")
        if self._most and self._count > self._most:
            self._keep(ROWS, self._count - self._most)
        if self._size and self.tell() > self._size:
            self._keep(SIZE, 0, self._size)
        return len(content)

    def _keep(self, extent: bytes, dropped: int, size: int | None = None) -> None:
        """Cuts at the end of the line `dropped` lines before the last one within `size` bytes."""
        content = self.getvalue()
        end = content.rfind(b"\n", 0, size) + 1
        for _ in range(dropped):
            end = content.rfind(b"\n", 0, end - 1) + 1
        self.truncate(end)
        self._extent = extent
        raise _EnoughError


class _EnoughError(Exception):
    """No more is wanted."""


def command(copy: Path, memory: int) -> list[str]:
    """How a worker is started; its environment is `environment()`."""
    return [sys.executable, "-m", "kg.query.worker", str(copy), str(memory)]


def environment() -> dict[str, str]:
    """That of this process, with one arena for all threads: each arena claims address space, which is limited."""
    return {**os.environ, "MALLOC_ARENA_MAX": "2"}


def _main(copy: str, memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    source, target = sys.stdin.buffer, sys.stdout.buffer
    store = Store.read_only(copy)
    _send(target, Answer(READY, WHOLE, b""))
    while len(head := source.read(LENGTH.size)) == LENGTH.size:
        asked = json.loads(source.read(*LENGTH.unpack(head)))
        wanted, timeout = asked.pop("copy"), asked.pop("timeout")
        # Should the parent be gone by then, the system ends this process, in whatever loop it is.
        signal.alarm(int(min(timeout, 10**6)) + 10)
        if wanted != copy:
            store, copy = Store.read_only(wanted), wanted
        _send(target, answer(store, Request(**asked)))
        signal.alarm(0)


def _send(target: IO[bytes], found: Answer) -> None:
    frame = b"".join(found)
    target.write(LENGTH.pack(len(frame)) + frame)
    target.flush()


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
