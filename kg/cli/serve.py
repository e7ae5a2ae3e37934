"""`kg serve`: a graph for browsers and programs."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import cache_folder, complain, graph_option, ontology_option
from kg.errors import KgError


@click.command()
@graph_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; only this machine reaches the default.")
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="Port to listen at; 0: any that is free.")
@click.option(
    "--timeout", type=click.FloatRange(0, min_open=True), default=30, show_default=True, metavar="SECONDS", help="When a query is ended."
)
@ontology_option
def serve(graph: Path, host: str, port: int, timeout: float, ontology: Path | None) -> None:
    """Serves a graph, read-only: the explorer page at /, SPARQL at /sparql, every IRI of the graph at its own path.

    The graph is put into an Oxigraph store on disk first. When it is built anew, the new one is served.

    \b
    Example:
      kg serve
      curl http://127.0.0.1:7878/sparql --data-urlencode 'query=SELECT ?name { ?park a kg:Park ; rdfs:label ?name }'
      curl http://127.0.0.1:7878/entity/OPPO
    """
    try:
        from kg.endpoint.run import run
    except ImportError as error:
        raise KgError(f"kg serve needs {error.name}, which is not installed", remedy="pip install 'regional-kg[stores]'") from error
    from kg.knowledge import load

    cache = cache_folder()
    if not cache:
        raise KgError("there is no folder to keep the store in", remedy="set XDG_CACHE_HOME to one")
    run(
        graph,
        (host, port),
        timeout,
        load(ontology),
        cache / "stores",
        say=lambda url: click.echo(f"{graph} is served at {url}"),
        complain=complain,
    )
