"""Facts of many documents → distinct facts between resolved entities, each with all its evidence.

A fact that two documents state is one fact with two pieces of evidence; its rules are all that found it. It is wrong only if
all of them are: its confidence is a noisy-or (Pearl 1988), in which what is said in the same words counts once.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kg.errors import KnowledgeError
from kg.facts import Claim, Facts, Figure, Proof, Step, Support
from kg.iri import digest, plain
from kg.knowledge import Knowledge
from kg.knowledge.ontology import RelationType
from kg.model import Extraction, Milestone, Observation, Quote, Refusal, Relation, Resolution, ResolvedEntity

GAZETTEER = "gazetteer"
SURE = 0.99
PART_OF = "part_of"  # the relation that ResolvedEntity.part_of stands for

Fact = Relation | Observation | Milestone
Distinct = Claim | Figure | Step


def merge(extractions: Iterable[Extraction], resolution: Resolution, knowledge: Knowledge) -> Facts:
    """The distinct facts of all documents, in whatever order these come. Raises KnowledgeError for an undeclared relation."""
    dropped: list[tuple[str, Refusal]] = []
    said: list[tuple[str, Fact, Fact]] = []
    entities = {entity.key: entity for entity in resolution.entities}
    for document in sorted(extractions, key=lambda e: e.doc):
        things = {entity.id: entities[resolution.key_of[document.doc, entity.id]] for entity in document.entities}
        stated, void = stated_in(document, things, knowledge)
        said += ((document.doc, content, fact) for content, fact in stated)
        dropped += ((document.doc, refusal) for refusal in void)
    said += (("", *fact) for entity in resolution.entities for fact in given(entity))
    facts = sorted(distinct(said), key=lambda fact: fact.id)
    return Facts(
        claims=tuple(f for f in facts if isinstance(f, Claim)),
        figures=tuple(f for f in facts if isinstance(f, Figure)),
        steps=tuple(f for f in facts if isinstance(f, Step)),
        dropped=tuple(dropped),
    )


def stated_in(
    document: Extraction, things: Mapping[str, ResolvedEntity], knowledge: Knowledge
) -> tuple[list[tuple[Fact, Fact]], list[Refusal]]:
    """The facts of a document, each as (what it says, of resolved things; how the document says it), and the relations that cannot hold
    between these. things: by the ids of the document's entities."""
    stated: list[tuple[Fact, Fact]] = []
    void = []
    for relation in document.relations:
        head, tail = things[relation.head], things[relation.tail]
        type_ = _declared(relation.relation, knowledge)
        if reason := _misfit(head, type_, tail):
            void.append(_refusal(reason, head, relation, tail))
            continue
        ends = (head.key, tail.key)
        first, second = sorted(ends) if type_.symmetric else ends
        stated.append((_content(relation, head=first, tail=second, role=""), relation))
    for observation in document.observations:
        stated.append((_content(observation, subject=things[observation.subject].key), observation))
    for milestone in document.milestones:
        stated.append((_content(milestone, subject=things[milestone.subject].key), milestone))
    return stated, void


def given(entity: ResolvedEntity) -> list[tuple[Fact, Fact]]:
    """What the gazetteer says of an entity, as `stated_in` gives it."""
    if not entity.part_of:
        return []
    part = Relation(entity.key, PART_OF, entity.part_of, GAZETTEER, 1.0, ())
    return [(_content(part), part)]


def distinct(said: Iterable[tuple[str, Fact, Fact]]) -> list[Distinct]:
    """Distinct facts, each with all that is said for it. said: (document, what, how) in the order of the documents, the gazetteer last;
    of the facts of one id all."""
    stated: dict[Fact, list[tuple[str, Fact]]] = {}
    for doc, content, fact in said:
        stated.setdefault(content, []).append((doc, fact))
    return [_distinct(content, found) for content, found in stated.items()]


def id_of(content: Fact) -> str:
    """What a fact is called in the graph."""
    if isinstance(content, Relation):
        return "c-" + digest(content.head, content.relation, content.tail)
    if isinstance(content, Milestone):
        return "m-" + digest(content.subject, content.step, content.date, content.modality)
    what = (content.indicator, content.kind, plain(content.value), content.unit, content.qualifier, content.period, content.modality)
    return "o-" + digest(content.subject, *what)


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


def _content(fact: Fact, **ends: Any) -> Fact:
    """What a fact says of its ends; rule, confidence and evidence are how it says it."""
    return replace(fact, rule="", confidence=0.0, evidence=(), **ends)


def _support(stated: Sequence[tuple[str, Fact]]) -> Support:
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


def _distinct(content: Fact, stated: Sequence[tuple[str, Fact]]) -> Distinct:
    support = _support(stated)
    if isinstance(content, Observation):
        return Figure(id_of(content), content, support)
    if isinstance(content, Milestone):
        return Step(id_of(content), content, support)
    roles = tuple(sorted({fact.role for _, fact in stated if isinstance(fact, Relation) and fact.role}))
    return Claim(id_of(content), content.head, content.relation, content.tail, roles, support)
