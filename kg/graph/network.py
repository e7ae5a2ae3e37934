"""Entities and what is said of them → a networkx graph of entities and claims, for layout, paths and other formats."""

from __future__ import annotations

import networkx as nx

from kg.facts import Facts
from kg.knowledge import Knowledge
from kg.model import Resolution


def network(resolution: Resolution, facts: Facts, knowledge: Knowledge) -> nx.MultiDiGraph[str]:
    """Nodes are entities by key, edges are claims keyed by relation; both in a fixed order.

    Node: label, type, names, full_name, division_code, documents, weight (how many facts have it as an end or a subject).
    Edge: id, relation, rules, confidence, roles, evidence (kg.facts.Proof), symmetric.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(resolution.entities, key=lambda e: e.key):
        graph.add_node(
            entity.key,
            label=entity.label,
            type=entity.type,
            names=entity.names,
            full_name=entity.full_name,
            division_code=entity.division_code,
            documents=tuple(sorted({doc for doc, _ in entity.members})),
            weight=0,
        )
    for claim in sorted(facts.claims, key=lambda c: (c.head, c.tail, c.relation)):
        graph.add_edge(
            claim.head,
            claim.tail,
            key=claim.relation,
            id=claim.id,
            relation=claim.relation,
            symmetric=knowledge.ontology.relations[claim.relation].symmetric,
            rules=claim.support.rules,
            confidence=claim.support.confidence,
            roles=claim.roles,
            evidence=claim.support.evidence,
        )
    said = [figure.observation.subject for figure in facts.figures] + [step.milestone.subject for step in facts.steps]
    for key in [*said, *(end for claim in facts.claims for end in (claim.head, claim.tail))]:
        graph.nodes[key]["weight"] += 1
    return graph
