/* The scene in WebGL: textures and buffers are written when the scene changed, a frame only draws them. */

import { lineOpacity, rgb, sizeFactor } from "./looks.js";
import { MARK } from "./scene.js";
import { lineFragment, lineVertex, MARKED, nodeFragment, nodeVertex, PLAIN, shapeRow, SMALL, WIDE } from "./shaders.js";

const PALETTE_WIDE = 256;
const PALETTE_ROWS = 4;
const [LINES, HEADS, HAIRS, NODES] = [0, 1, 2, 3]; // and from NODES on SMALL, PLAIN, MARKED
const TINY = 0.35; // factor on radii under which shapes are left out while the picture moves
const CORNERS = [0, 1, 2, 2, 1, 3]; // of a quad, as two triangles

function compile(gl, vertex, fragment) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.bindAttribLocation(program, 0, "a_node");
  gl.linkProgram(program);
  return program;
}

function uniformsOf(gl, program) {
  const found = {};
  for (let i = 0; i < gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS); i += 1) {
    const { name } = gl.getActiveUniform(program, i);
    found[name] = gl.getUniformLocation(program, name);
  }
  return found;
}

/* A column of cells in a texture of rows; it grows, and only rows that changed are written. */
class Table {
  constructor(gl, [inner, format, type], parts, cells) {
    this.gl = gl;
    this.kind = [inner, format, type];
    this.parts = parts;
    this.cells = cells; // a typed array's constructor
    this.data = new cells(0);
    this.rows = 0;
    this.texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    for (const side of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER]) gl.texParameteri(gl.TEXTURE_2D, side, gl.NEAREST);
    for (const way of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, way, gl.CLAMP_TO_EDGE);
  }

  /** Fills cells first … last with `fill(data, first, last)`; all of them when the table had to grow to hold `count`. */
  write(count, first, last, fill) {
    const { gl, parts } = this, [inner, format, type] = this.kind;
    const rows = Math.ceil(count / WIDE);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    if (rows > this.rows) {
      this.rows = Math.ceil(rows * 1.25);
      this.data = new this.cells(this.rows * WIDE * parts);
      gl.texImage2D(gl.TEXTURE_2D, 0, inner, WIDE, this.rows, 0, format, type, null);
      [first, last] = [0, count - 1];
    }
    if (last < first) return;
    fill(this.data, first, last);
    const top = Math.floor(first / WIDE), bottom = Math.floor(last / WIDE) + 1;
    const changed = this.data.subarray(parts * WIDE * top, parts * WIDE * bottom);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, top, WIDE, bottom - top, format, type, changed);
  }
}

export class Picture {
  constructor(gl, scene) {
    this.gl = gl;
    this.scene = scene;
    this.inks = { ground: [1, 1, 1], ring: [0, 0, 0] };
    this.palette = new Float32Array(PALETTE_WIDE * PALETTE_ROWS * 4);
    this.restore();
  }

  /** Makes everything anew, as after a lost context; the scene has to be told to be written again. */
  restore() {
    const { gl } = this;
    this.programs = [LINES, HEADS, HAIRS].map((mode) => compile(gl, lineVertex(mode), lineFragment(mode)));
    for (const mode of [SMALL, PLAIN, MARKED]) this.programs.push(compile(gl, nodeVertex(mode), nodeFragment(mode)));
    this.uniforms = null; // asked for at the first frame: until then programs compile beside our script
    this.nodes = new Table(gl, [gl.RGBA32F, gl.RGBA, gl.FLOAT], 4, Float32Array);
    this.edges = new Table(gl, [gl.RGBA32UI, gl.RGBA_INTEGER, gl.UNSIGNED_INT], 4, Uint32Array);
    this.order = gl.createBuffer();
    this.marked = gl.createBuffer();
    this.colourTable = new Table(gl, [gl.RGBA32F, gl.RGBA, gl.FLOAT], 4, Float32Array);
    this.paletteChanged = true;
    this.writtenOrder = null;
    this.corners = gl.createBuffer();
    this.quads = 0;
    this.markedCount = 0;
  }

  /** Colours of one theme: relations [{colour, symmetric}], types [{colour, shape}], inks as CSS colours. */
  colours(relations, types, inks) {
    const parts = (colour) => rgb(colour).map((part) => part / 255);
    const cell = (row, column, values) => this.palette.set(values, 4 * (row * PALETTE_WIDE + column));
    relations.slice(0, PALETTE_WIDE).forEach(({ colour, symmetric }, i) => cell(0, i, [...parts(colour), symmetric ? 1 : 0]));
    types.slice(0, PALETTE_WIDE).forEach(({ colour, shape }, i) => {
      const row = shapeRow(shape);
      cell(1, i, [...parts(colour), 1]);
      cell(2, i, row.slice(0, 4));
      cell(3, i, row.slice(4));
    });
    this.inks = { ground: parts(inks.ground), ring: parts(inks.ring) };
    this.paletteChanged = true;
  }

  write() {
    const { gl, scene } = this;
    gl.activeTexture(gl.TEXTURE0);
    if (this.paletteChanged) {
      gl.bindTexture(gl.TEXTURE_2D, this.colourTable.texture);
      gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA32F, PALETTE_WIDE, PALETTE_ROWS, 0, gl.RGBA, gl.FLOAT, this.palette);
      this.paletteChanged = false;
    }
    if (this.writtenOrder !== scene.order) {
      this.writtenOrder = scene.order;
      gl.bindBuffer(gl.ARRAY_BUFFER, this.order);
      gl.bufferData(gl.ARRAY_BUFFER, scene.order.slice().reverse(), gl.DYNAMIC_DRAW);
    }
    const [firstNode, lastNode] = scene.nodesChanged.take();
    if (lastNode >= 0) this.writeMarked();
    this.nodes.write(scene.count, firstNode, lastNode, (data, first, last) => {
      const { x, y, radius, type, shown, mark } = scene;
      for (let i = first, at = 4 * first; i <= last; i += 1, at += 4) {
        data[at] = x[i];
        data[at + 1] = y[i];
        data[at + 2] = radius[i];
        data[at + 3] = type[i] + 256 * ((shown[i] ? 1 : 0) + 2 * mark[i]);
      }
    });
    this.edges.write(scene.edgeCount, ...scene.edgesChanged.take(), (data, first, last) => {
      const { from, to, relation, drawn, edgeMark, lane } = scene;
      for (let i = first, at = 4 * first; i <= last; i += 1, at += 4) {
        data[at] = from[i];
        data[at + 1] = to[i];
        data[at + 2] = relation[i] | (drawn[i] << 8) | (edgeMark[i] << 16) | ((lane[i] + 128) << 24);
      }
    });
    this.writeCorners(scene.edgeCount);
  }

  /* What carries a mark is drawn a second time, on top: the most lightly marked first. */
  writeMarked() {
    const { gl, scene } = this, { mark } = scene, marked = [];
    for (let i = 0; i < scene.count; i += 1) if (mark[i] & ~MARK.emphasised) marked.push(i);
    marked.sort((a, b) => (mark[a] & MARK.selected) - (mark[b] & MARK.selected) || a - b);
    this.markedCount = marked.length;
    if (!marked.length) return;
    gl.bindBuffer(gl.ARRAY_BUFFER, this.marked);
    gl.bufferData(gl.ARRAY_BUFFER, Uint32Array.from(marked), gl.DYNAMIC_DRAW);
  }

  writeCorners(quads) {
    const { gl } = this;
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.corners);
    if (quads <= this.quads) return;
    this.quads = Math.ceil(quads * 1.25);
    const corners = new Uint32Array(6 * this.quads);
    for (let quad = 0, at = 0; quad < this.quads; quad += 1) for (const corner of CORNERS) corners[at++] = 4 * quad + corner;
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, corners, gl.STATIC_DRAW);
  }

  use(which, params) {
    const { gl, scene } = this, { width, height, zoomRatio } = params;
    this.uniforms ??= this.programs.map((program) => uniformsOf(gl, program));
    const at = this.uniforms[which];
    gl.useProgram(this.programs[which]);
    gl.uniform1i(at.u_nodes, 0);
    gl.uniform1i(at.u_palette, 1);
    gl.uniform1i(at.u_edges ?? null, 2);
    gl.uniformMatrix3fv(at.u_matrix, false, params.matrix);
    gl.uniform2f(at.u_half, width / 2, height / 2);
    gl.uniform1f(at.u_size, sizeFactor(scene.count, width, height, zoomRatio));
    gl.uniform1f(at.u_dim, scene.emphasis ? 0.16 : 1);
    return at;
  }

  /** Draws a frame. `lines`: how many of the edges, counted from the first; `hairs`: as plain lines of one pixel; `moving`: soon
      comes another frame. */
  draw(params, { lines, hairs, moving }) {
    const { gl, scene } = this, { width, height, pixelRatio } = params;
    if (gl.isContextLost()) return;
    gl.clearColor(...this.inks.ground, 1); // of the next frame, and of this one when the theme changed
    if (this.paletteChanged) gl.clear(gl.COLOR_BUFFER_BIT);
    if (!scene.count) return;
    this.write();
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, width * pixelRatio, height * pixelRatio);
    gl.enable(gl.BLEND);
    [this.nodes, this.colourTable, this.edges].forEach(({ texture }, unit) => {
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
    });
    for (const which of hairs ? [HAIRS] : [LINES, HEADS]) {
      if (!lines) break;
      const at = this.use(which, params);
      gl.uniform1f(at.u_opacity, lineOpacity(scene.shownEdges, params.zoomRatio));
      gl.uniform1f(at.u_fade, Math.min(1, Math.max(0, (scene.shownEdges - 1000) / 4000)));
      if (which === LINES) gl.drawElements(gl.TRIANGLES, 6 * lines, gl.UNSIGNED_INT, 0);
      else if (which === HEADS) gl.drawArrays(gl.TRIANGLES, 0, 3 * lines);
      else gl.drawArrays(gl.LINES, 0, 2 * lines);
    }
    gl.enableVertexAttribArray(0);
    const shapes = moving && sizeFactor(scene.count, width, height, params.zoomRatio) < TINY ? SMALL : PLAIN;
    for (const [which, buffer, count] of [[NODES + shapes, this.order, scene.count], [NODES + MARKED, this.marked, this.markedCount]]) {
      if (!count) continue;
      const at = this.use(which, params);
      gl.uniform1f(at.u_pixel, pixelRatio);
      gl.uniform3fv(at.u_ground ?? null, this.inks.ground);
      gl.uniform3fv(at.u_ring ?? null, this.inks.ring);
      gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
      gl.vertexAttribIPointer(0, 1, gl.UNSIGNED_INT, 0, 0);
      gl.drawArrays(gl.POINTS, 0, count);
    }
    gl.disableVertexAttribArray(0);
  }
}
