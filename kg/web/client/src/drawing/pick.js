/* What lies under a point: a pass over the columns. 150,000 edges take about a millisecond, less than asking the graphics card. */

import { LANE, sizeFactor } from "./looks.js";

const NODE_REACH = 3; // CSS pixels around a node
const EDGE_REACH = 5;

/** How the scene is seen: `pixels` turns a place in the frame into CSS pixels from the top left corner. */
export class View {
  /** matrix: nine numbers by column, as sigma's; width, height in CSS pixels; ratio: of the camera. */
  constructor(matrix, width, height, ratio, count) {
    const [a, b, , c, d, , e, f] = matrix;
    this.xx = (a * width) / 2;
    this.xy = (c * width) / 2;
    this.x0 = ((e + 1) * width) / 2;
    this.yx = (-b * height) / 2;
    this.yy = (-d * height) / 2;
    this.y0 = ((1 - f) * height) / 2;
    this.width = width;
    this.height = height;
    this.ratio = ratio;
    this.size = sizeFactor(count, width, height, ratio);
  }
  x(x, y) { return this.xx * x + this.xy * y + this.x0; }
  y(x, y) { return this.yx * x + this.yy * y + this.y0; }
  radius(radius) { return Math.max(1.2, radius * this.size); }
  /** The place in the frame of a point on the screen. */
  inverse(px, py) {
    const det = this.xx * this.yy - this.xy * this.yx, dx = px - this.x0, dy = py - this.y0;
    return { x: (dx * this.yy - dy * this.xy) / det, y: (dy * this.xx - dx * this.yx) / det };
  }
}

/** The node under a point, or -1; of several the one whose middle is nearest. */
export function nodeAt(scene, view, px, py) {
  const { x, y, radius, shown, count } = scene;
  let found = -1, nearest = Infinity;
  for (let i = 0; i < count; i += 1) {
    if (!shown[i]) continue;
    const dx = view.x(x[i], y[i]) - px, dy = view.y(x[i], y[i]) - py;
    const reach = view.radius(radius[i]) + NODE_REACH, square = dx * dx + dy * dy;
    if (square <= reach * reach && square < nearest) { nearest = square; found = i; }
  }
  return found;
}

/** The line nearest to a point, or -1. */
export function edgeAt(scene, view, px, py) {
  const { x, y, from, to, lane, drawn, shown, edgeCount } = scene;
  const slack = EDGE_REACH + 5 * LANE, half = (LANE / 2) * Math.min(1, view.size);
  let found = -1, nearest = EDGE_REACH;
  for (let i = 0; i < edgeCount; i += 1) {
    const a = from[i], b = to[i];
    if (!drawn[i] || !shown[a] || !shown[b]) continue;
    const ax = view.x(x[a], y[a]), bx = view.x(x[b], y[b]);
    if ((ax < px - slack && bx < px - slack) || (ax > px + slack && bx > px + slack)) continue;
    const ay = view.y(x[a], y[a]), by = view.y(x[b], y[b]);
    if ((ay < py - slack && by < py - slack) || (ay > py + slack && by > py + slack)) continue;
    const dx = bx - ax, dy = by - ay, length = Math.hypot(dx, dy);
    if (length < 1) continue;
    const along = ((px - ax) * dx + (py - ay) * dy) / length;
    if (along < 0 || along > length) continue;
    const left = ((px - ax) * dy - (py - ay) * dx) / length; // the screen's y points down
    const off = Math.abs(left - lane[i] * half);
    if (off < nearest) { nearest = off; found = i; }
  }
  return found;
}
