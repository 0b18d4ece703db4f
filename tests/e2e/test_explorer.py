"""The explorer of `kg serve` in a real browser, over a real server: every feature, by mouse and by keyboard."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import serving
from watched import Watched

import kg.web
from kg.assembly import open_writer

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

HOSTILE = "<img src=x onerror=\"window.harmed='label'\">"
CLOSING = "</script><script>window.harmed='script'</script>"
WEB = Path(kg.web.__file__).parent
EVERY = "asserted+planned+speculated+denied"


class Opened(Watched):
    """A page with all that it asked for, said and broke."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page)
        self.address = address

    def _hear(self, message: ConsoleMessage) -> None:
        # A machine without a graphics card talks about its speed; a map that is being made is asked for again.
        if "GL Driver Message" not in message.text and "status of 503" not in message.text:
            super()._hear(message)

    def open(self, fragment: str = "", query: str = "") -> Opened:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/{query}{fragment}")
        self.until("performance.getEntriesByName('ready').length > 0")
        self.settled()
        return self

    def until(self, expression: str, argument: object = None) -> None:
        """Waits until the page's answer is true. (Playwright's own wait runs against the policy of the page.)"""
        for _ in range(400):
            if self.page.evaluate(expression, argument):
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"never true: {expression} {argument or ''} {self.messages}")

    def settled(self) -> None:
        """Waits until nothing that was asked for is outstanding."""
        self.until("!document.body.hasAttribute('aria-busy') && !document.querySelector('#panel[aria-busy]')")

    def shows(self, counts: str) -> None:
        """Waits for the line that counts what is drawn."""
        self.until("(text) => document.getElementById('status').textContent === text", counts)

    def told(self, text: str) -> None:
        """Waits for a message."""
        self.until("(text) => document.getElementById('message').textContent.includes(text)", text)

    @property
    def panel(self) -> Locator:
        self.settled()
        return self.page.locator("#panel")

    def press(self, name: str, exact: bool = True) -> None:
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.settled()

    def find(self, text: str, label: str) -> None:
        """Looks a name up and takes the first that is found."""
        self.page.locator("#search").fill(text)
        self.page.locator("#hits li").first.wait_for()
        self.page.locator("#search").press("Enter")
        self.until("(label) => document.querySelector('#panel h2')?.textContent === label", label)
        self.settled()

    def spot(self, name: str) -> tuple[float, float]:
        """Where an entity is on the screen."""
        x, y = self.page.evaluate(
            """(id) => {
              const frame = document.getElementById('drawing'), box = frame.getBoundingClientRect();
              const app = frame.explorer;
              const at = app.drawing.toScreen(app.graph.nodeOf.get(id));
              return [box.left + at.x, box.top + at.y];
            }""",
            name,
        )
        return x, y

    def between(self, first: str, second: str) -> tuple[float, float]:
        """The middle of two entities."""
        (a, b), (c, d) = self.spot(first), self.spot(second)
        return (a + c) / 2, (b + d) / 2

    def looks(self) -> dict[str, int]:
        """How many lines are drawn in each way: 1 asserted … 4 denied, 5 concluded."""
        found: dict[str, int] = self.page.evaluate(
            """() => {
              const counts = {};
              for (const look of document.getElementById('drawing').explorer.shown.edges) {
                if (look) counts[look] = (counts[look] || 0) + 1;
              }
              return counts;
            }"""
        )
        return found

    def fragment(self) -> str:
        """The address's fragment, once it has followed."""
        return "#" + str(self.page.evaluate("document.getElementById('drawing').explorer.link().split('#')[1] ?? ''"))

    def clean(self) -> None:
        assert [url for url in self.requests if not url.startswith((self.address, "blob:", "data:", "about:"))] == []
        assert self.messages == []
        assert self.page.evaluate("window.violations") == []
        assert self.page.evaluate("window.harmed") is None

    def axe(self) -> list[str]:
        from axe_core_python.base import AXE_SCRIPT

        self.settled()
        self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = self.page.evaluate("axe.run(document)")
        assert len(found["passes"]) > 10
        return [f"{item['id']}: {node['html'][:160]}" for item in found["violations"] for node in item["nodes"]]


@pytest.fixture
def opened(browser: Browser, site: serving.Site) -> Iterator[Callable[..., Opened]]:
    contexts = []

    def make(address: str = site.address, **options: Any) -> Opened:
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        return Opened(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()


def test_it_opens_on_the_map(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.shows("10 entities, 12 relations")
    assert "Most connected" in found.panel.inner_text()
    assert found.page.title() == "Most connected · China AI knowledge graph"
    found.until("performance.getEntriesByName('painted').length > 0")
    found.clean()


def test_the_watch_sees_what_it_watches_for(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.evaluate(
        "(() => { const image = document.createElement('img'); image.src = 'https://example.org/x'; })()"
    )
    found.until("window.violations.length > 0")


def test_an_empty_store_says_what_to_do(opened: Callable[..., Opened], tmp_path: Path) -> None:
    with open_writer(tmp_path / "store") as writer:
        writer.put([])
    with serving.serving(tmp_path / "store", tmp_path / "log") as empty:
        found = opened(empty.address).open()
        found.page.get_by_text("The store is empty.").wait_for()
        assert "kg ingest" in found.page.locator("#notes").inner_text()
        assert found.axe() == []


class TestSearch:
    @pytest.mark.parametrize(
        ("text", "label"),
        [
            ("深度", "DeepSeek"),
            ("tongyi", "Qwen"),
            ("BABA", "Alibaba"),
            ("alibbaba", "Alibaba"),
            ("moon", "Moonshot AI"),
        ],
    )
    def test_names_are_found_in_both_languages(self, text: str, label: str, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.keyboard.press("/")
        found.page.keyboard.type(text)
        found.page.locator("#hits li").first.wait_for()
        assert found.page.locator("#search").get_attribute("aria-expanded") == "true"
        found.page.keyboard.press("Enter")
        found.until("(label) => document.querySelector('#panel h2')?.textContent === label", label)
        found.clean()

    def test_arrows_choose_and_escape_closes(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        field = found.page.locator("#search")
        field.fill("qwen")
        found.page.locator("#hits-1").wait_for()
        field.press("ArrowDown")
        assert field.get_attribute("aria-activedescendant") == "hits-1"
        second = found.page.locator("#hits-1 span").first.inner_text()
        assert found.axe() == []
        field.press("Enter")
        found.until("(label) => document.querySelector('#panel h2')?.textContent === label", second)
        field.fill("qwen")
        found.page.locator("#hits-1").wait_for()
        field.press("Escape")
        assert not found.page.locator("#hits").is_visible()
        assert "Qwen" in found.panel.locator("h2").inner_text()

    def test_what_is_no_name_is_looked_for_in_sentences(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.locator("#search").fill("shares fell")
        found.page.get_by_text("No name matches").wait_for()
        found.page.locator("#search").press("Enter")
        found.page.get_by_text("Its shares fell 3.5%.").wait_for()
        found.press("Show")
        assert "−3.5%" in found.panel.inner_text()
        found.clean()


class TestNeighbourhood:
    def test_focus_shows_an_entity_and_what_it_is_joined_to(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=node&a=person.jack-ma")
        found.press("Focus")
        found.shows("2 entities, 1 relations")
        found.press("✕ End focus")
        found.shows("10 entities, 12 relations")
        found.clean()

    def test_neighbours_are_drawn_by_relation_with_true_totals(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#s=none")
        assert "Search a name and draw it." in found.page.locator("#notes").inner_text()
        found.find("alibaba", "Alibaba")
        found.press("Draw it")
        found.shows("1 entities, 0 relations")
        fold = found.panel.get_by_role("button", name="released")
        if fold.get_attribute("aria-expanded") == "false":
            fold.click()
        found.settled()
        assert fold.locator("small").inner_text() == "1"
        found.press("released: Draw 1 more")
        found.shows("2 entities, 1 relations")
        found.page.locator("#drawing").focus()
        found.page.keyboard.press("e")
        found.shows("8 entities, 9 relations")
        found.page.keyboard.press("e")
        found.told("All neighbours that pass the filters are drawn.")
        found.clean()

    def test_hide_pin_undo_redo(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=node&a=deepseek")
        found.press("Pin")
        assert found.page.get_by_role("button", name="Pin", exact=True).get_attribute("aria-pressed") == "true"
        found.page.locator("#filters").get_by_label("company").uncheck()
        found.shows("5 entities, 3 relations")  # what is pinned stays
        found.press("Hide")
        found.shows("4 entities, 3 relations")
        for counts in ("5 entities, 3 relations", "10 entities, 12 relations"):
            found.page.locator("#drawing").focus()
            found.page.keyboard.press("Control+z")
            found.shows(counts)
        found.press("Redo")
        found.shows("5 entities, 3 relations")
        found.press("Undo")
        found.press("Undo")
        assert found.page.get_by_role("button", name="Pin", exact=True).get_attribute("aria-pressed") == "false"
        assert found.page.get_by_role("button", name="Undo").is_disabled()
        found.clean()

    def test_an_entity_is_dragged_and_undo_puts_it_back(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        before = found.spot("place.hangzhou")
        found.page.mouse.move(*before)
        found.page.mouse.down()
        found.page.mouse.move(before[0] + 40, before[1] + 30, steps=5)
        found.page.mouse.up()
        found.until("document.getElementById('drawing').explorer.view.moved.size === 1")
        assert abs(found.spot("place.hangzhou")[0] - before[0] - 40) < 3
        found.press("Undo")
        assert abs(found.spot("place.hangzhou")[0] - before[0]) < 3

    def test_a_double_click_draws_more(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#s=none&add=alibaba+0+0")
        found.shows("1 entities, 0 relations")
        found.page.wait_for_timeout(300)
        found.page.mouse.dblclick(*found.spot("alibaba"))
        found.shows("8 entities, 9 relations")
        found.clean()

    def test_what_is_switched_off_does_not_hold_up_those_who_come_next(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#s=none&add=alibaba+0+0&p=node&a=alibaba")
        found.page.locator("#filters").get_by_label("company").uncheck()
        for _ in range(2):
            found.page.locator("#drawing").focus()
            found.page.keyboard.press("e")
            found.settled()
        found.told("All neighbours that pass the filters are drawn.")
        found.press("Clear filters")
        found.shows("8 entities, 9 relations")
        found.press("Hide")
        found.shows("7 entities, 2 relations")
        found.page.locator("#drawing").focus()
        found.page.keyboard.press("e")  # whose neighbours are wanted is wanted again
        found.shows("8 entities, 9 relations")

    def test_nobody_has_no_neighbours(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.evaluate("document.getElementById('drawing').explorer.expand('nobody')")
        found.told("The store does not hold this.")
        found.shows("10 entities, 12 relations")


class TestPairs:
    def test_what_a_path_leads_through_stands_out_until_another_is_asked_for(
        self, opened: Callable[..., Opened]
    ) -> None:
        lit = "document.getElementById('drawing').explorer.lit?.nodes.join(' ')"
        found = opened().open("#p=path&a=alibaba&b=deepseek")
        found.until(f"{lit} === 'alibaba deepseek'")
        found.page.route("**/api/path*", lambda route: route.abort())
        found.page.evaluate("document.getElementById('drawing').explorer.show('path', 'qwen2-5', 'deepseek')")
        found.until(f"{lit} === ''")
        assert "The server does not answer." in found.panel.inner_text()
        found.page.unroute("**/api/path*")
        found.page.evaluate("document.getElementById('drawing').explorer.show('path', 'deepseek', 'alibaba')")
        found.until(f"{lit} === 'deepseek alibaba'")

    def test_a_path_has_sentences_on_every_step(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=node&a=place.hangzhou")
        found.press("Path to …")
        other = found.page.get_by_role("combobox", name="To")
        other.fill("llama")
        found.page.get_by_role("option", name="Llama 3").wait_for()
        other.press("Enter")
        found.page.get_by_text("Path 1: 3 steps").wait_for()
        text = found.panel.inner_text()
        for part in ("Alibaba is based in Hangzhou.", "Alibaba released Qwen2.5", "Qwen2.5 beats Llama 3"):
            assert part in text
        assert found.axe() == []
        found.clean()

    def test_a_click_in_the_drawing_gives_the_other_end(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=path&a=alibaba")
        assert "Choose two entities" in found.panel.inner_text()
        found.page.wait_for_timeout(300)
        found.page.mouse.click(*found.spot("deepseek"))
        found.page.get_by_text("Path 1: 1 steps").wait_for()
        assert "DeepSeek vies with Alibaba." in found.panel.inner_text()

    def test_where_there_is_no_path_it_says_so(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=path&a=alibaba&b=company.hostile&r=supplies+partnersWith&n=2")
        assert "No chain of relations" in found.panel.inner_text()

    def test_two_entities_are_compared_side_by_side(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=compare&a=qwen2-5&b=qwen2-5-vl")
        text = found.panel.inner_text()
        assert "Both have to do with" in text
        assert found.panel.get_by_role("columnheader", name="Qwen2.5", exact=True).count() >= 1
        assert found.panel.get_by_role("rowheader", name="Qwen", exact=True).count() == 1
        found.open("#p=compare&a=alibaba&b=deepseek")
        assert "revenue" in found.panel.inner_text()
        assert "Between the two (1)" in found.panel.inner_text()
        assert found.axe() == []
        found.clean()


class TestFilters:
    def test_the_legend_filters_by_type_and_relation(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        filters = found.page.locator("#filters")
        filters.get_by_label("AI model").uncheck()
        found.shows("6 entities, 6 relations")
        filters.get_by_label("rivals").uncheck()
        found.shows("6 entities, 5 relations")
        found.press("Clear filters")
        found.shows("10 entities, 12 relations")
        found.press("Relations: None")
        found.shows("0 entities, 0 relations")
        assert "Nothing passes the filters." in found.page.locator("#notes").inner_text()
        found.press("Relations: All")
        filters.get_by_label("concluded by rule").uncheck()
        found.shows("10 entities, 11 relations")
        found.clean()

    def test_ways_of_telling_are_drawn_apart_and_never_mixed_in(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        assert found.looks() == {"1": 11, "5": 1}
        for count, name in enumerate(("planned", "speculated", "denied"), 13):
            found.page.locator("#filters").get_by_label(name).check()
            found.shows(f"10 entities, {count} relations")
        assert found.looks() == {"1": 11, "2": 1, "3": 1, "4": 1, "5": 1}
        lines = [item.inner_html() for item in found.page.locator("#filters fieldset").nth(1).locator("svg").all()]
        assert len(set(lines)) == 5

    def test_sources_are_chosen_and_counted(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.get_by_label("Find a source").fill("harb")
        found.page.locator("#filters").get_by_label("Harbour Daily").check()
        found.shows("3 entities, 2 relations")
        found.page.locator("#filters").get_by_label("Harbour Daily").uncheck()
        found.page.get_by_label("told by at least").fill("2")
        found.page.get_by_label("told by at least").press("Enter")
        found.shows("2 entities, 1 relations")
        found.clean()

    def test_time_is_of_what_happened_or_of_publication(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#from=2024-01&to=2024-12")
        found.shows("2 entities, 1 relations")
        found.open("#from=2024-01&to=2024-12&by=published")
        found.shows("0 entities, 0 relations")
        found.open("#from=2025-06&to=2025-07&by=published")
        found.shows("4 entities, 4 relations")
        slider = found.page.locator("#time-to")
        slider.focus()
        slider.press("Home")
        assert slider.get_attribute("aria-valuetext") == "2025-06"
        found.shows("3 entities, 2 relations")
        assert "2 relations" in found.page.locator("#status").inner_text()
        found.page.get_by_label("when it happened").check()
        found.shows("10 entities, 12 relations")
        found.clean()

    def test_the_panel_obeys_the_filters(self, opened: Callable[..., Opened]) -> None:
        found = opened().open(f"#p=node&a=alibaba&m={EVERY}")
        assert "acquires" in found.panel.inner_text()
        found.page.locator("#filters").get_by_label("planned").uncheck()
        found.until("!document.getElementById('panel').textContent.includes('acquires')")


class TestPanel:
    def test_a_click_on_a_line_shows_all_that_says_it(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.wait_for_timeout(300)
        found.page.mouse.click(*found.between("alibaba", "moonshot-ai"))
        found.page.locator("#panel article.told").first.wait_for()
        text = found.panel.inner_text()
        assert text.split("\n")[1].startswith("Alibaba")
        for part in (
            "asserted",
            "Harbour Daily",
            "2025-06-01",
            "time told 2024-02",
            "about 1B USD",
            "B+",
            "lead investor: yes",
            "made 1 · made.rule",
        ):
            assert part in text
        found.clean()

    def test_the_words_are_marked_in_their_sentence(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#v=relations")
        found.press("released: Alibaba – Qwen2.5")
        assert found.panel.locator("blockquote").inner_text() == "The 🚀 firm Alibaba released Qwen2.5."
        assert found.panel.locator("mark").inner_text() == "Alibaba released Qwen2.5"
        link = found.panel.locator("a[target]")
        assert link.get_attribute("href") == "https://example.org/a1?x=1&y=2"
        assert "noopener" in (link.get_attribute("rel") or "")
        assert found.panel.locator("a[href='/document/a1']").count() == 1

    def test_what_the_filters_leave_out_is_one_step_away(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#v=relations")
        found.press("rivals: Alibaba – DeepSeek")
        assert "Sentences (2)" in found.panel.inner_text()
        found.page.get_by_text("1 more outside the filters").click()
        assert "Alibaba denied that it competes with DeepSeek." in found.panel.inner_text()

    def test_a_click_on_an_entity_shows_its_card(self, opened: Callable[..., Opened]) -> None:
        found = opened().open()
        found.page.wait_for_timeout(300)
        found.page.mouse.click(*found.spot("alibaba"))
        found.page.locator("#panel [role=tablist]").wait_for()
        text = found.panel.inner_text()
        for part in (
            "Alibaba",
            "阿里巴巴",
            "company",
            "Alibaba Group",
            "NYSE:BABA",
            "280.2B CNY",
            "−3.5%",
            "founded by",
            "2 documents",
        ):
            assert part in text
        assert found.panel.locator("a[href='/id/alibaba']").count() == 1
        found.page.keyboard.press("Escape")
        found.page.get_by_text("The graph holds").wait_for()
        found.clean()

    def test_timeline_figures_and_conflicts_are_tabs(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#p=node&a=alibaba")
        found.panel.get_by_role("tab", name="Card").focus()
        found.page.keyboard.press("ArrowRight")
        found.page.locator("#panel ol.timeline").wait_for()
        times = found.panel.locator("time").all_inner_texts()
        assert times == sorted(times)
        assert "1999" in times[0]
        assert found.axe() == []
        found.page.keyboard.press("ArrowRight")
        found.page.locator("#panel table.points").first.wait_for()
        assert "Lakeside Wire · 2025-03-06" in found.panel.inner_text()
        found.page.keyboard.press("ArrowRight")
        found.until("document.querySelector('#panel [role=tabpanel]').textContent.length > 0")
        assert found.page.evaluate("document.activeElement.getAttribute('role')") == "tab"
        assert found.axe() == []
        found.clean()

    def test_what_a_rule_concluded_shows_what_it_rests_on(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#v=relations")
        found.press("developed: Alibaba – Qwen2.5-VL")
        assert "No text says this" in found.panel.inner_text()
        assert "Qwen2.5-VL is of the Qwen family." in found.panel.inner_text()


def test_a_link_restores_the_state_exactly(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.locator("#filters").get_by_label("place").uncheck()
    found.page.locator("#filters").get_by_label("denied").check()
    found.find("deepseek", "DeepSeek")
    found.press("Pin")
    found.page.locator("#language").or_(found.page.get_by_role("button", name="中文")).click()
    found.page.get_by_role("button", name="深色").click()
    spot = found.spot("deepseek")
    found.page.mouse.move(*spot)
    found.page.mouse.down()
    found.page.mouse.move(spot[0] - 30, spot[1] + 25, steps=4)
    found.page.mouse.up()
    found.until("document.getElementById('drawing').explorer.view.moved.size === 1")
    found.page.locator("#in").click()
    found.until("document.getElementById('drawing').explorer.view.camera !== null")
    found.page.wait_for_timeout(600)
    fragment, panel = found.fragment(), found.panel.inner_text()
    counts, spot = found.page.locator("#status").inner_text(), found.spot("deepseek")
    other = opened().open(fragment)
    other.shows(counts)
    assert other.panel.inner_text() == panel
    assert "深度求索" in panel
    assert other.page.evaluate("document.documentElement.lang") == "zh"
    assert other.page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not other.page.locator("#filters").get_by_label("地点").is_checked()
    other.page.wait_for_timeout(300)
    there = other.spot("deepseek")
    assert abs(there[0] - spot[0]) < 2
    assert abs(there[1] - spot[1]) < 2
    assert other.fragment() == fragment
    other.clean()


def test_the_way_back_leads_through_cards(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.find("deepseek", "DeepSeek")
    found.find("alibaba", "Alibaba")
    found.page.go_back()
    found.until("document.querySelector('#panel h2')?.textContent === 'DeepSeek'")


@pytest.mark.parametrize(
    "fragment",
    [
        "#p=node&a=nobody&t=X+Y&m=zzz&from=x&to=9999-99&c=a+b+c&l=xx&th=no&v=no&n=-3&o=x&pg=z&src=%7B",
        "#l=toString", "#%", f"#p=node&a={HOSTILE}", "#add=nobody+1+1+alibaba+x+y&hide=%00&pin=zz&f=nobody",
        "#p=edge&a=none", "#p=path&a=nobody&b=alibaba", "#s=none&p=compare",
    ],
)  # fmt: skip
def test_a_senseless_address_does_no_harm(fragment: str, opened: Callable[..., Opened]) -> None:
    found = opened().open(fragment)
    assert "entit" in found.page.locator("#status").inner_text()
    assert found.page.evaluate("window.harmed") is None
    assert found.page.evaluate("window.violations") == []
    assert [text for text in found.messages if "status of 404" not in text] == []


class TestFiles:
    def _save(self, found: Opened, name: str, path: Path) -> bytes:
        found.page.get_by_text("Export", exact=True).click()
        with found.page.expect_download() as download:
            found.page.locator(".menu").get_by_role("button", name=name, exact=True).click()
        download.value.save_as(path)
        return path.read_bytes()

    def test_the_view_is_saved_in_every_form(self, opened: Callable[..., Opened], tmp_path: Path) -> None:
        found = opened().open("#t=Place&m=asserted+planned")
        found.shows("9 entities, 12 relations")
        found.page.wait_for_timeout(500)
        png = self._save(found, "PNG", tmp_path / "view.png")
        assert png[:8] == b"\x89PNG\r\n\x1a\n"
        assert len(png) > 5000
        assert b"Alibaba" in self._save(found, "SVG", tmp_path / "view.svg")
        view = json.loads(self._save(found, "JSON", tmp_path / "view.json"))
        assert len(view["nodes"]) == 9
        assert len(view["edges"]) == 12
        assert self._save(found, "GEXF", tmp_path / "view.gexf").count(b"<edge ") == 12
        self._save(found, "CSV", tmp_path / "view.zip")
        with zipfile.ZipFile(tmp_path / "view.zip") as archive:
            assert any(name.endswith(".csv") for name in archive.namelist())
        page = self._save(found, "HTML page", tmp_path / "view.html").decode()
        assert "Content-Security-Policy" in page
        found.clean()
        alone = found.page.context.new_page()
        alone.goto((tmp_path / "view.html").as_uri())
        Opened(alone, "").until("document.getElementById('status').textContent.startsWith('9 entities')")

    @pytest.mark.parametrize(
        "fragment",
        [
            "",
            "#t=Place&m=asserted+planned+denied",
            "#from=2024-01&to=2024-12",
            "#n=2",
            "#src=%5B%22Harbour+Daily%22%5D&d=0",
            "#from=2025-06&by=published",
            "#r=rivals&d=0&m=asserted+speculated",
            f"#m={EVERY}&to=2025-03",
        ],
    )
    def test_the_query_for_the_view_gives_its_lines(
        self, fragment: str, opened: Callable[..., Opened], site: serving.Site
    ) -> None:
        found = opened().open(fragment)
        count = len(found.page.evaluate("[...document.getElementById('drawing').explorer.shown.edges].filter(Boolean)"))
        found.page.get_by_text("Export", exact=True).click()
        found.page.get_by_role("button", name="SPARQL for this view", exact=True).click()  # another page opens
        found.page.wait_for_url("**/query#**")
        query = found.page.evaluate("new URLSearchParams(location.hash.slice(1)).get('query')")
        answer = httpx.post(
            site.address + "/sparql",
            content=query.encode(),
            headers={"content-type": "application/sparql-query", "accept": "application/sparql-results+json"},
        )
        assert answer.status_code == 200, answer.text
        assert len(answer.json()["results"]["bindings"]) == count


class TestList:
    def test_it_holds_what_the_drawing_shows(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#m=asserted+denied")
        found.page.keyboard.press("l")
        rows = found.page.locator("#list tbody tr")
        found.shows(f"10 entities, {rows.count()} relations")
        found.press("Entities")
        assert found.page.locator("#list tbody tr").count() == 10
        found.press("Most connected")
        assert found.axe() == []
        found.press("List")
        assert found.page.locator("#drawing canvas").first.is_visible()
        found.clean()

    def test_it_is_walked_and_sorted_by_keys(self, opened: Callable[..., Opened]) -> None:
        found = opened().open("#v=relations")
        found.page.get_by_role("button", name="Subject").press("Enter")
        head = found.page.get_by_role("columnheader", name="Subject")
        assert head.get_attribute("aria-sort") == "ascending"
        names = found.page.locator("#list tbody tr td:first-child").all_inner_texts()
        assert names[1:] == sorted(names[1:], key=str.casefold)
        first = found.page.locator("#list td button").first
        first.focus()
        found.page.keyboard.press("ArrowDown")
        found.page.keyboard.press("ArrowRight")
        label = found.page.evaluate("document.activeElement.getAttribute('aria-label')")
        assert ":" in label
        found.page.keyboard.press("Enter")
        found.page.locator("#panel article.told").first.wait_for()
        assert found.page.evaluate("document.activeElement.getAttribute('aria-label')") == label
        assert found.page.locator('#list td button[tabindex="0"]').count() == 1


@pytest.mark.parametrize(
    ("width", "scheme"), [(1440, "light"), (1440, "dark"), (390, "light"), (390, "dark"), (900, "light")]
)
def test_axe_finds_nothing(width: int, scheme: str, opened: Callable[..., Opened]) -> None:
    found = opened(color_scheme=scheme, viewport={"width": width, "height": 844}).open()
    assert found.page.evaluate("document.documentElement.dataset.theme") == scheme
    assert found.axe() == []
    for state in (
        f"#p=node&a=alibaba&m={EVERY}",
        "#v=relations",
        "#v=entities&l=zh",
        "#p=node&a=company.hostile&l=zh",
        "#m=denied",
        "#p=conflicts",
    ):
        found.open(state)
        assert found.axe() == [], state
    found.page.get_by_text("Export", exact=True).click()
    assert found.axe() == []
    assert found.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_switch_changes_every_label(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.press("中文")
    found.shows("10 个实体，12 条关系")
    assert found.page.evaluate("document.documentElement.lang") == "zh"
    found.find("月之", "月之暗面")
    assert "卡片" in found.panel.inner_text()
    assert "投资" in found.panel.inner_text()
    words = json.loads((WEB / "templates" / "words.json").read_text(encoding="utf-8"))
    assert set(words["en"]) == set(words["zh"])
    found.open("#l=en", "?lang=zh")
    found.shows("10 entities, 12 relations")


def test_without_webgl_all_but_the_drawing_works(opened: Callable[..., Opened]) -> None:
    found = opened()
    found.page.add_init_script(
        """
        const given = HTMLCanvasElement.prototype.getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
          return kind.startsWith('webgl') ? null : given.call(this, kind, ...rest);
        };
        """
    )
    found.open()
    found.shows("10 entities, 12 relations")
    assert "no WebGL" in found.page.locator("#notes").inner_text()
    assert found.page.locator("#list tbody tr").count() == 12
    found.press("rivals: Alibaba – DeepSeek")
    assert "DeepSeek vies with Alibaba." in found.panel.inner_text()
    found.find("qwen", "Qwen")
    found.press("Focus")
    assert found.page.locator("#list tbody tr").count() < 12
    found.page.get_by_text("Export", exact=True).click()
    assert found.page.locator(".menu").get_by_role("button", name="PNG").count() == 0
    assert found.axe() == []
    found.clean()


def test_hostile_texts_run_nothing_and_are_shown_as_they_are(opened: Callable[..., Opened]) -> None:
    found = opened().open("#p=node&a=company.hostile")
    assert found.panel.locator("h2").inner_text() == HOSTILE
    assert CLOSING in found.panel.inner_text()
    found.panel.get_by_role("button", name="DeepSeek").first.click()
    found.page.locator("#panel article.told").first.wait_for()
    text = found.panel.inner_text()
    assert CLOSING in text
    assert "&lt;b&gt;" in text
    assert found.panel.locator("a[target]").count() == 0
    assert "data:text/html" in text
    found.page.locator("#search").fill("<img")
    found.page.locator("#hits li").first.wait_for()
    assert HOSTILE in found.page.locator("#hits").inner_text()
    found.page.keyboard.press("Escape")
    found.open("#v=relations&f=company.hostile")
    assert HOSTILE in found.page.locator("#list").inner_text()
    found.open("#p=compare&a=company.hostile&b=deepseek&v=entities")
    found.open("#p=path&a=company.hostile&b=alibaba")
    found.open("#p=sentences&q=supplies")
    assert "supplies" in found.panel.inner_text()
    found.page.wait_for_timeout(200)
    found.clean()


def test_a_newer_state_shows_within_seconds(sample_store: Path, opened: Callable[..., Opened], tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    with serving.serving(store, tmp_path / "log") as changing:
        found = opened(changing.address).open("#p=node&a=alibaba")
        found.shows("10 entities, 12 relations")
        with open_writer(store) as writer:
            writer.delete("a2")
        found.told("A newer state of the store is shown.")
        assert found.page.locator("#panel h2").inner_text() == "Alibaba"
        found.until("!document.getElementById('panel').textContent.includes('invests in')")
        found.clean()
