"""A server as one starts it by hand, for tests: kg serve in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Serving:
    """A running `kg serve`: its process, and where it answers (without a slash at the end)."""

    process: subprocess.Popen[str]
    url: str

    def engines(self) -> list[psutil.Process]:
        """The processes that answer its queries."""
        return [p for p in psutil.Process(self.process.pid).children(recursive=True) if p.name() == "oxigraph"]

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Sends a signal and waits: the exit code, and what was said on stderr."""
        self.process.send_signal(number)
        _, said = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said


@contextmanager
def serving(graph: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Serving]:
    """kg serve over a graph, on a port that is free."""
    command = [sys.executable, "-m", "kg.cli", "serve", "--graph", str(graph), "--port", "0", *options]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})}
    )
    assert process.stdout and process.stderr
    said = process.stdout.readline()
    assert " is served at http" in said, said + process.stderr.read()
    server = Serving(process, said.split()[-1].rstrip("/"))
    try:
        yield server
    finally:
        if process.poll() is None:
            server.end()


def until(holds: Callable[[], bool]) -> None:
    """Waits until a condition (a function without arguments) holds."""
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.02)
