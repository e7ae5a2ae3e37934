"""Documents, entities and what is said of them → RDF.

`build` gives distinct statements without blank nodes, `write_statements` their text. The vocabulary is that of ontology/core.ttl:
entities with direct triples, beside them claims, observations and milestones with rule, confidence and evidence; the documents,
indicators, units and periods that these refer to; the vocabulary itself and ontology/dataset.ttl, so that the file explains itself
in any triple store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import BlankNode

from kg.errors import KnowledgeError
from kg.facts import Claim, Facts, Figure, Proof, Step, Support
from kg.graph.periods import period_statements, period_term
from kg.graph.turtle import statements, write_statements, write_turtle
from kg.graph.written import Statement, decimal, fact, integer, iri, name, string, term, zh
from kg.iri import tidy
from kg.knowledge import Knowledge
from kg.knowledge.figures import base_value, describe
from kg.knowledge.turtle import read_turtle
from kg.model import Extraction, Resolution, ResolvedEntity

__all__ = ["build", "write_statements", "write_turtle"]

QUDT = "http://qudt.org/vocab/unit/"


def build(extractions: Iterable[Extraction], resolution: Resolution, facts: Facts, knowledge: Knowledge) -> tuple[Statement, ...]:
    """The graph of some documents, in whatever order they come, and of what they state together.

    Raises KnowledgeError for a class or relation that ontology/core.ttl does not declare.
    """
    documents = sorted(extractions, key=lambda e: e.doc)
    observations = [figure.observation for figure in facts.figures]
    periods = {o.period for o in observations} | {s.milestone.date for s in facts.steps} | {d.reference for d in documents}
    told: list[Claim | Figure | Step] = [*facts.claims, *facts.figures, *facts.steps]
    proofs = {proof for fact in told for proof in fact.support.evidence}
    parts = (
        vocabulary(knowledge),
        chain.from_iterable(map(document_statements, documents)),
        chain.from_iterable(entity_statements(entity, knowledge) for entity in resolution.entities),
        chain.from_iterable(fact_statements(fact, knowledge) for fact in told),
        chain.from_iterable(map(evidence_statements, sorted(proofs))),
        chain.from_iterable(indicator_statements(indicator) for indicator in sorted({o.indicator for o in observations})),
        chain.from_iterable(unit_statements(unit, knowledge) for unit in sorted({o.unit for o in observations if o.unit})),
        chain.from_iterable(map(period_statements, sorted(periods - {""}))),
    )
    found = dict.fromkeys(chain.from_iterable(parts))
    found |= dict.fromkeys(size_statements(len(found), len(resolution.entities), len(documents)))
    return tuple(found)


DATASET = iri("https://w3id.org/regional-kg/dataset")


def size_statements(statements: int, entities: int, documents: int) -> Iterator[Statement]:
    """What the data set says of its size; statements: all but these three."""
    yield DATASET, "void:triples", integer(statements + 3)
    yield DATASET, "void:entities", integer(entities)
    yield DATASET, "void:documents", integer(documents)


def vocabulary(knowledge: Knowledge) -> list[Statement]:
    """core.ttl and dataset.ttl without what needs blank nodes: unions of classes and the like stay in core.ttl."""
    quads = chain.from_iterable(read_turtle(knowledge.root / file).store for file in ("core.ttl", "dataset.ttl"))
    return statements(q.triple for q in quads if not isinstance(q.subject, BlankNode) and not isinstance(q.object, BlankNode))


def document_statements(document: Extraction) -> Iterator[Statement]:
    """An article."""
    subject = name("doc", document.doc)
    yield subject, "rdf:type", "schema:NewsArticle"
    yield subject, "dcterms:identifier", string(document.doc)
    if document.title:
        yield subject, "dcterms:title", zh(document.title)
    if document.reference:
        yield subject, "dcterms:issued", period_term(document.reference)
    if document.source:
        yield subject, "dcterms:source", string(document.source)
    if document.sha256:
        yield subject, "kg:sha256", string(document.sha256)


def entity_statements(entity: ResolvedEntity, knowledge: Knowledge) -> Iterator[Statement]:
    """An entity, apart from what is said of it. Raises KnowledgeError for a class that is not declared."""
    if entity.type not in knowledge.ontology.classes:
        raise KnowledgeError(f"unknown class '{entity.type}' of {entity.label}", remedy="classes are declared in ontology/core.ttl")
    subject = name("ent", entity.key)
    yield subject, "rdf:type", term("kg:" + entity.type)
    yield subject, "rdfs:label", zh(entity.label)
    yield from ((subject, "skos:altLabel", zh(form)) for form in entity.names if form != entity.label)
    if entity.full_name:
        yield subject, "kg:full_name", zh(entity.full_name)
    if entity.division_code:
        yield subject, "kg:division_code", string(entity.division_code)
    yield from ((subject, "kg:mentioned_in", name("doc", doc)) for doc in {doc for doc, _ in entity.members})


def fact_statements(fact: Claim | Figure | Step, knowledge: Knowledge) -> Iterator[Statement]:
    """A fact, its direct triples and what it rests on."""
    if isinstance(fact, Claim):
        return _claim(fact, knowledge)
    return _figure(fact, knowledge) if isinstance(fact, Figure) else _step(fact, knowledge)


def _claim(claim: Claim, knowledge: Knowledge) -> Iterator[Statement]:
    subject, head, tail = fact(claim.id), name("ent", claim.head), name("ent", claim.tail)
    relation = term("kg:" + claim.relation)
    yield head, relation, tail
    if knowledge.ontology.relations[claim.relation].symmetric:
        yield tail, relation, head
    yield subject, "rdf:type", "kg:Claim"
    yield subject, "rdf:subject", head
    yield subject, "rdf:predicate", relation
    yield subject, "rdf:object", tail
    yield from ((subject, "kg:role", zh(role)) for role in claim.roles)
    yield from _support(subject, claim.support)


def _figure(figure: Figure, knowledge: Knowledge) -> Iterator[Statement]:
    subject, said = fact(figure.id), figure.observation
    yield subject, "rdf:type", "qb:Observation"
    yield subject, "qb:dataSet", "kg:statistics"
    yield subject, "kg:subject", name("ent", said.subject)
    yield subject, "kg:indicator", name("ind", said.indicator)
    yield subject, "kg:kind", term("kg:" + said.kind)
    yield subject, "sdmx-measure:obsValue", decimal(said.value)
    yield subject, "kg:qualifier", term("kg:" + knowledge.ontology.qualifiers[said.qualifier])
    yield subject, "kg:modality", term("kg:" + said.modality)
    if said.unit:
        yield subject, "sdmx-attribute:unitMeasure", name("unit", said.unit)
    if base := base_value(said.value, said.unit, knowledge):
        yield subject, "kg:base_value", decimal(base[0])
    if said.period:
        yield subject, "sdmx-dimension:refPeriod", period_term(said.period)
    yield from _support(subject, figure.support)


def _step(step: Step, knowledge: Knowledge) -> Iterator[Statement]:
    subject, said = fact(step.id), step.milestone
    yield subject, "rdf:type", "kg:Milestone"
    yield subject, "kg:subject", name("ent", said.subject)
    yield subject, "kg:step", term("kg:" + knowledge.ontology.steps[said.step])
    yield subject, "kg:date", period_term(said.date)
    yield subject, "kg:modality", term("kg:" + said.modality)
    yield from _support(subject, step.support)


def _support(subject: str, support: Support) -> Iterator[Statement]:
    yield from ((subject, "kg:rule", string(rule)) for rule in support.rules)
    yield subject, "kg:confidence", decimal(support.confidence)
    yield from ((subject, "kg:evidence", fact(proof.id)) for proof in support.evidence)


def evidence_statements(proof: Proof) -> Iterator[Statement]:
    """A passage."""
    subject = fact(proof.id)
    yield subject, "rdf:type", "kg:Evidence"
    yield subject, "kg:document", name("doc", proof.doc)
    yield subject, "oa:exact", string(proof.exact)
    yield subject, "oa:start", integer(proof.start)
    yield subject, "oa:end", integer(proof.end)


def indicator_statements(indicator: str) -> Iterator[Statement]:
    """An indicator."""
    subject = name("ind", indicator)
    yield subject, "rdf:type", "kg:Indicator"
    yield subject, "rdfs:label", zh(tidy(indicator))


def unit_statements(printed: str, knowledge: Knowledge) -> Iterator[Statement]:
    """A unit as printed, with what it amounts to; its base unit too, so that kg:base_unit leads somewhere."""
    subject = name("unit", printed)
    yield subject, "rdf:type", "kg:Unit"
    yield subject, "rdfs:label", zh(tidy(printed))
    unit = describe(printed, knowledge)
    if unit is None:
        return
    yield subject, "kg:factor", decimal(float(unit.factor))
    yield subject, "kg:base_unit", name("unit", unit.base)
    yield subject, "kg:dimension", string(unit.dimension)
    if unit.qudt:
        yield subject, "skos:exactMatch", iri(QUDT + unit.qudt)
    if unit.base != printed:
        yield from unit_statements(unit.base, knowledge)
