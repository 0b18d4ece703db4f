/* From page to page of a long answer. */

import { button, make } from "../shared/dom.js";

/** Turns pages; nothing where there is one. */
export function pager(app, answer, turn, name, key) {
  const { words } = app, { page, pages, size, total } = answer;
  if (pages <= 1) return "";
  const first = (page - 1) * size + 1, last = Math.min(page * size, total);
  const step = (sign, to, word) => button(sign, () => turn(to), { "aria-label": `${name}: ${words.say(word)}`, disabled: to < 1 || to > pages, "data-key": `${word} ${key}` });
  return make("span", { class: "pager" }, step("‹", page - 1, "previous"), make("span", {}, words.say("range", { first: words.count(first), last: words.count(last), total: words.count(total) })),
    step("›", page + 1, "next"));
}
