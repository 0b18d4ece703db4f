"""`kg extract --explain`: how articles were read, for a terminal and as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.config import data_path

Kg = Any
ARTICLE = data_path("seeds", "articles", "24-manus-moonshot-deals.md")
HOSTILE = (
    "# Evil \x1b]0;owned\x07 [bold]title[/bold]\n\n"
    "Alibaba[red] \x1b[31mand [link=http://x]Baidu[/link] \x9b2J\u202eraised $5 billion from it."
)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    path = tmp_path / "hostile.md"
    path.write_text(HOSTILE, encoding="utf-8")
    return path


def test_a_table_by_default(bare: Kg) -> None:
    done = bare("extract", "--explain", ARTICLE)
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert any(line.startswith("1. Deal sheet: Meta takes Manus") for line in lines)
    assert "names: Meta (company, known)" in done.out
    assert "“the company” → Moonshot AI" in done.out
    assert "told: Moonshot AI — valuation: 4,300,000,000 USD" in done.out
    assert "rejected: “$3 billion”" in done.out
    assert max(map(len, lines)) <= 80


def test_the_same_as_json(bare: Kg) -> None:
    told = bare("extract", "--explain", ARTICLE, "--format", "json").json
    assert told["title"] == "Deal sheet: Meta takes Manus, Moonshot refills the tank"
    shown = bare("extract", "--explain", ARTICLE).out
    for place, sentence in enumerate(told["sentences"], 1):
        assert f"\n{place}. {sentence['text'][:20]}" in shown
    left_out = [item for sentence in told["sentences"] for item in sentence["rejected"]]
    assert shown.count("rejected: ") == len(left_out) > 0


def test_one_line_a_document(bare: Kg) -> None:
    other = data_path("seeds", "articles", "12-qwq-32b-lifts-alibaba.md")
    done = bare("extract", "--explain", ARTICLE, other, "--format", "jsonl")
    assert [len(json.loads(line)["sentences"]) > 5 for line in done.out.splitlines()] == [True, True]


def test_it_is_the_same_again(bare: Kg) -> None:
    once, again = (bare("extract", "--explain", ARTICLE, "--format", "json").out for _ in range(2))
    assert once == again


@pytest.mark.parametrize("form", ["table", "json", "jsonl"])
def test_a_hostile_text_steers_nothing(bare: Kg, hostile: Path, form: str) -> None:
    done = bare("extract", "--explain", hostile, "--format", form)
    assert done.status == 0
    assert not any(char in done.out for char in "\x1b\x9b\x07\u202e")
    assert "[bold]title[/bold]" in done.out
    assert "[link=http://x]" in done.out


def test_chinese_is_explained_in_its_own_script(bare: Kg, tmp_path: Path) -> None:
    path = tmp_path / "zh.md"
    path.write_text(
        "# 阿里巴巴發布新模型\n\n阿里巴巴周四發布了Qwen3，與深度求索競爭。公司股價升3%。\n", encoding="utf-8"
    )
    told = bare("extract", "--explain", path, "--format", "json").json
    assert told["lang"] == "zh"
    sentences = told["sentences"]
    assert [s["text"] for s in sentences] == [
        "阿里巴巴發布新模型", "阿里巴巴周四發布了Qwen3，與深度求索競爭。", "公司股價升3%。"
    ]  # fmt: skip
    assert {"alibaba", "deepseek"} <= {m["entity"] for m in sentences[1]["mentions"]}
    assert ("公司", "alibaba") in {(link["text"], link["entity"]) for link in sentences[2]["links"] if link["anaphor"]}
    assert {("alibaba", "stockChange")} <= {(s["subject"], s["predicate"]) for s in sentences[2]["told"]}
    assert any(frame["predicate"] == "released" for frame in sentences[1]["frames"])
    page = bare("extract", "--explain", path)
    assert page.status == 0 and "與深度求索競爭" in page.out


def test_without_it_json_is_the_annotated_document(bare: Kg) -> None:
    told = bare("extract", ARTICLE, "--format", "json").json
    assert {"entities", "relations", "observations"} <= told.keys()
    assert told == json.loads(bare("extract", ARTICLE).out)
