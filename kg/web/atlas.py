"""The maps for the server: a process at low priority makes them whenever a newer copy is published.

Until the newer maps are there the old ones are served; each tells which copy it is of.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import logging
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.store.files import StoreFolder

_log = logging.getLogger("kg.web")


@dataclass(frozen=True)
class Map:
    """A map as gzip of JSON, the number of the copy it was made from, and its entity tag."""

    copy: str
    content: bytes
    tag: str


class Atlas:
    """The maps of a store. `every` is how often, in seconds, it is seen whether a newer copy is published."""

    def __init__(self, store: Path, every: float = 1.0) -> None:
        self._store = store
        self._every = every
        self._maps: dict[str, Map] = {}
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to make the maps, and to make them anew when that is due."""
        self._task = asyncio.create_task(self._keep())

    async def map(self, scope: str) -> Map | None:
        """The newest map of a scope, `top` or `all`; None while the first is being made."""
        return self._maps.get(scope)

    async def close(self) -> None:
        """Ends the process, whatever it is doing."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _keep(self) -> None:
        spare = Path(tempfile.mkdtemp(prefix="kg-map-"))
        folder = StoreFolder(self._store)
        seen: str | None = None
        try:
            while True:
                begun = time.monotonic()
                with contextlib.suppress(StoreError):  # without a copy there is nothing to draw
                    if (name := folder.current_name()) != seen:
                        seen = name
                        await self._make(spare)
                # While documents pour in, half of the time goes to maps at most.
                await asyncio.sleep(max(self._every, time.monotonic() - begun))
        finally:
            shutil.rmtree(spare, ignore_errors=True)

    async def _make(self, spare: Path) -> None:
        command = (sys.executable, "-P", "-m", "kg.web.mapmaker", str(self._store), str(spare))
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
        try:
            while process.stdout is not None and (line := await process.stdout.readline()):
                await self._take(json.loads(line))
            if await process.wait():
                _log.warning("The map was not made.")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    async def _take(self, told: dict[str, str]) -> None:
        if "error" in told:
            _log.warning("The map cannot be made: %s", told["error"])
            return
        try:
            content = await asyncio.to_thread(Path(told["path"]).read_bytes)
        except OSError as error:  # the next map comes with the next copy
            _log.warning("The map cannot be read: %s", error)
            return
        digest = hashlib.sha256(content).hexdigest()[:16]
        self._maps[told["scope"]] = Map(told["copy"], content, f'"{told["copy"]}-{digest}"')
