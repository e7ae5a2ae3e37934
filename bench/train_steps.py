"""Trains ontology/models/steps.tsv: who took a step, and when.

usage: python -m bench.train_steps [FOLDER ...]

The articles (bench/annotated.py) are read with their entities and dates given by hand. A pair of a thing and a date that the
annotation has with the step of a word is right, any other wrong. So is a name after a batch (kg/extract/batches.py).
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.annotated import MODELS, Annotated, annotated, write_table
from bench.train_times import Plan, fit
from kg.extract.milestones import read_milestones
from kg.extract.step_choice import Option
from kg.knowledge import Knowledge, load

STRENGTH = 0.2  # how freely weights may grow; the smaller, the simpler the model


def lessons(article: Annotated, knowledge: Knowledge) -> list[tuple[str, Plan]]:
    """What the steps of an article teach."""
    right = {(m.subject, m.step, m.date) for m in article.gold.milestones}
    found: list[tuple[str, Plan]] = []

    def noted(label: str, option: Option) -> float:
        found.append((label, (list(option.features), (option.entity, option.step, option.date) in right)))
        return 0.0

    read_milestones(article.view, knowledge, noted)
    return found


def main(folders: Sequence[str]) -> None:
    """Trains the labels and writes the table."""
    knowledge = load()
    rows = [lesson for article in annotated(folders, knowledge) for lesson in lessons(article, knowledge)]
    weights = {label: fit([plan for of, plan in rows if of == label], STRENGTH) for label in ("step", "listed")}
    write_table(weights, MODELS / "steps.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
