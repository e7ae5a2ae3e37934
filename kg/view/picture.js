// The present view as a picture: finer than the screen, on the page's paper, below it what it is and what its signs mean.

import { CORNERS } from "./dom.js";
import { data } from "./store.js";
import { labelOf, word } from "./words.js";

const FINER = 2; // times the pixels of the screen, each way
const MOST = 16_000_000; // pixels that every browser can hold
const LINE = 22, EDGE = 14, GAP = 16, SIGN = 18; // of the caption, in pixels of the page

/** A PNG, as a promise of a blob, of what a vis network shows now. */
export function pictureOf(view) {
  const { clientWidth: width, clientHeight: height } = view.canvas.frame.canvas;
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const font = `12px ${style.fontFamily}`;
  context.font = font;
  const pieces = arranged(context, caption(view, width, height), width);
  const whole = height + 8 + LINE * (1 + pieces.at(-1).line);
  const ratio = Math.min(FINER * devicePixelRatio, Math.sqrt(MOST / (width * whole)));
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(whole * ratio);
  draw(view, context, ratio);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, height, width, whole - height); // what hangs over the edge
  context.globalCompositeOperation = "destination-over"; // vis leaves the ground transparent
  fill(context, style, "--paper", [0, 0, width, whole]);
  context.globalCompositeOperation = "source-over";
  fill(context, style, "--line", [0, height, width, 1]);
  Object.assign(context, { font, textAlign: "left", textBaseline: "middle" });
  for (const piece of pieces) write(context, style, piece, height + 4 + LINE * (piece.line + 0.5));
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

/** Lets vis draw into another canvas, as fine as that one is; the one on the screen is not touched. */
function draw(view, context, ratio) {
  const { canvas } = view;
  const own = canvas.pixelRatio;
  canvas.pixelRatio = ratio;
  canvas.getContext = () => context;
  try {
    view.renderer._redraw();
  } finally {
    delete canvas.getContext;
    canvas.pixelRatio = own;
  }
}

/** What stands below: the title, how much one sees out of how many articles, the classes with their signs. */
function caption(view, width, height) {
  const seen = Object.values(view.body.nodes).filter(({ x, y, options }) => {
    const spot = view.canvasToDOM({ x, y });
    return !options.hidden && spot.x >= 0 && spot.y >= 0 && spot.x <= width && spot.y <= height;
  });
  const types = new Set(seen.map(({ id }) => data.nodes[id].type));
  const said = [word("title"), word("caption", { nodes: seen.length, documents: data.documents.length })];
  return [...said.map((text) => ({ text })), ...data.classes.filter(({ name }) => types.has(name)).map((look) => ({ text: labelOf(look), look }))];
}

/** The pieces, each with its place in a line. */
function arranged(context, pieces, width) {
  let x = EDGE, line = 0;
  return pieces.map((piece) => {
    const size = (piece.look ? SIGN : 0) + context.measureText(piece.text).width;
    if (x > EDGE && x + size > width - EDGE) [x, line] = [EDGE, line + 1];
    const place = { ...piece, x, line };
    x += size + GAP;
    return place;
  });
}

function write(context, style, { text, look, x }, y) {
  if (look) {
    const outline = new Path2D();
    for (const [right, down] of CORNERS[look.shape] ?? []) outline.lineTo(x + right, y - 7 + down);
    if (!CORNERS[look.shape]) outline.arc(x + 7, y, 6, 0, 2 * Math.PI);
    context.fillStyle = look.colour;
    context.fill(outline);
  }
  context.fillStyle = style.getPropertyValue("--soft");
  context.fillText(text, x + (look ? SIGN : 0), y);
}

function fill(context, style, colour, box) {
  context.fillStyle = style.getPropertyValue(colour);
  context.fillRect(...box);
}
