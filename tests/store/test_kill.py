"""kill -9 in the middle of an ingest: every finished document is whole, none is half there, and the rest follows."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from ingest_lines import body, documents
from line_extractor import LineExtractor

from kg.assembly import open_writer, shape
from kg.model import Document
from kg.pipeline import record
from kg.store.rdf import evidence_id, record_triples
from kg.store.reader import OxigraphReader

SCRIPT = Path(__file__).parents[1] / "support" / "ingest_lines.py"
COUNT = 240


def expected(item: Document) -> tuple[set[str], set[str]]:
    """The triples that a document brings, and the ids of its evidence."""
    made = record(LineExtractor().extract(item), "lines 1", shape())
    ids = {evidence_id(told) for told in made.extraction.evidence}
    return {str(triple) for triple in record_triples(made, shape())}, ids


def check(folder: Path) -> int:
    """Every document in the ledger is whole in the graph, and the graph holds nothing of any other."""
    reader = OxigraphReader(folder, shape)
    present = {str(triple) for triple in reader.triples()}
    rows = reader.ledger.documents()
    reader.close()
    versions = {item.id: [item] for item in documents(COUNT)}
    for item in documents(COUNT):
        versions[item.id].append(item)
    brought: set[str] = set()
    for row in rows:
        made, ids = expected(next(item for item in versions[row.id] if item.digest == row.digest))
        assert made <= present, f"{row.id} is half there"
        assert row.evidence == len(ids)
        brought |= made
    own = ("/document/", "/evidence/", "/sentence/", "/naming/", "/statement/")
    strays = [
        triple
        for triple in present - brought
        if any(f"china-ai-kg{part}" in triple.split(" ")[0] for part in own) and "ontology#derived" not in triple
    ]
    assert not strays, strays[:3]
    return len(rows)


def test_killed_twenty_times(tmp_path: Path) -> None:
    chance = random.Random(7)
    folder = tmp_path / "store"
    kills, held = 0, 0
    while kills < 20:
        process = subprocess.Popen([sys.executable, str(SCRIPT), str(folder), str(COUNT)], stdout=subprocess.DEVNULL)
        # Starting up takes about half a second; only what comes after is worth killing.
        while not (folder / "unpublished").exists() and process.poll() is None:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.25)
        if process.poll() is not None:  # it got to the end: begin again
            folder = tmp_path / f"store-{kills}"
            held = 0
            continue
        process.send_signal(signal.SIGKILL)
        process.wait()
        kills += 1
        now = check(folder)
        assert now >= held, "a finished document was lost"
        held = now
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(folder), str(COUNT)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()
    assert check(folder) == COUNT
    # The same as never having been killed.
    with open_writer(tmp_path / "whole") as writer:
        for item in documents(COUNT):
            writer.put([record(LineExtractor().extract(item), "lines 1", shape())])
    left, right = OxigraphReader(folder, shape), OxigraphReader(tmp_path / "whole", shape)
    assert {str(triple) for triple in left.triples()} == {str(triple) for triple in right.triples()}
    assert left.ledger.documents() == right.ledger.documents()
    assert body(3, "") != body(3, "New")
    left.close()
    right.close()
