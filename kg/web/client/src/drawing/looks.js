/* How things look whatever the ontology holds: shapes, line styles and inks; what the legend shows comes from here too. */

/** Names of shapes as the vocabulary gives them, in the order in which the shader numbers them. */
export const SHAPES = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star"];

/**
 * Line styles by the name of a modality, and "derived". `dash`: lengths of strokes and gaps in CSS pixels, empty for an
 * unbroken line; `width` in CSS pixels; `double`: the distance between two thin lines with a cross in the middle, 0 for one.
 */
export const LINE_STYLES = {
  asserted: { dash: [], width: 1.4, double: 0 },
  planned: { dash: [9, 5], width: 1.6, double: 0 },
  speculated: { dash: [2, 4], width: 2, double: 0 },
  denied: { dash: [], width: 1, double: 3.5 },
  derived: { dash: [8, 3, 2, 3], width: 1, double: 0 },
};
/** The styles in the order in which the shader numbers them; a modality that is not among them is drawn as asserted. */
export const STYLE_NAMES = ["asserted", "planned", "speculated", "denied", "derived"];

/** Half the side of the cross on a denied line, in CSS pixels. */
export const CROSS = 4.5;
/** Distance between parallel lines in CSS pixels. */
export const LANE = 5;

const INKS = {
  light: { ground: "#ffffff", label: "#1b2430", halo: "#ffffff", ring: "#c2410c" },
  dark: { ground: "#12161c", label: "#e6ebf2", halo: "#12161c", ring: "#ffb454" },
};

/** The inks of a theme; custom properties of the container (--ground, --label, --halo, --ring) stand before ours. */
export function inksOf(container, theme) {
  const style = getComputedStyle(container);
  const found = {};
  for (const [name, fallback] of Object.entries(INKS[theme])) {
    found[name] = style.getPropertyValue(`--${name}`).trim() || fallback;
  }
  return found;
}

let context = null;

/** A CSS colour as [red, green, blue], each 0 … 255. */
export function rgb(colour) {
  context ??= new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#000";
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data.subarray(0, 3)];
}

/** How much larger everything is drawn at this zoom and with so many nodes: a factor on CSS pixels. */
export function sizeFactor(count, width, height, ratio) {
  const room = Math.sqrt((width * height) / Math.max(count, 1)); // between neighbours, with everything in sight
  const crowded = Math.min(1, Math.max(0.16, room / 30));
  return Math.min(1.6, crowded / Math.sqrt(ratio));
}

/** How opaque lines are when `count` of them are shown at this zoom: many thin lines must not become one dark blot. */
export function lineOpacity(count, ratio) {
  const crowd = Math.max(1, (count * Math.min(1, ratio)) / 1200);
  return Math.max(0.07, 0.72 / Math.sqrt(crowd));
}
