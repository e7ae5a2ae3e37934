"""The SPARQL 1.1 protocol, for queries: checked here, answered by Oxigraph's server, ended when they take too long.

https://www.w3.org/TR/sparql11-protocol/. The prefixes of the graph need no declaration, as with `kg query`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from urllib.parse import parse_qsl

import httpx
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from kg.endpoint.engine import MEMORY, Engines
from kg.iri import PREFIXES
from kg.knowledge.sparql import asks_elsewhere

LONGEST = 1 << 20  # bytes of a query
HELD_BACK = 1 << 20  # bytes of an answer before its first is sent: a query that fails by then is said to have failed
DATASET = ("default-graph-uri", "named-graph-uri", "union-default-graph")
PROLOGUE = " ".join(f"PREFIX {prefix}: <{namespace}>" for prefix, namespace in PREFIXES.items()) + " "
Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """A request that is not answered: its status, and why."""

    status: int
    why: str


async def read_query(request: Request) -> tuple[str | None, Fields]:
    """The query of a request, if there is one, and what it says of the dataset. Raises Refusal."""
    fields = _fields(request.url.query) + (await _sent(request) if request.method == "POST" else [])
    queries = [value for name, value in fields if name == "query"]
    if any(name == "update" for name, _ in fields):
        raise Refusal(403, "This endpoint is read-only.")
    if len(queries) > 1 or (request.method == "POST" and not queries):
        raise Refusal(400, f"One query is wanted, found {len(queries)}.")
    if queries and asks_elsewhere(queries[0]):
        raise Refusal(403, "SERVICE asks another server; this one uses no network.")
    return next(iter(queries), None), [(name, value) for name, value in fields if name in DATASET]


async def _sent(request: Request) -> Fields:
    """What the body of a POST says."""
    body = await _body(request)
    match request.headers.get("content-type", "").partition(";")[0].strip().lower():
        case "application/sparql-query":
            return [("query", _text(body))]
        case "application/sparql-update":
            return [("update", "")]
        case "application/x-www-form-urlencoded":
            return _fields(_text(body))
        case other:
            wanted = "application/sparql-query or application/x-www-form-urlencoded"
            raise Refusal(415, f"A query is sent as {wanted}, not as {other or 'a body of no type'}.")


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST:
            raise Refusal(413, f"A query has at most {LONGEST} bytes.")
    return body


def _fields(encoded: str) -> Fields:
    try:
        return parse_qsl(encoded, keep_blank_values=True, errors="strict")
    except ValueError:
        raise Refusal(400, "The request is not UTF-8.") from None


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refusal(400, f"The query is not UTF-8, at byte {error.start}.") from None


class Endpoint:
    """The ASGI application that answers queries."""

    def __init__(self, engines: Engines, client: httpx.AsyncClient, limit: float) -> None:
        self.engines, self.client, self.limit = engines, client, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Raises Cut for an answer that ends before its time after it has begun: the server then breaks the connection."""
        request = Request(scope, receive)
        reply = Reply(send)
        try:
            if request.method not in ("GET", "HEAD", "POST"):
                raise Refusal(405, "A query is sent by GET or POST.")
            query, dataset = await read_query(request)
            await self._within_limit(self._answer(request, query, dataset, reply), reply, receive)
        except ClientDisconnect:
            return
        except Refusal as refusal:
            if reply.begun:
                raise Cut(refusal.why) from refusal
            retry = {"Retry-After": "1"} if refusal.status == 503 else {}
            await PlainTextResponse(refusal.why + "\n", refusal.status, retry)(scope, receive, send)

    async def _within_limit(self, answer: Coroutine[None, None, None], reply: Reply, receive: Receive) -> None:
        """Runs an answer to its end, to the limit, or until nobody waits for it."""
        work = asyncio.create_task(answer)
        gone = asyncio.create_task(_gone(receive))
        try:
            await asyncio.wait({work, gone}, timeout=self.limit, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                return work.result()
            if gone.done():
                raise ClientDisconnect
            if not reply.asked:
                raise Refusal(503, f"The server was busy for {self.limit:g} s.")
            raise Refusal(504, f"The query was ended after {self.limit:g} s: ask for less, or add LIMIT.")
        finally:
            for task in (work, gone):
                task.cancel()
            await asyncio.wait({work, gone})

    async def _answer(self, request: Request, query: str | None, dataset: Fields, reply: Reply) -> None:
        headers = {name: request.headers[name] for name in ("accept", "host") if name in request.headers}
        if query is not None:
            headers["content-type"] = "application/sparql-query"
        method, body = (
            ("POST", (PROLOGUE + query).encode()) if query is not None else ("GET", None)
        )  # without a query the service describes itself
        try:
            async with self.engines.one() as url:
                reply.asked = True
                async with self.client.stream(
                    method, url + "/query", params=httpx.QueryParams(tuple(dataset)), headers=headers, content=body
                ) as answer:
                    await reply.begin(answer.status_code, answer.headers.get("content-type", "text/plain"))
                    async for part in answer.aiter_bytes():
                        await reply.add(part)
        except httpx.HTTPError:
            why = f"The query broke the engine: it is nested too deeply, or wants more than {MEMORY >> 30} GiB of memory."
            raise Refusal(507, why) from None
        await reply.end()


class Cut(Exception):
    """An answer ended before its time."""


class Reply:
    """An answer on its way: its beginning waits until it is long, so that a query that fails early gets a status that says so."""

    def __init__(self, send: Send) -> None:
        self.asked = self.begun = False
        self._send = send
        self._start: Message = {}
        self._held = bytearray()

    async def begin(self, status: int, content_type: str) -> None:
        """The status and type of what follows."""
        headers = [(b"content-type", content_type.encode("latin-1")), (b"vary", b"accept")]
        self._start = {"type": "http.response.start", "status": status, "headers": headers}

    async def add(self, part: bytes) -> None:
        """A further part of the body."""
        self._held += part
        if len(self._held) >= HELD_BACK:
            await self._flush(more=True)

    async def end(self) -> None:
        """No part follows."""
        await self._flush(more=False)

    async def _flush(self, more: bool) -> None:
        if not self.begun:
            self.begun = True
            await self._send(self._start)
        await self._send({"type": "http.response.body", "body": bytes(self._held), "more_body": more})
        self._held.clear()


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
