"""The pages of the site in a real browser: nothing breaks a rule, nothing of a text runs, everyone can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import serving
from watched import Watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

PAGES = (
    "/id/alibaba",
    "/id/company.hostile",
    "/id/alibaba/relations",
    "/document/a1",
    "/document/a3%20%3Cx%3E",
    "/documents",
    "/conflicts?modality=all",
    "/search?q=Alibaba",
    "/search?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.harmed%3D1%3E",
    "/id/%3Cscript%3Ewindow.harmed%3D1%3C%2Fscript%3E",
    "/id/alibaba?lang=zh",
    "/query",
)
VIEWS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("light", {"color_scheme": "light", "viewport": {"width": 1280, "height": 820}}),
    ("dark", {"color_scheme": "dark", "viewport": {"width": 1280, "height": 820}}),
    ("phone", {"color_scheme": "light", "viewport": {"width": 390, "height": 780}, "has_touch": True}),
)


def opened(browser: Browser, **how: Any) -> tuple[Page, list[str], list[str]]:
    """A page in a context of its own, the addresses that it asks for, and what it complains of."""
    watched = Quiet(browser.new_context(**how).new_page())
    return watched.page, watched.requests, watched.messages


class Quiet(Watched):
    """A page whose console says of each address that is not there that it is not."""

    def _hear(self, message: ConsoleMessage) -> None:
        pass


def axe(page: Page) -> list[str]:
    from axe_core_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]})
    return [
        f"{item['id']}: {node['target']} {node.get('failureSummary', '')}"
        for item in found["violations"]
        for node in item["nodes"]
    ]


@pytest.mark.parametrize(("name", "how"), VIEWS, ids=[name for name, _ in VIEWS])
def test_pages_are_for_everyone_and_ask_nobody(
    site: serving.Site, browser: Browser, name: str, how: dict[str, Any]
) -> None:
    page, asked, said = opened(browser, **how)
    home = urlsplit(site.address).netloc
    for address in PAGES:
        page.goto(site.address + address)
        page.wait_for_load_state("networkidle")
        assert axe(page) == [], (name, address)
        assert page.evaluate("window.violations") == [], (name, address)
        assert page.evaluate("window.harmed") is None, (name, address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (name, address)
    assert {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")} == {home}
    assert said == []
    page.context.close()


def test_a_reader_goes_from_a_name_to_its_sentence_and_its_document(site: serving.Site, browser: Browser) -> None:
    page, _, said = opened(browser, java_script_enabled=False)
    page.goto(site.address + "/documents")
    page.get_by_role("searchbox").fill("moonshot")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Moonshot AI").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Moonshot AI"
    page.locator(".edges li", has_text="Alibaba").get_by_role("link", name="1 sentence").first.click()
    assert page.locator("mark").first.inner_text()
    page.locator("cite a").first.click()
    assert page.locator("article mark").count() > 3
    page.locator("article .mention", has_text="DeepSeek").first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "DeepSeek"
    assert said == []
    page.context.close()


def test_a_link_between_text_and_statement_leads_both_ways(site: serving.Site, browser: Browser) -> None:
    page, _, _ = opened(browser)
    page.goto(site.address + "/document/a1")
    page.locator("article .number").first.click()
    assert page.url.endswith("#s1") or "#s" in page.url
    page.locator("#s1").get_by_role("link", name="in the text").click()
    assert page.url.endswith("#q1")
    page.context.close()
