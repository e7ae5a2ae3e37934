"""One request to a store: sent again where that may help, and what came of it in words.

What fails is an EndpointError that says which request it was, how much of it had been sent, what the server said, and what the graph
there holds now. Redirects are not followed: a login would go with them to whoever the server names.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import BinaryIO

import httpx

from kg import __version__
from kg.endpoint.access import Access, place_of
from kg.endpoint.answer import Answer, beginning, refusal
from kg.endpoint.lines import Lines
from kg.endpoint.words import megabytes, plain_words, wait_asked
from kg.errors import EndpointError

ATTEMPTS = 5
PAUSE, LONGEST = 0.5, 60.0  # seconds: the first wait, doubled each time; the longest that a server may ask for
PASSING = {408, 425, 429, 502, 503, 504}  # a server that may answer otherwise in a moment
CONNECT, ANSWER, RATE = 20.0, 120.0, 50_000  # seconds to connect, to begin an answer, and bytes a second that a slow store takes
UNCHANGED, UNKNOWN = "the graph there is as it was", "whether the graph there is the old one or the new is not known"
NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
PASSING_FAULTS = (httpx.NetworkError, httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ProxyError)
TIMEOUTS: Mapping[type[httpx.RequestError], str] = {
    httpx.ConnectTimeout: "no connection in time",
    httpx.ReadTimeout: "no answer in time",
    httpx.WriteTimeout: "nothing taken in time",
}
SAFE = {"GET", "HEAD"}


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. weight: bytes that the store is busy with, where it is not those of the content; fine: statuses that are answers
    too, beside 2xx; safe: cannot change the graph that is to be replaced; take: where the answer's body goes, if it is wanted."""

    method: str
    query: Mapping[str, str]
    content: Lines | bytes = b""
    headers: Mapping[str, str] | None = None
    weight: int = 0
    fine: Collection[int] = ()
    safe: bool = False
    take: BinaryIO | None = None


@dataclass(slots=True)
class Body:
    """Lines on their way, as often as they are asked for; what has been sent of them the last time."""

    lines: Lines
    told: Callable[[int], None]
    size: int = 0
    triples: int = 0

    def __iter__(self) -> Iterator[bytes]:
        self.size = self.triples = 0
        for chunk in self.lines.chunks():
            yield chunk
            self.size += len(chunk)
            self.triples += chunk.count(b"\n")
            self.told(self.lines.start + self.size)

    def __str__(self) -> str:
        of = f"{megabytes(self.size)} of {megabytes(self.lines.size)}, {self.triples} of {self.lines.triples} triples"
        return f"after {of} had been sent"


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on. notice: takes what is worth saying on the way; told: takes how many bytes of the graph have been sent; wait: lets
    seconds pass."""

    notice: Callable[[str], None]
    told: Callable[[int], None]
    wait: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class Channel:
    """The way to an address."""

    client: httpx.Client
    url: httpx.URL
    access: Access
    watch: Watch

    @property
    def place(self) -> str:
        """The address as messages show it."""
        return place_of(self.url)

    def ask(self, request: Request, attempts: int = ATTEMPTS) -> Answer:
        """What the server answers in the end. Raises EndpointError."""
        content = Body(request.content, self.watch.told) if isinstance(request.content, Lines) else request.content
        body = content if isinstance(content, Body) else None
        taken = False  # an attempt has gone out whole, so that the server may have done what it says
        for attempt in range(1, attempts + 1):
            pause = PAUSE * 2 ** (attempt - 1)
            try:
                answer = self._once(request, content)
            except httpx.RequestError as error:
                fault = f"{_reason(error)} {body}" if body and body.size else _reason(error)
                again = isinstance(error, PASSING_FAULTS)
                taken |= not isinstance(error, NOT_BEGUN) and (body is None or body.size == body.lines.size)
            else:
                if answer.status < 300 or answer.status in request.fine:
                    return answer
                fault = str(answer)
                taken |= answer.status >= 500
                pause = max(pause, wait_asked(answer.headers.get("retry-after", "")))
                again = answer.status in PASSING and pause <= LONGEST
                if not again:
                    problem, remedy = refusal(request.method, answer, self.access.login)
                    raise self._error(problem, self._remedy(request, taken, remedy))
            if not again or attempt == attempts:
                break
            self.watch.notice(f"{self.place}: {request.method}: {fault}; once more in {pause:g} s")
            self.watch.wait(pause)
        raise self._error(f"{request.method}: {fault}", self._remedy(request, taken, "see that the store runs, then run the command again"))

    def _once(self, request: Request, content: Body | bytes) -> Answer:
        size = content.lines.size if isinstance(content, Body) else len(content)
        headers = dict(request.headers or {})
        if size:
            headers["Content-Length"] = str(size)  # so that a server can say at once that it is too much
        sent = self.client.build_request(
            request.method,
            self.url.copy_merge_params(dict(request.query)),
            content=content or None,
            headers=headers,
            timeout=httpx.Timeout(ANSWER, connect=CONNECT, read=ANSWER + (request.weight or size) / RATE),
        )
        response = self.client.send(sent, auth=self.access, stream=True)
        with closing(response):
            if not (request.take and response.is_success):
                return Answer(response.status_code, response.headers, beginning(response.iter_bytes()))
            request.take.seek(0)
            request.take.truncate()
            request.take.writelines(response.iter_bytes())
            return Answer(response.status_code, response.headers, "")

    def _remedy(self, request: Request, taken: bool, remedy: str) -> str:
        state = UNKNOWN if taken and not request.safe and request.method not in SAFE else UNCHANGED
        return f"{state}; {remedy}" if remedy else state

    def _error(self, problem: str, remedy: str) -> EndpointError:
        return EndpointError(problem, place=self.place, remedy=remedy)


def _reason(error: httpx.RequestError) -> str:
    return TIMEOUTS.get(type(error)) or plain_words(str(error).encode()) or type(error).__name__


def new_client() -> httpx.Client:
    """What all requests of a run go through. Raises EndpointError for a proxy in the environment that cannot be used."""
    try:
        return httpx.Client(headers={"User-Agent": f"kg/{__version__}"})
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise EndpointError(
            f"the proxy that the environment names cannot be used: {error}", remedy="see to HTTP_PROXY and ALL_PROXY"
        ) from error
