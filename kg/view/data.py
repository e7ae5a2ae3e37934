"""Extractions, their resolution and the ontology's labels → what the page knows, as plain data for JSON.

Nodes are numbered by importance. A sentence stands once in `quotes`, facts point at it. A fact that several
documents state is one fact with several pieces of evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.knowledge.load import Knowledge
from kg.model import Extraction, Milestone, Observation, Quote, Relation, Resolution, ResolvedEntity
from kg.view.style import Style

GAZETTEER = "gazetteer"


@dataclass(slots=True)
class _Facts:
    """Facts by what they say, and the table of sentences, while they are being gathered."""

    relations: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)
    observations: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    milestones: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)
    quotes: dict[tuple[int, Quote], int] = field(default_factory=dict)

    def evidence(self, doc: int, fact: Relation | Observation | Milestone) -> dict[str, Any]:
        numbers = [self.quotes.setdefault((doc, quote), len(self.quotes)) for quote in fact.evidence]
        return {"doc": doc, "quotes": numbers, "rule": fact.rule, "confidence": fact.confidence}


def page_data(extractions: Iterable[Extraction], resolution: Resolution, knowledge: Knowledge, style: Style) -> dict[str, Any]:
    """Everything that the page shows: the labels of the ontology, documents, nodes, facts and the sentences they rest on."""
    extractions = sorted(extractions, key=lambda e: e.doc)
    facts = _gather(extractions, resolution, knowledge)
    _add_chain(facts, resolution.entities, style)
    nodes = _nodes(extractions, resolution, facts)
    number = {node["key"]: i for i, node in enumerate(nodes)}
    return {
        "classes": [
            {"name": name, "zh": knowledge.ontology.classes[name].zh, "en": knowledge.ontology.classes[name].en}
            | {"colour": look.colour, "shape": look.shape}
            for name, look in style.looks.items()
        ],
        "relationTypes": {r.name: {"zh": r.zh, "en": r.en, "symmetric": r.symmetric} for r in knowledge.ontology.relations.values()},
        "terms": _terms(knowledge),
        "documents": [{"id": e.doc, "title": e.title, "date": e.reference, "source": e.source} for e in extractions],
        "nodes": nodes,
        "relations": [
            {"head": number[head], "relation": relation, "tail": number[tail], **row}
            for (head, relation, tail), row in sorted(facts.relations.items())
        ],
        "observations": [row | {"subject": number[row["subject"]]} for row in facts.observations.values()],
        "milestones": [row | {"subject": number[row["subject"]]} for row in facts.milestones.values()],
        "quotes": [{"doc": doc, "start": quote.start, "end": quote.end, "text": quote.exact} for doc, quote in facts.quotes],
    }


def _terms(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Labels of kinds, modalities and steps, by what stands in a fact."""
    ontology = knowledge.ontology
    names = {name: name for name in (*ontology.kinds, *ontology.modalities)} | dict(ontology.steps)
    labels = {said: ontology.labels.get(name, (said, name)) for said, name in names.items()}
    return {said: {"zh": zh, "en": en} for said, (zh, en) in labels.items()}


def _gather(extractions: Sequence[Extraction], resolution: Resolution, knowledge: Knowledge) -> _Facts:
    facts = _Facts()
    for doc, extraction in enumerate(extractions):
        for relation in extraction.relations:
            head, tail = (resolution.key_of[extraction.doc, end] for end in (relation.head, relation.tail))
            if knowledge.ontology.relations[relation.relation].symmetric:
                head, tail = sorted((head, tail))
            row = facts.relations.setdefault((head, relation.relation, tail), {"roles": [], "evidence": []})
            if relation.role and relation.role not in row["roles"]:
                row["roles"].append(relation.role)
            row["evidence"].append(facts.evidence(doc, relation))
        for seen in extraction.observations:
            said = {name: getattr(seen, name) for name in ("indicator", "kind", "value", "unit", "qualifier", "period", "modality")}
            _add(facts, facts.observations, said | {"subject": resolution.key_of[extraction.doc, seen.subject]}, doc, seen)
        for step in extraction.milestones:
            said = {name: getattr(step, name) for name in ("step", "date", "modality")}
            _add(facts, facts.milestones, said | {"subject": resolution.key_of[extraction.doc, step.subject]}, doc, step)
    return facts


def _add(facts: _Facts, rows: dict[tuple[Any, ...], dict[str, Any]], said: dict[str, Any], doc: int, fact: Observation | Milestone) -> None:
    rows.setdefault(tuple(said.values()), said | {"evidence": []})["evidence"].append(facts.evidence(doc, fact))


def _add_chain(facts: _Facts, entities: Iterable[ResolvedEntity], style: Style) -> None:
    """The gazetteer's chain of divisions joins the relations that documents state; no sentence stands behind it."""
    keys = {e.key for e in entities}
    for entity in entities:
        if style.division_chain and entity.part_of in keys:
            row = facts.relations.setdefault((entity.key, style.division_chain, entity.part_of), {"roles": [], "evidence": []})
            row["evidence"].append({"doc": None, "quotes": [], "rule": GAZETTEER, "confidence": 1.0})


def _nodes(extractions: Sequence[Extraction], resolution: Resolution, facts: _Facts) -> list[dict[str, Any]]:
    """The entities, the most important first: what has many links, figures and documents."""
    number = {e.doc: i for i, e in enumerate(extractions)}
    weight: Counter[str] = Counter()
    for head, _, tail in facts.relations:
        weight.update((head, tail))
    for row in (*facts.observations.values(), *facts.milestones.values()):
        weight[row["subject"]] += 1
    rows = []
    for entity in resolution.entities:
        docs = sorted({number[doc] for doc, _ in entity.members if doc in number})
        rows.append(
            {
                "key": entity.key,
                "type": entity.type,
                "label": entity.label,
                "names": sorted({entity.label, entity.full_name, *entity.names} - {""}, key=lambda n: (len(n), n)),
                "fullName": entity.full_name,
                "code": entity.division_code,
                "docs": docs,
                "weight": weight[entity.key] + 2 * max(0, len(docs) - 1),
            }
        )
    return sorted(rows, key=lambda row: (-row["weight"], row["key"]))
