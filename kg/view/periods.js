// Periods ("2023-H1", "2024-01/2024-11", "/2030"): as a reader writes them, and where they lie on an axis of years.

import { make } from "./dom.js";
import { word } from "./words.js";

const DATE = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?))?$/;
const DAYS = 31; // the position of a day within its month need not be truer than this

/** A date in parts, with the years at which it begins and ends ("2023-H2": 2023.5 to 2024); null for what is none. */
function read(text) {
  const match = DATE.exec(text);
  if (!match) return null;
  const [year, half, quarter, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (half) return dated("half", [year, half], year + (half - 1) / 2, 1 / 2);
  if (quarter) return dated("quarter", [year, quarter], year + (quarter - 1) / 4, 1 / 4);
  const months = year + ((month ?? 1) - 1) / 12;
  if (day) return dated("day", [year, month, day], months + (day - 1) / 12 / DAYS, 1 / 12 / DAYS);
  return month ? dated("month", [year, month], months, 1 / 12) : dated("year", [year], year, 1);
}

function dated(form, parts, from, length) {
  return { form, parts, from, to: from + length };
}

/** Both ends of a period, null where it is open; null for what is no period. */
function endsOf(period) {
  const pieces = period.split("/");
  const ends = pieces.map((piece) => (piece ? read(piece) : null));
  if (pieces.length > 2 || ends.every((end) => end === null) || ends.some((end, i) => pieces[i] && !end)) return null;
  const [first, last = first] = ends;
  return first && last && last.to < first.to ? null : [first, last];
}

/** The years at which a period begins and ends, infinite where it is open; null for what is no period. */
export function spanOf(period) {
  const ends = endsOf(period);
  return ends && { from: ends[0]?.from ?? -Infinity, to: ends[1]?.to ?? Infinity };
}

/** The one point in time that stands for a span: its middle, or the end that it has. */
export function middle({ from, to }) {
  if (from === -Infinity) return to;
  return to === Infinity ? from : (from + to) / 2;
}

/** A period in the language of the interface; what is no period stays as it is. */
export function readable(period) {
  const ends = endsOf(period);
  if (!ends) return period;
  const [first, last] = ends;
  if (!first) return word("until", said(last));
  if (!last) return word("since", said(first));
  if (first.from === last.from && first.to === last.to) return said(first);
  const [year, month] = first.parts;
  if (first.form === "year" && last.form === "year") return word("years", year, last.parts[0]);
  if (first.form === "month" && last.form === "month" && year === last.parts[0]) return word("months", year, month, last.parts[1]);
  return word("between", said(first), said(last));
}

function said({ form, parts }) {
  return word(form, ...parts);
}

/** A period as an element that also keeps the form in which the data has it; `otherwise` stands for none. */
export function when(period, otherwise) {
  return period ? make("time", { datetime: period, title: period }, readable(period)) : make("span", { class: "undated" }, otherwise);
}
