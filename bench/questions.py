"""How long the named questions take on a large graph in a store on disk: `make bench-questions`, or `python -m bench.questions [WHICH]`.

WHICH: what `kg build` wrote, or a number: of how many articles, those of told.py, a graph is built; else 2,000. The store is that of
`kg serve`, and open. Of each class a question is asked of what most articles name; words, numbers and dates are those of its example.
The slowest are shown, and the median.
"""

from __future__ import annotations

import json
import shlex
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from pyoxigraph import NamedNode, QuerySolutions, Store

from bench import told
from kg.cli.common import graph_file
from kg.endpoint.disk import opened_on_disk
from kg.graph.query import run
from kg.iri import PREFIXES
from kg.knowledge import load
from kg.knowledge.queries import Question, questions

NUMBER = "2000"
ROUNDS = 3
SHOWN = 12
NAMED = "SELECT ?thing ?class { ?thing kg:mentioned_in ?document ; a ?class }"
ARTICLE = "SELECT ?thing { ?thing a schema:NewsArticle } LIMIT 2"


def main() -> None:
    """Prints rows and milliseconds of the slowest questions, the median of three rounds each, and the median of all."""
    asked = sys.argv[1] if sys.argv[1:] else NUMBER
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        graph = Path(asked)
        if asked.isdigit():
            graph, said = folder / "out", folder / "said.json"
            said.write_text(json.dumps(told.read(folder / "pages")), "utf-8")
            told.build(said, int(asked), graph)
        with opened_on_disk(graph_file(graph), folder / "stores") as store:
            measure(store)


def measure(store: Store) -> None:
    knowledge = load()
    things = most_named(store)
    taken: dict[str, tuple[float, int]] = {}
    for question in questions(knowledge).values():
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            rows = len(run(store, question.name, values(question, things), knowledge).rows)
            times.append(time.perf_counter() - start)
        taken[question.name] = statistics.median(times), rows
    print(f"{len(store):,} triples, {len(taken)} questions")
    for name, (seconds, rows) in sorted(taken.items(), key=lambda item: -item[1][0])[:SHOWN]:
        print(f"{name:24}{rows:8,} rows{seconds * 1000:9.1f} ms")
    print(f"{'median':37}{statistics.median(seconds for seconds, _ in taken.values()) * 1000:9.1f} ms")


def most_named(store: Store) -> Mapping[str, Sequence[str]]:
    """The IRIs of the two things that most articles name, by class and of all, and of two documents."""
    counts = Counter((thing, kind.rpartition("#")[2]) for thing, kind in select(store, NAMED))
    found: dict[str, list[str]] = {"document": [thing for (thing,) in select(store, ARTICLE)]}
    for thing, kind in sorted(counts, key=lambda pair: (-counts[pair], pair)):
        for name in (kind, "entity"):
            found.setdefault(name, []).append(thing)
    return found


def select(store: Store, sparql: str) -> list[tuple[str, ...]]:
    """The IRIs that are selected."""
    rows = store.query(sparql, prefixes=PREFIXES)
    assert isinstance(rows, QuerySolutions)
    return [tuple(term.value for term in row if isinstance(term, NamedNode)) for row in rows]


def values(question: Question, things: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """What a question is asked with."""
    given = dict(word.split("=", 1) for word in shlex.split(question.example) if "=" in word)
    left = {kind: iter(iris) for kind, iris in things.items()}
    return given | {p.name: next(left[p.type]) for p in question.parameters if p.type in left}


if __name__ == "__main__":
    main()
