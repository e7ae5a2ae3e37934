"""shapes.ttl → the ends that its shapes allow to each relation, to be compared with core.ttl.

>>> from kg.knowledge import load
>>> ends = read_ends(load().root / "shapes.ttl")["works_for"]
>>> sorted(ends.head), sorted(ends.tail)
(['Person'], ['Company', 'Organization'])
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from kg.knowledge.turtle import Turtle, local, read_turtle

_SHACL = "http://www.w3.org/ns/shacl#"
_TARGET, _IN = NamedNode(_SHACL + "targetSubjectsOf"), NamedNode(_SHACL + "in")


@dataclass(frozen=True, slots=True)
class Ends:
    """The classes that the shapes kg:RELATION-head and kg:RELATION-tail allow, and where the first of them stands."""

    head: frozenset[str]
    tail: frozenset[str]
    place: str


def read_ends(path: Path) -> dict[str, Ends]:
    """The ends of every relation that a shape speaks of. Raises KnowledgeError where the file breaks."""
    source = read_turtle(path)
    found: dict[str, dict[str, frozenset[str]]] = {}
    for quad in source.store.quads_for_pattern(None, _TARGET, None):
        relation, _, end = local(quad.subject).rpartition("-")
        if end in ("head", "tail") and relation == local(quad.object):
            found.setdefault(relation, {})[end] = _allowed(source, quad.subject)
    return {
        relation: Ends(
            ends.get("head", frozenset()), ends.get("tail", frozenset()), f"{path}:{source.lines.get(f'{relation}-{min(ends)}', 1)}"
        )
        for relation, ends in sorted(found.items())
    }


def _allowed(source: Turtle, shape: object) -> frozenset[str]:
    lists = source.objects(shape, _IN) if isinstance(shape, NamedNode) else []
    return frozenset(local(term) for head in lists for term in source.items(head))
