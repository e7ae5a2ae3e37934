// The figures of a node: a table, each row over its sentences.

import { evidenceOf } from "./evidence.js";
import { make } from "./dom.js";
import { compare, modality, section, shortened, term } from "./parts.js";
import { word } from "./words.js";

const PLAIN_KIND = "level"; // what need not be said
const MARKS = { "=": "", "~": "≈ ", ">": "> ", "<": "< " };

const tableRest = (button) => make("tr", {}, make("td", { colspan: "3" }, button));
const rank = (row) => (row.kind === PLAIN_KIND ? "" : row.kind); // what is plain comes first

/** The section of the figures of a node that has these names; null without figures. */
export function figures(rows, names) {
  if (!rows.length) return null;
  const sorted = [...rows].sort((a, b) => a.indicator.localeCompare(b.indicator, "zh") || compare(rank(a), rank(b)) || compare(a.period, b.period) || a.base - b.base);
  const body = make("tbody", {}, shortened(sorted.map((row) => () => figure(row, names)), tableRest));
  const head = make("tr", {}, ["indicator", "value", "period"].map((key) => make("th", { scope: "col" }, word(key))));
  return section(word("figures"), rows.length, make("table", { title: word("about") }, make("thead", {}, head), body));
}

/** A row of the table of figures; a click opens its sentences below it. */
function figure(row, names) {
  const value = `${MARKS[row.qualifier] ?? ""}${row.value.toLocaleString("en", { maximumFractionDigits: 6 })}`;
  const cells = [
    make("td", {}, make("button", { type: "button", class: "indicator", "aria-expanded": "false", click: toggle }, row.indicator),
      row.kind === PLAIN_KIND ? null : make("span", { class: "kind" }, term(row.kind))),
    make("td", { class: "value" }, value, " ", make("span", { class: "unit" }, row.unit), modality(row)),
    make("td", { class: "period" }, row.period || "—"),
  ];
  const main = make("tr", { class: row.modality }, cells);
  let opened = null;
  function toggle({ currentTarget }) {
    if (opened) opened.remove();
    opened = opened ? null : make("tr", { class: "opened" }, make("td", { colspan: "3" }, evidenceOf(row, [...names, row.indicator])));
    if (opened) main.after(opened);
    currentTarget.setAttribute("aria-expanded", String(opened !== null));
  }
  return main;
}
