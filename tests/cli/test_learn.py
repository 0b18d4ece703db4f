"""`kg learn`: what it writes, and how it refuses."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.config import data_path
from kg.extract import judge

Kg = Any
GOLD = data_path("seeds", "gold", "train", "en")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with the first few annotated documents."""
    if not GOLD.is_dir():
        pytest.skip("the annotated documents are not here")
    folder = tmp_path / "my gold"
    folder.mkdir()
    for path in sorted(GOLD.glob("*.json"))[:3]:
        shutil.copy(path, folder)
    return folder


def test_a_model_is_written_and_told(bare: Kg, gold: Path, tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    pytest.importorskip("lightgbm")
    file = tmp_path / "model.json.gz"
    done = bare("learn", gold, "-o", file)
    assert done.status == 0, done.err
    assert "3 documents, " in done.out
    assert "precision 0." in done.out or "precision 1.000" in done.out
    model = judge.load(file)
    assert model.about["documents"] == 3
    assert model.about["folders"] == ["my gold"], "no path of this machine goes into the file"
    assert str(tmp_path) not in json.dumps(dict(model.about))


def fails(done: Any, *said: str) -> None:
    assert done.status != 0
    assert done.err.splitlines()[-1].startswith("Error: ") or "Error: " in done.err
    assert "Traceback" not in done.err
    assert not done.out
    for text in said:
        assert text in " ".join(done.err.split())


@pytest.mark.parametrize("missing", ["sklearn.linear_model", "lightgbm"])
def test_a_missing_package_is_told_with_its_extra(
    bare: Kg, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    done = bare("learn", gold, "-o", tmp_path / "model.gz")
    assert done.status == 2
    fails(done, 'pip install "china-ai-kg[learn]"')
    assert not (tmp_path / "model.gz").exists()


def test_wrong_use(bare: Kg, tmp_path: Path) -> None:
    out = tmp_path / "model.gz"
    assert bare("learn").status == 2
    assert bare("learn", tmp_path).status == 2
    fails(bare("learn", tmp_path / "gone", "-o", out), "There is no folder")
    fails(bare("learn", tmp_path, "-o", out), "holds no annotated document")
    fails(bare("learn", tmp_path, "-o", tmp_path / "no" / "model.gz"), "Cannot write", "there is no folder")
    assert bare("learn", tmp_path, "-o", tmp_path).status == 2, "a folder is no file"
    assert not out.exists()


def document(**more: Any) -> dict[str, Any]:
    text = "Lingyun bought Baisha."
    entities = [{"id": n.lower(), "type": "Company", "name": n} for n in ("Lingyun", "Baisha")]
    told = {"subject": "lingyun", "predicate": "acquires", "object": "baisha", "modality": "asserted", "evidence": text}
    return {"id": "a", "lang": "en", "text": text, "entities": entities, "relations": [told], "observations": []} | more


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no JSON"),
        ("[]", "is no annotated document"),
        (document(relations=[]), "no annotated relation to learn from"),
        (document(lang="zh"), "no annotated relation to learn from"),
        (document(), "too few annotated relations"),
        ({k: v for k, v in document().items() if k != "lang"}, "too few annotated relations"),
        (document(relations=[{**document()["relations"][0], "predicate": "admires"}]), "no relation 'admires'"),
    ],
)
def test_documents_that_teach_nothing(bare: Kg, tmp_path: Path, content: Any, said: str) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (tmp_path / "a.json").write_text(text, encoding="utf-8")
    fails(bare("learn", tmp_path, "-o", tmp_path / "model.gz"), said)
    assert not (tmp_path / "model.gz").exists()
