// The network as vis draws it: which nodes are there, which are hidden, which stand out.

import { data, factsOf, lookOf, network } from "./store.js";
import { makeLabels } from "./labels.js";
import { pairOf } from "./narrow.js";
import { palette } from "./palette.js";

const GOLDEN = 2.399963; // the angle that fills a disc evenly
const NEW = 8; // radius of a node that the first picture left out
const MARGIN = 48; // pixels around the picture
const CLOSEST = 1.1; // how far a selection is zoomed in
const CLEAR = 0.5; // the least scale at which a selection is legible
const DIM = 0.12;
const MOST = 2 * data.firstNodes; // nodes that a picture may grow to
const PLAIN = { hidden: false, opacity: 1, borderWidth: 1 };

/** Draws the network into `container`. `onPick` gets {node}, {ends: [a, b]} or {} and whether Shift was held when the reader clicks. */
export function makeDrawing(container, onPick) {
  const upright = container.clientHeight > 1.2 * container.clientWidth; // the picture is wide: a phone held upright gets it turned
  let colours = palette();
  const nodes = new vis.DataSet(network.nodes.map((node) => ({ ...(upright ? { ...node, x: node.y, y: node.x } : node), ...PLAIN, color: colourOf(node.id) })));
  const edges = new vis.DataSet(network.edges.map((edge) => ({ ...edge, hidden: false, color: colours.quiet })));
  const view = new vis.Network(container, { nodes, edges }, network.options);
  view.canvas.frame.removeAttribute("tabindex"); // the container has the focus
  const labels = makeLabels(view);
  let scene = { shown: () => true, linked: null, centre: [], near: null, alone: false, hops: null, pinned: [] };
  let hovered = null;

  view.on("afterDrawing", (context) => labels.paint(context, { order: order(), loud: new Set([...scene.centre, ...scene.pinned, hovered]), all: scene.near !== null, colours }));
  view.on("hoverNode", ({ node }) => { hovered = node; container.style.cursor = "pointer"; view.redraw(); });
  view.on("blurNode", () => { hovered = null; container.style.cursor = ""; view.redraw(); });
  view.on("hoverEdge", () => { container.style.cursor = "pointer"; });
  view.on("blurEdge", () => { container.style.cursor = ""; });
  view.on("click", ({ nodes: [node], edges: [edge], pointer, event }) => {
    const picked = node ?? labels.at(pointer.DOM.x, pointer.DOM.y);
    const shift = event.srcEvent?.shiftKey ?? false;
    if (picked !== undefined) onPick({ node: picked }, shift);
    else if (edge !== undefined) onPick({ ends: [edges.get(edge).from, edges.get(edge).to] }, shift);
    else onPick({}, shift);
  });

  function colourOf(id) {
    const { colour } = lookOf.get(data.nodes[id].type);
    const both = { background: colour, border: colours.rim };
    return { ...both, highlight: { background: colour, border: colours.ink }, hover: { background: colour, border: colours.ink } };
  }

  /** The visible nodes: the selected, the one under the pointer, the pinned, then by importance; while something is selected, only what stands out. */
  function order() {
    const first = [...scene.centre, ...(hovered === null ? [] : [hovered]), ...scene.pinned];
    const wanted = scene.near ? [...scene.near].sort((a, b) => a - b) : nodes.getIds();
    return [...new Set([...first, ...wanted])].map((id) => view.body.nodes[id]).filter((body) => body && !body.options.hidden)
      .map((body) => ({ id: body.id, x: body.x, y: body.y, size: body.options.size, label: data.nodes[body.id].label }));
  }

  /** Draws a scene: `shown(node)`; `linked`, the pairs of nodes that have a line, or null for all; `centre`, what is selected; `near`, the
   * nodes that stand out, or null when all do; `alone`: nothing else is there; `hops`, the pairs of nodes on a path, or null; `pinned` nodes. What it wants and the picture lacks is added. */
  function show(wanted) {
    reveal(wanted);
    scene = wanted;
    const pinned = new Set(scene.pinned);
    let turned = false; // whether something comes or goes
    const change = (options, wanted) => { turned ||= options.hidden !== wanted.hidden; Object.assign(options, wanted); };
    for (const { id, options } of bodies(nodes)) {
      change(options, { hidden: !scene.shown(id), opacity: !scene.near || scene.near.has(id) || pinned.has(id) ? 1 : DIM, borderWidth: pinned.has(id) ? 4 : 1 });
    }
    for (const { fromId, toId, options } of bodies(edges)) {
      change(options, { hidden: scene.linked !== null && !scene.linked.has(pairOf(fromId, toId)), color: edgeColour(fromId, toId) });
    }
    if (turned) view.body.emitter.emit("_dataChanged");
    view.setSelection({ nodes: scene.centre.filter(drawn), edges: [] });
    view.redraw();
  }

  /** What vis has made of the items of a set. Looks are written there: through the set each would cost vis a tenth of a millisecond. */
  function bodies(set) {
    const made = set === nodes ? view.body.nodes : view.body.edges;
    return set.getIds().map((id) => made[id]);
  }

  const drawn = (id) => id in view.body.nodes;
  const visible = () => bodies(nodes).filter(({ options }) => !options.hidden).map(({ id }) => id);

  function edgeColour(from, to) {
    if (scene.hops) return scene.hops.has(pairOf(from, to)) ? colours.strong : colours.faded;
    if (!scene.near) return colours.quiet;
    if (![from, to].every((id) => scene.near.has(id))) return colours.faded;
    const ends = [from, to].filter((id) => scene.centre.includes(id));
    if (scene.alone && !ends.length) return colours.quiet;
    const touches = ends.length >= Math.min(2, scene.centre.length);
    return touches ? colours.strong : colours.faded;
  }

  /** Adds nodes that the first picture left out, each beside one that a fact links it with, and what links them to the rest. If the picture
   * grows too large, what was added before and is not wanted now goes. */
  function reveal({ centre, near, pinned, extra = [] }) {
    const wanted = new Set([...centre, ...pinned, ...(near ?? []), ...extra]);
    const missing = [...wanted].filter((id) => !drawn(id));
    if (!missing.length) return;
    if (nodes.length + missing.length > MOST) {
      const goes = (id) => id >= network.nodes.length && !wanted.has(id);
      edges.remove(bodies(edges).filter(({ fromId, toId }) => goes(fromId) || goes(toId)).map(({ id }) => id));
      nodes.remove(nodes.getIds().filter(goes));
    }
    const places = new Map();
    const beside = new Map(); // how many have been put beside a node
    for (const id of missing) {
      const ends = factsOf(id).relations.flatMap(({ head, tail }) => [head, tail]);
      const anchor = [...centre, ...ends].find((end) => end !== id && (places.has(end) || drawn(end)));
      const { x, y } = places.get(anchor) ?? (anchor === undefined ? view.getViewPosition() : view.getPosition(anchor));
      const i = beside.get(anchor) ?? 0;
      beside.set(anchor, i + 1);
      places.set(id, { x: x + (60 + 16 * Math.sqrt(i)) * Math.cos(i * GOLDEN), y: y + (60 + 16 * Math.sqrt(i)) * Math.sin(i * GOLDEN) });
    }
    nodes.add(missing.map((id) => {
      const { type, label } = data.nodes[id];
      return { id, label, shape: lookOf.get(type).shape, color: colourOf(id), size: NEW, ...PLAIN, ...places.get(id) };
    }));
    const links = new Map();
    for (const id of missing) {
      for (const { head, tail, relation } of factsOf(id).relations) {
        const other = head === id ? tail : head;
        if (other === id || !drawn(other)) continue;
        links.set(pairOf(id, other), { from: head, to: tail, arrows: data.relationTypes[relation].symmetric ? "" : "to", color: colours.quiet });
      }
    }
    edges.add([...links].map(([id, link]) => ({ id, hidden: false, ...link })));
  }

  /** Takes over the colours of the theme. */
  function recolour() {
    colours = palette();
    for (const { id, options } of bodies(nodes)) options.color = colourOf(id);
    show(scene);
  }

  /** Brings what is selected, with all that stands out, into the room that the boxes at the side leave free; without a selection, everything. */
  function frame(room, animation) {
    const width = container.clientWidth - room.left - room.right - 2 * MARGIN;
    const height = container.clientHeight - room.top - room.bottom - 2 * MARGIN;
    const seen = visible();
    const whole = extent(seen);
    const part = scene.near ? extent(seen.filter((id) => scene.near.has(id))) : whole;
    const scaleFor = (box) => Math.min(width / (box.right - box.left), height / (box.bottom - box.top), CLOSEST);
    let scale = scaleFor(part);
    let position = { x: (part.left + part.right) / 2, y: (part.top + part.bottom) / 2 };
    if (scene.near && scale < CLEAR) { // too wide to be legible: rather the middle of it
      const middle = extent(scene.centre);
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

  function zoom(factor, animation) {
    view.moveTo({ scale: view.getScale() * factor, animation });
  }

  /** The visible node that lies next to `from` in the direction (dx, dy); without `from`, the most important one. */
  function beside(from, dx, dy) {
    const seen = visible().sort((a, b) => a - b);
    if (from === undefined) return seen[0];
    const here = view.getPosition(from);
    let best, least = Infinity;
    for (const id of seen) {
      const { x, y } = view.getPosition(id);
      const along = (x - here.x) * dx + (y - here.y) * dy, across = Math.abs((x - here.x) * dy - (y - here.y) * dx);
      if (id === from || along <= 0 || across > along) continue;
      if (along + 2 * across < least) [best, least] = [id, along + 2 * across];
    }
    return best;
  }

  /** What is on the screen, for whoever asks: the place of a node, the visible nodes and links, the names drawn. */
  const state = {
    place: (id) => view.canvasToDOM(view.getPosition(id)),
    visible,
    links: () => bodies(edges).filter(({ from, to, options }) => ![from, to, { options }].some((body) => body.options.hidden)).map(({ fromId, toId }) => [fromId, toId]),
    bright: () => visible().filter((id) => view.body.nodes[id].options.opacity === 1),
    strong: () => bodies(edges).filter(({ options }) => !options.hidden && options.color === colours.strong).map(({ fromId, toId }) => [fromId, toId]),
    named: () => labels.shown(),
    selected: () => [...scene.centre],
  };

  const onceDrawn = (then) => view.once("afterDrawing", then);
  const onTurned = (then) => view.on("resize", ({ width, oldWidth }) => { if (width !== oldWidth) requestAnimationFrame(then); }); // a change of height alone is a keyboard that comes or goes
  return { view, show, frame, zoom, beside, recolour, onceDrawn, onTurned, state };
}
