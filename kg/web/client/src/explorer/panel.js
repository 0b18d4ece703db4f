/* The panel beside the drawing: whichever of its pages the view asks for, written when its answer is there. */

import { button, make, refill } from "../shared/dom.js";
import { card } from "./card.js";
import { paths } from "./chain.js";
import { compare } from "./compare.js";
import { allConflicts } from "./conflicts.js";
import { found, overview } from "./overview.js";
import { statement } from "./statement.js";

const LATE = 250; // milliseconds after which what stands there is dimmed: to paint that would hold the answer up
const PAGES = { overview, node: card, edge: statement, path: paths, compare, conflicts: allConflicts, sentences: found };

export class Panel {
  constructor(app, root) {
    Object.assign(this, { app, root, key: "", place: "", turn: 0, dimming: 0 });
  }

  /** Writes the page anew where what it shows has changed. */
  async render() {
    const { app } = this, { view } = app;
    const place = `${view.panel} ${view.subject} ${view.second} ${view.tab}`;
    const key = JSON.stringify([place, view.text, view.page, view.open && [...view.open], app.filters(), [...view.publishers], view.by, view.language, view.theme, app.copy,
      view.focus, [...view.pinned], view.panel === "overview" ? view.hidden.size : 0, app.drawnTimes]);
    if (key === this.key) return;
    this.key = key;
    this.turn += 1;
    const mine = this.turn;
    this.root.setAttribute("aria-busy", "true");
    if (!this.root.childElementCount) this.root.append(make("p", { class: "note" }, app.words.say("asking")));
    clearTimeout(this.dimming);
    this.dimming = setTimeout(() => this.root.classList.add("late"), LATE);
    let parts;
    try {
      parts = await PAGES[view.panel](app);
    } catch (error) {
      parts = problem(app, error);
      if (mine === this.turn) app.spotlight(view, [], []);
    }
    if (mine !== this.turn) return; // another page was asked for meanwhile
    clearTimeout(this.dimming);
    this.root.classList.remove("late");
    const at = this.root.scrollTop;
    refill(this.root, parts);
    this.root.removeAttribute("aria-busy");
    this.root.scrollTop = place === this.place ? at : 0;
    this.place = place;
    this.root.dataset.shows = place;
  }
}

/** What the server refused, with names to try instead. */
function problem(app, error) {
  const { words } = app;
  if (!("status" in error)) throw error;
  const text = error.status === 0 ? words.say("unreachable") : error.status === 404 ? words.say("unknown") : error.message;
  return [app.back(), make("p", { class: "problem" }, text),
    ...(error.suggestions || []).map((name) => make("p", {}, button(name, () => app.search(name), { class: "link" })))];
}
