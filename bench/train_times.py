"""Trains ontology/models/times.tsv: which period a figure is of, and whether it is planned.

usage: python -m bench.train_times [FOLDER ...]

The articles (bench/annotated.py) are read with their entities and dates given by hand, so that what is learned does not
depend on how these are found. A figure that an annotation has as well (value, unit, in the annotated words) shows which of the
periods on offer is right, and whether it is planned.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from bench.annotated import MODELS, Annotated, annotated, write_table
from kg.extract.observations import by_model, read_observations
from kg.extract.scene import make_scene
from kg.extract.timing import Figure, Timing
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import BIAS, model_of
from kg.model import Observation

CHOICE, PLAN = 0.1, 0.3  # how freely weights may grow; the smaller, the simpler the model
SMALL = 0.02  # weights below are left out
SEEN = 5  # features that fewer examples have are left out

Choice = list[tuple[list[str], bool]]  # the options of a figure, each with whether it is the right one
Plan = tuple[list[str], bool]  # a figure, with whether it is planned


def lessons(article: Annotated, knowledge: Knowledge) -> Iterator[tuple[Choice, Plan]]:
    """What the figures of an article teach; a choice is empty where the right period is not on offer."""
    figures: list[tuple[Timing, Figure]] = []

    def noted(timing: Timing, figure: Figure) -> tuple[str, bool]:
        figures.append((timing, figure))
        return figure.period, figure.planned

    scene = make_scene(article.view)
    read_observations(article.view, knowledge, by_model(scene, model_of(knowledge, "figures")), noted, scene.weights)
    for timing, figure, gold in matched(article, figures):
        planned = gold.modality == "planned"
        about = timing.about(figure)
        options = timing.options(figure, about)
        choice = [(features, value == gold.period) for value, features in options.items()] if gold.period in options else []
        yield choice, (timing.plan(figure, gold.period, about), planned)


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
            if start <= q.plain
            and q.end <= end + 1
            and abs(o.value) == abs(q.value)
            and (o.unit == q.unit or len({o.unit, q.unit, "个", ""}) == 2)
        ]
        if same:
            yield timing, figure, free.pop(min(same)[-1])[2]


def examples_of(rows: Iterable[Sequence[str]]) -> tuple[list[str], sp.csr_matrix]:
    """The features that more than one row has, and the rows as a matrix of them."""
    kept = [tuple(row) for row in rows]
    counts = Counter(f for row in kept for f in row)
    names = sorted(f for f, n in counts.items() if n >= SEEN)
    index = {f: i for i, f in enumerate(names)}
    columns = [[index[f] for f in row if f in index] for row in kept]
    ends = np.cumsum([0, *map(len, columns)])
    flat = [c for row in columns for c in row]
    return names, sp.csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(kept), len(names)))


def fit(rows: Sequence[Plan], strength: float) -> dict[str, float]:
    """The weights that tell whether a label holds: logistic regression."""
    names, x = examples_of(features for features, _ in rows)
    model = LogisticRegression(C=strength, max_iter=2000).fit(x, np.array([holds for _, holds in rows]))
    return {BIAS: round(float(model.intercept_[0]), 3), **_pruned(names, model.coef_[0])}


def choose(groups: Sequence[Choice], strength: float) -> dict[str, float]:
    """The weights that tell the right one of several options: conditional logistic regression."""
    names, x = examples_of(features for group in groups for features, _ in group)
    y = np.array([float(right) for group in groups for _, right in group])
    starts = np.cumsum([0, *(len(group) for group in groups)])[:-1]
    of = np.repeat(np.arange(len(groups)), [len(group) for group in groups])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        score = x @ w
        top = np.maximum.reduceat(score, starts)
        share = np.exp(score - top[of])
        whole = np.add.reduceat(share, starts)
        value = (np.log(whole) + top).sum() - (score * y).sum() + w @ w / (2 * strength)
        return value, x.T @ (share / whole[of] - y) + w / strength

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return _pruned(names, found.x)


def _pruned(names: Sequence[str], weights: np.ndarray) -> dict[str, float]:
    return {name: round(float(w), 2) for name, w in zip(names, weights, strict=True) if abs(w) >= SMALL}


def main(folders: Sequence[str]) -> None:
    """Trains both labels and writes the table."""
    knowledge = load()
    found = [lesson for article in annotated(folders, knowledge) for lesson in lessons(article, knowledge)]
    period = choose([c for c, _ in found if c], CHOICE)
    write_table({"period": period, "planned": fit([p for _, p in found], PLAN)}, MODELS / "times.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
