"""How long `kg build seeds` takes, beside the tagging of the same text with jieba: `make bench`, or `python bench/build.py`.

All are whole processes, run in turn, the median of five: a build that has nothing to go on, one more of the same pages, the
tagging. The very first build, which fills the caches of Python and of the disk, is left out.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SEEDS = Path(__file__).parent.parent / "seeds"
ROUNDS = 5
TAG = "import sys, jieba.posseg as p\nfor f in sys.argv[1:]: list(p.cut(open(f, encoding='utf-8').read()))"


def seconds(command: Sequence[str]) -> float:
    """Wall time of one run of a command, which must succeed."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Prints the medians and their ratio to the tagging."""
    with tempfile.TemporaryDirectory() as folder:
        cache = os.environ["XDG_CACHE_HOME"] = str(Path(folder) / "cache")
        build = [str(Path(sys.executable).parent / "kg"), "build", str(SEEDS), "-o", str(Path(folder) / "out")]
        tag = [sys.executable, "-c", TAG, *map(str, sorted(SEEDS.glob("*.txt")))]
        seconds(build)
        rounds = []
        for _ in range(ROUNDS):
            shutil.rmtree(cache)
            rounds.append((seconds(build), seconds(build), seconds(tag)))
    clean, again, tagged = (statistics.median(times) for times in zip(*rounds, strict=True))
    print(f"kg build seeds         {clean:.2f} s  {clean / tagged:.2f}")
    print(f"kg build seeds, again  {again:.2f} s  {again / tagged:.2f}")
    print(f"jieba.posseg           {tagged:.2f} s  1")


if __name__ == "__main__":
    main()
