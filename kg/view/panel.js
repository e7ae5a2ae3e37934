// The panel at the side: what is said of a node, or of what links two nodes.

import { data, factsOf, lookOf, relationsBetween } from "./store.js";
import { make, refill, sign } from "./dom.js";
import { evidenceOf } from "./evidence.js";
import { figures } from "./figures.js";
import { made, section, shortened } from "./parts.js";
import { timeline } from "./timeline.js";
import { labelOf, word } from "./words.js";

/** A panel in `box`; `onPick` gets {node} when the reader clicks a name, {} when he closes it; `onChange` gets what is to change in the
 * state, `onPath` the node from which a path is wanted; `onTurtle` is called for the node in Turtle. */
export function makePanel(box, { onPick, onChange, onPath, onTurtle }) {
  function show(...parts) {
    const close = make("button", { type: "button", class: "close", "data-key": "close", "aria-label": word("close"), title: word("close"), click: () => onPick({}) }, "×");
    box.scrollTop = 0;
    box.hidden = false;
    refill(box, [close, ...parts], () => box);
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

  /** What can be done with a node. */
  function actions(node, { steps, pin, hide }) {
    const button = (key, change, attributes = {}) => make("button", { type: "button", "data-act": key, "data-key": key, click: change, ...attributes }, word(key));
    const pinned = pin.includes(node);
    return make("div", { class: "actions", role: "group", "aria-label": word("actions") },
      make("span", { class: "steps", role: "group", "aria-label": word("focus") }, make("span", { "aria-hidden": "true" }, word("focus")),
        [1, 2, 3].map((step) => make("button",
          { type: "button", "data-steps": String(step), "data-key": `steps ${step}`, "aria-pressed": String(steps === step), "aria-label": word("steps", step), title: word("steps", step), click: () => onChange({ steps: steps === step ? 0 : step }) },
          String(step)))),
      button("path", () => onPath(node)),
      button(pinned ? "unpin" : "pinIt", () => onChange({ pin: pinned ? pin.filter((other) => other !== node) : [...pin, node] }), { "data-key": "pin" }),
      button("hideIt", () => onChange({ hide: [...hide, node], chosen: [], steps: 0 })),
      button("turtle", onTurtle));
  }

  /** The panel of a node, with the facts that `view` lets through; `far` nodes within its steps are not drawn. */
  function showNode(number, state, view, far) {
    const node = data.nodes[number];
    const all = factsOf(number);
    const [relations, observations, milestones] = [all.relations, all.observations, all.milestones].map((rows) => rows.filter(view.passes));
    const left = all.relations.length + all.observations.length + all.milestones.length - relations.length - observations.length - milestones.length;
    const others = node.names.filter((name) => name !== node.label && name !== node.fullName);
    show(
      make("header", {}, sign(lookOf.get(node.type)), make("h2", {}, node.label), make("span", { class: "class" }, labelOf(lookOf.get(node.type)))),
      actions(number, state),
      far ? make("p", { class: "nothing" }, word("far", far)) : null,
      make("dl", {},
        ...line("fullName", node.fullName && node.fullName !== node.label ? node.fullName : ""),
        ...line("names", others.join("、")),
        ...line("code", node.code)),
      left ? make("p", { class: "nothing" }, word("filtered", left)) : null,
      figures(observations, node.names),
      timeline(milestones, node.names),
      ...relationSections(number, relations),
      left + relations.length + observations.length + milestones.length ? null : make("p", { class: "nothing" }, word("nothing")),
      documents(node.docs));
  }

  /** The panel of what links two nodes. */
  function showLink(a, b, view) {
    show(make("header", { class: "pair" }, link(a), make("span", {}, "—"), link(b)), ...hop(a, b, view));
  }

  /** The panel of a path, hop by hop; `way` is empty where there is none. */
  function showPath(a, b, way, view) {
    const hops = way.slice(1).flatMap((node, i) => [make("h2", { class: "hop" }, link(way[i]), "—", link(node)), ...hop(way[i], node, view)]);
    show(
      make("header", { class: "pair" }, link(a), make("span", {}, "⋯"), link(b)),
      make("p", { class: "nothing" }, way.length ? word("hops", way.length - 1) : word("noPath")),
      ...hops);
  }

  function hop(a, b, view) {
    return relationsBetween(a, b).filter(view.passes).map((row) =>
      section(labelOf(data.relationTypes[row.relation]), 0,
        make("ul", { class: "facts" }, made(factGroups([row], () => make("span", { class: "way" }, link(row.head), data.relationTypes[row.relation].symmetric ? "↔" : "→", link(row.tail)))))));
  }

  /** The articles that mention a node; a click shows what one of them says. */
  function documents(numbers) {
    if (!numbers.length) return null;
    const row = ({ id, title, date, source }) => make("li", {},
      make("button", { type: "button", class: "plain", "data-key": `document ${id}`, title: word("onlyThis"), click: () => onChange({ document: [id] }) }, [title || id, date].filter(Boolean).join(" · ")),
      source ? make("span", { class: "count" }, ` ${source}`) : null);
    return section(word("documents"), numbers.length, make("ul", { class: "documents" }, shortened(numbers.map((number) => () => row(data.documents[number])), (button) => make("li", {}, button))));
  }

  return { showNode, showLink, showPath, hide: () => { box.hidden = true; box.replaceChildren(); } };
}

function line(key, value) {
  return value ? [make("dt", {}, word(key)), make("dd", {}, value)] : [];
}

const listRest = (button) => make("li", { class: "fact" }, button);
