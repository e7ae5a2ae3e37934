// The legend: the classes of the drawn nodes with their signs; a click hides a class or brings it back.

import { data } from "./store.js";
import { make, sign } from "./dom.js";
import { labelOf, word } from "./words.js";

/** A legend in `list`; `onToggle(class, hide)` is told of every change. */
export function makeLegend(list, onToggle) {
  const hidden = new Set();
  const counts = new Map();
  for (const { type } of data.nodes) counts.set(type, (counts.get(type) ?? 0) + 1);

  function set(type, hide) {
    if (hidden.has(type) === hide) return;
    if (hide) hidden.add(type);
    else hidden.delete(type);
    onToggle(type, hide);
    draw();
  }

  function draw() {
    const rows = data.classes.filter(({ name }) => counts.has(name)).map((type) =>
      make("li", {}, make("button",
        { type: "button", "data-class": type.name, "aria-pressed": String(!hidden.has(type.name)), click: () => set(type.name, !hidden.has(type.name)) },
        sign(type), make("span", {}, labelOf(type)), make("span", { class: "count" }, String(counts.get(type.name))))));
    const all = make("li", {}, make("button", { type: "button", class: "all", click: () => [...hidden].forEach((type) => set(type, false)) }, word("showAll")));
    list.replaceChildren(...rows, ...(hidden.size ? [all] : []));
  }

  draw();
  return { draw, show: (type) => set(type, false) };
}
