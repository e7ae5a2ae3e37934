"""Figures that contradict each other, and the many that only seem to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.facts import Figure, Proof, Support
from kg.graph.conflicts import conflicts
from kg.knowledge import Knowledge
from kg.model import Observation

SEEN = settings(derandomize=True, deadline=None, max_examples=200)


def figure(
    value: float,
    unit: str = "亿元",
    qualifier: str = "=",
    period: str = "2023",
    doc: str = "",
    *,
    indicator: str = "产值",
    kind: str = "level",
    modality: str = "actual",
    subject: str = "明远光电",
) -> Figure:
    """A figure in a sentence of its own, unless `doc` says that it shares one."""
    said = Observation(subject, indicator, kind, value, unit, qualifier, period, modality, "", 0.0, ())
    name = f"{value} {unit} {qualifier} {period} {indicator} {kind} {modality} {subject}"
    return Figure("o-" + name, said, Support(("r",), 0.9, (Proof(doc or name, 0, 9, name),)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(18.5), figure(19.2)),
        (figure(18.5), figure(18.44)),
        (figure(18.5), figure(18.6)),
        (figure(23, "家"), figure(24, "家")),
        (figure(350, "家", "<"), figure(350, "家", ">")),
        (figure(1.85, "亿元"), figure(19500, "万元")),
        (figure(350, "家", ">"), figure(340, "家")),
        (figure(350, "家", "<"), figure(360, "家", ">")),
        (figure(200, "万台", "~"), figure(230, "万台")),
        (figure(420, "家"), figure(401, "个")),
        (figure(-7, "%", kind="growth"), figure(7, "%", kind="growth")),
        (figure(-30, "%", ">", kind="growth"), figure(-20, "%", kind="growth")),
        (figure(18, period="2023-H1"), figure(20, period="2023-01/2023-06")),
        (figure(18, period="/2024-12"), figure(20, period="/2024")),
        (figure(18, modality="planned"), figure(20, modality="planned")),
        (figure(1, "无名单位"), figure(3, "无名单位")),
    ],
)
def test_values_that_exclude_each_other_differ(knowledge: Knowledge, one: Figure, other: Figure) -> None:
    assert conflicts([one, other], knowledge)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (figure(18.5), figure(18.52)),  # printed to one digit
        (figure(18.5), figure(185230, "万元")),
        (figure(19), figure(18.5)),
        (figure(350, "家", ">"), figure(352, "家")),
        (figure(350, "家", ">"), figure(350, "家")),
        (figure(350, "家", "<"), figure(340, "家", ">")),
        (figure(200, "万台", "~"), figure(195, "万台")),
        (figure(-30, "%", ">", kind="growth"), figure(-35, "%", kind="growth")),  # a fall of more than 30 %
        (figure(18.5, period=""), figure(30, period="")),
        (figure(18.5, period="2023/"), figure(30, period="2023/")),  # since then, until each article's own day
        (figure(18.5), figure(30, period="2024")),
        (figure(18.5), figure(30, period="/2023")),
        (figure(18.5), figure(30, modality="planned")),
        (figure(18.5), figure(30, indicator="营收")),
        (figure(18.5), figure(30, subject="澄江仪表")),
        (figure(18.5), figure(30, "%", kind="growth")),
        (figure(18.5), figure(30, "美元")),
        (figure(6, "%", kind="growth"), figure(2, "个百分点", kind="growth")),
        (figure(30, "家"), figure(500, "人")),  # counts of different things
        (figure(3, "万家"), figure(5, "万人")),
        (figure(1, "位", kind="rank"), figure(3, "位", kind="rank")),
        (figure(12, "%", kind="share"), figure(40, "%", kind="share")),
        (figure(23, "家", doc="a"), figure(29, "家", doc="a")),  # one sentence speaks of two things
    ],
)
def test_values_that_may_both_be_true_do_not_differ(knowledge: Knowledge, one: Figure, other: Figure) -> None:
    assert conflicts([one, other], knowledge) == ()


def test_only_those_that_another_excludes_are_named_ordered_by_value(knowledge: Knowledge) -> None:
    wide, low, high, exact = figure(1, qualifier=">"), figure(18), figure(20), figure(20.04)
    assert conflicts([high, wide, exact, low], knowledge) == ((low, high, exact),)


def test_a_sentence_of_their_own_makes_them_differ(knowledge: Knowledge) -> None:
    one, other = figure(23, doc="a"), figure(29, doc="b")
    heading = Proof("a", 100, 110, "2023年明远光电")
    assert conflicts([one, other], knowledge)
    shared = [replace(f, support=replace(f.support, evidence=(*f.support.evidence, heading))) for f in (one, other)]
    assert conflicts(shared, knowledge)  # what they share is the heading
    again = replace(other, support=replace(other.support, evidence=(*one.support.evidence, *other.support.evidence)))
    assert conflicts([one, again], knowledge) == ()


def test_matters_stand_in_order(knowledge: Knowledge) -> None:
    rows = [figure(v, indicator=i, period=p) for i in ("营收", "产值") for p in ("2024", "2023") for v in (2, 1)]
    found = conflicts(rows, knowledge)
    matters = [(f[0].observation.indicator, f[0].observation.period) for f in found]
    assert matters == [("产值", "2023"), ("产值", "2024"), ("营收", "2023"), ("营收", "2024")]


@pytest.mark.parametrize("period", ["2023-Q9/x", "<b>", "2023-13", "//", "0000", "2023-H", "二〇二三"])
def test_a_period_in_no_known_form_is_the_same_only_if_said_alike(knowledge: Knowledge, period: str) -> None:
    assert conflicts([figure(1, period=period), figure(3, period=period)], knowledge)
    assert conflicts([figure(1, period=period), figure(3, period=period + " ")], knowledge) == ()


values = st.one_of(st.integers(-(10**6), 10**6).map(float), st.decimals(-999, 999, places=2).map(float))
figures = st.builds(
    figure,
    values,
    st.sampled_from(["亿元", "万元", "家", "人", "个", "%", ""]),
    st.sampled_from("=~<>"),
    st.sampled_from(["2023", "2023-01/2023-12", "/2023", ""]),
    kind=st.sampled_from(["level", "growth", "rank", "share"]),
)


@SEEN
@given(st.lists(figures, max_size=8, unique_by=lambda f: f.id), st.randoms(use_true_random=False))
def test_the_order_of_the_figures_does_not_matter(knowledge: Knowledge, rows: list[Figure], random) -> None:
    found = conflicts(rows, knowledge)
    random.shuffle(rows)
    assert conflicts(rows, knowledge) == found
    for matter in found:
        assert len(matter) >= 2
        assert all(f.observation.period and f.observation.kind in ("level", "growth") for f in matter)


@SEEN
@given(st.decimals(-10000, 10000, places=4), st.integers(0, 3))
def test_a_rounded_figure_agrees_with_the_exact_one(knowledge: Knowledge, exact, places: int) -> None:
    assert conflicts([figure(float(exact)), figure(float(round(exact, places)), doc="b")], knowledge) == ()


@SEEN
@given(st.decimals(-10000, 10000, places=2))
def test_the_unit_does_not_matter(knowledge: Knowledge, value) -> None:
    assert conflicts([figure(float(value)), figure(float(value * 10000), "万元")], knowledge) == ()


@SEEN
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_bound_excludes_just_what_lies_beyond(knowledge: Knowledge, bound: int, value: int) -> None:
    apart = abs(bound - value) > 0.5  # whole numbers are exact to half of one
    assert bool(conflicts([figure(bound, "家", ">"), figure(value, "家")], knowledge)) == (apart and value < bound)
    assert bool(conflicts([figure(bound, "家", "<"), figure(value, "家")], knowledge)) == (apart and value > bound)
    assert bool(conflicts([figure(-bound, "%", ">", kind="growth"), figure(-value, "%", kind="growth")], knowledge)) == (
        apart and value < bound
    )


@SEEN
@given(st.lists(figures, max_size=6, unique_by=lambda f: f.id), figures)
def test_what_is_said_of_another_matter_changes_nothing(knowledge: Knowledge, rows: list[Figure], more: Figure) -> None:
    other = replace(more, id="o-other", observation=replace(more.observation, indicator="另一指标"))
    assert conflicts([*rows, other], knowledge) == conflicts(rows, knowledge)
