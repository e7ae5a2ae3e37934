// The keyboard: one key for each thing that the mouse can do, and the list of them.

import { make } from "./dom.js";
import { word } from "./words.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const LETTERS = { f: "focus", p: "path", t: "pin", h: "hide", "?": "help", "？": "help" };
const NEARER = { "+": true, "=": true, "-": false };

/** Keys on the drawing move, zoom and open; letters and Esc count wherever one does not write. */
export function onKeys(drawing, { step, zoom, fit, read, leave, ...acts }) {
  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (ARROWS[event.key]) step(...ARROWS[event.key]);
    else if (event.key in NEARER) zoom(NEARER[event.key]);
    else if (event.key === "0") fit();
    else if (event.key === "Enter") read();
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Esc that gives up the input of Chinese gives up nothing else
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") leave();
    else if (LETTERS[event.key] && !writes(event.target)) { acts[LETTERS[event.key]](); event.preventDefault(); }
  });
}

function writes(element) {
  return element.matches("input[type=search]");
}

/** The list of the keys, in a dialog. */
export function makeHelp(dialog) {
  function draw() {
    const close = make("button", { type: "button", class: "close", "aria-label": word("close"), title: word("close"), click: () => dialog.close() }, "×");
    const rows = word("keys").map(([keys, what]) => [make("dt", {}, keys.split(" ").map((key) => make("kbd", {}, key))), make("dd", {}, what)]);
    dialog.replaceChildren(close, make("h2", { id: "keys-title" }, word("help")), make("dl", {}, rows.flat()));
  }
  return { draw, toggle: () => (dialog.open ? dialog.close() : dialog.showModal()) };
}
