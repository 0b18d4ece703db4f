from __future__ import annotations

import gzip
import json
import socket
import time
from dataclasses import replace

import pytest


def test_page_pdf_json_and_text_from_the_web(site, read_all, article, make_pdf):
    for address, words in (
        (site.add("/a", article.encode()), "Kimi K2 beats"),
        (site.add("/b.pdf", make_pdf([["Baidu rivals Alibaba."]]), "application/octet-stream"), "Baidu rivals"),
        (site.add("/c", b'{"text": "Baidu rivals."}', "application/json"), "Baidu rivals"),
        (site.add("/d", b'{"text": "Baidu rivals."}\n{"text": "x"}', "application/x-ndjson"), "Baidu rivals"),
        (site.add("/e.md", b"# T\n\n**Baidu** rivals", "text/plain"), "T\nBaidu rivals"),
        (site.add("/f", b"Baidu rivals Alibaba.", ""), "Baidu rivals"),
        (site.add("/g", "數碼的 Baidu rivals".encode("big5"), "text/plain; charset=big5"), "數碼的"),
    ):
        documents, errors = read_all(address)
        assert not errors, address
        assert words in documents[0].text
        assert documents[0].url == address


def test_packed_answers(site, read_all, article):
    address = site.add("/a", gzip.compress(article.encode(), mtime=0), Content_Encoding="gzip")
    assert "Kimi K2 beats" in read_all(address)[0][0].text
    packed = gzip.compress(article.encode(), mtime=0)
    cut = site.add("/cut", packed[: len(packed) // 2], Content_Encoding="gzip")
    assert "half-downloaded" in read_all(cut)[1][0].reason
    assert "damaged gzip" in read_all(site.add("/bad", b"no gzip", Content_Encoding="gzip"))[1][0].reason
    assert "packed as" in read_all(site.add("/br", b"x", Content_Encoding="br"))[1][0].reason


def test_a_small_packed_answer_cannot_fill_the_memory(site, read_all):
    bomb = gzip.compress(b"a" * 50_000_000, mtime=0)
    assert len(bomb) < 100_000
    assert "larger than 200000 bytes" in read_all(site.add("/bomb", bomb, Content_Encoding="gzip"))[1][0].reason


@pytest.mark.parametrize(
    ("status", "words"), [(404, "no such page"), (403, "refuses"), (500, "later"), (204, "204"), (429, "many")]
)
def test_statuses(site, read_all, status, words):
    _, errors = read_all(site.add("/a", b"" if status == 204 else b"<html>sorry</html>", status=status))
    assert str(status) in errors[0].reason
    assert words in errors[0].reason


def test_unknown_page_is_404(site, read_all):
    assert "404" in read_all(site.base + "/none")[1][0].reason


def test_redirects(site, read_all, article):
    site.add("/last", article.encode())
    documents, _ = read_all(site.add("/first", b"", status=302, Location="/last"))
    assert documents[0].url == site.base + "/last"
    assert "redirects more than 5 times" in read_all(site.add("/loop", b"", status=302, Location="/loop"))[1][0].reason
    for target in ("file:///etc/passwd", "ftp://x/y", "http://", "http://[", "gopher://127.0.0.1:1/"):
        documents, errors = read_all(site.add("/out", b"", status=302, Location=target))
        assert not documents
        assert len(errors) == 1


def test_type_that_is_not_read(site, read_all):
    for kind in ("image/png", "video/mp4", "application/zip", "a\x1b[31m"):
        _, errors = read_all(site.add("/a", b"\x89PNG", kind))
        assert "not read" in errors[0].reason
        assert "\x1b" not in str(errors[0])
    assert "PDF" in read_all(site.add("/b", b"<html>login</html>", "application/pdf"))[1][0].reason


def test_too_large_announced_and_not_announced(site, read_all):
    big = b"a" * 300_000
    assert "larger" in read_all(site.add("/a", big))[1][0].reason

    def stream(handler):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"a" * 100_000)

    site.routes["/b"] = stream
    assert "larger" in read_all(site.base + "/b")[1][0].reason


def test_less_than_announced(site, read_all, article):
    cut = article.encode()[: article.index("</ul>")]
    _, errors = read_all(site.add("/a", cut, Content_Length=str(len(article.encode()))))
    assert "half-downloaded" in errors[0].reason

    def chunked(handler):
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        handler.wfile.write(b"5\r\nBaidu\r\n")
        handler.close_connection = True

    site.routes["/b"] = chunked
    assert "half-downloaded" in read_all(site.base + "/b")[1][0].reason


@pytest.mark.parametrize("way", ["silent", "dripping", "dripping headers"])
def test_slow_servers_are_left(site, read_all, settings, way):
    def slow(handler):
        if way == "silent":
            site.released.wait(10)
            return
        handler.send_response(200)
        handler.send_header("Content-Type", "text/plain")
        handler.flush_headers()
        if way == "dripping":
            handler.end_headers()
        while not site.released.wait(0.05):
            handler.wfile.write(b"a")
            handler.wfile.flush()

    site.routes["/slow"] = slow
    started = time.monotonic()
    _, errors = read_all(site.base + "/slow", settings=replace(settings, http_timeout=0.5))
    assert "0.5 seconds" in errors[0].reason
    assert time.monotonic() - started < 5


def test_a_server_that_is_down_and_one_that_speaks_no_http(read_all, settings):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        port = bound.getsockname()[1]
    assert "cannot be reached" in read_all(f"http://127.0.0.1:{port}/")[1][0].reason
    assert "cannot be reached" in read_all("http://name.invalid/")[1][0].reason


def test_password_in_the_address_is_not_repeated(site, read_all):
    address = site.add("/a", b"Baidu rivals.", "text/plain").replace("http://", "http://me:geheim@")
    assert "geheim" not in str(read_all(address)[0][0])
    assert "geheim" not in str(read_all(address.replace("/a", "/none"))[1][0])


def test_one_address_after_another(site, read_all, article):
    lines = "\n".join(json.dumps({"text": f"Text {n}."}) for n in range(3)) + "\n{broken"
    documents, errors = read_all(site.add("/a.jsonl", lines.encode(), "text/plain"))
    assert len(documents) == 3
    assert errors[0].source.endswith("/a.jsonl:4")
