"""How time and memory of `kg build` grow with the number of articles: `make bench-growth`, or `python -m bench.growth [NUMBER...]`.

In one piece and over the disk. Articles as for rebuild.py, 1.0 MB for 200, nothing kept, whole processes, once each. Memory is the most
that the process and those it started held together, looked at four times a second, each counted with its share of what several hold.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psutil

from bench.rebuild import write_articles

SIZES = (250, 500, 1000, 2000)
PAUSE = 0.25  # seconds between two looks


def held(process: psutil.Process) -> int:
    """Bytes that a process and those it started hold together now."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_full_info().pss
        except psutil.Error:  # it has just ended
            continue
    return total


def watched(command: Sequence[str]) -> tuple[float, int]:
    """Seconds that a command takes, and the most bytes that it held."""
    start = time.perf_counter()
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process, most = psutil.Process(running.pid), 0
    while running.poll() is None:
        try:
            most = max(most, held(process))
        except psutil.Error:  # it has just ended
            break
        time.sleep(PAUSE)
    if running.wait():
        sys.exit(f"{' '.join(command)} failed")
    return time.perf_counter() - start, most


def build(number: int, engine: str) -> tuple[int, float, int]:
    """Entities, seconds and memory of a build of so many articles."""
    with tempfile.TemporaryDirectory() as folder:
        pages, out = Path(folder) / "pages", Path(folder) / "out"
        write_articles(pages, number)
        os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        seconds, most = watched([sys.executable, "-m", "kg.cli", "build", str(pages), "-o", str(out), "--engine", engine])
        entities = json.loads((out / "report.json").read_text("utf-8"))["entities"]
    return entities["resolved"]["total"] if engine == "local" else sum(entities.values()), seconds, most


def main() -> None:
    """Prints a row for each engine and size."""
    print(f"{'engine':<8}{'articles':>8}{'entities':>10}{'seconds':>9}{'an article':>12}{'memory':>10}")
    for engine in ("local", "disk"):
        for number in map(int, sys.argv[1:] or SIZES):
            entities, seconds, most = build(number, engine)
            row = f"{engine:<8}{number:>8,}{entities:>10,}{seconds:>8.1f}s{1000 * seconds / number:>10.0f}ms"
            print(f"{row}{most / 1e6:>8,.0f}MB", flush=True)


if __name__ == "__main__":
    main()
