// What the filters let through: facts by relation, article, year and confidence; nodes by class, by hand and by their facts.

import { allFacts, data, factsOf } from "./store.js";

/** What a fact has for each of the filters: its relation (or that it is a figure or a milestone), its articles, its years. */
const VALUES = { relation: (fact) => [fact.about], document: (fact) => fact.documents, year: (fact) => fact.years };
export const FACETS = Object.keys(VALUES);

/** What a state lets through: `passes(row)` for facts, `shown(node)`, `neighbours(node)`; `facts` has the facts, `linked` the pairs of
 * nodes that they link, `counts` how many facts each value of a filter would give, `classes` how many nodes each class has; `open`: no
 * filter is set for facts. */
export function narrowed(state) {
  const wanted = new Map(FACETS.map((name) => [name, new Set(state[name])]));
  const without = new Set(state.without);
  const hidden = new Set(state.hide);
  const kept = new Set([...state.pin, ...state.chosen]);
  const open = FACETS.every((name) => !wanted.get(name).size) && !state.sure;
  const counts = new Map(FACETS.map((name) => [name, new Map()]));
  const facts = [];
  const passing = new Set();
  const said = new Set();
  const linked = new Set();

  for (const fact of allFacts()) {
    if (fact.row.confidence < state.sure) continue;
    const failed = FACETS.filter((name) => wanted.get(name).size && !VALUES[name](fact).some((value) => wanted.get(name).has(value)));
    if (failed.length > 1) continue;
    for (const name of failed.length ? failed : FACETS) for (const value of VALUES[name](fact)) add(counts.get(name), value);
    if (failed.length) continue;
    facts.push(fact);
    passing.add(fact.row);
    for (const end of fact.ends) said.add(end);
    if (fact.ends.length > 1) linked.add(pairOf(...fact.ends));
  }

  const passes = (row) => passing.has(row);
  const ofArticle = wanted.get("document");
  const onlyArticles = ofArticle.size > 0 && FACETS.every((name) => name === "document" || !wanted.get(name).size) && !state.sure;
  const speaks = (node) => open || said.has(node) || (onlyArticles && data.nodes[node].docs.some((doc) => ofArticle.has(data.documents[doc].id)));
  const shown = (node) => kept.has(node) || (speaks(node) && !hidden.has(node) && !without.has(data.nodes[node].type));
  const classes = new Map();
  data.nodes.forEach(({ type }, node) => { if (speaks(node) && !hidden.has(node)) add(classes, type); });

  /** The nodes that a fact links with this one, the important first. */
  function neighbours(node) {
    const ends = factsOf(node).relations.filter(passes).map((row) => (row.head === node ? row.tail : row.head));
    return [...new Set(ends)].filter((end) => end !== node && shown(end)).sort((a, b) => a - b);
  }

  return { open, passes, shown, neighbours, linked, facts, counts, classes };
}

/** A name for a pair of nodes, whichever comes first. */
export function pairOf(a, b) {
  return a < b ? `${a}-${b}` : `${b}-${a}`;
}

function add(counter, value) {
  counter.set(value, (counter.get(value) ?? 0) + 1);
}
