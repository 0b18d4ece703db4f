"""What sources do not agree about."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from line_extractor import document, ingest

import kg
from kg.errors import UnknownIdError
from kg.model import Document, When
from kg.query.browsing import ConflictView
from kg.query.filters import EVERYTHING, Filters
from kg.query.graph import Graph
from kg.query.views import to_dict

_Open = Callable[..., Graph]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[_Open]:
    graphs: list[Graph] = []

    def make(*bodies: str | Document) -> Graph:
        documents = [
            body if isinstance(body, Document) else document(f"d{place}", body, publisher=f"Paper {place}")
            for place, body in enumerate(bodies)
        ]
        ingest(tmp_path / "store", *documents)
        graphs.append(kg.open(tmp_path / "store"))
        return graphs[-1]

    yield make
    for graph in graphs:
        graph.close()


def values(found: ConflictView) -> list[str]:
    return sorted(view.quantity.value for view in found.observations)


def test_one_figure_with_two_values(opened: _Open) -> None:
    graph = opened(
        "(Alibaba*:Company) revenue 100 CNY {when 2024}.",
        "(Alibaba*:Company) revenue 120 CNY {when 2024}.",
        "(Alibaba*:Company) revenue 300 CNY {when 2023}. (Alibaba*:Company) profit 100 CNY {when 2024}.",
    )
    found = graph.conflicts("alibaba")
    assert (found.total, found.pages) == (1, 1)
    assert (found.conflicts[0].kind, values(found.conflicts[0])) == ("figures", ["100", "120"])
    publishers = [item.publisher for view in found.conflicts[0].observations for item in view.evidence]
    assert publishers == ["Paper 1", "Paper 0"]
    assert graph.conflicts().conflicts == found.conflicts
    json.dumps(to_dict(found, graph.wording))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("revenue 3500000000 CNY {when 2024}", "revenue 3480000000 CNY {when 2024}"),  # rounded
        ("revenue 100 CNY {when 2024}", "revenue 30 CNY {when 2024-Q4}"),  # of another period
        ("revenue 100 CNY {when 2024}", "revenue 14 USD {when 2024}"),  # in another currency
        ("revenue 100 CNY {when 2024}", "revenue 120 CNY {when 2024; planned}"),  # not told as fact
        ("revenue 100 CNY", "revenue 120 CNY"),  # nobody knows of when
    ],
)
def test_figures_that_can_both_be_right(opened: _Open, first: str, second: str) -> None:
    graph = opened(f"(Alibaba*:Company) {first}.", f"(Alibaba*:Company) {second}.")
    assert graph.conflicts("alibaba").total == graph.conflicts().total == 0


def test_a_property_of_a_thing_needs_no_time(opened: _Open) -> None:
    graph = opened("(R1*:AIModel) trainingCost 5600000 USD.", "(R1*:AIModel) trainingCost 294000 USD {when 2025-01}.")
    assert [values(one) for one in graph.conflicts().conflicts] == [["294000", "5600000"]]


def test_who_tells_both_means_two_things(opened: _Open) -> None:
    both = "(R1*:AIModel) tokenPrice 1 CNY. (R1*:AIModel) tokenPrice 4 CNY."
    graph = opened(both, both)
    assert graph.conflicts("r1").total == 0


def test_who_tells_what_agrees_with_both_means_two_things(opened: _Open) -> None:
    graph = opened(
        "(R1*:AIModel) tokenPrice 1 CNY. (R1*:AIModel) tokenPrice 4 CNY.", "(R1*:AIModel) tokenPrice 1 CNY {when 2024}."
    )
    assert graph.conflicts("r1").total == 0


def test_one_text_may_tell_of_two_speakers(opened: _Open) -> None:
    graph = opened(
        "(R1*:AIModel) trainingCost 5600000 USD {by DeepSeek}. (R1*:AIModel) trainingCost 90000000 USD {by SemiWatch}."
    )
    assert graph.conflicts("r1").total == 1


def test_benchmarks_are_apart(opened: _Open) -> None:
    graph = opened(
        "(R1*:AIModel) benchmarkScore 79.8 points {benchmark AIME}.",
        "(R1*:AIModel) benchmarkScore 64.3 points {benchmark LCB}.",
        "(R1*:AIModel) benchmarkScore 71 points {benchmark AIME}.",
    )
    assert [values(one) for one in graph.conflicts().conflicts] == [["71", "79.8"]]


def test_what_one_tells_and_another_denies(opened: _Open) -> None:
    graph = opened(
        "(Alibaba*:Company) investsIn (Moonshot*:Company). (Baidu*:Company) rivals (Alibaba*:Company).",
        "(Alibaba*:Company) investsIn (Moonshot*:Company) {denied; by Alibaba}.",
        "(Tencent*:Company) investsIn (Moonshot*:Company) {denied}.",
    )
    (found,) = graph.conflicts().conflicts
    assert found.edge is not None
    assert (found.kind, found.subject.id, found.edge.predicate) == ("denied", "alibaba", "investsIn")
    assert [item.modality for item in found.edge.evidence] == ["asserted", "denied"]
    for name in ("alibaba", "moonshot"):
        assert graph.conflicts(name).conflicts == (found,)
    assert graph.conflicts("tencent").total == 0


def test_a_denied_figure(opened: _Open) -> None:
    graph = opened(
        "(Alibaba*:Company) valuation 90 USD {when 2025}.", "(Alibaba*:Company) valuation 90 USD {when 2025; denied}."
    )
    (found,) = graph.conflicts("alibaba").conflicts
    assert (found.kind, found.edge, values(found)) == ("denied", None, ["90"])


def test_filters_bound_what_is_looked_at(opened: _Open) -> None:
    graph = opened(
        document("a", "(Alibaba*:Company) revenue 100 CNY {when 2024}.", published="2025-01-01"),
        document("b", "(Alibaba*:Company) revenue 120 CNY {when 2024}.", published="2025-06-01"),
        document("c", "(Alibaba*:Company) revenue 150 CNY {when 2024; planned}.", publisher="Harbour"),
    )
    assert graph.conflicts(filters=Filters(source="harbour")).total == 0
    assert graph.conflicts(filters=Filters(since=When.parse("2025"))).total == 0
    assert values(graph.conflicts(filters=EVERYTHING).conflicts[0]) == ["100", "120", "150"]


def test_pages_and_order(opened: _Open) -> None:
    graph = opened(
        *(f"(Firm {i}*:Company) revenue {value} CNY {{when 2024}}." for i in range(5) for value in (100, 200)),
        "(Firm 3*:Company) revenue 200 CNY {when 2024}.",
    )
    pages = [graph.conflicts(page=page, size=2) for page in (1, 2, 3)]
    assert [(page.total, page.pages, len(page.conflicts)) for page in pages] == [(5, 3, 2), (5, 3, 2), (5, 3, 1)]
    assert [one.subject.label for page in pages for one in page.conflicts] == [
        "Firm 3", "Firm 0", "Firm 1", "Firm 2", "Firm 4",
    ]  # fmt: skip
    assert pages[0].complete
    with pytest.raises(UnknownIdError):
        graph.conflicts("nobody")


def test_a_large_store_says_that_not_all_was_looked_at(opened: _Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.query.conflicts._MOST", 1)
    graph = opened(
        *(f"(Firm {i}*:Company) revenue {value} CNY {{when 2024}}." for i in range(2) for value in (100, 200)),
        "(Firm 1*:Company) revenue 300 CNY {when 2024}.",
    )
    found = graph.conflicts()
    assert ([one.subject.label for one in found.conflicts], found.complete) == (["Firm 1"], False)
    assert graph.conflicts("firm-0").complete
