"""scoring.yml → Standard; and the tally that every score is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.knowledge import Knowledge
from kg.knowledge.faults import reads

Triple = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are right, annotated, found."""

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """F1."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


@dataclass(frozen=True, slots=True)
class Standard:
    """scoring.yml, with the symmetric relations of the ontology."""

    stepping: frozenset[str]
    placing: frozenset[str]
    named_apart: frozenset[str]
    granted: frozenset[Triple]
    currency: tuple[str, ...]
    units: Mapping[str, str]
    scaled: Mapping[str, tuple[str, float]]
    symmetric: frozenset[str]


@lru_cache(maxsize=8)
@reads("scoring.yml")
def standard_of(knowledge: Knowledge) -> Standard:
    """The standard of a Knowledge."""
    data: dict[str, Any] = knowledge.settings["scoring"]
    return Standard(
        frozenset(data["stepping"]),
        frozenset(data["placing"]),
        frozenset(data["named_apart"]),
        frozenset((a, b, c) for a, b, c in data["granted"]),
        tuple(data["currency"]),
        data["units"],
        {unit: (to, factor) for unit, (to, factor) in data["scaled"].items()},
        frozenset(r.name for r in knowledge.ontology.relations.values() if r.symmetric),
    )
