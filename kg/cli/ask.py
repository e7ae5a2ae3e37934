"""`kg query` and `kg explain`: questions to a graph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import cache_folder, complain, graph_option, ontology_option
from kg.cli.complete import complete_parameters, complete_question
from kg.errors import KgError, OutputError

if TYPE_CHECKING:
    from pyoxigraph import Store

    from kg.knowledge.queries import Parameter

LARGE = 50_000_000  # bytes of a graph, which take some two seconds to read


@click.command()
@click.argument("name", required=False, shell_complete=complete_question)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...", shell_complete=complete_parameters)
@click.option("-e", "sparql", metavar="SPARQL", help="The query itself; its prefixes need no declaration.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "csv", "json", "turtle"]),
    default="table",
    show_default=True,
    help="Form of the answer; turtle is for CONSTRUCT and DESCRIBE.",
)
@graph_option
@ontology_option
def query(name: str | None, parameters: tuple[str, ...], sparql: str | None, form: str, graph: Path, ontology: Path | None) -> None:
    """Answers a named question, a file with SPARQL, or SPARQL given with -e. Without any, lists the named questions.

    The beginning of a question's name is enough where no other begins so.

    \b
    Example:
      kg query
      kg query companies-in-park park=临空前沿科技城
      kg query neighbours entity=OPPO --format turtle
      kg query mine.rq --format csv
      kg query -e 'SELECT ?name WHERE { ?park a kg:Park ; rdfs:label ?name }'
    """
    from kg import show
    from kg.graph.query import run
    from kg.knowledge import load
    from kg.knowledge.queries import questions

    if sparql is not None and not re.search(r"[\s{]", sparql):
        raise click.UsageError(f"-e wants SPARQL, found {sparql!r}")
    if sparql and name:
        raise click.UsageError("give a name or -e SPARQL, not both")
    knowledge = load(ontology)
    write = {"table": show.as_table, "csv": show.as_csv, "json": show.as_json}.get(form)
    asked: str | Path | None = sparql or name
    if not asked:
        if not write:
            raise click.UsageError("the list of questions is a table: --format table, csv or json")
        rows = [(q.name, " ".join(map(usage, q.parameters)), q.zh, q.en) for q in questions(knowledge).values()]
        click.echo(write(["name", "parameters", "zh", "en"], rows))
        return
    if name and name not in questions(knowledge) and (Path(name).suffix == ".rq" or Path(name).is_file()):
        asked = Path(name)
    with opened(graph) as store:
        result = run(store, asked, pairs(parameters), knowledge)
    if write:
        click.echo(write(result.columns, result.rows))
    elif result.triples is None:
        raise click.UsageError("this query gives a table: --format table, csv or json; Turtle is for CONSTRUCT and DESCRIBE")
    else:
        click.echo(show.visible(result.turtle()), nl=False)
    if not result.rows:
        complain(KgError("no answer", remedy=result.hint))


@click.command()
@click.argument("entity")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@graph_option
@ontology_option
def explain(entity: str, form: str, graph: Path, ontology: Path | None) -> None:
    """Shows every fact of an entity, under any of its names, with rules, confidence and sentences.

    \b
    Example:
      kg explain 渝北区
      kg explain OPPO --format json
    """
    from kg.graph.explain import explain as explain_entity
    from kg.knowledge import load
    from kg.show import as_text, to_json

    knowledge = load(ontology)
    with opened(graph) as store:
        found = explain_entity(store, entity, knowledge)
    if form == "json":
        click.echo(to_json([asdict(e) for e in found]))
    else:
        click.echo("\n\n".join(as_text(e, knowledge.ontology.labels) for e in found))


@contextmanager
def opened(graph: Path) -> Iterator[Path | Store]:
    """A graph to ask: a large one in the store on disk that `kg serve` would make of it, which the next question finds there."""
    store: Path | Store = graph
    with ExitStack() as held:
        with suppress(ImportError, OSError, OutputError):  # no locks (Windows), no file, no room: it is read as a small one is
            if (cache := cache_folder()) and graph.stat().st_size >= LARGE:
                from kg.endpoint.disk import opened_on_disk

                store = held.enter_context(opened_on_disk(graph, cache / "stores"))
        yield store


def usage(parameter: Parameter) -> str:
    """park=PARK for a parameter that is wanted, [year=2025] for one that has a default."""
    if parameter.default is None:
        return f"{parameter.name}={parameter.type.upper()}"
    return f"[{parameter.name}={parameter.default}]"


def pairs(parameters: tuple[str, ...]) -> dict[str, str]:
    """name=value, each in its two parts. Raises UsageError."""
    values: dict[str, str] = {}
    for text in parameters:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"{text!r} is no PARAMETER=VALUE")
        if name in values:
            raise click.UsageError(f"{name!r} is given twice")
        values[name] = value
    return values
