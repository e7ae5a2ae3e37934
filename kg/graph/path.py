"""Two names → how the things are linked: the shortest ways over claims, in either direction.

Shorter ways come first, of ways of one length the surer one. networkx does the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice, pairwise, product, takewhile
from pathlib import Path

import networkx as nx
from pyoxigraph import NamedNode, Store

from kg.errors import QueryError
from kg.facts import Claim
from kg.graph.facts import find_entities
from kg.graph.recall import Recalled, recall
from kg.graph.store import open_graph
from kg.iri import PREFIXES
from kg.knowledge import Knowledge

UNSURE = 1e-3  # what a step without any confidence costs more than a sure one: a thousand such steps do not outweigh one more step


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of a way: from one entity to the next, by the claims that link them, the surest first."""

    start: str
    end: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """starts and ends: the entities of either name; ways: each a sequence of hops; shortest: how many steps the shortest way has
    that was too long, 0 if there is none; reach: how many entities each name leads to within the steps, and at all."""

    graph: Recalled
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    ways: tuple[tuple[Hop, ...], ...]
    shortest: int
    reach: tuple[tuple[int, int], tuple[int, int]]


def find_ways(
    graph: Path | str | Store,
    start: str,
    end: str,
    knowledge: Knowledge,
    *,
    steps: int = 4,
    most: int = 3,
    without: Sequence[str] = (),
) -> Found:
    """The ways between all entities of two names. Raises QueryError for a name that nothing has, or that is left out at the same time."""
    store = graph if isinstance(graph, Store) else open_graph(graph)
    starts, ends = (tuple(map(_key, find_entities(store, name))) for name in (start, end))
    left_out = {_key(node) for name in without for node in find_entities(store, name)}
    for name, keys in ((start, starts), (end, ends)):
        if left_out.intersection(keys):
            raise QueryError(f"'{name}' is left out, and a way is asked for from or to it", remedy="take back its --without")
    content = recall(store, knowledge)
    network = _network(content, left_out)
    if set(starts) & set(ends):
        return Found(content, starts, ends, (), 0, ((0, 0), (0, 0)))
    ways = islice(takewhile(lambda way: len(way) <= steps + 1, _ways(network, starts, ends)), most)
    hops = tuple(tuple(_hop(network, a, b) for a, b in pairwise(way)) for way in ways)
    shortest = 0 if hops else _shortest(network, starts, ends)
    reach = (_reach(network, starts, steps), _reach(network, ends, steps))
    return Found(content, starts, ends, hops, shortest, reach)


def _key(node: NamedNode) -> str:
    return node.value.removeprefix(PREFIXES["ent"])


def _network(content: Recalled, left_out: set[str]) -> nx.Graph[str]:
    """Entities, an edge between two with all claims that link them; in a fixed order."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(key for key in content.entities if key not in left_out)
    for claim in sorted(content.facts.claims, key=lambda c: (-c.support.confidence, c.head, c.relation, c.tail)):
        if claim.head in graph and claim.tail in graph and claim.head != claim.tail:
            if not graph.has_edge(claim.head, claim.tail):
                graph.add_edge(claim.head, claim.tail, cost=1 + UNSURE * (1 - claim.support.confidence), claims=[])
            graph.edges[claim.head, claim.tail]["claims"].append(claim)
    return graph


def _ways(network: nx.Graph[str], starts: Iterable[str], ends: Iterable[str]) -> Iterator[list[str]]:
    """The ways between any of the starts and any of the ends, the cheapest first."""

    def between(start: str, end: str) -> Iterator[tuple[float, list[str]]]:
        try:
            for way in nx.shortest_simple_paths(network, start, end, weight="cost"):
                yield sum(network.edges[edge]["cost"] for edge in pairwise(way)), way
        except nx.NetworkXNoPath:
            return

    yield from (way for _, way in merge(*(between(start, end) for start, end in product(starts, ends))))


def _hop(network: nx.Graph[str], start: str, end: str) -> Hop:
    return Hop(start, end, tuple(network.edges[start, end]["claims"]))


def _shortest(network: nx.Graph[str], starts: Iterable[str], ends: Iterable[str]) -> int:
    found: list[int] = [len(nx.shortest_path(network, a, b)) - 1 for a, b in product(starts, ends) if nx.has_path(network, a, b)]
    return min(found, default=0)


def _reach(network: nx.Graph[str], keys: Iterable[str], steps: int) -> tuple[int, int]:
    """How many other entities lie within so many steps, and how many at all."""
    distances: dict[str, int] = {}
    for key in keys:
        for other, distance in nx.single_source_shortest_path_length(network, key).items():
            distances[other] = min(distance, distances.get(other, distance))
    others = [distance for distance in distances.values() if distance]
    return sum(distance <= steps for distance in others), len(others)
