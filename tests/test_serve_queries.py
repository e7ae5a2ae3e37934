"""The SPARQL endpoint of `kg serve`: the protocol, what it refuses, queries that do not end."""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from serving import Serving, serving, until

from kg.graph.query import run
from kg.graph.store import open_graph
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.knowledge.queries import questions
from kg.knowledge.sparql import form

PARKS = "SELECT ?name WHERE { ?park a kg:Park ; rdfs:label ?name } ORDER BY ?name"
CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = {
    "count": f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}",
    "sort": f"SELECT * {{ {CROSS} }} ORDER BY ?c LIMIT 1",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>)*/(!<x:y>)*/(!<x:y>)* ?b . ?c (!<x:y>)* ?d . ?e (!<x:y>)* ?f }",
    "filter": f"SELECT * {{ {CROSS} FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i))) < 0) }}",
}


def ask(served: Serving, query: str, accept: str = "text/csv", **more: str) -> httpx.Response:
    return httpx.post(served.url + "/sparql", data={"query": query, **more}, headers={"Accept": accept}, timeout=30, trust_env=False)


def rows(answer: httpx.Response) -> list[list[str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.text)))[1:]


def wanted(built: Path, query: str, knowledge: Knowledge) -> list[list[str]]:
    return [list(row) for row in run(built, query, {}, knowledge).rows]


def test_the_three_ways_of_the_protocol_give_the_same(served: Serving, built: Path, knowledge: Knowledge) -> None:
    url, csv_ = served.url + "/sparql", {"Accept": "text/csv"}
    by_get = httpx.get(url, params={"query": PARKS}, headers=csv_)
    by_form = httpx.post(url, data={"query": PARKS}, headers=csv_)
    direct = httpx.post(url, content=PARKS.encode(), headers={**csv_, "Content-Type": "application/sparql-query; charset=utf-8"})
    expected = wanted(built, PARKS, knowledge)
    assert rows(by_get) == rows(by_form) == rows(direct) == expected != []


@pytest.mark.parametrize(
    ("accept", "read"),
    [
        ("application/sparql-results+json", lambda text: [b["name"]["value"] for b in json.loads(text)["results"]["bindings"]]),
        ("text/tab-separated-values", lambda text: [line.split('"')[1] for line in text.splitlines()[1:]]),
        (
            "application/sparql-results+xml",
            lambda text: [str(row[0]) for row in rdflib.query.Result.parse(io.StringIO(text), format="xml")],
        ),
    ],
)
def test_an_answer_comes_in_the_form_that_is_asked_for(
    served: Serving, built: Path, knowledge: Knowledge, accept: str, read: object
) -> None:
    answer = ask(served, PARKS, accept)
    assert answer.headers["content-type"].partition(";")[0] == accept
    assert read(answer.text) == [row[0] for row in wanted(built, PARKS, knowledge)]


def test_a_construct_gives_triples(served: Serving, built: Path) -> None:
    answer = ask(served, "CONSTRUCT { ?s kg:located_in ?o } WHERE { ?s kg:located_in ?o }", "text/turtle")
    located = rdflib.URIRef(PREFIXES["kg"] + "located_in")
    expected = set(rdflib.Graph().parse(built).triples((None, located, None)))
    assert set(rdflib.Graph().parse(data=answer.text, format="turtle")) == expected != set()


def test_a_client_of_another_library_asks_it(served: Serving, built: Path, knowledge: Knowledge) -> None:
    graph = rdflib.Graph(SPARQLStore(served.url + "/sparql", returnFormat="json"))
    found = graph.query("PREFIX kg: <https://w3id.org/regional-kg/ontology#> " + PARKS)
    assert [[str(row[0])] for row in found] == wanted(built, PARKS, knowledge)


def test_prefixes_are_there_and_a_query_may_declare_its_own(served: Serving) -> None:
    own = "PREFIX kg: <http://www.w3.org/2000/01/rdf-schema#> SELECT (COUNT(*) AS ?n) { ?x kg:label ?y }"
    usual = "SELECT (COUNT(*) AS ?n) { ?x rdfs:label ?y }"
    assert rows(ask(served, own)) == rows(ask(served, usual)) != [["0"]]


def test_a_fault_in_a_query_is_told(served: Serving) -> None:
    answer = ask(served, "SELECT ?x WHERE { ?x a }")
    assert answer.status_code == 400 and "expected" in answer.text


def test_the_named_questions_give_what_kg_query_gives(served: Serving, built: Path, knowledge: Knowledge) -> None:
    store = open_graph(built)
    asked = [q for q in questions(knowledge).values() if not q.parameters and form(q.sparql) == "SELECT"]
    for question in asked:
        assert sorted(rows(ask(served, question.sparql))) == sorted(map(list, run(store, question.name, {}, knowledge).rows)), question.name
    assert len(asked) >= 5


def test_without_a_query_the_service_describes_itself_by_its_own_address(served: Serving) -> None:
    answer = httpx.get(served.url + "/query", headers={"Accept": "text/turtle"})
    described = rdflib.Graph().parse(data=answer.text, format="turtle", publicID=served.url + "/query")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert list(described.objects(None, sd.endpoint)) == [rdflib.URIRef(served.url + "/query")]


def count(served: Serving) -> str:
    return rows(ask(served, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"))[0][0]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { #\n SERVICE kg:x{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "ASK { { SELECT * { SERVICE ?s { ?s ?p ?o } } } }",
    ],
)
def test_no_query_asks_another_server(served: Serving, query: str) -> None:
    answer = ask(served, query)
    assert answer.status_code == 403 and "SERVICE" in answer.text


@pytest.mark.parametrize("path", ["/sparql", "/query"])
def test_no_update_is_taken(served: Serving, path: str) -> None:
    before = count(served)
    update = "DELETE WHERE { ?s ?p ?o }"
    answers = [
        httpx.post(served.url + path, data={"update": update}),
        httpx.post(served.url + path, data={"query": PARKS, "update": update}),
        httpx.post(served.url + path, params={"update": update}, headers={"Content-Type": "text/plain"}),
        httpx.post(served.url + path, content=update, headers={"Content-Type": "application/sparql-update"}),
        httpx.put(served.url + path, content=b""),
        httpx.delete(served.url + path),
    ]
    assert [a.status_code for a in answers] == [403, 403, 415, 403, 405, 405]
    assert ask(served, update).status_code == 400
    assert count(served) == before


@pytest.mark.parametrize("path", ["/update", "/store", "/store?default", "/graph.ttl", "/entity/OPPO", "/"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_else_can_be_written_to(served: Serving, path: str, method: str) -> None:
    before = count(served)
    assert httpx.request(method, served.url + path, content=b"x").status_code in (404, 405)
    assert count(served) == before


@pytest.mark.parametrize(
    ("content", "type_", "status"),
    [
        (b"", "application/sparql-query", 400),
        (b"query=ASK{}&query=ASK{}", "application/x-www-form-urlencoded", 400),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"ASK {}", "text/plain", 415),
        (b"ASK {}", "", 415),
        (b"ASK { ?s ?p '\xff' }", "application/sparql-query", 400),
        (b"query=%FF", "application/x-www-form-urlencoded", 400),
        (b"#" * (1 << 20) + b"\nASK {}", "application/sparql-query", 413),
        (b"ASK {" + b"{" * 100_000, "application/sparql-query", 507),
        ("ASK { ?s ?p '\u202e\x00' }".encode(), "application/sparql-query", 200),
    ],
)
def test_a_request_that_is_none_is_refused(served: Serving, content: bytes, type_: str, status: int) -> None:
    answer = httpx.post(served.url + "/sparql", content=content, headers={"Content-Type": type_} if type_ else {}, timeout=30)
    assert answer.status_code == status, answer.text
    assert count(served)


@pytest.mark.parametrize("query", ENDLESS.values(), ids=ENDLESS)
def test_a_query_that_does_not_end_is_ended(served: Serving, query: str) -> None:
    answer = ask(served, query)
    assert answer.status_code == 504 and "ended after 1 s" in answer.text
    until(lambda: all(p.cpu_percent(0.05) < 50 for p in served.engines()))
    assert count(served)


def test_an_answer_that_does_not_end_is_cut_off_as_one_can_see(served: Serving) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        ask(served, f"SELECT * {{ {CROSS} }}")
    assert count(served)


def test_a_query_that_nobody_waits_for_is_ended(built: Path) -> None:
    with serving(built, "--timeout", "3600") as patient:
        for _ in range(6):
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(patient.url + "/sparql", params={"query": ENDLESS["count"]}, timeout=0.3, trust_env=False)
        assert count(patient)
        until(lambda: all(p.cpu_percent(0.05) < 50 for p in patient.engines()))


def test_others_are_answered_while_some_do_not_end(served: Serving) -> None:
    with ThreadPoolExecutor(16) as pool:
        slow = [pool.submit(ask, served, ENDLESS["sort"]) for _ in range(3)]
        quick = [pool.submit(count, served) for _ in range(12)]
        assert len({answer.result() for answer in quick}) == 1
        assert {answer.result().status_code for answer in slow} == {504}


def test_whoever_finds_all_busy_is_told_to_come_again(served: Serving) -> None:
    with ThreadPoolExecutor(40) as pool:  # ten times what is answered at a time, however slowly they are sent
        answers = [a.result() for a in [pool.submit(ask, served, ENDLESS["sort"]) for _ in range(40)]]
    assert {a.status_code for a in answers} == {503, 504}
    assert {a.headers.get("retry-after") for a in answers if a.status_code == 503} == {"1"}
    assert count(served)
