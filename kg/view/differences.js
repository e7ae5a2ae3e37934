// Figures that cannot all be true, side by side with their sentences.

import { data } from "./store.js";
import { make } from "./dom.js";
import { amount } from "./amounts.js";
import { evidenceOf } from "./evidence.js";
import { modality, PLAIN_KIND, shortened, term } from "./parts.js";
import { when } from "./periods.js";
import { word } from "./words.js";

const FIT = 2; // cards that never need scrolling

/** The sets of rows that contradict each other. */
export function differing(rows) {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return data.conflicts.filter((ids) => ids.every((id) => byId.has(id))).map((ids) => ids.map((id) => byId.get(id)));
}

/** What tells a reader that figures differ, each set in a row of cards; null without any. */
export function differences(sets, names) {
  if (!sets.length) return null;
  return make("div", { class: "differences" },
    make("h4", {}, word("differ"), sets.length > 1 ? make("span", { class: "count" }, String(sets.length)) : null),
    shortened(sets.map((rows) => () => make("div", {},
      make("p", {}, rows[0].indicator, rows[0].kind === PLAIN_KIND ? null : make("span", { class: "kind" }, term(rows[0].kind))),
      make("ul", { class: "sides", tabindex: rows.length > FIT ? "0" : null, "aria-label": rows[0].indicator }, rows.map((row) => side(row, names))))),
    (button) => button));
}

function side(row, names) {
  return make("li", {},
    make("p", { class: "value" }, amount(row), " ", make("span", { class: "unit" }, row.unit), modality(row)),
    make("p", { class: "period" }, when(row.period)),
    evidenceOf(row, [...names, row.indicator]));
}
