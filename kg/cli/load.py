"""`kg load`: the graph into another's store."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import complain, graph_option
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.endpoint.access import Login
    from kg.endpoint.lines import Lines
    from kg.endpoint.send import Done


@click.command()
@click.argument("url")
@graph_option
@click.option("--into", metavar="IRI", help="Named graph to replace. Default: what the file calls itself, the IRI of its void:Dataset.")
@click.option("--update", metavar="URL", help="The store's address for updates: only what is different is sent then.")
@click.option(
    "--user",
    metavar="NAME",
    envvar="KG_USER",
    show_envvar=True,
    help="Login; the password is KG_PASSWORD, or asked for. Only https hides it.",
)
def load(url: str, graph: Path, into: str | None, update: str | None, user: str | None) -> None:
    """Puts a graph into a store, as a named graph; URL is the store's address for the SPARQL 1.1 Graph Store Protocol.

    A graph of that name is replaced in one step: whatever happens on the way, the store has the old one or the new one. What else is in
    the store stays. A store that takes no large bodies gets the graph in parts, for which it needs --update.

    \b
    Example:
      kg load http://localhost:7878/store
      kg load http://localhost:7878/store --update http://localhost:7878/update
      kg load http://localhost:8890/sparql-graph-crud-auth --user dba --into https://example.org/news
    """
    if find_spec("httpx") is None:
        raise KgError("kg load needs httpx, which is not installed", remedy="pip install 'regional-kg[stores]', or: pip install httpx")
    from kg.endpoint.access import endpoint, graph_iri, place_of
    from kg.endpoint.exchange import Watch
    from kg.endpoint.lines import read_lines
    from kg.endpoint.send import Target
    from kg.endpoint.send import load as send

    data, changes = endpoint(url), endpoint(update) if update else None
    name = graph_iri(into) if into else ""
    login = ask_login(user)
    lines = read_lines(graph)
    name = name or name_of(lines, graph)
    with click.progressbar(length=lines.size, label="sending", file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        watch = Watch(notice=lambda said: complain(KgError(said)), told=lambda sent: bar.update(sent - bar.pos))
        done = send(lines, Target(data, name, changes, login), watch)
    click.echo(f"{lines.triples} triples → <{name}> at {place_of(data)}: {summary(lines, done)}")


def ask_login(user: str | None) -> Login | None:
    """The login of a user, None without one; a password that the environment does not have is asked for on a terminal."""
    from kg.endpoint.access import Login

    if not user:
        return None
    password = os.environ.get("KG_PASSWORD")
    if password is None and not sys.stdin.isatty():
        raise KgError("there is no password for --user", remedy="set KG_PASSWORD")
    return Login(user, click.prompt("Password", hide_input=True, err=True) if password is None else password)


def name_of(lines: Lines, graph: Path) -> str:
    """What a graph calls itself. Raises KgError if it has no name or several."""
    if len(lines.datasets) != 1:
        problem = (
            f"calls itself {', '.join(lines.datasets)}" if lines.datasets else "does not say what it is called: it has no void:Dataset"
        )
        raise KgError(problem, place=str(graph), remedy="name the graph with --into IRI")
    return lines.datasets[0]


def summary(lines: Lines, done: Done) -> str:
    """How it went, in words."""
    from kg.endpoint.words import megabytes

    if done.difference is None:
        return megabytes(lines.size) + (f" in {done.parts} parts" if done.parts > 1 else "")
    if not done.difference.size:
        return "already as it should be"
    return f"{len(done.difference.came)} came, {len(done.difference.went)} went"
