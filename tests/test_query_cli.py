"""`kg query` as one types it: formats, hints, completion, and graphs that were made to do harm."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sample import extractions, graph_of, resolution

from kg.cli import commands
from kg.cli.complete import as_word
from kg.errors import KgError
from kg.graph.facts import fold
from kg.graph.rdf import write_turtle
from kg.knowledge import load
from kg.knowledge.queries import check_syntax, questions, read_question
from kg.knowledge.sparql import asks_elsewhere
from kg.show import as_csv, as_json, as_table

# An escape sequence, a bell, marks that turn text around, formulas, line breaks, what shells heed.
HOSTILE = (
    *("\x1b[31m红\x1b]0;title\x07", "a\u202e企业\u2066", "=HYPERLINK(1)", "@SUM(1)", "-1+2|cmd"),
    *("换\r\n行", "$(touch x)", "`x`; y", "\x9b5m"),
)
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("graph") / "graph.ttl"
    file.write_text(write_turtle(graph_of(extractions(), resolution(), load())), "utf-8")
    return file


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph whose names were chosen with care."""
    file = tmp_path_factory.mktemp("hostile") / "graph.ttl"
    firms = rdflib.Graph()
    for number, name in enumerate(HOSTILE):
        firm = rdflib.URIRef(f"https://w3id.org/regional-kg/entity/f{number}")
        firms.add((firm, rdflib.RDF.type, rdflib.URIRef("https://w3id.org/regional-kg/ontology#Company")))
        firms.add((firm, rdflib.RDFS.label, rdflib.Literal(name, lang="zh")))
    file.write_bytes(firms.serialize(format="turtle", encoding="utf-8"))
    return file


def ask(graph: Path, *words: str) -> Result:
    return CliRunner().invoke(commands, ["query", *words, "--graph", str(graph)], prog_name="kg")


def test_a_graph_is_printed_as_turtle(graph: Path) -> None:
    done = ask(graph, "neighbours", "entity=张晓", "--format", "turtle")
    assert done.exit_code == 0
    assert len(rdflib.Graph().parse(data=done.stdout, format="turtle")) == 6
    assert "ent:张晓 a kg:Person" in done.stdout


def test_a_graph_is_printed_as_a_table_with_three_columns(graph: Path) -> None:
    done = ask(graph, "neighbours", "entity=张晓")
    assert done.stdout.split("\n")[0].split() == ["subject", "predicate", "object"]
    assert len(json.loads(ask(graph, "neighbours", "entity=张晓", "--format", "json").stdout)) == 6


@pytest.mark.parametrize("words", [["people"], ["-e", "SELECT ?s { ?s ?p ?o }"], ["-e", "ASK { ?s ?p ?o }"], []])
def test_a_table_is_not_printed_as_turtle(graph: Path, words: list[str]) -> None:
    done = ask(graph, *words, "--format", "turtle")
    assert done.exit_code == 2
    assert done.stdout == "" and "--format table, csv or json" in done.stderr


def test_an_empty_answer_is_an_answer_with_a_hint(graph: Path) -> None:
    done = ask(graph, "indicator-by-year", "subject=蓝鲸", "indicator=税收", "--format", "csv")
    assert done.exit_code == 0
    assert done.stdout == "period,measured,kind,qualifier,value,unit,modality\n"
    assert done.stderr.startswith("kg: no answer") and "kg query indicators-of" in done.stderr
    assert ask(graph, "people").stderr == ""


def test_a_parameter_is_given_once(graph: Path) -> None:
    done = ask(graph, "events", "period=2024", "period=2023")
    assert done.exit_code == 2 and "'period' is given twice" in done.stderr


# Graphs that were made to do harm


@pytest.mark.parametrize("form", ["table", "csv", "json", "turtle"])
def test_no_name_reaches_the_terminal_raw(hostile: Path, form: str) -> None:
    sparql = "CONSTRUCT { ?s rdfs:label ?n } WHERE { ?s rdfs:label ?n }" if form == "turtle" else "SELECT ?n { ?s rdfs:label ?n }"
    done = ask(hostile, "-e", sparql, "--format", form)
    assert done.exit_code == 0
    assert "红" in done.stdout and not RAW.search(done.stdout)


def test_no_message_brings_a_name_to_the_terminal_raw(hostile: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "query", "products-of-company", "company=a企\x1b业", "--graph", str(hostile)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1 and "did you mean" in done.stderr
    assert not RAW.search(done.stderr)


def test_json_and_turtle_lose_nothing(hostile: Path) -> None:
    rows = json.loads(ask(hostile, "-e", "SELECT ?n { ?s rdfs:label ?n }", "--format", "json").stdout)
    assert {row["n"] for row in rows} == set(HOSTILE)
    turtle = ask(hostile, "-e", "CONSTRUCT { ?s rdfs:label ?n } WHERE { ?s rdfs:label ?n }", "--format", "turtle").stdout
    assert {str(name) for name in rdflib.Graph().parse(data=turtle, format="turtle").objects()} == set(HOSTILE)


@settings(derandomize=True, max_examples=200)
@given(st.lists(st.tuples(st.text(max_size=8), st.sampled_from(HOSTILE)), max_size=4))
def test_whatever_a_cell_holds_stays_in_it(rows: list[tuple[str, str]]) -> None:
    columns = ["a", "b"]
    for text in (as_table(columns, rows), as_csv(columns, rows).replace("\t", ""), as_json(columns, rows)):
        assert not RAW.search(text)
    assert len(as_table(columns, rows).split("\n")) == len(rows) + 2
    assert [[row["a"], row["b"]] for row in json.loads(as_json(columns, rows))] == [list(row) for row in rows]
    assert len(list(csv.reader(io.StringIO(as_csv(columns, rows), newline="")))) == len(rows) + 1


FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


@settings(derandomize=True, max_examples=200)
@given(st.text("=+-@＝＠1.a \t\n\r\"',\x00", min_size=1, max_size=6))
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    ((_, cell),) = csv.reader(io.StringIO(as_csv(["name", text], []), newline=""))
    assert not FORMULA.match(cell) or re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text)
    assert cell in (text, f"'{text}") or RAW.search(text)


@pytest.mark.parametrize("number", ["-80", "+3", "0.5", "-0.25", "30000000000"])
def test_a_number_stays_one(number: str) -> None:
    assert as_csv(["n"], [[number]]) == f"n\n{number}"


# SERVICE

ELSEWHERE = "<http://127.0.0.1:9/>"
HIDDEN = [
    "ASK { SERVICE %s { ?s ?p ?o } }",
    "ASK { service silent %s { ?s ?p ?o } }",
    "ASK{?s ?p ?o.SERVICE%s{?a ?b ?c}}",
    "ASK{?s ?p 1SERVICE%s{?a ?b ?c}}",
    "ASK{?s ?p trueSERVICE%s{?a ?b ?c}}",
    "ASK{?s ?p ?o.SERVICESILENT%s{?a ?b ?c}}",
    "PREFIX : %s ASK{FILTER(1=1)SERVICE:x{?a ?b ?c}}",
    "PREFIX : %s ASK{FILTER(1=1)SERVICE:{?a ?b ?c}}",
    "ASK { FILTER('\"' != 'a') SERVICE %s { ?s ?p ?o } FILTER('\"' != 'b') }",
    "ASK { ?s <http://x/\\u0041#> ?o . SERVICE %s { ?s ?p ?o } }",
    "ASK { FILTER('''\"''' != 'a') SERVICE %s { ?s ?p ?o } # ''' }\n }",
    'ASK { FILTER("""\\"""" != "a") SERVICE %s { ?s ?p ?o } }',
    "ASK { FILTER(1 <2) SERVICE %s { ?s ?p ?o } FILTER(2> 1) }",
]
INNOCENT = [
    "ASK { ?service a kg:Park }",
    "ASK { ?s kg:service ?o }",
    "ASK { ?s a kg:Service {} }",
    "PREFIX service: <http://x/> ASK { ?s service:a ?o }",
    "ASK { ?s ?p 'SERVICE' , \"SERVICE\" , '''\nSERVICE\n''' }",
    "ASK { ?s ?p <http://x/SERVICE> } # SERVICE",
]


@pytest.mark.parametrize("sparql", HIDDEN)
def test_another_server_is_never_asked(graph: Path, sparql: str) -> None:
    done = ask(graph, "-e", sparql % ELSEWHERE)
    assert done.exit_code == 1 and "SERVICE asks another server" in str(done.exception)


@pytest.mark.parametrize("sparql", INNOCENT)
def test_the_word_alone_asks_nobody(graph: Path, sparql: str) -> None:
    assert not asks_elsewhere(sparql)
    assert ask(graph, "-e", sparql).exit_code == 0


@pytest.mark.parametrize("sparql", HIDDEN)
def test_lint_refuses_it_with_file_and_line(tmp_path: Path, sparql: str) -> None:
    file = tmp_path / "mine.rq"
    file.write_text("# zh: 问\n" + sparql % ELSEWHERE, "utf-8")
    with pytest.raises(KgError, match="SERVICE asks another server") as error:
        check_syntax(read_question(file, load()))
    assert error.value.place == f"{file}:2"


# Completion


def complete(words: str, number: int, cwd: Path) -> list[str]:
    """What bash is offered for the word of that number; bash parts words at "=" too."""
    environment = {**os.environ, "COMP_WORDS": words, "COMP_CWORD": str(number), "_KG_COMPLETE": "bash_complete"}
    code = "from kg.cli import commands; commands(prog_name='kg')"
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert done.stderr == ""
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def complete_in(graph: Path, words: str) -> list[str]:
    """What is offered for the last word, "" if a blank ends the words."""
    line = f"kg query --graph {graph} {words}"
    return complete(line, len(line.split(" ")) - 1, graph.parent)


def test_names_of_questions_are_completed(graph: Path) -> None:
    assert complete_in(graph, "compan") == ["companies-in-park", "companies-of-industry"]
    assert len(complete_in(graph, "")) == len(questions(load()))


def test_names_of_parameters_are_completed(graph: Path) -> None:
    assert complete_in(graph, "links-between ") == ["first=", "second="]
    assert complete_in(graph, "investments-by-size ") == ["minimum="]
    assert complete_in(graph, "people ") == []


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("companies-in-park park=光", ["park=光谷园"]),
        ("companies-in-park park = 光", ["光谷园"]),
        ("companies-in-park park =", ["光谷园", "澄江光谷园", "芯片城"]),
        ("companies-in-park pa", ["park=光谷园", "park=澄江光谷园", "park=芯片城"]),
        ("facts-of-document document = f", ["first"]),
        ("links-between first = 蓝鲸 second = 星", ["星河电池"]),
        ("links-between first = 蓝鲸科技（", ["蓝鲸科技（澄江）有限公司"]),
    ],
)
def test_names_of_things_are_completed(graph: Path, words: str, offered: list[str]) -> None:
    assert complete_in(graph, words) == offered


def test_without_a_graph_the_parameter_is_completed(tmp_path: Path) -> None:
    assert complete("kg query companies-in-park pa", 3, tmp_path) == ["park="]
    assert complete("kg query no-such-question pa", 3, tmp_path) == []


def test_what_is_offered_means_nothing_to_a_shell(hostile: Path) -> None:
    offered = complete_in(hostile, "products-of-company company = ")
    assert "＄（touchx）" in offered
    assert all(re.fullmatch(r"[\w\uff01-\uff5e.\-]+", word) for word in offered)


@settings(derandomize=True, max_examples=200)
@given(st.text(max_size=12))
def test_a_name_offered_finds_its_thing(name: str) -> None:
    word = as_word(name)
    assert not word or fold(word) == fold(name)
    assert not re.search(r"[\s$`\\;|&<>()\"'*?{}~#!\[\]\x00-\x1f]", word) and not word.startswith("-")


@pytest.fixture
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where graphs are kept that are large, as all are here."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("kg.cli.ask.LARGE", 0)
    return tmp_path / "cache" / "regional-kg" / "stores"


@pytest.mark.parametrize(
    "words", [["query", "companies-in-park", "park=光谷园"], ["explain", "蓝鲸科技"], ["query", "-e", "ASK { ?s ?p ?o }"]]
)
def test_a_large_graph_is_read_once(graph: Path, stores: Path, words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> Result:
        return CliRunner().invoke(commands, [*words, "--graph", str(graph)])

    first = run()
    assert len(list(stores.iterdir())) == 1
    with monkeypatch.context() as changed:
        changed.setattr("kg.endpoint.disk.load_graph", None)  # who reads it again fails
        again = run()
    monkeypatch.setattr("kg.cli.ask.LARGE", sys.maxsize)
    small = run()
    assert first.output == again.output == small.output != ""
    assert first.exit_code == again.exit_code == small.exit_code == 0


def test_a_large_graph_is_answered_where_nothing_can_be_kept(graph: Path, stores: Path) -> None:
    stores.parents[1].write_text("no folder", "utf-8")
    answer = ask(graph, "-e", "SELECT ?name { ent:光谷园 rdfs:label ?name }", "--format", "csv")
    assert (answer.output.splitlines(), answer.exit_code) == (["name", "光谷园"], 0)


def test_faults_of_a_large_graph_are_told(tmp_path: Path, stores: Path) -> None:
    (tmp_path / "graph.ttl").write_text("no Turtle", "utf-8")
    with pytest.raises(KgError, match="no valid Turtle"):
        CliRunner().invoke(
            commands, ["query", "people", "--graph", str(tmp_path / "graph.ttl")], catch_exceptions=False, standalone_mode=False
        )
    with pytest.raises(KgError, match="cannot be read"):
        CliRunner().invoke(
            commands, ["query", "people", "--graph", str(tmp_path / "none.ttl")], catch_exceptions=False, standalone_mode=False
        )
    assert not list(stores.glob("*"))
