"""How far a fact can be trusted: its own rule's say, and how sure the names are that it is about.

A rule's confidence says how often it is right where the names are. What users see is the probability that the fact as a whole is
right; a model (ontology/models/confidence.tsv) gives it, fitted to annotated articles by bench/train_confidence.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from kg.knowledge import Knowledge
from kg.knowledge.linear import model_of
from kg.model import Entity, Extraction, Milestone, Observation, Relation

STEPS = (0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)
LEARNED = "model/"  # what rules of models begin with

Fact = TypeVar("Fact", Relation, Observation, Milestone)


def weighed(extraction: Extraction, knowledge: Knowledge) -> Extraction:
    """The extraction, each of its facts with the probability that it is right as its confidence."""
    model = model_of(knowledge, "confidence")
    entities = {e.id: e for e in extraction.entities}

    def sure(fact: Fact) -> Fact:
        probability = model.probability(label(fact), features(fact, entities))
        return replace(fact, confidence=round(probability, 2))

    return replace(
        extraction,
        relations=tuple(map(sure, extraction.relations)),
        observations=tuple(map(sure, extraction.observations)),
        milestones=tuple(map(sure, extraction.milestones)),
    )


def label(fact: Relation | Observation | Milestone) -> str:
    """The kind of a fact, as the model names it."""
    return type(fact).__name__.lower()


def features(fact: Relation | Observation | Milestone, entities: Mapping[str, Entity]) -> Iterator[str]:
    """What is known of a fact: its rule, how sure that is, and the names."""
    learned = fact.rule.startswith(LEARNED)
    yield f"rule={fact.rule}"
    yield f"learned={learned}"
    yield from (f"sure>={step}" for step in STEPS if fact.confidence >= step)
    yield from (f"sure>={step}:{learned}" for step in STEPS if fact.confidence >= step)
    yield f"evidence={min(3, len(fact.evidence))}"
    if isinstance(fact, Relation):
        ends = {"head": entities[fact.head], "tail": entities[fact.tail]}
        yield f"relation={fact.relation}"
        yield f"classes={ends['head'].type}:{ends['tail'].type}"
    else:
        ends = {"subject": entities[fact.subject]}
    for name, entity in ends.items():
        yield f"{name}={entity.type}"
        yield f"{name}.rule={entity.rule}"
        yield from (f"{name}>={step}" for step in STEPS if entity.confidence >= step)
        yield f"{name}.forms={min(3, len(entity.mentions))}"
    if isinstance(fact, Observation):
        yield f"kind={fact.kind}"
        yield f"unit={fact.unit[-1:]}"
        yield f"period={bool(fact.period)}"
    if isinstance(fact, Milestone):
        yield f"step={fact.step}"
