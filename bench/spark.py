"""How long `kg build --engine spark --master local[2]` takes beside the local engine with two processes, and what articles come to:
`make bench-spark`, or `python -m bench.spark [NUMBER]`.

The articles are those of bench/rebuild.py. Whole processes, one run each, after one of either that fills the caches of Python and of the
disk; both write N-Quads and the table of figures, the local engine its usual three files too. Fails unless the triples are the same.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from bench.build import seconds
from bench.rebuild import write_articles

NUMBER = 200
CORES = 2
START = f"from kg.engine.spark import start\nstart('local[{CORES}]').stop()"
KG = [sys.executable, "-m", "kg.cli", "build"]
LOCAL = ["--workers", str(CORES), "--format", "nq", "--format", "observations"]
SPARK = ["--engine", "spark", "--master", f"local[{CORES}]"]


def main() -> None:
    """Prints the times, their ratio, and the sizes for each article."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NUMBER
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        for name, count in (("few", 2), ("many", number)):
            write_articles(folder / name, count)
        taken: dict[str, float] = {}
        for name in ("few", "many"):
            taken["local"] = seconds([*KG, str(folder / name), "-o", str(folder / "local"), *LOCAL])
            taken["spark"] = seconds([*KG, str(folder / name), "-o", str(folder / "spark"), *SPARK])
        start = seconds([sys.executable, "-c", START])
        local = [folder / "local" / "graph.nq"]
        parts = sorted((folder / "spark" / "graph.nq").glob("part-*"))
        if _sum(local) != _sum(parts):
            sys.exit("the two engines wrote different triples")
        size, text = _size(parts), _size((folder / "many").iterdir())
        figures = _size((folder / "spark" / "observations.parquet").glob("part-*"))
    print(f"{number} articles, local, {CORES} processes       {taken['local']:8.1f} s")
    print(f"the same, Spark, local[{CORES}]               {taken['spark']:8.1f} s  {taken['spark'] / taken['local']:.2f}")
    print(f"  of which Spark takes to start        {start:8.1f} s  {(taken['spark'] - start) / taken['local']:.2f} without")
    text, size, figures = (total / number / 1e3 for total in (text, size, figures))
    print(f"an article: {text:.1f} kB of text, {size:.0f} kB of N-Quads, {figures:.1f} kB of Parquet")


def _sum(paths: Iterable[Path]) -> str:
    """A digest of the lines of some files, whatever their order."""
    lines = subprocess.Popen(["sort", *map(str, paths)], stdout=subprocess.PIPE, env=os.environ | {"LC_ALL": "C"})
    return subprocess.run(["sha256sum"], stdin=lines.stdout, capture_output=True, text=True, check=True).stdout


def _size(paths: Iterable[Path]) -> int:
    return sum(path.stat().st_size for path in paths)


if __name__ == "__main__":
    main()
