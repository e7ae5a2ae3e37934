// Puts the parts together. The address holds the state; whatever the reader does changes the address, and the page follows it.

import { data, lookOf } from "./store.js";
import { addressOf, NOTHING, stateOf } from "./state.js";
import { narrowed, pairOf } from "./narrow.js";
import { shortest, within } from "./paths.js";
import { followSystem, lightOnPaper, switchTheme } from "./palette.js";
import { makeDrawing } from "./drawing.js";
import { makeFilters } from "./filters.js";
import { makeLegend } from "./legend.js";
import { makePanel } from "./panel.js";
import { makeSearch } from "./search.js";
import { makeHelp, onKeys } from "./keys.js";
import { takePicture, takeTable, takeTurtle } from "./takeaway.js";
import { turtleOf } from "./turtle.js";
import { fillWords, labelOf, switchLanguage, word } from "./words.js";

const NARROW = 700; // as in page.css
const MANY = 200; // how many neighbours a node brings into the picture
const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
const glide = (duration) => (CALM ? false : { duration, easingFunction: "easeInOutQuad" });
const GLIDE = glide(350);
const NEARER = 1.4;

const at = (id) => document.getElementById(id);
followSystem();
const drawing = makeDrawing(at("drawing"), choose);
const panel = makePanel(at("panel"), { onPick: choose, onChange: change, onPath: choosePath, onTurtle: () => at("take-turtle").click() });
const legend = makeLegend(at("legend").querySelector("ul"), change);
const filters = makeFilters(at("filters").querySelector("div"), change);
const help = makeHelp(at("keys"));
let state = NOTHING;
let view = narrowed(state);
let picture = scene();
let origin; // where a path is to begin whose other end the reader is choosing
let found = false; // by the search: then the reading goes on in the panel

const search = makeSearch(at("search"), at("found"), (choice) => {
  found = true;
  choose(choice);
}, () => at("drawing").focus());

/** The reader chose something: with Shift, or after he asked for a path, a node is the other end of a path. */
function choose(choice, shift) {
  const start = origin ?? (shift ? state.chosen[0] : undefined);
  if (choice.node !== undefined && start !== undefined && start !== choice.node) change({ chosen: [start, choice.node], path: true, steps: 0 });
  else pick(choice);
  if (origin !== undefined) choosePath();
}

/** Shows a node, a link or nothing. */
function pick({ node, ends }, quietly = false) {
  change({ chosen: ends ?? (node === undefined ? [] : [node]), path: false, steps: node === undefined ? 0 : state.steps }, quietly);
}

/** From now on the search is for the other end of a path that begins here; without a node, it is for whatever one looks for. */
function choosePath(node) {
  origin = node;
  search.ask(node === undefined ? word("search") : word("pathTo", data.nodes[node].label), node !== undefined);
}

/** The state takes over what has changed; `quietly`: the browser's history does not. */
function change(patch, quietly = false) {
  const address = addressOf({ ...state, ...patch });
  if (address === location.hash) follow(); // it is there already; but he may have lost sight of it
  else if (quietly) location.replace(address);
  else location.hash = address;
}

function follow() {
  const before = state;
  state = stateOf(location.hash);
  const without = state.without.filter((type) => !state.chosen.some((node) => data.nodes[node].type === type));
  state = { ...state, without, hide: state.hide.filter((node) => !state.chosen.includes(node)) }; // what one looks for is shown
  view = narrowed(state);
  picture = scene();
  drawing.show(picture);
  showRest();
  const moved = ["chosen", "path", "steps"].some((key) => String(state[key]) !== String(before[key]));
  if ((moved || found) && (state.chosen.length || state.steps !== before.steps)) drawing.frame(room(), GLIDE);
  if (found) at("panel").focus({ preventScroll: true });
  found = false;
}

/** What is to be drawn of the state. */
function scene() {
  const [first, second] = state.chosen;
  const way = state.path ? shortest(first, second, view.neighbours) : [];
  let near = null, left = 0; // and how many are too many to be drawn
  if (state.path) near = new Set([...state.chosen, ...way]);
  else if (state.steps) {
    const around = [...within(first, state.steps, view.neighbours)];
    near = new Set(around.slice(0, data.firstNodes));
    left = around.length - near.size;
  } else if (state.chosen.length === 1) near = new Set([first, ...view.neighbours(first).slice(0, MANY)]);
  else if (state.chosen.length) near = new Set(state.chosen);
  const shown = state.steps ? (node) => near.has(node) || state.pin.includes(node) : view.shown;
  return {
    shown, near, left, way, alone: state.steps > 0, linked: view.open ? null : view.linked, centre: state.chosen, pinned: state.pin,
    hops: state.path ? new Set(way.slice(1).map((node, i) => pairOf(way[i], node))) : null,
    extra: view.open ? [] : data.nodes.flatMap((_, node) => (view.shown(node) ? [node] : [])).slice(0, data.firstNodes),
  };
}

/** Everything beside the drawing. */
function showRest() {
  legend.draw(state, view);
  filters.draw(state, view);
  showCounts();
  at("take-turtle").disabled = state.chosen.length !== 1;
  if (state.path) panel.showPath(...state.chosen, picture.way, view);
  else if (state.chosen.length === 1) panel.showNode(state.chosen[0], state, view, picture.left);
  else if (state.chosen.length === 2) panel.showLink(...state.chosen, view);
  else {
    const held = at("panel").contains(document.activeElement);
    panel.hide();
    if (held) at("drawing").focus();
  }
}

function showCounts() {
  const facts = data.relations.length + data.observations.length + data.milestones.length;
  const nodes = data.nodes.reduce((sum, _, node) => sum + picture.shown(node), 0);
  const of = (some, all) => (some === all ? all : `${some} / ${all}`);
  at("counts").textContent = word("counts", { documents: data.documents.length, nodes: of(nodes, data.nodes.length), facts: of(shownFacts().length, facts) });
  const names = state.chosen.map((node) => `${data.nodes[node].label} ${labelOf(lookOf.get(data.nodes[node].type))}`);
  at("said").textContent = [...names, at("counts").textContent].join(word("comma"));
}

/** The facts that the filters let through and whose ends are to be seen. */
function shownFacts() {
  return view.facts.filter(({ ends }) => ends.every(picture.shown));
}

/** How much of the drawing the boxes at the sides cover. */
function room() {
  const narrow = innerWidth < NARROW;
  const { width, height } = at("panel").getBoundingClientRect();
  const side = [...at("side").children].some((box) => box.open) && !narrow ? at("side").getBoundingClientRect().width : 0;
  return { left: side, right: narrow ? 0 : width, top: 0, bottom: narrow ? height : 0 };
}

function speak() {
  fillWords(document);
  document.title = word("title");
  help.draw();
  choosePath(origin);
  showRest();
}

/** Esc: the export menu closes, or the path is given up, or nothing is chosen any more. */
function leave() {
  if (at("take").open) {
    if (at("take").contains(document.activeElement)) at("take").querySelector("summary").focus();
    at("take").open = false;
  }
  else if (origin !== undefined) choosePath();
  else pick({});
}

function step(dx, dy) {
  const next = drawing.beside(state.chosen[0], dx, dy);
  if (next !== undefined) pick({ node: next }, true);
}

const toggled = (list, node) => (list.includes(node) ? list.filter((other) => other !== node) : [...list, node]);
const one = (then) => () => { if (state.chosen.length === 1) then(state.chosen[0]); };
onKeys(at("drawing"), {
  step,
  zoom: (nearer) => drawing.zoom(nearer ? NEARER : 1 / NEARER, glide(150)),
  fit: () => drawing.frame(room(), GLIDE),
  read: () => at("panel").focus(),
  focus: one(() => change({ steps: (state.steps + 1) % 4 })),
  path: one(choosePath),
  pin: one((node) => change({ pin: toggled(state.pin, node) })),
  hide: one((node) => change({ hide: [...state.hide, node], chosen: [], steps: 0 })),
  leave,
  help: help.toggle,
});

at("take-picture").addEventListener("click", () => takePicture(drawing.view, state.chosen[0]));
at("take-table").addEventListener("click", () => takeTable(shownFacts().map(({ row }) => row)));
at("take-turtle").addEventListener("click", () => takeTurtle(state.chosen[0]));
at("language").addEventListener("click", () => { switchLanguage(); speak(); });
at("theme").addEventListener("click", () => { switchTheme(); drawing.recolour(); });
at("help").addEventListener("click", help.toggle);
at("back").addEventListener("click", () => history.back());
at("forward").addEventListener("click", () => history.forward());
at("zoom").addEventListener("click", ({ target }) => {
  const how = target.closest("button")?.dataset.zoom;
  if (how === "fit") drawing.frame(room(), GLIDE);
  else if (how) drawing.zoom(how === "in" ? NEARER : 1 / NEARER, glide(150));
});
document.addEventListener("click", ({ target }) => { if (!target.closest("#take summary")) at("take").open = false; });
addEventListener("hashchange", follow);
lightOnPaper(drawing.recolour);
drawing.onTurned(() => drawing.frame(room(), false));

at("empty").hidden = data.nodes.length > 0;
if (innerWidth < NARROW) at("legend").open = false;
drawing.onceDrawn(() => performance.mark("drawn"));
drawing.frame(room(), false);
speak();
follow();
window.kg = { ...drawing.state, turtle: turtleOf }; // what the page shows, for scripts and tests that drive it
