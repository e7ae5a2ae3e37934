"""Entities, documents and facts → nodes.csv and relationships.csv for Neo4j:

    neo4j-admin database import full --nodes=nodes.csv --relationships=relationships.csv neo4j

Nodes are entities (labelled with their class, the classes above it and Entity), documents, observations and milestones, known by their
IRIs. Relationships are claims, under the name of their relation, and the links of facts and entities to what they are about and where they
stand: subject, document, mentioned_in. A symmetric relation stands once; Cypher follows it both ways by -[:cooperates_with]-.

Arrays are separated by semicolons, which the import cannot escape: a semicolon inside a value becomes a full-width one, a line break a
space.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from kg.facts import Figure, Step, Support
from kg.graph.formats import Built
from kg.graph.formats.cells import iri, one_line
from kg.graph.periods import span
from kg.iri import plain, tidy
from kg.knowledge.figures import base_value

NODES = (
    *("iri:ID", ":LABEL", "name:string", "names:string[]", "full_name:string", "division_code:string"),
    *("issued:string", "source:string", "sha256:string"),
    *("indicator:string", "kind:string", "value:double", "unit:string", "base_value:double", "base_unit:string", "qualifier:string"),
    *("step:string", "period:string", "first_day:date", "last_day:date", "modality:string"),
    *("confidence:double", "rules:string[]", "sentences:string[]"),
)
RELATIONSHIPS = (
    *(":START_ID", ":END_ID", ":TYPE", "iri:string", "symmetric:boolean", "roles:string[]"),
    *("confidence:double", "rules:string[]", "documents:string[]", "sentences:string[]"),
)
Value = str | float | bool | Iterable[str]
Row = dict[str, Value]


def nodes(built: Built) -> str:
    """The table of nodes."""
    return _table(NODES, _nodes(built))


def relationships(built: Built) -> str:
    """The table of relationships."""
    return _table(RELATIONSHIPS, _relationships(built))


def _table(columns: Sequence[str], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    names = [column.partition(":")[0] or column for column in columns]
    writer.writerows([_cell(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue()


def _cell(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return plain(value)
    if isinstance(value, str):
        return one_line(value)
    return ";".join(one_line(part).replace(";", "；") for part in value)


def _nodes(built: Built) -> Iterator[Row]:
    classes = built.knowledge.ontology.classes
    for entity in sorted(built.resolution.entities, key=lambda e: e.key):
        yield {
            "iri": iri("ent", entity.key),
            ":LABEL": (entity.type, *classes[entity.type].parents, "Entity"),
            "name": entity.label,
            "names": sorted(set(entity.names) - {entity.label}),
            "full_name": entity.full_name,
            "division_code": entity.division_code,
        }
    for document in sorted(built.extractions, key=lambda e: e.doc):
        yield {
            "iri": iri("doc", document.doc),
            ":LABEL": ("Document",),
            "name": document.title or document.doc,
            "issued": document.reference,
            "source": document.source,
            "sha256": document.sha256,
        }
    yield from (_figure(figure, built) for figure in built.facts.figures)
    yield from (_step(step, built) for step in built.facts.steps)


def _figure(figure: Figure, built: Built) -> Row:
    said, ontology = figure.observation, built.knowledge.ontology
    base = base_value(said.value, said.unit, built.knowledge)
    row: Row = {
        "iri": iri("fact", figure.id),
        ":LABEL": ("Observation",),
        "name": tidy(said.indicator),
        "indicator": tidy(said.indicator),
        "kind": said.kind,
        "value": said.value,
        "unit": tidy(said.unit),
        "qualifier": ontology.qualifiers[said.qualifier],
        "modality": said.modality,
    }
    if base:
        row |= {"base_value": base[0], "base_unit": tidy(base[1])}
    return row | _period(said.period) | _support(figure.support)


def _step(step: Step, built: Built) -> Row:
    said = step.milestone
    row: Row = {
        "iri": iri("fact", step.id),
        ":LABEL": ("Milestone",),
        "name": said.step,
        "step": built.knowledge.ontology.steps[said.step],
        "modality": said.modality,
    }
    return row | _period(said.date) | _support(step.support)


def _period(period: str) -> Row:
    first_day, last_day = span(period)
    return {"period": period, "first_day": first_day, "last_day": last_day}


def _support(support: Support) -> Row:
    return {"confidence": support.confidence, "rules": support.rules, "sentences": [proof.exact for proof in support.evidence]}


def _documents(support: Support) -> list[str]:
    return list(dict.fromkeys(proof.doc for proof in support.evidence))


def _relationships(built: Built) -> Iterator[Row]:
    for claim in sorted(built.facts.claims, key=lambda c: (c.head, c.relation, c.tail)):
        row: Row = {
            ":START_ID": iri("ent", claim.head),
            ":END_ID": iri("ent", claim.tail),
            ":TYPE": claim.relation,
            "iri": iri("fact", claim.id),
            "symmetric": built.knowledge.ontology.relations[claim.relation].symmetric,
            "roles": claim.roles,
            "documents": [iri("doc", doc) for doc in _documents(claim.support)],
        }
        yield row | _support(claim.support)
    for entity in sorted(built.resolution.entities, key=lambda e: e.key):
        for doc in sorted({doc for doc, _ in entity.members}):
            yield _link(iri("ent", entity.key), "mentioned_in", iri("doc", doc))
    stated = [(f.id, f.observation.subject, f.support) for f in built.facts.figures]
    stated += [(s.id, s.milestone.subject, s.support) for s in built.facts.steps]
    for id_, subject, support in stated:
        yield _link(iri("fact", id_), "subject", iri("ent", subject))
        for doc in _documents(support):
            yield _link(iri("fact", id_), "document", iri("doc", doc))


def _link(start: str, type_: str, end: str) -> Row:
    return {":START_ID": start, ":TYPE": type_, ":END_ID": end}
