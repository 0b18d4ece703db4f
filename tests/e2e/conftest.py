"""The sample corpus as a store, made once by the command line, for all tests that ask about it."""

from __future__ import annotations

from pathlib import Path

import pytest
from program import CORPUS, run


@pytest.fixture(scope="session")
def corpus_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of every sample article."""
    path = tmp_path_factory.mktemp("corpus") / "store"
    done = run(path, "ingest", CORPUS, "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    return path
