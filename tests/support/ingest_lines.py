"""Ingests made-up documents into a store until it is done or killed: `python ingest_lines.py STORE COUNT [WORKERS]`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from line_extractor import document, make

from kg.assembly import open_writer, shape
from kg.model import Document
from kg.pipeline import ingest


def documents(count: int) -> Iterator[Document]:
    """Ten statements each; every third document is a new version of an earlier one in a second round."""
    for number in range(count):
        yield document(f"d{number}", body(number, ""))
    for number in range(0, count, 3):
        yield document(f"d{number}", body(number, "New"))


def body(number: int, prefix: str) -> str:
    return " ".join(
        f"({prefix}Firm {number % 17}:Company) rivals ({prefix}Firm {number * 10 + part + 100}:Company)."
        if part % 2
        else f"({prefix}Firm {number % 5}:Company) released ({prefix}Model {number}-{part}:AIModel)."
        for part in range(10)
    )


if __name__ == "__main__":
    folder, count = Path(sys.argv[1]), int(sys.argv[2])
    workers = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with open_writer(folder) as writer:
        made = ingest(documents(count), make, writer, shape(), workers=workers)
    sys.stdout.write(f"{made.added} {made.replaced} {made.unchanged}\n")
