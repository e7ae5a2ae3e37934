"""Learns whose a number is from annotated articles: writes ontology/models/figures.tsv.

usage: python bench/train_figures.py [--folds N] [ARTICLES ANNOTATIONS]

ARTICLES holds NAME.txt, ANNOTATIONS holds NAME.json as the guideline says; default: those of tests/cases/written. The model
is a conditional logit (McFadden 1974): each candidate of a number, nobody among them, has a score; the probability of the
right ones (whoever the annotation gives the number to) is made as large as possible, with an L2 penalty on the weights.

What a number is next to counts: who has the number before it. So that the model meets in training the mistakes that it will
meet, the articles are read several times, each by a model that has not seen it (folds).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from kg.extract.observations import read_observations
from kg.extract.owner_features import RULED, Hints
from kg.extract.owners import LABEL, Candidate, candidates, choose
from kg.extract.scene import Scene, make_scene
from kg.extract.spot import Spot
from kg.extract.view import make_view
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import Linear
from kg.model import Extraction, Mention, from_json
from kg.reading import read

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = ROOT / "tests" / "cases" / "written"
PENALTY = 4.0
PRIOR = 0.5  # added to the weight of whom the rules choose, which were written beside other articles than these
LEAST = 3  # numbers that a feature must be seen at
SMALLEST = 0.03  # weights below are left out
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its annotation."""

    name: str
    scene: Scene
    gold: Extraction


@dataclass(frozen=True, slots=True)
class Case:
    """The candidates of a number and which of them are right."""

    candidates: Sequence[Candidate]
    right: frozenset[int]


def read_article(text: Path, annotation: Path, knowledge: Knowledge) -> Article:
    """An article with the annotated entities put where the text names them."""
    document = read(text, knowledge)
    gold = from_json(json.loads(annotation.read_text("utf-8")))
    forms = sorted(((f, e) for e in gold.entities for f in {*e.mentions, e.name}), key=lambda x: (-len(x[0]), x[0]))
    taken = bytearray(len(document.text))
    mentions: list[Mention] = []
    for form, e in forms:
        for found in re.finditer(re.escape(form), document.text):
            if not any(taken[found.start() : found.end()]):
                taken[found.start() : found.end()] = b"\1" * len(form)
                mentions.append(Mention(found.start(), found.end(), form, e.type, "gold", 1.0, e.id))
    view = make_view(document, mentions, {e.id: e for e in gold.entities}, knowledge)
    return Article(text.stem, make_scene(view), gold)


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
        if model is None:
            return ("", 0.0) if hints.idle else (hints.entity, 0.5)
        chances = choose(found, model)
        best = max(range(len(found)), key=lambda i: (chances[i], -i))
        return found[best].entity, chances[best]

    read_observations(article.scene.view, knowledge, recorded, article.scene.weights)
    return made


def fit(examples: Sequence[Case]) -> Linear:
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
        return float(np.sum(np.log(all_) - np.log(best)) + PENALTY / 2 * w @ w), turned @ slope + PENALTY * w

    w = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 90}).x
    return Linear({LABEL: {f: round(float(x), 2) for f, x in zip(names, w, strict=True) if abs(x) >= SMALLEST}})


def train(articles: Sequence[Article], knowledge: Knowledge, folds: int) -> Linear:
    """Reads the articles by the rules, then by models of the other folds, and learns from all of it."""
    examples = [cases(a, None, knowledge) for a in articles]
    for _ in range(ROUNDS - 1):
        models = [fit([c for i, e in enumerate(examples) if i % folds != k for c in e]) for k in range(folds)]
        report(examples, models, folds)
        examples = [cases(a, models[i % folds], knowledge) for i, a in enumerate(articles)]
    weights = dict(fit([c for e in examples for c in e]).weights[LABEL])
    weights[RULED] = round(weights.get(RULED, 0.0) + PRIOR, 2)
    return Linear({LABEL: weights})


def report(examples: Sequence[Sequence[Case]], models: Sequence[Linear], folds: int) -> None:
    """Prints how often the models are right on what they have not seen."""
    tally: Counter[str] = Counter()
    for i, article in enumerate(examples):
        for case in article:
            chances = choose(case.candidates, models[i % folds])
            best = max(range(len(chances)), key=lambda j: chances[j])
            what = "figure" if 0 not in case.right else "none"
            tally[what, "right" if best in case.right else "none" if best == 0 else "wrong"] += 1  # type: ignore[index]
    print(dict(tally))


def write(model: Linear, path: Path) -> None:
    """The table of weights, sorted."""
    rows = [
        f"{label}\t{f}\t{x:g}" for label, weights in model.weights.items() for f, x in sorted(weights.items()) if not re.search(r"\s", f)
    ]
    path.parent.mkdir(exist_ok=True)
    path.write_text("label\tfeature\tweight\n" + "\n".join(rows) + "\n", "utf-8")


def main(arguments: Sequence[str]) -> None:
    """Trains and writes."""
    folders = [Path(a) for a in arguments] or [WRITTEN / "articles", WRITTEN / "annotations"]
    knowledge = load()
    pairs = [(folders[0] / f"{p.stem}.txt", p) for p in sorted(folders[1].glob("*.json"))]
    model = train([read_article(text, p, knowledge) for text, p in pairs], knowledge, folds=5)
    write(model, ROOT / "ontology" / "models" / "figures.tsv")


if __name__ == "__main__":
    main(sys.argv[1:])
