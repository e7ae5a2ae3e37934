"""Runs the server until it is told to stop; a graph that is built anew is served from then on."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from kg.endpoint.app import Served, make_app
from kg.endpoint.disk import store_on_disk
from kg.endpoint.engine import Engines
from kg.endpoint.sparql import Cut
from kg.endpoint.stage import Show, Stage
from kg.errors import KgError
from kg.knowledge import Knowledge

AT_ONCE = 4  # queries
GLANCE = 1.0  # seconds between two looks at the file
FAREWELL = 3  # seconds that answers on their way may take when the server ends
Say = Callable[[str], None]
Complain = Callable[[KgError], None]


def run(graph: Path, address: tuple[str, int], limit: float, knowledge: Knowledge, folder: Path, *, say: Say, complain: Complain) -> None:
    """Serves until SIGINT or SIGTERM. graph: a Turtle file; limit: seconds that a query may take; folder: where stores are kept.

    say: is told the address as soon as the server answers; complain: why a newer graph is not served. Raises KgError if it cannot start.
    """
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    with _listen(*address) as listening:
        host, port = listening.getsockname()[:2]
        url = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
        file = _File(graph, folder, complain)
        asyncio.run(_serve(Stage(lambda: _show(file, knowledge, limit, host)), listening, file, lambda: say(url)))


async def _serve(stage: Stage, listening: socket.socket, file: _File, ready: Callable[[], None]) -> None:
    """Serves the file until the server is told to stop."""
    async with stage:
        server = _Server(
            uvicorn.Config(
                stage, lifespan="off", log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=FAREWELL, ws="none"
            )
        )
        following = asyncio.create_task(_follow(stage, file))
        ready()
        await server.serve(sockets=[listening])
        following.cancel()
        await asyncio.wait({following})


async def _follow(stage: Stage, file: _File) -> None:
    """Shows the graph whenever it is built anew. Ends by being cancelled."""
    while True:
        await asyncio.sleep(GLANCE)
        if await asyncio.to_thread(file.is_newer):
            try:
                await stage.change()
            except KgError as error:
                file.complain(error)


@asynccontextmanager
async def _show(file: _File, knowledge: Knowledge, limit: float, host: str) -> AsyncIterator[Show]:
    """A store of the graph and all that answers from it. At its end it waits for the answers that it owes."""
    with store_on_disk(file.path, file.folder) as store:
        async with Engines(store, AT_ONCE).running() as engines, httpx.AsyncClient(timeout=None, trust_env=False) as client:
            show = Show(make_app(Served(store, file.path, knowledge, limit, host), engines, client))
            yield show
            await show.end(limit + FAREWELL)


@dataclass(slots=True)
class _File:
    """A graph's file, and how it was when it was looked at last."""

    path: Path
    folder: Path
    complain: Complain
    seen: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        self.seen = self._look()

    def is_newer(self) -> bool:
        """Was it built anew, and can it be served? Its store is made at once, so that it need not be waited for."""
        before, self.seen = self.seen, self._look()
        if self.seen is None or self.seen == before:
            return False
        try:
            with store_on_disk(self.path, self.folder):
                return True
        except KgError as error:
            self.complain(error)
            return False

    def _look(self) -> tuple[int, int] | None:
        try:
            state = self.path.stat()
        except OSError:  # it will be there again
            return None
        return state.st_ino, state.st_mtime_ns


class _Server(uvicorn.Server):
    """A server that a signal ends in good order, and no more than that: uvicorn's own would raise it once more."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise KgError(f"cannot be listened at: {reason}", place=f"{host}:{port}", remedy="give another --port or --host") from error


def _is_news(record: logging.LogRecord) -> bool:
    """An answer that was cut off is the asker's matter, or the end of the server."""
    return not (record.exc_info and isinstance(record.exc_info[1], Cut | asyncio.CancelledError))
