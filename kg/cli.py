"""The command `kg`: reads options, calls the modules, prints. Nothing else in the package prints, exits or reads the environment.

Exit codes: 0 done, 1 something failed (each fault is named on stderr), 2 wrong use.
Modules are imported inside the commands, so that `kg --help` answers at once.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import kg
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.knowledge.queries import Parameter
    from kg.pipeline import Outcome
    from kg.report import Fault

Command = TypeVar("Command", bound=Callable[..., Any])
AnyPath = click.Path(path_type=Path)
GRAPH = Path("out/graph.ttl")


def parse_date(_: click.Context, __: click.Parameter, date: str) -> str:
    """The date as given. Raises BadParameter for what is none."""
    if date and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", date):
        raise click.BadParameter("a date is a year, 2023-08 or 2023-08-15")
    return date


ontology = click.option("--ontology", type=AnyPath, help="Folder of classes, lexicons and rules. Default: the one that comes with kg.")
date = click.option(
    "--date", default="", metavar="DATE", callback=parse_date, help="Date of the articles (2023, 2023-08, 2023-08-15): what 今年 refers to."
)
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


@commands.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("-e", "sparql", metavar="SPARQL", help="The query itself; its prefixes need no declaration.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="Form of the answer."
)
@graph
@ontology
def query(name: str | None, parameters: tuple[str, ...], sparql: str | None, form: str, graph: Path, ontology: Path | None) -> None:
    """Answers a named question, a file with SPARQL, or SPARQL given with -e. Without any, lists the named questions.

    \b
    Example:
      kg query
      kg query companies-in-park park=临空前沿科技城
      kg query mine.rq --format csv
      kg query -e 'SELECT ?name WHERE { ?park a kg:Park ; rdfs:label ?name }'
    """
    from kg import show
    from kg.graph.query import run
    from kg.knowledge import load
    from kg.knowledge.queries import questions

    knowledge = load(ontology)
    if sparql and name:
        raise click.UsageError("give a name or -e SPARQL, not both")
    asked: str | Path | None = sparql or name
    if not asked:
        rows = [(q.name, " ".join(usage(p) for p in q.parameters), q.zh, q.en) for q in questions(knowledge).values()]
        click.echo(show.as_table(["name", "parameters", "zh", "en"], rows))
        return
    if name and (Path(name).suffix == ".rq" or Path(name).is_file()):
        asked = Path(name)
    values = dict(pair(text) for text in parameters)
    result = run(graph, asked, values, knowledge)
    click.echo({"table": show.as_table, "csv": show.as_csv, "json": show.as_json}[form](result.columns, result.rows))


@commands.command()
@click.argument("entity")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@graph
@ontology
def explain(entity: str, form: str, graph: Path, ontology: Path | None) -> None:
    """Shows every fact of an entity, under any of its names, with rules, confidence and sentences.

    \b
    Example:
      kg explain 渝北区
      kg explain OPPO --format json
    """
    from kg.graph.explain import explain as explain_entity
    from kg.knowledge import load
    from kg.show import as_text

    knowledge = load(ontology)
    found = explain_entity(graph, entity, knowledge)
    if form == "json":
        click.echo(json.dumps([asdict(e) for e in found], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(as_text(e, knowledge.ontology.labels) for e in found))


@commands.command()
@click.argument("graph", type=AnyPath, default=GRAPH)
@ontology
def validate(graph: Path, ontology: Path | None) -> None:
    """Checks a graph against the shapes and checks of the ontology. Exit code 1 for an error; warnings are shown only.

    \b
    Example:
      kg validate
      kg validate out/graph.ttl
    """
    from kg.graph.checks import validate as validate_graph
    from kg.knowledge import load

    report = validate_graph(graph, load(ontology))
    for violation in report.violations:
        click.echo(violation)
    click.echo(f"{graph}: {len(report.errors)} errors, {len(report.violations) - len(report.errors)} warnings")
    sys.exit(0 if report.conforms else 1)


def usage(parameter: Parameter) -> str:
    """park=PARK for a parameter that is wanted, [year=2025] for one that has a default."""
    if parameter.default is None:
        return f"{parameter.name}={parameter.type.upper()}"
    return f"[{parameter.name}={parameter.default}]"


def pair(text: str) -> tuple[str, str]:
    """name=value in two parts. Raises UsageError."""
    name, equals, value = text.partition("=")
    if not equals:
        raise click.UsageError(f"{text!r} is no PARAMETER=VALUE")
    return name, value


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
