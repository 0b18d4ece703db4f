"""Extraction in other processes, one of which may die without harm to the others."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process

from kg.extract.base import Extractor
from kg.model import Document, Extraction

Make = Callable[[], Extractor]

_extractor: Extractor | None = None


def _prepare(make: Make) -> None:
    """Runs first in each worker."""
    global _extractor
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _extractor = make()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _extract(document: Document) -> Extraction:
    if _extractor is None:
        raise RuntimeError("the worker has no extractor")
    return _extractor.extract(document)


class Pool:
    """Worker processes, started when the first document is handed in.

    A worker that dies breaks the futures of all documents handed in (BrokenProcessPool); `restart` gives a fresh pool,
    and `by_itself` reads one document in a process where it can break nothing else.
    """

    def __init__(self, make: Make, workers: int) -> None:
        self._make = make
        self._workers = workers
        self._many: ProcessPoolExecutor | None = None
        self._one: ProcessPoolExecutor | None = None

    def submit(self, document: Document) -> Future[Extraction]:
        """Hands a document to the workers; never raises, for what is wrong with them is in the future."""
        if self._many is None:
            self._many = self._start(self._workers)
        try:
            return self._many.submit(_extract, document)
        except BrokenProcessPool as error:
            broken: Future[Extraction] = Future()
            broken.set_exception(error)
            return broken

    def by_itself(self, document: Document) -> Extraction:
        """Reads a document in a process of its own. Raises BrokenProcessPool where that dies."""
        if self._one is None:
            self._one = self._start(1)
        try:
            return self._one.submit(_extract, document).result()
        except BaseException:
            self._one.shutdown(wait=False, cancel_futures=True)
            self._one = None
            raise

    def restart(self) -> None:
        """Gives up the broken workers; the next document starts new ones."""
        if self._many is not None:
            self._many.shutdown(wait=False, cancel_futures=True)
            self._many = None

    def close(self) -> None:
        """Ends all workers, without waiting for what they read."""
        for pool in (self._many, self._one):
            if pool is not None:
                pool.shutdown(wait=False, cancel_futures=True)
        self._many = self._one = None

    def _start(self, workers: int) -> ProcessPoolExecutor:
        # Not by fork: the parent has an open store, whose threads a fork would leave behind.
        return ProcessPoolExecutor(
            workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(self._make,)
        )
