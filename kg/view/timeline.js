// The milestones of a node on a vertical line: by year, the planned ones hollow, what the articles date differently with its other dates.

import { grouped } from "./store.js";
import { make } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { compare, isPlan, modality, section, term, unfold } from "./parts.js";
import { spanOf, when } from "./periods.js";
import { word } from "./words.js";

const FEW = 3; // milestones whose sentences are shown at once
const MOMENT = 1e-6; // years

/** The section of the milestones of a node that has these names; null without milestones. */
export function timeline(rows, names) {
  if (!rows.length) return null;
  const steps = rows.map((row) => ({ row, span: spanOf(row.date) }));
  const entries = steps.filter(({ row, span }) => !steps.some((other) => same(other.row, row) && within(other.span, span))).map(({ row, span }) => ({
    row,
    span,
    start: startOf(span),
    rows: [row, ...steps.filter((other) => same(other.row, row) && within(span, other.span)).map((other) => other.row)],
    others: steps.filter((other) => same(other.row, row) && apart(span, other.span)).map((other) => other.row.date).sort(compare),
  }));
  entries.sort((a, b) => compare(a.start, b.start) || (b.span?.to ?? 0) - (a.span?.to ?? 0) || compare(a.row.step, b.row.step));
  const years = grouped(entries, ({ start }) => [Math.floor(start)]);
  return section(word("milestones"), rows.length,
    make("ol", { class: "timeline" }, [...years].map(([year, own]) =>
      make("li", {}, make("h4", {}, Number.isFinite(year) ? word("year", year) : word("undated")),
        make("ol", {}, own.map((entry) => stepOf(entry, names, rows.length > FEW)))))));
}

const same = (a, b) => a !== b && a.step === b.step && a.modality === b.modality;
// A date that says the same less exactly: "2024-03" lies within "2024".
const within = (inner, outer) => inner && outer && inner.from >= outer.from && inner.to <= outer.to && inner.to - inner.from < outer.to - outer.from;
const apart = (a, b) => a && b && (a.to <= b.from + MOMENT || b.to <= a.from + MOMENT);

/** Where a date stands on the line: at its beginning, or just before its end where it has no beginning; what has no date comes last. */
function startOf(span) {
  if (!span) return Infinity;
  return span.from === -Infinity ? span.to - MOMENT : span.from + MOMENT;
}

function stepOf({ row, rows, others }, names, folded) {
  const sentences = () => rows.map((one) => evidenceOf(one, [...names, one.step]));
  const line = make("p", {}, when(row.date, word("undated")), " ", make("strong", {}, term(row.step)), modality(row));
  const dates = others.length ? make("p", { class: "others" }, word("otherDates"), others.map((date) => [" ", when(date)]).flat()) : null;
  const entry = make("li", { class: isPlan(row) ? "step planned" : "step" }, line, dates);
  if (!folded) entry.append(...sentences());
  else {
    const said = make("div", {});
    line.append(" ", unfold({ class: "fold", "aria-label": `${word("evidence")} ${term(row.step)}` }, word("evidence"),
      (opened) => said.replaceChildren(...(opened ? sentences() : []))));
    entry.append(said);
  }
  return entry;
}
