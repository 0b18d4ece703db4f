"""Whole articles, read with frames alone: names, relations, modality, sources and exact evidence."""

from __future__ import annotations

import gc
from decimal import Decimal

import pytest

from kg.extract import judge
from kg.extract.english.reader import MODEL, EnglishReader
from kg.model import Document, Evidence, Extraction, Quantity, Span, When
from kg.ontology import registry, schema


@pytest.fixture(scope="module")
def reader() -> EnglishReader:
    return EnglishReader(schema.load(), registry.load(), judged=False)


def read(reader: EnglishReader, body: str, title: str | None = None) -> Extraction:
    """Reads an article; every mention and quote stands where it says, every quote is a whole sentence."""
    extraction = reader.extract(Document("d", body, title, "Wire", When.parse("2025-03-06")), "test/1")
    text = extraction.document.text
    ids = {entity.id for entity in extraction.entities}
    for mention in extraction.mentions:
        assert text[mention.span.start : mention.span.end] == mention.text
    for item in extraction.evidence:
        assert text[item.span.start : item.span.end] == item.quote
        assert item.quote == item.quote.strip()
        assert item.statement.subject in ids
        assert not isinstance(item.statement.object, str) or item.statement.object in ids
        assert item.document == "d"
        assert item.extractor == "test/1"
        assert item.rule
        assert item.score is None
    return extraction


def relations(extraction: Extraction) -> set[tuple[str, str, str, str]]:
    return {
        (e.statement.subject, e.statement.predicate, str(e.statement.object), e.modality.value)
        for e in extraction.evidence
        if not e.statement.is_observation
    }


def only(extraction: Extraction, predicate: str) -> Evidence:
    (item,) = [e for e in extraction.evidence if e.statement.predicate == predicate]
    return item


@pytest.mark.parametrize(
    "text",
    [
        "Moonshot AI released Kimi K2.",
        "Kimi K2 was released by Moonshot AI.",
        "The release of Kimi K2 by Moonshot AI made headlines.",
        "Moonshot AI said on Friday it had released Kimi K2.",
        "Moonshot AI, which released Kimi K2, is hiring.",
    ],
)
def test_one_fact_in_many_constructions(reader: EnglishReader, text: str) -> None:
    assert ("moonshot-ai", "released", "kimi-k2", "asserted") in relations(read(reader, text))


def test_the_evidence_is_the_sentence_that_tells(reader: EnglishReader) -> None:
    first, second = "Alibaba grew last year.", "DeepSeek-V3 was released by DeepSeek in December 2024."
    extraction = read(reader, f"{first} {second}\n\nIt rained.", "News “of the day”")
    item = only(extraction, "released")
    start = extraction.document.text.index(second)
    assert item.span == Span(start, start + len(second))
    assert item.quote == second
    assert str(item.when) == "2024-12"


def test_an_apposition(reader: EnglishReader) -> None:
    extraction = read(reader, "Tencent, the developer of Hunyuan, is based in Shenzhen.")
    assert relations(extraction) == {
        ("tencent", "developed", "hunyuan", "asserted"),
        ("tencent", "basedIn", "shenzhen", "asserted"),
    }


def test_a_role_without_its_employer(reader: EnglishReader) -> None:
    item = only(read(reader, "Eddie Wu, chief executive of Alibaba, spoke in Hangzhou."), "holdsRole")
    assert (item.statement.subject, item.statement.object) == ("eddie-wu", "alibaba")
    assert item.qualifiers == {"role": "chief executive"}


def test_a_denial(reader: EnglishReader) -> None:
    item = only(read(reader, "Alibaba denied it would invest in DeepSeek."), "investsIn")
    assert (item.statement.subject, item.statement.object) == ("alibaba", "deepseek")
    assert item.modality == "denied"
    assert item.attribution == "Alibaba"


def test_a_plan(reader: EnglishReader) -> None:
    item = only(read(reader, "Baidu plans to acquire Zhipu AI next year."), "acquires")
    assert (item.modality, item.attribution) == ("planned", None)
    assert item.when is not None
    assert (item.when.start.year, item.when.end.year) == (2026, 2026)


def test_a_rumour_with_its_source(reader: EnglishReader) -> None:
    text = "Tencent may invest in Moonshot AI, Reuters reported, citing people familiar with the matter."
    item = only(read(reader, text), "investsIn")
    assert (item.statement.subject, item.statement.object) == ("tencent", "moonshot-ai")
    assert item.modality == "speculated"
    assert item.attribution == "Reuters"


def test_a_claim_keeps_its_source_and_benchmark(reader: EnglishReader) -> None:
    item = only(read(reader, "Qwen2.5-Max outperforms DeepSeek-V3 on Arena-Hard, Alibaba said."), "outperforms")
    assert (item.statement.subject, item.statement.object) == ("qwen-2-5-max", "deepseek-v3")
    assert (item.modality, item.attribution) == ("asserted", "Alibaba")
    assert item.qualifiers["benchmark"] == "Arena-Hard"


def test_a_round_with_lead_and_followers(reader: EnglishReader) -> None:
    text = (
        "Zhipu AI raised 1 billion yuan in a Series B round led by Alibaba, with Tencent and Meituan also taking part."
    )
    extraction = read(reader, text)
    told = {e.statement.subject: e for e in extraction.evidence if e.statement.predicate == "investsIn"}
    assert {e.statement.object for e in told.values()} == {"zhipu"}
    assert set(told) == {"alibaba", "tencent", "meituan"}
    assert {e.qualifiers.get("round") for e in told.values()} == {"Series B"}
    assert [told[name].qualifiers.get("lead") for name in ("alibaba", "tencent", "meituan")] == [True, None, None]
    raised = only(extraction, "fundingRaised")
    assert raised.statement.subject == "zhipu"
    assert isinstance(raised.statement.object, Quantity)
    assert raised.statement.object.same(Quantity(Decimal(10**9), "CNY"))


def test_two_currencies_are_one_figure(reader: EnglishReader) -> None:
    text = "Tencent reported revenue of 172.4 billion yuan ($24 billion) for the fourth quarter of 2024."
    item = only(read(reader, text), "revenue")
    value = item.statement.object
    assert isinstance(value, Quantity)
    assert (value.plain, value.unit) == ("172400000000", "CNY")
    assert [(a.plain, a.unit) for a in item.alternatives] == [("24000000000", "USD")]
    assert str(item.statement.when) == "2024-Q4"


def test_rivals_are_sorted_and_lists_are_spread(reader: EnglishReader) -> None:
    found = relations(read(reader, "Tencent competes with Alibaba and Baidu."))
    assert {("alibaba", "rivals", "tencent", "asserted"), ("baidu", "rivals", "tencent", "asserted")} <= found
    assert not any((s, o) == ("tencent", "alibaba") for s, _, o, _ in found)


def test_pronouns_lead_to_their_names(reader: EnglishReader) -> None:
    text = "Moonshot AI grew fast last year. The company released Kimi K2 in July."
    item = only(read(reader, text), "released")
    assert (item.statement.subject, item.statement.object) == ("moonshot-ai", "kimi-k2")
    assert item.quote == "The company released Kimi K2 in July."


def test_versions_follow_from_names(reader: EnglishReader) -> None:
    found = relations(read(reader, "Qwen is used widely. Qwen2.5-Max is faster."))
    assert ("qwen-2-5-max", "versionOf", "qwen", "asserted") in found


def test_a_firm_that_nobody_knows_is_named(reader: EnglishReader) -> None:
    extraction = read(
        reader, "Lingyun Dynamics Co., Ltd., a Hangzhou-based start-up, acquired Baisha Robotics Inc. in May."
    )
    names = {e.id: e for e in extraction.entities}
    item = only(extraction, "acquires")
    assert "Lingyun Dynamics" in names[item.statement.subject].label()
    assert "Baisha Robotics" in names[str(item.statement.object)].label()
    assert not names[item.statement.subject].known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "\n\n \t\n",
        "It rained in May.",
        "Alibaba",
        "阿里巴巴发布了通义千问。",
        "\ue000 released \ue001. \uf8ff bought \ue002.",
        "Alibaba \ue000 released Qwen2.5 \uf000 and \ue001 rivals Baidu.",
        "( [ “ Alibaba",
        "Alibaba " * 400,
        "\u202eAlibaba\u200b released",
        ".".join(["Alibaba", "Baidu", "Qwen"] * 50),
    ],
)
def test_no_text_is_too_strange(reader: EnglishReader, text: str) -> None:
    extraction = read(reader, text)
    assert not any(e.statement.subject == e.statement.object for e in extraction.evidence)


def test_what_a_text_was_read_with_goes_with_it(reader: EnglishReader) -> None:
    body = "Moonshot AI released Kimi K2 on Friday. It said sales rose 20% to 300 million yuan."
    read(reader, body)
    gc.collect()
    gc.disable()
    try:
        read(reader, body)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_the_same_text_is_read_the_same(reader: EnglishReader) -> None:
    text = "Alibaba released Qwen2.5-Max. The model beats DeepSeek-V3, Reuters said. Tencent may invest in Moonshot AI."
    assert read(reader, text, "A race") == read(reader, text, "A race")
    assert relations(read(reader, text))


def test_a_long_text_that_tells_next_to_nothing_is_held_to_more() -> None:
    model = judge.load(MODEL)
    told = "Nanfang Robotics took a stake in Mirador Systems. "
    filler = "It rained in the hills. The trains were late again. Nobody minded. "
    reader = EnglishReader(schema.load(), registry.load())

    def scores(text: str) -> list[float]:
        document = Document("x", text, "A week", None, When.parse("2025-03-06"))
        reading = reader.read(document)
        return [c.score or 0.0 for c in reader.relations.read(reading.sentences, reading.entities)]

    assert scores(told), "a short text may tell one thing"
    assert all(score >= 0.72 for score in scores(told + filler * 4))
    assert min(model.threshold.values()) < 0.72
