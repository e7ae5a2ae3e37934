// The figures of a node: those that differ, then a table by indicator, with a chart where there is a course of time to see.

import { grouped } from "./store.js";
import { amount, scales } from "./amounts.js";
import { chart } from "./chart.js";
import { differences, differing } from "./differences.js";
import { make } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { compare, modality, PLAIN_KIND, section, shortened, term, unfold } from "./parts.js";
import { spanOf, when } from "./periods.js";
import { word } from "./words.js";

const COLUMNS = ["indicator", "value", "period"];
const whole = (...content) => make("tr", {}, make("td", { colspan: String(COLUMNS.length) }, ...content));
const tableRest = (button) => make("tbody", {}, whole(button));

/** The section of the figures of a node that has these names; null without figures. */
export function figures(rows, names) {
  if (!rows.length) return null;
  const sets = differing(rows);
  const doubted = new Set(sets.flat());
  const groups = [...grouped(rows, (row) => [row.indicator])].map(([indicator, own]) => groupOf(indicator, own, names));
  const bodies = groups.sort((a, b) => a.rank - b.rank || a.indicator.localeCompare(b.indicator, "zh")).map((group) => () => bodyOf(group, doubted, names));
  const head = make("tr", {}, COLUMNS.map((key) => make("th", { scope: "col" }, word(key))));
  return section(word("figures"), rows.length, differences(sets, names),
    make("table", { class: "figures", title: word("signs") }, make("thead", {}, head), shortened(bodies, tableRest)));
}

/** The figures of one indicator: what shows a course comes first, then what has a period, then the rest. */
function groupOf(indicator, rows, names) {
  const charts = scales(rows).map((own) => chart(own, [...names, indicator])).filter(Boolean);
  return { indicator, rows: [...rows].sort(inOrder), charts, rank: charts.length ? 0 : rows.some((row) => row.period) ? 1 : 2 };
}

function inOrder(a, b) {
  const kind = (row) => (row.kind === PLAIN_KIND ? "" : row.kind); // what is plain comes first
  const date = (row) => spanOf(row.period)?.to ?? Infinity;
  return compare(kind(a), kind(b)) || compare(date(a), date(b)) || compare(a.period, b.period) || a.base - b.base;
}

function bodyOf({ rows, charts }, doubted, names) {
  return make("tbody", {}, charts.map((one) => whole(one)), rows.map((row, i) => figure(row, i > 0, doubted.has(row), names)));
}

/** A row of the table; a click opens its sentences below it. In the rows that follow the first of an indicator its name is not repeated. */
function figure(row, again, doubted, names) {
  const button = unfold({ class: again ? "indicator again" : "indicator", "aria-label": again ? `${row.indicator} ${term(row.kind)}` : null },
    again ? term(row.kind) : row.indicator, show);
  const main = make("tr", { class: row.modality },
    make("td", {}, button,
      again || row.kind === PLAIN_KIND ? null : make("span", { class: "kind" }, term(row.kind)),
      doubted ? make("span", { class: "doubt" }, word("differs")) : null),
    make("td", { class: "value" }, amount(row), " ", make("span", { class: "unit" }, row.unit), modality(row)),
    make("td", { class: "period" }, when(row.period, "—")));
  const sentences = whole();
  sentences.className = "opened";
  function show(opened) {
    if (!opened) return sentences.remove();
    sentences.firstChild.replaceChildren(evidenceOf(row, [...names, row.indicator]));
    main.after(sentences);
  }
  return main;
}
