/* The time slider: two ends over a histogram, on when things happened or on when they were published. */

import { drawn, make } from "../shared/dom.js";
import { monthText } from "../shared/format.js";
import { histogram, span } from "./passing.js";

const WIDTH = 190, HEIGHT = 34, BINS = 48;
const known = new WeakMap();

/** What the slider needs of a graph, counted once for each way to date and each size of the graph. */
function measured(graph, by) {
  const key = `${by} ${graph.rows.from.length}`;
  if (!known.has(graph)) known.set(graph, new Map());
  const kept = known.get(graph);
  if (!kept.has(key)) {
    const ends = span(graph, by), bins = Math.min(ends[1] - ends[0] + 1, BINS);
    kept.set(key, { ends, counts: histogram(graph, by, ends, bins) });
  }
  return kept.get(key);
}

export function timeFilter(app) {
  const { words, view, graph } = app;
  const { ends, counts } = measured(graph, view.by);
  const [low, high] = ends, each = (high - low + 1) / counts.length, most = Math.max(...counts, 1);
  const bars = Array.from(counts, (value, index) => drawn("rect", {
    x: (index * WIDTH) / counts.length, width: Math.max(WIDTH / counts.length - 1, 1),
    y: HEIGHT - (value ? 3 + ((HEIGHT - 3) * value) / most : 0), height: value ? 3 + ((HEIGHT - 3) * value) / most : 0,
  }));
  const now = { from: Math.max(view.from ?? low, low), to: Math.min(view.to ?? high, high) };
  const tint = () => bars.forEach((bar, index) => {
    const first = low + index * each, last = first + each - 1;
    bar.setAttribute("class", last >= now.from && first <= now.to ? "in" : "out");
  });
  const row = (key) => {
    const output = make("output", {}, monthText(now[key]));
    const input = make("input", {
      type: "range", min: low, max: high, step: 1, value: now[key], id: `time-${key}`, "data-key": `time ${key}`, "aria-valuetext": monthText(now[key]),
    });
    const show = () => {
      input.value = now[key];
      output.textContent = monthText(now[key]);
      input.setAttribute("aria-valuetext", monthText(now[key]));
      tint();
    };
    input.addEventListener("input", () => {
      now[key] = key === "from" ? Math.min(Number(input.value), now.to) : Math.max(Number(input.value), now.from);
      show();
      // While it is dragged, only the drawing follows; the end of it is the step that undo takes back.
      app.preview({ from: now.from <= low ? null : now.from, to: now.to >= high ? null : now.to });
    });
    input.addEventListener("change", () => app.change({ from: now.from <= low ? null : now.from, to: now.to >= high ? null : now.to }));
    return make("label", {}, make("span", {}, words.say(key)), input, output);
  };
  const way = (by) => {
    const input = make("input", { type: "radio", name: "by", value: by, "data-key": `by ${by}`, on: { change: () => app.change({ by, from: null, to: null }) } });
    input.checked = view.by === by;
    return make("label", { class: "way" }, input, make("span", {}, words.say(`by_${by}`)));
  };
  tint();
  return make("fieldset", { class: "time" }, make("legend", {}, make("span", {}, words.say("time"))), way("told"), way("published"),
    ...(high > low ? [drawn("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars), row("from"), row("to")] : []));
}
