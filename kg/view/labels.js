// Names are drawn by us, not by vis: always at the size of reading, the important ones first, and none over another.

const FACE = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "Hiragino Sans GB", "Source Han Sans SC", sans-serif';
const LONGEST = 16, LOUDEST = 40; // letters of a name, and of one that is wanted
const CELL = 64;
const ROOM = 10500; // square pixels of the screen for each name: more would be a crowd
const FIRST = 16; // so many of the nodes have their name even where it runs over others; never over other names
const widths = new Map();

/** A painter of names for one network; `at(x, y)` tells whose name was last drawn there. */
export function makeLabels(view) {
  let placed = [];

  /** Draws as many names as fit and are not a crowd. `order`: nodes, the most wanted first; `loud`: those whose name is there in any case;
   * `all`: the crowd does not matter. */
  function paint(context, { order, loud, all, colours }) {
    const scale = view.getScale();
    const { clientWidth: width, clientHeight: height } = view.canvas.frame.canvas;
    const grid = new Map(); // what stands on the screen: discs and names
    const names = new Map(); // names alone
    const limit = all ? Infinity : (width * height) / ROOM;
    placed = [];
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const seen = [];
    for (const node of order) {
      const spot = view.canvasToDOM({ x: node.x, y: node.y });
      if (spot.x < -40 || spot.y < -40 || spot.x > width + 40 || spot.y > height + 40) continue;
      const radius = node.size * scale;
      if (radius > 5) take(grid, disc(node, spot, radius)); // no name runs over a node that one can make out
      seen.push({ node, spot, radius });
    }
    for (const [rank, { node, spot, radius }] of seen.entries()) {
      if (placed.length >= limit && !loud.has(node.id)) continue;
      const label = dressed(node, scale, loud.has(node.id));
      measure(context, label);
      const tries = places(spot, radius, label);
      const inside = tries.filter((place) => place.left >= 0 && place.right <= width);
      const box = inside.find((place) => free(grid, place, node.id))
        ?? (rank < FIRST ? inside.find((place) => free(names, place, node.id)) : undefined)
        ?? (loud.has(node.id) ? tries[0] : undefined);
      if (!box) continue;
      take(grid, box);
      take(names, box);
      take(grid, disc(node, spot, radius));
      placed.push({ ...box, node: node.id });
      write(context, view, scale, label, box, colours);
    }
  }

  function at(x, y) {
    return placed.find((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)?.node;
  }

  return { paint, at, shown: () => placed.map((box) => box.node) };
}

function dressed(node, scale, loud) {
  const size = Math.min(17, 11 + Math.max(0, node.size * scale - 4) * 0.45) + (loud ? 1 : 0);
  const letters = [...node.label];
  const longest = loud ? LOUDEST : LONGEST;
  const text = letters.length <= longest ? node.label : letters.slice(0, longest - 1).join("") + "…";
  return { text, size: Math.round(size * 2) / 2, weight: loud || size > 13.5 ? 600 : 400 };
}

function measure(context, label) {
  const key = `${label.weight} ${label.text}`;
  if (!widths.has(key)) {
    context.font = `${label.weight} 10px ${FACE}`;
    widths.set(key, context.measureText(label.text).width / 10);
  }
  label.width = widths.get(key) * label.size;
}

/** Below, above, right, left of the node. */
function places(spot, radius, label) {
  const height = label.size * 1.25;
  const box = (x, y) => ({ left: x - label.width / 2 - 2, right: x + label.width / 2 + 2, top: y - height / 2, bottom: y + height / 2 });
  const across = radius + label.width / 2 + 5;
  return [
    box(spot.x, spot.y + radius + height / 2 + 2),
    box(spot.x, spot.y - radius - height / 2 - 2),
    box(spot.x + across, spot.y),
    box(spot.x - across, spot.y),
  ];
}

function* cellsOf(box) {
  for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++) {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) yield `${x},${y}`;
  }
}

function disc(node, spot, radius) {
  return { left: spot.x - radius, right: spot.x + radius, top: spot.y - radius, bottom: spot.y + radius, owner: node.id };
}

function free(grid, box, owner) {
  for (const cell of cellsOf(box)) {
    for (const other of grid.get(cell) ?? []) {
      if (other.owner !== undefined && other.owner === owner) continue;
      if (box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top) return false;
    }
  }
  return true;
}

function take(grid, box) {
  for (const cell of cellsOf(box)) {
    if (!grid.has(cell)) grid.set(cell, []);
    grid.get(cell).push(box);
  }
}

function write(context, view, scale, label, box, colours) {
  const middle = view.DOMtoCanvas({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 });
  context.font = `${label.weight} ${label.size / scale}px ${FACE}`;
  context.lineWidth = 3 / scale;
  context.strokeStyle = colours.halo;
  context.strokeText(label.text, middle.x, middle.y);
  context.fillStyle = colours.ink;
  context.fillText(label.text, middle.x, middle.y);
}
