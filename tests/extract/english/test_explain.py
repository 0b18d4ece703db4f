"""How documents were read: the explanation agrees with the extraction, and tells what was left out and why."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator

import numpy as np
import pytest

from kg.config import Settings, data_path
from kg.extract.english.reader import EnglishReader
from kg.extract.evidence_table import RowMaker
from kg.extract.explain import explain
from kg.extract.explanation import Explanation, RejectedTold, SentenceTold
from kg.extract.judge import Judge, TextModel, Trees
from kg.ingest import read
from kg.model import Document, When
from kg.ontology import registry, schema

ONTOLOGY = schema.load()
ARTICLES = sorted(data_path("seeds", "articles").glob("*.md"))
FEW = [path for path in ARTICLES if path.name[:2] in {"01", "06", "21", "24"}]


@pytest.fixture(scope="module")
def reader() -> EnglishReader:
    """The reader as it ships."""
    return EnglishReader(ONTOLOGY, registry.load())


@pytest.fixture(scope="module")
def plain() -> EnglishReader:
    """The reader with frames alone."""
    return EnglishReader(ONTOLOGY, registry.load(), judged=False)


def articles() -> Iterator[Document]:
    for path in FEW:
        (document,) = read(path, settings=Settings())
        assert isinstance(document, Document)
        yield document


def told(reader: EnglishReader, body: str, title: str | None = None, publisher: str = "Wire") -> Explanation:
    return explain(reader, Document("d", body, title, publisher, When.parse("2025-03-06")), "test/1")


def only(explanation: Explanation) -> SentenceTold:
    (sentence,) = explanation["sentences"]
    return sentence


def rejected(explanation: Explanation, kind: str) -> list[RejectedTold]:
    return [r for s in explanation["sentences"] for r in s["rejected"] if r["kind"] == kind]


def reasons(explanation: Explanation, kind: str) -> dict[str, str]:
    return {r["text"]: r["reason"] for r in rejected(explanation, kind)}


def judging(leaf: float, threshold: float = 0.5, frames: dict[str, tuple[int, int]] | None = None) -> EnglishReader:
    """A reader whose judge gives every pair of firms the same figure as rivals."""
    types = tuple(sorted(ONTOLOGY.types))
    at = RowMaker(("rivals",), types).columns.index("text score")
    stump = Trees(
        [0],
        np.array([at, -1, -1]),
        np.array([2.0, 0.0, 0.0]),
        np.array([1, 1, 2]),
        np.array([2, 1, 2]),
        np.array([0.0, leaf, leaf]),
    )
    text = TextModel({"rivals": {"frames:rivals": 2.0, "kinds:Company>Company": -1.5}}, {"rivals": 0.0})
    reader = EnglishReader(ONTOLOGY, registry.load(), judged=False)
    reader.relations.judge = Judge(("rivals",), types, text, stump, {"rivals": threshold}, {}, frames or {})
    return reader


# --- real articles ---------------------------------------------------------------------------------------------------


def test_a_trace_changes_nothing(reader: EnglishReader) -> None:
    for document in articles():
        extraction = reader.extract(document, "test/1")
        explanation = explain(reader, document, "test/1")
        mentions = [m for s in explanation["sentences"] for m in s["mentions"]] + explanation["outside"]
        spans = sorted((m["start"], m["end"], m["entity"]) for m in mentions)
        assert spans == [(m.span.start, m.span.end, m.entity) for m in extraction.mentions]
        statements = [(t["subject"], t["predicate"], t["rule"]) for s in explanation["sentences"] for t in s["told"]]
        found = [(e.statement.subject, e.statement.predicate, e.rule) for e in extraction.evidence]
        assert sorted(statements) == sorted(found)
        assert {e["id"] for e in explanation["entities"]} == {e.id for e in extraction.entities}


def test_every_place_is_exact(reader: EnglishReader) -> None:
    for document in articles():
        for sentence in explain(reader, document, "test/1")["sentences"]:
            assert document.text[sentence["start"] : sentence["end"]] == sentence["text"]
            for item in (*sentence["mentions"], *sentence["links"]):
                assert document.text[item["start"] : item["end"]] == item["text"]
            for frame in sentence["frames"]:
                assert frame["trigger"] in sentence["text"]
            for one in sentence["rejected"]:
                assert one["text"] in document.text


def test_what_is_rejected_is_not_told(reader: EnglishReader) -> None:
    for document in articles():
        explanation = explain(reader, document, "test/1")
        kept = {(t["subject"], t["predicate"], t["object"]) for s in explanation["sentences"] for t in s["told"]}
        relations = rejected(explanation, "relation")
        assert relations
        for one in relations:
            assert (one["subject"], one["predicate"], one["object"]) not in kept
            assert one["instead"] or (one["score"] is not None and one["threshold"] is not None)
            assert all(spoke["weight"] > 0 for spoke in one["favour"])
            assert all(spoke["weight"] < 0 for spoke in one["against"])


def test_the_same_document_gives_the_same_explanation(reader: EnglishReader) -> None:
    (document, *_) = articles()
    once, again = (json.dumps(explain(reader, document, "test/1")) for _ in range(2))
    assert once == again


def test_a_scraped_page_has_silent_parts(reader: EnglishReader) -> None:
    document = next(d for d in articles() if d.publisher == "InvestorPorch.example")
    silent = [s["text"] for s in explain(reader, document, "test/1")["sentences"] if s["silent"]]
    assert any("READ ALSO" in text for text in silent)
    assert not any("Goldman Sachs" in text for text in silent)


# --- what is found ---------------------------------------------------------------------------------------------------


def test_names_links_and_frames(plain: EnglishReader) -> None:
    explanation = told(plain, "Moonshot AI hired again. The company released Kimi K2.")
    first, second = explanation["sentences"]
    (name,) = first["mentions"]
    assert (name["text"], name["type"], name["entity"], name["known"]) == (
        "Moonshot AI",
        "Company",
        "moonshot-ai",
        True,
    )
    links = {(link["text"], link["entity"], link["anaphor"]) for link in second["links"]}
    assert ("The company", "moonshot-ai", True) in links
    assert ("Kimi K2", "kimi-k2", False) in links
    frame = next(f for f in second["frames"] if f["predicate"] == "released")
    assert (frame["subject"], frame["subject_text"], frame["trigger"]) == ("moonshot-ai", "The company", "released")
    assert [(t["predicate"], t["observation"]) for t in second["told"]] == [("released", False)]


def test_a_name_that_the_registry_lacks(plain: EnglishReader) -> None:
    names = only(told(plain, "Veltrano Robotics raised $20 million from Alibaba."))["mentions"]
    assert {m["text"]: m["known"] for m in names} == {"Veltrano Robotics": False, "Alibaba": True}


def test_an_expression_that_nobody_is_found_for(plain: EnglishReader) -> None:
    (link,) = only(told(plain, "It sells phones."))["links"]
    assert (link["text"], link["entity"]) == ("It", None)


def test_a_name_in_a_dateline_is_outside(plain: EnglishReader) -> None:
    explanation = told(plain, "BEIJING, March 5 (Wire) - Baidu hired a team.")
    assert [m["text"] for m in explanation["outside"]] == ["BEIJING"]


# --- names that are left out -----------------------------------------------------------------------------------------


def test_names_in_boilerplate(plain: EnglishReader) -> None:
    explanation = told(plain, "Baidu hired a team.\n\nRead also: Alibaba opens an office")
    assert [s["silent"] for s in explanation["sentences"]] == [False, True]
    (name,) = rejected(explanation, "mention")
    assert (name["text"], name["reason"], name["subject"]) == ("Alibaba", "boilerplate", "alibaba")


def test_words_of_origin_and_currencies(plain: EnglishReader) -> None:
    left_out = reasons(told(plain, "Baidu paid 3 million Hong Kong dollars for a text in Chinese."), "mention")
    assert left_out["Chinese"] == "passing"


def test_a_common_word_that_opens_a_sentence_is_no_lost_name(plain: EnglishReader) -> None:
    assert reasons(told(plain, "Output fell. Demand for Baidu's chips rose."), "mention") == {}


# --- relations that are left out -------------------------------------------------------------------------------------

RIVALS = "Alibaba competes with Baidu."


def test_a_frame_that_is_often_wrong() -> None:
    fired = {f["frame"]: (40, 0) for f in only(told(judging(3.0), RIVALS))["frames"]}
    (one,) = rejected(told(judging(-1.0, frames=fired), RIVALS), "relation")
    assert (one["reason"], one["threshold"]) == ("untrusted", 0.5)
    assert one["rules"] and fired.keys() >= set(one["rules"])
    assert one["score"] == pytest.approx(0.269)
    assert one["favour"] == [{"feature": "frames:rivals", "weight": 2.0}]
    assert one["against"] == [{"feature": "kinds:Company>Company", "weight": -1.5}]


def test_a_trusted_frame_that_the_judge_excludes() -> None:
    (one,) = rejected(told(judging(-4.0), RIVALS), "relation")
    assert (one["reason"], {one["subject"], one["object"]}) == ("excluded", {"alibaba", "baidu"})


def test_a_trusted_frame_counts_and_is_not_rejected() -> None:
    explanation = told(judging(-1.0), RIVALS)
    assert [t["predicate"] for t in only(explanation)["told"]] == ["rivals"]
    assert rejected(explanation, "relation") == []


@pytest.mark.parametrize(("threshold", "many"), [(0.5, 1), (0.6, 0)])
def test_a_pair_without_a_frame_is_told_near_the_threshold_only(threshold: float, many: int) -> None:
    explanation = told(judging(-1.0, threshold), "Alibaba and Baidu moved.")
    assert [r["reason"] for r in rejected(explanation, "relation")] == ["unsure"] * many


def test_what_a_narrower_relation_says(plain: EnglishReader) -> None:
    reader = judging(-4.0)
    assert reader.relations.judge is not None
    reader.relations.judge = dataclasses.replace(
        reader.relations.judge,
        predicates=("developed", "released"),
        text=TextModel({"developed": {}, "released": {}}, {"developed": 0.0, "released": 0.0}),
        threshold={"developed": 0.001, "released": 0.001},
    )
    explanation = told(reader, "Moonshot AI released Kimi K2.")
    (one,) = [r for r in rejected(explanation, "relation") if r["reason"] == "implied"]
    assert one["instead"] == {"subject": "moonshot-ai", "predicate": "released", "object": "kimi-k2"}


# --- figures that are left out ---------------------------------------------------------------------------------------


def test_figures_without_a_metric_a_subject_or_a_sane_value(plain: EnglishReader) -> None:
    assert reasons(told(plain, "Baidu walked 14,000 steps."), "figure") == {"14,000": "no-metric"}
    assert reasons(told(plain, "Revenue was $5 billion."), "figure") == {"$5 billion": "no-subject"}
    grown = told(plain, "Baidu's revenue rose to $5 billion from $4 billion.")
    assert reasons(grown, "figure").get("$4 billion") == "old"
    assert [t["object"] for t in only(grown)["told"]] == ["5000000000 USD"]


def test_a_headline_that_rounds(plain: EnglishReader) -> None:
    explanation = told(plain, "Baidu's revenue was $5.12 billion.", "Baidu's revenue was $5 billion")
    (one,) = rejected(explanation, "figure")
    assert (one["reason"], one["text"], one["object"]) == ("rounded", "$5 billion", "5000000000 USD")


def test_a_sum_that_a_relation_tells_is_not_rejected(plain: EnglishReader) -> None:
    explanation = told(plain, "Alibaba invested $300 million in Moonshot AI.")
    assert [t["predicate"] for t in only(explanation)["told"]] == ["investsIn"]
    assert rejected(explanation, "figure") == []
