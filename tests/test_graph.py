"""The graph of documents: its shape, its bytes, what the shapes and checks find, and its networkx form."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic, to_isomorphic
from rdflib.namespace import RDF, SH
from sample import extractions, graph_of, resolution, without_vocabulary

from kg.errors import InputError, KnowledgeError, ValidationError
from kg.graph.checks import Report, validate
from kg.graph.merge import merge
from kg.graph.network import network
from kg.graph.periods import period_term, span
from kg.graph.rdf import write_turtle
from kg.graph.screen import UnknownShapeError, questions, sound
from kg.graph.shacl import breaches, relevant, to_rdflib
from kg.graph.store import open_graph
from kg.graph.terms import name, zh
from kg.graph.written import ntriples
from kg.iri import PREFIXES, segment
from kg.knowledge import Knowledge, load
from kg.knowledge.ontology import read_ontology
from kg.knowledge.queries import checks
from kg.model import Extraction, Quote, Relation, Resolution, ResolvedEntity

CASE = Path(__file__).parent / "cases" / "graph" / "sample.ttl"
PROLOGUE = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())


@cache
def turtle() -> str:
    return write_turtle(graph_of(extractions(), resolution(), load()))


def ask(text: str, pattern: str) -> bool:
    return bool(open_graph(text).query(f"ASK {{ {pattern} }}", prefixes=PREFIXES))


def test_the_sample_gives_the_golden_graph() -> None:
    golden = rdflib.Graph().parse(CASE, format="turtle")
    built = to_rdflib(without_vocabulary(graph_of(extractions(), resolution(), load())))
    assert sorted(built - golden) == []
    assert sorted(golden - built) == []
    assert isomorphic(to_isomorphic(built), to_isomorphic(golden))


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.data())
def test_order_of_documents_facts_and_entities_leaves_no_trace(data: st.DataObject) -> None:
    def shuffled(document: Extraction) -> Extraction:
        parts = ("entities", "relations", "observations", "milestones")
        return replace(document, **{part: tuple(data.draw(st.permutations(getattr(document, part)))) for part in parts})

    documents = data.draw(st.permutations([shuffled(d) for d in extractions()]))
    resolved = replace(resolution(), entities=tuple(data.draw(st.permutations(resolution().entities))))
    assert write_turtle(graph_of(documents, resolved, load())) == turtle()


def test_hash_seeds_leave_no_trace() -> None:
    code = (
        "from sample import extractions, graph_of, resolution; from kg.knowledge import load; from kg.graph.rdf import write_turtle; "
        "import sys; sys.stdout.buffer.write(write_turtle(graph_of(extractions(), resolution(), load())).encode())"
    )

    def run(seed: str) -> bytes:
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
        return subprocess.run([sys.executable, "-c", code], env=env, check=True, capture_output=True).stdout

    assert run("1") == run("2") == turtle().encode()


def test_rdflib_and_oxigraph_read_the_same_graph_without_blank_nodes() -> None:
    graph = rdflib.Graph().parse(data=turtle(), format="turtle")
    store = open_graph(turtle())
    assert len(graph) == len(store) == len(graph_of(extractions(), resolution(), load()))
    assert not any(isinstance(node, rdflib.BNode) for triple in graph for node in triple)
    assert set(graph) == set(to_rdflib(ox.parse(turtle(), format=ox.RdfFormat.TURTLE)))


def test_the_dataset_states_its_own_size() -> None:
    graph = rdflib.Graph().parse(data=turtle(), format="turtle")
    (size,) = graph.objects(rdflib.URIRef("https://w3id.org/regional-kg/dataset"), rdflib.VOID.triples)
    assert int(size) == len(graph)


def test_direct_triples_stand_beside_claims() -> None:
    assert ask(
        turtle(), "ent:蓝鲸 kg:located_in ent:光谷园 . ?c rdf:subject ent:蓝鲸 ; rdf:predicate kg:located_in ; rdf:object ent:光谷园"
    )


def test_a_fact_of_two_documents_is_one_claim_with_both_sentences() -> None:
    (claim,) = [c for c in merge(extractions(), resolution(), load()).claims if (c.head, c.tail) == ("蓝鲸", "光谷园")]
    assert [p.exact for p in claim.support.evidence] == ["蓝鲸科技落户澄江光谷园", "“蓝鲸”已入驻光谷园"]
    assert claim.support.confidence == 0.99
    assert claim.support.rules == ("located-in/sample",)


def test_a_symmetric_relation_is_one_claim_and_holds_both_ways() -> None:
    claims = [c for c in merge(extractions(), resolution(), load()).claims if c.relation == "cooperates_with"]
    assert len(claims) == 1
    assert ask(turtle(), "ent:蓝鲸 kg:cooperates_with ent:星河电池 . ent:星河电池 kg:cooperates_with ent:蓝鲸")


def test_what_cannot_hold_between_things_is_dropped_and_listed() -> None:
    first, second = extractions()
    misfit = Relation("e8", "located_in", "e1", "located-in/x", 0.9, (Quote(3, 5, "某处"),))
    documents = [first, replace(second, relations=(*second.relations, misfit))]
    dropped = merge(documents, resolution(), load()).dropped
    assert [(doc, r.reason, r.text) for doc, r in dropped] == [
        ("second", "both ends are one entity", "蓝鲸 supplies 蓝鲸"),
        ("second", "both ends are one entity", "蓝鲸 located_in 蓝鲸"),
    ]
    wider = replace(misfit, tail="e3")
    dropped = merge([first, replace(second, relations=(wider,))], resolution(), load()).dropped
    assert [(r.reason, r.rule, r.quote.exact) for _, r in dropped] == [
        ("class of an end does not fit after resolution", "located-in/x", "某处")
    ]


def test_districts_are_part_of_the_next_higher_one_on_the_word_of_the_gazetteer() -> None:
    assert ask(turtle(), 'ent:澄江区 kg:part_of ent:青禾市 . ?c rdf:subject ent:澄江区 ; rdf:object ent:青禾市 ; kg:rule "gazetteer"')


def test_an_undeclared_class_is_named() -> None:
    resolved = replace(resolution(), entities=(*resolution().entities, ResolvedEntity("x", "Planet", "火星", ("火星",))))
    with pytest.raises(KnowledgeError, match="unknown class 'Planet' of 火星"):
        graph_of(extractions(), resolved, load())


def test_an_undeclared_relation_is_named() -> None:
    first, second = extractions()
    wrong = replace(second, relations=(replace(second.relations[0], relation="locatedin"),))
    with pytest.raises(KnowledgeError, match="unknown relation 'locatedin'\n  did you mean 'located_in'"):
        graph_of([first, wrong], resolution(), load())


@pytest.mark.parametrize(
    ("period", "term"),
    [
        ("2020", f'"2020"^^<{PREFIXES["xsd"]}gYear>'),
        ("2020-12", f'"2020-12"^^<{PREFIXES["xsd"]}gYearMonth>'),
        ("2020-12-04", f'"2020-12-04"^^<{PREFIXES["xsd"]}date>'),
        ("2020-H1", f"<{PREFIXES['period']}2020-H1>"),
        ("/2024-11", f"<{PREFIXES['period']}--2024-11>"),
        ("2024-01/2024-11", f"<{PREFIXES['period']}2024-01--2024-11>"),
    ],
)
def test_periods_as_terms(period: str, term: str) -> None:
    assert ntriples(period_term(period)) == term


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2020-H2", "2020-07-01", "2020-12-31"),
        ("2020-Q3/2020-Q4", "2020-07-01", "2020-12-31"),
        ("2020-Q1", "2020-01-01", "2020-03-31"),
        ("2025/2029", "2025-01-01", "2029-12-31"),
        ("/2024-11", "", "2024-11-30"),
        ("2024-11/", "2024-11-01", ""),
        ("2024-03-05/2024-03-07", "2024-03-05", "2024-03-07"),
    ],
)
def test_first_and_last_day_of_a_period(period: str, first: str, last: str) -> None:
    assert span(period) == (first, last)


HOSTILE = [
    *('a"b', "a\\b", "a\nb\r\tc", "<b>{x}|^`", "100%/年", "%zz", "é—±·", "😀"),
    *("a\x00b", "\ue000", "[]#?", "…", "-", "'''", "a\u2028b\ufeff"),
]


def named(label: str) -> tuple[list[Extraction], Resolution]:
    """A document with one entity whose name, sentence, rule and document id are all that text."""
    entity = ResolvedEntity(label, "Company", label, (label, label + "公司"), ((label, "e1"),), full_name=label)
    place = ResolvedEntity("光谷园", "Park", "光谷园", ("光谷园",), ((label, "e2"),))
    (first, _) = extractions()
    quote = (Quote(0, max(1, len(label)), label or "x"),)
    document = replace(
        first,
        doc=label,
        title=label,
        entities=(replace(first.entities[0], name=label), first.entities[1]),
        relations=(Relation("e1", "located_in", "e2", label or "x", 0.9, quote),),
        observations=(replace(first.observations[0], indicator=label, unit=label),),
        milestones=(),
    )
    return [document], Resolution((entity, place), {(label, "e1"): label, (label, "e2"): "光谷园"})


def same_everywhere(label: str) -> None:
    triples = without_vocabulary(graph_of(*named(label), load()))
    text = write_turtle(triples)
    graph, store = rdflib.Graph().parse(data=text, format="turtle"), open_graph(text)
    assert len(graph) == len(store) == len(triples)
    for read in (set(graph), set(to_rdflib(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)))):
        assert {(str(s), str(p), str(o)) for s, p, o in read} == {(t.subject.value, t.predicate.value, t.object.value) for t in triples}
    assert list(store.quads_for_pattern(name("ent", label), ox.NamedNode(PREFIXES["rdfs"] + "label"), zh(label)))


@pytest.mark.parametrize("label", HOSTILE)
def test_hostile_names_come_back_as_they_were(label: str) -> None:
    same_everywhere(label)


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_any_name_comes_back_as_it_was(label: str) -> None:
    same_everywhere(label)


def test_names_of_our_own_stay_readable() -> None:
    assert segment("OPPO（重庆）智能科技有限公司") == "OPPO（重庆）智能科技有限公司"
    assert segment(" “满天星” 行动计划") == "满天星行动计划"
    assert "ent:蓝鲸 a kg:Company ;\n    rdfs:label" in turtle()


def report(*replacements: tuple[str, str]) -> Report:
    text = turtle()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return validate(text, load())


def test_the_sample_conforms() -> None:
    assert report().violations == ()


SHAPES = tuple(quad.triple for quad in ox.parse(path=load().root / "shapes.ttl", format=ox.RdfFormat.TURTLE))

PLANTED = {
    "Entity-label": [('rdfs:label "张晓"@zh', 'rdfs:label "张晓"@zh, "张小"@zh')],
    "District-division_code": [('"990112"', '"9901x2"')],
    "District-type": [("ent:澄江区 a kg:District", "ent:澄江区 a kg:Park")],
    "Claim-confidence": [("kg:confidence 0.99", "kg:confidence 1.95")],
    "Evidence-exact": [('oa:exact "增长8%"', 'oa:exact ""')],
    "Evidence-start": [("oa:start 76", "oa:start 81")],
    "Observation-kind": [("kg:kind kg:growth", "kg:kind kg:much")],
    "Observation-modality": [("kg:modality kg:actual ;\n    kg:qualifier", "kg:modality kg:maybe ;\n    kg:qualifier")],
    "Milestone-step": [("kg:step kg:listed", "kg:step kg:unlisted")],
    "located_in-tail": [("ent:光谷园 a kg:Park", "ent:光谷园 a kg:Person")],
}


@pytest.mark.parametrize("shape", PLANTED)
def test_what_breaks_a_shape_is_reported_and_fails_the_build(shape: str) -> None:
    found = report(*PLANTED[shape])
    assert shape in {v.check for v in found.errors}
    assert not found.conforms
    with pytest.raises(ValidationError, match=f"error {found.errors[0].check}: "):
        found.require()


def test_a_violation_names_entity_shape_and_sentence() -> None:
    (violation,) = report(("kg:confidence 0.99", "kg:confidence 1.95")).errors
    assert (violation.check, violation.severity, violation.entity, violation.value) == (
        "Claim-confidence",
        "error",
        "蓝鲸 – 光谷园",
        "1.95",
    )
    assert (violation.document, violation.sentence) == ("first", "蓝鲸科技落户澄江光谷园")
    assert violation.zh and violation.en


def test_a_wrong_end_is_told_with_the_sentence_of_that_relation() -> None:
    found = report(("ent:光谷园 a kg:Park", "ent:光谷园 a kg:Person"))
    (violation,) = [v for v in found.errors if v.check == "located_in-tail"]
    assert (violation.entity, violation.value, violation.sentence) == ("蓝鲸", "kg:Person", "蓝鲸科技落户澄江光谷园")


def test_leaving_out_what_no_shape_names_changes_no_verdict() -> None:
    text = turtle()
    for replacements in PLANTED.values():
        for old, new in replacements:
            text = text.replace(old, new, 1)
    shapes = load().root / "shapes.ttl"
    store = open_graph(text)
    some = to_rdflib(relevant(list(SHAPES), store))
    whole = rdflib.Graph().parse(data=text, format="turtle")
    assert len(some) < len(whole)

    def verdict(graph: rdflib.Graph) -> list[tuple[str, str]]:
        _, found, _ = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(shapes))
        results = found.subjects(RDF.type, SH.ValidationResult)
        return sorted((str(found.value(r, SH.sourceShape)), str(found.value(r, SH.focusNode))) for r in results)

    assert verdict(some) == verdict(whole) != []


def test_the_screen_understands_every_shape_and_passes_the_sample() -> None:
    assert sound(SHAPES, open_graph(turtle()))


@settings(deadline=None, max_examples=200, derandomize=True)
@given(st.data())
def test_the_screen_and_pyshacl_agree_on_damaged_graphs(data: st.DataObject) -> None:
    triples = sorted(without_vocabulary(graph_of(extractions(), resolution(), load())), key=str)
    damaged = data.draw(st.sampled_from(triples))
    rest = [t for t in triples if t != damaged]
    others = data.draw(st.lists(st.sampled_from([t.object for t in triples]), max_size=1))
    kept = [damaged] if data.draw(st.booleans()) else []
    store = ox.Store()
    store.extend(ox.Quad(*t) for t in [*rest, *kept, *(ox.Triple(damaged.subject, damaged.predicate, other) for other in others)])
    assert sound(SHAPES, store) == (not list(breaches(SHAPES, store)))


@pytest.mark.parametrize(
    "shape",
    [
        "sh:targetClass kg:Park ; sh:path rdfs:label ; sh:uniqueLang true",
        "sh:targetClass kg:Park ; sh:path rdfs:label ; sh:minCount 2",
        "sh:targetClass kg:Park ; sh:path [ sh:inversePath rdfs:label ] ; sh:minCount 1",
        "sh:targetNode ent:光谷园 ; sh:path rdfs:label ; sh:minCount 1",
        "a rdfs:Class ; sh:path rdfs:label ; sh:minCount 1",
        "sh:targetClass kg:Park ; sh:closed true",
    ],
)
def test_the_screen_does_not_vouch_for_what_it_does_not_understand(shape: str) -> None:
    text = f"{PROLOGUE}@prefix sh: <http://www.w3.org/ns/shacl#> . kg:Shape {shape} ."
    shapes = [quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)]
    with pytest.raises(UnknownShapeError):
        list(questions(shapes, ox.Store()))
    assert not sound(shapes, ox.Store())


CHECKED = {
    "planned-and-done": (
        "fact:a a kg:Milestone ; kg:subject ent:x ; kg:step kg:opened ; kg:modality kg:planned ; kg:date '2025'^^xsd:gYear ."
        "fact:b a kg:Milestone ; kg:subject ent:x ; kg:step kg:opened ; kg:modality kg:actual ; kg:date '2024-05'^^xsd:gYearMonth .",
        "fact:a",
    ),
    "rank-not-whole": ("fact:a kg:kind kg:rank ; sdmx-measure:obsValue 2.5 .", "fact:a"),
    "same-name": (
        "ent:x a kg:Park ; rdfs:label '园'@zh ; kg:mentioned_in doc:d . ent:x_2 a kg:Park ; rdfs:label '园'@zh ; kg:mentioned_in doc:d .",
        "ent:x",
    ),
    "share-above-hundred": ("fact:a kg:kind kg:share ; kg:base_value 101.7 .", "fact:a"),
    "two-exact-values": (
        "".join(
            f"fact:{id_} kg:subject ent:x ; kg:indicator ind:i ; kg:kind kg:level ; sdmx-dimension:refPeriod '2020'^^xsd:gYear ;"
            f" sdmx-attribute:unitMeasure unit:u ; kg:qualifier kg:exactly ; kg:modality kg:actual ; sdmx-measure:obsValue {value} ."
            for id_, value in (("a", 1.5), ("b", 2.5))
        ),
        "fact:a",
    ),
    "whole-in-its-part": ("ent:x kg:part_of ent:y . ent:y kg:located_in ent:x .", "ent:x"),
}


def test_every_check_has_a_planted_fault() -> None:
    assert set(CHECKED) == set(checks(load()))


@pytest.mark.parametrize("check", CHECKED)
def test_a_check_finds_what_it_is_for(check: str) -> None:
    fault, focus = CHECKED[check]
    found = [v for v in validate(PROLOGUE + fault, load()).violations if v.check == check]
    prefix, _, local = focus.partition(":")
    assert PREFIXES[prefix] + local in {v.focus for v in found}
    assert {v.severity for v in found} == {checks(load())[check].severity}


def broken_quads(folder: Path) -> Path:
    path = folder / "graph.nq"
    path.write_text('<a:s> <a:p> "1" .\n<a:s> <a:p> .\n', "utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda folder: folder / "missing.ttl", "build a graph first: kg build"),
        (lambda folder: folder, "build a graph first: kg build"),
        (lambda _: "ent:x a kg:Park .", "no valid Turtle: "),
        (lambda folder: broken_quads(folder), r"graph\.nq:2: no valid N-Quads: "),
    ],
)
def test_a_graph_that_cannot_be_read_is_named(tmp_path: Path, make: Callable[[Path], Path | str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        open_graph(make(tmp_path))


def test_the_network_has_entities_as_nodes_and_claims_as_edges() -> None:
    facts = merge(extractions(), resolution(), load())
    graph = network(resolution(), facts, load())
    assert set(graph) == {entity.key for entity in resolution().entities}
    assert sorted(graph.edges(keys=True)) == sorted((c.head, c.tail, c.relation) for c in facts.claims)
    assert graph.nodes["蓝鲸"]["names"] == ("蓝鲸", "蓝鲸科技")
    assert graph.nodes["启明项目"]["weight"] == 3  # one claim, one figure, one milestone
    edge = graph.edges["蓝鲸", "光谷园", "located_in"]
    assert edge["confidence"] == 0.99
    assert [proof.doc for proof in edge["evidence"]] == ["first", "second"]
    assert list(graph.nodes) == sorted(graph.nodes)


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """A copy of ontology/ to damage."""
    return Path(shutil.copytree(load().root, tmp_path / "ontology"))


def test_faults_of_shapes_and_checks_name_their_file(ontology: Path) -> None:
    graph = open_graph(turtle())
    check = ontology / "checks" / "mine.rq"
    for sparql, problem in (
        ("SELECT ?focus { ?focus a kg:Park }", "check without a severity"),
        ("# severity: grave\nSELECT ?focus { ?focus a kg:Park }", "check without a severity, found 'grave'"),
        ("# severity: info\nSELECT ?focus { ?focus a }", "no valid SPARQL"),
        ("# severity: info\nSELECT ?park { ?park a kg:Park }", "a check selects \\?focus"),
    ):
        check.write_text(sparql, "utf-8")
        with pytest.raises(KnowledgeError, match=problem) as error:
            validate(graph, fresh(ontology))
        assert error.value.place.startswith(str(check))
    check.unlink()
    (ontology / "shapes.ttl").write_text("kg:x a sh:Shape", "utf-8")
    with pytest.raises(KnowledgeError, match=r"shapes\.ttl:1: no valid Turtle"):
        validate(graph, fresh(ontology))
    (ontology / "shapes.ttl").unlink()
    with pytest.raises(KnowledgeError, match=r"shapes\.ttl is not there"):
        validate(graph, fresh(ontology))


def fresh(root: Path) -> Knowledge:
    """The knowledge of a folder whose queries, checks or shapes have changed since it was loaded."""
    return replace(load(), root=root)


def test_a_check_of_the_experts_own_runs(ontology: Path) -> None:
    head = "# zh: 园区\n# en: a park\n# severity: error\n# remedy: mend it\n"
    (ontology / "checks" / "park.rq").write_text(head + "SELECT ?focus ?d { ?focus a kg:Park ; kg:located_in ?d }", "utf-8")
    (found,) = validate(turtle(), fresh(ontology)).violations
    assert (found.check, found.severity, found.entity, found.value, found.remedy) == ("park", "error", "光谷园", "d: ent:澄江区", "mend it")


def test_a_new_relation_needs_no_python(ontology: Path) -> None:
    core = ontology / "core.ttl"
    declared = (
        "kg:lends_to a owl:ObjectProperty ; rdfs:subPropertyOf kg:relation ; rdfs:domain kg:Company ; rdfs:range kg:Company ;"
        ' rdfs:label "放贷"@zh , "lends to"@en ; rdfs:comment "放贷"@zh , "lends to"@en .'
    )
    core.write_text(core.read_text("utf-8") + declared, "utf-8")
    knowledge = replace(load(), root=ontology, ontology=read_ontology(core))
    first, second = extractions()
    loan = Relation("e3", "lends_to", "e1", "lends-to/x", 0.9, (Quote(0, 2, "放贷"),))
    text = write_turtle(graph_of([first, replace(second, relations=(loan,))], resolution(), knowledge))
    assert ask(text, "ent:星河电池 kg:lends_to ent:蓝鲸 . ?c rdf:predicate kg:lends_to ; kg:evidence/oa:exact '放贷'")
    assert validate(text, knowledge).violations == ()
