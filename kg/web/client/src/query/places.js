/* Where the nodes of a small graph stand: forces from a fixed start, so that the same answer gives the same picture. */

const ROUNDS = 220;
const FAR = 7; // nodes farther apart do not push

/** Places for `count` nodes joined by `from[i]`–`to[i]`: {x, y} as arrays, a few dozen units between neighbours. */
export function places(count, from, to) {
  const x = new Float64Array(count), y = new Float64Array(count), dx = new Float64Array(count), dy = new Float64Array(count);
  for (let i = 0; i < count; i += 1) { // a sunflower's seeds
    x[i] = Math.sqrt(i + 0.5) * Math.cos(i * 2.399963);
    y[i] = Math.sqrt(i + 0.5) * Math.sin(i * 2.399963);
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let i = 0; i < count; i += 1) { dx[i] = -0.03 * x[i]; dy[i] = -0.03 * y[i]; }
    for (let i = 0; i < count; i += 1) {
      for (let j = i + 1; j < count; j += 1) {
        const ax = x[i] - x[j], ay = y[i] - y[j], square = ax * ax + ay * ay;
        if (square > FAR * FAR) continue; // parts that nothing joins need not flee from each other
        const push = 2.4 / (square + 0.01);
        dx[i] += ax * push; dy[i] += ay * push; dx[j] -= ax * push; dy[j] -= ay * push;
      }
    }
    for (let k = 0; k < from.length; k += 1) {
      const a = from[k], b = to[k], ax = x[a] - x[b], ay = y[a] - y[b], pull = 0.16 * Math.hypot(ax, ay);
      dx[a] -= ax * pull; dy[a] -= ay * pull; dx[b] += ax * pull; dy[b] += ay * pull;
    }
    const most = 0.02 + (Math.sqrt(count) / 5) * (1 - round / ROUNDS);
    for (let i = 0; i < count; i += 1) {
      const length = Math.hypot(dx[i], dy[i]) || 1, step = Math.min(length, most) / length;
      x[i] += dx[i] * step; y[i] += dy[i] * step;
    }
  }
  return { x: x.map((value) => value * 60), y: y.map((value) => value * 60) };
}
