// Elements are made here and nowhere else, and text only ever goes in as text: what a name or a sentence holds is never markup.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (functions become listeners) and children (elements or strings; null is left out). */
export function make(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** A piece of a picture, made like an element. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null));
  return element;
}

const REACHABLE = "button, input, [tabindex]";

/** Puts new children into `box`, and keeps the focus if it was there: it goes to the one that says the same in data-key as the one that
 * had it; else to what `otherwise` gives, by default what stands in its place now. */
export function refill(box, children, otherwise = (place) => reachable(box)[place] ?? reachable(box).at(-1) ?? box.closest("details")?.querySelector("summary")) {
  const held = box.contains(document.activeElement) ? document.activeElement : null;
  const place = held && reachable(box).indexOf(held);
  box.replaceChildren(...children.flat().filter((child) => child !== null));
  if (!held) return;
  const same = reachable(box).find(({ dataset: { key } }) => key !== undefined && key === held.dataset.key);
  (same ?? otherwise(place))?.focus();
}

const reachable = (box) => [...box.querySelectorAll(REACHABLE)];

/** Moves the focus to `element`, or to the first in it that can have it, even if it is only to be read. */
export function focusOn(element) {
  const goal = element.matches(REACHABLE) ? element : element.querySelector(REACHABLE) ?? element;
  if (goal === element && !element.matches(REACHABLE)) element.tabIndex = -1;
  goal.focus();
}

/** The corners of the signs that have some, in a square of 14; the others are discs. */
export const CORNERS = {
  square: [[2, 2], [12, 2], [12, 12], [2, 12]],
  diamond: [[7, 0], [14, 7], [7, 14], [0, 7]],
  triangle: [[7, 1], [13.5, 12.5], [0.5, 12.5]],
  triangleDown: [[0.5, 1.5], [13.5, 1.5], [7, 13]],
  hexagon: [[4, 1], [10, 1], [13.5, 7], [10, 13], [4, 13], [0.5, 7]],
  star: [[7, 0], [9, 4.6], [14, 5.2], [10.4, 8.6], [11.3, 13.6], [7, 11.2], [2.7, 13.6], [3.6, 8.6], [0, 5.2], [5, 4.6]],
};

/** The sign of a class as the drawing shows it. */
export function sign(look) {
  const corners = CORNERS[look.shape];
  return draw("svg", { viewBox: "0 0 14 14", class: "sign", "aria-hidden": "true" },
    corners ? draw("polygon", { points: corners.map((corner) => corner.join(",")).join(" "), fill: look.colour, class: "rim" }) : draw("circle", { cx: 7, cy: 7, r: 6, fill: look.colour, class: "rim" }));
}
