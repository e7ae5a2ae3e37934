"""How long it takes to put a graph of a million triples into a store, beside the store's own loader: `make bench-store`, or
`python -m bench.store`.

The graph is that of seeds/, 65 times under other names. Whole processes, run in turn, the median of three: `oxigraph load` into an
empty folder; `kg load` to an Oxigraph server with an empty folder; `kg load` of a graph of which one copy is another one, to
a server that has the first one, with --update, there and back; and without (once, since it takes minutes). Then named questions, asked
by `kg query`, which reads the Turtle first, and by `oxigraph query` in the folder that was loaded.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from bench.build import SEEDS, seconds
from kg.iri import PREFIXES
from kg.knowledge import load
from kg.knowledge.queries import questions

COPIES, ROUNDS = 65, 3
BIN = Path(sys.executable).parent
KG, OXIGRAPH = [sys.executable, "-m", "kg.cli"], str(BIN / "oxigraph")
GRAPH = "https://w3id.org/regional-kg/dataset"
OWN = tuple(PREFIXES[prefix] for prefix in ("ent", "fact", "doc"))
NAMES = {PREFIXES["rdfs"] + "label", PREFIXES["skos"] + "altLabel", PREFIXES["kg"] + "full_name"}
ASKED = (  # a question, what it asks for as a user says it, and as a store's user does
    ("companies-in-park", ("park=仙桃数据谷7",), "VALUES ?park { ent:仙桃数据谷-7 }"),
    ("indicator-by-year", ("subject=渝北区7", "indicator=规上工业产值"), 'VALUES (?subject ?indicator) { (ent:渝北区-7 "规上工业产值") }'),
    ("neighbours", ("entity=OPPO7",), "VALUES ?entity { ent:OPPO-7 }"),
)


def copies(source: Path, numbers: Sequence[int]) -> Iterator[Triple]:
    """The graph of a file under as many other names as there are numbers; what is not of its articles stands in it once."""
    triples = [quad.triple for quad in parse(path=source, format=RdfFormat.TURTLE)]
    for place, number in enumerate(numbers):
        for triple in triples:
            if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(OWN):
                yield _copy(triple, number)
            elif not place:
                yield triple


def _copy(triple: Triple, number: int) -> Triple:
    subject, object_ = (
        NamedNode(f"{node.value}-{number}") if isinstance(node, NamedNode) and node.value.startswith(OWN) else node
        for node in (triple.subject, triple.object)
    )
    if isinstance(object_, Literal) and triple.predicate.value in NAMES:
        object_ = Literal(f"{object_.value}{number}", language=object_.language)
    return Triple(subject, triple.predicate, object_)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Oxigraph's server on an empty folder; its address."""
    shutil.rmtree(folder, ignore_errors=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    process = subprocess.Popen([OXIGRAPH, "serve", "-l", str(folder), "-b", address], stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                httpx.get(f"http://{address}/query", params={"query": "ASK {}"}).raise_for_status()
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield f"http://{address}"
    finally:
        process.kill()
        process.wait()


def ask(folder: Path, graph: Path) -> Iterator[tuple[str, float, float]]:
    """Each question with the seconds that kg and the store take to answer it."""
    named = questions(load())
    for name, values, stated in ASKED:
        head, where, body = named[name].sparql.partition("WHERE {")
        file = folder / "question.rq"
        file.write_text(f"PREFIX ent: <{PREFIXES['ent']}>\n{head}{where} {stated}{body}", "utf-8")
        form = "nt" if "CONSTRUCT" in head else "csv"
        store = [OXIGRAPH, "query", "-l", str(folder / "loaded"), "--union-default-graph", "--query-file", str(file)]
        yield (
            name,
            seconds([*KG, "query", name, *values, "--graph", str(graph)]),
            seconds([*store, "--results-format", form, "--results-file", str(folder / "answer")]),
        )


def main() -> None:
    """Prints the medians."""
    taken: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        subprocess.run([*KG, "build", str(SEEDS), "-o", place], check=True, capture_output=True)
        graphs = (folder / "first.ttl", folder / "second.ttl")
        for last, path in zip((COPIES, COPIES + 1), graphs, strict=True):
            with path.open("wb") as out:
                serialize(copies(folder / "graph.ttl", [*range(1, COPIES), last]), output=out, format=RdfFormat.TURTLE, prefixes=PREFIXES)
        for round_ in range(ROUNDS):
            shutil.rmtree(folder / "loaded", ignore_errors=True)
            own = [OXIGRAPH, "load", "-l", str(folder / "loaded"), "-f", str(graphs[0]), "--graph", GRAPH]
            taken["oxigraph load"].append(seconds(own))
            with server(folder / "served") as base:
                send = [*KG, "load", f"{base}/store", "--graph"]
                taken["kg load"].append(seconds([*send, str(graphs[0])]))
                for graph, case in ((1, "one copy is different"), (1, "nothing is different"), (0, "one copy is different")):
                    changed = [*send, str(graphs[graph]), "--update", f"{base}/update"]
                    taken[f"kg load --update, {case}"].append(seconds(changed))
                if not round_:
                    taken["kg load, one copy is different"].append(seconds([*send, str(graphs[1])]))
            for name, ours, theirs in ask(folder, graphs[0]):
                taken[f"kg query {name}"].append(ours)
                taken[f"oxigraph query, {name}"].append(theirs)
    yardstick = statistics.median(taken["oxigraph load"])
    for name, times in taken.items():
        print(f"{name:50}{statistics.median(times):8.2f} s  {statistics.median(times) / yardstick:6.2f}")


if __name__ == "__main__":
    main()
