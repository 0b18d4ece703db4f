"""Names in Chinese: in both scripts, with spaces, told twice, and nearly right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from line_extractor import document, ingest

import kg
from kg.errors import UnknownNameError
from kg.query.graph import Graph

DOCUMENTS = (
    document("a", "(Alibaba|阿里巴巴*:Company) rivals (DeepSeek|深度求索*:Company)."),
    document("b", "(Alibaba|阿里巴巴*:Company) rivals (Huawei|华为*:Company) again."),
    document("c", "(Moonshot AI|月之暗面*:Company) rivals (Zhipu AI|智谱AI*:Company)."),
    document(
        "d", "(星河联动实验室:Company) rivals (Huawei|华为*:Company). (鴻海智慧:Company) rivals (Huawei|华为*:Company)."
    ),
    document("e", "(Tencent|腾讯*:Company) invests (x). (Tencent|腾讯*:Company) investsIn (Xiaopeng|小鹏*:Company)."),
)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("names") / "store"
    ingest(folder, *DOCUMENTS)
    with kg.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("阿里巴巴", "Alibaba"),
        ("阿里 巴巴", "Alibaba"),
        ("騰訊", "Tencent"),
        ("華為", "Huawei"),
        ("智谱 AI", "Zhipu AI"),
        ("智譜ai", "Zhipu AI"),
        ("星河聯動實驗室", "星河联动实验室"),
        ("鸿海智慧", "鴻海智慧"),
    ],
)
def test_in_either_script_and_however_spaced(graph: Graph, name: str, found: str) -> None:
    assert graph.find(name).label == found


@pytest.mark.parametrize(
    "name", ["月之暗面（Moonshot AI）", "Moonshot AI 月之暗面", "智谱AI (Zhipu AI)", "月之暗面MoonshotAI"]
)
def test_a_name_told_in_both_languages(graph: Graph, name: str) -> None:
    assert graph.find(name).label in ("Moonshot AI", "Zhipu AI")


@pytest.mark.parametrize("name", ["月之暗面（Zhipu AI）", "月之暗面 Nobody", "（）", "阿（" * 60])
def test_two_names_of_two_are_nobody(graph: Graph, name: str) -> None:
    with pytest.raises(UnknownNameError):
        graph.find(name)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("阿里巴", "阿里巴巴"),
        ("华偽", "华为"),
        ("華伪", "华为"),
        ("腾迅", "腾讯"),
        ("騰迅", "腾讯"),
        ("深度求锁", "深度求索"),
    ],
)
def test_a_wrong_character_is_put_right(graph: Graph, name: str, near: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        graph.find(name)
    assert caught.value.suggestions[0] == near


def test_every_suggestion_is_of_another_entity(graph: Graph) -> None:
    with pytest.raises(UnknownNameError) as caught:
        graph.find("阿里巴")
    ids = [graph.find(name).id for name in caught.value.suggestions]
    assert len(set(ids)) == len(ids) > 1


def test_relations_are_found_in_either_script(graph: Graph) -> None:
    for name in ("投资于", "投資於", "invests-in"):
        assert [edge.object.label for edge in graph.what("腾讯", name).edges] == ["Xiaopeng"]
    assert graph.ontology.relation("競爭").name == "rivals"
