"""Builds over the disk: what they write is what a build in one piece writes, byte for byte, however the work is cut."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bench.economy import economy
from kg import pipeline
from kg.cli import commands, make
from kg.endpoint.lines import read_lines
from kg.engine import disk as engine
from kg.engine import kept
from kg.engine.disk import Disk
from kg.engine.rows import Row
from kg.errors import InputError, KgError, OutputError
from kg.graph.facts import list_names
from kg.graph.formats.quads import nquads
from kg.graph.merge import merge
from kg.graph.rdf import build
from kg.graph.store import open_graph
from kg.knowledge import Knowledge, load
from kg.model import Extraction
from kg.pipeline import Outcome, find, read_all
from kg.report import Fault
from kg.resolve import resolve
from kg.scale import disk

ROOT = Path(__file__).resolve().parents[1]
FILES = {"graph.nq", "observations.parquet", "report.json"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, some annotated articles, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("pages")
    for path in [*(ROOT / "seeds").glob("*.txt"), *sorted((ROOT / "tests" / "cases" / "fresh" / "articles").glob("*.txt"))[:4]]:
        shutil.copy(path, folder)
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="module")
def documents(pages: Path) -> list[Extraction]:
    return [o.extraction for o in read_all(find([pages])[0], workers=1) if o.extraction]


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cuts little work as much work is cut."""
    for name, value in (("ARTICLES_A_PART", 2), ("MOST_RUNS", 3), ("BYTES_WORTH_A_WORKER", 300_000)):
        monkeypatch.setattr(engine, name, value)


def at_once(documents: Sequence[Extraction], knowledge: Knowledge) -> bytes:
    """The N-Quads of a build in one piece."""
    resolution = resolve(documents, knowledge)
    return nquads(build(documents, resolution, merge(documents, resolution, knowledge), knowledge)).encode()


def in_parts(documents: Sequence[Extraction], out: Path, knowledge: Knowledge, workers: int = 1) -> bytes:
    """Those of a build over the disk."""
    out.mkdir()
    disk.build((Outcome(document, None) for document in documents), [], out, len(documents), knowledge, workers)
    assert {path.name for path in out.iterdir()} == FILES
    return (out / "graph.nq").read_bytes()


def kg(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "build", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_writes_what_a_build_in_one_piece_writes_and_names_what_it_left_out(pages: Path, tmp_path: Path) -> None:
    whole = kg(pages, "-o", tmp_path / "whole", "--format", "nq", "--format", "observations")
    parts = kg(pages, tmp_path / "missing", "-o", tmp_path / "parts", "--engine", "disk")
    assert whole.returncode == parts.returncode == 1
    for name in FILES - {"report.json"}:
        assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()
    assert "9 documents" in parts.stdout and str(tmp_path / "parts" / "graph.nq") in parts.stdout
    assert "empty.txt: the file is empty" in parts.stderr and "missing: no such file or folder" in parts.stderr
    report = json.loads((tmp_path / "parts" / "report.json").read_text("utf-8"))
    assert report["documents"]["kept"] == 9 and report["documents"]["left_out"] == 2
    assert len({row["problem"] for row in report["documents"]["refused"]}) == 2


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize("workers", [1, 2])
def test_many_parts_and_processes_give_the_same(documents: list[Extraction], tmp_path: Path, knowledge: Knowledge, workers: int) -> None:
    assert in_parts(documents, tmp_path / "out", knowledge, workers) == at_once(documents, knowledge)


@pytest.mark.usefixtures("_small")
def test_a_large_economy_comes_out_alike(tmp_path: Path, knowledge: Knowledge) -> None:
    documents, _ = economy(nodes=1500, links=4000)
    found = in_parts(documents, tmp_path / "out", knowledge)
    assert found == at_once(documents, knowledge)
    said = json.loads((tmp_path / "out" / "report.json").read_text("utf-8"))
    resolution = resolve(documents, knowledge)
    assert said["triples"] == len(build(documents, resolution, merge(documents, resolution, knowledge), knowledge))
    assert sum(said["entities"].values()) == len(resolution.entities)


@pytest.mark.usefixtures("_small")
def test_what_a_person_has_decided_holds(documents: list[Extraction], tmp_path: Path, knowledge: Knowledge) -> None:
    one, other, *_ = (e.names[0] for e in resolve(documents, knowledge).entities if e.type == "Company")
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "ontology" / "same_as.tsv").write_text(f"left\tright\tverdict\tnote\n{one}\t{other}\tsame\t\n", "utf-8")
    decided = load(tmp_path / "ontology")
    found = in_parts(documents, tmp_path / "out", decided, workers=2)
    assert found == at_once(documents, decided) != at_once(documents, knowledge)


def test_what_another_engine_wrote_before_goes_unless_somebody_changed_it(pages: Path, tmp_path: Path) -> None:
    page = str(next(pages.glob("ab*.txt")))
    out = tmp_path / "out"
    assert kg(page, "-o", out).returncode == 0
    (out / "graph.html").write_text("mine", "utf-8")
    assert kg(page, "-o", out, "--engine", "disk").returncode == 0
    assert {path.name for path in out.iterdir()} == FILES | {"graph.html"}
    assert kg(page, "-o", out).returncode == 0
    assert {path.name for path in out.iterdir()} == {"graph.ttl", "graph.html", "report.json"}


def test_strict_stops_and_writes_nothing(pages: Path, tmp_path: Path) -> None:
    done = kg(pages, "-o", tmp_path / "out", "--engine", "disk", "--strict")
    assert done.returncode == 1 and "the file is empty" in done.stderr
    assert not (tmp_path / "out").exists()


def test_without_any_article_nothing_is_written(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(InputError, match="no document could be read"):
        disk.build([Outcome(None, Fault("a.txt", "the file is empty"))], [], tmp_path, 1, knowledge)
    assert not [*tmp_path.iterdir()]


def test_an_article_that_says_nothing_is_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("的", "utf-8")
    assert kg(tmp_path / "a.txt", "-o", tmp_path / "whole", "--format", "nq").returncode == 0
    assert kg(tmp_path / "a.txt", "-o", tmp_path / "parts", "--engine", "disk").returncode == 0
    assert (tmp_path / "parts" / "graph.nq").read_bytes() == (tmp_path / "whole" / "graph.nq").read_bytes()


def test_what_was_left_out_is_counted_however_much_it_is(documents: list[Extraction], tmp_path: Path, knowledge: Knowledge) -> None:
    fault = Fault("a.txt", "the file is empty")
    outcomes = [Outcome(documents[0], None), *[Outcome(None, fault)] * 1100]
    written = disk.build(outcomes, [fault] * 1100, tmp_path, len(outcomes), knowledge, 1)
    assert written.left_out == len(written.faults) == 2200
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))["documents"]
    assert report["left_out"] == len(report["refused"]) == 2200 and report["kept"] == 1


def test_names_that_are_no_text_are_told_and_built(pages: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(next(pages.glob("ab*.txt")), os.fsencode(folder) + b"/\xfe.txt")
    shutil.copy(ROOT / "tests" / "hostile" / "broken.pdf", os.fsencode(folder) + b"/\xff.pdf")
    done = kg(folder, "-o", tmp_path / "out", "--engine", "disk")
    assert done.returncode == 1 and "Traceback" not in done.stderr and ".pdf: " in done.stderr
    assert done.stdout.startswith("1 documents")


def test_a_folder_whose_name_looks_like_an_address_is_a_folder(pages: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "build", str(next(pages.glob("ab*.txt"))), "--engine", "disk", "-o", "hdfs:/graph"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "hdfs:" / "graph").iterdir()} == FILES


def test_a_folder_in_the_way_of_a_file_is_told_before_anything_is_read(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "graph.nq").mkdir()  # as Spark leaves it

    def outcomes() -> Iterator[Outcome]:
        raise AssertionError
        yield

    with pytest.raises(OutputError, match="is a folder, not a file"):
        disk.build(outcomes(), [], tmp_path, 1, knowledge)


def test_a_full_disk_is_told_of_the_folder_that_is_written_into(pages: Path, tmp_path: Path) -> None:
    code = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\nfrom kg.cli import main\nmain()"
    command = [sys.executable, "-c", code, "build", str(pages), "-o", "out", "--engine", "disk"]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("kg: out: cannot be written: File too large\n  see to space and rights\n")
    assert not (tmp_path / "out").exists()


def test_what_was_read_before_is_not_held_together(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = find([pages])[0][:4]
    list(read_all(sources[:3], workers=1, cache=tmp_path))
    loaded, load_kept = [], kept.load

    def counted(entry: Path) -> Extraction | None:
        loaded.append(entry)
        return load_kept(entry)

    monkeypatch.setattr(kept, "load", counted)
    monkeypatch.setattr(pipeline, "HELD", 3)
    outcomes = read_all(sources, workers=1, cache=tmp_path)
    for number in (1, 2, 3):
        assert next(outcomes).extraction and len(loaded) == number
    assert next(outcomes).extraction and len(loaded) == 3


def test_a_folder_of_n_quads_is_a_graph_for_all_commands(pages: Path, tmp_path: Path) -> None:
    for name, how in (("out", "disk"), ("whole", "local")):
        assert kg(next(pages.glob("ab*.txt")), "-o", tmp_path / name, "--engine", how).returncode == 0
    triples, name = len(open_graph(tmp_path / "whole" / "graph.ttl")), list_names(tmp_path / "out" / "graph.nq", "District")[0]
    for arguments, said in (
        (("validate",), "out/graph.nq: 0 errors"),
        (("validate", "out"), "out/graph.nq: 0 errors"),
        (("query", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), f"\n{triples}\n"),
        (("query", "--graph", "out", "-e", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"), f"\n{triples}\n"),
        (("explain", name, "--graph", "out"), name),
        (("diff", "out", "whole", "--exit-code"), ""),
        (("conflicts", "out"), ""),
    ):
        command = [sys.executable, "-m", "kg.cli", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0 and said in done.stdout, done.stderr
    ours, theirs = (b"".join(read_lines(tmp_path / name).chunks()).splitlines() for name in ("out/graph.nq", "whole/graph.ttl"))
    assert sorted(ours) == sorted(theirs)


def test_memory_that_runs_out_is_told() -> None:
    code = "import kg.cli.make\nfrom kg.cli import main\ndef none(*_):\n    raise MemoryError\nkg.cli.make.build_on_disk = none\nmain()"
    command = [sys.executable, "-c", code, "build", "seeds", "--engine", "disk"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith("kg: memory has run out\n")


def test_formats_belong_to_the_build_in_one_piece(pages: Path) -> None:
    done = CliRunner().invoke(make.build, [str(pages), "--engine", "disk", "--format", "gexf"])
    assert done.exit_code == 2 and "--format is not for --engine disk" in done.output


def test_without_pyarrow_the_command_says_what_to_install(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "find_spec", lambda _: None)
    done = CliRunner().invoke(commands, ["build", str(pages), "--engine", "disk"])
    assert isinstance(done.exception, KgError) and "regional-kg[parquet]" in done.exception.remedy


NAMES = st.sampled_from("abcdefghij") | st.text(max_size=3)
ROWS = st.lists(st.builds(Row, st.sampled_from(["one", "two"]), NAMES, NAMES, st.binary(max_size=3)))


def rows_of(rows: Sequence[Row], folder: Path, knowledge: Knowledge) -> engine.Rows:
    place = folder / str(len([*folder.iterdir()]))
    place.mkdir()
    return Disk(place, knowledge, 2000, 1).rows(rows)


@given(rows=ROWS, links=ROWS)
def test_keys_that_links_make_hang_together_become_the_least_of_them(
    tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, rows: list[Row], links: list[Row]
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    graph = nx.Graph((link.key, link.place) for link in links)
    least = {key: min(together) for together in nx.connected_components(graph) for key in together}
    found = rows_of(rows, folder, knowledge).linked(rows_of(links, folder, knowledge))
    assert sorted(found) == sorted(row._replace(key=least.get(row.key, row.key)) for row in rows)


@given(rows=ROWS)
def test_rows_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge, rows: list[Row]) -> None:
    folder = tmp_path_factory.mktemp("rows")
    found = rows_of(rows, folder, knowledge)
    assert sorted(found) == sorted(rows)
    assert [*found.of("one")] == [row for row in rows if row.kind == "one"]
    assert sorted(found.distinct()) == sorted(set(rows))
    assert [(row.key, row.place) for row in found.ordered()] == sorted((row.key, row.place) for row in rows)
