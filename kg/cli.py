"""The command `kg`: reads options, calls the modules, prints. Nothing else in the package prints, exits or reads the environment.

Exit codes: 0 done, 1 something failed (each fault is named on stderr), 2 wrong use.
Modules are imported inside the commands, so that `kg --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import kg
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.pipeline import Outcome
    from kg.report import Fault

Command = TypeVar("Command", bound=Callable[..., Any])
AnyPath = click.Path(path_type=Path)
GRAPH = Path("out/graph.ttl")

ontology = click.option("--ontology", type=AnyPath, help="Folder of classes, lexicons and rules. Default: the one that comes with kg.")
date = click.option("--date", default="", metavar="DATE", help="Date of the articles (2023, 2023-08, 2023-08-15): what 今年 refers to.")
graph = click.option("--graph", type=AnyPath, default=GRAPH, show_default=True, help="Turtle file that `kg build` wrote.")
workers = click.option("--workers", type=click.IntRange(min=0), default=0, help="Processes. Default: as many as the files are worth.")


def main() -> None:
    """Entry point: runs the command, turns a KgError into a message and exit code 1."""
    try:
        commands(prog_name="kg")
    except KgError as error:
        complain(error)
        sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(kg.__version__, package_name="regional-kg", message="%(prog)s %(version)s")
def commands() -> None:
    """Builds a knowledge graph from Chinese news about regional economies, every fact with its sentence.

    \b
    Example:
      kg build articles -o out
      kg explain OPPO
    """


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=AnyPath)
@click.option("-o", "--out", type=AnyPath, default=GRAPH.parent, show_default=True, help="Folder for graph.ttl, graph.html, report.json.")
@date
@ontology
@workers
def build(paths: tuple[Path, ...], out: Path, date: str, ontology: Path | None, workers: int) -> None:
    """Builds the graph of files and folders.

    Files that cannot be read are named and left out; the exit code is then 1. A graph that breaks a shape of the
    ontology is not written at all.

    \b
    Example:
      kg build seeds -o out
      kg build report.txt --date 2024-03 -o out
    """
    from kg.output import check_folder, publish
    from kg.pipeline import assemble

    check_folder(out)
    outcomes, faults = read(paths, date, ontology, workers)
    files = assemble(outcomes, faults, ontology=ontology)
    publish(files, out)
    kept = sum(o.extraction is not None for o in outcomes)
    click.echo(f"{kept} documents: {', '.join(str(out / name) for name in files)}")
    sys.exit(1 if kept < len(outcomes) or faults else 0)


@commands.command()
@click.argument("paths", nargs=-1, required=True, type=AnyPath, metavar="FILE...")
@click.option("-o", "--out", type=AnyPath, help="Folder for one NAME.json per document. Default: one document to standard output.")
@date
@ontology
@workers
def extract(paths: tuple[Path, ...], out: Path | None, date: str, ontology: Path | None, workers: int) -> None:
    """Writes what each document says as JSON: entities, relations, observations, milestones, refusals.

    \b
    Example:
      kg extract article.txt
      kg extract articles/*.txt -o facts
    """
    from kg.model import to_json
    from kg.output import check_folder, publish

    if out:
        check_folder(out)
    outcomes, faults = read(paths, date, ontology, workers)
    if not out and len(outcomes) > 1:
        raise click.UsageError(f"{len(outcomes)} documents need a folder: give -o DIR")
    found = [o.extraction for o in outcomes if o.extraction]
    files = {f"{e.doc}.json": json.dumps(to_json(e), ensure_ascii=False, indent=1) for e in found}
    if out and files:
        publish({name: text + "\n" for name, text in files.items()}, out)
    elif files:
        click.echo("".join(files.values()))
    sys.exit(1 if len(found) < len(outcomes) or faults else 0)


def read(paths: Sequence[Path], date: str, ontology: Path | None, workers: int) -> tuple[list[Outcome], list[Fault]]:
    """Finds and reads the files, with a progress bar on a terminal; faults are named on stderr as they come up."""
    from kg.pipeline import find, read_all

    sources, faults = find(paths)
    for fault in faults:
        complain(fault)
    outcomes = []
    with click.progressbar(length=len(sources), label="reading", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        for outcome in read_all(sources, date=date, ontology=ontology, workers=workers):
            outcomes.append(outcome)
            bar.update(1)
    for outcome in outcomes:
        if outcome.fault:
            complain(outcome.fault)
    return outcomes, faults


def complain(problem: object) -> None:
    """A message on stderr."""
    click.echo(f"kg: {problem}", err=True)


if __name__ == "__main__":
    main()
