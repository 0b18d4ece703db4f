/* All that the page has been told of the graph: the stored map, and what was asked for since. It only grows.

   A line's rows say how it is told (modality, publisher, months): rows `told[e]` to `told[e + 1]`. */

import { Column } from "./columns.js";

const TOLD = { modality: Uint8Array, publisher: Int32Array, from: Int32Array, to: Int32Array, published: Int32Array, published_to: Int32Array };

export class Graph {
  /** `columns` is the answer of /api/map. */
  constructor(columns) {
    this.copy = columns.copy;
    this.total = columns.total;
    this.leftOut = columns.left_out ?? 0;
    this.ids = [];
    this.en = [];
    this.zh = [];
    this.type = new Column(Uint16Array);
    this.x = new Column(Float64Array);
    this.y = new Column(Float64Array);
    this.degree = new Column(Uint32Array);
    this.edgeIds = [];
    this.from = new Column(Uint32Array);
    this.to = new Column(Uint32Array);
    this.relation = new Column(Uint16Array);
    this.derived = new Column(Uint8Array);
    this.told = new Column(Uint32Array);
    this.told.push(0);
    this.rows = Object.fromEntries(Object.entries(TOLD).map(([name, Kind]) => [name, new Column(Kind)]));
    this.publishers = [];
    this.publisherOf = new Map();
    this.nodeOf = new Map();
    this.edgeOf = new Map();
    this.near = null;
    this.merge(columns);
    /** How many entities and lines the stored map holds; later ones were added. */
    this.base = { nodes: this.ids.length, edges: this.edgeIds.length };
  }

  /** Takes in what it does not know yet: all entities, or those in `wanted`, and the lines among what it then knows.
      `ends` are the ids that the ends of lines are numbers of. Returns the numbers at which what is new begins. */
  merge({ nodes, edges, told, publishers, ends = nodes.id }, wanted = null) {
    const before = { nodes: this.ids.length, edges: this.edgeIds.length };
    const papers = publishers.map((name) => this.publisher(name));
    nodes.id.forEach((id, index) => { if (!this.nodeOf.has(id) && (!wanted || wanted.has(id))) this.addNode(id, index, nodes); });
    const places = ends.map((id) => this.nodeOf.get(id) ?? -1);
    edges.id.forEach((id, index) => {
      if (this.edgeOf.has(id) || places[edges.from[index]] < 0 || places[edges.to[index]] < 0) return;
      this.edgeOf.set(id, this.edgeIds.length);
      this.edgeIds.push(id);
      this.from.push(places[edges.from[index]]);
      this.to.push(places[edges.to[index]]);
      this.relation.push(edges.relation[index]);
      this.derived.push(edges.derived[index]);
      for (let row = edges.told[index]; row < edges.told[index + 1]; row += 1) {
        for (const [name, column] of Object.entries(this.rows)) {
          column.push(name === "publisher" && told.publisher[row] >= 0 ? papers[told.publisher[row]] : told[name][row]);
        }
      }
      this.told.push(this.rows.modality.length);
    });
    this.near = null;
    return before;
  }

  addNode(id, index, nodes) {
    const place = this.ids.length;
    this.nodeOf.set(id, place);
    this.ids.push(id);
    this.en.push(nodes.en[index]);
    this.zh.push(nodes.zh[index]);
    this.type.push(nodes.type[index]);
    this.x.push(nodes.x?.[index] ?? NaN);
    this.y.push(nodes.y?.[index] ?? NaN);
    this.degree.push(nodes.degree[index]);
    return place;
  }

  publisher(name) {
    if (!this.publisherOf.has(name)) {
      this.publisherOf.set(name, this.publishers.length);
      this.publishers.push(name);
    }
    return this.publisherOf.get(name);
  }

  get size() { return this.ids.length; }

  /** The name in a language, else in the other, else the id. */
  label(node, language) {
    const [first, second] = language === "zh" ? [this.zh, this.en] : [this.en, this.zh];
    return first[node] || second[node] || this.ids[node];
  }

  /** The lines at an entity, by number. */
  edgesAt(node) {
    this.near ??= this.neighbourhood();
    return this.near.edges.subarray(this.near.starts[node], this.near.starts[node + 1]);
  }

  other(edge, node) { return this.from.data[edge] === node ? this.to.data[edge] : this.from.data[edge]; }

  neighbourhood() {
    const count = this.edgeIds.length, from = this.from.data, to = this.to.data;
    const starts = new Uint32Array(this.size + 1);
    for (let edge = 0; edge < count; edge += 1) {
      starts[from[edge] + 1] += 1;
      if (to[edge] !== from[edge]) starts[to[edge] + 1] += 1;
    }
    for (let node = 0; node < this.size; node += 1) starts[node + 1] += starts[node];
    const next = starts.slice(), edges = new Uint32Array(starts[this.size]);
    for (let edge = 0; edge < count; edge += 1) {
      edges[next[from[edge]]++] = edge;
      if (to[edge] !== from[edge]) edges[next[to[edge]]++] = edge;
    }
    return { starts, edges };
  }
}
