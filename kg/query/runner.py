"""One worker process, for whoever asks one query at a time and can wait: the command line and the library."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
from pathlib import Path
from typing import IO

from kg.errors import QueryStoppedError, StoreError
from kg.query import worker
from kg.query.worker import LENGTH, MEMORY, Answer, Request


class Runner:
    """A child process over one published copy. After a query that ran out of time the next one starts a new child."""

    def __init__(self, copy: Path, memory: int = MEMORY) -> None:
        self._copy = copy
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, request: Request, timeout: float) -> Answer:
        """The answer. Raises QueryStoppedError when `timeout` seconds or the memory are not enough."""
        deadline = time.monotonic() + timeout
        try:
            process = self._start(deadline)
            if process.stdin is None or process.stdout is None:
                raise StoreError("The process for queries has no pipes.")
            process.stdin.write(request.frame(self._copy, timeout))
            process.stdin.flush()
            found = _frame(process.stdout, deadline)
        except TimeoutError:
            self.close()
            raise QueryStoppedError(f"The query did not finish within {timeout:g} s and was stopped.") from None
        except (EOFError, BrokenPipeError, ConnectionError):
            self.close()
            raise QueryStoppedError("The query was stopped: it needs more memory than it may have.") from None
        except BaseException:
            self.close()
            raise
        return found

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

    def _start(self, deadline: float) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                worker.command(self._copy, self._memory),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=worker.environment(),
            )
            if self._process.stdout is not None:
                _frame(self._process.stdout, deadline)
        return self._process


def _frame(pipe: IO[bytes], deadline: float) -> Answer:
    (length,) = LENGTH.unpack(_read(pipe, LENGTH.size, deadline))
    return Answer.read(_read(pipe, length, deadline))


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
