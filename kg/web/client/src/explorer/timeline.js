/* What is told of an entity, in the order of its time. */

import { make, spoken } from "../shared/dom.js";
import { pager } from "./pager.js";
import { source } from "./evidence.js";

const PAGE = 25;

export async function timeline(app) {
  const { words, view } = app;
  const answer = await app.ask(`/api/entities/${encodeURIComponent(view.subject)}/timeline`, { ...app.filters(), page: view.page, size: PAGE });
  if (!answer.items.length) return [make("p", { class: "note" }, words.say("no_time"))];
  return [
    make("ol", { class: "plain timeline" }, ...answer.items.map((item) => make("li", {}, row(app, item)))),
    pager(app, { size: PAGE, ...answer, page: view.page }, (page) => app.change({ page }), words.say("tab_timeline"), "timeline"),
  ];
}

function row(app, item) {
  const { words, view } = app, { edge, observation, evidence } = item;
  const inward = edge && edge.subject.id !== view.subject;
  const other = edge && (inward ? edge.subject : edge.object);
  const text = edge ? [make("em", {}, words.relation(edge.predicate, inward)), " ", spoken("span", words.label(other))]
    : [make("em", {}, words.of("metrics", observation.metric)), " ", observation.benchmark ? `(${observation.benchmark}) ` : "", words.quantity(observation.quantity)];
  return make("button", { type: "button", class: "row", "data-key": `time ${evidence.id}`, on: { click: () => app.show("edge", (edge || observation).id) } },
    make("time", { class: item.dated }, item.when), make("span", {}, ...text),
    make("small", {}, [evidence.modality === "asserted" ? "" : words.of("modalities", evidence.modality), source(evidence, words)].filter(Boolean).join(" · ")));
}
