"""How much longer a document of twice the length takes to read: `make bench-doubling`, or `python -m bench.doubling [PATTERN...]`.

Texts that are made to be slow (repeated.py) and ordinary news, each in doubling sizes; what is measured is the processor time of this
process for reading a text and taking its facts, without the knowledge, which is loaded before. What costs more than a text of its
length may (kg/reading/limits.py) is set aside; until then it takes time too. Ends with 1 if a doubling takes more than MOST times
as long.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Sequence
from itertools import pairwise

from bench.repeated import PATTERNS, text
from kg.effort import bounded
from kg.errors import InputError
from kg.extract.document import extract
from kg.knowledge import load
from kg.reading.limits import effort
from kg.reading.page import checked
from kg.reading.read import parse

SIZES = (250_000, 500_000, 1_000_000, 2_000_000, 4_000_000)  # bytes of UTF-8
MOST = 2.3


def seconds(raw: str) -> tuple[float, str]:
    """Processor time of reading a text and taking its facts, and why it was set aside, if it was."""
    knowledge = load()
    gc.collect()
    start = time.process_time()
    refused = ""
    try:
        document = parse(checked(raw, ""), knowledge)
        with bounded(effort(len(document.text)), ""):
            extract(document, knowledge)
    except InputError as error:
        refused = error.problem
    return time.process_time() - start, refused


def measure(pattern: str, sizes: Sequence[int]) -> float:
    """Prints the times of a pattern, those in brackets of texts that were set aside; the worst ratio of two that follow each other."""
    times = []
    print(f"{pattern:<40}", end="", flush=True)
    for size in sizes:
        taken, refused = seconds(text(pattern, size))
        print(f"{f'({taken:.2f})' if refused else f'{taken:.2f}':>10}", end="", flush=True)
        times.append(taken)
    worst = max(b / a for a, b in pairwise(times))
    print(f"{worst:7.2f}", flush=True)
    return worst


def main() -> None:
    """Prints a row for each pattern, and ends with 1 if one grows faster than it may."""
    extract(parse(text("ordinary news", 20_000), load()), load())  # what is loaded when it is first wanted
    print(f"{'seconds at MB':<40}" + "".join(f"{size / 1e6:10g}" for size in SIZES) + "  worst")
    worst = max([measure(pattern, SIZES) for pattern in sys.argv[1:] or PATTERNS])
    sys.exit(1 if worst > MOST else 0)


if __name__ == "__main__":
    main()
