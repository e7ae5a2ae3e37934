"""What a demanding reader stumbled over on the page: the focus, the keys while one writes, odd names and addresses, paper, few colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from paged import Opener, facts, keys, number, page_of, place, quoted
from playwright.sync_api import Browser, Page, expect

from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Observation, Quote, Relation, Resolution, ResolvedEntity


def one_article(names: list[str], knowledge: Knowledge, **said: tuple) -> str:
    """A page of companies with these names, out of one article."""
    entities = tuple(Entity(f"e{i}", "Company", name, (name,)) for i, name in enumerate(names))
    article = Extraction("a", "题", "2024", "a.txt", "", entities=entities, **said)
    resolved = tuple(ResolvedEntity(f"k{i}", "Company", name, (name,), (("a", f"e{i}"),)) for i, name in enumerate(names))
    return page_of([article], Resolution(resolved, {e.members[0]: e.key for e in resolved}), knowledge)


def violations(page: Page) -> list[str]:
    return [v["id"] for v in Axe().run(page).response["violations"]]


@pytest.mark.parametrize("act", ["pin", "steps 2"])
def test_what_one_does_with_a_node_keeps_the_focus(show: Opener, html: str, act: str) -> None:
    page = show(html, "明远光电")
    selector = f'#panel [data-key="{act}"]'
    before = page.locator(selector).evaluate("button => button.outerHTML")
    page.press(selector, "Enter")
    page.wait_for_function("([selector, before]) => document.querySelector(selector).outerHTML !== before", arg=[selector, before])
    expect(page.locator(selector)).to_be_focused()


@pytest.mark.parametrize("way", ['[data-act="hideIt"]', ".close"])
def test_a_closed_panel_hands_the_focus_to_the_drawing(show: Opener, html: str, way: str) -> None:
    page = show(html, "明远光电")
    page.locator(f"#panel {way}").press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#drawing")).to_be_focused()


def test_a_name_in_the_panel_leads_on_within_the_panel(show: Opener, html: str) -> None:
    page = show(html, "松湖产业园")
    page.locator("#panel .name", has_text="滨江县").press("Enter")
    expect(page.locator("#panel h2")).to_have_text("滨江县")
    expect(page.locator("#panel")).to_be_focused()


def test_a_chip_that_goes_hands_the_focus_to_the_next(show: Opener, html: str) -> None:
    page = show(html, state="&hide=小巨人&pin=周安")
    page.locator("#filters summary").click()
    page.locator(".chip", has_text="隐藏").press("Enter")
    expect(page.locator(".chip", has_text="固定")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#filters summary")).to_be_focused()


def test_show_all_hands_the_focus_to_the_legend(show: Opener, html: str) -> None:
    page = show(html, state="&without=Company")
    page.locator("#legend .all").press("Enter")
    expect(page.locator("#legend button").last).to_be_focused()


def test_more_of_a_list_hands_the_focus_to_the_first_that_is_new(show: Opener, knowledge: Knowledge) -> None:
    relations = tuple(Relation("e0", "supplies", f"e{i}", "r", 0.9, quoted(f"厂{i}。")) for i in range(1, 20))
    page = show(one_article([f"厂{i}" for i in range(20)], knowledge, relations=relations), "k0")
    page.locator("#panel .more").press("Enter")
    expect(facts(page, "supplies", "out").locator(".name").nth(12)).to_be_focused()


def test_escape_closes_the_export_and_stays_there(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#take summary").press("Enter")
    page.locator("#take-table").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#take-table")).to_be_hidden()
    expect(page.locator("#take summary")).to_be_focused()
    expect(page.locator("#panel")).to_be_visible()


def test_escape_leaves_the_search_for_the_drawing(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.keyboard.press("/")
    page.keyboard.type("zhou")
    page.keyboard.press("Escape")
    expect(page.locator("#drawing")).to_be_focused()
    expect(page.locator("#panel")).to_be_visible()


def test_the_tabulator_stops_once_at_the_drawing(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#drawing").focus()
    page.keyboard.press("Tab")
    expect(page.locator("#filters summary")).to_be_focused()


def test_escape_in_the_input_of_chinese_closes_nothing(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#search").focus()
    for key in ("Escape", "Enter"):
        page.locator("#search").dispatch_event("keydown", {"key": key, "isComposing": True, "bubbles": True})
    expect(page.locator("#panel h2")).to_have_text("明远光电")
    expect(page.locator("#search")).to_be_focused()


def test_pinyin_in_the_middle_of_the_input_of_chinese_finds(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#search").focus()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "song'hu", "selectionStart": 7, "selectionEnd": 7})
    expect(page.locator("#found li").first).to_contain_text("松湖产业园")
    ime.send("Input.insertText", {"text": "松湖"})
    expect(page.locator("#found li").first).to_contain_text("松湖产业园")


def test_the_search_for_what_is_open_leads_there_once(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#search").fill("明远光电")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_focused()
    page.locator("#filters summary").click()
    page.locator("#filters input").first.press("Space")
    expect(page.locator("#filters input").first).to_be_focused()


def test_a_name_in_the_panel_is_the_other_end_of_a_path(show: Opener, html: str) -> None:
    page = show(html, "松湖产业园")
    page.locator('#panel [data-act="path"]').click()
    page.locator("#panel .name", has_text="滨江县").click()
    expect(page.locator("#panel > .nothing")).to_have_text("最短路径：1 步")


def test_closing_the_panel_gives_up_the_path(show: Opener, html: str) -> None:
    page = show(html, "松湖产业园")
    page.locator('#panel [data-act="path"]').click()
    page.locator("#panel .close").click()
    page.mouse.click(*place(page, "周安"))
    expect(page.locator("#panel h2")).to_have_text("周安")


def test_nothing_found_is_said_to_those_who_hear(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#search").fill("没有的名字")
    expect(page.get_by_role("option", name="没有找到")).to_be_visible()
    expect(page.locator("#search")).to_have_attribute("aria-activedescendant", "found-0")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_hidden()
    assert violations(page) == []


def test_headings_stand_in_order_and_counts_are_legible_under_the_pointer(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#filters summary").click()
    page.locator("#filters label").first.hover()
    assert violations(page) == []


@pytest.mark.parametrize(
    "state", ["周安,周安", "周安,周安&path", "周安&relation=constructor,__proto__&without=__proto__", "&hide=小巨人,小巨人"]
)
def test_an_odd_address_is_read_as_what_it_can_mean(show: Opener, html: str, state: str) -> None:
    page = show(html, state=state)
    page.locator("#filters summary").click()
    expect(page.locator("#filters")).not_to_contain_text("undefined")
    expect(page.locator("#panel")).not_to_contain_text("⋯")
    if state.startswith("周安"):
        expect(page.locator("#panel h2")).to_have_text("周安")
    else:
        expect(page.locator(".chip")).to_have_count(2)


def test_names_without_a_letter_do_not_stop_the_drawing(show: Opener, knowledge: Knowledge) -> None:
    page = show(one_article(["", "12345", "   ", "__proto__", "甲厂"], knowledge))
    assert {"k1", "k3", "k4"} <= keys(page, "kg.named()")
    with page.expect_download():
        page.locator("#take summary").click()
        page.locator("#take-picture").click()


def test_an_endless_name_takes_no_more_than_its_place(show: Opener, knowledge: Knowledge) -> None:
    page = show(one_article(["长" * 10_000, "长厂"], knowledge), state="k0&pin=k0")
    page.locator("#filters summary").click()
    page.locator("#search").fill("长")
    for part in page.locator(".chip, #found li").all():
        box = part.bounding_box()
        assert box and box["height"] < 60
    page.keyboard.press("Escape")
    page.mouse.click(*place(page, "k1"))
    expect(page.locator("#panel h2")).to_have_text("长厂")


def test_of_many_differences_the_first_are_shown(show: Opener, knowledge: Knowledge) -> None:
    def said(i: int, value: int) -> Observation:
        sentence = (Quote(100 * i + 10 * value, 100 * i + 10 * value + 8, f"指标{i}为{value}亿元。"),)
        return Observation("e0", f"指标{i}", "level", value, "亿元", "=", "2023", "actual", "r", 0.9, sentence)

    observations = tuple(said(i, value) for i in range(20) for value in (1, 5))
    page = show(one_article(["甲厂"], knowledge, observations=observations), "k0")
    expect(page.locator(".differences .sides")).to_have_count(12)
    page.locator(".differences .more").press("Enter")
    expect(page.locator(".differences .sides")).to_have_count(20)


def test_paper_has_all_that_the_panel_says_dark_on_light(show: Opener, html: str) -> None:
    page = show(html, "明远光电")
    page.locator("#theme").click()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    assert page.evaluate("(panel => panel.scrollHeight <= panel.clientHeight)(document.getElementById('panel'))")
    expect(page.locator("#panel .close")).to_be_hidden()
    expect(page.locator("#legend")).to_be_visible()
    for part in ("#drawing", "#legend"):
        box, panel = page.locator(part).bounding_box(), page.locator("#panel").bounding_box()
        assert box and panel and box["y"] + box["height"] <= panel["y"] + 1
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_is_chosen_is_seen_where_the_system_sets_the_colours(show: Opener, html: str) -> None:
    page = show(html, state="明远光电&steps=1")
    page.emulate_media(forced_colors="active")
    page.locator("#search").fill("江")
    for part in ("#search", "#found li[aria-selected=true]", '#panel [data-steps="1"]'):
        assert page.locator(part).evaluate("part => getComputedStyle(part).outlineStyle") == "solid", part
    other = page.locator('#panel [data-steps="2"]')
    assert other.evaluate("part => getComputedStyle(part).outlineStyle") == "none"


def test_the_drawing_shows_that_it_has_the_focus(show: Opener, html: str) -> None:
    page = show(html)
    page.locator("#theme").focus()
    page.keyboard.press("Tab")
    page.locator("#drawing").focus()
    assert page.locator("#drawing").evaluate("part => parseFloat(getComputedStyle(part).outlineOffset)") < 0  # else it would be cut off


def test_older_browsers_are_asked_for_nothing_new(html: str) -> None:
    """Browsers of 2022 are still in use, in China above all."""
    ours = html[html.rindex('<script type="module">') :]
    assert not re.search(r"groupBy|toSorted|toReversed|toSpliced|findLast|structuredClone|isWellFormed", ours)


def test_a_phone_that_is_turned_keeps_what_is_chosen_in_sight(show: Opener, html: str) -> None:
    page = show(html, "周安", width=390, height=844)
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_function(
        "(n => { const { x, y } = kg.place(n); return x > 0 && x < 424 && y > 0 && y < 330; })", arg=number(page, "周安")
    )


def test_fingers_find_what_they_can_hit(browser: Browser, html: str, tmp_path: Path) -> None:
    file = tmp_path / "graph.html"
    file.write_text(html, "utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(file.as_uri())
    page.touchscreen.tap(*place(page, "明远光电"))
    expect(page.locator("#panel h2")).to_have_text("明远光电")
    for button in page.locator("#panel button:not(.hit), #bar button:visible").all():
        box = button.bounding_box()
        assert box and min(box["width"], box["height"]) >= 24, button.inner_text()
    context.close()
