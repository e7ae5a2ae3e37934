"""The statements of a graph → RDF 1.2 Turtle, in which a claim speaks of its triple itself:

    << ent:OPPO kg:located_in ent:渝北区 ~ fact:c-… >> a kg:Claim ; kg:confidence 0.9 ; …

Claim and triple are linked by rdf:reifies; rdf:subject, rdf:predicate and rdf:object are left out. All else is as in graph.ttl.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph.turtle import write_statements
from kg.graph.written import Statement, integer

SPOKEN = ("rdf:subject", "rdf:predicate", "rdf:object")


def turtle12(statements: Sequence[Statement]) -> str:
    """The text of the graph."""
    claims: dict[str, dict[str, str]] = {}
    kept = []
    for subject, predicate, value in statements:
        if predicate in SPOKEN:
            claims.setdefault(subject, {})[predicate] = value
        else:
            kept.append((subject, predicate, value))
    count = integer(len(kept) + len(claims))
    sized = [(s, p, count if p == "void:triples" else o) for s, p, o in kept]
    reified = {claim: f"<< {' '.join(said[part] for part in SPOKEN)} ~ {claim} >>" for claim, said in claims.items()}
    return write_statements(sized, reified=reified)
