"""What ontology/ declares and lists: core.ttl, shapes.ttl, the lexicon, and how they are read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS

from kg.errors import KnowledgeError
from kg.knowledge import load
from kg.knowledge.files import read_items, read_table, read_yaml
from kg.knowledge.ontology import read_ontology
from kg.knowledge.shapes import read_ends, read_shapes
from kg.knowledge.turtle import NAMESPACE, local, ours, read_turtle

ROOT = Path(__file__).parents[1] / "ontology"
KG = rdflib.Namespace("https://w3id.org/regional-kg/ontology#")

CLASSES = [
    "District",
    "Region",
    "Park",
    "Company",
    "Organization",
    "Project",
    "Facility",
    "Program",
    "Industry",
    "Product",
    "Person",
    "Honor",
]
PARTS = "Park Facility Industry Project Program District Organization Product Region"
ACTORS = "Company Organization District Park"
RELATIONS = {
    "located_in": ("Company Facility Project Park Organization Region", "Park District Region"),
    "part_of": (PARTS, PARTS),
    "subsidiary_of": ("Company Organization", "Company"),
    "operates": (ACTORS, "Facility Park Project"),
    "founded": (f"{ACTORS} Person", "Company Organization"),
    "invests_in": (ACTORS, "Company Project Facility Park"),
    "produces": ("Company Facility Organization", "Product"),
    "supplies": ("Company Facility Project", "Company Product"),
    "cooperates_with": (ACTORS, ACTORS),
    "focuses_on": (f"{ACTORS} Project Facility", "Industry"),
    "implements": (ACTORS, "Program"),
    "benefits_from": ("Company Project Park Person", "Program"),
    "member_of": ("Company Organization Person", "Organization"),
    "works_for": ("Person", "Company Organization"),
    "awarded": ("Company Park Facility District Product Project Organization Industry", "Honor"),
}
STEPS = ["签约", "开工", "封顶", "建成", "投产", "开业", "上市", "成立", "落户", "发布", "启动", "获批"]

ONTOLOGY = load(ROOT).ontology


def core() -> rdflib.Graph:
    return rdflib.Graph().parse(ROOT / "core.ttl")


def table(name: str) -> dict[str, dict[str, str]]:
    return {row["name"]: dict(row.values) for row in read_table(ROOT / "lexicon" / f"{name}.tsv")}


def test_the_classes() -> None:
    assert list(ONTOLOGY.classes) == CLASSES


def test_the_relations_with_their_ends() -> None:
    declared = {name: (r.domain, r.range) for name, r in ONTOLOGY.relations.items()}
    assert declared == {name: (set(head.split()), set(tail.split())) for name, (head, tail) in RELATIONS.items()}


def test_the_nature_of_relations() -> None:
    natures = {name: (r.symmetric, r.transitive) for name, r in ONTOLOGY.relations.items() if r.symmetric or r.transitive}
    assert natures == {
        "located_in": (False, True),
        "part_of": (False, True),
        "subsidiary_of": (False, True),
        "cooperates_with": (True, False),
    }


def test_every_relation_but_the_symmetric_has_an_inverse_with_labels() -> None:
    assert [r.name for r in ONTOLOGY.relations.values() if not r.inverse] == ["cooperates_with"]
    assert all(r.inverse in ONTOLOGY.labels for r in ONTOLOGY.relations.values() if r.inverse)


@pytest.mark.parametrize(
    ("head", "tail", "accepted"),
    [
        ("Park", "Region", True),
        ("Facility", "Project", True),
        ("Product", "Product", True),
        ("Product", "Park", False),
        ("Park", "Facility", False),
    ],
)
def test_part_of_goes_only_between_kinds_that_contain_each_other(head: str, tail: str, accepted: bool) -> None:
    assert ONTOLOGY.relations["part_of"].accepts(head, tail) is accepted


def test_pairs_use_the_declared_ends_and_all_of_them() -> None:
    relation = ONTOLOGY.relations["part_of"]
    assert {head for head, _ in relation.pairs} == relation.domain
    assert {tail for _, tail in relation.pairs} == relation.range


def test_steps_kinds_modalities_and_qualifiers() -> None:
    assert list(ONTOLOGY.steps) == STEPS
    assert ONTOLOGY.kinds == ("level", "growth", "share", "rank")
    assert ONTOLOGY.modalities == ("actual", "planned")
    assert ONTOLOGY.qualifiers == {"=": "exactly", "~": "about", ">": "more_than", "<": "less_than"}


def test_every_term_has_labels_in_both_languages_and_no_two_share_one_by_mistake() -> None:
    graph = core()
    terms = {s for s in graph.subjects(RDF.type, None) if str(s).startswith(KG)}
    assert len(terms) > 90
    for term in terms:
        assert {label.language for label in graph.objects(term, RDFS.label)} == {"zh", "en"}, term
    for kind in (KG.Step, KG.Kind, KG.Qualifier, KG.Modality):
        labels = Counter(label for s in graph.subjects(RDF.type, kind) for label in graph.objects(s, RDFS.label))
        assert set(labels.values()) == {1}


def test_every_class_and_property_is_explained_in_both_languages() -> None:
    graph = core()
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        for term in graph.subjects(RDF.type, kind):
            if str(term).startswith(KG):
                assert {comment.language for comment in graph.objects(term, RDFS.comment)} == {"zh", "en"}, term


def test_the_ontology_header() -> None:
    graph = core()
    (header,) = graph.subjects(RDF.type, OWL.Ontology)
    assert str(header) == str(KG).rstrip("#")
    for needed in (OWL.versionInfo, rdflib.DCTERMS.license, rdflib.DCTERMS.title):
        assert list(graph.objects(header, needed)), needed


@pytest.mark.parametrize("name", ["core.ttl", "shapes.ttl"])
def test_both_libraries_read_the_same_triples(name: str) -> None:
    data = (ROOT / name).read_bytes()
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == len(set(pyoxigraph.parse(data, pyoxigraph.RdfFormat.TURTLE)))


# shapes

SOUND = """
@prefix kg: <https://w3id.org/regional-kg/ontology#> . @prefix e: <http://example.org/> .
@prefix qb: <http://purl.org/linked-data/cube#> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sdmx: <http://purl.org/linked-data/sdmx/2009/measure#> .
e:firm a kg:Company ; rdfs:label "云岭电子"@zh ; kg:located_in e:park .
e:park a kg:Park ; rdfs:label "云岭科技园"@zh .
e:c a kg:Claim ; rdf:subject e:firm ; rdf:predicate kg:located_in ; rdf:object e:park ; kg:rule "r" ; kg:confidence 0.9 ; kg:evidence e:e .
e:e a kg:Evidence ; kg:document e:d ; oa:exact "云岭电子落户云岭科技园" ; oa:start 3 ; oa:end 14 .
e:o a qb:Observation ; qb:dataSet kg:statistics ; kg:subject e:firm ; kg:indicator e:output ; kg:kind kg:level ; sdmx:obsValue 12.0 ;
    kg:qualifier kg:about ; kg:modality kg:actual ; kg:rule "r" ; kg:confidence 0.8 ; kg:evidence e:e .
e:m a kg:Milestone ; kg:subject e:firm ; kg:step kg:settled ; kg:date "2024" ; kg:modality kg:planned ;
    kg:rule "r" ; kg:confidence 0.8 ; kg:evidence e:e .
"""


def violated(data: str) -> set[str]:
    """The shapes that the data breaks."""
    report = pyshacl.validate(rdflib.Graph().parse(data=data, format="turtle"), shacl_graph=rdflib.Graph().parse(ROOT / "shapes.ttl"))[1]
    source = rdflib.URIRef("http://www.w3.org/ns/shacl#sourceShape")
    return {str(shape).removeprefix(KG) for shape in report.objects(None, source)}


def test_sound_facts_conform() -> None:
    assert violated(SOUND) == set()


@pytest.mark.parametrize(
    ("was", "becomes", "shape"),
    [
        ("e:firm a kg:Company", "e:firm a kg:Person", "located_in-head"),
        ("e:park a kg:Park", "e:park a kg:Honor", "located_in-tail"),
        ('rdfs:label "云岭电子"@zh ;', "", "Entity-label"),
        ("rdf:object e:park ;", "", "Claim-object"),
        ("kg:confidence 0.9 ; kg:evidence e:e", "kg:confidence 0.9", "Claim-evidence"),
        ("kg:confidence 0.9", "kg:confidence 1.9", "Claim-confidence"),
        ("oa:end 14", "oa:end 2", "Evidence-start"),
        ("kg:kind kg:level", "kg:kind kg:settled", "Observation-kind"),
        ("sdmx:obsValue 12.0", 'sdmx:obsValue "12"', "Observation-obsValue"),
        ("kg:step kg:settled", "kg:step kg:level", "Milestone-step"),
        ('kg:date "2024" ;', "", "Milestone-date"),
        ("kg:modality kg:planned", "kg:modality kg:about", "Milestone-modality"),
    ],
)
def test_a_planted_fault_breaks_its_shape(was: str, becomes: str, shape: str) -> None:
    assert was in SOUND
    assert violated(SOUND.replace(was, becomes)) == {shape}


def test_the_gazetteer_needs_no_sentence() -> None:
    assert violated(SOUND.replace('kg:rule "r" ; kg:confidence 0.9 ; kg:evidence e:e', 'kg:rule "gazetteer" ; kg:confidence 1.0')) == set()


def test_a_shape_that_names_a_class_means_its_subclasses_too(tmp_path: Path) -> None:
    for name in ("core.ttl", "shapes.ttl"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    with (tmp_path / "core.ttl").open("a", encoding="utf-8") as file:
        file.write('\nkg:Bank a owl:Class ; rdfs:subClassOf kg:Company ; rdfs:label "银行"@zh , "bank"@en .\n')
    knowledge = load(tmp_path)
    assert {name: (ends.head, ends.tail) for name, ends in read_ends(knowledge).items()} == {
        name: (r.domain, r.range) for name, r in knowledge.ontology.relations.items()
    }
    targets = {t.subject for t in read_shapes(knowledge) if t.object == pyoxigraph.NamedNode(KG.Bank)}
    assert pyoxigraph.NamedNode(KG["Entity-label"]) in targets


# lexicon


def test_divisions_lead_up_to_their_province() -> None:
    by_code = {row["code"]: row for row in read_table(ROOT / "lexicon" / "divisions.tsv")}

    def chain(code: str) -> list[str]:
        return [by_code[code]["name"], *(chain(by_code[code]["parent"]) if by_code[code]["parent"] else [])]

    assert chain("500112") == ["渝北区", "重庆市"]
    assert chain("330106") == ["西湖区", "杭州市", "浙江省"]
    assert {by_code[code]["level"] for code in by_code if not by_code[code]["parent"]} == {"province"}
    assert len([code for code in by_code if not by_code[code]["parent"]]) == 34


def test_short_names_of_divisions() -> None:
    short = {row["code"]: row["short"] for row in read_table(ROOT / "lexicon" / "divisions.tsv")}
    assert (short["50"], short["15"], short["500112"], short["2224"], short["3205"]) == ("重庆", "内蒙古", "渝北", "延边", "苏州")
    assert (short["330206"], short["500105"], short["110105"], short["141124"]) == ("北仑", "", "", ""), "江北, 朝阳, 临"


def test_signs_of_provinces_are_single_and_distinct() -> None:
    signs = [row["sign"] for row in read_table(ROOT / "lexicon" / "divisions.tsv") if row["level"] == "province"]
    assert len(set(signs)) == len(signs) == 34
    assert all(len(sign) == 1 for sign in signs)


def test_listed_companies_stand_without_the_marks_of_the_exchange() -> None:
    names = table("listed_companies")
    assert {"京东方", "长安汽车", "TCL科技", "苏宁易购"} <= names.keys()
    marked = ("ST", "*", "XD", "DR", "-U", "-W", "Ａ")
    assert [name for name in names if name.startswith(marked[:4]) or name.endswith(marked[4:])] == []


@pytest.mark.parametrize(
    ("name", "word", "short", "type"),
    [
        ("zones", "重庆两江新区", "两江新区", "national_new_area"),
        ("zones", "成渝地区双城经济圈", "双城经济圈", "region"),
        ("zones", "中国（浙江）自由贸易试验区", "浙江自贸区", "free_trade_zone"),
        ("organizations", "国家发展和改革委员会", "国家发展改革委", "state"),
        ("organizations", "西安交通大学", "西安交大", "university"),
    ],
)
def test_public_bodies_and_zones_with_their_other_names(name: str, word: str, short: str, type: str) -> None:
    row = table(name)[word]
    assert short in row["short"].split(" ")
    assert row["type"] == type


@pytest.mark.parametrize("word", ["集成电路", "低空经济", "跨境电商", "股权投资", "软件和信息服务业", "预制菜", "磷化工", "康养产业"])
def test_industries_of_the_news(word: str) -> None:
    assert table("industries")[word]["context"] == ""


@pytest.mark.parametrize(
    ("name", "word"), [("industries", "汽车"), ("listed_companies", "机器人"), ("companies", "苹果"), ("products", "豆包")]
)
def test_everyday_words_count_only_in_context(name: str, word: str) -> None:
    assert table(name)[word]["context"] == "1"


# reading


def test_subclasses_may_stand_where_their_class_may(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    bank = '\nkg:Bank a owl:Class ; rdfs:subClassOf kg:Company ; rdfs:label "银行"@zh , "bank"@en .\n'
    path.write_text((ROOT / "core.ttl").read_text("utf-8") + bank, "utf-8")
    ontology = read_ontology(path)
    assert ontology.classes["Bank"].parents == ("Company",)
    assert "Bank" in ontology.relations["invests_in"].domain
    assert "Bank" not in ontology.relations["produces"].range


@pytest.mark.parametrize(
    ("was", "becomes", "problem", "remedy"),
    [
        ("rdfs:range kg:Industry ;", "rdfs:range kg:Industrie ;", "'Industrie'", "did you mean 'Industry'?"),
        ('    rdfs:label "任职"@zh , "works for"@en ;', '    rdfs:label "任职"@zh ;', "no label in 'en'", "add rdfs:label"),
        ("    rdfs:range kg:Honor ;\n", "", "kg:awarded has no rdfs:range", "say which classes"),
        ("( kg:Park kg:Park )", "( kg:Park )", "has 1 classes", "write ( kg:Head kg:Tail )"),
        ("kg:works_for a", "kg:works_for a a", "no valid Turtle", ""),
    ],
)
def test_a_faulty_declaration_is_named_with_its_line(tmp_path: Path, was: str, becomes: str, problem: str, remedy: str) -> None:
    text = (ROOT / "core.ttl").read_text("utf-8")
    assert was in text
    path = tmp_path / "core.ttl"
    path.write_text(text.replace(was, becomes, 1), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_ontology(path)
    assert problem in caught.value.problem
    assert caught.value.remedy.startswith(remedy)
    line = int(caught.value.place.rpartition(":")[2])
    assert 0 <= text[: text.index(was)].count("\n") + 1 - line < 12, "the line is that of the term or of the fault"


def test_tables_keep_the_line_of_each_row(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("# a word of explanation\nname\tshort\n\n渝北区\t渝北\n江北区\n", "utf-8")
    first, second = read_table(path)
    assert (first["short"], first.place, second["short"], second.place) == ("渝北", f"{path}:4", "", f"{path}:5")


def test_a_row_with_too_many_values_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.tsv"
    path.write_text("name\n渝北区\t渝北\n", "utf-8")
    with pytest.raises(KnowledgeError, match="2 values for 1 columns") as caught:
        read_table(path)
    assert caught.value.place == f"{path}:2"


@pytest.mark.parametrize(("text", "line"), [("- name: a\n- name: [\n", 3), ("name: a\n", 1), ("- name: a\n- b\n", 2)])
def test_rules_that_are_no_list_of_mappings_are_refused(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "r.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_items(path)
    assert caught.value.place == f"{path}:{line}"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"- name: a\n- day: 2024-13-45\n", ":2: no valid YAML: month must be in 1..12"),
        (b"- name: a\n- ? [a]\n  : b\n", ":2: no valid YAML: found unhashable key"),
        (b"- name: a\n- &a\n  b: *a\n", ":2: no valid YAML"),
        (b"- name: \x00\n", ":1: no valid YAML"),
        (b"- a: " + b"[" * 20_000 + b"]" * 20_000, ":1: no valid YAML"),
        (b"- name: \xff\n", ":1: no UTF-8 at byte 8"),
        (b"- !!binary \xe4\xb8\xad\n- !!int x\n", ":1: an entry is a mapping"),
        (b"- a: !!int x\n", ":1: no valid YAML"),
        (b"- a: !!python/name:os.system x\n", ":1: no valid YAML"),
    ],
)
def test_yaml_that_breaks_is_told_with_its_line(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(data)
    with pytest.raises(KnowledgeError) as error:
        read_items(path)
    assert str(error.value).startswith(f"{path}{problem}")


@pytest.mark.parametrize(
    ("text", "line", "first"),
    [
        ("- a: 1\n- a: 1\n  b: 2\n  a: 3\n", 4, 2),
        ("- {a: 1, b: 2, a: 3}\n", 1, 1),
        ("- b:\n    a: 1\n    a: 2\n", 3, 2),
    ],
)
def test_a_key_that_stands_twice_is_refused(tmp_path: Path, text: str, line: int, first: int) -> None:
    path = tmp_path / "r.yml"
    path.write_text(text)
    with pytest.raises(KnowledgeError) as told:
        read_items(path)
    assert str(told.value.place) == f"{path}:{line}" and f"'a' stands twice, first at line {first}" in str(told.value)


def test_a_column_that_is_missing_is_told_with_the_line_of_the_row(tmp_path: Path) -> None:
    path = tmp_path / "titles.tsv"
    path.write_text("# none\nnames\n局长\n", "utf-8")
    with pytest.raises(KnowledgeError, match=r"titles\.tsv:3: no column 'name'\n  columns here are names"):
        read_table(path)[0]["name"]


def test_a_comment_of_turtle_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "core.ttl"
    path.write_bytes("# 区".encode("gb18030"))
    with pytest.raises(KnowledgeError, match=r"core\.ttl:1: no UTF-8 at byte 2"):
        read_turtle(path)


def test_a_list_that_leads_back_into_itself_ends(tmp_path: Path) -> None:
    path = tmp_path / "x.ttl"
    prefixes = f"@prefix kg: <{NAMESPACE}> . @prefix rdf: <{RDF}> . "
    path.write_text(f"{prefixes} kg:a rdf:first kg:x ; rdf:rest kg:b . kg:b rdf:first kg:y ; rdf:rest kg:a .", "utf-8")
    assert [local(term) for term in read_turtle(path).items(ours("a"))] == ["x", "y"]


def test_settings_are_plain_data(tmp_path: Path) -> None:
    path = tmp_path / "s.yml"
    path.write_text("threshold: 0.7\nclasses: [Park]\n", "utf-8")
    assert read_yaml(path) == {"threshold": 0.7, "classes": ["Park"]}


def test_the_hash_changes_with_any_file(tmp_path: Path) -> None:
    def folder(name: str, word: str) -> Path:
        root = tmp_path / name
        (root / "lexicon").mkdir(parents=True)
        (root / "core.ttl").write_bytes((ROOT / "core.ttl").read_bytes())
        (root / "lexicon" / "words.tsv").write_text(f"name\n{word}\n", "utf-8")
        return root

    one, same, other = (load(folder(n, w)).hash for n, w in (("one", "甲"), ("same", "甲"), ("other", "乙")))
    assert one == same != other


def test_a_folder_without_core_ttl_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"no core\.ttl"):
        load(tmp_path)
