"""What belongs to a Chinese relation beside its two ends."""

from __future__ import annotations

from decimal import Decimal

from kg.extract.candidate import Candidate
from kg.extract.chinese.relations.qualifiers import qualify, role
from kg.extract.chinese.text import split
from kg.extract.segment import blocks
from kg.model import Document, QualifierValue, Quantity
from kg.ontology import schema

ONTOLOGY = schema.load()


def told(body: str, predicate: str, word: str) -> dict[str, QualifierValue]:
    document = Document("d", body, language="zh")
    (sentence,) = split(document, body, blocks(body), [])
    found = Candidate(predicate, "a", "b", 0, body.index(word), sentence.span, "t")
    return dict(qualify(found, document, sentence, ONTOLOGY).qualifiers)


def test_a_round_with_its_sum_and_lead() -> None:
    found = told("云岭智能完成近2亿元B+轮融资，滇池资本领投。", "investsIn", "领投")
    assert found["round"] == "B+轮" and found["lead"] is True
    amount = found["amount"]
    assert isinstance(amount, Quantity) and (amount.value, amount.unit, amount.comparator) == (
        Decimal(200000000),
        "CNY",
        "<",
    )


def test_a_stake_is_no_other_percent() -> None:
    found = told("云岭智能拟以4.2亿元收购滇云数据60%股权，后者去年增长12%。", "acquires", "收购")
    stake = found["stake"]
    assert isinstance(stake, Quantity) and (stake.value, stake.unit) == (Decimal(60), "percent")


def test_a_price_a_share_is_no_amount() -> None:
    assert "amount" not in told("云岭智能以每股12元收购滇云数据。", "acquires", "收购")


def test_open_source_is_told() -> None:
    assert told("云岭智能开源了新模型。", "released", "开源") == {"openSource": True}


def test_posts_that_are_over_or_to_come() -> None:
    assert role({"R": "研究员", "Q": "原"}, "R") == "former 研究员"
    assert role({"R": "研究员", "Q": "", "N": "前"}, "R") == "former 研究员"
    assert role({"R": "首席执行官", "Q": "将"}, "R") == "incoming 首席执行官"
    assert role({"R": "董事长", "Q": "现任"}, "R") == "董事长"
    assert role({}, "R") is None
