"""The SPARQL page of `kg serve` in a real browser, over a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote_plus

import pytest
import serving
from watched import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HOSTILE = "<img src=x onerror=\"window.harmed='label'\">"
# Chromium says so without a graphics card, and of refusals that are meant.
_CALM = ("ReadPixels", "status of 400", "status of 406")
NAMES = "SELECT ?e ?name WHERE { ?e <http://www.w3.org/2004/02/skos/core#prefLabel> ?name }"
MANY = (
    "SELECT ?n (?n * 2 AS ?twice) "
    "WHERE { VALUES ?a {0 1 2 3 4 5 6} VALUES ?b {0 1 2 3 4 5 6 7 8 9} BIND(?a * 10 + ?b AS ?n) }"
)


class Opened(Watched):
    """The page with all that it asked for, said and broke."""

    def __init__(self, page: Page, address: str) -> None:
        super().__init__(page)
        self.address = address

    def open(self, query: str | None = None, parameters: str = "") -> Opened:
        self.page.goto("about:blank")
        self.page.goto(f"{self.address}/query{parameters}{'' if query is None else '#query=' + quote(query)}")
        self.page.locator(".cm-content").wait_for()
        if query is not None:
            self.answered()
        return self

    def answered(self) -> None:
        self.page.locator(".results:not([aria-busy])").wait_for()
        self.page.locator(".answer > *").first.wait_for()

    def run(self, query: str) -> None:
        """Types a query over what is there and runs it by keyboard."""
        content = self.page.locator(".cm-content")
        content.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(query)
        self.page.keyboard.press("Control+Enter")
        self.answered()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def rows(self) -> list[list[str]]:
        rows = self.page.locator(".grid tbody tr")
        return [row.locator("td").all_inner_texts() for row in rows.all()]

    @property
    def text(self) -> str:
        return str(self.page.locator(".cm-content").inner_text())

    def axe(self) -> list[str]:
        from axe_core_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = self.page.evaluate("axe.run(document)")
        assert len(found["passes"]) > 10
        return [f"{item['id']}: {node['html'][:120]}" for item in found["violations"] for node in item["nodes"]]

    def clean(self) -> None:
        assert [url for url in self.requests if not url.startswith((self.address, "about:", "blob:"))] == []
        assert [text for text in self.messages if not any(calm in text for calm in _CALM)] == []
        assert self.page.evaluate("window.violations") == []
        assert self.page.evaluate("window.harmed") is None


@pytest.fixture
def opened(site: serving.Site, browser: Browser) -> Iterator[Callable[..., Opened]]:
    """Opens the page with options of a browser context; what it did is checked at the end."""
    made = []

    def make(**options: Any) -> Opened:
        context = browser.new_context(accept_downloads=True, **{"viewport": {"width": 1200, "height": 900}, **options})
        found = Opened(context.new_page(), site.address)
        made.append(found)
        return found

    yield make
    for found in made:
        found.clean()
        found.page.context.close()


def test_it_begins_with_an_example_and_runs_it(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    assert "kg:rivals" in found.text
    assert found.rows() == []
    found.press("Run")
    found.answered()
    assert ["ent:deepseek", "DeepSeek"] in found.rows()
    assert "row" in found.page.get_by_role("status").inner_text()


@pytest.mark.parametrize("place", range(1, 9))
def test_every_example_is_answered(opened: Callable[..., Opened], place: int) -> None:
    found = opened().open()
    found.page.get_by_label("Examples").select_option(index=place)
    found.answered()
    assert found.page.locator(".refused").count() == 0


def test_a_link_holds_the_query(opened: Callable[..., Opened]) -> None:
    found = opened().open("ASK { ?s ?p ?o }")
    assert found.page.locator(".truth").inner_text() == "Yes"
    found.run("SELECT (1 AS ?one) {}")
    assert found.rows() == [["1"]]
    assert unquote_plus(found.page.url).endswith("#query=SELECT (1 AS ?one) {}")
    found.page.reload()
    found.answered()
    assert found.rows() == [["1"]]


def test_entities_lead_to_their_pages(opened: Callable[..., Opened]) -> None:
    found = opened().open(NAMES)
    found.page.get_by_role("link", name="ent:alibaba", exact=True).first.click()
    found.page.wait_for_url("**/id/alibaba")


def test_long_tables_have_pages(opened: Callable[..., Opened]) -> None:
    found = opened().open(MANY)
    assert len(found.rows()) == 50
    found.press("next page")
    assert len(found.rows()) == 20
    assert "51–70 of 70" in found.page.locator(".pager").inner_text()


def test_numbers_become_a_chart(opened: Callable[..., Opened]) -> None:
    found = opened().open(MANY)
    found.press("Chart")
    picture = found.page.get_by_role("img")
    assert picture.get_attribute("aria-label") == "Chart of twice by n: 60 values, also in the table."
    assert picture.locator("rect").count() == 60
    found.page.get_by_label("Kind of chart").select_option("line")
    assert found.page.locator(".plot polyline").count() == 1
    assert found.axe() == []


def test_triples_become_a_drawing(opened: Callable[..., Opened]) -> None:
    found = opened().open("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isIRI(?o)) } LIMIT 60")
    stage = found.page.locator(".stage")
    stage.locator("canvas").first.wait_for(state="attached")
    assert "lines" in str(stage.get_attribute("aria-label"))
    found.press("Table")
    assert len(found.rows()) == 50
    assert found.page.locator(".stage").count() == 0


def test_an_error_is_told_and_marked_where_it_is(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.run("SELECT * WHERE {\n  ?s ?p }")
    assert found.page.get_by_role("alert").inner_text().startswith("line 2, column ")
    assert "}" in found.page.locator(".cm-wrong").first.inner_text()
    assert found.axe() == []
    found.run("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    assert "SERVICE" in found.page.get_by_role("alert").inner_text()


def test_names_are_completed_and_their_prefixes_declared(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.locator(".cm-content").click()
    found.page.keyboard.press("Control+a")
    found.page.keyboard.type("SELECT ?x WHERE { ?x kg:riv")
    option = found.page.locator(".cm-tooltip-autocomplete li").first
    option.wait_for()
    assert "kg:rivals" in option.inner_text()
    found.page.wait_for_timeout(150)  # what is typed at once is not taken for a choice
    found.page.keyboard.press("Enter")
    found.page.keyboard.type(" ent:alib")
    found.page.locator(".cm-tooltip-autocomplete li", has_text="ent:alibaba").wait_for()
    found.page.wait_for_timeout(150)
    found.page.keyboard.press("Enter")
    found.page.keyboard.press("Control+Enter")
    found.answered()
    assert found.text.splitlines()[:2] == [
        "PREFIX ent: <https://w3id.org/china-ai-kg/id/>",
        "PREFIX kg: <https://w3id.org/china-ai-kg/ontology#>",
    ]
    assert ["ent:deepseek"] in found.rows()


def test_answers_are_saved_in_every_form(opened: Callable[..., Opened]) -> None:
    found = opened().open("SELECT (1 AS ?one) {}")
    for name, start in (("CSV", b"one\r\n1"), ("TSV", b"?one\n1"), ("JSON", b"{"), ("XML", b"<?xml")):
        with found.page.expect_download() as download:
            found.press(name)
        assert Path(download.value.path()).read_bytes().startswith(start), name
    found.run("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1")
    found.press("Table")
    with found.page.expect_download() as download:
        found.press("Turtle")
    assert Path(download.value.path()).stat().st_size > 10


def test_the_keyboard_leaves_the_editor(opened: Callable[..., Opened]) -> None:
    found = opened().open()
    found.page.locator(".cm-content").click()
    before = found.text
    found.page.keyboard.press("Tab")
    assert found.text != before  # in the editor, Tab is for the text
    before = found.text
    found.page.keyboard.press("Escape")
    found.page.keyboard.press("Shift+Tab")
    assert found.page.evaluate("document.activeElement.closest('.cm-editor')") is None
    assert found.text == before


def test_hostile_texts_are_shown_as_they_are(opened: Callable[..., Opened]) -> None:
    found = opened().open(NAMES + " ORDER BY ?name")
    assert any(HOSTILE in row for row in found.rows())
    found.run('SELECT ("<b>x</b>" AS ?a) (<javascript:alert(1)> AS ?b) ("</script>" AS ?c) {}')
    assert found.rows() == [["<b>x</b>", "javascript:alert(1)", "</script>"]]
    assert found.page.locator('.grid a[href^="javascript"]').count() == 0
    found.run(f'CONSTRUCT {{ <urn:a> <urn:b> "{HOSTILE}" }} WHERE {{}}'.replace('="', '=\\"').replace("'\">", "'\\\">"))
    found.page.locator(".stage canvas, .graph > p").first.wait_for(state="attached")


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("en", {"color_scheme": "light"}),
        ("zh", {"color_scheme": "dark"}),
        ("zh", {"viewport": {"width": 380, "height": 760}}),
    ],
    ids=["light", "dark", "phone"],
)
def test_axe_finds_nothing(opened: Callable[..., Opened], language: str, options: dict[str, Any]) -> None:
    found = opened(**options).open(MANY, f"?lang={language}")
    assert found.axe() == []
    assert ("运行" if language == "zh" else "Run") in found.page.locator("#query-app button").first.inner_text()
    wide = found.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    found.page.get_by_role("combobox").first.select_option(index=3)
    found.page.locator(".stage canvas, .graph > p").first.wait_for(state="attached")
    assert found.axe() == []
