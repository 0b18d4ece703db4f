"""The wheel: what is in it, and that a program made of it alone finds its data."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = "kg/_data/"


def build(folder: Path) -> Path:
    """Builds the wheel of the tree into a folder, with what is installed here."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def shipped(folder: Path) -> set[str]:
    """The files below a folder of the tree, as paths from its root."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def test_every_file_of_the_package_is_in_it(names: set[str]) -> None:
    """Code, queries, frames, word lists and page templates alike."""
    files = shipped(ROOT / "kg")
    assert {Path(name).suffix for name in files} >= {".py", ".rq", ".yaml", ".txt", ".typed"}
    assert files <= names


@pytest.mark.parametrize("folder", ["ontology", "seeds/registry", "seeds/articles"])
def test_the_data_are_in_it(names: set[str], folder: str) -> None:
    files = shipped(ROOT / folder)
    assert files
    assert {DATA + name for name in files} <= names


def test_nothing_else_is_in_it(names: set[str]) -> None:
    known = shipped(ROOT / "kg") | {DATA + name for part in ("ontology", "seeds") for name in shipped(ROOT / part)}
    other = {name for name in names - known if ".dist-info/" not in name}
    assert not other


def test_the_same_tree_makes_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == wheel.read_bytes()


def test_it_finds_its_data_away_from_the_tree(wheel: Path, tmp_path: Path) -> None:
    """The unpacked wheel stands before the tree on the path; what it loads lies inside it."""
    site, elsewhere = tmp_path / "site", tmp_path / "elsewhere"
    elsewhere.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    program = (
        "from kg.config import data_path\n"
        "from kg.ontology import registry, schema\n"
        "print(data_path().resolve())\n"
        "print(len(schema.load().types), len(registry.load().entities))\n"
        "print(len(list(data_path('seeds', 'articles').glob('[0-9]*.md'))))\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(site)}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder, sizes, articles = done.stdout.splitlines()
    assert Path(folder) == (site / "kg" / "_data").resolve()
    types, entities = map(int, sizes.split())
    assert types > 0
    assert entities >= 600
    assert int(articles) >= 24
