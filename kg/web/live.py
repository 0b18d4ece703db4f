"""The store as it is now: questions are answered one after the other, from the newest published copy."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kg.errors import KgError, StoreError
from kg.labels import USUAL
from kg.query.graph import Graph

_Answer = TypeVar("_Answer")
_log = logging.getLogger("kg.web")
#: Questions that may wait for the thread; more are refused, so that nobody waits without an end.
_MOST_WAITING = 200


class BusyError(KgError):
    """Too many questions wait already."""


class Live:
    """The open graph, in each language that was asked for. A newer copy is opened between two questions.

    Questions that may take seconds have a thread and a graph of their own, so that nobody waits behind them.
    `open_graph` opens the store in a language; it raises StoreError where it cannot.
    """

    def __init__(self, open_graph: Callable[[str], Graph]) -> None:
        self._lanes = {slow: _Lane(open_graph) for slow in (False, True)}

    async def ask(self, question: Callable[[Graph], _Answer], language: str = USUAL, *, slow: bool = False) -> _Answer:
        """The answer of `question` to the graph. Raises BusyError where too many wait, and what the question raises."""
        return await self._lanes[slow].ask(question, language)

    def close(self) -> None:
        """Waits for the questions at hand, then lets the copies go."""
        for lane in self._lanes.values():
            lane.close()


class _Lane:
    """One thread that answers questions one after the other."""

    def __init__(self, open_graph: Callable[[str], Graph]) -> None:
        self._open = open_graph
        self._graphs: dict[str, Graph] = {}
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="questions")
        self._waiting = 0

    async def ask(self, question: Callable[[Graph], _Answer], language: str) -> _Answer:
        """As that of Live."""
        if self._waiting >= _MOST_WAITING:
            raise BusyError("Too many questions wait; ask again in a moment.")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, lambda: question(self._current(language))
            )
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Waits for the question at hand, then lets the copies go."""
        self._thread.submit(self._close).result()
        self._thread.shutdown()

    def _current(self, language: str) -> Graph:
        graph = self._graphs.get(language)
        if graph is None or graph.outdated:
            try:
                newer = self._open(language)
            except StoreError as error:
                if graph is None:
                    raise
                _log.warning("The newest copy cannot be opened: %s", error)  # the one at hand is still whole
                return graph
            if graph is not None:
                self._close()  # in every language
            graph = self._graphs[language] = newer
        return graph

    def _close(self) -> None:
        for graph in self._graphs.values():
            with contextlib.suppress(KgError):
                graph.close()
        self._graphs.clear()
