// What the reader has set, and the address that holds it: #key or #key,key and, after &, what narrows the view.
// Every state has an address: a link leads to it, and back and forward go through what was seen.

import { data, nodeWithKey } from "./store.js";

export const NOTHING = { chosen: [], path: false, steps: 0, without: [], relation: [], document: [], year: [], sure: 0, hide: [], pin: [] };
const WORDS = ["without", "relation", "document", "year"]; // lists of names
const NODES = ["hide", "pin"]; // lists of nodes
const FARTHEST = 3; // steps of the neighbourhood

/** The state that an address stands for; what it does not know or cannot read is left out. */
export function stateOf(address) {
  const parts = address.replace(/^#/, "").split("&");
  const said = new Map(parts.filter((part) => part.includes("=")).map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
  const state = { ...NOTHING, path: parts.includes("path") };
  const keys = parts[0].includes("=") ? [] : words(parts[0]);
  const numbers = nodes(keys);
  if (keys.length === numbers.length && keys.length < 3) state.chosen = numbers;
  for (const name of WORDS) state[name] = words(said.get(name));
  for (const name of NODES) state[name] = nodes(words(said.get(name)));
  if (state.chosen.length === 1) state.steps = within(Math.round(Number(said.get("steps"))), FARTHEST);
  state.sure = within(Number(said.get("sure")), 1);
  state.path &&= state.chosen.length === 2;
  return state;
}

/** The address of a state. */
export function addressOf(state) {
  const list = (names) => names.map(encodeURIComponent).join(",");
  const keys = (numbers) => list(numbers.map((number) => data.nodes[number].key));
  const parts = [keys(state.chosen)];
  if (state.path) parts.push("path");
  if (state.steps) parts.push(`steps=${state.steps}`);
  for (const name of WORDS) if (state[name].length) parts.push(`${name}=${list(state[name])}`);
  if (state.sure) parts.push(`sure=${state.sure}`);
  for (const name of NODES) if (state[name].length) parts.push(`${name}=${keys(state[name])}`);
  return `#${parts.join("&")}`;
}

function words(text) {
  return [...new Set((text ?? "").split(",").map(decoded).filter((word) => word))];
}

function nodes(keys) {
  return keys.map(nodeWithKey).filter((number) => number !== undefined);
}

function within(number, most) {
  return number > 0 ? Math.min(number, most) : 0; // NaN too
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return ""; // an address that somebody cut off
  }
}
