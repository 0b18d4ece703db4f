"""Ingesting: what is skipped, replaced and left out, with one process and with several."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ingest_lines import documents
from line_extractor import LineExtractor, document, make, make_second_version

from kg.assembly import open_writer, shape
from kg.errors import DocumentError
from kg.model import Extraction
from kg.pipeline import Item, Make, Step, Summary, delete, ingest, record
from kg.store.reader import OxigraphReader

TEXT = "(Alibaba*:Company) rivals (DeepSeek*:Company)."
SCRIPT = Path(__file__).parent / "support" / "ingest_lines.py"


def run(folder: Path, *items: Item, made: Make = make, workers: int = 1) -> tuple[Summary, list[Step]]:
    steps: list[Step] = []
    with open_writer(folder) as writer:
        summary = ingest(items, made, writer, shape(), workers=workers, progress=steps.append)
    return summary, steps


def outcomes(steps: list[Step]) -> list[str]:
    return [f"{step.document} {step.outcome}" for step in steps]


def triples(folder: Path) -> set[str]:
    reader = OxigraphReader(folder, shape)
    found = {str(triple) for triple in reader.triples()}
    reader.close()
    return found


def test_the_same_text_is_read_once(tmp_path: Path) -> None:
    summary, steps = run(tmp_path, document("one", TEXT), document("copy", TEXT, title="Title of one"))
    assert outcomes(steps) == ["one added", "copy unchanged"]
    assert (summary.added, summary.unchanged, summary.statements, summary.evidence) == (1, 1, 1, 1)
    assert outcomes(run(tmp_path, document("one", TEXT))[1]) == ["one unchanged"]


def test_a_changed_text_replaces_and_so_does_a_new_extractor(tmp_path: Path) -> None:
    run(tmp_path, document("one", TEXT))
    changed = document("one", TEXT + " (Qwen*:AIModel) rivals (Kimi*:AIModel).")
    assert outcomes(run(tmp_path, changed)[1]) == ["one replaced"]
    assert outcomes(run(tmp_path, changed, made=make_second_version)[1]) == ["one replaced"]
    assert not any('"lines 1"' in triple for triple in triples(tmp_path))


def test_a_new_version_at_the_same_address_replaces(tmp_path: Path) -> None:
    run(tmp_path, document("d-1", TEXT, url="https://example.org/a", title="News"))
    new = document("d-2", TEXT + " More.", url="https://example.org/a", title="News")
    assert outcomes(run(tmp_path, new)[1]) == ["d-2 replaced"]
    with open_writer(tmp_path) as writer:
        assert [row.id for row in writer.ledger.documents()] == ["d-2"]
        assert delete("d-2", writer)
        assert not delete("d-2", writer)
    assert triples(tmp_path) == set()


def test_faults_of_documents_do_not_stop_the_batch(tmp_path: Path) -> None:
    broken = DocumentError("x.pdf", "is encrypted")
    summary, steps = run(tmp_path, document("one", TEXT), broken, document("bad", "BREAK"), document("two", TEXT))
    assert outcomes(steps) == ["one added", "x.pdf failed", "bad failed", "two added"]
    assert summary.errors[0] is broken
    assert str(summary.errors[1]) == ("bad: the extractor failed: ValueError: broken on purpose; it is left out")


def test_workers_write_the_same_store_in_the_same_order(tmp_path: Path) -> None:
    items = list(documents(30))
    _, alone = run(tmp_path / "a", *items)
    _, pooled = run(tmp_path / "b", *items, workers=2)
    assert outcomes(alone) == outcomes(pooled)
    assert triples(tmp_path / "a") == triples(tmp_path / "b")


def test_a_document_that_kills_its_worker_fails_alone(tmp_path: Path) -> None:
    items = [document(f"d{number}", f"{TEXT} Number {number}.") for number in range(12)]
    items[4] = document("d4", "KILL")
    items[9] = document("d9", "KILL again")
    summary, steps = run(tmp_path, *items, document("bad", "BREAK"), workers=2)
    assert summary.added == 10
    assert [step.document for step in steps if step.outcome == "failed"] == ["d4", "d9", "bad"]
    assert "ended the process" in str(summary.errors[0])


def test_evidence_comes_with_its_sentence(tmp_path: Path) -> None:
    item = document("one", f"First words. {TEXT} Last words.")
    extraction = LineExtractor().extract(item)
    made = record(extraction, "lines 1", shape())
    told = made.extraction.evidence[0]
    assert item.quote(made.sentences[told.span]) == TEXT
    assert isinstance(extraction, Extraction)


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, str(SCRIPT), str(tmp_path / "s"), "3000", "2"], stdout=subprocess.DEVNULL
    )
    children: list[int] = []
    end = time.monotonic() + 30
    while len(children) < 3 and time.monotonic() < end:  # two workers and multiprocessing's tracker
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not listed.exists():
            pytest.skip("needs /proc")
        children = [int(number) for number in listed.read_text().split()]
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGKILL)
    process.wait()
    while any(_alive(number) for number in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_alive(number) for number in children)


def _alive(number: int) -> bool:
    try:
        os.kill(number, 0)
        return Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False
