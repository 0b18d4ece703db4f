/* Names beside nodes: those of the largest in sight, never one over another. Each is painted once, with its halo, and then
   copied, as painting text is slow. While the picture moves the choice stays for a moment, so that nothing flickers. */

import { MARK } from "./scene.js";

const FONT = '"Noto Sans", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';
const SIZE = 12.5; // CSS pixels
const HEIGHT = 18;
const PAD = 4; // room for the halo
const LONGEST = 44; // characters
const ROOM = 9000; // CSS pixels squared a name
const TRIED = 700; // nodes in sight that are tried for a place
const PAINTED = 24; // names painted a frame while the picture moves
const KEPT = 800; // painted names kept
const CHOICE_LASTS = 220; // milliseconds, while the picture moves

export class Names {
  constructor(scene) {
    this.scene = scene;
    this.language = "en";
    this.inks = { label: "#000", halo: "#fff" };
    this.pixelRatio = 1;
    this.widths = new Map();
    this.stamps = new Map();
    this.chosen = []; // { node, left } in order of rank
    this.chosenAt = -Infinity;
    this.pen = new OffscreenCanvas(1, 1).getContext("2d");
    this.pen.font = `${SIZE}px ${FONT}`;
  }

  /** Forgets what was painted: the language, the theme or the screen's resolution changed. */
  forget() {
    this.widths.clear();
    this.stamps.clear();
    this.chosenAt = -Infinity;
  }

  /** The name of a node in the present language, or in the other one, or its id; long ones are cut. */
  text(node) {
    const { names } = this.scene;
    const [first, second] = this.language === "zh" ? [names.zh, names.en] : [names.en, names.zh];
    const whole = first[node] || second[node] || names.id[node];
    return whole.length > LONGEST ? `${[...whole].slice(0, LONGEST - 1).join("")}…` : whole;
  }

  width(text) {
    let width = this.widths.get(text);
    if (width === undefined) {
      width = this.pen.measureText(text).width;
      this.widths.set(text, width);
    }
    return width;
  }

  stamp(text) {
    let stamp = this.stamps.get(text);
    if (stamp) return stamp;
    if (this.stamps.size > KEPT) this.stamps.clear();
    const width = this.width(text) + 2 * PAD, ratio = this.pixelRatio;
    stamp = new OffscreenCanvas(Math.ceil(width * ratio), Math.ceil(HEIGHT * ratio));
    const pen = stamp.getContext("2d");
    pen.scale(ratio, ratio);
    pen.font = `${SIZE}px ${FONT}`;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.lineWidth = 3;
    pen.strokeStyle = this.inks.halo;
    pen.strokeText(text, PAD, HEIGHT / 2);
    pen.fillStyle = this.inks.label;
    pen.fillText(text, PAD, HEIGHT / 2);
    this.stamps.set(text, stamp);
    return stamp;
  }

  /** Marked nodes first, then all by size; with an emphasis only what is emphasised. */
  * candidates() {
    const { scene } = this, { mark, order, shown } = scene;
    for (const bit of [MARK.hovered, MARK.selected]) {
      for (let i = 0; i < scene.count; i += 1) if (mark[i] & bit && shown[i]) yield i;
    }
    for (const node of order) if (shown[node] && (!scene.emphasis || mark[node])) yield node;
  }

  /** How far a name stands from the middle of its node: beside its ring, if it has one. */
  off(view, node) {
    const { radius, mark } = this.scene;
    return view.radius(radius[node]) + (mark[node] & (MARK.selected | MARK.hovered) ? 7 : 2);
  }

  choose(view) {
    const { scene } = this, { x, y } = scene;
    const most = Math.max(12, Math.round((view.width * view.height) / ROOM));
    const taken = [], chosen = [], seen = new Set();
    let tried = 0;
    for (const node of this.candidates()) {
      if (chosen.length >= most || tried >= TRIED) break;
      const px = view.x(x[node], y[node]), py = view.y(x[node], y[node]);
      if (px < 0 || py < 0 || px > view.width || py > view.height || seen.has(node)) continue;
      seen.add(node);
      tried += 1;
      const width = this.width(this.text(node)) + 2 * PAD, off = this.off(view, node);
      for (const left of [px + off, px - off - width]) {
        const box = [left, py - HEIGHT / 2, left + width, py + HEIGHT / 2];
        if (taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1])) continue;
        taken.push(box);
        chosen.push({ node, toTheLeft: left < px });
        break;
      }
    }
    this.chosen = chosen;
  }

  /** Places of the chosen names: { node, text, x, y } with the left end and the middle height, in CSS pixels. */
  placed(view) {
    const { x, y } = this.scene;
    return this.chosen.map(({ node, toTheLeft }) => {
      const text = this.text(node), off = this.off(view, node);
      const px = view.x(x[node], y[node]);
      return { node, text, x: (toTheLeft ? px - off - this.width(text) - 2 * PAD : px + off) + PAD, y: view.y(x[node], y[node]) };
    });
  }

  draw(context, view, { moving, pixelRatio, now }) {
    if (pixelRatio !== this.pixelRatio) {
      this.pixelRatio = pixelRatio;
      this.forget();
    }
    if (!moving || now - this.chosenAt > CHOICE_LASTS) {
      this.choose(view);
      this.chosenAt = now;
    }
    let room = moving ? PAINTED : Infinity;
    for (const { text, x, y } of this.placed(view)) {
      if (!this.stamps.has(text) && (room -= 1) < 0) continue;
      const stamp = this.stamp(text), whole = (place) => Math.round(place * pixelRatio) / pixelRatio; // or it would blur
      context.drawImage(stamp, whole(x - PAD), whole(y - HEIGHT / 2), stamp.width / pixelRatio, stamp.height / pixelRatio);
    }
  }
}
