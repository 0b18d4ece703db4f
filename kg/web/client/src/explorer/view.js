/* What the analyst sees, as one plain object that is never changed: a change makes the next one, so that undo keeps
   the ones before, and the address holds all of it. */

import { monthText, readMonth } from "../shared/format.js";

const LANGUAGES = ["en", "zh"];
export const SCOPES = ["top", "all", "none"];
const PANELS = ["overview", "node", "edge", "path", "compare", "conflicts", "sentences"];
const TABS = ["card", "timeline", "figures", "conflicts"];

/** The view that the page opens with. `types` and `relations` are those left out, `publishers` those asked for (none: all). */
export const opening = (language, theme) => Object.freeze({
  scope: "top", added: new Map(), hidden: new Set(), pinned: new Set(), moved: new Map(), focus: null,
  types: new Set(), relations: new Set(), modality: new Set(["asserted"]), derived: true,
  publishers: new Set(), sources: 1, by: "told", from: null, to: null,
  panel: "overview", subject: null, second: null, tab: "card", text: "", open: null, page: 1,
  list: null, camera: null, language, theme, chosen: false,
});

/** What undo leaves alone: where one looks from, and how the page is dressed. */
const PASSING = ["camera", "language", "theme", "chosen", "panel", "subject", "second", "tab", "text", "open", "page", "list"];

/** True where two views show the same, however they are looked at. */
export const sameDrawing = (a, b) => Object.keys(a).every((key) => PASSING.includes(key) || a[key] === b[key]);

/** The view to go back to, looked at as now. */
export const lookedAt = (view, now) => ({ ...view, ...Object.fromEntries(PASSING.map((key) => [key, now[key]])) });

/** A copy of a set or a map with a member put in or taken out. */
export function toggled(set, member, on) {
  const next = new Set(set);
  if (on) next.add(member); else next.delete(member);
  return next;
}

const PLACED = (places) => [...places].map(([id, [x, y]]) => `${id} ${x} ${y}`).join(" ");

function readPlaces(text) {
  const found = new Map(), parts = (text || "").split(" ");
  for (let at = 0; at + 2 < parts.length; at += 3) {
    const place = [Number(parts[at + 1]), Number(parts[at + 2])];
    if (parts[at] && place.every(Number.isFinite)) found.set(parts[at], place);
  }
  return found;
}

/** The view as the fragment of an address, without `#`. */
export function written(view, usual) {
  const parts = new URLSearchParams();
  const put = (key, text) => { if (text) parts.set(key, text); };
  const list = (set) => [...set].sort().join(" ");
  if (view.scope !== "top") put("s", view.scope);
  put("add", PLACED(view.added));
  put("at", PLACED(view.moved));
  put("hide", list(view.hidden));
  put("pin", list(view.pinned));
  put("f", view.focus);
  put("t", list(view.types));
  put("r", list(view.relations));
  if (list(view.modality) !== "asserted") parts.set("m", list(view.modality) || "-");
  if (!view.derived) put("d", "0");
  if (view.publishers.size) parts.set("src", JSON.stringify([...view.publishers].sort()));
  if (view.sources > 1) put("n", String(view.sources));
  if (view.by !== "told") put("by", view.by);
  if (view.from !== null) put("from", monthText(view.from));
  if (view.to !== null) put("to", monthText(view.to));
  if (view.panel !== "overview") put("p", view.panel);
  put("a", view.subject);
  put("b", view.second);
  if (view.tab !== "card") put("tab", view.tab);
  if (view.open) parts.set("o", [...view.open].map(([key, page]) => `${key.replace(" ", ".")}.${page}`).join(" "));
  if (view.page > 1) put("pg", String(view.page));
  put("q", view.text);
  put("v", view.list);
  if (view.camera) put("c", view.camera.join(" "));
  if (view.language !== usual.language) put("l", view.language);
  if (view.chosen) put("th", view.theme);
  return parts.toString();
}

/** The view that a fragment tells; what makes no sense in it is left out. */
export function read(fragment, usual) {
  const parts = new URLSearchParams(fragment);
  const one = (key, known, otherwise) => (known.includes(parts.get(key)) ? parts.get(key) : otherwise);
  const set = (key) => new Set((parts.get(key) || "").split(" ").filter(Boolean));
  const start = opening(one("l", LANGUAGES, usual.language), usual.theme);
  const camera = (parts.get("c") || "").split(" ").map(Number);
  const theme = one("th", ["light", "dark"], null);
  const panel = one("p", PANELS, "overview");
  return Object.freeze({
    ...start,
    scope: one("s", SCOPES, "top"),
    added: readPlaces(parts.get("add")), moved: readPlaces(parts.get("at")), hidden: set("hide"), pinned: set("pin"), focus: parts.get("f") || null,
    types: set("t"), relations: set("r"), modality: parts.has("m") ? set("m") : start.modality, derived: parts.get("d") !== "0",
    publishers: readNames(parts.get("src")), sources: Math.min(Math.max(Math.floor(Number(parts.get("n")) || 1), 1), 9),
    by: one("by", ["told", "published"], "told"), from: readMonth(parts.get("from")), to: readMonth(parts.get("to")),
    panel: ["node", "edge"].includes(panel) && !parts.get("a") ? "overview" : panel,
    subject: parts.get("a") || null, second: parts.get("b") || null, tab: one("tab", TABS, "card"), text: parts.get("q") || "",
    open: readOpen(parts.get("o")), page: Math.max(Math.floor(Number(parts.get("pg")) || 1), 1),
    list: one("v", ["entities", "relations"], null),
    camera: camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0 ? camera : null,
    ...(theme ? { theme, chosen: true } : {}),
  });
}

/** Open parts of a card: relation and direction → page. */
function readOpen(text) {
  if (text === null) return null;
  const found = new Map();
  for (const part of text.split(" ")) {
    const [relation, direction, page] = part.split(".");
    if (["out", "in", "both"].includes(direction) && Number(page) >= 1) found.set(`${relation} ${direction}`, Math.floor(Number(page)));
  }
  return found;
}

function readNames(text) {
  try {
    const names = JSON.parse(text);
    return new Set(Array.isArray(names) ? names.filter((name) => typeof name === "string") : []);
  } catch {
    return new Set();
  }
}
