"""Whose a number is: the candidates are weighed against one another."""

from __future__ import annotations

from math import isclose

import pytest
from bracketed import bracketed_view

from kg.extract.observations import read_observations
from kg.extract.owner_features import Hints
from kg.extract.owners import LABEL, Candidate, candidates, chances_of
from kg.extract.scene import make_scene
from kg.extract.spot import Spot
from kg.knowledge import load
from kg.knowledge.linear import Linear

KNOWLEDGE = load()


def test_chances_add_up_and_the_heaviest_wins() -> None:
    model = Linear({LABEL: {"near": 2.0, "far": -1.0}})
    chances = chances_of([Candidate("", ("0",)), Candidate("a", ("near",)), Candidate("b", ("far", "unknown"))], model)
    assert isclose(sum(chances), 1.0)
    assert chances[1] > chances[0] > chances[2]


def test_nobody_and_every_name_near_are_candidates() -> None:
    view = bracketed_view("[东山区:District]招商。[西山公司:Company]在[东山科技园:Park]投资5亿元。", KNOWLEDGE)
    scene = make_scene(view)
    seen: list[list[str]] = []

    def choice(spot: Spot, hints: Hints) -> tuple[str, float]:
        found = candidates(spot, scene, hints)
        seen.append([c.entity for c in found])
        return found[0].entity, 1.0

    observations, refusals = read_observations(view, KNOWLEDGE, choice, lambda _, figure: (figure.period, figure.planned), scene.weights)
    assert [sorted(entities) for entities in seen] == [["", "东山区", "东山科技园", "西山公司"]]
    assert not observations
    assert [r.reason for r in refusals] == ["no subject"]


@pytest.mark.parametrize(
    "article",
    [
        "[东山新区:Park]产值增长7.8%，高于[东山市:District]4.3个百分点；工业投资152.3亿元，增长31.2%。",
        "[东山新区:Park]产值1065亿元，占[东山市:District]的13.8%；投资152亿元。",
        "[东山新区:Park]研发投入强度为4.6%，是[东山市:District]的1.5倍，投资152亿元。",
        "[东山新区:Park]收入增长7%，领先了[东山市:District]2个百分点，投资152亿元。",
    ],
)
def test_what_is_measured_against_has_neither_this_figure_nor_the_next(article: str) -> None:
    view = bracketed_view(article, KNOWLEDGE)
    scene = make_scene(view)
    hinted: list[str] = []

    def choice(spot: Spot, hints: Hints) -> tuple[str, float]:
        hinted.append(hints.entity)
        near = [c.entity for c in candidates(spot, scene, hints) if "z=d" not in c.features]
        assert "东山市" not in near
        return hints.entity, 1.0

    read_observations(view, KNOWLEDGE, choice, lambda _, figure: (figure.period, figure.planned), scene.weights)
    assert {*hinted} == {"东山新区"}
