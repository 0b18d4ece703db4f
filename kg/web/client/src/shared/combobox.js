/* A field that looks names up: prefix and fuzzy match of /api/search, in both languages, worked by keyboard. */

import { ask, latest } from "./api.js";
import { glyph, make, spoken } from "./dom.js";

const PAUSE = 90; // milliseconds without a key before the server is asked

/** Fills `input` and `list`, which stand in the page already. `context()` gives `{words, vocabulary, theme}`,
    `take(entity)` gets the one that is chosen, `submit(text)` the text where Enter finds none chosen. */
export function combobox(input, list, context, take, submit = null) {
  let found = [], active = -1, timer = 0, empty = false;
  const search = latest((signal, text) => ask("/api/search", { q: text, limit: 12 }, signal));
  const name = list.id;

  function show(open) {
    const { words, vocabulary, theme } = context();
    const visible = open && (found.length > 0 || empty);
    list.hidden = !visible;
    input.setAttribute("aria-expanded", String(visible));
    list.replaceChildren(...(found.length ? found.map((entity, place) => {
      const type = vocabulary.types.find((item) => item.name === entity.type);
      return make("li", {
        role: "option", id: `${name}-${place}`, "aria-selected": String(place === active),
        on: { mousedown: (event) => { event.preventDefault(); choose(entity); } },
      }, type ? glyph(type, theme) : "", spoken("span", words.label(entity)), words.other(entity) ? spoken("span", words.other(entity), { class: "other" }) : "",
      make("small", {}, words.of("types", entity.type)));
    }) : visible ? [make("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, words.say("no_hit"))] : []));
    if (active >= 0 && visible) input.setAttribute("aria-activedescendant", `${name}-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    found = [];
    active = -1;
    empty = false;
    show(false);
  }

  function choose(entity) {
    input.value = context().words.label(entity);
    close();
    take(entity);
  }

  async function look() {
    const text = input.value.trim();
    if (!text) return close();
    const answer = await search(text).catch(() => ({ entities: [] }));
    if (!answer || input.value.trim() !== text) return undefined;
    found = answer.entities;
    empty = !found.length;
    active = found.length ? 0 : -1;
    return show(document.activeElement === input);
  }

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", async (event) => {
    if (event.isComposing) return; // Enter ends the writing of a Chinese word
    if (event.key === "Enter") {
      event.preventDefault();
      if (active < 0 || !found.length) { clearTimeout(timer); await look(); }
      if (found[active]) choose(found[active]);
      else submit?.(input.value.trim());
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      show(true);
      event.preventDefault();
    } else if (event.key === "Escape" && !list.hidden) {
      close();
      event.stopPropagation();
    }
  });
  return { close };
}

let made = 0;

/** A labelled combobox of its own, for a form. `entity` is what stands in it at first. */
export function entityField(text, entity, context, take) {
  made += 1;
  const id = `field-${made}`;
  const list = make("ul", { id: `${id}-list`, role: "listbox", "aria-label": text, class: "hits", hidden: true });
  const input = make("input", {
    type: "search", id, role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": list.id, value: entity ? context().words.label(entity) : "",
  });
  combobox(input, list, context, take);
  return make("div", { class: "field" }, make("label", { for: id }, text), make("div", { class: "search" }, input, list));
}
