/* The two programs that draw everything: lines with a dash pattern and heads, and nodes as signed distances to a shape.
   There are no attributes: vertices fetch their node or edge from a texture by their number. So moving a node moves its
   lines, and nothing is drawn by instances, for which a software renderer takes 20 microseconds each. */

import { CROSS, LANE, LINE_STYLES, STYLE_NAMES } from "./looks.js";

export const WIDE = 1024; // nodes or edges a row of a texture
const float = (number) => Number(number).toFixed(3);

/* What both read of a node: x, y in the frame, radius in CSS pixels, and type + 256 × (shown + 2 × mark). */
const COMMON = `#version 300 es
precision highp float;
precision highp int;
precision highp sampler2D;
uniform sampler2D u_nodes;
uniform highp usampler2D u_edges; // from, to, and relation, style (0: hidden), mark, lane + 128 as bytes
uniform sampler2D u_palette; // rows: colours of relations (alpha 1: symmetric), of types, and two of shapes of types
uniform mat3 u_matrix;
uniform vec2 u_half;   // half the picture in CSS pixels
uniform float u_size;  // factor on radii
uniform float u_dim;   // opacity of what is not emphasised
vec4 node(uint index) { return texelFetch(u_nodes, ivec2(index % ${WIDE}u, index / ${WIDE}u), 0); }
vec2 pixels(vec4 node) { return (u_matrix * vec3(node.xy, 1.0)).xy * u_half; }
float radius(vec4 node) { return max(1.2, node.z * u_size); }
const vec4 NOWHERE = vec4(2.0, 2.0, 2.0, 1.0);
`;

/* A table of constants by style: a GLSL switch would do the same, at more length. */
function table(name, pick) {
  const values = STYLE_NAMES.map((style) => float(pick(LINE_STYLES[style])));
  return `const float ${name}[${values.length}] = float[](${values.join(", ")});\n`;
}

/* MODE 0: whole lines as quads; 1: heads of directed lines; 2: hairs of one pixel, for while the picture moves. */
export const lineVertex = (mode) => `${COMMON}
#define MODE ${mode}
${table("WIDTH", (style) => style.width)}${table("APART", (style) => style.double)}
uniform float u_opacity;
uniform float u_fade; // 1: lines as long as the picture are drawn fainter
flat out vec4 v_colour;
flat out int v_style;
flat out float v_width;
out vec2 v_at; // CSS pixels along and across the line
out float v_off; // along, from the middle
void main() {
#if MODE == 0
  int edge = gl_VertexID / 4, corner = gl_VertexID % 4;
#elif MODE == 1
  int edge = gl_VertexID / 3, corner = gl_VertexID % 3;
#else
  int edge = gl_VertexID / 2, corner = gl_VertexID % 2;
#endif
  uvec4 it = texelFetch(u_edges, ivec2(edge % ${WIDE}, edge / ${WIDE}), 0);
  uvec4 look = (uvec4(it.z) >> uvec4(0u, 8u, 16u, 24u)) & 255u;
  if (look.y == 0u) { gl_Position = NOWHERE; return; }
  vec4 a = node(it.x), b = node(it.y);
  uint state = (uint(a.w) & uint(b.w)) / 256u;
  vec2 from = pixels(a), to = pixels(b), way = to - from;
  float length_ = length(way);
  if ((state & 1u) == 0u || length_ < 0.5) { gl_Position = NOWHERE; return; }
  vec2 along = way / length_, left = vec2(-along.y, along.x);
  float lane = (float(look.w) - 128.0) * ${float(LANE / 2)} * min(1.0, u_size);
  float start = radius(a), end = radius(b);
  start = sqrt(max(start * start - lane * lane, 0.0));
  end = sqrt(max(end * end - lane * lane, 0.0));
  if (start + end + 1.0 > length_) { gl_Position = NOWHERE; return; }
  bool directed = texelFetch(u_palette, ivec2(look.x, 0), 0).a < 0.5;
  bool marked = (look.z & 7u) != 0u;
  float head = directed ? clamp(length_ * 0.25, 3.0, 7.0) * (marked ? 1.25 : 1.0) : 0.0;
  int style = int(look.y) - 1;
  float width = WIDTH[style] * (marked ? 1.9 : 1.0);
  float faint = marked ? 1.0 : u_opacity * (u_dim < 1.0 ? u_dim : 1.0);
  if (!marked) faint *= mix(1.0, 0.35, u_fade * smoothstep(0.25, 1.0, length_ / length(u_half)));
  v_colour = vec4(texelFetch(u_palette, ivec2(look.x, 0), 0).rgb, marked ? 1.0 : faint);
  v_style = style;
  v_width = width;
#if MODE == 0
  float reach = width * 0.5 + 0.5 + (APART[style] > 0.0 ? ${float(CROSS)} : 0.0);
  float across = (corner & 1) == 0 ? -reach : reach;
  float at = corner < 2 ? start : length_ - end - head * 0.7;
#elif MODE == 1
  if (!directed) { gl_Position = NOWHERE; return; }
  float across = corner == 0 ? 0.0 : (corner == 1 ? -0.42 : 0.42) * head;
  float at = length_ - end - (corner == 0 ? 0.0 : head);
#else
  float across = 0.0;
  float at = corner == 0 ? start : length_ - end;
#endif
  v_at = vec2(at - start, across);
  v_off = at - (start + length_ - end) * 0.5;
  vec2 place = from + along * at + left * (lane + across);
  gl_Position = vec4(place / u_half, 0.0, 1.0);
}`;

/* Distance from the start of the pattern → inside a stroke or not. */
function dashes() {
  return STYLE_NAMES.map((name, index) => {
    const { dash } = LINE_STYLES[name];
    if (!dash.length) return "";
    const period = dash.reduce((sum, part) => sum + part, 0);
    let at = 0;
    const strokes = [];
    for (let i = 0; i < dash.length; i += 2) {
      strokes.push(`clamp(min(d - ${float(at)}, ${float(at + dash[i])} - d) + 0.5, 0.0, 1.0)`);
      at += dash[i] + dash[i + 1];
    }
    const inside = strokes.reduce((all, one) => (all ? `max(${all}, ${one})` : one), "");
    return `  if (v_style == ${index}) { float d = mod(v_at.x, ${float(period)}); cover *= ${inside}; }\n`;
  }).join("");
}

export const lineFragment = (mode) => `#version 300 es
precision highp float;
${table("APART", (style) => style.double)}
flat in vec4 v_colour;
flat in int v_style;
flat in float v_width;
in vec2 v_at;
in float v_off;
out vec4 colour;
void main() {
  float cover = 1.0;
#if ${mode} == 0
  float off = abs(abs(v_at.y) - APART[v_style] * 0.5);
  cover = clamp(v_width * 0.5 + 0.5 - off, 0.0, 1.0);
  float cross_ = abs(abs(v_off) - abs(v_at.y)) * 0.7071 + max(abs(v_off) - ${float(CROSS)}, 0.0) * 9.0;
  cover = max(cover, APART[v_style] > 0.0 ? clamp(v_width * 0.5 + 0.5 - cross_, 0.0, 1.0) : 0.0);
${dashes()}#endif
  float alpha = v_colour.a * cover;
  colour = vec4(v_colour.rgb * alpha, alpha);
}`;

/* Shapes: how far they reach, and the most of three straight sides, with x mirrored; circles and stars have rules of their own. */
const SIDES = {
  square: [0.87, 1.16, 0, 0, 1.16, 0, -1.16],
  diamond: [1.22, 0.82, 0.82, 0.82, -0.82, 0, 0],
  triangle: [1.28, 1.3, 0.75, 0, -1.5, 0, 0],
  triangleDown: [1.28, 1.3, -0.75, 0, 1.5, 0, 0],
  hexagon: [1.07, 1.087, 0, 0.5435, 0.9414, 0.5435, -0.9414],
};
const NO_SIDES = [0, 0, 0, 0, 0, 0];

/** What the shader has to know of a shape, as eight numbers: three sides, 1 for a circle and 2 for a star, and how far it reaches. */
export function shapeRow(shape) {
  if (shape === "star") return [...NO_SIDES, 2, 1.28];
  const [reach, ...sides] = SIDES[shape] ?? [1, ...NO_SIDES];
  return [...sides, SIDES[shape] ? 0 : 1, reach];
}

/* One point a node. SMALL: dots of a few pixels, whose shape nobody sees while they move. MARKED: those with a ring or a dot,
   again and on top of all others. */
export const [SMALL, PLAIN, MARKED] = [0, 1, 2];
export const nodeVertex = (mode) => `${COMMON}
uniform float u_pixel; // pixels of the screen a CSS pixel
in uint a_node; // smallest first, so that the largest lies on top
flat out vec4 v_colour;
flat out vec4 v_sides;
flat out vec4 v_more; // third side, circle or star, reach
flat out vec2 v_size; // radius, rim
flat out uint v_mark;
flat out float v_reach;
void main() {
  vec4 it = node(a_node);
  uint state = uint(it.w) / 256u, type = uint(it.w) % 256u;
  v_mark = state / 2u;
  if ((state & 1u) == 0u) { gl_Position = NOWHERE; gl_PointSize = 1.0; return; }
  float r = radius(it) * ((v_mark & 6u) != 0u ? 1.15 : 1.0);
  v_colour = vec4(texelFetch(u_palette, ivec2(type, 1), 0).rgb, v_mark == 0u || v_mark == 8u ? u_dim : 1.0);
  v_size = vec2(r, clamp(r * 0.2, 0.4, 1.4));
${mode === SMALL ? "  v_reach = r + 0.5;\n" : `  v_sides = texelFetch(u_palette, ivec2(type, 2), 0);
  v_more = texelFetch(u_palette, ivec2(type, 3), 0);
  v_reach = r * v_more.w + ${mode === MARKED ? "7.0" : "v_size.y + 0.5"};
`}  gl_Position = vec4(pixels(it) / u_half, 0.0, 1.0);
  gl_PointSize = 2.0 * v_reach * u_pixel;
}`;

/* A software renderer takes every branch, so there are few: sums instead. */
export const nodeFragment = (mode) => `#version 300 es
precision highp float;
precision highp int;
uniform vec3 u_ground;
uniform vec3 u_ring;
flat in vec4 v_colour;
flat in vec4 v_sides;
flat in vec4 v_more;
flat in vec2 v_size;
flat in uint v_mark;
flat in float v_reach;
out vec4 colour;
float star(vec2 p, float r) { // folds the plane onto one tip of five
  const vec2 fold = vec2(0.809017, -0.587785), back = vec2(-0.809017, -0.587785);
  p.x = abs(p.x);
  p -= 2.0 * max(dot(fold, p), 0.0) * fold;
  p -= 2.0 * max(dot(back, p), 0.0) * back;
  return dot(vec2(abs(p.x), p.y - r), vec2(0.866, 0.5));
}
void main() {
  vec2 at = (gl_PointCoord - 0.5) * vec2(2.0, -2.0) * v_reach;
${mode === SMALL ? `  colour = vec4(v_colour.rgb, 1.0) * (v_colour.a * clamp(v_size.x + 0.5 - length(at), 0.0, 1.0));
` : `  vec2 half_ = vec2(abs(at.x), at.y);
  float r = v_size.x, flat_ = max(max(dot(half_, v_sides.xy), dot(half_, v_sides.zw)), dot(half_, v_more.xy));
  float far = v_more.z > 1.5 ? star(at, r * 1.25) : (v_more.z > 0.5 ? length(at) : flat_) - r;
  float outer = clamp(v_size.y + 0.5 - far, 0.0, 1.0);
  vec3 ink = mix(u_ground, v_colour.rgb, clamp(0.5 - far, 0.0, 1.0));
${mode === MARKED ? `  // Pinned: a dot in the middle. Selected or under the mouse: a ring.
  if ((v_mark & 8u) != 0u) ink = mix(ink, u_ground, clamp(r * 0.38 + 0.5 - length(at), 0.0, 1.0));
  float ring = clamp(5.0 - far, 0.0, 1.0) * ((v_mark & 2u) != 0u ? 1.0 : (v_mark & 4u) != 0u ? 0.55 : 0.0);
  colour = vec4(ink * outer + u_ring * ring * (1.0 - outer), outer + ring * (1.0 - outer)) * v_colour.a;
` : "  colour = vec4(ink * outer, outer) * v_colour.a;\n"}`}}`;
