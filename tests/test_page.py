"""The page, as a reader sees it: built from a few small articles and opened in a real browser."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paged import AGAIN, ARTICLES, RESOLUTION, SETTLED, Opener, ask, facts, keys, number, page_of, place, quoted, visible
from playwright.sync_api import Browser, expect

from kg.errors import KnowledgeError
from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Milestone, Observation, Relation, Resolution, ResolvedEntity
from kg.view.layout import layout
from kg.view.style import SHAPES, read_style

SCRIPT, IMAGE, CLOSE = (
    "<script>document.title='hacked'</script>",
    '"><img src=x onerror="document.title=\'hacked\'">',
    "</script><b>光谷</b>",
)
URL = "javascript:document.title='hacked'"


def test_it_opens_offline_and_draws_every_entity(show: Opener, html: str) -> None:
    page = show(html)
    assert visible(page) == {e.key for e in RESOLUTION.entities}
    expect(page.locator("#counts")).to_have_text("2 篇文章 · 8 个实体 · 11 条事实")
    expect(page.locator("#panel")).to_be_hidden()
    assert keys(page, "kg.named()") == visible(page)


def test_a_click_on_a_node_shows_its_facts_with_their_sentences(show: Opener, html: str) -> None:
    page = show(html)
    page.mouse.click(*place(page, "明远光电"))
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("明远光电")
    expect(panel.locator(".class")).to_have_text("企业")
    expect(panel.locator("dd")).to_contain_text(["明远、明远光电（松湖）有限公司"])
    settled = facts(page, "located_in", "out")
    expect(settled.locator(".name")).to_have_text(["松湖产业园"])
    expect(settled.locator("blockquote")).to_have_text([SETTLED[0].exact, AGAIN[0].exact])
    expect(settled.locator("blockquote").first.locator("mark")).to_have_text(["松湖产业园", "明远光电"])
    expect(settled.locator("cite")).to_have_text(["松湖产业园的三年", "县里的新工厂"])
    expect(settled.locator(".source").first).to_contain_text("2024-05")
    expect(settled.locator(".rule").first).to_have_text("规则 located-in/rooted、located-in/settled · 置信度 0.98")
    expect(panel.locator(".documents li")).to_have_text(["松湖产业园的三年 · 2024-05", "县里的新工厂 · 2024-08"])


def test_facts_stand_in_both_directions(show: Opener, html: str) -> None:
    page = show(html, "松湖产业园")
    expect(facts(page, "located_in", "out").locator(".name")).to_have_text(["滨江县"])
    expect(facts(page, "located_in", "in").locator(".name")).to_have_text(["明远光电"])
    page.locator("#panel .name", has_text="明远光电").click()
    expect(page.locator("#panel h2")).to_have_text("明远光电")
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("松湖产业园")


def test_a_symmetric_relation_said_both_ways_is_one_fact(show: Opener, html: str) -> None:
    page = show(html, "澄江仪表")
    both = facts(page, "cooperates_with", "both")
    expect(both.locator(".name")).to_have_text(["明远光电"])
    expect(both.locator("blockquote")).to_have_count(2)
    expect(facts(page, "works_for", "in").locator(".names")).to_have_text("周安总经理")


def test_figures_are_a_table_and_milestones_a_time_line(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    rows = page.locator("#panel tbody tr")
    expect(rows).to_have_text(["产值> 18.5 亿元2023年", "增速-7 %2023年", "年产能≈ 200 万台计划2026年"])
    rows.first.get_by_role("button").click()
    expect(page.locator("#panel tr.opened blockquote")).to_have_text("2023年实现产值超18.5亿元。")
    expect(page.locator("#panel .timeline time")).to_have_text(["2021年3月", "2024年"])
    expect(page.locator("#panel .timeline strong")).to_have_text(["签约", "投产"])
    expect(page.locator("#panel .timeline .modality")).to_have_text(["计划"])


def test_a_click_on_a_link_shows_what_links_its_ends(show: Opener, html: str) -> None:
    page = show(html)
    (x1, y1), (x2, y2) = place(page, "明远光电"), place(page, "松湖产业园")
    page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2)
    panel = page.locator("#panel")
    expect(panel.locator("header .name")).to_have_text(["明远光电", "松湖产业园"], use_inner_text=True)
    expect(panel.locator("h3")).to_have_text(["位于"])
    expect(panel.locator("blockquote")).to_have_count(2)


@pytest.mark.parametrize("words", ["明远光电（松湖）", "明远光电(松湖)", "明远"])
def test_searching_an_alias_leads_to_the_node(show: Opener, html: str, words: str) -> None:
    page = show(html)
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator("#found li[aria-selected=true]")).to_contain_text("明远光电")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("明远光电")
    assert ask(page, "kg.selected()") == [number(page, "明远光电")]
    x, y = place(page, "明远光电")
    assert 0 < x < 1280 - 420 and 60 < y < 720
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert ask(page, "kg.selected()") == []


def test_arrows_choose_among_the_suggestions(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#search").fill("江")
    suggestions = page.locator("#found li")
    expect(suggestions).to_have_text([re.compile("滨江县"), re.compile("澄江仪表")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("澄江仪表")
    page.locator("#search").fill("没有的名字")
    expect(suggestions).to_have_text(["没有找到"])


def test_the_address_leads_to_a_node_and_a_wrong_one_to_the_graph(show: Opener, html: str) -> None:
    page = show(html, "周安")
    expect(page.locator("#panel h2")).to_have_text("周安")
    page.evaluate("location.hash = '#%E5%91'")
    expect(page.locator("#panel")).to_be_hidden()


def test_the_legend_hides_a_class_and_brings_it_back(show: Opener, html: str) -> None:
    page = show(html)
    firms = page.locator('#legend [data-class="Company"]')
    expect(firms).to_contain_text("企业2")
    firms.click()
    assert visible(page) == {e.key for e in RESOLUTION.entities if e.type != "Company"}
    page.locator("#search").fill("澄江仪表")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("澄江仪表")
    assert "澄江仪表" in visible(page)


def test_the_chain_of_divisions_is_drawn_and_says_where_it_comes_from(show: Opener, html: str) -> None:
    page = show(html, "滨江县")
    expect(page.locator("#panel dl")).to_contain_text("990102")
    chain = facts(page, "part_of", "out")
    expect(chain.locator(".name")).to_have_text(["青阳市"])
    expect(chain.locator(".source")).to_have_text("来自地名表，原文没有写")


def test_labels_change_to_english(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#language").click()
    expect(page.locator("#panel .class")).to_have_text("company", ignore_case=True)
    expect(page.locator("#counts")).to_have_text("2 articles · 8 entities · 11 facts")


def test_names_and_sentences_are_never_markup(show: Opener, knowledge: Knowledge) -> None:
    names = (SCRIPT, IMAGE, CLOSE, URL)
    sentence = f"{SCRIPT}与{IMAGE}合作，{CLOSE}见{URL}。&lt;b&gt;"
    article = Extraction(
        "a",
        CLOSE,
        SCRIPT,
        "a.txt",
        "",
        entities=tuple(Entity(f"e{i}", "Company", name, (name,)) for i, name in enumerate(names)),
        relations=tuple(Relation("e0", "cooperates_with", f"e{i}", IMAGE, 0.9, quoted(sentence), role=CLOSE) for i in (1, 2, 3)),
        observations=(Observation("e0", IMAGE, "level", 1.0, SCRIPT, "=", CLOSE, "actual", SCRIPT, 0.9, quoted(sentence)),),
        milestones=(Milestone("e0", IMAGE, CLOSE, "actual", SCRIPT, 0.9, quoted(sentence)),),
        source=IMAGE,
    )
    entities = tuple(
        ResolvedEntity(f"k{i}", "Company", name, (name,), (("a", f"e{i}"),), full_name=name + "公司") for i, name in enumerate(names)
    )
    page = show(page_of([article], Resolution(entities, {m: e.key for e in entities for m in e.members}), knowledge), "k0")
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text(SCRIPT)
    panel.locator(".indicator").click()
    expect(panel.locator("tr.opened blockquote")).to_have_text(sentence)
    expect(panel.locator(".name")).to_contain_text([IMAGE, CLOSE, URL])
    page.locator("#search").fill("<")
    expect(page.locator("#found li")).to_have_count(3)
    assert page.locator("img, #panel b, #panel script").count() == 0
    assert visible(page) == {"k0", "k1", "k2", "k3"}
    assert page.title() == "区域经济知识图谱"


def test_foreign_script_would_not_run(browser: Browser, html: str, tmp_path: Path) -> None:
    """Should markup ever slip in, the policy of the page stops it."""
    file = tmp_path / "graph.html"
    file.write_text(
        html.replace("<noscript>", "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 1'><noscript>"), "utf-8"
    )
    page = browser.new_page()
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(file.as_uri())
    expect(page.locator("#counts")).not_to_be_empty()
    assert page.evaluate("window.hacked") is None
    assert sum("Content Security Policy" in text for text in refused) >= 2
    page.close()


@pytest.mark.parametrize("key", ["", "明远光电"])
def test_a_phone_shows_it_without_scrolling_sideways(show: Opener, html: str, key: str) -> None:
    page = show(html, key, width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    for part in page.locator("#search, #drawing, #legend, #zoom, #panel").all():
        if box := part.bounding_box():
            assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] + box["height"] <= 844


def test_a_large_graph_starts_with_its_most_important_part(show: Opener, knowledge: Knowledge) -> None:
    view = {**knowledge.settings["view"], "first_nodes": 2}
    page = show(page_of(ARTICLES, RESOLUTION, replace(knowledge, settings={"view": view})))
    assert visible(page) == {"明远光电", "松湖产业园"}
    page.locator("#search").fill("周安")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("周安")
    assert visible(page) == {"明远光电", "松湖产业园", "周安", "澄江仪表"}


def test_a_long_list_shows_its_beginning_and_the_rest_on_request(show: Opener, knowledge: Knowledge) -> None:
    firms = [f"e{i}" for i in range(1, 21)]
    article = Extraction(
        "a", "", "", "a.txt", "",
        entities=(Entity("e0", "Park", "松湖产业园", ("松湖产业园",)), *(Entity(i, "Company", f"第{i}厂", (f"第{i}厂",)) for i in firms)),
        relations=tuple(Relation(i, "located_in", "e0", "r", 0.9, quoted(f"第{i}厂入园。")) for i in firms),
    )  # fmt: skip
    entities = tuple(ResolvedEntity(e.name, e.type, e.name, e.mentions, (("a", e.id),)) for e in article.entities)
    page = show(page_of([article], Resolution(entities, {e.members[0]: e.key for e in entities}), knowledge), "松湖产业园")
    inside = facts(page, "located_in", "in").locator(".name")
    expect(inside).to_have_count(12)
    page.get_by_role("button", name="另有 8 项").click()
    expect(inside).to_have_count(20)


def test_an_empty_graph_says_so(show: Opener, knowledge: Knowledge) -> None:
    page = show(page_of([], Resolution(()), knowledge))
    expect(page.locator("#empty")).to_have_text("没有可画的实体")


def test_a_new_class_needs_no_more_than_its_declaration(show: Opener, knowledge: Knowledge) -> None:
    kind = replace(knowledge.ontology.classes["Company"], name="Lighthouse", zh="灯塔", en="lighthouse")
    ontology = replace(knowledge.ontology, classes={**knowledge.ontology.classes, "Lighthouse": kind})
    entity = ResolvedEntity("北角灯塔", "Lighthouse", "北角灯塔", ("北角灯塔",))
    page = show(page_of([], Resolution((entity,)), replace(knowledge, ontology=ontology)), "北角灯塔")
    expect(page.locator("#panel .class")).to_have_text("灯塔")
    expect(page.locator("#legend [data-class]")).to_have_text([re.compile("灯塔")])


def test_the_same_input_gives_the_same_page(html: str, knowledge: Knowledge) -> None:
    shuffled = replace(RESOLUTION, entities=tuple(reversed(RESOLUTION.entities)))
    assert page_of(tuple(reversed(ARTICLES)), shuffled, knowledge) == html


def test_periods_are_named_in_an_order_that_no_run_changes(knowledge: Knowledge) -> None:
    page = page_of([Extraction(f"d{n}", "", f"/20{n}", "", "") for n in range(10, 40)], Resolution(()), knowledge)
    named = re.findall(r'"period:(/\d+)":', page)
    assert named == sorted(named) and len(named) == 30


def test_every_class_has_a_look_of_its_own(knowledge: Knowledge) -> None:
    looks = read_style(knowledge).looks
    assert set(looks) == set(knowledge.ontology.classes)
    assert len({(look.colour, look.shape) for look in looks.values()}) == len(looks)
    assert {look.shape for look in looks.values()} <= set(SHAPES)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colours": {}}, "unknown key 'colours'"),
        ({"classes": {"Parc": {"colour": "#000000", "shape": "dot"}}}, "unknown class 'Parc'\n  did you mean 'Park'?"),
        ({"classes": {"Park": {"colour": "green", "shape": "dot"}}}, "'Park': no colour 'green'"),
        ({"classes": {"Park": {"colour": "#000000", "shape": "dots"}}}, "unknown shape 'dots'\n  did you mean 'dot'?"),
        ({"classes": {"Park": {"colour": "#000000"}}}, "'Park' wants a colour and a shape"),
        ({"other": "#000000"}, "'other' wants a colour and a shape"),
        ({"largest": "big"}, "'largest' wants a number"),
        ({"first_nodes": 0}, "'first_nodes' wants a number"),
    ],
)
def test_a_fault_in_the_settings_is_named(knowledge: Knowledge, change: dict[str, Any], says: str) -> None:
    view = {**knowledge.settings["view"], **change}
    with pytest.raises(KnowledgeError) as caught:
        read_style(replace(knowledge, settings={"view": view}))
    assert "view.yml: " + says in str(caught.value)


@st.composite
def graphs(draw: st.DrawFn) -> tuple[nx.Graph, list[float]]:
    size = draw(st.integers(1, 40))
    node = st.integers(0, size - 1)
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from(draw(st.lists(st.tuples(node, node), max_size=80)))
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph, draw(st.lists(st.floats(7, 34), min_size=size, max_size=size))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(graphs())
def test_no_node_lies_on_another(given: tuple[nx.Graph, list[float]]) -> None:
    graph, radii = given
    places = [complex(*place) for place in layout(graph, radii)]
    for i, here in enumerate(places):
        for j in range(i):
            assert abs(here - places[j]) > radii[i] + radii[j]


def test_places_do_not_depend_on_the_hash_seed() -> None:
    code = "import networkx as nx; from kg.view.layout import layout; print(layout(nx.barabasi_albert_graph(80, 2, seed=5), [9.0] * 80))"
    runs = {
        subprocess.run([sys.executable, "-c", code], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True).stdout
        for seed in ("1", "2")
    }
    assert len(runs) == 1
