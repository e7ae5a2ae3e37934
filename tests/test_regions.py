"""Articles about other regions than those of seeds/, in our own words, against annotations made by hand.

Each has its floors in cases/regions/floors.json, which only rise: `python bench/floors.py` lifts them to what is reached.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import reading
from kg.extract import extract
from kg.knowledge import load
from kg.model import from_json
from kg.score import score_all

CASES = Path(__file__).parent / "cases" / "regions"
FLOORS: dict[str, dict[str, float]] = json.loads((CASES / "floors.json").read_text("utf-8"))
KNOWLEDGE = load()


def reached(case: str) -> dict[str, float]:
    """F1 of one article by aspect."""
    gold = from_json(json.loads((CASES / "annotations" / f"{case}.json").read_text("utf-8")))
    found = extract(reading.read(CASES / "articles" / f"{case}.txt", KNOWLEDGE), KNOWLEDGE)
    return {aspect: round(tally.f1, 3) for aspect, tally in score_all([(gold, found)], KNOWLEDGE).tallies.items()}


def test_every_article_has_floors() -> None:
    assert sorted(FLOORS) == sorted(path.stem for path in CASES.glob("articles/*.txt"))


@pytest.mark.parametrize("case", FLOORS)
def test_extraction_stays_above_the_floors(case: str) -> None:
    found = reached(case)
    assert found.keys() == FLOORS[case].keys()
    assert {aspect: f for aspect, f in found.items() if f < FLOORS[case][aspect]} == {}, found
