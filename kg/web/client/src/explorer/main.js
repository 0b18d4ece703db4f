/* Puts the explorer together: the vocabulary, the state in the address, the parts of the page, the drawing. */

import { createDrawing, NoWebGLError } from "../drawing/index.js";
import { ask } from "../shared/api.js";
import { byId } from "../shared/dom.js";
import { App } from "./app.js";
import { Chrome } from "./chrome.js";
import { follow } from "./keys.js";
import { Legend } from "./legend.js";
import { Panel } from "./panel.js";
import { List } from "./table.js";

const POLL = 3000; // milliseconds between two looks for another published state
const still = matchMedia("(prefers-reduced-motion: reduce)"), dark = matchMedia("(prefers-color-scheme: dark)");

function draw(app) {
  try {
    app.stage.attach(createDrawing(byId("drawing"), { reducedMotion: still.matches }));
  } catch (error) {
    if (!(error instanceof NoWebGLError)) throw error;
  }
}

/** Loads the map as soon as there is one, and again whenever another state is published. */
async function watch(app) {
  for (;;) {
    await new Promise((done) => { setTimeout(done, app.stage.waiting ? POLL / 3 : POLL); });
    if (document.hidden || app.working) continue;
    const before = app.graph;
    try {
      if (!await app.stage.refresh()) continue;
    } catch {
      continue; // the server is away for a moment; a question of the user would say so
    }
    app.render();
    if (before) app.say("renewed");
  }
}

async function begin() {
  const vocabulary = await ask("/api/ontology");
  const usual = { language: document.documentElement.lang === "zh" ? "zh" : "en", theme: dark.matches ? "dark" : "light" };
  const app = new App(vocabulary, usual);
  document.documentElement.dataset.theme = app.view.theme;
  draw(app);
  const legend = new Legend(app, byId("filters")), panel = new Panel(app, byId("panel")), list = new List(app, byId("list"));
  app.parts = [new Chrome(app), legend, list, panel];
  follow(app);
  byId("drawing").explorer = app;
  dark.addEventListener("change", ({ matches }) => {
    usual.theme = matches ? "dark" : "light";
    if (!app.view.chosen) app.change({ theme: usual.theme });
  });
  app.render();
  const { camera } = app.view;
  await app.while(app.stage.settle());
  if (camera && app.drawing) app.drawing.setCamera({ x: camera[0], y: camera[1], ratio: camera[2] });
  app.render();
  if (!camera && app.graph) {
    if (app.view.scope === "none" || app.view.focus) app.stage.fitShown();
    else app.stage.reveal();
  }
  performance.mark("ready");
  await watch(app);
}

begin().catch((error) => {
  byId("message").textContent = error.message || "";
  throw error;
});
