"""How far the rules are trusted on a page, and the periods that are on offer to a figure there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bracketed import bracketed_view

from kg.extract.observations import by_model, read_observations
from kg.extract.scene import make_scene
from kg.extract.tagger import NAMES_RULE
from kg.extract.timing import Figure, Timing
from kg.extract.trust import MORE, model_for, well_read
from kg.extract.view import make_view
from kg.knowledge import load
from kg.knowledge.linear import model_of

KNOWLEDGE = load()
VIEW = bracketed_view("[东山区:District]的[东山港:Facility]、[云岭电子:Company]产值12亿元。", KNOWLEDGE)
UNKNOWN = make_view(VIEW.document, [replace(m, rule=NAMES_RULE) for m in VIEW.mentions], VIEW.entities, KNOWLEDGE)


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
    for number, known in ((1, True), (2, False)):
        mentions = [replace(m, rule=NAMES_RULE) if i < number else m for i, m in enumerate(view.mentions)]
        assert well_read(make_view(view.document, mentions, view.entities, KNOWLEDGE)) is known


def periods(article: str) -> set[str]:
    """The periods on offer to the last figure of an article of May 2024."""
    offered: list[set[str]] = []

    def noted(timing: Timing, figure: Figure) -> tuple[str, bool]:
        offered.append(set(timing.options(figure, timing.about(figure))))
        return figure.period, figure.planned

    view = bracketed_view(article, KNOWLEDGE)
    scene = make_scene(view)
    read_observations(view, KNOWLEDGE, by_model(scene, model_of(KNOWLEDGE, "figures")), noted, scene.weights)
    return offered[-1]


@pytest.mark.parametrize(
    ("article", "period"),
    [
        ("[东山港:Facility]2021年11月投运以来，吞吐量达到300万吨。", "2021-11/2024-05"),
        ("[东山港:Facility]自2019年开港至今，吞吐量达到300万吨。", "2019/2024"),
        ("[2022东山投资大会:Program]总投资达到90亿元。", "2022"),
        ("[东山区:District]2023年10月产值12亿元。\n[西山区:District]很忙。\n[东山区:District]税收达到3亿元。", "2023-10"),
        ("[东山区:District]头4个月产值达到12亿元。", "2024-01/2024-04"),
        ("[东山区:District]去年三季报很好看，产值达到12亿元。", "2023-01/2023-09"),
    ],
)
def test_periods_on_offer(article: str, period: str) -> None:
    assert period in periods(article)
