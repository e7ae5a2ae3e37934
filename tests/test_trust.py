"""How far the rules are trusted on a page, and the periods that are on offer to a figure there."""

from __future__ import annotations

import pytest
from bracketed import bracketed_view, by_network, headed

from kg.extract.observations import by_model, find_observations, read_observations
from kg.extract.scene import make_scene
from kg.extract.timing import Figure, Timing
from kg.extract.trust import MORE, model_for, well_read
from kg.extract.view import View
from kg.knowledge import load
from kg.knowledge.linear import model_of

KNOWLEDGE = load()
VIEW = bracketed_view("[东山区:District]的[东山港:Facility]、[云岭电子:Company]产值12亿元。", KNOWLEDGE)
UNKNOWN = by_network(VIEW, KNOWLEDGE)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in MORE}))
def test_rules_count_for_more_where_they_find_the_names(name: str) -> None:
    assert well_read(VIEW) and not well_read(UNKNOWN)
    plain, trusting = model_of(KNOWLEDGE, name).weights, model_for(VIEW, KNOWLEDGE, name).weights
    assert model_for(UNKNOWN, KNOWLEDGE, name).weights is plain
    more = {(label, f): w - plain[label].get(f, 0.0) for label in trusting for f, w in trusting[label].items() if w != plain[label].get(f)}
    assert more == pytest.approx({(label, f): by for (of, label, f), by in MORE.items() if of == name})


def test_one_name_in_five_that_only_the_network_finds_is_too_many() -> None:
    names = "、".join(f"[第{n}厂:Facility]" for n in "一二三四五六七")
    view = bracketed_view(f"{names}都在这里。", KNOWLEDGE)
    assert [well_read(by_network(view, KNOWLEDGE, number)) for number in (1, 2)] == [True, False]


def offered(view: View) -> dict[str, list[str]]:
    """The periods on offer to the last figure of an article of May 2024, each with its features."""
    options: list[dict[str, list[str]]] = []

    def noted(timing: Timing, figure: Figure) -> tuple[str, bool]:
        options.append(timing.options(figure, timing.about(figure)))
        return figure.period, figure.planned

    scene = make_scene(view)
    read_observations(view, KNOWLEDGE, by_model(scene, model_of(KNOWLEDGE, "figures")), noted, scene.weights)
    return options[-1]


def sources(view: View, period: str) -> set[str]:
    """Why a period is on offer."""
    return {feature.partition(":")[0] for feature in offered(view)[period]}


@pytest.mark.parametrize(
    ("article", "period", "source"),
    [
        ("[东山港:Facility]2021年11月投运以来，吞吐量达到300万吨。", "2021-11/2024-05", "since-month"),
        ("[东山港:Facility]2021年11月投运以来，吞吐量达到300万吨。", "2021-11/2024", "since-year"),
        ("[东山港:Facility]自2019年开港至今，吞吐量达到300万吨。", "2019/2024", "since-year"),
        ("[2022东山投资大会:Program]总投资达到90亿元。", "2022", "named"),
    ],
)
def test_periods_on_offer(article: str, period: str, source: str) -> None:
    assert source in sources(bracketed_view(article, KNOWLEDGE), period)


def test_a_figure_may_be_of_what_was_told_last_or_most() -> None:
    view = bracketed_view(
        "[西山区:District]很忙。大家都在。路上有人。灯亮着。\n"
        "[东山区:District]2022年5月产值12亿元，2022年5月出口2亿元。\n2023年10月，[东山区:District]产值15亿元。\n[西山区:District]也忙。\n"
        "[东山区:District]税收达到3亿元。",
        KNOWLEDGE,
    )
    assert {"told", "above"} & sources(view, "2023-10") == {"told"}
    assert "most" in sources(view, "2022-05")
    assert "most" not in sources(view, "2023-10") and "told" not in sources(view, "2022-05")


@pytest.mark.parametrize(("heading", "under_it"), [("总的看。", True), ("再看税收。", False)])
def test_what_is_told_under_the_same_heading_says_so(heading: str, under_it: bool) -> None:
    article = "总的看。\n2023年10月，[东山区:District]产值15亿元。\n再看税收。\n[东山区:District]税收达到3亿元。"
    assert ("above" in sources(headed(bracketed_view(article, KNOWLEDGE), heading, KNOWLEDGE), "2023-10")) is under_it


@pytest.mark.parametrize(("reference", "period"), [("", ""), ("2025-05", "2025-Q1")])
def test_a_time_that_cannot_be_told_is_no_other(reference: str, period: str) -> None:
    article = "[东山新区:Park]到2027年力争产能超过150万台。今年一季度，新区收入增长27.4%。"
    found = find_observations(bracketed_view(article, KNOWLEDGE, reference), KNOWLEDGE)[0]
    assert [o.period for o in found] == ["2027", period]
