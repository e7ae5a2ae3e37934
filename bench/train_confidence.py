"""Fits ontology/models/confidence.tsv: how probable it is that a fact, as it is found, is right.

usage: python -m bench.train_confidence FOLDER ...

The articles must not be those that the other models were trained on; `make models` takes care of that. Prints how often facts
of each confidence are right, as models that have not seen their article say (cross-validation).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bench.annotated import MODELS, annotated, write_table
from bench.train_times import Plan, fit
from kg.extract.confidence import features, label
from kg.extract.document import extract_raw
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import Linear
from kg.score.verdicts import verdicts

STRENGTH = 0.003  # how freely weights may grow; the smaller, the simpler the model
FOLDS = 5

Verdict = tuple[str, Plan]  # kind of fact, its features and whether it is right


def lessons(folders: Sequence[str], knowledge: Knowledge) -> Iterator[list[Verdict]]:
    """The facts of each article."""
    for article in annotated(folders, knowledge):
        found = extract_raw(article.view.document, knowledge)
        entities = {e.id: e for e in found.entities}
        yield [(label(fact), (list(features(fact, entities)), right)) for fact, right in verdicts(article.gold, found, knowledge)]


def learn(verdicts: Sequence[Verdict]) -> Linear:
    """A model of each kind of fact."""
    groups: dict[str, list[Plan]] = defaultdict(list)
    for kind, plan in verdicts:
        groups[kind].append(plan)
    return Linear({kind: fit(plans, STRENGTH) for kind, plans in groups.items()})


def report(articles: Sequence[Sequence[Verdict]]) -> None:
    """Prints how often facts of each confidence are right."""
    tally: Mapping[tuple[str, float], Counter[bool]] = defaultdict(Counter)
    for fold in range(FOLDS):
        model = learn([v for i, article in enumerate(articles) if i % FOLDS != fold for v in article])
        for kind, (names, right) in (v for article in articles[fold::FOLDS] for v in article):
            tally[kind, int(10 * model.probability(kind, names)) / 10][right] += 1
    for (kind, step), counts in sorted(tally.items()):
        print(f"{kind:12} {step:.1f}–{step + 0.1:.1f}  {counts[True]:5} of {counts.total():5} right, {counts[True] / counts.total():.2f}")


def main(folders: Sequence[str]) -> None:
    """Fits, reports, writes the table."""
    articles = list(lessons(folders, load()))
    report(articles)
    write_table(learn([v for article in articles for v in article]).weights, MODELS / "confidence.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
