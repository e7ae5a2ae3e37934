// The legend: the classes with their signs and how many nodes each has; a click hides a class or brings it back.

import { data } from "./store.js";
import { make, refill, sign } from "./dom.js";
import { labelOf, word } from "./words.js";

/** A legend in `list`; `onChange({without})` gets the classes that are not to be shown. */
export function makeLegend(list, onChange) {
  const present = new Set(data.nodes.map(({ type }) => type));

  /** Draws it for a state and what this lets through. */
  function draw({ without }, { classes }) {
    const rows = data.classes.filter(({ name }) => present.has(name)).map((type) => {
      const off = without.includes(type.name);
      const click = () => onChange({ without: off ? without.filter((name) => name !== type.name) : [...without, type.name] });
      return make("li", {}, make("button", { type: "button", "data-class": type.name, "data-key": type.name, "aria-pressed": String(!off), click },
        sign(type), make("span", {}, labelOf(type)), make("span", { class: "count" }, String(classes.get(type.name) ?? 0))));
    });
    const all = make("li", {}, make("button", { type: "button", class: "all", "data-key": "", click: () => onChange({ without: [] }) }, word("showAll")));
    refill(list, [...rows, without.length ? all : null]);
  }

  return { draw };
}
