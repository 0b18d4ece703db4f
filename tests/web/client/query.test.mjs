import assert from "node:assert/strict";
import test from "node:test";
import { QueryError, triples } from "../../../kg/web/client/src/query/ask.js";
import { suited } from "../../../kg/web/client/src/query/chart.js";
import { missingPrefixes, whole } from "../../../kg/web/client/src/query/completion.js";
import { EXAMPLES } from "../../../kg/web/client/src/query/examples.js";
import { triplesOf } from "../../../kg/web/client/src/query/graph.js";
import { places } from "../../../kg/web/client/src/query/places.js";
import { number, pageOf, short } from "../../../kg/web/client/src/query/terms.js";
import { LANGUAGES, wording } from "../../../kg/web/client/src/query/words.js";

const PREFIXES = { kg: "https://e.org/o#", ent: "https://e.org/id/", doc: "https://e.org/document/", st: "https://e.org/statement/", p: "https://e.org/" };

test("prefixes that a query uses are declared, and no others", () => {
  assert.equal(missingPrefixes("SELECT * { ent:a kg:rivals ?x }", PREFIXES), `PREFIX kg: <${PREFIXES.kg}>\nPREFIX ent: <${PREFIXES.ent}>\n`);
  assert.equal(missingPrefixes('SELECT * { ?x ?y "ent:a", <kg:b> } # p:c', PREFIXES), "");
  const declared = whole("SELECT * { ent:a ?y ?x }", PREFIXES);
  assert.equal(whole(declared, PREFIXES), declared);
});

test("N-Triples are read with their escapes", () => {
  const [[subject, predicate, object]] = triples('<https://e.org/a\\u00e9> <https://e.org/p> "x \\"y\\" \\n\\U0001F600"@zh-Hans .\n');
  assert.deepEqual([subject.value, predicate.type], ["https://e.org/aé", "uri"]);
  assert.deepEqual([object.value, object.lang], ['x "y" \n😀', "zh-Hans"]);
  const rows = triples('_:b0 <p> _:b1 .\n<s> <p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n');
  assert.deepEqual([rows[0][0].type, rows[0][2].value, rows[1][2].datatype], ["bnode", "b1", "http://www.w3.org/2001/XMLSchema#integer"]);
});

test("a refusal tells the place in the query where it knows one", () => {
  assert.deepEqual(new QueryError(400, "error at 3:53: expected LIMIT").place, { line: 3, column: 53 });
  assert.deepEqual(new QueryError(400, "at line 2, column 7: no").place, { line: 2, column: 7 });
  assert.equal(new QueryError(503, "stopped after 10:00").place, null);
});

test("IRIs of this site lead to its pages, others do not", () => {
  assert.equal(pageOf("https://e.org/id/qwen%202.5", PREFIXES), "/id/qwen%202.5");
  assert.equal(pageOf("https://e.org/document/d1", PREFIXES), "/document/d1");
  assert.equal(pageOf("https://e.org/id/..%2F..%2Fapi", PREFIXES), "/id/..%2F..%2Fapi");
  assert.equal(pageOf("javascript:alert(1)", PREFIXES), null);
  assert.equal(short("https://e.org/o#rivals", PREFIXES), "kg:rivals");
});

test("numbers are told from text", () => {
  const literal = (value, datatype) => ({ type: "literal", value, datatype });
  assert.equal(number(literal("2.5", "http://www.w3.org/2001/XMLSchema#decimal")), 2.5);
  assert.equal(number(literal("2025", "http://www.w3.org/2001/XMLSchema#gYear")), 2025);
  assert.equal(number(literal("2025-01-01", "http://www.w3.org/2001/XMLSchema#date")), null);
  assert.equal(number({ type: "uri", value: "1" }), null);
  const found = { columns: ["a", "b"], rows: [[literal("x"), null], [literal("y"), literal("1")]] };
  assert.deepEqual(suited(found), { numbers: [1], texts: [0] });
});

test("a table is a graph where its first three columns are triples", () => {
  const iri = { type: "uri", value: "u" }, word = { type: "literal", value: "x" };
  assert.equal(triplesOf({ kind: "table", columns: ["s", "p", "o", "n"], rows: [[iri, iri, word, word]] }).length, 1);
  assert.equal(triplesOf({ kind: "table", columns: ["s", "p", "o"], rows: [[iri, word, iri]] }), null);
  assert.equal(triplesOf({ kind: "table", columns: ["s", "p"], rows: [[iri, iri]] }), null);
});

test("the same graph stands in the same places, neighbours near each other", () => {
  const first = places(30, [0, 1, 2], [1, 2, 3]), again = places(30, [0, 1, 2], [1, 2, 3]);
  assert.deepEqual(first, again);
  const far = (a, b) => Math.hypot(first.x[a] - first.x[b], first.y[a] - first.y[b]);
  assert.ok(far(0, 1) > 30 && far(0, 1) < 300);
});

test("both languages say everything, examples too", () => {
  const keys = EXAMPLES.map(({ key }) => key);
  for (const language of LANGUAGES) for (const key of keys) assert.ok(wording(language)(key).length > 1);
  assert.equal(wording("zh")("page", { first: 1, last: 2, total: 3 }), "第 1–2 行，共 3 行");
});
