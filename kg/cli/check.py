"""`kg validate`, `kg score` and `kg lint`: is it right?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from kg.cli.common import GRAPH, PATH, complain, ontology_option, to_graph_file
from kg.cli.make import as_json, extractions_of, locate, read

if TYPE_CHECKING:
    from kg.knowledge import Knowledge
    from kg.score import Tally

Row = dict[str, str | int | float]


@click.command()
@click.argument("graph", type=PATH, default=GRAPH, callback=to_graph_file)
@ontology_option
def validate(graph: Path, ontology: Path | None) -> None:
    """Checks a graph against the shapes and checks of the ontology. Exit code 1 for an error; remarks are shown only.

    \b
    Example:
      kg validate
      kg validate out/graph.ttl
    """
    from kg.engine.local import map_in_threads
    from kg.graph.checks import validate as validate_graph
    from kg.knowledge import load
    from kg.show import visible

    report = validate_graph(graph, load(ontology), map_in_threads)
    for violation in report.violations:
        click.echo(visible(str(violation)))
    click.echo(f"{graph}: {len(report.errors)} errors, {len(report.violations) - len(report.errors)} other remarks")
    sys.exit(0 if report.conforms else 1)


@click.command()
@click.argument("gold", type=PATH)
@click.argument("predicted", type=PATH, default=Path("seeds"))
@click.option("--errors", is_flag=True, help="List what is missing (-) and what is wrong (+).")
@click.option("--json", "json_", is_flag=True, help="Figures as JSON.")
@click.option("--clusters", type=PATH, metavar="FILE", help="Also score how the entities of GOLD are put together over documents.")
@ontology_option
def score(gold: Path, predicted: Path, errors: bool, json_: bool, clusters: Path | None, ontology: Path | None) -> None:
    """Scores PREDICTED against GOLD: precision, recall and F1 of entities, relations, observations and milestones.

    GOLD is a folder of NAME.json as `kg extract` writes them, made by hand. PREDICTED is a folder of the same, or
    texts, which are extracted first (default: seeds).

    \b
    Example:
      kg score gold facts --errors
      kg score gold articles --json
    """
    from kg.knowledge import load
    from kg.score import score as score_files
    from kg.show import as_table

    knowledge = load(ontology)
    faulty = False
    with TemporaryDirectory() as folder:
        if predicted.suffix != ".json" and not any(predicted.glob("*.json")):
            sources, faults = locate([predicted])
            outcomes = list(read(sources, "", ontology, 0))
            faulty = bool(faults) or any(o.fault for o in outcomes)
            if not extractions_of(outcomes):
                sys.exit(1)
            for extraction in extractions_of(outcomes):
                (Path(folder) / f"{extraction.doc}.json").write_text(as_json(extraction), "utf-8")
            predicted = Path(folder) / gold.name if gold.is_file() else Path(folder)
        scores = score_files(gold, predicted, knowledge)
    rows = [row(aspect, tally) for aspect, tally in scores.tallies.items()]
    if clusters:
        rows += cluster_rows(gold, clusters, knowledge)
    if errors and scores.errors:
        click.echo("\n".join(scores.errors))
    if json_:
        click.echo(json.dumps({r.pop("aspect"): r for r in rows}, ensure_ascii=False, indent=1))
    else:
        cells = [[f"{v:.3f}" if isinstance(v, float) else str(v) for v in r.values()] for r in rows]
        click.echo(f"{scores.documents} documents\n{as_table(list(rows[0]), cells)}")
    sys.exit(1 if faulty else 0)


def row(aspect: str, tally: Tally) -> Row:
    """A line of the table of scores."""
    rates: Row = {"aspect": aspect, "p": tally.precision, "r": tally.recall, "f1": tally.f1}
    return rates | {"gold": tally.gold, "predicted": tally.predicted, "right": tally.right}


def cluster_rows(gold: Path, clusters: Path, knowledge: Knowledge) -> list[Row]:
    """How resolution puts the entities of GOLD together, by pairs of entities and by entities (B³)."""
    from kg.resolve import resolve
    from kg.score import read as read_extraction
    from kg.score import score_clusters

    found = score_clusters(clusters, resolve([read_extraction(p) for p in sorted(gold.glob("*.json"))], knowledge).key_of)
    single: Row = {"aspect": "entities, B³", "p": found.precision, "r": found.recall, "f1": found.f1}
    return [row("pairs of one entity", found.pairs), single | {"gold": "", "predicted": "", "right": ""}]


@click.command()
@ontology_option
def lint(ontology: Path | None) -> None:
    """Checks the ontology and runs the examples of its rules; each fault with file and line.

    \b
    Example:
      kg lint
      kg lint --ontology my-ontology
    """
    from kg.lint import lint as lint_folder

    faults = lint_folder(ontology)
    for fault in faults:
        complain(fault)
    click.echo(f"{len(faults)} faults")
    sys.exit(1 if faults else 0)
