// The filters: relations, articles, years and confidence, each with how many facts it would give; what was hidden and pinned by hand.

import { data, FIGURES, MILESTONES, UNDATED } from "./store.js";
import { make, refill } from "./dom.js";
import { FACETS } from "./narrow.js";
import { labelOf, word } from "./words.js";

const FEW = 8; // values of a filter that are shown at first

/** Filters in `box`; `onChange` gets what is to change in the state. */
export function makeFilters(box, onChange) {
  const long = new Set(); // the filters whose whole list is wanted
  const chips = make("ul", { class: "chips" });
  const lists = new Map(FACETS.map((name) => [name, make("ul", {})]));
  const titles = new Map([...FACETS, "sure"].map((name) => [name, make("h2", { id: `title-${name}` })]));
  const least = make("output", { for: "sure" });
  const slider = make("input", { id: "sure", type: "range", min: "0", max: "1", step: "0.05", "aria-labelledby": "title-sure", change: () => onChange({ sure: Number(slider.value) }), input: () => { least.value = atLeast(slider.value); } });
  box.append(chips,
    ...FACETS.map((name) => make("section", { role: "group", "aria-labelledby": `title-${name}` }, titles.get(name), lists.get(name))),
    make("section", {}, titles.get("sure"), make("div", { class: "least" }, slider, least)));

  /** Draws them for a state and what this lets through. */
  function draw(state, view) {
    for (const [name, title] of titles) title.textContent = word("facet")[name];
    for (const name of FACETS) {
      const values = valuesOf(name, view.counts.get(name), state[name]);
      const shown = long.has(name) || values.length <= FEW + 2 ? values : values.slice(0, FEW);
      const more = make("li", {}, make("button", { type: "button", class: "more", "data-key": `more ${name}`, click: () => { long.add(name); draw(state, view); } }, word("more", values.length - shown.length)));
      refill(lists.get(name), [...shown.map((value) => choice(name, value, state)), shown.length < values.length ? more : null]);
    }
    slider.value = state.sure;
    least.value = atLeast(state.sure);
    refill(chips, chipsOf(state));
  }

  function choice(name, value, state) {
    const on = state[name].includes(value.key);
    const others = state[name].filter((key) => key !== value.key);
    const change = ({ target }) => onChange({ [name]: target.checked ? [...others, value.key] : others }); // the box may be ahead of the state
    return make("li", {}, make("label", {},
      make("input", { type: "checkbox", checked: on, "data-key": `${name} ${value.key}`, "data-value": value.key, change }),
      make("span", {}, value.label), make("span", { class: "count" }, String(value.count))));
  }

  function chipsOf(state) {
    const chip = (list, number) => make("li", {}, make("button",
      { type: "button", class: "chip", "data-key": `${list} ${number}`, title: word("undo"), click: () => onChange({ [list]: state[list].filter((other) => other !== number) }) },
      `${word(list)} ${data.nodes[number].label} ×`));
    const active = FACETS.some((name) => state[name].length) || state.sure || state.without.length || state.hide.length || state.pin.length;
    const clear = { ...Object.fromEntries(FACETS.map((name) => [name, []])), sure: 0, without: [], hide: [], pin: [] };
    return [
      ...["hide", "pin"].flatMap((list) => state[list].map((number) => chip(list, number))),
      active ? make("li", {}, make("button", { type: "button", class: "chip all", "data-key": "clear", click: () => onChange(clear) }, word("clear"))) : null,
    ].filter((part) => part !== null);
  }

  return { draw };
}

const atLeast = (sure) => `≥ ${Number(sure).toFixed(2)}`;

/** The values of a filter that would give facts, and those that are chosen, with their labels and counts. */
function valuesOf(name, counts, chosen) {
  const keys = [...new Set([...counts.keys(), ...chosen])];
  const values = keys.map((key) => ({ key, count: counts.get(key) ?? 0, ...labelled(name, key) }));
  return values.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
}

/** What a value is called and where it stands: relations as in the ontology, the latest articles and years first. */
function labelled(name, key) {
  if (name === "relation") {
    const kinds = [...Object.keys(data.relationTypes), FIGURES, MILESTONES];
    return { label: !kinds.includes(key) ? key : [FIGURES, MILESTONES].includes(key) ? word(key) : labelOf(data.relationTypes[key]), order: kinds.indexOf(key) };
  }
  if (name === "document") {
    const number = data.documents.findIndex(({ id }) => id === key);
    const { title, date } = data.documents[number] ?? { title: "", date: "" };
    return { label: [title || key, date].filter(Boolean).join(" · "), order: -Number((date || "0").replaceAll("-", "").padEnd(8, "0")) + number / 1e6 };
  }
  return { label: key === UNDATED ? word("undated") : key, order: key === UNDATED ? 0 : -Number(key) };
}
