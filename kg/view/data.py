"""Documents, entities and what is said of them, the ontology's labels → what the page knows, as plain data for JSON.

Nodes are numbered by importance. A passage stands once in `quotes`, facts point at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.facts import Facts, Figure, Proof, Support
from kg.iri import PREFIXES, period_name, plain, segment
from kg.knowledge.figures import base_value
from kg.knowledge.load import Knowledge
from kg.knowledge.pinyin import pinyin
from kg.model import Extraction, Observation, Resolution
from kg.view.style import Style


def page_data(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    facts: Facts,
    conflicts: Iterable[Sequence[Figure]],
    knowledge: Knowledge,
    style: Style,
) -> dict[str, Any]:
    """Everything that the page shows: the labels of the ontology, documents, nodes, facts and the sentences they rest on.

    conflicts: figures that contradict each other.
    """
    extractions = sorted(extractions, key=lambda e: e.doc)
    doc_number = {e.doc: i for i, e in enumerate(extractions)}
    nodes = _nodes(resolution, facts, doc_number)
    number = {node["key"]: i for i, node in enumerate(nodes)}
    supports = [*(c.support for c in facts.claims), *(f.support for f in facts.figures), *(s.support for s in facts.steps)]
    proofs = sorted({p for support in supports for p in support.evidence}, key=lambda p: (p.doc, p.start, p.end, p.exact))
    quotes = {proof: i for i, proof in enumerate(proofs)}
    ontology = knowledge.ontology
    return {
        "classes": [
            {"name": name, "zh": ontology.classes[name].zh, "en": ontology.classes[name].en, "colour": look.colour, "shape": look.shape}
            for name, look in style.looks.items()
        ],
        "relationTypes": {r.name: {"zh": r.zh, "en": r.en, "symmetric": r.symmetric} for r in ontology.relations.values()},
        "terms": _terms(knowledge),
        "prefixes": PREFIXES,
        "localNames": _local_names(extractions, resolution, facts),
        "unknownUnits": sorted({f.observation.unit for f in facts.figures if not base_value(1, f.observation.unit, knowledge)}),
        "documents": [{"id": e.doc, "title": e.title, "date": e.reference, "source": e.source} for e in extractions],
        "nodes": nodes,
        "firstNodes": style.first_nodes,
        "relations": [
            {"id": c.id, "head": number[c.head], "relation": c.relation, "tail": number[c.tail], "roles": c.roles}
            | _support(c.support, quotes)
            for c in sorted(facts.claims, key=lambda c: (c.head, c.relation, c.tail))
        ],
        "observations": [
            {"id": f.id, "subject": number[f.observation.subject]} | _figure(f.observation, knowledge) | _support(f.support, quotes)
            for f in facts.figures
        ],
        "milestones": [
            {"id": s.id, "subject": number[s.milestone.subject], "step": s.milestone.step, "date": s.milestone.date}
            | {"modality": s.milestone.modality}
            | _support(s.support, quotes)
            for s in facts.steps
        ],
        "conflicts": [[figure.id for figure in figures] for figures in conflicts],
        "quotes": [{"id": p.id, "doc": doc_number[p.doc], "start": p.start, "end": p.end, "text": p.exact} for p in proofs],
    }


def _terms(knowledge: Knowledge) -> dict[str, dict[str, str]]:
    """Labels and local names of kinds, modalities, steps and qualifiers, by what stands in a fact."""
    ontology = knowledge.ontology
    names = {name: name for name in (*ontology.kinds, *ontology.modalities)} | dict(ontology.steps) | dict(ontology.qualifiers)
    labels = {said: ontology.labels.get(name, (said, name)) for said, name in names.items()}
    return {said: {"name": names[said], "zh": zh, "en": en} for said, (zh, en) in labels.items()}


def _local_names(extractions: Iterable[Extraction], resolution: Resolution, facts: Facts) -> dict[str, str]:
    """What stands in an IRI for the names that cannot stand there as they are, by prefix and name."""
    said = [f.observation for f in facts.figures]
    periods = {o.period for o in said} | {s.milestone.date for s in facts.steps} | {e.reference for e in extractions}
    names = {
        "ent": {e.key: segment(e.key) for e in resolution.entities},
        "doc": {e.doc: segment(e.doc) for e in extractions},
        "ind": {o.indicator: segment(o.indicator) for o in said},
        "unit": {o.unit: segment(o.unit) for o in said},
        "period": {period: segment(period_name(period)) for period in sorted(periods)},
    }
    return {f"{prefix}:{name}": local for prefix, rows in names.items() for name, local in rows.items() if name != local}


def _support(support: Support, quotes: dict[Proof, int]) -> dict[str, Any]:
    proofs = [quotes[proof] for proof in support.evidence]
    return {"rules": support.rules, "confidence": _number(support.confidence), "quotes": proofs}


def _figure(said: Observation, knowledge: Knowledge) -> dict[str, Any]:
    """What a figure says; `base` is its value in the base unit of its dimension, so that 万元 and 亿元 can be compared."""
    fields = {name: getattr(said, name) for name in ("indicator", "kind", "unit", "qualifier", "period", "modality")}
    base, unit = base_value(said.value, said.unit, knowledge) or (said.value, said.unit)
    return fields | {"value": _number(said.value), "base": _number(base), "baseUnit": unit}


def _number(value: float) -> float:
    """A number with the digits that the graph gives it."""
    return float(plain(value))


def _nodes(resolution: Resolution, facts: Facts, doc_number: dict[str, int]) -> list[dict[str, Any]]:
    """The entities, the most important first: what has many links, figures and documents."""
    weight: Counter[str] = Counter()
    for claim in facts.claims:
        weight.update((claim.head, claim.tail))
    weight.update(figure.observation.subject for figure in facts.figures)
    weight.update(step.milestone.subject for step in facts.steps)
    rows = []
    for entity in resolution.entities:
        docs = sorted({doc_number[doc] for doc, _ in entity.members if doc in doc_number})
        names = sorted({entity.label, entity.full_name, *entity.names} - {""}, key=lambda n: (len(n), n))
        rows.append(
            {
                "key": entity.key,
                "type": entity.type,
                "label": entity.label,
                "names": names,
                "pinyin": [pinyin(name) for name in names],
                "fullName": entity.full_name,
                "code": entity.division_code,
                "docs": docs,
                "weight": weight[entity.key] + 2 * max(0, len(docs) - 1),
            }
            | ({} if entity.full_name in ("", *entity.names) else {"unprinted": True})
        )
    return sorted(rows, key=lambda row: (-row["weight"], row["key"]))
