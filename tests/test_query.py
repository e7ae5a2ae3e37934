"""Questions to a graph: the named ones, free SPARQL, hostile values, explanations."""

from functools import cache
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, QuerySolutions, Store, Variable
from sample import extractions, graph_of, resolution

from kg.errors import KgError, KnowledgeError, QueryError
from kg.graph.explain import Explanation, explain
from kg.graph.query import Result, run
from kg.graph.rdf import write_turtle
from kg.graph.store import open_graph
from kg.iri import PREFIXES
from kg.knowledge import load
from kg.knowledge.queries import read_question


@cache
def graph() -> Store:
    return open_graph(write_turtle(graph_of(extractions(), resolution(), load())))


def ask(query: str | Path, **params: str) -> Result:
    return run(graph(), query, params, load())


@pytest.mark.parametrize(
    "park", ["光谷园", "澄江光谷园", "“光谷园”", " 光谷 园", "ent:光谷园", "https://w3id.org/regional-kg/entity/光谷园"]
)
def test_a_thing_answers_to_any_of_its_names(park: str) -> None:
    assert [row[0] for row in ask("companies-in-park", park=park).rows] == ["蓝鲸", "星河电池"]


def test_the_registered_name_does_too() -> None:
    assert ask("products-of-company", company="蓝鲸科技(澄江)有限公司").rows == ask("products-of-company", company="蓝鲸").rows


@pytest.mark.parametrize("document", ["first", "澄江光谷园添新企业", "doc:first"])
def test_a_document_answers_to_id_and_title(document: str) -> None:
    assert len(ask("facts-of-document", document=document).rows) == 13


@pytest.mark.parametrize("name", ["\udcff", "ent:\udcff", "ent:a b"])
def test_a_value_that_is_no_text_or_no_iri_names_nothing(name: str) -> None:
    with pytest.raises(QueryError, match="no Park of the name"):
        ask("companies-in-park", park=name)


ATTACKS = [
    *('光谷园"', "光谷园'", '" } UNION { ?s ?p ?o } #', "}", "{", "光谷园\n} ; DROP ALL", "\\", "?park", "<http://a> . ?s ?p ?o"),
    *('"@zh . ?s ?p "', "\x00", "光谷园 ; kg:located_in ?x", ") || (1=1"),
]


@pytest.mark.parametrize("attack", [a for a in ATTACKS if a not in ('光谷园"', "光谷园'")])
def test_a_value_cannot_become_query_text(attack: str) -> None:
    with pytest.raises(QueryError, match="no Park of the name"):
        ask("companies-in-park", park=attack)


@pytest.mark.parametrize("attack", ATTACKS)
def test_text_is_matched_as_it_is(attack: str) -> None:
    assert ask("holders-of-honour", honour=attack).rows == ()
    assert ask("indicator-by-year", subject="蓝鲸", indicator=attack).rows == ()


@pytest.mark.parametrize("attack", [*ATTACKS, "", "NaN", "inf", "1e400000000"])
def test_a_number_has_to_be_one(attack: str) -> None:
    with pytest.raises(QueryError, match="is no number"):
        ask("investments-by-size", minimum=attack)


@pytest.mark.parametrize("attack", [*ATTACKS, "", "25", "2025-13", "2025-02-30", "2025-", "2025年2x", "二〇二五年", "2025-H3"])
def test_a_time_has_to_be_one(attack: str) -> None:
    with pytest.raises(QueryError, match="is no time") as error:
        ask("projects-planned", year=attack)
    assert "2025年6月" in error.value.remedy


@pytest.mark.parametrize("year", ["2025", "2025年", "２０２５年", "2025-05", "2025年5月", "2025-5", " 2025 "])
def test_a_time_may_be_written_in_several_ways(year: str) -> None:
    assert [row[0] for row in ask("projects-planned", year=year).rows] == ["启明项目"]


@pytest.mark.parametrize("year", ["2026", "2025-06", "2025-05-01", "2025-H1"])
def test_another_time_has_another_answer(year: str) -> None:
    assert ask("projects-planned", year=year).rows == ()


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.text(max_size=30) | st.text("国家级制造业单项冠军\"'{}\\?", max_size=4))
def test_no_value_changes_what_is_asked(value: str) -> None:
    """Text finds what holds it; nothing is found that does not, and no value breaks the query."""
    titles = [row[0] for row in ask("holders-of-honour", honour=value).rows]
    assert titles == (["国家级制造业单项冠军"] if value in "国家级制造业单项冠军" else [])


def test_a_name_of_two_things_gives_the_rows_of_both() -> None:
    ontology = "https://w3id.org/regional-kg/ontology#"
    twins = "".join(
        f'ent:园_{city} a kg:Park ; rdfs:label "园"@zh . ent:{firm} a kg:Company ; rdfs:label "{firm}"@zh ; kg:located_in ent:园_{city} .'
        f" fact:c-{city} rdf:subject ent:{firm} ; rdf:predicate kg:located_in ; rdf:object ent:园_{city} ; kg:evidence fact:e-{city} ."
        f' fact:e-{city} oa:exact "{firm}落户"; oa:start 0 ; oa:end 4 .'
        for city, firm in (("甲市", "东厂"), ("乙市", "西厂"))
    )
    store = Store()
    prefixes = {"kg": ontology, "ent": "https://w3id.org/regional-kg/entity/", "fact": "https://w3id.org/regional-kg/fact/"}
    known = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdfs": "http://www.w3.org/2000/01/rdf-schema#"}
    store.update(f"INSERT DATA {{ {twins} }}", prefixes=prefixes | known | {"oa": "http://www.w3.org/ns/oa#"})
    answer = run(store, "companies-in-park", {"park": "园"}, load())
    assert sorted(answer.rows) == [("东厂", "园", "", "东厂落户"), ("西厂", "园", "", "西厂落户")]
    assert len(explain(store, "园", load())) == 2


@pytest.mark.parametrize(
    ("query", "params", "problem", "remedy"),
    [
        ("companies-in-parks", {}, "unknown query 'companies-in-parks'", "did you mean 'companies-in-park'"),
        ("compan", {}, "unknown query 'compan'", "did you mean 'companies-in-park' or 'companies-of-industry'?"),
        ("growth", {}, "unknown query 'growth'", "'fastest-growth'"),
        ("companies-in-park", {}, "wants a value for 'park'", "kg query companies-in-park park="),
        ("companies-in-park", {"prak": "x"}, "has no parameter 'prak'", "there is park"),
        ("companies-in-park", {"park": "光谷"}, "no Park of the name '光谷'", "did you mean 光谷园"),
        ("companies-in-park", {"park": "蓝鲸"}, "no Park of the name '蓝鲸'", ""),
        ("facts-of-document", {"document": "third"}, "no document of the id or title 'third'", "there is first"),
        ("people", {"person": "张晓"}, "has no parameter 'person'", "it has none"),
        ("SELECT ?s { ?s ?p }", {}, "no valid SPARQL: error at 1:20", ""),
        ("SELECT ?s { ?s ?p ?o }", {"s": "x"}, "SPARQL takes no parameters, found s", ""),
        ("DELETE WHERE { ?s ?p ?o }", {}, "no valid SPARQL", "SELECT, ASK"),
        ("SELECT ?s WHERE", {}, "no valid SPARQL", "SELECT, ASK"),
        ("SELECT ?s { ?s foo:bar ?o }", {}, "unknown prefix", ""),
        ("SELECT ?s { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", {}, "SERVICE asks another server", "no network"),
        ("SELECT ?s { service silent ?where { ?s ?p ?o } }", {}, "SERVICE asks another server", "no network"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(query: str, params: dict[str, str], problem: str, remedy: str) -> None:
    with pytest.raises(QueryError) as error:
        run(graph(), query, params, load())
    assert problem in error.value.problem
    assert remedy in error.value.remedy


def test_free_sparql_needs_no_prefixes() -> None:
    answer = ask("SELECT ?park ?code ?nothing { ?park a kg:Park ; rdfs:label '光谷园'@zh ; kg:located_in/kg:division_code ?code }")
    assert answer == Result(("park", "code", "nothing"), (("https://w3id.org/regional-kg/entity/光谷园", "990112", ""),))


def test_yes_or_no_and_triples_are_answers_too() -> None:
    assert ask("ASK { ent:蓝鲸 kg:located_in ent:光谷园 }").rows == (("true",),)
    built = ask("CONSTRUCT { ?s kg:part_of ?o } WHERE { ?s kg:part_of ?o } ORDER BY ?s")
    assert built.columns == ("subject", "predicate", "object")
    assert len(built.rows) == 2


def test_triples_are_turtle_too_with_the_prefixes_that_it_needs() -> None:
    answer = ask("neighbours", entity="张晓")
    read = rdflib.Graph().parse(data=answer.turtle(), format="turtle")
    assert {tuple(str(node) for node in triple) for triple in read} == set(answer.rows)
    assert len(read) == len(answer.rows) == 6
    assert sorted(line.split()[1] for line in answer.turtle().splitlines() if line.startswith("@prefix")) == [
        "doc:",
        "ent:",
        "kg:",
        "rdfs:",
    ]


def test_nodes_without_a_name_are_turtle_too() -> None:
    answer = ask("CONSTRUCT { ?s kg:note [ rdfs:label ?n ] } WHERE { ?s a kg:Person ; rdfs:label ?n }")
    assert len(rdflib.Graph().parse(data=answer.turtle(), format="turtle")) == len(answer.rows) == 2


def test_a_table_has_no_triples() -> None:
    assert ask("people").triples is None
    assert ask("ASK { ?s ?p ?o }").triples is None


def test_the_beginning_of_a_name_is_enough() -> None:
    assert ask("companies-in", park="光谷园") == ask("companies-in-park", park="光谷园")
    assert ask("peo") == ask("people")


def test_an_empty_answer_says_what_to_try() -> None:
    assert "kg query indicators-of" in ask("indicator-by-year", subject="蓝鲸", indicator="税收").hint
    assert ask("indicator-by-year", subject="蓝鲸", indicator="产值").hint == ""


def test_a_thing_is_described() -> None:
    assert ("https://w3id.org/regional-kg/entity/蓝鲸", "http://www.w3.org/2000/01/rdf-schema#label", "蓝鲸") in ask(
        "DESCRIBE ent:蓝鲸"
    ).rows


@pytest.mark.parametrize(
    ("content", "problem"),
    [("# zh: 园区\nSELECT".encode("gb18030"), "no UTF-8"), (b"SELECT ?s { SERVICE <http://x/> { ?s ?p ?o } }", "SERVICE")],
)
def test_a_file_that_is_no_question_is_refused(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_bytes(content)
    with pytest.raises(KgError, match=problem):
        ask(path)


def test_a_file_is_a_question(tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# param: code text=990112 代码\nSELECT ?code ?name { ?d kg:division_code ?code ; rdfs:label ?name }", "utf-8")
    assert ask(file) == Result(("name",), (("澄江区",),))
    assert ask(file, code="99").rows == (("青禾市",),)
    with pytest.raises(QueryError, match="no such file"):
        ask(tmp_path / "other.rq")


@pytest.mark.parametrize("name", ["澄江区", "光谷园", "没有的"])
@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?name ?place { ?place rdfs:label ?other . FILTER(STR(?other) = ?name) }",
        "SELECT ?name (COUNT(?x) AS ?n) { ?x rdfs:label ?l FILTER(STR(?l) = ?name) } GROUP BY ?name HAVING(STRLEN(?name) > 2)",
        "SELECT ?n $name { ?place rdfs:label ?n # ?name }\n BIND(STR(?n) AS ?name) }",
        'SELECT ?name ?said { ?x rdfs:label ?n FILTER(STR(?n) = ?name) BIND("""?name {""" AS ?said) }',
    ],
)
def test_a_query_answers_as_if_the_values_were_given_beside_it(tmp_path: Path, sparql: str, name: str) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(f"# param: name text 名称\n{sparql}", "utf-8")
    found = ask(file, name=name)
    beside = graph().query(sparql, prefixes=PREFIXES, substitutions={Variable("name"): Literal(name)})
    assert isinstance(beside, QuerySolutions)
    columns = [v.value for v in beside.variables if v.value != "name"]
    assert found.columns == tuple(columns)
    assert sorted(found.rows) == sorted(tuple(row[c].value for c in columns) for row in beside)
    assert bool(found.rows) == (name != "没有的")


def test_a_value_stands_wherever_the_query_has_its_variable(tmp_path: Path) -> None:
    """Given beside the query it would not: nothing in the pattern binds ?name."""
    file = tmp_path / "mine.rq"
    file.write_text(
        "# param: name text 名称\nCONSTRUCT { ?place kg:called ?name } { ?place rdfs:label ?n FILTER(STR(?n) = ?name) }", "utf-8"
    )
    assert [row[2] for row in ask(file, name="光谷园").rows] == ["光谷园"]


@pytest.mark.parametrize("name", ['") } #', "x\\", "'\n<y>", '""" ?name {', "\u202e\x00", "?name"])
def test_a_value_stays_a_value(tmp_path: Path, name: str) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# param: name text 名称\nSELECT ?name (STRLEN(?name) AS ?size) (CONCAT(?name, '.') AS ?whole) {}", "utf-8")
    assert ask(file, name=name).rows == ((str(len(name)), name + "."),)


@pytest.mark.parametrize(
    ("head", "line", "problem"),
    [
        ("# zh: 问\n# colour: red", 2, "unknown key 'colour'"),
        ("# param: park Prak 园区", 1, "parameter 'park' has the unknown type 'Prak'"),
        ("# param: park", 1, "parameter 'park' cannot be read"),
        ("# zh: 问\n# param: other text 别的", 1, "parameter 'other' is not selected"),
        ("# param: year perod 年份", 1, "parameter 'year' has the unknown type 'perod'"),
    ],
)
def test_a_faulty_head_is_named_with_file_and_line(tmp_path: Path, head: str, line: int, problem: str) -> None:
    file = tmp_path / "faulty.rq"
    file.write_text(f"{head}\nSELECT ?park WHERE {{ ?park a kg:Park }}", "utf-8")
    with pytest.raises(KnowledgeError) as error:
        read_question(file, load())
    assert (error.value.place, error.value.problem) == (f"{file}:{line}", problem)


def whale() -> Explanation:
    (found,) = explain(graph(), "蓝鲸科技", load())
    return found


def test_an_explanation_has_the_thing_and_its_names() -> None:
    found = whale()
    assert (found.label, found.type, found.names, found.full_name) == ("蓝鲸", "Company", ("蓝鲸科技",), "蓝鲸科技（澄江）有限公司")
    assert [(d.id, d.title, d.issued) for d in found.documents] == [("first", "澄江光谷园添新企业", "2024-01"), ("second", "", "2024")]


def test_an_explanation_has_the_links_in_both_directions_with_their_sentences() -> None:
    links = [(x.zh, x.outward, x.other, [p.exact for p in x.source.passages]) for x in whale().links]
    assert links == [
        ("位于", True, "光谷园", ["蓝鲸科技落户澄江光谷园", "“蓝鲸”已入驻光谷园"]),
        ("投资", True, "启明项目", ["蓝鲸科技投资启明项目"]),
        ("生产研发", True, "晨光一号", ["蓝鲸科技推出晨光一号"]),
        ("配套供应", False, "星河电池", ["星河电池为其配套"]),
        ("合作", False, "星河电池", ["与星河电池合作"]),
        ("主导产业", True, "电池产业", ["聚焦电池产业"]),
        ("任职", False, "张晓", ["董事长张晓出席"]),
        ("获评", True, "国家级制造业单项冠军", ["入选国家级制造业单项冠军"]),
    ]
    (post,) = [x for x in whale().links if x.relation == "works_for"]
    assert (post.roles, post.source.rules, post.source.confidence) == (("董事长",), ("works-for/sample",), 0.9)


def test_an_explanation_has_figures_and_steps() -> None:
    growth, level = whale().figures
    assert (level.indicator, level.kind, level.value, level.unit, level.period) == ("产值", "level", 12.5, "亿元", "2023")
    assert (growth.kind, growth.value, growth.unit, growth.modality) == ("growth", 8.0, "%", "actual")
    (step,) = whale().steps
    assert (step.zh, step.date, [p.doc for p in step.source.passages]) == ("上市", "2024-03-18", ["second"])


def test_explaining_what_is_not_there_suggests_names() -> None:
    with pytest.raises(KgError, match="did you mean 星河电池"):
        explain(graph(), "星河电", load())
