/* What can stand at the caret: variables of the query, names of the ontology, prefixes, entities by name, key words. */

import { ask } from "../shared/api.js";
import { EXAMPLES } from "./examples.js";

const KEYWORDS = ("SELECT DISTINCT WHERE CONSTRUCT DESCRIBE ASK FROM NAMED OPTIONAL UNION MINUS FILTER EXISTS BIND VALUES GROUP BY HAVING "
  + "ORDER ASC DESC LIMIT OFFSET PREFIX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT AS IN NOT BOUND COALESCE IF STR LANG LANGMATCHES DATATYPE "
  + "IRI STRLEN SUBSTR UCASE LCASE STRSTARTS STRENDS CONTAINS REPLACE REGEX CONCAT YEAR MONTH DAY ABS ROUND isIRI isLiteral UNDEF").split(" ");

/** `PREFIX` lines for those prefixes that `text` uses and does not declare. */
export function missingPrefixes(text, prefixes) {
  const bare = text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g, " ");
  const declared = new Set([...text.matchAll(/PREFIX\s+([\w.-]*):/gi)].map((match) => match[1]));
  const used = new Set([...bare.matchAll(/(?<![\w?$:-])([A-Za-z][\w-]*):/g)].map((match) => match[1]));
  return Object.keys(prefixes).filter((name) => used.has(name) && !declared.has(name)).map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
}

/** A text with the prefixes that it needs before it. */
export const whole = (text, prefixes) => missingPrefixes(text, prefixes) + text;

/* Names that the examples use, so that the words for statements and evidence need no list of their own. */
function usedNames() {
  const found = new Map();
  for (const { text } of EXAMPLES) {
    for (const [, prefix, name] of text.replace(/#[^\n]*/g, "").matchAll(/\b([a-z]+):(\w+)/g)) {
      if (!found.has(prefix)) found.set(prefix, new Set());
      found.get(prefix).add(name);
    }
  }
  return found;
}

/** A completion source over the vocabulary of /api/ontology; `words` labels things in the page's language. */
export function completions(vocabulary, words, language) {
  const { prefixes } = vocabulary, names = new Map();
  const put = (prefix, name, detail, type) => {
    if (!names.has(prefix)) names.set(prefix, new Map());
    if (!names.get(prefix).has(name)) names.get(prefix).set(name, { detail, type });
  };
  for (const [list, kind] of [["types", "class"], ["relations", "property"], ["metrics", "property"], ["modalities", "constant"]]) {
    for (const item of vocabulary[list]) {
      put("kg", item.name, words.label(item), kind);
      if (list === "relations" || list === "metrics") { put("p", item.name, words.label(item), kind); put("ps", item.name, words.label(item), kind); }
    }
  }
  for (const name of Object.keys(vocabulary.qualifiers)) put("kg", name, words.qualifier(name), "property");
  for (const [prefix, found] of usedNames()) if (prefix !== "ent") for (const name of found) put(prefix, name, "", "property");

  /* The name is put in, and its prefix is declared where it is not yet. */
  const apply = (text) => (view, _completion, from, to) => {
    const rest = view.state.doc.sliceString(0, from) + text + view.state.doc.sliceString(to);
    const head = missingPrefixes(rest, prefixes);
    view.dispatch({
      changes: [...(head ? [{ from: 0, insert: head }] : []), { from, to, insert: text }],
      selection: { anchor: from + head.length + text.length },
      userEvent: "input.complete",
    });
  };
  const option = (label, detail, type, more = {}) => ({ label, detail, type, apply: apply(label), ...more });

  async function entities(word) {
    const typed = decodeURIComponent(word.text.slice(4)).replace(/[-_]/g, " ").trim();
    if (!typed) return null;
    const { entities: found } = await ask("/api/search", { q: typed, lang: language, limit: 12 });
    return { from: word.from, filter: false, options: found.map((entity) => option(`ent:${local(entity.id)}`, words.label(entity), "constant")) };
  }

  return async (context) => {
    const inside = context.matchBefore(/<[^<>\s]*/) || context.matchBefore(/#.*/);
    if (inside) return null;
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const found = new Set([...context.state.doc.toString().matchAll(/[?$]\w+/g)].map((match) => match[0]));
      found.delete(variable.text);
      return { from: variable.from, options: [...found].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
    }
    const entity = context.matchBefore(/\bent:[\p{L}\p{N}%._~-]*/u);
    if (entity) return entities(entity).catch(() => null);
    const word = context.matchBefore(/[A-Za-z][\w-]*:?[\w-]*/);
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos, [prefix, after] = word ? word.text.split(":") : ["", undefined];
    if (after !== undefined) {
      const found = names.get(prefix);
      if (!found) return null;
      return { from, options: [...found].map(([name, { detail, type }]) => option(`${prefix}:${name}`, detail, type)), validFor: /^[a-z]+:[\w-]*$/ };
    }
    return {
      from,
      options: [
        ...KEYWORDS.map((label) => ({ label, type: "keyword" })),
        ...Object.keys(prefixes).map((name) => option(`${name}:`, prefixes[name], "namespace", { boost: -1 })),
        ...[...names.get("kg")].filter(([, { detail }]) => detail).map(([name, { detail, type }]) => option(`kg:${name}`, detail, type, { boost: -2 })),
      ],
      validFor: /^[A-Za-z][\w-]*$/,
    };
  };
}

/** An id as the local part of a prefixed name: signs that cannot stand there are escaped or percent-encoded. */
const local = (id) => Array.from(id, (sign) => (/[\p{L}\p{N}_-]/u.test(sign) ? sign : /[.~]/.test(sign) ? `\\${sign}` : encodeURIComponent(sign).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`))).join("");
