"""Finding, narrowing and finding one's way on the page: filters, neighbourhood, paths, pins, the address, the keyboard, screen readers."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from urllib.parse import quote, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from paged import ARTICLES, ENTITIES, RESOLUTION, Opener, ask, facts, keys, number, page_of, place, visible
from playwright.sync_api import Page, expect

from kg.knowledge import Knowledge

ALL = {e.key for e in ENTITIES}


def links(page: Page) -> set[frozenset[str]]:
    return {frozenset(keys(page, f"[{a}, {b}]")) for a, b in ask(page, "kg.links()")}


def check(page: Page, name: str) -> None:
    """Ticks a value of a filter."""
    if page.locator("#filters").get_attribute("open") is None:
        page.locator("#filters summary").click()
    page.locator("#filters label", has_text=name).click()


def address(page: Page) -> str:
    return unquote(ask(page, "location.hash"))[1:]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("shcyy", "松湖产业园"),
        ("songhu", "松湖产业园"),
        ("mingygd", "明远光电"),
        ("chengjiang", "澄江仪表"),
        ("xjr", "小巨人"),
        ("ZhouAn", "周安"),
    ],
)
def test_pinyin_and_its_initials_find_a_node(show: Opener, html: str, words: str, name: str) -> None:
    page = show(html)
    page.keyboard.press("/")
    page.keyboard.type(words)
    expect(page.locator("#found li").first).to_contain_text(name)
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text(name)
    assert address(page) == name


def test_letters_that_spell_no_name_find_nothing(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#search").fill("songxx")
    expect(page.locator("#found li")).to_have_text(["没有找到"])


def test_a_relation_is_filtered(show: Opener, html: str) -> None:
    page = show(html)
    check(page, "位于")
    assert visible(page) == {"明远光电", "松湖产业园", "滨江县"}
    assert links(page) == {frozenset({"明远光电", "松湖产业园"}), frozenset({"松湖产业园", "滨江县"})}
    expect(page.locator("#counts")).to_have_text("2 篇文章 · 3 / 8 个实体 · 2 / 11 条事实")
    page.mouse.click(*place(page, "明远光电"))
    expect(page.locator("#panel h3")).to_have_text([re.compile("位于"), re.compile("出处")])
    expect(page.locator("#panel .nothing")).to_have_text("另有 7 条事实被筛选隐藏。")
    check(page, "指标")
    expect(page.locator("#panel tbody tr")).to_have_count(3)
    page.get_by_role("button", name="清除筛选").click()
    assert visible(page) == ALL


def test_an_article_is_filtered_with_all_that_it_mentions(show: Opener, html: str) -> None:
    page = show(html)
    check(page, "县里的新工厂")
    assert visible(page) == {"明远光电", "松湖产业园", "澄江仪表", "周安", "小巨人"}
    assert frozenset({"明远光电", "澄江仪表"}) in links(page)
    assert address(page) == "&document=a2"
    page.locator("#search").fill("明远光电")
    page.keyboard.press("Enter")
    expect(facts(page, "produces", "out")).to_have_count(0)


def test_an_article_is_filtered_from_the_list_of_sources(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#panel .documents button", has_text="县里的新工厂").click()
    assert address(page) == "明远光电&document=a2"
    expect(page.locator("#panel tbody tr")).to_have_count(0)


def test_a_year_is_filtered_figures_by_their_own_relations_by_their_article(show: Opener, html: str) -> None:
    page = show(html)
    check(page, "2023")
    assert visible(page) == {"明远光电"}
    check(page, "2021")
    page.mouse.click(*place(page, "明远光电"))
    expect(page.locator("#panel tbody tr")).to_have_count(2)
    expect(page.locator("#panel .timeline time")).to_have_text("2021年3月")


def test_confidence_is_filtered(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#filters summary").click()
    slider = page.locator("#sure")
    expect(page.locator("output")).to_have_text("≥ 0.00")
    slider.fill("0.85")
    expect(page.locator("output")).to_have_text("≥ 0.85")
    assert frozenset({"松湖产业园", "滨江县"}) not in links(page)
    assert frozenset({"松湖产业园", "明远光电"}) in links(page)
    assert address(page) == "&sure=0.85"


def test_the_counts_of_a_filter_are_those_that_the_others_leave(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#filters summary").click()
    relations = page.locator("#filters section").first.locator("label")
    expect(relations).to_have_text(["位于2", "属于1", "生产研发1", "合作1", "任职1", "指标3", "时间线2"])
    check(page, "县里的新工厂")
    expect(relations).to_have_text(["位于1", "合作1", "任职1"])
    expect(page.locator("#filters label", has_text="松湖产业园的三年").locator(".count")).to_have_text("8")


def test_the_focus_shows_the_neighbourhood_alone(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    steps = page.locator("#panel [data-steps]")
    steps.nth(0).click()
    expect(page.locator("#counts")).to_have_text("2 篇文章 · 4 / 8 个实体 · 8 / 11 条事实")
    assert visible(page) == {"明远光电", "松湖产业园", "微光一号", "澄江仪表"}
    steps.nth(1).click()
    expect(steps.nth(1)).to_have_attribute("aria-pressed", "true")
    assert visible(page) == {"明远光电", "松湖产业园", "微光一号", "澄江仪表", "滨江县", "周安"}
    steps.nth(2).click()
    expect(steps.nth(2)).to_have_attribute("aria-pressed", "true")
    assert visible(page) == ALL - {"小巨人"}
    assert address(page) == "明远光电&steps=3"
    steps.nth(2).click()
    assert visible(page) == ALL


def test_the_shortest_path_is_shown_with_its_sentences(show: Opener, html: str) -> None:
    page = show(html, "滨江县")
    page.locator('#panel [data-act="path"]').click()
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#search")).to_have_attribute("placeholder", "从“滨江县”到哪里？输入名称或点击实体")
    page.keyboard.type("zhouan")
    page.keyboard.press("Enter")
    assert address(page) == "滨江县,周安&path"
    expect(page.locator("#panel > .nothing")).to_have_text("最短路径：4 步")
    expect(page.locator("#panel .hop")).to_have_text(["滨江县—松湖产业园", "松湖产业园—明远光电", "明远光电—澄江仪表", "澄江仪表—周安"])
    expect(page.locator("#panel blockquote").first).to_have_text("松湖产业园位于滨江县。")
    assert keys(page, "kg.bright()") == {"滨江县", "松湖产业园", "明远光电", "澄江仪表", "周安"}


def test_a_path_goes_over_what_is_shown_only(show: Opener, html: str) -> None:
    page = show(html, state="周安,滨江县&path&hide=明远光电")
    expect(page.locator("#panel > .nothing")).to_have_text("在当前显示的事实里，两者之间没有路径。")


def test_a_click_with_shift_asks_for_a_path(show: Opener, html: str) -> None:
    page = show(html)
    page.mouse.click(*place(page, "明远光电"))
    page.keyboard.down("Shift")
    page.mouse.click(*place(page, "周安"))
    page.keyboard.up("Shift")
    assert address(page) == "明远光电,周安&path"


def test_escape_gives_up_the_path_and_keeps_the_node(show: Opener, html: str) -> None:
    page = show(html, "滨江县")
    page.locator('#panel [data-act="path"]').click()
    page.keyboard.press("Escape")
    page.locator("#search").fill("周安")
    page.keyboard.press("Enter")
    assert address(page) == "周安"


def test_a_hidden_node_comes_back(show: Opener, html: str) -> None:
    page = show(html, "松湖产业园")
    page.locator('#panel [data-act="hideIt"]').click()
    assert visible(page) == ALL - {"松湖产业园"}
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#filters summary").click()
    page.locator(".chip", has_text="隐藏 松湖产业园").click()
    assert visible(page) == ALL


def test_a_pinned_node_stays_whatever_is_filtered(show: Opener, html: str) -> None:
    page = show(html, "小巨人")
    page.locator('#panel [data-act="pinIt"]').click()
    check(page, "位于")
    page.locator("#panel .close").click()
    assert visible(page) == {"明远光电", "松湖产业园", "滨江县", "小巨人"}
    assert "小巨人" in keys(page, "kg.named()")
    page.locator(".chip", has_text="固定 小巨人").click()
    assert visible(page) == {"明远光电", "松湖产业园", "滨江县"}


def test_back_and_forward_go_through_what_was_seen(show: Opener, html: str) -> None:
    page = show(html)
    page.mouse.click(*place(page, "明远光电"))
    page.locator("#panel [data-steps='1']").click()
    page.locator('#legend [data-class="Product"]').click()
    assert visible(page) == {"明远光电", "松湖产业园", "澄江仪表"}
    page.locator("#back").click()
    expect(page.locator('#legend [data-class="Product"]')).to_have_attribute("aria-pressed", "true")
    assert visible(page) == {"明远光电", "松湖产业园", "微光一号", "澄江仪表"}
    page.locator("#back").click()
    page.locator("#back").click()
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#forward").click()
    expect(page.locator("#panel h2")).to_have_text("明远光电")


def test_a_link_leads_to_all_that_was_set(show: Opener, html: str) -> None:
    state = "明远光电&without=Person&relation=located_in,cooperates_with&sure=0.75&hide=小巨人&pin=微光一号"
    page = show(html, state=state)
    assert visible(page) == {"明远光电", "松湖产业园", "滨江县", "澄江仪表", "微光一号"}
    expect(page.locator("#panel h2")).to_have_text("明远光电")
    page.locator("#panel .close").click()
    assert address(page) == state.removeprefix("明远光电")


@pytest.mark.parametrize(
    "state",
    [
        "steps=9",
        "steps=-1",
        "sure=x",
        "relation=%",
        "&&==&",
        "明远光电,周安,松湖产业园",
        "path",
        "year=1999",
        "%E5%91",
        "hide=没有&pin=也没有",
    ],
)
def test_a_broken_address_does_no_harm(show: Opener, html: str, state: str) -> None:
    page = show(html, state=state)
    expect(page.locator("#panel")).to_be_hidden()
    assert visible(page) == (set() if state == "year=1999" else ALL)


def test_a_key_with_the_signs_of_the_address_is_found_again(show: Opener, knowledge: Knowledge) -> None:
    odd = "甲&乙=丙,丁|戊#%己"
    entities = tuple(replace(e, key=odd) if e.key == "周安" else e for e in ENTITIES)
    resolution = replace(RESOLUTION, entities=entities, key_of={member: e.key for e in entities for member in e.members})
    page = show(page_of(ARTICLES, resolution, knowledge))
    page.mouse.click(*place(page, odd))
    expect(page.locator("#panel h2")).to_have_text("周安")
    page.reload()
    expect(page.locator("#panel h2")).to_have_text("周安")


def test_the_keyboard_alone_is_enough(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#drawing").focus()
    page.keyboard.press("ArrowRight")
    assert ask(page, "kg.selected()") == [0]
    expect(page.locator("#said")).to_contain_text("明远光电 企业")
    spots = {address(page)}
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown") * 2:
        page.keyboard.press(key)
        spots.add(address(page))
    assert len(spots) > 1
    page.keyboard.press("f")
    assert "steps=1" in address(page)
    page.keyboard.press("t")
    assert "pin=" in address(page)
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#panel .close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_every_control_can_be_reached_with_the_tabulator(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#filters summary").click()
    wanted = page.locator("button:visible:enabled, input:visible, summary:visible, #drawing").count()
    page.locator("#back").focus()
    seen = set()
    for _ in range(wanted + 5):
        seen.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
        page.keyboard.press("Tab")
    assert len(seen) >= wanted


def test_arrows_move_to_the_side_they_point_to(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#drawing").focus()
    before = {key: place(page, key) for key in ALL}
    for key, axis, sign in (("ArrowRight", 0, 1), ("ArrowLeft", 0, -1), ("ArrowDown", 1, 1), ("ArrowUp", 1, -1)):
        page.evaluate(f"location.hash = '{quote('明远光电')}'")
        page.keyboard.press(key)
        moved = address(page)
        if moved != "明远光电":
            assert sign * (before[moved][axis] - before["明远光电"][axis]) > 0


def test_a_filter_keeps_the_focus(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#filters summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#filters input:checked")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("#filters input:checked")).to_have_count(0)
    page.locator('#legend [data-class="Company"]').press("Enter")
    expect(page.locator('#legend [data-class="Company"]')).to_be_focused()


def test_a_filter_that_is_set_and_taken_back_at_once_is_not_set(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#filters summary").click()
    page.locator("#filters input[type=checkbox]").first.evaluate("box => { box.click(); box.click(); }")
    page.locator('#legend [data-class="Company"]').click()  # what comes after shows that both were heeded
    expect(page.locator('#legend [data-class="Company"]')).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#filters input:checked")).to_have_count(0)


def test_the_keys_are_explained(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="按键说明")).to_be_visible()
    page.keyboard.press("h")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#panel h2")).to_have_text("明远光电")  # Esc closed the dialog only, and h hid nothing


def test_dark_and_light(show: Opener, html: str) -> None:
    page = show(html)
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.locator("#theme").click()
    assert page.evaluate(paper) != light
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "state", ["", "明远光电", "明远光电,松湖产业园", "滨江县,周安&path", "明远光电&relation=located_in&hide=小巨人&without=Person&steps=2"]
)
def test_axe_finds_nothing_serious(show: Opener, html: str, theme: str, state: str) -> None:
    page = show(html, state=state)
    if theme == "dark":
        page.locator("#theme").click()
        page.mouse.move(640, 5)
    page.locator("#filters summary").click()
    if not state:
        page.locator("#search").fill("松")
        page.locator("#search").press("ArrowDown")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_every_class_is_told_apart_without_colour(knowledge: Knowledge) -> None:
    """Of two classes with one shape, the lightness differs: a reader who sees no colours tells them apart."""
    looks = knowledge.settings["view"]["classes"]
    for shape in {look["shape"] for look in looks.values()}:
        light = sorted(_lightness(look["colour"]) for look in looks.values() if look["shape"] == shape)
        assert all(b - a > 0.04 for a, b in pairwise(light)), shape


def _lightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("state", ["", "明远光电", "滨江县,周安&path"])
def test_a_small_screen_and_a_phone_hide_nothing(show: Opener, html: str, state: str) -> None:
    for width, height in ((1280, 720), (390, 844)):
        page = show(html, state=state, width=width, height=height)
        page.locator("#take summary").click()
        for part in page.locator("header > :visible, #take li, #panel:visible, #zoom").all():
            box = part.bounding_box()
            assert box and box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
        assert number(page, "周安") >= 0
