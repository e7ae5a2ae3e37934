"""The triples of a graph → the same in named graphs, one for each document: TriG and N-Quads.

The graph that goes by the name of a document (doc:…) has what that document states: claims, observations and milestones with the
evidence that it gives, the direct triples, which entities it mentions. A fact of two documents stands in both graphs. The default
graph has what no document states: names, vocabulary, descriptions of the documents, what the gazetteer says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from kg.graph.merge import GAZETTEER
from kg.graph.store import Term
from kg.graph.terms import term
from kg.graph.turtle import rank, write_trig

Graph = NamedNode | DefaultGraph
DEFAULT = DefaultGraph()


def trig(triples: Sequence[Triple]) -> str:
    """The graphs as TriG, the default graph first."""
    found, graphs = _Graphs(triples), dict[Graph, list[Triple]]()
    for triple in triples:
        for graph in found.of(triple):
            graphs.setdefault(graph, []).append(triple)
    return write_trig(graphs)


def nquads(triples: Sequence[Triple], beside: Sequence[Triple] = ()) -> str:
    """The graphs as N-Quads, the default graph first; beside: triples that stand elsewhere and say in which graphs these do."""
    return (serialize(sorted(quads(triples, beside), key=_order), format=RdfFormat.N_QUADS) or b"").decode()


def _order(quad: Quad) -> tuple[str, str, int, str, str]:
    name = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""
    return name, str(quad.subject), rank(quad.predicate), quad.predicate.value, str(quad.object)


def quads(triples: Sequence[Triple], beside: Sequence[Triple] = ()) -> Iterator[Quad]:
    """Every triple in each of its graphs; beside: as for `nquads`."""
    graphs = _Graphs((*triples, *beside))
    for triple in triples:
        for graph in graphs.of(triple):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


class _Graphs:
    """Where a triple stands."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        values: dict[str, dict[Term, list[Any]]] = {}
        for s, p, o in triples:
            values.setdefault(p.value, {}).setdefault(s, []).append(o)
        given = {predicate: values.get(term(predicate).value, {}) for predicate in ("kg:document", "kg:evidence", "kg:rule", "rdf:type")}
        self.evidence: dict[Term, set[Graph]] = {
            passage: {doc for doc in docs if isinstance(doc, NamedNode)} for passage, docs in given["kg:document"].items()
        }
        self.facts: dict[Term, set[Graph]] = {
            fact: {graph for passage in passages for graph in self.evidence[passage]} for fact, passages in given["kg:evidence"].items()
        }
        for fact, rules in given["kg:rule"].items():
            if Literal(GAZETTEER) in rules:
                self.facts.setdefault(fact, set()).add(DEFAULT)
        self.direct: dict[Triple, set[Graph]] = {}
        subjects, predicates, objects = (values.get(term(p).value, {}) for p in ("rdf:subject", "rdf:predicate", "rdf:object"))
        for claim, (head,) in subjects.items():
            (relation,), (tail,) = predicates[claim], objects[claim]
            ends = [(head, tail)]
            if term("owl:SymmetricProperty") in given["rdf:type"].get(relation, ()):
                ends.append((tail, head))
            for one, other in ends:
                self.direct.setdefault(Triple(one, relation, other), set()).update(self.facts.get(claim, ()))

    def of(self, triple: Triple) -> set[Graph]:
        """The graphs of a triple."""
        s, p, o = triple
        if p == term("kg:evidence"):
            found = self.evidence.get(o)
        elif p == term("kg:mentioned_in") and isinstance(o, NamedNode):
            found = {o}
        else:
            found = self.evidence.get(s) or self.facts.get(s) or self.direct.get(triple)
        return found or {DEFAULT}
