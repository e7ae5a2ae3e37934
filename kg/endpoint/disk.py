"""A graph's file → an Oxigraph store on disk, made once for each content of the file.

A folder keeps the stores of the graphs that were served lately, each named by the hash of what it was made of. A store appears there
by being renamed, so it is never found half made; one that a process holds is not removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph

from kg.claim import claim
from kg.errors import InputError
from kg.graph.store import load_graph
from kg.output import PART, told

KEPT = 3  # stores that stay beside those that are held


@contextmanager
def store_on_disk(graph: Path, folder: Path) -> Iterator[Path]:
    """The store of a graph's Turtle file, held as long as the block runs; made first if the folder has none.

    Raises InputError if the graph cannot be read, OutputError if the folder cannot be written.
    """
    name = _name(graph)
    with claim(folder, wait=True), told(folder):  # of two that start at once, the second waits for the store of the first
        if not (folder / name).is_dir():
            _make(graph, folder / name)
        os.utime(folder / name)
        held = os.open(folder / name, os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)
        _tidy(folder)
    try:
        yield folder / name
    finally:
        os.close(held)


@contextmanager
def opened_on_disk(graph: Path, folder: Path) -> Iterator[pyoxigraph.Store]:
    """The store of a graph's file, to be read as long as the block runs. Raises what `store_on_disk` raises."""
    with store_on_disk(graph, folder) as place:
        yield pyoxigraph.Store.read_only(str(place))


def _name(graph: Path) -> str:
    """What decides the content of a store: the file's bytes, and the library that lays them out."""
    try:
        with graph.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256")
    except OSError as error:
        remedy = "build a graph first: kg build ARTICLES -o out"
        raise InputError(f"cannot be read: {error.strerror or error}", place=str(graph), remedy=remedy) from error
    digest.update(pyoxigraph.__version__.encode())
    return digest.hexdigest()[:32]


def _make(graph: Path, place: Path) -> None:
    part = Path(tempfile.mkdtemp(prefix=PART, dir=place.parent))
    try:
        store = pyoxigraph.Store(part)
        load_graph(store, graph)
        store.optimize()
        store.flush()
        part.rename(place)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _tidy(folder: Path) -> None:
    """Removes stores that nobody holds, the oldest first, until few are left."""
    stores = [path for path in folder.iterdir() if path.is_dir()]
    for store in sorted(stores, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        handle = os.open(store, os.O_RDONLY)
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(store, ignore_errors=True)
        os.close(handle)
