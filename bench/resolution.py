"""How long `resolve` takes on names of many articles, and how many it puts together rightly: `make bench-resolution`, or
`python -m bench.resolution [NAMES...]`.

Made-up articles (aliases.py) with 10,000, 100,000 and 1,000,000 names, the knowledge and the articles loaded before. Each round is a
process of its own, the median of three, a million once; memory: the most that the process ever held, and how much of that it did not
hold before. Precision, recall and F1 are pairwise over the names, those left out that stand in the same form in another article;
below stands how many of each other form were put with another name of their thing.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Mapping

from bench.aliases import Member, articles
from kg.engine.local import share
from kg.garbage import uncollected
from kg.knowledge import load
from kg.model import Resolution
from kg.resolve import resolve
from kg.score.clusters import compare

SIZES = (10_000, 100_000, 1_000_000)
ROUNDS, LARGE = 3, 1_000_000  # of a large one only one


def measure(names: int) -> dict[str, object]:
    """One run in this process: seconds, megabytes, scores, and of each other way to write a thing how many were found, of how many."""
    knowledge = load()
    documents, truth, ways = articles(names, knowledge)
    before = _held()
    start = time.perf_counter()
    with uncollected():  # as in `kg build`
        found = resolve(documents, knowledge, share)
    seconds = time.perf_counter() - start
    after = _held()
    pairs = compare([frozenset(m for m in members if ways.get(m) != "again") for members in truth], found.key_of).pairs
    types = {(d.doc, e.id): e.type for d in documents for e in d.entities}
    return {
        "taken": (seconds, after, after - before, pairs.precision, pairs.recall, pairs.f1),
        "ways": _ways(truth, {member: f"{types[member]}, {way}" for member, way in ways.items()}, found),
    }


def _held() -> float:
    """The most megabytes that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def _ways(truth: Iterable[frozenset[Member]], ways: Mapping[Member, str], found: Resolution) -> dict[str, tuple[int, int]]:
    """Of each way the names that came together with another name of their thing, and all."""
    right: Counter[str] = Counter()
    for members in truth:
        keys = Counter(found.key_of[member] for member in members)
        right.update(ways[member] for member in members if member in ways and keys[found.key_of[member]] > 1)
    return {way: (right[way], count) for way, count in sorted(Counter(ways.values()).items())}


def main() -> None:
    """Prints a row for each size, then the ways for the last one."""
    if sys.argv[1:2] == ["--once"]:
        print(json.dumps(measure(int(sys.argv[2]))))
        return
    print(f"{'names':>9} {'resolve':>9} {'memory':>8} {'of it':>8}  precision  recall      F1", flush=True)
    ways: dict[str, tuple[int, int]] = {}
    for names in map(int, sys.argv[1:] or SIZES):
        command = [sys.executable, "-m", "bench.resolution", "--once", str(names)]
        rounds = [json.loads(subprocess.check_output(command)) for _ in range(1 if names >= LARGE else ROUNDS)]
        seconds, held, more, precision, recall, f1 = map(statistics.median, zip(*(r["taken"] for r in rounds), strict=True))
        print(f"{names:9,} {seconds:8.2f}s {held:6.0f}MB {more:6.0f}MB {precision:10.4f} {recall:7.4f} {f1:7.4f}", flush=True)
        ways = rounds[0]["ways"]
    print()
    for way, (right, count) in ways.items():
        print(f"{way:32}{right / count:6.3f}  of {count:,}")


if __name__ == "__main__":
    main()
