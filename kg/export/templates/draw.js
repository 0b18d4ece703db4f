"use strict";
/* The drawing: vis-network paints nodes and lines where the data says, this file adds names, marks and emphasis.
   Names are painted here and not by vis-network, so that they keep one size on the screen and never overlap. */

const DASHES = [false, [9, 6], [2, 5], [12, 5, 2, 5]]; // asserted, planned, speculated, denied
const DERIVED_DASHES = [5, 3, 1, 3];
const MOST_NAMES = 130;
const EDGE = 5; // room for the halo around a name
const FONT = '"Noto Sans", "PingFang SC", "Hiragino Sans GB", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "WenQuanYi Micro Hei", system-ui, sans-serif';
const WIDE = /[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]/; // as wide as two Latin letters

function createDrawing(frame, data, options, label) {
  const { nodes, edges, tables } = data;
  const degree = new Array(nodes.length).fill(0);
  nodes.forEach((node, index) => { node.id = index; });
  edges.forEach((edge, index) => { edge.id = index; });
  for (const edge of edges) { degree[edge.from] += 1; degree[edge.to] += 1; }
  const byWeight = nodes.map((_, index) => index).sort((a, b) => degree[b] - degree[a] || a - b);
  const focus = new Set(tables.focus);
  const shownNode = new Array(nodes.length).fill(true);
  const shownEdge = new Array(edges.length).fill(0); // -1 hidden, else a modality, 9 derived
  const bends = bendsOf(edges);
  let theme = "light", inks = readInks(), emphasis = null, hovered = null, stamps = new Map();

  const nodeSet = new vis.DataSet();
  const edgeSet = new vis.DataSet();
  let network = null;

  function nodeStyle(index) {
    const node = nodes[index], type = tables.types[node.type], color = type[theme];
    const state = { background: color, border: inks.accent };
    return {
      id: index, x: node.x, y: node.y, shape: type.shape, size: node.size, hidden: !shownNode[index],
      borderWidth: 1.5, borderWidthSelected: 3,
      color: { background: color, border: inks.ground, highlight: state, hover: state },
    };
  }

  function edgeStyle(index) {
    const edge = edges[index], relation = tables.relations[edge.relation], told = shownEdge[index];
    const bend = bends[index], color = relation[theme];
    return {
      id: index, from: edge.from, to: edge.to, hidden: told < 0,
      width: Math.min(1 + 0.35 * (edge.evidence.length - 1), 3),
      dashes: told === 9 ? DERIVED_DASHES : DASHES[Math.max(told, 0)],
      color: { color, highlight: color, hover: color, inherit: false, opacity: 0.62 },
      arrows: relation.symmetric ? "" : { to: { enabled: true, scaleFactor: 0.42 } },
      smooth: bend ? { enabled: true, type: bend > 0 ? "curvedCW" : "curvedCCW", roundness: Math.abs(bend) } : false,
      chosen: { edge: (values) => { values.opacity = 1; values.width += 1; } },
    };
  }

  function readInks() {
    const style = getComputedStyle(document.documentElement);
    const read = (name) => style.getPropertyValue(name).trim();
    return { ground: read("--ground"), veil: read("--veil"), label: read("--label"), halo: read("--halo"), accent: read("--accent") };
  }

  function screen(x, y) {
    const { scale, translation } = network.body.view;
    return [x * scale + translation.x, y * scale + translation.y];
  }

  function paintOver(ctx) {
    const ratio = network.canvas.pixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = frame;
    if (emphasis) {
      ctx.save();
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
      ctx.fillStyle = inks.veil;
      ctx.fillRect(0, 0, width, height);
      ctx.restore();
      for (const index of emphasis.edges) paintEdge(ctx, index);
      for (const index of emphasis.nodes) if (shownNode[index]) network.body.nodes[index].draw(ctx);
    }
    for (let index = 0; index < edges.length; index += 1) {
      if (shownEdge[index] === 3 && (!emphasis || emphasis.edges.has(index))) paintCross(ctx, index);
    }
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    for (const index of focus) if (shownNode[index]) paintRing(ctx, index);
    paintNames(ctx, width, height);
    ctx.restore();
  }

  function paintEdge(ctx, index) {
    if (shownEdge[index] < 0) return;
    const edge = network.body.edges[index], before = edge.selected;
    edge.selected = true; // painted strong, whether or not it is the one that was clicked
    edge.drawArrows(ctx);
    edge.draw(ctx);
    edge.selected = before;
  }

  function middle(index) {
    const edge = network.body.edges[index];
    return edge.edgeType.getPoint(0.5, edge.edgeType.getViaNode());
  }

  function paintCross(ctx, index) {
    const { x, y } = middle(index);
    ctx.save();
    ctx.strokeStyle = tables.relations[edges[index].relation][theme];
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.moveTo(x - 5, y - 5); ctx.lineTo(x + 5, y + 5);
    ctx.moveTo(x + 5, y - 5); ctx.lineTo(x - 5, y + 5);
    ctx.stroke();
    ctx.restore();
  }

  function paintRing(ctx, index) {
    const [x, y] = screen(nodes[index].x, nodes[index].y);
    ctx.strokeStyle = inks.accent;
    ctx.lineWidth = 2;
    ctx.beginPath();
    ctx.arc(x, y, nodes[index].size * network.body.view.scale + 4, 0, 2 * Math.PI);
    ctx.stroke();
  }

  function paintNames(ctx, width, height) {
    const scale = network.body.view.scale;
    const placed = [], large = [];
    let count = 0;
    const ratio = network.canvas.pixelRatio || 1;
    const hits = (boxes, x, y, half, rise) => boxes.some((box) => Math.abs(box[0] - x) < box[2] + half && Math.abs(box[1] - y) < box[3] + rise);
    const put = (text, x, y, px, bold, forced, over) => {
      const stamp = stampOf(text, `${bold ? 600 : 400} ${px}px ${FONT}`, px);
      const half = stamp.width / 2 + 3, rise = px / 2 + 2;
      if (x + half < 0 || x - half > width || y + rise < 0 || y - rise > height) return;
      if (!forced && (hits(placed, x, y, half, rise) || (!over && hits(large, x, y, half, rise)))) return;
      placed.push([x, y, half, rise]);
      const left = Math.round((x - stamp.width / 2 - EDGE) * ratio) / ratio, top = Math.round((y - px / 2 - EDGE) * ratio) / ratio;
      ctx.drawImage(stamp.canvas, left, top, stamp.canvas.width / ratio, stamp.canvas.height / ratio);
      count += 1;
    };
    const name = (index, forced, over) => {
      const [x, y] = screen(nodes[index].x, nodes[index].y);
      const px = degree[index] > 14 ? 14 : degree[index] > 5 ? 12.5 : 11.5;
      put(shorten(label(nodes[index])), x, y + nodes[index].size * scale + px / 2 + 4, px, degree[index] > 14 || focus.has(index), forced, over);
    };

    const only = emphasis && emphasis.nodes;
    for (const index of byWeight.slice(0, 80)) { // but for the first, no name stands on a large node
      if (!shownNode[index] || (only && !only.has(index))) continue;
      const [x, y] = screen(nodes[index].x, nodes[index].y), half = nodes[index].size * scale;
      large.push([x, y, half, half]);
    }
    if (hovered && hovered.kind === "node" && shownNode[hovered.id]) name(hovered.id, true);
    if (hovered && hovered.kind === "edge" && shownEdge[hovered.id] >= 0) {
      relationName(hovered.id, put, true);
      name(edges[hovered.id].from, true);
      name(edges[hovered.id].to, true);
    }
    for (const index of focus) if (shownNode[index]) name(index, true);
    byWeight.forEach((index, rank) => {
      if (count < MOST_NAMES && shownNode[index] && !focus.has(index) && (!only || only.has(index))) name(index, false, rank < 30);
    });
    const lines = emphasis ? emphasis.edges : edges.length <= 30 ? edges.keys() : [];
    for (const index of lines) {
      if (count >= MOST_NAMES) break;
      if (shownEdge[index] >= 0) relationName(index, put, false);
    }
  }

  function relationName(index, put, forced) {
    const { x, y } = middle(index);
    const [left, top] = screen(x, y);
    put(label(tables.relations[edges[index].relation]), left, top, 11, false, forced);
  }

  /* A name with its halo, painted once: setting text in every frame would take as long as all lines together. */
  function stampOf(text, font, px) {
    const ratio = network.canvas.pixelRatio || 1, key = `${ratio} ${font} ${text}`;
    let stamp = stamps.get(key);
    if (stamp) return stamp;
    const canvas = document.createElement("canvas");
    const ctx = canvas.getContext("2d");
    ctx.font = font;
    stamp = { canvas, width: ctx.measureText(text).width };
    canvas.width = Math.ceil((stamp.width + 2 * EDGE) * ratio);
    canvas.height = Math.ceil((px + 2 * EDGE) * ratio);
    ctx.scale(ratio, ratio);
    Object.assign(ctx, { font, textBaseline: "middle", lineJoin: "round", lineWidth: 3.5, strokeStyle: inks.halo, fillStyle: inks.label });
    ctx.strokeText(text, EDGE, EDGE + px / 2);
    ctx.fillText(text, EDGE, EDGE + px / 2);
    if (stamps.size > 1500) stamps = new Map();
    stamps.set(key, stamp);
    return stamp;
  }

  function start() {
    for (let i = 0; i < nodes.length; i += 1) nodeSet.add(nodeStyle(i));
    edgeSet.add(edges.map((_, index) => edgeStyle(index)));
    network = new vis.Network(frame, { nodes: nodeSet, edges: edgeSet }, options);
    const arrows = network.renderer._drawArrows.bind(network.renderer);
    // From far away an arrow is smaller than a dot, and all of them take as long as the rest of the picture.
    network.renderer._drawArrows = (ctx) => { if (network.body.view.scale >= 0.4) arrows(ctx); };
    network.on("afterDrawing", paintOver);
    for (const [event, kind] of [["hoverNode", "node"], ["hoverEdge", "edge"]]) {
      network.on(event, (found) => { hovered = { kind, id: found[kind] }; frame.style.cursor = "pointer"; network.redraw(); });
    }
    for (const event of ["blurNode", "blurEdge"]) {
      network.on(event, () => { hovered = null; frame.style.cursor = ""; network.redraw(); });
    }
    network.on("dragEnd", (moved) => {
      for (const index of moved.nodes) Object.assign(nodes[index], network.getPosition(index));
    });
    network.on("dragging", (moved) => {
      for (const index of moved.nodes) Object.assign(nodes[index], network.getPosition(index));
    });
  }

  function show(nodeFlags, edgeStates) {
    const changedNodes = [], changedEdges = [];
    nodeFlags.forEach((flag, index) => {
      if (flag !== shownNode[index]) { shownNode[index] = flag; changedNodes.push({ id: index, hidden: !flag }); }
    });
    edgeStates.forEach((state, index) => {
      if (state !== shownEdge[index]) { shownEdge[index] = state; changedEdges.push(edgeStyle(index)); }
    });
    if (!network) return;
    if (changedNodes.length) nodeSet.update(changedNodes);
    if (changedEdges.length) edgeSet.update(changedEdges);
    network.redraw();
  }

  function fit(indices) {
    const chosen = (indices || byWeight).filter((index) => shownNode[index]);
    if (!chosen.length) return;
    const xs = chosen.map((index) => nodes[index].x), ys = chosen.map((index) => nodes[index].y);
    const [left, right] = [Math.min(...xs), Math.max(...xs)], [top, bottom] = [Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((frame.clientWidth - 90) / (right - left + 60), (frame.clientHeight - 80) / (bottom - top + 60), 1);
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale: Math.max(scale, 0.02) });
  }

  return {
    start, show, fit,
    get network() { return network; },
    setTheme(name) {
      theme = name;
      inks = readInks();
      if (!network) return;
      nodeSet.update(nodes.map((_, index) => nodeStyle(index)));
      edgeSet.update(edges.map((_, index) => edgeStyle(index)));
    },
    measure() { network.setSize("100%", "100%"); network.redraw(); },
    redraw() { stamps = new Map(); if (network) network.redraw(); },
    emphasise(found) { emphasis = found; if (network) network.redraw(); },
    reveal(indices) {
      const { scale } = network.body.view;
      const outside = indices.some((index) => {
        const [x, y] = screen(nodes[index].x, nodes[index].y);
        return x < 30 || y < 30 || x > frame.clientWidth - 30 || y > frame.clientHeight - 50;
      });
      if (!outside && scale > 0.35) return;
      if (indices.length > 1) fit(indices);
      else network.moveTo({ position: { x: nodes[indices[0]].x, y: nodes[indices[0]].y }, scale: Math.max(scale, 0.7) });
    },
    zoom(factor) { network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.02), 6) }); },
    pan(x, y) {
      const at = network.getViewPosition(), scale = network.getScale();
      network.moveTo({ position: { x: at.x + x / scale, y: at.y + y / scale } });
    },
    where() {
      const at = network.getViewPosition();
      return [Math.round(at.x), Math.round(at.y), Math.round(network.getScale() * 1000) / 1000];
    },
    goTo([x, y, scale]) { network.moveTo({ position: { x, y }, scale }); },
    picture(title, done) {
      network.redraw();
      const from = network.canvas.frame.canvas, ratio = network.canvas.pixelRatio || 1;
      const copy = document.createElement("canvas");
      copy.width = from.width; copy.height = from.height;
      const ctx = copy.getContext("2d");
      ctx.fillStyle = inks.ground;
      ctx.fillRect(0, 0, copy.width, copy.height);
      ctx.drawImage(from, 0, 0);
      ctx.fillStyle = inks.label;
      ctx.font = `${12 * ratio}px ${FONT}`;
      ctx.fillText(title, 12 * ratio, copy.height - 12 * ratio);
      copy.toBlob(done, "image/png");
    },
  };
}

/* Lines between the same two nodes bend apart, each as far as there are others. */
function bendsOf(edges) {
  const groups = new Map();
  edges.forEach((edge, index) => {
    const key = edge.from < edge.to ? `${edge.from} ${edge.to}` : `${edge.to} ${edge.from}`;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(index);
  });
  const bends = new Array(edges.length).fill(0);
  for (const members of groups.values()) {
    const step = Math.min(0.22, 1.1 / members.length);
    members.forEach((index, place) => {
      const way = edges[index].from < edges[index].to ? 1 : -1; // seen from the other end, left is right
      bends[index] = Math.round((place - (members.length - 1) / 2) * step * way * 1000) / 1000;
    });
  }
  return bends;
}

function shorten(text) {
  const letters = Array.from(text.replace(/\s+/g, " "));
  let used = 0;
  const cut = letters.findIndex((letter) => { used += WIDE.test(letter) ? 2 : 1; return used > 34; });
  return cut < 0 ? letters.join("") : letters.slice(0, cut - 1).join("") + "…";
}
