"""How two entities are linked, step by step, with sentences."""

import json
from functools import cache
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import Store
from sample import extractions, graph_of, resolution

from kg.cli import commands
from kg.errors import QueryError
from kg.graph.path import Found, find_ways
from kg.graph.rdf import write_turtle
from kg.graph.store import open_graph
from kg.knowledge import load

PREFIXES = write_turtle([])


@cache
def sample() -> Store:
    return open_graph(write_turtle(graph_of(extractions(), resolution(), load())))


def stops(found: Found) -> list[list[str]]:
    return [[way[0].start, *(hop.end for hop in way)] for way in found.ways]


def made(*claims: tuple[str, str, float], twins: str = "") -> Store:
    """Companies that cooperate, each claim with a confidence; things of `twins` have one more name in common."""
    names = {end for head, tail, _ in claims for end in (head, tail)} | set(twins)
    rows = [f'ent:{n} a kg:Company ; rdfs:label "{n}"@zh .' for n in sorted(names)]
    rows += [f'ent:{n} skos:altLabel "双"@zh .' for n in twins]
    for i, (head, tail, confidence) in enumerate(claims):
        rows.append(f"fact:c-{i} a kg:Claim ; rdf:subject ent:{head} ; rdf:predicate kg:supplies ; rdf:object ent:{tail} .")
        rows.append(f"fact:c-{i} kg:confidence {confidence} .")
    return open_graph(PREFIXES + "\n".join(rows))


def test_ways_go_in_either_direction_under_any_name() -> None:
    found = find_ways(sample(), "蓝鲸科技", "电池联盟", load(), most=1)
    assert stops(found) == [["蓝鲸", "星河电池", "电池联盟"]]
    first = found.ways[0][0].claims
    assert {(c.head, c.relation, c.tail) for c in first} == {("星河电池", "cooperates_with", "蓝鲸"), ("星河电池", "supplies", "蓝鲸")}
    assert {p.exact for c in first for p in c.support.evidence} == {"与星河电池合作", "星河电池为其配套"}


def test_the_shortest_come_first_then_the_surest() -> None:
    store = made(
        ("甲", "乙", 0.5), ("乙", "丁", 0.5), ("甲", "丙", 0.9), ("丙", "丁", 0.9), ("甲", "戊", 1), ("戊", "己", 1), ("己", "丁", 1)
    )
    assert stops(find_ways(store, "甲", "丁", load())) == [["甲", "丙", "丁"], ["甲", "乙", "丁"], ["甲", "戊", "己", "丁"]]
    assert stops(find_ways(store, "甲", "丁", load(), most=1, without=["丙"])) == [["甲", "乙", "丁"]]
    assert len(find_ways(store, "甲", "丁", load(), steps=2).ways) == 2


def test_no_way_says_how_far_each_reaches() -> None:
    chain = made(("甲", "乙", 1), ("乙", "丙", 1), ("丙", "丁", 1), ("戊", "己", 1))
    near = find_ways(chain, "甲", "丁", load(), steps=2)
    assert (near.ways, near.shortest, near.reach) == ((), 3, ((2, 3), (2, 3)))
    never = find_ways(chain, "甲", "己", load())
    assert (never.ways, never.shortest, never.reach) == ((), 0, ((3, 3), (1, 1)))


def test_a_name_of_several_things_starts_from_all() -> None:
    store = made(("甲", "丙", 1), ("丙", "丁", 1), ("乙", "丁", 1), twins="甲乙")
    found = find_ways(store, "双", "丁", load(), most=2)
    assert set(found.starts) == {"甲", "乙"}
    assert stops(found) == [["乙", "丁"], ["甲", "丙", "丁"]]


def test_the_sample_agrees_with_a_search_of_its_own() -> None:
    graph = nx.Graph()
    for found in sample().query(
        "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT ?a ?b { ?c rdf:subject ?a ; rdf:object ?b }"
    ):
        graph.add_edge(*(found[end].value.rpartition("/")[2] for end in "ab"))
    for start in ("张晓", "青禾市", "晨光一号"):
        for end in ("电池联盟", "满山红计划", "启明项目"):
            found = find_ways(sample(), start, end, load(), steps=9, most=4)
            lengths = [len(way) for way in found.ways]
            assert lengths == sorted(lengths) and lengths[0] == nx.shortest_path_length(graph, start, end)
            assert len({tuple(way) for way in stops(found)}) == len(found.ways)


@pytest.mark.parametrize(
    ("start", "end", "without", "problem"),
    [
        ("蓝鲸", "不存在", [], "no entity of the name '不存在'"),
        ("蓝鲸", "星河电池", ["蓝鲸科技"], "is left out"),
        ("蓝鲸", "星河电池", ["无"], "no entity"),
    ],
)
def test_names_that_cannot_be_asked_for(start: str, end: str, without: list[str], problem: str) -> None:
    with pytest.raises(QueryError, match=problem):
        find_ways(sample(), start, end, load(), without=without)


@pytest.fixture
def graph(tmp_path: Path) -> str:
    path = tmp_path / "graph.ttl"
    path.write_text(write_turtle(graph_of(extractions(), resolution(), load())), "utf-8")
    return str(path)


def run(graph: str, *words: str) -> Result:
    return CliRunner().invoke(commands, ["path", *words, "--graph", graph])


def test_the_command_answers_in_sentences(graph: str) -> None:
    said = run(graph, "张晓", "光谷园", "--paths", "1").output.splitlines()
    assert said[0] == "张晓 – 蓝鲸 – 光谷园 (2 步)"
    assert said[1] == "  1. 张晓 任职 蓝鲸 (董事长)  0.9"
    assert said[2] == "       “董事长张晓出席” — 《澄江光谷园添新企业》 2024-01"
    assert "located in" in run(graph, "张晓", "光谷园", "--language", "en").output
    assert "青禾市" in run(graph, "澄江区", "青禾市").output and "gazetteer" in run(graph, "澄江区", "青禾市").output
    assert "同一事物" in run(graph, "蓝鲸", "蓝鲸科技").output
    assert (
        "no way from 张晓 to 光谷园 in 1 steps, the shortest has 2"
        in run(graph, "张晓", "光谷园", "--steps", "1", "--language", "en").output
    )


def test_json_has_every_sentence(graph: str) -> None:
    data = json.loads(run(graph, "蓝鲸", "光谷园", "--paths", "1", "--format", "json").output)
    (claim,) = data["paths"][0][0]["claims"]
    assert (claim["relation"], len(claim["evidence"])) == ("located_in", 2)
    assert claim["evidence"][0]["document"]["title"] == "澄江光谷园添新企业"
