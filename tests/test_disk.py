"""Builds over the disk: what they write is what a build in one piece writes, byte for byte, however the work is cut."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import networkx as nx
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bench.economy import economy
from kg.cli import commands, make
from kg.engine import disk as engine
from kg.engine.disk import Disk
from kg.engine.rows import Row
from kg.errors import InputError, KgError
from kg.graph.formats.quads import nquads
from kg.graph.merge import merge
from kg.graph.rdf import build
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
