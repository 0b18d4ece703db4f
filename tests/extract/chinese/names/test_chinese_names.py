"""Known names in Chinese text: script, versions, words that ask for a cue, one meaning a document."""

import time
from itertools import pairwise

import pytest

from kg.extract.chinese.boilerplate import content
from kg.extract.chinese.names.mentions import find_mentions
from kg.extract.chinese.names.tails import short
from kg.extract.chinese.script import simplified
from kg.model import Document, Entity, Mention
from kg.ontology import registry


def read(body: str, title: str | None = None, publisher: str | None = None) -> tuple[list[Mention], dict[str, Entity]]:
    document = Document("test", body, title, publisher, None, "zh")
    plain = simplified(document.text)
    mentions, entities = find_mentions(document, plain, content(document, plain), registry.load())
    for mention in mentions:
        assert document.quote(mention.span) == mention.text
        assert entities[mention.entity].type == mention.type
    spans = [m.span for m in mentions]
    assert spans == sorted(spans)
    assert not any(a.overlaps(b) for a, b in pairwise(spans))
    return mentions, entities


def names(body: str, type_name: str | None = None) -> list[str]:
    return [m.text for m in read(body)[0] if type_name in {None, m.type}]


def test_both_scripts_name_the_same_entities() -> None:
    plain, entities = read("阿里巴巴和比亚迪宣布与华为合作，英伟达未予置评。")
    other, again = read("阿里巴巴和比亞迪宣布與華為合作，輝達未予置評。")
    assert [m.entity for m in plain[:3]] == [m.entity for m in other[:3]] == ["alibaba", "byd", "huawei"]
    assert other[1].text == "比亞迪"
    assert entities["byd"].known
    assert set(again) == set(entities)


def test_short_and_full_names_are_one_entity() -> None:
    mentions, _ = read("阿里巴巴集团昨日公布财报。阿里称，云业务增长加快。")
    assert {m.entity for m in mentions} == {"alibaba"}


def test_latin_names_end_where_chinese_begins() -> None:
    mentions, _ = read("阿里云发布Qwen3-Max，性能超过GPT-5。")
    assert [(m.text, m.type) for m in mentions] == [
        ("阿里云", "Company"),
        ("Qwen3-Max", "AIModel"),
        ("GPT-5", "AIModel"),
    ]


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("腾讯上线混元7.5，支持长文本。", "混元7.5"),
        ("阿里云下调通义千问9-Max价格。", "通义千问9-Max"),
        ("火山引擎推出豆包大模型8.6 lite。", "豆包大模型8.6 lite"),
        ("华为展示了昇腾990D。", "昇腾990D"),
        ("手机搭载麒麟9900S。", "麒麟9900S"),
        ("高通发布骁龙9至尊版。", "骁龙9至尊版"),
        ("商汤发布日日新V9，多模态得分提高。", "日日新V9"),
    ],
)
def test_versions_of_families(body: str, name: str) -> None:
    assert name in names(body)


@pytest.mark.parametrize("body", ["豆包5130万用户中，学生最多。", "千问3月新增下载4100万次。", "昇腾7款产品亮相。"])
def test_numbers_that_count_are_no_versions(body: str) -> None:
    assert not any(c.isdigit() for name in names(body) for c in name)


@pytest.mark.parametrize(
    ("body", "entity"),
    [
        ("小米发布新车，雷军出席。", "xiaomi"),
        ("谷歌、苹果均在投入。", "apple"),
        ("理想、小鹏、比亚迪上月销量增长。", "li-auto"),
    ],
)
def test_common_words_with_a_cue_are_names(body: str, entity: str) -> None:
    assert entity in read(body)[1]


@pytest.mark.parametrize("body", ["他的理想是当一名厨师。", "奶奶把小米粥端上桌。", "孩子在果园里摘苹果吃。"])
def test_common_words_without_a_cue_are_none(body: str) -> None:
    assert names(body) == []


def test_one_name_is_firm_model_or_app_by_its_document() -> None:
    assert names("DeepSeek总部位于杭州，CEO梁文锋未回应。", "Company") == ["DeepSeek"]
    assert "DeepSeek" in names("该院以DeepSeek为底座，作全参数微调。", "AIModel")


def test_brothers_are_kept_apart() -> None:
    mentions, _ = read("百度与百度智能云分别公告，腾讯和腾讯云未回应。")
    assert len({m.entity for m in mentions}) == 4


def test_bare_versions_belong_to_their_family() -> None:
    mentions, _ = read("DeepSeek去年推出DeepSeek-V3，如今R1已被多家车企采用。")
    assert {m.entity for m in mentions if m.text == "R1"} == {"deepseek-r1"}


def test_places_side_by_side_are_one_and_money_is_none() -> None:
    assert names("公司从福建泉州起家。", "Place") == ["福建泉州"]
    assert names("美股收高，中企走强，成交超过90亿港元。", "Place") == []


def test_boilerplate_names_nothing() -> None:
    assert names("百度公布财报。\n责任编辑：张三\n相关阅读：腾讯云降价") == ["百度"]


def test_names_without_large_model() -> None:
    assert short("豆包大模型1.6") == "豆包1.6"


@pytest.mark.parametrize("text", ["中" * 60000, "R1 V2 " * 10000, "“溪流”模型" * 9000, "张三、李四、" * 9000])
def test_hostile_text_is_read_in_time(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 8
