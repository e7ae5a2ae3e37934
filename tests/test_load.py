"""`kg load`: a graph in stores that are not ours, and servers that behave as servers do."""

from __future__ import annotations

import base64
import hashlib
import itertools
import random
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result
from fake_store import Asked, Reply, fake, replies
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse
from stores import Server

from kg.cli import commands
from kg.endpoint.access import Login, endpoint
from kg.endpoint.change import Difference, compare
from kg.endpoint.exchange import Watch
from kg.endpoint.lines import Lines, read_lines
from kg.endpoint.send import Done, Target, load
from kg.errors import EndpointError, KgError
from kg.graph.terms import decimal, name, term, zh
from kg.graph.turtle import write_turtle

G = "https://example.org/新闻"
SECRET = "rosebud"
LOGIN = Login("rosa", SECRET)
HOSTILE = ("\\u0022 } } ; DROP ALL #", '"', "\\", "a\nb\r\t", "\u202e\x1b[31m", "🏭<>{}", "\\\\u0022")
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def graph(count: int, seed: int = 1) -> list[Triple]:
    """A graph of about that many triples, which calls itself G; half of it is the same whatever the seed."""
    chance = random.Random(seed)
    given = [Triple(NamedNode(G), term("rdf:type"), term("void:Dataset"))]
    for n in range(count // 2):
        thing = name("ent", f"企业{n}" if n % 2 else f"企业{n}-{seed}")
        given.append(Triple(thing, term("rdfs:label"), zh(f"第{n}企业" * 6)))
        given.append(Triple(thing, term("kg:confidence"), decimal(chance.randrange(100) / 10 if n % 2 == 0 else n)))
    return given


def as_stored(triples: Iterable[Triple]) -> set[str]:
    """Triples as a store gives them back that keeps numbers by their value."""
    store = Store()
    store.extend(Quad(*t) for t in triples)
    return {str(quad.triple) for quad in store}


def held(store: str, iri: str = G, auth: httpx.Auth | None = None) -> set[str]:
    """What is in a graph of a store."""
    answer = httpx.get(store, params={"graph": iri}, headers={"Accept": "application/n-triples"}, auth=auth, timeout=60)
    return as_stored(q.triple for q in parse(answer.content, format=RdfFormat.N_TRIPLES)) if answer.status_code == 200 else set()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[Iterable[Triple]], Path]:
    numbers = itertools.count()

    def file(triples: Iterable[Triple]) -> Path:
        path = tmp_path / f"{next(numbers)}.ttl"
        path.write_text(write_turtle(triples), "utf-8")
        return path

    return file


File = Callable[[Iterable[Triple]], Path]


@pytest.fixture
def new() -> Iterator[str]:
    """The IRI of a graph that no other test has."""
    yield f"{G}/{next(NUMBERS)}"


NUMBERS = itertools.count()


def kg(*words: object, **environment: str) -> Result:
    result = CliRunner().invoke(commands, ["load", *map(str, words)], env={"KG_USER": None, "KG_PASSWORD": None, **environment})
    if result.exception and not isinstance(result.exception, KgError | SystemExit):
        raise result.exception
    return result


class Sending:
    """One load, looked on: what was said, what was told, what was waited."""

    def __init__(self, lines: Lines, url: str, *, update: str | None = None, login: Login | None = None, iri: str = G) -> None:
        self.said: list[str] = []
        self.told: list[int] = []
        self.waits: list[float] = []
        watch = Watch(self.said.append, self.told.append, self.waits.append)
        self.target, self.lines, self.watch = Target(endpoint(url), iri, endpoint(update) if update else None, login), lines, watch

    def run(self) -> Done:
        return load(self.lines, self.target, self.watch)

    def fails(self) -> str:
        with pytest.raises(EndpointError) as caught:
            self.run()
        assert not RAW.search(str(caught.value))
        assert SECRET not in str(caught.value)
        return str(caught.value)


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Lines:
    path = tmp_path_factory.mktemp("lines") / "graph.ttl"
    path.write_text(write_turtle(graph(5000)), "utf-8")
    return read_lines(path)


# A store


def test_a_graph_is_loaded_replaced_and_left_alone(oxigraph_store: Server, file: File, new: str) -> None:
    old, now = graph(300, 1), graph(300, 2)
    httpx.put(oxigraph_store.data, params={"graph": new + "/other"}, content="<a:s> <a:p> 1 .", headers={"Content-Type": "text/turtle"})
    first = kg(oxigraph_store.data, "--graph", file(old), "--into", new)
    assert first.stdout == f"301 triples → <{new}> at {oxigraph_store.data}: 0.0482 MB\n"
    assert held(oxigraph_store.data, new) == as_stored(old)
    assert kg(oxigraph_store.data, "--graph", file(now), "--into", new).exit_code == 0
    assert held(oxigraph_store.data, new) == as_stored(now)
    assert len(held(oxigraph_store.data, new + "/other")) == 1


def test_with_update_only_what_is_different_is_sent(oxigraph_store: Server, file: File, new: str) -> None:
    old, now = graph(300, 1), graph(300, 2)
    words = (oxigraph_store.data, "--into", new, "--update", oxigraph_store.update, "--graph")
    assert kg(*words, file(old)).exit_code == 0
    assert kg(*words, file(now)).stdout.endswith(": 150 came, 150 went\n")
    assert held(oxigraph_store.data, new) == as_stored(now)
    assert kg(*words, file(now)).stdout.endswith(": already as it should be\n")
    assert kg(*words, file([*now, *old])).stdout.endswith(": 150 came, 0 went\n")
    assert kg(*words, file(now)).stdout.endswith(": 0 came, 150 went\n")
    assert held(oxigraph_store.data, new) == as_stored(now)


def test_more_change_than_graph_is_sent_whole(oxigraph_store: Server, file: File, new: str) -> None:
    words = (oxigraph_store.data, "--into", new, "--update", oxigraph_store.update, "--graph")
    assert kg(*words, file(graph(300))).exit_code == 0
    assert kg(*words, file(graph(300)[:20])).stdout.endswith(" MB\n")
    assert len(held(oxigraph_store.data, new)) == 20


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_arrive_as_they_are_and_do_no_harm(
    text: str, oxigraph_store: Server, virtuoso_store: Server, file: File, new: str
) -> None:
    node, label = NamedNode("https://example.org/x"), term("rdfs:label")
    given = [Triple(node, label, Literal(f"{n} {text}" if n else text)) for n in range(5)]
    for store in (oxigraph_store, virtuoso_store):
        words = (store.data, "--into", new, "--update", store.update, "--graph")
        for triples in (given[:4], given):
            done = kg(*words, file(triples), **({"KG_USER": store.user, "KG_PASSWORD": store.password} if store.user else {}))
            assert done.exit_code == 0, done.exception
            assert held(store.data, new, store.auth) == as_stored(triples)


def test_an_empty_graph_that_is_there_is_filled(oxigraph_store: Server, file: File, new: str) -> None:
    httpx.post(oxigraph_store.update, content=f"CREATE GRAPH <{new}>", headers={"Content-Type": "application/sparql-update"})
    assert kg(oxigraph_store.data, "--into", new, "--graph", file(graph(20))).exit_code == 0
    assert held(oxigraph_store.data, new) == as_stored(graph(20))


def test_virtuoso_takes_a_graph_with_digest(virtuoso_store: Server, file: File, new: str) -> None:
    old, now = graph(300, 1), graph(300, 2)
    words = (virtuoso_store.data, "--into", new, "--user", virtuoso_store.user, "--graph")
    assert kg(*words, file(old), KG_PASSWORD=virtuoso_store.password).exit_code == 0
    assert held(virtuoso_store.data, new, virtuoso_store.auth) == as_stored(old)
    assert kg(*words, file(now), KG_PASSWORD=virtuoso_store.password).exit_code == 0
    assert held(virtuoso_store.data, new, virtuoso_store.auth) == as_stored(now)
    done = kg(*words, file(old), "--update", virtuoso_store.update, KG_PASSWORD=virtuoso_store.password)
    assert done.stdout.endswith(": 150 came, 150 went\n")
    assert held(virtuoso_store.data, new, virtuoso_store.auth) == as_stored(old)


def test_an_update_that_virtuoso_cannot_compile_is_sent_whole(virtuoso_store: Server, file: File, new: str) -> None:
    words = (virtuoso_store.data, "--into", new, "--user", "dba", "--update", virtuoso_store.update, "--graph")
    old, now = graph(12_000, 1), graph(12_000, 2)
    assert kg(*words, file(old), KG_PASSWORD="dba").exit_code == 0
    done = kg(*words, file(now), KG_PASSWORD="dba")
    assert done.exit_code == 0
    assert "cannot take the update, all is sent: 400 Bad Request: Virtuoso 37000 Error SP030" in done.stderr
    assert held(virtuoso_store.data, new, virtuoso_store.auth) == as_stored(now)


# Logins


def basic(asked: Asked) -> bool:
    return asked.headers.get("Authorization") == "Basic " + base64.b64encode(f"rosa:{SECRET}".encode()).decode()


def digest(asked: Asked) -> bool:
    """RFC 7616 with qop=auth."""
    head = asked.headers.get("Authorization", "")
    if not head.startswith("Digest "):
        return False
    parts = {k: v.strip('"') for k, v in re.findall(r'(\w+)=("[^"]*"|[^, ]+)', head)}

    def h(text: str) -> str:
        return hashlib.md5(text.encode()).hexdigest()

    one, two = h(f"rosa:s:{SECRET}"), h(f"{asked.method}:{parts['uri']}")
    return parts["response"] == h(":".join((one, parts["nonce"], parts["nc"], parts["cnonce"], "auth", two)))


WAYS = {"Basic": ('Basic realm="s"', basic), "Digest": ('Digest realm="s", nonce="n1", qop="auth", algorithm=MD5', digest)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("open_methods", [(), ("HEAD", "GET")])
def test_a_login_is_shown_when_it_is_asked_for(way: str, open_methods: tuple[str, ...], lines: Lines) -> None:
    challenge, right = WAYS[way]

    def reply(asked: Asked) -> Reply:
        return Reply() if asked.method in open_methods or right(asked) else Reply(401, {"WWW-Authenticate": challenge})

    with fake(reply) as store:
        Sending(lines, store.url, login=LOGIN).run()
    assert "Authorization" not in store.asked[0].headers
    assert store.asked[-1].method == "PUT" and store.asked[-1].size == lines.size == len(store.asked[-1].read)
    assert store.methods.count("PUT") == (2 if open_methods else 1)


@pytest.mark.parametrize("way", WAYS)
def test_a_wrong_login_is_said_and_the_password_is_not(way: str, lines: Lines) -> None:
    with fake(replies(Reply(401, {"WWW-Authenticate": WAYS[way][0]}, f"not {SECRET[::-1]}".encode()))) as store:
        said = Sending(lines, store.url, login=LOGIN).fails()
        assert "does not take user 'rosa' with this password\n  the graph there is as it was; see to --user and KG_PASSWORD" in said
        assert "asks for a login\n" in Sending(lines, store.url).fails()


@pytest.mark.parametrize(
    "challenge", ["Bearer", "", 'Digest realm="s", nonce="n", algorithm=X', 'Digest realm="s", nonce="n", qop="auth-int"', "Digest x"]
)
def test_a_way_to_log_in_that_nobody_knows_is_said(challenge: str, lines: Lines) -> None:
    with fake(replies(Reply(401, {"WWW-Authenticate": challenge}))) as store:
        sending = Sending(lines, store.url, login=LOGIN)
        assert "login by" in (said := sending.fails()) or "Digest" in said
        assert not sending.waits


def test_a_user_without_password_is_asked_for_it_only_on_a_terminal(file: File) -> None:
    done = kg("http://localhost:1/", "--user", "rosa", "--graph", file(graph(4)))
    assert str(done.exception) == "there is no password for --user\n  set KG_PASSWORD"


def test_a_redirect_is_not_followed(lines: Lines) -> None:
    with fake(replies(Reply())) as other, fake(replies(Reply(307, {"Location": other.url + "?\x85"}))) as store:
        said = Sending(lines, store.url, login=LOGIN).fails()
    assert f"HEAD: 307, the store is at '{other.url}?" in said
    assert not other.asked and len(store.asked) == 1


# Servers that fail


def test_too_large_a_body_needs_an_address_for_updates(lines: Lines) -> None:
    with fake(lambda asked: Reply(413 if asked.method == "PUT" else 404, body=b"<h1>413</h1> too large")) as store:
        said = Sending(lines, store.url).fails()
    assert (
        "takes no body of 0.829 MB: 413 Request Entity Too Large: 413 too large\n  the graph there is as it was; give --update URL" in said
    )


def test_a_store_that_takes_no_large_body_gets_the_graph_in_parts(oxigraph_store: Server, lines: Lines, new: str) -> None:
    base = oxigraph_store.data.removesuffix("/store")
    with fake(lambda asked: Reply(413) if asked.size > 300_000 else Reply(forward=base)) as store:
        sending = Sending(lines, store.url, update=store.url.removesuffix("/store") + "/update", iri=new)
        assert sending.run().parts == 4
        assert sending.told[-1] == lines.size
    assert held(oxigraph_store.data, new) == as_stored(graph(5000))
    assert not held(oxigraph_store.data, new + "-kg-load")


def test_what_was_sent_in_parts_for_nothing_is_taken_away(lines: Lines) -> None:
    with fake(lambda asked: Reply(404 if asked.method == "HEAD" else 413 if asked.size > 100 else 204)) as store:
        said = Sending(lines, store.url, update=store.url).fails()
    assert "takes no body of 0.262 MB either: 413 Request Entity Too Large\n  the graph there is as it was" in said
    drops = [asked.read for asked in store.asked if asked.read.startswith(b"DROP")]
    assert drops == [f"DROP SILENT GRAPH <{G}-kg-load>".encode()] * 2


def test_what_passes_is_waited_for(lines: Lines) -> None:
    given = replies(Reply(404), Reply(429, {"Retry-After": "3"}), Reply(503), Reply(504), Reply(201))
    with fake(given) as store:
        sending = Sending(lines, store.url)
        sending.run()
    assert store.methods == ["HEAD", "PUT", "PUT", "PUT", "PUT"]
    assert sending.waits == [3.0, 1.0, 2.0]
    assert sending.said[0] == f"{store.url}: PUT: 429 Too Many Requests; once more in 3 s"
    assert len(store.asked[-1].read) == lines.size == sending.told[-1]


def test_what_does_not_pass_ends(lines: Lines) -> None:
    with fake(replies(Reply(404), Reply(503, body=b"in maintenance"))) as store:
        sending = Sending(lines, store.url)
        assert "PUT: 503 Service Unavailable: in maintenance\n  whether the graph there" in sending.fails()
        assert sending.waits == [0.5, 1.0, 2.0, 4.0]
    with fake(replies(Reply(404), Reply(429, {"Retry-After": "7200"}))) as store:
        sending = Sending(lines, store.url)
        assert "429 Too Many Requests\n  the graph there is as it was" in sending.fails()
        assert not sending.waits


def test_a_connection_that_breaks_is_made_again(lines: Lines) -> None:
    with fake(replies(Reply(404), Reply(drop=100_000), Reply(drop=10), Reply(201))) as store:
        sending = Sending(lines, store.url)
        sending.run()
        assert len(store.asked[-1].read) == lines.size
        assert len(sending.said) == 2
    with fake(replies(Reply(404), Reply(drop=lines.size))) as store:
        said = Sending(lines, store.url).fails()
        assert "5001 of 5001 triples had been sent\n  whether the graph there is the old one or the new is not known" in said
    sending = Sending(lines, store.url)  # nobody is there any more
    assert "HEAD: " in (said := sending.fails()) and "the graph there is as it was; see that the store runs" in said
    assert len(sending.waits) == 4


PAGES = {
    b"\x1b[2J\x07\xff\xfe no": r"\u001b[2J\u0007",
    b"<html><head><title>x</title><style>p {}</style></head><body><h1>No</h1>\n<p>dis&lt;k&gt; full</p>": "No dis<k> full",
    b"x" * 9000: "x" * 300 + "…",
}


@pytest.mark.parametrize("page", PAGES)
def test_what_an_error_page_says_is_shown_so_that_it_can_be_read(page: bytes, file: File) -> None:
    with fake(replies(Reply(404), Reply(507, body=page))) as store:
        done = kg(store.url, "--graph", file(graph(20)))
    assert f"{store.url}: PUT: 507 Insufficient Storage: {PAGES[page]}" in str(done.exception).replace("\\ufeff", "")
    assert not RAW.search(str(done.exception))


@pytest.mark.parametrize("status", [201, 500])
def test_an_answer_without_end_is_not_waited_for(status: int, lines: Lines) -> None:
    with fake(replies(Reply(404), Reply(status, body=itertools.repeat(b"\x1b[31m" * 100)))) as store:
        sending = Sending(lines, store.url)
        if status == 201:
            sending.run()
        else:
            assert r"500 Internal Server Error: \u001b[31m" in sending.fails()


def test_a_graph_that_cannot_be_read_back_is_sent_whole(lines: Lines) -> None:
    for garbage in (Reply(200, body=b"<html>"), Reply(500, body=b"too many"), Reply(200, body=b"<a:s> <a:p> _:b .\n")):
        with fake(lambda asked, garbage=garbage: garbage if asked.method == "GET" else Reply()) as store:
            sending = Sending(lines, store.url, update=store.url)
            assert sending.run().difference is None
            assert "cannot be compared, all is sent" in sending.said[0]
            assert store.methods[-1] == "PUT"


def test_an_update_at_a_wrong_address_says_so(oxigraph_store: Server, file: File, new: str) -> None:
    words = (oxigraph_store.data, "--into", new, "--update", oxigraph_store.data + "/no", "--graph")
    assert kg(*words, file(graph(20, 1))).exit_code == 0
    done = kg(*words, file(graph(20, 2)))
    assert str(done.exception).startswith(f"{oxigraph_store.data}/no: POST: 415 Unsupported Media Type")
    assert "see that this is the address" in str(done.exception)
    assert held(oxigraph_store.data, new) == as_stored(graph(20, 1))


# What is refused before anything is sent


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ftp://localhost/"], "no http or https address"),
        (["localhost:7878/store"], "no http or https address"),
        ([f"http://rosa:{SECRET}@localhost/"], "http://localhost/: the address has a login in it\n  give --user"),
        (["http://localhost/?graph=x"], "the address names a graph\n  name it with --into"),
        (["http://localhost:x/"], "no valid address"),
        (["http://localhost/", "--into", "news"], "'news' is no absolute IRI"),
        (["http://localhost/", "--into", "http://x/> } ; DROP ALL"], "is no absolute IRI"),
        (["http://localhost/", "--update", "x"], "no http or https address"),
        (["http://localhost/", "--user", 'a", uri="x'], "is no user name"),
    ],
)
def test_addresses_are_checked(words: list[str], said: str) -> None:
    error = str(kg(*words, KG_PASSWORD=SECRET).exception)
    assert said in error
    assert SECRET not in error


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ("<a:s> <a:p> 1 .\n<a:s> <a:p>", ":2: no valid Turtle"),
        ("<a:s> <a:p> [] .", "has the blank node"),
        ("<a:s> <a:p> 1 .", "does not say what it is called: it has no void:Dataset\n  name the graph with --into"),
        ("@prefix v: <http://rdfs.org/ns/void#> . <a:s> a v:Dataset . <a:t> a v:Dataset .", "calls itself a:s, a:t\n  name the graph"),
    ],
)
def test_a_graph_that_is_none_is_not_sent(turtle: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text(turtle, "utf-8")
    with fake(replies(Reply())) as store:
        error = str(kg(store.url, "--graph", path).exception)
    assert error.startswith(str(path))
    assert said in error
    assert not store.asked


def test_a_disk_that_is_full_is_not_the_fault_of_the_graph(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("r+b", buffering=0)  # noqa: SIM115, it is closed by who takes it for a temporary one
    monkeypatch.setattr("tempfile.TemporaryFile", lambda: full)
    with pytest.raises(OSError, match="No space left"):
        read_lines(file(graph(20)))


def test_without_httpx_the_command_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["kg.cli.load"], "find_spec", lambda _: None)
    assert "pip install 'regional-kg[stores]'" in str(kg("http://localhost/").exception)


# Lines and differences


def test_parts_are_whole_lines_and_together_everything(lines: Lines) -> None:
    for size in (1, 1000, lines.size - 1, lines.size):
        parts = list(lines.parts(size))
        assert b"".join(chunk for part in parts for chunk in part.chunks()) == b"".join(lines.chunks())
        assert sum(part.triples for part in parts) == lines.triples
        assert all(part.size <= size or part.triples == 1 for part in parts)
        assert [row for part in parts for row in part.rows()] == list(lines.rows())


def test_numbers_are_compared_by_their_value() -> None:
    def line(number: str, type_: str = "decimal") -> bytes:
        return f'<a:s> <a:p> "{number}"^^<http://www.w3.org/2001/XMLSchema#{type_}> .'.encode()

    assert compare([line("185")], [line("185.0")]).size == 0
    assert compare([line("0.5")], [line("0.50")]).size == 0
    assert compare([line("1850")], [line("185.0")]).size == 2
    assert compare([line("185", "string")], [line("185.0", "string")]).size == 2
    assert compare([line("185"), line("185.0")], [line("185.0")]) == Difference([line("185.0")], [])
