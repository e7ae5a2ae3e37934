"""Learns whose a number is from annotated articles: writes ontology/models/figures.tsv.

usage: python -m bench.train_figures [FOLDER ...]

The articles are those of bench/annotated.py. The model is a conditional logit (McFadden 1974): each candidate of a number,
nobody among them, has a score; the probability of the right ones (whoever the annotation gives the number to) is made as
large as possible, with an L2 penalty on the weights.

What a number is next to counts: who has the number before it. So that the model meets in training the mistakes that it will
meet, the articles are read several times, each by a model that has not seen it (folds).
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from bench.annotated import MODELS, annotated, write_table
from kg.extract.observations import by_model, read_observations
from kg.extract.owner_features import RULED, Hints
from kg.extract.owners import LABEL, Candidate, candidates, chances_of
from kg.extract.scene import Scene, make_scene
from kg.extract.spot import Spot
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import Linear
from kg.model import Extraction

PENALTY = 4.0
PRIOR = 0.5  # added to the weight of whom the rules choose, which were written beside other articles than these
LEAST = 3  # numbers that a feature must be seen at
SMALLEST = 0.03  # weights below are left out
ROUNDS = 2
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its annotation."""

    scene: Scene
    gold: Extraction


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of a number and which of them are right."""

    candidates: Sequence[Candidate]
    right: frozenset[int]


def _squeezed(text: str) -> tuple[str, list[int]]:
    kept = [i for i, c in enumerate(text) if not c.isspace() and c not in "“”\"'‘’"]
    return "".join(text[i] for i in kept), kept


def given(article: Article) -> list[tuple[int, int, float, str, str]]:
    """The annotated figures: from where to where their evidence reaches, value, unit, subject."""
    squeezed, places = _squeezed(article.scene.view.document.text)
    found = []
    for o in article.gold.observations:
        for quote in o.evidence:
            for part in re.split("…+", quote.exact):
                words, _ = _squeezed(part)
                at = squeezed.find(words) if len(words) > 2 else -1
                while at >= 0:
                    found.append((places[at], places[at + len(words) - 1], abs(o.value), o.unit, o.subject))
                    at = squeezed.find(words, at + 1)
    return found


def cases(article: Article, model: Linear | None, knowledge: Knowledge) -> list[Case]:
    """The numbers of an article, read with a model (None: as the rules choose)."""
    figures = given(article)
    made: list[Case] = []

    def recorded(spot: Spot, hints: Hints) -> tuple[str, float]:
        found = candidates(spot, article.scene, hints)
        q = spot.quantity
        here = [f for f in figures if f[0] - 1 <= q.plain <= f[1] + 1 and abs(f[2] - abs(q.value)) < 1e-6]
        exact = [f for f in here if f[3].strip("个") == q.unit.strip("个")]
        owners = {f[4] for f in exact or here}
        right = frozenset(i for i, c in enumerate(found) if c.entity in owners) if owners else frozenset([0])
        if right:
            made.append(Case(found, right))
        return by_rules(spot, hints) if model is None else by_model(article.scene, model)(spot, hints)

    read_observations(article.scene.view, knowledge, recorded, lambda _, figure: (figure.period, figure.planned), article.scene.weights)
    return made


def by_rules(_: Spot, hints: Hints) -> tuple[str, float]:
    """Whom the rules choose."""
    return ("", 0.0) if hints.idle else (hints.entity, 0.5)


def fit(examples: Sequence[Case], penalty: float = PENALTY, label: str = LABEL) -> Linear:
    """The weights that make the right candidates most probable."""
    seen: Counter[str] = Counter()
    for case in examples:
        seen.update({f for c in case.candidates for f in c.features})
    names = sorted(f for f, n in seen.items() if n >= LEAST)
    column = {f: i for i, f in enumerate(names)}
    indices: list[int] = []
    pointers = [0]
    groups: list[int] = []
    right: list[bool] = []
    for g, case in enumerate(examples):
        for i, c in enumerate(case.candidates):
            indices += sorted({column[f] for f in c.features if f in column})
            pointers.append(len(indices))
            groups.append(g)
            right.append(i in case.right)
    matrix = csr_matrix((np.ones(len(indices)), indices, pointers), shape=(len(groups), len(names)))
    turned = matrix.T.tocsr()
    group, good = np.array(groups), np.array(right)
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        powers = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        all_ = np.add.reduceat(powers, starts)
        best = np.add.reduceat(powers * good, starts) + 1e-12
        slope = powers / all_[group] - powers * good / best[group]
        return float(np.sum(np.log(all_) - np.log(best)) + penalty / 2 * w @ w), turned @ slope + penalty * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 90}).x
    return Linear({label: {f: round(float(x), 2) for f, x in zip(names, w, strict=True) if abs(x) >= SMALLEST}})


def train(articles: Sequence[Article], knowledge: Knowledge) -> Linear:
    """Reads the articles by the rules, then by models of the other folds, and learns from all of it."""
    examples = [cases(a, None, knowledge) for a in articles]
    read = [c for e in examples for c in e]
    for _ in range(ROUNDS - 1):
        models = [fit([c for i, e in enumerate(examples) if i % FOLDS != k for c in e]) for k in range(FOLDS)]
        report(examples, models)
        examples = [cases(a, models[i % FOLDS], knowledge) for i, a in enumerate(articles)]
        read += [c for e in examples for c in e]
    weights = dict(fit(read, PENALTY * ROUNDS).weights[LABEL])
    weights[RULED] = round(weights.get(RULED, 0.0) + PRIOR, 2)
    return Linear({LABEL: weights})


def report(examples: Sequence[Sequence[Case]], models: Sequence[Linear]) -> None:
    """Prints how often the models are right on what they have not seen."""
    tally: Counter[str] = Counter()
    for i, article in enumerate(examples):
        for case in article:
            chances = chances_of(case.candidates, models[i % FOLDS])
            best = max(range(len(chances)), key=lambda j: chances[j])
            what = "figure" if 0 not in case.right else "none"
            tally[what, "right" if best in case.right else "none" if best == 0 else "wrong"] += 1  # type: ignore[index]
    print(dict(tally))


def main(folders: Sequence[str]) -> None:
    """Trains and writes."""
    knowledge = load()
    model = train([Article(make_scene(a.view), a.gold) for a in annotated(folders, knowledge)], knowledge)
    write_table(model.weights, MODELS / "figures.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
