import assert from "node:assert/strict";
import test from "node:test";
import { Graph } from "../../../kg/web/client/src/explorer/graph.js";
import { beside, histogram, linkCounts, passing, span } from "../../../kg/web/client/src/explorer/passing.js";
import { amid, around } from "../../../kg/web/client/src/explorer/places.js";
import { entity, literal, queryOf } from "../../../kg/web/client/src/explorer/sparql.js";
import { lookedAt, opening, read, sameDrawing, written } from "../../../kg/web/client/src/explorer/view.js";
import { months, monthText, readMonth } from "../../../kg/web/client/src/shared/format.js";

const USUAL = { language: "en", theme: "light" };
const VOCABULARY = {
  types: [{ name: "Company" }, { name: "AIModel" }], relations: [{ name: "rivals" }, { name: "released" }],
  modalities: ["asserted", "planned", "speculated", "denied"].map((name) => ({ name })),
  prefixes: { kg: "https://example.org/kg#", ent: "https://example.org/id/", prov: "https://example.org/prov#", schema: "https://example.org/schema/" },
};
const [JAN, JUN] = [2025 * 12, 2025 * 12 + 5];

/* a rivals b: told by two papers in January, denied by the first in June. a released c: planned, of 1999, told in June.
   b released c: concluded. d stands alone. */
const MAP = () => ({
  copy: "1", total: { nodes: 4, edges: 3 }, publishers: ["First", "Second"],
  nodes: { id: ["a", "b", "c", "d"], en: ["A", "B", "C", "D"], zh: [null, "乙", null, null], type: [0, 0, 1, 0], x: [0, 100, 0, 100], y: [0, 0, 100, 100], degree: [2, 2, 2, 0] },
  edges: { id: ["ab", "ac", "bc"], from: [0, 0, 1], to: [1, 2, 2], relation: [0, 1, 1], derived: [0, 0, 1], told: [0, 3, 4, 4] },
  told: { modality: [0, 0, 3, 1], publisher: [0, 1, 0, -1], from: [-1, -1, -1, 1999 * 12], to: [-1, -1, -1, 1999 * 12 + 11], published: [JAN, JAN, JUN, JUN], published_to: [JAN, JAN, JUN, JUN] },
});
const view = (change = {}) => ({ ...opening("en", "light"), ...change });
const shown = (change, graph = new Graph(MAP())) => {
  const found = passing(graph, view(change), VOCABULARY);
  return { nodes: graph.ids.filter((_, node) => found.nodes[node]).join(""), edges: [...found.edges].join(""), counts: found.counts };
};

test("what is asserted or concluded shows at first", () => {
  assert.deepEqual(shown({}), { nodes: "abcd", edges: "105", counts: { nodes: 4, edges: 2 } });
});

test("a line is drawn as its surest row that passes", () => {
  assert.equal(shown({ modality: new Set(["denied", "planned"]) }).edges, "425");
  assert.equal(shown({ modality: new Set(["asserted", "denied"]) }).edges, "105");
  assert.equal(shown({ modality: new Set(), derived: false }).edges, "000");
});

test("entities whose lines are all filtered away go with them, but for those that are pinned", () => {
  assert.equal(shown({ derived: false }).nodes, "abd");
  assert.equal(shown({ derived: false, pinned: new Set(["c"]) }).nodes, "abcd");
  assert.equal(shown({ types: new Set(["AIModel"]), pinned: new Set(["c"]) }).edges, "105");
  assert.equal(shown({ types: new Set(["AIModel"]) }).edges, "100");
  assert.equal(shown({ pinned: new Set(["c"]), hidden: new Set(["c"]) }).nodes, "abd");
});

test("rows count for sources, and what is concluded has none", () => {
  assert.equal(shown({ sources: 2 }).edges, "100");
  assert.equal(shown({ sources: 3 }).edges, "000");
  assert.equal(shown({ publishers: new Set(["Second"]) }).edges, "100");
  assert.equal(shown({ publishers: new Set(["Second"]), sources: 2 }).edges, "000");
  assert.equal(shown({ publishers: new Set(["Third"]) }).edges, "000");
});

test("time is that of what happened, else of publication; or of publication alone", () => {
  const planned = { modality: new Set(["asserted", "planned"]) };
  assert.equal(shown({ ...planned, from: 1999 * 12 + 3, to: 2000 * 12 }).edges, "020");
  assert.equal(shown({ ...planned, from: 1999 * 12 + 3, to: 2000 * 12, by: "published" }).edges, "000");
  assert.equal(shown({ ...planned, from: JUN, by: "published" }).edges, "020");
  assert.equal(shown({ from: JAN, to: JAN }).edges, "100");
});

test("focus shows an entity, its neighbours, and what was added", () => {
  assert.equal(shown({ focus: "a" }).nodes, "ab");
  assert.equal(shown({ focus: "a", added: new Map([["d", [1, 2]]]) }).nodes, "abd");
  assert.equal(shown({ focus: "nobody" }).nodes, "abcd");
});

test("a view of nothing holds what is added, with the lines among it", () => {
  const added = new Map([["a", [0, 0]], ["b", [0, 0]]]);
  assert.deepEqual(shown({ scope: "none" }).counts, { nodes: 0, edges: 0 });
  assert.deepEqual(shown({ scope: "none", added }), { nodes: "ab", edges: "100", counts: { nodes: 2, edges: 1 } });
});

test("what is learned later is taken in once, and only what was wanted", () => {
  const graph = new Graph(MAP());
  const later = {
    publishers: ["Second", "Third"], ends: ["e", "a", "f", "b"],
    nodes: { id: ["e"], en: ["E"], zh: [null], type: [0], degree: [3] },
    edges: { id: ["ea", "ef", "ab"], from: [0, 0, 1], to: [1, 2, 3], relation: [0, 0, 0], derived: [0, 0, 0], told: [0, 1, 2, 3] },
    told: { modality: [0, 0, 0], publisher: [1, 0, 0], from: [-1, -1, -1], to: [-1, -1, -1], published: [JUN, JUN, JUN], published_to: [JUN, JUN, JUN] },
  };
  assert.deepEqual(graph.merge(later, new Set(["e"])), { nodes: 4, edges: 3 });
  assert.deepEqual(graph.merge(later, new Set(["e"])), { nodes: 5, edges: 4 });
  assert.deepEqual(graph.edgeIds, ["ab", "ac", "bc", "ea"]);
  assert.deepEqual(graph.publishers, ["First", "Second", "Third"]);
  assert.deepEqual([...graph.edgesAt(0)].map((edge) => graph.edgeIds[edge]).sort(), ["ab", "ac", "ea"]);
  assert.equal(shown({ scope: "top", added: new Map([["e", [5, 5]]]), publishers: new Set(["Third"]) }, graph).edges, "0001");
  assert.equal(shown({}, graph).nodes, "abcd");
});

test("the next neighbours are those whose lines pass and are not drawn, best told first", () => {
  const lines = {
    publishers: ["Second", "Third"], ends: ["a", "e", "f", "g", "h"],
    nodes: { id: ["a"], en: ["A"], zh: [null], type: [0], degree: [3] },
    edges: { id: ["ae", "fa", "ag", "ah", "ea"], from: [0, 2, 0, 0, 1], to: [1, 0, 3, 4, 0], relation: [0, 0, 1, 1, 1], derived: [0, 0, 0, 1, 0], told: [0, 2, 3, 4, 4, 5] },
    told: { modality: [0, 0, 1, 0, 0], publisher: [0, 1, 0, 1, 1], from: [-1, -1, -1, JAN, -1], to: [-1, -1, -1, JAN, -1], published: [JUN, JUN, JUN, JUN, JUN], published_to: [JUN, JUN, JUN, JUN, JUN] },
  };
  const next = (change = {}, drawn = () => false) => beside(lines, "a", view(change), VOCABULARY, drawn).join("");
  assert.equal(next(), "egh");
  assert.equal(next({ modality: new Set(["asserted", "planned"]) }), "efgh");
  assert.equal(next({ derived: false }), "eg");
  assert.equal(next({ relations: new Set(["released"]) }), "e");
  assert.equal(next({ sources: 2 }), "e");
  assert.equal(next({ publishers: new Set(["Second"]) }), "e");
  assert.equal(next({ from: JAN, to: JAN }), "g");
  assert.equal(next({}, (line, other) => line === "ae" || other === "g"), "he");
});

test("shown lines are counted at both ends", () => {
  const graph = new Graph(MAP()), counted = (change) => [...linkCounts(graph, passing(graph, view(change), VOCABULARY))];
  assert.deepEqual(counted({}), [1, 2, 1, 0]);
  assert.deepEqual(counted({ derived: false }), [1, 1, 0, 0]);
});

test("every view comes back from its address", () => {
  const full = view({
    scope: "all", added: new Map([["x.y", [1.5, -2]], ["中文 % &", [0, 3]]].slice(0, 1)), hidden: new Set(["h"]), pinned: new Set(["p", "q"]), moved: new Map([["m", [10, 20]]]), focus: "f",
    types: new Set(["Company"]), relations: new Set(["rivals"]), modality: new Set(["denied"]), derived: false, publishers: new Set(['A "paper", & co', "新华社"]), sources: 3, by: "published", from: JAN, to: JUN,
    panel: "path", subject: "a", second: "b", tab: "figures", text: "some words", open: new Map([["released out", 2], ["rivals both", 1]]), page: 4,
    list: "entities", camera: [0.5, 0.25, 1.5], language: "zh", theme: "dark", chosen: true,
  });
  assert.deepEqual(read(written(full, USUAL), USUAL), full);
  assert.deepEqual(read(written(view(), USUAL), USUAL), view());
  assert.equal(written(view(), USUAL), "");
  assert.deepEqual(read(written(view({ modality: new Set() }), USUAL), USUAL).modality, new Set(["-"]));
});

test("a senseless address is a view all the same", () => {
  for (const text of ["s=x&m=&from=99&to=2025-13&n=-1&c=1+2&p=edge&src=%7B%7D&o=a.b.c&add=a+1", "%", "p=node", "n=1e9"]) {
    const found = read(text, USUAL);
    assert.equal(found.panel, "overview");
    assert.ok(found.sources >= 1 && found.sources <= 9);
    assert.equal(found.camera, null);
    assert.equal(found.added.size, 0);
  }
});

test("undo leaves alone where one looks from", () => {
  const first = view(), before = { ...first, sources: 2, camera: [1, 1, 1] }, now = { ...first, camera: [0, 0, 2], panel: "node", subject: "a", language: "zh" };
  assert.equal(sameDrawing(first, now), true);
  assert.equal(sameDrawing(before, now), false);
  assert.deepEqual(lookedAt(before, now), { ...now, sources: 2 });
});

test("times are read as the store writes them", () => {
  assert.deepEqual(months("2025-03-06"), [2025 * 12 + 2, 2025 * 12 + 2]);
  assert.deepEqual(months("2025-Q2"), [2025 * 12 + 3, 2025 * 12 + 5]);
  assert.deepEqual(months("2025-H2"), [2025 * 12 + 6, 2025 * 12 + 11]);
  assert.deepEqual(months("2025/2028"), [2025 * 12, 2028 * 12 + 11]);
  assert.deepEqual(months("2024/"), [2024 * 12, 2024 * 12 + 11]);
  assert.equal(months("soon"), null);
  assert.equal(months(null), null);
  for (const month of [0, JAN, JUN]) assert.equal(readMonth(monthText(month)), month);
  assert.equal(readMonth("2025-13"), null);
});

test("the slider is not squeezed by one far plan, and every row falls into a bin", () => {
  const graph = new Graph(MAP());
  assert.deepEqual(span(graph, "published"), [JAN, JUN]);
  const [first, last] = span(graph, "told");
  assert.equal(first, JAN - 120);
  assert.equal(last, JUN);
  assert.equal(histogram(graph, "told", [first, last], 10).reduce((sum, count) => sum + count), 4);
});

test("added entities stand apart from others and from one another", () => {
  const graph = new Graph(MAP()), all = new Uint8Array(4).fill(1);
  const spots = around(graph, all, [0, 0], 30);
  assert.equal(spots.length, 30);
  assert.equal(new Set(spots.map(String)).size, 30);
  assert.deepEqual(spots, around(graph, all, [0, 0], 30));
  assert.deepEqual(amid(graph, all, 0, [7, 7]), [50, 50]);
  assert.deepEqual(amid(graph, all, 3, [7, 7]), [7, 7]);
});

test("no text of the data ends a term of a query early", () => {
  assert.equal(literal('a"b\\c\n'), '"a\\"b\\\\c\\n"');
  assert.equal(entity("https://example.org/id/", "person.jack-ma"), "ent:person.jack-ma");
  assert.equal(entity("https://example.org/id/", "a> } DROP ALL"), "<https://example.org/id/a%3E%20%7D%20DROP%20ALL>");
  assert.equal(entity("https://example.org/id/", "阿里"), "<https://example.org/id/阿里>");
  assert.equal(entity("https://example.org/id/", "a."), "<https://example.org/id/a.>");
  const graph = new Graph(MAP());
  const now = view({ publishers: new Set(['"} }']), sources: 2 });
  const query = queryOf({ graph, view: now, vocabulary: VOCABULARY, shown: passing(graph, now, VOCABULARY) });
  assert.ok(query.includes('IN ("\\"} }")'));
  assert.ok(!query.includes("kg:derived"));
});
