"""One worker process, as the event loop sees it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO, cast

from kg.errors import StoreError
from kg.query.worker import LENGTH, READY, Answer, Request, command, environment
from kg.store.files import StoreFolder

_log = logging.getLogger("kg.web")
#: How a process ends that somebody or the system stopped; no query does that.
FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT)
_LOWEST_PRIORITY = 19
#: How often one is started that is stopped from outside before it is ready.
_TRIES = 3


class Hand(asyncio.SubprocessProtocol):
    """A worker over the newest published copy, which it keeps from being removed; made by `start`.

    It answers one request after the other; `ended` is done with the process, and holds its status.
    """

    def __init__(self, folder: StoreFolder) -> None:
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._folder = folder
        self._copy, self._held = folder.open_current()
        #: The locks of copies that an answer at hand may still come from.
        self._before: list[IO[str]] = []
        self._process: asyncio.SubprocessTransport | None = None
        self._requests: asyncio.WriteTransport | None = None
        self._read = bytearray()
        self._answer: asyncio.Future[Answer] | None = None

    @classmethod
    async def start(cls, folder: StoreFolder, memory: int) -> Hand:
        """A worker that is ready, with `memory` bytes of address space. Raises StoreError where it cannot be."""
        for _ in range(_TRIES):
            hand = cls(folder)
            try:
                await hand._run(memory)
                return hand
            except EOFError:
                status = await hand.ended
                hand.close()
                if status not in FROM_OUTSIDE:
                    break
            except OSError as error:
                hand.close()
                raise StoreError(f"No process for queries can be started: {error.strerror}.") from error
            except BaseException:
                hand.close()
                if hand.pid:
                    await hand.ended
                raise
        raise StoreError(f"The process for queries cannot open the store {folder.path}.")

    @property
    def pid(self) -> int:
        """The id of the process."""
        return 0 if self._process is None else self._process.get_pid()

    def ask(self, request: Request, timeout: float) -> asyncio.Future[Answer]:
        """The answer from the newest copy; `timeout` seconds is when somebody else ends the process.

        The future fails with EOFError where the process ends before.
        """
        if self._folder.newer_than(self._copy.name):
            try:
                copy, held = self._folder.open_current()
            except StoreError as error:
                _log.warning("The newest copy cannot be opened: %s", error)  # the one at hand is still whole
            else:
                self._before.append(self._held)
                self._copy, self._held = copy, held
        answer = self._expect()
        if self._requests is None or self._requests.is_closing():
            self._lose()
        else:
            self._requests.write(request.frame(self._copy, timeout))
        return answer

    def worked(self) -> float:
        """Seconds of processor time that the process has taken; seconds that pass where the system does not tell."""
        if sys.platform != "linux":
            return time.monotonic()
        try:
            return time.clock_gettime(~self.pid << 3 | 2)  # as clock_getcpuclockid(3) names its clock
        except OSError:  # it has ended
            return 0.0

    def resident(self) -> int:
        """Bytes of memory that the process holds; 0 where the system does not tell."""
        try:
            pages = Path(f"/proc/{self.pid}/statm").read_bytes().split()[1]
        except (OSError, IndexError):
            return 0
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def step_back(self) -> None:
        """Lets every other process go first from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST_PRIORITY)

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        if self._process is not None and not self.ended.done():
            # Not through the transport: that would take the process's status from under who waits for it.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        if self._requests is not None:
            self._requests.close()
        for held in (*self._before, self._held):
            held.close()

    # --- what the event loop tells

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The process runs."""
        self._process = cast(asyncio.SubprocessTransport, transport)
        pipe = self._process.get_pipe_transport(0)
        self._requests = pipe if isinstance(pipe, asyncio.WriteTransport) else None

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """A part of an answer has come."""
        self._read += data
        if len(self._read) < LENGTH.size:
            return
        (length,) = LENGTH.unpack_from(self._read)
        if len(self._read) < LENGTH.size + length:
            return
        content, self._read = bytes(memoryview(self._read)[LENGTH.size :]), bytearray()
        while self._before:
            self._before.pop().close()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(Answer.read(content))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """The process has closed its end."""
        self._lose()

    def process_exited(self) -> None:
        """The process has ended."""
        self._lose()
        if self._process is not None and not self.ended.done():
            self.ended.set_result(self._process.get_returncode() or 0)
            self._process.close()

    async def _run(self, memory: int) -> None:
        """Starts the process and waits until it is ready. Raises OSError, or EOFError where it ends before."""
        ready = self._expect()
        await asyncio.get_running_loop().subprocess_exec(
            lambda: self, *command(self._copy, memory), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment()
        )
        if (await ready).kind != READY:
            raise EOFError

    def _expect(self) -> asyncio.Future[Answer]:
        self._answer = asyncio.get_running_loop().create_future()
        return self._answer

    def _lose(self) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(EOFError())
