"""The statements of a graph → the same in named graphs, one for each document: TriG and N-Quads.

The graph that goes by the name of a document (doc:…) has what that document states: claims, observations and milestones with the
evidence that it gives, the direct triples, which entities it mentions. A fact of two documents stands in both graphs. The default
graph has what no document states: names, vocabulary, descriptions of the documents, what the gazetteer says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.graph.merge import GAZETTEER
from kg.graph.turtle import write_trig
from kg.graph.written import Statement, full, ntriples, string

DEFAULT = ""  # the name of the default graph
LINKS = ("kg:document", "kg:evidence", "kg:rule", "rdf:type", "rdf:subject", "rdf:predicate", "rdf:object")


def trig(statements: Sequence[Statement]) -> str:
    """The graphs as TriG, the default graph first."""
    found, graphs = _Graphs(statements), dict[str, list[Statement]]()
    for statement in statements:
        for graph in found.of(statement):
            graphs.setdefault(graph, []).append(statement)
    return write_trig(graphs)


def nquads(statements: Sequence[Statement], beside: Sequence[Statement] = ()) -> str:
    """The graphs as N-Quads, the lines in order; beside: statements that stand elsewhere and say in which graphs these do."""
    found = _Graphs((*statements, *beside))
    return "".join(sorted(line for statement in statements for line in _lines(statement, found.of(statement))))


def _lines(statement: Statement, graphs: Iterable[str]) -> Iterator[str]:
    triple = " ".join(map(ntriples, statement))
    yield from (f"{triple} {full(graph)} .\n" if graph else f"{triple} .\n" for graph in graphs)


class _Graphs:
    """Where a statement stands."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        said: dict[str, dict[str, list[str]]] = {link: {} for link in LINKS}
        for subject, predicate, value in statements:
            if predicate in said:
                said[predicate].setdefault(subject, []).append(value)
        self.evidence = {passage: set(documents) for passage, documents in said["kg:document"].items()}
        self.facts = {
            fact: {graph for passage in passages for graph in self.evidence[passage]} for fact, passages in said["kg:evidence"].items()
        }
        for fact, rules in said["kg:rule"].items():
            if string(GAZETTEER) in rules:
                self.facts.setdefault(fact, set()).add(DEFAULT)
        self.direct: dict[Statement, set[str]] = {}
        for claim, (head,) in said["rdf:subject"].items():
            (relation,), (tail,) = said["rdf:predicate"][claim], said["rdf:object"][claim]
            ends = [(head, tail)]
            if "owl:SymmetricProperty" in said["rdf:type"].get(relation, ()):
                ends.append((tail, head))
            for one, other in ends:
                self.direct.setdefault((one, relation, other), set()).update(self.facts.get(claim, ()))

    def of(self, statement: Statement) -> set[str]:
        """The graphs of a statement."""
        subject, predicate, value = statement
        if predicate == "kg:evidence":
            found = self.evidence.get(value)
        elif predicate == "kg:mentioned_in":
            found = {value}
        else:
            found = self.evidence.get(subject) or self.facts.get(subject) or self.direct.get(statement)
        return found or {DEFAULT}
