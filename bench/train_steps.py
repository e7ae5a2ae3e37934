"""Trains ontology/models/steps.tsv: who took a step, and when.

usage: python -m bench.train_steps [FOLDER ...]

The articles (bench/annotated.py) are read with their entities and dates given by hand. A pair of a thing and a date that the
annotation has with the step of a word is right, any other wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import ClassVar

from bench.annotated import MODELS, Annotated, annotated
from bench.train_times import Plan, fit, write
from kg.extract import milestones
from kg.extract.clauses import Clause
from kg.extract.step_choice import RULED, Choices, Option
from kg.extract.step_rules import StepRule
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import Linear
from kg.model import Milestone

PRIOR = 1.2  # added to the weight of what the rules say, which were written beside other articles than these
STRENGTH = 0.2  # how freely weights may grow; the smaller, the simpler the model


class _Recorder(Choices):
    """Notes the options of each word, and takes none."""

    seen: ClassVar[list[Option]] = []
    named: ClassVar[list[Option]] = []

    def decide(self, clause: Clause, rule: StepRule, trigger: re.Match[str], ruled: Sequence[Milestone]) -> list[Option]:
        self.seen += self.options(clause, rule, trigger, ruled)
        return []

    def listed(self, clause: Clause) -> list[Option]:
        self.named += self.members(clause)
        return []


def lessons(article: Annotated, knowledge: Knowledge) -> Iterator[tuple[str, Plan]]:
    """What the steps of an article teach."""
    _Recorder.seen, _Recorder.named = [], []
    milestones.Choices = _Recorder  # type: ignore[misc]
    milestones.steps_model = lambda _: Linear({})  # type: ignore[assignment]  # the table there need not be whole
    milestones.find_milestones(article.view, knowledge)
    right = {(m.subject, m.step, m.date) for m in article.gold.milestones}
    for label, options in (("step", _Recorder.seen), ("listed", _Recorder.named)):
        for option in options:
            yield label, (list(option.features), (option.entity, option.step, option.date) in right)


def main(folders: Sequence[str]) -> None:
    """Trains the labels and writes the table."""
    knowledge = load()
    rows = [lesson for article in annotated(folders, knowledge) for lesson in lessons(article, knowledge)]
    weights = {label: fit([plan for of, plan in rows if of == label], STRENGTH) for label in ("step", "listed")}
    weights["step"][RULED] = round(weights["step"].get(RULED, 0.0) + PRIOR, 2)
    write(weights, MODELS / "steps.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
