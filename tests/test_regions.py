"""Articles about other regions than those of seeds/, in our own words, against annotations made by hand.

Each has its floors in the floors.json of its folder, which only rise: `python bench/floors.py` lifts them to what is reached. Of the
folder blind nobody reads what is missed, so that it says how well unknown pages are read.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import reading
from kg.extract import extract
from kg.knowledge import load
from kg.model import Extraction, from_json
from kg.score import score_all

CASES = Path(__file__).parent / "cases"
FOLDERS = [CASES / "regions", CASES / "blind"]
FRESH = CASES / "fresh"  # no model has learned from these
LEAST = {"entities": 0.78, "entities*": 0.84, "relations": 0.515, "observations": 0.625, "observations+": 0.445, "milestones": 0.525}
FLOORS: dict[Path, dict[str, dict[str, float]]] = {f: json.loads((f / "floors.json").read_text("utf-8")) for f in FOLDERS}
KNOWLEDGE = load()


def pair(folder: Path, case: str) -> tuple[Extraction, Extraction]:
    """What an article says by hand, and what is found in it."""
    gold = from_json(json.loads((folder / "annotations" / f"{case}.json").read_text("utf-8")))
    return gold, extract(reading.read(folder / "articles" / f"{case}.txt", KNOWLEDGE), KNOWLEDGE)


def reached(pairs: list[tuple[Extraction, Extraction]]) -> dict[str, float]:
    """F1 by aspect."""
    return {aspect: round(tally.f1, 3) for aspect, tally in score_all(pairs, KNOWLEDGE).tallies.items()}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_article_has_floors(folder: Path) -> None:
    assert sorted(FLOORS[folder]) == sorted(path.stem for path in folder.glob("articles/*.txt"))


@pytest.mark.parametrize(("folder", "case"), [(f, case) for f in FOLDERS for case in FLOORS[f]], ids=lambda part: Path(part).name)
def test_extraction_stays_above_the_floors(folder: Path, case: str) -> None:
    found, floors = reached([pair(folder, case)]), FLOORS[folder][case]
    assert found.keys() == floors.keys()
    assert {aspect: f for aspect, f in found.items() if f < floors[aspect]} == {}, found


def test_extraction_holds_on_articles_that_no_model_has_seen() -> None:
    found = reached([pair(FRESH, path.stem) for path in sorted(FRESH.glob("articles/*.txt"))])
    assert {aspect: f for aspect, f in found.items() if f < LEAST[aspect]} == {}, found


def test_the_year_is_told_of_articles_that_no_model_has_seen() -> None:
    right = []
    for path in sorted(FRESH.glob("articles/*.txt")):
        gold = json.loads((FRESH / "annotations" / f"{path.stem}.json").read_text("utf-8"))
        right.append(reading.read(path, KNOWLEDGE).reference[:4] == gold["reference_date"][:4])
    assert right.count(True) >= 32  # of 36; that of some nothing tells
