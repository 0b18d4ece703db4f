/* The view as a query that gives the same lines. Values are written as terms: no text of the data can end one early.

   Subjects are given as VALUES and all else is filtered, and each branch stands for itself: this is what the store plans well. */

import { monthText } from "../shared/format.js";
import { bounded } from "./passing.js";

const MOST_NAMES = 1000;
const PREFIXES = ["kg", "ent", "prov", "schema"];

/** A string as a SPARQL literal. */
export const literal = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;

/** An id of an entity as a term; whatever an IRI may not hold is percent-encoded. */
export function entity(namespace, id) {
  if (/^[A-Za-z]([A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(id)) return `ent:${id}`;
  const encoded = (letter) => encodeURIComponent(letter).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `<${namespace}${Array.from(id.toWellFormed?.() ?? id, (letter) => (/[\p{L}\p{N}_.~-]/u.test(letter) ? letter : encoded(letter))).join("")}>`;
}

function rows(terms, between) {
  const lines = [];
  for (let at = 0; at < terms.length; at += 6) lines.push(`      ${terms.slice(at, at + 6).join(between)}`);
  return lines.join(`${between.trimEnd()}\n`);
}

/** Last day of a month. */
const lastDay = (month) => `${monthText(month)}-${new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()}`;

/** The query for what is shown: `shown` holds flags of entities and looks of lines. */
export function queryOf({ graph, shown, view, vocabulary }) {
  const { prefixes } = vocabulary;
  const nodes = graph.ids.filter((_, node) => shown.nodes[node]).map((id) => entity(prefixes.ent, id));
  const relations = vocabulary.relations.filter((item) => !view.relations.has(item.name)).map((item) => `kg:${item.name}`);
  const few = nodes.length <= MOST_NAMES;
  const lines = [
    ...(few ? [`    VALUES ?subject {\n${rows(nodes, " ")}\n    }`] : [`    # ${nodes.length} entities are shown: too many to name here, so lines of all are asked for.`]),
    "    ?statement kg:subject ?subject .",
    "    ?statement kg:predicate ?relation ; kg:object ?object .",
    `    FILTER (?relation IN (${relations.join(", ")}))`,
    ...(few ? [`    FILTER (?object IN (\n${rows(nodes, ", ")}\n    ))`] : []),
  ].join("\n");
  const branches = [`  {\n${lines}\n${told({ view, vocabulary })}\n  }`];
  if (view.derived && !bounded(view)) branches.push(`  {\n${lines}\n    ?statement kg:derived true .\n  }`);
  return `${PREFIXES.map((name) => `PREFIX ${name}: <${prefixes[name]}>`).join("\n")}
SELECT DISTINCT ?subject ?relation ?object WHERE {
${branches.join(" UNION\n")}
}${view.sources > 1 ? `\nGROUP BY ?subject ?relation ?object\nHAVING (COUNT(DISTINCT COALESCE(STR(?publisher), STR(?document))) >= ${view.sources})` : ""}
ORDER BY ?subject ?relation ?object
`;
}

/** The evidence that the filters let pass, as patterns. */
function told({ view, vocabulary }) {
  const ways = vocabulary.modalities.filter((way) => view.modality.has(way.name)).map((way) => `kg:${way.name}`);
  const lines = ["    ?statement prov:wasDerivedFrom ?evidence .", "    ?evidence kg:modality ?modality ; kg:document ?document .", `    FILTER (?modality IN (${ways.join(", ")}))`];
  if (view.publishers.size) {
    lines.push("    ?document schema:publisher ?publisher .", `    FILTER (STR(?publisher) IN (${[...view.publishers].sort().map(literal).join(", ")}))`);
  } else if (view.sources > 1) lines.push("    OPTIONAL { ?document schema:publisher ?publisher }");
  if (view.from === null && view.to === null) return lines.join("\n");
  lines.push("    OPTIONAL { ?document schema:datePublished ?published }");
  let first = "STR(?published)", last = first;
  if (view.by === "told") { // an open end of a time has no day
    lines.push("    OPTIONAL { ?evidence kg:whenStart ?start }", "    OPTIONAL { ?evidence kg:whenEnd ?end }");
    first = 'COALESCE(STR(?start), IF(BOUND(?end), "0000", STR(?published)))';
    last = 'COALESCE(STR(?end), IF(BOUND(?start), "9999", STR(?published)))';
  }
  // A time is written from the largest part to the smallest: texts of times sort as times do.
  if (view.from !== null) lines.push(`    FILTER (SUBSTR(${last}, 1, 10) >= ${literal(monthText(view.from))} || STRSTARTS(${literal(monthText(view.from))}, ${last}))`);
  if (view.to !== null) lines.push(`    FILTER (SUBSTR(${first}, 1, 10) <= ${literal(lastDay(view.to))})`);
  return lines.join("\n");
}
