"""The wheel: what is in it, and that a program made of it alone finds its data."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DATA = "kg/_data/"


def run_build(tree: Path, kind: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Builds a "wheel" or "sdist" of a tree into a folder, with what is installed here."""
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(folder), str(tree)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def build(folder: Path) -> Path:
    """The wheel of the tree."""
    done = run_build(ROOT, "wheel", folder)
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
        if not path.is_relative_to(ROOT / "kg" / "web" / "client")  # the bundles are made of it
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


def test_the_bundles_of_the_pages_are_in_it(names: set[str]) -> None:
    needed = ("manifest.json", "licences.txt", "explorer.js", "query.js", "query.css", "site.css")
    assert {f"kg/web/static/{name}" for name in needed} <= names


def test_without_the_bundles_none_is_built(tmp_path: Path) -> None:
    tree, out = tmp_path / "tree", tmp_path / "out"
    (tree / "kg").mkdir(parents=True)
    (tree / "kg" / "__init__.py").touch()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copy(ROOT / name, tree)
    for kind in ("wheel", "sdist"):
        done = run_build(tree, kind, out)
        assert done.returncode != 0
        assert "run `make client` first" in done.stdout + done.stderr
    assert not list(out.glob("*"))


def test_a_wheel_comes_from_the_sdist_without_npm(names: set[str], tmp_path: Path) -> None:
    done = run_build(ROOT, "sdist", tmp_path / "sdist")
    assert done.returncode == 0, done.stdout + done.stderr
    (sdist,) = (tmp_path / "sdist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "tree", filter="data")
    (tree,) = (tmp_path / "tree").iterdir()
    assert not list(tree.rglob("node_modules"))
    done = run_build(tree, "wheel", tmp_path / "wheel", PATH=str(Path(sys.executable).parent))
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = (tmp_path / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert set(archive.namelist()) == names


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
