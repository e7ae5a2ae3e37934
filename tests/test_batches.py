"""What many things do on one day: where that is told, and which of the names that follow come into question."""

from __future__ import annotations

import pytest
from bracketed import bracketed_view

from kg.extract.batches import LISTING, batches
from kg.extract.milestones import find_milestones, read_milestones
from kg.extract.periods import find_periods
from kg.extract.step_choice import Option
from kg.extract.step_rules import step_rules
from kg.knowledge import load

KNOWLEDGE = load()


def told(marked: str) -> list[str]:
    """The step and date of each batch of an article."""
    view = bracketed_view(marked, KNOWLEDGE)
    periods = find_periods(view.document.text, view.document.reference, KNOWLEDGE)
    return [f"{b.rule.step} {b.date.value}" for b in batches(view, periods, step_rules(KNOWLEDGE))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3月26日，35个项目集中动工。", ["开工 2024-03-26"]),
        ("3月26日，一批企业现场签约。", ["签约 2024-03-26"]),
        ("3月26日，开工项目26个。", ["开工 2024-03-26"]),
        ("3月26日，项目集中开工暨签约仪式举行。\n动工的20个项目里，制造业16个。\n现场签约的17个来自各地。", ["开工", "开工", "签约"]),
        ("3月26日，东山区2024年第一季度重大项目集中开工。", ["开工 2024-03-26"]),
        (
            "3月26日，35个项目集中开工。\n2022年集中开工的33个项目，还有4个没有进展。\n这次开工的项目里，有两个在山上。",
            ["03-26", "2022", "03-26"],
        ),
        ("3月26日，大会开幕。12个项目签约。", ["签约 2024-03-26"]),
        ("3月26日，东山公司的新厂开工。", []),
        ("12个项目签约。", []),
    ],
)
def test_where_it_is_told_that_many_take_a_step_and_when(text: str, wanted: list[str]) -> None:
    found = told(text)
    assert len(found) == len(wanted)
    assert all(w in f for f, w in zip(found, wanted, strict=True)), found


def considered(marked: str) -> list[tuple[str, str, str]]:
    """The things, steps and dates that the model is asked about."""
    asked: list[Option] = []

    def weigh(label: str, option: Option) -> float:
        if label == "listed":
            asked.append(option)
        return 0.0

    read_milestones(bracketed_view(marked, KNOWLEDGE), KNOWLEDGE, weigh)
    return [(o.entity, o.step, o.date) for o in asked]


def test_each_name_is_considered_for_each_step_once() -> None:
    text = "3月26日，12个项目签约，9个项目开工。\n[东山基地:Project]最大。[东山区:District]很忙。[东山基地:Project]在山上。"
    assert sorted(considered(text)) == [("东山基地", "开工", "2024-03-26"), ("东山基地", "签约", "2024-03-26")]


def test_another_time_holds_in_its_sentence_alone() -> None:
    text = "3月26日，12个项目签约。\n2022年签约的9个项目里，有[西山大厦:Project]。\n[东山基地:Project]最大。"
    assert considered(text) == [("西山大厦", "签约", "2022"), ("东山基地", "签约", "2024-03-26")]


def test_names_stand_before_it_too() -> None:
    text = "3月26日，[东山基地:Project]、[西山大厦:Project]等12个项目集中签约。"
    assert [entity for entity, _, _ in considered(text)] == ["东山基地", "西山大厦"]


def test_names_that_are_said_to_be_among_them_stand_together() -> None:
    view = bracketed_view("3月26日，12个项目集中开工。\n[东山基地:Facility]、[西山大厦:Facility]、[南山塔:Facility]均在其列。", KNOWLEDGE)

    def weigh(label: str, option: Option) -> float:
        assert label != "listed" or LISTING in option.features
        return 0.6 if option.entity == "东山基地" else 0.1

    found, _ = read_milestones(view, KNOWLEDGE, weigh)
    assert {(m.subject, m.step, m.confidence) for m in found} == {(e, "开工", 0.6) for e in ("东山基地", "西山大厦", "南山塔")}


def test_two_events_of_one_article_are_told_apart() -> None:
    text = (
        "3月26日，东山区重大项目集中动工暨签约活动举行。\n20个动工项目中，有[东山电池基地:Project]、[西山钢管扩建项目:Project]和[南山药厂二期:Project]。\n"
        "现场签约的17个项目里，有[北山冷链物流园:Project]、[中山线缆产业园:Project]和[江边码头二期:Project]。"
    )
    found, _ = find_milestones(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)
    steps = {m.subject: m.step for m in found}
    assert steps["东山电池基地"] == steps["西山钢管扩建项目"] == steps["南山药厂二期"] == "开工"
    assert steps["北山冷链物流园"] == steps["中山线缆产业园"] == steps["江边码头二期"] == "签约"


def test_what_stands_within_a_word_of_two_characters_is_weighed() -> None:
    found, _ = find_milestones(bracketed_view("[东山机电:Company]去年底在上交所敲了钟。", KNOWLEDGE), KNOWLEDGE)
    assert [(m.step, m.date) for m in found] == [("上市", "2023-12")]
