"""How long a million triples take to write as Turtle and to read back, beside rdflib: `make bench-triples`.

The graph is that of seeds/, 65 times under other names (store.py). One process; ours the median of three, rdflib once, since it takes
minutes. Both read what we wrote.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import timeit
from collections.abc import Callable
from pathlib import Path

import rdflib

from bench.build import SEEDS
from bench.store import COPIES, KG, copies
from kg.graph.shacl import to_rdflib
from kg.graph.store import open_graph
from kg.graph.turtle import statements, write_statements

ROUNDS = 3


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median of some runs."""
    return statistics.median(timeit.repeat(work, number=1, repeat=rounds))


def main() -> None:
    """Prints the times and how many times longer rdflib takes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*KG, "build", str(SEEDS), "-o", folder], check=True, capture_output=True)
        triples = list(copies(Path(folder) / "graph.ttl", range(COPIES)))
    said = statements(triples)
    text, theirs = write_statements(said), to_rdflib(triples)
    wrote, read = seconds(lambda: write_statements(said)), seconds(lambda: open_graph(text))
    their_wrote = seconds(lambda: theirs.serialize(format="turtle"), 1)
    their_read = seconds(lambda: rdflib.Graph().parse(data=text, format="turtle"), 1)
    print(f"{len(theirs):,} triples       kg   rdflib")
    for what, ours, other in (("write", wrote, their_wrote), ("read", read, their_read), ("both", wrote + read, their_wrote + their_read)):
        print(f"{what:<8}{ours:14.2f} s {other:6.1f} s  {other / ours:.1f} times")


if __name__ == "__main__":
    main()
