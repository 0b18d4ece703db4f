/* The figures of an entity: newest first in the card, and as small charts, where every point has its source. */

import { button, drawn, make } from "../shared/dom.js";
import { months, number } from "../shared/format.js";
import { source } from "./evidence.js";

const WIDTH = 320, HEIGHT = 96, LEFT = 46, RIGHT = 8, TOP = 8, BOTTOM = 18;

/** The time of a figure: told, else the day it was published. */
const timeOf = (item) => item.when || item.evidence[0]?.published || "";

function named(app, item) {
  const name = app.words.of("metrics", item.metric);
  return item.benchmark ? `${name} · ${item.benchmark}` : name;
}

/** Figures by metric, benchmark and unit, each by time. */
function series(app, observations) {
  const found = new Map();
  for (const item of observations) {
    const key = `${item.metric} ${item.benchmark || ""} ${item.quantity.unit}`;
    if (!found.has(key)) found.set(key, { name: named(app, item), unit: item.quantity.unit, items: [] });
    found.get(key).items.push(item);
  }
  for (const one of found.values()) one.items.sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : 1));
  return [...found.values()].sort((a, b) => b.items.length - a.items.length || (a.name < b.name ? -1 : 1));
}

/** A table of the newest figure of each kind. */
export function latestFigures(app, observations, most = 8) {
  const { words } = app;
  if (!observations.length) return [];
  const all = series(app, observations);
  const rows = all.slice(0, most).map(({ name, items }) => {
    const last = items[items.length - 1];
    return make("tr", {}, make("th", { scope: "row" }, name), make("td", { title: `${last.quantity.value} ${last.quantity.unit}` }, words.quantity(last.quantity)),
      make("td", {}, button(timeOf(last) || words.say("undated"), () => app.show("edge", last.id), { "aria-label": `${words.say("sentences")}: ${name}` })));
  });
  return [make("h3", {}, words.say("figures")), make("table", { class: "figures" }, make("tbody", {}, ...rows)),
    observations.length > rows.length ? button(words.say("all_figures", { n: words.count(observations.length) }), () => app.change({ tab: "figures" }), { class: "link", "data-key": "all figures" }) : ""];
}

/** The tab of charts. */
export function figures(app, answer) {
  const { words } = app;
  if (!answer.observations.length) return [make("p", { class: "note" }, words.say("no_figures"))];
  return series(app, answer.observations).flatMap((one) => [
    make("h3", {}, `${one.name} · ${words.unit(one.unit) || one.unit}`),
    one.items.length > 1 ? chart(app, one) : "",
    points(app, one),
  ]);
}

/** Every point with its source; values that differ for one time stand side by side. */
function points(app, { name, items }) {
  const { words } = app, times = new Map();
  for (const item of items) times.set(timeOf(item), [...(times.get(timeOf(item)) || []), item]);
  const rows = [...times].reverse().map(([time, same]) => {
    const differ = new Set(same.map((item) => item.quantity.value)).size > 1;
    return make("tr", { class: differ ? "differ" : null }, make("th", { scope: "row" }, time || words.say("undated"), differ ? make("small", {}, ` ≠ ${words.say("differ")}`) : ""),
      make("td", {}, make("div", { class: "values" }, ...same.map((item) => make("div", {},
        make("strong", { title: `${item.quantity.value} ${item.quantity.unit}` }, words.quantity(item.quantity)),
        ...item.evidence.map((told) => make("div", {}, button(source(told, words), () => app.show("edge", item.id), { class: "link", "aria-label": `${words.say("sentences")}: ${name}, ${words.quantity(item.quantity)}, ${source(told, words)}` }))))))));
  });
  return make("table", { class: "figures points" }, make("tbody", {}, ...rows));
}

function chart(app, { name, items }) {
  const { words } = app;
  const dots = items.flatMap((item) => {
    const time = months(timeOf(item));
    return time ? [{ item, x: (time[0] + time[1]) / 2 + dayPart(timeOf(item)), y: item.quantity.number }] : [];
  });
  if (dots.length < 2) return "";
  const xs = dots.map((dot) => dot.x), ys = dots.map((dot) => dot.y);
  const low = Math.min(...ys), high = Math.max(...ys), start = low > 0 && low < high * 0.6 ? 0 : low - (high - low || Math.abs(high) || 1) * 0.1;
  const ends = [Math.min(...xs), Math.max(...xs)], top = high + (high - start) * 0.06;
  const x = (value) => (ends[1] > ends[0] ? LEFT + ((value - ends[0]) / (ends[1] - ends[0])) * (WIDTH - LEFT - RIGHT) : (LEFT + WIDTH - RIGHT) / 2);
  const y = (value) => HEIGHT - BOTTOM - ((value - start) / (top - start || 1)) * (HEIGHT - TOP - BOTTOM);
  const round = (value) => Math.round(value * 10) / 10;
  const label = (value, place, more) => drawn("text", { x: place[0], y: place[1], ...more }, value);
  const first = items[0], last = items[items.length - 1];
  const marks = dots.map(({ item, x: at, y: value }) => {
    const told = item.evidence[0];
    const mark = drawn("circle", { cx: round(x(at)), cy: round(y(value)), r: 4 },
      drawn("title", {}, [timeOf(item), words.quantity(item.quantity), told ? source(told, words) : ""].join(" · ")));
    mark.addEventListener("click", () => app.show("edge", item.id));
    return mark;
  });
  return drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "chart", role: "img", "aria-label": words.say("chart", { name, n: dots.length }) },
    drawn("path", { d: `M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - RIGHT}`, class: "axis" }),
    // A line joins what is one value a time; where sources differ, the points stand alone.
    ...(new Set(xs).size === xs.length ? [drawn("path", { d: `M${dots.map((dot) => `${round(x(dot.x))} ${round(y(dot.y))}`).join("L")}`, class: "line" })] : []),
    label(number(high, words.language), [LEFT - 5, y(high) + 4], { "text-anchor": "end" }),
    label(number(low, words.language), [LEFT - 5, Math.max(y(low) + 4, y(high) + 15)], { "text-anchor": "end" }),
    label(timeOf(first), [LEFT, HEIGHT - 4]), label(timeOf(last), [WIDTH - RIGHT, HEIGHT - 4], { "text-anchor": "end" }), ...marks);
}

/** How far into its month a day is. */
const dayPart = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? Number(text.slice(8)) / 31 : 0);
