// What the page knows, read once out of the JSON in it, and the ways into it. Nodes and documents go by their number.

const read = (id) => JSON.parse(document.getElementById(id).textContent);

export const data = read("data");
export const network = read("network");
export const lookOf = new Map(data.classes.map((type) => [type.name, type]));

const numberOf = new Map(data.nodes.map((node, number) => [node.key, number]));
const relationsOf = grouped(data.relations, (row) => new Set([row.head, row.tail]));
const observationsOf = grouped(data.observations, (row) => [row.subject]);
const milestonesOf = grouped(data.milestones, (row) => [row.subject]);

function grouped(rows, keysOf) {
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

/** The nodes that a fact links with this one. */
export function neighbours(node) {
  const found = new Set(factsOf(node).relations.flatMap((row) => [row.head, row.tail]));
  found.delete(node);
  return found;
}

/** Nodes whose name or alias holds the words: exact names first, then beginnings, then the rest; the important before the others. */
export function find(words, limit) {
  const wanted = folded(words);
  if (!wanted) return [];
  const hits = [];
  data.nodes.forEach((node, number) => {
    let best = null;
    for (const name of node.names) {
      const text = folded(name);
      if (!text.includes(wanted)) continue;
      const rank = text === wanted ? 0 : text.startsWith(wanted) ? 1 : 2;
      if (best === null || rank < best.rank || (rank === best.rank && name === node.label)) best = { number, name, rank };
    }
    if (best) hits.push(best);
  });
  return hits.sort((a, b) => a.rank - b.rank || a.number - b.number).slice(0, limit);
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s“”"'《》]/g, "");
}
