"""The same event told in English and in Chinese is one edge with two sentences."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from kg.assembly import extractor, open_graph
from kg.model import Document, Extraction, When
from kg.query.graph import Graph

#: Names in English and Chinese; each stands beside the next.
NAMES = (
    ("Alibaba", "阿里巴巴"), ("Tencent", "腾讯"), ("Baidu", "百度"), ("ByteDance", "字节跳动"), ("Huawei", "华为"),
    ("Xiaomi", "小米集团"), ("Meituan", "美团"), ("Zhipu", "智谱"), ("Moonshot AI", "月之暗面"),
    ("StepFun", "阶跃星辰"), ("SMIC", "中芯国际"), ("Cambricon", "寒武纪"), ("Hygon", "海光信息"),
    ("Moore Threads", "摩尔线程"), ("Unitree", "宇树科技"), ("SenseTime", "商汤科技"), ("iFlytek", "科大讯飞"),
    ("Kuaishou", "快手"), ("BYD", "比亚迪"), ("Geely", "吉利汽车"), ("Nvidia", "英伟达"),
)  # fmt: skip
PAIRS = tuple(pairwise(NAMES))
TOLD = {
    "investsIn": (
        "{a} has invested 2 billion yuan in {b}. {a} led the Series B round of {b}, the two companies said on Friday.",
        "{b}完成20亿元B轮融资，由{a}领投。{a}周五宣布入股{b}。",
    ),
    "acquires": (
        "{a} has acquired {b} for 3 billion yuan. The acquisition of {b} by {a} was completed on Friday.",
        "{a}以30亿元收购{b}。{b}周五被{a}全资收购。",
    ),
    "partnersWith": (
        "{a} and {b} signed a strategic partnership on Friday. {a} works with {b} on AI agents.",
        "{a}与{b}周五签署战略合作协议。{a}携手{b}开发智能体。",
    ),
    "rivals": (
        "{a} competes with {b} in cloud computing. {b} is the main rival of {a}.",
        "{a}与{b}在云计算市场正面竞争。{b}是{a}的主要竞争对手。",
    ),
    "supplies": (
        "{a} supplies servers to {b}. {b} is the biggest customer of {a}, which ships it computing equipment.",
        "{a}向{b}供应服务器。{b}是{a}的第一大客户。",
    ),
}


def articles() -> Iterator[dict[str, str]]:
    for number, (one, other) in enumerate(PAIRS):
        for predicate, texts in TOLD.items():
            for language, text, a, b in zip(("en", "zh"), texts, one, other, strict=True):
                yield {
                    "id": f"{predicate}-{number}-{language}",
                    "lang": language,
                    "published": "2025-03-07",
                    "publisher": "Harbour Wire" if language == "en" else "滇池快讯",
                    "text": text.format(a=a, b=b),
                }


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("two")
    (folder / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in articles()), encoding="utf-8")
    command = [sys.executable, "-m", "kg.cli.main", "--store", folder / "store", "ingest", folder / "news.jsonl"]
    done = subprocess.run(list(map(str, command)), capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    with open_graph(folder / "store") as opened:
        yield opened


@pytest.mark.parametrize("predicate", sorted(TOLD))
@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda names: names[0])
def test_one_edge_with_two_sentences(
    graph: Graph, predicate: str, one: tuple[str, str], other: tuple[str, str]
) -> None:
    subject, target = graph.find(one[0]), graph.find(other[0])
    assert subject.id == graph.find(one[1]).id and target.id == graph.find(other[1]).id
    edges = [e for e in graph.edges(subject=subject.id, predicate=predicate) if e.object.id == target.id]
    assert len(edges) == 1
    told = {item.document: item.quote for item in edges[0].evidence}
    number = PAIRS.index((one, other))
    for language, name in zip(("en", "zh"), one, strict=True):
        assert name in told[f"{predicate}-{number}-{language}"]


def read(text: str, language: str) -> Extraction:
    return extractor().extract(Document("d", text, None, "W", When.parse("2025-03-07"), language))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Alibaba released Qwen2.5 and Qwen3.", "阿里巴巴发布了Qwen2.5和Qwen3。"),
        ("Huawei makes the Ascend 910B and the Ascend 910C.", "华为生产昇腾910B和昇腾910C。"),
        ("Alibaba Cloud is a unit of Alibaba.", "阿里云是阿里巴巴旗下公司。"),
        ("Tencent and Tencent Music rose.", "腾讯和腾讯音乐上涨。"),
        ("Ant Group and Alibaba rose.", "蚂蚁集团和阿里巴巴上涨。"),
    ],
)
def test_versions_and_namesakes_stay_apart_and_are_the_same_in_both_languages(english: str, chinese: str) -> None:
    found = [{e.id for e in read(text, language).entities} for text, language in ((english, "en"), (chinese, "zh"))]
    assert found[0] == found[1]
    assert len(found[0]) >= 2


def test_persons_of_one_name_at_different_firms_stay_apart(tmp_path: Path) -> None:
    news = [
        {"id": f"d{i}", "lang": "zh", "published": "2025-03-07", "text": f"{firm}首席技术官李明哲表示，量产在即。"}
        for i, firm in enumerate(("寒武纪", "摩尔线程"))
    ]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(one) + "\n" for one in news), encoding="utf-8")
    command = [sys.executable, "-m", "kg.cli.main", "--store", tmp_path / "store", "ingest", tmp_path / "news.jsonl"]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=120)
    with open_graph(tmp_path / "store") as opened:
        edges = list(opened.edges(predicate="holdsRole"))
    assert len({e.object.id for e in edges}) == 2
    assert len({e.subject.id for e in edges}) == 2


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("輝達向騰訊供應H20晶片，騰訊周五股價升3.2%。", "辉达向腾讯供应H20晶片，腾讯周五股价升3.2%。"),
        ("月之暗面完成20億美元融資，由阿里巴巴領投。", "月之暗面完成20亿美元融资，由阿里巴巴领投。"),
        ("據彭博社報道，位元組跳動擬收購滇雲數據。", "据彭博社报道，位元组跳动拟收购滇云数据。"),
        ("聯想集團在香港聯合交易所上市，總部位於北京。", "联想集团在香港联合交易所上市，总部位于北京。"),
        ("智譜創始人唐傑否認公司將裁員，稱傳聞不實。", "智谱创始人唐杰否认公司将裁员，称传闻不实。"),
    ],
)
def test_traditional_text_says_what_its_conversion_says(traditional: str, simplified: str) -> None:
    """The evidence stays in the script of the text."""
    one, other = read(traditional, "zh"), read(simplified, "zh")
    told = [sorted((e.statement.id, e.modality, str(e.when)) for e in found.evidence) for found in (one, other)]
    assert told[0] == told[1]
    assert all(e.quote in traditional for e in one.evidence)
    assert [m.entity for m in one.mentions] == [m.entity for m in other.mentions]
