// The network as vis draws it: which nodes are there, which are hidden, which stand out.

import { data, factsOf, lookOf, neighbours, network } from "./store.js";
import { makeLabels } from "./labels.js";

const QUIET = { color: "#b9c0c7", highlight: "#b9c0c7", hover: "#7b8794", opacity: 0.55 };
const FADED = { ...QUIET, opacity: 0.08 };
const STRONG = { color: "#52606d", highlight: "#52606d", hover: "#52606d", opacity: 0.9 };
const GOLDEN = 2.399963; // the angle that fills a disc evenly
const MANY = 200; // how many neighbours a node brings in
const MARGIN = 48; // pixels around the picture
const CLOSEST = 1.1; // how far a selection is zoomed in
const CLEAR = 0.5; // the least scale at which a selection is legible

/** Draws the network into `container`. `onPick` gets {node}, {ends: [a, b]} or {} when the reader clicks. */
export function makeDrawing(container, onPick) {
  const upright = container.clientHeight > 1.2 * container.clientWidth; // the picture is wide: a phone held upright gets it turned
  const nodes = new vis.DataSet(network.nodes.map((node) => (upright ? { ...node, x: node.y, y: node.x } : node)));
  const edges = new vis.DataSet(network.edges.map((edge) => ({ ...edge, color: QUIET })));
  const view = new vis.Network(container, { nodes, edges }, network.options);
  const labels = makeLabels(view);
  const hidden = new Set();
  let centre = new Set(); // what is selected
  let near = null; // the nodes that stand out, or null when all do
  let hovered = null;

  view.on("afterDrawing", (context) => labels.paint(context, { order: order(), loud: new Set([...centre, hovered]), all: near !== null }));
  view.on("hoverNode", ({ node }) => { hovered = node; container.style.cursor = "pointer"; view.redraw(); });
  view.on("blurNode", () => { hovered = null; container.style.cursor = ""; view.redraw(); });
  view.on("hoverEdge", () => { container.style.cursor = "pointer"; });
  view.on("blurEdge", () => { container.style.cursor = ""; });
  view.on("click", ({ nodes: [node], edges: [edge], pointer }) => {
    const picked = node ?? labels.at(pointer.DOM.x, pointer.DOM.y);
    if (picked !== undefined) onPick({ node: picked });
    else if (edge !== undefined) onPick({ ends: [edges.get(edge).from, edges.get(edge).to] });
    else onPick({});
  });

  /** The visible nodes: the selected, the one under the pointer, then by importance; while something is selected, only what stands out. */
  function order() {
    const wanted = near ? [...near].sort((a, b) => a - b) : nodes.getIds();
    const first = [...centre, ...(hovered === null ? [] : [hovered])];
    return [...new Set([...first, ...wanted])].map((id) => view.body.nodes[id]).filter((body) => body && !body.options.hidden)
      .map((body) => ({ id: body.id, x: body.x, y: body.y, size: body.options.size, label: body.options.label }));
  }

  /** Adds nodes that the first picture left out, around one that is there, and what links them to the rest. */
  function reveal(wanted, around) {
    const missing = wanted.filter((id) => !nodes.get(id));
    if (!missing.length) return;
    const { x, y } = nodes.get(around) ? view.getPosition(around) : view.getViewPosition();
    nodes.add(missing.map((id, i) => {
      const { type, label } = data.nodes[id];
      const { shape, colour } = lookOf.get(type);
      const angle = i * GOLDEN, distance = id === around ? 0 : 60 + 16 * Math.sqrt(i);
      return { id, label, shape, color: colour, size: 8, x: x + distance * Math.cos(angle), y: y + distance * Math.sin(angle), hidden: hidden.has(type) };
    }));
    const links = new Map();
    for (const id of missing) {
      for (const { head, tail, relation } of factsOf(id).relations) {
        const other = head === id ? tail : head;
        if (other === id || !nodes.get(other)) continue;
        const arrows = data.relationTypes[relation].symmetric ? "" : "to";
        links.set(`${Math.min(id, other)}-${Math.max(id, other)}`, { from: head, to: tail, arrows, color: QUIET });
      }
    }
    edges.add([...links].map(([id, link]) => ({ id, ...link })));
  }

  /** Lets some nodes stand out with what links them to the rest; no nodes: all are equal again. */
  function select(ids) {
    centre = new Set(ids);
    near = ids.length ? new Set(ids) : null;
    if (ids.length === 1) {
      reveal([ids[0]], ids[0]);
      reveal([...neighbours(ids[0])].sort((a, b) => a - b).slice(0, MANY), ids[0]);
      for (const id of neighbours(ids[0])) near.add(id);
    } else reveal(ids, ids[0]);
    nodes.update(nodes.map(({ id }) => ({ id, opacity: !near || near.has(id) ? 1 : 0.12 })));
    edges.update(edges.map(({ id, from, to }) => ({ id, color: edgeColour(from, to) })));
    view.setSelection({ nodes: ids.filter((id) => nodes.get(id)), edges: [] });
  }

  function edgeColour(from, to) {
    if (!near) return QUIET;
    const touches = centre.size === 1 ? centre.has(from) || centre.has(to) : centre.has(from) && centre.has(to);
    return touches ? STRONG : FADED;
  }

  /** Hides or shows the nodes of a class. */
  function setHidden(type, hide) {
    if (hide) hidden.add(type);
    else hidden.delete(type);
    nodes.update(nodes.get().filter(({ id }) => data.nodes[id].type === type).map(({ id }) => ({ id, hidden: hide })));
  }

  /** Brings what is selected, with all that stands out, into the room that legend and panel leave free; without a selection, everything. */
  function frame(room, animation) {
    const width = container.clientWidth - room.left - room.right - 2 * MARGIN;
    const height = container.clientHeight - room.top - room.bottom - 2 * MARGIN;
    const whole = extent(nodes.getIds());
    const part = near ? extent([...near].filter((id) => nodes.get(id) && !nodes.get(id).hidden)) : whole;
    const scaleFor = (box) => Math.min(width / (box.right - box.left), height / (box.bottom - box.top), CLOSEST);
    let scale = scaleFor(part);
    let position = { x: (part.left + part.right) / 2, y: (part.top + part.bottom) / 2 };
    if (near && scale < CLEAR) { // too wide to be legible: rather the middle of it
      const middle = extent([...centre]);
      scale = Math.max(scaleFor(middle) < CLEAR ? scaleFor(middle) : CLEAR, scaleFor(whole));
      position = { x: (middle.left + middle.right) / 2, y: (middle.top + middle.bottom) / 2 };
    }
    view.moveTo({ position, scale, offset: { x: (room.left - room.right) / 2, y: (room.top - room.bottom) / 2 }, animation });
  }

  function extent(ids) {
    const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
    for (const id of ids) {
      const { x, y, options } = view.body.nodes[id];
      box.left = Math.min(box.left, x - options.size);
      box.right = Math.max(box.right, x + options.size);
      box.top = Math.min(box.top, y - options.size);
      box.bottom = Math.max(box.bottom, y + options.size);
    }
    return ids.length ? box : { left: -1, right: 1, top: -1, bottom: 1 };
  }

  function zoom(factor) {
    view.moveTo({ scale: view.getScale() * factor, animation: { duration: 150, easingFunction: "linear" } });
  }

  /** What is on the screen, for whoever asks: the place of a node, the visible nodes, the names drawn. */
  const state = {
    place: (id) => view.canvasToDOM(view.getPosition(id)),
    visible: () => nodes.getIds({ filter: (node) => !node.hidden }),
    named: () => labels.shown(),
    selected: () => [...centre],
  };

  return { view, select, setHidden, frame, zoom, state };
}
