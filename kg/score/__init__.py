"""Extractions against annotations made by hand: precision, recall and F1 of six aspects, and how well a Resolution puts entities together.

Aspects: `entities` same class and a surface form in common, one to one; `entities*` whatever the class; `relations` both ends and the
relation; `observations` subject, kind, value, unit and roughly the indicator; `observations+` the period and the modality too;
`milestones` subject, step and date. What is taken for the same stands in ontology/scoring.yml.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError
from kg.knowledge import Knowledge, load
from kg.model import Extraction, from_json
from kg.score.aspects import ASPECTS, by_aspect
from kg.score.clusters import ClusterScores, score_clusters
from kg.score.standard import Tally, standard_of

__all__ = ["ASPECTS", "ClusterScores", "Scores", "Tally", "read", "score", "score_all", "score_clusters"]


@dataclass(frozen=True, slots=True)
class Scores:
    """Tallies by aspect over all documents; errors: lines of what is missing (-) and what is wrong (+)."""

    documents: int
    tallies: Mapping[str, Tally]
    errors: tuple[str, ...] = ()


def score(gold: Path, predicted: Path, knowledge: Knowledge | None = None) -> Scores:
    """Scores a file against a file, or a folder against a folder of files of the same names; a file that lacks counts as empty.
    Raises InputError for what is no extraction."""
    files = [(gold, predicted)] if gold.is_file() else [(g, predicted / g.name) for g in sorted(gold.glob("*.json"))]
    if not files:
        raise InputError("no annotations there", place=str(gold), remedy="give a JSON file or a folder of them")
    pairs = [(want := read(g), read(p) if p.exists() else Extraction(want.doc, "", "", "", "")) for g, p in files]
    return score_all(pairs, knowledge or load())


def score_all(pairs: Iterable[tuple[Extraction, Extraction]], knowledge: Knowledge) -> Scores:
    """Scores pairs of annotation and extraction."""
    totals = dict.fromkeys(ASPECTS, Tally())
    errors: list[str] = []
    documents = 0
    for gold, predicted in pairs:
        documents += 1
        for aspect, (tally, lines) in by_aspect(gold, predicted, standard_of(knowledge)).items():
            totals[aspect] += tally
            errors += (f"{line[0]} {gold.doc[:12]} {aspect}: {line[2:]}" for line in lines)
    return Scores(documents, totals, tuple(errors))


def read(path: Path) -> Extraction:
    """An extraction from its JSON. Raises InputError."""
    try:
        return from_json(json.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("cannot be read", place=str(path), remedy=str(error)) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(f"no extraction: {error!r}", place=str(path), remedy="kg extract shows what one looks like") from error
