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
    const counts = this.counts();
    refill(this.root, [this.types(counts), this.modality(counts), timeFilter(app), this.sources(), this.relations(counts), this.reset()]);
  }

  /** How many of each the view holds before it is filtered. */
  counts() {
    const { graph, view, vocabulary } = this.app;
    const inside = new Uint8Array(graph.size);
    if (view.scope !== "none") inside.fill(1, 0, graph.base.nodes);
    for (const id of view.added.keys()) if (graph.nodeOf.has(id)) inside[graph.nodeOf.get(id)] = 1;
    const types = new Uint32Array(vocabulary.types.length), relations = new Uint32Array(vocabulary.relations.length);
    const modality = new Uint32Array(vocabulary.modalities.length);
    let derived = 0;
    for (let node = 0; node < graph.size; node += 1) if (inside[node]) types[graph.type.data[node]] += 1;
    for (let edge = 0; edge < graph.edgeIds.length; edge += 1) {
      if (!inside[graph.from.data[edge]] || !inside[graph.to.data[edge]]) continue;
      relations[graph.relation.data[edge]] += 1;
      derived += graph.derived.data[edge];
      let seen = 0;
      for (let row = graph.told.data[edge]; row < graph.told.data[edge + 1]; row += 1) seen |= 1 << graph.rows.modality.data[row];
      for (let way = 0; way < modality.length; way += 1) if (seen & (1 << way)) modality[way] += 1;
    }
    return { types, relations, modality, derived };
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
  sources() {
    const { app } = this, { words, view, graph } = app;
    const counts = new Uint32Array(graph.publishers.length);
    for (const paper of graph.rows.publisher.values) if (paper >= 0) counts[paper] += 1;
    const least = make("input", {
      type: "number", min: 1, max: 9, value: view.sources, "data-key": "sources",
      on: { change: () => app.change({ sources: Math.min(Math.max(Math.floor(Number(least.value)) || 1, 1), 9) }) },
    });
    const list = make("div", { class: "papers" });
    const fill = () => {
      const wanted = this.wanted.toLowerCase();
      const found = graph.publishers.map((name, index) => [name, counts[index]])
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
