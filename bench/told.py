"""What a build over the disk takes for many articles beside reading them: `make bench-told`, or `python -m bench.told [NUMBER...]`.

Reading goes article by article and takes the same for each (growth.py). What is done of all articles together is measured here with
what 200 of them say (those of rebuild.py), under other names and with other figures round after round. Time and memory are those of one
build each, with two processes; the time of renaming, which is in it, is told too.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.growth import watched
from bench.rebuild import divisions, renamed, write_articles
from kg.engine.rows import as_json, read_json
from kg.knowledge import load
from kg.model import Extraction
from kg.pipeline import Outcome, find, read_all
from kg.scale import disk

READ = 200  # articles that are read
SIZES = (1_000, 10_000)
BUILD = "import sys, pathlib, bench.told as t; t.build(pathlib.Path(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3]))"


def read(folder: Path) -> list[str]:
    """What articles say, each as JSON."""
    write_articles(folder, READ)
    return [as_json(outcome.extraction).decode() for outcome in read_all(find([folder])[0]) if outcome.extraction]


def told(texts: list[str], number: int) -> Iterator[Outcome]:
    """What so many articles say."""
    chance, places = random.Random(1), divisions()
    kin = [{name: others for name, others in places.items() if name in text} for text in texts]
    # Latin letters may stand in JSON that is no name.
    entities = [[e for e in json.loads(text)["entities"] if not min(e["mentions"], key=len)[:2].isascii()] for text in texts]
    for n in range(number):
        text = renamed(texts[n % READ], entities[n % READ], kin[n % READ], chance)
        yield Outcome(read_json(json.dumps(json.loads(text) | {"doc": f"{n:07}"}).encode(), Extraction), None)


def build(said: Path, number: int, out: Path) -> None:
    """Builds what so many articles say."""
    out.mkdir()
    written = disk.build(told(json.loads(said.read_bytes()), number), [], out, number, load(), 2)
    (out / "triples").write_text(str(written.triples), "utf-8")


def main() -> None:
    """Prints a row for each size."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        said = folder / "said.json"
        said.write_text(json.dumps(texts := read(folder / "pages")), "utf-8")
        print(f"{'articles':>9}{'triples':>13}{'seconds':>9}{'renaming':>10}{'an article':>12}{'memory':>9}{'N-Quads':>9}")
        for number in map(int, sys.argv[1:] or SIZES):
            start = time.perf_counter()
            for _ in told(texts, number):
                pass
            renaming = time.perf_counter() - start
            arguments = [str(said), str(number), str(folder / str(number))]
            seconds, most = watched([sys.executable, "-c", BUILD, *arguments])
            triples = int((folder / str(number) / "triples").read_text("utf-8"))
            size = (folder / str(number) / "graph.nq").stat().st_size
            row = f"{number:>9,}{triples:>13,}{seconds:>8.0f}s{renaming:>9.0f}s{1000 * (seconds - renaming) / number:>10.0f}ms"
            print(f"{row}{most / 1e6:>7,.0f}MB{size / 1e9:>7.1f}GB", flush=True)


if __name__ == "__main__":
    main()
