"""How long the named questions take on the graph of 500 articles: `make bench-questions`, or `python -m bench.questions [GRAPH]`.

The articles are those of rebuild.py; GRAPH: the Turtle of a graph that is there already. A question is asked by its example, of a document
there is; the store is open. The slowest are shown, and the median.
"""

from __future__ import annotations

import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pyoxigraph import Store

from bench.rebuild import NUMBER, write_articles
from kg.errors import QueryError
from kg.graph.facts import document_id, subjects
from kg.graph.query import run
from kg.graph.store import open_graph
from kg.graph.terms import term
from kg.knowledge import load
from kg.knowledge.queries import questions

ROUNDS = 3
SHOWN = 12


def main() -> None:
    """Prints rows and milliseconds of the slowest questions, the median of three rounds each, and the median of all."""
    if sys.argv[1:]:
        measure(open_graph(Path(sys.argv[1])))
        return
    with tempfile.TemporaryDirectory() as folder:
        pages, out = Path(folder, "pages"), Path(folder, "out")
        write_articles(pages, NUMBER)
        subprocess.run([sys.executable, "-m", "kg.cli", "build", str(pages), "-o", str(out)], check=True, stdout=subprocess.DEVNULL)
        measure(open_graph(out / "graph.ttl"))


def measure(store: Store) -> None:
    knowledge = load()
    document = document_id(store, subjects(store, "rdf:type", term("schema:NewsArticle"))[0])
    taken: dict[str, tuple[float, int]] = {}
    for question in questions(knowledge).values():
        given = dict(word.split("=", 1) for word in shlex.split(question.example) if "=" in word)
        params = given | {p.name: document for p in question.parameters if p.type == "document"}
        times = []
        for _ in range(ROUNDS):
            start = time.perf_counter()
            try:
                rows = len(run(store, question.name, params, knowledge).rows)
            except QueryError as error:
                sys.exit(f"{question.name}: {error}")
            times.append(time.perf_counter() - start)
        taken[question.name] = statistics.median(times), rows
    print(f"{len(store):,} triples, {len(taken)} questions")
    for name, (seconds, rows) in sorted(taken.items(), key=lambda item: -item[1][0])[:SHOWN]:
        print(f"{name:24}{rows:8,} rows{seconds * 1000:9.1f} ms")
    print(f"{'median':37}{statistics.median(seconds for seconds, _ in taken.values()) * 1000:9.1f} ms")


if __name__ == "__main__":
    main()
