"""Measures the page of the most connected entities in headless Chromium: size, time to paint, frames a second.

    python tests/bench/page.py [--store DIR] [--nodes 1000] [--statements 15000] [--out FILE]

Without a store one is generated. Painted is what was on the screen two frames after the first drawing, counted from the
start of navigation; frames are drawings of the whole graph while it is dragged for three seconds. Exits with 1 when a
figure misses its bar: 2 s, 30 frames/s, 1.5 MB for 1,000 entities.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kg.assembly import open_graph
from kg.export.html import write_page

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
from generate import given_or_made
from watched import chromium

_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
# Moved inside the page, once a frame: a mouse moved from outside waits for an answer each time and halves the rate.
_DRAG = """
(milliseconds) => new Promise((done) => {
  const frame = document.getElementById('drawing'), box = frame.getBoundingClientRect(), drawn = [];
  const canvas = frame.querySelector('canvas');
  frame.network.on('afterDrawing', () => drawn.push(performance.now()));
  const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type, {
    bubbles: true, cancelable: true, pointerId: 1, pointerType: 'mouse', isPrimary: true, button: 0,
    buttons: type === 'pointerup' ? 0 : 1, clientX: box.left + x, clientY: box.top + y,
  }));
  const from = frame.network.getViewPosition(), start = performance.now();
  let step = 0, farthest = 0;
  send('pointerdown', 12, 12);
  const move = () => {
    const now = frame.network.getViewPosition();
    farthest = Math.max(farthest, Math.abs(now.x - from.x));
    step += 1;
    const [x, y] = [12 + 3 * (step % 100), 12 + 2 * (step % 60)];
    if (performance.now() - start < milliseconds) { send('pointermove', x, y); requestAnimationFrame(move); }
    else { send('pointerup', x, y); done([drawn, farthest]); }
  };
  requestAnimationFrame(move);
})
"""


def _paint(page: Page, address: str) -> float:
    """Seconds from the start of navigation to the painted drawing."""
    page.goto("about:blank")
    page.goto(address)
    while not (marks := page.evaluate("performance.getEntriesByName('drawn').map((mark) => mark.startTime)")):
        page.wait_for_timeout(10)
    return float(marks[0]) / 1000


def _frames(page: Page, seconds: float = 3.0) -> tuple[float, float]:
    """Drawings a second while the graph is dragged, and the longest wait between two, in ms."""
    times, farthest = page.evaluate(_DRAG, seconds * 1000)
    if farthest < 50:
        raise SystemExit("the drawing did not move")
    waits = [after - before for before, after in pairwise(times)]
    return len(waits) / sum(waits) * 1000, max(waits)


def main() -> int:
    """Prints the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--statements", type=int, default=15000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = given_or_made(options.store, Path(folder), options.statements)
        path = options.out or Path(folder) / "page.html"
        begun = time.perf_counter()
        with open_graph(store) as graph:
            view = write_page(graph, [], path, limit=options.nodes)
        built = time.perf_counter() - begun
        if len(view.nodes) < options.nodes:
            raise SystemExit(f"the store holds {len(view.nodes)} connected entities only: raise --statements")
        size = path.stat().st_size
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chromium(), args=list(_ARGUMENTS), headless=True)
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            paints = [_paint(page, path.resolve().as_uri()) for _ in range(5)]
            frames, longest = _frames(page)
            browser.close()
    paint = statistics.median(paints)
    told = (
        f"{len(view.nodes)} entities, {len(view.edges)} statements; written in {built:.1f} s",
        f"size    {size / 1e6:.2f} MB     (bar 1.50, {size / 1.5e6:.2f} of it)",
        f"painted {paint:.2f} s      (bar 2.00, {paint / 2:.2f} of it; slowest of 5: {max(paints):.2f} s)",
        f"pan     {frames:.0f} frames/s (bar 30, {frames / 30:.1f} times it; longest wait {longest:.0f} ms)",
    )
    print("\n".join(told))  # noqa: T201
    return int(size > 1.5e6 * max(len(view.nodes), 1000) / 1000 or paint > 2 or frames < 30)


if __name__ == "__main__":
    sys.exit(main())
