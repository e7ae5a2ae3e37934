"""Trains ontology/models/times.tsv: which period a figure is of, and whether it is planned.

usage: python -m bench.train_times ARTICLES ANNOTATIONS ontology/models/times.tsv

The articles are read with their entities and dates given by hand, so that what is learned does not depend on how these are
found. A figure that an annotation has as well (value, unit, in the annotated words) shows which of the periods on offer is
right, and whether it is planned.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from bench.annotated import Annotated, annotated
from kg.extract import observations
from kg.extract.timing import Figure, Timing
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import BIAS
from kg.model import Observation

STRENGTH = {"period": 0.1, "planned": 0.1}  # how freely weights may grow; the smaller, the simpler the model
SMALL = 0.02  # weights below are left out
SEEN = 2  # features that fewer examples have are left out


@dataclass(frozen=True, slots=True)
class Example:
    """What a model is to tell: a label, the features, whether it holds."""

    label: str
    features: tuple[str, ...]
    holds: bool


class _Recorder(Timing):
    """Notes each figure that is read, and leaves it as the rules have it."""

    figures: list[tuple[Timing, Figure]] = []

    def decide(self, figure: Figure) -> tuple[str, bool]:
        self.figures.append((self, figure))
        return figure.period, figure.planned


def examples(article: Annotated, knowledge: Knowledge) -> Iterator[Example]:
    """What the figures of an article teach."""
    _Recorder.figures = []
    observations.Timing = _Recorder  # type: ignore[misc]
    observations.find_observations(article.view, knowledge)
    for timing, figure, gold in matched(article, _Recorder.figures):
        options = timing.options(figure)
        if gold.period in options:
            yield from (Example("period", tuple(f), value == gold.period) for value, f in options.items())
        yield Example("planned", tuple(timing.plan(figure, gold.period)), gold.modality == "planned")


def matched(article: Annotated, figures: Iterable[tuple[Timing, Figure]]) -> Iterator[tuple[Timing, Figure, Observation]]:
    """The figures that the annotation has, each with its annotated observation."""
    text = article.view.document.text
    kept = [i for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(text[i] for i in kept)
    free = []
    for o in article.gold.observations:
        words = re.sub(r"\s", "", o.evidence[0].exact)
        at = squeezed.find(words)
        if at >= 0:
            free.append((kept[at], kept[at + len(words) - 1] + 1, o))
    for timing, figure in figures:
        q = figure.spot.quantity
        same = [
            (o.subject != figure.subject, o.kind != figure.kind, end - start, i)
            for i, (start, end, o) in enumerate(free)
            if start <= q.plain and q.end <= end + 1 and abs(o.value) == abs(q.value) and (o.unit == q.unit or len({o.unit, q.unit, "个", ""}) == 2)
        ]
        if same:
            yield timing, figure, free.pop(min(same)[-1])[2]


def fit(label: str, rows: Sequence[Example]) -> dict[str, float]:
    """The weights of one label."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row.features:
            counts[feature] = counts.get(feature, 0) + 1
    vectorizer = DictVectorizer()
    x = vectorizer.fit_transform({f: 1.0 for f in row.features if counts[f] >= SEEN} for row in rows)
    model = LogisticRegression(C=STRENGTH[label], max_iter=2000)
    model.fit(x, np.array([row.holds for row in rows]))
    weights = {name: round(float(w), 3) for name, w in zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)}
    return {BIAS: round(float(model.intercept_[0]), 3), **{name: w for name, w in weights.items() if abs(w) >= SMALL}}


def train(articles: Iterable[Annotated], knowledge: Knowledge) -> Mapping[str, Mapping[str, float]]:
    """The weights of each label."""
    found = [e for article in articles for e in examples(article, knowledge)]
    return {label: fit(label, [e for e in found if e.label == label]) for label in STRENGTH}


def write(weights: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """The table of weights."""
    lines = ["label\tfeature\tweight"]
    lines += [f"{label}\t{f}\t{w:g}" for label in sorted(weights) for f, w in sorted(weights[label].items())]
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    knowledge = load()
    write(train(annotated(Path(sys.argv[1]), Path(sys.argv[2]), knowledge), knowledge), Path(sys.argv[3]))
