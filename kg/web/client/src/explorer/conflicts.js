/* Where sources disagree, side by side. */

import { button, make } from "../shared/dom.js";
import { pager } from "./pager.js";
import { source, triple } from "./evidence.js";

/** The conflicts about an entity, or all of them. */
export async function conflicts(app, entity = null) {
  const { words, view } = app;
  const answer = await app.ask("/api/conflicts", { ...app.filters(), entity, page: view.page });
  if (!answer.conflicts.length) return [make("p", { class: "note" }, words.say("no_conflicts"))];
  return [
    ...answer.conflicts.map((conflict) => one(app, conflict)),
    pager(app, { size: 25, ...answer, page: view.page }, (page) => app.change({ page }), words.say("tab_conflicts"), "conflicts"),
  ];
}

/** The panel of all conflicts. */
export const allConflicts = async (app) => [app.back(), make("h2", {}, app.words.say("tab_conflicts")), ...await conflicts(app)];

function one(app, conflict) {
  const { words } = app;
  const values = conflict.observations;
  const parts = conflict.edge ? [make("div", {}, triple(conflict.edge, app, "h3"), ...sides(app, conflict.edge))] : [];
  if (values.length) {
    const [first] = values;
    parts.push(make("h3", {}, button(words.label(first.subject), () => app.show("node", first.subject.id), { class: "link" }), ` ${words.of("metrics", first.metric)}`,
      first.benchmark ? ` · ${first.benchmark}` : ""));
    parts.push(make("div", { class: "values" }, ...values.map((item) => make("div", {}, make("strong", {}, words.quantity(item.quantity)),
      make("small", {}, ` ${item.when || ""}`), ...item.evidence.map((told) => make("div", {}, button(source(told, words), () => app.show("edge", item.id), { class: "link" })))))));
  }
  return make("article", { class: "told" }, ...parts);
}

/** What one relation is told as, by whom: each way of telling in a column. */
function sides(app, edge) {
  const { words } = app, ways = new Map();
  for (const item of edge.evidence) ways.set(item.modality, [...(ways.get(item.modality) || []), item]);
  return [make("div", { class: "values" }, ...[...ways].map(([way, told]) => make("div", {}, make("span", { class: `badge ${way}` }, words.of("modalities", way)),
    ...told.map((item) => make("div", {}, button(source(item, words), () => app.show("edge", edge.id), { class: "link" }))))))];
}
