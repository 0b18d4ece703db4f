/* Elements by hand. Text goes in as text nodes and nothing is ever read as markup. */

import { LINE_STYLES, STYLE_NAMES } from "../drawing/looks.js";

/** An element. `on` maps events to handlers; true sets a bare attribute; false, null and undefined set none. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== "" && child !== false));
  return element;
}

/** An element of a drawing. */
export function drawn(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== null && value !== undefined) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export const byId = (id) => document.getElementById(id);

/** A button of text; `more` are further attributes. */
export const button = (text, press, more = {}) => make("button", { type: "button", ...more, on: { click: press } }, text);

/** The language that a text is written in, for the voice of a screen reader. */
export const tongue = (text) => (/[\u3400-\u9fff]/.test(text) ? "zh" : "en");

/** A text of the data, marked with its language. */
export const spoken = (tag, text, attributes = {}) => make(tag, { lang: tongue(text), ...attributes }, text);

const SHAPES = {
  dot: "M11 2a6 6 0 1 0 .01 0z", square: "M5.5 2.5h11v11h-11z", diamond: "M11 1l7 7-7 7-7-7z", triangle: "M11 1.5l7 12.5H4z",
  triangleDown: "M4 2h14l-7 12.5z", hexagon: "M7.5 2h7l3.5 6-3.5 6h-7L4 8z",
  star: "M11 .8l1.8 4.9 5.2.2-4.1 3.2 1.4 5-4.3-2.9-4.3 2.9 1.4-5L4 5.9l5.2-.2z",
};

/** The sign of a type of entities; `type` is a row of the vocabulary. */
export const glyph = (type, theme) => drawn("svg", { viewBox: "0 0 22 16", "aria-hidden": "true", class: "glyph" },
  drawn("path", { d: SHAPES[type.shape] || SHAPES.dot, fill: type[theme] }));

/** How lines of each look are dashed: asserted, planned, speculated, denied, concluded. */
export const DASHES = STYLE_NAMES.map((name) => LINE_STYLES[name].dash.join(" "));

/** A line as the drawing draws it. `look` is a place in DASHES; a denied line is double and crossed. */
export function stroke(color, look = 0) {
  const parts = [];
  const line = (y, width) => drawn("line", { x1: 0, y1: y, x2: 22, y2: y, stroke: color, "stroke-width": width, "stroke-dasharray": DASHES[look] || null });
  if (look === 3) parts.push(line(6, 1.3), line(10, 1.3), drawn("path", { d: "M8 3l6 10m0-10l-6 10", stroke: color, "stroke-width": 1.3 }));
  else parts.push(line(8, look === 4 ? 1.2 : 2));
  return drawn("svg", { viewBox: "0 0 22 16", "aria-hidden": "true", class: "glyph" }, ...parts);
}

/** Puts other children into an element, and the focus and the caret back where they were: on what has the same `data-key`. */
export function refill(root, parts) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const key = held?.dataset.key, caret = held?.selectionStart;
  root.replaceChildren(...parts.filter((part) => part !== "" && part !== null && part !== undefined));
  if (!held) return;
  const again = key && root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (again || root).focus({ preventScroll: true });
  if (again?.type === "search") again.setSelectionRange(caret, caret);
}

/** Lets a file be saved. */
export function save(blob, name) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/** A link to an address of the web; any other address stays text. */
export function outward(text, address) {
  let safe = null;
  try {
    const found = new URL(address);
    if (found.protocol === "http:" || found.protocol === "https:") safe = found.href;
  } catch { safe = null; }
  if (!safe) return make("span", {}, [text, address].filter(Boolean).join(" — "));
  return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer external", referrerpolicy: "no-referrer" }, text || safe);
}
