"""The scorer against tallies that another implementation of the same definitions gave, and the scorer of clusters."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.knowledge import load
from kg.model import from_json, to_json
from kg.score import ASPECTS, Tally, score, score_all, score_clusters
from kg.score.clusters import compare

KNOWLEDGE = load()
PERTURBED = json.loads((Path(__file__).parent / "cases/score/perturbed.json").read_text("utf-8"))
GOLD: dict[str, Any] = PERTURBED["gold"]


@pytest.mark.parametrize("case", PERTURBED["cases"], ids=range(len(PERTURBED["cases"])))
def test_tallies_are_those_of_the_reference(case: dict[str, Any]) -> None:
    found = score_all([(from_json(GOLD), from_json(case["predicted"]))], KNOWLEDGE)
    assert {a: [t.right, t.gold, t.predicted] for a, t in found.tallies.items()} == case["expected"]


def test_the_perturbed_extractions_try_every_aspect() -> None:
    """What is stored shows something: in each aspect some cases are imperfect, and no two aspects always agree."""
    rows = {a: [tuple(c["expected"][a]) for c in PERTURBED["cases"]] for a in ASPECTS}
    assert all(any(right < gold for right, gold, _ in found) for found in rows.values())
    assert len({tuple(found) for found in rows.values()}) == len(ASPECTS)


def test_what_is_right_scores_one_and_lists_nothing() -> None:
    found = score_all([(from_json(GOLD), from_json(GOLD))], KNOWLEDGE)
    assert found.errors == ()
    assert {(t.precision, t.recall, t.f1) for t in found.tallies.values()} == {(1.0, 1.0, 1.0)}


def test_errors_say_what_is_missing_and_what_is_wrong() -> None:
    predicted = json.loads(json.dumps(GOLD))
    predicted["entities"][3]["mentions"] = ["蓝岭电气"]
    predicted["entities"][3]["name"] = "蓝岭电气"
    predicted["observations"][0]["value"] = 1025
    predicted["milestones"][0]["date"] = "2024-04"
    errors = score_all([(from_json(GOLD), from_json(predicted))], KNOWLEDGE).errors
    assert "- lakeside entities: Company 蓝岭股份" in errors
    assert "+ lakeside entities: Company 蓝岭电气" in errors
    assert "+ lakeside relations: 蓝岭电气? operates 蓝岭青溪工厂" in errors
    assert "- lakeside observations: 青溪县 规上工业产值 level 102.5亿元 2024-H1" in errors
    assert "+ lakeside observations: 青溪县 规上工业产值 level 1025亿元 2024-H1" in errors
    assert "+ lakeside milestones: 云帆科技城二期项目 开工 2024-04" in errors


def test_folders_are_scored_by_name_and_a_missing_file_counts_as_empty(tmp_path: Path) -> None:
    for folder, names in (("gold", ("a", "b")), ("found", ("a",))):
        (tmp_path / folder).mkdir()
        for name in names:
            (tmp_path / folder / f"{name}.json").write_text(json.dumps(GOLD), "utf-8")
    found = score(tmp_path / "gold", tmp_path / "found", KNOWLEDGE)
    entities = len(GOLD["entities"])
    assert found.documents == 2
    assert found.tallies["entities"] == Tally(entities, 2 * entities, entities)
    assert found.tallies["entities"].recall == 0.5


@pytest.mark.parametrize("content", ["", "[]", '{"doc": "a"}', '{"doc": "a", "entities": [{}], "relations": []}'])
def test_what_is_no_extraction_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "broken.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=r"broken\.json"):
        score(path, path, KNOWLEDGE)


def test_an_empty_folder_is_no_annotation(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no annotations there"):
        score(tmp_path, tmp_path, KNOWLEDGE)


def test_extractions_survive_their_json_with_the_same_score() -> None:
    predicted = from_json(PERTURBED["cases"][3]["predicted"])
    again = from_json(to_json(predicted))
    gold = from_json(GOLD)
    assert score_all([(gold, again)], KNOWLEDGE).tallies == score_all([(gold, predicted)], KNOWLEDGE).tallies


def test_clusters_are_read_and_scored(tmp_path: Path) -> None:
    path = tmp_path / "clusters.json"
    path.write_text(json.dumps([{"name": "云帆", "members": {"a": ["e1"], "b": ["e1", "e2"]}}, {"name": "蓝岭", "members": {"b": ["e3"]}}]))
    found = score_clusters(path, {("a", "e1"): "云帆", ("b", "e1"): "云帆", ("b", "e3"): "蓝岭", ("c", "e9"): "云帆"})
    assert found.pairs == Tally(right=1, gold=3, predicted=1)
    assert (found.precision, round(found.recall, 3)) == (1.0, round((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4, 3))


def test_a_file_that_holds_no_clusters_is_named(tmp_path: Path) -> None:
    path = tmp_path / "clusters.json"
    path.write_text('{"name": 1}')
    with pytest.raises(InputError, match=r"clusters\.json"):
        score_clusters(path, {})


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=20))
def test_exchanging_gold_and_found_exchanges_precision_and_recall(keys: list[tuple[int, int]]) -> None:
    members = [("d", str(i)) for i in range(len(keys))]

    def clusters(side: int) -> list[frozenset[tuple[str, str]]]:
        return [frozenset(m for m, k in zip(members, keys, strict=True) if k[side] == n) for n in range(5)]

    def named(side: int) -> dict[tuple[str, str], str]:
        return {m: str(k[side]) for m, k in zip(members, keys, strict=True)}

    one, other = compare(clusters(0), named(1)), compare(clusters(1), named(0))
    assert one.precision == pytest.approx(other.recall)
    assert one.recall == pytest.approx(other.precision)
    assert (one.pairs.gold, one.pairs.predicted, one.pairs.right) == (other.pairs.predicted, other.pairs.gold, other.pairs.right)
    assert compare(clusters(0), named(0)).f1 == pytest.approx(1.0)
