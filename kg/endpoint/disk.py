"""A graph's file → an Oxigraph store on disk, made once for each content of the file.

A folder keeps the stores of the graphs that were served lately, each named by the hash of what it was made of. A store appears there
by being renamed, so it is never found half made; one that a process holds is not removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyoxigraph

from kg.errors import InputError, OutputError
from kg.graph.store import load_graph

KEPT = 3  # stores that stay beside those that are held
PART = ".part"


@contextmanager
def store_on_disk(graph: Path, folder: Path) -> Iterator[Path]:
    """The store of a graph's Turtle file, held as long as the block runs; made first if the folder has none.

    Raises InputError if the graph cannot be read, OutputError if the folder cannot be written.
    """
    name = _name(graph)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _locked(folder, fcntl.LOCK_EX):  # of two that start at once, the second waits for the store of the first
            if not (folder / name).is_dir():
                _make(graph, folder / PART)
                (folder / PART).rename(folder / name)
            os.utime(folder / name)
            held = os.open(folder / name, os.O_RDONLY)
            fcntl.flock(held, fcntl.LOCK_SH)
            _tidy(folder)
    except OSError as error:
        problem = f"cannot be written: {error.strerror or error}"
        raise OutputError(problem, place=str(error.filename or folder), remedy="see to space and rights") from error
    try:
        yield folder / name
    finally:
        os.close(held)


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
    shutil.rmtree(place, ignore_errors=True)  # of a process that was killed
    store = pyoxigraph.Store(place)
    load_graph(store, graph)
    store.optimize()
    store.flush()


def _tidy(folder: Path) -> None:
    """Removes stores that nobody holds, the oldest first, until few are left."""
    stores = [path for path in folder.iterdir() if path.is_dir() and path.name != PART]
    for store in sorted(stores, key=lambda path: path.stat().st_mtime, reverse=True)[KEPT:]:
        with suppress(BlockingIOError), _locked(store, fcntl.LOCK_EX | fcntl.LOCK_NB):
            shutil.rmtree(store, ignore_errors=True)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, how)
        yield
    finally:
        os.close(handle)
