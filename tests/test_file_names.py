"""Names of files are strangers' words: whatever they hold, nothing is run by them, written beside the folder, or drawn on a terminal."""

import csv
import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest

from kg.pipeline import find
from kg.reading import ids

ARTICLE = "2023年8月，杭州云栖智能科技有限公司落户智谷科技园。2022年，该公司实现产值{}亿元，同比增长8.5%。\n"
NAMES = [
    *('a"b', "a'b", "a b", "ab", "A", "a", "“引”号", "a%2Fb", "a;b&c", "x\\"),
    *("nl\nkg: 35 documents", "tab\there", "\r回车", "\x1b[31mred", "\x9b31m", "\u2028x", "\u202egpj", "\u2066x", "\ufeffx"),
    *("-rf", "--help", "-o", "=cmd()", "@SUM(1)", "+1", "$(touch pwned)", "`touch pwned`", "; touch pwned", "| touch pwned"),
    *("<script>document.title='pwned'<\u2044script>", '"><img src=x onerror="document.title=1">', "&amp;", "]]>", "{{x}}", "%s", "{0}"),
    *("x..", "CON", "nul", "~", "*", "é", "e\u0301", "长" * 83, "l" * 251),
]
ODD = [b"n\xff", b"n\\xff", b"\xff" * 200, b"\xed\xa0\x80"]
HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
COUNT = len(NAMES) + len(ODD)


def kg(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", *map(str, words)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, check=False)


def fill(pages: Path) -> Path:
    pages.mkdir()
    for number, name in enumerate([*map(os.fsencode, NAMES), *ODD]):
        Path(os.fsdecode(os.fsencode(pages) + b"/" + name + b".txt")).write_text(ARTICLE.format(number + 10), "utf-8")
    return pages


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with articles of odd names in pages/, and one with the name of a break that is empty; a graph and more in out/."""
    folder = tmp_path_factory.mktemp("names")
    fill(folder / "pages")
    (folder / "pages" / "empty\nkg: all is well.txt").touch()
    forms = [word for form in ("neo4j", "observations", "jsonld", "gexf") for word in ("--format", form)]
    done = kg("build", "pages", "-o", "out", *forms, cwd=folder)
    assert done.returncode == 1  # for the empty one
    assert done.stderr == "kg: pages/empty\\u000akg: all is well.txt: the file is empty\n  remove it or put the article in\n"
    assert done.stdout.startswith(f"{COUNT} documents: out/graph.ttl, ")
    return folder


def test_nothing_is_written_but_the_files_of_the_build(built: Path) -> None:
    assert {p.name for p in built.iterdir()} == {"pages", "out"}
    made = {"graph.ttl", "graph.html", "report.json", "nodes.csv", "relationships.csv", "graph.jsonld", "graph.gexf"}
    assert {p.name for p in (built / "out").iterdir()} == made | {"observations.csv", "observations.parquet"}


def test_each_article_is_one_in_the_graph(built: Path) -> None:
    """Two whose names the graph takes for one would share an address, and with it their digests."""
    store = pyoxigraph.Store()
    store.load(path=str(built / "out" / "graph.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    articles = "SELECT ?d ?sha { ?d a <https://schema.org/NewsArticle> ; <https://w3id.org/regional-kg/ontology#sha256> ?sha }"
    rows = [(row[0].value, row[1].value) for row in store.query(articles)]
    assert len(rows) == len({d for d, _ in rows}) == len({sha for _, sha in rows}) == COUNT


@pytest.mark.parametrize("file", ["graph.ttl", "report.json", "nodes.csv", "relationships.csv"])
def test_no_name_hides_characters_in_what_people_read(file: str, built: Path) -> None:
    text = (built / "out" / file).read_text("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    assert HIDDEN.findall(text) == []


def test_the_report_gives_names_back_as_they_are(built: Path) -> None:
    kept = json.loads((built / "out" / "report.json").read_bytes())["documents"]["kept"]
    paths = {document["path"] for document in kept}
    assert {f"pages/{name}.txt" for name in NAMES} <= paths
    assert len({document["doc"] for document in kept}) == len(kept) == COUNT


def test_the_page_holds_no_tag_of_a_name(built: Path) -> None:
    page = (built / "out" / "graph.html").read_text("utf-8")
    assert "onerror=" in page  # as data
    assert "<script>document" not in page and "<img src=x" not in page


@pytest.mark.parametrize("file", ["nodes.csv", "relationships.csv", "observations.csv"])
def test_no_name_is_a_formula(file: str, built: Path) -> None:
    with (built / "out" / file).open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert [c for c in cells if re.match(r"\s*[=+\-@]|[\t\r\n]", c) and not re.fullmatch(r"-?[0-9]+\.[0-9]+", c)] == []


def test_queries_and_explanations_draw_nothing_on_a_terminal(built: Path) -> None:
    sparql = "SELECT ?id { ?d dcterms:identifier ?id }"
    for words in (["query", "-e", sparql], ["query", "-e", sparql, "--format", "json"], ["explain", "云栖智能"]):
        done = kg(*words, cwd=built)
        assert done.returncode == 0, done.stderr
        assert HIDDEN.findall(done.stdout) == []


def test_extracted_facts_stay_in_their_folder(tmp_path: Path) -> None:
    fill(tmp_path / "pages")
    done = kg("extract", "pages", "-o", "facts", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert {p.name for p in tmp_path.iterdir()} == {"pages", "facts"}
    assert len([p for p in (tmp_path / "facts").iterdir() if p.is_file() and p.suffix == ".json"]) == COUNT
    printed = kg("extract", "--", "pages/\u202egpj.txt", cwd=tmp_path)
    assert json.loads(printed.stdout)["doc"] == "\u202egpj" and HIDDEN.findall(printed.stdout) == []


@pytest.mark.parametrize(("name", "written"), [("..txt", "..json"), ("...txt", "...json"), (".txt", ".txt.json"), ("..", None)])
def test_a_name_of_dots_leads_nowhere_else(name: str, written: str | None, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    if written:
        (tmp_path / "pages" / name).write_text(ARTICLE.format(10), "utf-8")
    done = kg("extract", f"pages/{name}", "-o", "out/facts", cwd=tmp_path)
    assert done.returncode == int(not written), done.stderr
    assert [str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*.json")] == ([f"out/facts/{written}"] if written else [])


def test_ids_differ_where_capitals_accents_spaces_and_quotation_marks_count_for_nothing(tmp_path: Path) -> None:
    pages = [
        tmp_path / name for name in ("x/a b.txt", "x/ab.txt", "x/AB.txt", 'x/"ab".txt', "x/é.txt", "x/e\u0301.txt", "x y/c.txt", "xy/c.txt")
    ]
    for page in pages:
        page.parent.mkdir(exist_ok=True)
        page.touch()
    named = ids(pages)
    assert named == ids(pages[::-1])
    assert all(re.fullmatch(r".+_[0-9a-f]{8}", name) for name in named.values())
    assert len({name[-8:] for name in named.values()}) == len(pages)
    assert named[pages[0]].startswith("a b_") and named[pages[6]].startswith("c_")


def test_an_id_stays_unique_when_a_file_is_called_like_the_digest_of_another(tmp_path: Path) -> None:
    pages = [tmp_path / "a b.txt", tmp_path / "ab.txt"]
    pages.append(tmp_path / f"{ids(pages)[pages[0]]}.txt")
    named = ids(pages)
    assert len({name.replace(" ", "") for name in named.values()}) == 3


def test_what_is_no_file_is_passed_over_in_a_folder_and_never_waited_for(tmp_path: Path) -> None:
    (tmp_path / "pages" / "folder.txt").mkdir(parents=True)
    (tmp_path / "pages" / "folder.txt" / "article.txt").write_text(ARTICLE.format(10), "utf-8")
    os.mkfifo(tmp_path / "pages" / "pipe.txt")
    os.mkfifo(tmp_path / "pages" / "folder.txt" / "article.meta.toml")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path / "pages")  # an address has little room
        server.bind("socket.txt")
        os.chdir(here)
    for name, target in {"loop.txt": "loop.txt", "device.txt": "/dev/zero", "gone.txt": "/nowhere", "round": "."}.items():
        (tmp_path / "pages" / name).symlink_to(target)
    done = kg("build", "pages", "-o", "out", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("1 documents")


@pytest.mark.parametrize("name", ["pipe.txt", "device.txt"])
def test_what_is_no_file_is_refused_by_name(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to("/dev/zero")
    sources, (fault,) = find([tmp_path / name])
    assert (sources, fault.place, fault.problem) == ([], str(tmp_path / name), "neither a file nor a folder")


def test_a_file_without_a_size_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some systems show as empty files what never ends."""

    def refuse(path: Path) -> bytes:
        assert path.parent != tmp_path
        return read_bytes(path)

    read_bytes = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    (tmp_path / "a.txt").touch()
    sources, (fault,) = find([tmp_path / "a.txt"])
    assert (sources, fault.place, fault.problem) == ([], str(tmp_path / "a.txt"), "the file is empty")


def test_a_link_into_another_folder_is_read_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "article.txt").write_text(ARTICLE.format(10), "utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "link.txt").symlink_to("../elsewhere/article.txt")
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "link.json").symlink_to("../elsewhere/article.txt")
    done = kg("extract", "pages", "-o", "facts", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "elsewhere" / "article.txt").read_text("utf-8") == ARTICLE.format(10)
    assert json.loads((tmp_path / "facts" / "link.json").read_text("utf-8"))["doc"] == "link"


def test_a_missing_file_with_a_break_in_its_name_forges_no_message(tmp_path: Path) -> None:
    done = kg("extract", "no\nkg: done\x1b[2J.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == "kg: no\\u000akg: done\\u001b[2J.txt: no such file or folder\n  check the path\n"


def test_a_folder_to_write_into_whose_name_is_no_text_is_shown_escaped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE.format(10), "utf-8")
    done = kg("build", "a.txt", "-o", os.fsdecode(b"o\xff\n"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("1 documents: o\\udcff")
