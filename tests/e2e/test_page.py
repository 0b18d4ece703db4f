"""The page in a real browser: it asks nobody, runs nothing that it was not made of, and shows what it holds."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from watched import Watched

from kg.assembly import open_graph
from kg.export.html import write_page
from kg.query.graph import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "<img src=x onerror=\"window.harmed='label'\">"
CLOSING = "</script><script>window.harmed='script'</script>"


class Opened(Watched):
    """A page with all that it asked for, said and broke."""

    def __init__(self, page: Page, path: Path) -> None:
        super().__init__(page)
        self.path = path

    def open(self, fragment: str = "") -> Opened:
        address = self.path.as_uri()
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(address + fragment)
        for _ in range(500):
            if self.page.evaluate("performance.getEntriesByName('drawn').length"):
                return self
            self.page.wait_for_timeout(20)
        raise AssertionError(f"nothing was drawn: {self.messages}")

    def outside(self) -> list[str]:
        """Requests for anything but the file itself."""
        return [url for url in self.requests if not url.startswith(self.path.as_uri())]

    def clean(self) -> None:
        assert self.outside() == []
        assert self.messages == []
        assert self.page.evaluate("window.violations") == []
        assert self.page.evaluate("window.harmed") is None

    def counts(self) -> str:
        return self.page.locator("#status").inner_text()

    def middle(self, relation: str) -> tuple[float, float]:
        """Where a line's middle is on the screen."""
        x, y = self.page.evaluate(
            """(name) => {
              const data = JSON.parse(document.getElementById('data').textContent);
              const relation = data.tables.relations.findIndex((item) => item.name === name);
              const found = data.edges.findIndex((edge) => edge.relation === relation);
              const frame = document.getElementById('drawing'), line = frame.network.body.edges[found].edgeType;
              const at = frame.network.canvasToDOM(line.getPoint(0.5, line.getViaNode()));
              const box = frame.getBoundingClientRect();
              return [box.left + at.x, box.top + at.y];
            }""",
            relation,
        )
        return x, y

    def spot(self, key: str) -> tuple[float, float]:
        """Where an entity is on the screen."""
        x, y = self.page.evaluate(
            """(key) => {
              const { nodes } = JSON.parse(document.getElementById('data').textContent);
              const node = nodes.findIndex((item) => item.key === key);
              const frame = document.getElementById('drawing'), box = frame.getBoundingClientRect();
              const at = frame.network.canvasToDOM(frame.network.getPosition(node));
              return [box.left + at.x, box.top + at.y];
            }""",
            key,
        )
        return x, y

    def axe(self) -> list[str]:
        from axe_core_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = self.page.evaluate("axe.run(document)")
        assert len(found["passes"]) > 10
        return [f"{item['id']}: {node['html'][:120]}" for item in found["violations"] for node in item["nodes"]]


@pytest.fixture(scope="module")
def path(sample_graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page") / "page.html"
    write_page(sample_graph, [], found)
    return found


@pytest.fixture
def opened(browser: Browser, path: Path) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def make(**options: Any) -> Opened:
        context = browser.new_context(viewport={"width": 1440, "height": 900}, **options)
        contexts.append(context)
        return Opened(context.new_page(), path)

    yield make
    for context in contexts:
        context.close()


def test_it_opens_without_a_request_or_a_violation(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    assert found.requests == [found.path.as_uri()]
    assert found.counts() == "10 entities, 12 relations"
    found.clean()


def test_the_watch_sees_what_it_watches_for(opened: Callable[..., Opened]) -> None:
    """The policy holds against a script that does get in, and the test would notice."""
    found = opened().open()
    found.page.evaluate(
        "(() => { const script = document.createElement('img'); script.src = 'https://example.org/x'; })()"
    )
    found.page.wait_for_timeout(100)
    assert found.page.evaluate("window.violations") != []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(scheme: str, opened: Callable[..., Opened]) -> None:
    found = opened(color_scheme=scheme).open("#n=alibaba&m=asserted,planned,speculated,denied")
    assert found.page.evaluate("document.documentElement.dataset.theme") == scheme
    assert found.axe() == []
    for state in ("#v=list", "#n=company.hostile&l=zh", "#m=denied"):
        found.open(state)
        assert found.axe() == []
    rivals = found.page.evaluate(
        "JSON.parse(document.getElementById('data').textContent).edges.find((edge) => edge.evidence.length === 3).key"
    )
    found.open(f"#e={rivals}&m=asserted,denied")
    assert found.page.locator("article.told").count() == 3
    found.page.locator("#search").fill("q")
    assert found.axe() == []


def test_hostile_texts_run_nothing_and_are_shown_as_they_are(opened: Callable[..., Opened]) -> None:
    found = opened().open("#n=company.hostile")
    panel = found.page.locator("#panel")
    assert panel.locator("h2").inner_text() == HOSTILE
    assert CLOSING in panel.inner_text()
    panel.get_by_role("button", name="DeepSeek").last.click()
    sentence = panel.locator("blockquote").first.inner_text()
    assert CLOSING in sentence
    assert "&lt;b&gt;" in sentence
    assert f"according to {HOSTILE}" in panel.inner_text()
    assert panel.locator("a").count() == 0
    assert "data:text/html" in panel.inner_text()
    found.page.locator("#search").fill("<img")
    assert HOSTILE in found.page.locator("#hits").inner_text()
    found.page.keyboard.press("Escape")
    found.page.locator("#view").click()
    assert HOSTILE in found.page.locator("#list").inner_text()
    found.page.wait_for_timeout(200)
    found.clean()


def test_only_web_addresses_become_links(opened: Callable[..., Opened]) -> None:
    found = opened().open("#n=alibaba")
    found.page.locator("#panel").get_by_role("button", name="DeepSeek").first.click()
    links = found.page.locator("#panel a")
    assert links.count() == 1
    assert links.get_attribute("href") == "https://example.org/a1?x=1&y=2"
    assert "noopener" in (links.get_attribute("rel") or "")
    assert "javascript:window.harmed" in found.page.locator("#panel").inner_text()
    found.clean()


def test_a_click_on_a_line_shows_its_sentences(opened: Callable[..., Opened]) -> None:
    found = opened().open("#m=asserted,planned")
    found.page.mouse.click(*found.middle("investsIn"))
    panel = found.page.locator("#panel")
    assert panel.locator("h2").inner_text().split("\n")[0].startswith("Alibaba")
    assert panel.locator("mark, blockquote").first.inner_text() == "Alibaba put about $1 billion into Moonshot AI."
    text = panel.inner_text()
    for part in (
        "asserted",
        "Harbour Daily",
        "2025-06-01",
        "time told 2024-02",
        "about 1B USD",
        "B+",
        "lead investor: yes",
        "rule made.rule",
    ):
        assert part in text
    found.page.mouse.click(*found.middle("acquires"))
    assert "planned" in panel.locator(".badge").inner_text()
    found.clean()


def test_a_quote_is_marked_in_its_sentence(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.mouse.click(*found.middle("released"))
    assert found.page.locator("blockquote").inner_text() == "The 🚀 firm Alibaba released Qwen2.5."
    assert found.page.locator("mark").inner_text() == "Alibaba released Qwen2.5"


def test_a_click_on_an_entity_shows_its_card(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.mouse.click(*found.spot("alibaba"))
    text = found.page.locator("#panel").inner_text()
    for part in (
        "Alibaba",
        "阿里巴巴",
        "company",
        "Alibaba Group",
        "NYSE:BABA",
        "280.2B CNY",
        "−3.5%",
        "founded by (1)",
        "rivals (1)",
    ):
        assert part in text
    found.page.get_by_role("button", name="Sentences: revenue").click()
    assert "or 38.4B USD" in found.page.locator("#panel").inner_text()
    found.page.keyboard.press("Escape")
    assert "Most connected" in found.page.locator("#panel").inner_text()
    found.clean()


def test_the_legend_filters(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    filters = found.page.locator("#filters")
    filters.get_by_label("AI model").uncheck()
    assert found.counts() == "6 entities, 6 relations"
    filters.get_by_label("rivals").uncheck()
    assert found.counts() == "6 entities, 5 relations"
    filters.get_by_role("button", name="Clear filters").click()
    assert found.counts() == "10 entities, 12 relations"
    filters.get_by_role("button", name="Relations: None").click()
    assert found.counts() == "0 entities, 0 relations"
    filters.get_by_role("button", name="Relations: All").click()
    filters.get_by_label("concluded by rule").uncheck()
    assert found.counts() == "10 entities, 11 relations"
    hidden = found.page.evaluate(
        "Object.values(document.getElementById('drawing').network.body.edges).filter((edge) => edge.options.hidden)"
        ".length"
    )
    assert hidden == 4
    found.clean()


def test_ways_of_telling_are_drawn_apart_and_never_mixed_in(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    total = 12
    dashes = {}
    for name in ("planned", "speculated", "denied"):
        found.page.locator("#filters").get_by_label(name).check()
        total += 1
        assert found.counts().endswith(f"{total} relations")
    for name in ("basedIn", "acquires", "adopts"):
        dashes[name] = found.page.evaluate(
            """(name) => {
              const data = JSON.parse(document.getElementById('data').textContent);
              const relation = data.tables.relations.findIndex((item) => item.name === name);
              const drawn = document.getElementById('drawing').network.body.edges;
              return data.edges.map((edge, index) => [edge.relation, JSON.stringify(drawn[index].options.dashes)])
                .filter(([found]) => found === relation).map(([, dashes]) => dashes);
            }""",
            name,
        )
    assert dashes["basedIn"] == ["false"]
    assert len({item for items in dashes.values() for item in items}) == 4


def test_time_narrows_by_what_is_told_and_else_by_publication(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    # What was told of 1999 lies ten years and more before the rest: the slider begins later and its end takes it in.
    assert found.page.locator("#time-from").get_attribute("aria-valuetext") == "2015-03"
    found.open("#from=2015-03&to=2016-01")
    assert found.counts() == "2 entities, 1 relations"
    found.open("#from=2024-01&to=2024-12")
    assert found.counts() == "2 entities, 1 relations"
    found.open("#from=2025-07&to=2026-06")
    assert found.counts() == "2 entities, 2 relations"
    slider = found.page.locator("#time-to")
    slider.focus()
    found.page.keyboard.press("Home")
    assert slider.get_attribute("aria-valuetext") == "2025-07"


def test_search_finds_in_both_languages_and_by_alias(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    for text, label in (("深度", "DeepSeek"), ("tongyi-qian", "Qwen"), ("qwen 2.5", "Qwen2.5"), ("BABA", "Alibaba")):
        found.page.keyboard.press("Escape")
        found.page.keyboard.press("/")
        found.page.keyboard.type(text)
        assert found.page.locator("#search").get_attribute("aria-expanded") == "true"
        found.page.keyboard.press("Enter")
        assert found.page.locator("#panel h2").inner_text() == label
    found.page.locator("#search").fill("zzzz")
    assert "No name matches" in found.page.locator("#hits").inner_text()


def test_the_address_restores_the_state(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.locator("#filters").get_by_label("place").uncheck()
    found.page.locator("#filters").get_by_label("denied").check()
    found.page.locator("#language").click()
    found.page.locator("#theme").click()
    found.page.mouse.click(*found.spot("deepseek"))
    found.page.locator("#in").click()
    fragment, counts = found.page.evaluate("location.hash"), found.counts()
    panel, place = (
        found.page.locator("#panel").inner_text(),
        found.page.evaluate("document.getElementById('drawing').network.getViewPosition()"),
    )
    assert "深度求索" in panel
    other = opened().open(fragment)
    assert other.counts() == counts
    assert other.page.locator("#panel").inner_text() == panel
    assert other.page.evaluate("document.documentElement.lang") == "zh"
    assert other.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not other.page.locator("#filters").get_by_label("地点").is_checked()
    there = other.page.evaluate("document.getElementById('drawing').network.getViewPosition()")
    assert abs(there["x"] - place["x"]) < 2
    assert abs(there["y"] - place["y"]) < 2
    assert other.page.evaluate("location.hash") == fragment
    other.clean()


class TestLanguages:
    @pytest.fixture(scope="class")
    @staticmethod
    def chinese(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
        """The page of two firms, as it is written with Chinese labels."""
        found = tmp_path_factory.mktemp("chinese") / "page.html"
        with open_graph(sample_store, language="zh") as graph:
            write_page(graph, ["Moonshot AI", "阿里巴巴"], found)
        return found

    def test_the_page_begins_in_the_language_it_was_written_in(self, browser: Browser, chinese: Path) -> None:
        with browser.new_context() as context:
            found = Opened(context.new_page(), chinese).open()
            page = found.page
            assert page.evaluate("document.documentElement.lang") == "zh"
            assert page.title() == "月之暗面、阿里巴巴 · 中国人工智能知识图谱"
            assert page.locator("#heading").inner_text() == "月之暗面、阿里巴巴"
            assert page.locator("#filters").get_by_label("投资于").is_checked()
            assert page.locator("#filters").get_by_label("人工智能模型").is_checked()
            assert page.evaluate("location.hash") == ""
            page.locator("#language").click()
            assert page.title() == "Moonshot AI, Alibaba · China AI knowledge graph"
            assert page.locator("#heading").inner_text() == "Moonshot AI, Alibaba"
            assert page.locator("#filters").get_by_label("invests in").is_checked()
            assert page.evaluate("location.hash") == "#l=en"
            found.open("#l=en")
            assert page.evaluate("document.documentElement.lang") == "en"
            assert found.axe() == []
            found.clean()

    def test_the_switch_changes_every_label(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.mouse.click(*found.middle("investsIn"))
        assert "lead investor: yes" in found.page.locator("#panel").inner_text()
        found.page.locator("#language").click()
        panel = found.page.locator("#panel")
        assert panel.locator("h2").inner_text().split() == ["阿里巴巴", "投资于", "→", "月之暗面"]
        for part in ("事实陈述", "融资轮次: B+", "是否领投: 是", "约 10亿 USD"):
            assert part in panel.inner_text()
        found.page.keyboard.press("Escape")
        found.page.locator("#view").click()
        assert found.page.get_by_role("button", name="竞争: 阿里巴巴 – 深度求索").count() == 1
        found.clean()

    @pytest.mark.parametrize("fragment", ["", "#l=zh"])
    def test_search_finds_names_of_both_whatever_is_shown(self, fragment: str, opened: Callable[..., Opened]) -> None:
        found = opened().open(fragment)
        for text, key in (("阿里 巴巴", "alibaba"), ("alibaba group", "alibaba"), ("月之", "moonshot-ai")):
            found.page.locator("#search").fill(text)
            found.page.keyboard.press("Enter")
            assert f"n={key}" in found.page.evaluate("location.hash")

    def test_chinese_names_are_drawn_with_glyphs(self, opened: Callable[..., Opened]) -> None:
        """Where no font has a character, all look the same: a box."""
        found = opened().open("#l=zh")
        pictures = found.page.evaluate(
            """() => [...'阿里深度月暗'].map((letter) => {
              const canvas = document.createElement('canvas');
              canvas.width = canvas.height = 24;
              const ctx = canvas.getContext('2d');
              ctx.font = `20px ${FONT}`;
              ctx.fillText(letter, 2, 20);
              return [...ctx.getImageData(0, 0, 24, 24).data].join();
            })"""
        )
        assert len(set(pictures)) == 6


@pytest.mark.parametrize(
    "fragment",
    ["#n=nobody&e=none&t=X,Y&m=zzz&from=x&to=9999-99&at=a,b,c&l=xx&th=no&v=no", "#l=toString", "#%", f"#n={HOSTILE}"],
)
def test_a_senseless_address_does_no_harm(fragment: str, opened: Callable[..., Opened]) -> None:
    found = opened().open(fragment)
    assert "entities" in found.counts()
    found.clean()


def test_the_list_holds_what_the_drawing_shows(opened: Callable[..., Opened]) -> None:
    found = opened().open("#m=asserted,denied")
    found.page.keyboard.press("l")
    rows = found.page.locator("#list tbody tr")
    assert f"{rows.count()} relations" in found.counts()
    found.page.get_by_role("button", name="rivals: Alibaba – DeepSeek").press("Enter")
    assert "DeepSeek vies with Alibaba." in found.page.locator("#panel").inner_text()
    found.page.locator("#view").click()
    assert found.page.locator("#drawing canvas").is_visible()
    found.clean()


def test_the_drawing_answers_to_keys(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    where = """(() => {
      const { network } = document.getElementById('drawing');
      return [network.getViewPosition().x, network.getScale()];
    })()"""
    before = found.page.evaluate(where)
    found.page.locator("#drawing .vis-network").focus()
    found.page.keyboard.press("ArrowRight")
    found.page.keyboard.press("+")
    after = found.page.evaluate(where)
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_a_picture_can_be_saved(opened: Callable[..., Opened], tmp_path: Path) -> None:
    found = opened().open()
    with found.page.expect_download() as download:
        found.page.locator("#png").click()
    download.value.save_as(tmp_path / "page.png")
    content = (tmp_path / "page.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert len(content) > 5000
    assert found.page.evaluate("window.violations") == []


def test_words_are_the_same_in_both_languages() -> None:
    from kg.export import html

    words = json.loads(html._text("words.json"))
    assert set(words["en"]) == set(words["zh"])
