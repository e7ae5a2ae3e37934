"""What the models of times and steps decide where the rules are silent."""

from __future__ import annotations

import pytest
from bracketed import bracketed_view

from kg.extract.milestones import find_milestones
from kg.extract.words import Words
from kg.knowledge import load

KNOWLEDGE = load()


def test_words_that_only_may_say_a_step_are_weighed() -> None:
    text = "2022年，[东山区:District]推行[“链长制”:Program]。[东山区:District]的产值突破5亿元，完成目标。"
    found = find_milestones(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)[0]
    assert [(m.subject, m.step, m.date) for m in found] == [("“链长制”", "启动", "2022")]


def test_what_a_step_brings_about_is_no_step() -> None:
    text = "[东山电机项目:Project]正加快建设。据悉，该项目总投资约12亿元，预计2025年5月正式投产，建成后，主要从事汽车动力系统的研发和生产。"
    found = find_milestones(bracketed_view(text, KNOWLEDGE), KNOWLEDGE)[0]
    assert [(m.step, m.date) for m in found] == [("投产", "2025-05")]


def test_words_between_two_places_leave_out_numbers() -> None:
    view = bracketed_view("去年9月投产的[东山项目:Project]。", KNOWLEDGE)
    assert Words(view).within(0, 7) == ["去年", "月", "投产", "的"]


@pytest.mark.parametrize("mark", ["1.", "2．", "3、", "（三）", "(4)", "①", "●", "■ ", "——", "五、", "一是", "第一，", ""])
def test_an_entry_of_a_list_is_about_what_its_label_names(mark: str) -> None:
    entry = f"{mark}[东山研发中心:Facility]：位于[东山高新区:Park]，总投资20亿元，11月竣工，明年上半年投用。"
    view = bracketed_view(f"[东山区:District]通报了进展。\n{entry}", KNOWLEDGE, "2024-12")
    steps = [(m.subject, m.step, m.date) for m in find_milestones(view, KNOWLEDGE)[0]]
    assert steps == [("东山研发中心", "建成", "2024-11"), ("东山研发中心", "投产", "2025-H1")]
