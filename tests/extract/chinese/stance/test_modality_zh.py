"""How surely a Chinese clause is told."""

from __future__ import annotations

import time

import pytest
from marked import chinese

from kg.extract.candidate import Candidate
from kg.extract.chinese.stance.modality import modality_of, told
from kg.extract.chinese.text import Sentence
from kg.model import Modality, Span, When

A, P, S, D = Modality.ASSERTED, Modality.PLANNED, Modality.SPECULATED, Modality.DENIED


def read(body: str) -> list[Sentence]:
    return chinese(body)[1]


def modality(body: str, trigger: str, predicate: str = "", *, ahead: bool = False) -> Modality:
    """The modality at the first place where `trigger` stands."""
    sentences = read(body)
    sentence = next(s for s in sentences if trigger in s.text)
    offset = sentence.span.start + sentence.text.index(trigger)
    return modality_of(sentence, offset, sentences, predicate=predicate, ahead=ahead)


@pytest.mark.parametrize(
    ("body", "trigger", "expected"),
    [
        ("[云岭智能|Company]昨日发布[滇语2|AIModel]。", "发布", A),
        ("[云岭智能|Company]拟收购[沅水软件|Company]。", "收购", P),
        ("[云岭智能|Company]将于下月发布[滇语3|AIModel]。", "发布", P),
        ("[云岭智能|Company]将[滇语2|AIModel]接入自家平台。", "接入", A),
        ("[云岭智能|Company]承诺三年内向[沅水软件|Company]采购服务。", "采购", P),
        ("据悉，[云岭智能|Company]已入股[沅水软件|Company]，并接入其模型。", "入股", S),
        ("据悉，[云岭智能|Company]已入股[沅水软件|Company]，并接入其模型。", "接入", S),
        ("两名接近交易的人士说，[云岭智能|Company]领投了[沅水软件|Company]。", "领投", S),
        ("[云岭智能|Company]有望向[沅水软件|Company]供货。", "供货", S),
        ("[云岭智能|Company]或将收购[沅水软件|Company]。", "收购", S),
        ("[云岭智能|Company]考虑接入[滇语2|AIModel]。", "接入", S),
        ("[云岭智能|Company]并未投资[沅水软件|Company]。", "投资", D),
        ("[云岭智能|Company]否认曾向[沅水软件|Company]供应芯片。", "供应", D),
        ("[云岭智能|Company]终止收购[沅水软件|Company]。", "收购", D),
        ("[云岭智能|Company]接入[滇语2|AIModel]的传闻令股价上涨。", "接入", S),
    ],
)
def test_a_word_governs_what_follows_it(body: str, trigger: str, expected: Modality) -> None:
    assert modality(body, trigger) is expected


@pytest.mark.parametrize(
    ("body", "trigger"),
    [
        ("[云岭智能|Company]尚未盈利，昨日发布[滇语2|AIModel]。", "发布"),
        ("[云岭智能|Company]发布[滇语2|AIModel]，有望带动销量。", "发布"),
        ("在开发者大会上，[云岭智能|Company]发布[滇语2|AIModel]。", "发布"),
        ("[云岭智能|Company]发布[滇语2|AIModel]，未公布价格。", "发布"),
        ("没有谁比[滇语2|AIModel]更强，它超过[澜语|AIModel]。", "超过"),
        ("[云岭智能|Company]推出[滇语2|AIModel]后，将扩大团队。", "推出"),
    ],
)
def test_a_word_about_something_else_does_not_spill_over(body: str, trigger: str) -> None:
    assert modality(body, trigger) is A


def test_what_is_told_of_a_name_in_passing_keeps_clear() -> None:
    body = "[云岭智能|Company]拟收购[沅水软件|Company]旗下的[江陵数据|Company]。"
    assert modality(body, "收购", "acquires") is P
    assert modality(body, "旗下", "subsidiaryOf") is A
    after = "[江陵数据|Company]将成为[云岭智能|Company]的子公司。"
    assert modality(after, "子公司", "subsidiaryOf") is P


def test_a_plan_goes_on_over_clauses_but_not_over_a_fact() -> None:
    body = "[云岭智能|Company]计划投入三亿元，并收购[沅水软件|Company]。"
    assert modality(body, "收购") is P
    fact = "[云岭智能|Company]计划投入三亿元，此前已收购[沅水软件|Company]。"
    assert modality(fact, "收购") is A


def test_the_next_sentence_takes_a_rumour_back() -> None:
    body = "网传[云岭智能|Company]入股[沅水软件|Company]。公司回应称，上述消息不实。"
    assert modality(body, "入股") is D
    quoted = "有员工爆料，[云岭智能|Company]要收购[沅水软件|Company]。[高远|Person]对此答复：“没有接触，也没想过。”"
    assert modality(quoted, "收购") is D


def test_an_answer_says_no() -> None:
    body = "问：[云岭智能|Company]是不是投资了[沅水软件|Company]？\n答：没有，只是聊过。"
    assert modality(body, "投资") is D
    plain = "问：[云岭智能|Company]是不是投资了[沅水软件|Company]？\n答：是的，占一成。"
    assert modality(plain, "投资") is A


def test_traditional_quotation_marks_and_words() -> None:
    body = "外界盛傳[雲嶺|Company]要買下[沅水|Company]，[高遠|Person]回應：「純屬臆測。」"
    assert modality(body, "买下") is D


def test_a_correction_replaces() -> None:
    body = "更正：昨日文章误将[滇语2|AIModel]写成[沅水软件|Company]的产品。"
    assert modality(body, "写成") is D


def test_a_filing_and_an_open_deal_are_plans() -> None:
    assert modality("[云岭智能|Company]已向[港交所|Exchange]递交上市申请。", "递交", "listedOn") is P
    assert modality("[云岭智能|Company]在[港交所|Exchange]挂牌上市。", "挂牌", "listedOn") is A
    body = "[云岭智能|Company]宣布收购[沅水软件|Company]，预计三季度完成交割。"
    assert modality(body, "收购", "acquires") is P


def test_figures_to_come_are_forecasts_and_promised_money_a_plan() -> None:
    assert modality("[云岭智能|Company]力争营收突破28亿元。", "28") is S
    assert modality("[云岭智能|Company]今年将投入75亿元。", "75") is P
    assert modality("[高远|Person]预计，公司全年营收达10亿元，同比增长两成。", "两成") is S
    assert modality("盈利预测：收入3亿元；全年亏损2亿元。", "2亿") is S


def test_a_time_to_come_makes_a_plan() -> None:
    body = "[滇语3|AIModel]8月底开源。"
    assert modality(body, "开源", ahead=True) is P
    assert modality(body, "开源") is A


def test_a_candidate_with_its_time_and_its_ends() -> None:
    sentences = read("[云岭智能|Company]接入[滇语2|AIModel]，[沅水软件|Company]还在谈。")
    text = sentences[0]

    def of(subject: str, when: When | None = None, fixed: Modality | None = None) -> Modality:
        one = Candidate("adopts", subject, "滇语2", 0, text.text.index("接入"), Span(0, 5), "t", when=when, told=fixed)
        return told(one, sentences, When.parse("2025-06-01"))

    assert of("云岭智能") is A
    assert of("沅水软件") is S
    assert of("云岭智能", When.parse("2025-08")) is P
    assert of("沅水软件", fixed=A) is A


@pytest.mark.parametrize("unit", ["将会", "据知情人士", "未", "“没有", "[甲乙|Company]说不会收购", "误将"])
def test_a_text_without_an_end_is_read_in_time(unit: str) -> None:
    sentences = read(unit * (20000 // len(unit)))
    start = time.perf_counter()
    for at in range(0, len(sentences[0].text), 500):
        modality_of(sentences[0], at, sentences)
    assert time.perf_counter() - start < 3
