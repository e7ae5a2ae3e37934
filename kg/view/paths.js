// Ways through the graph, breadth first; of equally short ones the one over the most important nodes.

/** The nodes within some steps of a node, with that node: the near before the far, the important before the others. */
export function within(start, steps, neighbours) {
  const found = new Set([start]);
  let edge = [start];
  for (let step = 0; step < steps; step++) {
    edge = [...new Set(edge.flatMap(neighbours))].filter((node) => !found.has(node)).sort((a, b) => a - b);
    for (const node of edge) found.add(node);
  }
  return found;
}

/** The nodes of a shortest way from one node to another, both included; none: an empty list. */
export function shortest(start, goal, neighbours) {
  const before = new Map([[start, null]]);
  let edge = [start];
  while (edge.length && !before.has(goal)) {
    const next = [];
    for (const node of edge) {
      for (const other of neighbours(node)) {
        if (before.has(other)) continue;
        before.set(other, node);
        next.push(other);
      }
    }
    edge = next;
  }
  const way = [];
  if (before.has(goal)) for (let node = goal; node !== null; node = before.get(node)) way.unshift(node);
  return way;
}
