/* The view as a file, a link or a query. */

import { file } from "../shared/api.js";
import { button, make, save } from "../shared/dom.js";
import { monthText } from "../shared/format.js";
import { queryOf } from "./sparql.js";

const NAME = "china-ai-kg";
const MADE_BY_SERVER = ["gexf", "csv", "json", "html"];

/** The view as the server's exports ask for it. */
export function asked(app) {
  const { graph, shown, view, vocabulary } = app;
  const nodes = [], places = {};
  for (let node = 0; node < graph.size; node += 1) {
    if (!shown.nodes[node]) continue;
    nodes.push(graph.ids[node]);
    places[graph.ids[node]] = [graph.x.data[node], graph.y.data[node]];
  }
  return {
    nodes, places,
    relations: vocabulary.relations.filter((item) => !view.relations.has(item.name)).map((item) => item.name),
    modality: [...view.modality].sort(),
    derived: view.derived,
    since: view.from === null ? null : monthText(view.from), until: view.to === null ? null : monthText(view.to), by: view.by,
    publishers: [...view.publishers].sort(), min_sources: view.sources,
    title: app.title(), lang: view.language,
  };
}

/** The menu of files. */
export function menu(app) {
  const { words } = app;
  const item = (name, text, make_) => button(text, async () => {
    app.say("making");
    try {
      const made = await make_();
      if (made) save(made, `${NAME}.${name}`);
      app.say("made");
    } catch (error) {
      app.tell(error.message || words.say("unreachable"));
    }
  }, { "data-format": name });
  const pictures = app.drawing ? [item("png", "PNG", () => app.drawing.png()), item("svg", "SVG", () => new Blob([app.drawing.svg()], { type: "image/svg+xml" }))] : [];
  return make("details", { class: "menu" }, make("summary", {}, words.say("export")), make("div", { class: "choices" },
    ...pictures,
    ...MADE_BY_SERVER.map((name) => item(name, name === "html" ? words.say("one_page") : name.toUpperCase(), () => file(`/export/${name}`, asked(app)))),
    make("button", { type: "button", on: { click: () => openQuery(app) } }, words.say("sparql"))));
}

/** Opens the SPARQL page on the query for this view. */
function openQuery(app) {
  location.assign(`/query#${new URLSearchParams({ query: queryOf(app) })}`);
}
