/* A line or a figure with every sentence that says it. */

import { button, make, spoken } from "../shared/dom.js";
import { sentences, triple } from "./evidence.js";

const PREMISES = 12;

export async function statement(app) {
  const { words, view } = app;
  const { edge, observation } = await app.ask(`/api/statements/${encodeURIComponent(view.subject)}`);
  if (observation) return [app.back(), ...figure(app, observation), ...sentences(observation.evidence, app)];
  const parts = [app.back(), triple(edge, app)];
  if (edge.derived) {
    const premises = await Promise.all(edge.premises.slice(0, PREMISES).map((id) => app.ask(`/api/statements/${encodeURIComponent(id)}`)));
    parts.push(make("p", { class: "note" }, words.say("concluded")));
    for (const premise of premises) {
      if (premise.edge) parts.push(triple(premise.edge, app, "h3"), ...sentences(premise.edge.evidence, app));
    }
  } else parts.push(...sentences(edge.evidence, app));
  parts.push(...others(app, edge));
  return [...parts, make("p", { class: "meta" }, make("a", { href: `/statement/${encodeURIComponent(view.subject)}` }, words.say("page")))];
}

function figure(app, item) {
  const { words } = app;
  return [
    make("h2", { class: "triple" }, spoken("button", words.label(item.subject), { type: "button", on: { click: () => app.show("node", item.subject.id) } }),
      make("em", {}, [words.of("metrics", item.metric), item.benchmark].filter(Boolean).join(" · "))),
    make("p", { class: "value", title: `${item.quantity.value} ${item.quantity.unit}` }, make("strong", {}, words.quantity(item.quantity)), item.when ? make("small", {}, ` ${item.when}`) : ""),
  ];
}

/** The other lines between the same two. */
function others(app, edge) {
  const { graph, words, shown } = app, a = graph?.nodeOf.get(edge.subject.id), b = graph?.nodeOf.get(edge.object.id);
  if (a === undefined || b === undefined) return [];
  const found = [...graph.edgesAt(a)].filter((other) => shown.edges[other] && graph.other(other, a) === b && graph.edgeIds[other] !== edge.id);
  if (!found.length) return [];
  return [make("h3", {}, words.say("between")), make("ul", { class: "plain" }, ...found.map((other) => make("li", {},
    button(words.relation(app.vocabulary.relations[graph.relation.data[other]].name, graph.from.data[other] !== a), () => app.show("edge", graph.edgeIds[other]), { class: "row" }))))];
}
