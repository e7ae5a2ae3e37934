// The panel at the side: what is said of a node, or of what links two nodes.

import { data, factsOf, lookOf, relationsBetween } from "./store.js";
import { make, sign } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { figures } from "./figures.js";
import { made, section, shortened } from "./parts.js";
import { timeline } from "./timeline.js";
import { labelOf, word } from "./words.js";

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
      const key = JSON.stringify([row.quotes, row.rules, row.confidence]);
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
    return [...groups.values()].map((group) => () =>
      make("li", { class: "fact" },
        make("div", { class: "names" }, group.map((row) => [endsOf(row), row.roles.length ? make("span", { class: "role" }, row.roles.join("、")) : null]).flat()),
        evidenceOf(group[0], group.flatMap((row) => [...data.nodes[row.head].names, ...data.nodes[row.tail].names]))));
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

function line(key, value) {
  return value ? [make("dt", {}, word(key)), make("dd", {}, value)] : [];
}

const listRest = (button) => make("li", { class: "fact" }, button);

function documents(numbers) {
  if (!numbers.length) return null;
  const rows = numbers.map((number) => data.documents[number]);
  return section(word("documents"), rows.length,
    make("ul", { class: "documents" }, rows.map(({ id, title, date, source }) => make("li", {}, [title || id, date, source].filter(Boolean).join(" · ")))));
}
