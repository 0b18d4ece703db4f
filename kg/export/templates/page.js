"use strict";
/* What stands around the drawing: filters, search, card, sentences, list, and the state in the address.
   Every text of the data goes through textContent; nothing is ever read as HTML. */

(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, tables, words } = data;
  const [DOCUMENT, SENTENCE, START, LENGTH, MODALITY, FIRST, LAST, RULE, MORE] = Array(9).keys();
  const byId = (id) => document.getElementById(id);
  const panel = byId("panel"), list = byId("list"), search = byId("search"), hits = byId("hits");

  const touching = nodes.map(() => []);
  edges.forEach((edge, index) => {
    touching[edge.from].push(index);
    if (edge.to !== edge.from) touching[edge.to].push(index);
  });
  const span = months();
  const initial = () => ({
    language: data.language, theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light", chosenTheme: false,
    list: false, types: new Set(), relations: new Set(), modalities: new Set(tables.shown), derived: true,
    from: span[0], to: span[1], selected: null, place: null,
  });
  let state = initial(), shownNodes = [], shownEdges = [], ready = false, placed = false;

  const say = (key, values = {}) => words[state.language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const label = (thing) => {
    const labels = thing.labels;
    return labels[state.language] || labels.en || Object.values(labels)[0] || thing.key || thing.name;
  };
  const heading = () => tables.focus.map((index) => label(nodes[index])).join(say("comma")) || data.heading;
  const otherLabel = (thing) => Object.values(thing.labels).find((text) => text !== label(thing)) || "";
  const drawing = createDrawing(byId("drawing"), data, JSON.parse(data.options), label);

  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "on") for (const [event, handler] of Object.entries(value)) element.addEventListener(event, handler);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== undefined && value !== null) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function drawn(tag, attributes = {}, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  const tongue = (text) => (/[\u3400-\u9fff]/.test(text) ? "zh" : "en");
  const spoken = (tag, text, attributes = {}) => make(tag, { lang: tongue(text), ...attributes }, text);

  /* ---- time, numbers ---- */

  function months() {
    const first = tables.evidence.map((row) => row[FIRST]).filter((month) => month >= 0).sort((a, b) => a - b);
    const last = tables.evidence.map((row) => row[LAST]).filter((month) => month >= 0).sort((a, b) => a - b);
    if (!first.length) return [0, 0];
    // A lone plan for the year 2100 must not squeeze the rest; the ends of the slider take in all that lies beyond.
    const middle = first[Math.floor(first.length / 2)];
    return [Math.max(first[0], middle - 120), Math.min(last[last.length - 1], middle + 60)];
  }
  const monthText = (month) => `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  const everyTime = () => state.from <= span[0] && state.to >= span[1];
  const readMonth = (text) => {
    const found = /^(\d{4})-(\d\d)$/.exec(text || "");
    return found ? Math.min(Math.max(Number(found[1]) * 12 + Number(found[2]) - 1, span[0]), span[1]) : null;
  };

  function quantity([value, unit, comparator]) {
    const large = Math.abs(Number(value)) >= 1e6;
    const form = large ? { notation: "compact", maximumSignificantDigits: 6 } : { maximumFractionDigits: 12 };
    const number = new Intl.NumberFormat(state.language, form).format(value).replace("-", "−");
    const before = { ">": "about_over", "<": "about_under", "~": "about_near" }[comparator];
    const named = tables.units[unit] && (tables.units[unit][state.language] || tables.units[unit].en);
    const shown = unit === "percent" ? `${number}%` : `${number} ${named || unit}`;
    return before ? `${say(before)} ${shown}` : shown;
  }
  const plain = (value) => (Array.isArray(value) ? quantity(value) : value === true ? say("yes") : value === false ? say("no") : String(value));

  /* ---- what passes the filters ---- */

  const passes = (number) => {
    const row = tables.evidence[number];
    if (!state.modalities.has(row[MODALITY])) return false;
    if (everyTime()) return true;
    return row[FIRST] >= 0 && (row[LAST] >= state.from || state.from <= span[0]) && (row[FIRST] <= state.to || state.to >= span[1]);
  };

  function edgeState(edge) {
    if (state.relations.has(edge.relation) || state.types.has(nodes[edge.from].type) || state.types.has(nodes[edge.to].type)) return -1;
    if (edge.derived) return state.derived && everyTime() ? 9 : -1;
    let best = -1;
    for (const number of edge.evidence) {
      const told = tables.evidence[number][MODALITY];
      if ((best < 0 || told < best) && passes(number)) best = told;
    }
    return best;
  }

  function apply() {
    shownEdges = edges.map(edgeState);
    const linked = new Set(tables.focus);
    edges.forEach((edge, index) => { if (shownEdges[index] >= 0) linked.add(edge.from).add(edge.to); });
    shownNodes = nodes.map((node, index) => !state.types.has(node.type) && (linked.has(index) || !touching[index].length));
    drawing.show(shownNodes, shownEdges);
    const counts = { nodes: shownNodes.filter(Boolean).length, edges: shownEdges.filter((told) => told >= 0).length };
    byId("status").textContent = say("counts", counts);
    emphasise();
    if (state.list) buildList();
    buildPanel();
    remember();
  }

  function emphasise(indices) {
    const chosen = indices || (state.selected && (state.selected.kind === "edge" ? [state.selected.id] : touching[state.selected.id]));
    if (!chosen) return drawing.emphasise(null);
    const found = { nodes: new Set(), edges: new Set(chosen.filter((index) => shownEdges[index] >= 0)) };
    if (!indices && state.selected.kind === "node") found.nodes.add(state.selected.id);
    for (const index of chosen) {
      if (shownEdges[index] >= 0 || (!indices && state.selected.kind === "edge")) found.nodes.add(edges[index].from).add(edges[index].to);
    }
    return drawing.emphasise(found);
  }

  /* ---- filters, which are the legend ---- */

  function glyph(type) {
    const shapes = {
      dot: "M11 2a6 6 0 1 0 .01 0z", square: "M5.5 2.5h11v11h-11z", diamond: "M11 1l7 7-7 7-7-7z", triangle: "M11 1.5l7 12.5H4z",
      triangleDown: "M4 2h14l-7 12.5z", hexagon: "M7.5 2h7l3.5 6-3.5 6h-7L4 8z",
      star: "M11 .8l1.8 4.9 5.2.2-4.1 3.2 1.4 5-4.3-2.9-4.3 2.9 1.4-5L4 5.9l5.200-.2z",
    };
    return drawn("svg", { viewBox: "0 0 22 16", "aria-hidden": "true" }, drawn("path", { d: shapes[type.shape] || shapes.dot, fill: type[state.theme] }));
  }

  function stroke(color, dashes, crossed) {
    const line = { x1: 0, y1: 8, x2: 22, y2: 8, stroke: color, "stroke-width": 2 };
    if (dashes) line["stroke-dasharray"] = dashes.map((part) => Math.max(part / 1.8, 1.4)).join(" ");
    const parts = [drawn("line", line)];
    if (crossed) parts.push(drawn("path", { d: "M7 4l8 8m0-8l-8 8", stroke: color, "stroke-width": 1.8 }));
    return drawn("svg", { viewBox: "0 0 22 16", "aria-hidden": "true" }, ...parts);
  }

  function choice(checked, mark, text, count, change, members) {
    const input = make("input", { type: "checkbox", on: { change: () => { change(input.checked); apply(); } } });
    input.checked = checked;
    const row = make("label", { class: "choice" }, input, mark, make("span", {}, text), count === null ? "" : make("output", {}, String(count)));
    if (members) {
      row.addEventListener("mouseenter", () => emphasise(members()));
      row.addEventListener("mouseleave", () => emphasise());
    }
    return row;
  }

  function group(key, hidden, things, rows) {
    const set = (all) => { hidden.clear(); if (!all) things.forEach((_, index) => hidden.add(index)); buildFilters(); apply(); };
    const button = (word, all) => make("button", { type: "button", "aria-label": `${say(key)}: ${say(word)}`, on: { click: () => set(all) } }, say(word));
    return make("fieldset", {}, make("legend", {}, make("span", {}, say(key)), button("all", true), button("none", false)), ...rows);
  }

  const toggle = (set, member, on) => (on ? set.add(member) : set.delete(member));

  function buildFilters() {
    const count = (test) => nodes.reduce((sum, node) => sum + test(node), 0);
    const types = tables.types.map((type, index) => choice(
      !state.types.has(index), glyph(type), label(type), count((node) => node.type === index),
      (on) => toggle(state.types, index, !on),
    ));
    const relations = tables.relations.map((relation, index) => {
      const members = edges.flatMap((edge, number) => (edge.relation === index ? [number] : []));
      return choice(!state.relations.has(index), stroke(relation[state.theme]), label(relation), members.length,
        (on) => toggle(state.relations, index, !on), () => members);
    });
    const told = new Array(tables.modalities.length).fill(0);
    edges.forEach((edge) => new Set(edge.evidence.map((number) => tables.evidence[number][MODALITY])).forEach((found) => { told[found] += 1; }));
    const modalities = tables.modalities.map((modality, index) => choice(
      state.modalities.has(index), stroke("currentColor", DASHES[index], index === 3), label(modality), told[index],
      (on) => toggle(state.modalities, index, on),
    ));
    const derived = edges.filter((edge) => edge.derived).length;
    if (derived) modalities.push(choice(state.derived, stroke("currentColor", DERIVED_DASHES), say("derived"), derived, (on) => { state.derived = on; }));
    const reset = make("button", { type: "button", id: "reset", on: { click: () => {
      const { types: t, relations: r, modalities: m, derived: d, from, to } = initial();
      Object.assign(state, { types: t, relations: r, modalities: m, derived: d, from, to });
      buildFilters();
      apply();
    } } }, say("reset"));
    byId("filters").replaceChildren(
      group("types", state.types, tables.types, types),
      make("fieldset", {}, make("legend", {}, make("span", {}, say("told_as"))), ...modalities),
      span[1] > span[0] ? timeFilter() : "",
      group("relations", state.relations, tables.relations, relations),
      reset,
    );
  }

  function timeFilter() {
    const width = 190, bins = Math.min(span[1] - span[0] + 1, 48), each = (span[1] - span[0] + 1) / bins;
    const counts = new Array(bins).fill(0);
    for (const row of tables.evidence) if (row[FIRST] >= 0) counts[Math.max(Math.min(Math.floor((row[FIRST] - span[0]) / each), bins - 1), 0)] += 1;
    const most = Math.max(...counts);
    const bars = counts.map((value, index) => drawn("rect", {
      x: (index * width) / bins, width: Math.max(width / bins - 1, 1), y: 34 - (value ? 3 + (31 * value) / most : 0), height: value ? 3 + (31 * value) / most : 0,
    }));
    const inputs = {};
    const row = (key) => {
      const output = make("output", {}, monthText(state[key]));
      const input = make("input", { type: "range", min: span[0], max: span[1], step: 1, value: state[key], "aria-valuetext": monthText(state[key]), id: `time-${key}` });
      inputs[key] = input;
      input.addEventListener("input", () => {
        state[key] = Number(input.value);
        if (state.from > state.to) state[key] = state[key === "from" ? "to" : "from"];
        input.value = state[key];
        output.textContent = monthText(state[key]);
        input.setAttribute("aria-valuetext", monthText(state[key]));
        tint();
        apply();
      });
      return make("label", {}, make("span", {}, say(key)), input, output);
    };
    const tint = () => bars.forEach((bar, index) => {
      const low = span[0] + index * each, high = low + each - 1;
      bar.setAttribute("class", high >= state.from && low <= state.to ? "in" : "out");
    });
    tint();
    return make("fieldset", { class: "time" }, make("legend", {}, make("span", {}, say("time"))),
      drawn("svg", { viewBox: `0 0 ${width} 34`, preserveAspectRatio: "none", "aria-hidden": "true" }, ...bars), row("from"), row("to"));
  }

  /* ---- the panel ---- */

  function buildPanel() {
    const at = panel.scrollTop, held = panel.dataset.of, now = state.selected ? `${state.selected.kind} ${state.selected.id}` : "";
    const parts = !state.selected ? overview() : state.selected.kind === "node" ? card(state.selected.id) : statement(state.selected.id);
    panel.replaceChildren(...parts.filter(Boolean));
    panel.dataset.of = now;
    panel.scrollTop = held === now ? at : 0;
  }

  const back = () => make("button", { type: "button", on: { click: () => select(null) } }, `← ${say("back")}`);

  function overview() {
    const degree = (index) => touching[index].filter((number) => shownEdges[number] >= 0).length;
    const top = nodes.map((_, index) => [degree(index), index]).filter(([links, index]) => shownNodes[index] && links)
      .sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    return [
      make("h2", {}, heading() || say("most_connected")),
      make("p", { class: "note" }, say("how")),
      tables.truncated ? make("p", { class: "note" }, say("truncated")) : null,
      tables.left_out ? make("p", { class: "note" }, say("left_out", { n: tables.left_out })) : null,
      make("ul", { class: "plain" }, ...top.slice(0, 25).map(([links, index]) => make("li", {}, nodeRow(index, String(links))))),
      make("p", { class: "note" }, say("keys")),
    ];
  }

  const nodeRow = (index, note) => make("button", { type: "button", class: "row", on: { click: () => select({ kind: "node", id: index }) } },
    make("span", { class: "kind" }, glyph(tables.types[nodes[index].type])), spoken("span", label(nodes[index])), make("small", {}, note));

  function card(index) {
    const node = nodes[index], type = tables.types[node.type];
    const parts = [back(), spoken("h2", label(node))];
    if (otherLabel(node)) parts.push(spoken("p", otherLabel(node), { class: "other" }));
    parts.push(make("p", {}, make("span", { class: "kind" }, glyph(type), label(type))));
    for (const [key, texts] of [["aliases", node.aliases], ["ids", node.ids]]) {
      if (texts) parts.push(make("h3", {}, say(key)), spoken("p", texts.join(" · "), { class: "other" }));
    }
    const figures = tables.figures.filter((figure) => figure.node === index && figure.evidence.some(passes));
    if (figures.length) parts.push(make("h3", {}, say("figures")), ...figureTable(figures));
    if (node.more) parts.push(make("p", { class: "note" }, say("more", { n: node.more })));
    parts.push(make("h3", {}, say("relations_of")));
    const shown = touching[index].filter((number) => shownEdges[number] >= 0);
    if (!shown.length) parts.push(make("p", { class: "note" }, say("no_relations")));
    const sections = new Map();
    for (const number of shown) {
      const edge = edges[number], relation = tables.relations[edge.relation], inverse = !relation.symmetric && edge.to === index && edge.from !== index;
      const name = inverse && Object.keys(relation.inverse).length ? label({ labels: relation.inverse }) : label(relation);
      const key = `${edge.relation} ${inverse}`;
      if (!sections.has(key)) sections.set(key, [name, []]);
      sections.get(key)[1].push(number);
    }
    for (const [name, numbers] of sections.values()) {
      parts.push(make("h3", {}, `${name} (${numbers.length})`), make("ul", { class: "plain" }, ...numbers.map((number) => {
        const other = edges[number].from === index ? edges[number].to : edges[number].from;
        return make("li", {}, make("button", { type: "button", class: "row", on: { click: () => select({ kind: "edge", id: number }) } },
          make("span", { class: "kind" }, glyph(tables.types[nodes[other].type])), spoken("span", label(nodes[other])), make("small", {}, edgeNote(number))));
      })));
    }
    return parts;
  }

  function edgeNote(number) {
    const told = shownEdges[number], parts = [];
    if (told === 9) parts.push(say("derived"));
    else if (told > 0) parts.push(label(tables.modalities[told]));
    const days = latest(number);
    if (days) parts.push(days);
    return parts.join(" · ");
  }

  const told = (row) => (row[MORE] && row[MORE].when) || tables.documents[row[DOCUMENT]][2];
  const latest = (number) => edges[number].evidence.filter(passes).map((item) => tables.documents[tables.evidence[item][DOCUMENT]][2]).sort().pop() || "";

  function figureTable(figures, most = 10) {
    const rows = figures.map((figure) => {
      const name = label({ labels: tables.metrics[figure.metric] });
      const about = [figure.benchmark, figure.when || told(tables.evidence[figure.evidence[0]])];
      const best = Math.min(...figure.evidence.filter(passes).map((number) => tables.evidence[number][MODALITY]));
      if (best > 0) about.push(label(tables.modalities[best]));
      const cell = make("td", { colspan: 3 });
      const button = make("button", { type: "button", "aria-expanded": "false", "aria-label": `${say("sentences")}: ${name}`, on: { click: () => {
        const open = button.getAttribute("aria-expanded") === "true";
        button.setAttribute("aria-expanded", String(!open));
        cell.replaceChildren(...(open ? [] : figure.evidence.filter(passes).map(evidence)));
        cell.parentElement.hidden = open;
      } } }, about.filter(Boolean).join(" · ") || say("sentences"));
      return [make("tr", {}, make("td", {}, name), make("td", { title: figure.value.slice(0, 2).join(" ") }, quantity(figure.value)), make("td", {}, button)), make("tr", { hidden: true }, cell)];
    });
    const body = make("tbody", {}, ...rows.slice(0, most).flat());
    const table = make("table", { class: "figures" }, body);
    if (rows.length <= most) return [table];
    const more = make("button", { type: "button", on: { click: () => { body.append(...rows.slice(most).flat()); more.remove(); } } }, say("show_more", { n: rows.length - most }));
    return [table, more];
  }

  function statement(number) {
    const edge = edges[number], relation = tables.relations[edge.relation];
    const end = (index) => spoken("button", label(nodes[index]), { type: "button", on: { click: () => select({ kind: "node", id: index }) } });
    const parts = [back(), make("h2", { class: "triple" }, end(edge.from), make("em", {}, `${label(relation)} ${relation.symmetric ? "↔" : "→"}`), end(edge.to))];
    if (edge.derived) parts.push(make("p", { class: "note" }, say("concluded")));
    const shown = edge.evidence.filter(passes);
    if (edge.evidence.length) parts.push(make("h3", {}, `${say("sentences")} (${shown.length})`));
    parts.push(...shown.map(evidence));
    if (shown.length < edge.evidence.length) parts.push(make("p", { class: "note" }, say("filtered", { n: edge.evidence.length - shown.length })));
    if (edge.more) parts.push(make("p", { class: "note" }, say("more", { n: edge.more })));
    return parts;
  }

  /* A sentence with its quote marked, and all that is known of where it stands. */
  function evidence(number) {
    const row = tables.evidence[number], more = row[MORE] || {};
    const [title, publisher, published, url] = tables.documents[row[DOCUMENT]];
    const sentence = tables.sentences[row[SENTENCE]], end = row[START] + row[LENGTH];
    const quote = row[LENGTH] >= sentence.length ? [sentence] : [sentence.slice(0, row[START]), make("mark", {}, sentence.slice(row[START], end)), sentence.slice(end)];
    const modality = tables.modalities[row[MODALITY]];
    const facts = [];
    if (more.by) facts.push(`${say("says")} ${more.by}`);
    if (more.when) facts.push(`${say("told_of")} ${more.when}`);
    for (const [name, value] of Object.entries(more.with || {})) {
      const labels = tables.qualifiers[name];
      facts.push(`${labels ? label({ labels, name }) : name}: ${plain(value)}`);
    }
    if (more.or) facts.push(`${say("or")} ${more.or.map(quantity).join(", ")}`);
    if (row[RULE] >= 0) facts.push(`${say("rule")} ${tables.rules[row[RULE]]}`);
    const source = [publisher >= 0 ? tables.publishers[publisher] : "", published || say("undated")].filter(Boolean).join(" · ");
    return make("article", { class: "told" },
      make("blockquote", { lang: tongue(sentence) }, ...quote),
      make("p", { class: "meta" }, make("span", { class: `badge ${modality.name}` }, label(modality)), " ", source),
      facts.length ? make("p", { class: "meta" }, facts.join(" · ")) : "",
      title || url ? make("p", { class: "meta" }, link(title, url)) : "");
  }

  /* Only a web address becomes a link; anything else stays text. */
  function link(title, url) {
    let safe = null;
    try { const found = new URL(url); if (found.protocol === "http:" || found.protocol === "https:") safe = found.href; } catch { safe = null; }
    if (!safe) return make("span", {}, [title, url].filter(Boolean).join(" — "));
    return make("a", { href: safe, target: "_blank", rel: "noopener noreferrer external", referrerpolicy: "no-referrer" }, title || safe);
  }

  /* ---- the list: the drawing's twin ---- */

  function buildList(most = 200) {
    const shown = edges.flatMap((_, index) => (shownEdges[index] >= 0 ? [index] : []));
    const cell = (index) => make("td", {}, spoken("button", label(nodes[index]), { type: "button", on: { click: () => select({ kind: "node", id: index }) } }));
    const rows = shown.slice(0, most).map((number) => {
      const edge = edges[number], relation = label(tables.relations[edge.relation]);
      const sources = new Set(edge.evidence.filter(passes).map((item) => tables.documents[tables.evidence[item][DOCUMENT]][1]));
      const modality = shownEdges[number] === 9 ? say("derived") : label(tables.modalities[shownEdges[number]]);
      const open = make("button", { type: "button", "aria-label": `${relation}: ${label(nodes[edge.from])} – ${label(nodes[edge.to])}`, on: { click: () => select({ kind: "edge", id: number }) } }, relation);
      return make("tr", {}, cell(edge.from), make("td", {}, open), cell(edge.to), make("td", {}, modality), make("td", {}, latest(number)), make("td", {}, String(sources.size)));
    });
    const heads = ["subject", "relation", "object", "told_as", "latest", "sources"].map((key) => make("th", { scope: "col" }, say(key)));
    const parts = [make("table", {}, make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows))];
    if (shown.length > most) {
      const n = Math.min(shown.length - most, 500);
      parts.push(make("p", {}, make("button", { type: "button", on: { click: () => buildList(most + n) } }, say("show_more", { n }))));
    }
    list.replaceChildren(...parts);
  }

  function showList(on) {
    state.list = on;
    list.hidden = !on;
    byId("drawing").hidden = on;
    byId("zoom").hidden = on;
    byId("view").setAttribute("aria-pressed", String(on));
    if (on) buildList();
    else if (ready && !placed) place();
  }

  /* The first view; a drawing that is not on the screen has no size to fit into. */
  function place() {
    placed = true;
    drawing.measure();
    if (state.place) return drawing.goTo(state.place);
    drawing.fit();
    const chosen = state.selected;
    if (chosen) drawing.reveal(chosen.kind === "node" ? [chosen.id] : [edges[chosen.id].from, edges[chosen.id].to]);
    return undefined;
  }

  function select(found, { reveal = true } = {}) {
    state.selected = found;
    if (drawing.network) {
      drawing.network.unselectAll();
      if (found && reveal && !state.list) drawing.reveal(found.kind === "node" ? [found.id] : [edges[found.id].from, edges[found.id].to]);
    }
    emphasise();
    buildPanel();
    remember();
  }

  /* ---- search ---- */

  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s\-_·.'’"“”(),（）]/g, "");
  const names = nodes.map((node) => [...Object.values(node.labels), ...(node.aliases || []), ...(node.ids || [])].map(fold));
  let found = [], active = -1;

  function lookUp() {
    const wanted = fold(search.value);
    const rank = (index) => {
      let best = 9;
      for (const name of names[index]) {
        if (name === wanted) return 0;
        if (name.startsWith(wanted)) best = Math.min(best, 1);
        else if (name.includes(wanted)) best = Math.min(best, 2);
      }
      return best;
    };
    found = !wanted ? [] : nodes.map((_, index) => [rank(index), -touching[index].length, index]).filter(([best]) => best < 9)
      .sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]).slice(0, 10).map(([, , index]) => index);
    active = found.length ? 0 : -1;
    showHits(Boolean(wanted));
  }

  function showHits(open) {
    hits.hidden = !open;
    search.setAttribute("aria-expanded", String(open));
    hits.replaceChildren(...(found.length ? found.map((index, place) => make("li", {
      role: "option", id: `hit-${place}`, "aria-selected": String(place === active), on: { mousedown: (event) => { event.preventDefault(); take(index); } },
    }, spoken("span", label(nodes[index])), spoken("span", otherLabel(nodes[index]), { class: "other" }), make("small", {}, label(tables.types[nodes[index].type]))))
      : [make("li", { role: "option", "aria-selected": "false", "aria-disabled": "true" }, say("no_hit"))]));
    if (active >= 0 && open) search.setAttribute("aria-activedescendant", `hit-${active}`);
    else search.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    search.value = label(nodes[index]);
    found = [];
    active = -1;
    showHits(false);
    if (!shownNodes[index]) { state.types.delete(nodes[index].type); buildFilters(); apply(); }
    select({ kind: "node", id: index });
  }

  search.addEventListener("input", lookUp);
  search.addEventListener("blur", () => showHits(false));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && active >= 0 && found.length) take(found[active]);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length) {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      showHits(true);
      event.preventDefault();
    } else if (event.key === "Escape") { showHits(false); search.blur(); event.stopPropagation(); }
  });

  /* ---- the state in the address ---- */

  function remember() {
    const parts = new URLSearchParams();
    const chosen = state.selected;
    if (chosen) parts.set(chosen.kind === "node" ? "n" : "e", (chosen.kind === "node" ? nodes : edges)[chosen.id].key);
    if (state.types.size) parts.set("t", [...state.types].sort((a, b) => a - b).map((index) => tables.types[index].name).join(","));
    if (state.relations.size) parts.set("r", [...state.relations].sort((a, b) => a - b).map((index) => tables.relations[index].name).join(","));
    const shown = [...state.modalities].sort((a, b) => a - b);
    if (String(shown) !== String(tables.shown)) parts.set("m", shown.map((index) => tables.modalities[index].name).join(",") || "-");
    if (!state.derived) parts.set("d", "0");
    if (!everyTime()) { parts.set("from", monthText(state.from)); parts.set("to", monthText(state.to)); }
    if (state.language !== data.language) parts.set("l", state.language);
    if (state.chosenTheme) parts.set("th", state.theme);
    if (state.list) parts.set("v", "list");
    if (state.place) parts.set("at", state.place.join(","));
    const hash = parts.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? `#${hash}` : location.href.split("#")[0]);
  }

  function recall() {
    const parts = new URLSearchParams(location.hash.slice(1));
    const indices = (key, things) => new Set((parts.get(key) || "").split(",").map((name) => things.findIndex((thing) => thing.name === name)).filter((index) => index >= 0));
    state = initial();
    state.types = indices("t", tables.types);
    state.relations = indices("r", tables.relations);
    if (parts.has("m")) state.modalities = indices("m", tables.modalities);
    state.derived = parts.get("d") !== "0";
    state.from = readMonth(parts.get("from")) ?? span[0];
    state.to = Math.max(readMonth(parts.get("to")) ?? span[1], state.from);
    if (Object.hasOwn(words, parts.get("l") || "")) state.language = parts.get("l");
    if (["light", "dark"].includes(parts.get("th"))) { state.theme = parts.get("th"); state.chosenTheme = true; }
    const place = (parts.get("at") || "").split(",").map(Number);
    if (place.length === 3 && place.every(Number.isFinite) && place[2] > 0.01 && place[2] < 10) state.place = place;
    for (const [kind, key, things] of [["node", "n", nodes], ["edge", "e", edges]]) {
      const id = parts.has(key) ? things.findIndex((thing) => thing.key === parts.get(key) || (kind === "edge" && parts.get(key).startsWith(thing.key))) : -1;
      if (id >= 0) state.selected = { kind, id };
    }
    state.list = parts.get("v") === "list";
  }

  /* ---- words, theme, keys ---- */

  function dress() {
    document.documentElement.dataset.theme = state.theme;
    document.documentElement.lang = state.language;
    for (const element of document.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
    for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
    byId("heading").textContent = heading();
    document.title = `${heading() || say("most_connected")} · ${say("title")}`;
    search.placeholder = say(search.dataset.hint);
    byId("theme").textContent = say(state.theme === "dark" ? "theme_dark" : "theme_light");
    byId("language").textContent = state.language === "en" ? "中文" : "English";
    byId("language").lang = state.language === "en" ? "zh" : "en";
    drawing.setTheme(state.theme);
    const canvas = byId("drawing").querySelector(".vis-network");
    if (canvas) { canvas.setAttribute("role", "application"); canvas.setAttribute("aria-label", say("drawing")); }
    buildFilters();
    showList(state.list);
    apply();
    drawing.redraw();
  }

  function settle() { state.place = drawing.where(); remember(); }

  const moves = {
    ArrowLeft: () => drawing.pan(-80, 0), ArrowRight: () => drawing.pan(80, 0), ArrowUp: () => drawing.pan(0, -80), ArrowDown: () => drawing.pan(0, 80),
    "+": () => drawing.zoom(1.25), "=": () => drawing.zoom(1.25), "-": () => drawing.zoom(0.8), 0: () => drawing.fit(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "Escape") select(null);
    else if (typing) return;
    else if (event.key === "/") { search.focus(); search.select(); event.preventDefault(); }
    else if (event.key === "l" || event.key === "L") { showList(!state.list); remember(); }
    else if (moves[event.key] && byId("drawing").contains(event.target)) { moves[event.key](); settle(); event.preventDefault(); }
  });
  byId("view").addEventListener("click", () => { showList(!state.list); remember(); });
  byId("language").addEventListener("click", () => { state.language = state.language === "en" ? "zh" : "en"; dress(); });
  byId("theme").addEventListener("click", () => { state.theme = state.theme === "dark" ? "light" : "dark"; state.chosenTheme = true; dress(); });
  byId("in").addEventListener("click", () => { drawing.zoom(1.25); settle(); });
  byId("out").addEventListener("click", () => { drawing.zoom(0.8); settle(); });
  byId("all").addEventListener("click", () => { drawing.fit(); state.place = null; remember(); });
  byId("png").addEventListener("click", () => drawing.picture([say("title"), heading()].filter(Boolean).join(" · "), (blob) => {
    const link = make("a", { href: URL.createObjectURL(blob), download: "china-ai-kg.png" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }));
  byId("link").addEventListener("click", () => {
    const status = (key) => { byId("status").textContent = say(key); };
    if (navigator.clipboard) navigator.clipboard.writeText(location.href).then(() => status("copied"), () => status("not_copied"));
    else status("not_copied");
  });

  function begin() {
    drawing.start();
    byId("drawing").network = drawing.network;
    drawing.network.on("click", (event) => {
      if (event.nodes.length) select({ kind: "node", id: event.nodes[0] }, { reveal: false });
      else if (event.edges.length) select({ kind: "edge", id: event.edges[0] }, { reveal: false });
      else select(null);
    });
    drawing.network.on("dragEnd", settle);
    let later = 0;
    drawing.network.on("zoom", () => { clearTimeout(later); later = setTimeout(settle, 250); });
  }

  recall();
  document.documentElement.dataset.theme = state.theme;
  drawing.setTheme(state.theme);
  apply();
  begin();
  dress();
  ready = true;
  if (!state.list) place();
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("drawn")));
  window.addEventListener("hashchange", () => {
    recall();
    dress();
    if (state.place && !state.list) drawing.goTo(state.place);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => {
    if (!state.chosenTheme) { state.theme = event.matches ? "dark" : "light"; dress(); }
  });
})();
