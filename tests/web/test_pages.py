"""Pages that the server makes, and the same things as data: a real server, hostile texts in its store."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import httpx
import pyoxigraph
import pytest
import serving

HTML = {"accept": "text/html"}
PAGES = (
    "/",
    "/query",
    "/search?q=Alibaba",
    "/search?q=%3Cscript%3E",
    "/documents",
    "/conflicts",
    "/id/alibaba",
    "/id/company.hostile",
    "/id/alibaba/relations?relation=rivals&direction=both",
    "/document/a1",
    "/document/a3%20%3Cx%3E",
)


class Reading(HTMLParser):
    """The tags and visible text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def read(site: serving.Site, address: str, status: int = 200) -> Reading:
    answer = httpx.get(site.address + address, headers=HTML, follow_redirects=True)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("text/html")
    return Reading(answer.text)


@pytest.mark.parametrize("address", PAGES)
def test_no_page_holds_a_script_or_style_of_its_own(site: serving.Site, address: str) -> None:
    page = read(site, address)
    for tag, attributes in page.tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (tag, attributes)
        assert tag != "img"
        if tag == "script":
            assert (attributes.get("src") or "").startswith("/static/")
        for name in ("href", "src", "action"):
            assert re.match(r"(/|#|\?|https?://|data:,$)", attributes.get(name) or "/"), attributes


@pytest.mark.parametrize("address", PAGES[1:])  # the explorer has a button instead
def test_every_page_has_both_languages(site: serving.Site, address: str) -> None:
    page = read(site, address)
    other = next(a for tag, a in page.tags if tag == "a" and a.get("hreflang") == "zh")
    assert "中国人工智能知识图谱" in read(site, str(other["href"])).text
    assert ("html", {"lang": "en"}) in page.tags


def test_an_entity_tells_its_relations_figures_and_timeline(site: serving.Site) -> None:
    text = read(site, "/id/alibaba").text
    assert "阿里巴巴" in text
    assert "NYSE:BABA" in text
    assert "DeepSeek" in text
    assert "280,200,000,000 CNY" in text
    assert "Timeline" in text


def test_an_entity_is_found_by_its_name_too(site: serving.Site) -> None:
    assert "NYSE:BABA" in read(site, "/id/阿里巴巴").text


def test_a_document_shows_its_text_with_names_and_statements_marked(site: serving.Site) -> None:
    page = read(site, "/document/a1")
    for words in ("competes with", "analysts say.", "Jack Ma", "co-founded"):
        assert words in page.text
    assert sum(tag == "mark" for tag, _ in page.tags) >= 8
    links = {a.get("href") for tag, a in page.tags if tag == "a" and "mention" in (a.get("class") or "")}
    assert {"/id/alibaba", "/id/deepseek"} <= links
    anchors = {a.get("id") for _, a in page.tags}
    assert all((a.get("href") or "")[1:] in anchors for tag, a in page.tags if (a.get("href") or "").startswith("#"))


def test_a_link_to_an_article_leads_to_the_web_only(site: serving.Site) -> None:
    for address in ("/document/a2", "/document/a3%20%3Cx%3E"):
        for tag, attributes in read(site, address).tags:
            assert not re.match(r"\s*(javascript|data:text)", attributes.get("href") or "", re.IGNORECASE), tag
    assert any(a.get("href") == "https://example.org/a1?x=1&y=2" for _, a in read(site, "/document/a1").tags)


def test_a_statement_shows_every_sentence_of_every_modality(site: serving.Site) -> None:
    found = httpx.get(site.address + "/api/entities/alibaba/neighbours?relation=rivals").json()["edges"][0]
    text = read(site, f"/statement/{found['id']}").text
    assert "Alibaba competes with DeepSeek" in text
    assert "Alibaba denied that it competes with DeepSeek." in text
    assert "denied" in text


def test_what_is_not_there_is_told(site: serving.Site) -> None:
    assert "Did you mean" in read(site, "/id/Alibabba", 404).text
    for address in ("/document/none", "/statement/none", "/nothing"):
        assert read(site, address, 404).text
    assert read(site, "/documents?page=x", 400).text
    assert read(site, "/id/alibaba?format=pdf", 400).text


@pytest.mark.parametrize("address", ["/id/alibaba", "/document/a1"])
@pytest.mark.parametrize(
    ("accept", "kind", "form"),
    [
        ("text/turtle", "text/turtle", pyoxigraph.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", pyoxigraph.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", "application/rdf+xml", pyoxigraph.RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", pyoxigraph.RdfFormat.JSON_LD),
    ],
)
def test_a_thing_is_given_as_triples(
    site: serving.Site, address: str, accept: str, kind: str, form: pyoxigraph.RdfFormat
) -> None:
    answer = httpx.get(site.address + address, headers={"accept": accept})
    assert answer.headers["content-type"].startswith(kind)
    triples = {quad.triple for quad in pyoxigraph.parse(answer.content, format=form)}
    plain = httpx.get(site.address + address, params={"format": "ntriples"}).content
    assert triples == {quad.triple for quad in pyoxigraph.parse(plain, format=pyoxigraph.RdfFormat.N_TRIPLES)}
    assert len(triples) > 20


def test_a_thing_that_has_not_changed_is_not_sent_again(site: serving.Site) -> None:
    first = httpx.get(site.address + "/id/alibaba", headers={"accept": "text/turtle"})
    again = httpx.get(
        site.address + "/id/alibaba", headers={"accept": "text/turtle", "if-none-match": first.headers["etag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    other = httpx.get(
        site.address + "/id/alibaba", headers={"accept": "application/ld+json", "if-none-match": first.headers["etag"]}
    )
    assert other.status_code == 200
