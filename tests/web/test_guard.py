"""What stands before every route: names, tokens, rates, sizes, other sites, headers, the log."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
import serving

TOKEN = "open-sesame"


@pytest.fixture(scope="module")
def locked(sample_store: Path, tmp_path_factory: pytest.TempPathFactory):
    log = tmp_path_factory.mktemp("locked") / "log"
    with serving.serving(sample_store, log, "--log", KG_TOKEN=TOKEN) as found:
        yield found


def test_every_answer_has_the_headers_that_keep_a_page_to_itself(site: serving.Site) -> None:
    for address in ("/", "/documents", "/api/stats", "/nothing", "/static/site.css"):
        headers = httpx.get(site.address + address).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "server" not in headers


def test_a_page_gets_another_nonce_each_time(site: serving.Site) -> None:
    policies = {httpx.get(site.address + "/documents").headers["content-security-policy"] for _ in range(3)}
    assert len(policies) == 3


def test_another_host_name_is_not_answered(site: serving.Site) -> None:
    refused = httpx.get(site.address + "/api/stats", headers={"host": "rebound.example.org"})
    assert refused.status_code == 421
    assert httpx.get(site.address + "/api/stats", headers={"host": "localhost:1"}).status_code == 200


@pytest.mark.parametrize("where", ["cross-site", "same-site"])
def test_other_sites_may_not_ask(site: serving.Site, where: str) -> None:
    asked = {"sec-fetch-site": where, "sec-fetch-mode": "cors", "origin": "https://example.org"}
    assert httpx.get(site.address + "/api/stats", headers=asked).status_code == 403
    posted = httpx.post(
        site.address + "/sparql", data={"query": "ASK {}"}, headers={**asked, "sec-fetch-mode": "navigate"}
    )
    assert posted.status_code == 403


def test_a_link_from_another_site_is_followed(site: serving.Site) -> None:
    visit = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "accept": "text/html"}
    assert httpx.get(site.address + "/id/alibaba", headers=visit).status_code == 200


def test_another_site_may_ask_where_it_is_named(sample_store: Path, tmp_path: Path) -> None:
    origin = "https://notebook.example.org"
    asked = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "cors", "origin": origin}
    with serving.serving(sample_store, tmp_path / "log", "--cors", origin) as open_site:
        answer = httpx.get(open_site.address + "/api/stats", headers=asked)
        assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, origin)
        other = httpx.get(open_site.address + "/api/stats", headers={**asked, "origin": "https://example.com"})
        assert other.status_code == 403


def test_without_cors_no_site_is_allowed(site: serving.Site) -> None:
    answer = httpx.get(site.address + "/api/stats", headers={"origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("address", ["/api/stats", "/sparql?query=ASK{}", "/id/alibaba", "/api/map", "/export/csv"])
def test_a_token_is_asked_for_everywhere(locked: serving.Site, address: str) -> None:
    assert httpx.get(locked.address + address).status_code == 401
    wrong = {"authorization": "Bearer open-sesam"}
    assert httpx.get(locked.address + address, headers=wrong).status_code == 401
    right = {"authorization": f"Bearer {TOKEN}"}
    assert httpx.get(locked.address + address, headers=right).status_code not in (401, 403)


def test_a_browser_enters_with_the_token(locked: serving.Site) -> None:
    with httpx.Client(base_url=locked.address, headers={"accept": "text/html"}) as client:
        assert client.get("/").headers["location"] == "/enter"
        assert client.post("/enter", data={"token": "wrong"}).status_code == 401
        entered = client.post("/enter", data={"token": TOKEN})
        cookie = entered.headers["set-cookie"].lower()
        assert entered.status_code == 303
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/documents").status_code == 200


def test_the_log_tells_no_secrets(locked: serving.Site) -> None:
    with httpx.Client(base_url=locked.address, headers={"authorization": f"Bearer {TOKEN}"}) as client:
        client.get("/api/search", params={"q": "secret-words"})
        client.get("/sparql", params={"query": "ASK { ?s ?p 'secret-words' }"})
        client.get("/nothing%0aforged%1b[31m")
    text = locked.log.read_text(encoding="utf-8")
    assert "GET /api/search 200" in text
    assert "secret-words" not in text
    assert TOKEN not in text
    assert "forged" not in [line.strip() for line in text.splitlines()]
    assert "\x1b" not in text


def test_a_large_request_is_refused_however_it_comes(site: serving.Site) -> None:
    large = b"x" * 3_000_000
    told = httpx.post(site.address + "/sparql", content=large, headers={"content-type": "application/sparql-query"})
    assert told.status_code == 413
    chunks = (large[:100_000] for _ in range(30))
    sent = httpx.post(site.address + "/export/json", content=chunks, headers={"content-type": "application/json"})
    assert sent.status_code == 413


def test_who_asks_too_often_must_wait(sample_store: Path, tmp_path: Path) -> None:
    with (
        serving.serving(sample_store, tmp_path / "log", KG_REQUEST_RATE="1") as slow,
        httpx.Client(base_url=slow.address) as client,
    ):
        answers = [client.get("/healthz") for _ in range(20)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert answers[0].status_code == 200
    assert refused
    assert all(answer.headers["retry-after"] == "1" for answer in refused)
