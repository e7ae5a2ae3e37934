// Puts the parts together. The address says what is selected (#key, or #key|key for a link), so that a link leads there.

import { data, nodeWithKey } from "./store.js";
import { makeDrawing } from "./drawing.js";
import { makeLegend } from "./legend.js";
import { makePanel } from "./panel.js";
import { makeSearch } from "./search.js";
import { takePicture, takeTable, takeTurtle } from "./takeaway.js";
import { turtleOf } from "./turtle.js";
import { fillWords, switchLanguage, word } from "./words.js";

const NARROW = 700; // as in page.css
const GLIDE = matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };

const at = (id) => document.getElementById(id);
const panelBox = at("panel");
const drawing = makeDrawing(at("drawing"), pick);
const panel = makePanel(panelBox, pick);
const legend = makeLegend(at("legend").querySelector("ul"), drawing.setHidden);
let shown = []; // one node, the two ends of a link, or nothing
let found = false; // by the search: then the reading goes on in the panel

makeSearch(at("search"), at("found"), (choice) => {
  found = true;
  pick(choice);
});

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
  if (shown.length) drawing.frame(room(), GLIDE);
  if (found) panelBox.focus({ preventScroll: true });
  found = false;
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

/** How much of the drawing legend and panel cover, on each side. */
function room() {
  const narrow = innerWidth < NARROW;
  const { width, height } = panelBox.getBoundingClientRect();
  const legendWidth = at("legend").open && !narrow ? at("legend").getBoundingClientRect().width : 0;
  return { left: legendWidth, right: narrow ? 0 : width, top: 0, bottom: narrow ? height : 0 };
}

function speak() {
  fillWords(document);
  document.title = word("title");
  at("language").textContent = word("language");
  const facts = data.relations.length + data.observations.length + data.milestones.length;
  at("counts").textContent = word("counts", { documents: data.documents.length, nodes: data.nodes.length, facts });
}

at("language").addEventListener("click", () => { switchLanguage(); speak(); legend.draw(); showPanel(); });
at("zoom").addEventListener("click", ({ target }) => { 
  const how = target.closest("button")?.dataset.zoom;
  if (how === "fit") drawing.frame(room(), GLIDE);
  else if (how) drawing.zoom(how === "in" ? 1.4 : 1 / 1.4);
});
document.addEventListener("keydown", ({ key }) => { if (key === "Escape") pick({}); });
addEventListener("hashchange", follow);

at("empty").hidden = data.nodes.length > 0;
if (innerWidth < NARROW) at("legend").open = false;
speak();
drawing.frame(room(), false);
follow();
const take = { table: takeTable, turtle: takeTurtle, picture: (number) => takePicture(drawing.view, number) };
window.kg = { ...drawing.state, take, turtle: turtleOf }; // what the page shows, for scripts and tests that drive it
