"""The named questions: what each answers, on a made-up graph and on the seeds', and that any engine of SPARQL 1.1 answers alike."""

import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
import rdflib
from asking import example, with_values
from pyoxigraph import Literal, NamedNode, Store
from sample import extractions, graph_of, resolution

from kg.graph.query import Result, bindings, run
from kg.graph.rdf import write_turtle
from kg.graph.store import open_graph
from kg.iri import PREFIXES
from kg.knowledge import load
from kg.knowledge.queries import Question, questions
from kg.knowledge.sparql import form

ROOT = Path(__file__).resolve().parents[1]
QUESTIONS = questions(load())

# What the two articles of sample.py do not say.
MORE = """
ent:小鲸 a kg:Company ; rdfs:label "小鲸"@zh ; kg:mentioned_in doc:second ; kg:subsidiary_of ent:蓝鲸 .
ent:启明项目 kg:located_in ent:光谷园 .
fact:c-1 a kg:Claim ; rdf:subject ent:小鲸 ; rdf:predicate kg:subsidiary_of ; rdf:object ent:蓝鲸 .
fact:c-2 a kg:Claim ; rdf:subject ent:蓝鲸 ; rdf:predicate kg:operates ; rdf:object ent:启明项目 .
fact:o-1 a qb:Observation ; kg:subject ent:启明项目 ; kg:indicator ind:产能 ; kg:kind kg:level ; sdmx-measure:obsValue 5.0 ;
    sdmx-attribute:unitMeasure unit:亿元 ; kg:base_value 500000000.0 ; kg:qualifier kg:exactly ; kg:modality kg:planned ;
    sdmx-dimension:refPeriod period:2025--2029 .
fact:o-2 a qb:Observation ; kg:subject ent:蓝鲸 ; kg:indicator ind:产值 ; kg:kind kg:level ; sdmx-measure:obsValue 13.5 ;
    sdmx-attribute:unitMeasure unit:亿元 ; kg:base_value 1350000000.0 ; kg:qualifier kg:exactly ; kg:modality kg:actual ;
    sdmx-dimension:refPeriod "2023"^^xsd:gYear .
fact:m-1 a kg:Milestone ; kg:subject ent:星河电池 ; kg:step kg:settled ; kg:date period:2023-H2 ; kg:modality kg:actual .
ind:产能 a kg:Indicator ; rdfs:label "产能"@zh .
period:2025--2029 a kg:Period ; rdfs:label "2025/2029" .
period:2023-H2 a kg:Period ; rdfs:label "2023-H2" .
"""
FACTS = ("c-1", "c-2", "o-1", "o-2", "m-1")


@cache
def made_up() -> str:
    turtle = write_turtle(graph_of(extractions(), resolution(), load()))
    (evidence,) = set(
        re.findall(r'(fact:e-\w+) a kg:Evidence ;\n    kg:document doc:second ;\n    oa:exact "蓝鲸科技投资启明项目"', turtle)
    )
    support = "".join(f'fact:{fact} kg:evidence {evidence} ; kg:confidence 0.9 ; kg:rule "more/sample" .\n' for fact in FACTS)
    return turtle + MORE + support


ANSWERS: dict[str, tuple[dict[str, str], list[tuple[str, ...]]]] = {
    "carriers-of-program": ({"program": "满山红计划"}, [("实施", "澄江区", "行政区", "澄江区实施满山红计划")]),
    "companies-in-park": (
        {"park": "光谷园"},
        [("蓝鲸", "光谷园", "", "“蓝鲸”已入驻光谷园"), ("星河电池", "芯片城", "2023-H2", "芯片城还有星河电池")],
    ),
    "companies-of-industry": ({"industry": "电池产业"}, [("企业", "蓝鲸", "聚焦电池产业")]),
    "compare-districts": (
        {"indicator": "产值"},
        [
            ("产值", "位次", "2024-01/2024-06", "澄江区", "2", "位", "实际"),
            ("产值", "水平", "2024-H1", "澄江区", "30000000000", "元", "实际"),
        ],
    ),
    "confirmed-facts": ({"documents": "2"}, [("2", "蓝鲸", "位于", "光谷园")]),
    "disagreements": ({}, [("蓝鲸", "产值", "水平", "2023", "实际", "12.5", "亿元", "first", "13.5", "亿元", "second")]),
    "doubtful-facts": (
        {"below": "0.85"},
        [
            ("0.8", "启明项目", "总投资", "30亿元", "启明项目总投资30亿元"),
            ("0.8", "澄江区", "产值", "2位", "居全市第2位"),
            ("0.8", "澄江区", "产值", "300亿元", "上半年澄江区产值超过300亿元"),
            ("0.8", "蓝鲸", "产值", "12.5亿元", "2023年蓝鲸科技实现产值12.5亿元"),
            ("0.8", "蓝鲸", "产值", "8%", "增长8%"),
        ],
    ),
    "entities-in-both": (
        {"first": "first", "second": "second"},
        [("产业", "电池产业"), ("企业", "星河电池"), ("企业", "蓝鲸"), ("园区", "光谷园"), ("行政区", "澄江区"), ("项目", "启明项目")],
    ),
    "events": ({"period": "2024年3月"}, [("2024-03-18", "蓝鲸", "上市", "今年3月18日上市")]),
    "facts-of-document": (
        {"document": "second"},
        [
            ("0", "蓝鲸", "位于", "光谷园", "", "“蓝鲸”已入驻光谷园"),
            ("11", "星河电池", "合作", "蓝鲸", "", "与星河电池合作"),
            ("19", "星河电池", "配套供应", "蓝鲸", "", "星河电池为其配套"),
            ("29", "星河电池", "成员", "电池联盟", "", "加入电池联盟"),
            ("36", "澄江区", "产值", "300亿元", "2024-H1", "上半年澄江区产值超过300亿元"),
            ("52", "澄江区", "产值", "2位", "2024-01/2024-06", "居全市第2位"),
            ("59", "启明项目", "产能", "5亿元", "2025/2029", "蓝鲸科技投资启明项目"),
            ("59", "小鲸", "隶属", "蓝鲸", "", "蓝鲸科技投资启明项目"),
            ("59", "星河电池", "落户", "", "2023-H2", "蓝鲸科技投资启明项目"),
            ("59", "蓝鲸", "产值", "13.5亿元", "2023", "蓝鲸科技投资启明项目"),
            ("59", "蓝鲸", "建设运营", "启明项目", "", "蓝鲸科技投资启明项目"),
            ("59", "蓝鲸", "投资", "启明项目", "", "蓝鲸科技投资启明项目"),
            ("70", "蓝鲸", "主导产业", "电池产业", "", "聚焦电池产业"),
            ("77", "蓝鲸", "上市", "", "2024-03-18", "今年3月18日上市"),
        ],
    ),
    "facts-per-document": (
        {},
        [
            ("first", "2024-01", "澄江光谷园添新企业", "关系", "9"),
            ("first", "2024-01", "澄江光谷园添新企业", "数据", "3"),
            ("first", "2024-01", "澄江光谷园添新企业", "节点", "1"),
            ("second", "2024", "", "关系", "8"),
            ("second", "2024", "", "数据", "4"),
            ("second", "2024", "", "节点", "2"),
        ],
    ),
    "facts-per-rule": (
        {},
        [
            ("figure/sample", "5", "0.8", "0.8"),
            ("more/sample", "5", "0.9", "0.9"),
            ("located-in/sample", "3", "0.9", "0.99"),
            ("focuses-on/sample", "2", "0.9", "0.9"),
            ("milestone/sample", "2", "0.85", "0.85"),
            *((f"{relation}/sample", "1", "0.9", "0.9") for relation in ("awarded", "cooperates-with")),
            ("gazetteer", "1", "1", "1"),
            *((f"{relation}/sample", "1", "0.9", "0.9") for relation in ("implements", "invests-in", "member-of", "part-of")),
            *((f"{relation}/sample", "1", "0.9", "0.9") for relation in ("produces", "supplies", "works-for")),
        ],
    ),
    "fastest-growth": ({"minimum": "5"}, [("8", "蓝鲸", "产值", "2023", "实际", "增长8%")]),
    "first-places": ({"place": "2"}, [("2", "澄江区", "产值", "2024-01/2024-06", "居全市第2位")]),
    "holders-of-honour": ({"honour": "冠军"}, [("国家级制造业单项冠军", "企业", "蓝鲸", "入选国家级制造业单项冠军")]),
    "honours-of-company": ({"company": "蓝鲸科技"}, [("国家级制造业单项冠军", "入选国家级制造业单项冠军")]),
    "indicator-by-year": (
        {"subject": "蓝鲸", "indicator": "产值"},
        [
            ("2023", "产值", "增速", "恰好", "8", "%", "实际"),
            ("2023", "产值", "水平", "恰好", "12.5", "亿元", "实际"),
            ("2023", "产值", "水平", "恰好", "13.5", "亿元", "实际"),
        ],
    ),
    "indicators-of": ({"subject": "启明项目"}, [("产能", "水平", "1"), ("总投资", "水平", "1")]),
    "industries-of-district": (
        {"district": "澄江区"},
        [("电池产业", "企业", "蓝鲸", "聚焦电池产业"), ("电池产业", "行政区", "澄江区", "发展电池产业")],
    ),
    "investments-by-size": ({"minimum": "2999999999.5"}, [("启明项目", "总投资", "30", "亿元", "3000000000", "", "实际")]),
    "investors-of": ({"target": "启明项目"}, [("蓝鲸", "蓝鲸科技投资启明项目")]),
    "largest-output": (
        {},
        [
            ("澄江区", "产值", "300", "亿元", "30000000000", "2024-H1", "实际"),
            ("蓝鲸", "产值", "13.5", "亿元", "1350000000", "2023", "实际"),
            ("蓝鲸", "产值", "12.5", "亿元", "1250000000", "2023", "实际"),
        ],
    ),
    "links-between": (
        {"first": "蓝鲸", "second": "星河电池"},
        [
            ("星河电池", "合作", "蓝鲸", "0.9", "second", "与星河电池合作"),
            ("星河电池", "配套供应", "蓝鲸", "0.9", "second", "星河电池为其配套"),
        ],
    ),
    "members-of": ({"body": "电池联盟"}, [("成员", "星河电池", "加入电池联盟")]),
    "most-mentioned": ({"class": "园区"}, [("光谷园", "园区", "2")]),
    "only-in-document": ({"document": "second"}, [("企业", "小鲸"), ("机构", "电池联盟")]),
    "overdue-plans": ({"date": "2025年5月"}, [("启明项目", "投产", "2025-05", "预计2025年5月投产")]),
    "parks-in-district": ({"district": "澄江区"}, [("光谷园",), ("芯片城",)]),
    "partners-of": ({"entity": "蓝鲸"}, [("星河电池", "企业", "")]),
    "parts-of": ({"whole": "青禾市"}, [("澄江区", "行政区", "青禾市")]),
    "people": ({}, [("张晓", "董事长", "蓝鲸")]),
    "products-of-company": ({"company": "蓝鲸"}, [("晨光一号", "蓝鲸科技推出晨光一号")]),
    "programs-of-district": ({"district": "澄江区"}, [("满山红计划", "澄江区", "澄江区实施满山红计划")]),
    "projects-in-district": ({"district": "澄江区"}, [("启明项目", "光谷园", "总投资", "3000000000", "实际")]),
    "projects-planned": ({"year": "2025年"}, [("启明项目", "投产", "2025-05", "预计2025年5月投产")]),
    "sites-of": ({"operator": "蓝鲸"}, [("启明项目", "项目", "光谷园", "蓝鲸科技投资启明项目")]),
    "subsidiaries": ({}, [("蓝鲸", "小鲸", "蓝鲸科技投资启明项目")]),
    "sums-by-investor": (
        {},
        [("蓝鲸", "建设运营", "启明项目", "总投资", "3000000000", "实际"), ("蓝鲸", "投资", "启明项目", "总投资", "3000000000", "实际")],
    ),
    "suppliers": ({}, [("星河电池", "蓝鲸", "星河电池为其配套")]),
    "supply-chain": ({"company": "蓝鲸"}, [("1", "星河电池", "蓝鲸", "星河电池为其配套")]),
    "targets": ({"year": "2027"}, [("启明项目", "产能", "水平", "5", "亿元", "2025/2029", "蓝鲸科技投资启明项目")]),
    "timeline": ({"subject": "启明项目"}, [("2025-05", "投产", "计划", "first", "预计2025年5月投产")]),
    "undated-figures": ({"document": "first"}, [("99", "启明项目", "总投资", "30", "亿元", "启明项目总投资30亿元")]),
    "unplaced-companies": ({}, [("小鲸", "second", "")]),
    "values-with-growth": ({"subject": "澄江区"}, [("产值", "2024-H1", "300", "亿元", "", "", "实际")]),
}

GRAPHS: dict[str, tuple[dict[str, str], set[str]]] = {
    "neighbours": (
        {"entity": "张晓"},
        {
            "ent:张晓 a kg:Person",
            "ent:张晓 rdfs:label 张晓",
            "ent:张晓 kg:works_for ent:蓝鲸",
            "ent:蓝鲸 a kg:Company",
            "ent:蓝鲸 rdfs:label 蓝鲸",
        },
    ),
    "park-graph": (
        {"park": "芯片城"},
        {
            "ent:芯片城 kg:part_of ent:光谷园",
            "ent:星河电池 kg:located_in ent:芯片城",
            "ent:星河电池 kg:supplies ent:蓝鲸",
            "ent:蓝鲸 rdfs:label 蓝鲸",
        },
    ),
    "document-graph": (
        {"document": "first"},
        {
            "doc:first a schema:NewsArticle",
            "ent:芯片城 kg:part_of ent:光谷园",
            "ent:张晓 kg:works_for ent:蓝鲸",
            "unit:亿元 rdfs:label 亿元",
        },
    ),
}
ABSENT = {
    "neighbours": {"ent:星河电池 kg:supplies ent:蓝鲸", "ent:蓝鲸 kg:located_in ent:光谷园"},
    "park-graph": {"ent:蓝鲸 kg:located_in ent:光谷园"},
    "document-graph": {"ent:星河电池 kg:supplies ent:蓝鲸", "doc:second a schema:NewsArticle"},
}


def short(node: str) -> str:
    """An IRI with its prefix, as the expectations have it."""
    if node == PREFIXES["rdf"] + "type":
        return "a"
    return next((f"{prefix}:{node[len(base) :]}" for prefix, base in PREFIXES.items() if node.startswith(base)), node)


@cache
def made_up_store() -> Store:
    return open_graph(made_up())


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of seeds/, built as a user builds it."""
    out = tmp_path_factory.mktemp("seeds")
    command = [sys.executable, "-m", "kg.cli", "build", str(ROOT / "seeds"), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out / "graph.ttl"


def test_every_named_question_has_an_expected_answer() -> None:
    assert ANSWERS.keys() | GRAPHS.keys() == QUESTIONS.keys()
    assert len(QUESTIONS) >= 25


@pytest.mark.parametrize("name", ANSWERS)
def test_named_questions(name: str) -> None:
    params, rows = ANSWERS[name]
    assert rows and list(run(made_up_store(), name, params, load()).rows) == rows


@pytest.mark.parametrize("name", GRAPHS)
def test_questions_that_give_a_graph(name: str) -> None:
    params, triples = GRAPHS[name]
    answer = run(made_up_store(), name, params, load())
    found = {" ".join(map(short, row)) for row in answer.rows}
    assert answer.triples and triples <= found
    assert not ABSENT[name] & found


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_it_asks_in_both_languages_and_shows_how(name: str) -> None:
    question = QUESTIONS[name]
    assert re.search("[\u4e00-\u9fff]", question.zh) and question.en.isascii()
    assert question.example.split()[:3] == ["kg", "query", name]
    assert {p.name for p in question.parameters} >= example(question).keys() >= {p.name for p in question.parameters if p.default is None}
    assert all(p.about for p in question.parameters)
    # what has a parameter can be asked in vain
    assert question.empty or not question.parameters or form(question.sparql) == "CONSTRUCT"


def test_no_two_questions_are_the_same() -> None:
    for texts in ([q.zh for q in QUESTIONS.values()], [q.en for q in QUESTIONS.values()]):
        assert len(set(texts)) == len(texts)
    assert len({re.sub(r"#.*|\s+", "", q.sparql) for q in QUESTIONS.values()}) == len(QUESTIONS)


# What the five articles do not say: none contradicts another on a figure of the same period.
EMPTY_ON_SEEDS = {"disagreements"}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_example_has_an_answer_on_the_seeds(name: str, seeds: Path) -> None:
    question = QUESTIONS[name]
    answer = run(opened(seeds), name, example(question), load())
    assert bool(answer.rows) == (name not in EMPTY_ON_SEEDS)
    if name in EMPTY_ON_SEEDS:
        assert answer.hint


@cache
def opened(path: Path) -> Store:
    return open_graph(path)


# Any engine


def in_rdflib(node: NamedNode | Literal) -> rdflib.term.Identifier:
    if isinstance(node, NamedNode):
        return rdflib.URIRef(node.value)
    return rdflib.Literal(node.value, datatype=None if node.datatype.value.endswith("#string") else rdflib.URIRef(node.datatype.value))


def plain(value: object) -> str:
    """A value as text; a number as a number, since engines differ in how they print it."""
    text = "" if value is None else str(value)
    return f"{float(text):.12g}" if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


Rows = list[tuple[str, ...]]


def by_rdflib(graph: rdflib.Graph, question: Question, store: Store, params: dict[str, str], columns: Iterable[str]) -> Rows:
    """What rdflib answers; the file goes to it as it is, the parameters from outside."""
    rows: Rows = []
    for bound in bindings(store, question, params):
        found = graph.query(question.sparql, initBindings={name: in_rdflib(node) for name, node in bound.items()})
        rows += [tuple(plain(row[c]) for c in columns) if found.type == "SELECT" else tuple(map(plain, row)) for row in found]
    return rows


def by_values(question: Question, store: Store, params: dict[str, str], columns: Iterable[str]) -> Rows:
    """What comes out if the parameters stand in VALUES."""
    rows: Rows = []
    for bound in bindings(store, question, params):
        found = store.query(with_values(question, bound))
        select = form(question.sparql) == "SELECT"
        rows += [tuple(plain(r[c].value if r[c] else "") for c in columns) if select else tuple(plain(n.value) for n in r) for r in found]
    return rows


def assert_same(question: Question, answer: Result, rows: Rows) -> None:
    """The same rows in the same order; triples have none."""
    expected = [tuple(map(plain, row)) for row in answer.rows]
    assert (rows if answer.triples is None else sorted(rows)) == (expected if answer.triples is None else sorted(expected)), question.name


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_engine_gives_the_same_answer(name: str, made_up_in_rdflib: rdflib.Graph) -> None:
    params, _ = (ANSWERS | GRAPHS)[name]
    answer = run(made_up_store(), name, params, load())
    assert_same(QUESTIONS[name], answer, by_rdflib(made_up_in_rdflib, QUESTIONS[name], made_up_store(), params, answer.columns))


@pytest.mark.parametrize("name", QUESTIONS)
def test_another_engine_gives_the_same_answer_on_the_seeds(name: str, seeds: Path, seeds_in_rdflib: rdflib.Graph) -> None:
    params = example(QUESTIONS[name])
    answer = run(opened(seeds), name, params, load())
    assert_same(QUESTIONS[name], answer, by_rdflib(seeds_in_rdflib, QUESTIONS[name], opened(seeds), params, answer.columns))


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_engine_without_bindings_takes_values(name: str) -> None:
    params, _ = (ANSWERS | GRAPHS)[name]
    answer = run(made_up_store(), name, params, load())
    assert_same(QUESTIONS[name], answer, by_values(QUESTIONS[name], made_up_store(), params, answer.columns))


@pytest.fixture(scope="module")
def made_up_in_rdflib() -> rdflib.Graph:
    return rdflib.Graph().parse(data=made_up(), format="turtle")


@pytest.fixture(scope="module")
def seeds_in_rdflib(seeds: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(seeds, format="turtle")
