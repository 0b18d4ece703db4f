/* The view as a query that gives the same lines. Values are written as terms: no text of the data can end one early. */

import { bounded } from "./passing.js";
import { monthText } from "../shared/format.js";

const MOST_NAMES = 1000;

/** A string as a SPARQL literal. */
export const literal = (text) => `"${text.replace(/[\\"]/g, "\\$&").replace(/\n/g, "\\n").replace(/\r/g, "\\r")}"`;

/** An IRI as a term; whatever it may not hold is percent-encoded. */
export const iri = (namespace, local) => `<${namespace}${Array.from(local, (letter) => (/[\p{L}\p{N}_.~-]/u.test(letter) ? letter : encodeURIComponent(letter).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`))).join("")}>`;

const lines = (terms) => {
  const rows = [];
  for (let at = 0; at < terms.length; at += 6) rows.push(`    ${terms.slice(at, at + 6).join(" ")}`);
  return rows.join("\n");
};

/** Last day of a month. */
const lastDay = (month) => `${monthText(month)}-${new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate()}`;

/** The query for what `app` shows. */
export function queryOf(app) {
  const { graph, shown, view, vocabulary } = app, { prefixes } = vocabulary;
  const nodes = graph.ids.filter((_, node) => shown.nodes[node]);
  const used = new Set();
  shown.edges.forEach((look, edge) => { if (look) used.add(graph.relation.data[edge]); });
  const relations = [...used].sort((a, b) => a - b).map((place) => `kg:${vocabulary.relations[place].name}`);
  const head = ["kg", "ent", "prov", "dct", "schema", "xsd"].filter((name) => prefixes[name]).map((name) => `PREFIX ${name}: <${prefixes[name]}>`).join("\n");
  const few = nodes.length <= MOST_NAMES;
  const ends = few ? ["subject", "object"].map((end) => `  VALUES ?${end} {\n${lines(nodes.map((id) => iri(prefixes.ent, id)))}\n  }`).join("\n")
    : `  # ${nodes.length} entities are shown: too many to name here, so lines of all entities are asked for.`;
  const parts = [told(app), view.derived && !bounded(view) ? "    ?statement kg:derived true ." : ""].filter(Boolean);
  return `${head}
SELECT DISTINCT ?subject ?relation ?object WHERE {
${ends}
  VALUES ?relation { ${relations.join(" ")} }
  ?statement kg:subject ?subject ; kg:predicate ?relation ; kg:object ?object .
${parts.length > 1 ? parts.map((part) => `  {\n    ?statement kg:subject ?subject .\n${part}\n  }`).join(" UNION ") : parts[0]}
}${view.sources > 1 ? `\nGROUP BY ?subject ?relation ?object\nHAVING (COUNT(DISTINCT COALESCE(?publisher, STR(?document))) >= ${view.sources})` : ""}
ORDER BY ?subject ?relation ?object
`;
}

/** The evidence that the filters let pass, as patterns. */
function told(app) {
  const { view, vocabulary } = app;
  const ways = vocabulary.modalities.filter((way) => view.modality.has(way.name)).map((way) => `kg:${way.name}`);
  const rows = ["    ?statement prov:wasDerivedFrom ?evidence .", "    ?evidence kg:modality ?modality ; kg:document ?document .", `    FILTER (?modality IN (${ways.join(", ")}))`];
  const timed = view.from !== null || view.to !== null;
  if (view.publishers.size) {
    rows.push("    ?document schema:publisher ?publisher .", `    FILTER (STR(?publisher) IN (${[...view.publishers].sort().map(literal).join(", ")}))`);
  } else if (view.sources > 1) rows.push("    OPTIONAL { ?document schema:publisher ?publisher }");
  if (timed) {
    rows.push("    OPTIONAL { ?document schema:datePublished ?published }");
    const published = (end) => `STR(?published)${end}`;
    let [first, last] = [published(""), published("")];
    if (view.by === "told") {
      rows.push("    OPTIONAL { ?evidence kg:whenStart ?start }", "    OPTIONAL { ?evidence kg:whenEnd ?end }");
      [first, last] = ["COALESCE(STR(?start), IF(BOUND(?end), \"0000\", STR(?published)))", "COALESCE(STR(?end), IF(BOUND(?start), \"9999\", STR(?published)))"];
    }
    if (view.from !== null) rows.push(`    FILTER (${last} >= ${literal(monthText(view.from))})`);
    if (view.to !== null) rows.push(`    FILTER (SUBSTR(${first}, 1, 10) <= ${literal(lastDay(view.to))})`);
  }
  return rows.join("\n");
}
