"""Two graphs → an RDF patch (https://afs.github.io/rdf-patch/) that makes one into the other; the same for the same graphs.

>>> old, new = (Triple(term("kg:Park"), term("rdfs:label"), Literal(text, language="zh")) for text in ("园", "园区"))
>>> print(write_patch({old}, {new}))
H id <uuid:1f3a7ee6-45a0-553b-9f42-28f008af366b> .
TX .
D <https://w3id.org/regional-kg/ontology#Park> <http://www.w3.org/2000/01/rdf-schema#label> "园"@zh .
A <https://w3id.org/regional-kg/ontology#Park> <http://www.w3.org/2000/01/rdf-schema#label> "园区"@zh .
TC .
"""

from __future__ import annotations

from collections.abc import Set
from uuid import NAMESPACE_OID, uuid5

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph.store import Term
from kg.graph.terms import term
from kg.graph.turtle import ESCAPES
from kg.iri import BASE


def write_patch(old: Set[Triple], new: Set[Triple]) -> str:
    """The patch as text: first what goes, then what comes, each in the order of its text. Graphs without blank nodes only."""
    rows = [*sorted(f"D {_row(t)}" for t in old - new), *sorted(f"A {_row(t)}" for t in new - old)]
    return "\n".join((f"H id <uuid:{uuid5(NAMESPACE_OID, BASE + chr(10).join(rows))}> .", "TX .", *rows, "TC ."))


def _row(triple: Triple) -> str:
    return f"{_text(triple.subject)} {_text(triple.predicate)} {_text(triple.object)} ."


def _text(node: Term) -> str:
    """A term as N-Triples has it, with every character escaped that could end a line or do something to a terminal."""
    if isinstance(node, NamedNode):
        return f"<{node.value}>"
    if not isinstance(node, Literal):
        raise ValueError(f"{node} has no name that would be the same in every file")
    quoted = f'"{node.value.translate(ESCAPES)}"'
    if node.language:
        return f"{quoted}@{node.language}"
    return quoted if node.datatype == term("xsd:string") else f"{quoted}^^<{node.datatype.value}>"
