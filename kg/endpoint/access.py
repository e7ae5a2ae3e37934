"""Where a store is and who asks: addresses that are checked before anything is sent, and a login in the way that the server asks for.

>>> str(endpoint("http://localhost:7878/store"))
'http://localhost:7878/store'
>>> graph_iri("dataset")
Traceback (most recent call last):
kg.errors.EndpointError: 'dataset' is no absolute IRI
  give one like https://example.org/graph with --into
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field

import httpx
from pyoxigraph import NamedNode

from kg.errors import EndpointError

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Login:
    """A name and the password to it, which is never shown. Raises EndpointError for a name that neither way of logging in can say."""

    user: str
    password: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.user.isprintable() or set(':"\\') & set(self.user):
            raise EndpointError(f"{self.user!r} is no user name", remedy="give one without colons, quotation marks and line breaks")


def endpoint(address: str) -> httpx.URL:
    """An address as a URL. Raises EndpointError unless it is one of http or https without a login and without a graph in it."""
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise EndpointError(f"no valid address: {error}", remedy="give one like http://localhost:7878/store") from error
    if url.userinfo:
        raise EndpointError("the address has a login in it", place=place_of(url), remedy="give --user NAME, the password in KG_PASSWORD")
    if url.scheme not in _PORTS or not url.host:
        raise EndpointError(f"{address!r} is no http or https address", remedy="give one like http://localhost:7878/store")
    if {"graph", "default"} & set(url.params.keys()):
        raise EndpointError("the address names a graph", place=place_of(url), remedy="name it with --into IRI")
    return url.copy_with(fragment=None)


def graph_iri(iri: str) -> str:
    """The IRI as given. Raises EndpointError if it is no absolute IRI."""
    try:
        return NamedNode(iri).value
    except ValueError as error:
        raise EndpointError(f"{iri!r} is no absolute IRI", remedy="give one like https://example.org/graph with --into") from error


def place_of(url: httpx.URL) -> str:
    """An address as messages show it: without login, query and fragment."""
    return str(url.copy_with(username=None, password=None, query=None, fragment=None))


class Access(httpx.Auth):
    """A login that is shown to a server only when it asks for it, as Digest if it knows that, else as Basic."""

    def __init__(self, login: Login | None) -> None:
        self.login = login
        self._digest = httpx.DigestAuth(login.user, login.password) if login else None
        self._basic: httpx.BasicAuth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """One exchange. Raises httpx.ProtocolError if the server asks for a login in a way that nobody here knows."""
        if not self.login or not self._digest:
            yield request
            return
        if self._basic:
            yield from self._basic.auth_flow(request)
            return
        response = yield from _exchange(self._digest, request)
        if response.status_code == 401 and (asked := ways(response.headers)) and "digest" not in asked and "basic" in asked:
            self._basic = httpx.BasicAuth(self.login.user, self.login.password)
            yield from self._basic.auth_flow(request)


def _exchange(auth: httpx.Auth, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, httpx.Response]:
    """Goes through a way of authenticating; returns its last response."""
    flow = auth.auth_flow(request)
    request = next(flow)
    while True:
        response = yield request
        try:
            request = flow.send(response)
        except StopIteration:
            return response
        except (KeyError, NotImplementedError, ValueError) as error:  # an algorithm that httpx does not know, or no sense at all
            raise httpx.ProtocolError(f"the store asks for a Digest that kg does not know: {error}", request=request) from error


def ways(headers: httpx.Headers) -> list[str]:
    """The ways of authenticating that a server offers, in small letters."""
    return [offer.split(maxsplit=1)[0].lower() for offer in headers.get_list("www-authenticate") if offer.strip()]
