"""Entities, documents and facts as plain data, as every command gives them in JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from kg.facts import Article, Claim, Figure, Proof, Step
from kg.graph.diff import subject
from kg.graph.recall import Recalled
from kg.iri import PREFIXES, plain
from kg.model import ResolvedEntity

Data = dict[str, Any]


def labels_of(graph: Recalled) -> dict[str, str]:
    return {key: entity.label for key, entity in graph.entities.items()}


def entity_data(entity: ResolvedEntity) -> Data:
    return {"iri": PREFIXES["ent"] + entity.key, "class": entity.type, "label": entity.label}


def document_data(document: Article) -> Data:
    return {"id": document.id, "title": document.title, "issued": document.issued}


def evidence_data(proofs: Iterable[Proof], graph: Recalled) -> Sequence[Data]:
    rows = ((proof, graph.documents.get(proof.doc, Article(proof.doc, "", ""))) for proof in proofs)
    return [{"sentence": p.exact, "start": p.start, "end": p.end, "document": document_data(document)} for p, document in rows]


def fact_data(fact: Claim | Figure | Step) -> Data:
    """A fact with the IRIs of its ends; its passages by document and place."""
    why = {
        "rules": fact.support.rules,
        "confidence": fact.support.confidence,
        "evidence": [{"document": p.doc, "start": p.start, "end": p.end, "sentence": p.exact} for p in fact.support.evidence],
    }
    if isinstance(fact, Claim):
        ends = {"head": PREFIXES["ent"] + fact.head, "relation": fact.relation, "tail": PREFIXES["ent"] + fact.tail}
        return {"fact": "claim", "id": fact.id, **ends, "roles": fact.roles, **why}
    about = {"id": fact.id, "subject": PREFIXES["ent"] + subject(fact)}
    if isinstance(fact, Figure):
        fields = ("indicator", "kind", "unit", "qualifier", "period", "modality")
        said = {name: getattr(fact.observation, name) for name in fields} | {"value": float(plain(fact.observation.value))}
        return {"fact": "figure", **about, **said, **why}
    return {
        "fact": "milestone",
        **about,
        "step": fact.milestone.step,
        "date": fact.milestone.date,
        "modality": fact.milestone.modality,
        **why,
    }
