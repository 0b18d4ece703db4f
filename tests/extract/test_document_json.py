"""The JSON form of an extraction."""

from __future__ import annotations

import pytest

from kg.extract.document_json import to_json
from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Span, Statement

TEXT = "Tallyman says Osk sells to Lim, Mr Bo adds. The Tallyman Group has counted. Bo Han agrees."


def attribution(label: str) -> str | None:
    document = Document("d", TEXT)
    entities = (
        Entity("tallyman", "Company", {"en": "Tallyman Analytics"}),
        Entity("bo", "Person", {"en": "Han Bo"}),
        Entity("osk", "Company", {"en": "Osk"}),
    )
    mentions = [
        Mention(Span(at, at + len(form)), form, "Company", entity, "t")
        for entity, form in (
            ("tallyman", "Tallyman"),
            ("tallyman", "Tallyman Group"),
            ("bo", "Bo"),
            ("bo", "Bo Han"),
            ("osk", "Osk"),
        )
        for at in (TEXT.index(form),)
    ]
    item = Evidence(
        Statement("osk", "supplies", "lim"),
        "d",
        Span(0, 10),
        TEXT[:10],
        Modality.ASSERTED,
        label,
        None,
        {},
        (),
        "x",
        "r",
        None,
    )
    return to_json(Extraction(document, entities, tuple(mentions), (item,)))["relations"][0]["attribution"]


@pytest.mark.parametrize(
    ("label", "form"),
    [
        ("Osk", "Osk"),
        ("Tallyman Analytics", "Tallyman"),
        ("Han Bo", "Bo Han"),
        ("Nobody Here", "Nobody Here"),
    ],
)
def test_a_source_is_named_as_the_document_names_it(label: str, form: str) -> None:
    assert attribution(label) == form
