"""Documents, entities and what is said of them → RDF triples.

`build` gives distinct triples without blank nodes, `write_turtle` their text. The vocabulary is that of ontology/core.ttl:
entities with direct triples, beside them claims, observations and milestones with rule, confidence and evidence; the documents,
indicators, units and periods that these refer to; the vocabulary itself and ontology/dataset.ttl, so that the file explains itself
in any triple store.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KnowledgeError
from kg.facts import Claim, Facts, Figure, Proof, Step, Support
from kg.graph.periods import period_term, period_triples
from kg.graph.terms import decimal, fact, integer, name, term, zh
from kg.graph.turtle import write_turtle
from kg.iri import tidy
from kg.knowledge import Knowledge
from kg.knowledge.figures import base_value, describe
from kg.knowledge.turtle import read_turtle
from kg.model import Extraction, Resolution, ResolvedEntity

__all__ = ["build", "write_turtle"]

QUDT = "http://qudt.org/vocab/unit/"
Object = NamedNode | Literal


def build(extractions: Iterable[Extraction], resolution: Resolution, facts: Facts, knowledge: Knowledge) -> tuple[Triple, ...]:
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
        chain.from_iterable(map(document_triples, documents)),
        chain.from_iterable(entity_triples(entity, knowledge) for entity in resolution.entities),
        chain.from_iterable(fact_triples(fact, knowledge) for fact in told),
        chain.from_iterable(map(evidence_triples, sorted(proofs))),
        chain.from_iterable(indicator_triples(indicator) for indicator in sorted({o.indicator for o in observations})),
        chain.from_iterable(unit_triples(unit, knowledge) for unit in sorted({o.unit for o in observations if o.unit})),
        chain.from_iterable(map(period_triples, sorted(periods - {""}))),
    )
    triples = dict.fromkeys(chain.from_iterable(parts))
    triples |= dict.fromkeys(size_triples(len(triples), len(resolution.entities), len(documents)))
    return tuple(triples)


DATASET = NamedNode("https://w3id.org/regional-kg/dataset")


def size_triples(triples: int, entities: int, documents: int) -> Iterator[Triple]:
    """What the data set says of its size; triples: all but these three."""
    size = {"void:triples": triples + 3, "void:entities": entities, "void:documents": documents}
    yield from _statements(DATASET, [(key, integer(count)) for key, count in size.items()])


def _statements(subject: NamedNode, pairs: Iterable[tuple[str, Object]]) -> Iterator[Triple]:
    for predicate, value in pairs:
        yield Triple(subject, term(predicate), value)


def vocabulary(knowledge: Knowledge) -> Iterator[Triple]:
    """core.ttl and dataset.ttl without what needs blank nodes: unions of classes and the like stay in core.ttl."""
    for file in ("core.ttl", "dataset.ttl"):
        for quad in read_turtle(knowledge.root / file).store:
            if not isinstance(quad.subject, BlankNode) and not isinstance(quad.object, BlankNode):
                yield quad.triple


def document_triples(document: Extraction) -> Iterator[Triple]:
    """An article."""
    yield from _statements(
        name("doc", document.doc), [("rdf:type", term("schema:NewsArticle")), ("dcterms:identifier", Literal(document.doc))]
    )
    optional = (
        ("dcterms:title", document.title, zh),
        ("dcterms:issued", document.reference, period_term),
        ("dcterms:source", document.source, Literal),
        ("kg:sha256", document.sha256, Literal),
    )
    yield from _statements(name("doc", document.doc), [(key, make(value)) for key, value, make in optional if value])


def entity_triples(entity: ResolvedEntity, knowledge: Knowledge) -> Iterator[Triple]:
    """An entity, apart from what is said of it. Raises KnowledgeError for a class that is not declared."""
    if entity.type not in knowledge.ontology.classes:
        raise KnowledgeError(f"unknown class '{entity.type}' of {entity.label}", remedy="classes are declared in ontology/core.ttl")
    subject = name("ent", entity.key)
    yield Triple(subject, term("rdf:type"), term("kg:" + entity.type))
    yield Triple(subject, term("rdfs:label"), zh(entity.label))
    yield from _statements(subject, [("skos:altLabel", zh(form)) for form in entity.names if form != entity.label])
    if entity.full_name:
        yield Triple(subject, term("kg:full_name"), zh(entity.full_name))
    if entity.division_code:
        yield Triple(subject, term("kg:division_code"), Literal(entity.division_code))
    yield from _statements(subject, [("kg:mentioned_in", name("doc", doc)) for doc in {doc for doc, _ in entity.members}])


def fact_triples(fact: Claim | Figure | Step, knowledge: Knowledge) -> Iterator[Triple]:
    """A fact, its direct triples and what it rests on."""
    if isinstance(fact, Claim):
        return _claim(fact, knowledge)
    return _figure(fact, knowledge) if isinstance(fact, Figure) else _step(fact, knowledge)


def _claim(claim: Claim, knowledge: Knowledge) -> Iterator[Triple]:
    subject, head, tail = fact(claim.id), name("ent", claim.head), name("ent", claim.tail)
    relation = term("kg:" + claim.relation)
    yield Triple(head, relation, tail)
    if knowledge.ontology.relations[claim.relation].symmetric:
        yield Triple(tail, relation, head)
    yield from _statements(
        subject, [("rdf:type", term("kg:Claim")), ("rdf:subject", head), ("rdf:predicate", relation), ("rdf:object", tail)]
    )
    yield from _statements(subject, [("kg:role", zh(role)) for role in claim.roles])
    yield from _support(subject, claim.support)


def _figure(figure: Figure, knowledge: Knowledge) -> Iterator[Triple]:
    subject, said = fact(figure.id), figure.observation
    yield from _statements(
        subject,
        [
            ("rdf:type", term("qb:Observation")),
            ("qb:dataSet", term("kg:statistics")),
            ("kg:subject", name("ent", said.subject)),
            ("kg:indicator", name("ind", said.indicator)),
            ("kg:kind", term("kg:" + said.kind)),
            ("sdmx-measure:obsValue", decimal(said.value)),
            ("kg:qualifier", term("kg:" + knowledge.ontology.qualifiers[said.qualifier])),
            ("kg:modality", term("kg:" + said.modality)),
        ],
    )
    if said.unit:
        yield Triple(subject, term("sdmx-attribute:unitMeasure"), name("unit", said.unit))
    if base := base_value(said.value, said.unit, knowledge):
        yield Triple(subject, term("kg:base_value"), decimal(base[0]))
    if said.period:
        yield Triple(subject, term("sdmx-dimension:refPeriod"), period_term(said.period))
    yield from _support(subject, figure.support)


def _step(step: Step, knowledge: Knowledge) -> Iterator[Triple]:
    subject, said = fact(step.id), step.milestone
    yield from _statements(
        subject,
        [
            ("rdf:type", term("kg:Milestone")),
            ("kg:subject", name("ent", said.subject)),
            ("kg:step", term("kg:" + knowledge.ontology.steps[said.step])),
            ("kg:date", period_term(said.date)),
            ("kg:modality", term("kg:" + said.modality)),
        ],
    )
    yield from _support(subject, step.support)


def _support(subject: NamedNode, support: Support) -> Iterator[Triple]:
    yield from _statements(subject, [("kg:rule", Literal(rule)) for rule in support.rules])
    yield Triple(subject, term("kg:confidence"), decimal(support.confidence))
    yield from _statements(subject, [("kg:evidence", fact(proof.id)) for proof in support.evidence])


def evidence_triples(proof: Proof) -> Iterator[Triple]:
    """A passage."""
    yield from _statements(
        fact(proof.id),
        [
            ("rdf:type", term("kg:Evidence")),
            ("kg:document", name("doc", proof.doc)),
            ("oa:exact", Literal(proof.exact)),
            ("oa:start", integer(proof.start)),
            ("oa:end", integer(proof.end)),
        ],
    )


def indicator_triples(indicator: str) -> Iterator[Triple]:
    """An indicator."""
    yield from _statements(name("ind", indicator), [("rdf:type", term("kg:Indicator")), ("rdfs:label", zh(tidy(indicator)))])


def unit_triples(printed: str, knowledge: Knowledge) -> Iterator[Triple]:
    """A unit as printed, with what it amounts to; its base unit too, so that kg:base_unit leads somewhere."""
    subject = name("unit", printed)
    yield from _statements(subject, [("rdf:type", term("kg:Unit")), ("rdfs:label", zh(tidy(printed)))])
    unit = describe(printed, knowledge)
    if unit is None:
        return
    yield from _statements(
        subject,
        [
            ("kg:factor", decimal(float(unit.factor))),
            ("kg:base_unit", name("unit", unit.base)),
            ("kg:dimension", Literal(unit.dimension)),
        ],
    )
    if unit.qudt:
        yield Triple(subject, term("skos:exactMatch"), NamedNode(QUDT + unit.qudt))
    if unit.base != printed:
        yield from unit_triples(unit.base, knowledge)
