"""The Turtle files of ontology/: their triples, and the line where each term of ours is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.errors import KnowledgeError
from kg.knowledge.files import decoded

NAMESPACE = "https://w3id.org/regional-kg/ontology#"

Node = NamedNode | BlankNode
Term = Node | Literal | Triple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE, _FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("type", "first", "rest", "nil"))
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")


@dataclass(frozen=True, slots=True)
class Turtle:
    """A file as triples; `lines` has the line of each term of ours that starts one, in order."""

    path: Path
    store: Store
    lines: Mapping[str, int]

    def objects(self, subject: Node, predicate: NamedNode) -> list[Term]:
        """What a subject has for a predicate."""
        return [quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)]

    def label(self, name: str, language: str) -> str:
        """The label of a term of ours. Raises KnowledgeError if there is none."""
        for term in self.objects(ours(name), _LABEL):
            if isinstance(term, Literal) and term.language == language:
                return term.value
        raise self.fault(name, f"kg:{name} has no label in '{language}'", f'add rdfs:label "…"@{language}')

    def notation(self, name: str) -> str:
        """The sign of a term of ours. Raises KnowledgeError if there is none."""
        for term in self.objects(ours(name), _NOTATION):
            if isinstance(term, Literal):
                return term.value
        raise self.fault(name, f"kg:{name} has no sign", 'add skos:notation "…"')

    def members(self, name: str) -> list[str]:
        """The individuals of a class of ours, in the order of the file."""
        return self._ordered(quad.subject for quad in self.store.quads_for_pattern(None, _TYPE, ours(name)))

    def below(self, predicate: NamedNode, name: str) -> list[str]:
        """The terms that reach `name` by one or more steps of `predicate`, in the order of the file."""
        found: set[Term] = set()
        ahead: list[Node] = [ours(name)]
        while ahead:
            below = self.store.quads_for_pattern(None, predicate, ahead.pop())
            nearer = [q.subject for q in below if isinstance(q.subject, NamedNode) and q.subject not in found]
            found.update(nearer)
            ahead += nearer
        return self._ordered(found)

    def items(self, head: Term) -> list[Term]:
        """The members of an RDF list, each of its nodes once."""
        members: list[Term] = []
        seen: set[Term] = {_NIL}
        while isinstance(head, NamedNode | BlankNode) and head not in seen:
            seen.add(head)
            members += self.objects(head, _FIRST)
            head = next(iter(self.objects(head, _REST)), _NIL)
        return members

    def fault(self, name: str, problem: str, remedy: str = "") -> KnowledgeError:
        """An error at the line where a term of ours is declared."""
        return KnowledgeError(problem, place=f"{self.path}:{self.lines.get(name, 1)}", remedy=remedy)

    def _ordered(self, terms: Iterable[Term]) -> list[str]:
        return sorted((name for name in map(local, terms) if name), key=lambda name: (self.lines.get(name, 0), name))


def read_turtle(path: Path) -> Turtle:
    """A Turtle file. Raises KnowledgeError where it breaks."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KnowledgeError(f"cannot be read: {error.strerror}", place=str(path), remedy="every ontology folder has this file") from error
    store = Store()
    try:
        store.extend(parse(data, RdfFormat.TURTLE))
    except SyntaxError as error:
        raise KnowledgeError(f"no valid Turtle: {error.msg}", place=f"{path}:{error.lineno or 1}") from error
    lines: dict[str, int] = {}
    for number, line in enumerate(decoded(data, path).splitlines(), 1):
        if declared := re.match(r"kg:([\w-]+)\s", line):
            lines.setdefault(declared[1], number)
    return Turtle(path, store, lines)


def ours(name: str) -> NamedNode:
    """The IRI of a local name of ours."""
    return NamedNode(NAMESPACE + name)


def local(term: Term) -> str:
    """The local name of a term of ours, "" for any other.

    >>> local(ours("part_of")), local(NamedNode("http://example.org/part_of"))
    ('part_of', '')
    """
    return term.value.removeprefix(NAMESPACE) if isinstance(term, NamedNode) and term.value.startswith(NAMESPACE) else ""
