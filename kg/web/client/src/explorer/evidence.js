/* A sentence with the words that tell, and all that is known of where it stands. */

import { make, outward, spoken, tongue } from "../shared/dom.js";
import { months } from "../shared/format.js";

/** True where a piece of evidence is inside the view's filters, but for the number of sources. */
export function counts(item, view) {
  if (!view.modality.has(item.modality)) return false;
  if (view.publishers.size && !view.publishers.has(item.publisher)) return false;
  if (view.from === null && view.to === null) return true;
  const time = months((view.by === "told" && item.when) || item.published);
  return time !== null && time[1] >= (view.from ?? -Infinity) && time[0] <= (view.to ?? Infinity);
}

/** Publisher and date. */
export const source = (item, words) => [item.publisher, item.published || words.say("undated")].filter(Boolean).join(" · ");

function marked(item) {
  const sentence = item.sentence || item.quote, start = sentence.indexOf(item.quote);
  if (start < 0 || item.quote.length >= sentence.length) return [item.quote === sentence ? make("mark", {}, sentence) : sentence];
  return [sentence.slice(0, start), make("mark", {}, item.quote), sentence.slice(start + item.quote.length)];
}

/** The article of one piece of evidence. */
export function told(item, app) {
  const { words } = app, facts = [];
  if (item.attribution) facts.push(`${words.say("says")} ${item.attribution}`);
  if (item.when) facts.push(`${words.say("told_of")} ${item.when}`);
  for (const [name, value] of Object.entries(item.qualifiers)) facts.push(`${words.qualifier(name)}: ${words.plain(value)}`);
  if (item.comparator) facts.push(words.say({ ">": "about_over", "<": "about_under", "~": "about_near" }[item.comparator] || "about_near"));
  if (item.alternatives.length) facts.push(`${words.say("or")} ${item.alternatives.map((value) => words.quantity(value)).join(", ")}`);
  const how = [item.extractor, item.rule].filter(Boolean).join(" · ");
  const score = item.score === null ? "" : ` · ${words.say("score")} ${item.score}`;
  return make("article", { class: "told" },
    make("blockquote", { lang: tongue(item.sentence || item.quote) }, ...marked(item)),
    make("p", { class: "meta" }, make("span", { class: `badge ${item.modality}` }, words.of("modalities", item.modality)), " ", source(item, words)),
    facts.length ? make("p", { class: "meta" }, facts.join(" · ")) : "",
    make("p", { class: "meta" }, make("a", { href: `/document/${encodeURIComponent(item.document)}` }, words.say("article")),
      item.title || item.url ? " · " : "", item.title || item.url ? outward(item.title, item.url) : ""),
    how ? make("p", { class: "meta how" }, `${words.say("read_by")} ${how}${score}`) : "");
}

/** All pieces of evidence: those inside the filters, and the others behind a switch. */
export function sentences(evidence, app) {
  const { words, view } = app;
  const inside = evidence.filter((item) => counts(item, view)), outside = evidence.filter((item) => !counts(item, view));
  const parts = [make("h3", {}, `${words.say("sentences")} (${words.count(inside.length)})`), ...inside.map((item) => told(item, app))];
  if (outside.length) {
    parts.push(make("details", {}, make("summary", {}, words.say("filtered", { n: words.count(outside.length) })), ...outside.map((item) => told(item, app))));
  }
  return parts;
}

/** How many distinct publishers tell it. */
export const publishers = (evidence) => new Set(evidence.map((item) => item.publisher || item.document)).size;

/** The date of the newest. */
export const newest = (evidence) => evidence.map((item) => item.published || "").sort().pop() || "";

/** Subject, relation and object, each a button. */
export function triple(edge, app, Tag = "h2") {
  const { words } = app;
  const end = (entity) => spoken("button", words.label(entity), { type: "button", on: { click: () => app.show("node", entity.id) } });
  const arrow = words.symmetric(edge.predicate) ? "↔" : "→";
  return make(Tag, { class: "triple" }, end(edge.subject), make("em", {}, `${words.relation(edge.predicate)} ${arrow}`), end(edge.object));
}
