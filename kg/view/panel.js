// The panel at the side: what is said of a node, or of what links two nodes.

import { data, factsOf, lookOf, relationsBetween } from "./store.js";
import { evidenceList } from "./evidence.js";
import { make, sign } from "./dom.js";
import { labelOf, word } from "./words.js";

const FEW = 12; // pieces of a list that are shown at first
const NEXT = 200; // and how many more with each click
const [PLAIN_KIND, PLAIN_MODALITY] = ["level", "actual"]; // what need not be said
const MARKS = { "=": "", "~": "≈ ", ">": "> ", "<": "< " };

/** A panel in `box`; `onPick` gets {node} when the reader clicks a name, {} when he closes it. */
export function makePanel(box, onPick) {
  function show(...parts) {
    const close = make("button", { type: "button", class: "close", "aria-label": word("close"), title: word("close"), click: () => onPick({}) }, "×");
    box.replaceChildren(close, ...parts.filter((part) => part !== null));
    box.hidden = false;
    box.scrollTop = 0;
  }

  function link(number) {
    const { label, type } = data.nodes[number];
    return make("button", { type: "button", class: "name", click: () => onPick({ node: number }) }, sign(lookOf.get(type)), label);
  }

  /** Facts that rest on the same sentences stand together over them. */
  function factGroups(rows, endsOf) {
    const groups = new Map();
    for (const row of rows) {
      const key = JSON.stringify(row.evidence.map((piece) => [piece.doc, piece.quotes, piece.rule, piece.confidence]));
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
    return [...groups.values()].map((group) => () =>
      make("li", { class: "fact" },
        make("div", { class: "names" }, group.map((row) => [endsOf(row), row.roles.length ? make("span", { class: "role" }, row.roles.join("、")) : null]).flat()),
        evidenceList(group[0].evidence, group.flatMap((row) => [...data.nodes[row.head].names, ...data.nodes[row.tail].names]))));
  }

  function relationSections(node, rows) {
    const groups = new Map();
    for (const row of rows) {
      const { symmetric } = data.relationTypes[row.relation];
      const way = symmetric ? "both" : row.head === node ? "out" : "in";
      const key = `${way} ${row.relation}`;
      if (!groups.has(key)) groups.set(key, { way, relation: row.relation, rows: [] });
      groups.get(key).rows.push(row);
    }
    const rank = { out: 0, both: 1, in: 2 };
    const order = Object.keys(data.relationTypes);
    return [...groups.values()]
      .sort((a, b) => rank[a.way] - rank[b.way] || order.indexOf(a.relation) - order.indexOf(b.relation))
      .map(({ way, relation, rows: own }) =>
        section(`${{ out: "→", both: "↔", in: "←" }[way]} ${labelOf(data.relationTypes[relation])}`, own.length,
          make("ul", { class: "facts", "data-relation": relation, "data-way": way },
            shortened(factGroups(own, (row) => link(row.head === node ? row.tail : row.head)), listRest))));
  }

  /** The panel of a node. */
  function showNode(number) {
    const node = data.nodes[number];
    const { relations, observations, milestones } = factsOf(number);
    const others = node.names.filter((name) => name !== node.label && name !== node.fullName);
    show(
      make("header", {}, sign(lookOf.get(node.type)), make("h2", {}, node.label), make("span", { class: "class" }, labelOf(lookOf.get(node.type)))),
      make("dl", {},
        ...line("fullName", node.fullName && node.fullName !== node.label ? node.fullName : ""),
        ...line("names", others.join("、")),
        ...line("code", node.code)),
      figures(observations, node.names),
      timeline(milestones, node.names),
      ...relationSections(number, relations),
      relations.length + observations.length + milestones.length ? null : make("p", { class: "nothing" }, word("nothing")),
      documents(node.docs));
  }

  /** The panel of what links two nodes. */
  function showLink(a, b) {
    const rows = relationsBetween(a, b);
    show(
      make("header", { class: "pair" }, link(a), make("span", {}, "—"), link(b)),
      ...rows.map((row) =>
        section(labelOf(data.relationTypes[row.relation]), 0,
          make("ul", { class: "facts" }, made(factGroups([row], () => make("span", { class: "way" }, link(row.head), data.relationTypes[row.relation].symmetric ? "↔" : "→", link(row.tail))))))));
  }

  return { showNode, showLink, hide: () => { box.hidden = true; box.replaceChildren(); } };
}

function section(title, count, ...content) {
  return make("section", {}, make("h3", {}, title, count > 1 ? make("span", { class: "count" }, String(count)) : null), ...content);
}

function line(key, value) {
  return value ? [make("dt", {}, word(key)), make("dd", {}, value)] : [];
}

/** The items that `makers` make; of a long list the beginning, and a button that brings the next ones. */
function shortened(makers, wrap, few = FEW) {
  if (makers.length <= few + 2) return made(makers);
  const rest = makers.slice(few);
  const more = wrap(make("button", { type: "button", class: "more", click: () => more.replaceWith(...shortened(rest, wrap, NEXT)) }, word("more", rest.length)));
  return [...made(makers.slice(0, few)), more];
}

const made = (makers) => makers.map((maker) => maker());

const listRest = (button) => make("li", { class: "fact" }, button);
const tableRest = (button) => make("tr", {}, make("td", { colspan: "3" }, button));

function figures(rows, names) {
  if (!rows.length) return null;
  const sorted = [...rows].sort((a, b) => a.indicator.localeCompare(b.indicator, "zh") || compare(a.period, b.period));
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
    opened = opened ? null : make("tr", { class: "opened" }, make("td", { colspan: "3" }, evidenceList(row.evidence, [...names, row.indicator])));
    if (opened) main.after(opened);
    currentTarget.setAttribute("aria-expanded", String(opened !== null));
  }
  return main;
}

function timeline(rows, names) {
  if (!rows.length) return null;
  const sorted = [...rows].sort((a, b) => compare(a.date, b.date));
  return section(word("milestones"), rows.length,
    make("ol", { class: "timeline" }, sorted.map((row) =>
      make("li", { class: row.modality },
        make("p", {}, make("time", {}, row.date || word("undated")), " ", make("strong", {}, term(row.step)), modality(row)),
        evidenceList(row.evidence, [...names, row.step])))));
}

function term(said) {
  return data.terms[said] ? labelOf(data.terms[said]) : said;
}

/** What is not a fact yet says so. */
function modality(row) {
  return row.modality === PLAIN_MODALITY ? null : make("span", { class: "modality" }, term(row.modality));
}

function documents(numbers) {
  if (!numbers.length) return null;
  const rows = numbers.map((number) => data.documents[number]);
  return section(word("documents"), rows.length,
    make("ul", { class: "documents" }, rows.map(({ id, title, date, source }) => make("li", {}, [title || id, date, source].filter(Boolean).join(" · ")))));
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
