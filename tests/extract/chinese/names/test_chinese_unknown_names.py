"""Names that no registry has: firms, funds, persons, models, and the forms by which a text calls them again."""

import pytest

from kg.extract.chinese.boilerplate import content
from kg.extract.chinese.names.clusters import core, stem
from kg.extract.chinese.names.mentions import find_mentions
from kg.extract.chinese.script import simplified
from kg.model import Document, Entity, Mention
from kg.ontology import registry


def read(body: str, publisher: str | None = None) -> tuple[list[Mention], dict[str, Entity]]:
    document = Document("test", body, None, publisher, None, "zh")
    plain = simplified(document.text)
    return find_mentions(document, plain, content(document, plain), registry.load())


def names(body: str, type_name: str) -> list[str]:
    return list(dict.fromkeys(m.text for m in read(body)[0] if m.type == type_name))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("柳岸科技宣布完成2亿元B轮融资。", ["柳岸科技"]),
        ("北京的雨桐智能今日开源新模型，雨桐智能称将继续投入。", ["雨桐智能"]),
        ("工商信息显示，深圳鹭行感知技术有限公司发生变更。", ["深圳鹭行感知技术有限公司"]),
        ("溯光半导体（688999.SH）昨日收涨3%。", ["溯光半导体"]),
        ("腾讯、栖禾、百度均已签约。", ["腾讯", "栖禾", "百度"]),
        ("江岚证券分析师顾未晞认为，估值偏高。", ["江岚证券"]),
    ],
)
def test_firms(body: str, expected: list[str]) -> None:
    assert names(body, "Company") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("本轮由观渡资本领投，老股东跟投。", ["观渡资本"]),
        ("浙江省低空经济产业基金昨日成立。", ["浙江省低空经济产业基金"]),
    ],
)
def test_funds(body: str, expected: list[str]) -> None:
    assert names(body, "Fund") == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("创始人岑一鸣表示，产品已经卖到海外。", ["岑一鸣"]),
        ("公司由俞未迟、蒋南枝于2021年共同创立。", ["俞未迟", "蒋南枝"]),
        ("董事会宣布，欧阳知秋将出任首席运营官。", ["欧阳知秋"]),
        ("首席执行官托马斯·韦恩称，订单充足。", ["托马斯·韦恩"]),
        ("首席科学家Maria Keller汇报了进展。", ["Maria Keller"]),
        ("黎映雪女士获委任为董事，黎女士此前任职银行。", ["黎映雪", "黎女士"]),
    ],
)
def test_persons(body: str, expected: list[str]) -> None:
    found = names(body, "Person")
    assert found == expected


def test_titles_name_the_same_person() -> None:
    mentions, _ = read("黎映雪女士获委任为董事，黎女士此前任职银行。")
    assert len({m.entity for m in mentions if m.type == "Person"}) == 1


@pytest.mark.parametrize(
    ("body", "type_name", "expected"),
    [
        ("公司自研推理引擎“溯溪”已上线。", "Product", ["溯溪"]),
        ("公司发布农业大模型“禾语”。", "AIModel", ["禾语"]),
        ("公司推出600亿参数的青岚大模型。", "AIModel", ["青岚大模型"]),
        ("第一代“纸蝶”由自有数据训练，纸蝶2下月开源。", "AIModel", ["纸蝶", "纸蝶2"]),
        ("《成都市促进机器人产业发展办法》开始施行。", "Policy", ["成都市促进机器人产业发展办法"]),
        ("成都市数据和算力管理局发布名单。", "GovernmentBody", ["成都市数据和算力管理局"]),
        ("清华大学计算材料实验室公布成果。", "ResearchInstitute", ["清华大学计算材料实验室"]),
    ],
)
def test_things_and_bodies(body: str, type_name: str, expected: list[str]) -> None:
    assert names(body, type_name) == expected


def test_aliases_told_in_brackets_are_one_entity() -> None:
    mentions, entities = read("柳岸科技（Liuan Robotics）宣布完成融资，Liuan Robotics将扩招。柳岸称，产能充足。")
    assert {m.text for m in mentions} == {"柳岸科技", "Liuan Robotics", "柳岸"}
    assert len(entities) == 1


def test_traditional_text_mints_the_same_id() -> None:
    plain, _ = read("云帆证券分析师麦思远认为，估值偏低。")
    other, entities = read("雲帆證券分析師麥思遠認為，估值偏低。")
    assert [m.entity for m in plain] == [m.entity for m in other]
    assert other[0].text == "雲帆證券"
    assert entities[other[0].entity].label("zh") == "雲帆證券"


@pytest.mark.parametrize(
    "body",
    [
        "人工智能和具身智能正在改变传统金融，社会资本纷纷入场。",
        "业内人士表示，大模型公司的竞争才刚刚开始。",
        "估值这件事，越来越像一门修辞。",
        "公司内部人士称，首席运营官的人选未定。",
        "窗口像书桌，桌面再大，人的目光只落在手边几页纸上。",
    ],
)
def test_ordinary_words_are_no_names(body: str) -> None:
    assert read(body)[0] == []


def test_the_publication_is_no_source_of_itself() -> None:
    mentions, _ = read("晨帆商报讯　百度公布财报。", publisher="晨帆商报")
    assert [m.text for m in mentions] == ["百度"]


def test_cores_of_legal_names() -> None:
    assert core("合肥柳岸信息技术有限公司") == "合肥柳岸"
    assert stem("柳岸互动科技") == "柳岸"
    assert stem("柳岸") is None
