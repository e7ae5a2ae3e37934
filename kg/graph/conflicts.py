"""Figures that cannot all be true: of the same subject, indicator, kind, period and modality, with values that exclude one another.

A figure is as exact as it is printed: 18.5 亿元 and 18.52 亿元 agree, since the second rounds to the first. More than 350
agrees with 352, about 200 with 195. Periods are the same that begin and end on the same days: 2023-H1 and 2023-01/2023-06.
What one sentence says in one breath (孵化瞪羚企业23家；29家入选百强) is of two things, whatever the indicator is called.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kg.facts import Figure
from kg.graph.periods import span
from kg.knowledge import Knowledge
from kg.knowledge.figures import MAGNITUDES, describe, units
from kg.model import Observation

SCOPED = {"rank", "share"}  # what they are a rank or share of is not recorded, so two of them may well differ
ABOUT = Decimal("0.1")  # an approximate figure may be off by this share
LEAST, MOST = Decimal("-Infinity"), Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A figure as it can be compared: the least and the greatest true value that it allows, in base units; what it counts; where it
    stands."""

    figure: Figure
    least: Decimal
    most: Decimal
    counted: str
    passages: frozenset[tuple[str, int, int]]


def conflicts(figures: Iterable[Figure], knowledge: Knowledge) -> tuple[tuple[Figure, ...], ...]:
    """The matters on which figures differ, ordered by subject, indicator and period: the figures, ordered by value, each of which
    at least one other excludes. A figure without a period, or with one that has no end yet, contradicts none."""
    matters: dict[tuple[str, ...], list[_Reading]] = {}
    for figure in figures:
        said = figure.observation
        days = _days(said.period)
        if days and said.kind not in SCOPED:
            unit = describe(said.unit, knowledge)
            matter = (said.subject, said.indicator, *days, said.kind, said.modality, unit.base if unit else said.unit)
            matters.setdefault(matter, []).append(_read(figure, knowledge))
    found = []
    for _, readings in sorted(matters.items()):
        apart = {one.figure.id for pair in combinations(readings, 2) if _exclude(*pair) for one in pair}
        if apart:
            rows = sorted((r for r in readings if r.figure.id in apart), key=lambda r: (r.least, r.most, r.figure.id))
            found.append(tuple(reading.figure for reading in rows))
    return tuple(found)


def _days(period: str) -> tuple[str, str] | None:
    """First and last day of a period; None where there is no last one: 2023年以来 means something else in each article."""
    try:
        first, last = span(period)
    except ValueError:  # in no form that we know: the same only if it is said alike
        return (period, period) if period else None
    return (first, last) if last else None


def _read(figure: Figure, knowledge: Knowledge) -> _Reading:
    said = figure.observation
    unit = describe(said.unit, knowledge)
    factor = unit.factor if unit else Decimal(1)
    least, most = _range(said)
    passages = frozenset((proof.doc, proof.start, proof.end) for proof in figure.support.evidence)
    return _Reading(figure, least * factor, most * factor, _counted(said.unit, knowledge), passages)


def _range(said: Observation) -> tuple[Decimal, Decimal]:
    """The least and the greatest true value that a figure printed like this allows, in its own unit.

    A qualifier speaks of the size: 下降30%以上 is -30 with ">", and what it means lies below -30.
    """
    printed = Decimal(str(said.value)).normalize()
    slack = Decimal(5).scaleb(min(int(printed.as_tuple().exponent), 0) - 1)
    if said.qualifier == "~":
        slack = max(slack, abs(printed) * ABOUT)
    if said.qualifier in ("<", ">"):
        below = (said.qualifier == "<") == (printed >= 0)
        return (LEAST, printed) if below else (printed, MOST)
    return printed - slack, printed + slack


def _counted(printed: str, knowledge: Knowledge) -> str:
    """What a unit that only counts says of the things counted (家 in 3万家), "" if nothing: 30家 and 500人 are not of the same things."""
    known = units(knowledge).get(printed) or units(knowledge).get(printed.lstrip("".join(MAGNITUDES)))
    return known.name if known and known.factor == 1 and known.name != known.base else ""


def _exclude(one: _Reading, other: _Reading) -> bool:
    if one.counted and other.counted and one.counted != other.counted:
        return False
    if one.passages and other.passages and (one.passages <= other.passages or other.passages <= one.passages):
        return False
    return one.most <= other.least or other.most <= one.least  # 18.5 and 18.6 touch, yet nothing is printed as both
