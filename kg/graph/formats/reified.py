"""The triples of a graph → RDF 1.2 Turtle, in which a claim speaks of its triple itself:

    << ent:OPPO kg:located_in ent:渝北区 ~ fact:c-… >> a kg:Claim ; kg:confidence 0.9 ; …

Claim and triple are linked by rdf:reifies; rdf:subject, rdf:predicate and rdf:object are left out. All else is as in graph.ttl.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyoxigraph import Triple

from kg.graph.store import Term
from kg.graph.terms import integer, term
from kg.graph.turtle import write_turtle


def turtle12(triples: Sequence[Triple]) -> str:
    """The text of the graph."""
    return write_turtle(_reify(triples))


def _reify(triples: Sequence[Triple]) -> list[Triple]:
    spoken = [term(part) for part in ("rdf:subject", "rdf:predicate", "rdf:object")]
    size = term("void:triples")
    claims: dict[Any, dict[Term, Any]] = {}
    kept = []
    for triple in triples:
        if triple.predicate in spoken:
            claims.setdefault(triple.subject, {})[triple.predicate] = triple.object
        else:
            kept.append(triple)
    reified = [
        Triple(claim, term("rdf:reifies"), Triple(said[spoken[0]], said[spoken[1]], said[spoken[2]])) for claim, said in claims.items()
    ]
    count = integer(len(kept) + len(reified))
    return [*reified, *(Triple(t.subject, size, count) if t.predicate == size else t for t in kept)]
