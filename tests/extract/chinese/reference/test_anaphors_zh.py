"""What expressions and omitted subjects stand for. Sentences mark names as [Type Name]."""

from __future__ import annotations

import pytest
from marked import chinese

from kg.extract.chinese.reference.anaphors import resolve
from kg.extract.chinese.reference.topics import Topics
from kg.extract.chinese.text import Sentence


def read(told: str) -> list[Sentence]:
    return chinese(told)[1]


def stands_for(marked: str, expression: str) -> list[str]:
    """The entities behind the last such expression."""
    sentences = read(marked)
    resolve(sentences)
    found = [(a.span, a.entity) for s in sentences for a in s.arguments if a.anaphor and s.words(a.span) == expression]
    return sorted(entity for span, entity in found if span == found[-1][0])


@pytest.mark.parametrize(
    ("text", "expression", "entities"),
    [
        ("[Company 云岭智能]去年扭亏。该公司今年扩产。", "该公司", ["云岭智能"]),
        ("[Company 云岭智能]与[Company 滇云数据]签约。公司称，订单充足。", "公司", ["云岭智能"]),
        ("[Company 云岭智能]公告，[Company 滇云数据]与公司签署协议。", "公司", ["云岭智能"]),
        ("[Company 云岭智能]发布[AIModel 云语-2]。该模型有80亿参数。", "该模型", ["云语-2"]),
        ("[Company 云岭智能]很忙。这家[Place 昆明]公司上周扩招。", "这家", ["云岭智能"]),
        ("[Company 云岭智能]由[Person 周启明]创立，他此前做量化。", "他", ["周启明"]),
        ("[Company 滇云数据]持有[Company 云岭智能]股份，前者未置评。", "前者", ["滇云数据"]),
        ("[AIModel 云语-2]和[AIModel 滇语]同日开源，前者更大，后者更快。", "后者", ["滇语"]),
        ("[Company 云岭智能]与[Company 滇云数据]签约，双方将共建实验室。", "双方", ["云岭智能", "滇云数据"]),
        ("[ResearchInstitute 滇池研究中心]昨日揭牌。中心主任致辞。", "中心", ["滇池研究中心"]),
        ("据[MediaOutlet 滇报]报道，[Company 云岭智能]扩产，公司未回应。", "公司", ["云岭智能"]),
        ("[Company 云岭智能]上市，[Company 滇海证券]维持“买入”评级，预测其收入翻番。", "其", ["云岭智能"]),
    ],
)
def test_expression_stands_for(text: str, expression: str, entities: list[str]) -> None:
    assert stands_for(text, expression) == entities


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("[Company 云岭智能]拟发行公司债。", "公司"),
        ("[Company 云岭智能]修订公司章程。", "公司"),
        ("[Company 云岭智能]尤其看重质量。", "其"),
        ("该公司没有名字。", "该公司"),
    ],
)
def test_word_that_stands_for_nothing(text: str, expression: str) -> None:
    sentences = read(text)
    resolve(sentences)
    assert not [a for s in sentences for a in s.arguments if a.anaphor and s.words(a.span) == expression]


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("[Company 云岭智能]去年扭亏，并扩产", "云岭智能"),
        ("1. [Company 云岭智能]：A轮近亿元，[Fund 滇池资本]领投，老股东跟投", "云岭智能"),
        ("据[Company 滇海证券]研报，[Company 云岭智能]扭亏，且扩产", "云岭智能"),
        ("[Company 云岭智能]由前[Company 滇云数据]总监[Person 周启明]创立，总部不变", "云岭智能"),
        ("[Company 滇云数据]旗下的[Company 岭芯半导体]量产，客户不变", "岭芯半导体"),
    ],
)
def test_subject_that_a_clause_leaves_out(text: str, entity: str) -> None:
    sentences = read(text)
    last = sentences[-1]
    told = Topics(sentences).of(last.index, {"Company", "Fund"}, (), last.span.end)
    assert told is not None and told.entity == entity


def test_names_of_other_types_leave_the_topic_to_its_kind() -> None:
    sentences = read("[Place 昆明]大模型公司[Company 云岭智能]与[Person 周启明]会面，随后签约")
    told = Topics(sentences).of(0, {"Company"}, (), sentences[0].span.end)
    assert told is not None and told.entity == "云岭智能"


def test_nothing_of_the_types_asked_for() -> None:
    assert Topics(read("[Company 云岭智能]扭亏。")).of(0, {"Person"}) is None
