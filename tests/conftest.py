"""What all tests share: a cache of their own, a browser to look at the page in, triple stores to ask the graph in."""

import os
import signal
import sys
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from urllib.parse import quote

import pytest
from jena import Jena, jena
from paged import ARTICLES, RESOLUTION, Opener, page_of
from playwright.sync_api import Browser, Page, Request, expect, sync_playwright
from sample import extractions, graph_of, resolution
from serving import Serving, serving
from stores import Server, oxigraph, virtuoso

from kg.graph.rdf import write_turtle
from kg.knowledge import Knowledge, load

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell that runs the tests behind its back has it so, and what they start would
    signal.signal(signal.SIGINT, signal.default_int_handler)

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as `kg` has it: on a busy machine threads that wait for one another take all its time

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the tests' own: nothing is taken from the user's, nothing left in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse="MUTANT_UNDER_TEST" in os.environ)
def _nothing_remembered() -> None:
    """mutmut tries a mutant by the tests that were seen to reach it, in a copy of the process that saw it: rules are to be compiled anew in
    each test, or only the first is seen to reach what compiles them, and by then they hold no mutant."""
    for name, module in list(sys.modules.items()):
        for value in vars(module).values() if name.startswith("kg.extract") else ():
            if isinstance(value, _lru_cache_wrapper):
                value.cache_clear()


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def html(knowledge: Knowledge) -> str:
    return page_of(ARTICLES, RESOLUTION, knowledge)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Path:
    """The graph of the sample's two articles, and its page beside it."""
    folder = tmp_path_factory.mktemp("out")
    graph = folder / "graph.ttl"
    graph.write_text(write_turtle(graph_of(extractions(), resolution(), knowledge)), "utf-8")
    (folder / "graph.html").write_text(page_of(extractions(), resolution(), knowledge), "utf-8")
    return graph


@pytest.fixture(scope="session")
def served(built: Path) -> Iterator[Serving]:
    """That graph on a server."""
    with serving(built, "--timeout", "1") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def oxigraph_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(scope="session", name="jena")
def _jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    return jena(tmp_path_factory.mktemp("jena"))


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Opens a page; afterwards nothing may have gone wrong in it or asked for anything but the file itself."""
    faults: list[str] = []
    context = browser.new_context(reduced_motion="reduce")

    def show(html: str, key: str = "", width: int = 1280, height: int = 720, state: str = "") -> Page:
        file = tmp_path / "graph.html"
        file.write_text(html, "utf-8")
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: faults.extend(foreign(request, file)))
        page.goto(file.as_uri() + ("#" + quote(key) + state if key or state else ""))
        expect(page.locator("#counts")).not_to_be_empty()
        return page

    yield show
    context.close()
    assert faults == []


def foreign(request: Request, file: Path) -> list[str]:
    return [] if request.url.partition("#")[0] in (file.as_uri(), "data:,") else [request.url]
