"""Runs other people's queries in a process of its own, since Oxigraph can be neither interrupted nor limited.

Run as `python -m kg.query.worker COPY BYTES`, it answers queries from standard input one after the other.
A frame is a length (8 bytes, big-endian) and that many bytes; an answer's first byte tells its kind.
"""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store

from kg.errors import QueryError, StoreError
from kg.model.ids import PREFIXES

_LENGTH = struct.Struct(">Q")
SELECT, ASK, GRAPH, INVALID, FAILED = b"S", b"A", b"G", b"I", b"F"
#: Address space of a worker, in bytes; a query that needs more is refused.
MEMORY = 4 * 2**30


class Worker:
    """A child process over one published copy. After a query that ran out of time the next one starts a new child."""

    def __init__(self, copy: Path, memory: int = MEMORY) -> None:
        self._copy = copy
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, query: str, timeout: float) -> tuple[bytes, bytes]:
        """Kind and content of the answer. Raises QueryError when `timeout` seconds or the memory are not enough."""
        process = self._start()
        deadline = time.monotonic() + timeout
        content = struct.pack(">d", timeout) + query.encode("utf-8", "surrogatepass")
        try:
            if process.stdin is None or process.stdout is None:
                raise StoreError("The process for queries has no pipes.")
            process.stdin.write(_LENGTH.pack(len(content)) + content)
            process.stdin.flush()
            (length,) = _LENGTH.unpack(_read(process.stdout, _LENGTH.size, deadline))
            answer = _read(process.stdout, length, deadline)
        except TimeoutError:
            self.close()
            raise QueryError(f"The query did not finish within {timeout:g} s and was stopped.") from None
        except (EOFError, BrokenPipeError, ConnectionError):
            self.close()
            raise QueryError("The query was stopped: it needs more memory than it may have.") from None
        except BaseException:
            self.close()
            raise
        return answer[:1], answer[1:]

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
            process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-m", "kg.query.worker", str(self._copy), str(self._memory)]
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # each thread's arena would claim address space, which is what the limit counts
                env={**os.environ, "MALLOC_ARENA_MAX": "2"},
            )
        return self._process


def _read(pipe: IO[bytes], length: int, deadline: float) -> bytes:
    number = pipe.fileno()
    parts: list[bytes] = []
    while length:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([number], [], [], left)[0]:
            raise TimeoutError
        part = os.read(number, min(length, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _main(copy: str, memory: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    store = Store.read_only(copy)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    while len(head := source.read(_LENGTH.size)) == _LENGTH.size:
        content = source.read(*_LENGTH.unpack(head))
        (timeout,) = struct.unpack(">d", content[:8])
        # Should the parent be gone by then, the system ends this process, in whatever loop it is.
        signal.alarm(int(min(timeout, 10**6)) + 10)
        kind, answer = _answer(store, content[8:].decode("utf-8", "surrogatepass"))
        signal.alarm(0)
        target.write(_LENGTH.pack(len(answer) + 1) + kind + answer)
        target.flush()


def _answer(store: Store, query: str) -> tuple[bytes, bytes]:
    try:
        result = store.query(query, prefixes=PREFIXES)
        if isinstance(result, QuerySolutions):
            return SELECT, result.serialize(format=QueryResultsFormat.JSON) or b""
        if isinstance(result, QueryBoolean):
            return ASK, result.serialize(format=QueryResultsFormat.JSON) or b""
        return GRAPH, result.serialize(format=RdfFormat.N_TRIPLES) or b""
    except SyntaxError as error:
        return INVALID, str(error).encode("utf-8", "replace")
    except (OSError, ValueError, RuntimeError, MemoryError) as error:
        return FAILED, str(error).encode("utf-8", "replace")


if __name__ == "__main__":
    _main(sys.argv[1], int(sys.argv[2]))
