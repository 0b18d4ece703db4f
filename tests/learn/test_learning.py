"""Learning the judge from the first annotated documents, with few trees."""

from __future__ import annotations

import itertools
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn")
pytest.importorskip("lightgbm")

from kg.config import data_path
from kg.errors import DocumentError, MissingExtraError, UsageError
from kg.extract import judge
from kg.extract.document_json import DocumentJson
from kg.extract.english.reader import EnglishReader
from kg.extract.gold import read_gold
from kg.extract.judge import Judge
from kg.learn import Example, read_examples, train
from kg.ontology import registry, schema

ONTOLOGY = schema.load()
GOLD = data_path("seeds", "gold", "train", "en")
DOCUMENTS, ROUNDS = 10, 20

if not GOLD.is_dir():
    pytest.skip("the annotated documents are not here", allow_module_level=True)


@pytest.fixture(scope="module")
def documents() -> list[DocumentJson]:
    found = read_gold(GOLD)
    return [found[name] for name in sorted(found) if name.startswith("p")][:DOCUMENTS]


@pytest.fixture(scope="module")
def reader() -> EnglishReader:
    return EnglishReader(ONTOLOGY, registry.load(), judged=False)


@pytest.fixture(scope="module")
def examples(documents: list[DocumentJson], reader: EnglishReader) -> list[Example]:
    return list(read_examples(documents, reader))


@pytest.fixture(scope="module")
def learned(examples: list[Example]) -> Judge:
    return train(examples, ONTOLOGY, {"documents": DOCUMENTS}, rounds=ROUNDS)


def test_examples_are_what_the_annotation_tells(documents: list[DocumentJson], examples: list[Example]) -> None:
    assert {e.document for e in examples} == {d["id"] for d in documents}
    told = {(d["id"], r["predicate"]) for d in documents for r in d["relations"]}
    found = {(e.document, p) for e in examples for p in e.told}
    assert found <= told
    assert len(found) > len(told) / 2, "most annotated relations are among the pairs"
    for example in examples:
        assert len(set(example.features)) == sum(map(len, example.parts)), "parts have nothing in common"


def test_a_symmetric_relation_is_told_both_ways(documents: list[DocumentJson], examples: list[Example]) -> None:
    symmetric = {n for n, r in ONTOLOGY.relations.items() if r.symmetric}
    count: dict[tuple[str, str], int] = {}
    for example in examples:
        for name in example.told & symmetric if example.kinds[0] == example.kinds[1] else ():
            count[example.document, name] = count.get((example.document, name), 0) + 1
    assert count
    assert all(n % 2 == 0 for n in count.values())


def test_the_same_documents_give_the_same_file(learned: Judge, examples: list[Example], tmp_path: Path) -> None:
    again = train(list(examples), ONTOLOGY, {"documents": DOCUMENTS}, rounds=ROUNDS)
    one, other = tmp_path / "one.gz", tmp_path / "other.gz"
    judge.save(learned, one)
    judge.save(again, other)
    assert one.read_bytes() == other.read_bytes()


def ranked(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """How often a told pair is placed before another one: 0.5 is chance."""
    order = np.argsort(np.argsort(scores, kind="stable"), kind="stable") + 1
    right = np.asarray(labels)
    n = int(right.sum())
    return float((order[right].sum() - n * (n + 1) / 2) / (n * (len(right) - n)))


def test_the_judge_tells_relations_from_other_pairs(learned: Judge, examples: list[Example]) -> None:
    scored = []
    for _, group in itertools.groupby(examples, key=lambda e: e.document):
        pairs = list(group)
        for e, judged in zip(pairs, learned.judge(ONTOLOGY, pairs), strict=True):
            scored += [(p, name in e.told) for name, p in judged.items()]
    assert all(0.0 <= p <= 1.0 for p, _ in scored)
    assert sum(right for _, right in scored) > 20
    assert ranked([p for p, _ in scored], [right for _, right in scored]) > 0.9
    limit = learned.threshold[sorted(learned.threshold)[0]]
    taken = [right for p, right in scored if p >= limit]
    assert sum(taken) / len(taken) > 2 * sum(r for _, r in scored) / len(scored)


def test_the_file_says_how_it_was_made(learned: Judge) -> None:
    assert learned.about["documents"] == DOCUMENTS
    assert set(learned.about["unread_pairs"]) == {"precision", "recall", "f1"}
    assert all(0.0 <= v <= 1.0 for v in learned.about["unread_pairs"].values())
    assert set(learned.predicates) == set(learned.threshold) == set(ONTOLOGY.relations)
    assert set(learned.text.weights) <= set(ONTOLOGY.relations)
    assert len(learned.trees.roots) == ROUNDS


def test_other_documents_teach_something_else(examples: list[Example], learned: Judge) -> None:
    fewer = train([e for e in examples if e.document < "p008"], ONTOLOGY, {}, rounds=ROUNDS)
    assert fewer.text != learned.text


@pytest.mark.parametrize("missing", ["sklearn.linear_model", "scipy.sparse", "lightgbm"])
def test_a_missing_package_is_told_with_its_extra(
    monkeypatch: pytest.MonkeyPatch, examples: list[Example], missing: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(MissingExtraError, match=r"Training needs .*china-ai-kg\[learn\]"):
        train([e for e in examples if e.document < "p004"], ONTOLOGY, {}, rounds=1)


def test_the_extra_holds_what_training_imports() -> None:
    project = Path(__file__).parents[2] / "pyproject.toml"
    extra = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["optional-dependencies"]["learn"]
    names = {requirement.split(">")[0].split("=")[0] for requirement in extra}
    assert names == {"lightgbm", "scikit-learn", "scipy"}


def test_nothing_told_is_nothing_to_learn_from(examples: list[Example]) -> None:
    bare = [Example(e.document, e.ends, e.kinds, e.parts, frozenset()) for e in examples]
    for nothing in (bare, []):
        with pytest.raises(UsageError, match="no annotated relation"):
            train(nothing, ONTOLOGY, {}, rounds=1)


def test_one_document_is_too_few(examples: list[Example]) -> None:
    first = min(e.document for e in examples)
    with pytest.raises(UsageError, match="too few annotated relations"):
        train([e for e in examples if e.document == first], ONTOLOGY, {}, rounds=1)


def test_a_relation_that_the_ontology_lacks_is_told(documents: list[DocumentJson], reader: EnglishReader) -> None:
    wrong: Any = {**documents[0], "relations": [{**documents[0]["relations"][0], "predicate": "admires"}]}
    with pytest.raises(DocumentError, match=r"the ontology has no relation 'admires'"):
        list(read_examples([wrong], reader))
