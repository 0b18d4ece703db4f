"""One worker process, as the event loop sees it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from typing import IO

from kg.errors import StoreError
from kg.query.worker import LENGTH, READY, Answer, Request, command, environment
from kg.store.files import StoreFolder

#: Bytes of an answer that are read ahead.
_AHEAD = 1 << 20
_LOWEST_PRIORITY = 19


class Hand:
    """A worker over the newest published copy, which it keeps from being removed; made by `start`."""

    def __init__(self, folder: StoreFolder, copy: Path, held: IO[str], process: Process) -> None:
        self._folder = folder
        self._copy = copy
        self._held = held
        self._process = process
        #: Done when the process has ended.
        self.ended = asyncio.ensure_future(process.wait())

    @classmethod
    async def start(cls, folder: StoreFolder, memory: int) -> Hand:
        """A worker that is ready, with `memory` bytes of address space. Raises StoreError where it cannot be."""
        copy, held = folder.open_current()
        try:
            process = await asyncio.create_subprocess_exec(
                *command(copy, memory), stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=environment(), limit=_AHEAD
            )
        except OSError as error:
            held.close()
            raise StoreError(f"No process for queries can be started: {error.strerror}.") from error
        except BaseException:
            held.close()
            raise
        hand = cls(folder, copy, held, process)
        try:
            if (await hand._read()).kind == READY:
                return hand
            raise EOFError
        except BaseException as error:
            hand.close()
            await hand.ended
            if isinstance(error, EOFError):
                raise StoreError(f"The process for queries cannot open the store {folder.path}.") from None
            raise

    @property
    def pid(self) -> int:
        """The id of the process."""
        return self._process.pid

    async def ask(self, request: Request, timeout: float) -> Answer:
        """The answer from the newest copy; `timeout` seconds is when somebody else ends the process.

        Raises EOFError where the process ends before, StoreError where there is no copy any more. After any other end
        than an answer only `close` may be called.
        """
        before = None
        if self._folder.newer_than(self._copy.name):
            before = self._held
            self._copy, self._held = self._folder.open_current()
        try:
            if self._process.stdin is None:
                raise EOFError
            self._process.stdin.write(request.frame(self._copy, timeout))
            return await self._read()
        finally:
            if before is not None:
                before.close()

    def step_back(self) -> None:
        """Lets every other process go first from now on."""
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, _LOWEST_PRIORITY)

    def close(self) -> None:
        """Ends the process, whatever it is doing."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._held.close()

    async def _read(self) -> Answer:
        pipe = self._process.stdout
        if pipe is None:
            raise EOFError
        (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
        return Answer.read(await pipe.readexactly(length))
