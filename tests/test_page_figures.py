"""Figures and milestones on the page, as a reader sees them: table, charts, contradictions, time line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

import pytest
from paged import Opener, page_of, quoted
from playwright.sync_api import Locator, Page, expect

from kg.knowledge import Knowledge
from kg.model import Entity, Extraction, Milestone, Observation, Resolution, ResolvedEntity

KEY = "明远光电"
HOSTILE = "<script>document.title='hacked'</script>\"'><img src=x onerror=\"document.title='hacked'\">"


def figure(
    indicator: str,
    value: float,
    unit: str = "亿元",
    period: str = "2023",
    *,
    kind: str = "level",
    qualifier: str = "=",
    modality: str = "actual",
    said: str = "",
) -> Observation:
    sentence = said or f"{period}年，{indicator}为{value}{unit}（{kind}）。"
    return Observation("e1", indicator, kind, value, unit, qualifier, period, modality, "level/number", 0.9, quoted(sentence))


def step(name: str, date: str, modality: str = "actual") -> Milestone:
    return Milestone("e1", name, date, modality, "step/date", 0.9, quoted(f"项目{date}{name}。"))


def built(
    knowledge: Knowledge, observations: Sequence[Observation] = (), milestones: Sequence[Milestone] = (), more: Sequence[Observation] = ()
) -> str:
    """A page about one firm; a second article has `more` figures."""
    firm = (Entity("e1", "Company", KEY, (KEY,)),)
    articles = [
        Extraction(
            "a1", "园区三年", "2024-05", "a1.txt", "", entities=firm, observations=tuple(observations), milestones=tuple(milestones)
        ),
        Extraction("a2", "县里的工厂", "2024-08", "a2.txt", "", entities=firm, observations=tuple(more)),
    ]
    entity = ResolvedEntity(KEY, "Company", KEY, (KEY,), (("a1", "e1"), ("a2", "e1")))
    return page_of(articles, Resolution((entity,), dict.fromkeys(entity.members, KEY)), knowledge)


def boxes(found: Locator) -> list[dict[str, float]]:
    return [dict(box) for one in found.all() if (box := one.bounding_box())]


def english(page: Page) -> None:
    page.locator("#language").click()


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2024-05", "2024年5月", "2024-05"),
        ("2024-06-18", "2024年6月18日", "2024-06-18"),
        ("2023-H1", "2023年上半年", "H1 2023"),
        ("2020-Q3", "2020年三季度", "Q3 2020"),
        ("2024-01/2024-11", "2024年1—11月", "Jan–Nov 2024"),
        ("2021/2025", "2021—2025年", "2021–2025"),
        ("2020-Q3/2021-H1", "2020年三季度—2021年上半年", "Q3 2020 to H1 2021"),
        ("/2030", "截至2030年", "up to 2030"),
        ("2023/", "2023年以来", "since 2023"),
        ("2024-13", "2024-13", "2024-13"),
        ("2024/2021", "2024/2021", "2024/2021"),
        ("/", "/", "/"),
        (HOSTILE, HOSTILE, HOSTILE),
    ],
)
def test_a_period_reads_well_and_keeps_its_form(show: Opener, knowledge: Knowledge, period: str, zh: str, en: str) -> None:
    page = show(built(knowledge, [figure("产值", 18.5, period=period)]), KEY)
    time = page.locator("#panel td.period time")
    expect(time).to_have_text(zh)
    expect(time).to_have_attribute("datetime", period)
    expect(time).to_have_attribute("title", period)
    english(page)
    expect(time).to_have_text(en)


def test_the_figures_of_one_indicator_stand_together_by_kind_and_date(show: Opener, knowledge: Knowledge) -> None:
    rows = [
        figure("营收", 1234567.5, "元", ""),
        figure("产值", 7, "%", "2023", kind="growth"),
        figure("产值", 25, period="2024", modality="planned"),
        figure("产值", 18.5, period="2023", qualifier=">"),
        figure("产值", -30, "%", "2021", kind="growth", qualifier=">"),
    ]
    page = show(built(knowledge, rows), KEY)
    groups = page.locator("#panel table.figures tbody")
    expect(groups).to_have_count(2)
    expect(groups.first.locator("tr:has(td.value)")).to_have_text(
        ["产值> 18.5 亿元2023年", "水平25 亿元计划2024年", "增速< -30 %2021年", "增速7 %2023年"]
    )
    expect(groups.last.locator("tr")).to_have_text(["营收1,234,567.5 元—"])
    expect(groups.first.get_by_role("button", name="产值 水平")).to_have_count(1)


def test_a_chart_shows_the_course_of_an_indicator(show: Opener, knowledge: Knowledge) -> None:
    rows = [
        figure("产值", 9500, "万元", "2020"),
        figure("产值", 12.5, "亿元", "2022", qualifier=">"),
        figure("产值", 60, "亿元", "/2030", modality="planned"),
        figure("产值", 7, "%", "2022", kind="growth"),
    ]
    page = show(built(knowledge, rows), KEY)
    chart = page.locator("#panel figure")
    expect(chart).to_have_count(1)
    expect(chart.locator("figcaption")).to_have_text("产值（亿元）实际计划")
    expect(chart.locator(".mark .label")).to_have_text(["0.95", "> 12.5", "60"])
    expect(chart.get_by_role("img")).to_have_attribute(
        "aria-label", "产值（亿元）：2020年：9,500 万元；2022年：大于 12.5 亿元；截至2030年：60 亿元，计划"
    )
    expect(chart.locator(".mark title")).to_have_text(["2020年：9,500 万元", "2022年：大于 12.5 亿元", "截至2030年：60 亿元，计划"])
    hollow = chart.locator(".mark .bar").evaluate_all("bars => bars.map((bar) => getComputedStyle(bar).strokeDasharray !== 'none')")
    assert hollow == [False, False, True]
    left, middle, right = boxes(chart.locator(".mark .bar"))
    assert left["height"] < middle["height"] < right["height"]
    assert 3 < (right["x"] - middle["x"]) / (middle["x"] - left["x"]) < 5  # two years, then eight and a half
    english(page)
    expect(chart.locator("figcaption")).to_have_text("产值 (亿元)actualplanned")


def test_a_click_on_a_mark_opens_its_sentences(show: Opener, knowledge: Knowledge) -> None:
    rows = [figure("产值", 10, period="2021", said="前年产值10亿元。"), figure("产值", 12, period="2022", said="去年产值12亿元。")]
    page = show(built(knowledge, rows), KEY)
    marks = page.locator("#panel .picture button")
    sentence = page.locator("#panel .said blockquote")
    marks.nth(1).click()
    expect(sentence).to_have_text("去年产值12亿元。")
    expect(page.locator("#panel .said p").first).to_have_text("2022年：12 亿元")
    page.get_by_role("button", name="2021年：10 亿元").press("Enter")
    expect(sentence).to_have_text("前年产值10亿元。")
    expect(marks.nth(1)).to_have_attribute("aria-expanded", "false")
    marks.nth(0).click()
    expect(sentence).to_have_count(0)


def test_a_mark_that_is_pointed_at_or_reached_tells_its_figure(show: Opener, knowledge: Knowledge) -> None:
    page = show(built(knowledge, [figure("产值", 10, period="2021"), figure("产值", 12, period="2023-H1", modality="planned")]), KEY)
    tips = page.locator("#panel .tip")
    expect(tips.nth(1)).to_be_hidden()
    page.locator("#panel .picture button").nth(1).hover()
    expect(tips.nth(1)).to_be_visible()
    expect(tips.nth(1)).to_have_text("12 亿元 · 计划 · 2023年上半年")
    page.mouse.move(0, 0)
    expect(tips.nth(1)).to_be_hidden()
    page.locator('#panel [data-act="turtle"]').focus()
    page.keyboard.press("Tab")
    expect(tips.nth(0)).to_be_visible()


def test_a_fall_is_drawn_below_zero_with_its_label_under_it(show: Opener, knowledge: Knowledge) -> None:
    growth = [figure("产值", value, "%", year, kind="growth") for value, year in ((8, "2021"), (-7, "2022"))]
    page = show(built(knowledge, growth), KEY)
    expect(page.locator("#panel figcaption")).to_have_text("产值 增速（%）")
    (up, down), (over, under) = boxes(page.locator(".mark .bar")), boxes(page.locator(".mark .label"))
    zero = boxes(page.locator("#panel .zero"))[0]["y"]
    assert up["y"] + up["height"] == pytest.approx(zero, abs=2) and down["y"] == pytest.approx(zero, abs=2)
    assert over["y"] + over["height"] / 2 < up["y"] and under["y"] + under["height"] / 2 > down["y"] + down["height"]


@pytest.mark.parametrize(
    "rows",
    [
        [figure("产值", 10, period="2021")],
        [figure("产值", 10, period="2021"), figure("产值", 12, period="")],
        [figure("产值", 10, period="2021"), figure("产值", 12, period="2021-01/2021-12")],
        [figure("产值", 10, period="2021"), figure("产值", 12, "美元", "2022")],
        [figure("产值", 10, period="2021"), figure("产值", 12, "%", "2022", kind="growth")],
        [figure("规模", 30, "家", "2021"), figure("规模", 500, "人", "2022")],
        [figure("名次", 3, "位", "2021", kind="rank"), figure("名次", 1, "位", "2022", kind="rank")],
        [figure("产值", 10, period="nie"), figure("产值", 12, period="irgendwann")],
    ],
    ids=["one", "undated", "same-days", "currencies", "kinds", "counted", "ranks", "no-periods"],
)
def test_what_cannot_be_compared_over_time_has_no_chart(show: Opener, knowledge: Knowledge, rows: list[Observation]) -> None:
    page = show(built(knowledge, rows), KEY)
    expect(page.locator("#panel td.value")).to_have_count(len(rows))
    expect(page.locator("#panel figure")).to_have_count(0)


def test_many_marks_lie_side_by_side_inside_the_picture(show: Opener, knowledge: Knowledge) -> None:
    months = [figure("产值", 10.0 + i % 7, period=f"{2020 + i // 12}-{i % 12 + 1:02}") for i in range(40)]
    page = show(built(knowledge, [*months, figure("产值", 99, period="2022-H1"), figure("产值", 0, period="2022")]), KEY)
    bars = boxes(page.locator(".mark .bar"))
    assert len(bars) == 42
    assert all(a["x"] + a["width"] <= b["x"] + 0.1 for a, b in pairwise(bars))
    picture = boxes(page.get_by_role("img"))[0]
    labels = boxes(page.locator(".mark .label"))
    halo = 5  # around a label
    left, right = picture["x"] - halo, picture["x"] + picture["width"] + halo
    assert labels and all(left <= box["x"] and box["x"] + box["width"] <= right for box in [*bars, *labels])
    for one, other in combinations(labels, 2):
        a, b = sorted((one, other), key=lambda box: box["x"])
        assert a["x"] + a["width"] - halo <= b["x"] or abs(a["y"] - b["y"]) > 8


def test_figures_that_differ_stand_side_by_side(show: Opener, knowledge: Knowledge) -> None:
    html = built(knowledge, [figure("产值", 18.5, said="产值达18.5亿元。")], more=[figure("产值", 20.4, said="产值为20.4亿元。")])
    page = show(html, KEY)
    shown = page.locator("#panel .differences")
    expect(shown.locator("h4")).to_have_text("说法不一")
    cards = shown.locator("li").filter(has=page.locator(".value"))
    expect(cards).to_have_count(2)
    expect(cards.locator(".value")).to_have_text(["18.5 亿元", "20.4 亿元"])
    expect(cards.locator(".period")).to_have_text(["2023年", "2023年"])
    expect(cards.locator("blockquote")).to_have_text(["产值达18.5亿元。", "产值为20.4亿元。"])
    expect(cards.locator(".source")).to_contain_text(["园区三年 · 2024-05", "县里的工厂 · 2024-08"])
    left, right = boxes(cards)
    assert left["y"] == right["y"] and left["x"] + left["width"] <= right["x"] and right["x"] + right["width"] <= 1280
    expect(page.locator("#panel table .doubt")).to_have_text(["说法不一", "说法不一"])
    above, table = boxes(shown), boxes(page.locator("#panel table"))
    assert above[0]["y"] < table[0]["y"]
    english(page)
    expect(shown.locator("h4")).to_have_text("Figures that differ")


def test_figures_that_agree_are_not_put_against_each_other(show: Opener, knowledge: Knowledge) -> None:
    page = show(built(knowledge, [figure("产值", 18.5)], more=[figure("产值", 18.52)]), KEY)
    expect(page.locator("#panel td.value")).to_have_count(2)
    expect(page.locator("#panel .differences, #panel .doubt")).to_have_count(0)


def test_the_time_line_goes_by_date_with_years_and_plans(show: Opener, knowledge: Knowledge) -> None:
    steps = [step("发布", ""), step("建成", "/2030", "planned"), step("投产", "2023-12"), step("签约", "2021-03"), step("开工", "2021")]
    page = show(built(knowledge, milestones=steps), KEY)
    line = page.locator("#panel .timeline")
    expect(line.locator("h4")).to_have_text(["2021年", "2023年", "2030年", "日期不详"])
    expect(line.locator(".step strong")).to_have_text(["开工", "签约", "投产", "建成", "发布"])
    expect(line.locator(".step time")).to_have_text(["2021年", "2021年3月", "2023年12月", "截至2030年"])
    expect(line.locator(".planned")).to_have_text(["截至2030年 建成计划 原文"])
    dots = line.locator(".step").evaluate_all("steps => steps.map((step) => getComputedStyle(step, '::before').backgroundColor)")
    assert [dot != dots[0] for dot in dots] == [False, False, False, True, False]
    heights = [box["y"] for box in boxes(line.locator(".step"))]
    assert heights == sorted(heights)


def test_sentences_of_a_long_time_line_wait_behind_a_button(show: Opener, knowledge: Knowledge) -> None:
    steps = [step(name, f"202{i}") for i, name in enumerate(("签约", "开工", "封顶", "投产"))]
    page = show(built(knowledge, milestones=steps[:3]), KEY)
    expect(page.locator("#panel .timeline blockquote")).to_have_count(3)
    page = show(built(knowledge, milestones=steps), KEY)
    sentence = page.locator("#panel .timeline blockquote")
    expect(sentence).to_have_count(0)
    button = page.get_by_role("button", name="原文 封顶")
    button.press("Enter")
    expect(sentence).to_have_text("项目2022封顶。")
    expect(button).to_have_attribute("aria-expanded", "true")
    button.click()
    expect(sentence).to_have_count(0)


def test_what_is_dated_differently_shows_its_dates_together(show: Opener, knowledge: Knowledge) -> None:
    steps = [
        step("投产", "2023-12"),
        step("投产", "2024-02"),
        step("投产", "2025", "planned"),
        step("签约", "2021"),
        step("签约", "2021-03"),
    ]
    page = show(built(knowledge, milestones=steps), KEY)
    entries = page.locator("#panel .step")
    expect(entries.locator("time").first).to_have_text("2021年3月")  # 2021 says the same less exactly
    expect(entries).to_have_count(4)
    expect(entries.locator(".others")).to_have_text(["另有日期 2024年2月", "另有日期 2023年12月"])
    page.get_by_role("button", name="原文 签约").click()
    expect(entries.first.locator("blockquote")).to_have_text(["项目2021-03签约。", "项目2021签约。"])


def test_hostile_words_are_text_in_table_chart_and_time_line(show: Opener, knowledge: Knowledge) -> None:
    rows = [figure(HOSTILE, value, HOSTILE, period) for value, period in ((1, "2021"), (2, "2022"), (5, HOSTILE))]
    more = [figure(HOSTILE, value, HOSTILE, period) for value, period in ((4, "2022"), (9, HOSTILE))]
    page = show(built(knowledge, rows, [step(HOSTILE, HOSTILE), step(HOSTILE, "2021")], more), KEY, width=390, height=844)
    expect(page.locator("#panel figcaption")).to_have_text(f"{HOSTILE}（{HOSTILE}）")
    expect(page.locator("#panel .mark title").first).to_have_text(f"2021年：1 {HOSTILE}")
    expect(page.locator("#panel .differences > div > p")).to_have_text([HOSTILE, HOSTILE])
    page.locator("#panel .picture button").first.click()
    expect(page.locator("#panel .said p").first).to_have_text(f"2021年：1 {HOSTILE}")
    expect(page.locator("#panel .step strong")).to_have_text([HOSTILE, HOSTILE])
    assert page.locator("#panel script, #panel img:not([role])").count() == 0
    assert page.title() == "区域经济知识图谱"
    assert page.locator("#panel").evaluate("panel => panel.scrollWidth <= panel.clientWidth")
