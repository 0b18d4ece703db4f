/* The panel when nothing is chosen: what is drawn, and where one can go from here. */

import { button, glyph, make, spoken } from "../shared/dom.js";
import { told } from "./evidence.js";
import { linkCounts } from "./passing.js";

const TOP = 25;

export function overview(app) {
  const { words, graph, shown } = app;
  if (!graph) return [make("h2", {}, words.say("title")), make("p", { class: "note" }, words.say("how"))];
  return [
    make("h2", {}, words.say(app.view.focus ? "heading_focus" : `heading_${app.view.scope}`)),
    make("p", { class: "note" }, words.say("whole", { nodes: words.count(graph.total.nodes), edges: words.count(graph.total.edges) })),
    graph.leftOut && app.view.scope !== "none" ? make("p", { class: "note" }, words.say("left_out", { n: words.count(graph.leftOut) })) : "",
    make("p", { class: "note" }, words.say("how")),
    make("div", { class: "actions" },
      button(words.say("find_path"), () => app.show("path"), { "data-key": "path" }),
      button(words.say("find_compare"), () => app.show("compare"), { "data-key": "compare" }),
      button(words.say("tab_conflicts"), () => app.show("conflicts"), { "data-key": "conflicts" }),
      app.view.hidden.size ? button(words.say("unhide", { n: app.view.hidden.size }), () => app.change({ hidden: new Set() }), { "data-key": "unhide" }) : ""),
    make("h3", {}, words.say("most_connected")),
    make("ul", { class: "plain" }, ...top(graph, shown).map(([links, node]) => make("li", {}, nodeRow(app, node, words.count(links))))),
    make("p", { class: "note" }, words.say("keys")),
  ];
}

/** The entities with most shown lines. */
function top(graph, shown) {
  const links = linkCounts(graph, shown), found = [];
  for (let node = 0; node < graph.size; node += 1) {
    if (!shown.nodes[node] || (found.length === TOP && links[node] <= found[TOP - 1][0])) continue;
    found.push([links[node], node]);
    found.sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    found.length = Math.min(found.length, TOP);
  }
  return found;
}

function nodeRow(app, node, note) {
  const { graph, view, vocabulary } = app;
  return make("button", { type: "button", class: "row", "data-key": `node ${graph.ids[node]}`, on: { click: () => app.show("node", graph.ids[node]) } },
    make("span", { class: "kind" }, glyph(vocabulary.types[graph.type.data[node]], view.theme)), spoken("span", graph.label(node, view.language)), make("small", {}, note));
}

/** The panel of sentences that hold some words. */
export async function found(app) {
  const { words, view } = app;
  const answer = await app.ask("/api/sentences", { q: view.text, limit: 30 });
  return [app.back(), make("h2", {}, words.say("sentences_with", { text: view.text })),
    ...(answer.evidence.length ? answer.evidence.map((item) => make("div", { class: "found" }, told(item, app), button(words.say("show"), () => app.show("edge", item.statement), { class: "link" })))
      : [make("p", { class: "note" }, words.say("no_sentence"))])];
}
