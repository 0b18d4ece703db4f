"""Measures extraction: against bare spaCy, in memory, and with two workers.

    python tests/bench/reading.py [--words 200000] [--speed-bar 1.3] [--chinese-bar 20000] [--memory-bar 700]
        [--workers-bar 1.7] [--only speed|chinese|memory|workers]

Texts are the sample corpus and the annotated documents, again and again until there are enough words. One core: the two
readers take turns on the same texts, in chunks, and the processor time of each is added up; bare spaCy is the
small English pipeline with all its components over `nlp.pipe`. Memory is that of a process which only extracts, at
quarters of the way. Workers are compared by the wall time of `kg ingest`, the better of two runs each. Exit status 1
where a bar is missed.
"""

# ruff: noqa: T201

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from kg import assembly
from kg.config import Settings
from kg.extract.document_json import from_json
from kg.extract.gold import read_gold
from kg.extract.rules import RuleExtractor
from kg.ingest import read
from kg.model import Document

SEEDS = Path(__file__).parents[2] / "seeds"
#: One core is one core; read when NumPy is loaded.
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
#: So many documents take turns, and go to spaCy as one batch.
CHUNK = 25
#: So many documents are read by both before the clock runs.
WARM = 150
#: Excerpts are left out.
SHORTEST = 100


def documents(words: int) -> Iterator[Document]:
    """Texts of at least so many words, each time with an id of its own."""
    annotated = [from_json(one) for folder in ("train", "test") for one in read_gold(SEEDS / "gold" / folder).values()]
    articles = [one for one in read(SEEDS / "articles", settings=Settings()) if isinstance(one, Document)]
    known = [d for d in (*annotated, *articles) if d.language == "en" and len(d.text.split()) >= SHORTEST]
    told = 0
    for number, one in enumerate(cycle(known)):
        if told >= words:
            return
        told += len(one.text.split())
        yield Document(f"bench-{number}", one.body, one.title, one.publisher, one.published, "en")


def speed(words: int, bar: float) -> bool:
    """Words a second of both readers on one core."""
    from kg.extract.english.pipeline import package

    extractor: RuleExtractor = assembly.extractor()
    nlp = package().load()
    everything = list(documents(words))
    for document in everything[:WARM]:  # patterns are compiled when they are first tried
        extractor.extract(document)
    list(nlp.pipe(document.text for document in everything[:WARM]))
    spent = {"spaCy": 0.0, "kg": 0.0}
    for start in range(0, len(everything), CHUNK):
        chunk = everything[start : start + CHUNK]
        began = time.process_time()
        for _ in nlp.pipe(d.text for d in chunk):
            pass
        between = time.process_time()
        for document in chunk:
            extractor.extract(document)
        spent["spaCy"] += between - began
        spent["kg"] += time.process_time() - between
    told = sum(len(d.text.split()) for d in everything)
    ratio = spent["spaCy"] / spent["kg"]
    rates = ", ".join(f"{who} {told / seconds:,.0f} words/s" for who, seconds in spent.items())
    print(f"reading on one core, {told:,} words: {rates}; ratio {ratio:.2f} (bar {bar})", flush=True)
    return ratio >= bar


def chinese(bar: float) -> bool:
    """Characters a second of Chinese, every text once."""
    extractor: RuleExtractor = assembly.extractor()
    annotated = [from_json(one) for folder in ("train", "test") for one in read_gold(SEEDS / "gold" / folder).values()]
    articles = [one for one in read(SEEDS / "articles", settings=Settings()) if isinstance(one, Document)]
    known = [d for d in (*annotated, *articles) if d.language == "zh"]
    extractor.extract(known[0])
    began = time.process_time()
    for document in known:
        extractor.extract(document)
    spent = time.process_time() - began
    told = sum(len(d.text) for d in known)
    print(
        f"reading Chinese on one core, {told:,} characters: {told / spent:,.0f} a second (bar {bar:,.0f})", flush=True
    )
    return told / spent >= bar


def memory(words: int, bar: float) -> bool:
    """Resident memory of a process that only extracts."""
    done = subprocess.run(
        [sys.executable, __file__, "--words", str(words), "--child"], capture_output=True, text=True, check=True
    )
    sizes: list[float] = json.loads(done.stdout)
    growth = sizes[-1] / sizes[0]
    told = ", ".join(f"{size:.0f}" for size in sizes)
    print(f"resident memory at quarters of the way: {told} MB (bar {bar:.0f}); last to first {growth:.2f}", flush=True)
    return max(sizes) < bar and growth < 1.15


def child(words: int) -> None:
    """Extracts everything; prints the resident memory, in MB, at each quarter."""
    extractor = assembly.extractor()
    sizes: list[float] = []
    told = 0
    for document in documents(words):
        extractor.extract(document)
        told += len(document.text.split())
        if told >= words * (len(sizes) + 1) / 4 and len(sizes) < 4:
            sizes.append(_resident())
    print(json.dumps(sizes))


def _resident() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise SystemExit("This system does not tell resident memory in /proc/self/status.")


def workers(words: int, bar: float) -> bool:
    """Wall time of `kg ingest` with one and with two workers, long enough for their start to count little."""
    kg = str(Path(sysconfig.get_path("scripts")) / "kg")
    least: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch) / "texts.jsonl"
        with source.open("w", encoding="utf-8") as file:
            for d in documents(words):
                published = str(d.published) if d.published else "2025-01-01"
                # the number keeps a text that comes again from being taken for the same document
                body = f"{d.body}\n\n{d.id}"
                line = {"title": d.title or d.id, "text": body, "published": published, "lang": "en"}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        for turn in range(2):
            for count in (1, 2):
                store = Path(scratch) / f"store-{turn}-{count}"
                began = time.perf_counter()
                command = [kg, "--store", str(store), "ingest", str(source), "--workers", str(count)]
                subprocess.run(command, check=True, capture_output=True)
                spent = time.perf_counter() - began
                least[count] = min(spent, least.get(count, spent))
    ratio = least[1] / least[2]
    print(
        f"kg ingest: 1 worker {least[1]:.1f} s, 2 workers {least[2]:.1f} s; ratio {ratio:.2f} (bar {bar})", flush=True
    )
    return ratio >= bar


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--words", type=int, default=200_000)
    parser.add_argument("--speed-bar", type=float, default=1.3)
    parser.add_argument("--chinese-bar", type=float, default=20_000)
    parser.add_argument("--memory-bar", type=float, default=700.0)
    parser.add_argument("--workers-bar", type=float, default=1.7)
    parser.add_argument("--only", choices=("speed", "chinese", "memory", "workers"))
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if any(os.environ.get(name) != "1" for name in THREADS):
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | dict.fromkeys(THREADS, "1"))
    if options.child:
        child(options.words)
        return 0
    parts: dict[str, Callable[[], bool]] = {
        "speed": lambda: speed(options.words, options.speed_bar),
        "chinese": lambda: chinese(options.chinese_bar),
        "memory": lambda: memory(options.words, options.memory_bar),
        "workers": lambda: workers(2 * options.words, options.workers_bar),
    }
    reached = [run() for name, run in parts.items() if options.only in (None, name)]
    return int(not all(reached))


if __name__ == "__main__":
    sys.exit(main())
