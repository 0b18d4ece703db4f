import assert from "node:assert/strict";
import test from "node:test";
import { LANE } from "../../../kg/web/client/src/drawing/looks.js";
import { Pace } from "../../../kg/web/client/src/drawing/pace.js";
import { edgeAt, nodeAt, View } from "../../../kg/web/client/src/drawing/pick.js";
import { MARK, Scene } from "../../../kg/web/client/src/drawing/scene.js";
import { svgOf } from "../../../kg/web/client/src/drawing/svg.js";

const DERIVED = 4;
const RELATION = { light: "#123456", dark: "#abcdef", symmetric: false };
const WORDS = { types: [{ shape: "dot", light: "#111111", dark: "#eeeeee" }, { shape: "star", light: "#222222", dark: "#dddddd" }], relations: [RELATION] };

/* Three nodes in a row, 100 apart, and edges as [from, to, derived]. */
function sceneOf(edges, names = ["a", "b", "c"]) {
  const scene = new Scene(), x = names.map((_, at) => 100 * at), y = names.map(() => 0);
  scene.fit(x, y);
  scene.addNodes({ id: names, en: names, zh: names.map(() => null), type: names.map((_, at) => at % 2), x, y, degree: names.map((_, at) => at) });
  const column = (at) => edges.map((edge) => edge[at] ?? 0);
  scene.addEdges({ from: column(0), to: column(1), relation: edges.map(() => 0), derived: column(2) }, DERIVED);
  return scene;
}

/* The frame's 0 … 1 on 1,000 by 1,000 pixels, y upward as sigma's matrix has it. */
const viewOf = (scene) => new View([2, 0, 0, 0, 2, 0, -1, -1, 1], 1000, 1000, 1, scene.count);

test("a place comes back as it was given, also of a node that came later", () => {
  const scene = sceneOf([]);
  assert.equal(scene.addNodes({ id: ["far"], en: ["far"], zh: [null], type: [0], x: [900], y: [-300], degree: [1] }), 3);
  for (const [node, x, y] of [[0, 0, 0], [1, 100, 0], [2, 200, 0], [3, 900, -300]]) {
    assert.ok(Math.abs(scene.place(node).x - x) < 1e-3 && Math.abs(scene.place(node).y - y) < 1e-3);
  }
  scene.move(1, 50, 60);
  assert.ok(Math.abs(scene.place(1).y - 60) < 1e-3);
});

test("nodes are ranked by size, also those that came later", () => {
  const scene = sceneOf([]);
  scene.addNodes({ id: ["big", "small"], en: ["", ""], zh: ["", ""], type: [0, 0], x: [0, 0], y: [0, 0], degree: [99, 0] });
  assert.deepEqual([...scene.order], [3, 2, 1, 0, 4]);
});

test("an edge to a node that is not there is refused", () => {
  assert.throws(() => sceneOf([[0, 7]]), RangeError);
});

test("an edge shows only with both its ends, and derived ones have a style of their own", () => {
  const scene = sceneOf([[0, 1], [1, 2, 1]]);
  assert.deepEqual([...scene.drawn.subarray(0, 2)], [1, 1 + DERIVED]);
  assert.equal(scene.shownEdges, 2);
  scene.show(Uint8Array.of(0, 1, 1), null);
  assert.deepEqual([scene.isEdgeShown(0), scene.isEdgeShown(1), scene.shownEdges], [false, true, 1]);
  scene.show(null, Uint8Array.of(1, 0));
  assert.equal(scene.shownEdges, 0);
});

test("parallel lines part to both sides, whichever way they point, and close up when some are hidden", () => {
  const scene = sceneOf([[0, 1], [1, 0], [0, 1]]);
  const side = (edge) => (scene.from[edge] < scene.to[edge] ? scene.lane[edge] : 0 - scene.lane[edge]);
  assert.deepEqual([0, 1, 2].map(side).sort((a, b) => a - b), [-2, 0, 2]);
  scene.show(null, Uint8Array.of(1, 0, 0));
  assert.equal(scene.lane[0], 0);
});

test("many parallel lines are drawn as one", () => {
  const scene = sceneOf(Array.from({ length: 30 }, () => [0, 1]));
  assert.ok(scene.lane.subarray(0, 30).every((lane) => lane === 0));
});

test("a mark belongs to exactly those that were named last", () => {
  const scene = sceneOf([[0, 1]]);
  scene.markAs(MARK.selected, [0, 1], [0]);
  scene.markAs(MARK.emphasised, [1], []);
  scene.markAs(MARK.selected, [2, 99], []);
  assert.deepEqual([...scene.mark.subarray(0, 3)], [0, MARK.emphasised, MARK.selected]);
  assert.deepEqual([scene.edgeMark[0], scene.emphasis], [0, true]);
  scene.markAs(MARK.emphasised, [], []);
  assert.equal(scene.emphasis, false);
});

test("what lies under a point is found, hidden nodes are not", () => {
  const scene = sceneOf([[0, 1]]), view = viewOf(scene);
  assert.deepEqual([nodeAt(scene, view, 500, 502), nodeAt(scene, view, 250, 500)], [1, -1]);
  assert.deepEqual([edgeAt(scene, view, 250, 503), edgeAt(scene, view, 250, 520), edgeAt(scene, view, 750, 500)], [0, -1, -1]);
  scene.show(Uint8Array.of(1, 0, 1), null);
  assert.deepEqual([nodeAt(scene, view, 500, 502), edgeAt(scene, view, 250, 503)], [-1, -1]);
});

test("of parallel lines the one in that lane is found", () => {
  const scene = sceneOf([[0, 1], [1, 0]]), view = viewOf(scene), half = (LANE / 2) * Math.min(1, view.size);
  const above = edgeAt(scene, view, 250, 500 - half), below = edgeAt(scene, view, 250, 500 + half);
  assert.deepEqual([above, below].sort(), [0, 1]);
  assert.equal(scene.from[above] < scene.to[above] ? scene.lane[above] : -scene.lane[above], 1); // its left, as 0 → 1 goes right
});

test("a place on the screen leads back to where it is in the frame", () => {
  const view = viewOf(sceneOf([])), { x, y } = view.inverse(view.x(0.2, 0.7), view.y(0.2, 0.7));
  assert.ok(Math.abs(x - 0.2) < 1e-9 && Math.abs(y - 0.7) < 1e-9);
});

test("at rest all lines are drawn; while it moves few lines too, and of many so many that show as are afforded", () => {
  const few = new Pace(sceneOf([[0, 1]]));
  few.moving = true;
  assert.deepEqual(few.lines(1, 0), { lines: 1, hairs: false });
  const scene = sceneOf(Array.from({ length: 30000 }, (_, at) => [at % 2, 1 + (at % 2)])), pace = new Pace(scene);
  assert.deepEqual(pace.lines(1, 0), { lines: 30000, hairs: false });
  pace.moving = true;
  pace.budget = 5000;
  assert.deepEqual(pace.lines(1, 0), { lines: 5000, hairs: true });
  scene.show(null, Uint8Array.from({ length: 30000 }, (_, at) => at % 2));
  assert.deepEqual(pace.lines(1, 0), { lines: 10000, hairs: true });
});

test("slow frames afford fewer lines, quick ones more", () => {
  const scene = sceneOf(Array.from({ length: 30000 }, (_, at) => [at % 2, 1 + (at % 2)])), pace = new Pace(scene);
  const after = (wait) => {
    Object.assign(pace, { moving: true, budget: 5000, last: 0 });
    pace.lines(1, 1000);
    return pace.lines(1, 1000 + wait).lines;
  };
  assert.ok(after(200) < 5000 && after(16) > 5000 && after(28) === 5000);
});

test("SVG holds what shows, and names as text only", () => {
  const scene = sceneOf([[0, 1], [1, 2]], ["a", "<script>alert(1)</script>", 'c" onload="x\u0000\ud800']), view = viewOf(scene);
  scene.show(null, Uint8Array.of(4, 0));
  const placed = scene.names.en.map((text, at) => ({ text, x: 10 * at, y: 5 }));
  const svg = svgOf(scene, view, placed, { vocabulary: WORDS, theme: "light", inks: { ground: "#fff", halo: "#fff", label: '"><b>', ring: "#f00" } });
  assert.equal(svg.match(/<g opacity/g).length, 1);
  assert.equal(svg.match(/<circle/g).length, 2);
  assert.equal(svg.match(/<polygon/g).length, 1);
  assert.match(svg, /&#60;script&#62;alert\(1\)/);
  assert.match(svg, /c&#34; onload=&#34;x<\/text>/);
  assert.doesNotMatch(svg, /<script|<b>|\u0000/);
});
