"""The processes that answer SPARQL: a bounded number of them, with a fair queue before them.

A few places are for quick queries. One that takes longer than a moment while others wait is moved aside: its process
goes on at the lowest priority, and a new one takes its place. Only a few may be aside at once; one more is stopped, and
begins anew when there is room aside. So endless queries do not stand in the way of others, and the processes stay few.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.errors import QueryStoppedError
from kg.query.worker import Answer, Request
from kg.store.files import StoreFolder
from kg.web.hand import FROM_OUTSIDE, Hand

_log = logging.getLogger("kg.web")
#: Seconds that a query may take before it makes room for others that wait, if its process worked for so many of them;
#: and seconds that it may take where it waited itself, for the disk or on a crowded machine.
_MOMENT, _WORK, _PATIENCE = 0.2, 0.05, 1.0
#: Seconds within which no query makes its process grow much.
_LIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the endpoint.

    `workers` processes for quick queries, and as many again for those aside; `deadline` seconds for a query, with its
    time in the queue; `rows` and `size` (bytes) of an answer; `memory` bytes of address space of a process, and `kept`
    resident ones, beyond which it is replaced after a query (some leave hundreds of megabytes that are never given
    back); `waiting` queries in the queue.
    """

    workers: int = 2
    deadline: float = 10.0
    rows: int = 100_000
    size: int = 50_000_000
    memory: int = 2_000_000_000
    kept: int = 150_000_000
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
    """A query at work since `began`, when its worker had `worked` so much, in a place for quick ones or aside."""

    job: _Job
    hand: Hand
    began: float
    worked: float
    aside: bool

    def had_its_moment(self, now: float) -> bool:
        took = now - self.began
        return took >= _PATIENCE or (took >= _MOMENT and self.hand.worked() >= self.worked + _WORK)


class Fleet:
    """The endpoint's workers over the newest published copy of the store at `path`.

    All methods belong to one event loop. An async context manager: entering starts the workers, leaving ends them.
    """

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._folder = StoreFolder(path)
        self._jobs: set[_Job] = set()
        self._quick: deque[_Job] = deque()
        self._long: deque[_Job] = deque()
        self._runs: set[_Run] = set()
        self._idle: list[Hand] = []
        self._hands: set[Hand] = set()
        self._starting: set[asyncio.Task[Hand]] = set()
        #: How many of those will work aside, and how many not.
        self._coming = {True: 0, False: 0}
        self._room: asyncio.TimerHandle | None = None
        self._closed = False

    async def __aenter__(self) -> Self:
        self._arrange()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends everything; whoever waits gets an error."""
        self._closed = True
        if self._room is not None:
            self._room.cancel()
        for job in self._jobs:
            _fail(job, QueryStoppedError("The server is stopping."))
        tasks = list(self._starting)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for hand in self._hands:
            hand.close()
        await asyncio.gather(*(hand.ended for hand in self._hands))

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
        self._jobs.add(job)
        self._quick.append(job)
        self._arrange()
        try:
            return await job.done
        finally:
            timer.cancel()
            self._withdraw(job)

    # --- who is where

    def _arrange(self) -> None:
        """Gives free workers to those that wait, and sees to it that there are workers."""
        if self._closed:
            return
        while self._quick and self._idle:
            self._begin(self._quick.popleft(), self._idle.pop(), aside=False)
        aside = self._count(aside=True) + self._coming[True]
        while self._long and aside < self.limits.workers:
            aside += 1
            self._start(self._long.popleft())
        for _ in range(self.limits.workers - self._count(aside=False) - len(self._idle) - self._coming[False]):
            self._start(None)
        if self._quick and self._room is None:
            began = [run.began for run in self._runs if not run.aside]
            if began:
                loop = asyncio.get_running_loop()
                self._room = loop.call_at(max(min(began) + _MOMENT, loop.time() + _MOMENT / 5), self._make_room)

    def _count(self, *, aside: bool) -> int:
        return sum(run.aside is aside for run in self._runs)

    def _make_room(self) -> None:
        """Moves those aside that have had their moment, as many as others wait."""
        self._room = None
        now = asyncio.get_running_loop().time()
        due = [run for run in self._runs if not run.aside and run.had_its_moment(now)]
        for run in sorted(due, key=lambda run: run.began)[: len(self._quick)]:
            if self._count(aside=True) + self._coming[True] < self.limits.workers:
                run.aside = True
                run.hand.step_back()
            else:
                self._stop(run)
                self._long.append(run.job)
        self._arrange()

    def _start(self, job: _Job | None) -> None:
        """Starts a worker: for a job that will run aside, or for whatever quick queries come."""
        aside = job is not None
        self._coming[aside] += 1
        task = asyncio.ensure_future(Hand.start(self._folder, self.limits.memory))
        self._starting.add(task)
        task.add_done_callback(lambda task: self._started(task, job, aside=aside))

    def _started(self, task: asyncio.Task[Hand], job: _Job | None, *, aside: bool) -> None:
        self._starting.discard(task)
        self._coming[aside] -= 1
        if task.cancelled():
            return
        error = task.exception()
        if error is None:
            hand = task.result()
            self._hands.add(hand)
            hand.ended.add_done_callback(lambda _: self._gone(hand))
            if job is None:
                self._idle.append(hand)
            elif job.done.done():
                hand.close()
            else:
                hand.step_back()
                self._begin(job, hand, aside=True)
        else:
            _log.warning("%s", error)
            # Nobody is left waiting, so the next query tries again and not this very moment.
            for waiting in [*self._quick] if job is None else [job]:
                _fail(waiting, error)
            if job is None:
                self._quick.clear()
        if error is None or job is not None:
            self._arrange()

    def _gone(self, hand: Hand) -> None:
        """A process has ended."""
        self._hands.discard(hand)
        hand.close()
        if hand in self._idle:
            self._idle.remove(hand)
            self._arrange()

    # --- one query

    def _begin(self, job: _Job, hand: Hand, *, aside: bool) -> None:
        job.run = run = _Run(job, hand, asyncio.get_running_loop().time(), hand.worked(), aside)
        self._runs.add(run)
        answer = hand.ask(job.request, self.limits.deadline)
        answer.add_done_callback(lambda answer: self._answered(run, answer))

    def _answered(self, run: _Run, answer: asyncio.Future[Answer]) -> None:
        error = answer.exception()
        if run not in self._runs:  # it was stopped
            return
        if error is not None:
            run.hand.ended.add_done_callback(lambda ended: self._broken(run, ended.result()))
            return
        self._runs.discard(run)
        run.job.run = None
        if not run.job.done.done():
            run.job.done.set_result(answer.result())
        heavy = asyncio.get_running_loop().time() - run.began > _LIGHT
        if run.aside or run.hand.ended.done() or (heavy and run.hand.resident() > self.limits.kept):
            run.hand.close()
        else:
            self._idle.append(run.hand)
        self._arrange()

    def _broken(self, run: _Run, status: int) -> None:
        """The process ended in the middle: the query is tried once more, unless it was what ended it."""
        if run not in self._runs:
            return
        job = run.job
        self._stop(run)
        if status in FROM_OUTSIDE and not job.again:
            _log.warning("A process for queries was stopped from outside (signal %d).", -status)
            job.again = True
            (self._long if run.aside else self._quick).appendleft(job)
        else:
            _fail(job, QueryStoppedError("The query was stopped: it needs more memory than it may have."))
        self._arrange()

    def _stop(self, run: _Run) -> None:
        """Ends a run and its worker; its place is free at once."""
        run.job.ran += asyncio.get_running_loop().time() - run.began
        run.job.run = None
        self._runs.discard(run)
        run.hand.close()

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
        self._jobs.discard(job)
        for queue in (self._quick, self._long):
            if job in queue:
                queue.remove(job)
        if job.run is not None:
            self._stop(job.run)
            self._arrange()


def _fail(job: _Job, error: BaseException) -> None:
    if not job.done.done():
        job.done.set_exception(error)
