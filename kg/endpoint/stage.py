"""What `kg serve` shows now. Another graph takes its place while connections stay and answers end as they began."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from types import TracebackType

from starlette.types import ASGIApp, Receive, Scope, Send


class Show:
    """The application of one graph, which knows whether it is answering."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._answers = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._answers += 1
        self._idle.clear()
        try:
            await self._app(scope, receive, send)
        finally:
            self._answers -= 1
            if not self._answers:
                self._idle.set()

    async def end(self, patience: float) -> None:
        """Waits for its answers, so many seconds at most."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._idle.wait(), patience)


class Stage:
    """An ASGI application: each request is answered by the show that runs when it comes. Left, it ends that show."""

    def __init__(self, opening: Callable[[], AbstractAsyncContextManager[Show]]) -> None:
        self._opening = opening
        self._now = AsyncExitStack()
        self._show: ASGIApp

    async def __aenter__(self) -> Stage:
        await self.change()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self._now.aclose()

    async def change(self) -> None:
        """Opens the next show, and ends the one before. Raises what the opening raises; then the one before goes on."""
        later = AsyncExitStack()
        self._show = await later.enter_async_context(self._opening())
        before, self._now = self._now, later
        await before.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._show(scope, receive, send)
