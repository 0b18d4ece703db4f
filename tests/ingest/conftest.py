from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.config import Settings
from kg.errors import DocumentError
from kg.ingest import read
from kg.model import Document

ARTICLE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Kimi K2 is out | China Tech Daily</title>
<meta property="og:title" content="Moonshot AI releases Kimi K2">
<meta property="og:site_name" content="China Tech Daily">
<meta property="article:published_time" content="2025-07-11T09:30:00+08:00">
<script>var tracking = "Kimi is a spy";</script></head><body>
<nav><a href="/">Home</a> <a href="/ai">AI</a> <a href="/login">Log in</a></nav>
<article><h1>Moonshot AI releases Kimi K2</h1>
<p>Moonshot AI, the Beijing-based start-up backed by Alibaba, released its Kimi K2 model on Friday. The model has one
trillion parameters, of which 32 billion are active at a time.</p>
<p>The company said that Kimi K2 beats DeepSeek-V3 on coding tests &amp; costs less to run. Analysts expect more firms
to open their models in the second half of the year.</p>
<ul><li>It is open under a modified MIT licence.</li><li>It reads 128,000 tokens at once.</li></ul>
<p>“We want everyone to build on it,” said a spokesperson for the firm, who added that a paper would follow soon.</p>
</article><footer>© 2025 China Tech Daily. All rights reserved. <a href="/terms">Terms</a></footer></body></html>"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", max_document_bytes=200_000, http_timeout=2.0, http_max_redirects=5)


@pytest.fixture
def read_all(settings: Settings) -> Callable[..., tuple[list[Document], list[DocumentError]]]:
    """Documents and errors of a source, apart."""

    def run(source: str | Path, **options: Any) -> tuple[list[Document], list[DocumentError]]:
        results = list(read(source, **{"settings": settings, **options}))
        return (
            [result for result in results if isinstance(result, Document)],
            [result for result in results if isinstance(result, DocumentError)],
        )

    return run


@pytest.fixture
def article() -> str:
    return ARTICLE


def _pdf(pages: list[list[str]], title: str | None = None, image: bool = False) -> bytes:
    """A real PDF 1.4: one Helvetica, a line of text each 14 points; or a page that shows one grey picture."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = b"".join(b"(%s) Tj T*\n" % _escaped(line) for line in lines)
        stream = b"BT /F1 11 Tf 14 TL 60 780 Td\n" + shown + b"ET"
        if image:
            stream = b"q 100 0 0 100 50 500 cm /Im1 Do Q"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        resources = b"<< /Font << /F1 3 0 R >> >>"
        if image:
            objects.append(
                b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
                b"/Length 1 >>\nstream\n\x80\nendstream"
            )
            resources = b"<< /XObject << /Im1 %d 0 R >> >>" % len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
            % (resources, content)
        )
        kids.append(len(objects))
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    info = b""
    if title:
        objects.append(b"<< /Title (%s) >>" % _escaped(title))
        info = b" /Info %d 0 R" % len(objects)
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % o for o in offsets
    )
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, start)
    return bytes(out)


def _escaped(line: str) -> bytes:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    return _pdf


Answer = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """A real web server on loopback; `routes` maps a path to what answers it."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.routes: dict[str, Answer] = {}
        self.released = threading.Event()

    def add(
        self, path: str, body: bytes, content_type: str = "text/html; charset=utf-8", status: int = 200, **headers: str
    ) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if content_type:
                handler.send_header("Content-Type", content_type)
            for name, value in ({"Content_Length": str(len(body))} | headers).items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.routes[path] = answer
        return self.base + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = found.routes.get(self.path)
            with contextlib.suppress(ConnectionError):  # a client that has seen enough hangs up
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield found
    finally:
        found.released.set()
        server.shutdown()
        server.server_close()
        thread.join()
