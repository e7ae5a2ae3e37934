"""Triple stores that are not ours, started for the tests on free ports of this machine, their files in a folder of the tests.

What a server says goes to server.log in that folder. A server dies with the process that started it, however that ends.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.knowledge.sparql import form

PATIENCE = 120.0  # seconds that a server may take to come up or to answer

VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
CheckpointInterval = 0
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
ThreadsPerQuery = 1
AdjustVectorSize = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 8
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass(frozen=True, slots=True)
class Server:
    """A running store: the URLs of its Graph Store, of queries and updates, who may write (Digest), where its files lie.

    sql: host and port for isql-vt, where the store has that.
    """

    data: str
    query: str
    update: str
    folder: Path
    user: str = ""
    password: str = ""
    sql: str = ""

    @property
    def auth(self) -> httpx.DigestAuth | None:
        return httpx.DigestAuth(self.user, self.password) if self.user else None


@contextmanager
def oxigraph(folder: Path) -> Iterator[Server]:
    """Oxigraph's server, of the PyPI package."""
    (port,) = free_ports(1)
    command = [str(Path(sys.executable).with_name("oxigraph")), "serve", "-l", str(folder / "data"), "-b", f"127.0.0.1:{port}"]
    base = f"http://127.0.0.1:{port}"
    server = Server(f"{base}/store", f"{base}/query", f"{base}/update", folder)
    with _running(command, server):
        yield server


@contextmanager
def virtuoso(folder: Path) -> Iterator[Server]:
    """Virtuoso 7 as Debian has it, with one thread a query; its administrator may write as it is. DirsAllowed is the folder:
    isql-vt can load from there."""
    http, sql = free_ports(2)
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(http=http, sql=sql), "utf-8")
    base = f"http://127.0.0.1:{http}"
    server = Server(f"{base}/sparql-graph-crud-auth", f"{base}/sparql", f"{base}/sparql-auth", folder, "dba", "dba", sql=f"127.0.0.1:{sql}")
    with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], server):
        yield server


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nothing listens on."""
    holders = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [int(holder.getsockname()[1]) for holder in holders]
    for holder in holders:
        holder.close()
    return ports


@contextmanager
def _running(command: Sequence[str], server: Server) -> Iterator[None]:
    """Runs a server until it has answered and the block is over. Its data is worth nothing afterwards, so it is not asked to save it."""
    log = server.folder / "server.log"
    with log.open("wb") as out:
        process = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command], cwd=server.folder, stdout=out, stderr=subprocess.STDOUT)
    try:
        _await(process, server, log)
        yield
    finally:
        process.kill()
        process.wait()


def _await(process: subprocess.Popen[bytes], server: Server, log: Path) -> None:
    """Returns when the server answers a query. Raises RuntimeError with what it said if it does not."""
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(server.query, params={"query": "ASK {}"}, timeout=PATIENCE).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"no answer from {server.query}:\n{log.read_text('utf-8', 'replace')}")


def put(server: Server, graph: str, turtle: str) -> None:
    """Replaces a graph over HTTP. Raises httpx.HTTPStatusError if the store refuses it."""
    header = {"Content-Type": "text/turtle"}
    answer = httpx.put(server.data, params={"graph": graph}, content=turtle.encode(), headers=header, auth=server.auth, timeout=PATIENCE)
    answer.raise_for_status()


def clear(server: Server, graph: str) -> None:
    """Leaves nothing in a graph."""
    httpx.post(server.update, data={"update": f"CLEAR SILENT GRAPH <{graph}>"}, auth=server.auth, timeout=PATIENCE).raise_for_status()


def ask(server: Server, graph: str, query: str) -> bytes:
    """What a store answers from one graph: of SELECT the results' JSON, of CONSTRUCT N-Triples. Raises RuntimeError with what it says."""
    header = {"Accept": "application/n-triples" if form(query) == "CONSTRUCT" else "application/sparql-results+json"}
    answer = httpx.post(server.query, data={"query": query, "default-graph-uri": graph}, headers=header, timeout=PATIENCE)
    if not answer.is_success:
        raise RuntimeError(answer.text)
    return answer.content


def load_quads(server: Server, file: Path, default: str) -> None:
    """Loads TriG or N-Quads into Virtuoso by isql-vt, since a Graph Store takes one graph at a time.

    default: the graph that what stands in none goes to. Raises RuntimeError with what isql-vt says against it.
    """
    shutil.copy(file, server.folder)
    flags = {".trig": 256, ".nq": 512}[file.suffix]
    command = ["isql-vt", server.sql, server.user, server.password, "VERBOSE=OFF", "BANNER=OFF", "PROMPT=OFF", "ERRORS=STDOUT"]
    load = f"DB.DBA.TTLP(file_to_string_output('{file.name}'), '', '{default}', {flags});\n"
    done = subprocess.run(command, input=load, capture_output=True, text=True, check=False)
    if done.stdout.strip() or done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
