"""A server that answers what a test tells it to, and keeps what it was asked."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import httpx


@dataclass(frozen=True, slots=True)
class Reply:
    """drop: the bytes of the body after which the connection breaks, without an answer; body: bytes, or parts that may never end;
    forward: the server that answers in the place of this one."""

    status: int = 204
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | Iterable[bytes] = b""
    drop: int | None = None
    forward: str = ""


@dataclass(slots=True)
class Asked:
    """A request; read: its body, as far as it was read."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    size: int
    read: bytes = b""


@dataclass(slots=True)
class Fake:
    """url: where it is; reply: what it answers to the next request; asked: what it was asked so far."""

    reply: Callable[[Asked], Reply]
    url: str = ""
    asked: list[Asked] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        return [asked.method for asked in self.asked]


def replies(*given: Reply) -> Callable[[Asked], Reply]:
    """One after the other, the last again and again."""
    rest = list(given)
    return lambda asked: rest.pop(0) if len(rest) > 1 else rest[0]  # noqa: ARG005


@contextmanager
def fake(reply: Callable[[Asked], Reply]) -> Iterator[Fake]:
    store = Fake(reply)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self) -> None:
            with suppress(ConnectionError):  # the other side is gone: what it does then is what is tested
                super().handle_one_request()
                return
            self.close_connection = True

        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def answer(self) -> None:
            parts = urlsplit(self.path)
            size = int(self.headers.get("Content-Length", 0))
            asked = Asked(self.command, parts.path, parse_qs(parts.query, keep_blank_values=True), dict(self.headers), size)
            store.asked.append(asked)
            said = store.reply(asked)
            if said.drop is not None:
                asked.read = self.rfile.read(said.drop)
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
                return
            asked.read = self.rfile.read(size)
            if said.forward:
                said = self.pass_on(said.forward, asked)
            self.send_response(said.status)
            for name, value in said.headers.items():
                self.send_header(name, value)
            whole = isinstance(said.body, bytes)
            self.send_header("Content-Length", str(len(said.body))) if whole else self.send_header("Connection", "close")  # type: ignore[arg-type]
            self.end_headers()
            for part in [said.body] if whole else said.body:
                self.wfile.write(part)

        def pass_on(self, server: str, asked: Asked) -> Reply:
            headers = {name: self.headers[name] for name in ("Content-Type", "Accept") if name in self.headers}
            answer = httpx.request(asked.method, server + self.path, content=asked.read, headers=headers, timeout=60)
            return Reply(answer.status_code, body=answer.content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    store.url = f"http://127.0.0.1:{server.server_port}/store"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
