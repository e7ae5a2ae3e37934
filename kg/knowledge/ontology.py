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

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import product
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode

from kg.knowledge.turtle import Turtle, local, ours, read_turtle

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_OWL = "http://www.w3.org/2002/07/owl#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DOMAIN, _RANGE, _SUBCLASS, _SUBPROPERTY = (NamedNode(_RDFS + name) for name in ("domain", "range", "subClassOf", "subPropertyOf"))
_UNION = NamedNode(_OWL + "unionOf")
_PAIR = ours("pair")


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
    source = read_turtle(path)
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


def _classes(source: Turtle) -> dict[str, Class]:
    names = source.below(_SUBCLASS, "Entity")
    classes = {}
    for name in names:
        parents: list[str] = []
        ahead = [name]
        while ahead:
            above = [local(term) for term in source.objects(ours(ahead.pop(0)), _SUBCLASS)]
            nearer = sorted(p for p in above if p in names and p not in parents)
            parents += nearer
            ahead += nearer
        classes[name] = Class(name, source.label(name, "zh"), source.label(name, "en"), tuple(parents))
    return classes


def _relation(source: Turtle, name: str, classes: Mapping[str, Class]) -> RelationType:
    node = ours(name)
    natures = source.objects(node, _TYPE)
    pairs: set[tuple[str, str]] = set()
    for pair in source.objects(node, _PAIR):
        ends = [local(term) for term in source.items(pair)]
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
        inverse=next(map(local, source.objects(node, NamedNode(_OWL + "inverseOf"))), ""),
        pairs=frozenset(pairs),
    )


def _ends(source: Turtle, name: str, predicate: NamedNode, classes: Mapping[str, Class]) -> frozenset[str]:
    """The classes of a domain or range: one class, or an owl:unionOf several."""
    named: list[str] = []
    for end in source.objects(ours(name), predicate):
        unions = source.objects(end, _UNION) if isinstance(end, BlankNode) else []
        named += map(local, source.items(unions[0]) if unions else [end])
    if not named:
        which = "domain" if predicate == _DOMAIN else "range"
        raise source.fault(name, f"relation kg:{name} has no rdfs:{which}", "say which classes may stand there")
    return _with_subclasses(source, name, named, classes)


def _with_subclasses(source: Turtle, name: str, named: list[str], classes: Mapping[str, Class]) -> frozenset[str]:
    for end in named:
        if end not in classes:
            like = next(iter(get_close_matches(end, classes, 1)), "")
            raise source.fault(
                name,
                f"kg:{name} links '{end}', which is no entity class",
                f"did you mean '{like}'?" if like else "declare it under kg:Entity",
            )
    return frozenset(c.name for c in classes.values() if c.name in named or any(p in named for p in c.parents))
