"""Learns which year an article is of: writes ontology/models/years.tsv.

usage: python -m bench.train_years [FOLDER ...]

The articles are those of bench/annotated.py. The model is that of bench/train_figures.py: the years that an article may be of are
weighed against one another. Prints how often models are right on articles that they have not seen, beside the weights set by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence

from bench.annotated import MODELS, annotated, write_table
from bench.train_figures import Case, fit
from kg.extract.owners import Candidate
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import Linear
from kg.knowledge.reading import reading_rules
from kg.reading.year_choice import LABEL, RULED, features_of

PRIOR = 0.5  # added to the weight of what the clues choose, which were written beside other articles than these
FOLDS = 8


def cases(folders: Sequence[str], knowledge: Knowledge) -> Iterator[Case]:
    """The years that each article may be of, and which is right."""
    rules = reading_rules(knowledge)
    for article in annotated(folders, knowledge):
        document = article.view.document
        headings, prose = ([document.text[s.start : s.end] for s in document.sentences if s.kind == kind] for kind in ("heading", "body"))
        offered = features_of(headings, prose, rules)
        candidates = [Candidate(str(year), tuple(features)) for year, features in offered.items()]
        right = frozenset(i for i, c in enumerate(candidates) if c.entity == document.reference[:4])
        if right:
            yield Case(candidates, right)


def learn(examples: Sequence[Case]) -> Linear:
    """The weights that make the right years most probable."""
    weights = dict(fit(examples, label=LABEL).weights[LABEL])
    weights[RULED] = round(weights.get(RULED, 0.0) + PRIOR, 2)
    return Linear({LABEL: weights})


def report(examples: Sequence[Case]) -> None:
    """Prints how often the models of other articles are right, and how often the clues alone."""
    right = ruled = 0
    for fold in range(FOLDS):
        model = learn([case for i, case in enumerate(examples) if i % FOLDS != fold])
        for case in examples[fold::FOLDS]:
            scores = [model.score(LABEL, c.features) for c in case.candidates]
            right += scores.index(max(scores)) in case.right
            ruled += any(RULED in case.candidates[i].features for i in case.right)
    print(f"{right} of {len(examples)} right, by the clues alone {ruled}")


def main(folders: Sequence[str]) -> None:
    """Fits, reports, writes the table."""
    examples = list(cases(folders, load()))
    report(examples)
    write_table(learn(examples).weights, MODELS / "years.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
