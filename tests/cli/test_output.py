from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

Kg = Any


def test_explore_writes_a_page(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    done = kg("explore", "Alibaba", "-o", path)
    assert done.status == 0
    assert done.out.startswith(f"{path}: ")
    assert "DeepSeek" in path.read_text(encoding="utf-8")


def test_explore_of_nobody_writes_nothing(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    assert kg("explore", "Nobody at all", "-o", path).status == 2
    assert not path.exists()


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "graphml", "gexf", "csv"])
def test_export_in_every_format(kg: Kg, tmp_path: Path, form: str) -> None:
    paths = [tmp_path / name for name in ("one", "two")]
    for path in paths:
        assert kg("export", "--format", form, "-o", path).status == 0
    assert paths[0].read_bytes() == paths[1].read_bytes() != b""


def test_the_ending_says_the_format(kg: Kg, tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    assert kg("export", "-o", path).out == f"{path}: written as nquads.\n"
    assert kg("export", "--format", "nquads", "-o", "-").out == path.read_text(encoding="utf-8")
    done = kg("export", "-o", tmp_path / "graph.xyz")
    assert done.status == 2
    assert "give --format" in done.err


def test_a_place_that_cannot_be_written_to(kg: Kg, tmp_path: Path) -> None:
    for command in (("export", "--format", "turtle"), ("explore",)):
        done = kg(*command, "-o", tmp_path / "none" / "file")
        assert done.status in (1, 2)
        assert done.err.startswith("Error: Cannot write")
