"""A written graph → an Oxigraph store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.errors import InputError

Term = NamedNode | BlankNode | Literal | Triple
QUADS = ".nq"


def open_graph(source: Path | str) -> Store:
    """The graph of a file, Turtle or N-Quads (.nq), or of Turtle text. Raises InputError if there is no such file or it is neither."""
    store = Store()
    load_graph(store, source)
    return store


def load_graph(store: Store, source: Path | str) -> None:
    """Puts the graph of a file or of Turtle text into an open store. Raises InputError as `open_graph` does."""
    if isinstance(source, Path) and source.suffix == QUADS:
        store.bulk_extend(read_triples(source))
        return
    with reading(str(source) if isinstance(source, Path) else "graph"):
        if isinstance(source, Path):
            store.bulk_load(path=source, format=RdfFormat.TURTLE)
        else:
            store.bulk_load(source.encode(), format=RdfFormat.TURTLE)


def read_triples(path: Path) -> Iterator[Quad]:
    """The triples of a file, as quads of the default graph. Of N-Quads in the order in which `kg build` writes them, what stands in several
    graphs comes once. Raises InputError as `open_graph` does."""
    if path.suffix == QUADS:
        with reading(str(path), "N-Quads"):
            for triple, _ in groupby(quad.triple for quad in parse(path=path, format=RdfFormat.N_QUADS)):
                yield Quad(*triple)
    else:
        with reading(str(path)):
            yield from parse(path=path, format=RdfFormat.TURTLE)


@contextmanager
def reading(place: str, form: str = "Turtle") -> Iterator[None]:
    """Around what reads a form of RDF: raises InputError, with the line, for what is none or cannot be read."""
    try:
        yield
    except SyntaxError as error:
        raise InputError(f"no valid {form}: {error.msg}", place=f"{place}:{error.lineno}", remedy="build it again: kg build") from error
    except OSError as error:
        if error.errno == ENOSPC:  # it is not the graph that has none
            raise
        problem = error.strerror or str(error)
        raise InputError(f"cannot be read: {problem}", place=place, remedy="build a graph first: kg build ARTICLES -o out") from error
