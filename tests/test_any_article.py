"""What holds of any text, however odd: nothing breaks, every word that is quoted stands there, and what is written can be read back."""

from __future__ import annotations

import json
from dataclasses import replace

import pyoxigraph as ox
import rdflib
from arbitrary import texts
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import graph_of, without_vocabulary

from kg.engine.rows import as_json, pack, read_json, unpack
from kg.extract.document import extract
from kg.graph.rdf import write_turtle
from kg.graph.shacl import to_rdflib
from kg.knowledge import load
from kg.model import Document, Entity, Extraction, Milestone, Observation, Quote, Refusal, Relation, from_json, join, to_json
from kg.reading.object import read_object
from kg.reading.read import of_page
from kg.reading.sidecar import Sidecar
from kg.resolve import resolve

KNOWLEDGE = load()
ANY = settings(derandomize=True, max_examples=200, deadline=None)
TEXTS = texts(KNOWLEDGE)
DATES = st.sampled_from(["", "2023", "2024-02", "2024-02-29", "0001-01-01", "9999-12-31"])


def quotes(extraction: Extraction) -> list[Quote]:
    rows = (extraction.entities, extraction.relations, extraction.observations, extraction.milestones)
    evidence = [q for row in rows for fact in row for q in (fact.quotes if hasattr(fact, "quotes") else fact.evidence)]
    return evidence + [r.quote for r in extraction.refusals]


def squeezed(text: str) -> str:
    return "".join(text.split())


def stands_there(quote: Quote, document: Document) -> bool:
    """Whether a quote is what the file has there, but for the line breaks that the layout puts in."""
    return 0 <= quote.start < quote.end <= len(document.raw) and squeezed(quote.exact) == squeezed(document.raw[quote.start : quote.end])


def read(text: str, date: str) -> Document:
    """The document of a line of JSON, which can hold any text there is."""
    data = json.dumps({"text": text}).encode()
    return of_page(read_object(data, "x:1"), data, Sidecar(), KNOWLEDGE, date=date, id="a", place="x:1")


@ANY
@given(TEXTS, DATES)
def test_any_text_gives_facts_of_its_own_entities_and_words(text: str, date: str) -> None:
    document = read(text, date)
    extraction = extract(document, KNOWLEDGE)
    assert [q for q in quotes(extraction) if not stands_there(q, document)] == []
    ids = [e.id for e in extraction.entities]
    assert len(ids) == len(set(ids))
    assert {end for r in extraction.relations for end in (r.head, r.tail)} <= set(ids)
    assert {fact.subject for fact in (*extraction.observations, *extraction.milestones)} <= set(ids)
    assert all(0 < fact.confidence <= 1 for fact in (*extraction.relations, *extraction.observations, *extraction.milestones))
    assert extract(document, KNOWLEDGE) == extraction


@ANY
@given(TEXTS, DATES)
def test_what_any_text_says_comes_back_from_its_json(text: str, date: str) -> None:
    extraction = extract(read(text, date), KNOWLEDGE)
    data = to_json(extraction)
    again = from_json(json.loads(json.dumps(data)))
    assert to_json(again) == {key: [] if key == "refused" else value for key, value in without_print(data).items()}
    assert [fact.evidence for fact in again.relations] == [fact.evidence for fact in extraction.relations]


def without_print(data: dict[str, object]) -> dict[str, object]:
    """Forms in traditional characters are shown beside the others, and not read back."""
    return data | {"entities": [{k: v for k, v in e.items() if k != "printed"} for e in data["entities"]]}


@ANY
@given(st.lists(TEXTS, min_size=1, max_size=2), DATES)
def test_the_graph_of_any_text_reads_alike_in_rdflib_and_oxigraph(articles: list[str], date: str) -> None:
    extractions = [replace(extract(read(text, date), KNOWLEDGE), doc=f"a{i}") for i, text in enumerate(articles)]
    resolution = resolve(extractions, KNOWLEDGE)
    triples = without_vocabulary(graph_of(extractions, resolution, KNOWLEDGE))
    turtle = write_turtle(triples)
    by_rdflib = rdflib.Graph().parse(data=turtle, format="turtle")
    by_oxigraph = to_rdflib(ox.parse(turtle, format=ox.RdfFormat.TURTLE))
    assert set(by_rdflib) == set(by_oxigraph)
    assert len(by_rdflib) == len(triples)


def tuples(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=3).map(tuple)


PLACES, FINITE = st.integers(0, 2**40), st.floats(allow_nan=False, allow_infinity=False)
QUOTES = st.builds(Quote, PLACES, PLACES, st.text() | st.text("甲…\n"))
PROVEN = {"evidence": st.lists(QUOTES, min_size=1, max_size=3).map(tuple), "confidence": FINITE}
RECORDS = st.builds(
    Extraction,
    entities=tuples(st.builds(Entity, mentions=tuples(st.text()), confidence=FINITE, quotes=tuples(QUOTES), printed=tuples(st.text()))),
    relations=tuples(st.builds(Relation, role=st.text(), **PROVEN)),
    observations=tuples(st.builds(Observation, value=FINITE, **PROVEN)),
    milestones=tuples(st.builds(Milestone, **PROVEN)),
    refusals=tuples(st.builds(Refusal, quote=QUOTES)),
)


@ANY
@given(RECORDS)
def test_any_extraction_comes_back_from_the_bytes_it_travels_as(extraction: Extraction) -> None:
    assert unpack(pack(extraction), Extraction) == extraction
    assert read_json(as_json(extraction), Extraction) == extraction


@ANY
@given(RECORDS)
def test_any_extraction_comes_back_from_its_json_as_far_as_the_guideline_goes(extraction: Extraction) -> None:
    again = from_json(json.loads(json.dumps(to_json(extraction))))
    assert (again.doc, again.title, again.reference) == (extraction.doc, extraction.title, extraction.reference)
    assert again.entities == tuple(replace(e, quotes=(), printed=()) for e in extraction.entities)
    for part in ("relations", "observations", "milestones"):
        ours, theirs = getattr(extraction, part), getattr(again, part)
        assert [replace(f, evidence=()) for f in theirs] == [replace(f, evidence=()) for f in ours]
        assert [[(q.start, q.end) for q in f.evidence] for f in theirs] == [[(q.start, q.end) for q in f.evidence] for f in ours]
        assert [join(f.evidence) for f in theirs] == [join(f.evidence) for f in ours]
