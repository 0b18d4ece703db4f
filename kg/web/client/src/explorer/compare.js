/* Two entities side by side: what joins them, whom both have to do with, and their figures. */

import { button, make, spoken } from "../shared/dom.js";
import { pair } from "./chain.js";
import { newest, source, triple } from "./evidence.js";

export async function compare(app) {
  const { view: asked } = app;
  const { answer, parts } = await pair(app, "compare", (a, b) => app.ask("/api/compare", { ...app.filters(), a, b }));
  if (!answer) return parts;
  app.spotlight(asked, [answer.a.id, answer.b.id, ...answer.shared.map((item) => item.entity.id)], [answer.direct, ...answer.shared.flatMap((item) => [item.a, item.b])].flat().map((edge) => edge.id));
  return [...parts, ...direct(app, answer), ...shared(app, answer), ...figures(app, answer)];
}

const heads = (app, answer, first) => make("thead", {}, make("tr", {}, make("th", { scope: "col" }, first),
  ...[answer.a, answer.b].map((entity) => spoken("th", app.words.label(entity), { scope: "col" }))));

function direct(app, { direct: edges }) {
  const { words } = app;
  return [make("h3", {}, `${words.say("between")} (${edges.length})`),
    ...(edges.length ? edges.map((edge) => make("div", {}, triple(edge, app, "h4"), button(words.say("all_sentences", { n: edge.evidence.length }), () => app.show("edge", edge.id), { class: "link" })))
      : [make("p", { class: "note" }, words.say("nothing_between"))])];
}

function shared(app, answer) {
  const { words } = app;
  const cell = (edges, other) => make("td", {}, ...edges.map((edge) => make("div", {}, button(words.relation(edge.predicate, edge.subject.id === other),
    () => app.show("edge", edge.id), { class: "link" }), make("small", {}, ` ${newest(edge.evidence)}`))));
  const missing = answer.shared.map((item) => item.entity.id).filter((id) => !app.isShown(id));
  return [make("h3", {}, `${words.say("shared")} (${words.count(answer.total_shared)})`),
    answer.shared.length ? make("div", { class: "wide" }, make("table", { class: "compare" }, heads(app, answer, words.say("entity")), make("tbody", {}, ...answer.shared.map((item) => make("tr", {},
      make("th", { scope: "row" }, spoken("button", words.label(item.entity), { type: "button", class: "link", on: { click: () => app.show("node", item.entity.id) } })),
      cell(item.a, item.entity.id), cell(item.b, item.entity.id)))))) : make("p", { class: "note" }, words.say("nothing_shared")),
    missing.length ? button(words.say("draw_these", { n: missing.length }), () => app.draw(missing), { "data-key": "draw shared" }) : ""];
}

function figures(app, answer) {
  const { words } = app;
  if (!answer.figures.length) return [];
  const cell = (items) => make("td", {}, ...items.map((item) => make("div", {}, button(words.quantity(item.quantity), () => app.show("edge", item.id), { class: "link" }),
    make("small", {}, ` ${[item.when, item.evidence[0] ? source(item.evidence[0], words) : ""].filter(Boolean).join(" · ")}`))));
  const rows = [...answer.figures].sort((x, y) => Number(y.a.length > 0 && y.b.length > 0) - Number(x.a.length > 0 && x.b.length > 0));
  return [make("h3", {}, words.say("figures")), make("div", { class: "wide" }, make("table", { class: "compare" }, heads(app, answer, words.say("metric")), make("tbody", {}, ...rows.map((row) => make("tr", {},
    make("th", { scope: "row" }, words.of("metrics", row.metric), row.benchmark ? make("small", {}, ` ${row.benchmark}`) : ""), cell(row.a), cell(row.b))))))];
}
