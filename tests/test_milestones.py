"""Milestones: dates, lists and events of many. `kg lint` runs the examples of the rules."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bracketed import bracketed_view

from kg.extract.milestones import find_milestones, read_milestones
from kg.knowledge import load

KNOWLEDGE = load()
RULES = [item.data for item in KNOWLEDGE.rules["milestones"]]


def read(marked: str) -> list[str]:
    return [f"{m.subject} | {m.step} | {m.date}" for m in find_milestones(bracketed_view(marked, KNOWLEDGE), KNOWLEDGE)[0]]


def test_steps_of_the_rules_are_those_of_the_ontology() -> None:
    assert {d["step"] for d in RULES if "step" in d} == set(KNOWLEDGE.ontology.steps)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山线路工程:Project]计划2025年建成投运。", ["东山线路工程 | 建成 | 2025", "东山线路工程 | 投产 | 2025"]),
        ("今年上半年，新引进[东山锦鸿:Company]、[西山健康:Company]等9个项目。", ["东山锦鸿 | 落户 | 2024-H1", "西山健康 | 落户 | 2024-H1"]),
        ("[东山产业园:Park]始于荒滩，2018年动工，2020年开园。", ["东山产业园 | 开工 | 2018", "东山产业园 | 开业 | 2020"]),
        (
            "2021年，[东山区:District]4个项目集中开工，分别是[东山基地:Facility]、[西山大厦:Facility]。",
            ["东山基地 | 开工 | 2021", "西山大厦 | 开工 | 2021"],
        ),
        (
            "5月18日，大会在[东山区:District]举行。现场签约28个项目。\n[东山基地:Facility]、[西山大厦:Facility]均在其列。",
            ["东山基地 | 签约 | 2024-05-18", "西山大厦 | 签约 | 2024-05-18"],
        ),
        ("2022年，[东山基地:Facility]开工仪式举行。", ["东山基地 | 开工 | 2022"]),
        (
            "[东山股份:Company]成立于2006年，2021年11月在深交所创业板上市。",
            ["东山股份 | 成立 | 2006", "东山股份 | 上市 | 2021-11"],
        ),
        ("2022年3月5日，[东山项目:Project]举行签约仪式。", ["东山项目 | 签约 | 2022-03-05"]),
        ("2022年3月5日，[东山项目:Project]开工仪式在[东山开发区:Park]举行。", ["东山项目 | 开工 | 2022-03-05"]),
        ("2022年，[东山公司:Company]在[东山区:District]举行[东山项目:Project]开工仪式。", ["东山项目 | 开工 | 2022"]),
        ("2021年，[东山开发区:Park]有10个项目破土。", []),
        ("[东山基地:Facility]尚未开工。", []),
        ("[东山基地:Facility]建成投产。", []),
        ("4月18日，[东山项目:Project]开工。从签约到拿地再到开工，项目只用了117天。", ["东山项目 | 开工 | 2024-04-18"]),
        ("[东山项目:Project]从2019年签约到2021年开工。", ["东山项目 | 签约 | 2019", "东山项目 | 开工 | 2021"]),
    ],
)
def test_who_takes_the_step(text: str, wanted: list[str]) -> None:
    assert read(text) == wanted


def test_modality_and_refusals() -> None:
    found, refusals = find_milestones(bracketed_view("[东山基地:Facility]明年投产。[西山基地:Facility]已经投产。", KNOWLEDGE), KNOWLEDGE)
    assert [(m.subject, m.modality) for m in found] == [("东山基地", "planned")]
    assert [r.reason for r in refusals] == ["no date"]


@pytest.mark.parametrize(("day", "modality"), [("12月18日", "planned"), ("12月3日", "actual")])
def test_a_day_to_come_is_planned_in_the_month_of_the_article_too(day: str, modality: str) -> None:
    view = bracketed_view(f"{day}，[东山项目:Project]举行竣工仪式。", KNOWLEDGE)
    view = replace(view, document=replace(view.document, reference="2024-12-11"))
    assert [(m.date[:7], m.modality) for m in find_milestones(view, KNOWLEDGE)[0]] == [("2024-12", modality)]


def weighed(marked: str, probable: dict[str, float]) -> list[str]:
    """Who takes a step, where things and steps are as probable as is said."""
    view = bracketed_view(marked, KNOWLEDGE)
    found, _ = read_milestones(view, KNOWLEDGE, lambda _, option: probable.get(option.entity, 1.0) * probable.get(option.step, 1.0))
    return [f"{m.subject} {m.step}" for m in found]


@pytest.mark.parametrize("words", ["未能开工", "没有投产", "推迟投产", "尚未竣工", "取消签约", "暂缓盖起"])
def test_no_model_takes_a_step_that_the_text_takes_back(words: str) -> None:
    assert find_milestones(bracketed_view(f"[东山项目:Project]2023年3月{words}。", KNOWLEDGE), KNOWLEDGE)[0] == []


@pytest.mark.parametrize("text", ["网传“[东山项目:Project]2023年3月开工”不实。", "“[东山项目:Project]2023年3月投产”应为“设备进场”。"])
def test_no_step_is_taken_in_what_the_text_tells_as_untrue(text: str) -> None:
    assert find_milestones(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)[0] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山物流园:Park]原定2023年6月竣工，因征拆滞后，预计延至2024年5月。", [("建成", "2024-05", "planned")]),
        ("[东山项目:Project]原计划2023年底投产，因设备延期，投产时间调整为2024年6月。", [("投产", "2024-06", "planned")]),
        ("[东山项目:Project]原定2023年底投产，现已推迟。", []),
        ("[东山项目:Project]原定2023年底投产，目前进展顺利。", [("投产", "2023-12", "planned")]),
        ("[东山项目:Project]若2023年6月获批，将于2024年3月开工。", [("开工", "2024-03", "planned")]),
    ],
)
def test_a_step_that_is_put_off_or_hangs_on_something(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found, _ = find_milestones(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)
    assert [(m.step, m.date, m.modality) for m in found] == wanted


def test_of_the_steps_that_one_word_may_say_the_most_probable_is_taken() -> None:
    text = "[东山线:Project]2023年通车。"
    assert weighed(text, {"投产": 0.6, "开业": 0.8, "建成": 0.5}) == ["东山线 开业"]
    assert weighed(text, {"投产": 0.9, "开业": 0.8, "建成": 0.5}) == ["东山线 投产"]


def test_a_second_thing_by_one_word_must_be_more_probable() -> None:
    text = "[东山线:Project]之外，[西山线:Project]2023年开工。"
    assert weighed(text, {"西山线": 0.8, "东山线": 0.4}) == ["西山线 开工"]
    assert weighed(text, {"西山线": 0.8, "东山线": 0.6}) == ["西山线 开工", "东山线 开工"]
    assert weighed(text, {"西山线": 0.4, "东山线": 0.1}) == ["西山线 开工"]


def test_what_a_rule_reads_of_an_enumeration_stands_together() -> None:
    assert sorted(weighed("[东山线:Project]、[西山线:Project]2023年开工。", {"西山线": 0.1, "东山线": 0.6})) == [
        "东山线 开工",
        "西山线 开工",
    ]


@pytest.mark.parametrize(("told", "steps"), [("发电量达到19.8亿千瓦时", 0), ("并网发电", 1)])
def test_what_a_plant_yields_is_no_start_of_its_work(told: str, steps: int) -> None:
    assert len(find_milestones(bracketed_view(f"[东山电站:Facility]2023年{told}。", KNOWLEDGE), KNOWLEDGE)[0]) == steps


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[东山园:Park]占地20亩，2015年7月开园。", ["东山园 开业"]),
        ("[东山园:Park]占地20亩，预计2025年底正式开园。", ["东山园 开业"]),
        ("[东山园:Park]占地20亩，2015年7月与邻近的两个老园区同日开园。", []),
        ("[东山园:Park]占地20亩，开园。2015年获奖。", []),
        ("[东山园:Park]2015年7月开园。", []),
    ],
)
def test_a_clause_of_a_date_and_a_step_alone_is_a_step_of_whom_it_is_less_probable(text: str, wanted: list[str]) -> None:
    assert weighed(text, {"东山园": 0.2}) == wanted
