"""An open graph → what `kg.graph.rdf.build` made it of, in one pass: entities, facts, documents, by the local part of their IRIs.

>>> from kg.graph.rdf import build, write_statements
>>> from kg.graph.store import open_graph
>>> from kg.knowledge import load
>>> from kg.model import Extraction, Resolution, ResolvedEntity
>>> page = Extraction("page", "", "2024", "", "")
>>> parks = Resolution((ResolvedEntity("光谷园", "Park", "光谷园", ("光谷园", "澄江光谷园"), (("page", "e1"),)),))
>>> graph = open_graph(write_statements(build([page], parks, Facts((), (), (), ()), load())))
>>> recall(graph, load()).entities["光谷园"].names
('光谷园', '澄江光谷园')
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.errors import InputError
from kg.facts import Article, Claim, Facts, Figure, Proof, Step, Support
from kg.graph.store import Term
from kg.graph.terms import short, term
from kg.iri import PREFIXES
from kg.knowledge import Knowledge
from kg.model import Milestone, Observation, ResolvedEntity


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a graph holds. entities: by key, their members are (document, ""); documents: by the key that proofs name; classes and
    codes: all that an entity has, where a graph that others changed gives it several."""

    entities: Mapping[str, ResolvedEntity]
    facts: Facts
    documents: Mapping[str, Article]
    classes: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, tuple[str, ...]]


def recall(store: Store, knowledge: Knowledge) -> Recalled:
    """The content of a graph. Raises InputError for a node that `kg build` would not have written: the node and what it lacks."""
    return _Reader(store, knowledge).read()


class _Reader:
    """Values by subject and predicate, so that nothing is looked up in the store twice."""

    def __init__(self, store: Store, knowledge: Knowledge) -> None:
        self.values: dict[str, dict[str, list[Term]]] = {}
        self.named: dict[str, set[str]] = {}
        type_, entity = term("rdf:type").value, PREFIXES["ent"]
        for quad in store:
            if isinstance(quad.subject, NamedNode):
                self.values.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object)
                if quad.predicate.value == type_ and isinstance(quad.object, NamedNode):
                    name = "Entity" if quad.subject.value.startswith(entity) else short(quad.object.value)
                    self.named.setdefault(name, set()).add(quad.subject.value)
        self.classes = list(knowledge.ontology.classes)
        self.signs = {local: sign for sign, local in knowledge.ontology.qualifiers.items()}
        self.steps = {local: step for step, local in knowledge.ontology.steps.items()}
        self.proofs: dict[str, Proof] = {}

    def read(self) -> Recalled:
        claims = sorted(map(self._claim, self.named.get("kg:Claim", ())), key=lambda c: c.id)
        figures = sorted(map(self._figure, self.named.get("qb:Observation", ())), key=lambda f: f.id)
        steps = sorted(map(self._step, self.named.get("kg:Milestone", ())), key=lambda s: s.id)
        entities = sorted(self.named.get("Entity", ()))
        return Recalled(
            entities={_local(node): self._entity(node) for node in entities},
            facts=Facts(tuple(claims), tuple(figures), tuple(steps), ()),
            documents={_local(node): self._document(node) for node in sorted(self.named.get("schema:NewsArticle", ()))},
            classes={_local(node): self._classes(node) for node in entities},
            codes={_local(node): self._texts(node, "kg:division_code") for node in entities},
        )

    def _all(self, node: str, predicate: str) -> list[Term]:
        return self.values.get(node, {}).get(term(predicate).value, [])

    def _texts(self, node: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(value.value for value in self._all(node, predicate) if isinstance(value, Literal)))

    def _nodes(self, node: str, predicate: str) -> list[str]:
        return sorted(value.value for value in self._all(node, predicate) if isinstance(value, NamedNode))

    def _text(self, node: str, predicate: str) -> str:
        return next(iter(self._texts(node, predicate)), "")

    def _node(self, node: str, predicate: str) -> str:
        for found in self._nodes(node, predicate):
            return found
        raise InputError(f"{short(node)} has no {predicate}", place="graph", remedy="build it again: kg build")

    def _number(self, node: str, predicate: str, default: str = "") -> float:
        text = self._text(node, predicate) or default
        try:
            return float(text)
        except ValueError:
            problem = f"{predicate} of {short(node)} is {text!r}, no number"
            raise InputError(problem, place="graph", remedy="build it again: kg build") from None

    def _classes(self, node: str) -> tuple[str, ...]:
        found = {_local(class_) for class_ in self._nodes(node, "rdf:type")}
        return tuple(sorted(found & set(self.classes), key=self.classes.index)) or tuple(sorted(found))

    def _entity(self, node: str) -> ResolvedEntity:
        label = self._text(node, "rdfs:label") or _local(node)
        return ResolvedEntity(
            key=_local(node),
            type=self._classes(node)[0],
            label=label,
            names=tuple(dict.fromkeys((label, *self._texts(node, "skos:altLabel")))),
            members=tuple((_local(doc), "") for doc in self._nodes(node, "kg:mentioned_in")),
            full_name=self._text(node, "kg:full_name"),
            division_code=self._text(node, "kg:division_code"),
        )

    def _document(self, node: str) -> Article:
        return Article(
            self._text(node, "dcterms:identifier") or _local(node), self._text(node, "dcterms:title"), self._period(node, "dcterms:issued")
        )

    def _claim(self, node: str) -> Claim:
        head, relation, tail = (_local(self._node(node, f"rdf:{end}")) for end in ("subject", "predicate", "object"))
        return Claim(_local(node), head, relation, tail, self._texts(node, "kg:role"), self._support(node))

    def _figure(self, node: str) -> Figure:
        qualifier = self._optional(node, "kg:qualifier")
        said = Observation(
            subject=_local(self._node(node, "kg:subject")),
            indicator=self._label(self._node(node, "kg:indicator")),
            kind=self._optional(node, "kg:kind"),
            value=self._number(node, "sdmx-measure:obsValue"),
            unit=next(map(self._label, self._nodes(node, "sdmx-attribute:unitMeasure")), ""),
            qualifier=self.signs.get(qualifier, qualifier),
            period=self._period(node, "sdmx-dimension:refPeriod"),
            modality=self._optional(node, "kg:modality"),
            rule="",
            confidence=0.0,
            evidence=(),
        )
        return Figure(_local(node), said, self._support(node))

    def _step(self, node: str) -> Step:
        step = _local(self._node(node, "kg:step"))
        said = Milestone(
            subject=_local(self._node(node, "kg:subject")),
            step=self.steps.get(step, step),
            date=self._period(node, "kg:date"),
            modality=self._optional(node, "kg:modality"),
            rule="",
            confidence=0.0,
            evidence=(),
        )
        return Step(_local(node), said, self._support(node))

    def _support(self, node: str) -> Support:
        proofs = tuple(sorted(map(self._proof, self._nodes(node, "kg:evidence"))))
        return Support(self._texts(node, "kg:rule"), self._number(node, "kg:confidence", "1"), proofs)

    def _proof(self, node: str) -> Proof:
        if node not in self.proofs:
            start, end = (int(self._number(node, edge, "0")) for edge in ("oa:start", "oa:end"))
            doc = next(map(_local, self._nodes(node, "kg:document")), "")
            self.proofs[node] = Proof(doc, start, end, self._text(node, "oa:exact"))
        return self.proofs[node]

    def _label(self, node: str) -> str:
        return self._text(node, "rdfs:label") or _local(node)

    def _optional(self, node: str, predicate: str) -> str:
        return next(map(_local, self._nodes(node, predicate)), "")

    def _period(self, node: str, predicate: str) -> str:
        """A date as it stands there, a period by its label."""
        return self._text(node, predicate) or next(map(self._label, self._nodes(node, predicate)), "")


def _local(iri: str) -> str:
    """The part of an IRI of ours that names the thing; any other IRI as it is.

    >>> _local("https://w3id.org/regional-kg/entity/OPPO"), _local("http://example.org/OPPO")
    ('OPPO', 'http://example.org/OPPO')
    """
    prefix, colon, local = short(iri).partition(":")
    return local if colon and prefix in PREFIXES and iri.startswith(PREFIXES[prefix]) else iri


def blank(store: Store) -> Iterator[str]:
    """The blank nodes of a graph: they have no name that would be the same in another."""
    return (str(end) for quad in store for end in (quad.subject, quad.object) if isinstance(end, BlankNode))
