/* Terms of an answer as they are shown: entities, documents and statements lead to their pages. */

import { make, outward, spoken } from "../shared/dom.js";

const PAGES = { ent: "id", doc: "document", st: "statement" };

/** A short form of an IRI: prefix and local part where a prefix fits. */
export function short(iri, prefixes) {
  let found = null;
  for (const [name, base] of Object.entries(prefixes)) {
    if (iri.startsWith(base) && (!found || base.length > prefixes[found].length)) found = name;
  }
  return found === null ? iri : `${found}:${decoded(iri.slice(prefixes[found].length))}`;
}

const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };

/** The address of the page of an IRI on this site, else null. */
export function pageOf(iri, prefixes) {
  for (const [name, page] of Object.entries(PAGES)) {
    if (prefixes[name] && iri.startsWith(prefixes[name])) return `/${page}/${encodeURIComponent(decoded(iri.slice(prefixes[name].length)))}`;
  }
  return null;
}

/** The text of a term, as a chart or a drawing says it. */
export const text = (term, prefixes) => (term === null ? "" : term.type === "uri" ? short(term.value, prefixes) : term.type === "bnode" ? `_:${term.value}` : term.value);

/** The number of a term, or null. */
export function number(term) {
  if (!term || term.type !== "literal" || !/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(term.value)) return null;
  return term.datatype && !/#(integer|decimal|double|float|int|long|short|byte|nonNegativeInteger|positiveInteger|unsigned\w+|gYear)$/.test(term.datatype) ? null : Number(term.value);
}

/** A term as an element. */
export function shown(term, prefixes) {
  if (term === null) return make("span", {});
  if (term.type === "uri") {
    const name = short(term.value, prefixes), page = pageOf(term.value, prefixes);
    if (page) return make("a", { href: page, title: term.value }, name);
    return name === term.value ? outward("", term.value) : make("span", { title: term.value }, name);
  }
  if (term.type === "literal" && term.lang) return spoken("span", term.value, { title: `@${term.lang}` });
  return make("span", term.datatype ? { title: short(term.datatype, prefixes) } : {}, text(term, prefixes));
}
