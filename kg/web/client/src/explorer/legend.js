/* The legend, which is the filter: types, ways of telling, time, sources, relations. */

import { button, drawn, glyph, make, refill, stroke } from "../shared/dom.js";
import { bounded } from "./passing.js";
import { timeFilter } from "./slider.js";
import { toggled } from "./view.js";

export class Legend {
  constructor(app, root) {
    this.app = app;
    this.root = root;
    this.drawn = null;
    this.tally = null;
    this.mapped = null;
    this.wanted = "";
  }

  /** Writes the legend anew where what it shows has changed, and keeps the focus where it was. */
  render() {
    const { app } = this, { view, graph } = app;
    if (!graph) return;
    const now = [graph, graph.edgeIds.length, view.added, view.scope, view.types, view.relations, view.modality, view.derived,
      view.publishers, view.sources, view.by, view.from, view.to, view.language, view.theme];
    if (this.drawn && now.every((value, index) => value === this.drawn[index])) return;
    this.drawn = now;
    const counts = this.tallied();
    refill(this.root, [this.types(counts), this.modality(counts), timeFilter(app), this.sources(counts.papers), this.relations(counts), this.reset()]);
  }

  /** How many of each the view holds before it is filtered; counted once for each thing that is drawn from. */
  tallied() {
    const { graph, view } = this.app;
    const of = [graph, graph.size, graph.edgeIds.length, view.added, view.scope];
    if (!this.tally || of.some((value, index) => value !== this.tally.of[index])) this.tally = { of, counts: this.counts() };
    return this.tally.counts;
  }

  counts() {
    const { graph, view, vocabulary } = this.app;
    const inside = (node) => (view.scope !== "none" && node < graph.base.nodes) || view.added.has(graph.ids[node]);
    let found, first = { nodes: 0, edges: 0 };
    if (view.scope === "none") found = empty(vocabulary);
    else {
      if (this.mapped?.graph !== graph) { // the map itself is large, and does not change
        this.mapped = { graph, counts: empty(vocabulary) };
        add(graph, this.mapped.counts, first, graph.base, () => true);
      }
      found = Object.fromEntries(Object.entries(this.mapped.counts).map(([name, value]) => [name, value.slice?.() ?? value]));
      first = graph.base;
    }
    add(graph, found, first, { nodes: graph.size, edges: graph.edgeIds.length }, inside);
    return found;
  }

  choice(key, checked, mark, text, count, change) {
    const input = make("input", { type: "checkbox", "data-key": key, on: { change: () => change(input.checked) } });
    input.checked = checked;
    return make("label", { class: "choice" }, input, mark, make("span", {}, text),
      count === null ? "" : make("output", {}, this.app.words.count(count)));
  }

  group(word, all, rows) {
    const { words } = this.app;
    const set = (key, on) => button(words.say(key), () => all(on), { "aria-label": `${words.say(word)}: ${words.say(key)}`, "data-key": `${word} ${key}` });
    return make("fieldset", {}, make("legend", {}, make("span", {}, words.say(word)), set("all", true), set("none", false)), ...rows);
  }

  named(list, word, counts, mark) {
    const { app } = this, { words, vocabulary } = app;
    const rows = vocabulary[list].flatMap((item, index) => (counts[index] || app.view[list].has(item.name) ? [
      this.choice(`${list} ${item.name}`, !app.view[list].has(item.name), mark(item), words.label(item), counts[index],
        (on) => app.change({ [list]: toggled(app.view[list], item.name, !on) })),
    ] : []));
    return this.group(word, (on) => app.change({ [list]: new Set(on ? [] : vocabulary[list].map((item) => item.name)) }), rows);
  }

  types(counts) { return this.named("types", "types", counts.types, (type) => glyph(type, this.app.view.theme)); }

  relations(counts) {
    return this.named("relations", "relations", counts.relations, (relation) => stroke(relation[this.app.view.theme]));
  }

  modality(counts) {
    const { app } = this, { words, view } = app;
    const rows = app.vocabulary.modalities.map((way, index) => this.choice(`modality ${way.name}`, view.modality.has(way.name),
      stroke("currentColor", index), words.label(way), counts.modality[index],
      (on) => app.change({ modality: toggled(view.modality, way.name, on) })));
    if (counts.derived) {
      rows.push(this.choice("derived", view.derived, stroke("currentColor", 4), words.say("derived"), counts.derived, (on) => app.change({ derived: on })));
      if (view.derived && bounded(view)) rows.push(make("p", { class: "note" }, words.say("derived_out")));
    }
    return make("fieldset", {}, make("legend", {}, make("span", {}, words.say("told_as"))), ...rows);
  }

  /** Publishers by name, found by typing, and how many must tell a thing. */
  sources(counts) {
    const { app } = this, { words, view, graph } = app;
    const least = make("input", {
      type: "number", min: 1, max: 9, value: view.sources, "data-key": "sources",
      on: { change: () => app.change({ sources: Math.min(Math.max(Math.floor(Number(least.value)) || 1, 1), 9) }) },
    });
    const list = make("div", { class: "papers" });
    const fill = () => {
      const wanted = this.wanted.toLowerCase();
      const found = graph.publishers.map((name, index) => [name, counts[index] ?? 0])
        .filter(([name]) => view.publishers.has(name) || name.toLowerCase().includes(wanted))
        .sort((a, b) => view.publishers.has(b[0]) - view.publishers.has(a[0]) || b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      list.replaceChildren(...found.slice(0, this.wanted ? 12 : 5).map(([name, count]) => this.choice(`paper ${name}`, view.publishers.has(name),
        drawn("svg", { viewBox: "0 0 1 1", "aria-hidden": "true", class: "no-glyph" }), name, count,
        (on) => app.change({ publishers: toggled(view.publishers, name, on) }))),
      found.length ? "" : make("p", { class: "note" }, words.say("no_source")));
    };
    const wanted = make("input", {
      type: "search", "data-key": "wanted", "aria-label": words.say("find_source"), placeholder: words.say("find_source"), value: this.wanted,
      on: { input: () => { this.wanted = wanted.value; fill(); } },
    });
    fill();
    return make("fieldset", { class: "sources" }, make("legend", {}, make("span", {}, words.say("sources")),
      view.publishers.size ? button(words.say("all"), () => app.change({ publishers: new Set() }), { "aria-label": `${words.say("sources")}: ${words.say("all")}` }) : ""),
    make("label", { class: "least" }, make("span", {}, words.say("least")), least), wanted, list);
  }

  reset() {
    const { app } = this;
    return button(app.words.say("reset"), () => app.change({
      types: new Set(), relations: new Set(), modality: new Set(["asserted"]), derived: true, publishers: new Set(), sources: 1, by: "told", from: null, to: null,
    }), { id: "reset", "data-key": "reset" });
  }
}

const empty = (vocabulary) => ({
  types: vocabulary.types.map(() => 0), relations: vocabulary.relations.map(() => 0), modality: vocabulary.modalities.map(() => 0), papers: [], derived: 0,
});

/** Counts the entities and lines from one number to another, where they are inside the view. */
function add(graph, found, from, to, inside) {
  const { told, rows } = graph;
  for (let node = from.nodes; node < to.nodes; node += 1) if (inside(node)) found.types[graph.type.data[node]] += 1;
  for (let edge = from.edges; edge < to.edges; edge += 1) {
    if (!inside(graph.from.data[edge]) || !inside(graph.to.data[edge])) continue;
    found.relations[graph.relation.data[edge]] += 1;
    found.derived += graph.derived.data[edge];
    let seen = 0;
    for (let row = told.data[edge]; row < told.data[edge + 1]; row += 1) {
      seen |= 1 << rows.modality.data[row];
      const paper = rows.publisher.data[row];
      if (paper >= 0) found.papers[paper] = (found.papers[paper] ?? 0) + 1;
    }
    for (let way = 0; way < found.modality.length; way += 1) if (seen & (1 << way)) found.modality[way] += 1;
  }
}
