"""Two graphs → an RDF patch (https://afs.github.io/rdf-patch/) that makes one into the other; the same for the same graphs.

>>> from pyoxigraph import Literal
>>> from kg.graph.terms import term
>>> old, new = (Triple(term("kg:Park"), term("rdfs:label"), Literal(text, language="zh")) for text in ("园", "园区"))
>>> print(write_patch({old}, {new}))
H id <uuid:1f3a7ee6-45a0-553b-9f42-28f008af366b> .
TX .
D <https://w3id.org/regional-kg/ontology#Park> <http://www.w3.org/2000/01/rdf-schema#label> "园"@zh .
A <https://w3id.org/regional-kg/ontology#Park> <http://www.w3.org/2000/01/rdf-schema#label> "园区"@zh .
TC .
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from uuid import NAMESPACE_OID, uuid5

from pyoxigraph import Triple

from kg.graph.turtle import statements
from kg.graph.written import ntriples
from kg.iri import BASE


def write_patch(old: Set[Triple], new: Set[Triple]) -> str:
    """The patch as text: first what goes, then what comes, each in the order of its text. Graphs without blank nodes only: ValueError.

    Every character is escaped that could end a line or do something to a terminal.
    """
    rows = [*sorted(f"D {row}" for row in _rows(old - new)), *sorted(f"A {row}" for row in _rows(new - old))]
    return "\n".join((f"H id <uuid:{uuid5(NAMESPACE_OID, BASE + chr(10).join(rows))}> .", "TX .", *rows, "TC ."))


def _rows(triples: Set[Triple]) -> Iterator[str]:
    return (f"{' '.join(map(ntriples, statement))} ." for statement in statements(triples))
