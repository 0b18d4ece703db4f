"""`kg serve` as a program: how it starts, what it refuses, how it ends, and a writer beside it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
import serving
from program import run

from kg.assembly import open_writer
from kg.model import Document, Entity, Evidence, Extraction, Span, Statement
from kg.store.base import Record


def record(name: str, subject: str, predicate: str, object_: str) -> Record:
    text = f"{subject} {predicate} {object_}."
    document = Document(name, text, "A title")
    span = Span(document.body_start, document.body_start + len(text))
    ends = (Entity(f"company.{subject.lower()}", "Company", {"en": subject}),
            Entity(f"company.{object_.lower()}", "Company", {"en": object_}))  # fmt: skip
    statement = Statement.relation(ends[0].id, predicate, ends[1].id)
    return Record(Extraction(document, ends, (), (Evidence(statement, name, span, text),)), {}, "made 1")


def until(found: object, seconds: float = 30.0) -> bool:
    """Asks again until it is so, or the time is over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def test_it_tells_its_address_and_ends_when_told(sample_store: Path, tmp_path: Path) -> None:
    with serving.serving(sample_store, tmp_path / "log") as site:
        assert httpx.get(site.address + "/healthz").text == "ok\n"
        assert site.address.startswith("http://127.0.0.1:")
        assert site.stop() in (0, -signal.SIGTERM)
    assert site.log.read_text(encoding="utf-8") == ""


def test_what_a_writer_adds_is_seen_while_the_server_answers(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store) as writer:
        writer.put([record("d1", "Alpha", "acquires", "Beta")])
    with serving.serving(store, tmp_path / "log") as site, httpx.Client(base_url=site.address) as client:
        first = client.get("/api/stats")
        assert first.json()["documents"] == 1
        with open_writer(store) as writer:
            writer.put([record("d2", "Gamma", "acquires", "Beta")])
            assert client.get("/api/stats", headers={"if-none-match": first.headers["etag"]}).status_code in (200, 304)
        assert client.get("/api/stats", headers={"if-none-match": first.headers["etag"]}).json()["documents"] == 2
        assert client.get("/api/search?q=gamma").json()["entities"][0]["label"] == "Gamma"
        assert until(lambda: "Gamma" in client.get("/api/map").json().get("nodes", {}).get("en", []))
        query = "SELECT (COUNT(*) AS ?n) { ?s a schema:NewsArticle }"
        assert until(lambda: client.get("/sparql", params={"query": query, "format": "csv"}).text.split() == ["n", "2"])


def test_a_store_that_is_made_anew_in_its_place_is_seen(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store) as writer:
        writer.put([record("d1", "Alpha", "acquires", "Beta")])
    query = {"query": "SELECT ?n { ?e skos:prefLabel ?n } ORDER BY ?n", "format": "csv"}
    with serving.serving(store, tmp_path / "log") as site, httpx.Client(base_url=site.address) as client:
        first = client.get("/api/search?q=alpha")
        assert first.json()["entities"]
        assert client.get("/sparql", params=query).text.split() == ["n", "Alpha", "Beta"]
        shutil.rmtree(store)
        with open_writer(store) as writer:
            writer.put([record("d1", "Gamma", "acquires", "Delta")])
        again = client.get("/api/search?q=alpha", headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.json()["entities"]) == (200, [])
        assert client.get("/sparql", params=query).text.split() == ["n", "Delta", "Gamma"]
        assert until(lambda: "Gamma" in client.get("/api/map").json().get("nodes", {}).get("en", []))


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    store = tmp_path / "store"
    with open_writer(store):
        pass
    with serving.serving(store, tmp_path / "log") as site:
        assert "kg ingest" in httpx.get(site.address + "/documents", headers={"accept": "text/html"}).text
        assert until(lambda: httpx.get(site.address + "/api/map").status_code == 200)
        assert httpx.get(site.address + "/api/map").json()["nodes"]["id"] == []


def test_a_store_that_is_gone_is_told_and_not_a_fault(sample_store: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    shutil.copytree(sample_store, store)
    with serving.serving(store, tmp_path / "log") as site:
        assert httpx.get(site.address + "/api/stats").status_code == 200
        for entry in (store / "published").iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)
        (store / "CURRENT").write_text("999999\n", encoding="utf-8")
        assert httpx.get(site.address + "/api/stats").status_code in (200, 503)


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--host", "0.0.0.0"), 2, "--public"),
        (("--host", "no.such.host.invalid"), 2, "--public"),
        (("--port", "70000"), 2, "70000"),
        (("--timeout", "0"), 2, "0"),
    ],
)
def test_wrong_use_is_told(sample_store: Path, options: tuple[str, ...], status: int, said: str) -> None:
    done = run(sample_store, "serve", *options)
    assert done.returncode == status
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(sample_store: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(sample_store, "serve", "--port", taken.getsockname()[1])
    assert done.returncode == 2
    assert "Choose another" in done.stderr


def test_without_a_store_it_says_what_makes_one(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "serve", "--port", "0")
    assert done.returncode == 1
    assert "kg ingest" in done.stderr


def test_another_address_warns(sample_store: Path, tmp_path: Path) -> None:
    with serving.serving(sample_store, tmp_path / "log", "--host", "0.0.0.0", "--public") as site:
        port = site.address.rpartition(":")[2]
        assert httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200
    assert "KG_TOKEN is not set" in site.log.read_text(encoding="utf-8")


def test_importing_the_command_line_loads_no_server() -> None:
    code = "import kg.cli.main, sys; sys.exit(any(name in sys.modules for name in ('starlette', 'uvicorn', 'spacy')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
