"""core.ttl → classes, relations and the fixed vocabularies of facts.

>>> from kg.knowledge import load
>>> ontology = load().ontology
>>> relation = ontology.relations["works_for"]
>>> relation.zh, sorted(relation.domain), sorted(relation.range), relation.inverse
('任职', ['Person'], ['Company', 'Organization'], 'employs')
>>> ontology.relations["part_of"].accepts("Industry", "Program"), ontology.relations["part_of"].accepts("Industry", "Park")
(True, False)
>>> ontology.steps["投产"], ontology.qualifiers[">"]
('commissioned', 'more_than')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store, Triple, parse

from kg.errors import KnowledgeError

NAMESPACE = "https://w3id.org/regional-kg/ontology#"

Node = NamedNode | BlankNode
Term = Node | Literal | Triple

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE, _FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("type", "first", "rest", "nil"))
_LABEL, _DOMAIN, _RANGE, _SUBCLASS, _SUBPROPERTY = (
    NamedNode(_RDFS + name) for name in ("label", "domain", "range", "subClassOf", "subPropertyOf")
)
_UNION = NamedNode(_OWL + "unionOf")
_NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_PAIR = NamedNode(NAMESPACE + "pair")


@dataclass(frozen=True, slots=True)
class Class:
    """An entity class: its local name, labels, and the entity classes above it, nearest first."""

    name: str
    zh: str
    en: str
    parents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation: the classes its two ends may have (subclasses included), and its nature.

    pairs: what a head of each class may be linked to, where the relation says so.
    """

    name: str
    zh: str
    en: str
    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False
    transitive: bool = False
    inverse: str = ""
    pairs: frozenset[tuple[str, str]] = frozenset()

    def accepts(self, head: str, tail: str) -> bool:
        """Whether the relation may link a head of this class to a tail of that class."""
        return head in self.domain and tail in self.range and (not self.pairs or (head, tail) in self.pairs)


@dataclass(frozen=True, slots=True)
class Ontology:
    """classes and relations by local name, in the order of core.ttl.

    steps: Chinese label → local name (开工 → started); kinds and modalities: local names;
    qualifiers: sign → local name (">" → more_than); labels: local name of any term → (zh, en).
    """

    classes: Mapping[str, Class]
    relations: Mapping[str, RelationType]
    steps: Mapping[str, str]
    kinds: tuple[str, ...]
    modalities: tuple[str, ...]
    qualifiers: Mapping[str, str]
    labels: Mapping[str, tuple[str, str]]

    def closest(self, name: str) -> str:
        """The class or relation whose name is most like this one, "" if none is: for messages."""
        return next(iter(get_close_matches(name, [*self.classes, *self.relations], 1)), "")


def read_ontology(path: Path) -> Ontology:
    """The vocabulary of a core.ttl. Raises KnowledgeError where the file or a declaration in it breaks."""
    source = _parse(path)
    classes = _classes(source)
    return Ontology(
        classes=classes,
        relations={name: _relation(source, name, classes) for name in source.below(_SUBPROPERTY, "relation")},
        steps={source.label(name, "zh"): name for name in source.members("Step")},
        kinds=tuple(source.members("Kind")),
        modalities=tuple(source.members("Modality")),
        qualifiers={source.notation(name): name for name in source.members("Qualifier")},
        labels={name: (source.label(name, "zh"), source.label(name, "en")) for name in source.lines},
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """core.ttl as triples; `lines` has the line of each term that it declares, in order."""

    path: Path
    store: Store
    lines: Mapping[str, int]

    def objects(self, subject: Node, predicate: NamedNode) -> list[Term]:
        return [quad.object for quad in self.store.quads_for_pattern(subject, predicate, None)]

    def label(self, name: str, language: str) -> str:
        for term in self.objects(NamedNode(NAMESPACE + name), _LABEL):
            if isinstance(term, Literal) and term.language == language:
                return term.value
        raise self.fault(name, f"kg:{name} has no label in '{language}'", f'add rdfs:label "…"@{language}')

    def notation(self, name: str) -> str:
        for term in self.objects(NamedNode(NAMESPACE + name), _NOTATION):
            if isinstance(term, Literal):
                return term.value
        raise self.fault(name, f"kg:{name} has no sign", 'add skos:notation "…"')

    def members(self, name: str) -> list[str]:
        """The individuals of a class, in the order of the file."""
        return self._ordered(quad.subject for quad in self.store.quads_for_pattern(None, _TYPE, NamedNode(NAMESPACE + name)))

    def below(self, predicate: NamedNode, name: str) -> list[str]:
        """The terms that reach `name` by one or more steps of `predicate`, in the order of the file."""
        found: set[Term] = set()
        ahead: list[Node] = [NamedNode(NAMESPACE + name)]
        while ahead:
            below = self.store.quads_for_pattern(None, predicate, ahead.pop())
            nearer = [q.subject for q in below if isinstance(q.subject, NamedNode) and q.subject not in found]
            found.update(nearer)
            ahead += nearer
        return self._ordered(found)

    def items(self, head: Term) -> list[Term]:
        """The members of an RDF list."""
        members: list[Term] = []
        while isinstance(head, NamedNode | BlankNode) and head != _NIL:
            members += self.objects(head, _FIRST)
            head = next(iter(self.objects(head, _REST)), _NIL)
        return members

    def fault(self, name: str, problem: str, remedy: str = "") -> KnowledgeError:
        return KnowledgeError(problem, place=f"{self.path}:{self.lines.get(name, 1)}", remedy=remedy)

    def _ordered(self, terms: Iterable[Term]) -> list[str]:
        return sorted((name for name in map(_local, terms) if name), key=lambda name: (self.lines.get(name, 0), name))


def _parse(path: Path) -> _Source:
    data = path.read_bytes()
    store = Store()
    try:
        store.extend(parse(data, RdfFormat.TURTLE))
    except SyntaxError as error:
        raise KnowledgeError(f"no valid Turtle: {error.msg}", place=f"{path}:{error.lineno or 1}") from error
    lines: dict[str, int] = {}
    for number, line in enumerate(data.decode("utf-8").splitlines(), 1):
        if declared := re.match(r"kg:(\w+)\s", line):
            lines.setdefault(declared[1], number)
    return _Source(path, store, lines)


def _classes(source: _Source) -> dict[str, Class]:
    names = source.below(_SUBCLASS, "Entity")
    classes = {}
    for name in names:
        parents: list[str] = []
        ahead = [name]
        while ahead:
            above = [_local(term) for term in source.objects(NamedNode(NAMESPACE + ahead.pop(0)), _SUBCLASS)]
            nearer = sorted(p for p in above if p in names and p not in parents)
            parents += nearer
            ahead += nearer
        classes[name] = Class(name, source.label(name, "zh"), source.label(name, "en"), tuple(parents))
    return classes


def _relation(source: _Source, name: str, classes: Mapping[str, Class]) -> RelationType:
    node = NamedNode(NAMESPACE + name)
    natures = source.objects(node, _TYPE)
    pairs: set[tuple[str, str]] = set()
    for pair in source.objects(node, _PAIR):
        ends = [_local(term) for term in source.items(pair)]
        if len(ends) != 2:
            raise source.fault(name, f"a kg:pair of kg:{name} has {len(ends)} classes", "write ( kg:Head kg:Tail )")
        heads, tails = (_with_subclasses(source, name, [end], classes) for end in ends)
        pairs.update(product(heads, tails))
    return RelationType(
        name=name,
        zh=source.label(name, "zh"),
        en=source.label(name, "en"),
        domain=_ends(source, name, _DOMAIN, classes),
        range=_ends(source, name, _RANGE, classes),
        symmetric=NamedNode(_OWL + "SymmetricProperty") in natures,
        transitive=NamedNode(_OWL + "TransitiveProperty") in natures,
        inverse=next(map(_local, source.objects(node, NamedNode(_OWL + "inverseOf"))), ""),
        pairs=frozenset(pairs),
    )


def _ends(source: _Source, name: str, predicate: NamedNode, classes: Mapping[str, Class]) -> frozenset[str]:
    """The classes of a domain or range: one class, or an owl:unionOf several."""
    named: list[str] = []
    for end in source.objects(NamedNode(NAMESPACE + name), predicate):
        unions = source.objects(end, _UNION) if isinstance(end, BlankNode) else []
        named += map(_local, source.items(unions[0]) if unions else [end])
    if not named:
        which = "domain" if predicate == _DOMAIN else "range"
        raise source.fault(name, f"relation kg:{name} has no rdfs:{which}", "say which classes may stand there")
    return _with_subclasses(source, name, named, classes)


def _with_subclasses(source: _Source, name: str, named: list[str], classes: Mapping[str, Class]) -> frozenset[str]:
    for end in named:
        if end not in classes:
            like = next(iter(get_close_matches(end, classes, 1)), "")
            raise source.fault(
                name,
                f"kg:{name} links '{end}', which is no entity class",
                f"did you mean '{like}'?" if like else "declare it under kg:Entity",
            )
    return frozenset(c.name for c in classes.values() if c.name in named or any(p in named for p in c.parents))


def _local(term: Term) -> str:
    """The local name of a term of ours, "" for any other."""
    return term.value.removeprefix(NAMESPACE) if isinstance(term, NamedNode) and term.value.startswith(NAMESPACE) else ""
