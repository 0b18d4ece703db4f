/* The rows of an answer, a page at a time. */

import { button, make } from "../shared/dom.js";
import { number, shown } from "./terms.js";

const SIZE = 50;

/** The table of an answer; `page` counts from 0, `turn(page)` asks for another. */
export function table({ columns, rows }, { say, prefixes, page, turn }) {
  const first = page * SIZE, last = Math.min(rows.length, first + SIZE);
  const body = rows.slice(first, last).map((row, at) => make("tr", {},
    make("th", { scope: "row" }, String(first + at + 1)),
    ...row.map((term) => make("td", number(term) === null ? {} : { class: "number" }, shown(term, prefixes)))));
  const grid = make("div", { class: "grid", tabindex: "0", role: "region", "aria-label": say("result") }, make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "#"), ...columns.map((name) => make("th", { scope: "col" }, name)))),
    make("tbody", {}, ...body)));
  if (rows.length <= SIZE) return [grid];
  const step = (text, to, key) => button(text, () => turn(to), { "aria-label": say(key), disabled: to < 0 || to * SIZE >= rows.length, "data-key": key });
  return [grid, make("p", { class: "pager" }, step("‹", page - 1, "previous"), make("span", {}, say("page", { first: first + 1, last, total: rows.length })), step("›", page + 1, "next"))];
}
