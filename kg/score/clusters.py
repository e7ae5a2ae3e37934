"""A Resolution against clusters made by hand: pairwise and B³ precision, recall and F1.

The file is a list of `{"name": …, "members": {document: [entity id, …]}}`. Pairwise asks of every two entities whether they are rightly
together; B³ asks of every entity how much of its cluster is right, so that a large cluster does not outweigh all others.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.score.standard import Tally, harmonic

Member = tuple[str, str]
Clusters = Iterable[frozenset[Member]]


@dataclass(frozen=True, slots=True)
class ClusterScores:
    """pairs: tally over pairs of entities; precision, recall: of B³."""

    pairs: Tally
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


def score_clusters(gold: Path, key_of: Mapping[Member, str]) -> ClusterScores:
    """Scores `Resolution.key_of` on the entities that the file clusters; one without a key stands alone. Raises InputError."""
    return compare(read_clusters(gold), key_of)


def read_clusters(path: Path) -> list[frozenset[Member]]:
    """The clusters of a file. Raises InputError."""
    try:
        data = json.loads(path.read_text("utf-8"))
        return [frozenset((doc, i) for doc, ids in row["members"].items() for i in ids) for row in data]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"no clusters: {error!r}", place=str(path), remedy="a list of objects with name and members") from error


def compare(gold: Clusters, key_of: Mapping[Member, str]) -> ClusterScores:
    """Scores keys on clusters.

    >>> a, b, c = ("d1", "e1"), ("d2", "e1"), ("d2", "e2")
    >>> scores = compare([frozenset((a, b)), frozenset((c,))], {a: "x", b: "x", c: "x"})
    >>> scores.pairs, round(scores.precision, 3), scores.recall
    (Tally(right=1, gold=1, predicted=3), 0.556, 1.0)
    """
    gold_of = {member: number for number, cluster in enumerate(gold) for member in cluster}
    found_of = {member: key_of.get(member, member) for member in gold_of}
    golds, founds = Counter(gold_of.values()), Counter(found_of.values())
    both = Counter((gold_of[member], found_of[member]) for member in sorted(gold_of))
    size = max(1, len(gold_of))
    return ClusterScores(
        Tally(_pairs(both), _pairs(golds), _pairs(founds)),
        sum(n * n / founds[key] for (_, key), n in both.items()) / size,
        sum(n * n / golds[number] for (number, _), n in both.items()) / size,
    )


def _pairs(sizes: Counter[Any]) -> int:
    """How many pairs there are within clusters of these sizes; counted, since a large cluster has too many to list."""
    return sum(n * (n - 1) // 2 for n in sizes.values())
