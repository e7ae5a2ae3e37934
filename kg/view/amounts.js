// Values of figures: as text, in words, in a unit that several share.

import { grouped } from "./store.js";
import { modalityWord } from "./parts.js";
import { readable } from "./periods.js";
import { word } from "./words.js";

const MARKS = { "~": "≈\u00a0", ">": ">\u00a0", "<": "<\u00a0" };
const SPOKEN = { "~": "about", ">": "over", "<": "under" };
const TURNED = { ">": "<", "<": ">" };
const POWERS = { 十: 1, 百: 2, 千: 3, 万: 4, 亿: 8 };
const FORMAT = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const EXACT = 4; // digits of a value in another unit than its own
const LEAST = 0.1; // a unit in which a value falls below this is too large for it

// A figure's qualifier speaks of its size: a fall of more than 30 % is -30 and ">", and lies below -30.
const bound = ({ value, qualifier }) => (value < 0 ? TURNED[qualifier] ?? qualifier : qualifier);

/** A number with its thousands set apart. */
function digits(value) {
  return FORMAT.format(value);
}

/** The value of a figure with the sign of its qualifier: "> 18.5". */
export function amount(row, value = row.value) {
  return `${MARKS[bound(row)] ?? ""}${digits(value)}`;
}

/** A figure in words, its period first: "2023年：超过 18.5 亿元，计划". */
export function spoken(row) {
  const qualifier = SPOKEN[bound(row)];
  const value = [qualifier ? word(qualifier) : "", digits(row.value), row.unit].filter(Boolean).join(" ");
  return word("saidOf", row.period ? readable(row.period) : word("undated"), [value, modalityWord(row)].filter(Boolean).join(word("comma")));
}

/** The rows, in groups whose values can stand on one scale. */
export function scales(rows) {
  const groups = grouped(rows, (row) => [JSON.stringify([row.kind, row.baseUnit])]);
  return [...groups.values()].flatMap((own) => {
    const named = new Set(own.map(classifier).filter(Boolean));
    return named.size > 1 ? [...grouped(own, (row) => [classifier(row)]).values()] : [own];
  });
}

/** What a unit that only counts says of the things counted: 500万人 and 30家 are no values of one scale, though both count. */
function classifier({ unit, value, base, baseUnit }) {
  let power = 0, i = 0;
  for (; POWERS[unit[i]]; i++) power += POWERS[unit[i]];
  const name = unit.slice(i);
  const counts = Math.abs(base - value * 10 ** power) <= 1e-9 * Math.abs(base);
  return counts && name !== baseUnit ? name : "";
}

/** The largest printed unit in which no value of `rows`, all of one scale, gets too small: its name, and what a value amounts to in it. */
export function commonUnit(rows) {
  const sizes = new Map(rows.filter((row) => row.value !== 0).map((row) => [row.unit, row.base / row.value]));
  const units = [...sizes].sort((a, b) => b[1] - a[1]);
  const least = Math.min(...rows.filter((row) => row.base !== 0).map((row) => Math.abs(row.base)));
  const [unit, size] = units.find((one) => least / one[1] >= LEAST) ?? units.at(-1) ?? [rows[0].unit, 1];
  return { unit, valueOf: (row) => (row.unit === unit ? row.value : Number((row.base / size).toPrecision(EXACT))) };
}
