// The milestones of a node, in the order of their dates.

import { evidenceOf } from "./evidence.js";
import { make } from "./dom.js";
import { compare, modality, section, term } from "./parts.js";
import { word } from "./words.js";

/** The section of the milestones of a node that has these names; null without milestones. */
export function timeline(rows, names) {
  if (!rows.length) return null;
  const sorted = [...rows].sort((a, b) => compare(a.date, b.date));
  return section(word("milestones"), rows.length,
    make("ol", { class: "timeline" }, sorted.map((row) =>
      make("li", { class: row.modality },
        make("p", {}, make("time", {}, row.date || word("undated")), " ", make("strong", {}, term(row.step)), modality(row)),
        evidenceOf(row, [...names, row.step])))));
}
