/* What stands around: the head with search and tools, the switches of scope, notes over the drawing. */

import { address } from "../shared/api.js";
import { combobox } from "../shared/combobox.js";
import { button, byId, make, refill } from "../shared/dom.js";
import { menu } from "./exports.js";

export class Chrome {
  constructor(app) {
    this.app = app;
    this.key = null;
    combobox(byId("search"), byId("hits"), app.context, (entity) => app.pick(entity.id), (text) => { if (text) app.show("sentences", null, null, { text }); });
    const press = (id, work) => byId(id).addEventListener("click", work);
    press("in", () => app.drawing?.zoomBy(1.4));
    press("out", () => app.drawing?.zoomBy(1 / 1.4));
    press("all", () => app.stage.fitShown());
  }

  render() {
    const { app } = this, { view, words } = app;
    document.documentElement.dataset.theme = view.theme;
    const key = [view.language, view.theme, view.scope, view.list, view.focus, app.past.length, app.future.length, app.graph, app.shown, app.stage.waiting];
    if (this.key && key.every((part, index) => part === this.key[index])) return;
    if (!this.key || this.key[0] !== view.language) this.dress();
    this.key = key;
    refill(byId("tools"), this.tools());
    refill(byId("scope"), this.scopes());
    refill(byId("pages"), this.pages());
    this.notes();
    const { counts } = app.shown;
    byId("status").textContent = app.graph ? words.say("counts", { nodes: words.count(counts.nodes), edges: words.count(counts.edges) }) : "";
    document.title = app.title();
  }

  /** The words that stand in the page from the start. */
  dress() {
    const { words, view } = this.app;
    document.documentElement.lang = view.language;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = words.say(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", words.say(element.dataset.label));
    for (const element of document.querySelectorAll("[data-hint]")) element.placeholder = words.say(element.dataset.hint);
  }

  tools() {
    const { app } = this, { view, words } = app;
    const tool = (word, press, more = {}) => button(words.say(word), press, { "data-key": word, ...more });
    return [
      button("↶", () => app.undo(), { "aria-label": words.say("undo"), title: words.say("undo"), disabled: !app.past.length, "data-key": "undo" }),
      button("↷", () => app.redo(), { "aria-label": words.say("redo"), title: words.say("redo"), disabled: !app.future.length, "data-key": "redo" }),
      tool("list", () => app.change({ list: view.list ? null : "relations" }), { "aria-pressed": String(this.listed()) , disabled: !app.drawing }),
      tool("copy_link", () => this.copy()),
      menu(app),
      button(view.language === "en" ? "中文" : "English", () => app.change({ language: view.language === "en" ? "zh" : "en" }), { lang: view.language === "en" ? "zh" : "en", "data-key": "language" }),
      tool(view.theme === "dark" ? "theme_dark" : "theme_light", () => app.change({ theme: view.theme === "dark" ? "light" : "dark", chosen: true }), { "data-key": "theme" }),
    ];
  }

  /** Links to the other pages, in the language at hand. */
  pages() {
    const { words, view } = this.app;
    const link = (path, text) => make("a", { href: address(path, { lang: view.language === "en" ? null : view.language }), "data-key": path }, text);
    return [link("/documents", words.say("pages_documents")), link("/query", "SPARQL")];
  }

  listed() { return Boolean(this.app.view.list) || !this.app.drawing; }

  scopes() {
    const { app } = this, { view, words } = app;
    return [
      ...["top", "all", "none"].map((scope) => button(words.say(`scope_${scope}`), () => app.scope(scope), { "aria-pressed": String(view.scope === scope), "data-key": scope })),
      view.focus ? button(`✕ ${words.say("unfocus")}`, () => app.focusOn(null), { class: "first", "data-key": "unfocus" }) : "",
    ];
  }

  notes() {
    const { app } = this, { words, graph, stage, view } = app;
    const notes = [];
    if (!app.drawing) notes.push(make("p", {}, words.say("no_webgl")));
    if (!graph && stage.waiting) notes.push(make("p", {}, words.say("making_map")));
    else if (graph && !graph.total.nodes && !graph.size) {
      notes.push(make("p", {}, make("strong", {}, words.say("empty"))), make("p", {}, words.say("empty_do")), make("pre", {}, make("code", {}, "kg ingest ARTICLES")));
    } else if (graph && !app.shown.counts.nodes) notes.push(make("p", {}, words.say(view.scope === "none" && !view.added.size ? "nothing_yet" : "nothing_passes")));
    byId("notes").replaceChildren(...notes);
    byId("notes").hidden = !notes.length;
    byId("drawing").hidden = byId("zoom").hidden = this.listed();
    document.body.classList.toggle("listed", this.listed());
    byId("drawing").querySelectorAll("canvas").forEach((canvas) => canvas.setAttribute("aria-hidden", "true"));
  }

  async copy() {
    const { app } = this;
    try {
      await navigator.clipboard.writeText(app.link());
      app.say("copied");
    } catch {
      app.say("not_copied");
    }
  }
}
