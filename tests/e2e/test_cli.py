"""The whole way as a stranger goes it: `kg` as a program, real articles, the real extractor."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kg.config import data_path

ARTICLES = [
    data_path("seeds", "articles", name) for name in ("12-qwq-32b-lifts-alibaba.md", "16-qwen3-benchmark-report.md")
]


def kg(store: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli.main", "--store", str(store), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("e2e") / "store"
    done = kg(path, "ingest", *ARTICLES, "--workers", 2)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 added: ")
    return path


def test_rivals_come_with_sentence_publisher_and_date(store: Path) -> None:
    done = kg(store, "rivals", "阿里巴巴", "--format", "json")
    edges = json.loads(done.stdout)["edges"]
    assert "DeepSeek" in {edge["object"]["label"] for edge in edges}
    for edge in edges:
        for item in edge["evidence"]:
            assert item["quote"] in item["sentence"]
            assert item["publisher"]
            assert item["published"]


def test_a_second_store_by_one_process_is_the_same(store: Path, tmp_path: Path) -> None:
    assert kg(tmp_path / "store", "ingest", *ARTICLES).returncode == 0
    written = [kg(path, "export", "--format", "nquads", "-o", "-").stdout for path in (store, tmp_path / "store")]
    assert written[0] == written[1] != ""


def test_extract_points_into_the_text() -> None:
    command = [sys.executable, "-m", "kg.cli.main", "extract", *map(str, ARTICLES)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(told) == len(ARTICLES)
    for document in told:
        text = f"{document['title']}\n{document['text']}"
        assert document["relations"]
        for item in (*document["relations"], *document["observations"]):
            assert text[item["start"] : item["end"]] == item["evidence"]
        for entity in document["entities"]:
            assert {text[start:end] for start, end in entity["spans"]} == set(entity["mentions"])
