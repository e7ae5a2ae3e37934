"""How long a page takes to build and to open in a browser, beside plain pyvis: `make bench-page`, or `python -m bench.page`.

Pages of the seeds, of a made-up economy of 1,500 entities with 4,000 links and of one of 20,000 with 60,000 (economy.py), and what
pyvis makes of the same 1,500 with all its defaults, physics among them. Opened in turn, each in a fresh tab, the median of five
(pyvis: once, since it takes minutes);
drawn: from the start of the opening until the first complete drawing (with pyvis: until its stabilisation is done);
usable: until a word typed into the search box has shown its suggestions, too; heap: the most that the scripts were seen to hold.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from bench.economy import economy
from kg.facts import Facts
from kg.graph.conflicts import conflicts
from kg.graph.merge import merge
from kg.knowledge import Knowledge, load
from kg.model import Extraction, Resolution
from kg.pipeline import find, read_all
from kg.resolve import resolve
from kg.view.page import write_page

SEEDS = Path(__file__).parent.parent / "seeds"
SIZES = ((1_500, 4_000), (20_000, 60_000))
NAME = "kg, {:,} nodes, {:,} links"
YARD = NAME.format(*SIZES[0])  # what plain pyvis draws, too
ROUNDS = 5
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--enable-precise-memory-info"]
WORD = "产业"
# Watches a page from within: when it has drawn, when the search answers, what memory it holds.
WATCH = """
window.seen = { heap: 0 };
const look = () => {
  seen.heap = Math.max(seen.heap, performance.memory.usedJSHeapSize);
  const mark = performance.getEntriesByName("drawn")[0];
  if (!seen.drawn && mark) seen.drawn = mark.startTime;
  if (!seen.drawn && window.kg && kg.named().length) seen.drawn = performance.now();
  if (!seen.found && document.querySelector("#found li")) seen.found = performance.now();
  requestAnimationFrame(look);
};
look();
"""
REST = 'network.once("stabilizationIterationsDone", () => performance.mark("drawn"));'


@dataclass(frozen=True, slots=True)
class Row:
    """One page, once: megabytes, seconds to build it, to its drawing, to an answer of its search, megabytes of memory."""

    size: float
    built: float
    drawn: float
    usable: float
    heap: float


def read_seeds(knowledge: Knowledge) -> tuple[list[Extraction], Resolution]:
    """What `kg build seeds` has when it comes to the page."""
    sources, _ = find([SEEDS])
    extractions = [outcome.extraction for outcome in read_all(sources, workers=1) if outcome.extraction]
    return extractions, resolve(extractions, knowledge)


def page(extractions: Sequence[Extraction], resolution: Resolution, facts: Facts, knowledge: Knowledge) -> str:
    """Our page."""
    return write_page(extractions, resolution, facts, conflicts(facts.figures, knowledge), knowledge)


def plain(resolution: Resolution, facts: Facts) -> str:
    """The page that pyvis makes by itself, which marks when its stabilisation is done."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for entity in resolution.entities:
        network.add_node(entity.key, label=entity.label)
    for claim in facts.claims:
        network.add_edge(claim.head, claim.tail)
    before, call, after = str(network.generate_html()).rpartition("drawGraph();")
    return before + call + REST + after


def opened(browser: Browser, file: Path, built: float, ours: bool) -> Row:
    """Opens a page in a fresh tab."""
    context = browser.new_context(viewport={"width": 1280, "height": 720})
    context.route(lambda url: not url.startswith("file:"), lambda route: route.abort())  # pyvis asks for style sheets
    tab = context.new_page()
    tab.add_init_script(WATCH)
    tab.goto(file.as_uri(), timeout=0)  # pyvis is busy before it has loaded
    tab.wait_for_function("seen.drawn", timeout=0)
    if ours:
        tab.locator("#search").click()
        tab.keyboard.type(WORD)
        tab.wait_for_function("seen.found")
    seen = tab.evaluate("seen")
    context.close()
    return Row(file.stat().st_size / 1e6, built, seen["drawn"] / 1e3, seen.get("found", 0) / 1e3, seen["heap"] / 1e6)


def main() -> None:
    """Prints the medians, and the ratio of what our pages take to what pyvis takes."""
    knowledge = load()
    given = {"kg, seeds": read_seeds(knowledge), **{NAME.format(*size): economy(*size) for size in SIZES}}
    merged = {name: merge(*parts, knowledge) for name, parts in given.items()}
    rows: dict[str, list[Row]] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        file = Path(folder) / "page.html"
        for name in [*list(given) * ROUNDS, "pyvis"]:
            yard = name not in given
            (extractions, resolution), facts = (given[YARD], merged[YARD]) if yard else (given[name], merged[name])
            start = time.perf_counter()
            html = plain(resolution, facts) if yard else page(extractions, resolution, facts, knowledge)
            built = time.perf_counter() - start
            file.write_text(html, "utf-8")
            rows.setdefault(name, []).append(opened(browser, file, built, not yard))
        browser.close()
    yardstick = rows["pyvis"][0].drawn
    print(f"{'':34}    file   built   drawn  usable    heap  drawn, of pyvis")
    for name, taken in rows.items():
        size, built, drawn, usable, heap = (statistics.median(getattr(row, field) for row in taken) for field in Row.__slots__)
        answered = f"{usable:6.2f}s" if usable else "      –"
        print(f"{name:34}{size:6.1f}MB {built:6.2f}s {drawn:6.2f}s {answered} {heap:5.0f}MB  {drawn / yardstick:.3f}")


if __name__ == "__main__":
    main()
