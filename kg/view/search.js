// The search box: suggestions while one types, arrows and Enter to choose, Esc to leave.

import { data, lookOf } from "./store.js";
import { make, sign } from "./dom.js";
import { find } from "./find.js";
import { word } from "./words.js";

const LIMIT = 10;

/** A search box of `input` and `list`; `onPick({node})` is told of the choice, `onLeave` that there is none. */
export function makeSearch(input, list, onPick, onLeave) {
  let hits = [];
  let active = 0;

  function draw() {
    list.replaceChildren(...hits.map(({ number, name }, i) => {
      const { label, type } = data.nodes[number];
      const alias = name === label ? null : make("span", { class: "alias" }, name);
      return make("li", { id: `found-${i}`, role: "option", "aria-selected": String(i === active), pointerdown: (event) => { event.preventDefault(); choose(i); } },
        sign(lookOf.get(type)), make("span", {}, label), alias);
    }));
    if (!hits.length && input.value.trim()) list.replaceChildren(make("li", { id: "found-0", role: "option", "aria-disabled": "true", class: "none" }, word("none")));
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (!list.hidden) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function choose(i) {
    if (!hits[i]) return;
    const { number } = hits[i];
    input.value = data.nodes[number].label;
    close();
    onPick({ node: number });
  }

  function close() {
    hits = [];
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function search() {
    hits = find(input.value, LIMIT);
    active = 0;
    draw();
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { input.select(); if (input.value.trim()) search(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // Enter that ends the input of Chinese chooses nothing
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      active = (active + (event.key === "ArrowDown" ? 1 : -1) + hits.length) % Math.max(1, hits.length);
      draw();
    } else if (event.key === "Enter") choose(active);
    else if (event.key === "Escape") {
      if (!list.hidden) event.stopPropagation(); // the first Esc closes the suggestions, the next one the panel
      close();
      onLeave();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target === input) return;
    event.preventDefault();
    input.focus();
  });

  /** Says what is looked for; `now`: the reader is to write it. */
  function ask(what, now) {
    input.placeholder = what;
    input.setAttribute("aria-label", what);
    if (!now) return;
    input.value = "";
    input.focus();
  }

  return { ask };
}
