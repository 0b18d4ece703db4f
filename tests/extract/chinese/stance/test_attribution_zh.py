"""From whom a Chinese text has what it tells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from marked import chinese

from kg.extract.candidate import Candidate
from kg.extract.chinese.reference.anaphors import resolve
from kg.extract.chinese.stance.attribution import Attributor
from kg.model import Modality, Quantity


def source(
    body: str,
    trigger: str,
    predicate: str = "adopts",
    *,
    subject: str = "云岭智能",
    object_: str | None = "滇语2",
    modality: Modality = Modality.ASSERTED,
    title: str = "",
) -> str | None:
    """Who tells what stands at the first `trigger` of the body."""
    document, sentences, entities = chinese(body, title)
    resolve(sentences)
    sentence = next(s for s in sentences if trigger in s.text and s.block.kind != "title")
    told = object_ if object_ is not None else Quantity(Decimal(5), "percent")
    at = sentence.span.start + sentence.text.index(trigger)
    one = Candidate(predicate, subject, told, sentence.index, at, sentence.span, "t")
    return Attributor(document, sentences, entities).of(one, modality)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("据[晨光社|MediaOutlet]报道，[云岭智能|Company]已接入[滇语2|AIModel]。", "晨光社"),
        ("《[晨光报|MediaOutlet]》称，[云岭智能|Company]已接入[滇语2|AIModel]。", "晨光报"),
        ("[晨光社|MediaOutlet]援引知情人士称，[云岭智能|Company]已接入[滇语2|AIModel]。", "晨光社"),
        ("[沅水软件|Company]方面表示，[云岭智能|Company]已接入[滇语2|AIModel]。", "沅水软件"),
        ("[沅水软件|Company]副总裁[高远|Person]在发布会上说，[云岭智能|Company]已接入[滇语2|AIModel]。", "高远"),
        ("[高远|Person]对[晨光社|MediaOutlet]表示，[云岭智能|Company]已接入[滇语2|AIModel]。", "高远"),
        ("“[云岭智能|Company]已经接入[滇语2|AIModel]，效果不错。”[高远|Person]说。", "高远"),
        ("[高远|Person]说：“[云岭智能|Company]已经接入[滇语2|AIModel]。”", "高远"),
        ("[晨光社|MediaOutlet]获悉，[云岭智能|Company]已接入[滇语2|AIModel]。", "晨光社"),
    ],
)
def test_named_sources(body: str, expected: str) -> None:
    assert source(body, "接入") == expected


@pytest.mark.parametrize(
    "body",
    [
        "[云岭智能|Company]已接入[滇语2|AIModel]。",
        "[云岭智能|Company]表示，公司已接入[滇语2|AIModel]。",
        "[云岭智能|Company]宣布接入[滇语2|AIModel]。",
        "有消息人士说，[云岭智能|Company]已接入[滇语2|AIModel]。",
        "据介绍，[云岭智能|Company]已接入[滇语2|AIModel]。",
        "[云岭智能|Company]接入[滇语2|AIModel]，[高远|Person]未作回应。",
    ],
)
def test_plain_narration_and_sources_without_a_name(body: str) -> None:
    assert source(body, "接入") is None


def test_what_is_told_of_a_name_in_passing_has_no_source() -> None:
    body = "[高远|Person]说，[云岭智能|Company]旗下的[滇语2|AIModel]卖得不错。"
    assert source(body, "旗下", "developed") is None


def test_a_survey_goes_on_in_its_paragraph_until_another_source() -> None:
    body = (
        "[磐石数据|Company]最新报告显示，[云岭智能|Company]占35%。[沅水软件|Company]占12%，位居第二。"
        "[晨光社|MediaOutlet]称，[江陵数据|Company]占9%。"
    )
    assert source(body, "35%", "marketShare", object_=None) == "磐石数据"
    assert source(body, "12%", "marketShare", subject="沅水软件", object_=None) == "磐石数据"
    assert source(body, "9%", "marketShare", subject="江陵数据", object_=None) == "晨光社"


def test_a_list_has_the_source_of_the_line_above() -> None:
    body = "[磐石数据|Company]昨日更新的月活榜：\n1. [滇语|Product] 2亿\n2. [澜语|Product] 1亿"
    assert source(body, "2亿", "userCount", subject="滇语", object_=None) == "磐石数据"
    assert source(body, "1亿", "userCount", subject="澜语", object_=None) == "磐石数据"


def test_brokers_tell_targets_and_forecasts_but_not_prices() -> None:
    body = "[磐石证券|Company]维持[云岭智能|Company]“买入”评级，目标价15元。[云岭智能|Company]昨日收涨3%。"
    assert source(body, "15元", "targetPrice", object_=None) == "磐石证券"
    assert source(body, "3%", "stockChange", object_=None) is None


def test_whoever_denies_is_the_source_of_the_denial() -> None:
    body = "网传[沅水软件|Company]入股[云岭智能|Company]。[云岭智能|Company]副总裁[高远|Person]辟谣，称消息不实。"
    assert source(body, "入股", "investsIn", subject="沅水软件", object_="云岭智能", modality=Modality.DENIED) == "高远"
    own = "[云岭智能|Company]否认接入[滇语2|AIModel]。"
    assert source(own, "接入", modality=Modality.DENIED) == "云岭智能"


def test_turns_of_an_interview() -> None:
    body = (
        "问：谁在用？\n[高远|Person]：[云岭智能|Company]接入了[滇语2|AIModel]。还有别家。\n"
        "问：别家呢？\n[高远|Person]：[沅水软件|Company]部署了[滇语2|AIModel]。"
    )
    assert source(body, "接入") == "高远"
    assert source(body, "部署", subject="沅水软件") == "高远"
    answers = "问：谁在用？\n答：[云岭智能|Company]接入了[滇语2|AIModel]。"
    assert source(answers, "接入", title="对话[高远|Person]") == "高远"
    assert source(answers, "接入") is None


def test_a_source_that_the_frame_knows_stays() -> None:
    document, sentences, entities = chinese("[云岭智能|Company]接入[滇语2|AIModel]。")
    one = Candidate("adopts", "云岭智能", "滇语2", 0, 4, sentences[0].span, "t", source="晨光社")
    assert Attributor(document, sentences, entities).of(one, Modality.ASSERTED) == "晨光社"
