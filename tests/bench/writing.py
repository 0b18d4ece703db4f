"""Measures writing documents into the store against loading the same triples with pyoxigraph alone.

    python tests/bench/writing.py [--statements 20000] [--bar 12]

The store keeps more than triples: a ledger for exact deletion, names for search, and direct triples that it works out.
Exit status 1 when it takes more than `bar` times as long as the bare bulk load.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

import pyoxigraph as ox
from generate import generate

from kg.store.files import StoreFolder


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--bar", type=float, default=12.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "store"
        began = time.perf_counter()
        count = generate(folder, options.statements)
        ours = time.perf_counter() - began
        copy, held = StoreFolder(folder).open_current()
        text = ox.serialize(
            (quad.triple for quad in ox.Store.read_only(str(copy)).quads_for_pattern(None, None, None, None)),
            format=ox.RdfFormat.N_TRIPLES,
        )
        held.close()
        bare = ox.Store(str(Path(scratch) / "bare"))
        began = time.perf_counter()
        bare.bulk_load(text, format=ox.RdfFormat.N_TRIPLES)
        bare.flush()
        loaded = time.perf_counter() - began
        triples = len(bare)
    ratio = ours / loaded
    print(f"{count} documents, {triples:,} triples: kg {ours:.1f} s, bare {loaded:.1f} s, ratio {ratio:.1f}")
    print(f"(bar {options.bar})")
    return int(ratio > options.bar)


if __name__ == "__main__":
    sys.exit(main())
