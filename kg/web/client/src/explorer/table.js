/* The list, which is the text twin of the drawing: the same entities and lines as tables, sorted and walked by keys. */

import { button, glyph, make, refill, spoken, stroke } from "../shared/dom.js";
import { monthText } from "../shared/format.js";
import { DERIVED, linkCounts } from "./passing.js";

const ROWS = 100;

export class List {
  constructor(app, root) {
    Object.assign(this, { app, root, key: null, sort: { entities: ["links", -1], relations: ["latest", -1] }, page: 1 });
    root.addEventListener("keydown", (event) => this.walk(event));
  }

  render() {
    const { app } = this, { view, shown } = app;
    this.kind = view.list ?? (app.drawing ? null : "relations"); // where nothing can be drawn the list stands in
    this.root.hidden = !this.kind;
    if (!this.kind || !app.graph) { this.key = null; return; }
    const key = [shown, this.kind, view.language, view.theme, this.page, String(this.sort[this.kind]), view.panel, view.subject];
    if (this.key && key.every((part, index) => part === this.key[index])) return;
    if (this.key && (this.key[0] !== shown || this.key[1] !== this.kind)) this.page = 1;
    this.key = key;
    const rows = this.kind === "entities" ? this.entities() : this.relations();
    const pages = Math.max(Math.ceil(rows.length / ROWS), 1);
    this.page = Math.min(this.page, pages);
    refill(this.root, [this.head(rows.length, pages), this.table(rows.slice((this.page - 1) * ROWS, this.page * ROWS))]);
    const first = this.root.querySelector("td button");
    if (first) first.tabIndex = 0;
  }

  head(total, pages) {
    const { app } = this, { words, view } = app;
    const tab = (name) => button(words.say(name), () => app.change({ list: name }), { "aria-pressed": String(this.kind === name), "data-key": `list ${name}` });
    const turn = (step, word, sign) => button(sign, () => { this.page += step; this.render(); }, { "aria-label": words.say(word), disabled: this.page + step < 1 || this.page + step > pages, "data-key": word });
    return make("div", { class: "actions" }, tab("entities"), tab("relations"), pages > 1 ? make("span", { class: "pager" }, turn(-1, "previous", "‹"),
      make("span", {}, words.say("range", { first: words.count((this.page - 1) * ROWS + 1), last: words.count(Math.min(this.page * ROWS, total)), total: words.count(total) })), turn(1, "next", "›")) : "");
  }

  /** The shown entities as rows: number and what they are sorted by. */
  entities() {
    const { graph, shown, view, words, vocabulary } = this.app;
    const links = linkCounts(graph, shown);
    const types = vocabulary.types.map((type) => words.label(type));
    const rows = [];
    for (let node = 0; node < graph.size; node += 1) {
      if (shown.nodes[node]) rows.push({ at: node, entity: graph.label(node, view.language), type: types[graph.type.data[node]], links: links[node] });
    }
    return this.sorted(rows);
  }

  relations() {
    const { graph, shown, view, words, vocabulary } = this.app;
    const names = vocabulary.relations.map((relation) => words.label(relation));
    const ways = [...vocabulary.modalities.map((way) => words.label(way)), words.say("derived")];
    const rows = [], seen = new Int32Array(graph.publishers.length + 1).fill(-1);
    const { publisher, published_to: published } = graph.rows;
    for (let edge = 0; edge < graph.edgeIds.length; edge += 1) {
      if (!shown.edges[edge]) continue;
      let latest = -1, sources = 0;
      for (let row = graph.told.data[edge]; row < graph.told.data[edge + 1]; row += 1) {
        latest = Math.max(latest, published.data[row]);
        if (seen[publisher.data[row] + 1] !== edge) { seen[publisher.data[row] + 1] = edge; sources += 1; }
      }
      rows.push({
        at: edge, subject: graph.label(graph.from.data[edge], view.language), relation: names[graph.relation.data[edge]],
        object: graph.label(graph.to.data[edge], view.language), told_as: ways[shown.edges[edge] - 1], latest, sources,
      });
    }
    return this.sorted(rows);
  }

  sorted(rows) {
    const [by, way] = this.sort[this.kind];
    const compare = new Intl.Collator(this.app.view.language, { numeric: true }).compare;
    return rows.sort((a, b) => way * (typeof a[by] === "number" ? a[by] - b[by] : compare(a[by], b[by])) || a.at - b.at);
  }

  table(rows) {
    const { app } = this, { words, view } = app;
    const heads = this.kind === "entities" ? ["entity", "type", "links"] : ["subject", "relation", "object", "told_as", "latest", "sources"];
    const [by, way] = this.sort[this.kind];
    const head = (key) => make("th", { scope: "col", "aria-sort": by === key ? (way > 0 ? "ascending" : "descending") : "none" },
      button(`${words.say(key)}${by === key ? (way > 0 ? " ▲" : " ▼") : ""}`, () => { this.sort[this.kind] = [key, by === key ? -way : 1]; this.page = 1; this.render(); }, { "data-key": `sort ${key}` }));
    const row = this.kind === "entities" ? (item) => this.entity(item) : (item) => this.relation(item);
    return make("table", {}, make("caption", {}, words.say(this.kind === "entities" ? "entities_shown" : "relations_shown")), make("thead", {}, make("tr", {}, ...heads.map(head))), make("tbody", {}, ...rows.map(row)));
  }

  cell(text, key, open, more = {}) { return make("td", {}, spoken("button", text, { type: "button", tabindex: -1, "data-key": key, ...more, on: { click: open } })); }

  entity(item) {
    const { app } = this, { graph, view, vocabulary } = app, id = graph.ids[item.at];
    const chosen = view.panel === "node" && view.subject === id;
    return make("tr", { class: chosen ? "chosen" : null }, this.cell(item.entity, `n ${id}`, () => app.show("node", id)),
      make("td", {}, make("span", { class: "kind" }, glyph(vocabulary.types[graph.type.data[item.at]], view.theme), item.type)), make("td", { class: "number" }, String(item.links)));
  }

  relation(item) {
    const { app } = this, { graph, view, shown, vocabulary } = app, id = graph.edgeIds[item.at];
    const node = (at) => () => app.show("node", graph.ids[at]);
    const look = shown.edges[item.at], color = vocabulary.relations[graph.relation.data[item.at]][view.theme];
    const chosen = view.panel === "edge" && view.subject === id;
    return make("tr", { class: chosen ? "chosen" : null },
      this.cell(item.subject, `s ${id}`, node(graph.from.data[item.at])),
      this.cell(item.relation, `e ${id}`, () => app.show("edge", id), { "aria-label": `${item.relation}: ${item.subject} – ${item.object}` }),
      this.cell(item.object, `o ${id}`, node(graph.to.data[item.at])),
      make("td", {}, make("span", { class: "kind" }, stroke(color, look === DERIVED ? 4 : look - 1), item.told_as)),
      make("td", {}, item.latest < 0 ? "" : monthText(item.latest)), make("td", { class: "number" }, String(item.sources)));
  }

  /** Arrow keys walk from button to button; the list is one stop of the tab key. */
  walk(event) {
    const here = event.target.closest?.("td button");
    if (!here || event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = [...this.root.querySelectorAll("tbody tr")], row = rows.indexOf(here.closest("tr"));
    const buttons = (line) => [...line.querySelectorAll("button")], place = buttons(rows[row]).indexOf(here);
    const at = (line, column) => line && buttons(line)[Math.min(column, buttons(line).length - 1)];
    const to = {
      ArrowDown: () => at(rows[row + 1], place), ArrowUp: () => at(rows[row - 1], place),
      ArrowRight: () => buttons(rows[row])[place + 1], ArrowLeft: () => buttons(rows[row])[place - 1],
      Home: () => at(rows[0], place), End: () => at(rows[rows.length - 1], place),
    }[event.key]?.();
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    for (const other of this.root.querySelectorAll('td button[tabindex="0"]')) other.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  }
}
