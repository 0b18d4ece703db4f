"""Measures the explorer of `kg serve` in headless Chromium without a graphics card.

    python tests/bench/explorer.py [--nodes 1000 20000 50000] [--edges-a-node 3] [--loads 3] [--seconds 4]

`kg serve` gives the page and its bundles (`make client`); before it stands a small server that answers /api/map with a
generated map of that many entities, three lines each.
Painted is what was on the screen one frame after the first drawing with all its lines, counted from the start of
navigation: the median of the loads. Frames are counted where the picture is drawn, while it is dragged and while it is
zoomed, script is the time spent in callbacks of frames. While the picture moves, the drawing itself leaves out lines
that would not keep up; it tells how many it drew. Exits with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import statistics
import sys
import tempfile
import threading
from contextlib import AbstractContextManager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from math import cos, log2, sin, sqrt
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from kg.assembly import open_writer
from kg.ontology import schema
from kg.web.vocabulary import vocabulary

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from serving import serving
from watched import chromium

#: Entities → seconds to paint, frames a second.
BARS = {1_000: (1.5, 40.0), 20_000: (5.0, 20.0), 50_000: (10.0, 12.0)}
SCRIPT_BAR = 5.0  # ms a frame
SIZE_BAR = 90_000  # bytes of gzip
WEB = Path(__file__).parents[2] / "kg" / "web"
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--enable-unsafe-swiftshader", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# Counts frames where the picture is cleared, and time in callbacks of frames.
_WATCH = """
{
  const ask = window.requestAnimationFrame.bind(window), told = { drawn: [], script: [], lines: 0 };
  let frame = -1, spent = 0;
  window.told = told;
  window.requestAnimationFrame = (work) => ask((time) => {
    if (time !== frame) { if (frame >= 0) told.script.push(spent); frame = time; spent = 0; }
    const begun = performance.now();
    work(time);
    spent += performance.now() - begun;
  });
  const paint = WebGL2RenderingContext.prototype, { clear, drawArrays, drawElements } = paint;
  paint.clear = function (...given) { told.drawn.push(performance.now()); return clear.apply(this, given); };
  paint.drawArrays = function (mode, first, count) {
    if (mode === this.LINES) told.lines = count / 2;
    return drawArrays.call(this, mode, first, count);
  };
  paint.drawElements = function (mode, count, ...more) {
    told.lines = count / 6;
    return drawElements.call(this, mode, count, ...more);
  };
}
"""
# Moved inside the page, once a frame: a mouse moved from outside waits for an answer each time and halves the rate.
_MOVE = """
([kind, milliseconds]) => new Promise((done) => {
  const canvas = document.querySelector('#drawing canvas:last-of-type'), box = canvas.getBoundingClientRect();
  const send = (target, Kind, type, x, y, more) => target.dispatchEvent(new Kind(type, {
    bubbles: true, cancelable: true, clientX: box.left + x, clientY: box.top + y, button: 0, ...more,
  }));
  const start = performance.now();
  let step = 0;
  if (kind === 'pan') send(canvas, MouseEvent, 'mousedown', 8, 8, { buttons: 1 });
  told.drawn.length = told.script.length = 0;
  const move = () => {
    step += 1;
    if (kind === 'pan') {
      const [x, y] = [8 + 150 * (1 - Math.cos(step / 20)), 8 + 100 * (1 - Math.cos(step / 13))];
      send(canvas, MouseEvent, 'mousemove', x, y, { buttons: 1 });
    } else if (step % 6 === 0) {
      send(canvas, WheelEvent, 'wheel', box.width / 2, box.height / 2, { deltaY: step % 120 < 60 ? -100 : 100 });
    }
    if (performance.now() - start < milliseconds) requestAnimationFrame(move);
    else {
      if (kind === 'pan') send(document, MouseEvent, 'mouseup', 8, 8, { buttons: 0 });
      done({ drawn: [...told.drawn], script: [...told.script], lines: told.lines });
    }
  };
  requestAnimationFrame(move);
})
"""
# A click in the legend until the next frame is asked of the graphics card.
_FILTER = """
() => new Promise((done) => {
  const box = document.querySelector('#filters input[type=checkbox]'), begun = performance.now();
  box.click();
  const script = performance.now() - begun;
  requestAnimationFrame(() => setTimeout(() => { box.click(); done(script); }));
})
"""


def generate(nodes: int, edges: int) -> dict[str, Any]:
    """A map as /api/map gives it: communities of about 2 √n entities, a few of them joined to very many."""
    rng = random.Random(7)
    words = vocabulary(schema.load())
    groups = max(3, round(sqrt(nodes) / 2))
    wide = sqrt(nodes) * 60
    centres = [
        (wide * sqrt((i + 0.5) / groups) * cos(i * 2.4) * 1.3, wide * sqrt((i + 0.5) / groups) * sin(i * 2.4))
        for i in range(groups)
    ]
    home = [rng.randrange(groups) for _ in range(nodes)]
    members: list[list[int]] = [[] for _ in range(groups)]
    for node, group in enumerate(home):
        members[group].append(node)
    near = wide / sqrt(groups) * 0.9
    turns = [(rng.random() * 6.283, near * sqrt(rng.random())) for _ in range(nodes)]
    starts, ends = [], []
    for _ in range(edges):
        start = int(nodes * rng.random() ** 2)
        pool = members[home[start]] if rng.random() < 0.85 else range(nodes)
        end = pool[int(len(pool) * rng.random() ** 2)]
        starts.append(start)
        ends.append(end if end != start else (start + 1) % nodes)
    degree = [0] * nodes
    for node in (*starts, *ends):
        degree[node] += 1
    rows = [1 + int(log2(1 / (1 - rng.random()))) for _ in range(edges)]
    offsets = [0]
    for count in rows:
        offsets.append(offsets[-1] + count)
    months = [2024 * 12 + rng.randrange(30) for _ in range(offsets[-1])]
    return {
        "copy": "000001",
        "scope": "top",
        "total": {"nodes": nodes, "edges": edges},
        "publishers": [f"Paper {i}" for i in range(60)],
        "nodes": {
            "id": [f"entity-{i}" for i in range(nodes)],
            "en": [f"Entity number {i}" for i in range(nodes)],
            "zh": [f"实体{i}" if i % 3 else None for i in range(nodes)],
            "type": [rng.randrange(len(words["types"])) for _ in range(nodes)],
            "x": [round(centres[home[i]][0] + cos(turns[i][0]) * turns[i][1], 1) for i in range(nodes)],
            "y": [round(centres[home[i]][1] + sin(turns[i][0]) * turns[i][1], 1) for i in range(nodes)],
            "degree": degree,
            "community": home,
        },
        "edges": {
            "id": [f"{i:016x}" for i in range(edges)],
            "from": starts,
            "to": ends,
            "relation": [rng.randrange(len(words["relations"])) for _ in range(edges)],
            "derived": [int(rng.random() < 0.1) for _ in range(edges)],
            "told": offsets,
        },
        "told": {
            "modality": [rng.choice((0, 0, 0, 0, 1, 2, 3)) for _ in months],
            "publisher": [rng.randrange(60) for _ in months],
            "from": months,
            "to": months,
            "published": months,
            "published_to": months,
        },
    }


class _Server(ThreadingHTTPServer):
    """Answers with one map, and else with what another site answers."""

    daemon_threads = True

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.map = b""
        self.behind = urlsplit(behind).netloc
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """A page that is closed breaks its connections off; anything else is told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        with suppress(ConnectionError):  # the page has gone on to the next load
            if urlsplit(self.path).path == "/api/map":
                tag = f'"{len(self.server.map)}"'
                fresh = self.headers.get("if-none-match") == tag
                headers = {"content-type": "application/json", "etag": tag, "cache-control": "no-cache"}
                self._answer(304 if fresh else 200, headers, b"" if fresh else self.server.map)
            else:
                self._pass_on()

    def _pass_on(self) -> None:
        asked = {name: value for name in ("accept", "if-none-match") if (value := self.headers.get(name))}
        connection = HTTPConnection(self.server.behind)
        connection.request("GET", self.path, headers=asked)
        answer = connection.getresponse()
        kept = ("content-type", "content-security-policy", "etag", "cache-control")
        headers = {name: value for name in kept if (value := answer.getheader(name))}
        self._answer(answer.status, headers, answer.read())
        connection.close()

    def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


def bundle(name: str) -> int:
    """Bytes of gzip of a bundle and the chunks that it cannot start without."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        file = waiting.pop()
        if file in seen:
            continue
        seen.add(file)
        text = (WEB / "static" / file).read_text(encoding="utf-8")
        waiting += re.findall(r'(?:from|import)\s*"\./([\w-]+\.js)"', text)
    return sum(len(gzip.compress((WEB / "static" / file).read_bytes(), 9)) for file in seen)


def _serving(folder: Path) -> AbstractContextManager[Any]:
    """`kg serve` over a small store."""
    with open_writer(folder / "store") as writer:
        writer.put([])
    return serving(folder / "store", folder / "log")


def _paint(page: Page, address: str) -> float:
    """Seconds from the start of navigation to the painted drawing."""
    page.goto("about:blank")
    page.goto(address)
    while not (marks := page.evaluate("performance.getEntriesByName('painted').map((mark) => mark.startTime)")):
        page.wait_for_timeout(20)
    return float(marks[0]) / 1000


def measure(page: Page, address: str, nodes: int, loads: int, seconds: float) -> bool:
    """Prints the figures of one size; False when a bar is missed."""
    paint_bar, frame_bar = BARS.get(nodes, (0.0, 0.0))
    paints = [_paint(page, address) for _ in range(loads)]
    paint = statistics.median(paints)
    fine = not paint_bar or paint <= paint_bar
    told = [f"  painted {paint:.2f} s (bar {paint_bar}; slowest of {loads}: {max(paints):.2f} s)"]
    page.wait_for_timeout(1500)
    for kind in ("pan", "zoom"):
        found = page.evaluate(_MOVE, [kind, seconds * 1000])
        waits = [after - before for before, after in pairwise(found["drawn"])]
        frames = 1000 * len(waits) / sum(waits) if waits else 0.0
        script = statistics.mean(found["script"])
        worst = sorted(found["script"])[int(len(found["script"]) * 0.95)]
        fine &= frames >= frame_bar and script <= SCRIPT_BAR
        told.append(
            f"  {kind:4}    {frames:.0f} frames/s (bar {frame_bar:.0f}; longest wait {max(waits, default=0):.0f} ms), "
            f"script {script:.1f} ms a frame (bar {SCRIPT_BAR:.0f}; 95 % below {worst:.1f}), "
            f"{found['lines']:,.0f} lines at last"
        )
        page.wait_for_timeout(1000)
    clicks = sorted(page.evaluate(_FILTER) for _ in range(8))
    told.append(f"  filter  {statistics.median(clicks):.0f} ms of script a click (slowest of 8: {clicks[-1]:.0f} ms)")
    print("\n".join(told), flush=True)  # noqa: T201
    return fine


def main() -> int:
    """Prints the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nodes", type=int, nargs="+", default=list(BARS))
    parser.add_argument("--edges-a-node", type=int, default=3)
    parser.add_argument("--loads", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args()
    if not (WEB / "static" / "manifest.json").is_file():
        raise SystemExit("the bundles are missing: make client")
    size = bundle("explorer.js")
    print(f"explorer.js {size / 1000:.1f} kB gzip with its chunks (bar {SIZE_BAR / 1000:.0f})", flush=True)  # noqa: T201
    fine = size <= SIZE_BAR
    with (
        tempfile.TemporaryDirectory() as folder,
        _serving(Path(folder)) as site,
        sync_playwright() as driver,
    ):
        server = _Server(site.address)
        browser = driver.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS), headless=True)
        for nodes in options.nodes:
            server.map = json.dumps(generate(nodes, nodes * options.edges_a_node), ensure_ascii=False).encode()
            print(f"{nodes:,} entities, {nodes * options.edges_a_node:,} lines", flush=True)  # noqa: T201
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.add_init_script(_WATCH)
            fine &= measure(page, server.address, nodes, options.loads, options.seconds)
            page.close()
        browser.close()
    return int(not fine)


if __name__ == "__main__":
    sys.exit(main())
