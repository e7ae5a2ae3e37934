"""Every IRI of a served graph: as a page, as Turtle, JSON-LD, N-Triples; paths that were made to do harm."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from pyoxigraph import NamedNode, RdfFormat, Store, Triple
from sample import extractions, graph_of, resolution
from serving import Serving, serving

from kg.endpoint.address import iri_at, path_of
from kg.graph.rdf import write_turtle
from kg.graph.store import open_graph
from kg.graph.terms import term
from kg.iri import BASE
from kg.knowledge import Knowledge

FORMATS = (RdfFormat.TURTLE, RdfFormat.JSON_LD, RdfFormat.N_TRIPLES)
Triples = set[Triple]


@pytest.fixture(scope="module")
def whole(built: Path) -> Triples:
    """The graph as a store gives it back: 1.0 is 1 there."""
    return {quad.triple for quad in open_graph(built)}


@pytest.fixture(scope="module")
def firm(whole: Triples) -> str:
    """The IRI of the firm that most is said of."""
    firms = [t.subject for t in whole if t.predicate == term("rdf:type") and t.object == term("kg:Company")]
    return max(firms, key=lambda firm: (sum(t.predicate == term("rdf:subject") and t.object == firm for t in whole), firm.value)).value


def get(served: Serving, path: str, accept: str = "*/*", **headers: str) -> httpx.Response:
    return httpx.get(served.url + path, headers={"Accept": accept, **headers}, trust_env=False)


def parsed(answer: httpx.Response, format: RdfFormat = RdfFormat.TURTLE) -> Triples:
    assert answer.status_code == 200, answer.text
    store = Store()
    store.load(answer.content, format=format)
    return {quad.triple for quad in store}


def test_every_form_says_the_same_and_nothing_that_the_graph_does_not_say(served: Serving, whole: Triples, firm: str) -> None:
    forms = [parsed(get(served, path_of(firm), format.media_type), format) for format in FORMATS]
    node = NamedNode(firm)
    claims = {t.subject for t in whole if t.predicate in (term("rdf:subject"), term("rdf:object")) and t.object == node}
    evidence = {t.object for t in whole if t.subject in claims and t.predicate == term("kg:evidence")}
    assert forms[0] == forms[1] == forms[2]
    assert {t for t in whole if t.subject in {node, *claims, *evidence}} <= forms[0] <= whole
    assert claims and evidence


def test_every_iri_of_the_graph_answers(served: Serving, whole: Triples) -> None:
    ours = sorted({t.subject.value for t in whole if t.subject.value.startswith(BASE) and "#" not in t.subject.value})
    for iri in random.Random(1).sample(ours, 60):
        own = {t for t in whole if t.subject.value == iri}
        assert own <= parsed(get(served, path_of(iri))) <= whole, iri
        assert get(served, path_of(iri), "text/html").status_code == 200, iri
    assert len(ours) > 60


def test_the_terms_of_the_ontology_are_told_at_its_address(served: Serving, whole: Triples) -> None:
    told = parsed(get(served, "/ontology"))
    classes = {t.subject for t in whole if t.predicate == term("rdf:type") and t.object == term("owl:Class")}
    assert classes <= {t.subject for t in told} and told <= whole


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("*/*", "text/turtle"),
        ("", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8", "text/html"),
        ("application/ld+json, text/turtle;q=0.9", "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.4, application/n-triples;q=0.5", "application/n-triples"),
        ("application/*", "application/ld+json"),
    ],
)
def test_the_form_follows_the_header(served: Serving, firm: str, accept: str, type_: str) -> None:
    answer = get(served, path_of(firm), accept)
    assert answer.headers["content-type"].partition(";")[0] == type_
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(("query", "accept", "status"), [("", "image/png", 406), ("", "nonsense", 400), ("?format=pdf", "*/*", 400)])
def test_a_form_that_there_is_not_is_refused_with_those_that_there_are(
    served: Serving, firm: str, query: str, accept: str, status: int
) -> None:
    assert get(served, path_of(firm) + query, accept).status_code == status


def test_a_form_can_be_asked_for_in_the_address(served: Serving, firm: str) -> None:
    for word, type_ in (
        ("html", "text/html"),
        ("turtle", "text/turtle"),
        ("jsonld", "application/ld+json"),
        ("ntriples", "application/n-triples"),
    ):
        assert get(served, path_of(firm) + "?format=" + word).headers["content-type"].startswith(type_)


HOSTILE = [
    "/entity/<script>alert(1)</script>",
    "/entity/x> } ; DROP ALL ; SELECT * { ?s ?p <y",
    '/entity/" . <a:a> <b:b> <c:c> .',
    "/entity/{{7*7}}{% for x in y %}",
    "/entity/../../../../etc/passwd",
    "/entity/..%2f..%2f..%2fetc%2fpasswd",
    "/entity/%2e%2e/%2e%2e/etc/passwd",
    "/entity/%00",
    "/entity/%ff%fe",
    "/entity/a\u202eb\u0000",
    "/entity/%0d%0aSet-Cookie:%20a=b",
    "/entity/" + "长" * 5000,
    "/entity/",
    "/entity//",
    "/nothing/x",
    "/nothing",
    "//evil.example/entity/OPPO",
    "/graph.ttl/../../secret",
    "/fact/c-%27%20OR%201=1",
    "/document/%7B%7D",
    "/ontology%23Park",
    "/%E6%B8%9D",
]


@pytest.mark.parametrize("path", HOSTILE)
@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
def test_a_path_leads_to_a_thing_of_the_graph_or_nowhere(served: Serving, path: str, accept: str) -> None:
    answer = raw(served, path, accept)
    assert answer[0] == 404
    assert b"root:" not in answer[2] and b"Set-Cookie" not in answer[1]
    assert b"content-type: text/plain" in answer[1].lower()


@settings(max_examples=200, derandomize=True, deadline=None)
@given(name=st.text(st.characters(exclude_categories=()), max_size=30).filter(lambda t: all(not 0xD800 <= ord(c) < 0xE000 for c in t)))
def test_no_name_breaks_the_server_or_leads_out_of_its_kind(served: Serving, name: str) -> None:
    status, _, _ = raw(served, "/entity/" + quote(name, safe=""), "text/turtle")
    assert status in (200, 404)
    assert path_of(iri_at("entity", name)).startswith("/entity/") and path_of(iri_at("entity", name)).count("/") == 2


def raw(served: Serving, path: str, accept: str) -> tuple[int, bytes, bytes]:
    """A request whose path is sent as it is, as no client would: status, head, body."""
    where = urlsplit(served.url)
    encoded = quote(path, safe="".join(map(chr, range(33, 127))))
    with socket.create_connection((where.hostname or "", where.port or 0), 30) as link:
        link.sendall(f"GET {encoded} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: link.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), head, body


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:7878", "", "@localhost", "169.254.169.254"]
)
def test_a_foreign_name_that_leads_here_is_refused(served: Serving, host: str) -> None:
    assert [get(served, path, "*/*", Host=host).status_code for path in ("/", "/graph.ttl", "/sparql", "/entity/OPPO")] == [400] * 4


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]:80", "LOCALHOST:7878"])
def test_this_machine_goes_by_several_names(served: Serving, host: str) -> None:
    assert get(served, "/", "text/html", Host=host).status_code == 200


def test_no_answer_can_be_framed_or_guessed_at(served: Serving, firm: str) -> None:
    for path in ("/", "/graph.ttl", "/sparql", path_of(firm), "/nothing"):
        headers = get(served, path).headers
        assert (headers["x-content-type-options"], headers["x-frame-options"], headers["referrer-policy"]) == (
            "nosniff",
            "DENY",
            "no-referrer",
        )
        assert "access-control-allow-origin" not in headers


def test_page_and_graph_are_those_that_were_built(served: Serving, built: Path) -> None:
    assert get(served, "/", "text/html").content == built.with_suffix(".html").read_bytes()
    assert get(served, "/graph.ttl").content == built.read_bytes()


@pytest.fixture
def tab(browser: Browser, served: Serving) -> Iterator[Page]:
    """A tab in which nothing goes wrong and which asks nobody but the server."""
    faults: list[str] = []
    context = browser.new_context(reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.extend([] if request.url.startswith((served.url, "data:")) else [request.url]))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page
    context.close()
    assert faults == []


def test_one_walks_from_thing_to_thing_and_to_the_explorer(tab: Page, served: Serving, firm: str, whole: Triples) -> None:
    tab.goto(served.url + path_of(firm))
    expect(tab.locator("h1")).to_have_text(
        next(t.object.value for t in whole if t.subject.value == firm and t.predicate == term("rdfs:label"))
    )
    links = tab.locator("main .fact a")
    assert links.count() > 2
    name = links.first.inner_text()
    links.first.click()
    expect(tab.locator("h1")).to_have_text(name)
    tab.locator("nav a").first.click()
    expect(tab.locator("#panel h2").first).to_contain_text(name)


def test_each_fact_stands_with_its_sentence_and_its_article(tab: Page, served: Serving, firm: str, whole: Triples) -> None:
    tab.goto(served.url + path_of(firm))
    told = tab.locator("blockquote").all_inner_texts()
    sentences = {" ".join(t.object.value.split()) for t in whole if t.predicate == term("oa:exact")}
    assert told and all(any(" ".join(text.split()).startswith(sentence) for sentence in sentences) for text in told)
    tab.locator("blockquote a").first.click()
    expect(tab.locator("dl")).to_contain_text("dcterms:title")


@pytest.mark.parametrize(("locale", "word"), [("zh-CN", "关系"), ("en-GB", "Relations"), ("fr", "关系")])
def test_the_page_is_in_the_language_of_the_reader(browser: Browser, served: Serving, firm: str, locale: str, word: str) -> None:
    page = browser.new_context(locale=locale).new_page()
    page.goto(served.url + path_of(firm))
    expect(page.locator("h2").first).to_have_text(word)
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_accessible(browser: Browser, served: Serving, firm: str, scheme: str) -> None:
    page = browser.new_context(color_scheme=scheme).new_page()
    for path in (path_of(firm), "/dataset"):
        page.goto(served.url + path)
        assert [v["id"] for v in Axe().run(page).response["violations"]] == []
    page.context.close()


def test_the_page_holds_on_a_telephone(browser: Browser, served: Serving, firm: str) -> None:
    page = browser.new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(served.url + path_of(firm))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.context.close()


EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "{{7*7}}",
    "</style><script>alert(2)</script>",
    "a\u202eb",
]


def test_names_and_sentences_of_strangers_run_nothing(browser: Browser, tmp_path: Path, knowledge: Knowledge) -> None:
    text = write_turtle(graph_of(extractions(), resolution(), knowledge))
    names = " ".join(
        f"<{BASE}entity/e{i}> a kg:Company ; rdfs:label {_literal(name)} ; kg:mentioned_in <javascript:alert(3)> ."
        for i, name in enumerate(EVIL)
    )
    graph = tmp_path / "graph.ttl"
    graph.write_text(text + names, "utf-8")
    faults: list[str] = []
    with serving(graph) as server:
        page = browser.new_context().new_page()
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: faults.append(message.text))
        page.on("request", lambda request: faults.extend([] if request.url.startswith((server.url, "data:")) else [request.url]))
        for i, name in enumerate(EVIL):
            page.goto(f"{server.url}/entity/e{i}")
            expect(page.locator("h1")).to_have_text(name)
            assert page.locator("script, img, a[href^='javascript']").count() == 0
        page.context.close()
    assert faults == []


def _literal(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"@zh'
