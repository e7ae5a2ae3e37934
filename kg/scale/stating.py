"""Clusters with keys, and what articles say → entities, distinct facts, RDF, rows of the table of figures, in workers.

The text of a row of kind "text" is N-Quads; its place is the number of distinct triples in it. Each triple stands in one row only, but
for those of kind "shared", which several facts need (units, periods) and which are one to a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import chain

from kg.engine.rows import Row, as_json, grouped, pack, unpack
from kg.facts import Claim, Figure, Proof
from kg.graph.formats.cells import Documents
from kg.graph.formats.observations import DAYS
from kg.graph.formats.observations import order as table_order
from kg.graph.formats.observations import row as table_row
from kg.graph.formats.quads import nquads
from kg.graph.merge import Distinct, Fact, distinct, given, id_of, stated_in
from kg.graph.periods import period_statements
from kg.graph.rdf import (
    document_statements,
    entity_statements,
    evidence_statements,
    fact_statements,
    indicator_statements,
    unit_statements,
)
from kg.graph.written import Statement, term
from kg.knowledge import Knowledge
from kg.model import Extraction, Milestone, Observation, Relation, ResolvedEntity
from kg.resolve import entity
from kg.resolve.things import setting_of
from kg.scale.resolving import Cluster

Shown = Mapping[str, ResolvedEntity]


@dataclass(frozen=True, slots=True)
class Said:
    """A fact of a document: what it says of entities, and how the document says it; one of the three kinds. subject: of a figure."""

    doc: str
    title: str
    issued: str
    relation: tuple[Relation, Relation] | None = None
    observation: tuple[Observation, Observation] | None = None
    milestone: tuple[Milestone, Milestone] | None = None
    subject: ResolvedEntity | None = None

    @property
    def both(self) -> tuple[Fact, Fact]:
        """What, and how."""
        found = self.relation or self.observation or self.milestone
        if found is None:
            raise ValueError("a fact of no kind")
        return found


def _said(document: Extraction, content: Fact, fact: Fact, subject: ResolvedEntity | None = None) -> Said:
    head = (document.doc, document.title, document.reference)
    if isinstance(content, Relation) and isinstance(fact, Relation):
        return Said(*head, relation=(content, fact))
    if isinstance(content, Milestone) and isinstance(fact, Milestone):
        return Said(*head, milestone=(content, fact))
    if isinstance(content, Observation) and isinstance(fact, Observation):
        return Said(*head, observation=(content, fact), subject=subject)
    raise TypeError(f"{content} and {fact} are of two kinds")


def describe(rows: Iterable[Row], knowledge: Knowledge, *, above: Shown) -> Iterator[Row]:
    """Clusters with their keys → entities: their text, and their names for the documents that speak of them. above: divisions that no
    document names, by key; what has the key of one is one thing with it."""
    setting = setting_of(knowledge)
    for _, group in grouped(rows):
        found, key = list(group)
        cluster = unpack(found.value, Cluster)
        made = entity(cluster.things, cluster.title, key.value.decode(), setting)
        yield from of_entity(made, knowledge, [*entity_statements(above[made.key], knowledge)] if made.key in above else ())
        end = pack(_end(above.get(made.key, made)))
        yield from (Row("end", doc, "0" + id, end) for doc, id in made.members)


def of_entity(made: ResolvedEntity, knowledge: Knowledge, known: Collection[Statement] = ()) -> Iterator[Row]:
    """The text of an entity but for known triples, what the gazetteer says of it, and sums."""
    yield text(set(entity_statements(made, knowledge)).difference(known))
    for content, fact in given(made):
        yield Row("fact", id_of(content), "1", pack(_said(Extraction("", "", "", "", ""), content, fact)))
    yield Row("sum", "entities", made.type, b"1")


def _end(made: ResolvedEntity) -> ResolvedEntity:
    """What a fact needs to know of the thing that it is about."""
    return ResolvedEntity(made.key, made.type, made.label, (), division_code=made.division_code)


def state(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """Documents with the entities that they speak of → their text and their facts."""
    for _, group in grouped(rows):
        things: dict[str, ResolvedEntity] = {}
        for row in group:
            if row.kind == "end":
                things[row.place[1:]] = unpack(row.value, ResolvedEntity)
            else:
                yield from _of_document(unpack(row.value, Extraction), things, knowledge)


def _of_document(document: Extraction, things: Shown, knowledge: Knowledge) -> Iterator[Row]:
    stated, void = stated_in(document, things, knowledge)
    proofs = {Proof(document.doc, quote.start, quote.end, quote.exact) for _, fact in stated for quote in fact.evidence}
    yield text({*document_statements(document), *chain.from_iterable(map(evidence_statements, proofs))})
    yield from (Row("sum", "refusals", refusal.reason, b"1") for refusal in void)
    shared: set[Statement] = set(period_statements(document.reference)) if document.reference else set()
    for number, (content, fact) in enumerate(stated):
        subject = things[fact.subject] if isinstance(fact, Observation) else None
        yield Row("fact", id_of(content), f"0{document.doc}\0{number:08}", pack(_said(document, content, fact, subject)))
        shared.update(_values(content, knowledge))
    yield from map(one_text, shared)


def _values(content: Fact, knowledge: Knowledge) -> Iterator[Statement]:
    """The indicators, units and periods that a fact refers to."""
    if isinstance(content, Observation):
        yield from indicator_statements(content.indicator)
        if content.unit:
            yield from unit_statements(content.unit, knowledge)
        if content.period:
            yield from period_statements(content.period)
    elif isinstance(content, Milestone):
        yield from period_statements(content.date)


def settle(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[Row]:
    """What documents and the gazetteer say, by the id of the fact and in their order → distinct facts: their text, the rows of figures."""
    for _, group in grouped(rows):
        stated = [unpack(row.value, Said) for row in group]
        documents = Documents(Extraction(one.doc, one.title, one.issued, "", "") for one in stated)
        subjects = {one.subject.key: one.subject for one in stated if one.subject}
        for fact in distinct([(one.doc, *one.both) for one in stated]):
            yield _fact_text(fact, knowledge)
            if isinstance(fact, Figure):
                line = asdict(table_row(fact, subjects[fact.observation.subject], documents, knowledge))
                said = as_json({name.rstrip("_"): value or None if name in DAYS else value for name, value in line.items()})
                yield Row("figure", fact.observation.subject, "\0".join(table_order(fact)[1:]), said)


def _fact_text(fact: Distinct, knowledge: Knowledge) -> Row:
    """A fact's text; in which graphs it stands is told from its evidence and from whether its relation is symmetric."""
    own = set(fact_statements(fact, knowledge))
    beside = set(chain.from_iterable(map(evidence_statements, fact.support.evidence)))
    if isinstance(fact, Claim) and knowledge.ontology.relations[fact.relation].symmetric:
        beside.add((term("kg:" + fact.relation), "rdf:type", "owl:SymmetricProperty"))
    return text(own, beside)


def text(own: Collection[Statement], beside: Collection[Statement] = ()) -> Row:
    """The quads of triples, told from others beside them that are not written."""
    return Row("text", "", str(len(own)), nquads(tuple(own), tuple(beside)).rstrip("\n").encode())


def one_text(statement: Statement) -> Row:
    """A statement that others may have need of too, in the default graph."""
    return Row("shared", statement[0], "1", nquads((statement,)).rstrip("\n").encode())
