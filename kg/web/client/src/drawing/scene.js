/* What is drawn, in columns: one typed array a property and no object a node or edge, so that a filter over 50,000 nodes and
   150,000 edges is one pass over bytes. A node or edge is its index, which stays the same until the next graph is set. */

/** Bits of a node's or an edge's mark. */
export const MARK = { emphasised: 1, selected: 2, hovered: 4, pinned: 8 };

const LANES_UP_TO = 9; // more parallel lines than this are drawn as one

function grown(array, count) {
  if (count <= array.length) return array;
  const larger = new array.constructor(Math.max(count, Math.ceil(array.length * 1.5), 64));
  larger.set(array);
  return larger;
}

/** A range of indexes that changed since it was last taken. */
class Range {
  constructor() { this.take(); }
  add(first, last) {
    this.first = Math.min(this.first, first);
    this.last = Math.max(this.last, last);
  }
  take() {
    const taken = [this.first, this.last];
    this.first = Infinity;
    this.last = -1;
    return taken;
  }
}

export class Scene {
  constructor() { this.clear(); }

  clear() {
    this.count = 0;
    this.x = new Float32Array(0); // in the frame: 0 … 1 along the longer side of what was first set
    this.y = new Float32Array(0);
    this.radius = new Float32Array(0);
    this.type = new Uint8Array(0);
    this.shown = new Uint8Array(0);
    this.mark = new Uint8Array(0);
    this.names = { en: [], zh: [], id: [] };
    this.edgeCount = 0;
    this.from = new Uint32Array(0);
    this.to = new Uint32Array(0);
    this.relation = new Uint8Array(0);
    this.derived = new Uint8Array(0);
    this.drawn = new Uint8Array(0); // 0 hidden, else 1 + the number of a style
    this.edgeMark = new Uint8Array(0);
    this.lane = new Int8Array(0); // half lanes to the left of the line from → to
    this.frame = { x: 0, y: 0, side: 1, width: 1, height: 1 };
    this.heads = new Map(); // pair of nodes → the edge between them that came last
    this.next = new Int32Array(0); // the edge between the same two that came before, or -1
    this.parallel = new Set(); // pairs with more than one edge
    this.order = new Uint32Array(0); // nodes by size, largest first
    this.shownEdges = 0;
    this.nodesChanged = new Range();
    this.edgesChanged = new Range();
    this.emphasis = false;
  }

  /** Where the whole stands: fixed by the first nodes, so that later ones move nothing. */
  fit(x, y) {
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < x.length; i += 1) {
      if (x[i] < left) left = x[i];
      if (x[i] > right) right = x[i];
      if (y[i] < bottom) bottom = y[i];
      if (y[i] > top) top = y[i];
    }
    if (!(right >= left)) [left, right, bottom, top] = [0, 1, 0, 1];
    const [width, height] = [right - left || 1, top - bottom || 1];
    this.frame = { x: (left + right) / 2, y: (bottom + top) / 2, side: Math.max(width, height), width, height };
  }

  /** Place of a node in the coordinates in which it was given. */
  place(index) {
    const { x, y, side } = this.frame;
    return { x: (this.x[index] - 0.5) * side + x, y: (this.y[index] - 0.5) * side + y };
  }

  move(index, x, y) {
    const { frame } = this;
    this.x[index] = 0.5 + (x - frame.x) / frame.side;
    this.y[index] = 0.5 + (y - frame.y) / frame.side;
    this.nodesChanged.add(index, index);
  }

  /** Appends nodes given as columns; the index of the first. */
  addNodes({ id, en, zh, type, x, y, degree }) {
    const first = this.count, count = first + id.length;
    for (const name of ["x", "y", "radius", "type", "shown", "mark"]) this[name] = grown(this[name], count);
    for (let i = 0; i < id.length; i += 1) {
      const at = first + i;
      this.names.id.push(id[i]);
      this.names.en.push(en[i]);
      this.names.zh.push(zh[i]);
      this.type[at] = type[i];
      this.radius[at] = 4 + Math.min(14, 2.1 * Math.log2(1 + (degree[i] || 0)));
      this.shown[at] = 1;
      this.mark[at] = 0;
      this.move(at, x[i], y[i]);
    }
    this.count = count;
    this.rank(first);
    return first;
  }

  /** Takes the nodes from `first` on into the order by size. */
  rank(first) {
    const { radius, order, count } = this;
    const larger = (a, b) => radius[b] - radius[a] || a - b;
    const fresh = Uint32Array.from({ length: count - first }, (_, index) => first + index).sort(larger);
    const merged = new Uint32Array(count);
    for (let at = 0, old = 0, added = 0; at < count; at += 1) {
      const takeOld = added === fresh.length || (old < first && larger(order[old], fresh[added]) < 0);
      merged[at] = takeOld ? order[old++] : fresh[added++];
    }
    this.order = merged;
  }

  /** Appends edges given as columns, drawn as asserted or derived until `show` tells otherwise; the index of the first. */
  addEdges({ from, to, relation, derived }, derivedStyle) {
    const first = this.edgeCount, count = first + from.length;
    for (const name of ["from", "to", "relation", "derived", "drawn", "edgeMark", "lane", "next"]) {
      this[name] = grown(this[name], count);
    }
    const touched = new Set();
    for (let i = 0; i < from.length; i += 1) {
      const at = first + i, a = from[i], b = to[i];
      if (!(a < this.count && b < this.count)) throw new RangeError(`edge ${at} joins a node that is not drawn`);
      this.from[at] = a;
      this.to[at] = b;
      this.relation[at] = relation[i];
      this.derived[at] = derived?.[i] ? 1 : 0;
      this.drawn[at] = 1 + (derived?.[i] ? derivedStyle : 0);
      this.edgeMark[at] = 0;
      this.lane[at] = 0;
      const pair = a < b ? a * 0x4000000 + b : b * 0x4000000 + a;
      const before = this.heads.get(pair);
      this.next[at] = before ?? -1;
      this.heads.set(pair, at);
      if (before !== undefined) { this.parallel.add(pair); touched.add(pair); }
    }
    this.edgeCount = count;
    for (const pair of touched) this.spread(pair);
    this.countEdges();
    if (count > first) this.edgesChanged.add(first, count - 1);
    return first;
  }

  /** Which nodes and edges are drawn, and edges in which style: a byte each; null leaves as it is. */
  show(nodes, edges) {
    if (nodes) {
      this.shown.set(nodes.subarray(0, this.count));
      if (this.count) this.nodesChanged.add(0, this.count - 1);
    }
    if (edges) {
      this.drawn.set(edges.subarray(0, this.edgeCount));
      if (this.edgeCount) this.edgesChanged.add(0, this.edgeCount - 1);
    }
    for (const pair of this.parallel) this.spread(pair);
    this.countEdges();
  }

  isEdgeShown(edge) {
    return this.drawn[edge] !== 0 && this.shown[this.from[edge]] !== 0 && this.shown[this.to[edge]] !== 0;
  }

  countEdges() {
    let count = 0;
    for (let i = 0; i < this.edgeCount; i += 1) if (this.isEdgeShown(i)) count += 1;
    this.shownEdges = count;
  }

  /** Gives each of the shown edges between two nodes a lane of its own, where they are few. */
  spread(pair) {
    let shown = 0;
    for (let edge = this.heads.get(pair); edge >= 0; edge = this.next[edge]) if (this.drawn[edge]) shown += 1;
    let lane = shown > LANES_UP_TO ? 0 : shown - 1;
    const step = shown > LANES_UP_TO ? 0 : 2;
    for (let edge = this.heads.get(pair); edge >= 0; edge = this.next[edge]) {
      if (!this.drawn[edge]) continue;
      const turned = this.from[edge] < this.to[edge] ? lane : -lane;
      if (this.lane[edge] !== turned) {
        this.lane[edge] = turned;
        this.edgesChanged.add(edge, edge);
      }
      lane -= step;
    }
  }

  /** Sets one bit of the marks for exactly these nodes and edges. */
  markAs(bit, nodes, edges) {
    this.markColumn(this.mark, this.count, this.nodesChanged, bit, nodes);
    this.markColumn(this.edgeMark, this.edgeCount, this.edgesChanged, bit, edges);
    if (bit === MARK.emphasised) this.emphasis = nodes.length + edges.length > 0;
  }

  markColumn(column, count, changed, bit, indexes) {
    let first = Infinity, last = -1;
    for (let i = 0; i < count; i += 1) {
      if (column[i] & bit) {
        column[i] &= ~bit;
        if (i < first) first = i;
        last = i;
      }
    }
    if (last >= 0) changed.add(first, last);
    for (const index of indexes) {
      if (!(index >= 0 && index < count)) continue;
      column[index] |= bit;
      changed.add(index, index);
    }
  }
}
