/* What the page says, in both languages, and what the ontology calls things. */

import words from "../../../templates/words.json";
import { number } from "./format.js";


/** Says things in one language. `vocabulary` is the answer of /api/ontology. */
export class Wording {
  constructor(language, vocabulary) {
    this.language = language;
    this.vocabulary = vocabulary;
    this.named = {};
    for (const list of ["types", "relations", "modalities", "metrics"]) {
      this.named[list] = new Map(vocabulary[list].map((item) => [item.name, item]));
    }
  }

  /** A text of the page; `{name}` in it stands for a value. */
  say(key, values = {}) {
    return words[this.language][key].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
  }

  /** Whole numbers with their separators. */
  count(value) { return new Intl.NumberFormat(this.language).format(value); }

  /** The label of anything that has labels by language, else its id or name. */
  label(thing) {
    const labels = thing.labels || {};
    return labels[this.language] || labels.en || Object.values(labels)[0] || thing.id || thing.name || "";
  }

  /** The label in another language, where it is another text. */
  other(thing) { return Object.values(thing.labels || {}).find((text) => text !== this.label(thing)) || ""; }

  /** The label of a name of the ontology: `list` is types, relations, modalities or metrics. */
  of(list, name) { return this.label(this.named[list].get(name) || { name }); }

  /** A relation as it is called from this end. */
  relation(name, inward) {
    const found = this.named.relations.get(name);
    if (!found) return name;
    return inward && !found.symmetric && Object.keys(found.inverse || {}).length ? this.label({ labels: found.inverse }) : this.label(found);
  }

  symmetric(name) { return Boolean(this.named.relations.get(name)?.symmetric); }

  quantity({ value, unit, comparator }) {
    const before = { ">": "about_over", "<": "about_under", "~": "about_near" }[comparator];
    const shown = unit === "percent" ? `${number(value, this.language)}%` : `${number(value, this.language)} ${this.unit(unit)}`.trim();
    return before ? `${this.say(before)} ${shown}` : shown;
  }

  unit(name) { return this.label({ labels: this.vocabulary.units[name], name }); }

  qualifier(name) { return this.label({ labels: this.vocabulary.qualifiers[name], name }); }

  /** The value of a qualifier. */
  plain(value) {
    if (value === true) return this.say("yes");
    if (value === false) return this.say("no");
    return value !== null && typeof value === "object" ? this.quantity(value) : String(value);
  }
}
