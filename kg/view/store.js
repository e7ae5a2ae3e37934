// What the page knows, read once out of the JSON in it, and the ways into it. Nodes and documents go by their number.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const data = read("data");
export const network = read("network");
export const lookOf = new Map(data.classes.map((type) => [type.name, type]));

const numberOf = new Map(data.nodes.map((node, number) => [node.key, number]));
const relationsOf = grouped(data.relations, (row) => new Set([row.head, row.tail]));
const observationsOf = grouped(data.observations, (row) => [row.subject]);
const milestonesOf = grouped(data.milestones, (row) => [row.subject]);
export const FIGURES = "figures"; // beside the relations, what a fact can be
export const MILESTONES = "milestones";
export const UNDATED = "-"; // the year of what has none
const LONGEST = 40; // years of a span
let facts = null;

/** Rows by each of their keys. */
export function grouped(rows, keysOf) {
  const groups = new Map();
  for (const row of rows) {
    for (const key of keysOf(row)) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(row);
    }
  }
  return groups;
}

/** The number of the node with this key, or undefined. */
export function nodeWithKey(key) {
  return numberOf.get(key);
}

/** What is said of a node. */
export function factsOf(node) {
  return {
    relations: relationsOf.get(node) ?? [],
    observations: observationsOf.get(node) ?? [],
    milestones: milestonesOf.get(node) ?? [],
  };
}

/** The relations between two nodes, in either direction. */
export function relationsBetween(a, b) {
  return factsOf(a).relations.filter((row) => row.head === b || row.tail === b);
}

/** The numbers of the documents that a fact stands in. */
function documentsOf(row) {
  return [...new Set(row.quotes.map((quote) => data.quotes[quote].doc))];
}

/** Every fact with what it can be filtered by: its row, what it is about, the nodes at its ends, the ids of its articles, its years. */
export function allFacts() {
  facts ??= [
    ...data.relations.map((row) => fact(row, row.relation, row.head === row.tail ? [row.head] : [row.head, row.tail], null)),
    ...data.observations.map((row) => fact(row, FIGURES, [row.subject], row.period)),
    ...data.milestones.map((row) => fact(row, MILESTONES, [row.subject], row.date)),
  ];
  return facts;
}

/** A figure or milestone is of its own year, a relation of the year of its articles. */
function fact(row, about, ends, period) {
  const documents = documentsOf(row).map((number) => data.documents[number]);
  const years = period === null ? documents.flatMap(({ date }) => yearsOf(date)) : yearsOf(period);
  return { row, about, ends, documents: documents.map(({ id }) => id), years: years.length ? [...new Set(years)] : [UNDATED] };
}

/** The years of a period: "2021/2023" has three. */
function yearsOf(period) {
  const years = (period.match(/\d{4}(?=$|[-/])/g) ?? []).map(Number);
  if (!period.includes("/") || years.length < 2) return years.slice(0, 1).map(String);
  const [first, last] = [years[0], Math.min(years[years.length - 1], years[0] + LONGEST)];
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, i) => String(first + i));
}
