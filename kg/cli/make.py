"""`kg build` and `kg extract`: from files to facts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from kg.cli.common import GRAPH, PATH, cache_folder, complain, date_option, ontology_option, workers_option
from kg.errors import InputError, KgError
from kg.graph.formats import FORMATS, left_out
from kg.show import visible

if TYPE_CHECKING:
    from kg.model import Extraction
    from kg.pipeline import Outcome, Source
    from kg.report import Fault
    from kg.scale.graph import Written

strict_option = click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read, and write nothing.")
PYARROW = "pip install 'regional-kg[parquet]', or: pip install pyarrow"
MORE = "\n".join(f"{name:<12}  {', '.join(format.files)}: {format.help}" for name, format in FORMATS.items())


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--out", metavar="DIR", default=str(GRAPH.parent), show_default=True, help="Folder to write into.")
@click.option(
    *("--format", "formats"),
    type=click.Choice(list(FORMATS)),
    multiple=True,
    metavar="NAME",
    help=f"Also write the graph in this form; may be given several times.\n\n\b\n{MORE}",
)
@date_option
@ontology_option
@workers_option
@strict_option
@click.option(
    "--engine",
    type=click.Choice(["local", "disk", "spark"]),
    default="local",
    show_default=True,
    help="What does the work: disk for thousands of articles, spark for more.",
)
@click.option("--master", metavar="URL", default="local[*]", show_default=True, help="Where Spark runs: local[2], yarn, spark://HOST:7077.")
def build(
    paths: tuple[str, ...],
    out: str,
    formats: tuple[str, ...],
    date: str,
    ontology: Path | None,
    workers: int,
    strict: bool,
    engine: str,
    master: str,
) -> None:
    """Builds graph.ttl, graph.html and report.json from files and folders, and more with --format.

    Read are plain text, Markdown, web pages (.html), PDF, Word (.docx), JSON Lines and ZIP archives of these. What cannot
    be read is named and left out; the exit code is then 1. A graph that breaks a shape of the
    ontology is not written at all. The old files stay until the new ones are all there, however the build ends. What
    an earlier build wrote with a --format that this one is not given is removed, unless it was changed since. Two builds
    do not write into one folder at once.

    With --engine disk, for more articles than memory holds (a thousand take two gigabytes), what is written is graph.nq,
    observations.parquet and report.json. The shapes are not checked.

    With --engine spark, for more articles than one machine reads, it is the same in parts, and PATHS and DIR are Hadoop
    paths. A path that ends in .parquet or .jsonl is a table with the columns id, text and, if you like, title, date,
    source.

    \b
    Example:
      kg build seeds -o out
      kg build report.txt --date 2024-03 -o out
      kg build seeds -o out --format observations --format gexf
      kg build --engine disk articles -o graph
      kg build --engine spark --master yarn hdfs:///news/articles.parquet -o hdfs:///graph
    """
    if engine == "spark":
        if formats or workers or strict:
            raise click.UsageError(
                "--format, --workers and --strict are not for --engine spark: it writes N-Quads, in as many parts as there are tasks"
            )
        build_over_cluster(paths, out, date, ontology, master)
    if engine == "disk":
        if formats:
            raise click.UsageError("--format is not for --engine disk: it writes N-Quads and the table of figures")
        build_on_disk([Path(path) for path in paths], Path(out), date, ontology, workers, strict)
    build_here([Path(path) for path in paths], Path(out), formats, date, ontology, workers, strict)


def build_over_cluster(paths: Sequence[str], out: str, date: str, ontology: Path | None, master: str) -> NoReturn:
    """`kg build --engine spark`."""
    if find_spec("pyspark") is None:
        raise KgError("pyspark is not installed", remedy="pip install 'regional-kg[spark]', or: pip install 'pyspark[sql]>=4'")
    from kg.knowledge import load
    from kg.scale import cluster
    from kg.scale.graph import NAMES

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else workers are whatever is called python3
    written = cluster.build(paths, out, master=master, date=date, knowledge=load(ontology))
    for fault in written.faults:
        complain(fault)
    finish(written, [f"{out.rstrip('/')}/{name}" for name in NAMES])


def finish(written: Written, paths: Sequence[str]) -> NoReturn:
    """Says what a build in parts has written, and ends the run."""
    click.echo(visible(f"{written.documents} documents, {written.triples} triples: {', '.join(paths)}"))
    sys.exit(1 if written.left_out else 0)


def build_on_disk(paths: Sequence[Path], out: Path, date: str, ontology: Path | None, workers: int, strict: bool) -> NoReturn:
    """`kg build --engine disk`."""
    if find_spec("pyarrow") is None:
        raise KgError("pyarrow is not installed", remedy=PYARROW)
    from kg.claim import claim
    from kg.knowledge import load
    from kg.scale import disk
    from kg.scale.graph import NAMES

    with claim(out):
        sources, faults = locate(paths, strict)
        outcomes = read(sources, date, ontology, workers, strict)
        written = disk.build(outcomes, faults, out, len(sources), load(ontology), workers)
    finish(written, [str(out / name) for name in NAMES])


def build_here(
    paths: Sequence[Path], out: Path, formats: tuple[str, ...], date: str, ontology: Path | None, workers: int, strict: bool
) -> NoReturn:
    """`kg build` with this machine's processes."""
    from kg.claim import claim
    from kg.output import publish
    from kg.pipeline import assemble
    from kg.report import outdated

    if missing := left_out(formats):
        complain(KgError(f"{missing} is left out: pyarrow is not installed", remedy=PYARROW))
    # From here on: of two builds, the one that began first need not end first, so the older of two graphs could be the one that stays.
    with claim(out):
        sources, faults = locate(paths, strict)
        outcomes = list(read(sources, date, ontology, workers, strict))
        files = assemble(outcomes, faults, ontology=ontology, formats=formats)
        publish(files, out, outdated(out, files))
    kept = len(extractions_of(outcomes))
    click.echo(visible(f"{kept} documents: {', '.join(str(out / name) for name in files)}"))
    sys.exit(1 if kept < len(outcomes) or faults else 0)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH, metavar="FILE...")
@click.option(
    "-o", "--out", type=PATH, metavar="DIR", help="Folder for one NAME.json per document. Default: one document to standard output."
)
@date_option
@ontology_option
@workers_option
@strict_option
@click.option("--text", is_flag=True, help="Write the text of each document instead, as the offsets of its facts count it.")
def extract(paths: tuple[Path, ...], out: Path | None, date: str, ontology: Path | None, workers: int, strict: bool, text: bool) -> None:
    """Writes what each document says as JSON: entities, relations, observations, milestones, refusals.

    \b
    Example:
      kg extract article.txt
      kg extract articles/*.txt -o facts
      kg extract --text article.pdf
    """
    from kg.claim import claim
    from kg.output import check_folder, publish

    if out:
        check_folder(out)
    sources, faults = locate(paths, strict)
    if not out and len(sources) > 1:
        raise click.UsageError(f"{len(sources)} documents need a folder: give -o DIR")
    if text:
        files, complete = texts(sources, strict)
    else:
        outcomes = list(read(sources, date, ontology, workers, strict))
        files = {f"{e.doc}.json": as_json(e).encode() for e in extractions_of(outcomes)}
        complete = len(files) == len(outcomes)
    if out and files:
        with claim(out, wait=True):  # several may write into one folder, each its own documents
            publish(files, out)
    else:
        click.echo(b"".join(files.values()), nl=False)
    sys.exit(0 if complete and not faults else 1)


def locate(paths: Sequence[Path], strict: bool = False) -> tuple[list[Source], list[Fault]]:
    """The articles that paths name; what holds none is named on stderr. Raises InputError for the first such, if strict."""
    from kg.pipeline import find

    sources, faults = find(paths)
    for fault in faults:
        report(fault, strict)
    return sources, faults


def report(fault: Fault, strict: bool) -> None:
    """Names a fault on stderr. Raises it as InputError instead, if strict."""
    if strict:
        raise InputError(fault.problem, fault.place, fault.remedy)
    complain(fault)


def texts(sources: Sequence[Source], strict: bool) -> tuple[dict[str, bytes], bool]:
    """The texts of articles by the names of files to write them into, and whether these are all; those that cannot be read are reported."""
    from kg import reading
    from kg.report import Fault

    files = {}
    for source in sources:
        try:
            files[f"{source.id}.txt"] = reading.page_of(source.part).text.encode()
        except InputError as error:
            report(Fault.of(error, source.part.place), strict)
    return files, len(files) == len(sources)


def read(sources: Sequence[Source], date: str, ontology: Path | None, workers: int, strict: bool = False) -> Iterator[Outcome]:
    """Reads and extracts, with a progress bar on a terminal; what cannot be read is named on stderr. Raises InputError for the
    first such, if strict."""
    from kg.pipeline import read_all

    cache = cache_folder()
    pages = cache and cache / "pages"  # in a folder of their own: of what stands there, all but the newest goes
    faults = []
    with click.progressbar(length=len(sources), label="reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for outcome in read_all(sources, date=date, ontology=ontology, workers=workers, cache=pages):
            yield outcome
            bar.update(1)
            faults += [outcome.fault] if outcome.fault else []
            if strict and faults:
                break
    for fault in faults:
        report(fault, strict)


def extractions_of(outcomes: Sequence[Outcome]) -> list[Extraction]:
    """The extractions of the documents that could be read."""
    return [o.extraction for o in outcomes if o.extraction]


def as_json(extraction: Extraction) -> str:
    """The content of a NAME.json."""
    from kg import model, show

    return show.to_json(model.to_json(extraction)) + "\n"
