"""Text a second that `kg build` reads, files to N-Quads, beside jieba's and rjieba's tagging of the same: `make bench-throughput`.

200 articles (those of rebuild.py), whole processes in turn, start and all, one worker, nothing kept; the median of three. rjieba is
jieba in Rust.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.build import TAG, seconds
from bench.rebuild import write_articles

ARTICLES = 200
ROUNDS = 3
TAG_IN_RUST = "import sys, rjieba\nfor f in sys.argv[1:]: rjieba.tag(open(f, encoding='utf-8').read())"


def main() -> None:
    """Prints the seconds, the megabytes a second, and how these compare with those of the build."""
    with tempfile.TemporaryDirectory() as folder:
        pages, cache = Path(folder, "pages"), Path(folder, "cache")
        write_articles(pages, ARTICLES)
        files = sorted(pages.glob("*.txt"))
        size = sum(file.stat().st_size for file in files) / 1e6
        os.environ["XDG_CACHE_HOME"] = str(cache)
        build = ["-m", "kg.cli", "build", str(pages), "-o", str(Path(folder, "out")), "--format", "nq", "--workers", "1"]
        texts = [*map(str, files)]
        programs = {"kg build": build, "jieba.posseg": ["-c", TAG, *texts], "rjieba.tag": ["-c", TAG_IN_RUST, *texts]}
        taken: dict[str, list[float]] = {name: [] for name in programs}
        for _ in range(ROUNDS):
            for name, words in programs.items():
                taken[name].append(seconds([sys.executable, *words]))
            shutil.rmtree(cache)
    rates = {name: size / statistics.median(times) for name, times in taken.items()}
    for name, rate in rates.items():
        print(f"{name:14}{size / rate:8.2f} s{rate:9.4f} MB/s{rates['kg build'] / rate:9.3f}")


if __name__ == "__main__":
    main()
