"""Documents → extractor → linker → store, with worker processes, progress and resume.

A document is one transaction, written in the order of the input whatever the number of workers: two runs over the same
input make the same store. One that is in already, read by the same extractor, is skipped: that is how a run resumes.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import partial

from kg.errors import DocumentError, KgError
from kg.extract.base import Extractor
from kg.extract.segment import blocks, sentences
from kg.model import Document, Extraction, Span
from kg.pool import Make, Pool
from kg.resolve.linker import link
from kg.store.base import Record, Writer
from kg.store.rdf import Shape

#: Readers see what is written at least this often, in seconds.
_PUBLISH_EVERY = 10.0
#: Documents handed out ahead of the one that is written next, for each worker.
_AHEAD = 4

Item = Document | DocumentError


@dataclass(frozen=True, slots=True)
class Step:
    """One document done. `outcome` is `added`, `replaced`, `unchanged` or `failed`; `error` is set for the last."""

    document: str
    outcome: str
    statements: int = 0
    evidence: int = 0
    error: KgError | None = None


@dataclass(slots=True)
class Summary:
    """What an ingest did. `statements` and `evidence` count what the added and replaced documents brought."""

    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    failed: int = 0
    statements: int = 0
    evidence: int = 0
    seconds: float = 0.0
    errors: list[KgError] = field(default_factory=list)

    def count(self, step: Step) -> None:
        """Adds one step."""
        setattr(self, step.outcome, getattr(self, step.outcome) + 1)
        self.statements += step.statements
        self.evidence += step.evidence
        if step.error is not None:
            self.errors.append(step.error)


def version_of(extractor: Extractor) -> str:
    """Name and version, as the store keeps them."""
    return f"{extractor.name} {extractor.version}"


def ingest(
    documents: Iterable[Item],
    make: Make,
    writer: Writer,
    shape: Shape,
    *,
    workers: int = 1,
    progress: Callable[[Step], None] = lambda _: None,
) -> Summary:
    """Reads documents into the store; errors among them are counted and passed on to `progress`.

    `make` returns an extractor and must be a function of a module, since each worker process calls it. A document that
    kills its worker fails; the others go on. Raises StoreError where the store cannot be written: what is finished by
    then stays.
    """
    started = time.monotonic()
    summary = Summary()
    run = _Run(writer, version_of(make()), shape)
    source = _pooled(documents, make, run, workers) if workers > 1 else _alone(documents, make(), run)
    published = time.monotonic()
    for step in source:
        summary.count(step)
        progress(step)
        if time.monotonic() - published > _PUBLISH_EVERY:
            writer.publish()
            published = time.monotonic()
    if summary.added or summary.replaced:
        writer.publish()
        if writer.compact():
            writer.publish()
    summary.seconds = time.monotonic() - started
    return summary


def record(extraction: Extraction, version: str, shape: Shape) -> Record:
    """An extraction with the graph's ids and the sentence around each piece of evidence."""
    linked = link(extraction, shape.symmetric)
    return Record(linked, _sentences(linked), version)


def delete(document: str, writer: Writer) -> bool:
    """Takes back all that a document brought; False where it is not in the store."""
    if not writer.delete(document):
        return False
    writer.publish()
    return True


class _Run:
    """What to do with each document, and doing it."""

    def __init__(self, writer: Writer, version: str, shape: Shape) -> None:
        self._writer = writer
        self._version = version
        self._shape = shape

    def is_done(self, document: Document) -> bool:
        """True when the same text, read by the same extractor, is in the store, under whatever id."""
        rows = self._writer.ledger.with_digest(document.digest)
        return any(row.state == "done" and row.version == self._version for row in rows)

    def write(self, document: Document, extraction: Extraction) -> Step:
        """Puts the document in, in place of its earlier versions."""
        if self.is_done(document):
            return Step(document.id, "unchanged")
        earlier = self._earlier(document)
        made = record(extraction, self._version, self._shape)
        self._writer.put([made], replacing=earlier)
        told = made.extraction.evidence
        outcome = "replaced" if earlier else "added"
        return Step(document.id, outcome, len({item.statement.id for item in told}), len(told))

    def _earlier(self, document: Document) -> list[str]:
        """The same document as read before: the same id, text, or address and title."""
        ledger = self._writer.ledger
        rows = ledger.with_digest(document.digest)
        if document.url:
            rows += [row for row in ledger.with_url(document.url) if row.title == document.title]
        found = {row.id for row in rows}
        if ledger.row(document.id) is not None:
            found.add(document.id)
        return sorted(found)


_Alone = Callable[[Document], Extraction]
_Answer = Future[Extraction] | _Alone | None


def _step(document: Document, read: _Alone, run: _Run) -> Step:
    try:
        extraction = read(document)
    except BrokenProcessPool:
        return _failed(document, "reading it ended the process that read it (out of memory?)")
    except KgError as error:
        return Step(document.id, "failed", error=error)
    except ImportError:  # an installation that lacks a part fails for every document
        raise
    except Exception as error:  # a fault of the extractor must not cost the rest of the batch
        return _failed(document, f"the extractor failed: {type(error).__name__}: {error}")
    return run.write(document, extraction)


def _failed(document: Document, reason: str) -> Step:
    return Step(document.id, "failed", error=DocumentError(document.id, f"{reason}; it is left out"))


def _alone(documents: Iterable[Item], extractor: Extractor, run: _Run) -> Iterator[Step]:
    for item in documents:
        if isinstance(item, DocumentError):
            yield Step(item.source, "failed", error=item)
        elif run.is_done(item):
            yield Step(item.id, "unchanged")
        else:
            yield _step(item, extractor.extract, run)


def _pooled(documents: Iterable[Item], make: Make, run: _Run, workers: int) -> Iterator[Step]:
    """As `_alone`, with extraction in other processes; steps come in the order of the documents."""
    pool = Pool(make, workers)
    waiting: deque[tuple[Item, _Answer]] = deque()
    source = iter(documents)
    try:
        while True:
            while len(waiting) < workers * _AHEAD and (item := next(source, None)) is not None:
                wanted = isinstance(item, Document) and not run.is_done(item)
                waiting.append((item, pool.submit(item) if wanted and isinstance(item, Document) else None))
            if not waiting:
                return
            item, answer = waiting.popleft()
            if isinstance(item, DocumentError):
                yield Step(item.source, "failed", error=item)
            elif answer is None:
                yield Step(item.id, "unchanged")
            elif isinstance(answer, Future):
                if isinstance(answer.exception(), BrokenProcessPool):
                    # One of the documents handed out has killed its worker. Each is read by itself to see which.
                    pool.restart()
                    waiting = deque((other, _retried(given, pool)) for other, given in waiting)
                    yield _step(item, pool.by_itself, run)
                else:
                    yield _step(item, partial(_result, answer), run)
            else:
                yield _step(item, answer, run)
    finally:
        pool.close()


def _result(answer: Future[Extraction], _: Document) -> Extraction:
    return answer.result()


def _retried(answer: _Answer, pool: Pool) -> _Answer:
    """An answer that is there stays; one that the break took is read by itself when its turn comes."""
    if isinstance(answer, Future) and not (answer.done() and not answer.cancelled() and answer.exception() is None):
        return pool.by_itself
    return answer


def _sentences(extraction: Extraction) -> dict[Span, Span]:
    """For each span of evidence the sentences that it touches, from the first one's start to the last one's end."""
    document = extraction.document
    names = [mention.span for mention in extraction.mentions]
    found = [
        sentence
        for block in blocks(document.text, document.body_start)
        for sentence in sentences(document.text, block, names)
    ]
    around: dict[Span, Span] = {}
    for item in extraction.evidence:
        touched = [sentence for sentence in found if sentence.overlaps(item.span)]
        if touched:
            start = min(item.span.start, touched[0].start)
            around[item.span] = Span(start, max(item.span.end, touched[-1].end))
    return around
