"""The further files of a build: each is read back by a reader that is not ours and holds the facts of graph.ttl, no more, no less."""

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet
import pyoxigraph as ox
import pytest
import rdflib
from click.testing import CliRunner
from exported import ROOT, built, files_of
from rdflib.namespace import RDF, RDFS, SKOS
from sample import extractions, resolution

from kg.cli import commands
from kg.graph import formats
from kg.graph.formats import FORMATS, write
from kg.graph.shacl import to_rdflib
from kg.graph.store import open_graph
from kg.graph.turtle import triples
from kg.iri import PREFIXES
from kg.model import Resolution
from kg.report import outdated

Graph = rdflib.Graph
KG, ENT, DOC, FACT = (rdflib.Namespace(PREFIXES[prefix]) for prefix in ("kg", "ent", "doc", "fact"))
GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


@cache
def graph_ttl(case: str) -> Graph:
    return rdflib.Graph().parse(data=files_of(case)["graph.ttl"], format="turtle")


@pytest.fixture(params=["sample", "wild", "seeds"])
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def text(case: str, name: str) -> str:
    content = files_of(case)[name]
    return content if isinstance(content, str) else content.decode()


def one(graph: Graph, subject: rdflib.term.Node, predicate: rdflib.term.Node, otherwise: Any = "") -> Any:
    return graph.value(subject, predicate, any=False) if (subject, predicate, None) in graph else otherwise


def local(node: Any) -> str:
    return re.split("[#/]", str(node))[-1]


def fit(words: Any) -> str:
    """Text as a file that is not RDF may hold it: no line breaks, no characters that XML forbids."""
    said = re.sub(r"\s*[\r\n]+\s*", " ", str(words))
    return "".join(c if c == "\t" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff" else "\ufffd" for c in said)


def entities(graph: Graph) -> set[rdflib.term.Node]:
    return {s for s in graph.subjects(RDFS.label) if str(s).startswith(ENT)}


def claims(graph: Graph) -> set[rdflib.term.Node]:
    return set(graph.subjects(RDF.type, KG.Claim))


def passages(graph: Graph, fact: rdflib.term.Node) -> list[tuple[str, int, int, str, rdflib.term.Node]]:
    """Document, start, end, sentence of a fact's evidence, in that order; and the document's node."""
    oa, found = rdflib.Namespace(PREFIXES["oa"]), []
    for evidence in graph.objects(fact, KG.evidence):
        doc = one(graph, evidence, KG.document)
        start, end = (int(one(graph, evidence, oa[edge])) for edge in ("start", "end"))
        found.append((str(one(graph, doc, rdflib.DCTERMS.identifier)), start, end, str(one(graph, evidence, oa.exact)), doc))
    return sorted(found)


def sentences(graph: Graph, fact: rdflib.term.Node) -> list[str]:
    return [fit(exact) for _, _, _, exact, _ in passages(graph, fact)]


# TriG and N-Quads


@cache
def dataset(case: str, form: str) -> rdflib.Dataset:
    return rdflib.Dataset().parse(data=text(case, f"graph.{form}"), format={"trig": "trig", "nq": "nquads"}[form])


@pytest.mark.parametrize("form", ["trig", "nq"])
def test_the_named_graphs_together_are_the_graph(case: str, form: str) -> None:
    union = {(s, p, o) for s, p, o, _ in dataset(case, form).quads()}
    assert union == set(graph_ttl(case))
    kind = {"trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS}[form]
    assert {q.triple for q in ox.parse(text(case, f"graph.{form}"), format=kind)} == {
        q.triple for q in ox.parse(text(case, "graph.ttl"), format=ox.RdfFormat.TURTLE)
    }


def test_kg_reads_n_quads_as_the_graph(case: str, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text(text(case, "graph.nq"), "utf-8", newline="\n")
    assert set(open_graph(tmp_path / "graph.nq")) == set(open_graph(text(case, "graph.ttl")))


def test_the_lines_of_n_quads_are_in_order(case: str) -> None:
    lines = text(case, "graph.nq").encode().splitlines()
    assert lines == sorted(set(lines))


def test_trig_and_nquads_say_the_same(case: str) -> None:
    trig, nquads = (
        set(ox.parse(text(case, name), format=form))
        for name, form in (("graph.trig", ox.RdfFormat.TRIG), ("graph.nq", ox.RdfFormat.N_QUADS))
    )
    assert trig == nquads


def test_a_document_s_graph_is_what_it_states(case: str) -> None:
    whole, data = graph_ttl(case), dataset(case, "nq")
    documents = set(whole.subjects(RDF.type, rdflib.URIRef(PREFIXES["schema"] + "NewsArticle")))
    assert {g.identifier for g in data.graphs() if len(g)} == {*documents, rdflib.graph.DATASET_DEFAULT_GRAPH_ID}
    for doc in documents:
        graph = data.graph(doc)
        evidence = set(whole.subjects(KG.document, doc))
        facts = {fact for passage in evidence for fact in whole.subjects(KG.evidence, passage)}
        expected = {triple for node in evidence for triple in whole.triples((node, None, None))}
        for fact in facts:
            expected |= {t for t in whole.triples((fact, None, None)) if t[1] != KG.evidence or t[2] in evidence}
            if fact in claims(whole):
                head, relation, tail = (one(whole, fact, edge) for edge in (RDF.subject, RDF.predicate, RDF.object))
                expected |= {(head, relation, tail)}
                if (relation, RDF.type, rdflib.OWL.SymmetricProperty) in whole:
                    expected |= {(tail, relation, head)}
        expected |= set(whole.triples((None, KG.mentioned_in, doc)))
        assert set(graph) == expected


def test_a_fact_of_two_documents_stands_in_both_graphs_and_names_in_neither() -> None:
    data = dataset("sample", "trig")
    settled = (ENT["蓝鲸"], KG.located_in, ENT["光谷园"])
    assert {g for *_, g in data.quads((*settled, None))} == {DOC.first, DOC.second}
    (label,) = data.quads((ENT["蓝鲸"], RDFS.label, None, None))
    assert label[3] in (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
    (given,) = data.quads((ENT["澄江区"], KG.part_of, None, None))  # the gazetteer says it
    assert given[3] == label[3]


def test_what_the_gazetteer_says_too_stays_without_the_documents() -> None:
    first, second = extractions()
    entity = next(e for e in resolution().entities if e.key == "芯片城")
    resolved = replace(resolution(), entities=tuple(replace(e, part_of="光谷园") if e == entity else e for e in resolution().entities))
    found = ox.parse(str(write(["nq"], built([first, second], resolved))["graph.nq"]), format=ox.RdfFormat.N_QUADS)
    triple = ox.Triple(*(ox.NamedNode(str(n)) for n in (ENT["芯片城"], KG.part_of, ENT["光谷园"])))
    assert {str(q.graph_name) for q in found if q.triple == triple} == {"DEFAULT", f"<{DOC.first}>"}


# JSON-LD


@pytest.mark.parametrize("reader", ["rdflib", "pyoxigraph"])
def test_json_ld_is_read_as_the_graph(case: str, reader: str) -> None:
    data = text(case, "graph.jsonld")
    if reader == "rdflib":
        read = rdflib.Graph().parse(data=data, format="json-ld")
        assert set(read) == set(graph_ttl(case))
    else:
        turtle = ox.parse(text(case, "graph.ttl"), format=ox.RdfFormat.TURTLE)
        assert set(ox.parse(data, format=ox.RdfFormat.JSON_LD)) == set(turtle)


def test_json_ld_reads_as_plain_json() -> None:
    document = json.loads(text("sample", "graph.jsonld"))
    objects = {o["id"]: o for o in document["@graph"]}
    firm = objects["ent:蓝鲸"]
    assert (firm["type"], firm["label"], firm["names"]) == ("Company", "蓝鲸", ["蓝鲸科技"])
    assert firm["full_name"] == "蓝鲸科技（澄江）有限公司"
    assert firm["located_in"] == ["ent:光谷园"]
    (claim,) = [c for c in firm["claims"] if c["predicate"] == "located_in"]
    assert (claim["object"], claim["confidence"], claim["rule"]) == ("ent:光谷园", "0.99", ["located-in/sample"])
    assert [(e["document"], e["exact"], e["start"], e["end"]) for e in claim["evidence"]] in (
        [("doc:first", "蓝鲸科技落户澄江光谷园", 0, 11), ("doc:second", "“蓝鲸”已入驻光谷园", 0, 10)],
        [("doc:second", "“蓝鲸”已入驻光谷园", 0, 10), ("doc:first", "蓝鲸科技落户澄江光谷园", 0, 11)],
    )
    (output,) = [f for f in firm["figures"] if f["kind"] == "level"]
    assert output | {"id": "", "evidence": []} == {
        "id": "",
        "type": "Observation",
        "dataset": "statistics",
        "indicator": "ind:产值",
        "kind": "level",
        "value": "12.5",
        "unitMeasure": "unit:亿元",
        "base_value": "1250000000.0",
        "year": "2023",
        "qualifier": "exactly",
        "modality": "actual",
        "confidence": "0.8",
        "rule": ["figure/sample"],
        "evidence": [],
    }
    (listed,) = firm["milestones"]
    assert (listed["step"], listed["day"], listed["modality"]) == ("listed", "2024-03-18", "actual")
    (half,) = [f for f in objects["ent:澄江区"]["figures"] if f["kind"] == "level"]
    assert half["interval"] == "period:2024-H1"
    assert objects["doc:first"]["month"] == "2024-01"
    assert [key.partition(":")[0] for key in objects][: len(resolution().entities) + 3] == ["ent"] * 13 + ["doc"] * 2 + ["https"]
    assert not any(key.startswith("fact:") for key in objects)


@pytest.mark.parametrize("name", ["title", "unit", "year", "id", "claims", "Observation"])
def test_a_relation_by_the_name_of_a_key_or_prefix_does_not_take_it(name: str) -> None:
    made = built(extractions(), resolution())
    own = f"kg:{name}"
    said = [
        (own, "rdf:type", "owl:ObjectProperty"),
        ("ent:蓝鲸", own, "ent:蓝鲸"),
        ("ent:蓝鲸", "kg:step", own),
        ("ent:蓝鲸", "rdf:type", own),
    ]
    milestone = next(s for s, _, value in made.statements if value == "kg:Milestone" and s.startswith("fact:"))
    made = replace(made, statements=(*made.statements, *said, (milestone, "kg:step", own)))
    data = str(write(["jsonld"], made)["graph.jsonld"])
    assert set(rdflib.Graph().parse(data=data, format="json-ld")) == set(to_rdflib(triples(made.statements)))


# RDF 1.2


def test_rdf_12_reifies_the_direct_triples(case: str) -> None:
    size, edges = ox.NamedNode(PREFIXES["void"] + "triples"), [ox.NamedNode(e) for e in (RDF.subject, RDF.predicate, RDF.object)]
    read = [q.triple for q in ox.parse(text(case, "graph-rdf12.ttl"), format=ox.RdfFormat.TURTLE)]
    assert len(set(read)) == len(read)
    plain: set[ox.Triple] = set()
    for triple in read:
        if isinstance(triple.object, ox.Triple):
            assert triple.predicate == ox.NamedNode(PREFIXES["rdf"] + "reifies")
            assert triple.object in read, "a claim of a triple that is not asserted"
            plain |= {ox.Triple(triple.subject, edge, part) for edge, part in zip(edges, triple.object, strict=True)}
        else:
            plain.add(triple)
    turtle = {q.triple for q in ox.parse(text(case, "graph.ttl"), format=ox.RdfFormat.TURTLE)}
    assert {t for t in plain if t.predicate != size} == {t for t in turtle if t.predicate != size}
    assert [int(t.object.value) for t in read if t.predicate == size] == [len(read)]


def test_rdf_12_is_written_to_be_read() -> None:
    written = text("sample", "graph-rdf12.ttl")
    assert re.search(
        r"^<< ent:蓝鲸 kg:located_in ent:光谷园 ~ fact:c-[0-9a-f]{16} >> a kg:Claim ;\n    kg:confidence 0.99 ;", written, re.M
    )
    store = ox.Store()
    store.bulk_load(written.encode(), format=ox.RdfFormat.TURTLE)
    asked = "SELECT ?c { << ent:蓝鲸 kg:located_in ent:光谷园 ~ ?claim >> kg:confidence ?c }"
    assert [str(row["c"].value) for row in store.query(asked, prefixes=PREFIXES)] == ["0.99"]


# GraphML and GEXF


def network(case: str, form: str) -> nx.MultiDiGraph:
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[form]
    graph = read(io.BytesIO(text(case, f"graph.{form}").encode()))
    return nx.MultiDiGraph(graph)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_every_entity(case: str, form: str) -> None:
    whole, graph = graph_ttl(case), network(case, form)
    assert set(graph) == {str(e) for e in entities(whole)}
    for entity in entities(whole):
        node = graph.nodes[str(entity)]
        class_ = one(whole, entity, RDF.type)
        assert node["label"] == fit(one(whole, entity, RDFS.label))
        assert node["class"] == local(class_)
        assert {(node["class_zh"], "zh")} == {(str(x), x.language) for x in whole.objects(class_, RDFS.label) if x.language == "zh"}
        assert node.get("names", "") == " | ".join(fit(n) for n in sorted(map(str, whole.objects(entity, SKOS.altLabel))))
        assert node.get("full_name", "") == fit(one(whole, entity, KG.full_name))
        assert node.get("division_code", "") == str(one(whole, entity, KG.division_code))
        docs = sorted(str(one(whole, doc, rdflib.DCTERMS.identifier)) for doc in whole.objects(entity, KG.mentioned_in))
        assert node.get("documents", "") == " | ".join(docs)
        facts = [f for edge in (KG.subject, RDF.subject, RDF.object) for f in whole.subjects(edge, entity)]
        assert node["weight"] == len(facts)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_every_claim(case: str, form: str) -> None:
    whole, graph = graph_ttl(case), network(case, form)
    edges = {key: (head, data, tail) for head, tail, key, data in graph.edges(keys=True, data=True)}
    assert edges.keys() == {local(c) for c in claims(whole)}
    for claim in claims(whole):
        head, data, tail = edges[local(claim)]
        relation = one(whole, claim, RDF.predicate)
        assert (head, tail) == (str(one(whole, claim, RDF.subject)), str(one(whole, claim, RDF.object)))
        assert data["relation"] == local(relation)
        assert rdflib.Literal(data["label"], lang="zh") in set(whole.objects(relation, RDFS.label))
        assert data["symmetric"] == ((relation, RDF.type, rdflib.OWL.SymmetricProperty) in whole)
        assert data["confidence"] == data["weight"] == float(one(whole, claim, KG.confidence))
        assert data.get("rules", "") == " | ".join(fit(r) for r in sorted(whole.objects(claim, KG.rule), key=str))
        assert data.get("roles", "") == " | ".join(fit(r) for r in sorted(whole.objects(claim, KG.role), key=str))
        assert data.get("sentences", "") == " | ".join(sentences(whole, claim))
        docs = dict.fromkeys(doc for doc, *_ in passages(whole, claim))
        assert data.get("documents", "") == " | ".join(docs)


def test_an_edge_lasts_from_its_first_document_to_its_last() -> None:
    for form in ("graphml", "gexf"):
        graph = network("sample", form)
        edge = graph[str(ENT["蓝鲸"])][str(ENT["光谷园"])]
        ((_, settled),) = edge.items()  # said in 2024-01 and in 2024
        assert (settled["start"], settled["end"]) == ("2024-01-01", "2024-12-31")
        ((_, first),) = graph[str(ENT["星河电池"])][str(ENT["芯片城"])].items()
        assert (first["start"], first["end"]) == ("2024-01-01", "2024-01-31")
        ((_, given),) = graph[str(ENT["澄江区"])][str(ENT["青禾市"])].items()
        assert "start" not in given and "start" not in graph.nodes[str(ENT["青禾市"])]


def test_gexf_is_sound_xml_with_a_time_line(case: str) -> None:
    root = ET.fromstring(text(case, "graph.gexf"))
    (graph,) = root.findall(f"{GEXF}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    assert not any(word in text(case, "graph.gexf") for word in ("lastmodifieddate", "networkx_key"))
    parse = {"string": str, "long": int, "double": float, "boolean": {"true": True, "false": False}.__getitem__}
    for class_ in ("node", "edge"):
        declared = {
            a.get("id"): a.get("type")
            for group in graph.findall(f"{GEXF}attributes")
            if group.get("class") == class_
            for a in group.findall(f"{GEXF}attribute")
        }
        items = graph.findall(f"{GEXF}{class_}s/{GEXF}{class_}")
        assert items and len({i.get("id") for i in items}) == len(items)
        for item in items:
            for value in item.iter(f"{GEXF}attvalue"):
                parse[str(declared[value.get("for")])](str(value.get("value")))
            if item.get("start"):
                assert date.fromisoformat(str(item.get("start"))) <= date.fromisoformat(str(item.get("end")))
    assert {e.get("source") for e in graph.iter(f"{GEXF}edge")} <= {n.get("id") for n in graph.iter(f"{GEXF}node")}
    (colour,) = {tuple(c.get(x) for x in "rgb") for c in list(graph.iter("{http://www.gexf.net/1.2draft/viz}color"))[:1]}
    assert all(0 <= int(str(part)) < 256 for part in colour)


def test_graphml_is_sound_xml_with_declared_attributes(case: str) -> None:
    root = ET.fromstring(text(case, "graph.graphml"))
    keys = {k.get("id"): k for k in root.findall(f"{GRAPHML}key")}
    assert len(keys) == len(root.findall(f"{GRAPHML}key")) and not {"d3", "d7"} & keys.keys()  # those Gephi takes for labels
    parse = {"string": str, "long": int, "double": float, "boolean": {"True": True, "False": False}.__getitem__}
    for class_ in ("node", "edge"):
        items = root.findall(f"{GRAPHML}graph/{GRAPHML}{class_}")
        assert items and len({i.get("id") for i in items}) == len(items)
        for item in items:
            for data in item:
                key = keys[data.get("key")]
                assert key.get("for") == class_
                parse[str(key.get("attr.type"))](str(data.text or ""))
    assert {"label", "r", "g", "b", "size"} <= {k.get("attr.name") for k in keys.values() if k.get("for") == "node"}


def test_colour_and_size_follow_class_and_weight() -> None:
    nodes = network("sample", "graphml").nodes
    assert {(n["r"], n["g"], n["b"]) for _, n in nodes(data=True)} == {(0x34, 0x50, 0x7E)}
    assert nodes[str(ENT["蓝鲸"])]["size"] == 34.0 > nodes[str(ENT["晨光一号"])]["size"] > 7.0


# Neo4j


def table(content: str, **options: Any) -> list[dict[str, str]]:
    rows = list(csv.DictReader(io.StringIO(content, newline=""), strict=True, **options))
    assert all(None not in row and None not in row.values() for row in rows), "a row has more or fewer cells than the header"
    return rows


def array(values: Iterable[Any]) -> str:
    return ";".join(fit(v).replace(";", "；") for v in values)


def test_neo4j_nodes_are_entities_documents_and_figures(case: str) -> None:
    whole = graph_ttl(case)
    rows = table(text(case, "nodes.csv"))
    header = text(case, "nodes.csv").splitlines()[0].split(",")
    assert header[:2] == ["iri:ID", ":LABEL"]
    assert all(re.fullmatch(r"[a-z_0-9]+:(ID|string|double|date|string\[\])|:LABEL", column) for column in header)
    by_label: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        by_label.setdefault(row[":LABEL"].split(";")[-1], {})[row["iri:ID"]] = row
    assert len({row["iri:ID"] for row in rows}) == len(rows)
    assert by_label["Entity"].keys() == {str(e) for e in entities(whole)}
    for iri, row in by_label["Entity"].items():
        entity = rdflib.URIRef(iri)
        assert row[":LABEL"].split(";")[0] == local(one(whole, entity, RDF.type))
        assert row["name:string"] == fit(one(whole, entity, RDFS.label))
        assert row["names:string[]"] == array(sorted(map(str, whole.objects(entity, SKOS.altLabel))))
        assert row["division_code:string"] == str(one(whole, entity, KG.division_code))
    qb, measure = rdflib.Namespace(PREFIXES["qb"]), rdflib.Namespace(PREFIXES["sdmx-measure"])
    assert by_label["Observation"].keys() == {str(o) for o in whole.subjects(RDF.type, qb.Observation)}
    for iri, row in by_label["Observation"].items():
        fact = rdflib.URIRef(iri)
        assert float(row["value:double"]) == float(one(whole, fact, measure.obsValue))
        base = one(whole, fact, KG.base_value)
        assert row["base_value:double"] == str(base) if base == "" else float(row["base_value:double"]) == float(base)
        assert row["indicator:string"] == fit(one(whole, one(whole, fact, KG.indicator), RDFS.label))
        assert (row["kind:string"], row["qualifier:string"], row["modality:string"]) == tuple(
            local(one(whole, fact, edge)) for edge in (KG.kind, KG.qualifier, KG.modality)
        )
        assert row["sentences:string[]"] == array(sentences(whole, fact))
    assert by_label["Milestone"].keys() == {str(m) for m in whole.subjects(RDF.type, KG.Milestone)}
    for iri, row in by_label["Milestone"].items():
        fact = rdflib.URIRef(iri)
        assert row["step:string"] == local(one(whole, fact, KG.step))
        when = one(whole, fact, KG.date)
        assert row["period:string"] == str(one(whole, when, RDFS.label, when))
        for column in ("first_day:date", "last_day:date"):
            assert not row[column] or date.fromisoformat(row[column])
    assert by_label["Document"].keys() == {str(d) for d in whole.subjects(rdflib.DCTERMS.identifier)}


def test_neo4j_relationships_lead_from_node_to_node(case: str) -> None:
    whole = graph_ttl(case)
    ids = {row["iri:ID"] for row in table(text(case, "nodes.csv"))}
    rows = table(text(case, "relationships.csv"))
    assert rows and all({row[":START_ID"], row[":END_ID"]} <= ids and row[":TYPE"] for row in rows)
    said = {row["iri:string"]: row for row in rows if row["iri:string"]}
    assert said.keys() == {str(c) for c in claims(whole)}
    for iri, row in said.items():
        claim = rdflib.URIRef(iri)
        ends = (one(whole, claim, edge) for edge in (RDF.subject, RDF.predicate, RDF.object))
        assert [row[":START_ID"], row[":TYPE"], row[":END_ID"]] == [local(e) if e.startswith(KG) else str(e) for e in ends]
        assert float(row["confidence:double"]) == float(one(whole, claim, KG.confidence))
        assert row["sentences:string[]"] == array(sentences(whole, claim))
        assert row["roles:string[]"] == array(sorted(map(str, whole.objects(claim, KG.role))))
        assert row["documents:string[]"] == array(dict.fromkeys(str(doc) for *_, doc in passages(whole, claim)))
    links = {(row[":START_ID"], row[":TYPE"], row[":END_ID"]) for row in rows if not row["iri:string"]}
    expected = {(str(s), "mentioned_in", str(o)) for s, o in whole.subject_objects(KG.mentioned_in)}
    for fact, subject in whole.subject_objects(KG.subject):
        expected |= {(str(fact), "subject", str(subject))} | {(str(fact), "document", str(doc)) for *_, doc in passages(whole, fact)}
    assert links == expected


def test_neo4j_cells_are_single_lines_and_arrays_hold_no_other_semicolons() -> None:
    content = text("wild", "nodes.csv") + text("wild", "relationships.csv")
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert len(rows) == len(content.split("\n")) - 1 and "\r" not in content
    names = next(row["names:string[]"] for row in table(text("wild", "nodes.csv")) if row["iri:ID"] == str(ENT["蓝鲸"]))
    assert "a；b；c,d | e" in names.split(";")


# The table of figures


@cache
def figures(case: str) -> tuple[dict[str, Any], ...]:
    """What graph.ttl says of every observation, as a row of the table."""
    whole = graph_ttl(case)
    qb, measure, attribute, dimension, time = (
        rdflib.Namespace(PREFIXES[p]) for p in ("qb", "sdmx-measure", "sdmx-attribute", "sdmx-dimension", "time")
    )

    def zh(node: Any) -> str:
        return next(fit(x) for x in whole.objects(node, RDFS.label) if x.language == "zh")

    rows = []
    for fact in whole.subjects(RDF.type, qb.Observation):
        subject, unit = one(whole, fact, KG.subject), one(whole, fact, attribute.unitMeasure)
        period = one(whole, fact, dimension.refPeriod)
        base = one(whole, fact, KG.base_value, None)
        known = isinstance(period, rdflib.URIRef)
        days = [str(one(whole, one(whole, period, time[e]), time.inXSDDate)) if known else "" for e in ("hasBeginning", "hasEnd")]
        said = passages(whole, fact)
        rows.append(
            {
                "subject": zh(subject),
                "class": zh(one(whole, subject, RDF.type)),
                "division_code": str(one(whole, subject, KG.division_code)),
                "indicator": zh(one(whole, fact, KG.indicator)),
                "value": float(one(whole, fact, measure.obsValue)),
                "unit": zh(unit) if unit else "",
                "base_value": None if base is None else float(base),
                "base_unit": zh(one(whole, unit, KG.base_unit)) if unit and base is not None else "",
                "period": str(one(whole, period, RDFS.label) if known else period),
                "days": days if known else None,
                "confidence": float(one(whole, fact, KG.confidence)),
                "rules": [fit(r) for r in sorted(whole.objects(fact, KG.rule), key=str)],
                "documents": [fit(one(whole, doc, rdflib.DCTERMS.title, id_)) for id_, *_, doc in said],
                "dates": [str(one(whole, doc, rdflib.DCTERMS.issued)) for *_, doc in said],
                "sentences": sentences(whole, fact),
                "iri": str(fact),
            }
            | {key: zh(one(whole, fact, KG[key])) for key in ("kind", "qualifier", "modality")}
        )
    return tuple(sorted(rows, key=lambda row: row["iri"]))


def test_the_table_of_figures_is_that_of_the_graph(case: str) -> None:
    content = text(case, "observations.csv")
    assert content.encode().startswith(b"\xef\xbb\xbf") and content.isascii() is False
    rows = table(content.removeprefix("\ufeff"))

    def read(key: str, cell: str) -> Any:
        if key in ("value", "base_value", "confidence"):
            return float(cell) if cell else None
        if cell[:1] == "'" and re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell[1:]):
            cell = cell[1:]
        return cell.split("\n") if key in ("rules", "documents", "dates", "sentences") else fit(cell)

    compare([{key: read(key, cell) for key, cell in row.items()} for row in rows], case)


def test_parquet_holds_the_same_table(case: str) -> None:
    content = files_of(case)["observations.parquet"]
    assert isinstance(content, bytes)
    found = pyarrow.parquet.read_table(io.BytesIO(content))
    kinds = {field.name: str(field.type) for field in found.schema}
    assert {kinds[c] for c in ("value", "base_value", "confidence")} == {"double"}
    assert {kinds[c] for c in ("first_day", "last_day")} == {"date32[day]"}
    rows = found.to_pylist()
    for row in rows:
        row |= {day: row[day].isoformat() if row[day] else "" for day in ("first_day", "last_day")}
        row |= {key: fit(cell) for key, cell in row.items() if isinstance(cell, str)}
    assert [row["iri"] for row in rows] == [row["iri"] for row in table(text(case, "observations.csv").removeprefix("\ufeff"))]
    compare(rows, case)


def compare(rows: list[dict[str, Any]], case: str) -> None:
    expected = figures(case)
    assert len(rows) == len(expected)
    for row, wanted in zip(sorted(rows, key=lambda r: r["iri"]), expected, strict=True):
        days = [row.pop("first_day"), row.pop("last_day")]
        assert row == {key: value for key, value in wanted.items() if key != "days"}
        assert wanted["days"] in (None, days)
        assert wanted["days"] or not row["period"] or (days[0].startswith(row["period"]) and days[1].startswith(row["period"]))


def test_no_cell_is_a_formula_and_numbers_stay_numbers() -> None:
    for line in csv.reader(io.StringIO(text("wild", "observations.csv"), newline="")):
        for cell in line:
            assert re.fullmatch(r"-?[0-9]+\.[0-9]+", cell) or not re.match(r"\s*[=+\-@＝＋－＠]|[\t\r\n]", cell), cell
    indicators = {row["indicator"] for row in table(text("wild", "observations.csv").removeprefix("\ufeff"))}
    assert {"'=1+1", "'+1", "'-1", "'@SUM(1)", "'＝1", "'=1"} <= indicators
    assert "12.5" in text("sample", "observations.csv").split(",")


# All of them


def test_lone_surrogates_are_marked_where_a_file_is_not_rdf() -> None:
    """RDF has no place for them; whoever calls the other writers with such text gets U+FFFD for each."""
    made = built(extractions(), resolution())
    broken = replace(made.resolution, entities=tuple(replace(e, label="半\ud83d", names=("\udc00",)) for e in made.resolution.entities))
    files = write(["graphml", "gexf", "neo4j", "observations"], replace(made, resolution=broken))
    assert len(files) == 6
    for name, content in files.items():
        if name.endswith(("xml", "ml", "gexf")):
            ET.fromstring(content)
        if name != "relationships.csv":
            assert "半\ufffd".encode() in (content.encode() if isinstance(content, str) else content)


def test_same_bytes_whatever_the_hash_seed_the_order_and_the_day() -> None:
    code = (
        "import hashlib, time, exported as t; from sample import extractions, resolution; from dataclasses import replace;"
        "time.strftime = lambda *_: '{day}';"
        "d, r = t.wild(extractions(), resolution());"
        "made = t.built(d[::{step}], replace(r, entities=r.entities[::{step}]));"
        "files = t.write(t.FORMATS, made);"
        "print({{n: hashlib.sha256(c.encode() if isinstance(c, str) else c).hexdigest() for n, c in files.items()}})"
    )

    def run(seed: str, step: int, day: str) -> str:
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
        command = [sys.executable, "-c", code.format(step=step, day=day)]
        return subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout

    first = run("1", 1, "2001-01-01")
    assert first.count("'") == 4 * 10
    assert first == run("2", -1, "2002-02-02")


def test_formats_of_an_empty_graph_are_read_back() -> None:
    document = replace(extractions()[0], entities=(), relations=(), observations=(), milestones=())
    files = write(FORMATS, built([document], Resolution(())))
    assert len(nx.read_gexf(io.BytesIO(bytes(files["graph.gexf"])))) == 0  # type: ignore[arg-type]
    assert len(nx.read_graphml(io.BytesIO(bytes(files["graph.graphml"])))) == 0  # type: ignore[arg-type]
    assert pyarrow.parquet.read_table(io.BytesIO(bytes(files["observations.parquet"]))).num_rows == 0  # type: ignore[arg-type]
    assert len(table(str(files["nodes.csv"]))) == 1 and table(str(files["relationships.csv"])) == []


# The command line

PAGE = "2023年8月，安吉长虹智能装备有限公司落户安吉县天荒坪镇。2022年，该公司实现产值12亿元，同比增长8.5%。\n"
THREE = {"graph.ttl", "graph.html", "report.json"}
WRITES = {
    "trig": {"graph.trig"},
    "nq": {"graph.nq"},
    "jsonld": {"graph.jsonld"},
    "ttl12": {"graph-rdf12.ttl"},
    "graphml": {"graph.graphml"},
    "gexf": {"graph.gexf"},
    "neo4j": {"nodes.csv", "relationships.csv"},
    "observations": {"observations.csv", "observations.parquet"},
}


def kg(*words: str) -> Any:
    return CliRunner().invoke(commands, list(words))


def test_help_names_each_format_and_its_files() -> None:
    shown = kg("build", "--help").output
    assert WRITES.keys() == FORMATS.keys()
    for name, files in WRITES.items():
        (line,) = [line for line in shown.splitlines() if re.match(rf"\s+{name}  ", line)]
        assert all(file in line or Path(file).suffix in line for file in files)
        assert len(line) <= 120


def test_build_writes_the_formats_that_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = kg("build", str(tmp_path / "page.txt"), "-o", str(tmp_path / "out"), "--format", "trig", "--format", "observations")
    assert done.exit_code == 0, done.output
    assert {p.name for p in (tmp_path / "out").iterdir()} == THREE | WRITES["trig"] | WRITES["observations"]
    assert all(name in done.output for name in WRITES["observations"])
    assert "formats" in json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))["seconds"]


def test_forms_of_the_build_before_go_unless_a_person_has_changed_them(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    build = ("build", str(tmp_path / "page.txt"), "-o", str(tmp_path / "out"))
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "graph.nq").write_text("mine", "utf-8")
    assert kg(*build, "--format", "gexf", "--format", "neo4j", "--format", "trig").exit_code == 0
    (tmp_path / "out" / "nodes.csv").write_text("mine", "utf-8")
    done = kg(*build, "--format", "trig")
    assert done.exit_code == 0, done.output
    assert {p.name for p in (tmp_path / "out").iterdir()} == THREE | {"graph.trig", "graph.nq", "nodes.csv"}


HASH = hashlib.sha256(b"mine").hexdigest()


@pytest.mark.parametrize(
    "report",
    [
        *(
            "",
            "[]",
            '{"files": 1}',
            '{"files": {"nodes.csv": 1}}',
            '{"files": "nodes.csv"}',
            "[" * 100_000,
            "\ud800".encode("utf-8", "surrogatepass"),
        ),
        json.dumps({"files": dict.fromkeys(("README.md", "../mine", "mine", "graph.html"), HASH)}),
    ],
)
def test_a_report_that_is_not_ours_has_nothing_removed(report: str | bytes, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    for path in (tmp_path / "mine", *(folder / name for name in ("mine", "README.md", "nodes.csv", "graph.html"))):
        path.write_text("mine", "utf-8")
    (folder / "report.json").write_bytes(report.encode() if isinstance(report, str) else report)
    assert outdated(folder, ["graph.ttl", "graph.html"]) == []


def test_an_unknown_format_is_wrong_use(tmp_path: Path) -> None:
    done = kg("build", str(tmp_path), "--format", "rdfxml")
    assert done.exit_code == 2
    assert "'rdfxml' is not one of 'trig', 'nq'" in done.output


def test_without_pyarrow_the_table_is_written_and_the_extra_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "find_spec", lambda _: None)
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    done = kg("build", str(tmp_path / "page.txt"), "-o", str(tmp_path / "out"), "--format", "observations")
    assert done.exit_code == 0
    assert {p.name for p in (tmp_path / "out").iterdir()} == THREE | {"observations.csv"}
    assert "observations.parquet is left out: pyarrow is not installed" in done.stderr
    assert "regional-kg[parquet]" in done.stderr


def test_what_is_not_asked_for_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    code = (
        "import sys; from kg.cli import commands;"
        "\ntry: commands(['build', 'page.txt', *sys.argv[1:]])"
        "\nexcept SystemExit: print(*sorted(m for m in sys.modules if m.startswith('kg.graph.formats.') or m == 'pyarrow'))"
    )

    def modules(*words: str) -> str:
        env = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", code, *words], cwd=tmp_path, env=env, check=True, capture_output=True, text=True)
        return done.stdout.splitlines()[-1]

    assert modules() == ""
    assert modules("--format", "ttl12") == "kg.graph.formats.reified"
