"""`kg diff`, `kg conflicts` and `kg path`: what changed, what is doubtful, what lies between."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.common import GRAPH, PATH, graph_option, ontology_option, to_graph_file

language_option = click.option(
    "--language", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the text and the ontology's labels."
)


@click.command()
@click.argument("old", type=PATH, callback=to_graph_file)
@click.argument("new", type=PATH, callback=to_graph_file)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "patch"]),
    default="text",
    show_default=True,
    help="patch: an RDF patch, OLD to NEW.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 1 if the graphs differ.")
@language_option
@ontology_option
def diff(old: Path, new: Path, form: str, exit_code: bool, language: str, ontology: Path | None) -> None:
    """Says what came, went and changed from OLD to NEW: two files (Turtle or N-Quads), or two folders of `kg build`.

    \b
    Example:
      kg diff yesterday out
      kg diff old.ttl new.ttl --format patch > changes.rdfp
    """
    from kg.graph.diff import diff as difference_of
    from kg.graph.diff import triples
    from kg.graph.patch import write_patch
    from kg.graph.store import open_graph
    from kg.knowledge import load
    from kg.show import to_json
    from kg.tell.difference import difference_data, difference_text
    from kg.tell.wording import Wording

    stores = [open_graph(file) for file in (old, new)]
    places = (str(old), str(new))
    if form == "patch":
        before, after = (triples(store, place) for store, place in zip(stores, places, strict=True))
        same = before == after
        click.echo(write_patch(before, after))
    else:
        knowledge = load(ontology)
        found = difference_of(stores[0], stores[1], knowledge, places)
        same = found.same
        click.echo(to_json(difference_data(found)) if form == "json" else difference_text(found, Wording(knowledge, language)))
    sys.exit(1 if exit_code and not same else 0)


@click.command()
@click.argument("graph", type=PATH, default=GRAPH, callback=to_graph_file)
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "tsv"]), default="text", show_default=True, help="tsv: rows for same_as.tsv."
)
@language_option
@ontology_option
def conflicts(graph: Path, form: str, language: str, ontology: Path | None) -> None:
    """Lists what a person should look at in GRAPH (a file, Turtle or N-Quads, or a folder of `kg build`), each with its sentences.

    Figures that exclude each other, entities that may be one, and entities that may be two; the likeliest first. The rows that it
    shows are what you would add to ontology/same_as.tsv if it is so.

    \b
    Example:
      kg conflicts
      kg conflicts out --format tsv
    """
    from kg.doubts import doubts
    from kg.graph.store import open_graph
    from kg.knowledge import load
    from kg.show import to_json
    from kg.tell.doubts import doubts_data, doubts_rows, doubts_text
    from kg.tell.wording import Wording

    knowledge = load(ontology)
    found = doubts(open_graph(graph), knowledge)
    words = Wording(knowledge, language)
    if form == "json":
        click.echo(to_json(doubts_data(found)))
    else:
        click.echo(doubts_rows(found, words) if form == "tsv" else doubts_text(found, words))


@click.command()
@click.argument("start", metavar="A")
@click.argument("end", metavar="B")
@click.option("--steps", type=click.IntRange(min=1), metavar="N", default=4, show_default=True, help="The most relations in a row.")
@click.option("--paths", type=click.IntRange(min=1), metavar="N", default=3, show_default=True, help="The most ways to show.")
@click.option("--without", multiple=True, metavar="NAME", help="Go by no entity of that name; may be repeated.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@language_option
@graph_option
@ontology_option
def path(
    start: str,
    end: str,
    steps: int,
    paths: int,
    without: tuple[str, ...],
    form: str,
    language: str,
    graph: Path,
    ontology: Path | None,
) -> None:
    """Shows how A and B, under any of their names, are linked: the shortest ways over relations, with their sentences.

    \b
    Example:
      kg path OPPO 仙桃数据谷
      kg path OPPO 长安汽车 --without 渝北区 --paths 1
    """
    from kg.graph.path import find_ways
    from kg.knowledge import load
    from kg.show import to_json
    from kg.tell.ways import ways_data, ways_text
    from kg.tell.wording import Wording

    knowledge = load(ontology)
    found = find_ways(graph, start, end, knowledge, steps=steps, most=paths, without=without)
    if form == "json":
        click.echo(to_json(ways_data(found)))
    else:
        click.echo(ways_text(found, start, end, steps, Wording(knowledge, language)))
