/* The one module that calls sigma and graphology. Sigma brings the camera, the mouse and touch gestures, the layers and the
   frames. It is given a graph of one hidden node: a real one would cost an object and a key an edge and a pass over all of
   them for every change, which 150,000 edges cannot afford. What is drawn are the columns of a scene, by a program of ours. */

import Graph from "graphology";
import Sigma from "sigma";

class Nothing {
  process() {}
  reallocate() {}
  render() {}
  kill() {}
}

/* One canvas for lines and nodes, one for names, one for the mouse: each further one costs a frame a millisecond or more where
   the processor puts them together. What sigma would do with the others is left out. */
class Stage extends Sigma {
  createWebGLContext(id, options) {
    if (id === "edges") return super.createWebGLContext(id, { ...options, picking: false, alpha: false, depth: false, stencil: false });
    this.elements[id] = this.elements.edges;
    this.webGLContexts[id] = this.webGLContexts.edges;
    return this.webGLContexts[id];
  }
  createCanvasContext(id, options) { return id === "labels" || id === "mouse" ? super.createCanvasContext(id, options) : this; }
  clear() {
    const gl = this.webGLContexts.nodes, { width, height } = this.getDimensions();
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.canvasContexts.labels.clearRect(0, 0, width, height);
    return this;
  }
  renderHighlightedNodes() {}
  getNodeAtPosition() { return null; } // sigma would read a pixel at every move of the mouse; we look in the columns
}

/**
 * A stage in a container. `draw(gl, params)` is called at every frame with sigma's parameters (matrix, width, height,
 * pixelRatio, zoomRatio), `written(context)` after it with the two-dimensional layer for names.
 */
export function createStage(container, { reducedMotion, draw, written }) {
  const graph = new Graph();
  graph.addNode("frame", { x: 0.5, y: 0.5, hidden: true });
  class Program extends Nothing {
    constructor(gl) { super(); this.gl = gl; }
    render(params) { draw(this.gl, params); }
  }
  const still = reducedMotion ? { zoomDuration: 1, doubleClickZoomingDuration: 1, inertiaDuration: 1 } : {};
  const stage = new Stage(graph, container, {
    allowInvalidContainer: true,
    nodeProgramClasses: { circle: Program },
    nodeHoverProgramClasses: { circle: Nothing },
    edgeProgramClasses: { line: Nothing, arrow: Nothing },
    defaultNodeType: "circle",
    enableCameraRotation: false,
    renderLabels: false,
    stagePadding: 36,
    minCameraRatio: 0.0005,
    maxCameraRatio: 4,
    zoomDuration: 160,
    ...still,
  });
  const layers = stage.getCanvases();
  for (const canvas of Object.values(layers)) canvas.setAttribute("aria-hidden", "true");
  const context = layers.labels.getContext("2d");
  stage.on("afterRender", () => written(context));
  return { stage, picture: layers.nodes, names: layers.labels, mouse: layers.mouse };
}
