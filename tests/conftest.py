"""A small graph with friendly and hostile texts, and a browser; made once and only for tests that ask."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from kg.assembly import open_graph, open_writer
from kg.model import Document, Entity, Evidence, Extraction, Mention, Modality, Quantity, Span, Statement, When
from kg.query.graph import Graph
from kg.store.base import Record

sys.path.insert(0, str(Path(__file__).parent / "support"))
import serving
from watched import chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# a busy machine is no fault of what is tested
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

HOSTILE = "<img src=x onerror=\"window.harmed='label'\">"
CLOSING = "</script><script>window.harmed='script'</script>"

_ENTITIES = (
    Entity(
        "alibaba", "Company", {"en": "Alibaba", "zh": "阿里巴巴"}, ("Alibaba Group", "阿里"), ("NYSE:BABA",), known=True
    ),
    Entity("deepseek", "Company", {"en": "DeepSeek", "zh": "深度求索"}, known=True),
    Entity("moonshot-ai", "Company", {"en": "Moonshot AI", "zh": "月之暗面"}, known=True),
    Entity("qwen", "AIModel", {"en": "Qwen", "zh": "千问"}, ("Tongyi Qianwen", "通义千问"), known=True),
    Entity("qwen2-5", "AIModel", {"en": "Qwen2.5"}, known=True),
    Entity("qwen2-5-vl", "AIModel", {"en": "Qwen2.5-VL"}, known=True),
    Entity("aimodel.llama-3", "AIModel", {"en": "Llama 3"}),
    Entity("person.jack-ma", "Person", {"en": "Jack Ma", "zh": "马云"}, known=True),
    Entity("place.hangzhou", "Place", {"en": "Hangzhou", "zh": "杭州"}, known=True),
    Entity("company.hostile", "Company", {"en": HOSTILE}, (CLOSING, "=1+1", "\u2028line\u2029 \x01 &amp;")),
)


def _document(
    name: str, published: str, publisher: str, url: str, title: str, lines: list[tuple[str, Statement, dict]]
) -> Record:
    """An article of one line a statement; `how` holds further fields of the evidence, `quote` a part of the line."""
    body = "\n".join(line for line, _, _ in lines)
    document = Document(name, body, title, publisher, When.parse(published), url=url)
    evidence, mentions, sentences, at = [], [], {}, document.body_start
    for line, statement, how in lines:
        quote = how.get("quote", line)
        start = at + line.index(quote)
        span = Span(start, start + len(quote))
        sentences[span] = Span(at, at + len(line))
        rest = {key: value for key, value in how.items() if key != "quote"}
        evidence.append(Evidence(statement, name, span, quote, extractor="made 1", rule="made.rule", **rest))
        mentions += [_mention(document, entity, at, line) for entity in _ENTITIES if entity.label() in line]
        at += len(line) + 1
    named = {end for item in evidence for end in (item.statement.subject, item.statement.object)}
    entities = tuple(entity for entity in _ENTITIES if entity.id in named)
    return Record(Extraction(document, entities, tuple(filter(None, mentions)), tuple(evidence)), sentences, "made 1")


def _mention(document: Document, entity: Entity, at: int, line: str) -> Mention | None:
    """The first place in a line where an entity's name stands by itself."""
    found = re.search(rf"(?<![\w.]){re.escape(entity.label())}(?![\w.-]*\w)", line)
    if found is None:
        return None
    span = Span(at + found.start(), at + found.end())
    return Mention(span, document.quote(span), entity.type, entity.id, "made.name")


def sample_records() -> list[Record]:
    """Three articles: every modality, parallel statements, figures, qualifiers, and texts that mean harm."""
    rivals = Statement.relation("alibaba", "rivals", "deepseek", symmetric=True)
    invests = Statement.relation("alibaba", "investsIn", "moonshot-ai")
    amount = Quantity(Decimal("1000000000"), "USD", "~")
    revenue = Statement("alibaba", "revenue", Quantity(Decimal("280200000000"), "CNY"), When.parse("2024-Q4"))
    change = Statement("alibaba", "stockChange", Quantity(Decimal("-3.5"), "percent"), When.parse("2025-03-06"))
    first = _document(
        "a1",
        "2025-03-06",
        "Lakeside Wire",
        "https://example.org/a1?x=1&y=2",
        "Alibaba gains on a new model",
        [
            ("Alibaba competes with DeepSeek, analysts say.", rivals, {"quote": "Alibaba competes with DeepSeek"}),
            (
                "Jack Ma co-founded Alibaba in 1999.",
                Statement.relation("person.jack-ma", "founded", "alibaba"),
                {"when": When.parse("1999")},
            ),
            (
                "The 🚀 firm Alibaba released Qwen2.5.",
                Statement.relation("alibaba", "released", "qwen2-5"),
                {"quote": "Alibaba released Qwen2.5", "qualifiers": {"openSource": True}},
            ),
            ("Alibaba developed Qwen.", Statement.relation("alibaba", "developed", "qwen"), {}),
            ("Qwen2.5 is of the Qwen family.", Statement.relation("qwen2-5", "versionOf", "qwen"), {}),
            (
                "Qwen2.5 beats Llama 3, says Hugging Face.",
                Statement.relation("qwen2-5", "outperforms", "aimodel.llama-3"),
                {"attribution": "Hugging Face", "qualifiers": {"benchmark": "MMLU-Pro"}},
            ),
            ("Qwen2.5-VL is of the Qwen family.", Statement.relation("qwen2-5-vl", "versionOf", "qwen"), {}),
            ("Alibaba is based in Hangzhou.", Statement.relation("alibaba", "basedIn", "place.hangzhou"), {}),
            (
                "Revenue was 280.2 billion yuan ($38.4 billion).",
                revenue,
                {"alternatives": (Quantity(Decimal("38400000000"), "USD"),)},
            ),
            ("Its shares fell 3.5%.", change, {"when": When.parse("2025-03-06")}),
        ],
    )
    second = _document(
        "a2",
        "2025-06-01",
        "Harbour Daily",
        "javascript:window.harmed='link'",
        f"Title {HOSTILE} {CLOSING}",
        [
            ("DeepSeek vies with Alibaba.", rivals, {}),
            ("Alibaba denied that it competes with DeepSeek.", rivals, {"modality": Modality.DENIED}),
            (
                "Alibaba put about $1 billion into Moonshot AI.",
                invests,
                {"when": When.parse("2024-02"), "qualifiers": {"amount": amount, "round": "B+", "lead": True}},
            ),
            (
                "Alibaba plans to buy Moonshot AI.",
                Statement.relation("alibaba", "acquires", "moonshot-ai"),
                {"modality": Modality.PLANNED, "when": When.parse("2026-H1")},
            ),
            (
                "Moonshot AI may adopt Qwen.",
                Statement.relation("moonshot-ai", "adopts", "qwen"),
                {"modality": Modality.SPECULATED},
            ),
            (
                "DeepSeek did not buy Moonshot AI.",
                Statement.relation("deepseek", "acquires", "moonshot-ai"),
                {"modality": Modality.DENIED},
            ),
        ],
    )
    harm = f"{HOSTILE} {CLOSING} supplies DeepSeek \u2028 &lt;b&gt; ]]> <!-- <script>."
    third = _document(
        "a3 <x>",
        "2025-07",
        CLOSING,
        "data:text/html,<script>window.harmed='data'</script>",
        HOSTILE,
        [
            (
                harm,
                Statement.relation("company.hostile", "supplies", "deepseek"),
                {"attribution": HOSTILE, "qualifiers": {"round": CLOSING}},
            ),
            (f"Again {harm}", Statement.relation("company.hostile", "partnersWith", "deepseek", symmetric=True), {}),
        ],
    )
    return [first, second, third]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph on disk."""
    store: Path = tmp_path_factory.mktemp("sample") / "store"
    with open_writer(store) as writer:
        writer.put(sample_records())
    return store


@pytest.fixture(scope="session")
def sample_graph(sample_store: Path) -> Iterator[Graph]:
    """The small graph, opened for reading."""
    with open_graph(sample_store) as graph:
        yield graph


@pytest.fixture(scope="session")
def site(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Site]:
    """`kg serve` over the small graph."""
    with serving.serving(sample_store, tmp_path_factory.mktemp("site") / "log", "--log") as found:
        yield found


_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium. Without one the test is skipped, or fails where `KG_REQUIRE_BROWSER` is set."""
    path = chromium_path()
    if path is None:
        message = "no Chromium on the path; install one or name it in KG_CHROMIUM"
        if os.environ.get("KG_REQUIRE_BROWSER"):
            pytest.fail(message)
        pytest.skip(message)
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=path, args=list(_ARGUMENTS), headless=True)
        yield found
        found.close()
