/* Where entities that are added stand: beside the one they were added from, or amid those they are linked to. */

const TURN = Math.PI * (3 - Math.sqrt(5)); // the golden angle: rings that never line up

/** The usual distance between neighbours of the stored map. */
export function spacing(graph) {
  const x = graph.x.values.subarray(0, graph.base.nodes), y = graph.y.values.subarray(0, graph.base.nodes);
  if (x.length < 2) return 60;
  let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let node = 0; node < x.length; node += 1) {
    left = Math.min(left, x[node]); right = Math.max(right, x[node]);
    bottom = Math.min(bottom, y[node]); top = Math.max(top, y[node]);
  }
  return Math.sqrt(Math.max((right - left) * (top - bottom), 1) / x.length) * 0.7 || 60;
}

/** Places for `count` entities around `[x, y]`, apart from the entities that are shown, from `others` and from one another. */
export function around(graph, shown, [x, y], count, others = []) {
  const step = spacing(graph), apart = (step * 0.55) ** 2, reach = step * (3 + Math.sqrt(count));
  const taken = [...others];
  for (let node = 0; node < graph.size; node += 1) {
    const a = graph.x.data[node], b = graph.y.data[node];
    if (shown[node] && Math.abs(a - x) < reach && Math.abs(b - y) < reach) taken.push([a, b]);
  }
  const found = [];
  for (let turn = 0; found.length < count; turn += 1) {
    const far = step * (1.3 + 0.42 * Math.sqrt(turn)), angle = turn * TURN;
    const place = [x + far * Math.cos(angle), y + far * Math.sin(angle)].map((value) => Math.round(value * 10) / 10);
    const free = [...taken, ...found].every(([a, b]) => (a - place[0]) ** 2 + (b - place[1]) ** 2 >= apart);
    if (free || turn > 40 * (count + 10)) found.push(place);
  }
  return found;
}

/** The middle of the shown entities that one is linked to, or `otherwise`. */
export function amid(graph, shown, node, otherwise) {
  let x = 0, y = 0, count = 0;
  for (const edge of graph.edgesAt(node)) {
    const other = graph.other(edge, node);
    if (other === node || !shown[other] || !Number.isFinite(graph.x.data[other])) continue;
    x += graph.x.data[other];
    y += graph.y.data[other];
    count += 1;
  }
  return count ? [x / count, y / count] : otherwise;
}
