"""The Chinese reader as a whole: what it tells of an article, and that no text makes it fail."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.assembly import extractor
from kg.model import Document, Evidence, Extraction, Modality, Quantity, When

ARTICLE = """月之暗面（Moonshot AI）3月6日宣布完成超10亿美元融资，由阿里巴巴领投，红杉中国跟投，投后估值25亿美元。
据彭博社报道，公司计划明年赴港交所上市。月之暗面否认将收购阶跃星辰。
首席执行官杨植麟表示，Kimi月活已达3600万，Kimi K2总参数1万亿、激活320亿。
责任编辑：赵一"""


def read(body: str, title: str | None = None) -> Extraction:
    return extractor().extract(Document("d", body, title, "滇池快讯", When.parse("2025-03-07"), "zh"))


@pytest.fixture(scope="module")
def found() -> Extraction:
    return read(ARTICLE, "月之暗面完成新一轮融资")


def one(found: Extraction, predicate: str, object_: str | None = None) -> Evidence:
    fitting = [
        e for e in found.evidence if e.statement.predicate == predicate and object_ in (None, e.statement.object)
    ]
    assert fitting, predicate
    return fitting[0]


def test_relations_with_time_amount_and_lead(found: Extraction) -> None:
    item = one(found, "investsIn", "moonshot-ai")
    told = {e.statement.subject: e for e in found.evidence if e.statement.predicate == "investsIn"}
    assert set(told) == {"alibaba", "hongshan"}
    assert told["alibaba"].qualifiers.get("lead") is True
    amount = item.qualifiers["amount"]
    assert isinstance(amount, Quantity) and (amount.number, amount.unit, amount.comparator) == (10**9, "USD", ">")
    assert item.when == When.parse("2025-03-06")


def test_plans_denials_and_sources(found: Extraction) -> None:
    listed = one(found, "listedOn")
    assert (listed.modality, listed.attribution) == (Modality.PLANNED, "彭博社")
    assert one(found, "acquires", "stepfun").modality is Modality.DENIED
    assert one(found, "holdsRole", "moonshot-ai").qualifiers["role"] == "首席执行官"


def test_figures(found: Extraction) -> None:
    told = {
        (e.statement.subject, e.statement.predicate): e.statement.object.number
        for e in found.evidence
        if isinstance(e.statement.object, Quantity)
    }
    assert told[("moonshot-ai", "valuation")] == 2_500_000_000
    assert {predicate: value for (_, predicate), value in told.items() if "arameter" in predicate} == {
        "parameterCount": 10**12,
        "activeParameterCount": 32 * 10**9,
    }
    assert 36_000_000 in told.values()


def test_boilerplate_names_nobody(found: Extraction) -> None:
    assert not any("赵一" in e.label("zh") for e in found.entities)


_PIECES = st.sampled_from(
    [
        "阿里巴巴", "腾讯", "DeepSeek", "Qwen3", "杭州", "港交所", "发布", "收购", "领投", "，", "。", "、", "；",
        "的", "由", "与", "“", "”", "（", "）", "3月6日", "去年", "12%", "5亿元", "涨", "跌", "据", "称", "否认",
        "公司", "其", "前者", "\n", " ", "\ue000", "\u0000",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_is_read_and_every_quote_stands_in_it(body: str) -> None:
    if body.strip():
        told = read(body)
        assert told == read(body)
        text = told.document.text
        assert all(text[e.span.start : e.span.end] == e.quote for e in told.evidence)


@pytest.mark.parametrize("piece", ["阿里巴巴", "由", "腾讯收购百度，", "5亿元", "据阿里称", "（", "王小明表示"])
def test_a_text_without_stops_is_read(piece: str) -> None:
    """Eight thousand characters; were time to grow faster than the text, this would not end."""
    told = read((piece * 8_000)[:8_000])
    assert all(told.document.text[e.span.start : e.span.end] == e.quote for e in told.evidence)
