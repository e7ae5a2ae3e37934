"""A written graph → an Oxigraph store in memory, or an rdflib graph."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple

from kg.errors import InputError

Term = NamedNode | BlankNode | Literal | Triple


def open_graph(source: Path | str) -> Store:
    """The graph of a Turtle file, or of Turtle text. Raises InputError if there is no such file or it is no Turtle."""
    store = Store()
    place = str(source) if isinstance(source, Path) else "graph"
    try:
        if isinstance(source, Path):
            store.bulk_load(path=source, format=RdfFormat.TURTLE)
        else:
            store.bulk_load(source.encode(), format=RdfFormat.TURTLE)
    except SyntaxError as error:
        raise InputError(f"no valid Turtle: {error.msg}", place=f"{place}:{error.lineno}", remedy="build it again: kg build") from error
    except OSError as error:
        problem = error.strerror or str(error)
        raise InputError(f"cannot be read: {problem}", place=place, remedy="build a graph first: kg build ARTICLES -o out") from error
    return store


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


def _convert(term: Term) -> rdflib.term.Node:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype == _STRING:
            return rdflib.Literal(term.value)
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value))
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    raise TypeError(f"{term}: a triple as a term is not RDF 1.1")


_STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
