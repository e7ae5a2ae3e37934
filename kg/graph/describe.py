"""A node of an open graph → the triples that tell of it: its own, those of its facts, their evidence and articles, and what the other
ends are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Store, Triple

from kg.graph.facts import nodes, subjects
from kg.graph.terms import term
from kg.iri import BASE, PREFIXES
from kg.knowledge import Knowledge

FACTS_OF = ("rdf:subject", "rdf:object", "kg:subject")
NAMED_BY = ("rdf:type", "rdfs:label")
VALUES = tuple(PREFIXES[prefix] for prefix in ("ind", "unit", "period"))


def describe(store: Store, node: NamedNode) -> list[Triple]:
    """Triples of the graph, in no order; none if the graph does not have the node."""
    facts = [fact for predicate in FACTS_OF for fact in subjects(store, predicate, node)]
    evidence = {proof for fact in [node, *facts] for proof in nodes(store, fact, "kg:evidence")}
    articles = {article for proof in [node, *evidence] for article in nodes(store, proof, "kg:document")}
    whole = {node, *facts, *evidence, *articles}
    triples = {triple for subject in whole for triple in _about(store, subject)}
    others = {triple.object for triple in triples if isinstance(triple.object, NamedNode)} - whole
    entities = {other for other in others if other.value.startswith(PREFIXES["ent"])}
    values = {other for other in others if other.value.startswith(VALUES)}  # indicators, units, periods
    return [*triples, *_named(store, entities), *(triple for value in values for triple in _about(store, value))]


def vocabulary(store: Store, knowledge: Knowledge) -> list[Triple]:
    """The triples that declare the ontology and its terms."""
    terms = [NamedNode(BASE + "ontology"), *(term(f"kg:{local}") for local in knowledge.ontology.labels)]
    return [triple for node in terms for triple in _about(store, node)]


def _about(store: Store, subject: NamedNode) -> Iterator[Triple]:
    return (quad.triple for quad in store.quads_for_pattern(subject, None, None))


def _named(store: Store, things: Iterable[NamedNode]) -> Iterator[Triple]:
    return (quad.triple for thing in things for predicate in NAMED_BY for quad in store.quads_for_pattern(thing, term(predicate), None))
