"""The files that `kg build --format` writes beside graph.ttl, graph.html and report.json, for other programs.

A writer is imported when its format is asked for. The RDF formats hold the triples of graph.ttl, character for character. The others
hold its entities and facts; characters that XML forbids and lone surrogates stand in them as U+FFFD.

>>> [name for name, format in FORMATS.items() if "Gephi" in format.help]
['graphml', 'gexf']
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.facts import Facts
    from kg.graph.written import Statement
    from kg.knowledge import Knowledge
    from kg.model import Extraction, Resolution

Content = str | bytes


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has put together.

    statements: those of graph.ttl; colours: #rrggbb by class; radii: of the least and the most important node.
    """

    extractions: Sequence[Extraction]
    resolution: Resolution
    facts: Facts
    statements: Sequence[Statement]
    knowledge: Knowledge
    colours: Mapping[str, str]
    radii: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Format:
    """files: the names of its files; help: what they are good for, in a line; write: what makes them."""

    files: tuple[str, ...]
    help: str
    write: Callable[[Built], dict[str, Content]]


def write(formats: Iterable[str], built: Built) -> dict[str, Content]:
    """The files of some formats by name, in the order of FORMATS."""
    asked = set(formats)
    files: dict[str, Content] = {}
    for name, format in FORMATS.items():
        if name in asked:
            files |= format.write(built)
    return files


def left_out(formats: Collection[str]) -> str:
    """The file of these formats that is not written because its library is not installed, "" if there is none.

    >>> left_out(["trig"])
    ''
    """
    return PARQUET if "observations" in formats and find_spec("pyarrow") is None else ""


PARQUET = "observations.parquet"


def _trig(built: Built) -> dict[str, Content]:
    from kg.graph.formats.quads import trig

    return {"graph.trig": trig(built.statements)}


def _nq(built: Built) -> dict[str, Content]:
    from kg.graph.formats.quads import nquads

    return {"graph.nq": nquads(built.statements)}


def _jsonld(built: Built) -> dict[str, Content]:
    from kg.graph.formats.jsonld import jsonld
    from kg.graph.turtle import triples

    return {"graph.jsonld": jsonld(triples(built.statements))}


def _ttl12(built: Built) -> dict[str, Content]:
    from kg.graph.formats.reified import turtle12

    return {"graph-rdf12.ttl": turtle12(built.statements)}


def _graphml(built: Built) -> dict[str, Content]:
    from kg.graph.formats.gephi import graphml

    return {"graph.graphml": graphml(built)}


def _gexf(built: Built) -> dict[str, Content]:
    from kg.graph.formats.gephi import gexf

    return {"graph.gexf": gexf(built)}


def _neo4j(built: Built) -> dict[str, Content]:
    from kg.graph.formats.neo4j import nodes, relationships

    return {"nodes.csv": nodes(built), "relationships.csv": relationships(built)}


def _observations(built: Built) -> dict[str, Content]:
    from kg.graph.formats.observations import table, write_csv

    rows = table(built)
    files: dict[str, Content] = {"observations.csv": write_csv(rows)}
    if not left_out(["observations"]):
        from kg.graph.formats.parquet import as_parquet

        files[PARQUET] = as_parquet(map(astuple, rows))
    return files


FORMATS: Mapping[str, Format] = {
    "trig": Format(("graph.trig",), "RDF with a named graph for each document, TriG", _trig),
    "nq": Format(("graph.nq",), "the same, N-Quads", _nq),
    "jsonld": Format(("graph.jsonld",), "RDF to be read as JSON, an object for each entity", _jsonld),
    "ttl12": Format(("graph-rdf12.ttl",), "RDF 1.2 Turtle, claims as reified triples", _ttl12),
    "graphml": Format(("graph.graphml",), "entities and relations for Gephi, yEd, networkx", _graphml),
    "gexf": Format(("graph.gexf",), "the same for Gephi, with its time line", _gexf),
    "neo4j": Format(("nodes.csv", "relationships.csv"), "for neo4j-admin database import", _neo4j),
    "observations": Format(("observations.csv", PARQUET), "the figures as a table", _observations),
}
