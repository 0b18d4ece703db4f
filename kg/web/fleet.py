"""The processes that answer SPARQL: a bounded number of them, with a fair queue before them.

A few places are for quick queries. One that takes longer than a moment while others wait is moved aside: its process
goes on at the lowest priority, and a new one takes its place. Only a few may be aside at once; one more is stopped, and
begins anew when there is room aside. So endless queries do not stand in the way of others, and the processes stay few.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import KgError, QueryStoppedError
from kg.query.worker import Answer, Request
from kg.store.files import StoreFolder
from kg.web.hand import Hand

_log = logging.getLogger("kg.web")
#: Seconds that a query may take before it makes room for others that wait.
_MOMENT = 0.25
#: How a process ends that somebody or the system stopped; no query does that.
_FROM_OUTSIDE = (-signal.SIGKILL, -signal.SIGTERM, -signal.SIGHUP, -signal.SIGINT)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the endpoint.

    `workers` processes for quick queries, and as many again for those aside; `deadline` seconds for a query, with its
    time in the queue; `rows` and `size` (bytes) of an answer; `memory` bytes of address space of a process; `waiting`
    queries in the queue.
    """

    workers: int = 2
    deadline: float = 10.0
    rows: int = 100_000
    size: int = 50_000_000
    memory: int = 2_000_000_000
    waiting: int = 200


@dataclass(eq=False, slots=True)
class _Job:
    """A query on its way. `done` gets its answer or error; `ran` is how many seconds it ran before it began anew."""

    request: Request
    arrived: float
    done: asyncio.Future[Answer]
    ran: float = 0.0
    again: bool = False
    run: _Run | None = None


@dataclass(eq=False, slots=True)
class _Run:
    """A query at work since `began`, in a place for quick ones or aside."""

    job: _Job
    began: float
    aside: bool
    hand: Hand | None = None
    task: asyncio.Task[None] | None = field(default=None)


class Fleet:
    """The endpoint's workers over the newest published copy of the store at `path`.

    All methods belong to one event loop. An async context manager: entering starts the workers, leaving ends them.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._folder = StoreFolder(path)
        self._quick: deque[_Job] = deque()
        self._long: deque[_Job] = deque()
        self._runs: set[_Run] = set()
        self._idle: list[Hand] = []
        self._hands: set[Hand] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._room: asyncio.TimerHandle | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        self._arrange()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pids(self) -> list[int]:
        """The ids of the processes, in no order."""
        return [hand.pid for hand in self._hands]

    @property
    def running(self) -> int:
        """How many queries are at work."""
        return len(self._runs)

    async def ask(self, request: Request) -> Answer:
        """The answer. Whoever stops waiting for it stops the query.

        Raises QueryStoppedError where the queue is full, or where time or memory is not enough; StoreError where the
        store cannot be opened.
        """
        if self._closed:
            raise QueryStoppedError("The server is stopping.")
        if len(self._quick) + len(self._long) >= self.limits.waiting:
            raise QueryStoppedError(f"The server is busy: {self.limits.waiting} queries wait already.")
        loop = asyncio.get_running_loop()
        job = _Job(request, loop.time(), loop.create_future())
        timer = loop.call_later(self.limits.deadline, self._expire, job)
        self._quick.append(job)
        self._arrange()
        try:
            return await job.done
        finally:
            timer.cancel()
            self._withdraw(job)

    async def close(self) -> None:
        """Ends everything; whoever waits gets an error. Nothing happens the second time."""
        self._closed = True
        if self._room is not None:
            self._room.cancel()
        for job in (*self._quick, *self._long, *(run.job for run in self._runs)):
            _fail(job, QueryStoppedError("The server is stopping."))
        tasks = [*self._starting, *(run.task for run in self._runs if run.task is not None)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for hand in self._hands:
            hand.close()
        await asyncio.gather(*(hand.ended for hand in self._hands))

    # --- who is where

    def _arrange(self) -> None:
        """Gives free workers to those that wait, and sees to it that there are workers."""
        if self._closed:
            return
        while self._quick and self._idle:
            self._begin(self._quick.popleft(), self._idle.pop())
        while self._long and self._count(aside=True) < self.limits.workers:
            self._begin(self._long.popleft(), None)
        for _ in range(self.limits.workers - self._count(aside=False) - len(self._idle) - len(self._starting)):
            task = asyncio.ensure_future(self._start())
            self._starting.add(task)
            task.add_done_callback(self._started)
        if self._quick and self._room is None:
            began = [run.began for run in self._runs if not run.aside]
            if began:
                loop = asyncio.get_running_loop()
                self._room = loop.call_at(max(min(began) + _MOMENT, loop.time()), self._make_room)

    def _count(self, *, aside: bool) -> int:
        return sum(run.aside is aside for run in self._runs)

    async def _start(self) -> None:
        """One more worker for quick queries. Where there can be none, those that wait are told why."""
        try:
            hand = await self._new_hand()
        except KgError as error:
            _log.warning("%s", error)
            while self._quick:
                _fail(self._quick.popleft(), error)
            return
        self._idle.append(hand)

    def _started(self, task: asyncio.Task[None]) -> None:
        self._starting.discard(task)
        if self._quick:  # nobody waits where it failed: then the next query tries again
            self._arrange()

    async def _new_hand(self) -> Hand:
        hand = await Hand.start(self._folder, self.limits.memory)
        self._hands.add(hand)
        hand.ended.add_done_callback(lambda _: self._gone(hand))
        return hand

    def _gone(self, hand: Hand) -> None:
        self._hands.discard(hand)
        if hand in self._idle:
            self._idle.remove(hand)
            hand.close()
            self._arrange()

    def _make_room(self) -> None:
        """Moves those aside that have had their moment, as many as others wait."""
        self._room = None
        loop = asyncio.get_running_loop()
        due = [run for run in self._runs if not run.aside and run.began + _MOMENT <= loop.time()]
        for run in sorted(due, key=lambda run: run.began)[: len(self._quick)]:
            if self._count(aside=True) < self.limits.workers and run.hand is not None:
                run.aside = True
                run.hand.step_back()
            else:
                self._stop(run)
                self._long.append(run.job)
        self._arrange()

    # --- one query

    def _begin(self, job: _Job, hand: Hand | None) -> None:
        """Lets an idle worker answer; None starts one, aside."""
        run = _Run(job, asyncio.get_running_loop().time(), aside=hand is None, hand=hand)
        job.run = run
        self._runs.add(run)
        run.task = asyncio.ensure_future(self._serve(run))

    async def _serve(self, run: _Run) -> None:
        job, kept = run.job, False
        try:
            if run.hand is None:
                run.hand = await self._new_hand()
                run.hand.step_back()
            answer = await run.hand.ask(job.request, self.limits.deadline)
            if not job.done.done():
                job.done.set_result(answer)
            kept = not run.aside
        except EOFError:
            await self._broken(run)
        except KgError as error:
            _fail(job, error)
        finally:
            self._finish(run, kept=kept)

    def _finish(self, run: _Run, *, kept: bool) -> None:
        if run.job.run is run:
            run.job.run = None
        self._runs.discard(run)
        if run.hand is not None:
            if kept and not run.hand.ended.done() and not self._closed:
                self._idle.append(run.hand)
            else:
                run.hand.close()
        self._arrange()

    async def _broken(self, run: _Run) -> None:
        """The process ended in the middle: the query is tried once more, unless it was what ended it."""
        job = run.job
        status = await run.hand.ended if run.hand is not None else 0
        if status in _FROM_OUTSIDE and not job.again:
            _log.warning("A process for queries was stopped from outside (signal %d).", -status)
            job.again = True
            self._set_back(run)
            (self._long if run.aside else self._quick).appendleft(job)
        else:
            _fail(job, QueryStoppedError("The query was stopped: it needs more memory than it may have."))

    def _stop(self, run: _Run) -> None:
        """Ends a run and its worker; its place is free at once."""
        self._set_back(run)
        self._runs.discard(run)
        if run.hand is not None:  # a task that has not begun yet would not close it
            run.hand.close()
        if run.task is not None:
            run.task.cancel()

    def _set_back(self, run: _Run) -> None:
        run.job.ran += asyncio.get_running_loop().time() - run.began
        run.job.run = None

    def _expire(self, job: _Job) -> None:
        now = asyncio.get_running_loop().time()
        ran = job.ran + (now - job.run.began if job.run is not None else 0.0)
        waited = max(now - job.arrived - ran, 0.0)
        _fail(
            job,
            QueryStoppedError(
                f"The query did not finish within {self.limits.deadline:g} s and was stopped: "
                f"it waited {waited:.1f} s for its turn and ran {ran:.1f} s."
            ),
        )

    def _withdraw(self, job: _Job) -> None:
        """Nobody waits for it any more."""
        for queue in (self._quick, self._long):
            if job in queue:
                queue.remove(job)
        if job.run is not None:
            self._stop(job.run)
            self._arrange()


def _fail(job: _Job, error: KgError) -> None:
    if not job.done.done():
        job.done.set_exception(error)
