"""Pages of large graphs, as a reader sees them: of a made-up economy (bench/economy.py) of 1,500 entities, and of 20,000."""

from __future__ import annotations

import networkx as nx
import pytest
from paged import Opener, ask, page_of, quoted
from playwright.sync_api import expect

from bench.economy import economy
from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Relation, Resolution, ResolvedEntity
from kg.view.layout import layout
from kg.view.style import read_style


def test_a_page_of_1500_nodes_draws_them_all_and_finds_the_least(show: Opener, knowledge: Knowledge) -> None:
    documents, resolution = economy(nodes=1_500, links=4_000)
    page = show(page_of(documents, resolution, knowledge))
    assert ask(page, "kg.visible().length") == len(resolution.entities) == 1_500
    least = page.evaluate("JSON.parse(document.getElementById('data').textContent).nodes.at(-1).label")
    page.locator("#search").fill(least)
    expect(page.locator("#found li").first).to_contain_text(least)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(least)


@pytest.fixture(scope="module")
def large(knowledge: Knowledge) -> str:
    return page_of(*economy(nodes=20_000, links=24_000), knowledge)


def test_a_page_of_20000_nodes_starts_with_the_most_important(show: Opener, knowledge: Knowledge, large: str) -> None:
    first = read_style(knowledge).first_nodes
    page = show(large)
    expect(page.locator("#counts")).to_contain_text("20000 个实体")
    assert sorted(ask(page, "kg.visible()")) == list(range(first))  # numbered by importance
    weights = page.evaluate("JSON.parse(document.getElementById('data').textContent).nodes.map(node => node.weight)")
    assert weights == sorted(weights, reverse=True)


def test_the_search_brings_in_what_the_first_picture_left_out(show: Opener, knowledge: Knowledge, large: str) -> None:
    first = read_style(knowledge).first_nodes
    page = show(large)
    ends = page.evaluate("JSON.parse(document.getElementById('data').textContent).relations.map(({head, tail}) => [head, tail])")
    graph: nx.Graph[int] = nx.Graph(ends)
    wanted = next(n for n in sorted(graph, reverse=True) if any(other >= first for other in graph[n]))
    label = page.evaluate("n => JSON.parse(document.getElementById('data').textContent).nodes[n].label", wanted)
    page.locator("#search").fill(label)
    expect(page.locator("#found li").first).to_contain_text(label)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(label)
    assert set(ask(page, "kg.visible()")) == {*range(first), wanted, *graph[wanted]}


def test_the_focus_on_a_hub_draws_what_can_be_drawn_and_says_so(show: Opener, knowledge: Knowledge, large: str) -> None:
    first = read_style(knowledge).first_nodes
    page = show(large)
    hub = page.evaluate("encodeURIComponent(JSON.parse(document.getElementById('data').textContent).nodes[0].key)")
    page.evaluate("hub => { location.hash = `${hub}&steps=3` }", hub)
    expect(page.locator("#panel > .nothing")).to_contain_text("图上只画最近、最重要的")
    near = set(ask(page, "kg.visible()"))
    assert len(near) == first
    ends = page.evaluate("JSON.parse(document.getElementById('data').textContent).relations.map(({head, tail}) => [head, tail])")
    assert {other for pair in ends if 0 in pair for other in pair} <= near


def test_only_lines_to_what_stands_out_stand_out(show: Opener, knowledge: Knowledge) -> None:
    firms = [f"厂{i}" for i in range(300)]
    article = Extraction(
        "a", "", "", "a.txt", "",
        entities=tuple(Entity(name, "Company", name, (name,)) for name in ("总厂", *firms)),
        relations=tuple(Relation("总厂", "supplies", name, "r", 0.9, quoted(f"总厂供{name}。")) for name in firms),
    )  # fmt: skip
    entities = tuple(ResolvedEntity(e.name, e.type, e.name, e.mentions, (("a", e.id),)) for e in article.entities)
    page = show(page_of([article], Resolution(entities, {e.members[0]: e.key for e in entities}), knowledge), "总厂")
    bright = set(ask(page, "kg.bright()"))
    assert {end for link in ask(page, "kg.strong()") for end in link} == bright and len(bright) < 300


def test_a_picture_that_grew_too_large_lets_go_of_what_is_not_wanted(show: Opener, knowledge: Knowledge, large: str) -> None:
    first = read_style(knowledge).first_nodes
    page = show(large)
    names = page.evaluate("JSON.parse(document.getElementById('data').textContent).nodes.map(({key}) => encodeURIComponent(key))")
    for node in (0, 1, 2, 3):
        page.evaluate("name => { location.hash = `${name}&steps=3` }", names[node])
        page.wait_for_function("node => kg.selected()[0] === node", arg=node)
    page.evaluate("location.hash = ''")
    expect(page.locator("#panel")).to_be_hidden()
    assert len(ask(page, "kg.visible()")) <= 2 * first
    assert set(range(first)) <= set(ask(page, "kg.visible()"))


def test_what_belongs_together_stands_together() -> None:
    graph = nx.connected_caveman_graph(12, 9)
    places = [complex(*place) for place in layout(graph, [9.0] * len(graph))]
    own = 0
    for node, here in enumerate(places):
        nearest = sorted(set(graph) - {node}, key=lambda other: abs(places[other] - here))[:4]
        own += sum(other // 9 == node // 9 for other in nearest)
    assert own > 0.9 * 4 * len(graph)
