"""What the two source articles say is answered: from the sample corpus, which tells it again, and from the articles.

Each fact is asked of both stores by the questions of `kg.open`. The articles are no part of the project; where they are
not beside it, the tests over them are skipped.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from program import run

import kg
from kg.query.graph import EVERY_MODALITY, Filters, Graph
from kg.query.views import EvidenceView

ARTICLES = Path(__file__).parents[3] / "shared" / "gold" / "dev" / "en"
EVERYTHING = Filters(modalities=EVERY_MODALITY)


@dataclass(frozen=True)
class Told:
    """How at least one sentence has to tell it; None is not looked at. `attribution` may be part of the name."""

    modality: str = "asserted"
    attribution: str | None = None
    when: str | None = None
    qualifiers: Mapping[str, str] = field(default_factory=dict)

    def by(self, evidence: tuple[EvidenceView, ...]) -> bool:
        return any(self._fits(item) for item in evidence)

    def _fits(self, item: EvidenceView) -> bool:
        return (
            item.modality == self.modality
            and (self.attribution is None or self.attribution in (item.attribution or ""))
            and (self.when is None or item.when == self.when)
            and all(item.qualifiers.get(key) == value for key, value in self.qualifiers.items())
        )


RELATIONS = [
    ("Alibaba", "rivals", "DeepSeek", Told()),
    ("QwQ-32B", "rivals", "DeepSeek-R1", Told()),
    ("Alibaba", "released", "QwQ-32B", Told()),
    ("Qwen 2.5", "outperforms", "Llama 3", Told(attribution="Hugging Face")),
    ("Alibaba", "released", "Qwen 2.5", Told()),
    ("Alibaba Cloud", "released", "Qwen 3.0", Told()),
    ("Alibaba Cloud", "subsidiaryOf", "Alibaba", Told()),
    ("Qwen", "rivals", "GPT", Told()),
    ("Pop Mart", "adopts", "Qwen", Told()),
    ("Baidu", "adopts", "Qwen 3.0", Told()),
    ("Xiaomi", "adopts", "Qwen 3.0", Told()),
    ("Eddie Wu", "holdsRole", "Alibaba", Told(qualifiers={"role": "CEO"})),
    ("Jack Ma", "founded", "Alibaba", Told()),
    ("DeepSeek", "developed", "DeepSeek-R1", Told()),
    ("DeepSeek", "basedIn", "China", Told()),
    ("Alibaba", "listedOn", "Hong Kong", Told()),
    ("Hang Seng Tech Index", "outperforms", "Nasdaq Composite", Told()),
]

#: Told in passing ("think X models rivaling Y"); answered from the sample corpus, not yet from the source article.
UNSURE = ("Qwen", "rivals", "GPT")

#: Subject, metric, value, unit, time it holds for (None: not looked at), how it is told.
FIGURES = [
    ("Alibaba", "targetPrice", "150", "USD", None, Told(attribution="Goldman Sachs")),
    ("Alibaba", "marketCap", "344310000000", "USD", "2025-03", Told()),
    ("Alibaba", "investmentPlanned", "380000000000", "CNY", "2025/2028", Told(modality="planned")),
    ("QwQ-32B", "parameterCount", "32000000000", "parameters", None, Told()),
    ("DeepSeek-R1", "parameterCount", "671000000000", "parameters", None, Told()),
    ("Qwen 2.5", "parameterCount", "72000000000", "parameters", None, Told()),
    ("Qwen 3.0", "tokenPrice", "0", "USD", None, Told()),
    ("Qwen 3.0", "tokenPrice", "0.5", "USD", None, Told()),
    ("Alibaba", "stockChange", "74", "percent", "2025", Told()),
    ("Alibaba", "stockChange", "8.4", "percent", "2025-03-06", Told()),
    ("Alibaba", "stockChange", "120", "percent", "2025", Told()),
    ("Alibaba", "revenueGrowth", "8", "percent", "2024-Q4", Told()),
    ("Alibaba", "marketShare", "20", "percent", "2030", Told(modality="speculated", attribution="McKinsey")),
    ("Alibaba Cloud", "revenue", "20000000000", "USD", "2026", Told(modality="speculated", attribution="Eddie Wu")),
    ("SMIC", "stockChange", "180", "percent", None, Told()),
    ("Tencent", "stockChange", "60", "percent", None, Told()),
    ("Baidu", "stockChange", "60", "percent", None, Told()),
    ("Pop Mart", "salesGrowth", "35", "percent", "2025-Q3", Told()),
    ("Hang Seng Tech Index", "indexChange", "5.4", "percent", "2025-03-06", Told()),
    ("Hang Seng Tech Index", "indexChange", "40", "percent", "2025", Told()),
    ("CSI 300", "indexChange", "14.7", "percent", "2024", Told()),
    ("Shanghai Composite", "indexChange", "12.8", "percent", "2024", Told()),
    ("Hang Seng Index", "indexChange", "17.7", "percent", "2024", Told()),
]


@pytest.fixture(scope="module", params=["sample corpus", "source articles"])
def graph(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    if request.param == "sample corpus":
        store: Path = request.getfixturevalue("corpus_store")
    else:
        articles = [ARTICLES / "d01.json", ARTICLES / "d02.json"]
        if not all(path.exists() for path in articles):
            pytest.skip("the source articles are not here")
        store = tmp_path_factory.mktemp("sources") / "store"
        assert run(store, "ingest", *articles).returncode == 0
    with kg.open(store) as opened:
        yield opened


@pytest.mark.parametrize(("subject", "predicate", "target", "told"), RELATIONS)
def test_a_relation_is_answered(
    request: pytest.FixtureRequest, graph: Graph, subject: str, predicate: str, target: str, told: Told
) -> None:
    if "source articles" in request.node.name and (subject, predicate, target) == UNSURE:
        request.applymarker(pytest.mark.xfail(strict=True, reason="the judge gives the pair less than its threshold"))
    edges = graph.edges(
        subject=graph.find(subject).id, predicate=predicate, object=graph.find(target).id, filters=EVERYTHING
    )
    assert any(told.by(edge.evidence) for edge in edges), [item for edge in edges for item in edge.evidence]


@pytest.mark.parametrize(("subject", "metric", "value", "unit", "when", "told"), FIGURES)
def test_a_figure_is_answered(
    graph: Graph, subject: str, metric: str, value: str, unit: str, when: str | None, told: Told
) -> None:
    found = [
        item
        for item in graph.observations(graph.find(subject).id, EVERYTHING)
        if item.metric == metric and Decimal(item.quantity.value) == Decimal(value) and item.quantity.unit == unit
    ]
    assert any(when in (None, item.when) and told.by(item.evidence) for item in found), found


def test_a_sum_in_two_currencies_is_one_figure(graph: Graph) -> None:
    plans = [o for o in graph.observations(graph.find("Alibaba").id, EVERYTHING) if o.metric == "investmentPlanned"]
    others = {(a.value, a.unit) for plan in plans for item in plan.evidence for a in item.alternatives}
    assert ("52000000000", "USD") in others
    both = {item.document for plan in plans for item in plan.evidence if item.alternatives}
    again = [item for plan in plans if plan.quantity.unit == "USD" for item in plan.evidence]
    assert not [item for item in again if item.document in both]


def test_the_parameters_of_one_model_are_not_those_of_the_other(graph: Graph) -> None:
    for model, own in (("QwQ-32B", "32000000000"), ("DeepSeek-R1", "671000000000")):
        counts = {o.quantity.value for o in graph.observations(graph.find(model).id) if o.metric == "parameterCount"}
        assert counts == {own}


def test_the_family_is_adopted_with_its_versions(graph: Graph) -> None:
    adopters = {edge.subject.label for edge in graph.who("adopts", "Qwen").edges}
    assert adopters >= {"Pop Mart", "Baidu", "Xiaomi"}


def test_a_guess_is_no_fact(graph: Graph) -> None:
    shares = [o for o in graph.observations(graph.find("Alibaba").id) if o.metric == "marketShare"]
    assert not [o for o in shares if o.quantity.value == "20"]


def test_the_command_line_says_the_same(corpus_store: Path) -> None:
    done = run(corpus_store, "rivals", "Alibaba", "--format", "json")
    rivals = {edge["object"]["label"] for edge in json.loads(done.stdout)["edges"]}
    assert "DeepSeek" in rivals
    shown = run(corpus_store, "who", "released", "QwQ-32B")
    assert "Alibaba" in shown.stdout
    assert "QwQ-32B" in shown.stdout
    card = json.loads(run(corpus_store, "show", "Alibaba", "--format", "json").stdout)
    caps = {o["quantity"]["number"] for o in card["observations"] if o["metric"] == "marketCap"}
    assert 344310000000 in caps
