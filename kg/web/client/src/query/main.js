/* The SPARQL page: an editor over the endpoint, and its answers. The query stands in the address. */

import "./query.css";
import { ask } from "../shared/api.js";
import { button, byId, make } from "../shared/dom.js";
import { Wording } from "../shared/words.js";
import { answer, QueryError } from "./ask.js";
import { completions, whole } from "./completion.js";
import { createEditor } from "./editor.js";
import { EXAMPLES } from "./examples.js";
import { Results } from "./results.js";
import { LANGUAGES, wording } from "./words.js";

/* The query of a link: #query=… as the explorer writes it, or ?query=…; null for none. */
function linked() {
  const fragment = new URLSearchParams(location.hash.slice(1)).get("query");
  return fragment ?? new URLSearchParams(location.search).get("query");
}

async function start() {
  const app = byId("query-app"), language = LANGUAGES.find((name) => document.documentElement.lang.startsWith(name)) ?? "en", say = wording(language);
  const vocabulary = await ask("/api/ontology").catch(() => null);
  if (!vocabulary) {
    app.replaceChildren(make("p", { role: "alert" }, say("unreachable")));
    return;
  }
  const { prefixes } = vocabulary, words = new Wording(language, vocabulary);
  let running = null, kept = null;

  const go = button(say("run"), () => run(), { class: "first" });
  const stop = button(say("stop"), () => running?.abort(), { disabled: true });
  const choice = make("select", { "aria-label": say("examples"), on: { change: (event) => example(event.target.value) } },
    make("option", { value: "" }, say("choose_example")), ...EXAMPLES.map(({ key }) => make("option", { value: key }, say(key))));
  const field = make("div", { class: "editor" }), results = make("div", { class: "results" });
  app.replaceChildren(
    make("div", { class: "choices" }, go, stop, choice, button(say("link"), copy)),
    field,
    make("p", { id: "query-keys", class: "note" }, say("keys")),
    results,
  );
  const shown = new Results(results, { say, language, vocabulary, prefixes });
  const meta = document.querySelector("meta[name=csp-nonce]");
  const editor = createEditor(field, {
    text: linked() ?? whole(EXAMPLES[0].text, prefixes), label: say("editor"), describedBy: "query-keys", run: () => run(),
    nonce: meta?.nonce || meta?.content, complete: completions(vocabulary, words, language),
  });

  function example(key) {
    const found = EXAMPLES.find((item) => item.key === key);
    if (!found) return;
    editor.replace(whole(found.text, prefixes));
    choice.value = "";
    run();
  }

  function keep() {
    const text = editor.text();
    if (text === kept) return;
    kept = text;
    history.replaceState(null, "", `${location.pathname}#${new URLSearchParams({ query: text })}`);
  }

  async function copy() {
    keep();
    try {
      await navigator.clipboard.writeText(location.href);
      shown.say(say("copied"));
    } catch {
      shown.say(say("not_copied"));
    }
  }

  async function run() {
    running?.abort();
    const mine = running = new AbortController(), text = editor.text();
    keep();
    editor.mark(null);
    shown.clear();
    shown.say(say("running"));
    stop.disabled = false;
    results.setAttribute("aria-busy", "true");
    try {
      const found = await answer(text, mine.signal);
      if (running === mine) shown.show(found, text);
    } catch (error) {
      if (running !== mine) return;
      if (error.name === "AbortError") shown.say(say("stopped"));
      else if (error instanceof QueryError) {
        shown.refuse(error);
        if (error.place) editor.mark(error.place.line, error.place.column);
      } else throw error;
    } finally {
      if (running === mine) {
        stop.disabled = true;
        results.removeAttribute("aria-busy");
      }
    }
  }

  addEventListener("hashchange", () => {
    const text = linked();
    if (text !== null && text !== editor.text()) { kept = text; editor.replace(text); }
  });
  if (linked() !== null) run();
}

start();
