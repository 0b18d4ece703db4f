/* The card of an entity: names, what can be done with it, its relations with totals, its figures. */

import { button, glyph, make, spoken } from "../shared/dom.js";
import { conflicts } from "./conflicts.js";
import { newest, publishers } from "./evidence.js";
import { figures, latestFigures } from "./figures.js";
import { pager } from "./pager.js";
import { timeline } from "./timeline.js";
import { toggled } from "./view.js";

const PAGE = 25, OPEN_AT_FIRST = 3;
const TABS = { card: about, timeline, figures, conflicts: (app) => conflicts(app, app.view.subject) };

/** The panel of the entity that the view has chosen. */
export async function card(app) {
  const { words, view, vocabulary } = app, id = view.subject;
  const answer = await app.ask(`/api/entities/${encodeURIComponent(id)}`, app.filters());
  const { entity } = answer, type = vocabulary.types.find((item) => item.name === entity.type);
  return [
    app.back(),
    spoken("h2", words.label(entity)),
    words.other(entity) ? spoken("p", words.other(entity), { class: "other" }) : "",
    make("p", {}, make("span", { class: "kind" }, type ? glyph(type, view.theme) : "", words.of("types", entity.type)),
      make("small", { class: "other" }, ` · ${words.say("documents", { n: words.count(answer.documents) })} · `), make("a", { href: `/id/${encodeURIComponent(id)}` }, words.say("page"))),
    actions(app, entity),
    tabs(app),
    make("div", { role: "tabpanel", id: "tabpanel", tabindex: 0, "aria-labelledby": `tab-${view.tab}` }, ...await TABS[view.tab](app, answer)),
  ];
}

function actions(app, entity) {
  const { words, view } = app, { id } = entity;
  const shown = app.isShown(id);
  const toggle = (word, on, press) => button(words.say(word), press, { "aria-pressed": String(on), "data-key": word });
  return make("div", { class: "actions" },
    shown ? "" : button(words.say("draw"), () => app.draw([id]), { class: "first", "data-key": "draw" }),
    toggle("focus", view.focus === id, () => app.focusOn(view.focus === id ? null : id)),
    toggle("pin", view.pinned.has(id), () => app.change({ pinned: toggled(view.pinned, id, !view.pinned.has(id)) })),
    shown ? button(words.say("hide"), () => app.hide(id), { "data-key": "hide" }) : "",
    button(words.say("path_from"), () => app.show("path", id), { "data-key": "path" }),
    button(words.say("compare_with"), () => app.show("compare", id), { "data-key": "compare" }));
}

function tabs(app) {
  const { words, view } = app;
  const names = Object.keys(TABS);
  const list = make("div", { role: "tablist", "aria-label": words.say("details"), class: "tabs" }, ...names.map((name) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "data-key": `tab ${name}`, "aria-selected": String(view.tab === name), "aria-controls": "tabpanel",
    tabindex: view.tab === name ? 0 : -1, on: { click: () => app.change({ tab: name, page: 1 }) },
  }, words.say(`tab_${name}`))));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    app.change({ tab: names[(names.indexOf(view.tab) + step + names.length) % names.length], page: 1 });
  });
  return list;
}

async function about(app, answer) {
  const { words, view } = app, { entity } = answer, parts = [];
  const aliases = entity.aliases.filter((name) => !Object.values(entity.labels).includes(name));
  for (const [key, texts] of [["aliases", aliases], ["ids", entity.identifiers]]) {
    if (texts.length) parts.push(make("h3", {}, words.say(key)), spoken("p", texts.join(" · "), { class: "other" }));
  }
  parts.push(...latestFigures(app, answer.observations));
  parts.push(make("h3", {}, words.say("relations")));
  if (!answer.relations.length) parts.push(make("p", { class: "note" }, words.say("no_relations")));
  const keys = answer.relations.map((item) => `${item.predicate} ${item.direction}`);
  const open = view.open ?? new Map(keys.slice(0, OPEN_AT_FIRST).map((key) => [key, 1]));
  parts.push(...await Promise.all(answer.relations.map((item, index) => section(app, entity, item, keys[index], open))));
  return parts;
}

/** One relation of the entity: its total, and a page of those it leads to. */
async function section(app, entity, item, key, open) {
  const { words } = app, page = open.get(key);
  const name = words.relation(item.predicate, item.direction === "in");
  const head = make("h4", {}, make("button", {
    type: "button", class: "fold", "aria-expanded": String(page !== undefined), "data-key": `fold ${key}`,
    on: { click: () => {
      const next = new Map(open);
      if (page === undefined) next.set(key, 1); else next.delete(key);
      app.change({ open: next });
    } },
  }, name, make("small", {}, words.count(item.total))));
  if (page === undefined) return make("section", { class: "fold" }, head);
  const answer = await app.ask(`/api/entities/${encodeURIComponent(entity.id)}/neighbours`,
    { ...app.filters(), relation: item.predicate, direction: item.direction, page, size: PAGE });
  const others = answer.edges.map((edge) => (edge.subject.id === entity.id ? edge.object : edge.subject));
  const missing = app.missing(answer.edges, entity.id);
  const turn = (to) => app.change({ open: new Map(open).set(key, to) });
  return make("section", { class: "fold" }, head,
    make("ul", { class: "plain" }, ...answer.edges.map((edge, index) => make("li", {}, neighbour(app, edge, others[index])))),
    make("div", { class: "actions" },
      missing.length ? button(words.say("draw_these", { n: missing.length }), () => app.draw(missing, entity.id), { "aria-label": `${name}: ${words.say("draw_these", { n: missing.length })}`, "data-key": `draw ${key}` }) : "",
      pager(app, answer, turn, name, key)));
}

function neighbour(app, edge, other) {
  const { words, view, vocabulary } = app, type = vocabulary.types.find((item) => item.name === other.type);
  const ways = [...new Set(edge.evidence.map((item) => item.modality))].filter((name) => name !== "asserted");
  const sources = publishers(edge.evidence);
  const notes = [edge.derived ? words.say("derived") : "", ...ways.map((name) => words.of("modalities", name)), newest(edge.evidence), sources > 1 ? words.say("n_sources", { n: sources }) : ""];
  return make("button", { type: "button", class: "row", "data-key": `edge ${edge.id}`, on: { click: () => app.show("edge", edge.id) } },
    make("span", { class: "kind" }, type ? glyph(type, view.theme) : ""), spoken("span", words.label(other)), make("small", {}, notes.filter(Boolean).join(" · ")));
}
