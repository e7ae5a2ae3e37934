"""Trains ontology/models/relations.tsv, the model of relations, on annotated articles.

usage: python bench/train_relations.py [FOLDER_OF_ARTICLES FOLDER_OF_ANNOTATIONS]

Entities are taken from the annotations. A relation's least probability is what maximises F1 over articles that the model did
not see (cross-validation). Needs scikit-learn; the same articles give
the same table.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg import reading
from kg.extract.learned import LEAST, read_pairs
from kg.extract.stated import find_stated
from kg.extract.view import View, make_view
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import BIAS
from kg.model import Document, Extraction, Mention, from_json
from kg.score.aspects import granted, places_above
from kg.score.standard import standard_of

ROOT = Path(__file__).parent.parent
WRITTEN = ROOT / "tests" / "cases" / "written"
MODEL = ROOT / "ontology" / "models" / "relations.tsv"
FOLDS = 8
RARE = 3  # a feature is learned from so many pairs of names at least
STRENGTH = 0.3  # of the regression: how far a weight may go (C of scikit-learn)
ROUNDS = 2  # of choosing for each relation the mentions that state it
SLIGHT = 0.02  # weights below are left out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation between two entities: whether it holds, in which article, the features of each pair of their mentions."""

    article: int
    holds: bool
    places: tuple[tuple[str, ...], ...]


Learned = tuple[dict[str, int], np.ndarray, float]  # features, their weights, the bias


def main(folders: Sequence[str]) -> None:
    """Reads the articles, trains, writes the table."""
    articles, annotations = (Path(f) for f in folders) if folders else (WRITTEN / "articles", WRITTEN / "annotations")
    knowledge = load()
    candidates: dict[str, list[Candidate]] = {name: [] for name in knowledge.ontology.relations}
    wanted: Counter[str] = Counter()
    for number, path in enumerate(sorted(annotations.glob("*.json"))):
        gold = from_json(json.loads(path.read_text("utf-8")))
        document = reading.read(articles / f"{path.stem}.txt", knowledge)
        wanted.update(r.relation for r in gold.relations)
        for relation, candidate in read_candidates(number, document, gold, knowledge):
            candidates[relation].append(candidate)
    rows = [row for relation, known in candidates.items() if known for row in table(relation, known, wanted[relation])]
    MODEL.parent.mkdir(exist_ok=True)
    MODEL.write_text("label\tfeature\tweight\n" + "".join(rows), "utf-8")
    print(f"{MODEL}: {len(rows)} weights, {MODEL.stat().st_size // 1024} kB")


def read_candidates(number: int, document: Document, gold: Extraction, knowledge: Knowledge) -> Iterator[tuple[str, Candidate]]:
    """The candidates of an article, each with its relation; those that the score ignores are left out."""
    view = annotated_view(document, gold, knowledge)
    standard = standard_of(knowledge)
    triples = {(r.head, r.relation, r.tail) for r in gold.relations}
    triples |= {(t, r, h) for h, r, t in triples if r in standard.symmetric}
    above = places_above(triples, standard.placing)
    for judged in read_pairs(view, knowledge, find_stated(view, knowledge).best):
        for relation in judged.relations:
            key = (judged.head, relation, judged.tail)
            if key in triples or not granted(key, view.entities, above, standard):
                yield relation, Candidate(number, key in triples, tuple(tuple(features) for _, features in judged.places))


def annotated_view(document: Document, gold: Extraction, knowledge: Knowledge) -> View:
    """A document with the entities of its annotation, wherever the text has one of their names; the longest goes first."""
    text = document.text
    forms = sorted(((f, e) for e in gold.entities for f in {*e.mentions, e.name}), key=lambda x: (-len(x[0]), x[0], x[1].id))
    taken = [False] * len(text)
    found = []
    for form, entity in forms:
        start = text.find(form)
        while start >= 0:
            end = start + len(form)
            if not any(taken[start:end]):
                taken[start:end] = [True] * len(form)
                found.append(Mention(start, end, form, entity.type, "annotated", 1.0, entity.id))
            start = text.find(form, start + 1)
    return make_view(document, sorted(found, key=lambda m: m.start), {e.id: e for e in gold.entities}, knowledge)


def table(relation: str, known: Sequence[Candidate], wanted: int) -> list[str]:
    """The rows of a relation: its weights, and the least probability from which on it is taken for stated."""
    features, weights, bias = learn(known)
    rows = {BIAS: bias, LEAST: least(known, wanted)} | {f: float(weights[i]) for f, i in features.items()}
    return [f"{relation}\t{f}\t{w:.2f}\n" for f, w in sorted(rows.items()) if abs(w) >= SLIGHT]


def learn(known: Sequence[Candidate]) -> Learned:
    """Weights by regression. Of the mentions of two entities that a relation holds between, those state it that the weights of
    the round before like best; at first the nearest."""
    counts = Counter(f for c in known for place in c.places for f in set(place))
    features = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    places, owners = matrix(known, features)
    holds = np.array([c.holds for c in known])
    use = np.r_[True, owners[1:] != owners[:-1]]
    for _ in range(ROUNDS):
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0, max_iter=300).fit(places[use], holds[owners][use])
        scores = places @ model.coef_[0]
        use = (scores >= best_of(scores, owners, len(known))[owners]) | ~holds[owners]
    return features, model.coef_[0], float(model.intercept_[0])


def least(known: Sequence[Candidate], wanted: int) -> float:
    """The probability above which taking candidates maximises F1, by cross-validation over articles."""
    rated: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [c for c in known if c.article % FOLDS != fold]
        held = [c for c in known if c.article % FOLDS == fold]
        if held and len({c.holds for c in rest}) == 2:
            features, weights, bias = learn(rest)
            places, owners = matrix(held, features)
            scores = best_of(places @ weights + bias, owners, len(held))
            rated += zip((1 / (1 + np.exp(-scores))).tolist(), (c.holds for c in held), strict=True)
    right, best = 0, (0.0, 1.0)
    for taken, (probability, holds) in enumerate(sorted(rated, reverse=True), 1):
        right += holds
        best = max(best, (2 * right / (taken + wanted), probability))
    return best[1]


def matrix(known: Sequence[Candidate], features: dict[str, int]) -> tuple[csr_matrix, np.ndarray]:
    """A row for each pair of mentions, a column for each feature; and the candidate that each row belongs to."""
    rows = [sorted({features[f] for f in place if f in features}) for c in known for place in c.places]
    ends = np.cumsum([0, *map(len, rows)])
    columns = [i for row in rows for i in row]
    owners = np.array([n for n, c in enumerate(known) for _ in c.places])
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(features))), owners


def best_of(scores: np.ndarray, owners: np.ndarray, candidates: int) -> np.ndarray:
    """The best score of each candidate."""
    best = np.full(candidates, -np.inf)
    np.maximum.at(best, owners, scores)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])
