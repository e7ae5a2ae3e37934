"""`kg query` and `kg explain`: questions to a graph."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import graph_option, ontology_option

if TYPE_CHECKING:
    from kg.knowledge.queries import Parameter


@click.command()
@click.argument("name", required=False)
@click.argument("parameters", nargs=-1, metavar="[PARAMETER=VALUE]...")
@click.option("-e", "sparql", metavar="SPARQL", help="The query itself; its prefixes need no declaration.")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True, help="Form of the answer."
)
@graph_option
@ontology_option
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

    if sparql is not None and not re.search(r"[\s{]", sparql):
        raise click.UsageError(f"-e wants SPARQL, found {sparql!r}")
    if sparql and name:
        raise click.UsageError("give a name or -e SPARQL, not both")
    knowledge = load(ontology)
    write = {"table": show.as_table, "csv": show.as_csv, "json": show.as_json}[form]
    asked: str | Path | None = sparql or name
    if not asked:
        rows = [(q.name, " ".join(map(usage, q.parameters)), q.zh, q.en) for q in questions(knowledge).values()]
        click.echo(write(["name", "parameters", "zh", "en"], rows))
        return
    if name and name not in questions(knowledge) and (Path(name).suffix == ".rq" or Path(name).is_file()):
        asked = Path(name)
    result = run(graph, asked, dict(map(pair, parameters)), knowledge)
    click.echo(write(result.columns, result.rows))


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
    from kg.show import as_text

    knowledge = load(ontology)
    found = explain_entity(graph, entity, knowledge)
    if form == "json":
        click.echo(json.dumps([asdict(e) for e in found], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join(as_text(e, knowledge.ontology.labels) for e in found))


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
