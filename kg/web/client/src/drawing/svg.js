/* What is in sight as SVG text: names and ids are escaped, so that they are text and nothing else. */

import { CROSS, LANE, lineOpacity, LINE_STYLES, STYLE_NAMES } from "./looks.js";
import { MARK } from "./scene.js";

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
  .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
const short = (number) => String(Math.round(number * 10) / 10);

/* Corners of a shape around 0, 0 with the screen's y down; null for a circle. */
function corners(shape, r) {
  const around = (count, far, turn) => Array.from({ length: count }, (_, i) => {
    const angle = turn + (i * 2 * Math.PI) / count, reach = typeof far === "function" ? far(i) : far;
    return [Math.sin(angle) * reach, -Math.cos(angle) * reach];
  });
  switch (shape) {
    case "square": return around(4, r * 0.86 * Math.SQRT2, Math.PI / 4);
    case "diamond": return around(4, r * 1.22, 0);
    case "triangle": return around(3, r * 1.24, 0).map(([x, y]) => [x, y - r * 0.12]);
    case "triangleDown": return around(3, r * 1.24, Math.PI).map(([x, y]) => [x, y + r * 0.12]);
    case "hexagon": return around(6, r * 0.92 / Math.cos(Math.PI / 6), 0);
    case "star": return around(10, (i) => (i % 2 ? r * 0.62 : r * 1.25), 0);
    default: return null;
  }
}

function line(scene, view, edge, { colour, symmetric }, opacity) {
  const a = scene.from[edge], b = scene.to[edge];
  let ax = view.x(scene.x[a], scene.y[a]), ay = view.y(scene.x[a], scene.y[a]);
  let bx = view.x(scene.x[b], scene.y[b]), by = view.y(scene.x[b], scene.y[b]);
  if (Math.max(ax, bx) < 0 || Math.min(ax, bx) > view.width || Math.max(ay, by) < 0 || Math.min(ay, by) > view.height) return "";
  const length = Math.hypot(bx - ax, by - ay), dx = (bx - ax) / length, dy = (by - ay) / length;
  const lane = scene.lane[edge] * (LANE / 2) * Math.min(1, view.size);
  const trim = (node) => Math.sqrt(Math.max(view.radius(scene.radius[node]) ** 2 - lane * lane, 0));
  const start = trim(a), end = trim(b);
  if (!(start + end + 1 < length)) return "";
  const head = symmetric ? 0 : Math.min(7, Math.max(3, length * 0.25));
  const style = LINE_STYLES[STYLE_NAMES[scene.drawn[edge] - 1]];
  const at = (along, across) => `${short(ax + dx * along + dy * (lane + across))} ${short(ay + dy * along - dx * (lane + across))}`;
  const sides = style.double ? [-style.double / 2, style.double / 2] : [0];
  const marked = scene.edgeMark[edge] !== 0, last = length - end;
  const middle = (start + last) / 2;
  const cross = style.double ? [-CROSS, CROSS].map((side) => `M${at(middle - CROSS, side)}L${at(middle + CROSS, -side)}`) : [];
  const path = [...sides.map((side) => `M${at(start, side)}L${at(last - head * 0.7, side)}`), ...cross].join("");
  const dash = style.dash.length ? ` stroke-dasharray="${style.dash.join(" ")}"` : "";
  const tip = head ? `<path d="M${at(last, 0)}L${at(last - head, -0.42 * head)}L${at(last - head, 0.42 * head)}Z" fill="${colour}"/>` : "";
  return `<g opacity="${marked ? 1 : opacity}"><path d="${path}" fill="none" stroke="${colour}" stroke-width="${style.width}"${dash}/>${tip}</g>\n`;
}

function node(scene, view, index, { colour, shape }, inks, dim) {
  const x = view.x(scene.x[index], scene.y[index]), y = view.y(scene.x[index], scene.y[index]);
  const r = view.radius(scene.radius[index]);
  if (x < -r || y < -r || x > view.width + r || y > view.height + r) return "";
  const points = corners(shape, r), selected = scene.mark[index] & MARK.selected;
  const paint = `fill="${colour}" stroke="${selected ? inks.ring : inks.ground}" stroke-width="${selected ? 3 : short(Math.min(1.4, r * 0.2))}"`;
  const opacity = dim && !(scene.mark[index] & ~MARK.pinned) ? ' opacity="0.16"' : "";
  if (!points) return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(r)}" ${paint}${opacity}/>\n`;
  return `<polygon points="${points.map(([dx, dy]) => `${short(x + dx)},${short(y + dy)}`).join(" ")}" ${paint}${opacity}/>\n`;
}

export function svgOf(scene, view, placed, { vocabulary, theme, inks }) {
  const opacity = Math.round(lineOpacity(scene.shownEdges, view.ratio) * (scene.emphasis ? 0.16 : 1) * 100) / 100;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${view.width}" height="${view.height}" viewBox="0 0 ${view.width} ${view.height}">\n`,
    `<rect width="100%" height="100%" fill="${escaped(inks.ground)}"/>\n`,
  ];
  for (let edge = 0; edge < scene.edgeCount; edge += 1) {
    if (!scene.isEdgeShown(edge)) continue;
    const relation = vocabulary.relations[scene.relation[edge]];
    parts.push(line(scene, view, edge, { colour: relation[theme], symmetric: relation.symmetric }, opacity));
  }
  for (let place = scene.order.length - 1; place >= 0; place -= 1) {
    const index = scene.order[place], type = vocabulary.types[scene.type[index]];
    if (scene.shown[index]) parts.push(node(scene, view, index, { colour: type[theme], shape: type.shape }, inks, scene.emphasis));
  }
  parts.push(`<g font-family="Noto Sans, Noto Sans CJK SC, sans-serif" font-size="12.5" dominant-baseline="central" fill="${escaped(inks.label)}" `);
  parts.push(`stroke="${escaped(inks.halo)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke">\n`);
  for (const { text, x, y } of placed) parts.push(`<text x="${short(x)}" y="${short(y)}">${escaped(text)}</text>\n`);
  parts.push("</g>\n</svg>\n");
  return parts.join("");
}
