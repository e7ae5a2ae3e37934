"""A graph file → N-Triples that can be sent: one triple a line, in a temporary file, as often and in as many parts as it takes.

The whole file is read before anything is sent, so that what is wrong with it is said here, with its line, and not by a server that
has taken half of it. Oxigraph's parser and writer do it without keeping the graph in memory.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import InputError
from kg.graph.store import read_triples
from kg.graph.terms import term

CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Lines:
    """A graph, or a part of one, as N-Triples between two bytes of a file. datasets: what the graph says that it is."""

    file: BinaryIO = field(repr=False)
    start: int
    end: int
    triples: int
    datasets: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Its bytes."""
        return self.end - self.start

    def chunks(self) -> Iterator[bytes]:
        """Its bytes from the start, every time."""
        for at in range(self.start, self.end, CHUNK):
            self.file.seek(at)  # others read from it in between
            yield self.file.read(min(CHUNK, self.end - at))

    def rows(self) -> Iterator[bytes]:
        """Its lines, without their ends."""
        rest = b""
        for chunk in self.chunks():
            *whole, rest = (rest + chunk).split(b"\n")
            yield from whole
        if rest:
            yield rest

    def parts(self, size: int) -> Iterator[Lines]:
        """Parts of at most that many bytes, of whole lines; one line stands alone if it is longer."""
        start = end = self.start
        triples = 0
        for row in self.rows():
            if end > start and end + len(row) + 1 - start > size:
                yield Lines(self.file, start, end, triples)
                start, triples = end, 0
            end, triples = end + len(row) + 1, triples + 1
        if end > start:
            yield Lines(self.file, start, end, triples)


def read_lines(graph: Path) -> Lines:
    """The triples of a file, Turtle or N-Quads. Raises InputError if it cannot be read, is neither, or has blank nodes."""
    return to_lines(read_triples(graph), str(graph))


def to_lines(quads: Iterable[Quad], place: str) -> Lines:
    """Triples as they come from a parser. Raises InputError for blank nodes: another graph's cannot be told from them."""
    file = tempfile.TemporaryFile()  # noqa: SIM115, it goes with the Lines that it is for
    kind, dataset = term("rdf:type"), term("void:Dataset")
    datasets = []
    count = 0

    def triples() -> Iterator[Triple]:
        nonlocal count
        for count, quad in enumerate(quads, 1):  # noqa: B007
            if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
                raise InputError(f"has the blank node {quad}", place=place, remedy="send a graph that kg build wrote: it has none")
            if quad.object == dataset and quad.predicate == kind and isinstance(quad.subject, NamedNode):
                datasets.append(quad.subject.value)
            yield quad.triple

    serialize(triples(), output=file, format=RdfFormat.N_TRIPLES)
    file.flush()
    return Lines(file, 0, file.tell(), count, tuple(dict.fromkeys(datasets)))
