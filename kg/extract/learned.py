"""Relations that a model finds: pairs of names judged by what annotated articles taught (ontology/models/relations.tsv).

The rules come first: what they found is among the features, so that the model weighs it together with all else. Each candidate
is judged by its words, and what is left once more for each mark of AGAIN, in the light of what the others came to before. In the
table the weights of these judgements stand under the relation with the mark behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.company import Company, Triple
from kg.extract.frames import read_frames
from kg.extract.pair_features import Features, Part
from kg.extract.pairs import Pair, find_pairs, fitting
from kg.extract.stated import Stated
from kg.extract.topics import Topics
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.linear import BIAS, Linear, logistic, model_of
from kg.knowledge.rules import relation_rules

AGAIN = ("+", "++")
NEVER = -9.0  # the bias where nothing speaks for a relation
KEPT = 500_000  # scores that are kept at a time; a hundred articles have fewer


@dataclass(frozen=True, slots=True)
class Judged:
    """Two entities, the relations that may link them, and pairs of their mentions with what can be seen there."""

    head: str
    tail: str
    relations: tuple[str, ...]
    places: tuple[tuple[Pair, tuple[Part, ...]], ...]

    @property
    def nearest(self) -> tuple[Part, ...]:
        """What can be seen of the nearest of the pairs."""
        return self.places[0][1]

    @property
    def spot(self) -> tuple[int, int, int, int]:
        """Where the nearest of the pairs stands: the same for the members of an enumeration."""
        one, two = self.places[0][0].one, self.places[0][0].two
        return one.frame, one.place, two.frame, two.place


@dataclass(frozen=True, slots=True)
class Verdict:
    """How probable a relation is, and the mentions that speak for it most."""

    probability: float
    pair: Pair


def read_pairs(view: View, knowledge: Knowledge, stated: Stated) -> Iterator[Judged]:
    """All candidates of a document."""
    rules = relation_rules(knowledge)
    topics = Topics(view, rules)
    frames = read_frames(view, rules)
    fits = fitting(knowledge.ontology.relations, knowledge.ontology.classes)
    symmetric = symmetric_of(knowledge)
    features = Features(frames, topics, stated)
    for (one, two), pairs in find_pairs(frames, topics, fits).items():
        for head, tail in ((one, two), (two, one)):
            relations = fits.get((view.entities[head].type, view.entities[tail].type), ())
            relations = tuple(r for r in relations if head == one or r not in symmetric)
            if relations:
                yield Judged(head, tail, relations, tuple((p, features.of(p, p.first.entity == head)) for p in pairs))


@lru_cache(maxsize=8)
def symmetric_of(knowledge: Knowledge) -> frozenset[str]:
    """The symmetric relations."""
    return frozenset(r.name for r in knowledge.ontology.relations.values() if r.symmetric)


def _scorer(model: Linear) -> Callable[[str, Part], float]:
    """Scores parts of features, each object once."""
    known: dict[tuple[str, int], tuple[float, Part]] = {}

    def score(label: str, part: Part) -> float:
        key = (label, id(part))
        if key not in known:
            if len(known) >= KEPT:
                known.clear()
            known[key] = (model.score(label, part), part)  # kept, so that no other part gets its id
        return known[key][0]

    return score


def judge(view: View, knowledge: Knowledge, stated: Stated) -> dict[Triple, Verdict]:
    """What the model holds of the candidates that are not beyond belief."""
    model = model_of(knowledge, "relations")
    bias = {label: model.score(label, [BIAS]) for label in model.weights}
    score = _scorer(model)
    probable: dict[Triple, float] = {}
    pairs: dict[Triple, Pair] = {}
    seen: dict[Triple, Judged] = {}
    for judged in read_pairs(view, knowledge, stated):
        for relation in (r for r in judged.relations if r in bias):
            rated = [sum([score(relation, part) for part in parts]) for _, parts in judged.places]
            best = max(range(len(rated)), key=rated.__getitem__)
            key = (judged.head, relation, judged.tail)
            probable[key], pairs[key], seen[key] = logistic(rated[best] + bias[relation]), judged.places[best][0], judged
    spots = {key: judged.spot for key, judged in seen.items()}
    again: dict[Triple, float] = {}
    for mark in AGAIN:
        company = Company(probable, spots, symmetric_of(knowledge))
        again = {}
        for key in company.worth():
            label = key[1] + mark
            kept = model.score(label, company.features(key, lambda e: view.entities[e].type))
            again[key] = logistic(sum([score(label, part) for part in seen[key].nearest]) + kept + bias.get(label, NEVER))
        probable |= again
    return {key: Verdict(p, pairs[key]) for key, p in again.items()}
