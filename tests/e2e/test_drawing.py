"""The drawing in a real browser: what the pages build on, without a server."""

from __future__ import annotations

import os
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import kg

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CLIENT = Path(kg.__file__).parent / "web" / "client"
_PAGE = """<!doctype html><meta charset="utf-8"><title>drawing</title>
<style>body { margin: 0 } #frame { position: relative; width: 800px; height: 600px; --ground: #ffffff }</style>
<div id="frame"></div><script src="drawing.js"></script>"""
# Two rows of three, joined by: four parallel lines, one each of the other modalities, and one concluded by a rule.
_GRAPH = """
const words = {
  types: [{ shape: 'dot', light: '#2f6fb7', dark: '#6ea8e6' }, { shape: 'star', light: '#d0632b', dark: '#f09a66' }],
  relations: [{ symmetric: true, light: '#000000', dark: '#ffffff' }],
  modalities: ['asserted', 'planned', 'speculated', 'denied'].map((name) => ({ name })),
};
const nodes = {
  id: ['a', 'b', 'c', 'd', 'e', 'f'], en: ['Alpha', 'Beta', null, 'Delta', 'Epsilon', '<i>Zeta</i>'],
  zh: ['甲', null, '丙', null, null, null], type: [0, 1, 0, 1, 0, 1],
  x: [0, 600, 0, 600, 0, 600], y: [0, 0, 200, 200, 400, 400], degree: [4, 4, 2, 2, 2, 2],
};
const edges = { from: [0, 0, 2, 4, 4], to: [1, 1, 3, 5, 5], relation: [0, 0, 0, 0, 0], derived: [0, 0, 0, 0, 1] };
const begin = async (options) => {
  window.d = drawing.createDrawing(document.getElementById('frame'), options);
  window.heard = [];
  for (const name of ['hover', 'click', 'doubleClick', 'menu', 'move', 'lost', 'restored']) {
    d.on(name, ({ node = null, edge = null } = {}) => heard.push([name, node, edge]));
  }
  const painted = new Promise((done) => { d.on('painted', done); });
  d.setGraph(nodes, edges, words);
  await painted;
};
"""
# Of the line between two nodes, ends left out: how much is inked on the line and beside it, and how long strokes are.
_INK = """
async ([from, to]) => {
  const image = await createImageBitmap(await d.png()), page = new OffscreenCanvas(image.width, image.height);
  const pen = page.getContext('2d');
  pen.drawImage(image, 0, 0);
  const a = d.toScreen(from), b = d.toScreen(to), left = Math.round(a.x + 60), wide = Math.round((b.x - a.x) / 2 - 80);
  const rows = [0, 2, -2].map((off) => pen.getImageData(left, Math.round(a.y) + off, wide, 1).data);
  const part = (dark) => Array.from({ length: wide }, (_, at) => dark(4 * at)).filter(Boolean).length / wide;
  const strokes = Array.from({ length: wide }, (_, at) => (rows[0][4 * at] < 190 ? 'x' : ' ')).join('').split(/ +/);
  return {
    on: part((at) => rows[0][at] < 190),
    beside: part((at) => rows[1][at] < 215 || rows[2][at] < 215),
    strokes: strokes.slice(1, -1).map((stroke) => stroke.length),
  };
}
"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with the drawing and nothing else."""
    esbuild = CLIENT / "node_modules" / ".bin" / "esbuild"
    if shutil.which("node") is None or not esbuild.exists():
        if os.environ.get("KG_REQUIRE_BROWSER"):
            pytest.fail("the drawing is bundled with npm: make client")
        pytest.skip("the drawing is bundled with npm: make client")
    folder = tmp_path_factory.mktemp("drawing")
    command = [esbuild, CLIENT / "src" / "drawing" / "index.js", "--bundle", "--format=iife", "--global-name=drawing"]
    subprocess.run([*command, f"--outfile={folder / 'drawing.js'}", "--log-level=error"], check=True)
    (folder / "index.html").write_text(_PAGE, encoding="utf-8")
    return folder / "index.html"


@pytest.fixture
def opened(page_file: Path, browser: Browser) -> Iterator[Callable[..., Page]]:
    made: list[Page] = []
    broken: list[str] = []

    def make(options: str = "{}", prelude: str = "") -> Page:
        page = browser.new_page(viewport={"width": 800, "height": 600})
        made.append(page)
        page.on("pageerror", lambda error: broken.append(str(error)))
        if prelude:
            page.add_init_script(prelude)
        page.goto(page_file.as_uri())
        page.add_script_tag(content=_GRAPH)
        page.evaluate(f"begin({options})")
        return page

    yield make
    for page in made:
        page.close()
    assert broken == []


def heard(page: Page) -> list[list[Any]]:
    """What the drawing told since the last time, once it is still."""
    page.wait_for_timeout(350)
    return list(page.evaluate("heard.splice(0)"))


def spot(page: Page, node: int) -> tuple[float, float]:
    at = page.evaluate("(node) => d.toScreen(node)", node)
    return at["x"], at["y"]


def between(page: Page, first: int, second: int) -> tuple[float, float]:
    (a, b), (c, d) = spot(page, first), spot(page, second)
    return (a + c) / 2, (b + d) / 2


def test_modalities_differ_without_colour(opened: Callable[..., Page]) -> None:
    page = opened()
    inked = {}
    for number, name in enumerate(("asserted", "planned", "speculated", "denied"), 1):
        page.evaluate("(look) => d.show(null, Uint8Array.of(0, 0, look, 0, 0))", number)
        inked[name] = page.evaluate(_INK, [2, 3])
    page.evaluate("d.show(null, Uint8Array.of(0, 0, 0, 0, 1))")
    inked["derived"] = page.evaluate(_INK, [4, 5])
    assert inked["asserted"]["on"] > 0.97
    assert inked["asserted"]["beside"] == 0
    assert min(inked["planned"]["strokes"]) > 6
    assert max(inked["speculated"]["strokes"]) < 5
    assert len(inked["speculated"]["strokes"]) > 20
    assert inked["denied"]["on"] < 0.15  # two lines, and nothing between them but a cross
    assert inked["denied"]["beside"] > 0.97
    assert max(inked["derived"]["strokes"]) > 6
    assert min(inked["derived"]["strokes"]) < 5


def test_the_mouse_finds_nodes_and_each_of_two_parallel_lines(opened: Callable[..., Page]) -> None:
    page = opened()
    page.mouse.move(*spot(page, 0))
    assert heard(page) == [["hover", 0, -1]]
    page.mouse.click(*spot(page, 0))
    page.mouse.click(*spot(page, 1), button="right")
    x, y = between(page, 0, 1)
    found = [event for event in heard(page) if event[0] != "hover"]
    assert found == [["click", 0, -1], ["menu", 1, -1]]
    page.mouse.click(x, y - 3)
    page.wait_for_timeout(400)  # or it would be a double click
    page.mouse.click(x, y + 3)
    assert sorted(event[2] for event in heard(page) if event[0] == "click") == [0, 1]
    page.mouse.click(x, y + 60)
    assert [event for event in heard(page) if event[0] == "click"] == [["click", -1, -1]]


def test_what_is_hidden_is_not_found(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("d.show(Uint8Array.of(1, 1, 1, 0, 1, 1), null)")
    assert page.evaluate("d.counts()") == {"nodes": 6, "edges": 5, "shownEdges": 4}
    page.mouse.click(*spot(page, 3))
    page.wait_for_timeout(400)
    page.mouse.click(*between(page, 2, 3))
    assert [event for event in heard(page) if event[0] == "click"] == [["click", -1, -1]] * 2


def test_a_node_is_dragged_and_the_picture_stays(opened: Callable[..., Page]) -> None:
    page = opened()
    camera, (x, y) = page.evaluate("d.camera()"), spot(page, 4)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 10)
    page.mouse.move(x + 60, y + 40)
    page.mouse.up()
    assert [event[:2] for event in heard(page) if event[0] != "hover"] == [["move", 4]]
    assert spot(page, 4) == pytest.approx((x + 60, y + 40), abs=1)
    assert page.evaluate("d.camera()") == camera
    page.mouse.move(400, 500)
    page.mouse.down()
    page.mouse.move(450, 500)
    page.mouse.move(500, 500)
    page.mouse.up()
    page.wait_for_timeout(600)
    assert page.evaluate("d.camera().x") < camera["x"]


def test_later_nodes_leave_all_others_in_place(opened: Callable[..., Page]) -> None:
    page = opened()
    before = [spot(page, node) for node in range(6)]
    first = page.evaluate(
        """() => {
          const first = d.addNodes({ id: ['g'], en: ['Eta'], zh: [null], type: [0], x: [300], y: [900], degree: [1] });
          d.addEdges({ from: [0], to: [first], relation: [0], derived: [0] });
          return first;
        }"""
    )
    assert first == 6
    assert [spot(page, node) for node in range(6)] == before
    assert page.evaluate("d.position(6)") == pytest.approx({"x": 300, "y": 900}, abs=0.01)
    assert page.evaluate("d.counts()") == {"nodes": 7, "edges": 6, "shownEdges": 6}
    page.evaluate("d.focusOn([6], { animate: false })")
    page.wait_for_timeout(300)
    assert spot(page, 6) == pytest.approx((400, 300), abs=1)


def test_the_camera_is_restored_exactly(opened: Callable[..., Page]) -> None:
    page = opened("{ reducedMotion: true }")
    state = {"x": 0.31, "y": 0.62, "ratio": 0.4}
    page.evaluate("(state) => d.setCamera(state, { animate: true })", state)
    assert page.evaluate("d.camera()") == state  # at once: nothing moves by itself
    page.evaluate("d.zoomBy(2)")
    assert page.evaluate("d.camera()") == pytest.approx({**state, "ratio": 0.2})
    page.evaluate("d.fit()")
    assert page.evaluate("d.camera()") == {"x": 0.5, "y": 0.5, "ratio": 1}


def test_a_lost_context_comes_back(opened: Callable[..., Page]) -> None:
    page = opened()
    before = page.evaluate(_INK, [2, 3])
    page.evaluate(
        """async () => {
          const gl = document.querySelector('#frame canvas').getContext('webgl2');
          const tool = gl.getExtension('WEBGL_lose_context');
          const wait = (time) => new Promise((done) => setTimeout(done, time));
          tool.loseContext();
          await wait(100);
          d.setCamera({ x: 0.5 });
          await wait(100);
          tool.restoreContext();
          await wait(300);
        }"""
    )
    assert [event[0] for event in heard(page)] == ["lost", "restored"]
    assert page.evaluate(_INK, [2, 3]) == before


def test_svg_is_well_formed_and_holds_names_as_text(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("d.labels('zh')")
    root = ElementTree.fromstring(page.evaluate("d.svg()"))
    names = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert names == {"甲", "Beta", "丙", "Delta", "Epsilon", "<i>Zeta</i>"}


def test_dark_is_dark(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("document.getElementById('frame').style.setProperty('--ground', '#000000'); d.theme('dark')")
    corner = page.evaluate(
        """async () => {
          const image = await createImageBitmap(await d.png({ scale: 2 })), page = new OffscreenCanvas(1, 1);
          page.getContext('2d').drawImage(image, 0, 0);
          return [image.width, ...page.getContext('2d').getImageData(0, 0, 1, 1).data];
        }"""
    )
    assert corner == [1600, 0, 0, 0, 255]


def test_without_webgl_it_says_so_and_leaves_nothing_behind(page_file: Path, browser: Browser) -> None:
    page = browser.new_page()
    page.add_init_script(
        """{
          const { getContext } = HTMLCanvasElement.prototype;
          HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
            return kind.startsWith('webgl') ? null : getContext.call(this, kind, ...more);
          };
        }"""
    )
    page.goto(page_file.as_uri())
    told = page.evaluate(
        """() => {
          try { drawing.createDrawing(document.getElementById('frame')); } catch (error) {
            return [error.name, error instanceof drawing.NoWebGLError, document.querySelectorAll('canvas').length];
          }
          return null;
        }"""
    )
    assert told == ["NoWebGLError", True, 0]
    page.close()


def test_it_goes_without_a_trace(opened: Callable[..., Page]) -> None:
    page = opened()
    page.evaluate("d.destroy()")
    assert page.locator("#frame > *").count() == 0
    page.evaluate("begin({})")
    assert page.locator("#frame canvas").count() == 3
