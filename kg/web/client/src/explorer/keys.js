/* What keys do. Letters count only while nothing but the drawing or the page itself has the focus. */

import { byId } from "../shared/dom.js";
import { toggled } from "./view.js";

const STEP = 80; // CSS pixels

export function follow(app) {
  const moves = {
    ArrowLeft: () => app.drawing?.panBy(-STEP, 0), ArrowRight: () => app.drawing?.panBy(STEP, 0),
    ArrowUp: () => app.drawing?.panBy(0, -STEP), ArrowDown: () => app.drawing?.panBy(0, STEP),
    "+": () => app.drawing?.zoomBy(1.4), "=": () => app.drawing?.zoomBy(1.4), "-": () => app.drawing?.zoomBy(1 / 1.4), 0: () => app.stage.fitShown(),
  };
  const chosen = (work) => () => { if (app.view.panel === "node") work(app.view.subject); };
  const letters = {
    l: () => { if (app.drawing) app.change({ list: app.view.list ? null : "relations" }); },
    e: chosen((id) => app.expand(id)),
    h: chosen((id) => app.hide(id)),
    p: chosen((id) => app.change({ pinned: toggled(app.view.pinned, id, !app.view.pinned.has(id)) })),
    f: chosen((id) => app.focusOn(app.view.focus === id ? null : id)),
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const typing = event.target instanceof HTMLInputElement && !["checkbox", "radio", "range"].includes(event.target.type);
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && ["z", "y"].includes(key) && !typing) {
      if (key === "y" || event.shiftKey) app.redo(); else app.undo();
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { closeMenus(); if (app.view.panel !== "overview") app.show("overview"); return; }
    if (typing) return;
    if (event.key === "/") {
      byId("search").focus();
      byId("search").select();
      event.preventDefault();
      return;
    }
    const drawing = byId("drawing").contains(event.target);
    if (drawing && moves[event.key]) { moves[event.key](); event.preventDefault(); }
    else if ((drawing || event.target === document.body) && letters[key]) { letters[key](); event.preventDefault(); }
  });
  document.addEventListener("click", (event) => { if (!event.target.closest?.(".menu") || event.target.closest(".choices")) closeMenus(); });
}

function closeMenus() { for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false; }
