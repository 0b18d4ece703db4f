/* The page's one state and all that changes it. A change makes a new view; what is shown follows from the view alone. */

import { address, ask } from "../shared/api.js";
import { Wording } from "../shared/words.js";
import { counts as noCounts, Stage } from "./stage.js";
import { monthText } from "../shared/format.js";
import { beside } from "./passing.js";
import { lookedAt, read, sameDrawing, SCOPES, written } from "./view.js";

const STEPS = 200, ANSWERS = 200, PAUSE = 200; // kept for undo; kept answers; milliseconds before the address follows
const PAGE = 25, PAIRS = ["path", "compare"]; // panels whose answer says what is drawn above the rest

export class App {
  /** `usual` holds the language and theme that the address need not tell. */
  constructor(vocabulary, usual) {
    Object.assign(this, { vocabulary, usual, past: [], future: [], answers: new Map(), parts: [], timer: 0, working: 0 });
    this.view = read(location.hash.slice(1), usual);
    this.words = new Wording(this.view.language, vocabulary);
    this.stage = new Stage(this);
    this.spot = null;
    this.drawnTimes = 0;
    this.context = () => ({ words: this.words, vocabulary, theme: this.view.theme });
    window.addEventListener("hashchange", () => this.go(read(location.hash.slice(1), usual)));
  }

  get graph() { return this.stage.graph; }
  get shown() { return this.stage.shown ?? noCounts; }
  get drawing() { return this.stage.drawing; }
  get copy() { return this.graph?.copy ?? null; }

  /* ---- changing the view ---- */

  /** Changes parts of the view; what the drawing shows can be undone. `pushed` makes it a step of the browser's history. */
  change(patch, { pushed = false } = {}) { return this.go(Object.freeze({ ...this.view, ...patch }), { pushed }); }

  /** Shows another view, once all that it draws has been asked for. */
  async go(next, { pushed = false, recorded = true } = {}) {
    if (recorded && !sameDrawing(this.view, next)) {
      this.past = [...this.past.slice(1 - STEPS), this.view];
      this.future = [];
    }
    this.view = next;
    if (this.words.language !== next.language) this.words = new Wording(next.language, this.vocabulary);
    if (!this.stage.lacks(next)) {
      this.render(); // what it asks for is on its way while the browser writes the address
      this.remember(pushed);
      return;
    }
    this.remember(pushed);
    this.say("loading");
    await this.while(this.stage.settle());
    this.tell("");
    this.render();
  }

  undo() { this.step(this.past, this.future, "undone"); }
  redo() { this.step(this.future, this.past, "redone"); }

  step(from, to, word) {
    if (!from.length) return;
    to.push(this.view);
    this.go(Object.freeze(lookedAt(from.pop(), this.view)), { recorded: false });
    this.say(word);
  }

  /** Filters the drawing at once, without making a step of it. */
  preview(patch) { this.stage.preview({ ...this.view, ...patch }); }

  render() {
    document.documentElement.dataset.theme = this.view.theme;
    this.stage.render();
    for (const part of this.parts) part.render();
  }

  /** Waits for work, and says so. A failure is told, and leaves what is there. */
  async while(work) {
    this.working += 1;
    document.body.setAttribute("aria-busy", "true");
    try {
      return await work;
    } catch (error) {
      if (!("status" in error)) throw error;
      this.tell(error.status === 0 ? this.words.say("unreachable") : error.message);
      return null;
    } finally {
      this.working -= 1;
      if (!this.working) document.body.removeAttribute("aria-busy");
    }
  }

  /* ---- what the analyst does ---- */

  /** Opens a page of the panel. */
  show(panel, subject = null, second = null, more = {}) {
    const same = this.view.panel === panel && panel === "node";
    this.change({ panel, subject, second, tab: same ? this.view.tab : "card", page: 1, open: null, text: "", ...more }, { pushed: true });
    this.stage.reveal();
  }

  back() {
    const { words, view } = this;
    const made = document.createElement("button");
    Object.assign(made, { type: "button", textContent: `← ${words.say("back")}`, className: "back" });
    made.dataset.key = "back";
    made.addEventListener("click", () => (view.panel === "overview" ? history.back() : this.show("overview")));
    return made;
  }

  /** A click on an entity: its card, or the other end of the pair that is being asked for. */
  pick(id) {
    const { view } = this;
    const pair = PAIRS.includes(view.panel);
    if (pair && !view.subject) return this.change({ subject: id }, { pushed: true });
    if (pair && !view.second && view.subject !== id) return this.change({ second: id }, { pushed: true });
    return this.show("node", id);
  }

  isShown(id) {
    const node = this.graph?.nodeOf.get(id);
    return node !== undefined && Boolean(this.shown.nodes[node]);
  }

  /** True where a line of an answer is drawn, or would be but for the filters. */
  isDrawn(edge) { return Boolean(this.graph?.edgeOf.has(edge.id)) && this.isShown(edge.subject.id) && this.isShown(edge.object.id); }

  /** Draws entities, beside the one they come from or amid those they are linked to, with all lines among what is drawn.
      The one they come from counts as added too: a large map holds the best told of its lines only. `lines` is what
      /api/links tells of it, where that is known already. */
  async draw(ids, from = null, lines = null) {
    const { view } = this;
    const hidden = new Set([...view.hidden].filter((id) => id !== from && !ids.includes(id)));
    const wanted = [...(from ? [from] : []), ...ids.filter((id) => !this.isShown(id))].filter((id) => !view.added.has(id));
    const added = await this.while(this.stage.placesFor(wanted, from, lines));
    if (!added) return;
    await this.change({ added: new Map([...this.view.added, ...added]), hidden });
    this.say("drawn", { n: ids.length });
    this.look(from ? [from, ...ids] : ids);
  }

  /** Draws the next neighbours of an entity, 25 at once: those first of whom most is told, in whatever way. */
  async expand(id) {
    const { graph } = this;
    const lines = graph && await this.while(ask("/api/links", { of: JSON.stringify([id]) }));
    if (!lines || graph !== this.graph || !this.stage.shown) return; // another state was published meanwhile
    if (!lines.nodes.id.length) { this.say("unknown"); return; }
    const drawn = (edge, other) => graph.edgeOf.has(edge) && this.stands(id) && this.stands(other);
    const missing = beside(lines, id, this.view, this.vocabulary, drawn).slice(0, PAGE);
    if (missing.length) await this.draw(missing, id, lines); else this.say("all_drawn");
  }

  /** True for an entity that is shown, or would be but for the filters. */
  stands(id) { return this.isShown(id) || (this.view.added.has(id) && !this.view.hidden.has(id)); }

  /** Ids of those that the lines of an entity lead to, where the line is not drawn. */
  missing(edges, id) {
    return [...new Set(edges.filter((edge) => !this.isDrawn(edge)).map((edge) => (edge.subject.id === id ? edge.object.id : edge.subject.id)))];
  }

  hide(id) {
    this.change({ hidden: new Set([...this.view.hidden, id]), ...(this.view.focus === id ? { focus: null } : {}) });
    this.say("hidden");
  }

  async focusOn(id) {
    if (id && !this.isShown(id)) await this.draw([id]);
    await this.change({ focus: id });
    this.stage.fitShown();
  }

  /** Brings entities into sight. */
  look(ids) { this.stage.focus(ids); }

  /** What a path or a comparison is about, drawn above the rest: ids of entities and of lines. An answer that comes
      when another page is shown already changes nothing. */
  spotlight(view, nodes, edges) {
    requestAnimationFrame(() => setTimeout(() => { // the panel is seen first: painting the picture may take long
      if (this.asked(view) !== this.asked(this.view)) return;
      this.spot = { view, nodes, edges };
      this.stage.emphasise();
    }));
  }

  /** True while the answer is awaited that says what is drawn above the rest. */
  get unlit() { return PAIRS.includes(this.view.panel) && !this.lit; }

  /** What the answer about the pair on show is about, or null. */
  get lit() {
    return PAIRS.includes(this.view.panel) && this.spot && this.asked(this.spot.view) === this.asked(this.view) ? this.spot : null;
  }

  async scope(scope) {
    if (!SCOPES.includes(scope) || scope === this.view.scope) return;
    await this.change({ scope, moved: new Map(), added: new Map(), camera: null });
    this.stage.fitShown();
  }

  search(text) {
    const field = document.getElementById("search");
    field.value = text;
    field.focus();
    field.dispatchEvent(new Event("input"));
  }

  /* ---- asking ---- */

  /** What the panel of a view asks about, as text. */
  asked(view) { return JSON.stringify([view.panel, view.subject, view.second, this.filters(view)]); }

  /** A view's filters as parameters of the API. */
  filters(view = this.view) {
    return {
      modality: [...view.modality].sort().join(",") || "none",
      since: view.from === null ? null : monthText(view.from), until: view.to === null ? null : monthText(view.to), by: view.by === "told" ? null : view.by,
      publishers: view.publishers.size ? JSON.stringify([...view.publishers].sort()) : null, min_sources: view.sources > 1 ? view.sources : null,
    };
  }

  /** The answer to a question about the present state of the store; asked once. */
  ask(path, parameters = {}) {
    const key = address(path, parameters);
    if (!this.answers.has(key)) {
      const answer = ask(path, parameters);
      answer.catch(() => this.answers.delete(key));
      this.answers.set(key, answer);
      if (this.answers.size > ANSWERS) this.answers.delete(this.answers.keys().next().value);
    }
    return this.answers.get(key);
  }

  async entity(id) { return (await this.ask(`/api/entities/${encodeURIComponent(id)}`, this.filters())).entity; }

  /* ---- address, messages ---- */

  remember(pushed = false) {
    clearTimeout(this.timer);
    const write = () => {
      const hash = written(this.view, this.usual);
      if (hash === location.hash.slice(1)) return;
      history[pushed ? "pushState" : "replaceState"](null, "", hash ? `#${hash}` : location.pathname + location.search);
    };
    if (pushed) write(); else this.timer = setTimeout(write, PAUSE);
  }

  /** Writes the address now, for a link that is copied. */
  link() {
    clearTimeout(this.timer);
    const hash = written(this.view, this.usual);
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
    return location.href;
  }

  title() {
    const { view, words, graph } = this;
    const node = graph?.nodeOf.get(view.panel === "node" ? view.subject : view.focus);
    return [node === undefined ? words.say(`heading_${view.scope}`) : graph.label(node, view.language), words.say("title")].join(" · ");
  }

  say(key, values) { this.tell(this.words.say(key, values)); }

  tell(text) {
    const line = document.getElementById("message");
    line.textContent = "";
    requestAnimationFrame(() => { line.textContent = text; });
    clearTimeout(this.fading);
    this.fading = setTimeout(() => { line.textContent = ""; }, 8000);
  }
}
