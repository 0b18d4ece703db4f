/* The graph and its drawing: what is asked for, which of it shows, and where it stands. */

import { ask, changed } from "../shared/api.js";
import { amid, around } from "./places.js";
import { Graph } from "./graph.js";
import { passing } from "./passing.js";

const CHUNK = 40; // entities whose lines are asked for at once
const PARTS = ["scope", "added", "hidden", "pinned", "focus", "types", "relations", "modality", "derived", "publishers", "sources", "by", "from", "to"];

export const counts = { nodes: new Uint8Array(0), edges: new Uint8Array(0), counts: { nodes: 0, edges: 0 } };
/** The stored map that a scope stands on; a view of nothing but what was added takes its places from the small one. */
const base = (scope) => (scope === "all" ? "all" : "top");
const rounded = (value) => Math.round(value * 1e5) / 1e5;

export class Stage {
  constructor(app) {
    Object.assign(this, { app, graph: null, drawing: null, shown: null, tag: null, scope: null, known: new Set(), drawn: null, placed: null, home: null, waiting: false, copy: null, done: new Map() });
  }

  /** Takes a drawing made by createDrawing, and follows what is done in it. */
  attach(drawing) {
    const { app } = this;
    this.drawing = drawing;
    drawing.on("click", ({ node, edge }) => {
      if (node >= 0) app.pick(this.graph.ids[node]);
      else if (edge >= 0) app.show("edge", this.graph.edgeIds[edge]);
      else if (["node", "edge"].includes(app.view.panel)) app.show("overview");
    });
    drawing.on("doubleClick", ({ node }) => { if (node >= 0) app.expand(this.graph.ids[node]); });
    drawing.on("move", ({ node, x, y }) => {
      const place = [Math.round(x * 10) / 10, Math.round(y * 10) / 10], id = this.graph.ids[node];
      const places = app.view.added.has(id) ? "added" : "moved";
      app.change({ [places]: new Map(app.view[places]).set(id, place) });
    });
    drawing.on("camera", ({ x, y, ratio }) => {
      app.view = Object.freeze({ ...app.view, camera: [x, y, ratio].map(rounded) });
      app.remember();
    });
    drawing.on("lost", () => app.say("drawing_lost"));
    drawing.on("painted", ({ milliseconds }) => performance.mark("painted", { detail: milliseconds }));
  }

  /* ---- asking for the graph ---- */

  /** True while something that a view draws has not been asked for. */
  lacks(view) { return this.scope !== base(view.scope) || [...view.added.keys()].some((id) => this.unknown(id)); }

  /** True for an entity whose lines have not been asked for: a map from which nothing was left out holds them. */
  unknown(id) { return !this.known.has(id) && !(this.graph && !this.graph.leftOut && this.isHome(id)); }

  /** Asks for all that the view draws. */
  async settle() {
    const { app } = this;
    if (this.scope !== base(app.view.scope)) await this.load(base(app.view.scope));
    const missing = [...app.view.added.keys()].filter((id) => this.unknown(id));
    if (missing.length && this.graph) await this.learn(missing);
  }

  /** Loads a stored map; false while the server is still making it. */
  async load(scope) {
    let answer;
    try {
      answer = await changed("/api/map", { scope }, null);
    } catch (error) {
      if (error.status !== 503) throw error;
      this.waiting = true;
      this.scope = null;
      return false;
    }
    this.take(answer, scope);
    return true;
  }

  take({ tag, data }, scope) {
    Object.assign(this, { waiting: false, tag, scope, graph: new Graph(data), known: new Set(), shown: null, drawn: null, placed: null });
    this.home = [this.graph.x.values.slice(), this.graph.y.values.slice()];
    this.drawing?.setGraph(data.nodes, data.edges, this.app.vocabulary);
    if (this.copy !== data.copy) this.app.answers.clear();
    this.copy = data.copy;
    performance.mark("loaded");
  }

  /** Looks whether another state has been published, and takes it; true where it has. */
  async refresh() {
    const scope = base(this.app.view.scope);
    if (this.waiting) return this.load(scope).then((loaded) => loaded && this.relearn());
    if (scope !== this.scope) return false;
    const answer = await changed("/api/map", { scope }, this.tag);
    if (!answer || scope !== this.scope || scope !== base(this.app.view.scope)) return false;
    const camera = this.drawing?.camera();
    this.take(answer, scope);
    if (camera) this.drawing.setCamera(camera);
    return this.relearn();
  }

  async relearn() {
    await this.settle();
    return true;
  }

  /** Asks for the lines of entities, and takes in those among what is known. */
  async learn(ids) {
    const { graph } = this;
    for (let at = 0; at < ids.length; at += CHUNK) {
      const some = ids.slice(at, at + CHUNK);
      const answer = await ask("/api/links", { of: JSON.stringify(some) });
      if (graph !== this.graph) return; // another state was published meanwhile
      this.absorb(some, answer);
    }
  }

  /** Takes in the lines of entities, as /api/links tells them. */
  absorb(ids, answer) {
    const first = this.graph.merge(answer, new Set(ids));
    ids.forEach((id) => this.known.add(id));
    this.settlePlaces(first.nodes, this.app.view);
    this.grow(this.drawing, first);
  }

  settlePlaces(first, view) {
    const { graph } = this;
    for (let node = first; node < graph.size; node += 1) {
      const place = view.added.get(graph.ids[node]) ?? amid(graph, this.shown?.nodes ?? [], node, this.middle());
      [graph.x.data[node], graph.y.data[node]] = place;
    }
  }

  grow(drawing, first) {
    if (!drawing) return;
    const { graph } = this, part = (column) => column.values.subarray(first.nodes);
    drawing.addNodes({ id: graph.ids.slice(first.nodes), en: graph.en.slice(first.nodes), zh: graph.zh.slice(first.nodes), type: part(graph.type), x: part(graph.x), y: part(graph.y), degree: part(graph.degree) });
    const edges = (column) => column.values.subarray(first.edges);
    drawing.addEdges({ from: edges(graph.from), to: edges(graph.to), relation: edges(graph.relation), derived: edges(graph.derived) });
  }

  /** Places for entities that are about to be added: `Map` of id → [x, y]. `lines` are those of `from`, where known. */
  async placesFor(ids, from, lines = null) {
    const before = this.graph, missing = ids.filter((id) => this.unknown(id) && !(lines && id === from));
    if (missing.length) await this.learn(missing);
    if (lines && before === this.graph && this.unknown(from)) this.absorb([from], lines);
    const { graph } = this, found = new Map(), anchor = from === null ? undefined : graph.nodeOf.get(from);
    const fresh = ids.filter((id) => graph.nodeOf.has(id));
    const shown = this.shown?.nodes ?? [];
    for (const id of fresh.filter((one) => shown[graph.nodeOf.get(one)])) { // it stays where it is
      found.set(id, [graph.x.data[graph.nodeOf.get(id)], graph.y.data[graph.nodeOf.get(id)]].map((value) => Math.round(value * 10) / 10));
    }
    const others = fresh.filter((id) => !found.has(id));
    // On a map that shows them anyway, entities stand where the map has them.
    const home = (id) => this.app.view.scope !== "none" && this.isHome(id);
    if (anchor !== undefined) {
      const spots = around(graph, shown, [graph.x.data[anchor], graph.y.data[anchor]], others.length);
      others.forEach((id, index) => found.set(id, home(id) ? this.homeOf(id) : spots[index]));
      return found;
    }
    for (const id of others) {
      const node = graph.nodeOf.get(id);
      const [spot] = around(graph, shown, amid(graph, shown, node, this.middle()), 1, [...found.values()]);
      found.set(id, home(id) ? this.homeOf(id) : spot);
    }
    return found;
  }

  isHome(id) { return this.graph.nodeOf.get(id) < this.graph.base.nodes; }
  homeOf(id) { const node = this.graph.nodeOf.get(id); return [this.home[0][node], this.home[1][node]]; }

  /** The middle of what is in sight, as near as it is known. */
  middle() {
    const [x, y] = this.home;
    if (!x.length) return [0, 0];
    const ends = (values) => values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
    const [left, right] = ends(x), [bottom, top] = ends(y), side = Math.max(right - left, top - bottom) || 1;
    const at = this.drawing?.camera() ?? { x: 0.5, y: 0.5 };
    return [(left + right) / 2 + (at.x - 0.5) * side, (bottom + top) / 2 + (at.y - 0.5) * side];
  }

  /* ---- showing it ---- */

  render() {
    const { app, graph, drawing } = this, { view } = app;
    // Every word to the drawing paints all of it anew, which takes long without a graphics card.
    this.when("dress", [drawing, view.theme, view.language], () => {
      drawing?.theme(view.theme);
      drawing?.labels(view.language);
    });
    if (!graph) return;
    this.place(view);
    const now = [graph, graph.size, graph.edgeIds.length, ...PARTS.map((part) => view[part])];
    if (!this.drawn || now.some((value, index) => value !== this.drawn[index])) {
      this.drawn = now;
      this.shown = passing(graph, view, app.vocabulary);
      app.drawnTimes += 1;
      drawing?.show(this.shown.nodes, this.shown.edges);
    }
    this.when("pins", [graph, graph.size, view.pinned], () => drawing?.pin([...view.pinned].map((id) => graph.nodeOf.get(id)).filter((node) => node !== undefined)));
    this.emphasise();
  }

  /** Does something where what it depends on is not as it was the last time. */
  when(name, of, work) {
    const before = this.done.get(name);
    if (before && of.every((value, index) => value === before[index])) return;
    this.done.set(name, of);
    work();
  }

  preview(view) {
    if (!this.graph) return;
    this.drawn = null;
    this.shown = passing(this.graph, view, this.app.vocabulary);
    this.drawing?.show(this.shown.nodes, this.shown.edges);
  }

  /** Moves entities to where the view has them, and those it has nowhere back to where they came from. */
  place(view) {
    const now = [view.added, view.moved];
    if (this.placed && now.every((places, index) => places === this.placed[index])) return;
    const { graph } = this;
    for (const places of [...(this.placed ?? []), ...now]) {
      for (const id of places.keys()) {
        const node = graph.nodeOf.get(id);
        if (node === undefined) continue;
        const spot = view.moved.get(id) ?? view.added.get(id) ?? (node < graph.base.nodes ? this.homeOf(id) : null);
        if (!spot || (spot[0] === graph.x.data[node] && spot[1] === graph.y.data[node])) continue;
        [graph.x.data[node], graph.y.data[node]] = spot;
        this.drawing?.place(node, ...spot);
      }
    }
    this.placed = now;
  }

  /** Draws what the panel is about above the rest; as before while that is awaited, since painting would hold it up. */
  emphasise() {
    const { app, graph, shown } = this, { view } = app;
    if (!this.drawing || !graph || !shown || app.unlit) return;
    const single = ["node", "edge"].includes(view.panel) ? view.panel : null;
    this.when("emphasis", [graph, shown, app.lit, single, single && view.subject], () => this.mark());
  }

  mark() {
    const { app, graph, drawing, shown } = this, { view, lit } = app;
    const at = (table, ids) => ids.map((id) => table.get(id)).filter((place) => place !== undefined);
    const nodes = new Set(), edges = new Set(), chosen = { nodes: [], edges: [] };
    if (lit) {
      at(graph.nodeOf, lit.nodes).forEach((node) => nodes.add(node));
      at(graph.edgeOf, lit.edges).forEach((edge) => edges.add(edge));
      chosen.nodes = at(graph.nodeOf, [view.subject, view.second]);
    } else if (view.panel === "node") {
      chosen.nodes = at(graph.nodeOf, [view.subject]);
      for (const node of chosen.nodes) {
        nodes.add(node);
        for (const edge of graph.edgesAt(node)) if (shown.edges[edge]) { edges.add(edge); nodes.add(graph.other(edge, node)); }
      }
    } else if (view.panel === "edge") {
      chosen.edges = at(graph.edgeOf, [view.subject]);
      for (const edge of chosen.edges) { edges.add(edge); nodes.add(graph.from.data[edge]).add(graph.to.data[edge]); }
    }
    drawing.select(chosen.nodes, chosen.edges);
    drawing.emphasise([...nodes], [...edges]);
  }

  /** Brings what the panel is about into sight, where it is out of it. */
  reveal() {
    const { app, graph, drawing } = this, { view } = app;
    if (!drawing || !graph || view.list) return;
    const edge = view.panel === "edge" ? graph.edgeOf.get(view.subject) : undefined;
    const nodes = edge === undefined ? [graph.nodeOf.get(view.panel === "node" ? view.subject : null)] : [graph.from.data[edge], graph.to.data[edge]];
    const frame = document.getElementById("drawing");
    const outside = nodes.filter((node) => node !== undefined && this.shown?.nodes[node]).some((node) => {
      const { x, y } = drawing.toScreen(node);
      return x < 30 || y < 30 || x > frame.clientWidth - 30 || y > frame.clientHeight - 40;
    });
    if (outside) drawing.focusOn(nodes);
  }

  focus(ids) {
    const nodes = ids.map((id) => this.graph?.nodeOf.get(id)).filter((node) => node !== undefined && this.shown.nodes[node]);
    if (nodes.length) this.drawing?.focusOn(nodes);
  }

  /** All that is shown comes into sight. */
  fitShown() {
    if (!this.drawing || !this.shown) return;
    if (this.shown.counts.nodes === this.graph.base.nodes) { this.drawing.fit(); return; }
    const nodes = [];
    this.shown.nodes.forEach((shown, node) => { if (shown) nodes.push(node); });
    this.drawing.focusOn(nodes);
  }
}
