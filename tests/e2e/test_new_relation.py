"""A new relation is a change to the ontology and a frame file, and to no Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TERM = """
kg:teaches a owl:ObjectProperty, kg:Relation ;
    rdfs:label "teaches at"@en, "任教于"@zh ;
    skos:definition "A person teaches at an institute."@en, "某人在某机构任教。"@zh ;
    rdfs:domain kg:Person ;
    rdfs:range kg:ResearchInstitute .
"""
FRAME = """
- id: teaches.verb
  predicate: teaches
  verb: teach
  subject: subj
  object: "prep:at"
  match: ["[S:Person Tang Jie] teaches at [O:ResearchInstitute Tsinghua University]."]
  no_match: ["[S:Person Tang Jie] studied at [O:ResearchInstitute Tsinghua University]."]
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the program with one relation more."""
    for name in ("kg", "ontology", "seeds/registry"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    ontology = tmp_path / "ontology" / "kg.ttl"
    ontology.write_text(ontology.read_text(encoding="utf-8") + TERM, encoding="utf-8")
    (tmp_path / "kg/extract/frames/relations-new-en.yaml").write_text(FRAME, encoding="utf-8")
    return tmp_path


def kg(tree: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(tree), "KG_STORE": str(tree / "store")}
    code = "from kg.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False, **settings,
    )  # fmt: skip


def test_a_new_relation_is_read_and_asked_without_new_code(tree: Path) -> None:
    article = tree / "article.txt"
    article.write_text("Campus news\nTang Jie teaches at Tsinghua University in Beijing.\n", encoding="utf-8")
    ingested = kg(tree, "ingest", str(article), "--published", "2025-05-01")
    assert ingested.returncode == 0, ingested.stderr
    asked = kg(tree, "who", "teaches", "Tsinghua University")
    assert asked.returncode == 0, asked.stderr
    assert "Tang Jie" in asked.stdout
    assert "teaches at Tsinghua University" in asked.stdout


def test_the_ontology_check_asks_for_its_shapes(tree: Path) -> None:
    checked = kg(tree, "ontology", "check")
    assert checked.returncode == 1
    assert "teaches" in checked.stdout + checked.stderr
