// The colours of the drawing, taken from the style sheet, so that light and dark have one home.

/** The colours that the style sheet gives to the drawing at this moment. */
export function palette() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  const line = (colour, hover, opacity) => ({ color: colour, highlight: colour, hover, opacity, inherit: false });
  return {
    ink: of("ink"), halo: of("halo"), paper: of("paper"), rim: of("rim"), accent: of("accent"),
    quiet: line(of("edge"), of("edge-strong"), 0.55),
    faded: line(of("edge"), of("edge-strong"), 0.08),
    strong: line(of("edge-strong"), of("edge-strong"), 0.9),
  };
}

/** Light or dark, as the reader's system has it. */
export function followSystem() {
  setTheme(matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
}

/** Changes to the other theme. */
export function switchTheme() {
  setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

/** On paper it is always light; `redraw` is called when it changes for that, and back. */
export function lightOnPaper(redraw) {
  let theme;
  addEventListener("beforeprint", () => { theme = document.documentElement.dataset.theme; setTheme("light"); redraw(); });
  addEventListener("afterprint", () => { setTheme(theme); redraw(); });
}

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
}
