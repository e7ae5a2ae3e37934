// A small chart of one indicator over time. The picture is one image in words; over every mark lies a button with its figure.

import { draw, make } from "./dom.js";
import { amount, commonUnit, spoken } from "./amounts.js";
import { evidenceOf } from "./evidence.js";
import { isPlan, PLAIN_KIND, term } from "./parts.js";
import { middle, readable, spanOf } from "./periods.js";
import { word } from "./words.js";

const UNFIT = "rank"; // of several the first is the best, and of which order is not recorded
const WIDTH = 360, EDGE = 22, BARS = 84, AXIS = 18, LINE = 12, LEVELS = 3;
const NARROW = 12, BROAD = 34; // of the room for a bar
const GAP = 0.25; // and the part of it that stays free
const CHARACTER = 6.2; // the width of a digit

/** Figures of one scale as a chart over time; null where there are not two periods to compare. `words` are marked in the sentences. */
export function chart(rows, words) {
  const dated = rows.map((row) => ({ row, span: spanOf(row.period) })).filter(({ row, span }) => span && row.kind !== UNFIT);
  if (new Set(dated.map(({ span }) => `${span.from} ${span.to}`)).size < 2) return null;
  const { unit, valueOf } = commonUnit(dated.map(({ row }) => row));
  const marks = dated.map((mark) => ({ ...mark, value: valueOf(mark.row), at: middle(mark.span) })).sort((a, b) => a.at - b.at || a.value - b.value);
  const [{ indicator, kind }] = rows;
  const title = word("chartTitle", kind === PLAIN_KIND ? indicator : `${indicator} ${term(kind)}`, unit);
  const said = make("div", { class: "said" });
  const { picture, hits } = plot(marks, title);
  const buttons = hits.map((hit) => button(hit, (row) => said.replaceChildren(...(row ? [make("p", {}, spoken(row)), evidenceOf(row, words)] : []))));
  return make("figure", { class: "chart" }, make("figcaption", {}, title, legend(marks)), make("div", { class: "picture" }, picture, buttons), said);
}

/** Where plans are drawn beside what was reached, the signs of both. */
function legend(marks) {
  if (!marks.some(({ row }) => isPlan(row))) return null;
  const modalities = [...new Map(marks.map(({ row }) => [row.modality, row])).values()];
  return make("span", { class: "signs" }, modalities.map((row) =>
    make("span", {}, draw("svg", { viewBox: "0 0 10 10", class: "sign", "aria-hidden": "true" },
      draw("rect", { x: 1, y: 1, width: 8, height: 8, class: isPlan(row) ? "bar plan" : "bar" })), term(row.modality))));
}

/** The picture of the marks, and for each the box in which it can be hit, in parts of the picture. */
function plot(marks, title) {
  const values = marks.map(({ value }) => value);
  const high = Math.max(0, ...values), low = Math.min(0, ...values);
  const y = (value) => ((high - value) / (high - low || 1)) * BARS;
  const first = Math.floor(Math.min(...marks.map(({ at }) => at)));
  const last = Math.max(first + 1, Math.ceil(Math.max(...marks.map(({ at }) => at))));
  const scale = (WIDTH - 2 * EDGE) / (last - first);
  const x = (year) => EDGE + (year - first) * scale;
  const bars = spread(marks.map((mark) => ({ ...mark, x: x(mark.at), room: room(mark.span, scale, marks.length) })))
    .map((bar) => ({ ...bar, y: Math.min(y(bar.value), y(0)), height: Math.max(1.5, Math.abs(y(bar.value) - y(0))) }));
  const labels = labelled(bars);
  const lines = labels.filter(Boolean).map((label) => label.y);
  const top = Math.min(0, ...lines.map((line) => line - LINE)), bottom = Math.max(BARS, ...lines) + 4;
  const inWords = word("saidOf", title, marks.map(({ row }) => spoken(row)).join(word("semicolon")));
  const picture = draw("svg", { viewBox: `0 ${top} ${WIDTH} ${bottom + AXIS - top}`, role: "img", "aria-label": inWords },
    years(first, last, x, bottom), draw("line", { class: "zero", x1: 4, x2: WIDTH - 4, y1: y(0), y2: y(0) }),
    bars.map((bar, i) => draw("g", { class: "mark" }, draw("title", {}, spoken(bar.row)),
      draw("rect", { class: isPlan(bar.row) ? "bar plan" : "bar", x: bar.x - bar.width / 2, y: bar.y, width: bar.width, height: bar.height }),
      labels[i]?.lead ? draw("line", { class: "tick", x1: bar.x, x2: bar.x, y1: labels[i].lead[0], y2: labels[i].lead[1] }) : null,
      labels[i] && draw("text", { x: labels[i].x, y: labels[i].y, class: "label" }, labels[i].text))));
  const part = (length) => length / (bottom + AXIS - top);
  const hits = bars.map((bar) => ({ ...bar, box: {
    left: (bar.x - bar.width / 2) / WIDTH, width: bar.width / WIDTH, top: part(Math.max(0, bar.y - LINE - top)), height: part(bar.height + 2 * LINE) } }));
  return { picture, hits };
}

/** How much room the bar of a span takes: as much as the span, within limits. */
function room({ from, to }, scale, count) {
  const wanted = Number.isFinite(to - from) ? (to - from) * scale * 0.6 : NARROW;
  return Math.min(Math.max(NARROW, Math.min(BROAD, wanted)), (WIDTH - 2 * EDGE) / count);
}

/** Bars, ordered by place, moved aside so that none lies on another: those in the way of each other stand together around their middle. */
function spread(bars) {
  const groups = [];
  for (const bar of bars) {
    let group = together([bar]);
    for (let before = groups.at(-1); before && group.x - group.width / 2 < before.x + before.width / 2; before = groups.at(-1)) {
      groups.pop();
      group = together([...before.bars, ...group.bars]);
    }
    groups.push(group);
  }
  return groups.flatMap(({ bars: own, width, x }) => {
    let left = x - width / 2;
    return own.map((bar) => {
      left += bar.room;
      return { ...bar, x: left - bar.room / 2, width: bar.room * (1 - GAP) };
    });
  });
}

function together(bars) {
  const width = bars.reduce((sum, bar) => sum + bar.room, 0);
  const x = bars.reduce((sum, bar) => sum + bar.x, 0) / bars.length;
  return { bars, width, x: Math.min(Math.max(x, width / 2), WIDTH - width / 2) };
}

/** The values over the bars, under those below zero, each on the first line where it is free; null where none is: the button still tells it. */
function labelled(bars) {
  const taken = [];
  return bars.map(({ row, value, x: wanted, y, height }) => {
    const text = amount(row, value);
    const half = (text.length * CHARACTER) / 2;
    const x = Math.min(Math.max(wanted, half), WIDTH - half);
    for (let level = 0; level < LEVELS; level++) {
      const line = value < 0 ? y + height + LINE * (level + 1) - 1 : y - 4 - LINE * level;
      if (taken.some((other) => Math.abs(other.x - x) < other.half + half + 2 && Math.abs(other.line - line) < LINE)) continue;
      taken.push({ x, half, line });
      return { text, x, y: line, lead: level && value >= 0 ? [line + 2, y - 1] : null };
    }
    return null;
  });
}

/** The years on the axis, as many as there is room for. */
function years(first, last, x, bottom) {
  const every = Math.ceil(36 / (x(first + 1) - x(first)));
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).flatMap((year, i) => [
    draw("line", { class: "tick", x1: x(year), x2: x(year), y1: bottom, y2: bottom + 4 }),
    year < last && i % every === 0 ? draw("text", { class: "year", x: x(year + 0.5), y: bottom + 14 }, String(year)) : null,
  ]);
}

/** What makes a mark a button: it tells its figure when reached, and opens its sentences, or closes them again. */
function button({ row, x, box }, open) {
  const tip = [`${amount(row)} ${row.unit}`, isPlan(row) ? term(row.modality) : "", readable(row.period)].filter(Boolean).join(" · ");
  const element = make("button", { type: "button", class: x < WIDTH / 2 ? "hit" : "hit east", "aria-label": spoken(row), "aria-expanded": "false", click: toggle },
    make("span", { class: "tip" }, tip));
  for (const [side, part] of Object.entries(box)) element.style[side] = `${100 * part}%`;
  function toggle() {
    const wasOpen = element.getAttribute("aria-expanded") === "true";
    for (const other of element.parentElement.querySelectorAll(".hit")) other.setAttribute("aria-expanded", "false");
    element.setAttribute("aria-expanded", String(!wasOpen));
    open(wasOpen ? null : row);
  }
  return element;
}
