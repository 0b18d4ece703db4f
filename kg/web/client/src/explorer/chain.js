/* Paths between two entities, with the sentences on each step. */

import { entityField } from "../shared/combobox.js";
import { button, make, spoken } from "../shared/dom.js";
import { told } from "./evidence.js";

const SHOWN = 2; // sentences of a step before the rest is asked for

/** The form that asks for two entities, used for paths and for comparing, and the answer about them where both are
    chosen: `ask(a, b)` gets their ids. */
export async function pair(app, word, ask) {
  const { words, view } = app;
  const answer = view.subject && view.second ? await ask(view.subject, view.second) : null;
  if (!answer) app.spotlight(view, [], []);
  const [first, second] = answer ? [answer.a, answer.b] : await Promise.all([view.subject, view.second].map((id) => (id ? app.entity(id) : null)));
  const swap = first && second ? button("⇄", () => app.change({ subject: view.second, second: view.subject }), { "aria-label": words.say("swap"), "data-key": "swap" }) : "";
  return {
    answer,
    parts: [app.back(), make("h2", {}, words.say(word)),
      make("div", { class: "pair" },
        entityField(words.say(`${word}_a`), first, app.context, (entity) => app.change({ subject: entity.id })),
        entityField(words.say(`${word}_b`), second, app.context, (entity) => app.change({ second: entity.id })), swap),
      answer ? "" : make("p", { class: "note" }, words.say("choose_two"))],
  };
}

export async function paths(app) {
  const { words, view: asked } = app;
  const { answer, parts } = await pair(app, "path", (from, to) => app.ask("/api/path", { ...app.filters(), from, to }));
  if (!answer) return parts;
  app.spotlight(asked, answer.paths.flatMap((path) => path.nodes.map((node) => node.id)), answer.paths.flatMap((path) => path.edges.map((edge) => edge.id)));
  if (!answer.paths.length) return [...parts, make("p", { class: "note" }, words.say("no_path"))];
  return [...parts, ...answer.paths.map((path, index) => one(app, path, index))];
}

function one(app, path, index) {
  const { words } = app;
  const missing = path.nodes.map((node) => node.id).filter((id) => !app.isShown(id));
  const name = words.say("path_n", { n: index + 1, steps: path.edges.length });
  return make("section", { class: "chain" },
    make("h3", {}, name),
    make("div", { class: "actions" },
      missing.length ? button(words.say("draw_these", { n: missing.length }), () => app.draw(missing), { "aria-label": `${name}: ${words.say("draw_these", { n: missing.length })}`, "data-key": `draw path ${index}` })
        : button(words.say("look"), () => app.look(path.nodes.map((node) => node.id)), { "aria-label": `${name}: ${words.say("look")}`, "data-key": `look path ${index}` })),
    make("ol", { class: "plain" }, ...path.nodes.flatMap((node, place) => [
      make("li", {}, spoken("button", words.label(node), { type: "button", class: "stop", on: { click: () => app.show("node", node.id) } })),
      ...(path.edges[place] ? [make("li", { class: "step" }, ...step(app, path.edges[place], node))] : []),
    ])));
}

function step(app, edge, from) {
  const { words } = app, inward = edge.subject.id !== from.id;
  return [
    make("h4", {}, button(`${inward && !words.symmetric(edge.predicate) ? "← " : ""}${words.relation(edge.predicate)}${words.symmetric(edge.predicate) ? " ↔" : inward ? "" : " →"}`,
      () => app.show("edge", edge.id), { class: "link" })),
    edge.derived ? make("p", { class: "note" }, words.say("concluded")) : "",
    ...edge.evidence.slice(0, SHOWN).map((item) => told(item, app)),
    edge.evidence.length > SHOWN ? button(words.say("all_sentences", { n: edge.evidence.length }), () => app.show("edge", edge.id), { class: "link" }) : "",
  ];
}
