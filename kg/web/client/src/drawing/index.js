/* The drawing of a graph: nodes and edges in columns, painted by WebGL, moved and zoomed by sigma.

   const drawing = createDrawing(container, { reducedMotion: false });   // throws NoWebGLError
   drawing.setGraph(map.nodes, map.edges, vocabulary);                   // as /api/map and /api/ontology give them

   A node and an edge is an index: its place among all that were given since setGraph, which never changes until the next one.
   Nothing is ever taken out: what shall not be seen is hidden with `show`.

   setGraph(nodes, edges, vocabulary)  nodes {id[], en[], zh[], type[], x[], y[], degree[]}, edges {from[], to[], relation[],
                          derived[]}; type, relation: numbers in vocabulary.types, .relations. Fits the camera to all of it.
   addNodes(nodes)        appends; gives the index of the first. The camera and all others stay where they are.
   addEdges(edges)        the same for edges.
   show(nodes, edges)     a byte for each node (0 hidden, 1 shown) and edge (0 hidden, 1 + number of its modality in
                          vocabulary.modalities shown in that style; derived edges have their own); null: as before. An edge
                          shows only with both its ends. At 50,000 nodes and 150,000 edges a few milliseconds.
   emphasise(nodes, edges)  indexes; all others fade. Empty lists: no emphasis.
   select(nodes, edges)   indexes with a ring, a thick line.
   pin(nodes)             indexes with a dot: marks only, as nothing here moves nodes but the user's hand and `place`.
   position(node), positions(), place(node, x, y)   in the coordinates given; positions() → {x, y} as Float64Array.
   toScreen(node) → {x, y}  CSS pixels from the container's top left corner.
   camera(), setCamera({x, y, ratio}, {animate})   the state as a link stores it: x, y in 0 … 1 of the frame.
   fit({animate}), zoomBy(factor), panBy(dx, dy)    dx, dy in CSS pixels; factor above 1 comes nearer.
   focusOn(nodes, {animate})  brings these into sight.
   theme("light" | "dark"), labels("en" | "zh")     inks come from the container's --ground, --label, --halo, --ring.
   png({scale}) → Promise<Blob>, svg() → string     what is in sight.
   on(name, listener) → function that ends it:
     "hover" {node, edge, x, y}   -1 for none; the node or edge under the mouse changed
     "click", "doubleClick", "menu" {node, edge, x, y, original}   -1 for none; a double click beside all zooms in
     "move" {node, x, y}          the user dragged a node there
     "camera" {x, y, ratio}       after the camera came to rest
     "painted" {milliseconds}     after the first frame of a graph with all its lines
     "lost", "restored"           the WebGL context
   counts() → {nodes, edges, shownEdges}; destroy().

   Performance without a graphics card: while the picture moves, only as many lines are drawn as keep up, each one pixel wide;
   all of them, with their dashes and heads, a moment after it rests. */

import { NoWebGLError } from "./errors.js";
import { inksOf, STYLE_NAMES } from "./looks.js";
import { Names } from "./names.js";
import { edgeAt, nodeAt, View } from "./pick.js";
import { Picture } from "./picture.js";
import { MARK, Scene } from "./scene.js";
import { Pace } from "./pace.js";
import { createStage } from "./stage.js";
import { svgOf } from "./svg.js";

export { NoWebGLError };
export { LINE_STYLES, SHAPES } from "./looks.js";

function probe() {
  const gl = document.createElement("canvas").getContext("webgl2");
  if (!gl) throw new NoWebGLError();
  gl.getExtension("WEBGL_lose_context")?.loseContext();
}

export function createDrawing(container, { reducedMotion = false } = {}) {
  probe();
  const scene = new Scene(), names = new Names(scene), pace = new Pace(scene), listeners = new Map();
  let picture = null, vocabulary = { types: [], relations: [], modalities: [] }, theme = "light", view = null;
  let styles = [0], derivedStyle = STYLE_NAMES.indexOf("derived"), painted = true, begun = 0;

  const tell = (name, event = {}) => { for (const listener of listeners.get(name) ?? []) listener(event); };

  const { stage, picture: canvas, names: nameLayer, mouse } = createStage(container, {
    reducedMotion,
    draw(gl, params) {
      picture ??= newPicture(gl);
      view = new View(params.matrix, params.width, params.height, params.zoomRatio, scene.count);
      picture.draw(params, { ...pace.lines(params.zoomRatio), moving: pace.moving });
    },
    written(context) {
      if (!view) return;
      names.draw(context, view, { moving: pace.moving, pixelRatio: window.devicePixelRatio || 1, now: performance.now() });
      if (!painted && !pace.moving) {
        painted = true;
        requestAnimationFrame(() => tell("painted", { milliseconds: performance.now() - begun }));
      }
    },
  });
  const camera = stage.getCamera();
  const render = () => stage.scheduleRender();
  pace.onRest = () => { render(); tell("camera", api.camera()); };
  camera.on("updated", () => pace.moved());

  function newPicture(gl) {
    const made = new Picture(gl, scene);
    ink(made);
    return made;
  }

  function ink(target) {
    const inks = inksOf(container, theme);
    target.colours(
      vocabulary.relations.map((relation) => ({ colour: relation[theme], symmetric: relation.symmetric })),
      vocabulary.types.map((type) => ({ colour: type[theme], shape: type.shape })),
      inks,
    );
    names.inks = inks;
    names.forget();
  }

  /* What the user does: sigma tells where, the columns tell at what. */
  let hovered = { node: -1, edge: -1 }, dragged = -1, draggedFar = false, pending = null;
  const under = ({ x, y }) => {
    if (!view) return { node: -1, edge: -1 };
    const node = nodeAt(scene, view, x, y);
    return { node, edge: node < 0 ? edgeAt(scene, view, x, y) : -1 };
  };
  const hover = (found, at) => {
    if (found.node === hovered.node && found.edge === hovered.edge) return;
    hovered = found;
    scene.markAs(MARK.hovered, found.node < 0 ? [] : [found.node], found.edge < 0 ? [] : [found.edge]);
    mouse.style.cursor = found.node < 0 && found.edge < 0 ? "" : "pointer";
    render();
    tell("hover", { ...found, x: at.x, y: at.y });
  };
  stage.on("moveBody", ({ event, preventSigmaDefault }) => {
    if (dragged >= 0) {
      const at = view.inverse(event.x, event.y), { frame } = scene;
      draggedFar = true;
      api.place(dragged, (at.x - 0.5) * frame.side + frame.x, (at.y - 0.5) * frame.side + frame.y);
      preventSigmaDefault();
      event.original.preventDefault();
      return;
    }
    if (event.original.target !== mouse || event.original.buttons) return;
    if (pending === null) requestAnimationFrame(() => { const at = pending; pending = null; hover(under(at), at); });
    pending = { x: event.x, y: event.y };
  });
  stage.on("leaveStage", ({ event }) => hover({ node: -1, edge: -1 }, event));
  stage.on("downStage", ({ event }) => {
    if (event.original.button) return;
    dragged = view ? nodeAt(scene, view, event.x, event.y) : -1;
    draggedFar = false;
    if (dragged >= 0) event.original.preventDefault();
  });
  const drop = () => {
    if (dragged >= 0 && draggedFar) tell("move", { node: dragged, ...scene.place(dragged) });
    dragged = -1;
  };
  stage.on("upStage", drop);
  for (const [theirs, ours] of [["clickStage", "click"], ["doubleClickStage", "doubleClick"], ["rightClickStage", "menu"]]) {
    stage.on(theirs, ({ event, preventSigmaDefault }) => {
      if (ours === "click" && draggedFar) { draggedFar = false; return; }
      const found = under(event);
      if (found.node >= 0 || found.edge >= 0) preventSigmaDefault();
      if (ours === "menu") event.original.preventDefault();
      tell(ours, { ...found, x: event.x, y: event.y, original: event.original });
    });
  }

  const lost = (event) => { event.preventDefault(); tell("lost"); };
  const restored = () => {
    picture?.restore();
    if (scene.count) scene.nodesChanged.add(0, scene.count - 1);
    if (scene.edgeCount) scene.edgesChanged.add(0, scene.edgeCount - 1);
    render();
    tell("restored");
  };
  canvas.addEventListener("webglcontextlost", lost);
  canvas.addEventListener("webglcontextrestored", restored);
  const watch = new ResizeObserver(render);
  watch.observe(container);

  function go(state, animate = true) {
    if (animate && !reducedMotion) camera.animate(state, { duration: 320 });
    else camera.setState(state);
  }

  /* Sigma fits the frame of the scene into the container. */
  function frame() {
    const { x, y, width, height } = scene.frame;
    stage.setCustomBBox({ x: [x - width / 2, x + width / 2], y: [y - height / 2, y + height / 2] });
  }

  const api = {
    setGraph(nodes, edges, words) {
      begun = performance.now();
      painted = false;
      vocabulary = words;
      styles = vocabulary.modalities.map(({ name }) => Math.max(0, STYLE_NAMES.indexOf(name)));
      scene.clear();
      scene.fit(nodes.x, nodes.y);
      scene.addNodes(nodes);
      scene.addEdges(edges, derivedStyle);
      frame();
      hovered = { node: -1, edge: -1 };
      if (picture) ink(picture);
      camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
      pace.moved(); // the first frame is a quick one
      render();
    },
    addNodes(nodes) {
      if (!scene.count) {
        scene.fit(nodes.x, nodes.y);
        frame();
      }
      const first = scene.addNodes(nodes);
      render();
      return first;
    },
    addEdges(edges) { const first = scene.addEdges(edges, derivedStyle); render(); return first; },
    show(nodes, edges) {
      let drawn = null;
      if (edges) {
        drawn = new Uint8Array(scene.edgeCount);
        for (let i = 0; i < drawn.length; i += 1) {
          if (edges[i]) drawn[i] = 1 + (scene.derived[i] ? derivedStyle : styles[edges[i] - 1] ?? 0);
        }
      }
      scene.show(nodes, drawn);
      pace.still();
      render();
    },
    emphasise(nodes = [], edges = []) { scene.markAs(MARK.emphasised, nodes, edges); render(); },
    select(nodes = [], edges = []) { scene.markAs(MARK.selected, nodes, edges); render(); },
    pin(nodes = []) { scene.markAs(MARK.pinned, nodes, []); render(); },
    position: (node) => scene.place(node),
    positions() {
      const x = new Float64Array(scene.count), y = new Float64Array(scene.count);
      for (let i = 0; i < scene.count; i += 1) ({ x: x[i], y: y[i] } = scene.place(i));
      return { x, y };
    },
    place(node, x, y) { scene.move(node, x, y); render(); },
    toScreen: (node) => (view ? { x: view.x(scene.x[node], scene.y[node]), y: view.y(scene.x[node], scene.y[node]) } : { x: 0, y: 0 }),
    camera() { const { x, y, ratio } = camera.getState(); return { x, y, ratio }; },
    setCamera(state, { animate = false } = {}) { go({ ...api.camera(), ...state }, animate); },
    fit({ animate = true } = {}) { go({ x: 0.5, y: 0.5, ratio: 1 }, animate); },
    zoomBy(factor) { go({ ratio: camera.getBoundedRatio(camera.getState().ratio / factor) }); },
    panBy(dx, dy) {
      if (!view) return;
      const from = view.inverse(0, 0), to = view.inverse(dx, dy), { x, y } = camera.getState();
      go({ x: x + to.x - from.x, y: y + to.y - from.y });
    },
    focusOn(nodes, { animate = true } = {}) {
      if (!nodes.length || !view) return;
      let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const node of nodes) {
        left = Math.min(left, scene.x[node]);
        right = Math.max(right, scene.x[node]);
        bottom = Math.min(bottom, scene.y[node]);
        top = Math.max(top, scene.y[node]);
      }
      const { ratio } = camera.getState(), room = 0.7; // of the picture
      const wide = Math.abs(view.xx) * ratio * (right - left), high = Math.abs(view.yy) * ratio * (top - bottom);
      const needed = Math.max(wide / (view.width * room), high / (view.height * room));
      // A single node: as near as a map of a few dozen would show it.
      const nearest = Math.min(1, 8 / Math.sqrt(Math.max(scene.count, 1)));
      go({ x: (left + right) / 2, y: (bottom + top) / 2, ratio: camera.getBoundedRatio(Math.max(needed, nearest)) }, animate);
    },
    theme(name) {
      const next = name === "dark" ? "dark" : "light";
      if (next === theme) return;
      theme = next;
      if (picture) ink(picture);
      render();
    },
    labels(language) {
      if (language === names.language) return;
      names.language = language;
      names.forget();
      render();
    },
    async png({ scale = 1 } = {}) {
      const { width, height } = stage.getDimensions(), ratio = window.devicePixelRatio || 1;
      pace.still();
      stage.render(); // WebGL keeps a frame only until the browser has shown it: it is copied in the same turn
      const copy = new OffscreenCanvas(width * ratio * scale, height * ratio * scale), pen = copy.getContext("2d");
      pen.fillStyle = inksOf(container, theme).ground;
      pen.fillRect(0, 0, copy.width, copy.height);
      for (const layer of [canvas, nameLayer]) pen.drawImage(layer, 0, 0, copy.width, copy.height);
      return copy.convertToBlob({ type: "image/png" });
    },
    svg() {
      pace.still();
      stage.render();
      return svgOf(scene, view, names.placed(view), { vocabulary, theme, inks: inksOf(container, theme) });
    },
    on(name, listener) {
      if (!listeners.has(name)) listeners.set(name, new Set());
      listeners.get(name).add(listener);
      return () => listeners.get(name).delete(listener);
    },
    counts: () => ({ nodes: scene.count, edges: scene.edgeCount, shownEdges: scene.shownEdges }),
    destroy() {
      watch.disconnect();
      pace.still();
      canvas.removeEventListener("webglcontextlost", lost);
      canvas.removeEventListener("webglcontextrestored", restored);
      stage.kill();
      listeners.clear();
    },
  };
  return api;
}
