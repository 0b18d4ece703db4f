"""The scripts of the pages: what needs no browser is tested by Node.js, file by file."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

TESTS = sorted((Path(__file__).parent / "client").glob("*.test.mjs"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_scripts(path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("KG_REQUIRE_BROWSER"):
            pytest.fail("no Node.js on the path")
        pytest.skip("no Node.js on the path")
    done = subprocess.run([node, "--test", str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_there_are_some() -> None:
    assert TESTS
