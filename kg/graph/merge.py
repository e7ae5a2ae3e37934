"""Facts of many documents → distinct facts between resolved entities, each with all its evidence.

A fact that two documents state is one fact with two pieces of evidence; its rules are all that found it. It is wrong only if
all of them are: its confidence is a noisy-or (Pearl 1988), in which what is said in the same words counts once.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any, TypeVar

from kg.errors import KnowledgeError
from kg.facts import Claim, Facts, Figure, Proof, Step, Support
from kg.iri import digest, plain
from kg.knowledge import Knowledge
from kg.knowledge.ontology import RelationType
from kg.model import Extraction, Milestone, Observation, Quote, Refusal, Relation, Resolution, ResolvedEntity

GAZETTEER = "gazetteer"
SURE = 0.99
PART_OF = "part_of"  # the relation that ResolvedEntity.part_of stands for

Fact = TypeVar("Fact", Relation, Observation, Milestone)
Stated = dict[Fact, list[tuple[str, Fact]]]


def merge(extractions: Iterable[Extraction], resolution: Resolution, knowledge: Knowledge) -> Facts:
    """The distinct facts of all documents, in whatever order these come. Raises KnowledgeError for an undeclared relation."""
    relations: Stated[Relation] = {}
    observations: Stated[Observation] = {}
    milestones: Stated[Milestone] = {}
    dropped: list[tuple[str, Refusal]] = []
    entities = {entity.key: entity for entity in resolution.entities}
    for document in sorted(extractions, key=lambda e: e.doc):
        key_of = {entity.id: resolution.key_of[document.doc, entity.id] for entity in document.entities}
        for relation in document.relations:
            head, tail = entities[key_of[relation.head]], entities[key_of[relation.tail]]
            type_ = _declared(relation.relation, knowledge)
            if reason := _misfit(head, type_, tail):
                dropped.append((document.doc, _refusal(reason, head, relation, tail)))
                continue
            ends = (head.key, tail.key)
            first, second = sorted(ends) if type_.symmetric else ends
            _state(relations, document.doc, relation, head=first, tail=second, role="")
        for observation in document.observations:
            _state(observations, document.doc, observation, subject=key_of[observation.subject])
        for milestone in document.milestones:
            _state(milestones, document.doc, milestone, subject=key_of[milestone.subject])
    for entity in resolution.entities:
        if entity.part_of:
            given = Relation(entity.key, PART_OF, entity.part_of, GAZETTEER, 1.0, ())
            _state(relations, "", given)
    return Facts(
        claims=tuple(sorted((_claim(content, stated) for content, stated in relations.items()), key=lambda c: c.id)),
        figures=tuple(sorted((_figure(content, stated) for content, stated in observations.items()), key=lambda f: f.id)),
        steps=tuple(sorted((_step(content, stated) for content, stated in milestones.items()), key=lambda s: s.id)),
        dropped=tuple(dropped),
    )


def _declared(relation: str, knowledge: Knowledge) -> RelationType:
    if relation not in knowledge.ontology.relations:
        close = knowledge.ontology.closest(relation)
        remedy = f"did you mean '{close}'? " if close else ""
        raise KnowledgeError(f"unknown relation '{relation}'", remedy=f"{remedy}Relations are declared in ontology/core.ttl")
    return knowledge.ontology.relations[relation]


def _misfit(head: ResolvedEntity, relation: RelationType, tail: ResolvedEntity) -> str:
    """Why a relation that held between two names of a document cannot hold between the things they stand for; "" if it can."""
    if head.key == tail.key:
        return "both ends are one entity"
    if not relation.accepts(head.type, tail.type):
        return "class of an end does not fit after resolution"
    return ""


def _refusal(reason: str, head: ResolvedEntity, relation: Relation, tail: ResolvedEntity) -> Refusal:
    text = f"{head.label} {relation.relation} {tail.label}"
    return Refusal(reason, relation.rule, text, relation.evidence[0] if relation.evidence else Quote(0, 0, ""))


def _state(stated: Stated[Fact], doc: str, fact: Fact, **ends: Any) -> None:
    """Files a document's fact under what it says of its ends; rule, confidence and evidence are how it says it."""
    stated.setdefault(replace(fact, rule="", confidence=0.0, evidence=(), **ends), []).append((doc, fact))


def _support(stated: list[tuple[str, Fact]]) -> Support:
    return Support(
        rules=tuple(sorted({fact.rule for _, fact in stated if fact.rule})),
        confidence=together((tuple(q.exact for q in fact.evidence), fact.confidence) for _, fact in stated),
        evidence=tuple(sorted({Proof(doc, q.start, q.end, q.exact) for doc, fact in stated for q in fact.evidence})),
    )


def together(said: Iterable[tuple[Hashable, float]]) -> float:
    """The confidence in what is said in several ways, at most SURE where it takes more than one.

    >>> together([("位于", 0.5), ("落户", 0.8)]), together([("落户", 0.5), ("落户", 0.8)])
    (0.9, 0.8)
    """
    best: dict[Hashable, float] = {}
    for words, confidence in said:
        best[words] = max(confidence, best.get(words, 0.0))
    most = max(best.values())
    return max(most, min(SURE, round(1 - math.prod(1 - confidence for confidence in best.values()), 2)))


def _claim(content: Relation, stated: list[tuple[str, Relation]]) -> Claim:
    head, relation, tail = content.head, content.relation, content.tail
    roles = tuple(sorted({fact.role for _, fact in stated if fact.role}))
    return Claim("c-" + digest(head, relation, tail), head, relation, tail, roles, _support(stated))


def _figure(content: Observation, stated: list[tuple[str, Observation]]) -> Figure:
    what = (content.indicator, content.kind, plain(content.value), content.unit, content.qualifier, content.period, content.modality)
    return Figure("o-" + digest(content.subject, *what), content, _support(stated))


def _step(content: Milestone, stated: list[tuple[str, Milestone]]) -> Step:
    return Step("m-" + digest(content.subject, content.step, content.date, content.modality), content, _support(stated))
