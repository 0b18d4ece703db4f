"""Learning the types of unknown names."""

from __future__ import annotations

import pytest

pytest.importorskip("sklearn")

from kg.extract.document_json import DocumentJson
from kg.learn.types import Named, read_names, train_types
from kg.ontology.registry import load


def _names(documents: int) -> list[Named]:
    found = []
    for number in range(documents):
        for type_name in ("Chip", "Fund", ""):
            found += [Named(f"d{number}", ["any", f"sign:{type_name}"], "Fund", type_name, 1.0)] * 3
    return found


def test_what_tells_a_type_is_learned() -> None:
    model = train_types(_names(10), {"documents": 10})
    assert model is not None
    assert model.choose(["any", "sign:Chip"]) == "Chip"
    assert model.choose(["any", "sign:"]) is None
    assert model.about["unread_f1"]["model"] == 1.0
    assert model.about["unread_f1"]["rules"] < 0.5
    assert model == train_types(_names(10), {"documents": 10})


def test_two_classes_are_enough() -> None:
    model = train_types([n for n in _names(10) if n.type != "Chip"], {})
    assert model is not None
    assert model.choose(["any", "sign:Fund"]) == "Fund"
    assert model.choose(["any", "sign:"]) is None


def test_too_few_documents_teach_nothing() -> None:
    assert train_types(_names(3), {}) is None


def test_known_names_serve_as_unknown_ones() -> None:
    text = "Tencent backed Zhuravl on Monday. Analysts at Zhuravl cheered."
    annotated: DocumentJson = {
        "id": "d",
        "lang": "en",
        "published": None,
        "title": None,
        "publisher": None,
        "text": text,
        "entities": [
            {"id": "e1", "type": "Company", "name": "Tencent", "mentions": ["Tencent"]},
            {"id": "e2", "type": "Fund", "name": "Zhuravl", "mentions": ["Zhuravl"]},
        ],
        "relations": [],
        "observations": [],
    }
    found = read_names([annotated], load())
    assert {(n.type, n.weight) for n in found if n.type} == {("Fund", 1.0), ("Company", 0.5)}
