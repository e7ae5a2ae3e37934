"""`kg serve` from its start to its end: the store on disk, signals, graphs that are built anew, what keeps it from starting."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import httpx
import psutil
import pytest
from pyoxigraph import Store
from serving import serving, until
from starlette.types import Message, Receive, Scope, Send

from kg.endpoint import disk
from kg.endpoint import engine as engine_module
from kg.endpoint.disk import store_on_disk
from kg.endpoint.engine import Engines
from kg.endpoint.stage import Show, Stage
from kg.errors import InputError, KgError, OutputError
from kg.output import PART

T = TypeVar("T")
NAMES = "SELECT ?name { <urn:x> rdfs:label ?name }"


def named(name: str) -> str:
    return f'<urn:x> <http://www.w3.org/2000/01/rdf-schema#label> "{name}" .\n'


def renew(graph: Path, name: str) -> None:
    """Puts another graph in its place, as kg build does."""
    fresh = graph.with_name("new")
    fresh.write_text(named(name), "utf-8")
    fresh.replace(graph)


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    file = tmp_path / "out" / "graph.ttl"
    file.parent.mkdir()
    file.write_text(named("one"), "utf-8")
    return file


def aside(work: Coroutine[None, None, T]) -> T:
    """Runs it in a thread of its own, for the browser's tests have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def name_at(url: str) -> str:
    answer = httpx.get(url + "/sparql", params={"query": NAMES}, headers={"Accept": "text/csv"}, timeout=30, trust_env=False)
    assert answer.status_code == 200, answer.text
    return answer.text.split()[1]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_with_all_that_belongs_to_it(graph: Path, number: int) -> None:
    with serving(graph) as server:
        engines = server.engines()
        assert name_at(server.url) == "one" and engines
        assert server.end(number) == (0, "")
    assert not any(engine.is_running() for engine in engines)


def test_a_signal_ends_it_while_a_query_runs(graph: Path) -> None:
    graph.write_text("".join(f'<urn:{i}> <urn:p> "{i}" .\n' for i in range(3000)), "utf-8")
    with serving(graph, "--timeout", "3600") as server:
        engines = server.engines()
        query = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
        with ThreadPoolExecutor(1) as pool:
            answer = pool.submit(httpx.get, server.url + "/sparql", params=query, timeout=60)
            until(lambda: any(engine.cpu_percent(0.05) > 50 for engine in engines))
            code, said = server.end()
            assert code == 0 and "Traceback" not in said
            assert answer.exception() or answer.result().status_code >= 500
    assert not any(engine.is_running() for engine in engines)


def test_nothing_survives_a_server_that_is_killed(graph: Path) -> None:
    with serving(graph) as server:
        engines = server.engines()
        assert len(engines) == 4
        server.end(signal.SIGKILL)
    until(lambda: not any(engine.is_running() for engine in engines))


def test_an_engine_that_is_killed_is_replaced(graph: Path) -> None:
    with serving(graph) as server:
        for engine in server.engines():
            engine.kill()
        answers = {httpx.get(server.url + "/sparql", params={"query": NAMES}, timeout=30).status_code for _ in range(12)}
        assert answers <= {200, 507} and name_at(server.url) == "one"


def test_a_graph_that_is_built_anew_is_served(graph: Path) -> None:
    with serving(graph) as server:
        assert name_at(server.url) == "one"
        renew(graph, "two")
        until(lambda: name_at(server.url) == "two")
        assert server.end() == (0, "")


def test_a_connection_outlives_the_graph_that_it_was_made_for(graph: Path) -> None:
    with serving(graph) as server, httpx.Client(base_url=server.url, trust_env=False) as kept:
        silent = socket.create_connection((kept.base_url.host, kept.base_url.port or 0))
        kept.get("/graph.ttl").raise_for_status()
        old = server.engines()
        renew(graph, "two")
        until(lambda: name_at(server.url) == "two")
        until(lambda: not any(engine.is_running() for engine in old))
        with silent, silent.makefile("rb") as answer:
            silent.sendall(b"GET /graph.ttl HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert answer.readline().startswith(b"HTTP/1.1 200")
        assert '"two"' in kept.get("/graph.ttl").text


def test_a_query_is_answered_by_the_graph_that_it_was_asked_of(graph: Path) -> None:
    graph.write_text(named("one") + "".join(f'<urn:{i}> <urn:p> "{i}" .\n' for i in range(3000)), "utf-8")
    with serving(graph, "--timeout", "6") as server, ThreadPoolExecutor(1) as pool:
        endless = {"query": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"}
        answer = pool.submit(httpx.get, server.url + "/sparql", params=endless, timeout=60, trust_env=False)
        old = server.engines()
        until(lambda: any(engine.cpu_percent(0.05) > 50 for engine in old))
        renew(graph, "two")
        until(lambda: name_at(server.url) == "two")
        assert not answer.done()
        assert answer.result().status_code == 504 and "after 6 s" in answer.result().text
        until(lambda: not any(engine.is_running() for engine in old))
        assert server.end() == (0, "")


def test_a_show_that_cannot_be_opened_leaves_the_one_before() -> None:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "answer"})

    openings = iter([True, False])
    said: list[str] = []

    @asynccontextmanager
    async def opening() -> AsyncIterator[Show]:
        if not next(openings):
            raise KgError("no engine")
        yield Show(app)
        said.append("ended")

    async def received() -> Message:
        return {}

    async def send(message: Message) -> None:
        said.append(message["type"])

    async def both() -> None:
        async with Stage(opening) as stage:
            with pytest.raises(KgError, match="no engine"):
                await stage.change()
            await stage({}, received, send)

    aside(both())
    assert said == ["answer", "ended"]


def test_a_graph_that_is_broken_anew_is_told_of_and_the_old_one_served(graph: Path) -> None:
    with serving(graph) as server:
        assert name_at(server.url) == "one"
        graph.write_text("<urn:x> this is no Turtle", "utf-8")
        assert server.process.stderr
        said = server.process.stderr.readline()
        assert "no valid Turtle" in said and str(graph) in said
        assert name_at(server.url) == "one"
        graph.unlink()
        assert name_at(server.url) == "one"
        graph.write_text(named("three"), "utf-8")
        until(lambda: name_at(server.url) == "three")


def start(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "kg.cli", "serve", *options], capture_output=True, text=True, timeout=60)


def test_a_port_that_is_taken_is_named(graph: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = start("--graph", str(graph), "--port", str(port))
    assert done.returncode == 1 and f"127.0.0.1:{port}: cannot be listened at: Address already in use" in done.stderr


@pytest.mark.parametrize(("host", "why"), [("203.0.113.1", "assign"), ("no such host", "not known"), ("a..b", "")])
def test_a_host_that_is_not_here_is_named(graph: Path, host: str, why: str) -> None:
    done = start("--graph", str(graph), "--port", "0", "--host", host)
    assert done.returncode == 1 and host in done.stderr and why in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(("content", "why"), [(None, "No such file"), ("<urn:x> nonsense", "no valid Turtle")])
def test_a_graph_that_cannot_be_read_is_named(tmp_path: Path, content: str | None, why: str) -> None:
    graph = tmp_path / "graph.ttl"
    if content is not None:
        graph.write_text(content, "utf-8")
    done = start("--graph", str(graph), "--port", "0")
    assert done.returncode == 1 and str(graph) in done.stderr and why in done.stderr


def test_a_store_is_made_once(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stores"
    with store_on_disk(graph, folder) as first:
        made = sorted((p.name, p.stat().st_mtime_ns) for p in first.iterdir())
        with store_on_disk(graph, folder) as again:
            assert again == first and sorted((p.name, p.stat().st_mtime_ns) for p in again.iterdir()) == made
        assert [q.object.value for q in Store.read_only(str(first))] == ["one"]


def test_what_a_killed_process_left_half_made_is_made_again(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stores"
    half = folder / f"{PART}x"
    half.mkdir(parents=True)
    (half / "CURRENT").write_text("half")
    with store_on_disk(graph, folder) as store:
        assert len(Store.read_only(str(store))) == 1
    assert [p.name for p in folder.iterdir()] == [store.name]


def test_few_stores_are_kept_and_none_that_is_in_use_goes(graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "stores"
    with store_on_disk(graph, folder) as held:
        os.utime(held, (0, 0))
        for i in range(8):
            graph.write_text(named(str(i)), "utf-8")
            with store_on_disk(graph, folder):
                os.utime(held, (0, 0))
        assert held.is_dir() and len(list(folder.iterdir())) == disk.KEPT + 1
    with store_on_disk(graph, folder):
        assert not held.exists()


def test_two_that_start_at_once_share_a_store(graph: Path) -> None:
    with serving(graph) as one, serving(graph) as two:
        assert name_at(one.url) == name_at(two.url) == "one"


def test_a_folder_that_cannot_be_written_is_named(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"), store_on_disk(graph, tmp_path / "file" / "stores"):
        pass


def test_a_graph_that_is_no_turtle_leaves_nothing_behind(graph: Path, tmp_path: Path) -> None:
    graph.write_text("nonsense", "utf-8")
    with pytest.raises(InputError, match="no valid Turtle"), store_on_disk(graph, tmp_path / "stores"):
        pass
    assert not (tmp_path / "stores").exists()


def test_a_query_that_wants_too_much_memory_is_ended(graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_module, "MEMORY", 300 << 20)
    graph.write_text("".join(f'<urn:{i}> <urn:p> "{i}" .\n' for i in range(3000)), "utf-8")
    hungry, modest = "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c }"

    async def ask(url: str, query: str) -> str:
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            return (await client.get(url + "/query", params={"query": query}, headers={"Accept": "text/csv"})).text

    async def both(store: Path) -> str:
        async with Engines(store, 1).running() as engines:
            with pytest.raises(httpx.HTTPError):
                async with engines.one() as url:
                    await ask(url, hungry)
            async with engines.one() as url:
                return await ask(url, modest)

    with store_on_disk(graph, tmp_path / "stores") as store:
        assert aside(both(store)).split() == ["n", "3000"]


def test_an_engine_that_cannot_start_says_why(tmp_path: Path) -> None:
    async def begin() -> None:
        async with Engines(tmp_path / "nothing", 2).running():
            pass

    before = set(psutil.Process().children(recursive=True))
    with pytest.raises(KgError, match=r"does not start.*No such file"):
        aside(begin())
    assert set(psutil.Process().children(recursive=True)) <= before


def test_without_its_libraries_it_says_what_to_install(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "uvicorn.py").write_text("raise ImportError('no uvicorn', name='uvicorn')")
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path / 'lib'}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}
    command = [sys.executable, "-m", "kg.cli", "serve", "--graph", str(graph)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert done.returncode == 1 and "uvicorn" in done.stderr and "regional-kg[stores]" in done.stderr


def test_the_page_is_missed_where_there_is_none(graph: Path) -> None:
    with serving(graph) as server:
        answer = httpx.get(server.url + "/", trust_env=False)
        assert answer.status_code == 404 and "kg build" in answer.text
        shutil.rmtree(graph.parent)
        assert httpx.get(server.url + "/graph.ttl", trust_env=False).status_code == 404
