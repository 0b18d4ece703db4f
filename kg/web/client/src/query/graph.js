/* Triples as a drawing. The drawing's library is loaded only here, when it is asked for. */

import { button, make } from "../shared/dom.js";
import { places } from "./places.js";
import { pageOf, short, text } from "./terms.js";

const MOST_LINES = 800;
const MOST_NODES = 400;
const PLAIN = { light: "#5b6b7f", dark: "#9aa8ba" };

/** The triples of an answer: of a graph, or of a table whose first three columns are resource, IRI, term; else null. */
export function triplesOf({ kind, columns, rows }) {
  if (kind === "graph") return rows;
  if (kind !== "table" || columns.length < 3 || !rows.length) return null;
  const fit = rows.every(([subject, predicate, object]) => subject && predicate && object && subject.type !== "literal" && predicate.type === "uri");
  return fit ? rows.map((row) => row.slice(0, 3)) : null;
}

/* Nodes and lines as columns, in the order in which they come. */
function columnsOf(found, vocabulary, prefixes) {
  const nodes = { id: [], en: [], zh: [], type: [], degree: [] }, edges = { from: [], to: [], relation: [] };
  const places_ = new Map(), relations = [], known = new Map();
  const nodeOf = (term) => {
    const key = `${term.type} ${term.value}`;
    if (!places_.has(key)) {
      if (nodes.id.length === MOST_NODES) return -1;
      places_.set(key, nodes.id.length);
      nodes.id.push(term.value);
      nodes.en.push(text(term, prefixes));
      nodes.zh.push(null);
      nodes.degree.push(0);
      nodes.type.push(term.type === "literal" ? 2 : pageOf(term.value, prefixes)?.startsWith("/id/") ? 0 : 1);
    }
    return places_.get(key);
  };
  for (const [subject, predicate, object] of found) {
    if (edges.from.length === MOST_LINES) break;
    const from = nodeOf(subject), to = nodeOf(object);
    if (from < 0 || to < 0 || from === to) continue;
    const name = short(predicate.value, prefixes);
    if (!known.has(name)) {
      known.set(name, relations.length);
      const told = vocabulary.relations.find((relation) => `kg:${relation.name}` === name) ?? { ...PLAIN, symmetric: false };
      relations.push({ ...told, name });
    }
    edges.from.push(from);
    edges.to.push(to);
    edges.relation.push(known.get(name));
    nodes.degree[from] += 1;
    nodes.degree[to] += 1;
  }
  Object.assign(nodes, places(nodes.id.length, edges.from, edges.to));
  const types = [{ shape: "dot", light: "#2f6fb7", dark: "#6ea8e6" }, { shape: "square", light: "#7f5aa8", dark: "#bb98e3" }, { shape: "diamond", light: "#8a6a4f", dark: "#cba98c" }];
  return { nodes, edges, words: { types, relations, modalities: [{ name: "asserted" }] } };
}

const themeNow = () => document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");

/** Draws into `host`; gives a function that takes the drawing away. */
export async function graph(host, found, { say, prefixes, vocabulary }) {
  const all = triplesOf(found);
  if (!all) {
    host.replaceChildren(make("p", {}, say("no_graph")));
    return () => {};
  }
  const { createDrawing, NoWebGLError } = await import("../drawing/index.js");
  const { nodes, edges, words } = columnsOf(all, vocabulary, prefixes);
  const stage = make("div", { class: "stage", role: "img", "aria-label": say("graph_of", { nodes: nodes.id.length, edges: edges.from.length }) });
  const about = make("p", { class: "note" }), used = words.relations.map(({ name, light }) => make("li", {}, make("span", { class: "swatch", "data-colour": light }), name));
  let drawing = null;
  host.replaceChildren(stage, make("p", { class: "choices" }, button(say("fit"), () => drawing?.fit())), about, make("ul", { class: "key" }, ...used));
  try {
    drawing = createDrawing(stage, { reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches });
  } catch (error) {
    if (!(error instanceof NoWebGLError)) throw error;
    host.replaceChildren(make("p", {}, say("no_webgl")));
    return () => {};
  }
  const cut = all.length > edges.from.length ? say("first_of", { n: edges.from.length, total: all.length }) : "";
  about.textContent = cut;
  drawing.theme(themeNow());
  drawing.setGraph(nodes, edges, words);
  host.querySelectorAll(".swatch").forEach((swatch, at) => { swatch.style.backgroundColor = words.relations[at][themeNow()]; });
  drawing.on("hover", ({ node, edge }) => {
    if (node >= 0) about.textContent = nodes.en[node];
    else if (edge >= 0) about.textContent = `${nodes.en[edges.from[edge]]} — ${words.relations[edges.relation[edge]].name} → ${nodes.en[edges.to[edge]]}`;
    else about.textContent = cut;
  });
  drawing.on("click", ({ node }) => {
    const page = node >= 0 ? pageOf(nodes.id[node], prefixes) : null;
    if (page) location.assign(page);
  });
  return () => drawing.destroy();
}
