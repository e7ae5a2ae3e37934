"""Trains ontology/models/relations.tsv, the model of relations, on annotated articles.

usage: python -m bench.train_relations [FOLDER ...]

The articles are those of bench/annotated.py, with their entities given by hand. What a judgement learns of the one before comes
from articles that the one before had not seen (cross-validation). Needs scikit-learn; the same articles give the same table.
"""

from __future__ import annotations

import random
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bench.annotated import MODELS, annotated, write_table
from kg.extract.company import Company, Triple
from kg.extract.learned import AGAIN, NEVER, read_pairs, symmetric_of
from kg.extract.stated import find_stated
from kg.extract.view import View
from kg.knowledge import Knowledge, load
from kg.knowledge.linear import BIAS
from kg.model import Extraction
from kg.score.aspects import granted, places_above
from kg.score.standard import standard_of

FOLDS = 5
RARE = 3  # a feature is learned from so many pairs of names at least
STRENGTH, STRENGTH_AGAIN = 0.3, 0.03  # of the first regression, of the later ones: how far a weight may go (C of scikit-learn)
SEED = 1  # of the order of the articles: folders often hold those of one kind side by side
ROUNDS = 2  # of choosing for each relation the mentions that state it
SLIGHT = 0.03  # weights below are left out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A relation between two entities of an article: whether it holds, the features of each pair of their mentions, and where
    the nearest stands."""

    article: int
    triple: Triple
    holds: bool
    places: tuple[tuple[str, ...], ...]
    spot: Hashable
    granted: bool = False  # neither right nor wrong: nothing is learned from it


Learned = tuple[dict[str, int], np.ndarray, float]  # features, their weights, the bias


def main(folders: Sequence[str]) -> None:
    """Reads the articles, trains, writes the table."""
    knowledge = load()
    candidates: dict[str, list[Candidate]] = {name: [] for name in knowledge.ontology.relations}
    types: dict[tuple[int, str], str] = {}
    articles = list(annotated(folders, knowledge))
    random.Random(SEED).shuffle(articles)
    for number, article in enumerate(articles):
        types |= {(number, e.id): e.type for e in article.gold.entities}
        for candidate in read_candidates(number, article.view, article.gold, knowledge):
            candidates[candidate.triple[1]].append(candidate)
    candidates = {relation: known for relation, known in candidates.items() if known}
    weights: dict[str, dict[str, float]] = {}
    rated: dict[tuple[int, Triple], float] = {}
    for mark in ("", *AGAIN):
        judged = in_company(candidates, rated, types, symmetric_of(knowledge)) if mark else candidates
        strength = STRENGTH_AGAIN if mark else STRENGTH
        with ProcessPoolExecutor() as pool:
            results = list(pool.map(partial(learn_and_rate, strength=strength), judged.values()))
        for (relation, known), (learned, rates) in zip(judged.items(), results, strict=True):
            weights[relation + mark] = weights_of(learned)
            rated |= {(c.article, c.triple): p for c, p in zip(known, rates.tolist(), strict=True)}
    write_table(weights, MODELS / "relations.tsv")


def read_candidates(number: int, view: View, gold: Extraction, knowledge: Knowledge) -> Iterator[Candidate]:
    """The candidates of an article."""
    standard = standard_of(knowledge)
    triples = {(r.head, r.relation, r.tail) for r in gold.relations}
    triples |= {(t, r, h) for h, r, t in triples if r in standard.symmetric}
    above = places_above(triples, standard.placing)
    stated = find_stated(view, knowledge).best
    for judged in read_pairs(view, knowledge, stated):
        places = tuple(tuple(f for part in parts for f in part) for _, parts in judged.places)
        for relation in judged.relations:
            key = (judged.head, relation, judged.tail)
            holds = key in triples
            free = not holds and granted(key, view.entities, above, standard)
            yield Candidate(number, key, holds, places, judged.spot, free)


def learn_and_rate(known: Sequence[Candidate], strength: float) -> tuple[Learned, np.ndarray]:
    """What all candidates of a relation teach, and how probable each is to those who did not see its article."""
    return learn(known, strength), rate(known, strength)


def in_company(
    candidates: Mapping[str, Sequence[Candidate]],
    rated: Mapping[tuple[int, Triple], float],
    types: Mapping[tuple[int, str], str],
    symmetric: frozenset[str],
) -> dict[str, list[Candidate]]:
    """The candidates worth another judgement, with the features of the company that they keep beside those of their nearest mentions."""
    known: dict[int, dict[Triple, Candidate]] = defaultdict(dict)
    for candidate in (c for group in candidates.values() for c in group):
        known[candidate.article][candidate.triple] = candidate
    again: dict[str, list[Candidate]] = {relation: [] for relation in candidates}
    for article, theirs in sorted(known.items()):
        probable = {triple: rated[article, triple] for triple in theirs}
        company = Company(probable, {triple: c.spot for triple, c in theirs.items()}, symmetric)
        for triple in company.worth():
            features = company.features(triple, lambda e, article=article: types[article, e])
            again[triple[1]].append(replace(theirs[triple], places=((*theirs[triple].places[0], *features),)))
    return again


def weights_of(learned: Learned) -> dict[str, float]:
    """The weights of what was learned, the slight ones left out."""
    features, weights, bias = learned
    return {BIAS: round(bias, 2)} | {f: round(float(weights[i]), 2) for f, i in features.items() if abs(weights[i]) >= SLIGHT}


def learn(known: Sequence[Candidate], strength: float) -> Learned:
    """Weights by regression. Of the mentions of two entities that a relation holds between, those state it that the weights of
    the round before like best; at first the nearest."""
    known = [c for c in known if not c.granted]
    if len({c.holds for c in known}) < 2:
        return {}, np.zeros(0), NEVER
    counts = Counter(f for c in known for place in c.places for f in set(place))
    features = {f: i for i, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    places, owners = matrix(known, features)
    holds = np.array([c.holds for c in known])
    use = np.r_[True, owners[1:] != owners[:-1]]
    for _ in range(ROUNDS):
        model = LogisticRegression(C=strength, solver="liblinear", random_state=0, tol=1e-3).fit(places[use], holds[owners][use])
        scores = places @ model.coef_[0]
        use = (scores >= best_of(scores, owners, len(known))[owners]) | ~holds[owners]
    return features, model.coef_[0], float(model.intercept_[0])


def rate(known: Sequence[Candidate], strength: float) -> np.ndarray:
    """How probable each candidate is to a model that has not seen its article."""
    rates = np.zeros(len(known))
    for fold in range(FOLDS):
        held = [i for i, c in enumerate(known) if c.article % FOLDS == fold]
        if held:
            features, weights, bias = learn([c for c in known if c.article % FOLDS != fold], strength)
            places, owners = matrix([known[i] for i in held], features)
            rates[held] = 1 / (1 + np.exp(-best_of(places @ weights + bias, owners, len(held))))
    return rates


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
