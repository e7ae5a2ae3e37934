"""What `kg serve` answers: the explorer page at /, queries at /sparql, every IRI of the graph at its own path, the graph at /graph.ttl."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import httpx
from mimeparse import MimeTypeParseException, best_match
from pyoxigraph import NamedNode, Store
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.endpoint.address import iri_at
from kg.endpoint.engine import LOOPBACK, Engines
from kg.endpoint.sparql import Endpoint
from kg.endpoint.thing import FORMS, HTML, TURTLE, Things, policy
from kg.iri import BASE
from kg.knowledge import Knowledge

LOCAL = (LOOPBACK, "localhost", "[::1]", "::1")
SAFE = {b"x-content-type-options": b"nosniff", b"referrer-policy": b"no-referrer", b"x-frame-options": b"DENY"}


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, and how.

    store: folder of an Oxigraph store; graph: the Turtle file that it was made of; limit: seconds that a query may take; host: the
    address that is listened at.
    """

    store: Path
    graph: Path
    knowledge: Knowledge
    limit: float
    host: str

    @property
    def page(self) -> Path:
        """The explorer page that was built with the graph."""
        return self.graph.with_suffix(".html")


def make_app(served: Served, engines: Engines, client: httpx.AsyncClient) -> Starlette:
    """The application; its queries go to the engines."""
    things = Things(Store.read_only(str(served.store)), served.knowledge)
    endpoint = Endpoint(engines, client, served.limit)

    def page(_: Request) -> Response:
        return _file(served.page, HTML)

    def graph(_: Request) -> Response:
        return _file(served.graph, TURTLE)

    def thing(request: Request) -> Response:
        return _thing(request, things, iri_at(request.path_params["kind"], request.path_params["name"]))

    def itself(request: Request) -> Response:
        return _thing(request, things, BASE + request.url.path.removeprefix("/"))

    # Whoever reads a page elsewhere must not read this one through it: a foreign name that leads here is refused.
    hosts = [*LOCAL] if served.host in LOCAL else ["*"]
    app = Starlette(
        routes=[
            Route("/", page),
            Route("/graph.ttl", graph),
            Route("/sparql", endpoint),
            Route("/query", endpoint),  # where Oxigraph's own server answers
            Route("/dataset", itself),
            Route("/ontology", itself),
            Route("/{kind:str}/{name:path}", thing),
        ],
        middleware=[Middleware(_Safe), Middleware(TrustedHostMiddleware, allowed_hosts=hosts)],
    )
    app.router.redirect_slashes = False
    return app


def _file(path: Path, type_: str) -> Response:
    if not path.is_file():
        raise HTTPException(404, f"There is no {path.name} here: build it with kg build.")
    return FileResponse(path, media_type=type_)


def _thing(request: Request, things: Things, iri: str) -> Response:
    node = NamedNode(iri)
    if not things.has(node):
        raise HTTPException(404, f"The graph says nothing of {iri}")
    form = _form(request)
    headers = {"Vary": "Accept, Accept-Language"}
    if form != HTML:
        return Response(things.data(node, form), media_type=form, headers=headers)
    english = request.headers.get("accept-language", "").lower().startswith("en")
    return Response(things.html(node, "en" if english else "zh"), media_type=HTML, headers=headers | {"Content-Security-Policy": policy()})


def _form(request: Request) -> str:
    """The form that is asked for, by ?format=turtle or by the header Accept; Turtle, the last of them, for whoever takes anything."""
    if asked := request.query_params.get("format"):
        if asked not in FORMS:
            raise HTTPException(400, f"There is no format {asked!r}: {', '.join(FORMS)}")
        return FORMS[asked]
    try:
        found = best_match(list(FORMS.values()), request.headers.get("accept") or "*/*")
    except MimeTypeParseException as error:
        raise HTTPException(400, f"The header Accept cannot be read: {error}") from None
    if not found:
        raise HTTPException(406, f"A thing is shown as {', '.join(FORMS.values())}.")
    return str(found)


class _Safe:
    """Adds to every answer what keeps a browser from guessing, framing and telling."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *SAFE.items()]
            await send(message)

        await self.app(scope, receive, safely)
