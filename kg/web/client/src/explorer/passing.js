/* Which lines and entities a view shows. One pass over the rows: no object is made for a line. */

/** How a line is drawn; below `DERIVED` one more than the place of its modality. */
export const HIDDEN = 0, ASSERTED = 1, DERIVED = 5;

/** True for filters that a line which no source tells cannot pass. */
export const bounded = (view) => view.from !== null || view.to !== null || view.publishers.size > 0 || view.sources > 1;

/** `{edges, nodes, counts}`: the look of every line, a flag for every entity, and how many are shown. */
export function passing(graph, view, vocabulary) {
  const flags = flagsOf(graph, view, vocabulary);
  const count = graph.edgeIds.length, looks = new Uint8Array(count);
  const [from, to, relation, derived, told] = ["from", "to", "relation", "derived", "told"].map((name) => graph[name].data);
  const { inside, hidden } = flags;
  const focus = view.focus === null ? -1 : graph.nodeOf.get(view.focus) ?? -1;
  const linked = new Uint8Array(graph.size), near = new Uint8Array(graph.size);
  const row = rowTest(graph, view, vocabulary);
  for (let edge = 0; edge < count; edge += 1) {
    const a = from[edge], b = to[edge];
    if (!inside[a] || !inside[b]) continue;
    linked[a] |= 1;
    linked[b] |= 1;
    if (flags.relations[relation[edge]] || hidden[a] || hidden[b]) continue;
    looks[edge] = derived[edge] ? flags.derived : row(edge, told[edge], told[edge + 1]);
    if (looks[edge] === HIDDEN) continue;
    linked[a] |= 2;
    linked[b] |= 2;
    if (a === focus) near[b] = 1;
    if (b === focus) near[a] = 1;
  }
  const nodes = new Uint8Array(graph.size);
  let shownNodes = 0, shownEdges = 0;
  for (let node = 0; node < nodes.length; node += 1) {
    if (!inside[node] || hidden[node]) continue;
    // An entity without any line that could pass stands for itself; one whose lines are all filtered away goes with them.
    const kept = flags.kept[node] || node === focus;
    if (!kept && linked[node] === 1) continue;
    if (focus >= 0 && !kept && !near[node]) continue;
    nodes[node] = 1;
    shownNodes += 1;
  }
  for (let edge = 0; edge < count; edge += 1) {
    if (looks[edge] && nodes[from[edge]] && nodes[to[edge]]) shownEdges += 1;
    else looks[edge] = HIDDEN;
  }
  return { nodes, edges: looks, counts: { nodes: shownNodes, edges: shownEdges } };
}

/** How many of the shown lines every entity has. */
export function linkCounts(graph, shown) {
  const links = new Uint32Array(graph.size), { edges } = shown, from = graph.from.data, to = graph.to.data;
  for (let edge = 0; edge < edges.length; edge += 1) {
    if (!edges[edge]) continue;
    links[from[edge]] += 1;
    links[to[edge]] += 1;
  }
  return links;
}

/** Whom the lines of one entity lead to, in the order of `lines`: ids, each once. `lines` is the answer of /api/links about
    it; a line that the filters leave out does not count, nor one that is `drawn(line, other end)`. */
export function beside({ publishers, ends, edges, told }, id, view, vocabulary, drawn) {
  const rows = Object.fromEntries(Object.entries(told).map(([name, data]) => [name, { data }]));
  const row = rowTest({ publishers, rows }, view, vocabulary), found = new Set();
  edges.id.forEach((line, edge) => {
    const from = ends[edges.from[edge]], other = from === id ? ends[edges.to[edge]] : from;
    if (view.relations.has(vocabulary.relations[edges.relation[edge]].name)) return;
    const passes = edges.derived[edge] ? view.derived && !bounded(view) : row(edge, edges.told[edge], edges.told[edge + 1]);
    if (passes && other !== id && !drawn(line, other)) found.add(other);
  });
  return [...found];
}

/** Tables of what the view leaves out or keeps, by number. */
function flagsOf(graph, view, vocabulary) {
  const size = graph.size, inside = new Uint8Array(size), hidden = new Uint8Array(size), kept = new Uint8Array(size);
  if (view.scope !== "none") inside.fill(1, 0, graph.base.nodes);
  const set = (table, ids) => { for (const id of ids) if (graph.nodeOf.has(id)) table[graph.nodeOf.get(id)] = 1; };
  set(inside, view.added.keys());
  set(kept, view.added.keys());
  const types = Uint8Array.from(vocabulary.types, (type) => Number(view.types.has(type.name)));
  for (let node = 0; node < size; node += 1) hidden[node] = types[graph.type.data[node]];
  for (const id of view.pinned) {
    const node = graph.nodeOf.get(id);
    if (node !== undefined && inside[node]) { kept[node] = 1; hidden[node] = 0; }
  }
  set(hidden, view.hidden);
  const relations = Uint8Array.from(vocabulary.relations, (item) => Number(view.relations.has(item.name)));
  return { inside, hidden, kept, relations, derived: view.derived && !bounded(view) ? DERIVED : HIDDEN };
}

/** A function of a line and its rows: HIDDEN, or the look of the surest row that passes. */
function rowTest(graph, view, vocabulary) {
  const [modality, publisher, from, to, published, publishedTo] =
    ["modality", "publisher", "from", "to", "published", "published_to"].map((name) => graph.rows[name].data);
  const ways = Uint8Array.from(vocabulary.modalities, (item) => Number(view.modality.has(item.name)));
  const papers = Uint8Array.from(graph.publishers, (name) => Number(!view.publishers.size || view.publishers.has(name)));
  const anyPaper = !view.publishers.size, anyTime = view.from === null && view.to === null;
  const since = view.from ?? -Infinity, until = view.to ?? Infinity, told = view.by === "told";
  const seen = new Int32Array(graph.publishers.length + 1).fill(-1);
  return (edge, first, end) => {
    let best = 255, sources = 0;
    for (let row = first; row < end; row += 1) {
      const way = modality[row], paper = publisher[row];
      if (!ways[way] || !(paper < 0 ? anyPaper : papers[paper])) continue;
      if (!anyTime) {
        const by = told && from[row] >= 0;
        const low = by ? from[row] : published[row], high = by ? to[row] : publishedTo[row];
        if (low < 0 || high < since || low > until) continue;
      }
      if (seen[paper + 1] !== edge) { seen[paper + 1] = edge; sources += 1; }
      if (way < best) best = way;
    }
    return sources >= view.sources && best < 255 ? best + ASSERTED : HIDDEN;
  };
}

/** How often a row's months fall into each of `bins` parts of the span `[first, last]`, for the slider. */
export function histogram(graph, by, [first, last], bins) {
  const counts = new Uint32Array(bins), each = (last - first + 1) / bins, told = by === "told";
  const { from, published } = graph.rows;
  for (let row = 0; row < from.length; row += 1) {
    const month = told && from.data[row] >= 0 ? from.data[row] : published.data[row];
    if (month >= 0) counts[Math.min(Math.max(Math.floor((month - first) / each), 0), bins - 1)] += 1;
  }
  return counts;
}

/** First and last month of the slider. A lone plan for the year 2100 must not squeeze the rest: the ends take in all beyond. */
export function span(graph, by) {
  const found = [];
  const { from, to, published, published_to: publishedTo } = graph.rows;
  let latest = -1;
  for (let row = 0; row < from.length; row += 1) {
    const told = by === "told" && from.data[row] >= 0;
    const month = told ? from.data[row] : published.data[row];
    if (month < 0) continue;
    found.push(month);
    latest = Math.max(latest, told ? to.data[row] : publishedTo.data[row]);
  }
  if (!found.length) return [0, 0];
  const sorted = Int32Array.from(found).sort();
  const middle = sorted[sorted.length >> 1];
  return [Math.max(sorted[0], middle - 120), Math.min(latest, middle + 60)];
}
