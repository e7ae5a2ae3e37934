// Pieces that the sections of the panel are made of.

import { data } from "./store.js";
import { focusOn, make } from "./dom.js";
import { labelOf, word } from "./words.js";

const FEW = 12; // pieces of a list that are shown at first
const NEXT = 200; // and how many more with each click
const PLAIN_MODALITY = "actual"; // what need not be said

export const PLAIN_KIND = "level"; // nor this

/** A part of the panel under its title. */
export function section(title, count, ...content) {
  return make("section", {}, make("h3", {}, title, count > 1 ? make("span", { class: "count" }, String(count)) : null), ...content);
}

/** The items that `makers` make; of a long list the beginning, and a button that brings the next ones. */
export function shortened(makers, wrap, few = FEW) {
  if (makers.length <= few + 2) return made(makers);
  const rest = makers.slice(few);
  const more = wrap(make("button", { type: "button", class: "more", click: () => {
    const next = shortened(rest, wrap, NEXT);
    more.replaceWith(...next);
    focusOn(next[0]);
  } }, word("more", rest.length)));
  return [...made(makers.slice(0, few)), more];
}

/** What the makers make. */
export const made = (makers) => makers.map((maker) => maker());

/** The label of a kind, modality or step. */
export function term(said) {
  return data.terms[said] ? labelOf(data.terms[said]) : said;
}

/** Is it no fact yet? */
export function isPlan(row) {
  return row.modality !== PLAIN_MODALITY;
}

/** What is not a fact yet says so: the word for it, else "". */
export function modalityWord(row) {
  return isPlan(row) ? term(row.modality) : "";
}

/** What is not a fact yet says so, as an element. */
export function modality(row) {
  return isPlan(row) ? make("span", { class: "modality" }, modalityWord(row)) : null;
}

/** A button that opens something and closes it again: `show(opened)` is told which. */
export function unfold(attributes, label, show) {
  const button = make("button", { type: "button", "aria-expanded": "false", ...attributes, click: () => {
    const opened = button.getAttribute("aria-expanded") === "false";
    button.setAttribute("aria-expanded", String(opened));
    show(opened);
  } }, label);
  return button;
}

/** The order of two texts by their code points: dates, periods. */
export function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
