"""`kg load`, killed at any moment: the store has the old graph or the new one.

The way to the store goes through the test, which counts what passes, in both directions, and at some byte of it ends the process with
SIGKILL. Every kill has a graph of its own, so that what the store still does with one cannot be mistaken for the next.
"""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fake_store import Reply, fake
from stores import Server
from test_load import as_stored, graph, held

from kg.graph.turtle import write_turtle

KILLS = 7  # of each kind of load
LIMIT = 300_000  # bytes of a body that the narrow way takes
OLD, NEW = as_stored(graph(2000, 1)), as_stored(graph(2000, 2))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The old graph and the new one."""
    folder = tmp_path_factory.mktemp("graphs")
    for seed, path in enumerate(paths := (folder / "old.ttl", folder / "new.ttl"), 1):
        path.write_text(write_turtle(graph(2000, seed)), "utf-8")
    return paths


class Way:
    """A way to a server, on a port of its own. When `most` bytes have gone to the server, or, if `answer`, when its answer to them comes,
    end() is called, and nothing goes any more in either direction."""

    def __init__(self, port: int) -> None:
        self.to = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self.listener.getsockname()[1])
        self.lock = threading.Lock()
        self.passed, self.most, self.answer, self.end = 0, sys.maxsize, False, lambda: None
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.to))
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass, args=(one, other, one is near), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, there: bool) -> None:
        with suppress(OSError):
            while data := one.recv(4096):
                with self.lock:
                    passes = self._count(data, there)
                    other.sendall(data[:passes])
                    if passes < len(data) or (self.passed >= self.most and self.answer != there):
                        self.end()
                        break
        for socket_ in (one, other):
            with suppress(OSError):
                socket_.shutdown(socket.SHUT_RDWR)

    def _count(self, data: bytes, there: bool) -> int:
        """How many of these bytes may pass."""
        if not there:
            return 0 if self.answer and self.passed >= self.most else len(data)
        passes = min(self.most - self.passed, len(data))
        self.passed += passes
        return passes


@contextmanager
def way(server: str) -> Iterator[Way]:
    opened = Way(urlsplit(server).port or 80)
    try:
        yield opened
    finally:
        opened.listener.close()


def loaded(path: Path, words: Sequence[object], way: Way, most: int = sys.maxsize, answer: bool = False) -> int:
    """Runs the command until it ends, or until that moment; its exit code."""
    base = f"http://127.0.0.1:{way.port}"
    options = [word.format(base=base) if isinstance(word, str) else word for word in words]
    command = [sys.executable, "-m", "kg.cli", "load", f"{base}/store", "--graph", str(path), *options]
    with way.lock:
        way.passed, way.most, way.answer = 0, most, answer
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        way.end = process.kill
    return process.wait()


def killed(store: Server, way: Way, files: tuple[Path, Path], there: bool, words: Sequence[str]) -> list[set[str]]:
    """What a graph holds after each of some loads, killed at bytes from the first to the last; each must be the old one or the new."""
    old, new = files
    before = OLD if there else set()
    names = [f"https://example.org/{way.port}/{n:02}" for n in range(KILLS + 1)]
    for name in names if there else ():
        headers = {"Content-Type": "text/turtle"}
        assert httpx.put(store.data, params={"graph": name}, content=old.read_bytes(), headers=headers).is_success
    assert loaded(new, ("--into", names[0], *words), way) == 0
    total = way.passed
    chance = random.Random(total)
    moments = [(chance.randrange(1, total), False) for _ in range(KILLS - 2)] + [(total, False), (total, True)]
    found = []
    for name, (moment, answer) in zip(names[1:], moments, strict=True):
        assert loaded(new, ("--into", name, *words), way, moment, answer) == -signal.SIGKILL
        found.append(held(store.data, name))
        assert found[-1] in (before, NEW), f"killed after {moment} of {total} bytes: {len(found[-1])} triples"
    for name in names[1:]:
        assert held(store.data, name) in (before, NEW)  # what the store went on with without us
    assert loaded(new, ("--into", names[-3], *words), way) == 0
    assert held(store.data, names[-3]) == NEW
    assert not held(store.data, names[-3] + "-kg-load")
    return found


UPDATE = ("--update", "{base}/update")


@pytest.mark.parametrize(("there", "words"), [(False, ()), (True, ()), (True, UPDATE)], ids=["first", "whole", "difference"])
def test_a_killed_load_leaves_the_old_graph_or_the_new(
    there: bool, words: Sequence[str], oxigraph_store: Server, files: tuple[Path, Path]
) -> None:
    with way(oxigraph_store.data) as to:
        seen = killed(oxigraph_store, to, files, there, words)
    assert (OLD if there else set()) in seen and NEW in seen


def test_a_load_in_parts_that_is_killed_leaves_the_old_graph_or_the_new(oxigraph_store: Server, files: tuple[Path, Path]) -> None:
    base = oxigraph_store.data.removesuffix("/store")
    with fake(lambda asked: Reply(413) if asked.size > LIMIT else Reply(forward=base)) as narrow, way(narrow.url) as to:
        seen = killed(oxigraph_store, to, files, True, UPDATE)
        assert OLD in seen and NEW in seen
        posts = [asked.query["graph"] for asked in narrow.asked if asked.method == "POST" and asked.path == "/store"]
        assert posts and all(graph[0].endswith("-kg-load") for graph in posts)
