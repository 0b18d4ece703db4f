/* The answer: what it was, and as table, chart or graph. */

import { button, make, refill, save } from "../shared/dom.js";
import { FORMS, saved } from "./ask.js";
import { chart, suited } from "./chart.js";
import { graph, triplesOf } from "./graph.js";
import { table } from "./table.js";

const time = (milliseconds, language) => (milliseconds < 1000
  ? `${Math.max(1, Math.round(milliseconds))} ms` : `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(milliseconds / 1000)} s`);

export class Results {
  constructor(host, context) {
    this.host = host;
    this.context = context; // {say, language, vocabulary, prefixes}
    this.end = () => {};
    this.said = make("p", { role: "status", class: "said" });
    this.body = make("div", { class: "answer" });
    host.append(this.said, this.body);
  }

  clear() {
    this.end();
    this.end = () => {};
    this.found = null;
    this.body.replaceChildren();
  }

  say(text) { this.said.textContent = text; }

  refuse(error) {
    const { say } = this.context;
    this.clear();
    this.say("");
    const place = error.place ? [make("strong", {}, say("line", error.place)), " "] : [];
    const wait = error.wait ? ` ${say("wait", { n: error.wait })}` : "";
    this.body.replaceChildren(make("div", { role: "alert", class: "refused" }, ...place, make("pre", {}, `${error.message || say("unreachable")}${wait}`)));
  }

  show(found, query) {
    const { say, language } = this.context;
    this.clear();
    Object.assign(this, { found, query, page: 0, plot: { kind: "bars" } });
    const spent = time(found.milliseconds, language);
    if (found.kind === "truth") {
      this.say(say("answered", { time: spent }));
      this.body.replaceChildren(make("p", { class: "truth" }, say(found.value ? "yes" : "no")));
      return;
    }
    const n = new Intl.NumberFormat(language).format(found.rows.length);
    this.say(found.kind === "graph" ? say("triples", { n, time: spent }) : say(found.rows.length === 1 ? "row" : "rows", { n, time: spent }));
    this.view = found.kind === "graph" ? "graph" : "table";
    this.render();
  }

  render() {
    const { found } = this, { say } = this.context;
    this.end();
    this.end = () => {};
    const parts = [];
    if (found.truncated) {
      const [kind, n] = found.truncated.split("=");
      parts.push(make("p", { role: "alert", class: "problem" }, say("truncated", { bound: say(kind === "rows" ? "bound_rows" : "bound_bytes", { n }) })));
    }
    const views = [["table", true], ["chart", suited(found).numbers.length > 0], ["graph", triplesOf(found) !== null]];
    const turn = (view) => { this.view = view; this.render(); };
    parts.push(make("div", { class: "choices" },
      make("div", { role: "group", "aria-label": say("view"), class: "views" }, ...views.map(([view, fits]) => button(say(view), () => turn(view), { "aria-pressed": String(view === this.view), disabled: !fits, "data-key": view }))),
      make("div", { role: "group", "aria-label": say("download"), class: "downloads" }, make("span", {}, say("download")), ...FORMS[found.kind].map(([name, type, ending]) => button(name, () => this.download(type, ending), { "data-key": name })))));
    const place = make("div", { class: this.view });
    refill(this.body, [...parts, place]);
    if (!found.rows.length) place.append(make("p", {}, say("none")));
    else if (this.view === "table") place.append(...table(found, { ...this.context, page: this.page, turn: (page) => { this.page = page; this.render(); } }));
    else if (this.view === "chart") place.append(...chart(found, { ...this.context, state: this.plot, set: (plot) => { this.plot = plot; this.render(); } }));
    else this.draw(place);
  }

  async draw(place) {
    const end = await graph(place, this.found, this.context);
    if (place.isConnected) this.end = end;
    else end();
  }

  async download(type, ending) {
    try {
      save(await saved(this.query, type), `query.${ending}`);
    } catch (error) {
      this.say(error.message || this.context.say("unreachable"));
    }
  }
}
