"""Oxigraph's own server over a store on disk: several processes of it, each answering one query at a time.

A query that runs too long, or takes too much memory, is ended by ending its process, for Oxigraph's own limit lets sorting and counting
run on. The queries beside it notice nothing, and the next one gets a new process.
"""

from __future__ import annotations

import asyncio
import shutil
import socket
import sysconfig
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from kg.errors import KgError

MEMORY = 4 << 30  # bytes that a query may make its process take
PATIENCE = 60  # seconds that a process may take to start
LOOPBACK = "127.0.0.1"
# The shell ends the engine when its own input does: when we say so, and also when we are killed.
_WATCHED = 'ulimit -d "$0" 2>/dev/null; "$@" & engine=$!; exec 2>&-; read -r _; kill -9 "$engine"; wait'


class Engine:
    """One process, started when it is wanted.

    Starting and stopping run to their end even if whoever asked is cancelled: asyncio would kill the shell alone.
    """

    def __init__(self, store: Path) -> None:
        self.store = store
        self.url = ""
        self._process: Process | None = None
        self._log: asyncio.Task[bytes] | None = None
        self._changing = asyncio.Lock()

    async def start(self) -> None:
        """Starts the process if none runs. Raises KgError if it does not come up."""
        await _to_its_end(self._start())

    async def stop(self) -> None:
        """Ends the process, whatever it is doing."""
        await _to_its_end(self._stop())

    async def _start(self) -> None:
        async with self._changing:
            if self._process:
                return
            address = f"{LOOPBACK}:{_free_port()}"
            command = [_program(), "serve-read-only", "--location", str(self.store), "--bind", address]
            shell = ["/bin/sh", "-c", _WATCHED, str(MEMORY >> 10), *command]
            # A session of its own: Ctrl-C is for us to handle.
            process = await asyncio.create_subprocess_exec(*shell, stdin=PIPE, stdout=DEVNULL, stderr=PIPE, start_new_session=True)
            assert process.stderr
            line = b""
            with suppress(TimeoutError):
                line = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
            if not line.startswith(b"Listening"):
                await _end(process)
                raise KgError(f"Oxigraph's server does not start: {line.decode(errors='replace').strip()}", place=str(self.store))
            self._process, self.url = process, f"http://{address}"
            self._log = asyncio.create_task(process.stderr.read())  # what it says later is read, so that it never waits for a reader

    async def _stop(self) -> None:
        async with self._changing:
            if self._process and self._log:
                await _end(self._process)
                await self._log
            self._process = None


async def _end(process: Process) -> None:
    assert process.stdin
    process.stdin.close()
    await process.wait()


async def _to_its_end(change: Coroutine[None, None, None]) -> None:
    task = asyncio.create_task(change)
    _CHANGES.add(task)
    task.add_done_callback(_CHANGES.discard)
    await asyncio.shield(task)


_CHANGES: set[asyncio.Task[None]] = set()  # the loop itself would forget them


class Engines:
    """Some processes over one store.

    async with Engines(store, 4).running() as engines, engines.one() as url: …
    """

    def __init__(self, store: Path, count: int) -> None:
        self._all = [Engine(store) for _ in range(count)]
        self._free: asyncio.Queue[Engine] = asyncio.Queue()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Engines]:
        """All processes, from start to end. Raises KgError if they do not come up."""
        try:
            await asyncio.gather(*(engine.start() for engine in self._all))
            for engine in self._all:
                self._free.put_nowait(engine)
            yield self
        finally:
            await asyncio.gather(*(engine.stop() for engine in self._all))

    @asynccontextmanager
    async def one(self) -> AsyncIterator[str]:
        """The address of a process that is ours alone while the block runs; waits until one is free.

        A block that fails or is cancelled may leave its query running, so its process ends with it.
        """
        engine = await self._free.get()
        try:
            await engine.start()
            yield engine.url
        except BaseException:
            await engine.stop()
            raise
        finally:
            self._free.put_nowait(engine)


def _program() -> str:
    """The program that the package `oxigraph` brings. Raises KgError."""
    found = shutil.which("oxigraph", path=sysconfig.get_path("scripts")) or shutil.which("oxigraph")
    if not found:
        raise KgError("Oxigraph's server is not installed", remedy="pip install 'regional-kg[stores]', or: pip install oxigraph")
    return found


def _free_port() -> int:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        return int(free.getsockname()[1])
