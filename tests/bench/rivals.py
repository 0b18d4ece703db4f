"""Measures `kg --store DIR rivals Alibaba` against a script that only imports pyoxigraph and runs the same query.

    python tests/bench/rivals.py [DIR] [--statements 100000] [--runs 15] [--bar 1.6]

Without DIR a store is generated. The two take turns, and the medians of their wall times are compared. Exit status 1
when the ratio is above the bar, or when the look-up imports what only extraction needs.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

from generate import given_or_made

from kg.model.ids import PREFIXES
from kg.store.files import StoreFolder

HEAVY = ("spacy", "rdflib", "pyshacl", "pyvis", "networkx", "pydantic", "thinc", "numpy")
SCRIPT = """
import sys
from pyoxigraph import Store
store = Store.read_only(sys.argv[1])
for solution in store.query(sys.argv[2], prefixes={prefixes!r}):
    print(*solution)
"""
#: What the table shows of each piece of evidence, in one query as fast as we know to write it.
QUERY = """
SELECT ?subject ?object ?text ?publisher ?published ?modality WHERE {
  VALUES ?end { ent:alibaba }
  ?end p:rivals ?statement .
  ?statement kg:subject ?subject ; kg:object ?object ; prov:wasDerivedFrom ?evidence .
  ?evidence kg:modality ?modality ; kg:sentence ?sentence ; kg:document ?document .
  ?sentence kg:text ?text .
  FILTER (?modality IN (kg:asserted))
  OPTIONAL { ?document schema:publisher ?publisher }
  OPTIONAL { ?document schema:datePublished ?published }
}
"""


def wall(command: list[str]) -> tuple[float, str]:
    """Seconds and output of a command that must succeed."""
    # Modules are compiled when a package is installed; a source tree compiles on the first run, if it may.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return time.perf_counter() - started, done.stdout


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--bar", type=float, default=1.6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given_or_made(options.folder, Path(scratch), options.statements)
        return compare(folder, Path(scratch), options.runs, options.bar)


def compare(folder: Path, scratch: Path, runs: int, bar: float) -> int:
    script = scratch / "bare.py"
    script.write_text(SCRIPT.format(prefixes=PREFIXES), encoding="utf-8")
    copy, held = StoreFolder(folder).open_current()
    bare = [sys.executable, str(script), str(copy), QUERY]
    kg = [str(Path(sysconfig.get_path("scripts")) / "kg"), "--store", str(folder), "rivals", "Alibaba"]
    times: dict[str, list[float]] = {"bare": [], "kg": []}
    shown: dict[str, str] = {}
    for _ in range(runs + 1):  # the first round warms the disk's cache
        for name, command in (("bare", bare), ("kg", kg)):
            seconds, shown[name] = wall(command)
            times[name].append(seconds)
    held.close()
    medians = {name: statistics.median(found[1:]) for name, found in times.items()}
    ratio = medians["kg"] / medians["bare"]
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", *kg], capture_output=True, text=True, check=True
    ).stderr
    heavy = [name for name in HEAVY if any(line.split("|")[-1].strip() == name for line in loaded.splitlines())]
    print(f"rows of the bare query {len(shown['bare'].splitlines())}, lines of kg {len(shown['kg'].splitlines())}")
    print(f"bare {medians['bare'] * 1000:.0f} ms, kg {medians['kg'] * 1000:.0f} ms, ratio {ratio:.2f} (bar {bar})")
    least = {name: min(found[1:]) for name, found in times.items()}
    print(f"least: bare {least['bare'] * 1000:.0f} ms, kg {least['kg'] * 1000:.0f} ms")
    print(f"heavy imports: {', '.join(heavy) or 'none'}")
    return int(ratio > bar or bool(heavy) or not shown["bare"].strip() or not shown["kg"].strip())


if __name__ == "__main__":
    sys.exit(main())
