/* A column of numbers as bars or a line over a column of text. */

import { drawn, make } from "../shared/dom.js";
import { number, text } from "./terms.js";

const MOST = 60;
const [WIDE, HIGH, LEFT, BAR] = [760, 300, 60, 20];

/** Places of the columns that hold numbers, and of the others. */
export function suited({ columns, rows }) {
  const numbers = columns.map((_, at) => at).filter((at) => rows.some((row) => number(row[at]) !== null));
  return { numbers, texts: columns.map((_, at) => at).filter((at) => !numbers.includes(at)) };
}

const cut = (name, longest) => (name.length > longest ? `${[...name].slice(0, longest - 1).join("")}…` : name);

function bars(points, form) {
  const least = Math.min(0, ...points.map((point) => point.value)), most = Math.max(0, ...points.map((point) => point.value));
  const left = 250, scale = (value) => left + ((value - least) / (most - least || 1)) * (WIDE - left - 90);
  const high = points.length * BAR + 6;
  return drawn("svg", { viewBox: `0 0 ${WIDE} ${high}`, class: "plot" }, ...points.flatMap(({ name, value }, at) => {
    const y = at * BAR + 4, [from, to] = [Math.min(scale(0), scale(value)), Math.max(scale(0), scale(value))];
    return [
      drawn("text", { x: left - 8, y: y + 12, "text-anchor": "end" }, cut(name, 38)),
      drawn("rect", { x: from, y, width: Math.max(to - from, 1), height: BAR - 6 }),
      drawn("text", { x: to + 6, y: y + 12 }, form.format(value)),
    ];
  }));
}

function line(points, form) {
  const values = points.map((point) => point.value), least = Math.min(...values), most = Math.max(...values);
  const x = (at) => LEFT + (at / Math.max(points.length - 1, 1)) * (WIDE - LEFT - 20);
  const y = (value) => HIGH - 44 - ((value - least) / (most - least || 1)) * (HIGH - 70);
  const every = Math.ceil(points.length / 8);
  return drawn("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, class: "plot" },
    ...[least, most].map((value) => drawn("text", { x: LEFT - 8, y: y(value) + 4, "text-anchor": "end" }, form.format(value))),
    drawn("polyline", { points: points.map(({ value }, at) => `${x(at)},${y(value)}`).join(" ") }),
    ...points.map(({ name, value }, at) => drawn("circle", { cx: x(at), cy: y(value), r: 3.5 }, drawn("title", {}, `${name}: ${form.format(value)}`))),
    ...points.filter((_, at) => at % every === 0).map(({ name }, at) => drawn("text", { x: x(at * every), y: HIGH - 20, "text-anchor": "middle" }, cut(name, 14))));
}

function choose(label, options, chosen, take) {
  const select = make("select", { "data-key": label, on: { change: (event) => take(event.target.value) } },
    ...options.map(([value, name]) => make("option", { value, selected: String(value) === String(chosen) }, name)));
  return make("label", {}, label, " ", select);
}

/** The chart of an answer and what chooses its columns; `state` {by, value, kind} is changed by `set`. */
export function chart(found, { say, prefixes, language, state, set }) {
  const { columns, rows } = found, { numbers, texts } = suited(found);
  if (!numbers.length) return [make("p", {}, say("no_chart"))];
  const value = numbers.includes(state.value) ? state.value : numbers.at(-1);
  const places = [...texts, ...numbers.filter((at) => at !== value)], by = places.includes(state.by) ? state.by : places[0];
  const all = rows.map((row, at) => ({ name: by === undefined ? String(at + 1) : text(row[by], prefixes), value: number(row[value]) })).filter((point) => point.value !== null);
  const points = all.slice(0, MOST), form = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
  const picture = (state.kind === "line" ? line : bars)(points, form);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", say("chart_of", { value: columns[value], by: columns[by] ?? "#", n: points.length }));
  return [
    make("p", { class: "choices" },
      choose(say("kind"), [["bars", say("bars")], ["line", say("lines")]], state.kind, (kind) => set({ ...state, kind })),
      places.length > 1 ? choose(say("by"), places.map((at) => [at, columns[at]]), by, (at) => set({ ...state, by: Number(at) })) : "",
      numbers.length > 1 ? choose(say("value"), numbers.map((at) => [at, columns[at]]), value, (at) => set({ ...state, value: Number(at) })) : ""),
    all.length > points.length ? make("p", { class: "note" }, say("first_of", { n: points.length, total: all.length })) : "",
    make("div", { class: "grid", tabindex: "0", role: "region", "aria-label": say("chart") }, picture),
  ];
}
