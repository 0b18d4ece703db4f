/* Asking the endpoint, and reading what it answers into one shape. */

const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** The forms in which a table or a graph can be saved: [name, media type, ending]. */
export const FORMS = {
  table: [["CSV", "text/csv", "csv"], ["TSV", "text/tab-separated-values", "tsv"], ["JSON", "application/sparql-results+json", "json"], ["XML", "application/sparql-results+xml", "xml"]],
  graph: [["Turtle", "text/turtle", "ttl"], ["N-Triples", "application/n-triples", "nt"], ["JSON-LD", "application/ld+json", "jsonld"], ["RDF/XML", "application/rdf+xml", "rdf"]],
};

/** The endpoint's refusal: its status (0: nobody answered), message, seconds to wait, and the place in the query if known. */
export class QueryError extends Error {
  constructor(status, message, wait = 0) {
    super(message);
    this.status = status;
    this.wait = wait;
    const place = /\b(?:line )?(\d+)(?::|, column )(\d+)\b/.exec(message);
    this.place = place && status === 400 ? { line: Number(place[1]), column: Number(place[2]) } : null;
  }
}

async function post(query, accept, signal) {
  let response;
  try {
    response = await fetch("/sparql", {
      method: "POST", credentials: "same-origin", signal, body: query, headers: { "Content-Type": "application/sparql-query", Accept: accept },
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new QueryError(0, "");
  }
  if (!response.ok) throw new QueryError(response.status, (await response.text()).trim(), Number(response.headers.get("Retry-After")) || 0);
  return response;
}

/** Asks. A term is {type: "uri" | "literal" | "bnode", value, lang, datatype}. Gives {kind: "table", columns, rows (arrays of terms or
    null)}, {kind: "graph", …the same with three columns} or {kind: "truth", value}; each with `truncated` and `milliseconds`. */
export async function answer(query, signal) {
  const begun = performance.now();
  const response = await post(query, ACCEPT, signal);
  const truncated = response.headers.get("Result-Truncated"), text = await response.text();
  const milliseconds = performance.now() - begun, common = { truncated, milliseconds };
  if ((response.headers.get("Content-Type") || "").startsWith("application/n-triples")) {
    return { kind: "graph", columns: ["subject", "predicate", "object"], rows: triples(text), ...common };
  }
  const found = JSON.parse(text);
  if (typeof found.boolean === "boolean") return { kind: "truth", value: found.boolean, ...common };
  const columns = found.head.vars;
  const rows = found.results.bindings.map((row) => columns.map((name) => (row[name] ? { lang: row[name]["xml:lang"], ...row[name] } : null)));
  return { kind: "table", columns, rows, ...common };
}

/** The answer as a file. */
export const saved = async (query, type) => (await post(query, type)).blob();

const TERM = /<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?/gy;
const ESCAPES = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };
const plain = (text) => text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/g, (_, short, long, sign) => (sign ? ESCAPES[sign] ?? sign : String.fromCodePoint(parseInt(short || long, 16))));

/** The rows of N-Triples. */
export function triples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    const terms = [];
    TERM.lastIndex = 0;
    for (let found; terms.length < 3 && (found = TERM.exec(line)); ) {
      const [, iri, blank, literal, lang, datatype] = found;
      if (iri !== undefined) terms.push({ type: "uri", value: plain(iri) });
      else if (blank !== undefined) terms.push({ type: "bnode", value: blank });
      else terms.push({ type: "literal", value: plain(literal), lang, datatype });
      while (line[TERM.lastIndex] === " " || line[TERM.lastIndex] === "\t") TERM.lastIndex += 1;
    }
    if (terms.length === 3) rows.push(terms);
  }
  return rows;
}
