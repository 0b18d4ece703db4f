"""The quick look-up answers what the whole answers, or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg.cli import quick
from kg.config import Settings
from kg.query.quick import rivals
from kg.store.layout import CURRENT, LAYOUT_FILE

LONG = "a sentence that is long enough to be broken over several lines of any terminal, and a little longer " * 2
DOCUMENTS = (
    document("a", "(Alibaba|阿里巴巴*:Company) rivals (DeepSeek|深度求索*:Company).", published="2025-03-06"),
    document(
        "b",
        f"(DeepSeek|深度求索*:Company) rivals (Alibaba|阿里巴巴*:Company) {{by Reuters; when 2025-Q1}}. {LONG}",
        publisher=None,
    ),
    document("c", "阿里巴巴：(Alibaba|阿里巴巴*:Company) rivals (百度*:Company)。", publisher="财经", published="2026"),
    document(
        "d",
        "(Alibaba|阿里巴巴*:Company) rivals (Tencent*:Company) {by a\x1b[31mb}.",
        title="<b>\x9b31m</b>",
        publisher=None,
    ),
    document(
        "e",
        "(Baidu*:Company) rivals (Alibaba|阿里巴巴*:Company) {speculated}. (Baidu*:Company) rivals (Tencent*:Company).",
    ),
    *(
        document(f"more-{n}", f"(Alibaba|阿里巴巴*:Company) rivals (O'Hara & Sons:Company) again {n}.", published=None)
        for n in range(5)
    ),
    document("f", "(Qwen2*:AIModel) versionOf (Qwen*:AIModel). (Qwen*:AIModel) rivals (Kimi*:AIModel)."),
    document("g", "(Orion*:Company) rivals (Baidu*:Company). (Orion:AIModel) rivals (Kimi*:AIModel)."),
    document("h", "(Unknown Firm:Company) rivals (Kimi Firm*:Company)."),
    document("i", "(Meituan*:Company) rivals (Didi*:Company) {amount >5 CNY}. (Nio*:Company) basedIn (Hefei*:Place)."),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quick") / "store"
    ingest(folder, *DOCUMENTS)
    return folder


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test run itself sets is not the user's setting."""
    for name in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", ["Alibaba", "alibaba", "ALI-BABA", "DeepSeek", "百度", "Tencent", "Baidu", "Kimi"])
def test_the_same_answer(store: Path, name: str, language: str) -> None:
    found = rivals(str(store), name, language)
    assert found
    with kg.open(store, language) as graph:
        whole = graph.rivals(name).edges
    assert [(edge.id, edge.subject.label, edge.object.label) for edge in found] == [
        (edge.id, edge.subject.label, edge.object.label) for edge in whole
    ]
    assert [edge.id for edge in found] == [edge.id for edge in rivals(str(store), name)]
    for mine, theirs in zip(found, whole, strict=True):
        for item, view in zip(mine.evidence, theirs.evidence, strict=True):
            for field, value in vars(item).items():
                assert value == getattr(view, field), field
            for field in ("modality", "attribution", "when", "alternatives"):
                assert getattr(item, field) == getattr(view, field), field


@pytest.mark.parametrize("columns", ["24", "80", "200"])
@pytest.mark.parametrize("name", [("Alibaba",), ("百度", "--lang", "zh"), ("--lang", "zh", "Alibaba"), ("tencent",)])
@pytest.mark.parametrize("environment", [{}, {"KG_LANG": "zh"}], ids=str)
def test_the_same_page(store: Path, name: tuple[str, ...], columns: str, environment: dict[str, str]) -> None:
    code = "import sys; from kg.cli.{module} import main; sys.argv[0] = 'kg'; main()"
    shown = [
        subprocess.run(
            [sys.executable, "-c", code.format(module=module), "--store", str(store), "rivals", *name],
            env={"COLUMNS": columns, "PATH": "", "PYTHONIOENCODING": "utf-8", **environment},
            capture_output=True,
            check=True,
        ).stdout
        for module in ("quick", "main")
    ]
    assert shown[0] == shown[1]
    assert shown[0].count(b"\n") >= 3


def test_the_language_is_that_of_the_command_then_of_the_settings(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ["--store", str(store), "rivals", "百度"]
    english, chinese = quick.answer(asked), quick.answer([*asked, "--lang", "zh"])
    assert english is not None
    assert chinese is not None
    assert english.startswith("百度 — Alibaba\n")
    assert chinese.startswith("百度 — 阿里巴巴\n")
    monkeypatch.setenv("KG_LANG", "zh")
    assert quick.answer(asked) == chinese
    assert quick.answer([*asked, "--lang", "en"]) == english
    monkeypatch.setenv("KG_LANG", "fr")
    assert quick.answer(asked) is None
    assert quick.answer([*asked, "--lang", "fr"]) is None


@pytest.mark.parametrize(
    "name",
    ["Qwen", "Orion", "Unknown Firm", "Meituan", "Nio", "Nobody", "Huawei", "", "\udcff", 'x" . } #', "a\nb"],
    ids=repr,
)
def test_what_is_out_of_the_ordinary_is_left_to_the_whole(store: Path, name: str) -> None:
    assert not name.isprintable() or rivals(str(store), name) is None
    assert quick.answer(["--store", str(store), "rivals", name]) is None


@pytest.mark.parametrize(
    "arguments",
    [
        ["rivals"],
        ["rivals", "--help"],
        ["rivals", "Alibaba", "--format", "json"],
        ["rivals", "Alibaba", "DeepSeek"],
        ["who", "rivals", "Alibaba"],
        ["--store", "", "rivals", "Alibaba"],
        [],
    ],
    ids=" ".join,
)
def test_other_questions_are_left_to_the_whole(
    store: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    assert quick.answer(arguments) is None
    assert quick.answer(["rivals", "Alibaba"]) is not None
    monkeypatch.setenv("KG_WORKERS", "none")
    assert quick.answer(["rivals", "Alibaba"]) is None


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the whole finds the folder")
@pytest.mark.parametrize("variable", ["XDG_DATA_HOME", "HOME"])
def test_the_default_folder_is_that_of_the_whole(
    store: Path, variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KG_STORE", "XDG_DATA_HOME", "ANDROID_DATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, str(tmp_path))
    assert quick.answer(["rivals", "Alibaba"]) is None  # there is no store yet
    folder = Settings().store
    assert folder.is_relative_to(tmp_path)
    folder.parent.mkdir(parents=True)
    folder.symlink_to(store, target_is_directory=True)
    assert quick.answer(["rivals", "Alibaba"]) == quick.answer(["--store", str(store), "rivals", "Alibaba"])
    assert quick.answer(["--store", "", "rivals", "Alibaba"]) is None
    monkeypatch.setenv(variable, "relative")
    assert quick.answer(["rivals", "Alibaba"]) is None


def test_a_store_that_needs_a_look_is_left_to_the_whole(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    assert rivals(str(folder), "Alibaba") is None
    ingest(folder, *DOCUMENTS[:1])
    assert rivals(str(folder), "Alibaba")
    (folder / "unpublished").touch()
    assert rivals(str(folder), "Alibaba") is None
    (folder / "unpublished").unlink()
    (folder / CURRENT).write_text("000999")
    assert rivals(str(folder), "Alibaba") is None
    (folder / LAYOUT_FILE).write_text("0")
    assert rivals(str(folder), "Alibaba") is None


def test_it_imports_next_to_nothing(store: Path) -> None:
    code = (
        "import sys; before = set(sys.modules); from kg.cli.quick import answer; "
        f"assert answer(['--store', {str(store)!r}, 'rivals', 'Alibaba']); print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "pyoxigraph" in loaded
    assert not loaded & {"click", "re", "dataclasses", "typing", "sqlite3", "pathlib", "enum", "spacy", "rdflib"}
