"""Relations that a model finds: pairs of names judged by what annotated articles taught (ontology/models/relations.tsv).

The rules come first: what they found is among the features, so that the model weighs it together with all else. `least` in
the table is the probability from which on a relation is taken for stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kg.extract.frames import read_frames
from kg.extract.pair_features import Features
from kg.extract.pairs import Pair, find_pairs, fitting
from kg.extract.stated import Stated
from kg.extract.topics import Topics
from kg.extract.view import View
from kg.knowledge import Knowledge
from kg.knowledge.linear import Linear, read_linear
from kg.knowledge.rules import relation_rules

LEAST = "least"

Triple = tuple[str, str, str]



@dataclass(frozen=True, slots=True)
class Judged:
    """Two entities, the relations that may link them, and pairs of their mentions with what can be seen there."""

    head: str
    tail: str
    relations: tuple[str, ...]
    places: tuple[tuple[Pair, list[str]], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How probable a relation is, whether that is enough, and the mentions that speak for it most."""

    probability: float
    holds: bool
    pair: Pair


def read_pairs(view: View, knowledge: Knowledge, stated: Stated) -> Iterator[Judged]:
    """All candidates of a document."""
    rules = relation_rules(knowledge)
    topics = Topics(view, rules)
    frames = read_frames(view, rules)
    fits = fitting(knowledge.ontology.relations, knowledge.ontology.classes)
    symmetric = {r.name for r in knowledge.ontology.relations.values() if r.symmetric}
    features = Features(frames, topics, stated)
    for (one, two), pairs in find_pairs(frames, topics, fits).items():
        for head, tail in ((one, two), (two, one)):
            relations = fits.get((view.entities[head].type, view.entities[tail].type), ())
            relations = tuple(r for r in relations if head == one or r not in symmetric)
            if relations:
                yield Judged(head, tail, relations, tuple((p, features.of(p, p.first.entity == head)) for p in pairs))


@lru_cache(maxsize=8)
def relation_model(knowledge: Knowledge) -> Linear:
    """The model that comes with a knowledge."""
    return read_linear(knowledge.root / "models" / "relations.tsv")


def judge(view: View, knowledge: Knowledge, stated: Stated) -> dict[Triple, Verdict]:
    """What the model holds of each candidate."""
    model = relation_model(knowledge)
    verdicts = {}
    for judged in read_pairs(view, knowledge, stated):
        for relation in judged.relations:
            rated = [(model.probability(relation, features), -n) for n, (_, features) in enumerate(judged.places)]
            probability, place = max(rated)
            holds = probability >= model.weights.get(relation, {}).get(LEAST, 1.0)
            verdicts[judged.head, relation, judged.tail] = Verdict(probability, holds, judged.places[-place][0])
    return verdicts
