"""Figures that cannot all be true: of the same subject, indicator, kind, period and modality, with values that exclude one another.

A figure is as exact as it is printed: 18.5 亿元 and 18.52 亿元 agree, since the second rounds to the first. More than 350
agrees with 352, about 200 with 195.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from itertools import combinations

from kg.facts import Figure
from kg.knowledge import Knowledge
from kg.knowledge.figures import describe
from kg.model import Observation

SCOPED = {"rank", "share"}  # what they are a rank or share of is not recorded, so two of them may well differ
ABOUT = Decimal("0.1")  # an approximate figure may be off by this share


def conflicts(figures: Iterable[Figure], knowledge: Knowledge) -> tuple[tuple[Figure, ...], ...]:
    """The matters on which figures differ, ordered by subject, indicator and period: the figures, ordered by value, of which at
    least two exclude each other. A figure without a period contradicts none."""
    matters: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        said = figure.observation
        if said.period and said.kind not in SCOPED:
            unit = describe(said.unit, knowledge)
            matter = (said.subject, said.indicator, said.period, said.kind, said.modality, unit.base if unit else said.unit)
            matters.setdefault(matter, []).append(figure)
    found = []
    for _, rows in sorted(matters.items()):
        ranges = {figure.id: _range(figure.observation, knowledge) for figure in rows}
        apart = {id for a, b in combinations(ranges, 2) if not _meet(ranges[a], ranges[b]) for id in (a, b)}
        if apart:
            found.append(tuple(sorted((f for f in rows if f.id in apart), key=lambda f: (ranges[f.id], f.id))))
    return tuple(found)


def _range(said: Observation, knowledge: Knowledge) -> tuple[Decimal, Decimal]:
    """The least and the greatest true value, in base units, that a figure printed like this allows."""
    unit = describe(said.unit, knowledge)
    factor = unit.factor if unit else Decimal(1)
    printed = Decimal(str(said.value)).normalize()
    slack = Decimal(5).scaleb(min(int(printed.as_tuple().exponent), 0) - 1)
    if said.qualifier == "~":
        slack = max(slack, abs(printed) * ABOUT)
    least = Decimal("-Infinity") if said.qualifier == "<" else (printed if said.qualifier == ">" else printed - slack)
    most = Decimal("Infinity") if said.qualifier == ">" else (printed if said.qualifier == "<" else printed + slack)
    return least * factor, most * factor


def _meet(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
