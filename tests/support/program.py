"""`kg` as a program of its own, and where the sample corpus lies."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from kg.config import data_path

CORPUS = data_path("seeds", "articles")
_LONGEST = 600


def run(store: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """`kg --store STORE ARGUMENTS…`, waited for at most ten minutes."""
    command = [sys.executable, "-m", "kg.cli.main", "--store", str(store), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=_LONGEST, check=False)
