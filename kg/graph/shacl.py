"""An open graph and SHACL shapes → what breaks them, by pySHACL; and any triples as an rdflib graph.

The one home of rdflib and pySHACL; importing it takes a while.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyshacl
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple
from rdflib.namespace import RDF, SH

from kg.graph.store import Term
from kg.graph.terms import short, term
from kg.knowledge.queries import SEVERITIES

_SEVERITIES: dict[rdflib.term.Node | None, str] = dict(zip((SH.Violation, SH.Warning, SH.Info), SEVERITIES, strict=True))


@dataclass(frozen=True, slots=True)
class Breach:
    """A node that breaks a shape. relations: the predicates that the shape speaks of."""

    shape: str
    severity: str
    focus: NamedNode
    value: str
    zh: str
    en: str
    relations: frozenset[NamedNode]


def breaches(shapes: Sequence[Triple], store: Store) -> Iterator[Breach]:
    """Every node that breaks a shape, and how."""
    shapes_graph = to_rdflib(shapes)
    _, results, _ = pyshacl.validate(to_rdflib(relevant(shapes, store)), shacl_graph=shapes_graph, inplace=True)
    for result in results.subjects(RDF.type, SH.ValidationResult):
        shape, value = results.value(result, SH.sourceShape), results.value(result, SH.value)
        messages = {m.language: str(m) for m in results.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)}
        named = (node for node in shapes_graph.transitive_objects(shape, None) if isinstance(node, rdflib.URIRef))
        yield Breach(
            shape=short(str(shape)).removeprefix("kg:"),
            severity=_SEVERITIES.get(results.value(result, SH.resultSeverity), SEVERITIES[0]),
            focus=NamedNode(str(results.value(result, SH.focusNode))),
            value="" if value is None else short(str(value)),
            zh=messages.get("zh", ""),
            en=messages.get("en", next(iter(messages.values()), "")),
            relations=frozenset(NamedNode(str(node)) for node in named),
        )


def relevant(shapes: Sequence[Triple], store: Store) -> Iterator[Triple]:
    """The triples that shapes can see: SHACL looks along the predicates that a shape names, along types and subclasses.

    A closed shape sees every predicate.
    """
    named = {t.object for t in shapes if isinstance(t.object, NamedNode)} | {term("rdf:type"), term("rdfs:subClassOf")}
    closed = any(t.predicate.value == str(SH.closed) for t in shapes)
    return (quad.triple for quad in store if closed or quad.predicate in named)


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """The same triples as an rdflib graph."""
    known: dict[Term, rdflib.term.Node] = {}

    def convert(term: Term) -> rdflib.term.Node:
        if term not in known:
            known[term] = _convert(term)
        return known[term]

    graph = rdflib.Graph()
    graph.addN((convert(t.subject), convert(t.predicate), convert(t.object), graph) for t in triples)
    return graph


def _convert(node: Term) -> rdflib.term.Node:
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    if isinstance(node, BlankNode):
        return rdflib.BNode(node.value)
    if isinstance(node, Literal):
        if node.language or node.datatype == term("xsd:string"):
            return rdflib.Literal(node.value, lang=node.language)
        return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype.value))
    raise TypeError(f"{node}: a triple as a term is not RDF 1.1")
