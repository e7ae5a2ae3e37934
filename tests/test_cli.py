"""The command line as a user types it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import click
import pytest

from kg.cli import commands

ROOT = Path(__file__).resolve().parents[1]
MADE = {"graph.ttl", "graph.html", "report.json"}

PARK = """智谷科技园引进三家企业

2023年8月，杭州云栖智能科技有限公司落户智谷科技园。2022年，该公司实现产值12亿元，同比增长8.5%。
"""
PORT = """两家单位签署合作协议

2024年3月5日，宁波海天精密机械有限公司与宁波大学签署合作协议。
"""


def kg(*words: object, cwd: Path, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, words)],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()} if folder.exists() else {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pages in pages/."""
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "park.txt").write_text(PARK, "utf-8")
    (tmp_path / "pages" / "port.txt").write_text(PORT, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with out/graph.ttl in it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "park.txt").write_text(PARK, "utf-8")
    done = kg("build", "park.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


# build


def test_a_file_whose_name_is_no_text_is_read_like_any_other(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/n\xff.txt"))
    odd.write_text(PARK, "utf-8")
    done = kg("build", odd, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert 'dcterms:identifier "n\\\\xff"' in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


def test_build_writes_graph_page_and_report(folder: Path) -> None:
    done = kg("build", "pages", "-o", "out", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert bytes_of(folder / "out").keys() == MADE
    turtle = (folder / "out" / "graph.ttl").read_text("utf-8")
    assert "智谷科技园" in turtle and "宁波大学" in turtle
    report = json.loads((folder / "out" / "report.json").read_text("utf-8"))
    assert [d["doc"] for d in report["documents"]["kept"]] == ["park", "port"]
    assert report["documents"]["refused"] == []
    assert report["entities"]["resolved"]["total"] == sum(n for c, n in report["entities"]["resolved"].items() if c != "total") > 0
    assert report["seconds"].keys() == {"read", "extract", "resolve", "graph", "validate", "page"}


FAULTY = {
    "empty.txt": b"",
    "spaces.txt": "\n　 \r\n".encode(),
    "binary.txt": bytes(range(256)) * 20,
    "one line of 5 MB.txt": ("渝北区" * 555_556).encode(),
    "cut off.txt": "﻿渝北".encode("utf-16-le")[:-1],
}


def test_what_cannot_be_read_is_named_and_the_others_are_built(folder: Path) -> None:
    for name, data in FAULTY.items():
        (folder / "pages" / name).write_bytes(data)
    (folder / "no texts").mkdir()
    (folder / "no texts" / "photo.jpg").write_bytes(b"\xff\xd8")
    bad = {"missing.txt", "no texts", *(str(Path("pages", name)) for name in FAULTY)}

    done = kg("build", "missing.txt", "no texts", "pages", "-o", "out", cwd=folder)

    assert done.returncode == 1
    messages = [line.removeprefix("kg: ") for line in done.stderr.splitlines() if line.startswith("kg: ")]
    assert {message.split(": ")[0] for message in messages} == bad
    assert len(messages) == len(bad) and "Traceback" not in done.stderr
    assert bytes_of(folder / "out").keys() == MADE
    documents = json.loads((folder / "out" / "report.json").read_text("utf-8"))["documents"]
    assert [d["doc"] for d in documents["kept"]] == ["park", "port"]
    assert {fault["place"] for fault in documents["refused"]} == bad


@pytest.mark.parametrize("path", ["missing.txt", "no texts", "empty.txt"])
def test_without_any_document_nothing_is_written(path: str, tmp_path: Path) -> None:
    (tmp_path / "no texts").mkdir()
    (tmp_path / "empty.txt").touch()
    done = kg("build", path, "-o", "out", cwd=tmp_path)
    assert done.returncode == 1
    assert path in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_every_usual_encoding_gives_the_same_facts(tmp_path: Path) -> None:
    encodings = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be")
    for encoding in encodings:
        (tmp_path / f"{encoding}.txt").write_bytes(PARK.encode(encoding))
    done = kg("extract", tmp_path, "-o", "facts", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    facts = [json.loads((tmp_path / "facts" / f"{encoding}.json").read_text("utf-8")) for encoding in encodings]
    assert [f.pop("doc") for f in facts] == list(encodings)
    assert facts[0]["relations"] and all(f == facts[0] for f in facts)


def test_same_bytes_whatever_the_hash_seed_order_of_files_and_workers(folder: Path) -> None:
    runs = {
        "a": (["pages/park.txt", "pages/port.txt"], "0", 1),
        "b": (["pages/port.txt", "pages/park.txt"], "1", 2),
        "c": (["pages", "pages/port.txt"], "4242", 1),
    }
    for out, (paths, seed, workers) in runs.items():
        environment = {"PYTHONHASHSEED": seed, "XDG_CACHE_HOME": str(folder / f"cache-{out}")}
        done = kg("build", *paths, "-o", out, "--workers", workers, cwd=folder, environment=environment)
        assert done.returncode == 0, done.stderr
    for name in ("graph.ttl", "graph.html"):
        assert len({(folder / out / name).read_bytes() for out in runs}) == 1, name


def test_same_bytes_from_another_folder(folder: Path) -> None:
    kg("build", "pages", "-o", "out", cwd=folder)
    kg("build", folder / "pages", "-o", folder / "elsewhere", cwd=ROOT)
    for name in ("graph.ttl", "graph.html"):
        assert (folder / "out" / name).read_bytes() == (folder / "elsewhere" / name).read_bytes(), name


STRICTER = """
<https://w3id.org/regional-kg/shape#Founded> a <http://www.w3.org/ns/shacl#NodeShape> ;
    <http://www.w3.org/ns/shacl#targetClass> <https://w3id.org/regional-kg/ontology#Company> ;
    <http://www.w3.org/ns/shacl#property> <https://w3id.org/regional-kg/shape#year> .
<https://w3id.org/regional-kg/shape#year>
    <http://www.w3.org/ns/shacl#path> <https://w3id.org/regional-kg/ontology#year_of_founding> ;
    <http://www.w3.org/ns/shacl#minCount> 1 ;
    <http://www.w3.org/ns/shacl#message> "a firm has a year of founding" .
"""


def test_a_graph_that_breaks_a_shape_is_not_written(folder: Path) -> None:
    shutil.copytree(ROOT / "ontology", folder / "strict")
    with (folder / "strict" / "shapes.ttl").open("a", encoding="utf-8") as shapes:
        shapes.write(STRICTER)
    kg("build", "pages/port.txt", "-o", "out", cwd=folder)
    before = bytes_of(folder / "out")
    done = kg("build", "pages", "-o", "out", "--ontology", "strict", cwd=folder)
    assert done.returncode == 1
    assert "a firm has a year of founding" in done.stderr and "云栖智能" in done.stderr
    assert bytes_of(folder / "out") == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux has it")
def test_a_full_disk_behind_the_output_is_told(folder: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "extract", "pages/park.txt"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, cwd=folder, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "standard output: cannot be read or written: No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_out_that_is_a_file_is_named_before_any_work(folder: Path) -> None:
    (folder / "out").write_text("mine", "utf-8")
    done = kg("build", "pages", "-o", "out", cwd=folder)
    assert done.returncode == 1
    assert "out: is a file, not a folder" in done.stderr
    assert (folder / "out").read_text("utf-8") == "mine"


def test_a_folder_that_is_no_ontology_is_named(folder: Path) -> None:
    done = kg("build", "pages", "--ontology", "pages", cwd=folder)
    assert done.returncode == 1
    assert "pages: no core.ttl there" in done.stderr


# extract


def test_extract_prints_one_document_as_json(folder: Path) -> None:
    done = kg("extract", "pages/park.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["doc"] == "park"
    names = {e["id"]: e["name"] for e in data["entities"]}
    assert ("杭州云栖智能科技有限公司", "located_in") in {(names[r["head"]], r["relation"]) for r in data["relations"]}


def test_extract_of_many_documents_needs_a_folder(folder: Path) -> None:
    done = kg("extract", "pages", cwd=folder)
    assert done.returncode == 2
    assert done.stdout == "" and "-o DIR" in done.stderr


def test_extract_into_a_folder(folder: Path) -> None:
    (folder / "pages" / "empty.txt").touch()
    done = kg("extract", "pages", "-o", "facts", cwd=folder)
    assert done.returncode == 1 and "empty.txt" in done.stderr
    assert bytes_of(folder / "facts").keys() == {"park.json", "port.json"}


def test_a_given_date_is_the_reference(folder: Path) -> None:
    done = kg("extract", "pages/park.txt", "--date", "2021-05", cwd=folder)
    assert json.loads(done.stdout)["reference_date"] == "2021-05"


# query, explain, validate


def test_query_without_a_name_lists_the_questions(tmp_path: Path) -> None:
    done = kg("query", cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) >= 10


SPARQL = "SELECT ?firm ?place WHERE { ?f kg:located_in/rdfs:label ?place ; rdfs:label ?firm ; a kg:Company }"


def test_query_in_three_formats(built: Path) -> None:
    table = kg("query", "-e", SPARQL, cwd=built).stdout.splitlines()
    assert table[0].split() == ["firm", "place"]
    rows = json.loads(kg("query", "-e", SPARQL, "--format", "json", cwd=built).stdout)
    assert rows and all(row.keys() == {"firm", "place"} for row in rows)
    assert "智谷科技园" in {row["place"] for row in rows}
    comma = kg("query", "-e", SPARQL, "--format", "csv", cwd=built).stdout.splitlines()
    assert comma == ["firm,place", *(f"{row['firm']},{row['place']}" for row in rows)]
    assert len(table) == len(rows) + 2


def test_query_from_a_file(built: Path) -> None:
    (built / "mine.rq").write_text(SPARQL, "utf-8")
    assert kg("query", "mine.rq", cwd=built).stdout == kg("query", "-e", SPARQL, cwd=built).stdout != ""


def test_a_named_question_goes_before_a_file_of_that_name(built: Path) -> None:
    (built / "people").write_text("no SPARQL", "utf-8")
    assert kg("query", "people", cwd=built).returncode == 0


@pytest.mark.parametrize(
    "words",
    [["no-such-question"], ["-e", "SELECT nonsense"], ["-e", SPARQL, "--graph", "missing.ttl"], ["-e", SPARQL, "--graph", "park.txt"]],
)
def test_a_query_that_fails_says_what_to_do(words: list[str], built: Path) -> None:
    done = kg("query", *words, cwd=built)
    assert done.returncode == 1
    assert done.stdout == "" and done.stderr.startswith("kg: ") and "Traceback" not in done.stderr


def test_explain_shows_facts_with_their_sentences(built: Path) -> None:
    done = kg("explain", "杭州云栖智能科技有限公司", cwd=built)
    assert done.returncode == 0, done.stderr
    assert "智谷科技园" in done.stdout and "落户智谷科技园" in done.stdout


def test_explain_of_an_unknown_name(built: Path) -> None:
    done = kg("explain", "不存在的公司", cwd=built)
    assert done.returncode == 1
    assert "不存在的公司" in done.stderr and "Traceback" not in done.stderr


def test_validate_accepts_what_build_wrote(built: Path) -> None:
    assert kg("validate", cwd=built).returncode == 0


def test_validate_names_what_breaks_a_shape(built: Path, tmp_path: Path) -> None:
    turtle = (built / "out" / "graph.ttl").read_text("utf-8")
    broken = tmp_path / "broken.ttl"
    broken.write_text(turtle.replace("kg:located_in ent:智谷科技园", "kg:produces ent:智谷科技园"), "utf-8")
    assert broken.read_text("utf-8") != turtle
    done = kg("validate", broken, cwd=tmp_path)
    assert done.returncode == 1
    assert "云栖智能" in done.stdout


def test_validate_sends_no_hidden_characters_to_the_terminal(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.ttl"
    hostile.write_text("<https://w3id.org/regional-kg/entity/长\u202e安> a <https://w3id.org/regional-kg/ontology#Company> .", "utf-8")
    done = kg("validate", hostile, cwd=tmp_path)
    assert done.returncode == 1
    assert "\u202e" not in done.stdout and "ent:长\\u202e安" in done.stdout


# score, lint


def test_score_of_an_extraction_against_itself(folder: Path) -> None:
    kg("extract", "pages", "-o", "facts", cwd=folder)
    done = kg("score", "facts", "facts", "--json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert {aspect["f1"] for aspect in json.loads(done.stdout).values() if aspect["gold"]} == {1.0}


def test_score_extracts_the_texts_first(folder: Path) -> None:
    kg("extract", "pages", "-o", "facts", cwd=folder)
    assert kg("score", "facts", "pages", cwd=folder).stdout == kg("score", "facts", "facts", cwd=folder).stdout != ""


def test_lint_finds_no_fault_in_the_ontology(tmp_path: Path) -> None:
    done = kg("lint", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_lint_names_file_and_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "ontology", tmp_path / "mine")
    (tmp_path / "mine" / "rules" / "broken.yml").write_text("- name: [\n", "utf-8")
    done = kg("lint", "--ontology", "mine", cwd=tmp_path)
    assert done.returncode == 1
    assert "broken.yml:" in done.stdout + done.stderr


# help and wrong use


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = commands.commands[name]
    assert command.help and "Example:" in command.help
    assert f"kg {name}" in command.help
    for option in command.params:
        assert not isinstance(option, click.Option) or option.help, f"{name} {option.name}"


def test_every_command_is_named_in_both_readmes() -> None:
    for readme in ("README.md", "README.zh.md"):
        text = (ROOT / readme).read_text("utf-8")
        assert [name for name in commands.commands if f"kg {name}" not in text] == [], readme


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["build", ".", "--workers", "-1"],
        ["build", ".", "--date", "yesterday"],
        ["build", ".", "--date", "2023-02-30"],
        ["buidl"],
        ["explain"],
        ["query", "-e"],
        ["query", "-e", ""],
        ["query", "-e", "people"],
    ],
)
def test_wrong_use_exits_with_2(words: list[str], tmp_path: Path) -> None:
    done = kg(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert "Error:" in done.stderr and "Traceback" not in done.stderr


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg.cli; print(sorted({'rdflib', 'pyoxigraph', 'jieba', 'pyvis', 'pyshacl', 'networkx', 'yaml'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
