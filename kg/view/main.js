// Puts the parts together. The address says what is selected (#key, or #key|key for a link), so that a link leads there.

import { data, nodeWithKey } from "./store.js";
import { makeDrawing } from "./drawing.js";
import { makeLegend } from "./legend.js";
import { makePanel } from "./panel.js";
import { makeSearch } from "./search.js";
import { fillWords, switchLanguage, word } from "./words.js";

const at = (id) => document.getElementById(id);
const panelBox = at("panel");
const drawing = makeDrawing(at("drawing"), pick);
const panel = makePanel(panelBox, pick);
const legend = makeLegend(at("legend").querySelector("ul"), drawing.setHidden);
let shown = []; // one node, the two ends of a link, or nothing

makeSearch(at("search"), at("found"), pick);

/** The reader chose a node, a link or nothing: the address takes it up, and the page follows the address. */
function pick({ node, ends }) {
  const chosen = ends ?? (node === undefined ? [] : [node]);
  location.hash = chosen.map((number) => encodeURIComponent(data.nodes[number].key)).join("|");
}

function follow() {
  const numbers = location.hash.slice(1).split(/\||%7C/i).map((part) => nodeWithKey(decoded(part)));
  shown = numbers.every((number) => number !== undefined) && numbers.length < 3 ? numbers : [];
  for (const number of shown) legend.show(data.nodes[number].type);
  drawing.select(shown);
  showPanel();
  if (shown.length) drawing.look(shown, free());
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // an address that somebody cut off
  }
}

function showPanel() {
  if (shown.length === 1) panel.showNode(shown[0]);
  else if (shown.length === 2) panel.showLink(...shown);
  else panel.hide();
}

/** How much of the drawing the panel covers. */
function free() {
  const { width, height } = panelBox.getBoundingClientRect();
  return width < innerWidth ? { right: width, bottom: 0 } : { right: 0, bottom: height };
}

function speak() {
  fillWords(document);
  document.title = word("title");
  at("language").textContent = word("language");
  const facts = data.relations.length + data.observations.length + data.milestones.length;
  at("counts").textContent = word("counts", { documents: data.documents.length, nodes: data.nodes.length, facts });
}

at("language").addEventListener("click", () => { switchLanguage(); speak(); legend.draw(); showPanel(); });
at("zoom").addEventListener("click", ({ target }) => { if (target.dataset.zoom) drawing.zoom(target.dataset.zoom); });
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") pick({}); });
addEventListener("hashchange", follow);

at("empty").hidden = data.nodes.length > 0;
if (innerWidth < 700) at("legend").open = false;
speak();
follow();
window.kg = drawing.state; // what the page shows, for scripts and tests that drive it
