"""The scale-out engine, by a real Spark with two cores: the same triples as the local engine, from files and tables."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet

from bench.economy import economy
from kg.cli import make
from kg.engine.spark import cluster, start
from kg.errors import InputError, KgError, KnowledgeError
from kg.facts import Facts
from kg.graph.formats.observations import COLUMNS
from kg.graph.formats.quads import nquads
from kg.graph.merge import merge
from kg.graph.rdf import build
from kg.knowledge import Knowledge, load
from kg.model import Extraction, Resolution
from kg.pipeline import find, read_all
from kg.resolve import resolve
from kg.scale import cluster as over_cluster
from kg.scale.articles import told_of
from kg.scale.graph import Written

ROOT = Path(__file__).resolve().parents[1]
CASES = ROOT / "tests" / "cases"
MASTER = "local[2]"
Build = Callable[..., tuple[Written, Path]]


@pytest.fixture(scope="session", autouse=True)
def _spark() -> Iterator[None]:
    """A Spark that all builds here run on; without it each would start its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{Path(__file__).parent}")
        session = start(MASTER)
        yield
        session.stop()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The seeds, some annotated articles in a folder of their own (one of them dated by hand), and two that cannot be read."""
    folder = tmp_path_factory.mktemp("pages")
    for path in (ROOT / "seeds").glob("*.txt"):
        shutil.copy(path, folder)
    (folder / "fresh").mkdir()
    for path in sorted((CASES / "fresh" / "articles").glob("*.txt"))[:4]:
        shutil.copy(path, folder / "fresh")
    (folder / "fresh" / "ab01.meta.toml").write_text('title = "手写的标题"\ndate = 2022-03-01\nsource = "https://example.org/a"\n', "utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / ".hidden.txt").write_text("一", "utf-8")
    (folder / "_draft.txt").write_text("一", "utf-8")
    (folder / "picture.md").write_bytes(b"\x89PNG\x00\x00\x01")
    return folder


@pytest.fixture(scope="session")
def local(pages: Path, knowledge: Knowledge) -> tuple[list[Extraction], Resolution, Facts]:
    """What the local engine makes of these."""
    sources, _ = find([pages])
    sources = [source for source in sources if not source.path.name.startswith("_")]  # Spark reads no such files
    return together([o.extraction for o in read_all(sources, workers=1) if o.extraction], knowledge)


def together(documents: Sequence[Extraction], knowledge: Knowledge) -> tuple[list[Extraction], Resolution, Facts]:
    resolution = resolve(documents, knowledge)
    return [*documents], resolution, merge(documents, resolution, knowledge)


def lines_of(made: tuple[list[Extraction], Resolution, Facts], knowledge: Knowledge) -> list[str]:
    return sorted(nquads(build(*made, knowledge)).splitlines())


def written(folder: Path) -> list[str]:
    """The lines of all parts, each as often as it stands there."""
    parts = sorted((folder / "graph.nq").glob("part-*.nq"))
    assert len(parts) > 1
    return sorted(line for part in parts for line in part.read_text("utf-8").splitlines())


@pytest.fixture(scope="session")
def over_spark(pages: Path, tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> tuple[Written, Path]:
    out = tmp_path_factory.mktemp("spark")
    return over_cluster.build([str(pages), str(pages / "fresh")], str(out), master=MASTER, knowledge=knowledge), out


def test_the_triples_are_those_of_the_local_engine_in_the_same_graphs(
    over_spark: tuple[Written, Path], local: tuple[list[Extraction], Resolution, Facts], knowledge: Knowledge
) -> None:
    assert written(over_spark[1]) == lines_of(local, knowledge)


def test_the_table_of_figures_is_that_of_the_local_engine(over_spark: tuple[Written, Path], pages: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg.cli", "build", str(pages), "-o", str(tmp_path), "--format", "observations"]
    subprocess.run(command, cwd=ROOT, check=False, capture_output=True)
    ours = parquet.read_table(over_spark[1] / "observations.parquet")
    theirs = parquet.read_table(tmp_path / "observations.parquet")
    assert [(f.name, f.type) for f in ours.schema] == [(f.name, f.type) for f in theirs.schema]
    assert ours.column_names == list(COLUMNS)
    assert by_iri(ours) == by_iri(theirs)


def by_iri(table: pa.Table) -> list[dict[str, object]]:
    return sorted(table.to_pylist(), key=lambda row: str(row["iri"]))


def test_what_cannot_be_read_is_set_aside_and_told(over_spark: tuple[Written, Path]) -> None:
    done, out = over_spark
    assert sorted(Path(fault.place).name for fault in done.faults) == ["_draft.txt", "empty.txt", "picture.md"]
    assert done.left_out == 3
    report = json.loads((out / "report.json").read_text("utf-8"))
    assert report["documents"]["kept"] == done.documents == 9
    assert {row["problem"] for row in report["documents"]["refused"]} == {fault.problem for fault in done.faults}


def test_the_report_counts_what_was_written(
    over_spark: tuple[Written, Path], local: tuple[list[Extraction], Resolution, Facts], knowledge: Knowledge
) -> None:
    report = json.loads((over_spark[1] / "report.json").read_text("utf-8"))
    assert sum(report["entities"].values()) == len(local[1].entities)
    assert sum(report["relations"].values()) == sum(len(e.relations) for e in local[0])
    assert report["triples"] == over_spark[0].triples == len(build(*local, knowledge))


def stated(documents: Sequence[Extraction], out: Path, knowledge: Knowledge) -> list[str]:
    """The graph that the cluster makes of what documents say."""
    with cluster(MASTER, knowledge) as running:
        running.expect(len(documents))
        rows = running.rows([row for document in documents for row in told_of(document, knowledge)])
        over_cluster.tell(running, rows, [], str(out), knowledge)
    return written(out)


def test_a_large_economy_comes_out_alike(tmp_path: Path, knowledge: Knowledge) -> None:
    documents, _ = economy(nodes=1500, links=4000)
    assert stated(documents, tmp_path, knowledge) == lines_of(together(documents, knowledge), knowledge)


def changed(tmp_path: Path, rows: str) -> Knowledge:
    shutil.copytree(ROOT / "ontology", tmp_path / "ontology")
    (tmp_path / "ontology" / "same_as.tsv").write_text("left\tright\tverdict\tnote\n" + rows, "utf-8")
    return load(tmp_path / "ontology")


def test_what_a_person_has_decided_holds(local: tuple[list[Extraction], Resolution, Facts], tmp_path: Path, knowledge: Knowledge) -> None:
    documents = local[0]
    names = {(document.doc, entity.id): entity.name for document in documents for entity in document.entities}
    one, other, *_ = (e for e in local[1].entities if e.type == "Company" and len({doc for doc, _ in e.members}) == 1)
    shared = next(e for e in local[1].entities if e.type in ("Company", "Park") and len({doc for doc, _ in e.members}) > 1)
    here, there = (f"{names[member]}@{member[0]}" for member in (shared.members[0], shared.members[-1]))
    rows = f"{one.names[0]}\t{other.names[0]}\tsame\t\n{here}\t{there}\tdifferent\t\n"
    decided = changed(tmp_path, rows)
    found = stated(documents, tmp_path / "out", decided)
    assert found == lines_of(together(documents, decided), decided)
    assert found != lines_of(local, knowledge)


def test_a_contradiction_of_a_person_is_told_as_such(local: tuple[list[Extraction], Resolution, Facts], tmp_path: Path) -> None:
    one, other, third = [e.names[0] for e in local[1].entities if e.type == "Company"][:3]
    decided = changed(tmp_path, f"{one}\t{other}\tsame\t\n{other}\t{third}\tsame\t\n{one}\t{third}\tdifferent\t\n")
    with pytest.raises(KnowledgeError, match="are different here") as caught:
        stated(local[0], tmp_path / "out", decided)
    assert caught.value.place == f"{decided.root}/same_as.tsv:4"


def test_tables_say_what_files_say_and_bad_lines_are_set_aside(pages: Path, tmp_path: Path, knowledge: Knowledge) -> None:
    texts = sorted((pages / "fresh").glob("*.txt"))
    rows = [{"id": path.stem, "title": None, "date": None, "source": None, "text": path.read_text("utf-8")} for path in texts]
    rows[0] |= {"title": "手写的标题", "date": "2022-03-01", "source": "https://example.org/a"}
    bad = [{"id": "dated", "text": "一", "date": "May"}, {"text": "没有名字。"}, {"id": "void", "text": ""}]
    said = [json.dumps(row, ensure_ascii=False) for row in (rows[0], *bad)]
    (tmp_path / "some.jsonl").write_text("\n".join(said) + '\n{"id": "broken"\n', "utf-8")
    parquet.write_table(pa.Table.from_pylist(rows[1:]), tmp_path / "others.parquet")
    tables = [str(tmp_path / name) for name in ("some.jsonl", "others.parquet")]
    done = over_cluster.build(tables, str(tmp_path / "out"), master=MASTER, knowledge=knowledge)
    sources, _ = find([pages / "fresh"])
    made = together([o.extraction for o in read_all(sources, workers=1) if o.extraction], knowledge)
    assert written(tmp_path / "out") == lines_of(made, knowledge)
    problems = sorted(fault.problem for fault in done.faults)
    assert problems == ["'May' is no date", "an article has no id", 'no valid JSON: {"id": "broken"', "the file is empty"]
    assert all("some.jsonl" in fault.place and fault.remedy for fault in done.faults)


def test_two_articles_of_one_id_are_an_error(tmp_path: Path, knowledge: Knowledge) -> None:
    table = tmp_path / "articles.jsonl"
    table.write_text('{"id": "a b", "text": "一。"}\n{"id": "ab", "text": "二。"}\n', "utf-8")
    with pytest.raises(InputError, match="several articles have the id 'ab'"):
        over_cluster.build([str(table)], str(tmp_path / "out"), master=MASTER, knowledge=knowledge)


def test_a_table_without_texts_is_an_error(tmp_path: Path, knowledge: Knowledge) -> None:
    parquet.write_table(pa.table({"id": ["a"], "body": ["一"]}), tmp_path / "articles.parquet")
    with pytest.raises(InputError, match="no column 'text'") as caught:
        over_cluster.build([str(tmp_path / "articles.parquet")], str(tmp_path / "out"), master=MASTER, knowledge=knowledge)
    assert caught.value.place.endswith("articles.parquet") and "id, title" in caught.value.remedy


def test_paths_that_lead_to_nothing_are_told(tmp_path: Path, knowledge: Knowledge) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(InputError, match="no document could be read") as caught:
        over_cluster.build([str(tmp_path / "missing"), str(tmp_path / "bare")], str(tmp_path / "out"), master=MASTER, knowledge=knowledge)
    assert caught.value.remedy


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli", "build", "--engine", "spark", "--master", MASTER, *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False)


def test_the_command_writes_parts_and_names_what_it_left_out(pages: Path, tmp_path: Path) -> None:
    done = run(str(pages / "empty.txt"), str(next((ROOT / "seeds").glob("*.txt"))), str(tmp_path / "missing"), "-o", str(tmp_path / "out"))
    assert done.returncode == 1, done.stderr
    assert "1 documents" in done.stdout and f"{tmp_path}/out/graph.nq" in done.stdout
    assert "empty.txt: the file is empty" in done.stderr and f"{tmp_path}/missing: no such file or folder" in done.stderr
    assert (tmp_path / "out" / "graph.nq" / "_SUCCESS").is_file()


def test_without_java_the_command_says_what_to_install(pages: Path, tmp_path: Path) -> None:
    done = run(str(pages), "-o", str(tmp_path), JAVA_HOME=str(tmp_path / "nowhere"))
    assert done.returncode == 1
    assert "Spark does not start" in done.stderr and "openjdk-17-jre-headless" in done.stderr


def test_without_pyspark_the_command_says_what_to_install(pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make, "find_spec", lambda _: None)
    done = CliRunner().invoke(make.build, [str(pages), "-o", str(tmp_path), "--engine", "spark"])
    assert isinstance(done.exception, KgError)
    assert "pyspark is not installed" in str(done.exception) and "regional-kg[spark]" in done.exception.remedy


def test_formats_and_workers_belong_to_the_local_engine(pages: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(make.build, [str(pages), "-o", str(tmp_path), "--engine", "spark", "--format", "gexf"])
    assert done.exit_code == 2
    assert "--engine spark" in done.output
