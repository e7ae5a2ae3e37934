"""Options that several commands take, and messages."""

from __future__ import annotations

import os
import re
from datetime import date as day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.errors import KgError
from kg.show import visible

if TYPE_CHECKING:
    from kg.report import Fault

GRAPH = Path("out/graph.ttl")
PATH = click.Path(path_type=Path)


def complain(fault: KgError | Fault) -> None:
    """A message on stderr; what it quotes may come from a text, or from whoever named a file: such a name stays on its line."""
    click.echo(visible(f"kg: {KgError(fault.problem, visible(fault.place, kept=''), fault.remedy)}"), err=True)


def parse_date(_: click.Context, __: click.Parameter, date: str) -> str:
    """The date as given. Raises BadParameter for what is none, or is in no calendar."""
    try:
        if date and not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", date):
            raise ValueError
        if date:
            day.fromisoformat((date + "-01-01")[:10])
    except ValueError:
        raise click.BadParameter("a date is a year, 2023-08 or 2023-08-15") from None
    return date


def cache_folder() -> Path | None:
    """Where what was read is kept between runs: the user's folder for such things (XDG Base Directory Specification), if there is one."""
    home = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:
        return (home if home.is_absolute() else Path.home() / ".cache") / "regional-kg"
    except RuntimeError:  # a user without a home
        return None


ontology_option = click.option(
    "--ontology", type=PATH, metavar="DIR", help="Folder of classes, lexicons and rules. Default: the one that comes with kg."
)


def graph_file(path: Path) -> Path:
    """The graph of a build folder, N-Quads where it has no Turtle; a file as it is."""
    turtle = path / GRAPH.name if path.is_dir() else path
    quads = turtle.with_suffix(".nq")
    return quads if turtle.name == GRAPH.name and quads.is_file() and not turtle.exists() else turtle


def to_graph_file(_: click.Context, __: click.Parameter, path: Path) -> Path:
    """For options and arguments: `graph_file`."""
    return graph_file(path)


graph_option = click.option(
    *("--graph", "graph"),
    type=PATH,
    metavar="FILE",
    default=GRAPH,
    show_default=True,
    callback=to_graph_file,
    help="What `kg build` wrote, Turtle or N-Quads, or its folder.",
)
date_option = click.option(
    "--date", default="", metavar="DATE", callback=parse_date, help="Date of the articles (2023, 2023-08, 2023-08-15): what 今年 refers to."
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=0), metavar="N", default=0, help="Processes. Default: as many as the files are worth."
)
