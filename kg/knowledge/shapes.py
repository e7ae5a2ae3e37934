"""shapes.ttl → its triples as a validator wants them, and the ends that its shapes allow to each relation.

Where a shape names a class, the subclasses that core.ttl declares are meant as well.

>>> from kg.knowledge import load
>>> ends = read_ends(load())["works_for"]
>>> sorted(ends.head), sorted(ends.tail)
(['Person'], ['Company', 'Organization'])
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.errors import KnowledgeError
from kg.knowledge.load import Knowledge
from kg.knowledge.turtle import Turtle, local, ours, read_turtle

_SHACL = "http://www.w3.org/ns/shacl#"
_SUBJECTS, _CLASS, _IN = (NamedNode(_SHACL + name) for name in ("targetSubjectsOf", "targetClass", "in"))
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FIRST, _REST = NamedNode(_RDF + "first"), NamedNode(_RDF + "rest")


@dataclass(frozen=True, slots=True)
class Ends:
    """The classes that the shapes kg:RELATION-head and kg:RELATION-tail allow, and where the first of them stands."""

    head: frozenset[str]
    tail: frozenset[str]
    place: str


def read_shapes(knowledge: Knowledge) -> list[Triple]:
    """The triples of shapes.ttl, subclasses added. Raises KnowledgeError if it is missing or breaks."""
    return [quad.triple for quad in _source(knowledge).store]


def read_ends(knowledge: Knowledge) -> Mapping[str, Ends]:
    """The ends of every relation that a shape speaks of, subclasses added. Raises KnowledgeError as `read_shapes`."""
    source = _source(knowledge)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for quad in source.store.quads_for_pattern(None, _SUBJECTS, None):
        relation, _, end = local(quad.subject).rpartition("-")
        if end in ("head", "tail") and relation == local(quad.object) and isinstance(quad.subject, NamedNode):
            lists = source.objects(quad.subject, _IN)
            found.setdefault(relation, {})[end] = frozenset(local(term) for head in lists for term in source.items(head))
    return {
        relation: Ends(
            ends.get("head", frozenset()),
            ends.get("tail", frozenset()),
            f"{source.path}:{source.lines.get(f'{relation}-{min(ends)}', 1)}",
        )
        for relation, ends in sorted(found.items())
    }


def _source(knowledge: Knowledge) -> Turtle:
    path = knowledge.root / "shapes.ttl"
    if not path.is_file():
        raise KnowledgeError("shapes.ttl is not there", place=str(path), remedy="take it from the ontology/ that comes with the package")
    source = read_turtle(path)
    for name, declared in knowledge.ontology.classes.items():
        for parent in declared.parents:
            _add(source.store, ours(parent), ours(name))
    return source


def _add(store: Store, parent: NamedNode, child: NamedNode) -> None:
    """Puts a class beside its parent, in targets and in lists of classes."""
    for quad in list(store.quads_for_pattern(None, _CLASS, parent)):
        store.add(Quad(quad.subject, _CLASS, child))
    for cell in list(store.quads_for_pattern(None, _FIRST, parent)):
        (rest,) = store.quads_for_pattern(cell.subject, _REST, None)
        node = BlankNode()
        store.remove(rest)
        store.extend([Quad(cell.subject, _REST, node), Quad(node, _FIRST, child), Quad(node, _REST, rest.object)])
