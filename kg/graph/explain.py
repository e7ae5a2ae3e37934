"""A name → everything the graph says of the thing, each fact with its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.facts import Article, Proof
from kg.graph.facts import find_entities, label, nodes, passages, subjects, text, texts
from kg.graph.store import open_graph
from kg.iri import PREFIXES
from kg.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class Source:
    """Why a fact is believed: its rules, confidence and passages, ordered by where they stand."""

    rules: tuple[str, ...]
    confidence: float
    passages: tuple[Proof, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A claim seen from one end: `outward` says whether the entity is its head. zh and en name the relation."""

    relation: str
    zh: str
    en: str
    outward: bool
    other: str
    other_iri: str
    other_type: str
    roles: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Figure:
    """A number said of the entity; kind, qualifier and modality are local names of the ontology."""

    indicator: str
    kind: str
    value: float
    unit: str
    qualifier: str
    period: str
    modality: str
    source: Source


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of the entity; zh and en name it."""

    step: str
    zh: str
    en: str
    date: str
    modality: str
    source: Source


@dataclass(frozen=True, slots=True)
class Explanation:
    """An entity and its facts: links by relation in the order of the ontology, figures by indicator and period, steps by date."""

    iri: str
    label: str
    type: str
    names: tuple[str, ...]
    full_name: str
    division_code: str
    documents: tuple[Article, ...]
    links: tuple[Link, ...]
    figures: tuple[Figure, ...]
    steps: tuple[Step, ...]


def explain(graph: Path | str | Store, entity: str, knowledge: Knowledge) -> tuple[Explanation, ...]:
    """Every entity that goes by that name: usually one, several for namesakes. Raises QueryError if there is none."""
    store = graph if isinstance(graph, Store) else open_graph(graph)
    return tuple(explain_node(store, node, knowledge) for node in find_entities(store, entity))


def explain_node(store: Store, entity: NamedNode, knowledge: Knowledge) -> Explanation:
    """Everything the graph says of one entity."""
    facts = [(fact, _local(next(iter(nodes(store, fact, "rdf:type"))))) for fact in subjects(store, "kg:subject", entity)]
    links = [_link(store, claim, True, knowledge) for claim in subjects(store, "rdf:subject", entity)]
    links += [_link(store, claim, False, knowledge) for claim in subjects(store, "rdf:object", entity)]
    order = list(knowledge.ontology.relations)
    figures = [_figure(store, fact) for fact, type_ in facts if type_ == "Observation"]
    steps = [_step(store, fact, knowledge) for fact, type_ in facts if type_ == "Milestone"]
    return Explanation(
        iri=entity.value,
        label=text(store, entity, "rdfs:label"),
        type=_type(store, entity),
        names=tuple(texts(store, entity, "skos:altLabel")),
        full_name=text(store, entity, "kg:full_name"),
        division_code=text(store, entity, "kg:division_code"),
        documents=tuple(document(store, doc) for doc in nodes(store, entity, "kg:mentioned_in")),
        links=tuple(sorted(links, key=lambda x: (order.index(x.relation), not x.outward, x.other))),
        figures=tuple(sorted(figures, key=lambda f: (f.indicator, f.period, f.kind, f.value))),
        steps=tuple(sorted(steps, key=lambda s: (s.date.lstrip("/"), s.step))),
    )


def document(store: Store, node: NamedNode) -> Article:
    """A document of the graph."""
    return Article(text(store, node, "dcterms:identifier"), text(store, node, "dcterms:title"), _period(store, node, "dcterms:issued"))


def _link(store: Store, claim: NamedNode, outward: bool, knowledge: Knowledge) -> Link:
    relation = _local(nodes(store, claim, "rdf:predicate")[0])
    other = nodes(store, claim, "rdf:object" if outward else "rdf:subject")[0]
    zh, en = knowledge.ontology.labels.get(relation, (relation, relation))
    roles = tuple(texts(store, claim, "kg:role"))
    return Link(relation, zh, en, outward, label(store, other), other.value, _type(store, other), roles, _source(store, claim))


def _figure(store: Store, fact: NamedNode) -> Figure:
    return Figure(
        indicator=_label_of(store, fact, "kg:indicator"),
        kind=_local_of(store, fact, "kg:kind"),
        value=float(text(store, fact, "sdmx-measure:obsValue")),
        unit=_label_of(store, fact, "sdmx-attribute:unitMeasure"),
        qualifier=_local_of(store, fact, "kg:qualifier"),
        period=_period(store, fact, "sdmx-dimension:refPeriod"),
        modality=_local_of(store, fact, "kg:modality"),
        source=_source(store, fact),
    )


def _step(store: Store, fact: NamedNode, knowledge: Knowledge) -> Step:
    step = _local_of(store, fact, "kg:step")
    zh, en = knowledge.ontology.labels.get(step, (step, step))
    return Step(step, zh, en, _period(store, fact, "kg:date"), _local_of(store, fact, "kg:modality"), _source(store, fact))


def _source(store: Store, fact: NamedNode) -> Source:
    return Source(tuple(texts(store, fact, "kg:rule")), float(text(store, fact, "kg:confidence") or 1), tuple(passages(store, fact)))


def _period(store: Store, subject: NamedNode, predicate: str) -> str:
    """A date as it stands there, a period by its label."""
    return text(store, subject, predicate) or _label_of(store, subject, predicate)


def _label_of(store: Store, subject: NamedNode, predicate: str) -> str:
    return next((text(store, node, "rdfs:label") for node in nodes(store, subject, predicate)), "")


def _local_of(store: Store, subject: NamedNode, predicate: str) -> str:
    return next(map(_local, nodes(store, subject, predicate)), "")


def _type(store: Store, entity: NamedNode) -> str:
    return _local_of(store, entity, "rdf:type")


def _local(node: NamedNode) -> str:
    """The last part of an IRI of a vocabulary."""
    return node.value.removeprefix(PREFIXES["kg"]).removeprefix(PREFIXES["qb"])
